"""durable_rules, asked for each TPS with its raw values."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import durable_rules_engine

from benchmarks.other_engines.asked import RULES, Asked, as_values
from benchmarks.plain_loop import Row

PACKAGES = ("durable_rules",)
WAY = (
    "one ruleset, asked for each TPS through the C module: the fact is asserted as JSON text (made "
    "beforehand), its actions are taken, and it is retracted; `durable.lang` took twice as long"
)
REMOTE = {"$gt": {"travel": 180}}
CONDITIONS: tuple[dict[str, object], ...] = (
    {"access": 3},
    {"access": 2},
    {"tier": 0},
    {"tier": 1},
    {"tier": 2},
    {"$gte": {"tier": 0}},
    {"$or": [{"signal": 0}, REMOTE]},
    {**REMOTE},
)
_rulesets = itertools.count(1)


@contextmanager
def load(rows: Sequence[Row]) -> Iterator[Asked[list[set[str]]]]:
    """The engine with its rules, to ask of these TPS."""
    rules = {rule: {"all": [{"m": asked}]} for rule, asked in zip(RULES, CONDITIONS, strict=True)}
    name = f"raw{next(_rulesets)}"
    handle = durable_rules_engine.create_ruleset(name, json.dumps(rules))
    number = itertools.count(1)
    facts = [json.dumps({"id": next(number), "sid": "0", **one}) for one in as_values(rows)]

    def ask() -> list[set[str]]:
        return [_matched(handle, fact) for fact in facts]

    yield Asked(ask, lambda answers: answers)


def _matched(handle: int, fact: str) -> set[str]:
    code, state = durable_rules_engine.assert_fact(handle, fact)
    if code != 0:
        raise RuntimeError(f"assert_fact answered {code}")
    started = durable_rules_engine.start_action_for_state(handle, state)
    action = started[1] if started else None
    found = set()
    while action:
        # `{"remote":{...`: the name of the rule that fired stands first
        found.add(action[2 : action.index('"', 2)])
        action = durable_rules_engine.complete_and_start_action(handle, state)
    durable_rules_engine.retract_fact(handle, fact)
    return found
