from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lodestar.history.models import Entry
from lodestar.people.models import Person
from lodestar.travel.models import MileageRate
from tests.factories import make_person, make_program

pytestmark = pytest.mark.django_db
ANSWERS = {
    "effective_from": "2027-01-01",
    "first_5000_km": "0.74",
    "after_5000_km": "0.68",
    "source": "CRA automobile allowance rates",
}
RATES_QUERIES = 4


@pytest.mark.parametrize("rows", [1, 3])
def test_the_rates_take_the_same_queries_however_many_there_are(
    client: Client, finance: Person, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        MileageRate.objects.create(
            effective_from=date(2020 + number, 1, 1), first_5000_km="0.7", after_5000_km="0.6", source="CRA"
        )
    client.force_login(finance)
    with django_assert_num_queries(RATES_QUERIES):
        page = client.get(reverse("travel:rates")).content.decode()
    assert page.count('<th scope="row">') == rows
    assert "1 January 2020" in page


@pytest.mark.parametrize("role", ["is_coordinator", "is_finance"])
def test_coordinator_and_finance_officer_add_a_rate(client: Client, role: str) -> None:
    program = make_program()
    person = make_person(**{role: True})
    client.force_login(person)
    client.post(reverse("travel:rates"), ANSWERS)
    rate = MileageRate.objects.get()
    assert (rate.effective_from, rate.first_5000_km) == (date(2027, 1, 1), Decimal("0.74"))
    assert Entry.objects.get(thing=program.public_id).actor == person


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("effective_from", "01/01/2027x"),
        ("first_5000_km", "0"),
        ("first_5000_km", "-0.7"),
        ("first_5000_km", "7.3000"),
        ("after_5000_km", "3.0001"),
        ("after_5000_km", "NaN"),
        ("after_5000_km", "1e9"),
        ("source", ""),
        ("source", "x" * 100_000),
    ],
)
def test_a_rate_that_makes_no_sense_is_refused(
    client: Client, finance: Person, field: str, value: str
) -> None:
    make_program()
    client.force_login(finance)
    page = client.post(reverse("travel:rates"), ANSWERS | {field: value})
    assert page.status_code == 200
    assert list(page.context["form"].errors) in ([field], ["__all__"])
    assert not MileageRate.objects.exists()


def test_a_date_has_one_rate_which_never_changes(client: Client, finance: Person) -> None:
    make_program()
    client.force_login(finance)
    client.post(reverse("travel:rates"), ANSWERS)
    page = client.post(reverse("travel:rates"), ANSWERS | {"first_5000_km": "2.9"})
    assert list(page.context["form"].errors) == ["effective_from"]
    assert MileageRate.objects.get().first_5000_km == Decimal("0.74")


def test_a_stranger_neither_sees_nor_adds_rates(client: Client, stranger: Person) -> None:
    make_program()
    client.force_login(stranger)
    assert client.get(reverse("travel:rates")).status_code == 403
    assert client.post(reverse("travel:rates"), ANSWERS).status_code == 403
    assert not MileageRate.objects.exists()
