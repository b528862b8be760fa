"""The cells of a policy: one kind of every dimension together, and a TPS that stands for each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pamtps_service.analysis.dimensions import (
    AREA,
    BOOLEANS,
    SPECIAL,
    TIER,
    Dimension,
    tps_code,
)
from pamtps_service.records.area_codes import SPECIAL_FROM, to_integer
from pamtps_service.records.batch import Batch, NumberColumn, TextColumn

MAX_CELLS: Final = 100_000
"""Cells that are looked at where nothing else is said."""

_STANDARD: Final = ("registered_voters", "travel_minutes", "access")


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells in order: the last dimension changes fastest."""

    dimensions: tuple[Dimension, ...]
    index: NDArray[np.int64]
    """The cells that are looked at, ascending; all of them where they are not too many."""

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(one) for one in self.dimensions)

    @property
    def total(self) -> int:
        """How many cells there are; as an exact number, which may be beyond 64 bits."""
        return math.prod(self.shape)

    @property
    def complete(self) -> bool:
        return len(self.index) == self.total

    def __len__(self) -> int:
        return len(self.index)


def cells_of(dimensions: Sequence[Dimension], most: int = MAX_CELLS) -> Cells:
    """The cells of these dimensions; where there are more than `most`, so many spread evenly."""
    total = math.prod(len(one) for one in dimensions)
    if total <= most:
        index = np.arange(total, dtype=np.int64)
    else:  # numbers of any length where the product is beyond 64 bits, which are slow
        kind = np.int64 if total <= np.iinfo(np.int64).max else np.object_
        index = np.array([number * total // most for number in range(most)], kind)
    return Cells(tuple(dimensions), index)


def kinds_of(cells: Cells) -> list[NDArray[np.int64]]:
    """For each dimension the index of the kind of each cell; each of length len(cells)."""
    found: list[NDArray[np.int64]] = []
    rest = cells.index
    for one in reversed(cells.dimensions):
        found.append((rest % len(one)).astype(np.int64))
        rest = rest // len(one)
    return found[::-1]


def batch_of(cells: Cells) -> Batch:
    """The TPS that stand for the cells, in their order, which is not that of codes."""
    kinds = {
        one.name: (one, index) for one, index in zip(cells.dimensions, kinds_of(cells), strict=True)
    }
    n = len(cells)
    special = kinds[SPECIAL][1] if SPECIAL in kinds else np.zeros(n, np.int64)
    areas, area = kinds[AREA]
    codes = np.array(
        [
            [to_integer(tps_code(kind.value, at_special)) for at_special in (False, True)]
            for kind in areas.kinds
        ],
        np.int64,
    )
    standard = {}
    declared = {}
    for name in _STANDARD:
        values = _numbers(*kinds[name]) if name in kinds else np.zeros(n, np.int64)
        present = np.full(n, name in kinds, np.bool_)
        standard[name] = NumberColumn(values.astype(np.int32), present)
    for name, (dimension, index) in kinds.items():
        if name not in (*_STANDARD, TIER, AREA, SPECIAL):
            texts = sorted(kind.value for kind in dimension.kinds)
            place = np.array([texts.index(kind.value) for kind in dimension.kinds], np.int32)
            declared[name] = TextColumn(place[index], tuple(texts))
    return Batch(
        code=codes[area, special],
        submitted_tier=_numbers(*kinds[TIER]).astype(np.int8),
        standard=standard,
        declared=declared,
        row=np.arange(n, dtype=np.int64),
    )


def _numbers(dimension: Dimension, index: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.array([kind.number for kind in dimension.kinds], np.int64)[index]


def facts_of(cells: Cells, place: int) -> dict[str, str]:
    """The TPS that stands for the cell at a place of `index`: facts by name as texts, each as a
    policy's tests write it."""
    rest = int(cells.index[place])
    facts: dict[str, str] = {}
    for one in reversed(cells.dimensions):
        rest, kind = divmod(rest, len(one))
        facts[one.name] = one.kinds[kind].value
    return dict(reversed(facts.items()))


def place_of(cells: Cells, tps: Mapping[str, str]) -> int:
    """The number of the cell that a TPS falls into.

    Args:
        cells: of the policy.
        tps: texts by name: `tps_code`, `submitted_tier` and every attribute that a rule asks.
    """
    number = 0
    for one in cells.dimensions:
        if one.name == AREA:
            text = tps["tps_code"].rpartition(".")[0]
        elif one.name == SPECIAL:
            special = int(tps["tps_code"].rpartition(".")[2]) >= SPECIAL_FROM
            text = BOOLEANS[special]
        else:
            text = tps[one.name]
        number = number * len(one) + one.kind_of(text)
    return number
