"""Rule evaluation: columns in, decisions out, beside a plain Python loop and other rule engines."""

from __future__ import annotations

import importlib
import importlib.metadata
import itertools
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from types import ModuleType
from typing import Any, Final

from pamtps.v1 import planning_service_pb2
from pamtps_service.engine.decide import PolicyEngine
from pamtps_service.engine.facts import Facts
from pamtps_service.planning.admission import AdmittedPart, admit
from pamtps_service.policy.load import load_policies
from pamtps_service.wire.read_request import read_plan_request

from benchmarks.measure import Timings, in_turn
from benchmarks.other_engines.asked import Asked, Unavailable, decided
from benchmarks.plain_loop import Decided, Row, decide
from benchmarks.table import Section, Setting

LOOP: Final = "plain Python loop"
KNOWN: Final = "engine, policy known"
NEW: Final = "engine, policy new"
OTHERS: Final = {
    "zen": "Zen",
    "zen_decision": "Zen, decisions",
    "drools": "Drools",
    "cel": "CEL",
    "jsonlogic": "JSONLogic",
    "clips": "CLIPS",
    "business_rules": "business-rules",
    "rule_engine": "rule-engine",
    "durable": "durable_rules, raw",
    "cerbos": "Cerbos over gRPC",
}
"""Names of the modules of other_engines."""
GRID: Final[list[Row]] = [
    ("", *values)
    for values in itertools.product(range(3), (0, 180, 181, 32_767), range(4), range(3))
]
"""Every case that the rules tell apart, on which all have to agree besides the batch."""
LEAST_SECONDS: Final = 0.02
WAYS: Final = f"""\
*{KNOWN}*: columns of the batch in, the class of each TPS and the decision of each class
out; the worker has answered for the policy before. *{NEW}*: the same with a policy that is
loaded first. *{LOOP}*: the rules written out, over tuples that were made before."""
BESIDE: Final = f"""

All answers are equal, on every TPS of the batch and on {len(GRID)} kinds of TPS that the rules tell
apart. How the other engines are asked, one TPS at a time where nothing else is said, on values that
were put before in the form that each reads fastest, and without reading ids from their answers:

"""


def sections(setting: Setting) -> Iterator[Section]:
    """The engine beside the plain loop; at the full size, beside other engines too."""
    request = setting.request()
    part = part_of(setting, request)
    rows = rows_of(part)
    known = PolicyEngine(part.policy)
    expected = decide(rows)
    require_equal(KNOWN, answers(known, part.facts), expected)
    ways: dict[str, Callable[[], object]] = {
        LOOP: lambda: decide(rows),
        KNOWN: lambda: known.decide(part.facts),
        NEW: lambda: PolicyEngine(part.policy).decide(part.facts),
    }
    told: list[str] = []
    skipped: dict[str, str] = {}
    with ExitStack() as stack:
        for module, name in OTHERS.items() if setting.size == "full" else ():
            try:
                engine = importlib.import_module(f"benchmarks.other_engines.{module}")
                with engine.load(GRID) as asked:
                    require_equal(name, _matched(GRID, asked), decide(GRID))
                asked = stack.enter_context(engine.load(rows))
            except (ImportError, Unavailable) as reason:
                skipped[name] = str(reason)
                continue
            require_equal(name, _matched(rows, asked), expected)
            ways[name] = asked.ask
            told.append(_way(name, engine, asked))
        # A machine that is busy disturbs no time of the process; Cerbos has another process.
        timings = in_turn(
            ways,
            rounds=setting.rounds or (5 if setting.size == "full" else 15),
            least=LEAST_SECONDS,
            clock=time.perf_counter if setting.size == "full" else time.process_time,
        )
    yield Section(
        f"Rule evaluation: columns in, decisions out; {len(rows):,} TPS, policy {part.policy.id}",
        timings,
        bases=(LOOP, KNOWN),
        notes=WAYS + (BESIDE + "\n".join(told) if told else ""),
        skipped=skipped,
        aliases=_fastest(timings),
    )


def require_equal(name: str, found: Sequence[Decided], expected: Sequence[Decided]) -> None:
    """The answers are equal on every TPS, or there is nothing to compare.

    Raises:
        RuntimeError: they are not.
    """
    if len(found) != len(expected):
        raise RuntimeError(f"{name} answers for {len(found)} of {len(expected)} TPS")
    for number, (one, wanted) in enumerate(zip(found, expected, strict=True)):
        if one != wanted:
            raise RuntimeError(f"{name} says of TPS {number} {one}, the plain loop {wanted}")


def part_of(setting: Setting, request: planning_service_pb2.PlanDeploymentRequest) -> AdmittedPart:
    """The TPS of a request, all under one policy."""
    read = read_plan_request(request)
    if read.request is None or read.faults:
        raise RuntimeError(f"the request is refused: {read.faults[0].text('en')}")
    parts, faults = admit(read.request, load_policies(setting.rules))
    if faults:
        raise RuntimeError(f"the request is refused: {faults[0].text('en')}")
    (part,) = parts
    return part


def rows_of(part: AdmittedPart) -> list[Row]:
    """The TPS as the plain loop takes them."""
    facts = part.facts
    return list(
        zip(
            [f"{code:013d}" for code in facts.code.tolist()],
            facts.submitted_tier.tolist(),
            *(facts.integers[name].tolist() for name in ("travel_minutes", "access", "signal")),
            strict=True,
        )
    )


def answers(engine: PolicyEngine, facts: Facts) -> list[Decided]:
    """What the engine says of each TPS, in the form of the plain loop."""
    decisions = engine.decide(facts)
    names = [rule.id for rule in engine.policy.rules]
    of_class = [
        (int(one.tier), one.labels, tuple(sorted(names[index] for index in one.rules)))
        for one in decisions.classes
    ]
    return [of_class[index] for index in decisions.index.tolist()]


def _matched(rows: Sequence[Row], asked: Asked[Any]) -> list[Decided]:
    return decided(rows, asked.matched(asked.ask()))


def _fastest(timings: Timings) -> dict[str, str]:
    others = [way for way in timings.seconds if way in OTHERS.values()]
    return {"fastest other engine": min(others, key=timings.milliseconds)} if others else {}


def _way(name: str, engine: ModuleType, asked: Asked[Any]) -> str:
    versions = [f"{name} {importlib.metadata.version(name)}" for name in engine.PACKAGES]
    versions += [asked.told] if asked.told else []
    told = f"- {name} ({', '.join(versions)}): {engine.WAY}."
    return textwrap.fill(told, 100, subsequent_indent="  ", break_on_hyphens=False)
