"""All that the page "Where things stand" reads, each table once, and nothing that is the reader's own."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from lodestar.folders.models import Folder
from lodestar.folders.queries import Keeper, in_use, keeper
from lodestar.history.models import Entry
from lodestar.intake.models import ApplicationRole, ChosenArea
from lodestar.matchmaking.models import Match, Ruling
from lodestar.matchmaking.queries.left_over import was_told, was_told_before
from lodestar.matchmaking.queries.offers import own
from lodestar.matchmaking.queries.rounds import open_proposals, with_people
from lodestar.mentorships import queries as mentorships
from lodestar.mentorships.models import Mentorship, MessageToCoordinator
from lodestar.outbox.queries import needing_attention
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program

State = ApplicationRole.State


@dataclass(frozen=True)
class Item:
    """One line of the page: whom or what, where to go on, what is to know, and words somebody wrote."""

    title: str
    url: str = ""
    detail: str = ""
    quote: str = ""
    keeper: Keeper | None = None


@dataclass(frozen=True)
class Group:
    heading: str
    items: list[Item]


@dataclass(frozen=True)
class Rows:
    """What stands in the tables today, about others than the reader."""

    today: date
    roles: list[ApplicationRole]
    offers: list[Match]
    ended_offers: list[Match]
    rulings: list[Ruling]
    proposals: list[Match]
    silent: list[Mentorship]
    messages: list[MessageToCoordinator]
    mails: Counter[str]
    folders: list[Folder] = field(default_factory=list)

    def keeper(self, public_id: str) -> Keeper | None:
        folder = next((one for one in self.folders if one.thing == public_id), None)
        return keeper(folder, self.today) if folder else None

    def in_state(self, *states: str) -> list[ApplicationRole]:
        return [role for role in self.roles if role.state in states]


def is_free(role: Any) -> bool:
    """Neither in a pair nor asked about one."""
    return not (role.in_pair or role.has_offer)


def is_unsure(role: Any) -> bool:
    """Somebody talks with them before they count in a round."""
    return not (role.has_area or role.any_mentor)


def read_rows(reader: Person, program: Program, cycle: Cycle | None, at: datetime) -> Rows:
    matches = with_people(Match.objects.filter(round__cycle=cycle).exclude(own(reader)))
    matches = matches.select_related("round").defer("round__packed_instance", "round__certificate")
    rulings = Ruling.objects.filter(cycle=cycle, lifted_at=None).exclude(Q(mentor=reader) | Q(mentee=reader))
    return Rows(
        today=timezone.localdate(at),
        roles=list(roles_of(cycle).exclude(application__person=reader)) if cycle else [],
        offers=list(
            matches.filter(state__in=Match.LIVE).order_by("answer_due_on", "pk").prefetch_related("answers")
        ),
        ended_offers=list(ended_with_a_reason(matches)),
        rulings=list(rulings.select_related("mentor", "mentee", "by")),
        proposals=list(open_proposals(matches)),
        silent=list(mentorships.without_first_contact(reader, program, at)),
        messages=list(mentorships.open_messages(reader)),
        mails=Counter(needing_attention().values_list("state", flat=True)),
        folders=in_use(),
    )


def roles_of(cycle: Cycle) -> QuerySet[ApplicationRole]:
    """The sent roles of a cycle; whether each is in a pair or asked about one, has an area, and was told."""
    either = Q(mentor_role=OuterRef("pk")) | Q(mentee_role=OuterRef("pk"))
    areas = ChosenArea.objects.filter(application_role=OuterRef("pk"))
    return (
        ApplicationRole.objects.sent()
        .filter(application__cycle=cycle)
        .select_related("application__person")
        .annotate(
            in_pair=Exists(Mentorship.objects.active().filter(either)),
            has_offer=Exists(Match.objects.live().filter(either)),
            has_area=Exists(areas),
            was_told=was_told(cycle),
            was_told_before=was_told_before(cycle),
        )
        .order_by("application__submitted_at", "pk")
    )


def ended_with_a_reason(matches: QuerySet[Match]) -> Iterable[Match]:
    """Offers that a coordinator ended, each with the words kept in its history."""
    said = Entry.objects.filter(kind="match", thing=OuterRef("public_id")).exclude(reason="")
    ended = matches.filter(state__in=[Match.State.WITHDRAWN, Match.State.LAPSED])
    return ended.annotate(
        reason=Subquery(said.order_by("-at").values("reason")[:1]),
        ended_at=Subquery(said.order_by("-at").values("at")[:1]),
    ).filter(reason__isnull=False)
