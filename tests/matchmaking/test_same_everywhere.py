"""The same people and rules give the same matching on every machine, and on SQLite as on PostgreSQL."""

import pytest

from lodestar.intake.models import Application
from lodestar.programs.models import Cycle
from tests import factories
from tests.matchmaking.conftest import run

pytestmark = pytest.mark.django_db

AREAS = ["policy", "budget", "makerspaces", "remote_work"]
PEOPLE = 12
HASH = "7c03732ce95939eae4fc6c58e48e7f7edfc104d15a23d6193eb560e892a3ca50"
MATCHING = {
    ("00", "00"), ("01", "01"), ("02", "05"), ("03", "03"), ("04", "04"), ("05", "02"),
    ("06", "06"), ("07", "07"), ("08", "08"), ("09", "09"), ("10", "10"), ("11", "11"),
}  # fmt: skip


def enter(cycle: Cycle, number: int, role: str) -> None:
    """Somebody who seeks or offers two areas; many pairs fit equally well, so that the lot decides."""
    areas = [AREAS[number % 4], AREAS[(number // 2) % 4]]
    application = factories.make_application(cycle=cycle, **{role: sorted(set(areas))})
    named = Application.objects.filter(pk=application.pk)
    named.update(public_id=f"a-{role}{number:02}", years_in_role=number % 3 + (role == "mentor") * 5)


@pytest.mark.parametrize("backwards", [False, True])
def test_the_same_pool_gives_the_same_matching(cycle: Cycle, backwards: bool) -> None:
    factories.make_rules(cycle.program)
    numbers = range(PEOPLE)
    for number in reversed(numbers) if backwards else numbers:
        for role in ["mentor", "mentee"]:
            enter(cycle, number, role)
    round = run(cycle)
    pairs = round.matches.values_list(
        "mentee_role__application__public_id", "mentor_role__application__public_id"
    )
    assert {(mentee[-2:], mentor[-2:]) for mentee, mentor in pairs} == MATCHING
    assert round.instance_hash == HASH
