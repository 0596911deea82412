"""Two windows, two coordinators, two workers: one handover."""

from datetime import timedelta

import pytest

from lodestar.handover import actions
from lodestar.handover.models import Handover
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from tests import factories
from tests.at_once import at_once
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def both(db: None) -> list[Person]:
    factories.make_cycle()
    return [factories.make_person(f"Person {one}", is_coordinator=True) for one in ("One", "Two")]


@pytest.mark.parametrize("others", [0, 1])
def test_two_coordinators_who_hand_over_to_each_other_never_both_leave(
    both: list[Person], others: int
) -> None:
    one, two = both
    for _ in range(others):
        factories.make_person(is_coordinator=True)

    def handing(leaver: Person, successor: Person) -> object:
        return actions.plan_handover(
            leaver=Person.objects.get(pk=leaver.pk),
            successor=Person.objects.get(pk=successor.pk),
            on=TODAY,
            becomes_contact=False,
            by=leaver,
            at=NOW,
        )

    outcomes = at_once(lambda: handing(one, two), lambda: handing(two, one))
    assert outcomes.count("done") == 1
    assert Person.objects.coordinators().count() == 1 + others
    assert Handover.objects.filter(state=Handover.State.DONE).count() == 1


def test_two_workers_carry_it_out_once(both: list[Person]) -> None:
    leaver, successor = both
    actions.plan_handover(
        leaver=leaver,
        successor=successor,
        on=TODAY + timedelta(days=1),
        becomes_contact=True,
        by=leaver,
        at=NOW,
    )
    tomorrow = NOW + timedelta(days=1)
    due = lambda: actions.carry_out_due(at=tomorrow)  # noqa: E731
    assert at_once(due, due) == ["done", "done"]
    assert Handover.objects.get().state == Handover.State.DONE
    assert Mail.objects.filter(key__startswith="handover-done").count() == 2
    assert not Mail.objects.filter(key__startswith="handover-cancelled").exists()
