"""The few statistics the benchmarks print, and the plain table they print them in."""

from collections.abc import Sequence
from statistics import median

__all__ = ["median", "percentile", "ratio", "table"]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    rank = -(-len(ordered) * round(share * 1000) // 1000)
    return ordered[max(rank, 1) - 1]


def ratio(ours: Sequence[float], bare: Sequence[float]) -> float:
    """Return the median of the pairwise ratios: both of a pair ran side by side, under the same load."""
    return median(one / other for one, other in zip(ours, bare, strict=True))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as lines: the first column to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    lines = [heads, ["-" * width for width in widths], *rows]
    return "\n".join(_line(cells, widths) for cells in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = [
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join([first, *others]).rstrip()
