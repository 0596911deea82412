"""Everything a round needs to know about a cycle's pool, read once."""

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from lodestar.intake.models import ApplicationRole
from lodestar.intake.queries import Chosen, PoolRole, people_in, pool
from lodestar.libraries.distance import Distances
from lodestar.libraries.queries import driving_distances
from lodestar.matchmaking.models import Match, MatchingRound, Ruling
from lodestar.matchmaking.queries.rounds import last_numbers, open_proposals
from lodestar.mentorships.models import Mentorship, NotAgain
from lodestar.mentorships.queries import held_seats, without_new_match
from lodestar.programs.models import AreaGroup, Cycle

Role = ApplicationRole.Role
People = tuple[int, int]


@dataclass(frozen=True)
class Facts:
    """A cycle's pool and what is known about its pairs.

    `areas` are those of each group; pairs of people are (mentor, mentee).
    """

    cycle: Cycle
    mentors: list[PoolRole]
    mentees: list[PoolRole]
    areas: dict[int, list[int]]
    held: dict[int, int]
    waited: set[int]
    distances: Distances
    not_again: set[People]
    did_not_go_ahead: dict[People, int]  # the number of the last round in which they were asked
    rulings: list[Ruling]
    is_for_some: bool = False

    def free_places(self, mentor: PoolRole) -> int:
        return free_places(mentor, self.held, self.cycle)

    def between(self, mentees: Set[int], mentors: Set[int]) -> "Facts":
        """The same about a few people of the pool."""
        return replace(
            self,
            mentees=[role for role in self.mentees if role.person_id in mentees],
            mentors=[role for role in self.mentors if role.person_id in mentors],
        )


def free_places(mentor: PoolRole, held: dict[int, int], cycle: Cycle) -> int:
    """The places a mentor said, or the program's number, less the seats held in any cycle."""
    places = mentor.capacity or cycle.program.mentees_at_once
    return max(0, places - held[mentor.person_id])


def read_facts(cycle: Cycle) -> Facts:
    """Read the pool, without those who are not to be matched now."""
    roles = sorted(pool(cycle), key=lambda role: role.application)
    ready = to_be_matched(cycle, roles)
    mentors = [role for role in ready if role.role == Role.MENTOR]
    people = people_in(cycle)
    libraries = {place.pk: place for role in ready for place in role.libraries}
    return Facts(
        cycle=cycle,
        mentors=mentors,
        mentees=[role for role in ready if role.role == Role.MENTEE],
        areas=areas_by_group(cycle),
        held=held_seats(role.person_id for role in mentors),
        waited=waited_before(cycle, people),
        distances=driving_distances(list(libraries.values())),
        not_again=set(not_again_pairs(people)),
        did_not_go_ahead=did_not_go_ahead(cycle),
        rulings=standing_rulings(cycle),
    )


def facts_of(round: MatchingRound) -> Facts:
    """What this round is to know: all, or for some mentees only, beside what is proposed to the others."""
    facts = read_facts(round.cycle)
    if not round.is_for_some:
        return facts
    only = set(round.only_for.values_list("pk", flat=True))
    others = Match.objects.exclude(round=round).exclude(mentee_role__in=only)
    facts = beside(
        facts, open_proposals(others.filter(round__cycle=round.cycle)), last_numbers(round.cycle)[1]
    )
    mentees = [role for role in facts.mentees if role.pk in only]
    return with_rulings(replace(facts, mentees=mentees, is_for_some=True), facts.rulings)


def with_rulings(facts: Facts, rulings: list[Ruling]) -> Facts:
    """The same pool under these rulings of the cycle; a round for some knows those about its mentees."""
    people = {role.person_id for role in facts.mentees}
    if facts.is_for_some:
        rulings = [ruling for ruling in rulings if ruling.mentee_id in people]
    return replace(facts, rulings=rulings)


def beside(facts: Facts, proposals: QuerySet[Match], since: int) -> Facts:
    """Leave out the mentees of these proposals, the places they would take, and pairs tried since a round.

    A no excludes a pair for its round only: `since` is the number of the newest round for everybody.
    """
    pairs = dict(proposals.values_list("mentee_role_id", "mentor_role__application__person_id"))
    return replace(
        facts,
        mentees=[role for role in facts.mentees if role.pk not in pairs],
        held=Counter(facts.held) + Counter(pairs.values()),
        not_again=facts.not_again
        | {pair for pair, round in facts.did_not_go_ahead.items() if round >= since},
    )


