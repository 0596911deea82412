"""A round that a test can work with: one mentor, one mentee, rules, and the offer between them."""

import pytest

from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match, MatchingRound
from lodestar.matchmaking.queries.offers import whole
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories
from tests.factories import NOW


def run(cycle: Cycle, by: Person | None = None) -> MatchingRound:
    round = actions.request_round(cycle=cycle, by=by, at=NOW)
    return actions.run_matching_round(round=round, by=by, at=NOW)


def fresh(match: Match) -> Match:
    return whole(Match.objects.all()).get(pk=match.pk)


def role_of(person: Person, role: str) -> ApplicationRole:
    return ApplicationRole.objects.get(application__person=person, role=role)


def send(match: Match, by: Person, line: str = "") -> Match:
    match = fresh(match)
    actions.send_offers(round=match.round, matches=[match], lines={match.pk: line}, by=by, at=NOW)
    return fresh(match)


@pytest.fixture
def proposed(cycle: Cycle, mentor: Person, mentee: Person, coordinator: Person) -> Match:
    """One proposed pair: Maskwa for Élise."""
    factories.make_rules(cycle.program)
    return fresh(run(cycle, coordinator).matches.get())


@pytest.fixture
def offer(proposed: Match, coordinator: Person) -> Match:
    """The same pair after the mentor was asked."""
    return send(proposed, coordinator)
