"""A round for some mentees: the best for them, while everybody else stays as they are."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match, MatchingRound
from lodestar.matchmaking.queries.freed import could_be_matched_now
from lodestar.matchmaking.queries.rounds import is_newest
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import fresh, role_of, run, send

pytestmark = pytest.mark.django_db


def run_for(cycle: Cycle, by: Person, *mentees: ApplicationRole) -> MatchingRound:
    round = actions.request_round(cycle=cycle, by=by, at=NOW, only_for=mentees)
    return actions.run_matching_round(round=round, by=by, at=NOW)


def add(cycle: Cycle, **roles: list[str]) -> ApplicationRole:
    return factories.make_application(cycle=cycle, **roles).roles.get()


def say_no(offer: Match, mentor: Person) -> None:
    actions.answer_offer(match=fresh(offer), role="mentor", said="no", by=mentor, at=NOW)


def test_after_a_no_a_small_round_finds_the_next_mentor_and_leaves_the_others(
    proposed: Match, cycle: Cycle, coordinator: Person, mentor: Person
) -> None:
    other_mentee = add(cycle, mentee=["policy"])
    first, second = add(cycle, mentor=["policy"]), add(cycle, mentor=["policy"])
    ApplicationRole.objects.filter(role="mentor").update(capacity=1)
    whole = run(cycle, coordinator)
    offer = send(whole.matches.get(mentee_role=proposed.mentee_role), coordinator)
    say_no(offer, offer.mentor_role.application.person)
    kept = whole.matches.get(mentee_role=other_mentee)
    small = run_for(cycle, coordinator, offer.mentee_role)
    found = small.matches.get()
    assert found.mentee_role == offer.mentee_role
    assert found.mentor_role not in {offer.mentor_role, kept.mentor_role}
    assert found.mentor_role in {first, second, role_of(mentor, "mentor")}
    assert not small.unmatched.exists()
    assert send(kept, coordinator).state == "asked_mentor"
    assert send(found, coordinator).state == "asked_mentor"


def test_a_place_that_another_open_proposal_needs_is_not_given_away(
    proposed: Match, cycle: Cycle, coordinator: Person
) -> None:
    late = add(cycle, mentee=["policy"])
    proposed.mentor_role.application.roles.update(capacity=1)
    MatchingRound.objects.update(state="published")
    small = run_for(cycle, coordinator, late)
    assert not small.matches.exists()
    assert small.unmatched.get().application_role == late
    assert fresh(proposed).state == "proposed"


def test_a_later_round_for_the_same_mentee_takes_the_pair_over(
    proposed: Match, cycle: Cycle, coordinator: Person
) -> None:
    MatchingRound.objects.update(state="published")
    small = run_for(cycle, coordinator, proposed.mentee_role)
    assert is_newest(proposed.round)
    with pytest.raises(Refused) as refused:
        send(proposed, coordinator)
    assert refused.value.code == "newer_round"
    actions.stop_round(round=small, by=coordinator, at=NOW)
    assert send(proposed, coordinator).state == "asked_mentor"


def test_a_round_for_everybody_replaces_the_small_ones(
    proposed: Match, cycle: Cycle, coordinator: Person
) -> None:
    MatchingRound.objects.update(state="published")
    small = run_for(cycle, coordinator, proposed.mentee_role)
    run(cycle, coordinator)
    assert not is_newest(small)


def test_nobody_is_in_two_open_rounds(proposed: Match, cycle: Cycle, coordinator: Person) -> None:
    with pytest.raises(Refused) as refused:
        run_for(cycle, coordinator, proposed.mentee_role)
    assert refused.value.code == "round_open"
    MatchingRound.objects.update(state="published")
    run_for(cycle, coordinator, proposed.mentee_role)
    with pytest.raises(Refused):
        run_for(cycle, coordinator, proposed.mentee_role)
    assert MatchingRound.objects.count() == 2


def test_who_has_an_offer_or_left_is_not_matched_again(
    offer: Match, cycle: Cycle, coordinator: Person
) -> None:
    with pytest.raises(Refused) as refused:
        run_for(cycle, coordinator, offer.mentee_role)
    assert refused.value.code == "not_waiting"
    actions.withdraw_offer(match=fresh(offer), by=coordinator, at=NOW)
    ApplicationRole.objects.filter(pk=offer.mentee_role_id).update(state="withdrawn")
    with pytest.raises(Refused):
        run_for(cycle, coordinator, fresh(offer).mentee_role)
    assert MatchingRound.objects.count() == 1


def test_a_decision_in_a_small_round_looks_at_its_own_people_only(
    proposed: Match, cycle: Cycle, coordinator: Person
) -> None:
    late, spare = add(cycle, mentee=["policy"]), add(cycle, mentor=["policy"])
    MatchingRound.objects.update(state="published")
    small = run_for(cycle, coordinator, late)
    actions.forbid_in_round(
        round=small, version=0, mentor=spare.application.person, mentee=late.application.person,
        note="Cousins", by=coordinator, at=NOW,
    )  # fmt: skip
    assert {match.mentee_role for match in small.matches.all()} <= {late}
    assert fresh(proposed).state == "proposed"


def test_the_desk_names_who_could_be_matched_when_a_place_is_free_again(
    proposed: Match, cycle: Cycle, coordinator: Person
) -> None:
    proposed.mentor_role.application.roles.update(capacity=1)
    late = add(cycle, mentee=["policy"])
    whole = run(cycle, coordinator)
    offer = send(whole.matches.get(), coordinator)
    left = {proposed.mentee_role, late} - {offer.mentee_role}
    assert could_be_matched_now(cycle) == []
    actions.withdraw_offer(match=fresh(offer), by=coordinator, at=NOW)
    assert could_be_matched_now(cycle) == [role.application.person for role in left]
    run_for(cycle, coordinator, *left)
    assert could_be_matched_now(cycle) == []


def test_the_desk_promises_nobody_whom_a_decision_keeps_apart_and_asks_twenty_times_at_most(
    proposed: Match, cycle: Cycle, coordinator: Person, client: Client
) -> None:
    proposed.mentor_role.application.roles.update(capacity=1)
    add(cycle, mentee=["policy"])
    offer = send(run(cycle, coordinator).matches.get(), coordinator)
    actions.withdraw_offer(match=fresh(offer), by=coordinator, at=NOW)
    (waiting,) = could_be_matched_now(cycle)
    client.force_login(coordinator)
    client.get(reverse("home:home"))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("home:home")).content.decode()
    assert "A place is free again" in page
    assert len(asked) <= 20
    mentor = offer.mentor_role.application.person
    actions.forbid_pair(cycle=cycle, mentor=mentor, mentee=waiting, note="Cousins", by=coordinator, at=NOW)
    assert could_be_matched_now(cycle) == []


def test_the_page_tells_who_could_have_whom_and_matches_those_ticked(
    proposed: Match, cycle: Cycle, coordinator: Person, client: Client
) -> None:
    client.force_login(coordinator)
    late, spare = add(cycle, mentee=["policy"]), add(cycle, mentor=["policy"])
    alone = add(cycle, mentee=["budget"])
    MatchingRound.objects.update(state="published")
    page = client.get(reverse("matchmaking:free_places")).content.decode()
    assert page.count('name="only"') == 1
    assert f'value="{late.application.public_id}"' in page
    assert str(spare.application.person) in page
    assert "nobody with a free place" in page
    run_url, form = reverse("matchmaking:run"), {"cycle": cycle.public_id, "after": 1, "some": "on"}
    nobody = client.post(run_url, form, follow=True)
    assert "Tick at least one person." in nobody.content.decode()
    stranger = client.post(run_url, form | {"only": "a-zzzzzzzz"})
    assert stranger.status_code == 404
    done = client.post(run_url, form | {"only": late.application.public_id})
    small = MatchingRound.objects.get(number=2)
    assert done["Location"] == reverse("matchmaking:round", args=[small.public_id])
    assert [match.mentee_role for match in small.matches.all()] == [late]
    assert not small.unmatched.filter(application_role=alone).exists()
    listed = client.get(reverse("matchmaking:rounds"))
    assert str(late.application.person) in listed.content.decode()
    assert [round.number for round in listed.context["rounds"]] == [2, 1]
    compare = reverse("matchmaking:compare", args=[small.public_id, proposed.round.public_id])
    assert [row.mentee for row in client.get(compare).context["rows"]] == [late.application.person]
