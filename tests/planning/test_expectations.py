"""Expectations on the finished plan: what is counted, and how fractions are compared."""

from __future__ import annotations

from typing import Any

import pytest
from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import make_plan
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.plan import Plan, Status
from pamtps_service.verify.check import verify

from tests.planning.service_input import DAY, batch_of, load, strengths_of

HEAD = "policy: p\ntitle: T\nissuer: I\nbasis: B\nareas: all\nunits: {regu: 10}\nrules:\n"
GUARD = "  - {id: guard, guard: {polri: 2, tni: 1, tps_per_post: 2, linmas_per_tps: 2}}\n"
TPS = [{"tps_code": f"53.01.01.2001.{number:03d}", "risk_tier": "rawan"} for number in range(1, 6)]


def plan_of(rules: str, strengths: list[dict[str, Any]]) -> Plan:
    """A verified plan of five TPS in one village: three posts, 6 Polri, 3 TNI, 10 linmas."""
    policies = load({"p": HEAD + GUARD + rules})
    request = PlanRequest(batch_of(TPS), strengths_of(strengths), None, DAY)
    parts, faults = admit(request, policies)
    assert not faults
    plan = make_plan(request, parts)
    found = verify(plan, request, policies.policies)
    assert [violation.message.en for violation in found.violations] == []
    return plan


def own(force: str, personnel: int) -> dict[str, Any]:
    return {
        "command": "53.01",
        "area": "53.01",
        "covers": ["53.01"],
        "force": force,
        "personnel": personnel,
        "role": "own",
    }


def fails(statement: str, strengths: list[dict[str, Any]], rules: str = "") -> bool:
    """Whether a statement on the province fails."""
    rule = f"  - {{id: e, for_each: province, expect: {{{statement}}}}}\n"
    plan = plan_of(rules + rule, strengths)
    codes = [finding.code for finding in plan.findings]
    failed = "expectation-fails" in codes
    assert (plan.status == Status.INVALID) == failed
    return failed


class TestQuantities:
    @pytest.mark.parametrize(
        ("quantity", "value"),
        [
            ("polri", 5),
            ("polri_short", 1),
            ("tni", 3),
            ("tni_short", 0),
            ("linmas", 7),
            ("linmas_short", 3),
            ("posts", 3),
            ("tps", 5),
        ],
    )
    def test_each_quantity_is_that_of_the_plan(self, quantity: str, value: int) -> None:
        strengths = [own("polri", 5), own("tni", 9), own("linmas", 7)]
        assert not fails(f'{quantity}: ">= {value}"', strengths)
        assert not fails(f'{quantity}: "<= {value}"', strengths)
        assert fails(f'{quantity}: "> {value}"', strengths)
        assert fails(f'{quantity}: "< {value}"', strengths)

    def test_without_strength_the_personnel_required_count_also_under_a_ceiling(self) -> None:
        ceiling = "  - {id: ceiling, for_each: province, limit: {polri: 4}}\n"
        assert not fails('polri: ">= 6"', [], ceiling)
        assert fails('polri: ">= 6"', [own("polri", 9)], ceiling)

    def test_units_count_in_the_areas_around_them(self) -> None:
        unit = "  - {id: unit, for_each: regency, add: {polri: 1 regu}}\n"
        assert not fails('polri: ">= 16"', [], unit)
        assert fails('polri: ">= 17"', [], unit)


class TestFractions:
    @pytest.mark.parametrize(("strength", "failed"), [(9, False), (10, True)])
    def test_a_share_of_strength_is_never_rounded(self, strength: int, failed: bool) -> None:
        """6 >= 2/3 of 9, but not of 10 (6.67)."""
        ceiling = "  - {id: ceiling, for_each: province, limit: {polri: 6}}\n"
        assert fails('polri: ">= 2/3 of strength"', [own("polri", strength)], ceiling) == failed

    def test_a_share_of_another_quantity(self) -> None:
        """3 TNI are half of 6 Polri, and less than 3/5 of them."""
        assert not fails('tni: ">= 1/2 of polri"', [])
        assert fails('tni: ">= 3/5 of polri"', [])

    def test_a_share_of_a_strength_that_is_not_given_is_not_checked_and_said(self) -> None:
        rule = '  - {id: e, for_each: province, expect: {polri: ">= 2/3 of strength"}}\n'
        plan = plan_of(rule, [])
        (finding,) = [f for f in plan.findings if f.code == "expectation-not-checked"]
        assert (finding.severity, finding.area) == ("info", "53")


def test_a_warning_leaves_the_plan_valid() -> None:
    rule = '  - {id: e, for_each: village, expect: {posts: "> 3"}, severity: warning}\n'
    plan = plan_of(rule, [])
    assert plan.status == Status.COMPLETE
    (finding,) = [found for found in plan.findings if found.code == "expectation-fails"]
    assert (finding.severity, finding.area) == ("warning", "53.01.01.2001")


def test_a_shortage_behind_early_upgrades_names_the_strength_that_they_used_up() -> None:
    """Ten are at hand: 4 for the posts at 2 : 3, 6 more for 2 : 1, none for the two on standby."""
    claims = ["sangat_rawan", "rawan", "kurang_rawan", "upgrades"]
    claims += ["supervisor", "reinforcement", "standby"]
    policy = HEAD.replace("units:", f"claims: [{', '.join(claims)}]\nunits:")
    rules = (
        "  - {id: guard, guard: {polri: 2, tps_per_post: [1, 3]}}\n"
        "  - {id: unit, for_each: regency, add: {polri: 2, role: standby}}\n"
    )
    policies = load({"p": policy + rules})
    strengths = strengths_of([own("polri", 10)])
    request = PlanRequest(batch_of(TPS), strengths, None, DAY)
    parts, _ = admit(request, policies)
    plan = make_plan(request, parts)
    assert verify(plan, request, policies.policies).violations == ()
    (polri, _, _) = plan.totals
    assert (polri.required, polri.above, polri.assigned, polri.short) == (6, 6, 10, 2)
    (shortage,) = [found for found in plan.findings if found.code == "shortage"]
    (bind,) = shortage.binds
    assert bind.need - bind.available == polri.short == 2
