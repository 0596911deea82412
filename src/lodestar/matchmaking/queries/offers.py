"""Offers with what their pages, mails and acts read, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lodestar.intake.models import Application, ApplicationRole
from lodestar.matchmaking import policy
from lodestar.matchmaking.models import Answer, Match, MatchingRound, Unmatched
from lodestar.matchmaking.queries.rounds import open_proposals
from lodestar.mentorships import queries as mentorships
from lodestar.mentorships.models import NewMatchWish
from lodestar.outbox.letters import Letter, compose
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused

# What a round carries for the engine: megabytes, and the same for every match.
LARGE = [f"round__{name}" for name in ("packed_instance", "certificate", "values", "moved")]
Role = ApplicationRole.Role
Said = Answer.Said
AROUND = (
    "round__cycle__program",
    "seat",
    "mentorship",
    "mentor_role__application__person",
    "mentee_role__application__person",
)


def whole(matches: QuerySet[Match]) -> QuerySet[Match]:
    """The matches with round, cycle, seat, answers, both people and their libraries loaded."""
    return (
        matches.select_related(*AROUND, "round__rules")
        .defer(*LARGE)
        .prefetch_related(
            "answers",
            "mentor_role__application__libraries",
            "mentee_role__application__libraries",
        )
    )


def live_offers() -> QuerySet[Match]:
    return whole(Match.objects.live())


def own_offers(person: Person) -> list[Match]:
    """The live offers that this very person was asked about; one that somebody left the pool of is over."""
    live = whole(Match.objects.live().visible_to(person))
    return [match for match in live if policy.side_of(match, person) and policy.both_in_pool(match)]


def needing_coordinator(coordinator: Person, cycle: Cycle) -> list[Match]:
    """The cycle's offers that are late, wait for a wave, or came to an end and left a mentee waiting.

    Also those whose mentorship has ended, unless one of the two wished no new match.

    A mentee whom a later round has paired or left does not wait for this one. None of one's own.
    """
    later: dict[str, Any] = {
        "round__cycle": OuterRef("round__cycle"),
        "round__number__gt": OuterRef("round__number"),
    }
    paired = Match.objects.filter(mentee_role=OuterRef("mentee_role"), **later)
    left = Unmatched.objects.filter(application_role=OuterRef("mentee_role"), **later)
    stopped = {"round__state": MatchingRound.State.STOPPED}
    looked_at = Exists(paired.exclude(**stopped)) | Exists(left.exclude(**stopped))
    late = Q(state__in=Match.LIVE, is_late=True)
    no_wish = NewMatchWish.objects.filter(
        mentorship=OuterRef("mentorship"), person=OuterRef("mentee_role__application__person"), wished=False
    )
    over = Q(state=Match.State.CONFIRMED, mentorship__ended_at__isnull=False) & ~Exists(no_wish)
    waits = Q(mentee_role__state=ApplicationRole.State.ACCEPTED) & ~looked_at
    ended = (Q(state__in=Match.ENDED) | over) & waits
    found = Match.objects.filter(late | Q(waits_for_wave=True) | ended, round__cycle=cycle)
    return list(
        found.exclude(own(coordinator))
        .select_related("round", "mentee_role__application__person")
        .only("state", "waits_for_wave", "round__public_id", "mentee_role__application__person__name")
    )


def own(person: Person) -> Q:
    return Q(mentor_role__application__person=person) | Q(mentee_role__application__person=person)


def is_own_pair(reader: Person, kind: str, public_id: str) -> bool:
    """Whether this is an offer to the reader or a mentorship of theirs, seen only as one of the two."""
    if kind == "mentorship":
        return mentorships.of(reader).filter(public_id=public_id).exists()
    return kind == "match" and Match.objects.filter(own(reader), public_id=public_id).exists()


def waits_for(match: Match, person: Person) -> bool:
    """Whether it is this person's turn to answer."""
    return not match.waits_for_wave and policy.side_of(match, person) == policy.asked_side(match)


def side(match: Match, role: str) -> ApplicationRole:
    return match.mentor_role if role == Role.MENTOR else match.mentee_role


def first_side(match: Match) -> str:
    """The mentor is asked first, unless the mentee wishes to be asked before anyone."""
    return Role.MENTEE if match.mentee_role.application.ask_me_first else Role.MENTOR


