"""The specification's hard rules and fit for one pair at a time, in plain Python."""

from pairing import Cohort, Commitment, Means, Mentee, Mentor, Part, Reason, Rules

ALL_MEANS = Means(15)
BOTH = Commitment(3)


def drive(cohort: Cohort, mentee: Mentee, mentor: Mentor) -> int | None:
    known = {**cohort.distances, **{(b, a): km for (a, b), km in cohort.distances.items()}}
    routes = [(one, other) for one in mentee.libraries for other in mentor.libraries]
    figures = [0 if one == other else known.get((one, other)) for one, other in routes]
    return min((km for km in figures if km is not None), default=None)


def leaves(cohort: Cohort, areas: frozenset[str]) -> dict[str, float]:
    """1 for a ticked sub-area, a half for those of a group ticked alone."""
    found: dict[str, float] = {}
    for group, below in cohort.areas.items():
        ticked = areas.intersection(below)
        if group in areas and not ticked:
            found |= dict.fromkeys(below or (group,), 0.5)
        found |= dict.fromkeys(ticked, 1.0)
    return found | {code: 1.0 for code in areas if cohort.areas.get(code) == ()}


def reasons(cohort: Cohort, rules: Rules, mentee: Mentee, mentor: Mentor) -> Reason:
    km, means = drive(cohort, mentee, mentor), (mentee.means or ALL_MEANS) & (mentor.means or ALL_MEANS)
    limits = [p.max_km for p in (mentee, mentor)]
    farthest = None if None in limits else max(limit for limit in limits if limit is not None)
    people = {mentee.person, mentor.person}
    shared_area = bool(leaves(cohort, mentee.areas).keys() & leaves(cohort, mentor.areas).keys())
    named = {
        kind: any(
            p.person in people and (people - {p.person} or people) & getattr(p, kind)
            for p in (*cohort.mentees, *cohort.mentors)
        )
        for kind in ("please_not", "reports_to")
    }
    broken = {
        Reason.SAME_PERSON: mentee.person == mentor.person,
        Reason.SAME_LIBRARY: rules.apart_in_library and bool({*mentee.libraries} & {*mentor.libraries}),
        Reason.SAME_BOARD: rules.apart_in_board and bool(mentee.boards & mentor.boards),
        Reason.REPORTING_LINE: named["reports_to"],
        Reason.PLEASE_NOT: named["please_not"],
        Reason.NO_COMMON_MEANS: not means,
        Reason.TOO_FAR: means == Means.IN_PERSON
        and km is not None
        and farthest is not None
        and km > farthest,
        Reason.NO_COMMON_COMMITMENT: not (mentee.commitment or BOTH) & (mentor.commitment or BOTH),
        Reason.NO_COMMON_AREA: rules.common_area and not mentee.any_mentor and not shared_area,
        Reason.NOT_AGAIN: any({a, b} == people for a, b in cohort.not_again),
        Reason.MENTOR_PAUSED: mentor.paused,
        Reason.MENTOR_FULL: mentor.capacity < 1,
        Reason.FORBIDDEN: (mentee.id, mentor.id) in cohort.forbidden,
    }
    if (mentee.id, mentor.id) in cohort.excepted:
        broken |= dict.fromkeys([Reason.SAME_LIBRARY, Reason.SAME_BOARD, Reason.NO_COMMON_AREA], False)
    return Reason(sum(reason for reason, holds in broken.items() if holds))


def parts(cohort: Cohort, rules: Rules, mentee: Mentee, mentor: Mentor) -> dict[Part, int]:
    km, means = drive(cohort, mentee, mentor), (mentee.means or ALL_MEANS) & (mentor.means or ALL_MEANS)
    years, both_said = (mentor.years, mentee.years), None not in (mentor.years, mentee.years)
    gap = min(max(years[0] - years[1], 0), 10) if both_said else 10  # type: ignore[operator]
    near = 100 - 100 * min(max(km or 0, 0), rules.far_km) // rules.far_km
    return {
        Part.AREAS: _areas(cohort, mentee, mentor),
        Part.WAITED: 100 * mentee.waited,
        Part.SIMILAR_LIBRARY: _similar(mentee, mentor),
        Part.EXPERIENCE: 10 * gap,
        Part.COMMITMENT: 50 * ((mentee.commitment or BOTH) & (mentor.commitment or BOTH)).bit_count(),
        Part.DISTANCE: near if means & Means.IN_PERSON else 100,
        Part.MEANS: 25 * means.bit_count(),
    }


def fit(rules: Rules, of: dict[Part, int]) -> int:
    weights = {part: rules.weights.get(part, 0) for part in Part}
    return 100 * sum(weights[part] * of[part] for part in Part) // sum(weights.values())


def _areas(cohort: Cohort, mentee: Mentee, mentor: Mentor) -> int:
    sought, offered = leaves(cohort, mentee.areas), leaves(cohort, mentor.areas)
    doubled = {leaf for code in mentee.important for leaf in (cohort.areas.get(code) or (code,))}
    weight = {leaf: share * (2 if leaf in doubled else 1) for leaf, share in sought.items()}
    if not weight:
        return 100 * mentee.any_mentor
    return int(100 * sum(weight[leaf] * offered.get(leaf, 0) for leaf in weight) // sum(weight.values()))


def _similar(mentee: Mentee, mentor: Mentor) -> int:
    bands, kinds = (mentee.staff_band, mentor.staff_band), (mentee.location_kind, mentor.location_kind)
    apart = 0 if bands[0] is None or bands[1] is None else abs(bands[0] - bands[1])
    same_kind = None in kinds or kinds[0] == kinds[1]
    return max(0, 50 - 25 * apart) + 50 * same_kind
