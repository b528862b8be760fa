"""business-rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from business_rules import run_all
from business_rules.actions import BaseActions, rule_action
from business_rules.fields import FIELD_TEXT
from business_rules.variables import BaseVariables, numeric_rule_variable

from benchmarks.other_engines.asked import RULES, Asked, as_values
from benchmarks.plain_loop import Row

PACKAGES = ("business-rules",)
WAY = "all rules in one `run_all` for each TPS; an action notes the rule"


def _asks(name: str, value: int, operator: str = "equal_to") -> dict[str, object]:
    return {"name": name, "operator": operator, "value": value}


REMOTE = _asks("travel", 180, "greater_than")
CONDITIONS = (
    {"all": [_asks("access", 3)]},
    {"all": [_asks("access", 2)]},
    {"all": [_asks("tier", 0)]},
    {"all": [_asks("tier", 1)]},
    {"all": [_asks("tier", 2)]},
    {"all": [_asks("tier", 0, "greater_than_or_equal_to")]},
    {"any": [_asks("signal", 0), REMOTE]},
    {"all": [REMOTE]},
)


class _Variables(BaseVariables):
    def __init__(self, values: dict[str, int]) -> None:
        self._values = values

    @numeric_rule_variable
    def tier(self) -> int:
        return self._values["tier"]

    @numeric_rule_variable
    def travel(self) -> int:
        return self._values["travel"]

    @numeric_rule_variable
    def access(self) -> int:
        return self._values["access"]

    @numeric_rule_variable
    def signal(self) -> int:
        return self._values["signal"]


class _Actions(BaseActions):
    def __init__(self) -> None:
        self.matched: list[str] = []

    @rule_action(params={"rule": FIELD_TEXT})
    def match(self, rule: str) -> None:
        self.matched.append(rule)


@contextmanager
def load(rows: Sequence[Row]) -> Iterator[Asked[list[list[str]]]]:
    """The engine with its rules, to ask of these TPS."""
    rules: list[dict[str, Any]] = [
        {"conditions": asked, "actions": [{"name": "match", "params": {"rule": rule}}]}
        for rule, asked in zip(RULES, CONDITIONS, strict=True)
    ]
    values = as_values(rows)

    def ask() -> list[list[str]]:
        answers = []
        for one in values:
            actions = _Actions()
            run_all(rules, _Variables(one), actions)
            answers.append(actions.matched)
        return answers

    yield Asked(ask, lambda answers: answers)
