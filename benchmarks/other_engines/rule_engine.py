"""rule-engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import rule_engine

from benchmarks.other_engines.asked import COLUMNS, Asked, as_values, of_truths
from benchmarks.plain_loop import Row

PACKAGES = ("rule-engine",)
WAY = (
    "one typed expression that lists the truth of all rules, parsed once, evaluated for each TPS; "
    "`matches` of a rule each took longer"
)
EXPRESSION = (
    "[access == 3, access == 2, tier == 0, tier == 1, tier == 2, true, "
    "signal == 0 or travel > 180, travel > 180]"
)


@contextmanager
def load(rows: Sequence[Row]) -> Iterator[Asked[list[tuple[bool, ...]]]]:
    """The engine with its rules, to ask of these TPS."""
    types = dict.fromkeys(COLUMNS, rule_engine.DataType.FLOAT)
    context = rule_engine.Context(type_resolver=rule_engine.type_resolver_from_dict(types))
    rule, values = rule_engine.Rule(EXPRESSION, context=context), as_values(rows)
    yield Asked(lambda: [rule.evaluate(one) for one in values], of_truths)
