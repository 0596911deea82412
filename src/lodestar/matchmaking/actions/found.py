"""What an answer says, as the fields of a round and the rows under it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lodestar.matchmaking.actions.why import left_over
from lodestar.matchmaking.models import Match, MatchingRound, Ruling, Unmatched
from lodestar.matchmaking.problem import Answer, Pair
from lodestar.matchmaking.queries.instances import packed

Rows = dict[int, dict[str, Any]]  # the fields of each person's row, by their role


@dataclass(frozen=True)
class Found:
    """A round's own fields, its pairs by their mentee, and those without a match."""

    fields: dict[str, Any]
    pairs: Rows
    left: Rows


def what_was_found(answer: Answer, at: datetime) -> Found:
    pinned = set(answer.proposal.cohort.pinned)
    return Found(
        fields=fields_of(answer, at),
        pairs={pair.mentee.pk: match_of(pair, pinned, answer) for pair in answer.pairs},
        left={one.role_id: {"code": one.code, "details": one.details} for one in left_over(answer)},
    )


def fields_of(answer: Answer, at: datetime) -> dict[str, Any]:
    solution = answer.proposal.solution.to_dict()
    return {
        "solved_at": at,
        "packed_instance": packed(answer.instance_text),
        "instance_hash": answer.instance_hash,
        "values": solution["values"],
        "certificate": solution["certificate"],
        "problem": pins_not_kept(answer.dropped_pins),
    }


def match_of(pair: Pair, pinned: set[tuple[str, str]], answer: Answer) -> dict[str, Any]:
    return {
        "mentor_role_id": pair.mentor.pk,
        "fit": pair.fit,
        "parts": pair.parts,
        "shared_areas": pair.shared_areas,
        "distance_km": pair.distance_km,
        "cautions": pair.cautions,
        "is_pinned": (pair.mentee.application, pair.mentor.application) in pinned,
        "alternatives": answer.next_best(pair),
    }


def pins_not_kept(pins: list[Ruling]) -> str:
    names = ", ".join(f"{pin.mentee} - {pin.mentor}" for pin in pins)
    return (
        (_("Pins that could not be kept, because a rule forbids the pair or no place is free: ") + names)[
            :300
        ]
        if pins
        else ""
    )


def write_rows(round: MatchingRound, found: Found) -> None:
    """Make the rows under a round those that were found."""
    write_changed(Match, "mentee_role_id", round, found.pairs)
    write_changed(Unmatched, "application_role_id", round, found.left)


def write_changed(model: Any, key: str, round: MatchingRound, rows: Rows) -> None:
    """Write what differs from what is stored: a decision moves a few people of many."""
    fields = next(iter(rows.values()), {})
    stored = {row.pop(key): row for row in model.objects.filter(round=round).values(key, *fields)}
    kept = {role for role, row in stored.items() if row == rows.get(role)}
    gone = stored.keys() - kept
    if gone:
        model.objects.filter(round=round, **{f"{key}__in": gone}).delete()
    model.objects.bulk_create(
        model(round=round, **{key: role}, **row) for role, row in rows.items() if role not in kept
    )
