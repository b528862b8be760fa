"""Drools, by drools-jpy in a Java virtual machine of this process."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.other_engines.asked import RULES, Asked, Unavailable, as_values
from benchmarks.plain_loop import Row

PACKAGES = ("drools-jpy",)
WAY = (
    "one ruleset in which all rules may match, an event for each TPS, asserted through the Java "
    "object itself as JSON text (made beforehand); the matches are read from JSON afterwards"
)


def _asks(name: str, value: int, kind: str = "Equals") -> dict[str, object]:
    return {f"{kind}Expression": {"lhs": {"Event": name}, "rhs": {"Integer": value}}}


REMOTE = _asks("travel", 180, "GreaterThan")
CONDITIONS = (
    _asks("access", 3),
    _asks("access", 2),
    _asks("tier", 0),
    _asks("tier", 1),
    _asks("tier", 2),
    _asks("tier", 0, "GreaterThanOrEqualTo"),
    {"OrExpression": {"lhs": _asks("signal", 0), "rhs": REMOTE}},
    REMOTE,
)
_rulesets = itertools.count(1)


def _find_java() -> None:
    """Tell jpy, which does not look for it, where Java is."""
    if "JAVA_HOME" in os.environ:
        return
    java = shutil.which("java")
    if java is None:
        raise Unavailable("there is no Java on this machine")
    command = [java, "-XshowSettings:properties", "-version"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    home = re.search(r"java\.home = (.+)", told)
    if home is None or not list(Path(home[1]).rglob("libjvm.*")):
        raise Unavailable("Java has no libjvm on this machine")
    os.environ["JAVA_HOME"] = home[1]


@contextmanager
def load(rows: Sequence[Row]) -> Iterator[Asked[list[str]]]:
    """The engine with its rules, to ask of these TPS."""
    _find_java()
    from drools.ruleset import Ruleset

    name = f"tps{next(_rulesets)}"
    rules = [
        {
            "Rule": {
                "name": rule,
                "enabled": True,
                "condition": {"AllCondition": [asked]},
                "actions": [{"Action": {"action": "debug", "action_args": {}}}],
            }
        }
        for rule, asked in zip(RULES, CONDITIONS, strict=True)
    ]
    content = {
        "name": name,
        "hosts": ["all"],
        "sources": [],
        "match_multiple_rules": True,
        "rules": rules,
    }
    ruleset = Ruleset(name=name, serialized_ruleset=json.dumps(content))
    java, session = ruleset._api, ruleset._session_id
    texts = [json.dumps(one) for one in as_values(rows)]

    def matched(answers: list[str]) -> Iterable[Iterable[str]]:
        return ([rule for match in json.loads(answer) for rule in match] for answer in answers)

    try:
        yield Asked(lambda: [java.assertEvent(session, text) for text in texts], matched)
    finally:
        ruleset.end_session()
