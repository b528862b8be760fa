"""A comparison tells every difference of two plans, and where it comes from."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from datetime import date
from typing import Any

import hypothesis.strategies as st
import numpy as np
from hypothesis import assume, given, settings
from pamtps_service.planning.admission import admit
from pamtps_service.planning.comparison import compare
from pamtps_service.planning.input_changes import PlanMade
from pamtps_service.planning.plan import PolicyContradictionError, make_plan
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import TIER_CHOICES
from pamtps_service.records.area_codes import to_text
from pamtps_service.records.batch import PlanInForce, PlanRequest, Seats, Stock
from pamtps_service.records.comparison import AreaChange, Cause, Comparison
from pamtps_service.records.plan import AreaLevelOfPlan, Plan, Total
from pamtps_service.wire.read_in_force import in_force_of

from tests.planning.service_input import DAY, batch_of, load, strengths_of
from tests.reference.hand_cases import HEAD
from tests.reference.strategies import Case, cases, strengths

VILLAGE = "53.11.01.2001"
POLICY = f"""policy: own
{HEAD}rules:
  - {{id: low, when: {{risk_tier: kurang_rawan}}, guard: {{polri: 2, tps_per_post: [2, 4]}}}}
  - {{id: high, when: {{risk_tier: ">= rawan"}}, guard: {{polri: 2, tps_per_post: 1}}}}
  - {{id: linmas, guard: {{linmas_per_tps: 2}}}}
