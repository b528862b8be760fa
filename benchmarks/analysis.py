"""The analysis of a policy, beside brute force over a grid of TPS, which finds the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pamtps_service.analysis.analyze import analyze
from pamtps_service.policy.load import load_policies

from benchmarks.measure import in_turn
from benchmarks.table import Section, Setting
from tests.analysis.oracle import Found, brute, tps_findings
from tests.analysis.oracle_areas import area_findings

POLICY: Final = "ntt-2024"


def sections(setting: Setting) -> Iterator[Section]:
    """Both ways, and how much each looks at."""
    policy = load_policies(setting.rules).policies[POLICY]
    texts = {path.stem: path.read_text("utf-8") for path in setting.rules.glob("*.yaml")}

    def by_brute_force() -> list[Found]:
        looked = brute(texts, POLICY)
        return [*tps_findings(looked), *area_findings(looked)]

    analysis = analyze(policy)
    found = sorted((one.code, one.rules, one.quantity) for one in by_brute_force())
    if sorted((one.code, one.rules, one.quantity) for one in analysis.findings) != found:
        raise RuntimeError("the analysis and brute force find different things")
    timings = in_turn(
        {"brute force": by_brute_force, "analysis": lambda: analyze(policy)},
        rounds=setting.rounds or 3,
        before=0,
    )
    yield Section(
        f"What is found in the policy {POLICY}",
        timings,
        bases=("brute force",),
        notes=f"{len(brute(texts, POLICY).rows):,} TPS of the grid, {analysis.cells:,} cells.",
    )
