"""Distinct keys, and which of them each row has, without sorting where the keys spare it.

The columns of a batch are in code order, and indices of areas, commands, posts and shapes lie close
together; only what is neither is sorted.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
_ROOM = 4
"""Keys are marked where their range has at most so many numbers for each row, and some more."""
_MORE = 1024


def distinct(keys: Numbers) -> tuple[Numbers, Numbers]:
    """The distinct keys, ascending, and for each row the index of its key; any keys."""
    if bool((keys[1:] >= keys[:-1]).all()):
        begins = changes(keys)
        return keys[np.flatnonzero(begins)], np.cumsum(begins) - 1
    low, high = int(keys.min()), int(keys.max())
    span = high - low + 1
    if span <= _ROOM * len(keys) + _MORE:
        near = keys - low
        there = np.zeros(span, dtype=np.bool_)
        there[near] = True
        return np.flatnonzero(there) + low, (np.cumsum(there) - 1)[near]
    found, where = np.unique(keys, return_inverse=True)
    return found, where.reshape(-1)


def changes(
    *columns: NDArray[np.int64] | NDArray[np.int32] | NDArray[np.int8],
) -> NDArray[np.bool_]:
    """At which rows one of the columns (of one length) has another value than in the row before;
    the first row counts as one."""
    found = np.ones(len(columns[0]), dtype=np.bool_)
    found[1:] = columns[0][1:] != columns[0][:-1]
    for column in columns[1:]:
        found[1:] |= column[1:] != column[:-1]
    return found


def added(where: Numbers, count: int, column: NDArray[np.int64] | NDArray[np.int32]) -> Numbers:
    """The sums of a column by index; length `count`."""
    found = np.zeros(count, dtype=np.int64)
    np.add.at(found, where, column)
    return found


def added_up_to_next(begins: Numbers, columns: Numbers) -> Numbers:
    """The sums of each column from each of these rows up to the next of them, or the end.

    Args:
        begins: ascending.
        columns: of one length, one after the other.
    """
    length = columns.shape[1]
    before = np.zeros((len(columns), length + 1), dtype=np.int64)
    np.cumsum(columns, axis=1, out=before[:, 1:])
    return np.diff(before[:, np.append(begins, length)], axis=1)
