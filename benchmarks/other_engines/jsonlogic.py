"""JSONLogic, by datalogic-py over datalogic-rs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from datalogic_py import Engine

from benchmarks.other_engines.asked import Asked, as_values, of_truths
from benchmarks.plain_loop import Row

PACKAGES = ("datalogic-py",)
WAY = (
    "one array of the truth of all rules, compiled once, evaluated in a session from the JSON text "
    "of each TPS (made beforehand) to JSON text (read afterwards)"
)


def _var(name: str) -> dict[str, str]:
    return {"var": name}


REMOTE = {">": [_var("travel"), 180]}
RULE = [
    {"===": [_var("access"), 3]},
    {"===": [_var("access"), 2]},
    {"===": [_var("tier"), 0]},
    {"===": [_var("tier"), 1]},
    {"===": [_var("tier"), 2]},
    True,
    {"or": [{"===": [_var("signal"), 0]}, REMOTE]},
    REMOTE,
]


@contextmanager
def load(rows: Sequence[Row]) -> Iterator[Asked[list[str]]]:
    """The engine with its rules, to ask of these TPS."""
    engine = Engine()
    rule = engine.compile(RULE)
    texts = [json.dumps(one) for one in as_values(rows)]

    def matched(answers: list[str]) -> Iterable[Iterable[str]]:
        return of_truths(json.loads(answer) for answer in answers)

    with engine.session() as session:
        yield Asked(lambda: [session.evaluate_str(rule, text) for text in texts], matched)
