"""The policy that docs/policy-language.md shows, read whole."""

from __future__ import annotations

import datetime
from pathlib import Path

from pamtps_service.policy.labels import strata
from pamtps_service.policy.load import check_folder
from pamtps_service.policy.model import (
    ALWAYS,
    Add,
    Amount,
    AnyOf,
    Attribute,
    AttributeType,
    Classify,
    Count,
    Effect,
    Equip,
    Expect,
    Guard,
    InArea,
    Limit,
    Mix,
    Move,
    OneOf,
    Policy,
    Position,
    Share,
    Statement,
    Text,
    Tier,
    Within,
)

PAGE = Path(__file__).parent / "page"
VULNERABLE = ("53.03", "53.04", "53.11", "53.13", "53.14", "53.15", "53.21")


def example() -> Policy:
    checked = check_folder(PAGE)
    assert checked.policies is not None, [fault.text("en") for fault in checked.faults]
    return checked.policies.policies["ntt-2024"]


def test_the_example_stands_on_the_page(repository: Path) -> None:
    """Letter for letter."""
    page = (repository / "docs" / "policy-language.md").read_text(encoding="utf-8")
    assert (PAGE / "ntt-2024.yaml").read_text(encoding="utf-8") in page


def test_the_head_of_the_example_is_read() -> None:
    """Every key of a policy that the page shows."""
    policy = example()
    assert policy.title == Text("Pengamanan TPS di NTT, 2024", "Guarding the TPS of NTT, 2024")
    assert (policy.issuer, policy.areas, policy.extends) == (
        "Polda NTT",
        ("53",),
        ("national-2024",),
    )
    assert policy.effective.start == datetime.date(2024, 1, 1)
    assert policy.effective.until == datetime.date(2024, 12, 31)
    assert policy.units == (("peleton", 30), ("regu", 10), ("ssk", 100))
    assert policy.items == (("radio", Text("Radio genggam", "Hand-held radio")),)
    assert policy.area_lists == (
        ("hard_to_reach", ("53.05", "53.09", "53.11", "53.13")),
        ("vulnerable", VULNERABLE),
    )
    declared = {one.name: one for one in policy.attributes}
    assert declared["conflict_history"] == Attribute(
        "conflict_history", AttributeType.BOOLEAN, (), 0
    )
    assert declared["signal"] == Attribute(
        "signal", AttributeType.CHOICE, ("none", "radio", "mobile"), 2
    )


EFFECTS: dict[str, Effect] = {
    "remote": Classify("remote", Tier.RAWAN),
    "guard-kurang-rawan": Guard(2, None, None, (4, 6, 8, 12, 16), None, None),
    "guard-rawan": Guard(2, None, None, (2, 4), None, None),
    "guard-sangat-rawan": Guard(2, None, None, (1,), None, None),
    "linmas": Guard(None, None, 2, None, None, None),
    "hard-to-reach-unit": Add(Amount(1, "peleton", 30), None, "reinforcement", None),
    "padal": Add(Amount(2, None, 2), None, "supervisor", None),
    "tni-share": Mix(1, 4, 10, None),
    "tni-ceiling": Limit((("tni", 600),)),
    "by-sea": Move("sea", "air", 3),
    "radio": Equip((("radio", 1),), None),
    "two-thirds-out": Expect((Statement("polri", ">=", Share(2, 3, "strength")),)),
}


def test_the_rules_of_the_example_are_read() -> None:
    """Each with its effect, its level and its condition; linmas is the example's own."""
    rules = {rule.id: rule for rule in example().rules}
    assert {name: rule.effect for name, rule in rules.items()} == EFFECTS
    assert {name: rule.for_each for name, rule in rules.items() if rule.for_each != "tps"} == {
        "hard-to-reach-unit": "regency",
        "padal": "district",
        "tni-share": "regency",
        "tni-ceiling": "province",
        "radio": "post",
        "two-thirds-out": "province",
    }
    assert rules["remote"].when == Within("travel_minutes", 181, None)
    assert rules["guard-rawan"].when == OneOf("risk_tier", (1,))
    assert rules["linmas"].when == ALWAYS
    assert rules["linmas"].origin == "ntt-2024"
    assert rules["tni-share"].when == AnyOf(
        (Count(OneOf("risk_tier", (2,)), 5, None), InArea(VULNERABLE))
    )
    assert rules["two-thirds-out"].severity == "warning"
    assert rules["remote"].position == Position("ntt-2024.yaml", 21, 9)
    assert [[rule.id for rule in one] for one in strata(example())] == [["remote"]]
