"""Decisions in a proposed round: solved again at once, undone and redone, never over somebody else's."""

from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse

from lodestar.history.models import Entry
from lodestar.matchmaking import actions, catalogue, problem
from lodestar.matchmaking.models import Match, MatchingRound, Ruling
from lodestar.matchmaking.queries.instances import instance_text
from lodestar.matchmaking.queries.offers import whole
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from pairing import Instance, certify
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import run
from tests.matchmaking.test_pages import desk, signed_in

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cycle: Cycle, mentor: Person, mentee: Person, coordinator: Person) -> MatchingRound:
    """Two mentees and two mentors, so that a decision about one moves the other."""
    factories.make_rules(cycle.program)
    other_mentor = factories.make_person("Mentor Nora", email="nora@example.org")
    factories.make_application(other_mentor, cycle=cycle, mentor=["policy"])
    other_mentee = factories.make_person("Mentee Otis", email="otis@example.org")
    factories.make_application(other_mentee, cycle=cycle, mentee=["policy", "budget"])
    return run(cycle, coordinator)


def pairs(round: MatchingRound) -> dict[str, str]:
    found = round.matches.select_related(
        "mentor_role__application__person", "mentee_role__application__person"
    )
    return {str(m.mentee_role.application.person): str(m.mentor_role.application.person) for m in found}


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def swap(round: MatchingRound, by: Person) -> dict[str, str]:
    """Pin the first mentee to the mentor who was proposed to the other one; return the pairs before."""
    before = pairs(round)
    (mentee, _own), (_other, mentor) = sorted(before.items())
    actions.pin_in_round(
        round=round, version=round.version, mentor=person(mentor), mentee=person(mentee), by=by, at=NOW
    )
    return before


def test_a_pin_solves_the_round_again_at_once_and_says_whose_mentor_changed(
    two: MatchingRound, coordinator: Person
) -> None:
    before = swap(two, coordinator)
    after = pairs(two)
    assert after == dict(
        zip(sorted(before), reversed([before[name] for name in sorted(before)]), strict=True)
    )
    assert two.version == 1
    assert len(two.moved) == 2
    assert two.matches.filter(is_pinned=True).count() == 1
    assert MatchingRound.objects.count() == 1


def test_a_decision_writes_only_the_pairs_that_it_changed(
    two: MatchingRound, coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problem, "MOST_WITH_NEXT_BEST", 0)  # the next best of others may change with it
    two.matches.update(alternatives=[])
    before = {match.pk: match.mentor_role_id for match in two.matches.all()}
    first = two.matches.all()[0]
    actions.pin_in_round(
        round=two,
        version=0,
        mentor=first.mentor_role.application.person,
        mentee=first.mentee_role.application.person,
        by=coordinator,
        at=NOW,
    )
    after = {match.pk: match.mentor_role_id for match in two.matches.all()}
    assert sorted(after.values()) == sorted(before.values())
    assert before.keys() - after.keys() == {first.pk}


def test_the_stored_text_is_what_the_hash_was_made_of_and_can_be_proven_by_anybody(
    two: MatchingRound, coordinator: Person
) -> None:
    swap(two, coordinator)
    two.refresh_from_db()
    text = instance_text(two)
    assert sha256(text.encode()).hexdigest() == two.instance_hash
    instance = Instance.from_json(text)
    certify(instance, problem.solution_of(two, instance))


def test_undo_and_redo_go_back_and_forth(two: MatchingRound, coordinator: Person) -> None:
    before = swap(two, coordinator)
    after = pairs(two)
    actions.undo_step(round=two, version=1, by=coordinator, at=NOW)
    assert pairs(two) == before
    assert not Ruling.objects.filter(lifted_at=None).exists()
    actions.redo_step(round=two, version=2, by=coordinator, at=NOW)
    assert pairs(two) == after
    with pytest.raises(Refused, match="nothing to make again"):
        actions.redo_step(round=two, version=3, by=coordinator, at=NOW)


def test_a_pin_that_replaced_another_gives_it_back_when_undone(
    two: MatchingRound, coordinator: Person
) -> None:
    swap(two, coordinator)
    first = Ruling.objects.get(lifted_at=None)
    other = person(pairs(two)[str(next(m for m in pairs(two) if m != str(first.mentee)))])
    actions.pin_in_round(round=two, version=1, mentor=other, mentee=first.mentee, by=coordinator, at=NOW)
    assert Ruling.objects.get(lifted_at=None).mentor == other
    actions.undo_step(round=two, version=2, by=coordinator, at=NOW)
    assert Ruling.objects.get(lifted_at=None) == first


