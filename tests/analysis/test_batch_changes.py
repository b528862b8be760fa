"""Two policies on one batch: the personnel of two plans made apart, and shares that add up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given, settings
from pamtps_service.analysis.batch_changes import (
    LEVELS,
    MOST_STATIONS,
    BatchComparison,
    BatchRefusedError,
    PersonnelChange,
    compare_on_batch,
)
from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import PolicyContradictionError, make_plan
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Policy
from pamtps_service.records.area_codes import to_text
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.plan import AreaLevelOfPlan, Plan

from tests.analysis.policy_pairs import Texts, loaded, pairs
from tests.conftest import LONG
from tests.planning.service_input import DAY, batch_of, strengths_of
from tests.reference.strategies import batches, strengths

HEAD = "policy: own\ntitle: T\nissuer: I\nbasis: B\nareas: [53]\n"
VILLAGE = "53.11.01.2001"
RULES = """\
rules:
  - {id: high, basis: b, when: {risk_tier: ">= rawan"}, guard: {polri: 2, tps_per_post: 2}}
  - {id: low, basis: b, when: {risk_tier: kurang_rawan}, guard: {polri: 2, tps_per_post: 4}}
  - {id: platoon, basis: b, for_each: regency, add: {polri: 30}}
"""


def policy(text: str) -> Policy:
    found = loaded({"own": text})
    assert found is not None
    return found


def request(*tiers: str, given: list[dict[str, Any]] | None = None, **facts: str) -> PlanRequest:
    rows = [
        {"tps_code": f"{VILLAGE}.{number:03}", "risk_tier": tier, **facts}
        for number, tier in enumerate(tiers, 1)
    ]
    return PlanRequest(batch_of(rows), strengths_of(given or []), None, DAY)


def polri_of_nation(found: BatchComparison) -> PersonnelChange:
    (row,) = (
        one
        for one in found.personnel
        if one.level is AreaLevelOfPlan.NATION and one.before.force == "polri"
    )
    return row


def planned(asked: PlanRequest, by: Policy) -> Plan:
    named = replace(asked, policy=by.id)
    parts, faults = admit(named, PolicySet({by.id: by}, by.digest))
    assert not faults
    return make_plan(named, parts)


# Random policies ------------------------------------------------------------------------------


@st.composite
def compared(draw: st.DrawFn) -> tuple[Texts, PlanRequest]:
    texts = draw(pairs())
    rows = draw(batches(texts.declared))
    given = strengths_of(draw(strengths()))
    return texts, PlanRequest(batch_of(rows), given, None, DAY)


@settings(max_examples=300 if LONG else 4)
@given(compared())
def test_rows_are_those_of_two_plans_and_shares_add_up(case: tuple[Texts, PlanRequest]) -> None:
    """Every row that differs and no other, before and after as planned apart; the shares of
    required and of assigned are the change of each, to the last person."""
    texts, asked = case
    before, after = loaded(texts.before), loaded(texts.after)
    assert before is not None
    assert after is not None
    try:
        was, now = planned(asked, before), planned(asked, after)
    except PolicyContradictionError:
        assume(False)
        return
    found = compare_on_batch(asked, before, after)
    one, other = (
        {(row.level, row.code, t.force): t for row in plan.areas for t in row.totals}
        for plan in (was, now)
    )
    differ = [key for key in one if key[0] in LEVELS and one[key] != other[key]]
    rows = {(row.level, row.code, row.before.force): row for row in found.personnel}
    assert set(rows) == set(differ)
    for key, row in rows.items():
        assert (row.before, row.after) == (one[key], other[key])
        for name in ("required", "assigned"):
            shares = sum(getattr(share, name) for share in row.shares)
            assert shares == getattr(row.after, name) - getattr(row.before, name)
        assert len({share.rule for share in row.shares}) == len(row.shares)


# Shares ---------------------------------------------------------------------------------------


def test_each_rule_has_what_its_replacement_changes() -> None:
    """In the order of ids: 4 rawan TPS alone instead of by 2, a platoon of 20 instead of 30."""
    text = RULES.replace("tps_per_post: 2}", "tps_per_post: 1}").replace("polri: 30", "polri: 20")
    found = compare_on_batch(request(*["rawan"] * 4), policy(HEAD + RULES), policy(HEAD + text))
    row = polri_of_nation(found)
    assert (row.before.required, row.after.required) == (34, 28)
    assert [(share.rule, share.required) for share in row.shares] == [("high", 4), ("platoon", -10)]


def test_rules_that_cannot_be_apart_are_one_step() -> None:
    """A label that no rule would give, and a rule that stands instead of one not there yet."""
    after = RULES + (
        "  - {id: asks, basis: b, when: {label: far}, guard: {polri: 5}}\n"
        '  - {id: gives, basis: b, when: {travel_minutes: "> 60"}, classify: {label: far}}\n'
    )
    asked = request("rawan", "rawan", travel_minutes="90")
    row = polri_of_nation(compare_on_batch(asked, policy(HEAD + RULES), policy(HEAD + after)))
    assert [(share.rule, share.required) for share in row.shares] == [("asks, gives", 3)]
    after = RULES + (
        "  - {id: as-well, basis: b, instead_of: [new], guard: {polri: 7}}\n"
        "  - {id: new, basis: b, guard: {polri: 9}}\n"
    )
    row = polri_of_nation(compare_on_batch(asked, policy(HEAD + RULES), policy(HEAD + after)))
    assert [(share.rule, share.required) for share in row.shares] == [("as-well, new", 5)]


def test_what_the_head_changes_has_no_rule() -> None:
    """Another default, and then a rule of its own: 4 TPS far away by default are guarded by 5."""
    far = '  - {id: far, basis: b, when: {travel_minutes: "> 60"}, guard: {polri: 5}}\n'
    head = f"{HEAD}attributes: {{travel_minutes: {{default: %s}}}}\n"
    before = head % 10 + RULES + far
    after = head % 90 + RULES.replace("polri: 30", "polri: 31") + far
    row = polri_of_nation(compare_on_batch(request(*["rawan"] * 4), policy(before), policy(after)))
    assert [(share.rule, share.required) for share in row.shares] == [("", 6), ("platoon", 1)]


def test_choices_in_another_order_are_the_same_words_on_the_way() -> None:
    """A mixture of both policies sees each rule's own words."""
    rule = "  - {id: r, basis: b, when: {signal: none}, guard: {polri: NUMBER}}\n"
    head = f"{HEAD}attributes: {{signal: {{type: choice, of: [%s]}}}}\n"
    before = head % "none, radio" + RULES + rule.replace("NUMBER", "3")
    after = head % "radio, sat, none" + RULES.replace("polri: 30", "polri: 31")
    after += rule.replace("NUMBER", "4")
    asked = request("rawan", "rawan", signal="none")
    row = polri_of_nation(compare_on_batch(asked, policy(before), policy(after)))
    assert [(share.rule, share.required) for share in row.shares] == [("platoon", 1), ("r", 1)]


