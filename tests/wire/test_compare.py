"""ComparePlans from bytes to bytes: what it takes, and what it refuses."""

from __future__ import annotations

import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.load import PolicySet
from pamtps_service.wire.call import CallError, Steps
from pamtps_service.wire.calls import compare_plans, plan_deployment

from tests.planning.service_input import load
from tests.reference.hand_cases import HEAD

ComparePlansRequest = planning_service_pb2.ComparePlansRequest
POLICIES = load(
    {
        "own": f"policy: own\n{HEAD}rules:\n"
        "  - {id: guard, guard: {polri: 2, tps_per_post: 2, linmas_per_tps: 1}}\n"
    }
)


def content(tps: int, polri: int) -> planning_service_pb2.PlanContent:
    """A plan of so many TPS with so many Polri, and what it was made from."""
    request = planning_service_pb2.PlanDeploymentRequest(election_date="2024-02-14")
    for number in range(1, tps + 1):
        request.batch.rows.add(
            tps_code=f"53.11.01.2001.{number:03}", risk_tier=plan_pb2.RISK_TIER_RAWAN
        )
    request.strengths.add(
        area_code="53.11",
        force=plan_pb2.FORCE_POLRI,
        personnel=polri,
        role=plan_pb2.STRENGTH_ROLE_OWN,
    )
    reply = plan_deployment(POLICIES, request.SerializeToString(), Steps(lambda _: None))
    plan = planning_service_pb2.PlanDeploymentResponse.FromString(reply).plan
    return planning_service_pb2.PlanContent(
        plan=plan, batch=request.batch, strengths=request.strengths
    )


def request_of(
    before: planning_service_pb2.PlanContent, after: planning_service_pb2.PlanContent
) -> ComparePlansRequest:
    return ComparePlansRequest(
        before=planning_service_pb2.PlanSource(content=before),
        after=planning_service_pb2.PlanSource(content=after),
    )


def compared(
    request: ComparePlansRequest, policies: PolicySet = POLICIES
) -> planning_service_pb2.ComparePlansResponse:
    reply = compare_plans(policies, request.SerializeToString(), Steps(lambda _: None))
    return planning_service_pb2.ComparePlansResponse.FromString(reply)


def refused(request: ComparePlansRequest) -> list[tuple[str, str]]:
    with pytest.raises(CallError) as refusal:
        compared(request)
    assert refusal.value.status == "INVALID_ARGUMENT"
    return [(str(fault.place), fault.code) for fault in refusal.value.faults]


class TestReply:
    def test_it_holds_areas_tps_posts_and_inputs(self) -> None:
        reply = compared(request_of(content(2, 4), content(4, 3)))
        nation = reply.areas[0]
        assert (nation.level, nation.code) == (plan_pb2.AREA_LEVEL_NATION, "ID")
        assert (nation.before.force, nation.after.force) == (1, 1)
        assert (nation.before.assigned, nation.after.assigned, nation.after.short) == (2, 3, 1)
        stations, strengths = nation.shares
        assert stations.cause == planning_service_pb2.CHANGE_CAUSE_STATIONS
        assert (stations.required, stations.assigned) == (2, 2)
        assert strengths.cause == planning_service_pb2.CHANGE_CAUSE_STRENGTHS
        assert (strengths.required, strengths.assigned) == (0, -1)
        assert [change.tps_code[-3:] for change in reply.stations] == ["003", "004"]
        added = reply.stations[0]
        assert not added.HasField("tier_before")
        assert added.tier_after == plan_pb2.RISK_TIER_RAWAN
        assert (added.post_before, added.post_after) == ("", "53.11.01.2001.003")
        assert list(added.causes) == [planning_service_pb2.CHANGE_CAUSE_STATIONS]
        (post,) = reply.posts
        assert not post.HasField("before")
        assert (post.first_tps_code, post.after.polri) == ("53.11.01.2001.003", 1)
        assert [change.place for change in reply.inputs] == [
            "53.11.01.2001.003",
            "53.11.01.2001.004",
            "strengths/polri/own/53.11",
        ]

    def test_a_plan_compared_with_itself_gives_an_empty_one(self) -> None:
        one = content(3, 4)
        assert compared(request_of(one, one)) == planning_service_pb2.ComparePlansResponse()

    def test_policies_need_not_be_loaded(self) -> None:
        reply = compared(request_of(content(2, 4), content(4, 4)), PolicySet({}, ""))
        (share,) = reply.areas[0].shares
        assert share.cause == planning_service_pb2.CHANGE_CAUSE_STATIONS
        assert (share.required, share.assigned) == (2, 2)


class TestWithoutBatches:
    def test_two_plans_alone_are_compared_without_causes(self) -> None:
        before, after = content(2, 4), content(4, 4)
        for one in (before, after):
            one.ClearField("batch")
            one.ClearField("strengths")
        reply = compared(request_of(before, after))
        assert reply.areas
        assert not any(row.shares for row in reply.areas)
        assert {change.place for change in reply.inputs} == {"before.batch", "after.batch"}

    def test_strengths_without_a_batch_are_refused(self) -> None:
        """Nothing that is given is passed over."""
        before, after = content(2, 4), content(2, 4)
        before.ClearField("batch")
        assert refused(request_of(before, after)) == [
            ("before.content.strengths", "input-without-batch")
        ]


class TestFaults:
    def test_numbers_whose_difference_no_reply_can_hold(self) -> None:
        """Of a plan with absurd numbers; nothing fails inside."""
        before, after = content(2, 4), content(2, 4)
        before.plan.areas[0].totals[0].assigned = -(2**31)
        after.plan.areas[0].totals[0].assigned = 2**31 - 1
        with pytest.raises(CallError) as refusal:
            compared(request_of(before, after))
        assert refusal.value.reason == "number-too-large"
        assert "areas.ID.polri" in refusal.value.message.en

    def test_each_is_named_with_its_place_in_both_plans_at_once(self) -> None:
        before, after = content(2, 4), content(2, 4)
        before.ClearField("plan")
        after.batch.rows[1].tps_code = "53.11"
        assert refused(request_of(before, after)) == [
            ("before.content.plan", "plan-missing"),
            ("after.content.batch.rows[1].tps_code", "malformed-tps-code"),
        ]

    def test_rows_that_stand_there_twice(self) -> None:
        """Nobody can say which of them holds."""
        before, after = content(2, 4), content(4, 4)
        plan = after.plan
        plan.stations.append(plan.stations[0])
        plan.areas.append(plan.areas[1])
        plan.areas[0].totals.append(plan.areas[0].totals[0])
        plan.posts.append(plan.posts[1])
        plan.stations[1].post = 7
        path = "after.content.plan"
        assert refused(request_of(before, after)) == [
            (f"{path}.stations[4]", "plan-row-twice"),
            (f"{path}.areas[{len(plan.areas) - 1}]", "plan-row-twice"),
            (f"{path}.areas[0].totals[{len(plan.areas[0].totals) - 1}]", "plan-row-twice"),
            (f"{path}.posts[2]", "plan-row-twice"),
            (f"{path}.stations[1].post", "post-not-in-plan"),
        ]
