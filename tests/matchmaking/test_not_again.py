"""“Not again” stands until a coordinator lifts it, who is not one of the two."""

from typing import Any

import pytest

from lodestar.history.models import Entry
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match
from lodestar.mentorships.models import NotAgain
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from tests.factories import NOW
from tests.matchmaking.conftest import run
from tests.matchmaking.test_pages import signed_in

pytestmark = pytest.mark.django_db


def test_a_pair_is_proposed_again_once_it_is_lifted(
    proposed: Match, mentor: Person, mentee: Person, coordinator: Person, cycle: Cycle, settings: Any
) -> None:
    settings.DEMO = True
    NotAgain.objects.create(mentor=mentor, mentee=mentee, reason="mismatch", since=NOW)
    assert not run(cycle).matches.exists()
    desk = signed_in(coordinator)
    url = f"/rounds/{proposed.round.public_id}/mentees/{mentee.public_id}/{mentor.public_id}/again"
    assert "from the next round on" in desk.post(url, follow=True).content.decode()
    assert "Nothing kept these two apart" in desk.post(url, follow=True).content.decode()
    assert NotAgain.objects.get().lifted_at is not None
    assert Entry.objects.filter(act="let a pair be proposed again").count() == 1
    assert run(cycle).matches.get().mentor_role == proposed.mentor_role


def test_neither_of_the_two_lifts_it_nor_anybody_who_is_no_coordinator(
    cycle: Cycle, mentor: Person, mentee: Person, stranger: Person
) -> None:
    NotAgain.objects.create(mentor=mentor, mentee=mentee, reason="not_this_person", since=NOW)
    Person.objects.filter(pk=mentor.pk).update(is_coordinator=True)
    mentor.refresh_from_db()
    for by, code in [(mentor, "own_pair"), (mentee, "not_coordinator"), (stranger, "not_coordinator")]:
        with pytest.raises(Refused) as refused:
            actions.lift_not_again(cycle=cycle, mentor=mentor, mentee=mentee, by=by, at=NOW)
        assert refused.value.code == code
    assert NotAgain.objects.get().lifted_at is None
