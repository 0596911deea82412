"""A stored round as the `pairing-solution/1` file, with what a reader needs beside it."""

import json
from typing import Any

from lodestar.intake.models import Application
from lodestar.matchmaking import catalogue
from lodestar.matchmaking.models import MatchingRound
from lodestar.matchmaking.queries.instances import instance_text
from lodestar.matchmaking.queries.offers import workplace
from lodestar.matchmaking.queries.rounds import left_of, pairs_of


def solution_of(round: MatchingRound) -> dict[str, Any]:
    """The proven answer plus `round`, `people`, `fits` in the order of `matches`, and `reasons`."""
    matches = sorted(
        (match.mentee_role.application.public_id, match.mentor_role.application.public_id, match)
        for match in pairs_of(round)
    )
    left = [(one.application_role.application.public_id, one) for one in left_of(round)]
    instance = json.loads(instance_text(round))
    ids = {*instance["mentees"], *(mentor["id"] for mentor in instance["mentors"])}
    matched = {mentee for mentee, _, _ in matches}
    unmatched = sorted(set(instance["mentees"]) - matched)
    return {
        "format": "pairing-solution/1",
        "matches": [[mentee, mentor] for mentee, mentor, _ in matches],
        "unmatched": unmatched,
        "values": round.values,
        "certificate": round.certificate,
        "round": round.public_id,
        "instance_hash": round.instance_hash,
        "people": {
            one.public_id: {"name": str(one.person), "library": workplace(one)}
            for one in Application.objects.filter(public_id__in=ids)
            .select_related("person")
            .prefetch_related("libraries")
        },
        "fits": [match.fit for _, _, match in matches],
        "reasons": {
            public_id: {"code": one.code, "sentence": catalogue.reason_sentence(one.code, one.details)}
            for public_id, one in left
            if one.application_role.role == "mentee" and public_id in unmatched
        },
    }
