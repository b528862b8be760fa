"""The analysis of a policy, beside brute force over a grid of TPS, which finds the same."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pamtps_service.analysis.analyze import analyze
from pamtps_service.policy.load import load_policies

from benchmarks.measure import Figure, in_turn
from tests.analysis.oracle import Found, brute, tps_findings
from tests.analysis.oracle_areas import area_findings

POLICY: Final = "ntt-2024"


def measure(rules: Path, rounds: int) -> tuple[list[Figure], str]:
    """Figures, and how much each way looks at."""
    policy = load_policies(rules).policies[POLICY]
    texts = {path.stem: path.read_text("utf-8") for path in rules.glob("*.yaml")}

    def by_brute_force() -> list[Found]:
        looked = brute(texts, POLICY)
        return [*tps_findings(looked), *area_findings(looked)]

    analysis = analyze(policy)
    found = sorted((one.code, one.rules, one.quantity) for one in by_brute_force())
    assert sorted((one.code, one.rules, one.quantity) for one in analysis.findings) == found
    figures = in_turn(
        {"brute force": by_brute_force, "analysis": lambda: analyze(policy)},
        base="brute force",
        rounds=rounds,
        before=0,
    )
    told = f"{len(brute(texts, POLICY).rows):,} TPS of the grid, {analysis.cells:,} cells."
    return figures, told
