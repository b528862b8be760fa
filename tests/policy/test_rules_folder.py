"""The policies that are shipped in rules/."""

from __future__ import annotations

import csv
import datetime
import math
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pamtps_service.policy import areas
from pamtps_service.policy.load import PolicySet, check_folder, load_policies
from pamtps_service.policy.model import (
    ALWAYS,
    Add,
    Guard,
    InArea,
    Move,
    OneOf,
    Policy,
    Tier,
)
from pamtps_service.policy.selection import in_force

GENERAL, REGIONAL = datetime.date(2024, 2, 14), datetime.date(2024, 11, 27)


@pytest.fixture(scope="module")
def rules(repository: Path) -> Path:
    return repository / "rules"


@pytest.fixture(scope="module")
def policies(rules: Path) -> PolicySet:
    return load_policies(rules)


def test_the_shipped_policies_have_no_fault_and_no_warning(rules: Path) -> None:
    """So every rule names its basis, and every list, unit and item is used."""
    checked = check_folder(rules)
    assert [fault.text("en") for fault in (*checked.faults, *checked.warnings)] == []


@pytest.mark.parametrize("day", [GENERAL, REGIONAL])
def test_exactly_one_policy_is_in_force_for_every_regency_in_2024(
    policies: PolicySet, day: datetime.date
) -> None:
    """NTT's own in NTT, the national one elsewhere."""
    for code in areas.all_codes():
        if areas.level(code) == "regency":
            expected = "ntt-2024" if code.startswith("53") else "national-2024"
            assert [policy.id for policy in in_force(policies, code, day)] == [expected]


@pytest.mark.parametrize("day", [datetime.date(2023, 12, 31), datetime.date(2025, 1, 1)])
def test_none_is_in_force_outside_2024(policies: PolicySet, day: datetime.date) -> None:
    """Another year needs another policy."""
    assert in_force(policies, "53.11", day) == ()


def test_every_rule_has_a_title_in_both_languages(policies: PolicySet) -> None:
    """Neither the id nor one text for both."""
    for policy in policies.policies.values():
        assert policy.title.id != policy.title.en
        for rule in policy.rules:
            assert rule.title.id != rule.title.en, rule.id
            assert rule.basis, rule.id


def test_every_tps_is_covered_whatever_its_tier(policies: PolicySet) -> None:
    """Each tier has a size and two police, and every TPS two linmas by law."""
    for policy in policies.policies.values():
        guards = [
            (rule.when, rule.effect) for rule in policy.rules if isinstance(rule.effect, Guard)
        ]
        for tier in Tier:
            matching = [
                guard
                for when, guard in guards
                if when in (ALWAYS, OneOf("risk_tier", (int(tier),)))
            ]
            assert any(guard.sizes and guard.polri == 2 for guard in matching)
            assert any(guard.linmas_per_tps == 2 for guard in matching)


# The published strengths suffice ----------------------------------------------------------------


def weakest(policy: Policy, tier: str) -> int:
    rank = Tier[tier.upper()]
    return next(
        rule.effect.sizes[-1]
        for rule in policy.rules
        if isinstance(rule.effect, Guard)
        and rule.effect.sizes
        and rule.when == OneOf("risk_tier", (int(rank),))
    )


def need_by_regency(policy: Policy, tps: list[dict[str, str]]) -> Counter[str]:
    """Polri that the policy requires, at the weakest sizes: guards by district, tier and movement,
    supervisors by district, and the platoons."""
    moved = {rule.when for rule in policy.rules if isinstance(rule.effect, Move)}
    assert moved == {OneOf("access", (2,)), OneOf("access", (3,))}
    groups = Counter(
        (row["district_code"], row["risk_tier"], row["access"] in ("sea", "air") and row["access"])
        for row in tps
    )
    need: Counter[str] = Counter()
    for (district, tier, _), count in groups.items():
        need[district[:5]] += 2 * math.ceil(count / weakest(policy, tier))
    for rule in policy.rules:
        if not isinstance(rule.effect, Add) or rule.effect.polri is None:
            continue
        level = {"district": 8, "regency": 5}[rule.for_each]
        for area in {row["district_code"][:level] for row in tps}:
            if rule.when == ALWAYS or (isinstance(rule.when, InArea) and area in rule.when.codes):
                need[area[:5]] += rule.effect.polri.personnel
    return need


def strengths(path: Path, force: str) -> tuple[dict[str, int], int]:
    """Own strength by regency, and the reserve."""
    own: dict[str, int] = {}
    reserve = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["force"] == force and row["role"] == "own":
                own[row["area_code"]] = own.get(row["area_code"], 0) + int(row["personnel"])
            elif row["force"] == force:
                reserve += int(row["personnel"])
    return own, reserve


def shortage(policies: PolicySet, folder: Path) -> int:
    with (folder / "tps.csv").open(encoding="utf-8", newline="") as file:
        tps = list(csv.DictReader(file))
    need = need_by_regency(policies.policies["ntt-2024"], tps)
    own, reserve = strengths(folder / "strengths.csv", "polri")
    beyond_own = sum(max(0, personnel - own.get(area, 0)) for area, personnel in need.items())
    return max(0, beyond_own - reserve)


def test_the_strength_of_the_general_election_suffices_for_ntt(
    policies: PolicySet, data_folder: Path, tmp_path: Path
) -> None:
    """7,010 Polri for the 16,746 TPS of Pemilu 2024, at the weakest sizes, reserve included."""
    script = str(data_folder / "make_batch.py")
    command = [sys.executable, script, "--province", "53", "--out", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    assert shortage(policies, tmp_path) == 0


def test_the_strength_of_the_regional_election_suffices_for_ntt(
    policies: PolicySet, repository: Path
) -> None:
    """6,148 Polri for the 9,866 TPS of Pilkada 2024."""
    assert shortage(policies, repository / "examples" / "ntt-pilkada-2024") == 0