def test_rules_over_an_attribute_of_another_kind_are_one_step() -> None:
    """They cannot be mixed: all of the change comes from the rules together, and the head."""
    rule = "  - {id: r, basis: b, when: {signal: WORD}, guard: {polri: 4}}\n"
    head = f"{HEAD}attributes: {{signal: {{%s}}}}\n"
    before = head % "type: choice, of: [none, radio], default: radio" + RULES
    before += rule.replace("WORD", "none")
    after = head % "type: code, default: none" + RULES.replace("polri: 30", "polri: 31")
    after += rule.replace("WORD", "none").replace("polri: 4", "polri: 5")
    asked = request("rawan", "rawan")
    row = polri_of_nation(compare_on_batch(asked, policy(before), policy(after)))
    assert [(share.rule, share.required) for share in row.shares] == [("platoon, r", 4)]


def test_many_rules_are_replaced_one_by_one_up_to_a_number() -> None:
    """The rest of them together; nothing is lost."""
    adds = "".join(
        f"  - {{id: u{number:02}, basis: b, for_each: regency, add: {{polri: 1}}}}\n"
        for number in range(15)
    )
    found = compare_on_batch(request("rawan"), policy(HEAD + RULES), policy(HEAD + RULES + adds))
    shares = polri_of_nation(found).shares
    assert [share.required for share in shares] == [*[1] * 12, 3]
    assert shares[-1].rule == "u12, u13, u14"


