import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from lodestar.intake.models import Application
from lodestar.matchmaking import actions, problem
from lodestar.matchmaking.models import Match, MatchingRound, MatchingRules, Ruling
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import fresh, run

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session.save()
    return client


@pytest.fixture
def desk(coordinator: Person, settings: object) -> Client:
    settings.DEMO = True  # type: ignore[attr-defined]
    return signed_in(coordinator)


def test_a_round_shows_the_pair_its_fit_and_the_proof(desk: Client, proposed: Match) -> None:
    page = desk.get(f"/rounds/{proposed.round.public_id}/").content.decode()
    for words in ["Élise", "Maskwa", "Policy", "Proven best", "board not known", "everything sought"]:
        assert words in page


@pytest.mark.parametrize("matches", [1, 3])
def test_a_round_takes_the_same_queries_for_one_pair_and_three(
    desk: Client, proposed: Match, cycle: Cycle, matches: int, django_assert_num_queries: object
) -> None:
    for _ in range(matches - 1):
        factories.make_application(cycle=cycle, mentor=["policy"])
        factories.make_application(cycle=cycle, mentee=["policy"])
    last = run(cycle)
    assert last.matches.count() == matches
    with django_assert_num_queries(19):  # type: ignore[operator]
        assert desk.get(f"/rounds/{last.public_id}/").status_code == 200


def test_running_twice_with_one_click_gives_one_round_and_the_same_pairs(
    desk: Client, proposed: Match, cycle: Cycle
) -> None:
    for _ in range(2):
        desk.post("/rounds/run", {"cycle": cycle.public_id, "after": proposed.round.number})
    second = MatchingRound.objects.get(cycle=cycle, number=proposed.round.number + 1)
    assert second.instance_hash == proposed.round.instance_hash
    assert second.matches.get().mentor_role == proposed.mentor_role


def test_a_forbidden_pair_is_never_proposed_again_and_needs_a_note(
    desk: Client, proposed: Match, cycle: Cycle, mentor: Person, mentee: Person
) -> None:
    url = f"/rounds/{proposed.round.public_id}/mentees/{mentee.public_id}/{mentor.public_id}/forbid"
    assert desk.post(url, {"note": " "}).status_code == 200
    assert not Ruling.objects.exists()
    assert desk.post(url, {"note": "They are cousins", "version": "0"}).status_code == 302
    last = run(cycle)
    assert not last.matches.exists()
    assert last.unmatched.get(application_role=proposed.mentee_role).details["excluded"] == {"forbidden": 1}
    page = desk.get(f"/rounds/{last.public_id}/").content.decode()
    assert "lifting your “forbidden”: 1 mentor would be possible" in page


def test_a_pinned_pair_stays_together(
    desk: Client, proposed: Match, cycle: Cycle, mentor: Person, mentee: Person
) -> None:
    factories.make_application(cycle=cycle, mentor=["policy"], years_in_role=30)
    base = f"/rounds/{proposed.round.public_id}/mentees/{mentee.public_id}"
    assert desk.get(f"{base}/").status_code == 200
    desk.post(f"{base}/{mentor.public_id}/pin", {"version": "0"})
    found = run(cycle).matches.get()
    assert (found.mentor_role, found.is_pinned) == (proposed.mentor_role, True)
    desk.post(f"{base}/{mentor.public_id}/lift", {"version": "1"})
    assert not run(cycle).matches.get().is_pinned


def test_weights_are_whole_numbers_and_not_all_zero(desk: Client, proposed: Match) -> None:
    parts = ["areas", "waited", "similar_library", "experience", "commitment", "distance", "means"]
    zero = dict.fromkeys(parts, 0)
    for bad in [zero, zero | {"areas": "1.5"}, zero | {"areas": -1}, zero | {"areas": 10**30}]:
        assert desk.post("/matching-rules/", bad).status_code == 200
    assert MatchingRules.objects.count() == 1
    assert desk.post("/matching-rules/", zero | {"areas": 7}).status_code == 302
    assert MatchingRules.objects.first().weights["areas"] == 7  # type: ignore[union-attr]


def test_offers_go_out_from_the_confirmation_page_only_to_those_chosen(desk: Client, proposed: Match) -> None:
    url = f"/rounds/{proposed.round.public_id}/offers/"
    assert "The mail to Mentor Maskwa" in desk.get(url).content.decode()
    assert "Choose at least one pair" in desk.post(url, {"x": 1}).content.decode()
    desk.post(url, {f"send-{proposed.public_id}": "on"})
    assert fresh(proposed).state == "asked_mentor"


