"""How time grows with the TPS of a batch and with the rules of a policy, as a fitted power."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np
from pamtps_service.parallel import ALONE
from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import make_plan
from pamtps_service.policy.load import PolicySet, check_files, load_policies
from pamtps_service.records.batch import PlanRequest
from pamtps_service.verify.check import verify

from benchmarks.allocation import read_folder
from benchmarks.batches import made_batch
from benchmarks.measure import Timings, in_turn
from benchmarks.table import Section, Setting

NTT: Final = 16_746
TIMES: Final = (1, 2, 4, 8, 16, 32, 49)
RULES: Final = (10, 30, 100, 300, 1_000)
ROUNDS: Final = 3
BASIS: Final = "made up"


def sections(setting: Setting) -> Iterator[Section]:
    """Batches of 1 to 49 times NTT's TPS, and policies of 10 to 1,000 rules."""
    with made_batch() as folder:
        if folder is None:
            return
        nation = read_folder(folder)
    rounds = setting.rounds or ROUNDS
    policies = load_policies(setting.rules)
    shares = {times: _first(nation, times * NTT) for times in TIMES}
    timings = in_turn(
        {f"{times} x NTT": partial(planned, shares[times], policies) for times in TIMES},
        rounds=rounds,
        clock=time.process_time,
    )
    power = fitted_power({len(shares[n].batch): f"{n} x NTT" for n in TIMES}, timings)
    yield Section(
        "Growth with TPS: planned and verified in one process, the nation's TPS in code order",
        timings,
        bases=("1 x NTT",),
        notes=f"Time grows with the number of TPS to the power of {power:.3f} (least squares).",
    )
    ntt = _first(nation, NTT)
    timings = in_turn(
        {f"{many} rules": partial(planned, ntt, rules_of(many)) for many in RULES},
        rounds=rounds,
        clock=time.process_time,
    )
    power = fitted_power({many: f"{many} rules" for many in RULES}, timings)
    yield Section(
        f"Growth with rules: {NTT:,} TPS planned and verified in one process",
        timings,
        bases=("10 rules",),
        notes=f"Time grows with the number of rules to the power of {power:.3f} (least squares).",
    )


def planned(request: PlanRequest, policies: PolicySet) -> None:
    """Plans and verifies, as a worker does."""
    parts, faults = admit(request, policies)
    if faults:
        raise RuntimeError(faults[0].text("en"))
    plan = make_plan(request, parts, ALONE)
    if verify(plan, request, {part.policy.id: part.policy for part in parts}).violations:
        raise RuntimeError("the plan has violations")


def _first(request: PlanRequest, count: int) -> PlanRequest:
    """The request with the first TPS in code order, at most so many."""
    at = np.arange(min(count, len(request.batch)))
    return replace(request, batch=request.batch.only(at))


def rules_of(many: int) -> PolicySet:
    """A policy of so many rules, most of which match some of the TPS."""
    lines = [
        "policy: many-rules",
        "title: {id: Banyak aturan, en: Many rules}",
        "issuer: nobody",
        f"basis: {BASIS}",
        "areas: all",
        "effective: {from: 2024-01-01}",
        "rules:",
    ]
    for tier, sizes in (("kurang_rawan", "[4, 8, 16]"), ("rawan", "2"), ("sangat_rawan", "1")):
        lines += _rule(
            f"guard-{tier.replace('_', '-')}",
            f"{{risk_tier: {tier}}}",
            f"{{polri: 2, tps_per_post: {sizes}}}",
        )
    for number in range(many - 3):
        minutes, linmas = number % 600, 1 + number % 4
        when = f'{{travel_minutes: ">= {minutes}", access: [road, foot]}}'
        lines += _rule(f"linmas-{number}", when, f"{{linmas_per_tps: {linmas}}}")
    checked = check_files({"many-rules.yaml": ("\n".join(lines) + "\n").encode()})
    if checked.policies is None:
        raise RuntimeError(checked.faults[0].text("en"))
    return checked.policies


def _rule(name: str, when: str, guard: str) -> list[str]:
    return [
        f"  - id: {name}",
        f"    title: {{id: {name}, en: {name}}}",
        f"    basis: {BASIS}",
        f"    when: {when}",
        f"    guard: {guard}",
    ]


def fitted_power(ways: Mapping[int, str], timings: Timings) -> float:
    """The slope of the line through the logarithms of amounts and times."""
    amounts = np.array([math.log(amount) for amount in ways])
    times = np.array([math.log(timings.milliseconds(way)) for way in ways.values()])
    return float(np.polyfit(amounts, times, 1)[0])
