"""Approximate prices by an auction, to tell which pairs are worth a closer look.

All unplaced mentees bid at once for the mentor they like best at the present prices; a mentor keeps the
highest bids there is room for (Bertsekas, Annals of Operations Research 14, 1988). Nothing depends on
how good these prices are but speed: what they leave out is priced exactly afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.instance import Integers

PASSES = 4
ROUNDS = 100
PER_ROUND = 25  # the fewer bidders, the fewer rounds are worth their time
ROUND = 20_000  # a round costs about as much as looking at so many options


@dataclass(frozen=True, eq=False)
class Market:
    """Options row by row: those of bidder `i` stand from `start[i]` to `start[i + 1]`."""

    start: Integers
    column: Integers
    worth: Integers
    room: Integers

    @cached_property
    def many(self) -> Integers:
        """How many options each bidder has."""
        return np.diff(self.start)

    def behind(self, price: Integers) -> Integers:
        """How much less every option is worth, less its price, than the bidder's best."""
        asked = self.many[self.many > 0]
        net = self.worth - price[self.column]
        best: Integers = np.repeat(np.maximum.reduceat(net, self.start[:-1][self.many > 0]), asked)
        return best - net


def hold_auctions(market: Market, steps: Sequence[int]) -> tuple[Integers, Integers]:
    """Prices, and each bidder's last place (-1 for none), after auctions with ever smaller steps: these
    fractions of the range of worths.
    """
    price = np.zeros(len(market.room), np.int64)
    place = price[:0]
    width = int(np.ptp(market.worth)) + 1
    for fraction in steps:
        place = _hold(market, price, width // fraction + 1)
    return price, place


def _hold(market: Market, price: Integers, step: int) -> Integers:
    """One auction, until everybody has a place or has tried enough; raises the prices in place."""
    place = np.full(len(market.many), -1)
    offer = np.zeros(len(market.many), np.int64)
    bidders = np.flatnonzero(market.many > 0)
    left = PASSES * len(market.worth) + min(ROUNDS, len(bidders) // PER_ROUND) * ROUND
    while len(bidders) and left > 0:
        left -= int(market.many[bidders].sum()) + ROUND
        _bid(market, bidders, price, step, (place, offer))
        bidders = _outbid(market.room, price, place, offer, bidders)
    return place


def _bid(
    market: Market, bidders: Integers, price: Integers, step: int, standing: tuple[Integers, Integers]
) -> None:
    """Each bids what makes the best option as good as the second best, and a step more."""
    place, offer = standing
    many = market.many[bidders]
    first = np.cumsum(many) - many
    options = np.repeat(market.start[bidders] - first, many) + np.arange(int(many.sum()))
    column = market.column[options]
    net = market.worth[options] - price[column]
    best = np.maximum.reduceat(net, first)
    at = np.flatnonzero(net == np.repeat(best, many))
    owner = np.repeat(np.arange(len(bidders)), many)[at]
    at = at[np.diff(owner, prepend=-1) != 0]
    net[at] = best - np.where(many > 1, 2**58, 0)
    second = np.maximum.reduceat(net, first)
    place[bidders] = column[at]
    offer[bidders] = price[column[at]] + best - second + step


def _outbid(room: Integers, price: Integers, place: Integers, offer: Integers, bidders: Integers) -> Integers:
    """Let the full mentors keep the highest bids at the lowest bid kept; the others are free again."""
    touched = np.zeros(len(room), bool)
    touched[place[bidders]] = True
    rivals = np.flatnonzero(place >= 0)
    rivals = rivals[touched[place[rivals]]]
    rivals = rivals[np.lexsort((-offer[rivals], place[rivals]))]
    held = place[rivals]
    first = np.flatnonzero(np.diff(held, prepend=-1))
    many = np.diff(np.append(first, len(held)))
    rank = np.arange(len(held)) - np.repeat(first, many)
    mentors = held[first]
    full = (many >= room[mentors]) & (room[mentors] > 0)
    price[mentors[full]] = offer[rivals[first[full] + room[mentors[full]] - 1]]
    out = rivals[rank >= room[held]]
    place[out] = -1
    return out