def test_the_coordinator_reminds_records_and_ends(desk: Client, offer: Match) -> None:
    base = f"/offers/{offer.public_id}"
    assert desk.post(f"{base}/remind").status_code == 302
    said = {"said": "yes", "channel": "phone", "said_on": "2026-09-14"}
    assert "still to come" in desk.post(f"{base}/answer", said | {"said_on": "2999-01-01"}).content.decode()
    assert desk.post(f"{base}/answer", said).status_code == 302
    assert fresh(offer).state == "asked_mentee"
    assert desk.get(f"{base}/withdraw").status_code == 200
    desk.post(f"{base}/withdraw")
    assert fresh(offer).state == "withdrawn"


def test_an_offer_shows_name_library_and_shared_areas_only(offer: Match, mentor: Person) -> None:
    Application.objects.update(requests="CANARY objectives", position="CANARY position", years_in_role=3)
    page = signed_in(mentor).get(f"/offers/{offer.public_id}/").content.decode()
    assert "Mentee Élise" in page
    assert "Policy" in page
    for secret in ["CANARY", "780-555-0122", "mentee@example.org"]:
        assert secret not in page


def test_an_offer_is_only_for_those_who_were_asked(
    offer: Match, mentee: Person, stranger: Person, desk: Client
) -> None:
    for client in [signed_in(mentee), signed_in(stranger), desk]:
        assert client.get(f"/offers/{offer.public_id}/").status_code == 404
        assert client.post(f"/offers/{offer.public_id}/yes").status_code == 404


def test_looking_at_an_offer_answers_nothing_and_another_tab_is_told(offer: Match, mentor: Person) -> None:
    client = signed_in(mentor)
    assert client.get(f"/offers/{offer.public_id}/yes").status_code == 405
    assert client.get(f"/offers/{offer.public_id}/no").status_code == 200
    assert fresh(offer).state == "asked_mentor"
    assert client.post(f"/offers/{offer.public_id}/more-days").status_code == 302
    assert client.post(f"/offers/{offer.public_id}/no", {"no_reason": "other"}).status_code == 302
    late = client.post(f"/offers/{offer.public_id}/yes")
    assert late.status_code == 409
    assert "decided in the meantime" in late.content.decode()
    assert "This pairing is not going ahead" in client.get(f"/offers/{offer.public_id}/").content.decode()


def test_a_round_waiting_to_be_computed_says_so(desk: Client, cycle: Cycle) -> None:
    waiting = factories.make_round(cycle, state="queued")
    assert "Waiting to be computed" in desk.get(f"/rounds/{waiting.public_id}/").content.decode()
    assert desk.post(f"/rounds/{waiting.public_id}/stop").status_code == 302
    assert MatchingRound.objects.get(pk=waiting.pk).state == "stopped"


def test_the_command_prints_the_solution_and_writes_the_instance(
    proposed: Match, cycle: Cycle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.make_application(cycle=cycle, mentee=["makerspaces"])
    target = tmp_path / "instance.json"
    call_command("run_round", cycle.name, instance=str(target))
    found = json.loads(capsys.readouterr().out)
    mentee, mentor = proposed.mentee_role.application, proposed.mentor_role.application
    assert found["matches"] == [[mentee.public_id, mentor.public_id]]
    assert set(found["reasons"]) == set(found["unmatched"])
    assert found["people"][mentee.public_id]["name"] == "Mentee Élise"
    assert len(found["fits"]) == 1
    assert json.loads(target.read_text(encoding="utf-8"))["format"] == "pairing-instance/1"
    assert [path.name for path in tmp_path.iterdir()] == ["instance.json"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["no such cycle"],
        ["a\0b"],
        ["--instance", "/no/such/folder/x.json"],
        ["--instance", "/"],
        ["--instance", "a\0b"],
    ],
)
def test_bad_arguments_of_the_command_are_one_sentence_and_exit_2(
    proposed: Match, arguments: list[str]
) -> None:
    with pytest.raises(CommandError) as problem:
        call_command("run_round", *arguments)
    assert problem.value.returncode == 2
    assert MatchingRound.objects.count() == 1


def test_a_computation_that_fails_stops_its_round_and_says_so(
    desk: Client, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.make_rules(cycle.program)
    round = actions.request_round(cycle=cycle, by=None, at=NOW)
    monkeypatch.setattr(problem, "solve", lambda _problem: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        actions.run_matching_round(round=round, by=None, at=NOW)
    round.refresh_from_db()
    assert round.state == MatchingRound.State.STOPPED
    page = desk.get(reverse("matchmaking:round", args=[round.public_id])).content.decode()
    assert "The computation failed. Please run another round." in page