def test_titles_alone_change_no_plan() -> None:
    """Nor is there a row, a share or a TPS."""
    other = RULES.replace("id: high, basis: b", "id: high, title: High, basis: c")
    found = compare_on_batch(request("rawan"), policy(HEAD + RULES), policy(HEAD + other))
    assert found == BatchComparison((), ())


# TPS ------------------------------------------------------------------------------------------


def test_the_tps_that_change_most_come_first_and_not_too_many() -> None:
    """Covered by one policy only; then those of another tier; then more guards for each."""
    text = RULES.replace('">= rawan"', "rawan") + (
        '  - {id: up, basis: b, when: {registered_voters: "> 500"}, classify: {risk_tier: rawan}}\n'
    )
    rows = [
        {"tps_code": f"{VILLAGE}.001", "risk_tier": "rawan", "registered_voters": 1},
        {"tps_code": f"{VILLAGE}.002", "risk_tier": "kurang_rawan", "registered_voters": 501},
        {"tps_code": f"{VILLAGE}.003", "risk_tier": "sangat_rawan", "registered_voters": 1},
    ]
    asked = PlanRequest(batch_of(rows), (), None, DAY)
    found = compare_on_batch(asked, policy(HEAD + RULES), policy(HEAD + text))
    told = [
        (to_text(one.tps, "tps")[-3:], one.tier_before, one.tier_after) for one in found.stations
    ]
    assert told == [("003", 2, 2), ("002", 0, 1)]
    assert found.stations[0].post_after is None
    one = RULES.replace("tps_per_post: 2}", "tps_per_post: 1}")
    found = compare_on_batch(request(*["rawan"] * 300), policy(HEAD + RULES), policy(HEAD + one))
    assert len(found.stations) == MOST_STATIONS
    assert [one.tps for one in found.stations] == sorted(one.tps for one in found.stations)


# What cannot be planned -----------------------------------------------------------------------


def test_a_batch_that_either_policy_refuses_is_refused_with_every_fault() -> None:
    """Another area, and another day; a fault of both is told once."""
    before = policy(HEAD.replace("[53]", "[51]") + RULES)
    after = policy(f"{HEAD}effective: {{from: 2025-01-01}}\n{RULES}")
    with pytest.raises(BatchRefusedError) as caught:
        compare_on_batch(request("rawan"), before, after)
    assert [found.code for found in caught.value.faults] == [
        "outside-policy",
        "policy-not-in-force",
    ]


def test_a_column_that_one_policy_alone_declares_is_left_out_of_the_other() -> None:
    """So that a policy that begins to ask it can be compared with the one before."""
    asking = "  - {id: r, basis: b, when: {signal: none}, guard: {polri: 3}}\n"
    head = f"{HEAD}attributes: {{signal: {{type: choice, of: [none, radio]}}}}\n"
    asked = request("rawan", "rawan", signal="none")
    found = compare_on_batch(asked, policy(HEAD + RULES), policy(head + RULES + asking))
    assert [(s.rule, s.required) for s in polri_of_nation(found).shares] == [("r", 1)]
    with pytest.raises(BatchRefusedError):
        compare_on_batch(asked, policy(HEAD + RULES), policy(HEAD + RULES))
