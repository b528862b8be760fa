"""The order in which labels are settled."""

from __future__ import annotations

import pytest
from pamtps_service.policy.labels import strata

from tests.policy.conftest import Checker, Loader, text_of


def rules_of(**conditions: str) -> str:
    """Rules that each give the label of their own name."""
    return "\n".join(
        f"  - {{id: {name}, basis: B, {condition}{', ' if condition else ''}"
        f"classify: {{label: {name}}}}}"
        for name, condition in conditions.items()
    )


def order(load: Loader, **conditions: str) -> list[list[str]]:
    return [[rule.id for rule in one] for one in strata(load(rules_of(**conditions)))]


def test_rules_without_negation_are_settled_together(load: Loader) -> None:
    """Also those that feed each other in a circle: they have a least fixed point."""
    assert order(load, a="", b="when: {label: a}", c="when: {label: d}", d="when: {label: c}") == [
        ["a", "b", "c", "d"]
    ]


@pytest.mark.parametrize(
    "negation",
    [
        "unless: {label: a}",
        "when: {not: {label: a}}",
        "when: {any: [{access: sea}, {not: {label: a}}]}",
        "when: {not: {not: {label: a}}}",
        "unless: {not: {label: a}}",
    ],
)
def test_a_negated_label_is_settled_before(load: Loader, negation: str) -> None:
    """Under `not` and `unless`, however deep."""
    assert order(load, a="", b=negation, c="when: {label: b}") == [["a"], ["b", "c"]]


def test_strata_follow_chains_of_negations(load: Loader) -> None:
    """Each rule in the earliest stratum that it can be in."""
    assert order(
        load,
        a="unless: {label: z}",
        b="unless: {label: a}",
        c="when: {label: b}",
        d="",
        z="when: {access: sea}",
    ) == [["d", "z"], ["a"], ["b", "c"]]


def test_a_rule_that_is_replaced_waits_for_the_labels_of_the_other(load: Loader) -> None:
    """`instead_of` counts as `not` of the other's condition, and of that alone."""
    assert order(
        load, a="", general="when: {access: sea}", special="when: {label: a}, instead_of: [general]"
    ) == [["a", "special"], ["general"]]
    assert order(load, a="", special="when: {access: sea}, instead_of: [a]") == [["a", "special"]]


def test_several_rules_may_give_one_label(load: Loader) -> None:
    """A negation waits for all of them; a rule for the tier alone has its stratum too."""
    policy = load(
        "  - {id: a, basis: B, classify: {label: x}}\n"
        "  - {id: b, basis: B, unless: {label: y}, classify: {label: x}}\n"
        "  - {id: c, basis: B, classify: {label: y}}\n"
        "  - {id: t, basis: B, unless: {label: x}, classify: {risk_tier: rawan}}\n"
        "  - {id: g, basis: B, when: {label: x}, guard: {polri: 2}}"
    )
    assert [[rule.id for rule in one] for one in strata(policy)] == [["a", "c"], ["b"], ["t"]]


def test_a_policy_without_classify_has_no_strata(load: Loader) -> None:
    """Nothing is to be settled."""
    assert strata(load("  - {id: g, basis: B, guard: {polri: 2}}")) == ()


@pytest.mark.parametrize(
    ("conditions", "named"),
    [
        ({"a": "unless: {label: a}"}, "a → a"),
        ({"a": "when: {not: {label: b}}", "b": "when: {label: a}"}, "a → b → a"),
        (
            {"a": "unless: {label: b}", "b": "when: {label: c}", "c": "when: {label: a}"},
            "a → b → c → a",
        ),
        ({"a": "", "b": "when: {label: a}, instead_of: [a]"}, "a → a"),
    ],
)
def test_a_cycle_through_a_negation_is_an_error_that_names_its_rules(
    check: Checker, conditions: dict[str, str], named: str
) -> None:
    """Once for each cycle."""
    checked = check(p=text_of("p", rules_of(**conditions)))
    assert [fault.code for fault in checked.faults] == ["label-cycle"]
    assert named in checked.faults[0].message.en
    assert named in checked.faults[0].message.id


def test_labels_that_a_guard_asks_make_no_cycle(load: Loader) -> None:
    """Only classification chains."""
    load(
        "  - {id: a, basis: B, classify: {label: a}}\n"
        "  - {id: g, basis: B, unless: {label: a}, guard: {polri: 2}}\n"
        "  - {id: h, basis: B, when: {label: a}, instead_of: [g], guard: {polri: 3}}"
    )
