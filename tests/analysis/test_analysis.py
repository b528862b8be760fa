"""The analysis of random policies against brute force, and its witnesses against the reference."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import pytest
from pamtps_service.analysis.analyze import analyze
from pamtps_service.analysis.findings import Analysis, Finding
from pamtps_service.analysis.region import Region, first_words
from pamtps_service.policy.load import check_files
from pamtps_service.policy.model import Policy

from tests.analysis.oracle import Brute, Found, brute, by_name, matching, tps_findings, without
from tests.analysis.oracle_areas import area_findings
from tests.analysis.random_policies import random_policy
from tests.analysis.witnesses import Judge
from tests.reference.conditions import holds_for_tps
from tests.reference.evaluator import matching_for_tps, requirement_of
from tests.reference.reading import read

FAILED = sorted((Path(__file__).parent / "failed").glob("*.yaml"))
"""Random policies on which the analysis was once wrong."""
SOURCES = [str(seed) for seed in range(200)] + [path.stem for path in FAILED]


@functools.cache
def texts_of(source: str) -> dict[str, str]:
    """A random policy by its number, or one that once failed by its name."""
    if source.isdigit():
        return random_policy(int(source))
    return {"own": (Path(__file__).parent / "failed" / f"{source}.yaml").read_text("utf-8")}


@functools.cache
def both(source: str) -> tuple[Analysis, Brute]:
    """The analysis of a policy, and what brute force looks at."""
    texts = texts_of(source)
    return analyze(policy_of(texts)), brute(texts, "own")


def policy_of(texts: dict[str, str]) -> Policy:
    checked = check_files({f"{name}.yaml": text.encode() for name, text in texts.items()})
    assert checked.policies is not None, checked.faults
    return checked.policies.policies["own"]


def compare_findings(source: str) -> None:
    """The same findings, with the same regions."""
    analysis, looked = both(source)
    assert analysis.complete
    expected = by_name([*tps_findings(looked), *area_findings(looked)])
    found = {(one.code, one.rules, one.quantity): one for one in analysis.findings}
    assert len(found) == len(analysis.findings)
    assert sorted(found) == sorted(expected), texts_of(source)["own"]
    rows = [{**row, "submitted_tier": row["risk_tier"]} for row in looked.rows]
    for name, one in found.items():
        compare_regions(one, expected[name], rows)


def compare_regions(found: Finding, expected: Found, rows: list[dict[str, str]]) -> None:
    if not expected.region:
        assert found.region is None, found.code
        return
    assert found.region is not None, found.code
    inside = frozenset(at for at, row in enumerate(rows) if found.region.contains(row))
    assert inside == expected.region, found


def check_witnesses(source: str) -> None:
    """Each witness shows what its finding says, meets its `expect`, and is the smallest."""
    analysis, looked = both(source)
    judge = Judge(looked)
    for one in analysis.findings:
        if one.code == "unreachable":
            assert not one.witness
            continue
        assert one.witness, one
        judge.shows(one)
        judge.is_smallest(one)
        for witness in one.witness:
            judge.meets(witness)


def check_others(source: str) -> None:
    """With the rules that a finding names beside it, a rule without effect adds nothing."""
    analysis, looked = both(source)
    for one in analysis.findings:
        rule = looked.policy.rules[one.rules[0]] if one.rules else {}
        if one.code != "without-effect" or "guard" not in rule:
            continue
        silent = without(looked.policy, rule["id"])
        for at in looked.where(rule["id"]):
            left = matching(looked.itself[at] - {rule["id"]}, silent)
            named = [other for other in left if other in one.others]
            alone = requirement_of(named, None, looked.policy)
            together = requirement_of([*named, rule["id"]], None, looked.policy)
            if looked.needs[at].covered:
                # a border that another rule widens may widen the choice area too
                assert alone == replace(together, choose=alone.choose), one


@pytest.mark.parametrize("source", SOURCES)
def test_the_analysis_finds_what_brute_force_finds(source: str) -> None:
    """Codes, rules, quantities and regions equal those of brute force over the grid."""
    compare_findings(source)


@pytest.mark.parametrize("source", SOURCES)
def test_each_witness_shows_its_finding(source: str) -> None:
    """The reference evaluator says of each witness what the finding and its `expect` say."""
    check_witnesses(source)


@pytest.mark.parametrize("source", SOURCES)
def test_the_rules_named_beside_one_without_effect_say_all_of_it(source: str) -> None:
    """Where the rule matches, guards follow from the rules named alone."""
    check_others(source)


@pytest.mark.parametrize("source", SOURCES[::4])
def test_the_words_for_a_region_are_conditions_that_hold_there_and_nowhere_else(
    source: str,
) -> None:
    """Each TPS of the region satisfies one of them, any other none."""
    analysis, looked = both(source)
    texts = texts_of(source)
    policy = policy_of(texts)
    told: dict[tuple[str, ...], Region] = {}
    for one in analysis.findings:
        if one.region is not None:
            words, more = first_words(one.region, policy, 10_000)
            assert more == 0
            told[tuple(words)] = one.region
    for texts_of_region, region in told.items():
        conditions = [read(text) for text in texts_of_region]
        for row, station in zip(looked.rows, looked.stations, strict=True):
            holding = [holds_for_tps(one, station, looked.policy) for one in conditions]
            inside = region.contains({**row, "submitted_tier": row["risk_tier"]})
            assert sum(holding) == inside, (texts_of_region, row)


@pytest.mark.long
@pytest.mark.parametrize("start", range(1000, 6000, 100))
def test_the_analysis_finds_what_brute_force_finds_in_many_more(start: int) -> None:
    """All of the above for thousands of other policies."""
    for seed in range(start, start + 100):
        compare_findings(str(seed))
        check_witnesses(str(seed))
        check_others(str(seed))
        texts_of.cache_clear()
        both.cache_clear()


def test_the_random_policies_show_every_finding_about_rules() -> None:
    """What is compared is not empty: each code is found in some of the policies."""
    codes = {one.code for seed in range(200) for one in both(str(seed))[0].findings}
    assert codes == {
        "uncovered",
        "transports-differ",
        "fallbacks-differ",
        "transport-is-fallback",
        "unreachable",
        "always-replaced",
        "without-effect",
        "higher-tier-weaker",
        "harder-access-weaker",
        "longer-travel-weaker",
        "overlap",
        "mix-unsatisfiable",
    }


def test_the_short_cut_of_the_oracle_matches_as_the_reference_does() -> None:
    """The oracle asks each rule once for each TPS; the rules that match are the same."""
    for seed in range(20):
        looked = both(str(seed))[1]
        for one, rules in zip(looked.stations, looked.matching, strict=True):
            assert matching_for_tps(one, looked.policy) == rules
