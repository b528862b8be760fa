"""Frontiers: for a command's part of a regency and one tier, what each number of persons buys.

The planner picks one size for each choice: the TPS of one requirement in one district or regency,
as `choose` says. Each choice stands on a scale of its own, from its weakest size (0) to its
strongest (1), one step a size. The value of a part is the mean over its TPS. Which choices to
strengthen with so many persons is a knapsack; the program over its exact cost is solved once and
keeps every answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided
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

    def step_of(self, choice: Choice) -> int:
        """What each size of a choice adds to the value of the one before it."""
        steps = len(choice.sizes) - 1
        return choice.tps * (self._scale // steps) if steps else 0

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
        for choice, rest in zip(self.choices, stages[1:], strict=True):
            step = self.step_of(choice) * most_kept
            for level in range(len(choice.sizes) - 1, -1, -1):
                before = cost - choice.extra[level] // unit
                if not 0 <= before < len(rest):
                    continue
                behind = rest.item(before)
                if behind >= 0 and behind + level * step + choice.kept[level] == wanted:
                    chosen.append(choice.sizes[level])
                    cost, wanted = before, behind
                    break
        return chosen

    def _solved(self) -> _Program:
        if self._program is None:
            (self._program,) = _programs([self])
        return self._program

    @property
    def terms(self) -> _Terms:
        """What its program reckons with."""
        unit = math.gcd(*chain.from_iterable(choice.extra for choice in self.choices)) or 1
        most_kept = sum(max(choice.kept) for choice in self.choices) + 1
        longest = self._budget // unit + 1
        lengths = [1]
        for choice in reversed(self.choices):
            lengths.append(min(lengths[-1] + choice.extra[-1] // unit, longest))
        return _Terms(unit, most_kept, lengths)

    @staticmethod
    def solve(frontiers: Iterable[Frontier]) -> None:
        """Solve the programs of some frontiers together, which is faster than each alone."""
        unsolved = [one for one in frontiers if one._program is None]
        for one, program in zip(unsolved, _programs(unsolved), strict=True):
            one._program = program


class _Terms(NamedTuple):
    """What the program of one frontier reckons with."""

    unit: int
    """Of cost."""
    most_kept: int
    """What a value of one is worth in TPS kept."""
    lengths: list[int]
    """How many costs there are before the last choice, before the one ahead of it, ..."""


class _Program(NamedTuple):
    """The program of one frontier, solved."""

    unit: int
    """Of cost."""
    stages: list[Int64]
    """For each choice on, the greatest worth at each exact cost in units; negative where there is
    none."""
    most_kept: int
    """What a value of one is worth in TPS kept."""


def _programs(several: Sequence[Frontier]) -> list[_Program]:
    """The programs of several frontiers. They take one choice each in a step, from the last to the
    first, with one row each in the tables of the step: a single one is too short to be worth a call
    for each of its sizes."""
    order = sorted(range(len(several)), key=lambda at: -len(several[at].choices))
    rows = [several[at] for at in order]
    terms = [one.terms for one in rows]
    most = max((len(one.choices) for one in rows), default=0)
    choosing = [
        [row for row, one in enumerate(rows) if len(one.choices) > step] for step in range(most)
    ]
    costs, worths = _choices_by_cost(
        [
            (rows[row], terms[row], rows[row].choices[-1 - step])
            for step, of_step in enumerate(choosing)
            for row in of_step
        ]
    )
    stages: list[list[Int64]] = [[np.zeros(1, worths.dtype)] for _ in rows]
    tables = _Tables(len(rows), costs, worths, max((one.lengths[-1] for one in terms), default=1))
    worth = np.zeros((len(rows), 1), worths.dtype)
    end = 0
    for step, of_step in enumerate(choosing):
        begin, end = end, end + len(of_step)
        lengths = [terms[row].lengths[step + 1] for row in of_step]
        worth = tables.with_choices(worth[: len(of_step)], slice(begin, end), max(lengths))
        for row, length in zip(of_step, lengths, strict=True):
            stages[row].append(worth[row, :length])
    programs = [
        _Program(one.unit, of_row[::-1], one.most_kept)
        for one, of_row in zip(terms, stages, strict=True)
    ]
    return [programs[order.index(at)] for at in range(len(order))]


def _choices_by_cost(
    choosing: Sequence[tuple[Frontier, _Terms, Choice]],
) -> tuple[Int64, Int64]:
    """Costs, in units, and worths of the sizes of choices: a row for each choice.

    A stronger size is worth more than all TPS kept, so of sizes that cost the same only the last is
    of use: most districts need as many posts for several. What is repeated changes no maximum.
    """
    # beyond 64 bits only where sets of very many different lengths meet; exact all the same
    wide = any((one.whole + 1) * terms.most_kept >= 2**62 for one, terms, _ in choosing)
    several = max((len(choice.sizes) for _, _, choice in choosing), default=1)
    table = np.array(
        [
            (terms.unit, one.step_of(choice) * terms.most_kept, len(choice.sizes) - 1)
            for one, terms, choice in choosing
        ],
        object if wide else np.int64,
    ).reshape(-1, 3)
    unit, step, last = table[:, 0, None], table[:, 1, None], table[:, 2, None]
    level = np.minimum(np.arange(several), last)
    costs = _padded([choice.extra for _, _, choice in choosing], several) // unit
    worths = level * step + _padded([choice.kept for _, _, choice in choosing], several)
    useful = np.ones(costs.shape, np.bool_)
    useful[:, :-1] = costs[:, 1:] != costs[:, :-1]
    first = np.argsort(~useful, axis=1, kind="stable")[:, : useful.sum(axis=1).max(initial=1)]
    return (
        np.take_along_axis(costs, first, 1).astype(np.int64),
        np.take_along_axis(worths, first, 1),
    )


def _padded(rows: Sequence[tuple[int, ...]], width: int) -> Int64:
    """A table of rows of different length, with the last entry of each repeated."""
    table = [row + row[-1:] * (width - len(row)) for row in rows]
    return np.array(table, np.int64).reshape(-1, width)


class _Tables:
    """The greatest worth at each cost, one frontier a row.

    Args:
        rows: how many frontiers there are at most.
        costs: of choices, as _choices_by_cost gives them.
        worths: of these.
        widest: how many costs there are at most.
    """

    def __init__(self, rows: int, costs: Int64, worths: Int64, widest: int) -> None:
        self._worths = worths
        self._margin = margin = int(costs.max(initial=0))
        self._padded = np.full((rows, margin + widest), _NEVER, worths.dtype)
        row, column = self._padded.strides
        # by the margin that is left in front
        self._shifted = as_strided(self._padded, (rows, margin + 1, widest), (row, column, column))
        self._front = margin - costs
        self._rows = np.arange(rows)

    def with_choices(self, rest: Int64, picked: slice, width: int) -> Int64:
        """The worths with one choice more in each row.

        Args:
            rest: those without it.
            picked: the choices, one a row.
            width: how many costs there are with it.
        """
        padded = self._padded[: len(rest), self._margin : self._margin + width]
        padded[:, : rest.shape[1]] = rest[:, :width]
        padded[:, rest.shape[1] :] = _NEVER
        tried = self._shifted[self._rows[: len(rest)], self._front[picked].T, :width]
        tried += self._worths[picked].T[:, :, None]
        best: Int64 = np.maximum.reduce(tried)
        return best
