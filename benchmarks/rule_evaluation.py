"""Rule evaluation: columns in, decisions out, beside a plain Python loop over rows."""

from __future__ import annotations

from pathlib import Path

from pamtps.v1 import planning_service_pb2
from pamtps_service.engine.decide import Decisions, PolicyEngine
from pamtps_service.planning.admission import admit
from pamtps_service.policy.load import load_policies
from pamtps_service.wire.read_request import read_plan_request

from benchmarks.measure import Figure, in_turn
from benchmarks.plain_loop import Row, decide


def measure(
    request: planning_service_pb2.PlanDeploymentRequest, rules: Path, rounds: int
) -> list[Figure]:
    """The plain loop, a policy that the worker knows, and one that is new to it."""
    policies = load_policies(rules)
    read = read_plan_request(request)
    assert read.request is not None
    assert not read.faults
    (part,), faults = admit(read.request, policies)
    assert not faults
    facts = part.facts
    rows: list[Row] = list(
        zip(
            [f"{code:013d}" for code in facts.code.tolist()],
            facts.submitted_tier.tolist(),
            facts.integers["travel_minutes"].tolist(),
            facts.integers["access"].tolist(),
            strict=True,
        )
    )
    known = PolicyEngine(part.policy)
    _check_equal(known.decide(facts), known, rows)

    def new_policy() -> object:
        return PolicyEngine(part.policy).decide(facts)

    return in_turn(
        {
            "plain Python loop": lambda: decide(rows),
            "engine, policy known": lambda: known.decide(facts),
            "engine, policy new": new_policy,
        },
        base="plain Python loop",
        rounds=rounds,
    )


def _check_equal(decisions: Decisions, engine: PolicyEngine, rows: list[Row]) -> None:
    """The answers are equal on every TPS, or there is nothing to compare."""
    names = [rule.id for rule in engine.policy.rules]
    answers = [
        (int(d.tier), d.labels, tuple(sorted(names[index] for index in d.rules)))
        for d in decisions.classes
    ]
    given = [answers[index] for index in decisions.index.tolist()]
    assert given == decide(rows)
