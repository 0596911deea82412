"""Areas of expertise in their groups: who seeks or offers which, and where a pair has one in common."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pairing.cohort import Cohort, InvalidInstance, Participant


def area_in_common(cohort: Cohort) -> NDArray[np.bool_]:
    """A group ticked alone covers all its sub-areas, on either side; `any_mentor` accepts every mentor."""
    seekers = np.array([p.any_mentor for p in cohort.mentees], bool)
    sought, offered = area_levels(cohort.mentees, cohort), area_levels(cohort.mentors, cohort)
    return np.asarray(((sought @ offered.T) > 0) | seekers[:, None])


def area_levels(people: Sequence[Participant], cohort: Cohort) -> NDArray[np.float32]:
    """People x sub-areas: 2 where ticked, 1 where only the group is ticked, else 0.

    A group without sub-areas is its own sub-area.
    """
    leaves = {code: k for k, code in enumerate(all_leaves(cohort))}
    matrix = np.zeros((len(people), len(leaves)), np.float32)
    for row, person in enumerate(people):
        for code in person.areas:
            ticked = leaves_of(code, cohort, leaves)
            alone = code not in leaves
            if not alone or person.areas.isdisjoint(cohort.areas[code]):
                matrix[row, ticked] = 1 if alone else 2
    return matrix


def all_leaves(cohort: Cohort) -> list[str]:
    """Every sub-area, and every group that has none, in the catalogue's order."""
    return list(dict.fromkeys(leaf for group, below in cohort.areas.items() for leaf in below or (group,)))


def leaves_of(code: str, cohort: Cohort, leaves: dict[str, int]) -> list[int]:
    """Positions of the sub-areas that a code stands for."""
    if code in leaves:
        return [leaves[code]]
    if code not in cohort.areas:
        raise InvalidInstance(f"The area {code!r} is not in the catalogue.")
    return [leaves[leaf] for leaf in cohort.areas[code]]
