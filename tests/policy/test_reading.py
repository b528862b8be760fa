"""What each value form of the language means."""

from __future__ import annotations

import pytest
from pamtps_service.policy import areas
from pamtps_service.policy.model import (
    ALWAYS,
    Add,
    All,
    Amount,
    AnyOf,
    Classify,
    Condition,
    Count,
    Equip,
    Expect,
    Guard,
    HasLabel,
    InArea,
    Limit,
    Mix,
    Move,
    Not,
    OneOf,
    Per,
    Share,
    Statement,
    Text,
    Tier,
    Within,
)

from tests.policy.conftest import Checker, Loader, RuleReader, text_of

ATTRIBUTES = (
    "attributes: {signal: {type: choice, of: [no, on, mobile]}, relief: {type: integer}, "
    "dapil: {type: code}, conflict: {type: boolean, default: false}}\n"
    "area_lists: {far: {53.11: Sumba Timur, 53.05: Alor}}\n"
)
ROAD, SEA = OneOf("access", (0,)), OneOf("access", (2,))


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ("risk_tier: rawan", OneOf("risk_tier", (1,))),
        ("risk_tier: [sangat_rawan, rawan]", OneOf("risk_tier", (1, 2))),
        ('risk_tier: ">= rawan"', Within("risk_tier", 1, None)),
        ('submitted_tier: "< sangat_rawan"', Within("submitted_tier", None, 1)),
        ("submitted_tier: rawan..sangat_rawan", Within("submitted_tier", 1, 2)),
        ('travel_minutes: "> 180"', Within("travel_minutes", 181, None)),
        ("travel_minutes: '<=180'", Within("travel_minutes", None, 180)),
        ("travel_minutes: 60..180", Within("travel_minutes", 60, 180)),
        ("travel_minutes: 60 .. 180", Within("travel_minutes", 60, 180)),
        ("relief: -5..0", Within("relief", -5, 0)),
        ("relief: 2147483647", OneOf("relief", (2147483647,))),
        ('relief: "7"', OneOf("relief", (7,))),
        ("registered_voters: [300, 100, 300]", OneOf("registered_voters", (100, 300))),
        ("special_location: true", OneOf("special_location", (1,))),
        ("conflict: false", OneOf("conflict", (0,))),
        ("access: [sea, foot]", OneOf("access", (1, 2))),
        ("area: 53.10", InArea(("53.10",))),
        ("area: far", InArea(("53.05", "53.11"))),
        ("area: [far, 53, 53.11.01]", InArea(("53", "53.05", "53.11", "53.11.01"))),
        ("dapil: 1e3", OneOf("dapil", ("1e3",))),
        ("dapil: [no, 012]", OneOf("dapil", ("012", "no"))),
        ("not: {access: sea}", Not(SEA)),
        ("any: [{access: sea}, {access: road}]", AnyOf((ROAD, SEA))),
        ("all: [{access: sea}, {area: 53}]", All((InArea(("53",)), SEA))),
        ("area: 53, access: sea", All((InArea(("53",)), SEA))),
        ("any: [{access: sea}]", SEA),
        ("all: [{all: [{access: sea}]}, {access: sea}]", SEA),
    ],
)
def test_a_condition_is_read_as_its_tree(
    read_rule: RuleReader, when: str, condition: Condition
) -> None:
    """Comparisons are inclusive ranges, tiers ranks, choices indices, area lists their codes."""
    rule = read_rule(f"when: {{{when}}}, guard: {{polri: 2}}", ATTRIBUTES)
    assert rule.when == condition
    assert rule.unless is None


def test_a_rule_without_condition_matches_always(read_rule: RuleReader) -> None:
    """And is for TPS, with the severity error, and its id as title."""
    rule = read_rule("guard: {polri: 2}")
    assert (rule.when, rule.unless, rule.for_each) == (ALWAYS, None, "tps")
    assert (rule.severity, rule.title, rule.basis) == ("error", Text("r", "r"), "B")


def test_count_holds_a_condition_over_tps_and_a_comparison(read_rule: RuleReader) -> None:
    """Inside `of` attributes of TPS may stand."""
    rule = read_rule(
        'for_each: regency, when: {count: {of: {risk_tier: sangat_rawan}, is: ">= 5"}}, '
        "unless: {area: 53.11}, add: {polri: 2}"
    )
    assert rule.when == Count(OneOf("risk_tier", (2,)), 5, None)
    assert rule.unless == InArea(("53.11",))


