"""Kinds of values: the values of one column that satisfy the same leaves are of one kind.

The leaves on a column cut its values at a few bounds, so the kinds and what holds for each are
known before any TPS is. A class of TPS is then a combination of kinds, one of each column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pamtps_service.records.batch import IntColumn, Mask

KindColumn = NDArray[np.unsignedinteger[Any]]
Span = tuple[int | None, int | None]
"""Values from the first up to, but without, the second; None is unbounded."""

FEW_BOUNDS: Final = 32
"""Up to so many bounds, comparing with each is faster than searching."""
DENSE: Final = 1 << 16
"""Up to so many combinations of kinds are counted in a table; more are sorted."""


@dataclass(frozen=True, slots=True)
class NumberKinds:
    """The kinds of a column of numbers."""

    leaves: tuple[int, ...]
    """Numbers of the leaves on the column."""
    truth: Mask
    """Which of the leaves hold for a kind; shape (kinds, leaves)."""
    bounds: NDArray[np.int64]
    """Ascending; length b."""
    between: KindColumn
    """The kind of the values below (0), between and from the bounds on; length b + 1."""
    steps: tuple[tuple[int, np.uint8], ...]
    """Each bound with what its kind is more than the one before, up to FEW_BOUNDS bounds."""

    def of(self, values: NDArray[np.signedinteger[Any]]) -> KindColumn:
        """The kind of each value; same length."""
        if len(self.bounds) > FEW_BOUNDS:
            return self.between[np.searchsorted(self.bounds, values, side="right")]
        # There are fewer than 256 kinds: a step down wraps around, and the sums are exact.
        kinds = np.zeros(len(values), np.uint8)
        for bound, step in self.steps:
            kinds += (values >= bound).view(np.uint8) * step
        return kinds

    def of_ascending(self, values: NDArray[np.int64]) -> KindColumn:
        """The kind of each value, where the values ascend."""
        places = np.searchsorted(values, self.bounds)
        return np.repeat(self.between, np.diff(places, prepend=0, append=len(values)))


@dataclass(frozen=True, slots=True)
class TextKinds:
    """The kinds of a column of texts; kind 0 has all texts that no leaf names."""

    leaves: tuple[int, ...]
    truth: Mask
    kind_of: Mapping[str, int]

    def of(self, indices: IntColumn, texts: Sequence[str]) -> KindColumn:
        """The kind of each item.

        Args:
            indices: into `texts`, or -1 without a text; length n.
            texts: distinct values.
        """
        kinds = [*(self.kind_of.get(text, 0) for text in texts), 0]
        return np.array(kinds, np.min_scalar_type(len(self.truth)))[indices]


def number_kinds(leaves: Mapping[int, Sequence[Span]]) -> NumberKinds:
    """The kinds of a column of numbers, by the spans in which each leaf on it holds."""
    ends = {end for spans in leaves.values() for span in spans for end in span if end is not None}
    bounds = sorted(ends)
    place = {bound: index for index, bound in enumerate(bounds, 1)}
    holds = np.zeros((len(bounds) + 1, len(leaves)), np.bool_)
    for column, spans in enumerate(leaves.values()):
        for start, stop in spans:
            first = 0 if start is None else place[start]
            behind = len(holds) if stop is None else place[stop]
            holds[first:behind, column] = True
    truth, between = _numbered(holds)
    few = between[: FEW_BOUNDS + 1].astype(np.uint8)
    steps = tuple(zip(bounds, np.diff(few), strict=False))
    return NumberKinds(tuple(leaves), truth, np.array(bounds, np.int64), between, steps)


def text_kinds(leaves: Mapping[int, Sequence[str]]) -> TextKinds:
    """The kinds of a column of texts, by the texts for which each leaf on it holds."""
    named = sorted({text for texts in leaves.values() for text in texts})
    sets = [frozenset(texts) for texts in leaves.values()]
    holds = np.zeros((len(named) + 1, len(leaves)), np.bool_)
    for row, text in enumerate(named, 1):
        holds[row] = [text in texts for texts in sets]
    truth, kinds = _numbered(holds)
    return TextKinds(tuple(leaves), truth, dict(zip(named, kinds[1:].tolist(), strict=True)))


def classes_of(
    columns: Sequence[KindColumn], sizes: Sequence[int], n: int
) -> tuple[NDArray[np.intp], IntColumn]:
    """The combinations of kinds that there are, and which of them each item has.

    Args:
        columns: c columns of kinds; length n.
        sizes: how many kinds each of them can have; length c.
        n: how many items there are.

    Returns:
        The combinations, ascending, shape (classes, c); and for each item the index of its class,
        length n.
    """
    table = np.zeros((min(n, 1), 0), np.intp)
    index: IntColumn = np.zeros(n, np.int32)
    start = 0
    while n and start < len(columns):
        # One column at least, and as many as a dense table has room for.
        space, stop = len(table) * sizes[start], start + 1
        while stop < len(columns) and space * sizes[stop] <= DENSE:
            space, stop = space * sizes[stop], stop + 1
        key = (index if start else columns[0]).astype(np.min_scalar_type(space))
        for at in range(start or 1, stop):
            key *= key.dtype.type(sizes[at])
            key += columns[at]
        present, index = _ranked(key, space)
        parts = np.unravel_index(present, (len(table), *sizes[start:stop]))
        table = np.column_stack([table[parts[0]], *parts[1:]])
        start = stop
    return table, index


def _ranked(key: KindColumn, space: int) -> tuple[NDArray[np.intp], IntColumn]:
    """The distinct keys, ascending, and the index among them of each; all are below `space`."""
    places = key.astype(np.intp)
    if space > DENSE:
        present, index = np.unique(places, return_inverse=True)
        return present, index.astype(np.int32)
    present = np.flatnonzero(np.bincount(places, minlength=space))
    ranks = np.zeros(space, np.int32)
    ranks[present] = np.arange(len(present))
    # clipping changes nothing, all keys being in the table, and spares a check of each
    return present, ranks.take(places, mode="clip")


def _numbered(holds: Mask) -> tuple[Mask, KindColumn]:
    """The distinct rows in the order of their first appearance, and the number of each row."""
    numbers: dict[bytes, int] = {}
    first: list[int] = []
    kinds: list[int] = []
    for place, row in enumerate(holds):
        kind = numbers.setdefault(row.tobytes(), len(numbers))
        if kind == len(first):
            first.append(place)
        kinds.append(kind)
    return holds[first], np.array(kinds, np.min_scalar_type(len(first)))
