"""What the tests of a policy say that follows is what the reference evaluator says."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from pamtps_service.policy_tests.run import TestReport as Report
from pamtps_service.policy_tests.run import run_test_files

from tests.conftest import LONG
from tests.planning.service_input import load
from tests.policy_tests.written import facts_of, file_of
from tests.reference.conditions import lies_in
from tests.reference.evaluator import Result, Unit, evaluate
from tests.reference.hand_cases import also_by_hand
from tests.reference.posts import groups
from tests.reference.reading import WholePolicy, whole_policy
from tests.reference.strategies import Case, cases

LEVELS = ["tps", "post", "village", "district", "regency", "province"]


def run(case: Case, tests: list[dict[str, Any]]) -> Report:
    text = file_of(case.policy_id, tests)
    files = {f"{case.policy_id}.test.yaml": text.encode()}
    return run_test_files(load(case.texts), files)


def units_up_to(level: str, units: dict[Unit, int], policy: WholePolicy) -> dict[str, str]:
    """Personnel by force of units that rules no wider than the level add."""
    found = {"polri": 0, "tni": 0}
    for unit, persons in units.items():
        of_rule = policy.rules[unit.rule].get("for_each", "tps")
        if LEVELS.index(of_rule) <= LEVELS.index(level):
            found[unit.force] += persons
    return {force: str(persons) for force, persons in found.items()}


def not_among(rules: tuple[str, ...], levels: tuple[str, ...], policy: WholePolicy) -> list[str]:
    return [
        rule["id"]
        for rule in policy.rules.values()
        if rule.get("for_each", "tps") in levels and rule["id"] not in rules
    ]


def of_tps(row: dict[str, Any], case: Case, policy: WholePolicy) -> dict[str, Any]:
    """A case of one TPS, with everything that the reference says of it."""
    result = evaluate(case.texts, case.policy_id, [row])
    one = result.tps[row["tps_code"]]
    need, move = one.requirement, one.requirement.movement
    expect: dict[str, Any] = {
        "risk_tier": one.tier,
        "labels": list(one.labels),
        "covered": "true" if one.covered else "false",
        "polri": str(need.polri if one.covered else 0),
        "tni": str(need.tni if one.covered else 0),
        "linmas": str(need.linmas_per_tps),
        "transport": (move.transport if move else None) or "none",
        "fallback": (move.fallback if move else None) or "none",
        "depart": ("H" + (f"-{move.depart}" if move.depart else "")) if move else "none",
        "units": units_up_to("post", result.units, policy),
    }
    if one.covered:
        assert need.sizes is not None
        expect["tps_per_post"] = [str(size) for size in need.sizes]
        expect |= {"within": need.within, "choose": need.choose}
    others = not_among(one.rules, ("tps", "post"), policy)
    expect |= {"rules": list(one.rules)} if one.rules else {}
    expect |= {"not_rules": others} if others else {}
    return {"name": row["tps_code"], "tps": facts_of(row, with_code=True), "expect": expect}


def of_area(level: str, area: str, case: Case, policy: WholePolicy) -> dict[str, Any]:
    """A case of an area, with the rules that match and what is required without mixes."""
    rows = [row for row in case.tps if lies_in(row["tps_code"], area)]
    result = evaluate(case.texts, case.policy_id, rows)
    matching = result.areas[level, area].rules
    added = units_up_to(level, result.units, policy)
    expect: dict[str, Any] = {
        "polri": str(of_posts(result) + int(added["polri"])),
        "linmas": str(sum(one.requirement.linmas_per_tps for one in result.tps.values())),
        "units": {"polri": added["polri"]},
    }
    if not any("mix" in rule for rule in policy.rules.values()):
        expect["units"] = added
    expect |= {"rules": list(matching)} if matching else {}
    others = not_among(matching, (level,), policy)
    expect |= {"not_rules": others} if others else {}
    holds = [{"count": "1"} | facts_of(row, with_code=False) for row in rows]
    return {"name": f"{level} {area}", "area": area, "holds": holds, "expect": expect}


def of_posts(result: Result) -> int:
    """Polri of the fewest posts."""
    return sum(
        group.polri * -(-len(codes) // group.sizes[-1])
        for group, codes in groups(result, []).items()
    )


@also_by_hand
@settings(max_examples=1500 if LONG else 8)
@given(case=cases())
def test_what_follows_for_a_tps_is_what_the_reference_says(case: Case) -> None:
    """Every key of a case of one TPS, for random policies and TPS."""
    policy = whole_policy(case.texts, case.policy_id)
    report = run(case, [of_tps(row, case, policy) for row in case.tps])
    assert report.faults == ()
    assert len(report.cases) == len(case.tps)
    assert all(one.passed for one in report.cases)


@settings(max_examples=300 if LONG else 5)
@given(case=cases())
def test_what_follows_for_an_area_is_what_the_reference_says(case: Case) -> None:
    """Matching rules and required numbers of every area that holds a TPS."""
    policy = whole_policy(case.texts, case.policy_id)
    result = evaluate(case.texts, case.policy_id, case.tps)
    tests = [of_area(level, area, case, policy) for level, area in result.areas]
    report = run(case, tests)
    assert report.faults == ()
    assert len(report.cases) == len(tests) > 0


@settings(max_examples=300 if LONG else 5)
@given(case=cases())
def test_each_thing_that_does_not_follow_is_told(case: Case) -> None:
    """One more Polri than follows, and a rule on the wrong side, fail at their own places."""
    policy = whole_policy(case.texts, case.policy_id)
    tests = [of_tps(row, case, policy) for row in case.tps]
    wrong = 0
    for test in tests:
        expect = test["expect"]
        expect["polri"] = str(int(expect["polri"]) + 1)
        rules, others = expect.pop("rules", []), expect.pop("not_rules", [])
        expect |= {"not_rules": rules} if rules else {}
        expect |= {"rules": others} if others else {}
        wrong += 1 + len(rules) + len(others)
    report = run(case, tests)
    assert report.sound
    assert len(report.faults) == wrong
    assert not any(one.passed for one in report.cases)
    assert len({fault.place for fault in report.faults}) == wrong
