"""Telling those without a match how they stand, kindly and once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking import policy
from lodestar.matchmaking.models import MatchingRound
from lodestar.matchmaking.queries.left_over import TEMPLATES, chosen_of, mail_context, mail_key
from lodestar.outbox.actions import queue_mail
from lodestar.people.models import Person
from lodestar.refusal import Refused, refuse


@transaction.atomic
def tell_left_over(
    *, round: MatchingRound, roles: Iterable[ApplicationRole], by: Person, at: datetime
) -> int:
    """Mail them that they stay on the list; return how many. Each role hears it once in a cycle."""
    refuse(policy.may_run(by))
    if round.state not in (MatchingRound.State.PROPOSED, MatchingRound.State.PUBLISHED):
        raise Refused("round_not_ready", _("This round has no answer that people could be told."))
    left = chosen_of(round, roles)
    if not left:
        raise Refused("nobody_chosen", _("Tick at least one person."))
    for one in left:
        role = one.application_role
        queue_mail(
            key=mail_key(one),
            to=role.application.person,
            template=TEMPLATES[ApplicationRole.Role(role.role)],
            context=mail_context(one),
            at=at,
        )
    record(gettext_noop("told people without a match where they stand"), round, by=by, at=at, count=len(left))
    return len(left)
