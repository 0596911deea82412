"""The engine made to go one of its ways, however small the instance."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from pairing import seats
from pairing.entries import Integers
from pairing.seats import Table

Solver = Callable[[Table], Integers]
SOLVERS: tuple[Solver, ...] = (seats.by_dense, seats.by_sparse, seats.by_flow, seats.by_paths)


@contextmanager
def always(solver: Solver) -> Iterator[None]:
    """Every matching of mentees to seats is found by this solver."""
    with patch("pairing.grid.CELLS", 0), patch.object(seats, "_solver", lambda table: solver):
        yield


@contextmanager
def few_candidates() -> Iterator[None]:
    """Hardly any pair is looked at before the others are priced, in blocks of a few pairs."""
    small = {
        "pairing.grid.CELLS": 0,
        "pairing.candidates.FEW": 0,
        "pairing.candidates.PER_MENTEE": 1,
        "pairing.candidates.STRIPES": 1,
        "pairing.shortlist.STRIPES": 2,
        "pairing.pricing.BLOCK": 4,
        "pairing.pricing.AT_ONCE": 1,
        "pairing.certificate.BLOCK": 4,
        "pairing.auction.ROUNDS": 1,
        "pairing.network.SMALL": 0,
    }
    with ExitStack() as stack:
        for name, value in small.items():
            stack.enter_context(patch(name, value))
        yield
