"""A stored round as the `pairing-solution/1` file, with what a reader needs beside it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from lodestar.intake.models import Application, ApplicationRole
from lodestar.matchmaking import catalogue
from lodestar.matchmaking.models import MatchingRound, Unmatched
from lodestar.matchmaking.queries.instances import instance_text
from lodestar.matchmaking.queries.offers import workplace
from lodestar.matchmaking.queries.rounds import left_of

Pairs = Mapping[tuple[str, str], int]  # the mentee's and the mentor's application, and their fit


def stored_solution(round: MatchingRound, mentees: Iterable[str], pairs: Pairs) -> dict[str, Any]:
    """The answer as it was proven, while its pairs are all as they were proposed."""
    return {
        "format": "pairing-solution/1",
        "matches": [list(pair) for pair in sorted(pairs)],
        "unmatched": sorted(set(mentees) - {mentee for mentee, _mentor in pairs}),
        "values": round.values,
        "certificate": round.certificate,
    }


def fits_of(round: MatchingRound) -> Pairs:
    sides = "mentee_role__application__public_id", "mentor_role__application__public_id"
    return {(mentee, mentor): fit for mentee, mentor, fit in round.matches.values_list(*sides, "fit")}


def solution_of(round: MatchingRound) -> dict[str, Any]:
    """The stored answer plus `round`, `people`, `fits` in the order of `matches`, and `reasons`."""
    instance, pairs = json.loads(instance_text(round)), fits_of(round)
    ids = {*instance["mentees"], *(mentor["id"] for mentor in instance["mentors"])}
    people = Application.objects.filter(public_id__in=ids).select_related("person")
    solution = stored_solution(round, instance["mentees"], pairs)
    left = {one.application_role.application.public_id: one for one in left_of(round) if is_mentee(one)}
    return solution | {
        "round": round.public_id,
        "instance_hash": round.instance_hash,
        "people": {
            one.public_id: {"name": str(one.person), "library": workplace(one)}
            for one in people.prefetch_related("libraries")
        },
        "fits": [pairs[pair] for pair in sorted(pairs)],
        "reasons": {
            public_id: {"code": one.code, "sentence": catalogue.reason_sentence(one.code, one.details)}
            for public_id, one in left.items()
            if public_id in solution["unmatched"]
        },
    }


def is_mentee(left: Unmatched) -> bool:
    return left.application_role.role == ApplicationRole.Role.MENTEE
