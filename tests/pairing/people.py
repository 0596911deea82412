"""Random cohorts in which every rule and every part of the fit occurs."""

from random import Random
from typing import Any

from pairing import Cohort, Commitment, Means, Mentee, Mentor, Rules

GROUPS = {"board": ("plan", "policy", "budget"), "staff": ("hiring", "reviews"), "building": ()}
CODES = (*GROUPS, *(code for below in GROUPS.values() for code in below))
LIBRARIES = ("Redwater", "Bonnyville", "Smoky Lake", "Vilna")


def cohort(seed: int, mentees: int = 14, mentors: int = 11) -> Cohort:
    random = Random(seed)
    pairs = [(one, other) for one in LIBRARIES for other in LIBRARIES if one < other]
    return Cohort(
        mentees=tuple(_mentee(random, f"e{k}") for k in range(mentees)),
        mentors=tuple(_mentor(random, f"m{k}") for k in range(mentors)),
        areas=GROUPS,
        distances={pair: random.randint(5, 300) for pair in pairs if random.random() < 0.8},
        not_again=frozenset((_person(random), _person(random)) for _ in range(3)),
        forbidden={(f"e{random.randrange(20)}", f"m{random.randrange(20)}"): "a note" for _ in range(4)},
        excepted=frozenset((f"e{random.randrange(20)}", f"m{random.randrange(20)}") for _ in range(30)),
    )


def rules(seed: int) -> Rules:
    random = Random(seed)
    weights = {part: random.randint(0, 9) for part in Rules().weights if random.random() < 0.8}
    return Rules(
        apart_in_library=random.random() < 0.5,
        apart_in_board=random.random() < 0.5,
        common_area=random.random() < 0.7,
        one_direction=random.random() < 0.5,
        weights=weights if any(weights.values()) else Rules().weights,
        far_km=random.randint(1, 400),
    )


def _mentee(random: Random, one: str) -> Mentee:
    shared = _shared(random, one)
    important = frozenset(code for code in shared["areas"] if random.random() < 0.4)
    return Mentee(
        **shared, important=important, any_mentor=random.random() < 0.2, waited=random.random() < 0.3
    )


def _mentor(random: Random, one: str) -> Mentor:
    return Mentor(**_shared(random, one), capacity=random.randint(0, 3), paused=random.random() < 0.1)


def _person(random: Random) -> str:
    return f"p{random.randrange(16)}"


def _shared(random: Random, one: str) -> dict[str, Any]:
    return {
        "id": one,
        "person": _person(random),
        "areas": frozenset(random.sample(CODES, random.randint(0, 4))),
        "libraries": tuple(random.sample(LIBRARIES, random.randint(0, 2))),
        "boards": frozenset(random.sample(["one board", "another", "third"], random.randint(0, 2))),
        "years": random.choice([None, 0, 1, 5, 12, 30]),
        "staff_band": random.choice([None, 0, 1, 2, 3]),
        "location_kind": random.choice([None, "school", "town_building"]),
        "means": Means(random.randrange(16)),
        "max_km": random.choice([None, 0, 50, 100]),
        "commitment": Commitment(random.randrange(4)),
        "please_not": frozenset(_person(random) for _ in range(random.randint(0, 1))),
        "reports_to": frozenset(_person(random) for _ in range(random.randint(0, 1))),
    }
