"""Runs inside the demo site: a large fictional pool, and one round over it.

`site.run` calls `pool`, which prints JSON for the measuring process.
"""

import json
from random import Random

from django.db import transaction
from django.utils import timezone

from bench.web.prepare import sign_in
from lodestar.folding import fold
from lodestar.intake.models import Application, ApplicationRole, ChosenArea
from lodestar.libraries.models import Library
from lodestar.matchmaking import problem
from lodestar.matchmaking.actions import request_round, run_matching_round
from lodestar.matchmaking.models import MatchingRound
from lodestar.matchmaking.queries.facts import read_facts
from lodestar.people.models import Person
from lodestar.programs.models import Area
from lodestar.programs.queries import open_cycle

SEED = 2026
AREAS_EACH = (2, 6)
PINNED = 10


@transaction.atomic
def pool(mentees: int, mentors: int) -> None:
    """Fill the open cycle, run a round, and print the coordinator's headers and the round's address."""
    at = timezone.now()
    cycle = open_cycle(timezone.localdate(at))
    assert cycle
    ApplicationRole.objects.update(state=ApplicationRole.State.WITHDRAWN)
    chance = Random(SEED)
    roles = ["mentee"] * mentees + ["mentor"] * mentors
    people = Person.objects.bulk_create(
        Person(name=name, folded_name=fold(name), email=f"large{number}@example.org", created_at=at)
        for number in range(len(roles))
        if (name := f"Person {number}")
    )
    applications = Application.objects.bulk_create(
        Application(
            cycle=cycle, person=person, submitted_at=at, changed_at=at, agreed_at=at,
            years_in_role=chance.randrange(20), max_km=chance.choice([None, 80, 150, 300]),
        )
        for person in people
    )  # fmt: skip
    libraries = list(Library.objects.filter(is_member=True))
    through = Application.libraries.through
    through.objects.bulk_create(
        through(application=one, library=chance.choice(libraries)) for one in applications
    )
    rows = ApplicationRole.objects.bulk_create(
        ApplicationRole(
            application=application, role=role, state=ApplicationRole.State.ACCEPTED,
            capacity=chance.choice([1, 1, 2, 3]) if role == "mentor" else None,
            in_person=chance.random() < 0.7, by_phone=chance.random() < 0.7,
        )
        for application, role in zip(applications, roles, strict=True)
    )  # fmt: skip
    areas = list(Area.objects.filter(group__program=cycle.program))
    ChosenArea.objects.bulk_create(
        ChosenArea(application_role=row, area=area, label=area.label)
        for row in rows
        for area in chance.sample(areas, chance.randint(*AREAS_EACH))
    )
    coordinator = Person.objects.coordinators()[0]
    round = request_round(cycle=cycle, by=coordinator, at=at)
    run_matching_round(round=round, by=coordinator, at=at)
    print(json.dumps({"round": round.public_id, "headers": sign_in(coordinator), "pairs": choices(round)}))


def choices(round: MatchingRound) -> list[list[str]]:
    """Pairs to pin, by the ids of the persons: for some mentees a possible mentor who was not proposed."""
    pool = problem.build(read_facts(round.cycle), round.rules)
    found: dict[str, str] = {}  # a mentor, who has at least one place, and the mentee to pin to them
    for match in round.matches.select_related("mentee_role__application__person")[:PINNED]:
        mentee = match.mentee_role.application.person
        possible = [pair.mentor for pair in pool.pairs_of(mentee) if not pair.excluded]
        others = [role.person.public_id for role in possible if role.pk != match.mentor_role_id]
        found[next(mentor for mentor in others if mentor not in found)] = mentee.public_id
    return [[mentee, mentor] for mentor, mentee in found.items()]
