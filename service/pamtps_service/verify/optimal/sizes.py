"""The best that stronger sizes can do with what the claims before them leave.

A part is what a command guards in one regency. Its value in a tier is the mean step of the TPS that
have a choice, from 0 at the weakest sizes to 1 at the strongest. Tier by tier, the highest first,
the sorted list of values must be the greatest. That is proven level by level: of the values that
the plan has, l1 < l2 < ..., as many parts as in the plan stand at l1 or above, at l2 or above and
so on up to a level, and then no more of them can stand above that level than do in the plan.

Parts share nothing but persons. So the fewest persons with which a part reaches a value are found
apart, by a small program each, and one program over all parts decides who stands where. It begins
with lower bounds on those numbers; only where it finds a better plan by them are they worked out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import numpy as np

from pamtps_service.verify.optimal.needs import AtHand, Cell, Choice
from pamtps_service.verify.optimal.network import Demand, supply
from pamtps_service.verify.optimal.programs import Program, Solution, UnprovenError


@dataclass(frozen=True, slots=True)
class Better:
    """A part that is stronger in a better plan; values in parts of `whole`."""

    cell: Cell
    planned: int
    best: int
    whole: int


class Part:
    """What a command guards in one regency, in one tier.

    Args:
        choices: each between two sizes or more.
    """

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.cell = choices[0].cell
        scale = math.lcm(*(len(choice.persons) - 1 for choice in choices))
        self._choices = sorted(
            (
                choice.persons,
                tuple(
                    choice.tps * step * (scale // (len(choice.persons) - 1))
                    for step in range(len(choice.persons))
                ),
                choice.step,
            )
            for choice in choices
        )
        self.whole = sum(values[-1] for _, values, _ in self._choices)
        self.value = sum(values[step] for _, values, step in self._choices)
        """In the plan, in parts of `whole`."""
        self._exact: dict[int, int] = {}

    @property
    def level(self) -> Fraction:
        """The value in the plan."""
        return Fraction(self.value, self.whole)

    def wanted(self, level: Fraction, above: bool) -> int:
        """The least value, in parts of `whole`, at a level or above it."""
        scaled = level * self.whole
        return math.floor(scaled) + 1 if above else math.ceil(scaled)

    def at_least(self, value: int) -> int:
        """No fewer persons reach a value: for every price of persons in value, the choices that are
        best at that price give a bound (Lagrange); the highest of some of them."""
        if value in self._exact:
            return self._exact[value]
        persons, values, offset = self._prices
        bounds = -((-(persons * value + offset)) // values)
        return max(0, int(bounds.max(initial=0)))

    def fewest(self, value: int) -> int:
        """The fewest persons that reach a value, worked out."""
        if value not in self._exact:
            self._exact[value] = self._least(value)
        return self._exact[value]

    @cached_property
    def _prices(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Prices as persons by value, and what the choices give at each."""
        prices = {
            Fraction(more - fewer, better - worse)
            for persons, values, _ in self._choices
            for (fewer, worse), (more, better) in pairwise(zip(persons, values, strict=True))
        }
        prices |= {Fraction(persons[-1], values[-1]) for persons, values, _ in self._choices}
        found = []
        for price in sorted(prices):
            up, down = price.numerator, price.denominator
            offset = sum(
                min(down * p - up * v for p, v in zip(persons, values, strict=True))
                for persons, values, _ in self._choices
            )
            found.append((up, down, offset))
        columns = np.array(found, dtype=object).T
        return columns[0], columns[1], columns[2]

    def _least(self, value: int) -> int:
        program, reached, cost = self._program()
        program.row(value, None, reached.items())
        found = program.least(cost)
        if found is None:
            raise UnprovenError("the strongest sizes do not reach their own value")
        return found.worth

    def most_with(self, persons: int) -> int:
        """The greatest value that so many persons reach."""
        program, reached, cost = self._program()
        program.row(None, persons, cost.items())
        found = program.most(reached)
        if found is None:
            raise UnprovenError("the weakest sizes need nobody more")
        return found.worth

    def _program(self) -> tuple[Program, dict[int, int], dict[int, int]]:
        """A program that picks a step for each choice; the value and the persons of its columns."""
        program, reached, cost = Program(), {}, {}
        for persons, values, _ in self._choices:
            steps = []
            for count, worth in zip(persons, values, strict=True):
                column = program.column(0, 1)
                steps.append((column, 1))
                reached[column], cost[column] = worth, count
            program.row(1, 1, steps)
        return program, reached, cost


@dataclass(frozen=True, slots=True)
class _Rung:
    """A value that a part may reach in a tier: a column that is 1 where it does. It reaches the
    rungs below as well, and needs so many persons more than for the one below."""

    part: Part
    value: int
    persons: int
    """In all, at the least."""
    more: int
    column: int