@pytest.mark.parametrize(
    ("guard", "expected"),
    [
        ("tps_per_post: 8", Guard(None, None, None, (8,), None, None)),
        ("tps_per_post: 4..7", Guard(None, None, None, (4, 5, 6, 7), None, None)),
        ("tps_per_post: [16, 4, 8]", Guard(None, None, None, (4, 8, 16), None, None)),
        ("polri: 2, tni: 1, linmas_per_tps: 2", Guard(2, 1, 2, None, None, None)),
        ("within: village, choose: regency", Guard(None, None, None, None, "village", "regency")),
        ('pattern: "2-8-16"', Guard(2, None, 2, (8,), None, None)),
        ('pattern: "2-4-8 .. 2-6-12"', Guard(2, None, 2, (4, 5, 6), None, None)),
        ("pattern: 2-4-8..2-6-12, tni: 1", Guard(2, 1, 2, (4, 5, 6), None, None)),
    ],
)
def test_a_guard_is_read_with_its_allowed_sizes(
    read_rule: RuleReader, guard: str, expected: Guard
) -> None:
    """A range and the two ends of a pattern mean each size between."""
    head = "pattern_order: [polri, tps, linmas]\n"
    assert read_rule(f"guard: {{{guard}}}", head).effect == expected


@pytest.mark.parametrize(
    ("order", "pattern"),
    [
        ("[polri, tps, linmas]", "2-10-20"),
        ("[polri, linmas, tps]", "2-20-10"),
        ("[linmas, tps, polri]", "20-10-2"),
    ],
)
def test_the_published_order_of_a_pattern_differs_and_the_policy_names_it(
    read_rule: RuleReader, order: str, pattern: str
) -> None:
    """The same guard, written in three orders."""
    rule = read_rule(f"guard: {{pattern: {pattern}}}", f"pattern_order: {order}\n")
    assert rule.effect == Guard(2, None, 2, (10,), None, None)


HEAD = "units: {peleton: 30}\nitems: {radio: Radio, tent: Tent}\n"


@pytest.mark.parametrize(
    ("rule", "effect"),
    [
        ("classify: {label: far, risk_tier: rawan}", Classify("far", Tier.RAWAN)),
        ("add: {polri: 2}", Add(Amount(2, None, 2), None, "reinforcement", None)),
        (
            "for_each: village, add: {tni: 3 peleton, role: standby, per: {tps: 10}}",
            Add(None, Amount(3, "peleton", 90), "standby", Per(10, ALWAYS)),
        ),
        (
            "for_each: district, add: {polri: 1, per: {tps: 5, of: {access: sea}}}",
            Add(Amount(1, None, 1), None, "reinforcement", Per(5, SEA)),
        ),
        ("for_each: regency, mix: {tni: 1, polri: 4..10}", Mix(1, 4, 10, None)),
        ("for_each: district, mix: {tni: 2, polri: 3, of: {access: sea}}", Mix(2, None, 3, SEA)),
        (
            "for_each: province, limit: {tni: 600, polri: 2/3 of strength, linmas: 0}",
            Limit((("polri", Share(2, 3, "strength")), ("tni", 600), ("linmas", 0))),
        ),
        (
            "for_each: post, equip: {tent: 1, radio: 2, per: {tps: 4}}",
            Equip((("radio", 2), ("tent", 1)), Per(4, ALWAYS)),
        ),
        ("move: {transport: sea, fallback: air, depart: H-3}", Move("sea", "air", 3)),
        ("move: {depart: H}", Move(None, None, 0)),
        ("move: {transport: foot}", Move("foot", None, None)),
        (
            'for_each: province, expect: {tps: "< 9", polri: ">= 2/3 of strength", '
            'posts: "<= 1/2 of tps", linmas_short: "<= 0"}',
            Expect(
                (
                    Statement("polri", ">=", Share(2, 3, "strength")),
                    Statement("linmas_short", "<=", 0),
                    Statement("posts", "<=", Share(1, 2, "tps")),
                    Statement("tps", "<", 9),
                )
            ),
        ),
    ],
)
def test_an_effect_is_read_as_the_model_has_it(
    read_rule: RuleReader, rule: str, effect: object
) -> None:
    """Each effect with each of its keys."""
    assert read_rule(rule, HEAD).effect == effect


@pytest.mark.parametrize("effect", ["expect", "classify"])
def test_severity_is_that_of_an_expectation(read_rule: RuleReader, effect: str) -> None:
    """`warning` where it says so."""
    if effect == "expect":
        rule = read_rule('for_each: regency, expect: {posts: "> 0"}, severity: warning')
        assert rule.severity == "warning"
    else:
        assert read_rule("classify: {label: far}").severity == "error"


def test_labels_that_rules_give_may_be_asked(load: Loader) -> None:
    """One label or several."""
    policy = load(
        "  - {id: a, basis: B, classify: {label: near}}\n"
        "  - {id: b, basis: B, when: {label: near}, classify: {label: far}}\n"
        "  - {id: c, basis: B, when: {label: [near, far]}, guard: {polri: 2}}"
    )
    assert policy.rules[1].when == HasLabel(("near",))
    assert policy.rules[2].when == HasLabel(("far", "near"))


