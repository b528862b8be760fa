"""ON_INVALID_SKIP: the plan is that of the good rows alone, and each wrong row comes back once."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import hypothesis.strategies as st
import pytest
from hypothesis import given
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.load import PolicySet
from pamtps_service.wire.call import CallError, Steps
from pamtps_service.wire.calls import compare_plans, explain_plan, plan_deployment, verify_plan

from tests.planning.service_input import load
from tests.wire.test_requests import TEXTS, strength

Request = planning_service_pb2.PlanDeploymentRequest
Reply = planning_service_pb2.PlanDeploymentResponse
Edit = Callable[[plan_pb2.StationRow, int], object]
QUIET = Steps(lambda _: None)
WRONG: dict[str, tuple[str, Edit]] = {
    "code": ("malformed-tps-code", lambda row, _: setattr(row, "tps_code", "53.1")),
    "number": (
        "tps-number-zero",
        lambda row, at: setattr(row, "tps_code", f"53.01.01.2{at:03d}.000"),
    ),
    "area": ("unknown-area", lambda row, at: setattr(row, "tps_code", f"53.98.01.2001.{at:03d}")),
    "tier": ("tier-not-given", lambda row, _: setattr(row, "risk_tier", 0)),
    "access": ("access-not-known", lambda row, _: setattr(row, "access", 0)),
    "voters": ("negative-number", lambda row, _: setattr(row, "registered_voters", -1)),
    "travel": ("attribute-missing", lambda row, _: row.ClearField("travel_minutes")),
}
SIGNALS = {"signal": ("attribute-value", "mobil"), "no signal": ("attribute-missing", "")}
FOUND_AT_ADMISSION = ("travel", *SIGNALS)
OF_SKIPPING = ("name", "create_time", "request_digest", "plan_digest", "status", "skipped_count")


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    return load(TEXTS)


def request_with(wrong: list[list[str]]) -> Request:
    """A row for each list, with what it names wrong. The first two are always good."""
    request = Request(election_date="2024-02-14", on_invalid=planning_service_pb2.ON_INVALID_SKIP)
    signals = []
    for number, names in enumerate([[], [], *wrong], 1):
        row = request.batch.rows.add(
            tps_code=f"53.0{1 + number % 2}.01.2001.{number:03d}",
            risk_tier=plan_pb2.RiskTier.ValueType(1 + number % 3),
            registered_voters=100 * number % 400,
            travel_minutes=40 * number,
            access=plan_pb2.ACCESS_ROAD,
        )
        signals.append(("none", "mobile")[number % 3 == 0])
        for name in names:
            if name in SIGNALS:
                signals[-1] = SIGNALS[name][1]
            else:
                WRONG[name][1](row, number)
    request.batch.attributes.add(name="signal", values=signals)
    strength(request, area_code="53.01")
    strength(request, area_code="53.02")
    return request


def only(request: Request, rows: list[int]) -> Request:
    """The request with these rows of its batch, in this order."""
    again = Request()
    again.CopyFrom(request)
    again.ClearField("batch")
    again.batch.rows.extend(request.batch.rows[row] for row in rows)
    for column in request.batch.attributes:
        again.batch.attributes.add(name=column.name, values=[column.values[row] for row in rows])
    return again


def answer(policies: PolicySet, request: Request) -> Reply:
    return Reply.FromString(plan_deployment(policies, request.SerializeToString(), QUIET))


def content(plan: plan_pb2.DeploymentPlan) -> plan_pb2.DeploymentPlan:
    """A plan without what tells that rows were skipped."""
    copy = plan_pb2.DeploymentPlan()
    copy.CopyFrom(plan)
    for name in OF_SKIPPING:
        copy.ClearField(name)  # type: ignore[arg-type]
    copy.verification.ClearField("plan_digest")
    return copy


def codes_of(names: list[str]) -> set[str]:
    return {(WRONG | SIGNALS)[name][0] for name in names}


def at_the_border(names: list[str]) -> list[str]:
    """What is told of a row: one that is wrong by itself is not looked at any further."""
    own = [name for name in names if name not in FOUND_AT_ADMISSION] or names
    codes = [name for name in own if name in ("code", "number", "area")]
    signals = [name for name in own if name in SIGNALS]
    return [name for name in own if name not in (*codes[:-1], *signals[:-1])]


class TestSkipped:
    @given(
        wrong=st.lists(
            st.lists(st.sampled_from([*WRONG, *SIGNALS]), max_size=3, unique=True), max_size=8
        ),
        seed=st.integers(0, 2**32),
    )
    def test_the_plan_is_that_of_the_good_rows(
        self, policies: PolicySet, wrong: list[list[str]], seed: int
    ) -> None:
        request = request_with(wrong)
        reply = answer(policies, request)
        bad = {index: names for index, names in enumerate(wrong, 2) if names}
        assert [row.row for row in reply.skipped] == sorted(bad)
        for row in reply.skipped:
            assert {fault.code for fault in row.faults} == codes_of(at_the_border(bad[row.row]))
            assert row.tps_code == request.batch.rows[row.row].tps_code
            assert all(f"[{row.row}]" in fault.field for fault in row.faults)
        good = [index for index in range(len(wrong) + 2) if index not in bad]
        alone = answer(policies, only(request, good))
        assert not alone.skipped
        assert content(reply.plan) == content(alone.plan)
        assert reply.plan.skipped_count == len(bad)
        assert (reply.plan.status == plan_pb2.PLAN_STATUS_PARTIAL) == bool(bad)
        order = list(range(len(wrong) + 2))
        Random(seed).shuffle(order)
        again = answer(policies, only(request, order))
        assert again.plan.plan_digest == reply.plan.plan_digest
        assert again.plan.request_digest == reply.plan.request_digest

    def test_a_tps_that_stands_twice_is_planned_once(self, policies: PolicySet) -> None:
        request = only(request_with([]), [0, 1, 0])
        (row,) = answer(policies, request).skipped
        assert (row.row, [fault.code for fault in row.faults]) == (2, ["duplicate-tps"])

    def test_a_wrong_row_does_not_take_the_place_of_a_right_one(self, policies: PolicySet) -> None:
        request = only(request_with([]), [0, 1, 0])
        request.batch.rows[0].risk_tier = plan_pb2.RISK_TIER_UNSPECIFIED
        reply = answer(policies, request)
        assert [row.row for row in reply.skipped] == [0]
        assert {fault.code for fault in reply.skipped[0].faults} == {
            "tier-not-given",
            "duplicate-tps",
        }
        assert len(reply.plan.stations) == 2

    def test_what_is_wrong_outside_rows_rejects_the_request(self, policies: PolicySet) -> None:
        request = request_with([["tier"]])
        strength(request, area_code="53.97")
        with pytest.raises(CallError) as caught:
            answer(policies, request)
        assert [fault.code for fault in caught.value.faults] == ["unknown-area"]

    @pytest.mark.parametrize("name", [*WRONG, "signal"])
    def test_where_all_rows_are_wrong_the_request_is_rejected(
        self, policies: PolicySet, name: str
    ) -> None:
        request = request_with([[name], [name]])
        with pytest.raises(CallError) as caught:
            answer(policies, only(request, [2, 3]))
        assert len(caught.value.faults) >= 1

    def test_validation_tells_every_fault_as_before(self, policies: PolicySet) -> None:
        request = request_with([["tier"], ["travel"], ["signal", "voters"]])
        request.validate_only = True
        skip = answer(policies, request)
        request.on_invalid = planning_service_pb2.ON_INVALID_REJECT
        assert skip == answer(policies, request)
        assert len(skip.faults) >= 3
        assert not skip.skipped

    def test_an_unknown_choice_is_refused(self, policies: PolicySet) -> None:
        request = request_with([])
        request.on_invalid = 9  # type: ignore[assignment]
        with pytest.raises(CallError) as caught:
            answer(policies, request)
        assert [str(fault.place) for fault in caught.value.faults] == ["on_invalid"]


class TestLater:
    def source(self, policies: PolicySet) -> planning_service_pb2.PlanSource:
        """A partial plan with the good rows that it was made from."""
        request = request_with([["tier"], [], ["travel"], []])
        plan = answer(policies, request).plan
        good = only(request, [0, 1, 3, 5])
        return planning_service_pb2.PlanSource(
            content=planning_service_pb2.PlanContent(
                plan=plan, batch=good.batch, strengths=good.strengths
            )
        )

    def test_a_partial_plan_is_verified_from_its_good_rows(self, policies: PolicySet) -> None:
        request = planning_service_pb2.VerifyPlanRequest(source=self.source(policies))
        reply = planning_service_pb2.VerifyPlanResponse.FromString(
            verify_plan(policies, request.SerializeToString(), QUIET)
        )
        assert not reply.verification.violations

    def test_a_partial_plan_is_explained_from_its_good_rows(self, policies: PolicySet) -> None:
        request = planning_service_pb2.ExplainPlanRequest(
            source=self.source(policies), subject="53.01"
        )
        reply = planning_service_pb2.ExplainPlanResponse.FromString(
            explain_plan(policies, request.SerializeToString(), QUIET)
        )
        assert reply.explanations

    def test_a_partial_plan_is_compared_with_itself(self, policies: PolicySet) -> None:
        source = self.source(policies)
        request = planning_service_pb2.ComparePlansRequest(before=source, after=source)
        reply = planning_service_pb2.ComparePlansResponse.FromString(
            compare_plans(policies, request.SerializeToString(), QUIET)
        )
        assert reply == planning_service_pb2.ComparePlansResponse()
