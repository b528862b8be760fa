"""Cases are run as plans are made: places of TPS, sums of areas, what the analysis prints."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from pamtps_service.analysis.analyze import analyze
from pamtps_service.analysis.findings import Witness, witness_text
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Tier
from pamtps_service.policy_tests.cases import Stations
from pamtps_service.policy_tests.outcome import Outcome
from pamtps_service.policy_tests.places import VillageFullError, codes_of, plainest_village
from pamtps_service.policy_tests.run import TestReport as Report
from pamtps_service.policy_tests.run import run_test_files
from pamtps_service.records.area_codes import to_text

from tests.conftest import LONG
from tests.planning.service_input import load, planned
from tests.policy_tests.written import HEAD, facts_of, file_of
from tests.reference.conditions import lies_in
from tests.reference.evaluator import level_code
from tests.reference.strategies import Case, cases

POLICY = "policy: p\ntitle: T\nissuer: I\nbasis: B\nareas: {areas}\nrules:\n{rules}"
PLAIN = "  - {id: plain, basis: B, guard: {polri: 2, tps_per_post: 4, linmas_per_tps: 2}}\n"


def policies_of(rules: str = PLAIN, areas: str = "[53]") -> PolicySet:
    return load({"p": POLICY.format(areas=areas, rules=rules)})


def run(policies: PolicySet, cases_text: str) -> Report:
    text = HEAD.format(id="p") + "cases:\n" + cases_text
    return run_test_files(policies, {"p.test.yaml": text.encode()})


def outcome_of(report: Report) -> Outcome:
    assert report.faults == ()
    outcome = report.cases[0].outcome
    assert outcome is not None
    return outcome


# Places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "village"),
    [
        ("53", "53.02.01.2001"),
        ("53.01", "53.01.03.2001"),
        ("53.01.01", "53.01.01.2002"),
        ("53.01.02", "53.01.02.2001"),
        ("53.01.01.2001", "53.01.01.2001"),
        ("53.05", "53.05.01.2001"),
        ("53.05.07", "53.05.07.2001"),
    ],
)
def test_an_area_stands_for_its_plainest_place(area: str, village: str) -> None:
    """No rule names it more narrowly; of what all is named, the first."""
    condition = "{area: [53.01, 53.01.01, 53.01.02, 53.01.01.2001]}"
    rule = f"  - {{id: a, basis: B, when: {condition}, guard: {{polri: 2, tps_per_post: 1}}}}\n"
    policy = policies_of(rule).policies["p"]
    assert plainest_village(policy, area) == village


def test_a_place_lies_under_the_policy() -> None:
    """Of a province of which only one regency does, in that one."""
    policy = policies_of(areas="[53.11]").policies["p"]
    assert plainest_village(policy, "53") == "53.11.01.2001"
    assert plainest_village(policy, "51") is None


def stations(count: int, area: str, special: bool = False) -> Stations:
    return Stations(count, area, Tier.RAWAN, special, ())


def test_each_tps_has_a_code_of_its_own() -> None:
    """Numbers go on from one entry to the next; special locations from 901."""
    policy = policies_of().policies["p"]
    given = [stations(2, "53.01"), stations(1, "53.01.01.2001"), stations(2, "53.01", True)]
    codes = [to_text(code, "tps")[-8:] for code in codes_of(policy, given)]
    assert codes == ["2001.001", "2001.002", "2001.003", "2001.901", "2001.902"]


def test_tps_that_do_not_fit_into_a_village_lie_beside_it() -> None:
    """900 in each, 99 at special locations; a village that is named is full."""
    policy = policies_of().policies["p"]
    codes = codes_of(policy, [stations(2000, "53.01"), stations(100, "53.01", True)])
    assert len(set(codes)) == 2100
    assert to_text(codes[1999], "tps") == "53.01.01.2003.200"
    assert to_text(codes[2099], "tps") == "53.01.01.2002.901"
    with pytest.raises(VillageFullError):
        codes_of(policy, [stations(901, "53.01.01.2001")])


def test_special_locations_are_seen_by_rules() -> None:
    """By number, or by the word."""
    rule = "  - {id: a, basis: B, when: {special_location: true}, guard: {polri: 1}}\n"
    report = run(
        policies_of(rule),
        "  - {name: a, tps: {area: 53, submitted_tier: rawan, special_location: true},"
        " expect: {rules: [a]}}\n"
        "  - {name: b, tps: {area: 53.01.01.2001.901, submitted_tier: rawan},"
        " expect: {rules: [a]}}\n"
        "  - {name: c, tps: {area: 53, submitted_tier: rawan, special_location: false},"
        " expect: {not_rules: [a]}}\n",
    )
    assert report.faults == ()


# Sums -----------------------------------------------------------------------------------------


def test_only_rules_of_the_area_or_narrower_ones_count() -> None:
    """Of units and equipment, from a TPS up to a province."""
    levels = ("tps", "village", "district", "regency", "province")
    rules = PLAIN + "".join(
        f"  - {{id: add-{level}, basis: B, for_each: {level}, add: {{polri: {10**number}}}}}\n"
        for number, level in enumerate(levels)
    )
    areas = ("53.01.01.2001", "53.01.01", "53.01", "53")
    text = "".join(
        f"  - {{name: {area}, area: {area}, holds: [{{count: 1, submitted_tier: rawan}}],"
        f" expect: {{units: {{polri: {int('1' * number)}}}, polri: {int('1' * number) + 2}}}}}\n"
        for number, area in enumerate(areas, 2)
    )
    text += (
        "  - {name: TPS, tps: {area: 53.01, submitted_tier: rawan},"
        " expect: {units: {polri: 1}, polri: 2}}\n"
    )
    report = run(policies_of(rules), text)
    assert [fault.text("en") for fault in report.faults] == []
    assert len(report.cases) == 5


@settings(max_examples=300 if LONG else 6)
@given(case=cases(resources=1))
def test_the_numbers_of_an_area_are_those_of_a_plan(case: Case) -> None:
    """Personnel with mixes, of the plan of the same TPS; equipment of its whole province."""
    area = level_code(case.tps[0]["tps_code"], "regency")
    inside = [row for row in case.tps if lies_in(row["tps_code"], area)]
    plan, _, _ = planned(Case(case.texts, case.policy_id, renumbered(inside)), [])
    for code in (area[:2], area):
        holds = [{"count": "1"} | facts_of(row, with_code=False) for row in inside]
        test = {"name": "a", "area": code, "holds": holds, "expect": {"polri": "0"}}
        text = file_of(case.policy_id, [test])
        files = {f"{case.policy_id}.test.yaml": text.encode()}
        report = run_test_files(load(case.texts), files)
        outcome = report.cases[0].outcome
        assert outcome is not None
        row = next(row for row in plan.areas if row.code == code)
        found = {total.force: total.required for total in row.totals}
        assert {force: outcome.value(force) for force in found} == found
        if code == area[:2]:
            for item in ("radio", "boat"):
                pieces = sum(one.required for one in plan.equipment if one.item == item)
                assert outcome.value(f"equipment.{item}") == pieces


def renumbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the numbers that a test file gives TPS of a village, in the order given."""
    taken: dict[tuple[str, bool], int] = {}
    found = []
    for row in rows:
        village, _, number = row["tps_code"].rpartition(".")
        special = int(number) >= 901
        own = taken.get((village, special), 900 if special else 0) + 1
        taken[village, special] = own
        found.append(row | {"tps_code": f"{village}.{own:03d}"})
    return found


