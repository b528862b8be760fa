"""Sums and distinct rows of long columns in which equal entries mostly stand together, as those of
areas and commands do where TPS are in code order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]


def starts_of_runs(columns: Sequence[NDArray[np.integer]]) -> Int64:
    """Where an entry differs from the one before it in any of some columns of equal length."""
    first, *others = columns
    changes = np.ones(len(first), np.bool_)
    changes[1:] = first[1:] != first[:-1]
    for column in others:
        changes[1:] |= column[1:] != column[:-1]
    return changes.nonzero()[0]


def lengths_of_runs(starts: Int64, length: int) -> Int64:
    """How many entries each run has, in a column of that length."""
    return np.append(starts[1:], length) - starts


def sums_by(index: NDArray[np.integer], columns: Sequence[Int64], length: int) -> Int64:
    """Sums of what has the same index.

    Args:
        index: from 0 to length - 1, in any order; k entries.
        columns: of length k.
        length: of the sums.

    Returns:
        The sums of each column; shape (columns, length).
    """
    sums = np.zeros((len(columns), length), np.int64)
    starts = starts_of_runs([index])
    if len(starts):
        at = index[starts]
        for row, column in zip(sums, columns, strict=True):
            np.add.at(row, at, np.add.reduceat(column, starts))
    return sums


def distinct_rows(columns: Sequence[NDArray[np.integer]]) -> tuple[Int64, Int64]:
    """The distinct rows of some columns of length k.

    Returns:
        The rows, ascending, shape (rows, columns); and for each entry the index of its row.
    """
    starts = starts_of_runs(columns)
    table = np.stack([column[starts].astype(np.int64) for column in columns])
    order = np.lexsort(table[::-1])
    ordered = table[:, order]
    firsts = starts_of_runs(list(ordered))
    of_run = np.empty(len(order), np.int64)
    of_run[order] = np.repeat(np.arange(len(firsts)), lengths_of_runs(firsts, len(order)))
    index = np.repeat(of_run, lengths_of_runs(starts, len(columns[0])))
    return ordered[:, firsts].T, index
