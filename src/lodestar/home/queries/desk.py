"""The coordinator's first page: what needs them now, and where the cohort stands."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lodestar.folders.queries import keepers
from lodestar.home.queries.needs import (
    Need,
    application_needs,
    first_cycle,
    mail_needs,
    matching_needs,
    pair_needs,
)
from lodestar.intake import queries as intake
from lodestar.matchmaking.models import Match
from lodestar.matchmaking.queries.offers import own
from lodestar.mentorships.models import Mentorship
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.programs.queries import FIRST_STEPS, current_cycle
from lodestar.ui.dates import written_date
from lodestar.ui.parts import Stage


@dataclass(frozen=True)
class Desk:
    """The coordinator's first page."""

    cycle: Cycle | None
    needs: list[Need]
    stages: list[Stage]
    drafts: int
    has_first_steps: bool
    mine: list[tuple[str, str]]  # what is assigned to the reader: words and the list of it


def desk(person: Person, program: Program, at: datetime) -> Desk:
    today = timezone.localdate(at)
    cycle = current_cycle(today)
    needs = [*mail_needs(), *pair_needs(person, program, at)]
    if cycle is None:
        return Desk(None, [*needs, first_cycle()], [], 0, has_first_steps=True, mine=[])
    counts = intake.counts(cycle)
    needs += [*application_needs(person, cycle, counts), *matching_needs(person, cycle, counts, today)]
    by_thing, kinds = keepers([need.thing for need in needs if need.thing], person, today)
    needs = [replace(need, keeper=by_thing.get(need.thing)) for need in needs]
    return Desk(
        cycle,
        sorted(needs, key=lambda need: not need.is_urgent),
        stages(person, cycle, counts),
        counts.drafts,
        has_first_steps=not set(FIRST_STEPS) <= set(program.first_steps_done),
        mine=[(words, url) for kind, words, url in lists_of_mine() if kind in kinds],
    )


def lists_of_mine() -> list[tuple[str, str, str]]:
    return [
        ("application", _("Applications assigned to you"), reverse("intake:list") + "?assigned=me"),
        ("match", _("Offers assigned to you"), reverse("handover:briefing") + "#mine"),
        ("mentorship", _("Mentorships assigned to you"), reverse("mentorships:list") + "?assigned=me"),
    ]


def stages(person: Person, cycle: Cycle, counts: intake.Counts) -> list[Stage]:
    """The cohort as a strip: how many are where, each count a link to its list."""
    applications = reverse("intake:list") + f"?cycle={cycle.public_id}&state="
    live = Match.objects.filter(round__cycle=cycle).live()
    found = live.aggregate(number=Count("pk"), next_due=Min("answer_due_on", filter=~own(person)))
    offers, due = found["number"], found["next_due"]
    pairs = Mentorship.objects.active().filter(mentee_role__application__cycle=cycle).count()
    return [
        Stage(
            ngettext("waits for review", "wait for review", counts.submitted),
            count=counts.submitted,
            url=applications + "submitted",
        ),
        Stage(_("asked for more"), count=counts.more_asked, url=applications + "more_asked"),
        Stage(_("in the pool"), count=counts.accepted, url=applications + "accepted"),
        Stage(
            ngettext("offer on its way", "offers on their way", offers),
            note=_("next answer due %(day)s") % {"day": written_date(due)} if due else "",
            count=offers,
            url=reverse("matchmaking:rounds"),
        ),
        Stage(ngettext("pair", "pairs", pairs), count=pairs, url=reverse("mentorships:list")),
    ]
