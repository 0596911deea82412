from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string

from lodestar.history.actions import record
from lodestar.history.models import Channel
from lodestar.history.queries import entries_about
from lodestar.people.models import Person
from tests.factories import NOW, make_library, make_person

pytestmark = pytest.mark.django_db


def shown(*things) -> str:
    return " ".join(render_to_string("history/_entries.html", {"entries": entries_about(*things)}).split())


def test_only_what_happened_to_these_things_oldest_first(coordinator: Person) -> None:
    one, two, other = make_person(), make_person(), make_person()
    record("corrected the name", two, by=coordinator, at=NOW + timedelta(days=1))
    record("entered the person", one, by=coordinator, at=NOW)
    record("entered the person", other, by=coordinator, at=NOW)
    assert [entry.thing for entry in entries_about(one, two)] == [one.public_id, two.public_id]
    assert not entries_about()


@pytest.mark.parametrize("rows", [1, 3])
def test_one_query_however_many_entries(django_assert_num_queries, rows: int) -> None:
    person = make_person()
    for number in range(rows):
        record("changed the address", person, by=make_person(f"Actor {number}"), at=NOW)
    with django_assert_num_queries(1):
        assert f"Actor {rows - 1} changed the address." in shown(person)


def test_an_act_on_the_web_says_who_and_when(coordinator: Person) -> None:
    person = make_person()
    record("corrected the name", person, by=coordinator, at=NOW, reason="Asked <us> to")
    assert (
        "14 September 2026</time> Coordinator Corrine corrected the name. <q>Asked &lt;us&gt; to</q>"
        in shown(person)
    )


def test_what_was_said_by_phone_says_so(coordinator: Person) -> None:
    person = make_person()
    record("said yes", person, by=coordinator, at=NOW, channel=Channel.PHONE, said_on=date(2026, 9, 3))
    assert "Said yes: said by phone on 3 September 2026, recorded by Coordinator Corrine." in shown(person)


def test_what_came_on_paper_without_a_date_says_so(coordinator: Person) -> None:
    person = make_person()
    record("sent the application", person, by=coordinator, at=NOW, channel=Channel.PAPER)
    assert "Sent the application: on paper, recorded by Coordinator Corrine." in shown(person)


def test_the_program_is_named_when_it_acted_itself() -> None:
    person = make_person()
    record("reminded", person, by=None, at=NOW)
    assert "The program reminded." in shown(person)


def test_names_are_escaped_once() -> None:
    person = make_person()
    record("said 'yes'", person, by=make_person("O'Chiese <b>"), at=NOW)
    assert "O&#x27;Chiese &lt;b&gt; said &#x27;yes&#x27;." in shown(person)


def test_a_thing_without_history_says_so() -> None:
    assert "Nothing has happened here yet." in shown(make_library())
