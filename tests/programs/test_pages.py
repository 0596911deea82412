"""The pages of the program, asked for as people do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lodestar.history.models import Entry
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Area, AreaGroup, Cycle, Program, ProgramText, Terms
from tests.factories import NOW, make_cycle, make_program

pytestmark = pytest.mark.django_db


def today_cycle(**fields: object) -> Cycle:
    """A cycle that is open on the day the test runs."""
    today = timezone.localdate()
    days = {"opens_on": -1, "closes_on": 20, "matched_by": 40, "midpoint_on": 100, "ends_on": 200}
    dates = {name: today + timedelta(days=after) for name, after in days.items()}
    return make_cycle(**(dates | fields))


def dates_of(cycle: Cycle, **changed: str) -> dict[str, str]:
    names = ("opens_on", "closes_on", "matched_by", "midpoint_on", "ends_on")
    return {name: getattr(cycle, name).isoformat() for name in names} | changed


def make_text(heading: str = "Old", text: str = "Old text") -> ProgramText:
    return ProgramText.objects.create(program=make_program(), key="a", order=0, heading=heading, text=text)


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


# What anybody may read


def test_the_program_page_holds_the_organisations_words_and_the_dates(client: Client) -> None:
    program = make_program(aim="Peers help each other.")
    ProgramText.objects.create(
        program=program, key="a", order=0, heading="Training Options", text="One\n\nTwo"
    )
    cycle = today_cycle()
    page = text_of(client.get("/"))
    assert "Peers help each other." in page
    assert "<p>One</p>" in page
    assert "Training Options" in page
    assert f"{cycle.closes_on.day} {cycle.closes_on:%B %Y}" in page
    assert reverse("programs:privacy") in page
    assert "780-555-0100" in page


def test_an_open_cycle_can_be_applied_for(client: Client) -> None:
    today_cycle()
    assert "You can apply now" in text_of(client.get("/"))


def test_before_the_next_cycle_the_page_says_when_it_opens_and_whom_to_phone(client: Client) -> None:
    cycle = today_cycle(opens_on=timezone.localdate() + timedelta(days=5))
    page = text_of(client.get("/"))
    assert "Applications are not open now" in page
    assert f"They open on {cycle.opens_on.day} {cycle.opens_on:%B %Y}." in page
    assert "tel:780-555-0100" in page
    assert "You can apply now" not in page


def test_without_any_cycle_the_page_still_says_whom_to_phone(client: Client) -> None:
    make_program()
    page = text_of(client.get("/"))
    assert "The next dates are not set yet." in page
    assert "tel:780-555-0100" in page


def test_a_closed_cycle_cannot_be_applied_for(client: Client) -> None:
    today_cycle(closed_at=NOW)
    assert "You can apply now" not in text_of(client.get("/"))


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_closed_cycle_says_since_when_and_keeps_its_later_dates(client: Client, by_hand: bool) -> None:
    today = timezone.localdate()
    dates = {"opens_on": today - timedelta(days=9), "closes_on": today - timedelta(days=1)}
    cycle = today_cycle(closed_at=timezone.now()) if by_hand else today_cycle(**dates)
    closed = today if by_hand else cycle.closes_on
    page = text_of(client.get("/"))
    assert f"Applications closed on {closed.day} {closed:%B %Y}." in page
    for day in (cycle.matched_by, cycle.ends_on):
        assert f"{day.day} {day:%B %Y}" in page


def test_a_cycle_that_has_ended_is_no_longer_shown(client: Client) -> None:
    today = timezone.localdate()
    days = {"opens_on": -90, "closes_on": -60, "matched_by": -40, "midpoint_on": -20, "ends_on": -1}
    today_cycle(**{name: today + timedelta(days=after) for name, after in days.items()})
    page = text_of(client.get("/"))
    assert "The dates of" not in page
    assert "The next dates are not set yet." in page


def test_a_site_without_a_program_says_what_to_do(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 503
    assert "manage.py load_nlls" in text_of(response)


def test_the_privacy_notice_is_public_and_names_its_version(client: Client) -> None:
    program = make_program()
    items = [{"heading": "Two", "text": "Second"}]
    Terms.objects.create(program=program, kind="privacy", version=2, heading="Notice", items=items)
    page = text_of(client.get(reverse("programs:privacy")))
    assert "Second" in page
    assert "Version 2" in page


def test_help_explains_five_steps(client: Client) -> None:
    make_program()
    assert text_of(client.get(reverse("programs:help"))).count("<li><strong>") == 5


@pytest.mark.parametrize("name", ["program", "privacy", "help"])
def test_public_pages_load_no_script(client: Client, name: str) -> None:
    today_cycle()
    assert "<script" not in text_of(client.get(reverse(f"programs:{name}")))


def test_words_of_the_program_are_escaped(client: Client) -> None:
    make_program(aim="<script>alert(1)</script>")
    page = text_of(client.get("/"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


# Cycles


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_cycles_takes_the_same_queries_however_many_there_are(
    client: Client, coordinator: Person, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _row in range(rows):
        make_cycle()
    client.force_login(coordinator)
    with django_assert_num_queries(CYCLES_QUERIES):
        page = text_of(client.get(reverse("programs:cycles")))
    assert page.count('<th scope="row">') == rows


CYCLES_QUERIES = 4


def test_a_new_cycle_starts_as_a_copy_of_the_last_one(client: Client, coordinator: Person) -> None:
    last = make_cycle(name="2026-2027")
    client.force_login(coordinator)
    page = text_of(client.get(reverse("programs:new_cycle")))
    assert 'value="2027-2028"' in page
    assert f'value="{(last.opens_on + timedelta(weeks=52)).isoformat()}"' in page


def test_a_cycle_is_added_and_history_says_by_whom(client: Client, coordinator: Person) -> None:
    last = make_cycle()
    client.force_login(coordinator)
    client.post(reverse("programs:new_cycle"), {"name": "Second"} | dates_of(last))
    cycle = Cycle.objects.get(name="Second")
    assert cycle.opens_on == last.opens_on
    assert Entry.objects.get(thing=cycle.public_id).actor == coordinator


def test_dates_out_of_order_are_refused_beside_the_field(client: Client, coordinator: Person) -> None:
    last = make_cycle()
    client.force_login(coordinator)
    answers = {"name": "Second"} | dates_of(last, closes_on="2026-01-01")
    page = client.post(reverse("programs:new_cycle"), answers)
    assert list(page.context["form"].errors) == ["closes_on"]
    assert 'value="Second"' in text_of(page)
    assert Cycle.objects.count() == 1


@pytest.mark.parametrize("day", ["14/99/2026", "2026-02-30", "9" * 500, ""])
def test_a_day_that_is_none_is_refused_beside_the_field(
    client: Client, coordinator: Person, day: str
) -> None:
    last = make_cycle()
    client.force_login(coordinator)
    page = client.post(reverse("programs:new_cycle"), {"name": "Second"} | dates_of(last, ends_on=day))
    assert list(page.context["form"].errors) == ["ends_on"]


def test_two_cycles_cannot_share_a_name(client: Client, coordinator: Person) -> None:
    last = make_cycle(name="2026-2027")
    client.force_login(coordinator)
    page = client.post(reverse("programs:new_cycle"), {"name": "2026-2027"} | dates_of(last))
    assert list(page.context["form"].errors) == ["name"]


def test_closing_asks_first_then_stops_the_form_and_can_be_undone(
    client: Client, coordinator: Person
) -> None:
    cycle = today_cycle()
    client.force_login(coordinator)
    close = reverse("programs:close_cycle", args=[cycle.public_id])
    assert "Closed stops the web form." in text_of(client.get(close))
    assert Cycle.objects.get().closed_at is None
    client.post(close)
    assert Cycle.objects.get().closed_at is not None
    page = client.post(close, follow=True)
    assert "This cycle is closed already." in text_of(page)
    client.post(reverse("programs:reopen_cycle", args=[cycle.public_id]))
    assert Cycle.objects.get().is_open(timezone.localdate())
    assert Entry.objects.filter(thing=cycle.public_id).count() == 2


def test_reopening_by_a_link_does_nothing(client: Client, coordinator: Person) -> None:
    cycle = today_cycle(closed_at=NOW)
    client.force_login(coordinator)
    assert client.get(reverse("programs:reopen_cycle", args=[cycle.public_id])).status_code == 405
    assert Cycle.objects.get().closed_at == NOW


# Settings and words


def settings_answers(program: Program, **changed: object) -> dict[str, object]:
    names = (
        "name system_name system_short_name contact_name contact_phone contact_email newer_years "
        "mentees_at_once answer_days reminder_days holiday_from holiday_to first_contact_days"
    )
    return {name: getattr(program, name) for name in names.split()} | changed


def test_settings_are_saved_and_stand_at_the_foot_of_every_page(client: Client, coordinator: Person) -> None:
    program = make_program()
    client.force_login(coordinator)
    answers = settings_answers(program, contact_phone="780-555-0199", answer_days=10)
    client.post(reverse("programs:settings"), answers)
    assert Program.objects.get().answer_days == 10
    assert "780-555-0199" in text_of(client.get(reverse("programs:help")))
    entry = Entry.objects.get(thing=program.public_id)
    assert entry.details == {"fields": ["contact_phone", "answer_days", "monday_mail"]}


def test_the_telephone_of_the_program_is_a_number(client: Client, coordinator: Person) -> None:
    program = make_program()
    client.force_login(coordinator)
    page = client.post(reverse("programs:settings"), settings_answers(program, contact_phone="call me"))
    assert list(page.context["form"].errors) == ["contact_phone"]
    assert 'value="call me"' in text_of(page)


def test_two_people_who_change_the_settings_are_told_and_lose_nothing(
    client: Client, coordinator: Person
) -> None:
    program = make_program()
    client.force_login(coordinator)
    seen = client.get(reverse("programs:settings")).context["form"].initial["seen"]
    Program.objects.update(contact_name="Meanwhile")
    mine = settings_answers(program, answer_days="9") | {"seen": seen}
    page = client.post(reverse("programs:settings"), mine)
    assert "Somebody changed this" in text_of(page)
    program.refresh_from_db()
    assert (program.contact_name, program.answer_days) == ("Meanwhile", 7)
    again = page.context["form"]["seen"].value()
    client.post(reverse("programs:settings"), mine | {"seen": again})
    program.refresh_from_db()
    assert program.answer_days == 9


def test_saving_settings_as_they_are_is_no_act(client: Client, coordinator: Person) -> None:
    program = make_program()
    client.force_login(coordinator)
    client.post(reverse("programs:settings"), settings_answers(program, monday_mail="on"))
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("answer_days", "0"),
        ("answer_days", str(2**63)),
        ("answer_days", "٣٣٣"),
        ("reminder_days", "30"),
        ("holiday_from", "13-40"),
        ("holiday_to", "nein"),
        ("contact_email", "not an address"),
        ("name", "x" * 100_000),
        ("mentees_at_once", "-1"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_beside_its_field(
    client: Client, coordinator: Person, field: str, value: str
) -> None:
    program = make_program()
    client.force_login(coordinator)
    page = client.post(reverse("programs:settings"), settings_answers(program, **{field: value}))
    assert field in page.context["form"].errors
    program.refresh_from_db()
    assert str(getattr(program, field)) != value


def test_a_text_of_the_page_is_changed(client: Client, coordinator: Person) -> None:
    text = ProgramText.objects.create(
        program=make_program(), key="a", order=0, heading="Old", text="Old text"
    )
    client.force_login(coordinator)
    url = reverse("programs:text", args=["a"])
    seen = client.get(url).context["form"].initial["seen"]
    client.post(url, {"heading": "New", "body": "New text", "seen": seen})
    text.refresh_from_db()
    assert (text.heading, text.text) == ("New", "New text")


def test_two_people_who_change_one_text_are_told_and_lose_nothing(
    client: Client, coordinator: Person
) -> None:
    text = ProgramText.objects.create(
        program=make_program(), key="a", order=0, heading="Old", text="Old text"
    )
    client.force_login(coordinator)
    url = reverse("programs:text", args=["a"])
    seen = client.get(url).context["form"].initial["seen"]
    ProgramText.objects.update(text="Meanwhile")
    answers = {"heading": "Mine", "body": "My words", "seen": seen}
    page = text_of(client.post(url, answers))
    assert "Somebody changed this" in page
    assert "My words" in page
    text.refresh_from_db()
    assert text.text == "Meanwhile"


@pytest.mark.parametrize("body", ["", "x" * 100_000])
def test_a_text_that_cannot_be_kept_is_refused(client: Client, coordinator: Person, body: str) -> None:
    make_text()
    client.force_login(coordinator)
    page = client.post(reverse("programs:text", args=["a"]), {"heading": "New", "body": body})
    assert "body" in page.context["form"].errors
    assert ProgramText.objects.get().text == "Old text"


def test_new_terms_are_a_new_version_and_the_old_one_stays(client: Client, coordinator: Person) -> None:
    make_program()
    client.force_login(coordinator)
    url = reverse("programs:terms", args=["privacy"])
    answers = {
        "heading": "Notice",
        "intro": "",
        "points": "One\r\nText\r\n\r\nTwo\r\nMore\r\ntext",
        "seen": client.get(url).context["form"].initial["seen"],
    }
    client.post(url, answers)
    new, old = Terms.objects.filter(kind="privacy")
    assert new.items == [{"heading": "One", "text": "Text"}, {"heading": "Two", "text": "More\ntext"}]
    assert (new.version, old.version) == (2, 1)
    assert old.items == [{"heading": "One", "text": "Text"}]
    again = client.post(url, answers)
    assert "Somebody changed this" in text_of(again)
    assert Terms.objects.filter(kind="privacy").count() == 2


def test_a_point_without_text_is_named(client: Client, coordinator: Person) -> None:
    make_program()
    client.force_login(coordinator)
    answers = {"heading": "Notice", "points": "One\nText\n\nTwo"}
    page = client.post(reverse("programs:terms", args=["privacy"]), answers)
    assert "Point 2" in text_of(page)
    assert Terms.objects.filter(kind="privacy").count() == 1


def test_terms_of_an_unknown_kind_are_not_found(client: Client, coordinator: Person) -> None:
    make_program()
    client.force_login(coordinator)
    assert client.get(reverse("programs:terms", args=["secrets"])).status_code == 404


@pytest.mark.parametrize("body", ["\x00", "x" * 1_100_000])
def test_what_no_form_can_hold_is_a_bad_request(client: Client, coordinator: Person, body: str) -> None:
    make_text()
    client.force_login(coordinator)
    answers = {"heading": "New", "body": body}
    assert client.post(reverse("programs:text", args=["a"]), answers).status_code == 400
    assert ProgramText.objects.get().text == "Old text"


# Areas of expertise


def test_an_area_is_added_at_the_end_of_its_group_with_a_key_of_its_own(
    client: Client, coordinator: Person
) -> None:
    make_program()
    client.force_login(coordinator)
    client.post(reverse("programs:new_area"), {"group": "technology", "label": "Policy"})
    client.post(reverse("programs:new_area"), {"group": "technology", "label": "ᓀᐦᐃᔭᐤ"})
    keys = Area.objects.filter(group__key="technology").values_list("key", flat=True)
    assert list(keys) == ["makerspaces", "remote_work", "policy-2", "area"]


def test_an_area_cannot_stand_twice_in_a_group(client: Client, coordinator: Person) -> None:
    make_program()
    client.force_login(coordinator)
    page = client.post(reverse("programs:new_area"), {"group": "governance", "label": "Budget"})
    assert list(page.context["form"].errors) == ["label"]


def test_an_unknown_group_is_refused(client: Client, coordinator: Person) -> None:
    make_program()
    client.force_login(coordinator)
    page = client.post(reverse("programs:new_area"), {"group": "nowhere", "label": "Budget"})
    assert "group" in page.context["form"].errors


def test_renaming_changes_the_label_and_keeps_the_key(client: Client, coordinator: Person) -> None:
    make_program()
    client.force_login(coordinator)
    client.post(reverse("programs:rename_area", args=["policy"]), {"label": "Policies"})
    client.post(reverse("programs:rename_group", args=["governance"]), {"label": "Governing"})
    assert Area.objects.get(key="policy").label == "Policies"
    assert AreaGroup.objects.get(key="governance").label == "Governing"


def test_areas_and_groups_move_one_place_and_stop_at_the_ends(client: Client, coordinator: Person) -> None:
    make_program()
    client.force_login(coordinator)
    for _twice in range(2):
        client.post(reverse("programs:move_area", args=["budget"]), {"direction": "up"})
    client.post(reverse("programs:move_group", args=["governance"]), {"direction": "down"})
    assert list(Area.objects.filter(group__key="governance").values_list("key", flat=True)) == [
        "budget",
        "policy",
    ]
    assert list(AreaGroup.objects.values_list("key", flat=True)) == ["technology", "governance"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_areas_takes_the_same_queries_however_many_there_are(
    client: Client, coordinator: Person, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    program = make_program()
    Area.objects.all().delete()
    AreaGroup.objects.all().delete()
    for number in range(rows):
        group = AreaGroup.objects.create(program=program, key=f"g{number}", label=f"G{number}", order=number)
        Area.objects.create(group=group, key=f"a{number}", label=f"A{number}", order=0)
    client.force_login(coordinator)
    with django_assert_num_queries(AREAS_QUERIES):
        page = text_of(client.get(reverse("programs:areas")))
    assert page.count('<th scope="row">') == rows


AREAS_QUERIES = 5


# First steps


def test_the_first_steps_are_ticked_and_taken_back(client: Client, coordinator: Person) -> None:
    program = make_program()
    client.force_login(coordinator)
    tick = reverse("programs:tick_step")
    client.post(tick, {"step": "libraries", "done": "yes"})
    assert "1 of 6 done" in text_of(client.get(reverse("programs:first_steps")))
    client.post(tick, {"step": "libraries", "done": "no"})
    program.refresh_from_db()
    assert program.first_steps_done == []


def test_an_unknown_step_is_a_bad_request(client: Client, coordinator: Person) -> None:
    make_program()
    client.force_login(coordinator)
    assert client.post(reverse("programs:tick_step"), {"step": "x" * 10_000}).status_code == 400


def test_a_mail_to_oneself_is_queued_and_ticked(client: Client, coordinator: Person) -> None:
    program = make_program()
    client.force_login(coordinator)
    client.post(reverse("programs:trial_mail"))
    mail = Mail.objects.get()
    assert (mail.address, mail.person) == (coordinator.email, coordinator)
    assert mail.subject == "NLLS: a trial mail"
    program.refresh_from_db()
    assert program.first_steps_done == ["mail"]


def test_the_invitation_holds_the_link_the_dates_and_the_telephone(
    client: Client, coordinator: Person
) -> None:
    cycle = today_cycle()
    Program.objects.update(name="Ours & theirs")
    client.force_login(coordinator)
    page = client.get(reverse("programs:first_steps"))
    invitation = page.context["invitation"]
    assert "Be a mentor or find one: Ours & theirs" in invitation
    assert f"{cycle.closes_on.day} {cycle.closes_on:%B %Y}" in invitation
    assert "http://testserver/\n" in invitation
    assert "780-555-0100" in invitation
    assert "Ours &amp; theirs" in text_of(page)


# Who may


COORDINATORS_PAGES = ["cycles", "new_cycle", "areas", "new_area", "new_group", "first_steps", "settings"]


@pytest.mark.parametrize("name", COORDINATORS_PAGES)
def test_a_stranger_is_refused_and_somebody_unknown_signs_in_first(
    client: Client, stranger: Person, name: str
) -> None:
    today_cycle()
    url = reverse(f"programs:{name}")
    assert client.get(url).status_code == 302
    client.force_login(stranger)
    assert client.get(url).status_code == 403


def test_a_stranger_changes_nothing(client: Client, stranger: Person) -> None:
    cycle = today_cycle()
    client.force_login(stranger)
    assert client.post(reverse("programs:close_cycle", args=[cycle.public_id])).status_code == 403
    assert client.post(reverse("programs:rename_area", args=["policy"]), {"label": "X"}).status_code == 403
    assert Cycle.objects.get().closed_at is None
    assert Area.objects.get(key="policy").label == "Policy"