class Tiers:
    """The parts of the provinces whose stronger sizes are due, tier by tier.

    Args:
        choices: of those provinces.
        fixed: persons that other claims were granted.
        at_hand: strengths and ceilings.
        step: called before each program; may raise to end the proof.
    """

    def __init__(
        self,
        choices: Sequence[Choice],
        fixed: Mapping[Cell, int],
        at_hand: AtHand,
        step: Callable[[], None],
    ) -> None:
        self._fixed, self._at_hand, self._step = fixed, at_hand, step
        by_tier: dict[int, dict[Cell, list[Choice]]] = {}
        for choice in choices:
            by_tier.setdefault(choice.tier, {}).setdefault(choice.cell, []).append(choice)
        self.parts = {
            tier: [Part(by_tier[tier][cell]) for cell in sorted(by_tier[tier])]
            for tier in sorted(by_tier, reverse=True)
        }

    def better(self, tier: int) -> Better | None:
        """A part that stands higher in a plan whose sorted list of the tier is greater, and those
        of the higher tiers as in this plan; None where there is none."""
        levels = sorted({part.level for part in self.parts[tier]})
        for number, level in enumerate(levels):
            found = self._more_above(tier, levels[: number + 1]) if level < 1 else None
            if found is not None:
                return found
        return None

    def fewest_from_reserves(self) -> int:
        """The fewest persons that reserves send to commands while all lists are as in the plan."""
        while True:
            program = Program()
            rungs = self._higher_tiers(program, -1)
            solution = self._solved(program, rungs, None)
            if self._hold(rungs, solution):
                return solution.worth

    def _more_above(self, tier: int, levels: Sequence[Fraction]) -> Better | None:
        """A part that stands above the last of these levels, and not so in the plan, where more of
        them do than in the plan."""
        above = sum(part.level > levels[-1] for part in self.parts[tier])
        while True:
            program = Program()
            ladder = self._ladder(program, self.parts[tier], levels, above=True)
            rungs = [*self._higher_tiers(program, tier), *ladder]
            top = {rung.column: rung for rung in ladder[len(levels) :: len(levels) + 1]}
            solution = self._solved(program, rungs, dict.fromkeys(top, 1))
            if solution.worth <= above:
                return None
            if self._hold(rungs, solution):
                rung = next(
                    rung
                    for column, rung in top.items()
                    if solution.values[column] and rung.part.level <= levels[-1]
                )
                part, best = rung.part, rung.part.most_with(rung.persons)
                return Better(part.cell, part.value, best, part.whole)

    def _higher_tiers(self, program: Program, tier: int) -> list[_Rung]:
        """The tiers above one, with lists as in the plan."""
        found: list[_Rung] = []
        for higher, parts in self.parts.items():
            if higher > tier:
                levels = sorted({part.level for part in parts})
                found += self._ladder(program, parts, levels, above=False)
        return found

    def _ladder(
        self, program: Program, parts: Sequence[Part], levels: Sequence[Fraction], *, above: bool
    ) -> list[_Rung]:
        """Let parts stand at these levels, where each is reached by as many as in the plan, and
        above the last where `above` says so. In the order of parts, then levels."""
        rungs = []
        heights = [(level, False) for level in levels] + ([(levels[-1], True)] if above else [])
        for part in parts:
            at_least = 0
            for number, (level, over) in enumerate(heights):
                value = part.wanted(level, over)
                before, at_least = at_least, max(at_least, part.at_least(value))
                column = program.column(0 if number else 1, 1)
                if number:
                    program.row(None, 0, [(column, 1), (column - 1, -1)])
                rungs.append(_Rung(part, value, at_least, at_least - before, column))
        for number, level in enumerate(levels):
            columns = [rung.column for rung in rungs[number :: len(heights)]]
            count = sum(part.level >= level for part in parts)
            program.row(count, None, [(column, 1) for column in columns])
        return rungs

    def _solved(
        self, program: Program, rungs: Sequence[_Rung], most: Mapping[int, int] | None
    ) -> Solution:
        """Solve for the most of some columns, or for the fewest persons from reserves."""
        self._step()
        demands = {cell: Demand(persons) for cell, persons in self._fixed.items()}
        for rung in rungs:
            demand = demands.setdefault(rung.part.cell, Demand())
            demand.terms.append((rung.column, rung.more))
        reserves = supply(program, self._at_hand, demands)
        found = program.least(dict.fromkeys(reserves, 1)) if most is None else program.most(most)
        if found is None:
            raise UnprovenError("the plan's own sizes cannot be had")
        return found

    def _hold(self, rungs: Sequence[_Rung], solution: Solution) -> bool:
        """Whether the persons that a solution counts on are enough; else they are worked out."""
        highest: dict[int, _Rung] = {}
        for rung in rungs:
            if solution.values[rung.column]:
                highest[id(rung.part)] = rung
        self._step()
        enough = [rung.part.fewest(rung.value) == rung.persons for rung in highest.values()]
        return all(enough)


def from_reserves(persons: Mapping[Cell, int], at_hand: AtHand) -> int:
    """The fewest persons that reserves must send to commands for so many in each cell."""
    program = Program()
    demands = {cell: Demand(count) for cell, count in persons.items()}
    reserves = supply(program, at_hand, demands)
    found = program.least(dict.fromkeys(reserves, 1))
    if found is None:
        raise UnprovenError("what the plan grants cannot be had")
    return found.worth
