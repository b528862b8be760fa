"""What a policy inherits by `extends`, and what it does not."""

from __future__ import annotations

from pamtps_service.policy.model import (
    CLAIMS,
    Add,
    Amount,
    Guard,
    InArea,
    Policy,
    Rule,
)

from tests.policy.conftest import Checker, text_of

BASE = text_of(
    "base",
    "  - {id: guard, basis: B, guard: {polri: 2, tps_per_post: 16}}\n"
    "  - {id: linmas, basis: B, guard: {linmas_per_tps: 2}}\n"
    "  - {id: unit, basis: B, for_each: regency, when: {area: far}, add: {polri: 1 peleton}}\n"
    "  - {id: old, basis: B, guard: {pattern: 2-8-16}}",
    "units: {peleton: 30, regu: 10}\n"
    "area_lists: {far: [53.11], near: [53.01]}\n"
    "items: {radio: Radio}\n"
    "attributes: {access: {default: road}, signal: {type: choice, of: [none, mobile]}}\n"
    "claims: [upgrades, sangat_rawan, rawan, kurang_rawan, supervisor, reinforcement, standby]\n"
    "pattern_order: [polri, tps, linmas]\neffective: {until: 2024-12-31}\nabstract: true\n",
)


def heir(check: Checker, rules: str, head: str = "", **more: str) -> Policy:
    checked = check(base=BASE, heir=text_of("heir", rules, f"extends: base\n{head}"), **more)
    assert checked.policies is not None, [fault.text("en") for fault in checked.faults]
    return checked.policies.policies["heir"]


def rule(policy: Policy, name: str) -> Rule:
    (found,) = (one for one in policy.rules if one.id == name)
    return found


def test_rules_and_declarations_are_inherited_by_name(check: Checker) -> None:
    """With the file and line in which each rule is written."""
    policy = heir(check, "")
    assert [one.id for one in policy.rules] == ["guard", "linmas", "old", "unit"]
    assert {one.origin for one in policy.rules} == {"base"}
    assert rule(policy, "guard").position.file == "base.yaml"
    assert policy.units == (("peleton", 30), ("regu", 10))
    assert policy.area_lists == (("far", ("53.11",)), ("near", ("53.01",)))
    assert [name for name, _ in policy.items] == ["radio"]
    assert [(one.name, one.default) for one in policy.attributes] == [
        ("access", 0),
        ("registered_voters", None),
        ("signal", None),
        ("travel_minutes", None),
    ]
    assert policy.claims[0] == "upgrades"
    assert policy.extends == ("base",)


def test_title_areas_dates_and_abstract_are_not_inherited(check: Checker) -> None:
    """They are the heir's own, or absent."""
    policy = heir(check, "", "effective: {from: 2024-02-01}\n")
    assert policy.effective.until is None
    assert policy.abstract is False
    assert policy.id == "heir"


def test_the_same_name_replaces_the_whole(check: Checker) -> None:
    """A rule of the base with the id of one of the heir is not there any more."""
    policy = heir(check, "  - {id: guard, basis: B, guard: {tni: 1}}")
    assert rule(policy, "guard").effect == Guard(None, 1, None, None, None, None)
    assert rule(policy, "guard").origin == "heir"


def test_an_inherited_rule_uses_what_the_heir_puts_in_place_of_a_name(check: Checker) -> None:
    """Lists and units are looked up after `extends`."""
    policy = heir(check, "", "units: {peleton: 25}\narea_lists: {far: [53.05]}\n")
    assert rule(policy, "unit").when == InArea(("53.05",))
    assert rule(policy, "unit").effect == Add(Amount(1, "peleton", 25), None, "reinforcement", None)


def test_a_dropped_rule_is_left_out(check: Checker) -> None:
    """The others stay."""
    policy = heir(check, "", "drops: [linmas, old]\n")
    assert [one.id for one in policy.rules] == ["guard", "unit"]


def test_a_pattern_of_the_base_is_read_in_the_order_of_the_base(check: Checker) -> None:
    """The heir's own order holds for its own patterns; it inherits none."""
    policy = heir(
        check,
        "  - {id: new, basis: B, guard: {pattern: 2-16-8}}",
        "pattern_order: [polri, linmas, tps]\n",
    )
    assert rule(policy, "old").effect == rule(policy, "new").effect
    checked = check(
        heir=text_of("heir", "  - {id: n, basis: B, guard: {pattern: 2-8-16}}", "extends: base\n")
    )
    assert [fault.code for fault in checked.faults] == ["pattern-without-order"]


def test_a_chain_inherits_from_the_nearest_first(check: Checker) -> None:
    """The grandchild has the child's rule, and the base's where the child has none."""
    middle = text_of(
        "middle",
        "  - {id: guard, basis: B, guard: {polri: 3, tps_per_post: 8}}",
        "extends: base\ndrops: [linmas]\n"
        "claims: [supervisor, sangat_rawan, rawan, kurang_rawan, reinforcement, standby, "
        "upgrades]\n",
    )
    checked = check(base=BASE, middle=middle, heir=text_of("heir", "", "extends: middle\n"))
    assert checked.policies is not None
    policy = checked.policies.policies["heir"]
    assert policy.extends == ("middle", "base")
    assert [one.id for one in policy.rules] == ["guard", "old", "unit"]
    assert rule(policy, "guard").origin == "middle"
    assert policy.claims[0] == "supervisor"


def test_a_policy_without_claims_has_the_order_of_the_language(check: Checker) -> None:
    """Where neither it nor a base gives one."""
    checked = check(p=text_of("p", "  - {id: g, basis: B, guard: {polri: 2}}"))
    assert checked.policies is not None
    assert checked.policies.policies["p"].claims == CLAIMS


def test_what_only_an_heir_uses_is_not_called_unused(check: Checker) -> None:
    """A base may hold lists for its heirs; what nobody uses is a warning where it stands."""
    rules = "  - {id: n, basis: B, when: {area: near}, equip: {radio: 1}}"
    checked = check(base=BASE, heir=text_of("heir", rules, "extends: base\n"))
    assert [(one.code, str(one.place)) for one in checked.warnings] == [
        ("unused-unit", "base.yaml:6:22")
    ]


def test_a_list_that_the_heir_replaces_is_used_in_the_heir_alone(check: Checker) -> None:
    """The heir's list is in use by the inherited rule, and so is the base's by the base."""
    rules = "  - {id: n, basis: B, when: {area: near}, equip: {radio: 1}}"
    head = "extends: base\nunits: {regu: 8}\narea_lists: {far: [53.05]}\n"
    checked = check(base=BASE, heir=text_of("heir", rules, head))
    assert [(one.code, str(one.place)) for one in checked.warnings] == [
        ("unused-unit", "base.yaml:6:22"),
        ("unused-unit", "heir.yaml:7:9"),
    ]
