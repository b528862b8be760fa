"""Published plans as regression tests: what was published, and what follows from the rule.

Each file of this folder is one case: its source, the rules, the TPS by area and tier, the figures
that follow from the rules, and the figures that were published. Where the two differ the case says
so; the planner must give the first.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import make_plan
from pamtps_service.policy.model import Tier
from pamtps_service.records.batch import Batch, NumberColumn, PlanRequest, Strength
from pamtps_service.records.plan import Plan
from pamtps_service.verify.check import verify
from ruamel.yaml import YAML

from tests.planning.service_input import load

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*.yaml"))
DAY = datetime.date(2024, 2, 14)
HEAD = """policy: published-case
title: A published case
issuer: the source of the case
basis: the source of the case
areas: all
rules:
"""


def read(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return case


def batch_of(groups: list[dict[str, Any]]) -> Batch:
    """TPS of each group in villages of ten, 99 villages a district, in the group's regency."""
    codes: list[int] = []
    tiers: list[int] = []
    taken: dict[str, int] = {}
    for group in groups:
        regency = str(group["regency"])
        first = taken.get(regency, 0)
        for number in range(first, first + group["tps"]):
            village, district = number // 10 % 99 + 1, number // 990 + 1
            place = 901 + number % 10 if group.get("special") else 1 + number % 10
            code = int(regency.replace(".", "")) * 10**9 + district * 10**7
            codes.append(code + (2000 + village) * 10**3 + place)
            tiers.append(Tier[group["tier"].upper()])
        taken[regency] = first + group["tps"]
    order = np.argsort(np.array(codes))
    nothing = NumberColumn(np.zeros(len(codes), np.int32), np.zeros(len(codes), np.bool_))
    names = ("registered_voters", "travel_minutes", "access")
    return Batch(
        np.array(codes, np.int64)[order],
        np.array(tiers, np.int8)[order],
        dict.fromkeys(names, nothing),
        {},
        order.astype(np.int64),
    )


def plan_of(case: dict[str, Any], rules: str) -> Plan:
    """The plan of a case under some rules, verified."""
    policies = load({"published-case": HEAD + rules})
    strengths = tuple(
        Strength(one["area"], one["area"], (one["area"],), one["force"], one["personnel"], "own")
        for one in case.get("strengths", [])
    )
    request = PlanRequest(batch_of(case["tps"]), strengths, None, DAY)
    parts, faults = admit(request, policies)
    assert not faults, [fault.text("en") for fault in faults]
    plan = make_plan(request, parts)
    assert verify(plan, request, policies.policies).violations == ()
    return plan


def figures(plan: Plan) -> dict[str, int]:
    """The figures of a plan that the cases speak of."""
    found: dict[str, int] = {"tps": len(plan.stations)}
    for total in plan.totals:
        found[total.force] = total.required
        found[f"{total.force}_wished"] = total.wished
        found[f"{total.force}_short"] = total.short
    for tier in Tier:
        of_tier = plan.stations.risk_tier[np.unique(plan.stations.post, return_index=True)[1]]
        found[f"polri_{tier.word}"] = int(plan.posts.polri[of_tier == tier].sum())
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
class TestPublished:
    def test_figures_that_follow_from_the_rule(self, path: Path) -> None:
        """The plan gives what follows from the rule, whatever was published."""
        case = read(path)
        for variant in case["variants"]:
            given = figures(plan_of(case, variant["rules"]))
            expected = variant["follows"]
            assert {name: given[name] for name in expected} == expected, variant["name"]

    def test_whether_the_published_figure_agrees(self, path: Path) -> None:
        """Each published figure agrees with the one that follows from the rule, or the case says
        that it does not."""
        case = read(path)
        follows = {
            f"{variant['name']}.{name}": value
            for variant in case["variants"]
            for name, value in variant["follows"].items()
        }
        assert case["published"], "a case has at least one published figure"
        for published in case["published"]:
            equal = published["figure"] == follows[published["compare_with"]]
            assert equal == published["agrees"], published
            assert published["source"]
