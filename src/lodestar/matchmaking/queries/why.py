"""Why two people were brought together: in full for the coordinator, in their own words for the two."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lodestar.matchmaking import catalogue
from lodestar.matchmaking.models import Match, Ruling
from lodestar.matchmaking.queries.fits import FitView, PartRow, fit_view
from lodestar.matchmaking.queries.offers import OfferPage, offer_page, side, whole
from lodestar.people.models import Person


def matches_named(public_id: str, person: Person) -> QuerySet[Match]:
    """The match with this id, or the one that the mentorship with this id came from, if theirs to see."""
    named = Q(public_id=public_id) | Q(mentorship__public_id=public_id)
    return whole(Match.objects.visible_to(person).filter(named))


@dataclass(frozen=True)
class WhyInFull:
    """All that decided about a pair, for the coordinator."""

    match: Match
    mentor: Person
    mentee: Person
    fit: FitView
    parts: list[tuple[PartRow, int]]  # and how much each counted
    rulings: list[Ruling]


def why_in_full(match: Match) -> WhyInFull:
    mentor, mentee = match.mentor_role.application.person, match.mentee_role.application.person
    rules = match.round.rules
    fit = fit_view(match.fit, match.parts, match.cautions, rules.bands)
    weights = [rules.weights.get(part, 0) for part in catalogue.PARTS if part in match.parts]
    of_pair = Ruling.objects.filter(cycle=match.round.cycle_id, mentor=mentor, mentee=mentee)
    return WhyInFull(
        match=match,
        mentor=mentor,
        mentee=mentee,
        fit=fit,
        parts=list(zip(fit.parts, weights, strict=True)),
        rulings=list(of_pair.select_related("by")),
    )


@dataclass(frozen=True)
class WhyOwn:
    """What one of the two may read: the areas, their own marks and limit, and the way between libraries."""

    page: OfferPage
    areas: list[str]
    important: set[str]
    distance_km: int | None
    own_limit_km: int | None


def why_own(match: Match, role: str) -> WhyOwn:
    """Nothing in it is the other's answer but the shared areas; the way is one between two libraries."""
    page = offer_page(match, role)
    own = side(match, role)
    marked = own.areas.filter(is_important=True).values_list("label", flat=True)
    return WhyOwn(
        page=page,
        areas=match.shared_areas,
        important={*marked} & {*match.shared_areas},
        distance_km=match.distance_km if page.partner else None,
        own_limit_km=own.application.max_km,
    )
