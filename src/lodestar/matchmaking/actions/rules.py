"""The rules and weights of matching: each change is a version of its own, with author and note."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.matchmaking import policy
from lodestar.matchmaking.actions.rounds import newest_rules
from lodestar.matchmaking.catalogue import PARTS, RULES
from lodestar.matchmaking.models import MatchingRules
from lodestar.people.models import Person
from lodestar.programs.models import Program
from lodestar.refusal import Refused, refuse

LARGEST_WEIGHT = 100


@transaction.atomic
def change_rules(
    *, program: Program, values: Mapping[str, Any], by: Person, at: datetime, note: str = ""
) -> MatchingRules:
    """Make the next version, with other `weights` or rules on or off; earlier rounds keep theirs."""
    refuse(policy.may_run(by))
    last = newest_rules(program)
    changed = {name: value for name, value in values.items() if getattr(last, name) != value}
    if not changed:
        return last
    rules = with_changes(last, changed)
    refuse(may_weigh(rules.weights))
    rules.number, rules.note, rules.author, rules.created_at = last.number + 1, note, by, at
    try:
        with transaction.atomic():
            rules.save(force_insert=True)
    except IntegrityError:
        raise Refused("rules_changed", _("Somebody changed the rules at this moment.")) from None
    record(gettext_noop("changed the rules of matching"), program, by=by, at=at, version=rules.number)
    return rules


def with_changes(rules: MatchingRules, values: Mapping[str, Any]) -> MatchingRules:
    """The same rules with other values, not saved."""
    kept = {name: getattr(rules, name) for name in ("weights", "bands", *RULES)}
    return MatchingRules(program=rules.program, **{**kept, **values})


def may_weigh(weights: dict[str, int]) -> Refused | None:
    if set(weights) - set(PARTS) or not all(0 <= weight <= LARGEST_WEIGHT for weight in weights.values()):
        return Refused("bad_weight", _("A weight is a whole number from 0 to 100."))
    if not any(weights.values()):
        return Refused("all_zero", _("At least one weight must be above 0."))
    return None