def areas_by_group(cycle: Cycle) -> dict[int, list[int]]:
    groups = AreaGroup.objects.filter(program=cycle.program_id).order_by("order", "areas__order")
    found: dict[int, list[int]] = {}
    for group, area in groups.values_list("pk", "areas"):
        found.setdefault(group, []).extend([area] if area else [])
    return found


def standing_rulings(cycle: Cycle) -> list[Ruling]:
    return list(Ruling.objects.filter(cycle=cycle, lifted_at=None).select_related("mentor", "mentee"))


def accepted_but_unclear(cycle: Cycle) -> QuerySet[ApplicationRole]:
    """Accepted people who named no area: "not sure yet" or "other" alone is none."""
    unclear = ApplicationRole.objects.talk_first().filter(state=ApplicationRole.State.ACCEPTED)
    return unclear.filter(application__cycle=cycle, application__person__is_active=True)


def to_be_matched(cycle: Cycle, roles: list[PoolRole]) -> list[PoolRole]:
    """Who looks for a partner now. Made-up people are matched only while nobody real is in the pool."""
    gone = set(left_out(cycle))
    real = [role for role in roles if not role.is_made_up]
    return [role for role in real or roles if role.pk not in gone]


def left_out(cycle: Cycle) -> Iterable[int]:
    """Roles not to be matched: a mentee with an offer or a mentor of this cycle, who wishes no new match."""
    of_cycle = {"mentee_role__application__cycle": cycle}
    asked, paired = (
        rows.filter(**of_cycle).order_by().values_list("mentee_role_id", flat=True)
        for rows in (Match.objects.live(), Mentorship.objects.active())
    )
    return asked.union(paired, without_new_match(cycle))


def waited_before(cycle: Cycle, people: QuerySet[ApplicationRole, int]) -> set[int]:
    """People who were in an earlier cycle's pool as mentee and found no mentor there."""
    earlier = ApplicationRole.objects.filter(
        role=Role.MENTEE,
        state=ApplicationRole.State.ACCEPTED,
        application__person__in=people,
        application__cycle__opens_on__lt=cycle.opens_on,
    ).exclude(matches__state=Match.State.CONFIRMED)
    return set(earlier.values_list("application__person_id", flat=True))


def not_again_pairs(people: QuerySet[ApplicationRole, int]) -> Iterable[People]:
    """Pairs marked "not again" and pairs that are together now, in any cycle."""
    either = {"mentor__in": people, "mentee__in": people}
    marked, together = (
        rows.filter(**either).order_by().values_list("mentor_id", "mentee_id")
        for rows in (NotAgain.objects.filter(lifted_at=None), Mentorship.objects.active())
    )
    return marked.union(together)


def did_not_go_ahead(cycle: Cycle) -> dict[People, int]:
    matches = Match.objects.filter(round__cycle=cycle, state__in=Match.ENDED).order_by("round__number")
    rows = matches.values_list(
        "mentor_role__application__person_id", "mentee_role__application__person_id", "round__number"
    )
    return {(mentor, mentee): number for mentor, mentee, number in rows}


def shared_areas(mentor: PoolRole, mentee: PoolRole) -> list[str]:
    """What the mentee seeks and the mentor offers, in the mentee's words and order."""
    offer = offer_of(mentor)
    return [choice.label for choice in mentee.areas if offer.has(choice)]


@dataclass(frozen=True)
class Offer:
    """What a mentor offers: areas, the groups of these areas, and the groups ticked alone."""

    areas: set[int]
    groups: set[int]
    alone: set[int]

    def has(self, sought: Chosen) -> bool:
        """A group ticked alone covers its areas, and any area of a group serves who seeks the group."""
        if sought.area_id:
            return sought.area_id in self.areas or sought.group_of_area_id in self.alone
        return sought.group_id in self.groups | self.alone


def offer_of(mentor: PoolRole) -> Offer:
    groups = {choice.group_of_area_id for choice in mentor.areas if choice.group_of_area_id}
    return Offer(
        areas={choice.area_id for choice in mentor.areas if choice.area_id},
        groups=groups,
        alone={choice.group_id for choice in mentor.areas if choice.group_id} - groups,
    )