# Hazards of YAML -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["1e3", "0x10", "012", "1_000", "0o14", "1.0", "+1", "１２", "~"]
)
def test_what_yaml_would_take_for_a_number_is_a_number_only_if_it_is_plain_digits(
    check: Checker, written: str
) -> None:
    """Where a whole number is meant each of these is an error."""
    checked = check(p=text_of("p", f"  - {{id: r, basis: B, guard: {{polri: {written}}}}}"))
    assert [fault.code for fault in checked.faults] == ["invalid-integer"]
    assert written in checked.faults[0].message.en


@pytest.mark.parametrize(
    "written", ["53.10", "no", "on", "1e3", "0x10", "012", "1_000", "true", "null", "2024-01-01"]
)
def test_where_text_is_meant_every_scalar_is_the_text_in_the_file(
    load: Loader, written: str
) -> None:
    """As a title, a choice and a value of a code."""
    head = f"attributes: {{c: {{type: choice, of: [{written}, other], default: {written}}}}}\n"
    head += "items: {radio: " + written + "}\n"
    policy = load("  - {id: r, basis: B, when: {c: " + written + "}, equip: {radio: 1}}", head)
    assert policy.items == (("radio", Text(written, written)),)
    assert policy.rules[0].when == OneOf("c", (0,))
    (declared,) = (one for one in policy.attributes if one.name == "c")
    assert (declared.choices, declared.default) == ((written, "other"), 0)


@pytest.mark.parametrize("written", ["yes", "no", "on", "off", "True", "FALSE", "1", "0", "null"])
def test_a_boolean_is_true_or_false_and_nothing_else(check: Checker, written: str) -> None:
    """YAML 1.1's other words are errors that say so."""
    rule = f"  - {{id: r, basis: B, when: {{special_location: {written}}}, guard: {{polri: 2}}}}"
    checked = check(p=text_of("p", rule))
    assert [fault.code for fault in checked.faults] == ["invalid-boolean"]


def test_every_official_code_may_stand_unquoted_in_a_list(load: Loader) -> None:
    """YAML would read 53.10 as 53.1; here it is the regency."""
    listed = ", ".join(areas.all_codes())
    named = ", ".join(f"{code}: {areas.official_name(code)}" for code in areas.all_codes())
    rule = f"  - {{id: r, basis: B, when: {{area: [{listed}]}}, guard: {{polri: 2}}}}"
    policy = load(rule, f"area_lists:\n  listed: [{listed}]\n  named: {{{named}}}\n")
    assert policy.rules[0].when == InArea(areas.all_codes())
    assert policy.area_lists == (("listed", areas.all_codes()), ("named", areas.all_codes()))


@pytest.mark.parametrize("code", areas.all_codes()[::7])
def test_an_official_code_may_stand_unquoted_alone(read_rule: RuleReader, code: str) -> None:
    """As the only value of `area`."""
    assert read_rule(f"when: {{area: {code}}}, guard: {{polri: 2}}").when == InArea((code,))


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">="])
@pytest.mark.parametrize("space", ["", " "])
@pytest.mark.parametrize("layout", ["when: {travel_minutes: X}", "when:\n      travel_minutes: X"])
def test_an_unquoted_comparison_is_an_error_that_says_to_quote_it(
    check: Checker, sign: str, space: str, layout: str
) -> None:
    """At its place, with the quoted form; a second error of the file is told with it."""
    comparison = f"{sign}{space}180"
    rule = f"  - id: r\n    basis: B\n    {layout.replace('X', comparison)}\n    guard: {{pol: 2}}"
    checked = check(p=text_of("p", rule))
    assert [fault.code for fault in checked.faults] == ["unquoted-comparison", "unknown-key"]
    assert checked.faults[0].maybe == f'"{comparison}"'
    assert comparison in checked.faults[0].message.id


def test_prose_may_be_folded_and_hold_any_sign(load: Loader) -> None:
    """A `>` of prose is neither folded away nor a comparison."""
    policy = load(
        "  - id: r\n    basis: >\n      more than > 180 minutes,\n      as ordered\n"
        '    title: {id: "> 3 jam", en: a > b}\n    guard: {polri: 2}'
    )
    assert policy.rules[0].basis == "more than > 180 minutes, as ordered"
    assert policy.rules[0].title == Text("> 3 jam", "a > b")


def test_line_ends_of_windows_change_nothing(check: Checker) -> None:
    """Positions and texts are the same."""
    text = text_of("p", "  - {id: r, basis: B, guard: {polri: two}}")
    (before,) = check(p=text).faults
    (after,) = check(p=text.replace("\n", "\r\n")).faults
    assert before == after
