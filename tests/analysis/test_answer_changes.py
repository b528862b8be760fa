"""Each value that a rule gives: its change is told in its own words, and shown by an example."""

from __future__ import annotations

import pytest
from pamtps_service.analysis.compare import compare_policies

from tests.analysis.policy_pairs import loaded

HEAD = """\
policy: own
title: T
issuer: I
basis: B
areas: [53]
items: {boat: Boat}
units: {regu: 10}
rules:
"""
BASE = {
    "guard": "{polri: 2, tni: 1, linmas_per_tps: 1, tps_per_post: [2, 4], within: district, "
    "choose: district}",
    "classify": "{label: far, risk_tier: rawan}",
    "move": "{transport: sea, fallback: air, depart: H-1}",
    "add": "{polri: 1 regu, tni: 3, role: standby}",
    "equip": "{boat: 1}",
}
CASES = [
    ("guard", "polri: 2", "polri: 3", "Guards: `polri` 2 → 3", {"polri": "3"}),
    ("guard", "tni: 1", "tni: 2", "Guards: `tni` 1 → 2", {"tni": "2"}),
    ("guard", "tps: 1", "tps: 2", "Guards: `linmas` 1 → 2", {"linmas": "2"}),
    (
        "guard",
        "[2, 4]",
        "2..4",
        "Guards: `tps_per_post` [2, 4] → 2..4",
        {"tps_per_post": "2..4"},
    ),
    (
        "guard",
        "within: district",
        "within: village",
        "Guards: `within` district → village",
        {"within": "village"},
    ),
    (
        "guard",
        "choose: district",
        "choose: regency",
        "Guards: `choose` district → regency",
        {"choose": "regency"},
    ),
    (
        "guard",
        "polri: 2, ",
        "",
        "Guards: `choose` district → –; no longer covered; `polri` 2 → –; `tni` 1 → –; "
        "`tps_per_post` [2, 4] → –; `within` district → –",
        {"covered": "false"},
    ),
    (
        "classify",
        "label: far",
        "label: near",
        "Tier and labels: label `far` is gone; label `near` is given",
        {"labels": ("near",)},
    ),
    (
        "classify",
        "risk_tier: rawan",
        "risk_tier: sangat_rawan",
        "Tier and labels: `risk_tier` rawan → sangat_rawan",
        {"risk_tier": "sangat_rawan"},
    ),
    (
        "move",
        "transport: sea",
        "transport: road",
        "Movement: `transport` sea → road",
        {"transport": "road"},
    ),
    ("move", "fallback: air, ", "", "Movement: `fallback` air → –", {"fallback": "none"}),
    ("move", "H-1", "H", "Movement: `depart` H-1 → H", {"depart": "H"}),
    (
        "add",
        "1 regu",
        "2 regu",
        "Units: `add` polri, standby: 10 → 20 persons",
        {"units": "{polri: 20}"},
    ),
    (
        "add",
        "standby",
        "supervisor",
        "Units: `add` polri, standby: 10 → 0 persons; `add` polri, supervisor: 0 → 10 persons; "
        "`add` tni, standby: 3 → 0 persons; `add` tni, supervisor: 0 → 3 persons",
        {"units": "{polri: 10, tni: 3}"},
    ),
    (
        "equip",
        "boat: 1",
        "boat: 2",
        "Equipment: `boat` for the TPS: 1 → 2",
        {"equipment": "{boat: 2}"},
    ),
]


@pytest.mark.parametrize(("effect", "old", "new", "told", "expect"), CASES)
def test_a_change_of_a_value_is_told_and_shown(
    effect: str, old: str, new: str, told: str, expect: dict[str, str]
) -> None:
    """In English and Indonesian, for every TPS that the rule matches, and nothing else with it."""
    rule = f"  - {{id: r, basis: b, when: {{access: sea}}, {effect}: {BASE[effect]}}}\n"
    text = HEAD + "  - {id: g, basis: b, guard: {linmas_per_tps: 1}}\n" + rule
    assert old in rule
    changed = text.replace(rule, rule.replace(old, new))
    before, after = loaded({"own": text}), loaded({"own": changed})
    assert before is not None
    assert after is not None
    found = compare_policies(before, after)
    (change,) = found.answers
    assert change.message.en == told
    assert "access: sea}`" in change.which.en
    assert change.message.id != change.message.en
    assert change.witness[0].expect == expect
    assert (change.witness[0].tps or {})["access"] == "sea"


@pytest.mark.parametrize(
    ("level", "old", "new", "told"),
    [
        ("post", "boat: 1", "boat: 2", "`boat` for its post: 1 → 2"),
        (
            "post",
            "boat: 1",
            "boat: 1, per: {tps: 2}",
            "`boat` for its post: 1 → 0; `boat` for every 2 TPS counted in its post, this one "
            "among them: 0 → 1",
        ),
        ("regency", "boat: 1", "boat: 2", "`boat` for the area: 1 → 2"),
        (
            "regency",
            "boat: 1",
            'boat: 1, per: {tps: 2, of: {travel_minutes: "> 60"}}',
            "`boat` for the area: 1 → 0; `boat` for the area, for every "
            '{tps: 2, of: {travel_minutes: "> 60"}}: 0 → 1',
        ),
    ],
)
def test_equipment_is_told_for_what_it_is(level: str, old: str, new: str, told: str) -> None:
    """For the post or the area, and what multiplies it."""
    text = (
        HEAD
        + "  - {id: g, basis: b, guard: {linmas_per_tps: 1}}\n"
        + f"  - {{id: r, basis: b, for_each: {level}, equip: {{boat: 1}}}}\n"
    )
    before, after = loaded({"own": text}), loaded({"own": text.replace(old, new)})
    assert before is not None
    assert after is not None
    messages = [one.message.en for one in compare_policies(before, after).answers]
    told_there = [message.partition(": ")[2] for message in messages if "boat" in message]
    assert told in told_there
