"""Runs inside an environment: `mentor_match_runner.py PEER PEOPLE.json` matches people by the same rules.

Nobody is matched within an organisation; a mentor of a higher grade is worth 30, two grades 20 more, the same
profession 40, another 10. Times run from the people, as each side keeps them, to the matching.
"""

import json
import operator
import sys
import time
from itertools import chain
from typing import Any

from memory import peak

People = dict[str, list[dict[str, Any]]]


def mentor_match(people: People) -> tuple[float, dict[str, str]]:
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.process import process_data
    from matching.rules import rule

    mentors = [Mentor(**one) for one in people["mentors"]]
    mentees = [Mentee(**one) for one in people["mentees"]]
    rules = [
        rule.Disqualify(lambda match: match.mentee.organisation == match.mentor.organisation),
        rule.Grade(0, operator.gt, {True: 30, False: 0}),
        rule.Grade(1, operator.gt, {True: 20, False: 0}),
        rule.Equivalent("profession", {True: 40, False: 10}),
    ]
    begun = time.process_time()
    process_data(mentors, mentees, [rules])
    seconds = time.process_time() - begun
    return seconds, {one.email: one.mentors[0].email for one in mentees if one.mentors}


def ours(people: People) -> tuple[float, dict[str, str]]:
    import numpy as np

    from pairing import Instance, solve

    begun = time.process_time()
    sides = people["mentees"], people["mentors"]
    grades = [np.array([one["grade"] for one in side]) for side in sides]
    organisations, professions = (
        np.split(np.unique([one[field] for one in chain(*sides)], return_inverse=True)[1], [len(sides[0])])
        for field in ("organisation", "profession")
    )
    ahead = grades[1] - grades[0][:, None]
    fit = 30 * (ahead > 0) + 20 * (ahead > 1) + np.where(professions[0][:, None] == professions[1], 40, 10)
    instance = Instance.from_arrays(
        fit=fit,
        acceptable=organisations[0][:, None] != organisations[1],
        capacity=np.ones(len(sides[1]), np.int64),
        mentees=[one["email"] for one in sides[0]],
        mentors=[one["email"] for one in sides[1]],
        bands=[40, 60, 80],
    )
    solution = solve(instance)  # certified
    return time.process_time() - begun, solution.mentor_of


def main(peer: str, path: str) -> None:
    with open(path, encoding="utf-8") as file:
        people = json.load(file)
    seconds, pairs = {"mentor-match": mentor_match, "ours": ours}[peer](people)
    memory = peak()
    print(json.dumps({"seconds": seconds, "memory": memory, "pairs": pairs}))


if __name__ == "__main__":
    main(*sys.argv[1:])
