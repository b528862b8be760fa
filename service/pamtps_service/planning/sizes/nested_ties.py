"""The exact program of ties.py where strengths nest and nothing else is shared.

A part asks its province's reserve for what its own strength lacks, and the province asks the
nation's reserve for what its own reserve lacks. So a province is solved once, for every number of
persons that its parts could ask together, and the provinces are joined over the nation's reserve.
Columns are arrays over such numbers; the sums to be least may be beyond 64 bits, so they are
arrays of Python's integers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Asked: TypeAlias = "Sequence[tuple[int, int]]"
"""The options of a part, ascending: persons asked of reserves, and the weight to be least."""
Sums: TypeAlias = "NDArray[np.object_]"

_SENT_BITS = 41
"""Persons from reserves stand in the low bits of a sum, so that they break ties of weight."""


@dataclass(frozen=True, slots=True)
class _Province:
    """What a province can do with so many persons of the nation's reserve."""

    asks: tuple[int, ...]
    """Persons of the nation's reserve."""
    sums: tuple[int, ...]
    chosen: tuple[tuple[int, ...], ...]
    """The option of each part."""


def settle_nested(
    provinces: Sequence[tuple[Sequence[Asked], int]], national: int, step: Callable[[], None]
) -> list[int]:
    """The option of each part with the least sum of weights.

    Of equal sums the fewest persons from reserves, then the most for the first part.

    Args:
        provinces: the parts of each in code order, and its reserve.
        national: the nation's reserve.
        step: called before the work on each province; may raise to end it.

    Returns:
        Indices of options, province after province.
    """
    solved = []
    for parts, reserve in provinces:
        step()
        solved.append(_province(parts, reserve, national))
    unit = math.gcd(*(ask for each in solved for ask in each.asks)) or 1
    never = _never(sum(max(each.sums) for each in solved))
    sums = _start(national // unit + 1, never)
    steps = []
    for each in reversed(solved):
        step()
        # what gives most to the first part comes last and so stays where sums are equal
        order = sorted(range(len(each.asks)), key=lambda number: each.chosen[number])
        uses = [(each.asks[number] // unit, each.sums[number]) for number in order]
        sums, picked = _added(sums, uses, never)
        steps.append((each, order, picked))
    at = min(range(len(sums)), key=sums.__getitem__)
    found: list[int] = []
    for each, order, picked in reversed(steps):
        number = order[int(picked[at])]
        found += each.chosen[number]
        at -= each.asks[number] // unit
    return found


def _province(parts: Sequence[Asked], reserve: int, national: int) -> _Province:
    unit = math.gcd(*(asked for part in parts for asked, _ in part)) or 1
    most = min(reserve + national, sum(part[-1][0] for part in parts))
    scaled = [
        [(asked // unit, (weight << _SENT_BITS) + asked) for asked, weight in part]
        for part in parts
    ]
    never = _never(sum(max(weight for _, weight in part) for part in scaled))
    sums = _start(most // unit + 1, never)
    steps = []
    for part in reversed(scaled):
        sums, picked = _added(sums, part, never)
        steps.append((part, picked))
    asks: list[int] = []
    best: list[int] = []
    chosen: list[tuple[int, ...]] = []
    within = reserve // unit + 1
    first = min(range(min(within, len(sums))), key=sums.__getitem__)
    for total in [first, *range(within, len(sums))]:
        # more persons are worth something only where they lower the weight
        least = best[-1] >> _SENT_BITS if best else never >> _SENT_BITS
        if sums[total] >> _SENT_BITS >= least:
            continue
        asks.append(max(0, total * unit - reserve))
        best.append(sums[total])
        at, of_parts = total, []
        for part, picked in reversed(steps):
            of_parts.append(int(picked[at]))
            at -= part[of_parts[-1]][0]
        chosen.append(tuple(of_parts))
    return _Province(tuple(asks), tuple(best), tuple(chosen))


def _never(most: int) -> int:
    """A sum greater than any that can be reached."""
    return 1 << (most.bit_length() + 1)


def _start(length: int, never: int) -> Sums:
    sums = np.full(length, never, object)
    sums[0] = 0
    return sums


def _added(
    sums: Sums, uses: Sequence[tuple[int, int]], never: int
) -> tuple[Sums, NDArray[np.int32]]:
    """The least sums when one of these is added: how much it uses, and its weight.

    Of equal sums the last of them.
    """
    least = np.full(len(sums), never, object)
    picked = np.full(len(sums), -1, np.int32)
    for number, (use, weight) in enumerate(uses):
        if use >= len(sums):
            continue
        reached = sums[: len(sums) - use]
        candidates = np.where(reached < never, reached + weight, never)
        better = (candidates <= least[use:]) & (candidates < never)
        least[use:][better] = candidates[better]
        picked[use:][better] = number
    return least, picked