"""
STRICTER = POLICY.replace("policy: own", "policy: strict").replace("[2, 4]", "[1, 2]")


def rows(*tiers: str, first: int = 1) -> list[dict[str, Any]]:
    """TPS of one village with these tiers."""
    return [
        {"tps_code": f"{VILLAGE}.{first + number:03}", "risk_tier": tier}
        for number, tier in enumerate(tiers)
    ]


def strength(personnel: int, force: str = "polri") -> dict[str, Any]:
    return {
        "command": "53.11",
        "area": "53.11",
        "covers": ["53.11"],
        "force": force,
        "personnel": personnel,
        "role": "own",
    }


def made(
    policies: PolicySet,
    policy: str,
    tps: list[dict[str, Any]],
    given_strengths: list[dict[str, Any]],
    day: date = DAY,
    in_force: PlanInForce | None = None,
) -> PlanMade:
    given = strengths_of(given_strengths)
    request = PlanRequest(batch_of(tps), given, policy, day, in_force=in_force)
    parts, faults = admit(request, policies)
    assert not faults
    return PlanMade(make_plan(request, parts), request)


LOADED = load({"own": POLICY, "strict": STRICTER})
LOW = "kurang_rawan"
BASE = made(LOADED, "own", rows(*[LOW] * 8), [strength(4)])


def nation(found: Comparison, force: str = "polri") -> AreaChange:
    (row,) = (
        row
        for row in found.areas
        if row.level is AreaLevelOfPlan.NATION and row.before.force == force
    )
    return row


def shares(row: AreaChange) -> dict[Cause, tuple[int, int]]:
    return {share.cause: (share.required, share.assigned) for share in row.shares}


def without_one_person(plan: Plan) -> Plan:
    """The plan with one Polri of its first post taken away, and its rows as they were but one."""
    polri = plan.posts.polri.copy()
    polri[0] -= 1
    nation_row = plan.areas[0]
    first = nation_row.totals[0]
    changed = replace(first, assigned=first.assigned - 1, short=first.short + 1)
    row = replace(nation_row, totals=(changed, *nation_row.totals[1:]))
    return replace(plan, posts=replace(plan.posts, polri=polri), areas=(row, *plan.areas[1:]))


class TestKnownCauses:
    """Each plan differs from BASE (8 TPS kurang rawan, 4 Polri: two posts of four) in one input."""

    def test_more_tps_are_the_cause_of_more_guards(self) -> None:
        after = made(LOADED, "own", rows(*[LOW] * 12), [strength(4)])
        found = compare(BASE, after, LOADED)
        assert shares(nation(found)) == {Cause.STATIONS: (2, 0)}
        assert shares(nation(found, "linmas")) == {Cause.STATIONS: (8, 8)}
        added = [f"{VILLAGE}.{number:03}" for number in range(9, 13)]
        assert [(i.cause, i.place, i.before, i.after) for i in found.inputs] == [
            (Cause.STATIONS, code, "", LOW) for code in added
        ]
        assert [to_text(one.tps, "tps") for one in found.stations] == added
        assert all(
            (one.tier_before, one.tier_after, one.post_before, one.causes)
            == (None, 0, None, (Cause.STATIONS,))
            for one in found.stations
        )
        (post,) = found.posts
        assert (post.before, post.after) == (None, 2)

    def test_a_raised_tier_is_the_cause_of_its_own_guards(self) -> None:
        after = made(LOADED, "own", rows(*[LOW] * 7, "rawan"), [strength(6)])
        before = made(LOADED, "own", rows(*[LOW] * 8), [strength(6)])
        found = compare(before, after, LOADED)
        assert shares(nation(found)) == {Cause.TIERS: (2, 2)}
        (change,) = found.inputs
        assert (change.cause, change.place) == (Cause.TIERS, f"{VILLAGE}.008/risk_tier")
        assert (change.before, change.after) == (LOW, "rawan")
        last = found.stations[-1]
        assert (last.tier_before, last.tier_after) == (0, 1)
        assert to_text(last.post_after or 0, "tps") == f"{VILLAGE}.008"

    def test_strengths_change_what_is_assigned_alone(self) -> None:
        after = made(LOADED, "own", rows(*[LOW] * 8), [strength(1)])
        found = compare(BASE, after, LOADED)
        assert shares(nation(found)) == {Cause.STRENGTHS: (0, -3)}
        (change,) = found.inputs
        assert (change.place, change.before, change.after) == (
            "strengths/polri/own/53.11",
            "4",
            "1",
        )
        assert not found.stations
        assert len(found.posts) == 2  # they have fewer guards now

    def test_rules_are_named_where_both_versions_are_loaded(self) -> None:
        after = made(LOADED, "strict", rows(*[LOW] * 8), [strength(4)])
        found = compare(BASE, after, LOADED)
        assert shares(nation(found)) == {Cause.RULES: (4, 0)}
        policy, rule = found.inputs
        assert policy.place == "policies/53"
        assert policy.before.startswith("own@")
        assert policy.after.startswith("strict@")
        assert (rule.place, rule.before, rule.after) == (
            "rules/low",
            "own.yaml:7:10",
            "strict.yaml:7:10",
        )

    def test_every_cause_has_its_own_share_where_all_change(self) -> None:
        """Need: 8 TPS 4; 12 TPS 6; one of them rawan 8; at two a post 14. There are 4, then 10."""
        after = made(LOADED, "strict", rows("rawan", *[LOW] * 11), [strength(10)])
        found = compare(BASE, after, LOADED)
        assert shares(nation(found)) == {
            Cause.STATIONS: (2, 0),
            Cause.TIERS: (2, 0),
            Cause.STRENGTHS: (0, 4),
            Cause.RULES: (6, 2),
        }

    def test_a_plan_changed_by_hand_is_its_own_cause(self) -> None:
        after = replace(BASE, plan=without_one_person(BASE.plan))
        found = compare(BASE, after, LOADED)
        assert shares(nation(found)) == {Cause.PLAN: (0, -1)}
        assert not found.inputs

    def test_a_plan_changed_by_hand_is_told_from_changed_inputs(self) -> None:
        more = made(LOADED, "own", rows(*[LOW] * 8), [strength(5)])
        after = replace(more, plan=without_one_person(more.plan))
        found = compare(made(LOADED, "own", rows(*[LOW] * 8), [strength(2)]), after, LOADED)
        assert shares(nation(found)) == {Cause.STRENGTHS: (0, 2), Cause.PLAN: (0, -1)}

    def test_facts_of_tps_are_inputs(self) -> None:
        """Also where they change no number of the plan."""
        tps = rows(LOW, LOW)
        tps[0] |= {"travel_minutes": 30, "access": "sea"}
        tps[1] |= {"access": "air"}
        other = rows(LOW, LOW)
        other[0] |= {"travel_minutes": 45}
        other[1] |= {"access": "road", "registered_voters": 200}
        found = compare(made(LOADED, "own", tps, []), made(LOADED, "own", other, []), LOADED)
        assert [(i.cause, i.place, i.before, i.after) for i in found.inputs] == [
            (Cause.STATIONS, f"{VILLAGE}.001/access", "sea", ""),
            (Cause.STATIONS, f"{VILLAGE}.001/travel_minutes", "30", "45"),
            (Cause.STATIONS, f"{VILLAGE}.002/access", "air", "road"),
            (Cause.STATIONS, f"{VILLAGE}.002/registered_voters", "", "200"),
        ]
        assert not found.areas
        assert not found.stations
        assert not found.posts


class TestOtherInputs:
    """What changes no number of personnel is told all the same."""

    def changes(self, before: PlanMade, after: PlanMade) -> list[tuple[str, str, str]]:
        found = compare(before, after, LOADED)
        told = [one for one in found.inputs if not one.place.endswith("request_digest")]
        assert {one.cause for one in told} == {Cause.OTHER_INPUTS}
        return [(one.place, one.before, one.after) for one in told]

    def with_resources(self, **fields: Any) -> PlanMade:
        assert BASE.request is not None
        return replace(BASE, request=replace(BASE.request, **fields))

    def test_stocks_seats_and_transports(self) -> None:
        before = self.with_resources(
            stocks=(Stock("53.11", "radio", 3), Stock("ID", "boat", 1)),
            seats=(Seats("sea", 3, "53", 40),),
        )
        after = self.with_resources(
            stocks=(Stock("53.11", "radio", 5),),
            seats=(Seats("sea", 3, "53", 40), Seats("air", 1, "ID", 9)),
            unavailable_transports=("road", "sea"),
        )
        assert self.changes(before, after) == [
            ("seats/ID/air/H-1", "", "9"),
            ("stocks/53.11/radio", "3", "5"),
            ("stocks/ID/boat", "1", ""),
            ("unavailable_transports", "", "road sea"),
        ]

    def test_the_date(self) -> None:
        later = made(LOADED, "own", rows(*[LOW] * 8), [strength(4)], day=date(2024, 11, 27))
        assert self.changes(BASE, later) == [("election_date", "2024-02-14", "2024-11-27")]

    def test_the_plan_in_force_is_why_tps_are_in_another_post(self) -> None:
        """Ten TPS, four a post, are cut 4, 3, 3; nine of them were 4, 3, 2 in their order."""
        former = made(LOADED, "own", rows(*[LOW] * 10), [])
        tps = [row for row in rows(*[LOW] * 10) if not row["tps_code"].endswith("010")]
        before = made(LOADED, "own", tps, [])
        after = made(LOADED, "own", tps, [], in_force=in_force_of(former.plan))
        assert before.plan.posts.stations.tolist() == [3, 3, 3]
        assert after.plan.posts.stations.tolist() == [4, 3, 2]
        found = compare(before, after, LOADED)
        assert not found.areas
        assert [one.place for one in found.inputs] == ["plan_in_force"]
        assert {one.causes for one in found.stations} == {(Cause.OTHER_INPUTS,)}
        assert len(found.posts) == 5

    def test_another_version_of_the_planner_is_the_plans_own_cause(self) -> None:
        found = compare(BASE, replace(BASE, plan=replace(BASE.plan, planner_version="0")), LOADED)
        assert {change.cause for change in found.inputs} == {Cause.PLAN}
        assert [change.place for change in found.inputs] == [
            "after.request_digest",
            "planner_version",
        ]


class TestPoliciesThatAreNotLoaded:
    """The other stages are planned all the same, with the version that is loaded."""

    BEFORE = BASE
    AFTER = made(LOADED, "strict", rows(*[LOW] * 12), [strength(10)])

    def test_the_version_before_is_not_loaded(self) -> None:
        """Rules come first: 8 TPS by two need 8 (4 assigned); 12 TPS 12; with 10 Polri 10."""
        policies = PolicySet({"strict": LOADED.policies["strict"]}, "")
        found = compare(self.BEFORE, self.AFTER, policies)
        assert shares(nation(found)) == {
            Cause.STATIONS: (4, 0),
            Cause.STRENGTHS: (0, 6),
            Cause.RULES: (4, 0),
        }

    def test_the_version_after_is_not_loaded(self) -> None:
        """Rules come last: 12 TPS by four need 6; with 10 Polri they are raised to 10 or less."""
        policies = PolicySet({"own": LOADED.policies["own"]}, "")
        found = compare(self.BEFORE, self.AFTER, policies)
        own = made(LOADED, "own", rows(*[LOW] * 12), [strength(10)]).plan.totals[0].assigned
        assert shares(nation(found)) == {
            Cause.STATIONS: (2, 0),
            Cause.STRENGTHS: (0, own - 4),
            Cause.RULES: (6, 10 - own),
        }

    def test_none_is_loaded(self) -> None:
        """Everything is joined under the last cause whose inputs differ."""
        found = compare(self.BEFORE, self.AFTER, PolicySet({}, ""))
        assert shares(nation(found)) == {Cause.RULES: (8, 6)}
        assert [i.place for i in found.inputs if i.cause is Cause.RULES] == ["policies/53"]

    def test_inputs_that_the_rules_refuse_are_joined_with_the_next_cause(self) -> None:
        """The rules before do not know the column that the TPS after have."""
        column = POLICY.replace("policy: own", "policy: column").replace(
            "rules:", "attributes: {signal: {type: choice, of: [none, radio]}}\nrules:"
        )
        policies = load({"own": POLICY, "column": column})
        tps = [row | {"signal": "radio"} for row in rows(*[LOW] * 12)]
        found = compare(BASE, made(policies, "column", tps, [strength(4)]), policies)
        assert shares(nation(found)) == {Cause.RULES: (2, 0)}


class TestOtherFiles:
    def test_a_plan_that_was_made_from_other_inputs_is_told(self) -> None:
        """Else wrong files would look like a change by hand."""
        after = made(LOADED, "own", rows(*[LOW] * 12), [strength(4)])
        found = compare(BASE, replace(after, request=BASE.request), LOADED)
        (change,) = found.inputs
        assert (change.cause, change.place) == (Cause.PLAN, "after.request_digest")
        assert change.before == after.plan.request_digest
        assert change.after == BASE.plan.request_digest
        assert shares(nation(found)) == {Cause.PLAN: (2, 0)}


class TestWithoutBatches:
    def test_the_plans_alone_are_compared_and_it_is_said_what_was_not(self) -> None:
        after = made(LOADED, "strict", rows(*[LOW] * 12), [strength(4)])
        with_batches = compare(BASE, after, LOADED)
        found = compare(replace(BASE, request=None), after, LOADED)
        without_shares = [replace(row, shares=()) for row in with_batches.areas]
        assert list(found.areas) == without_shares
        assert [replace(one, causes=()) for one in with_batches.stations] == list(found.stations)
        assert found.posts == with_batches.posts
        missing = [i.cause for i in found.inputs if i.place == "before.batch"]
        assert missing == [Cause.STATIONS, Cause.TIERS, Cause.STRENGTHS, Cause.OTHER_INPUTS]
        assert [i.place for i in found.inputs if i.cause is Cause.RULES] == [
            "policies/53",
            "rules/low",
        ]


@st.composite
def changed(draw: st.DrawFn, case: Case) -> list[dict[str, Any]]:
    """The TPS of a case with some left out, and some of another tier."""
    kept = draw(st.lists(st.sampled_from(case.tps), min_size=1, unique_by=lambda r: r["tps_code"]))
    return [row | {"risk_tier": draw(st.sampled_from(TIER_CHOICES))} for row in kept]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[PlanMade, PlanMade, PolicySet]:
    """Two plans that differ in TPS, tiers, strengths, or rules, or were changed by hand."""
    case, other = draw(cases(10)), draw(cases(10))
    texts = case.texts | {
        f"x-{name}": text.replace(f"policy: {name}", f"policy: x-{name}").replace(
            "extends: base", "extends: x-base"
        )
        for name, text in other.texts.items()
    }
    policies = load(texts)
    same_rules = draw(st.booleans())
    after_case = case if same_rules else other
    tps = draw(changed(after_case))
    after_policy = case.policy_id if same_rules else f"x-{other.policy_id}"
    one = draw(strengths())
    two = draw(st.one_of(st.just(one), strengths()))
    try:
        before = made(policies, case.policy_id, case.tps, one)
        after = made(policies, after_policy, tps, two)
    except PolicyContradictionError:
        assume(False)
    if len(after.plan.posts) and draw(st.booleans()):
        after = replace(after, plan=without_one_person(after.plan))
    if draw(st.booleans()):
        kept = {case.policy_id} if draw(st.booleans()) else set()
        policies = PolicySet(
            {name: policy for name, policy in policies.policies.items() if name in kept}, ""
        )
    return before, after, policies


def numbers(total: Total) -> tuple[int, ...]:
    return (total.required, total.wished, total.assigned, total.short, total.above)


fewer = settings(max_examples=settings().max_examples // 3)
"""Each example plans two random policies."""


class TestProperties:
    @given(pairs())
    def test_shares_add_up_to_the_change_of_required_and_assigned(
        self, drawn: tuple[PlanMade, PlanMade, PolicySet]
    ) -> None:
        before, after, policies = drawn
        for row in compare(before, after, policies).areas:
            assert sum(share.required for share in row.shares) == (
                row.after.required - row.before.required
            )
            assert sum(share.assigned for share in row.shares) == (
                row.after.assigned - row.before.assigned
            )

    @fewer
    @given(pairs())
    def test_a_plan_compared_with_itself_has_no_difference(
        self, drawn: tuple[PlanMade, PlanMade, PolicySet]
    ) -> None:
        for made_plan in drawn[:2]:
            assert compare(made_plan, made_plan, drawn[2]) == Comparison((), (), (), ())

    @fewer
    @given(pairs())
    def test_swapped_plans_have_the_same_rows_the_other_way_round(
        self, drawn: tuple[PlanMade, PlanMade, PolicySet]
    ) -> None:
        before, after, policies = drawn
        there, back = compare(before, after, policies), compare(after, before, policies)
        assert [(r.level, r.code, r.before, r.after) for r in there.areas] == [
            (r.level, r.code, r.after, r.before) for r in back.areas
        ]
        assert [(s.tps, s.tier_before, s.post_before, s.tier_after) for s in there.stations] == [
            (s.tps, s.tier_after, s.post_after, s.tier_before) for s in back.stations
        ]
        assert {(p.first_tps, p.before, p.after) for p in there.posts} == {
            (p.first_tps, p.after, p.before) for p in back.posts
        }
        assert [(i.cause, i.place, i.before, i.after) for i in there.inputs] == [
            (i.cause, i.place, i.after, i.before) for i in back.inputs
        ]

    @fewer
    @given(pairs())
    def test_the_rows_told_are_all_that_differ_and_no_other(
        self, drawn: tuple[PlanMade, PlanMade, PolicySet]
    ) -> None:
        """From the definition, row by row and TPS by TPS."""
        before, after, policies = drawn
        found = compare(before, after, policies)
        assert {(r.level, r.code, r.before.force) for r in found.areas} == differing_rows(
            before.plan, after.plan
        )
        one, other = told_stations(before.plan), told_stations(after.plan)
        assert [s.tps for s in found.stations] == sorted(
            code for code in one.keys() | other.keys() if one.get(code) != other.get(code)
        )
        posts, now = told_posts(before.plan), told_posts(after.plan)
        assert len(found.posts) == sum(
            posts.get(key) != now.get(key) for key in posts.keys() | now.keys()
        )


def differing_rows(before: Plan, after: Plan) -> set[tuple[AreaLevelOfPlan, str, str]]:
    def told(plan: Plan) -> dict[tuple[AreaLevelOfPlan, str, str], tuple[int | None, ...]]:
        return {
            (row.level, row.code, total.force): (*numbers(total), total.available)
            for row in plan.areas
            for total in row.totals
        }

    one, other = told(before), told(after)
    nothing = (0, 0, 0, 0, 0, None)
    return {
        key for key in one.keys() | other.keys() if one.get(key, nothing) != other.get(key, nothing)
    }


def told_stations(plan: Plan) -> dict[int, tuple[int, tuple[int, str, str] | None]]:
    posts = plan.posts
    found = {}
    for code, tier, post in zip(
        plan.stations.code.tolist(),
        plan.stations.risk_tier.tolist(),
        plan.stations.post.tolist(),
        strict=True,
    ):
        key = (
            None
            if post < 0
            else (int(posts.first_tps[post]), posts.area[post], posts.command[post])
        )
        found[code] = (tier, key)
    return found


def told_posts(plan: Plan) -> dict[tuple[int, str, str], tuple[int, ...]]:
    posts = plan.posts
    names = [field.name for field in dataclasses.fields(posts)]
    columns = [name for name in names if isinstance(getattr(posts, name), np.ndarray)]
    return {
        (int(posts.first_tps[index]), posts.area[index], posts.command[index]): tuple(
            int(getattr(posts, name)[index]) for name in columns
        )
        for index in range(len(posts))
    }
