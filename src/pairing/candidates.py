"""Which acceptable pairs are worth a look at first; the others are priced afterwards (see pricing).

Prices learned in auctions tell: a pair that looks good at these prices is a candidate. Of a nearly full
instance only a short list enters the auctions. Nothing here bears on the answer, only on how soon it is
found.
"""

import numpy as np

from pairing.auction import Market, hold_auctions
from pairing.instance import Instance, Integers
from pairing.network import Mask
from pairing.shortlist import STRIPES, Shortlist
from pairing.worth import Worth, worth_in

FEW = 30_000
PER_MENTEE = 8
SPARSE_STEPS = (64, 512)
DENSE_STEPS = (1, 4, 16, 64, 256, 1024, 4096)  # everybody may want the same mentors


def first_candidates(instance: Instance) -> Mask:
    """The pairs that look good at learned prices, or all pairs where that would save little."""
    n, m, entries = len(instance.mentees), len(instance.mentors), len(instance.fit)
    if entries <= max(FEW, 2 * PER_MENTEE * n):
        return np.ones(entries, bool)
    worth = worth_in(instance)
    if n * m > 4 * entries or entries <= 4 * STRIPES * max(n, m):
        market, everything = _market(instance, worth, np.ones(entries, bool))
        return _near_best(instance, market, everything, *hold_auctions(market, SPARSE_STEPS))
    short = Shortlist(instance, worth)
    pool = short.best(np.zeros(m, np.int64))
    price, place = hold_auctions(_market(instance, worth, pool)[0], DENSE_STEPS)
    pool |= short.best(price)
    return _near_best(instance, *_market(instance, worth, pool), price, place)


def _market(instance: Instance, worth: Worth, pool: Mask) -> tuple[Market, Integers]:
    """An auction among these pairs, and where they stand."""
    positions = np.flatnonzero(pool)
    row, column = instance.rows_of(positions), instance.mentor[positions]
    start = np.searchsorted(row, np.arange(len(instance.mentees) + 1))
    return Market(start, column, worth(instance.fit[positions], row, column), instance.capacity), positions


def _near_best(
    instance: Instance, market: Market, positions: Integers, price: Integers, place: Integers
) -> Mask:
    """Each mentee's best options at these prices, and the one won in the last auction."""
    behind = market.behind(price)
    row = np.repeat(np.arange(len(place)), market.many)
    coarse = behind >> max(0, int(behind.max(initial=0)).bit_length() - 36)
    order = np.argsort((row << 36) + coarse)
    near = np.empty(len(row), bool)
    near[order] = np.arange(len(row)) - np.repeat(market.start[:-1], market.many) < PER_MENTEE
    inside = np.zeros(len(instance.fit), bool)
    inside[positions[near | (market.column == place[row])]] = True
    inside[instance.pinned] = True
    return inside
