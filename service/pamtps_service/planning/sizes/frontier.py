"""Frontiers: for a command's part of a regency and one tier, what each number of persons buys.

The planner picks one size for each choice: the TPS of one requirement in one district or regency,
as `choose` says. Each choice stands on a scale of its own, from its weakest size (0) to its
strongest (1), one step a size. The value of a part is the mean over its TPS. Which choices to
strengthen with so many persons is a knapsack; the program over its exact cost is solved once and
keeps every answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]

_NEVER = -(2**62)
"""Less than nothing, whatever worth is added to it."""


class Choice(NamedTuple):
    """What gets one size: the TPS of one requirement in one district or regency."""

    area: int
    """Integer code of the district or regency for which the size is chosen."""
    requirement: int
    groups: tuple[int, ...]
    """Indices of its groups."""
    tps: int
    sizes: tuple[int, ...]
    """From the weakest (the largest) to the strongest."""
    extra: tuple[int, ...]
    """Persons beyond the weakest size, for each of them; never falls."""
    kept: tuple[int, ...]
    """TPS that each keeps in their posts of the plan in force; zeros where there is none."""


class Frontier:
    """What the choices of one part and tier can reach: points, each with the least persons that
    reach its value, ascending. The program is solved when it is first asked for.

    Args:
        choices: in code order; those with a single size count as well.
        budget: no more persons than this can be had.
    """

    def __init__(self, choices: Sequence[Choice], budget: int) -> None:
        self.choices = tuple(choices)
        self._budget = budget
        steps = [len(choice.sizes) - 1 for choice in self.choices]
        scale = math.lcm(*(count for count in steps if count))
        self._values = [
            tuple(
                choice.tps * level * (scale // count) if count else 0 for level in range(count + 1)
            )
            for choice, count in zip(self.choices, steps, strict=True)
        ]
        self.whole = sum(values[-1] for values in self._values)
        """The value at the wish; 0 where nothing can be chosen."""
        self.most = sum(choice.extra[-1] for choice in self.choices)
        """Persons beyond the weakest sizes at which the wish is reached."""

    @property
    def persons(self) -> list[int]:
        """Of each point, beyond the weakest sizes; the first is 0."""
        return self._points[0]

    @property
    def values(self) -> list[int]:
        """Of each point."""
        return self._points[1]

    def key(self, point: int, bits: int) -> int:
        """The value of a point as a part of the wish, as an integer that orders the parts of all
        frontiers.

        Args:
            point: its index.
            bits: two different fractions with denominators below 2**k differ by more than 2**-2k,
                so where no `whole` has more than bits / 2 bits, the order is exact.
        """
        return (self.values[point] << bits) // self.whole if self.whole else 1 << bits

    @cached_property
    def _points(self) -> tuple[list[int], list[int]]:
        unit, stages, most_kept = self._program
        top = np.maximum.accumulate(stages[0] // most_kept)
        rises = np.flatnonzero(np.diff(top, prepend=-1))
        return (rises * unit).tolist(), top[rises].tolist()

    def sizes_at(self, persons: int) -> list[int]:
        """The size of each choice at a point of the frontier: among equally good ones those that
        keep most TPS in their posts, then the strongest in code order."""
        unit, stages, most_kept = self._program
        cost = persons // unit
        chosen = []
        for number, (choice, values) in enumerate(zip(self.choices, self._values, strict=True)):
            rest = stages[number + 1]
            wanted = stages[number][cost]
            for level in range(len(choice.sizes) - 1, -1, -1):
                before = cost - choice.extra[level] // unit
                worth = values[level] * most_kept + choice.kept[level]
                if 0 <= before < len(rest) and rest[before] >= 0 and rest[before] + worth == wanted:
                    chosen.append(choice.sizes[level])
                    cost = before
                    break
        return chosen

    @cached_property
    def _program(self) -> tuple[int, list[Int64], int]:
        """The unit of cost; for each choice on, the greatest worth at each exact cost in units
        (negative where there is none); and what a value of one is worth in TPS kept."""
        unit = math.gcd(*(persons for choice in self.choices for persons in choice.extra)) or 1
        most_kept = sum(max(choice.kept) for choice in self.choices) + 1
        # beyond 64 bits only where sets of very many different lengths meet; exact all the same
        wide = (self.whole + 1) * most_kept >= 2**62
        kind: type[object] = object if wide else np.int64
        longest = self._budget // unit + 1
        stages = [np.zeros(1, kind)]
        for choice, values in zip(reversed(self.choices), reversed(self._values), strict=True):
            # sizes that cost the same are one: most districts need as many posts for several
            worth_of: dict[int, int] = {}
            for persons, value, kept in zip(choice.extra, values, choice.kept, strict=True):
                cost, worth = persons // unit, value * most_kept + kept
                worth_of[cost] = max(worth, worth_of.get(cost, 0))
            rest = stages[-1]
            best = np.full(min(len(rest) + choice.extra[-1] // unit, longest), _NEVER, kind)
            for cost, worth in worth_of.items():
                part = best[cost : cost + len(rest)]
                np.maximum(part, rest[: len(part)] + worth, out=part)
            stages.append(best)
        stages.reverse()
        return unit, stages, most_kept
