from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from lodestar.intake.models import Application
from lodestar.mentorships.models import (
    Mentorship,
    MentorshipQuerySet,
    MessageToCoordinator,
    NewMatchWish,
    Seat,
    SeatQuerySet,
)
from lodestar.mentorships.policy import is_one_of_the_pair
from lodestar.people.models import Person
from lodestar.programs.models import Program

COORDINATOR_IS_TOLD_AFTER = timedelta(days=7)


def free_seats(mentor_ids: Iterable[int]) -> dict[int, int]:
    """How many open seats each mentor has that nobody holds; every id asked for has a number."""
    return count_by_mentor(Seat.objects.free(), mentor_ids)


def held_seats(mentor_ids: Iterable[int]) -> dict[int, int]:
    """How many seats of each mentor an offer or a mentorship of any cycle holds."""
    return count_by_mentor(Seat.objects.held(), mentor_ids)


def count_by_mentor(seats: SeatQuerySet, mentor_ids: Iterable[int]) -> dict[int, int]:
    wanted = list(mentor_ids)
    rows = seats.filter(mentor_id__in=wanted).order_by().values_list("mentor_id").annotate(Count("id"))
    return dict.fromkeys(wanted, 0) | dict(rows)


def of(person: Person) -> MentorshipQuerySet:
    """The mentorships this person is part of, active ones first, then the latest ended."""
    own = Q(mentor=person) | Q(mentee=person)
    return Mentorship.objects.filter(own).select_related("mentor", "mentee").order_by("-ended_at", "-id")


def listed(coordinator: Person, state: str) -> MentorshipQuerySet:
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


def without_first_contact(program: Program, at: datetime) -> MentorshipQuerySet:
    """Active pairs that were reminded a week ago and have still not said that they talked."""
    silent = Mentorship.objects.active().filter(
        first_talk_on__isnull=True, first_talk_asked_at__lte=at - COORDINATOR_IS_TOLD_AFTER
    )
    return silent.filter(mentee_role__application__cycle__program=program).select_related("mentor", "mentee")


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
