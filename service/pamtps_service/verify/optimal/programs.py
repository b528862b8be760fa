"""Integer programs in whole numbers, solved by HiGHS to the very optimum.

Everything that goes in is a whole number. What comes out is rounded, never truncated, and every row
is added up again in whole numbers before it counts, so that no float decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

_EXACT: Final = 2**53
"""Whole numbers up to this are exact as floats."""
_TOLERANCE: Final = 1e-9


class SolverMissingError(Exception):
    """HiGHS (the package highspy) is not installed."""


class UnprovenError(RuntimeError):
    """HiGHS gave an answer that does not hold in whole numbers."""


@dataclass(frozen=True, slots=True)
class Solution:
    values: tuple[int, ...]
    """By column."""
    worth: int


@dataclass(slots=True)
class Program:
    """Columns that are whole numbers within bounds, and rows of bounds on sums of them."""

    lows: list[int] = field(default_factory=list)
    highs: list[int] = field(default_factory=list)
    rows: list[tuple[int | None, int | None, dict[int, int]]] = field(default_factory=list)

    def column(self, low: int, high: int) -> int:
        """A new column, by number."""
        self.lows.append(low)
        self.highs.append(high)
        return len(self.lows) - 1

    def row(
        self, low: int | None, high: int | None, terms: Iterable[tuple[int, int]]
    ) -> dict[int, int]:
        """Bound a sum of columns, each with its factor; None is no bound."""
        summed: dict[int, int] = {}
        for column, factor in terms:
            summed[column] = summed.get(column, 0) + factor
        summed = {column: factor for column, factor in summed.items() if factor}
        self.rows.append((low, high, summed))
        return summed

    def most(self, terms: Mapping[int, int]) -> Solution | None:
        """The greatest sum of columns with their factors; None where the rows cannot all hold."""
        found = self.least({column: -factor for column, factor in terms.items()})
        return None if found is None else Solution(found.values, -found.worth)

    def least(self, terms: Mapping[int, int]) -> Solution | None:
        """The least sum of columns with their factors; None where the rows cannot all hold.

        Raises SolverMissingError, or UnprovenError where the answer does not hold.
        """
        if not self.lows:
            # HiGHS calls a program without columns empty, and says nothing of its rows.
            return Solution((), 0) if self._broken(()) is None else None
        highspy = _highs()
        # The class above it writes a heading to standard output, whatever its options say.
        model = highspy._core._Highs()
        for name, value in _OPTIONS.items():
            _done(model.setOptionValue(name, value) == highspy.HighsStatus.kOk, name)
        _done(model.passModel(self.model(highspy, terms)) != highspy.HighsStatus.kError, "model")
        model.run()
        status = model.getModelStatus()
        if status in (
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            return None
        _done(status == highspy.HighsModelStatus.kOptimal, str(status))
        values = tuple(round(value) for value in model.getSolution().col_value)
        worth = sum(factor * values[column] for column, factor in terms.items())
        broken = self._broken(values)
        _done(broken is None, str(broken))
        _done(abs(model.getInfo().mip_dual_bound - worth) < 0.5, "bound")
        return Solution(values, worth)

    def model(self, highspy: Any, terms: Mapping[int, int]) -> Any:
        """The program as HiGHS takes it, for the least sum."""
        infinite = highspy.kHighsInf
        numbers = [*self.lows, *self.highs, *terms.values()]
        numbers += [bound for low, high, _ in self.rows for bound in (low, high) if bound]
        numbers += [factor for _, _, row in self.rows for factor in row.values()]
        _done(all(abs(number) <= _EXACT for number in numbers), "magnitude")
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.lows), len(self.rows)
        cost = np.zeros(len(self.lows))
        for column, factor in terms.items():
            cost[column] = factor
        lp.col_cost_ = cost
        lp.col_lower_ = np.array(self.lows, np.float64)
        lp.col_upper_ = np.array(self.highs, np.float64)
        lp.row_lower_ = np.array([-infinite if low is None else low for low, _, _ in self.rows])
        lp.row_upper_ = np.array([infinite if high is None else high for _, high, _ in self.rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row) for _, _, row in self.rows)], dtype=np.int32)
        lp.a_matrix_.index_ = np.array([c for _, _, row in self.rows for c in row], np.int32)
        lp.a_matrix_.value_ = np.array(
            [factor for _, _, row in self.rows for factor in row.values()], np.float64
        )
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self.lows)
        return lp

    def _broken(self, values: tuple[int, ...]) -> str | None:
        """The first bound that does not hold, in whole numbers."""
        for column, value in enumerate(values):
            if not self.lows[column] <= value <= self.highs[column]:
                return f"column {column} is {value}"
        for number, (low, high, row) in enumerate(self.rows):
            total = sum(factor * values[column] for column, factor in row.items())
            if (low is not None and total < low) or (high is not None and total > high):
                return f"row {number} is {total}"
        return None


_OPTIONS: Final[Mapping[str, Any]] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": _TOLERANCE,
    "primal_feasibility_tolerance": _TOLERANCE,
    "dual_feasibility_tolerance": _TOLERANCE,
}


def _done(holds: bool, what: str) -> None:
    if not holds:
        raise UnprovenError(f"HiGHS: {what}")


def _highs() -> Any:
    """The package, which is large and needed for this alone, so it is loaded where it is used."""
    try:
        import highspy
    except ModuleNotFoundError as error:
        raise SolverMissingError(str(error)) from error
    return highspy
