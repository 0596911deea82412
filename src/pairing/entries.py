"""The acceptable pairs as arrays, row by row, from whatever form they come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from pairing.cohort import InvalidInstance

LARGEST = 2**40
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Entries:
    """Those of row `i` are the positions `start[i]` to `start[i + 1]` of `mentor` (ascending) and `fit`."""

    start: Integers
    mentor: Integers
    fit: Integers


def from_array(fit: Any, acceptable: ArrayLike | None) -> tuple[Entries, tuple[int, int]]:
    """The pairs of a sparse or dense array, and its shape."""
    if sparse.issparse(fit):
        if acceptable is not None:
            raise InvalidInstance("A sparse fit already says which pairs are acceptable.")
        return _from_sparse(fit)
    table = whole_numbers(fit, "fit")
    if table.ndim != 2:
        raise InvalidInstance(f"The fit array has {table.ndim} dimensions, not 2.")
    return _from_dense(table, acceptable), (table.shape[0], table.shape[1])


def _from_dense(table: Integers, acceptable: ArrayLike | None) -> Entries:
    n, m = table.shape
    if acceptable is None:
        return Entries(np.arange(n + 1) * m, np.tile(np.arange(m), n), table.flatten())
    mask = np.asarray(acceptable)
    if mask.dtype != np.bool_ or mask.shape != table.shape:
        raise InvalidInstance("The acceptable mask is not a bool array of the shape of fit.")
    start = np.concatenate(([0], np.cumsum(np.count_nonzero(mask, axis=1))))
    return Entries(start, np.nonzero(mask)[1], table[mask])


def _from_sparse(fit: Any) -> tuple[Entries, tuple[int, int]]:
    n, m = fit.shape
    if fit.format == "csr" and fit.has_canonical_format:
        start, mentor = fit.indptr.astype(np.int64), fit.indices.astype(np.int64)
        return Entries(start, mentor, whole_numbers(fit.data, "fit").copy()), (n, m)
    table = fit.tocoo()
    rows, columns = table.row.astype(np.int64), table.col.astype(np.int64)
    return sorted_entries(rows, columns, whole_numbers(table.data, "fit"), range(n), range(m)), (n, m)


def sorted_entries(
    rows: Integers, columns: Integers, fits: Integers, mentees: Sequence[Any], mentors: Sequence[Any]
) -> Entries:
    """Pairs in any order, none twice."""
    key = rows * max(1, len(mentors)) + columns
    order = np.argsort(key, kind="stable")
    key, columns, fits = key[order], columns[order], fits[order]
    twice = np.flatnonzero(np.diff(key) == 0)
    if len(twice):
        row, column = int(rows[order[twice[0]]]), int(columns[twice[0]])
        raise InvalidInstance(f"The pair {mentees[row]!r}, {mentors[column]!r} is listed twice.")
    start = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=len(mentees)))))
    return Entries(start.astype(np.int64), columns, fits)


def whole_numbers(values: ArrayLike, name: str) -> Integers:
    """An integer array as int64, without a copy where it is that; other kinds are refused."""
    array = np.asarray(values)
    if array.size == 0:
        return array.astype(np.int64)
    if array.dtype.kind not in "iu":
        raise InvalidInstance(f"The {name} array holds {array.dtype}, not integers.")
    if array.dtype == np.uint64 and array.max() > LARGEST:
        raise InvalidInstance(f"The {name} array holds a number above 2**40.")
    return array.astype(np.int64, copy=False)


def check_range(values: Integers, name: str) -> None:
    """Refuse numbers below 0 or above LARGEST."""
    if len(values) and not (values.min() >= 0 and values.max() <= LARGEST):
        place = int(np.flatnonzero((values < 0) | (values > LARGEST))[0])
        raise InvalidInstance(f"{name}[{place}] is {values[place]}, not a number from 0 to 2**40.")


def index_of(ids: Sequence[Any], name: str) -> dict[str, int]:
    """Where each id stands, after checking that all are texts, whole Unicode, and listed once."""
    for place, one in enumerate(ids):
        if not isinstance(one, str) or not one:
            raise InvalidInstance(f"The id at {name}[{place}] is not a text of at least one character.")
    index = {one: place for place, one in enumerate(ids)}
    if len(index) < len(ids):
        place = next(k for k, one in enumerate(ids) if index[one] != k)
        raise InvalidInstance(f"The id {ids[place]!r} is listed twice in {name}.")
    try:
        "".join(index).encode()
    except UnicodeEncodeError:
        place = next(k for k, one in enumerate(ids) if any("\ud800" <= char <= "\udfff" for char in one))
        raise InvalidInstance(f"The id at {name}[{place}] is not valid Unicode.") from None
    return index