def test_a_new_decision_forgets_what_was_undone(two: MatchingRound, coordinator: Person) -> None:
    swap(two, coordinator)
    actions.undo_step(round=two, version=1, by=coordinator, at=NOW)
    pair = two.matches.first()
    assert pair
    people = {"mentor": pair.mentor_role.application.person, "mentee": pair.mentee_role.application.person}
    actions.forbid_in_round(round=two, version=2, **people, note="Cousins", by=coordinator, at=NOW)
    with pytest.raises(Refused, match="nothing to make again"):
        actions.redo_step(round=two, version=3, by=coordinator, at=NOW)


def test_two_coordinators_do_not_overwrite_each_other(two: MatchingRound, coordinator: Person) -> None:
    deputy = factories.make_person("Deputy Dee", is_coordinator=True)
    swap(two, deputy)
    after = pairs(two)
    with pytest.raises(Refused, match="Deputy Dee has changed this round"):
        actions.undo_step(round=two, version=0, by=coordinator, at=NOW)
    assert pairs(two) == after
    assert two.steps.filter(is_undone=False).count() == 1


def test_a_pin_that_breaks_a_rule_changes_nothing_and_says_why(
    two: MatchingRound, coordinator: Person, mentor: Person
) -> None:
    before = pairs(two)
    mentee = Person.objects.get(name=sorted(before)[0])
    actions.forbid_pair(cycle=two.cycle, mentor=mentor, mentee=mentee, note="No", by=coordinator, at=NOW)
    with pytest.raises(Refused, match="forbidden by the coordinator"):
        actions.pin_in_round(round=two, version=0, mentor=mentor, mentee=mentee, by=coordinator, at=NOW)
    two.refresh_from_db()
    assert (two.version, pairs(two)) == (0, before)


def test_a_round_that_is_out_takes_no_decision(two: MatchingRound, coordinator: Person) -> None:
    MatchingRound.objects.filter(pk=two.pk).update(state=MatchingRound.State.PUBLISHED)
    with pytest.raises(Refused, match="no longer open"):
        actions.undo_step(round=two, version=0, by=coordinator, at=NOW)


def test_the_page_pins_undoes_and_says_what_changed(desk: Client, two: MatchingRound) -> None:
    before = pairs(two)
    (mentee, _own), (_other, mentor) = sorted(before.items())
    args = [two.public_id, person(mentee).public_id, person(mentor).public_id]
    page = desk.post(reverse("matchmaking:pin", args=args), {"version": "0"}, follow=True)
    words, url = page.content.decode(), reverse("matchmaking:round", args=[two.public_id])
    assert page.redirect_chain == [
        (f"{url}?mentee={person(mentee).public_id}#{person(mentee).public_id}", 302)
    ]
    assert "2 mentees have another mentor than before" in words
    assert "What your last decision changed" in words
    undo = desk.post(reverse("matchmaking:undo", args=[two.public_id]), {"version": "1"}, follow=True)
    assert pairs(two) == before
    assert ">Redo</button>" in undo.content.decode()
    assert Entry.objects.filter(act="undid a decision about a pair").count() == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "٣", "9" * 40, "7"])
def test_a_version_nobody_saw_changes_nothing(desk: Client, two: MatchingRound, version: str) -> None:
    before = pairs(two)
    answer = desk.post(reverse("matchmaking:undo", args=[two.public_id]), {"version": version}, follow=True)
    assert "has changed this round since you opened it" in answer.content.decode()
    assert pairs(two) == before


def test_a_stale_forbid_keeps_its_note_and_can_be_sent_again(
    desk: Client, two: MatchingRound, coordinator: Person
) -> None:
    swap(two, coordinator)
    pair: Match = two.matches.filter(is_pinned=False).get()
    args = [
        two.public_id,
        pair.mentee_role.application.person.public_id,
        pair.mentor_role.application.person.public_id,
    ]
    url = reverse("matchmaking:forbid", args=args)
    answer = desk.post(url, {"version": "0", "note": "They are cousins"})
    assert "They are cousins" in answer.content.decode()
    assert 'name="version" value="1"' in answer.content.decode()
    assert desk.post(url, {"version": "1", "note": "They are cousins"}).status_code == 302
    assert Ruling.objects.filter(kind="forbid", lifted_at=None).exists()


