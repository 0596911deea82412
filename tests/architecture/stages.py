"""Pairs at every stage between a proposal and an end, each text a canary of its writer."""

from collections.abc import Callable
from typing import Any

from lodestar.intake.models import Application, ApplicationRole
from lodestar.matchmaking.models import Answer, Match, MatchingRound
from lodestar.mentorships.models import MessageToCoordinator, Seat
from tests import factories
from tests.architecture.who_sees import Reader
from tests.architecture.world import apply, make_person, role_of
from tests.factories import NOW, TODAY

State = Match.State
BOTH = {"mentor_asked_at": NOW, "mentee_asked_at": NOW}
DUE = {"answer_due_on": TODAY}

# stage: what its offer says, who knows of whom, and from which moment on (see `who_sees`)
STAGES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "proposed": ({"state": State.PROPOSED}, {}),
    "asked": ({"state": State.ASKED_MENTOR, "mentor_asked_at": NOW} | DUE, {"mentor": "asked"}),
    "turn": ({"state": State.ASKED_MENTEE} | BOTH | DUE, {"mentor": "asked", "mentee": "asked"}),
    "first": ({"state": State.ASKED_MENTEE, "mentee_asked_at": NOW} | DUE, {}),
    "declined": ({"state": State.DECLINED} | BOTH, {}),
    "withdrawn": ({"state": State.WITHDRAWN} | BOTH, {}),
    "lapsed": ({"state": State.LAPSED, "is_late": True} | BOTH, {}),
    "confirmed": ({"state": State.CONFIRMED} | BOTH, {"mentor": "paired", "mentee": "paired"}),
    "ended": ({"state": State.CONFIRMED} | BOTH, {"mentor": "asked", "mentee": "asked"}),
}
SAID_YES = {"turn", "declined", "withdrawn", "lapsed", "confirmed", "ended"}
OTHER = {"mentor": "mentee", "mentee": "mentor"}


def build_stages(round: MatchingRound) -> list[Reader]:
    """Make one pair for each stage; return both of each with what they may know of the other."""
    return [reader for stage in STAGES for reader in build_stage(stage, round)]


def build_stage(stage: str, round: MatchingRound, key: str = "") -> list[Reader]:
    """`key` names another pair of the same stage."""
    fields, known = STAGES[stage]
    key = key or stage
    mentor = apply(make_person(f"{key}_mentor"), mentor=["policy"])
    mentee = apply(make_person(f"{key}_mentee"), mentee=["policy"], ask_me_first=stage == "first")
    match = factories.make_match(
        role_of(mentor, "mentor"), role_of(mentee, "mentee"), round=round, shared_areas=["Policy"],
        line=f"canary-line-{key}_mentor",
    )  # fmt: skip
    if stage != "proposed":
        FURTHER.get(stage, hold_a_seat)(match, mentor, mentee)
    Match.objects.filter(pk=match.pk).update(**fields)
    if stage in SAID_YES:
        say(match, "mentor", "yes", mentor)
    if stage == "declined":
        say(match, "mentee", "no", mentee, no_reason="other", reason=f"canary-decline-{key}_mentee")
    return [reader(key, role, who, known) for role, who in {"mentor": mentor, "mentee": mentee}.items()]


def reader(key: str, role: str, application: Application, known: dict[str, str]) -> Reader:
    """Whoever knows the partner's ways of contact knows the name too."""
    moments = {"paired": ["asked", "paired"], "asked": ["asked"], "": []}[known.get(role, "")]
    knows = frozenset((moment, f"{key}_{OTHER[role]}") for moment in moments)
    return Reader(f"{key}_{role}", application.person, knows)


def say(match: Match, role: str, said: str, application: Application, **fields: Any) -> None:
    Answer.objects.create(match=match, role=role, said=said, at=NOW, by=application.person, **fields)


def hold_a_seat(match: Match, mentor: Application, mentee: Application) -> None:
    seat = Seat.objects.create(mentor=mentor.person, number=1, held_by=match.public_id)
    Match.objects.filter(pk=match.pk).update(seat=seat)


def start(match: Match, mentor: Application, mentee: Application, **fields: Any) -> None:
    mentorship = factories.make_mentorship(match.mentor_role, match.mentee_role, **fields)
    Match.objects.filter(pk=match.pk).update(mentorship=mentorship)
    for application in (mentor, mentee):
        key = application.person.name.split("-")[-1]
        MessageToCoordinator.objects.create(
            mentorship=mentorship, writer=application.person, text=f"canary-message-{key}", written_at=NOW
        )


def end(match: Match, mentor: Application, mentee: Application) -> None:
    start(match, mentor, mentee, ended_at=NOW, ended_by=mentee.person, end_reason="mismatch")


FURTHER: dict[str, Callable[[Match, Application, Application], None]] = {"confirmed": start, "ended": end}


def keep_requests_private(key: str) -> None:
    Application.objects.filter(person__name__endswith=key).update(requests_stay_private=True)


def leave_the_pool(key: str) -> None:
    roles = ApplicationRole.objects.filter(application__person__name__endswith=key)
    roles.update(state=ApplicationRole.State.WITHDRAWN)
