"""JSONLogic, by datalogic-py over datalogic-rs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from datalogic_py import Engine

from benchmarks.other_engines.asked import COLUMNS, Asked, of_truths
from benchmarks.plain_loop import Row

PACKAGES = ("datalogic-py",)
WAY = (
    "one rule that maps an array of all TPS to the truth of all rules, compiled once, evaluated in "
    "one call from JSON text (made beforehand) to JSON text (read afterwards); Python values, data "
    "handles, and a call for each TPS took as long or longer"
)


def _value(name: str) -> dict[str, int]:
    return {"var": COLUMNS.index(name)}


REMOTE = {">": [_value("travel"), 180]}
TRUTHS = [
    {"===": [_value("access"), 3]},
    {"===": [_value("access"), 2]},
    {"===": [_value("tier"), 0]},
    {"===": [_value("tier"), 1]},
    {"===": [_value("tier"), 2]},
    True,
    {"or": [{"===": [_value("signal"), 0]}, REMOTE]},
    REMOTE,
]


@contextmanager
def load(rows: Sequence[Row]) -> Iterator[Asked[str]]:
    """The engine with its rules, to ask of these TPS."""
    engine = Engine()
    rule = engine.compile({"map": [{"var": ""}, TRUTHS]})
    text = json.dumps([row[1:] for row in rows])
    with engine.session() as session:
        yield Asked(
            lambda: session.evaluate_str(rule, text), lambda answer: of_truths(json.loads(answer))
        )
