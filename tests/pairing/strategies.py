"""Instances that hypothesis can think of."""

import numpy as np
from hypothesis import strategies as st

from pairing import LEVELS, Instance, Level


@st.composite
def instances(draw: st.DrawFn, people: int = 5, levels: tuple[Level, ...] | None = None) -> Instance:
    n, m = draw(st.integers(0, people)), draw(st.integers(0, people))
    top = draw(st.sampled_from([0, 1, 3, 20, 10_000]))
    fit = draw(st.lists(st.lists(st.integers(0, top), min_size=m, max_size=m), min_size=n, max_size=n))
    mask = draw(st.lists(st.lists(st.booleans(), min_size=m, max_size=m), min_size=n, max_size=n))
    capacity = draw(st.lists(st.integers(0, 3), min_size=m, max_size=m))
    asked = levels or (Level.MATCHED, *(level for level in LEVELS[1:] if draw(st.booleans())))
    acceptable = np.array(mask, bool).reshape(n, m)
    return Instance.from_arrays(
        fit=np.array(fit, np.int64).reshape(n, m),
        acceptable=acceptable,
        capacity=np.array(capacity, np.int64),
        bands=draw(st.sampled_from([(), (1,), (2, 10), (4000, 6000, 8000)])),
        levels=asked,
        pinned=_pins(draw, acceptable, list(capacity)),
    )


def _pins(draw: st.DrawFn, acceptable: np.ndarray, room: list[int]) -> list[tuple[str, str]]:
    pins = []
    for i, row in enumerate(acceptable):
        options = [j for j in np.flatnonzero(row).tolist() if room[j]]
        if options and draw(st.integers(0, 3)) == 0:
            j = draw(st.sampled_from(options))
            room[j] -= 1
            pins.append((f"e{i}", f"m{j}"))
    return pins
