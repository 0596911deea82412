"""A pin may break a rule of the program, with a reason; what people said themselves stands."""

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from lodestar.history.models import Entry
from lodestar.intake.models import NamedPerson
from lodestar.libraries.models import Board, Library
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import MatchingRound, Ruling
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import fresh, run, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_one_board(cycle: Cycle, mentor: Person, mentee: Person, coordinator: Person) -> MatchingRound:
    """The two work for one board, so that the round proposes nothing."""
    Library.objects.update(board=Board.objects.create(name="Board of Beaver County"))
    factories.make_rules(cycle.program)
    round = run(cycle, coordinator)
    assert not round.matches.exists()
    return round


def pin(round: MatchingRound, mentor: Person, mentee: Person, by: Person, exception: str = "") -> None:
    round.refresh_from_db()
    actions.pin_in_round(
        round=round, version=round.version, mentor=mentor, mentee=mentee, by=by, at=NOW, exception=exception
    )


def test_a_rule_of_the_program_can_be_set_aside_for_one_pair_and_taken_back(
    of_one_board: MatchingRound, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    with pytest.raises(Refused) as refused:
        pin(of_one_board, mentor, mentee, coordinator)
    assert "same board" in refused.value.message
    pin(of_one_board, mentor, mentee, coordinator, "Different branches, and both asked for it.")
    match = of_one_board.matches.get()
    assert match.is_pinned
    assert "pinned_as_exception" in match.cautions
    entry = Entry.objects.get(act="pinned a pair against a rule of the program")
    assert entry.reason == "Different branches, and both asked for it."
    of_one_board.refresh_from_db()
    actions.undo_step(round=of_one_board, version=of_one_board.version, by=coordinator, at=NOW)
    assert not of_one_board.matches.exists()


def test_the_offer_of_an_exception_goes_out(
    of_one_board: MatchingRound, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    pin(of_one_board, mentor, mentee, coordinator, "Both asked for it.")
    assert send(fresh(of_one_board.matches.get()), coordinator).state == "asked_mentor"


def test_peoples_own_word_is_never_set_aside(
    of_one_board: MatchingRound, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    NamedPerson.objects.create(
        application=mentee.applications.get(), kind="please_not", name="Somebody", person=mentor
    )
    with pytest.raises(Refused) as refused:
        pin(of_one_board, mentor, mentee, coordinator, "All the same.")
    assert "please not" in refused.value.message
    assert "same board" not in refused.value.message
    assert not Ruling.objects.exists()


def test_the_database_asks_a_reason_for_an_exception(
    cycle: Cycle, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    with pytest.raises(IntegrityError):
        Ruling.objects.create(
            cycle=cycle, mentor=mentor, mentee=mentee, kind="pin", is_exception=True, by=coordinator, at=NOW
        )


def test_the_page_offers_it_only_where_nothing_else_keeps_them_apart(
    of_one_board: MatchingRound, mentor: Person, mentee: Person, coordinator: Person, client: Client
) -> None:
    client.force_login(coordinator)
    args = [of_one_board.public_id, mentee.public_id]
    choices, anyway = (
        reverse("matchmaking:choices", args=args),
        reverse("matchmaking:pin_anyway", args=[*args, mentor.public_id]),
    )
    assert anyway in client.get(choices).content.decode()
    nothing = client.post(anyway, {"version": "0", "exception": ""})
    assert nothing.status_code == 200
    assert not Ruling.objects.exists()
    stale = client.post(anyway, {"version": "7", "exception": "Both asked."})
    assert "Both asked." in stale.content.decode()
    done = client.post(anyway, {"version": "0", "exception": "Both asked."}, follow=True)
    assert "pinned although a rule of the program keeps them apart" in done.content.decode()
    NamedPerson.objects.create(
        application=mentee.applications.get(), kind="please_not", name="Somebody", person=mentor
    )
    Ruling.objects.all().delete()
    assert anyway not in client.get(choices).content.decode()


def test_an_exception_is_not_lost_by_pinning_again_and_not_kept_where_none_is_needed(
    of_one_board: MatchingRound, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    pin(of_one_board, mentor, mentee, coordinator, "Both asked for it.")
    with pytest.raises(Refused) as refused:
        pin(of_one_board, mentor, mentee, coordinator)
    assert refused.value.code == "decided_already"
    assert of_one_board.matches.exists()
    Library.objects.update(board=None)
    Ruling.objects.all().delete()
    pin(of_one_board, mentor, mentee, coordinator, "Both asked for it.")
    ruling = Ruling.objects.get()
    assert (ruling.is_exception, ruling.note) == (False, "Both asked for it.")