def side_to_ask(match: Match) -> str:
    """Who is asked when the coordinator sends this offer."""
    return policy.OTHER[Role(policy.asked_side(match))] if match.waits_for_wave else first_side(match)


def mail_context(match: Match, role: str, due_on: date | None) -> dict[str, Any]:
    """What an offer mail may know: never the partner, an area or a role."""
    return {
        "name": side(match, role).application.person.name,
        "offer": match.public_id,
        "due_on": due_on,
        "line": match.line,
        "program": match.round.cycle.program,
    }


@dataclass(frozen=True)
class OfferMail:
    """A mail as the coordinator sees it before it goes out, or why this pair is not asked now."""

    match: Match
    to: Person
    letter: Letter
    agrees_first: bool
    refusal: Refused | None

    @property
    def was_tried(self) -> bool:
        """Whether the two were asked before in this cycle and did not come together."""
        return "did_not_go_ahead" in self.match.cautions


def mails_before_sending(round: MatchingRound, person: Person, today: date) -> list[OfferMail]:
    """The very mails that this person's sending today would queue, without a line of their own.

    Of one's own pair nothing after its proposal: that it waits for a wave would tell of the other's yes.
    """
    to_ask = Q(state=Match.State.PROPOSED) | (Q(waits_for_wave=True) & ~own(person))
    matches = list(
        whole(round.matches.filter(to_ask)).order_by("mentee_role__application__person__folded_name")
    )
    proposed = Match.objects.filter(pk__in=[match.pk for match in matches])
    still_open = set(open_proposals(proposed).values_list("pk", flat=True))
    refusals = [
        policy.may_ask_other(match, person)
        if match.waits_for_wave
        else policy.may_offer(match, person, is_overtaken=match.pk not in still_open)
        for match in matches
    ]
    return [
        mail_before_sending(match, refusal, today) for match, refusal in zip(matches, refusals, strict=True)
    ]


def mail_before_sending(match: Match, refusal: Refused | None, today: date) -> OfferMail:
    role, program = side_to_ask(match), match.round.cycle.program
    due_on = policy.due_on(today, program.answer_days, program)
    application = side(match, role).application
    return OfferMail(
        match=match,
        to=application.person,
        letter=compose("matchmaking/mails/offer.txt", mail_context(match, role, due_on)),
        agrees_first=application.agreed_at is None,
        refusal=refusal,
    )


def workplace(application: Application) -> str:
    """Where somebody works, as written on the application."""
    names = [library.name for library in application.libraries.all()]
    return ", ".join(names) or application.other_library


@dataclass(frozen=True)
class OfferPage:
    """What one side may read of an offer; `partner` is None while the name is not theirs to know."""

    match: Match
    role: str
    standing: str
    partner: Person | None
    partner_place: str
    in_pool: bool
    agreed: bool
    may_have_more_days: bool


def offer_page(match: Match, role: str) -> OfferPage:
    """One side's view: name, library and shared areas only."""
    answers = {(answer.role, answer.said) for answer in match.answers.all()}
    partner = side(match, policy.OTHER[Role(role)])
    is_known = role == Role.MENTOR or (Role.MENTOR.value, Said.YES.value) in answers
    here = standing(match, role)
    shows = is_known and here != "over"
    return OfferPage(
        match=match,
        role=role,
        standing=here,
        partner=partner.application.person if shows else None,
        partner_place=workplace(partner.application) if shows else "",
        in_pool=side(match, role).state == ApplicationRole.State.ACCEPTED,
        agreed=side(match, role).application.agreed_at is not None,
        may_have_more_days=(role, Said.MORE_DAYS.value) not in answers,
    )


def standing(match: Match, role: str) -> str:
    """Where the offer stands for this side: asked, waiting, confirmed or over.

    It is over as soon as one of the two has left the pool, though the program ends it only in its next hour.
    """
    if match.state == Match.State.CONFIRMED:
        return "confirmed"
    if match.state not in Match.LIVE or not policy.both_in_pool(match):
        return "over"
    is_asked = policy.asked_side(match) == role and not match.waits_for_wave
    return "asked" if is_asked else "waiting"
