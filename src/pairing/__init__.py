"""Optimal, proven, explained matching of mentees and mentors."""

from pairing import whatif
from pairing.alternatives import Alternatives, alternatives
from pairing.certificate import NotProven, certify
from pairing.cohort import (
    BANDS,
    LEVELS,
    WEIGHTS,
    Cohort,
    Commitment,
    InvalidInstance,
    Level,
    Means,
    Mentee,
    Mentor,
    Part,
    Rules,
)
from pairing.eligibility import Eligibility, Reason, eligibility
from pairing.fit import Fit, fit
from pairing.instance import Instance
from pairing.proposal import PairView, Proposal, propose
from pairing.solution import Certificate, InvalidSolution, Solution
from pairing.solve import solve
from pairing.stability import blocking_pairs
from pairing.unmatched import Relaxation, Unmatched, Why, obstacles, relaxations, unmatched
from pairing.whatif import Difference, difference

__all__ = [
    "BANDS",
    "LEVELS",
    "WEIGHTS",
    "Alternatives",
    "Certificate",
    "Cohort",
    "Commitment",
    "Difference",
    "Eligibility",
    "Fit",
    "Instance",
    "InvalidInstance",
    "InvalidSolution",
    "Level",
    "Means",
    "Mentee",
    "Mentor",
    "NotProven",
    "PairView",
    "Part",
    "Proposal",
    "Reason",
    "Relaxation",
    "Rules",
    "Solution",
    "Unmatched",
    "Why",
    "alternatives",
    "blocking_pairs",
    "certify",
    "difference",
    "eligibility",
    "fit",
    "obstacles",
    "propose",
    "relaxations",
    "solve",
    "unmatched",
    "whatif",
]
