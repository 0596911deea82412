"""The coordinator's desk: what needs a word, in order, and how many are where."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.programs.queries import FIRST_STEPS
from tests import factories
from tests.factories import NOW
from tests.home.conftest import make_late_offer


def words(desk: Client) -> str:
    return desk.get(reverse("home:home")).content.decode()


def test_an_empty_desk_says_so_and_leads_to_the_first_steps(desk: Client) -> None:
    found = words(desk)
    assert "Nothing needs you now" in found
    assert reverse("programs:first_steps") in found


def test_the_first_steps_leave_the_desk_when_all_are_taken(desk: Client) -> None:
    Program.objects.update(first_steps_done=list(FIRST_STEPS))
    assert reverse("programs:first_steps") not in words(desk)


def test_without_a_cycle_the_first_steps_are_what_needs_doing(client: Client, coordinator: Person) -> None:
    factories.make_program()
    client.force_login(coordinator)
    assert "There is no cycle yet." in words(client)


def test_an_application_for_both_roles_waits_once(desk: Client, cycle: Cycle) -> None:
    factories.make_application(cycle=cycle, state="submitted", mentor=["policy"], mentee=["budget"])
    assert "1 application waits for your word." in words(desk)


def test_what_is_urgent_stands_first(desk: Client, cycle: Cycle) -> None:
    factories.make_application(cycle=cycle, state="submitted", mentee=["policy"])
    Mail.objects.create(
        key="x", message_id="<x@testserver>", address="a@example.org", subject="s", text="t",
        state=Mail.State.FAILED, due_at=NOW, created_at=NOW,
    )  # fmt: skip
    found = words(desk)
    assert found.index("1 mail was not delivered") < found.index("1 application waits")


def test_a_late_answer_is_said(desk: Client, cycle: Cycle) -> None:
    make_late_offer(1)
    assert "1 answer is late." in words(desk)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_needs_the_same_queries_for_one_row_and_for_three(
    desk: Client, cycle: Cycle, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.make_round(cycle)
    for number in range(rows):
        factories.make_application(cycle=cycle, state="submitted", mentee=["policy"])
        make_late_offer(number)
    with django_assert_num_queries(16):
        desk.get(reverse("home:home"))


def test_only_the_link_nearest_to_the_page_is_the_current_one(desk: Client) -> None:
    found = desk.get(reverse("home:settings")).content.decode()
    assert found.count('aria-current="page"') == 1
    assert f'href="{reverse("home:settings")}" aria-current="page"' in found
