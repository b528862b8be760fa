"""GoRules Zen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import zen

from benchmarks.other_engines.asked import Asked, as_values, of_truths
from benchmarks.plain_loop import Row

PACKAGES = ("zen-engine",)
WAY = (
    "one expression that lists the truth of all rules, compiled once, evaluated for each TPS; the "
    "same rules as a decision table or as an expression node of a graph took several times as "
    "long, also by `evaluate_batch`"
)
EXPRESSION = (
    "[access == 3, access == 2, tier == 0, tier == 1, tier == 2, true, "
    "signal == 0 or travel > 180, travel > 180]"
)


@contextmanager
def load(rows: Sequence[Row]) -> Iterator[Asked[list[list[bool]]]]:
    """The engine with its rules, to ask of these TPS."""
    expression, values = zen.compile_expression(EXPRESSION), as_values(rows)
    yield Asked(lambda: [expression.evaluate(one) for one in values], of_truths)
