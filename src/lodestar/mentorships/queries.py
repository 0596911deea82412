from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _

from lodestar.history.queries import Thing
from lodestar.intake.models import Application, ApplicationRole
from lodestar.mentorships.models import (
    Mentorship,
    MentorshipQuerySet,
    MessageToCoordinator,
    NewMatchWish,
    Seat,
)
from lodestar.mentorships.policy import is_one_of_the_pair
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.refusal import Refused

COORDINATOR_IS_TOLD_AFTER = timedelta(days=7)


def held_seats(mentor_ids: Iterable[int]) -> dict[int, int]:
    """How many seats of each mentor an offer or a mentorship of any cycle holds."""
    wanted = list(mentor_ids)
    held = Seat.objects.held().filter(mentor_id__in=wanted)
    return dict.fromkeys(wanted, 0) | dict(held.order_by().values_list("mentor_id").annotate(Count("id")))


def without_new_match(cycle: Cycle) -> QuerySet[NewMatchWish, int]:
    """Roles of this cycle whose person wished no new match when the latest mentorship of the role ended."""
    role = Case(
        When(person=F("mentorship__mentor"), then=F("mentorship__mentor_role")),
        default=F("mentorship__mentee_role"),
    )
    later = Mentorship.objects.filter(
        Q(mentor_role=OuterRef("role")) | Q(mentee_role=OuterRef("role")),
        Q(ended_at__gt=OuterRef("mentorship__ended_at")),
    )
    said_no = NewMatchWish.objects.filter(wished=False, mentorship__mentee_role__application__cycle=cycle)
    return said_no.annotate(role=role).exclude(Exists(later)).values_list("role", flat=True)


def of(person: Person) -> MentorshipQuerySet:
    """The mentorships this person is part of, active ones first, then the latest ended."""
    own = Mentorship.objects.filter(Q(mentor=person) | Q(mentee=person)).select_related("mentor", "mentee")
    return own.order_by(F("ended_at").desc(nulls_first=True), "-id")


def kept_by_a_pair(role: ApplicationRole) -> Refused | None:
    """The role of an active pair is not withdrawn: ending the pair tells the other and frees the seat."""
    own = Q(mentor_role=role) | Q(mentee_role=role)
    pair = Mentorship.objects.active().filter(own).select_related("mentor", "mentee").first()
    if pair is None:
        return None
    text = _("%(mentor)s and %(mentee)s are a pair. End the mentorship on its page first.")
    return Refused("in_a_pair", text % {"mentor": pair.mentor, "mentee": pair.mentee})


def find_pairs(reader: Person, public_ids: Collection[str]) -> Iterator[Thing]:
    """Mentorships as history names them, none of them the reader's own."""
    for pair in listed(reader).filter(public_id__in=public_ids):
        title = _("%(mentor)s and %(mentee)s") % {"mentor": pair.mentor, "mentee": pair.mentee}
        url = reverse("mentorships:mentorship", args=[pair.public_id])
        yield Thing("mentorship", pair.public_id, title, url)


def pairs_of(reader: Person, public_id: str) -> Q:
    """The entries about this person's mentorships, but for those with the reader."""
    own = Q(mentor__public_id=public_id) | Q(mentee__public_id=public_id)
    return Q(kind="mentorship", thing__in=listed(reader).filter(own).order_by().values("public_id"))


def listed(coordinator: Person, state: str = "") -> MentorshipQuerySet:
    """What the coordinator's list shows: never a pair of their own."""
    own = Q(mentor=coordinator) | Q(mentee=coordinator)
    rows = Mentorship.objects.exclude(own).select_related("mentor", "mentee").order_by("-started_at", "-id")
    if state == "active":
        return rows.active()
    return rows.exclude(ended_at=None) if state == "ended" else rows


def not_yet_asked_about_first_contact(program: Program, at: datetime) -> MentorshipQuerySet:
    """Active pairs of which nobody has said "we have talked" in the program's days for it."""
    since = at - timedelta(days=program.first_contact_days)
    silent = Mentorship.objects.active().filter(first_talk_on__isnull=True, first_talk_asked_at__isnull=True)
    return silent.filter(started_at__lte=since, mentee_role__application__cycle__program=program)


def without_first_contact(reader: Person, program: Program, at: datetime) -> MentorshipQuerySet:
    """Active pairs, none of them the reader's, reminded a week ago and still silent about a first talk."""
    silent = Mentorship.objects.active().filter(
        first_talk_on__isnull=True, first_talk_asked_at__lte=at - COORDINATOR_IS_TOLD_AFTER
    )
    of_others = silent.exclude(Q(mentor=reader) | Q(mentee=reader))
    return of_others.filter(mentee_role__application__cycle__program=program).select_related(
        "mentor", "mentee"
    )


def open_messages(reader: Person | None = None) -> QuerySet[MessageToCoordinator]:
    """Messages nobody has answered yet, oldest first; none of a pair that `reader` is part of."""
    waiting = MessageToCoordinator.objects.filter(answered_at__isnull=True)
    if reader is not None:
        waiting = waiting.exclude(Q(mentorship__mentor=reader) | Q(mentorship__mentee=reader))
    return waiting.select_related("writer", "mentorship")


@dataclass(frozen=True)
class PairPage:
    """What one of the pair sees of the other. Other mentees and other roles are not in it."""

    mentorship: Mentorship
    partner: Person
    partner_is_mentor: bool
    application: Application
    messages: list[MessageToCoordinator]
    mentee_is_newer: bool
    wish: NewMatchWish | None

    @property
    def requests(self) -> str:
        """What the partner asked for or hopes to reach, unless they keep it private."""
        return "" if self.application.requests_stay_private else self.application.requests


def pair_page(mentorship: Mentorship, person: Person, program: Program) -> PairPage:
    assert is_one_of_the_pair(person, mentorship)  # noqa: S101
    is_mentor = person.pk == mentorship.mentor_id
    role = mentorship.mentee_role if is_mentor else mentorship.mentor_role
    years = mentorship.mentee_role.application.years_in_role
    return PairPage(
        mentorship=mentorship,
        partner=mentorship.mentee if is_mentor else mentorship.mentor,
        partner_is_mentor=not is_mentor,
        application=role.application,
        messages=list(mentorship.messages.filter(writer=person)),
        mentee_is_newer=years is not None and years < program.newer_years,
        wish=mentorship.wishes.filter(person=person).first(),
    )


def with_everything() -> MentorshipQuerySet:
    """For one mentorship's page: both people, both applications and their libraries."""
    applications = ("mentor_role__application", "mentee_role__application")
    libraries = [Prefetch(f"{application}__libraries") for application in applications]
    people = ("mentor", "mentee", "first_talk_said_by", "ended_by")
    return Mentorship.objects.select_related(*people, *applications).prefetch_related(*libraries)