# What the analysis prints -----------------------------------------------------------------------


@settings(max_examples=300 if LONG else 8)
@given(case=cases(most_tps=1))
def test_examples_of_the_analysis_can_be_pasted_and_pass(case: Case) -> None:
    """Every finding's, for random policies."""
    policies = load(case.texts)
    policy = policies.policies[case.policy_id]
    for finding in analyze(policy, 2_000).findings:
        if finding.witness:
            text = HEAD.format(id=policy.id) + "cases:\n" + witness_text(finding.witness)
            report = run_test_files(policies, {f"{policy.id}.test.yaml": text.encode()})
            assert [fault.text("en") for fault in report.faults] == [], text
            assert len(report.cases) == len(finding.witness)


def test_values_that_yaml_would_read_as_something_else_are_quoted() -> None:
    """Codes of a policy may be any text; numbers, ranges and days need no quotes."""
    facts = {"area": "53.11", "a": "x: y", "b": "#1", "c": "- x", "d": "é", "e": "a, b", "f": "{"}
    plain = {"g": "4..16", "h": "H-3", "i": "-5", "j": "true", "k": "a b", "l": "", "m": "'q'"}
    witness = Witness('say "x" \\ y', {"depart": "H-3", "units": {"polri": "2"}}, facts | plain)
    assert witness_text([witness]) == (
        '  - name: "say \\"x\\" \\\\ y"\n'
        '    tps: {area: 53.11, a: "x: y", b: "#1", c: "- x", d: "é", e: "a, b", f: "{", '
        'g: 4..16, h: H-3, i: -5, j: true, k: a b, l: "", m: "\'q\'"}\n'
        "    expect: {depart: H-3, units: {polri: 2}}\n"
    )
