"""Frontiers: for a command's part of a regency and one tier, what each number of persons buys.

The planner picks one size for each choice: the TPS of one requirement in one district or regency,
as `choose` says. Each choice stands on a scale of its own, from its weakest size (0) to its
strongest (1), one step a size. The value of a part is the mean over its TPS. Which choices to
strengthen with so many persons is a knapsack; the program over its exact cost is solved once and
keeps every answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.columns import starts_of_runs

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
        self._program: _Program | None = None
        self._scale = math.lcm(*{len(one.sizes) - 1 for one in self.choices if len(one.sizes) > 1})
        self.whole = self._scale * sum(one.tps for one in self.choices if len(one.sizes) > 1)
        """The value at the wish; 0 where nothing can be chosen."""
        self.most = sum(choice.extra[-1] for choice in self.choices)
        """Persons beyond the weakest sizes at which the wish is reached."""

    @cached_property
    def _values(self) -> list[list[int]]:
        """For each choice the value of each of its sizes."""
        found = []
        for choice in self.choices:
            steps = len(choice.sizes) - 1
            each = choice.tps * (self._scale // steps) if steps else 0
            found.append([each * level for level in range(steps + 1)])
        return found

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
        unit, stages, most_kept = self._solved()
        values = stages[0] if most_kept == 1 else stages[0] // most_kept
        top = np.maximum.accumulate(values)
        rises = starts_of_runs([top])  # the first is nothing bought
        return (rises * unit).tolist(), top[rises].tolist()

    def sizes_at(self, persons: int) -> list[int]:
        """The size of each choice at a point of the frontier: among equally good ones those that
        keep most TPS in their posts, then the strongest in code order."""
        unit, stages, most_kept = self._solved()
        cost = persons // unit
        wanted = stages[0].item(cost)
        chosen = []
        for choice, values, rest in zip(self.choices, self._values, stages[1:], strict=True):
            for level in range(len(choice.sizes) - 1, -1, -1):
                before = cost - choice.extra[level] // unit
                if not 0 <= before < len(rest):
                    continue
                worth = values[level] * most_kept + choice.kept[level]
                behind = rest.item(before)
                if behind >= 0 and behind + worth == wanted:
                    chosen.append(choice.sizes[level])
                    cost, wanted = before, behind
                    break
        return chosen

    def _solved(self) -> _Program:
        if self._program is None:
            (self._program,) = _programs([self._options])
        return self._program

    @property
    def _options(self) -> _Options:
        unit = math.gcd(*(persons for choice in self.choices for persons in choice.extra)) or 1
        most_kept = sum(max(choice.kept) for choice in self.choices) + 1
        # a stronger size is worth more than all TPS kept, so of sizes that cost the same the last
        # is best: most districts need as many posts for several
        worth_of = [
            {
                persons // unit: value * most_kept + kept
                for persons, value, kept in zip(choice.extra, values, choice.kept, strict=True)
            }
            for choice, values in zip(self.choices, self._values, strict=True)
        ]
        return _Options(unit, worth_of, most_kept, self._budget // unit + 1, self.whole)

    @staticmethod
    def solve(frontiers: Iterable[Frontier]) -> None:
        """Solve the programs of some frontiers together, which is faster than each alone."""
        unsolved = [one for one in frontiers if one._program is None]
        found = _programs([one._options for one in unsolved])
        for one, program in zip(unsolved, found, strict=True):
            one._program = program


class _Options(NamedTuple):
    """What the program of one frontier chooses from."""

    unit: int
    """Of cost."""
    worth_of: list[dict[int, int]]
    """For each choice the worth of each cost, ascending."""
    most_kept: int
    """What a value of one is worth in TPS kept."""
    longest: int
    """More than the greatest cost."""
    whole: int

    @property
    def lengths(self) -> list[int]:
        """How many costs there are before the last choice, before the one ahead of it, ..."""
        found = [1]
        for worth in reversed(self.worth_of):
            found.append(min(found[-1] + max(worth), self.longest))
        return found


class _Program(NamedTuple):
    """The program of one frontier, solved."""

    unit: int
    """Of cost."""
    stages: list[Int64]
    """For each choice on, the greatest worth at each exact cost in units; negative where there is
    none."""
    most_kept: int
    """What a value of one is worth in TPS kept."""


def _programs(several: Sequence[_Options]) -> list[_Program]:
    """The programs of several frontiers. They take one choice each in a step, from the last to the
    first, with one row each in the tables of the step: a single one is too short to be worth a call
    for each of its sizes."""
    order = sorted(range(len(several)), key=lambda at: -len(several[at].worth_of))
    # beyond 64 bits only where sets of very many different lengths meet; exact all the same
    wide = any((one.whole + 1) * one.most_kept >= 2**62 for one in several)
    kind: type[object] = object if wide else np.int64
    rows = [several[at] for at in order]
    lengths = [one.lengths for one in rows]
    most = len(rows[0].worth_of) if rows else 0
    choosing = [
        [one.worth_of[-1 - at] for one in rows if len(one.worth_of) > at] for at in range(most)
    ]
    stages: list[list[Int64]] = [[np.zeros(1, kind)] for _ in rows]
    worth = np.zeros((len(rows), 1), kind)
    for step, (costs, worths) in enumerate(_tables(choosing, kind)):
        ends = [of_row[step + 1] for of_row in lengths[: len(costs)]]
        worth = _with_choices(worth[: len(costs)], costs, worths, max(ends))
        for row, end in enumerate(ends):
            stages[row].append(worth[row, :end])
    programs = [
        _Program(one.unit, of_row[::-1], one.most_kept)
        for one, of_row in zip(rows, stages, strict=True)
    ]
    return [programs[order.index(at)] for at in range(len(order))]


def _tables(
    choosing: Sequence[Sequence[dict[int, int]]], kind: type[object]
) -> Iterator[tuple[Int64, Int64]]:
    """The costs and worths of the choices of each step; a row for each choice."""
    together = [choice for of_step in choosing for choice in of_step]
    if not together:
        return
    several = max(map(len, together))
    # what is repeated changes no maximum
    costs = np.array([[*one, *[0] * (several - len(one))] for one in together], np.int64)
    worths = np.array([[*one.values(), *[one[0]] * (several - len(one))] for one in together], kind)
    end = 0
    for of_step in choosing:
        begin, end = end, end + len(of_step)
        yield costs[begin:end], worths[begin:end]


def _with_choices(rest: Int64, costs: Int64, worths: Int64, width: int) -> Int64:
    """The greatest worth at each cost with one choice more, one frontier a row.

    Args:
        rest: without it.
        costs: of the choice; a column for each of its sizes that differ in cost.
        worths: of these.
        width: how many costs there are with it.
    """
    margin = int(costs.max())
    padded = np.full((len(rest), margin + width), _NEVER, rest.dtype)
    padded[:, margin : margin + rest.shape[1]] = rest[:, :width]
    begin = np.arange(margin, padded.size, padded.shape[1])[:, None] - costs
    tried = padded.take(begin.T[:, :, None] + np.arange(width))
    tried += worths.T[:, :, None]
    best: Int64 = np.maximum.reduce(tried)
    return best
