"""A participant's first page, and the page that says where each of their roles stands."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lodestar.intake import queries as intake
from lodestar.intake.models import Application, ApplicationRole, Question
from lodestar.matchmaking.models import Match
from lodestar.matchmaking.policy import asked_side
from lodestar.matchmaking.queries.offers import OfferPage, offer_page, own_offers, waits_for
from lodestar.mentorships import queries as mentorships
from lodestar.mentorships.models import Mentorship
from lodestar.people.models import Person
from lodestar.programs.queries import current_cycle, open_cycle
from lodestar.ui.dates import written_date


@dataclass(frozen=True)
class Place:
    """Where one role stands today, offers and pairs included, and the page to go on with."""

    role: intake.RoleStanding
    label: str
    tone: str
    next: str
    url: str = ""
    act: str = ""
    pair: Mentorship | None = None  # which the role makes up; to step back, it is ended


@dataclass(frozen=True)
class OwnPage:
    """What one participant reads about themselves. No offer is shown before they agreed to the terms."""

    standing: intake.Standing | None
    places: list[Place]
    offers: list[OfferPage]
    mentorships: list[Mentorship]
    may_apply: bool
    earlier: list[Application]

    @property
    def question(self) -> Question | None:
        questions = self.standing.questions if self.standing else ()
        return next((question for question in questions if not question.answered_at), None)

    @property
    def may_withdraw_both(self) -> bool:
        return bool(self.standing and self.standing.may_withdraw_both) and not any(
            place.pair for place in self.places
        )

    @property
    def must_agree(self) -> bool:
        return bool(self.standing and self.standing.must_agree)

    @property
    def needs_nothing(self) -> bool:
        is_unsent = bool(self.standing and self.standing.has_unsent_role)
        is_silent = any(not (pair.ended_at or pair.first_talk_on) for pair in self.mentorships)
        waits = self.offers or self.may_apply or self.must_agree or self.question
        return not (waits or is_unsent or is_silent)


@dataclass(frozen=True)
class OwnPart:
    """What whoever has an office reads about themselves on their first page."""

    takes_part: bool
    offers: int


def own_part(person: Person) -> OwnPart:
    if not Application.objects.filter(person=person).exists():
        return OwnPart(takes_part=False, offers=0)
    return OwnPart(takes_part=True, offers=sum(waits_for(offer, person) for offer in own_offers(person)))


def own_page(person: Person, at: datetime, application: Application | None = None) -> OwnPage:
    """What this person reads about today's cycle, or about the `application` given, of whatever cycle."""
    today = timezone.localdate(at)
    cycle = application.cycle if application else current_cycle(today)
    if application:
        standing: intake.Standing | None = intake.standing_of(application)
    else:
        standing = intake.status_of(person, cycle) if cycle else None
    has_begun = bool(standing and standing.application)
    offers = own_offers(person)
    pairs = list(mentorships.of(person))
    return OwnPage(
        standing=standing if has_begun else None,
        places=places(person, standing, offers, pairs) if standing else [],
        offers=[page_of(offer) for offer in offers if waits_for(offer, person)],
        mentorships=pairs,
        may_apply=not has_begun and open_cycle(today) is not None,
        earlier=list(intake.still_on(person, today, but=cycle)),
    )


def page_of(offer: Match) -> OfferPage:
    """What an offer says to the side whose answer it waits for."""
    return offer_page(offer, asked_side(offer))


def places(
    person: Person, standing: intake.Standing, offers: list[Match], pairs: list[Mentorship]
) -> list[Place]:
    """Each role with the latest news of it: an offer to answer, a pair, a yes that waits, or the form's."""
    shown = [] if standing.must_agree else offers
    resting = set(mentorships.without_new_match(standing.cycle).filter(person=person))
    found = []
    for role in standing.roles:
        own = [offer for offer in shown if role.pk in (offer.mentor_role_id, offer.mentee_role_id)]
        news = place(role, own, active_pair(pairs, role.role, person), person)
        if role.pk in resting and role.state == ApplicationRole.State.ACCEPTED and not news.url:
            news = at_rest(role, pairs)
        found.append(replace(news, pair=pair_of(pairs, role)))
    return found


def place(role: intake.RoleStanding, offers: list[Match], pair: Mentorship | None, person: Person) -> Place:
    if asked := next((offer for offer in offers if waits_for(offer, person)), None):
        return Place(
            role,
            _("we have a suggestion for you"),
            "wait",
            _("Please answer by %(day)s. It takes a minute.") % {"day": due(asked)},
            reverse("matchmaking:offer", args=[asked.public_id]),
            _("See the suggestion and answer"),
        )
    if pair:
        partner = pair.mentee if pair.mentor_id == person.pk else pair.mentor
        words = _("You and %(partner)s have been a pair since %(day)s.")
        return Place(
            role,
            _("in a pair"),
            "good",
            words % {"partner": partner, "day": written_date(pair.started_at)},
            reverse("mentorships:mentorship", args=[pair.public_id]),
            _("Open the page for the two of you"),
        )
    if offers:
        words = _("Thank you for your yes. You will hear by %(day)s, or soon after.")
        by = {"day": due(offers[0])}
        return Place(role, role.state_label, role.tone, words % by)
    return Place(role, role.state_label, role.tone, role.next)


def active_pair(pairs: list[Mentorship], role: str, person: Person) -> Mentorship | None:
    """The latest active pair in which this person has that role."""
    is_mentor = role == ApplicationRole.Role.MENTOR
    return next(
        (pair for pair in pairs if not pair.ended_at and (pair.mentor_id == person.pk) == is_mentor), None
    )


def pair_of(pairs: list[Mentorship], role: intake.RoleStanding) -> Mentorship | None:
    """The active pair that this very role makes up."""
    active = (pair for pair in pairs if not pair.ended_at)
    return next((pair for pair in active if role.pk in (pair.mentor_role_id, pair.mentee_role_id)), None)


def at_rest(role: intake.RoleStanding, pairs: list[Mentorship]) -> Place:
    """Of somebody who wishes no new match, with the way to the page where that can be changed."""
    ended = (pair for pair in pairs if pair.ended_at)
    last = next(pair for pair in ended if role.pk in (pair.mentor_role_id, pair.mentee_role_id))
    return Place(
        role,
        _("no new match wished"),
        "",
        _("You told us that you wish no new match now, so we look for none. You may change that."),
        reverse("mentorships:mentorship", args=[last.public_id]),
        _("Open the page of your last mentorship"),
    )


def due(offer: Match) -> str:
    return written_date(offer.answer_due_on or offer.round.cycle.matched_by)
