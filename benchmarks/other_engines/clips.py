"""CLIPS, by clipspy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import clips

from benchmarks.other_engines.asked import COLUMNS, RULES, Asked, as_values
from benchmarks.plain_loop import Row

PACKAGES = ("clipspy",)
WAY = (
    "a rule of CLIPS each, loaded anew for each batch, since an environment becomes slower with "
    "what was asked of it; facts of a template are asserted and run 20 TPS at a time, and what "
    "matched is read from one list; a call of Python from each rule took several times as long"
)
AT_A_TIME: Final = 20
CONDITIONS = (
    "(access 3)",
    "(access 2)",
    "(tier 0)",
    "(tier 1)",
    "(tier 2)",
    "",
    "(travel ?t) (signal ?s&:(or (= ?s 0) (> ?t 180)))",
    "(travel ?t&:(> ?t 180))",
)


def _environment() -> clips.Environment:
    environment = clips.Environment()
    environment.build("(defglobal ?*matched* = (create$))")
    slots = " ".join(f"(slot {name})" for name in ("place", *COLUMNS))
    environment.build(f"(deftemplate tps {slots})")
    for number, (rule, asked) in enumerate(zip(RULES, CONDITIONS, strict=True)):
        environment.build(
            f"(defrule {rule} (tps (place ?p) {asked}) => "
            f"(bind ?*matched* (create$ ?*matched* (+ ?p {number}))))"
        )
    return environment


@contextmanager
def load(rows: Sequence[Row]) -> Iterator[Asked[list[tuple[int, ...]]]]:
    """The engine with its rules, to ask of these TPS."""
    # Places begin anew in each batch: CLIPS keeps every number that it has seen in a small table.
    facts = [
        {"place": len(RULES) * (place % AT_A_TIME), **one}
        for place, one in enumerate(as_values(rows))
    ]

    def ask() -> list[tuple[int, ...]]:
        environment = _environment()
        template, found = environment.find_template("tps"), environment.find_global("matched")
        matched = []
        for start in range(0, len(facts), AT_A_TIME):
            environment.reset()
            for fact in facts[start : start + AT_A_TIME]:
                template.assert_fact(**fact)
            environment.run()
            matched.append(found.value)
        return matched

    def read(matched: list[tuple[int, ...]]) -> Iterable[Iterable[str]]:
        rules: list[list[str]] = [[] for _ in rows]
        for batch, numbers in enumerate(matched):
            for number in numbers:
                place = batch * AT_A_TIME + number // len(RULES)
                rules[place].append(RULES[number % len(RULES)])
        return rules

    yield Asked(ask, read)
