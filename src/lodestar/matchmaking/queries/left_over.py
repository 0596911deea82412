"""The mails to those a round left without a match, and who of them was told already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking.models import MatchingRound, Unmatched
from lodestar.matchmaking.queries.rounds import left_of
from lodestar.outbox.letters import Letter, compose
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle

TEMPLATES = {
    ApplicationRole.Role.MENTEE: "matchmaking/mails/no_mentor_yet.txt",
    ApplicationRole.Role.MENTOR: "matchmaking/mails/no_mentee_yet.txt",
}
NOT_TOLD = {"talk_first"}  # they wait for a call, not for a mail


@dataclass(frozen=True)
class LeftMail:
    """What one of them would read; `told_at` is when they did."""

    role: ApplicationRole
    to: Person
    letter: Letter
    told_at: datetime | None


def left_mails(round: MatchingRound) -> list[LeftMail]:
    """Return them, mentees first. Who is not in the pool any more is not written to."""
    left = [one for one in left_of(round) if one.code not in NOT_TOLD and is_in_pool(one)]
    told = dict(Mail.objects.filter(key__in=map(mail_key, left)).values_list("key", "created_at"))
    return [left_mail(one, told.get(mail_key(one))) for one in sorted(left, key=order)]


def is_in_pool(left: Unmatched) -> bool:
    return left.application_role.state == ApplicationRole.State.ACCEPTED


def order(left: Unmatched) -> tuple[bool, str]:
    role = left.application_role
    return role.role == ApplicationRole.Role.MENTOR, role.application.person.folded_name


def left_mail(left: Unmatched, told_at: datetime | None) -> LeftMail:
    role = left.application_role
    letter = compose(TEMPLATES[ApplicationRole.Role(role.role)], mail_context(left))
    return LeftMail(role, role.application.person, letter, told_at)


def mail_context(left: Unmatched) -> dict[str, object]:
    cycle = left.round.cycle
    return {"name": left.application_role.application.person.name, "cycle": cycle, "program": cycle.program}


def mail_key(left: Unmatched) -> str:
    """One mail for each role and cycle, however many rounds leave it out."""
    return f"left-{left.round.cycle.public_id}-{left.application_role_id}"


def was_told(cycle: Cycle) -> Exists:
    """Of a role of this cycle: whether its person was told that they stay on the list."""
    key = Concat(Value(f"left-{cycle.public_id}-"), Cast(OuterRef("pk"), CharField()))
    return Exists(Mail.objects.filter(key=key))


def was_told_before(cycle: Cycle) -> Exists:
    """Of a role of this cycle: whether its person was told so in another, and to come first in the next."""
    told = Mail.objects.filter(key__startswith="left-", person=OuterRef("application__person"))
    return Exists(told.exclude(key__startswith=f"left-{cycle.public_id}-"))


def chosen_of(round: MatchingRound, roles: Iterable[ApplicationRole]) -> list[Unmatched]:
    return list(left_of(round).filter(application_role__in=roles))
