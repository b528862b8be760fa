"""Planning again with the plan in force keeps what it can, and changes nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
from hypothesis import given
from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import make_plan
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import TIER_CHOICES
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.plan import Kept, Plan
from pamtps_service.verify.check import verify
from pamtps_service.wire.read_in_force import in_force_of

from tests.planning.service_input import DAY, batch_of, load, planned, strengths_of
from tests.reference.hand_cases import HEAD
from tests.reference.strategies import Case, cases, strengths

VILLAGE = "53.11.01.2001"
GUARDED = f"policy: own\n{HEAD}rules:\n  - {{id: g, guard: {{polri: 2, tps_per_post: 4}}}}\n"


def again(request: PlanRequest, policies: PolicySet) -> Plan:
    parts, faults = admit(request, policies)
    assert not faults
    return make_plan(request, parts)


def village(numbers: list[int], policies: PolicySet) -> PlanRequest:
    """A request for TPS of one village, without strengths."""
    rows = [
        {"tps_code": f"{VILLAGE}.{number:03}", "risk_tier": "kurang_rawan"} for number in numbers
    ]
    assert policies.policies
    return PlanRequest(batch_of(rows), strengths_of([]), "own", DAY)


def posts_of(plan: Plan) -> dict[int, tuple[int, str, str]]:
    """What makes the post of each TPS the same: first TPS, border, command."""
    posts = plan.posts
    return {
        code: (int(posts.first_tps[post]), posts.area[post], posts.command[post])
        for code, post in zip(plan.stations.code.tolist(), plan.stations.post.tolist(), strict=True)
        if post >= 0
    }


def told(plan: Plan, former: Plan) -> Kept:
    """How a plan differs from the one in force, from the definition."""
    now, then = posts_of(plan), posts_of(former)
    both = now.keys() & then.keys()
    kept = sum(now[code] == then[code] for code in both)
    return Kept(
        former.plan_digest,
        kept,
        len(both) - kept,
        len(now.keys() - then.keys()),
        len(then.keys() - now.keys()),
    )


class TestByHand:
    """Ten TPS of one village, four to a post, are cut 4, 3, 3 where nothing else is asked."""

    POLICIES = load({"own": GUARDED})

    def sizes(self, plan: Plan) -> list[int]:
        return [int(stations) for stations in plan.posts.stations]

    def test_a_tps_more_moves_no_other(self) -> None:
        """It joins the post that has room, although 4, 4, 3 would be cut without."""
        former = again(village([*range(1, 11)], self.POLICIES), self.POLICIES)
        assert self.sizes(former) == [4, 3, 3]
        request = village([*range(1, 11), 20], self.POLICIES)
        assert self.sizes(again(request, self.POLICIES)) == [4, 4, 3]
        with_former = again(replace(request, in_force=in_force_of(former)), self.POLICIES)
        assert self.sizes(with_former) == [4, 3, 4]
        assert with_former.kept == Kept(former.plan_digest, 10, 0, 1, 0)

    def test_a_tps_less_moves_no_other(self) -> None:
        """Of 4, 3, 3 the first loses one: 3, 3, 3 as it would be cut anyway, and the last loses
        one: 4, 3, 2, where 3, 3, 3 would be cut without."""
        former = again(village([*range(1, 11)], self.POLICIES), self.POLICIES)
        for missing, sizes in ((2, [3, 3, 3]), (10, [4, 3, 2])):
            numbers = [number for number in range(1, 11) if number != missing]
            request = village(numbers, self.POLICIES)
            plan = again(replace(request, in_force=in_force_of(former)), self.POLICIES)
            assert self.sizes(plan) == sizes
            assert plan.kept == Kept(former.plan_digest, 9, 0, 0, 1)

    def test_no_post_more_is_formed_to_keep_tps(self) -> None:
        """Two posts of four are enough for eight TPS, whatever was in force."""
        policies = load({"own": GUARDED.replace("tps_per_post: 4", "tps_per_post: 3")})
        former = again(village([*range(1, 9)], policies), policies)
        assert self.sizes(former) == [3, 3, 2]
        request = village([*range(1, 9)], self.POLICIES)
        plan = again(replace(request, in_force=in_force_of(former)), self.POLICIES)
        assert self.sizes(plan) == [4, 4]
        assert plan.kept == Kept(former.plan_digest, 3, 5, 0, 0)

    def test_rules_that_guard_nobody_any_more_remove_every_tps(self) -> None:
        label = GUARDED.replace("guard: {polri: 2, tps_per_post: 4}", "classify: {label: a}")
        nobody = load({"own": label})
        request = village([1, 2, 3], self.POLICIES)
        former = again(request, self.POLICIES)
        plan = again(replace(request, in_force=in_force_of(former)), nobody)
        assert plan.kept == Kept(former.plan_digest, 0, 0, 0, 3)

    def test_a_post_under_another_command_keeps_nobody(self) -> None:
        request = village([1, 2, 3], self.POLICIES)
        former = again(request, self.POLICIES)
        own = {
            "command": "polres",
            "area": "53.11",
            "covers": ["53.11"],
            "force": "polri",
            "personnel": 9,
            "role": "own",
        }
        moved = replace(request, strengths=strengths_of([own]), in_force=in_force_of(former))
        assert again(moved, self.POLICIES).kept == Kept(former.plan_digest, 0, 3, 0, 0)


class TestProperties:
    @given(cases(16), strengths(20))
    def test_the_same_request_keeps_every_tps_and_changes_no_number(
        self, case: Case, given_strengths: list[dict[str, Any]]
    ) -> None:
        former, request, policies = planned(case, given_strengths)
        plan = again(replace(request, in_force=in_force_of(former)), policies)
        covered = int((former.stations.post >= 0).sum())
        assert plan.kept == Kept(former.plan_digest, covered, 0, 0, 0)
        assert posts_of(plan) == posts_of(former)
        assert (plan.totals, plan.areas, plan.units) == (former.totals, former.areas, former.units)
        assert (plan.transfers, plan.findings) == (former.transfers, former.findings)

    @given(cases(20), strengths(20), st.data())
    def test_what_is_told_follows_from_the_definition_and_the_verification_agrees(
        self, case: Case, given_strengths: list[dict[str, Any]], data: st.DataObject
    ) -> None:
        former, _, _ = planned(case, given_strengths)
        kept_rows = data.draw(
            st.lists(st.sampled_from(case.tps), min_size=1, unique_by=lambda row: row["tps_code"])
        )
        changed = [
            row | {"risk_tier": data.draw(st.sampled_from(TIER_CHOICES))} for row in kept_rows
        ]
        before, request, policies = planned(replace(case, tps=changed), given_strengths)
        plan = again(replace(request, in_force=in_force_of(former)), policies)
        assert plan.kept == told(plan, former)
        assert plan.kept.kept >= told(before, former).kept
        assert plan.totals == before.totals
        found = verify(plan, replace(request, in_force=in_force_of(former)), policies.policies)
        assert found.violations == ()
