"""The Common Expression Language, by cel-expr-python over cel-cpp."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cel_expr_python import cel

from benchmarks.other_engines.asked import COLUMNS, Asked, as_values, of_bits
from benchmarks.plain_loop import Row

PACKAGES = ("cel-expr-python",)
WAY = (
    "one typed expression that adds a bit for each rule, compiled once, evaluated for each TPS in "
    "one arena; a list of truth values took longer, and so did one expression that maps all TPS"
)
CONDITIONS = (
    "access == 3",
    "access == 2",
    "tier == 0",
    "tier == 1",
    "tier == 2",
    "true",
    "(signal == 0 || travel > 180)",
    "travel > 180",
)


@contextmanager
def load(rows: Sequence[Row]) -> Iterator[Asked[list[int]]]:
    """The engine with its rules, to ask of these TPS."""
    environment = cel.NewEnv(variables=dict.fromkeys(COLUMNS, cel.Type.INT))
    expression = environment.compile(
        " + ".join(f"({asked} ? {1 << bit} : 0)" for bit, asked in enumerate(CONDITIONS))
    )
    values = as_values(rows)

    def ask() -> list[int]:
        arena = cel.Arena()
        return [expression.eval(data=one, arena=arena).value() for one in values]

    yield Asked(ask, of_bits)
