"""The table of guard patterns against the planner: every TPS is in one row, the right one."""

from __future__ import annotations

import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.planning.explanation.one_tps import explain_one_tps
from pamtps_service.policy.model import Policy
from pamtps_service.rendering.patterns import Pattern, patterns_of
from pamtps_service.verify.labels import classified
from pamtps_service.verify.masks import holds, read_facts

from tests.rendering.document_text import load

AREAS = ("53.04", "53.05", "53.05.01", "53.05.02", "53.05.02.2001", "53.11", "53.21", "53.71")
FACTS = {
    "submitted_tier": st.sampled_from(["kurang_rawan", "rawan", "sangat_rawan"]),
    "access": st.sampled_from(["road", "foot", "sea", "air"]),
    "travel_minutes": st.sampled_from(["0", "59", "60", "180", "181", "600"]),
    "special_location": st.sampled_from(["true", "false"]),
}
MORE = {
    "registered_voters": st.sampled_from(["0", "99", "100", "299", "300", "301"]),
    "signal": st.sampled_from(["none", "radio", "mobile"]),
    "conflict_history": st.sampled_from(["true", "false"]),
    "queue": st.sampled_from(["-5", "999", "1000", "1001", "2000", "2001"]),
    "operator": st.sampled_from(["A&B", "C", "D"]),
    "tenure": st.sampled_from(["x", "y"]),
}


@functools.cache
def of_policy(name: str) -> tuple[Policy, tuple[Pattern, ...]]:
    policy = load(name)
    patterns = patterns_of(policy)
    assert patterns is not None
    return policy, patterns


def check(name: str, facts: dict[str, str]) -> None:
    """The only row of the TPS says what the planner requires of it."""
    policy, patterns = of_policy(name)
    one = explain_one_tps(policy, [f"{key}={value}" for key, value in facts.items()])
    known, _ = classified(read_facts(policy, one.facts.batch, slice(None)))
    rows = [
        pattern
        for pattern in patterns
        if pattern.tier == one.tier
        and (not pattern.which or any(bool(holds(which, known)[0]) for which in pattern.which))
    ]
    assert len(rows) == 1
    guards = rows[0].guards
    assert guards.linmas == one.linmas
    assert guards.covered == (one.requirement is not None)
    if one.requirement is not None:
        needed = one.requirement
        assert (guards.polri, guards.tni, guards.sizes) == (needed.polri, needed.tni, needed.sizes)
        assert (guards.within, guards.choose) == (needed.within, needed.choose)


@given(st.fixed_dictionaries({"area": st.sampled_from(AREAS), **FACTS, **MORE}))
def test_rows_say_what_the_planner_requires(facts: dict[str, str]) -> None:
    """Of a policy that tells areas, labels and facts apart."""
    check("everything", facts)


@given(st.fixed_dictionaries({"area": st.sampled_from(AREAS), **FACTS}))
def test_rows_of_ntt_say_what_the_planner_requires(facts: dict[str, str]) -> None:
    """Of the policy of NTT, whose guards follow from the tier alone."""
    check("ntt-2024", facts)


def test_facts_that_change_no_guards_of_a_tier_are_not_named() -> None:
    """A single row for each tier of NTT, for all of its TPS."""
    _, patterns = of_policy("ntt-2024")
    assert [(pattern.tier.word, pattern.which) for pattern in patterns] == [
        ("kurang_rawan", ()),
        ("rawan", ()),
        ("sangat_rawan", ()),
    ]


@pytest.mark.parametrize("name", ["everything-base"])
def test_a_policy_that_guards_nothing_says_so_of_every_tier(name: str) -> None:
    """Linmas alone cover no TPS."""
    _, patterns = of_policy(name)
    assert [pattern.guards.covered for pattern in patterns] == [False, False, False]
    assert {pattern.guards.linmas for pattern in patterns} == {2}
