"""A whole plan over gRPC by Arrow, beside other engines that evaluate the rules alone."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Final

from benchmarks.arrow_requests import arrow_request
from benchmarks.batches import made_batch
from benchmarks.measure import in_turn
from benchmarks.other_engines.asked import Unavailable
from benchmarks.rule_evaluation import OTHERS, part_of, rows_of
from benchmarks.table import Section, Setting
from benchmarks.whole_plan import PLAN, caller, service_process

WAY: Final = "whole plan by Arrow, verified"
BESIDE: Final = ("zen", "zen_decision", "drools", "cerbos")
"""Modules of other_engines."""
NO_ENGINE: Final = "rules alone: Zen"
"""It evaluates one expression that stands for all rules, and decides nothing."""
ROUNDS: Final = 5
NOTES: Final = """\
How the others are asked stands with the rule evaluation above. *Zen* there is one bare expression
that was written by hand for all rules together, without a decision of the engine; the threshold is
beside engines that are given rules and decide."""


def sections(setting: Setting) -> Iterator[Section]:
    """The service with all its steps, and engines that do one of them."""
    request = setting.request()
    rows = rows_of(part_of(setting, request))
    skipped: dict[str, str] = {}
    with made_batch("--province", "53") as folder, ExitStack() as stack:
        if folder is None:
            return
        content = arrow_request(folder).SerializeToString()
        address, _ = stack.enter_context(service_process(setting.rules))
        call = caller(address, PLAN)
        ways: dict[str, Callable[[], object]] = {WAY: lambda: call(content)}
        for module in BESIDE:
            try:
                engine = importlib.import_module(f"benchmarks.other_engines.{module}")
                asked = stack.enter_context(engine.load(rows))
            except (ImportError, Unavailable) as reason:
                skipped[OTHERS[module]] = str(reason)
                continue
            ways[f"rules alone: {OTHERS[module]}"] = asked.ask
        timings = in_turn(ways, rounds=setting.rounds or ROUNDS, before=2)
    others = [way for way in ways if way not in (WAY, NO_ENGINE)]
    fastest = min(others, key=timings.milliseconds, default=WAY)
    yield Section(
        f"A whole plan of {len(rows):,} TPS over gRPC by Arrow, beside engines that evaluate rules",
        timings,
        bases=tuple(dict.fromkeys((fastest, *(way for way in ways if way == NO_ENGINE)))),
        notes=NOTES,
        skipped=skipped,
        aliases={"fastest of them": fastest},
    )
