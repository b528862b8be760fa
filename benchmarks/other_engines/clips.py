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
    "a rule of CLIPS each, loaded once; facts of a template are asserted and run 20 TPS at a time, "
    "and what matched is read from one list; a call of Python from each rule took several times as "
    "long"
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


@contextmanager
def load(rows: Sequence[Row]) -> Iterator[Asked[list[int]]]:
    """The engine with its rules, to ask of these TPS."""
    environment = clips.Environment()
    environment.build("(defglobal ?*matched* = (create$))")
    slots = " ".join(f"(slot {name})" for name in ("place", *COLUMNS))
    environment.build(f"(deftemplate tps {slots})")
    for number, (rule, asked) in enumerate(zip(RULES, CONDITIONS, strict=True)):
        environment.build(
            f"(defrule {rule} (tps (place ?p) {asked}) => "
            f"(bind ?*matched* (create$ ?*matched* (+ ?p {number}))))"
        )
    template, found = environment.find_template("tps"), environment.find_global("matched")
    facts = [{"place": len(RULES) * place, **one} for place, one in enumerate(as_values(rows))]

    def ask() -> list[int]:
        matched: list[int] = []
        for start in range(0, len(facts), AT_A_TIME):
            environment.reset()
            for fact in facts[start : start + AT_A_TIME]:
                template.assert_fact(**fact)
            environment.run()
            matched += found.value
        return matched

    def read(matched: list[int]) -> Iterable[Iterable[str]]:
        rules: list[list[str]] = [[] for _ in rows]
        for number in matched:
            rules[number // len(RULES)].append(RULES[number % len(RULES)])
        return rules

    yield Asked(ask, read)