def test_each_pair_tells_the_next_best_and_what_it_costs(desk: Client, two: MatchingRound) -> None:
    page = signed_in(person("Coordinator Corrine")).get(reverse("matchmaking:round", args=[two.public_id]))
    assert "Next best, and what it costs" in page.content.decode()
    offered = [match.alternatives for match in two.matches.all()]
    assert all(len(others) == 1 for others in offered)


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        ({"matched": -1}, "would leave one more mentee without a mentor"),
        ({"matched": 0, "bands": [1, -1, 0, 0]}, "one pair would get a weaker fit"),
        ({"matched": 0, "bands": [2, -1, -1, 0]}, "2 pairs would get a weaker fit"),
        ({"matched": 0, "bands": [-1, 1, 0, 0], "fit": -250}, "all fits together would lose 3 points"),
        (
            {"matched": 0, "bands": [0, 0, 0, 0], "fit": 0, "load": 2},
            "the mentees would be shared less evenly",
        ),
        ({"matched": 0, "bands": [0, 0, 0, 0], "fit": 0, "load": 0}, "costs the others nothing"),
    ],
)
def test_a_cost_is_told_by_the_first_level_that_gets_worse(costs: dict[str, object], words: str) -> None:
    assert catalogue.cost_sentence(costs) == words


def test_the_page_of_one_mentee_tells_what_each_mentor_would_cost(desk: Client, two: MatchingRound) -> None:
    mentee = two.matches.all()[0].mentee_role.application.person
    page = desk.get(reverse("matchmaking:choices", args=[two.public_id, mentee.public_id]))
    costs = {row.mentor.name: row.cost for row in page.context["rows"]}
    own = two.matches.all()[0].mentor_role.application.person.name
    assert costs[own] == "costs the others nothing"
    alternative = two.matches.all()[0].alternatives[0]
    assert costs == {
        own: costs[own],
        next(n for n in costs if n != own): catalogue.cost_sentence(alternative["costs"]),
    }


def test_people_whose_offer_went_out_since_are_no_change(
    desk: Client, two: MatchingRound, coordinator: Person
) -> None:
    first = two.matches.all()[0]
    actions.send_offers(
        round=two, matches=[whole(two.matches.all()).get(pk=first.pk)], by=coordinator, at=NOW
    )
    page = desk.get(reverse("matchmaking:round", args=[run(two.cycle, coordinator).public_id]))
    assert page.context["page"].changes == []


@pytest.mark.parametrize(
    ("places", "words"),
    [(0, "kept for somebody else by a pin"), (1, "one place between them"), (2, "2 places between them")],
)
def test_taken_mentors_are_told_in_words_for_none_one_and_more(places: int, words: str) -> None:
    assert words in catalogue.reason_sentence("all_taken", {"mentees": 3, "places": places})


def test_an_older_round_is_only_read(desk: Client, two: MatchingRound, coordinator: Person) -> None:
    later = run(two.cycle, coordinator)
    with pytest.raises(Refused, match="There is a later round"):
        actions.undo_step(round=two, version=0, by=coordinator, at=NOW)
    page = desk.get(reverse("matchmaking:round", args=[two.public_id])).content.decode()
    assert "Review and send offers" not in page
    assert "a later round stands" in page
    actions.stop_round(round=later, by=coordinator, at=NOW)
    page = desk.get(reverse("matchmaking:round", args=[two.public_id])).content.decode()
    assert "Review and send offers" in page


def test_who_has_not_agreed_to_be_named_is_something_to_mind(desk: Client, two: MatchingRound) -> None:
    mentee = two.matches.all()[0].mentee_role.application
    mentee.agreed_at = None
    mentee.save(update_fields=["agreed_at"])
    page = desk.get(reverse("matchmaking:round", args=[two.public_id])).content.decode()
    assert page.count("the mentee has not agreed yet to be named") == 1


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 works in the same library"), (3, "3 work in the same library")]
)
def test_one_excluded_mentor_is_spoken_of_in_the_singular(count: int, words: str) -> None:
    found = catalogue.reason_sentence("nobody_acceptable", {"excluded": {"same_library": count}})
    assert f"{words}." in found
