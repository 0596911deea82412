"""What is written down for somebody has a way and a day on which it was said, in every form."""

from datetime import date, timedelta

import pytest
from django import forms

from lodestar.history.forms import SaidForm
from lodestar.intake.forms.behalf import CorrectForm, EnterForm
from lodestar.intake.forms.review import RecordAnswerForm, TalkedForm
from lodestar.matchmaking.forms import RecordAnswerForm as RecordOfferForm
from lodestar.mentorships.forms import RecordEndForm, RecordTalkedForm, RecordWishForm
from lodestar.outbox.forms import ToldForm

TODAY = date(2026, 9, 14)
SAID = {"channel": "phone", "said_on": "2026-09-14"}
END = {"reason": "workload", "asked_by": "mentee"}


def every_form() -> set[type[forms.Form]]:
    found, new = set(), {SaidForm}
    while new:
        found |= new
        new = {below for form in new for below in form.__subclasses__()} - found
    return found


def test_these_are_the_forms_that_write_down_what_was_said() -> None:
    assert every_form() == {
        SaidForm, ToldForm, RecordAnswerForm, TalkedForm, CorrectForm, EnterForm,
        RecordOfferForm, RecordEndForm, RecordTalkedForm, RecordWishForm,
    }  # fmt: skip


@pytest.mark.parametrize("kind", [SaidForm, ToldForm, TalkedForm, RecordTalkedForm, RecordWishForm])
@pytest.mark.parametrize(
    "wrong", [{"said_on": ""}, {"said_on": "2026-09-15"}, {"channel": ""}, {"channel": "web"}]
)
def test_without_a_way_or_with_a_day_to_come_nothing_is_written_down(
    kind: type[SaidForm], wrong: dict[str, str]
) -> None:
    assert not kind(SAID, today=TODAY).errors.keys() & SAID.keys()
    assert kind(SAID | wrong, today=TODAY).errors.keys() & SAID.keys() == wrong.keys()


def test_the_day_is_today_until_another_is_chosen() -> None:
    assert SaidForm(today=TODAY)["said_on"].value() == TODAY
    assert RecordTalkedForm(today=TODAY)["on"].value() == TODAY


@pytest.mark.parametrize("wrong", [{"said_on": ""}, {"channel": ""}])
def test_ending_a_pair_for_one_of_the_two_needs_both(wrong: dict[str, str]) -> None:
    assert RecordEndForm(END | SAID, today=TODAY).is_valid()
    assert RecordEndForm(END | SAID | wrong, today=TODAY).errors.keys() == wrong.keys()
    tomorrow = {"said_on": str(TODAY + timedelta(days=1))}
    assert RecordEndForm(END | SAID | tomorrow, today=TODAY).errors.keys() == {"said_on"}


def test_a_coordinator_who_ends_a_pair_alone_was_told_nothing() -> None:
    form = RecordEndForm({"reason": "workload", "asked_by": ""}, today=TODAY)
    assert form.is_valid()
    assert (form.cleaned_data["channel"], form.cleaned_data["said_on"]) == ("web", None)
