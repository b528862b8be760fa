"""Requests with the plan in force, from bytes to bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.load import PolicySet, load_policies
from pamtps_service.wire.call import CallError, Steps
from pamtps_service.wire.calls import verify_plan

from tests.wire.requests import answer, request_of

PILKADA = "2024-11-27"


@pytest.fixture(scope="module")
def rules(repository: Path) -> PolicySet:
    return load_policies(repository / "rules")


@pytest.fixture(scope="module")
def example(repository: Path) -> Path:
    return repository / "examples" / "ntt-pilkada-2024"


@pytest.fixture(scope="module")
def former(rules: PolicySet, example: Path) -> plan_pb2.DeploymentPlan:
    return answer(rules, request_of(example, PILKADA)).plan


def with_a_tier_raised(
    example: Path, shuffle: int | None = None
) -> planning_service_pb2.PlanDeploymentRequest:
    """The request of the example in which one TPS, in the midst of a district, became rawan."""
    request = request_of(example, PILKADA, shuffle=shuffle)
    (row,) = (row for row in request.batch.rows if row.tps_code == RAISED)
    assert row.risk_tier == plan_pb2.RISK_TIER_KURANG_RAWAN
    row.risk_tier = plan_pb2.RISK_TIER_RAWAN
    return request


RAISED = "53.17.06.2008.002"


def kept_of(plan: plan_pb2.DeploymentPlan) -> tuple[int, int, int, int]:
    return plan.kept.kept, plan.kept.moved, plan.kept.added, plan.kept.removed


def in_another_post(plan: plan_pb2.DeploymentPlan, former: plan_pb2.DeploymentPlan) -> int:
    """TPS whose post has another first TPS, border or command."""

    def posts(of: plan_pb2.DeploymentPlan) -> dict[str, tuple[str, str, str]]:
        keys = [(post.first_tps_code, post.area_code, post.command) for post in of.posts]
        return {one.tps_code: keys[one.post] for one in of.stations if one.HasField("post")}

    now, then = posts(plan), posts(former)
    return sum(now[code] != then[code] for code in now.keys() & then.keys())


class TestExample:
    def test_one_tier_changed_moves_few_tps_with_the_plan_in_force(
        self, rules: PolicySet, example: Path, former: plan_pb2.DeploymentPlan
    ) -> None:
        request = with_a_tier_raised(example)
        without = answer(rules, request).plan
        assert not without.HasField("kept")
        request.plan_in_force.CopyFrom(former)
        plan = answer(rules, request).plan
        kept, moved, added, removed = kept_of(plan)
        assert (kept + moved, added, removed) == (9866, 0, 0)
        assert plan.kept.plan_digest == former.plan_digest
        assert moved == in_another_post(plan, former)
        assert 0 < moved < in_another_post(without, former)
        assert plan.totals == without.totals
        assert [row.totals for row in plan.areas] == [row.totals for row in without.areas]

    def test_the_same_request_keeps_every_tps(
        self, rules: PolicySet, example: Path, former: plan_pb2.DeploymentPlan
    ) -> None:
        request = request_of(example, PILKADA)
        request.plan_in_force.CopyFrom(former)
        plan = answer(rules, request).plan
        assert kept_of(plan) == (9866, 0, 0, 0)
        assert plan.posts == former.posts
        assert plan.stations == former.stations
        assert plan.areas == former.areas
        assert plan.request_digest != former.request_digest

    def test_shuffled_rows_fresh_process_and_hash_seed_change_no_digest(
        self,
        rules: PolicySet,
        example: Path,
        former: plan_pb2.DeploymentPlan,
        repository: Path,
        tmp_path: Path,
    ) -> None:
        request = with_a_tier_raised(example)
        request.plan_in_force.CopyFrom(former)
        first = answer(rules, request).plan
        again = with_a_tier_raised(example, shuffle=5)
        again.plan_in_force.CopyFrom(former)
        path = tmp_path / "request"
        path.write_bytes(again.SerializeToString())
        script = (
            "from pathlib import Path\n"
            "from pamtps.v1 import planning_service_pb2\n"
            "from pamtps_service.policy.load import load_policies\n"
            "from tests.wire.requests import answer\n"
            f"content = Path({str(path)!r}).read_bytes()\n"
            "request = planning_service_pb2.PlanDeploymentRequest.FromString(content)\n"
            "plan = answer(load_policies(Path('rules')), request).plan\n"
            "print(plan.name, plan.plan_digest)\n"
        )
        for seed in ("1", "2"):
            done = subprocess.run(
                [sys.executable, "-c", script],
                cwd=repository,
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            )
            assert done.stdout.split() == [first.name, first.plan_digest]


class TestDigest:
    def test_the_digest_that_a_plan_in_force_carries_is_not_trusted(
        self, rules: PolicySet, example: Path, former: plan_pb2.DeploymentPlan
    ) -> None:
        request = request_of(example, PILKADA)
        request.plan_in_force.CopyFrom(former)
        request.plan_in_force.plan_digest = "0" * 64
        plan = answer(rules, request).plan
        assert plan.kept.plan_digest == former.plan_digest

    def test_verification_needs_the_plan_in_force_that_the_plan_was_made_with(
        self, rules: PolicySet, example: Path, former: plan_pb2.DeploymentPlan
    ) -> None:
        request = with_a_tier_raised(example)
        request.plan_in_force.CopyFrom(former)
        asked = planning_service_pb2.VerifyPlanRequest()
        content = asked.source.content
        content.plan.CopyFrom(answer(rules, request).plan)
        content.batch.CopyFrom(request.batch)
        content.strengths.extend(request.strengths)
        content.plan_in_force.CopyFrom(former)

        def violations() -> list[str]:
            reply = verify_plan(rules, asked.SerializeToString(), Steps(lambda _: None))
            answered = planning_service_pb2.VerifyPlanResponse.FromString(reply)
            return [violation.code for violation in answered.verification.violations]

        assert violations() == []
        content.plan.kept.kept += 1
        assert violations() == ["kept-number", "digest-wrong"]
        content.plan.kept.kept -= 1
        content.ClearField("plan_in_force")
        assert violations() == ["request-digest-wrong", "kept-unfounded"]


class TestFaults:
    def test_a_plan_in_force_without_stations_is_refused_at_its_place(
        self, rules: PolicySet, example: Path, former: plan_pb2.DeploymentPlan
    ) -> None:
        request = request_of(example, PILKADA)
        request.plan_in_force.CopyFrom(former)
        del request.plan_in_force.stations[:]
        request.batch.rows[3].risk_tier = plan_pb2.RISK_TIER_UNSPECIFIED
        with pytest.raises(CallError) as refusal:
            answer(rules, request)
        assert [(fault.code, str(fault.place)) for fault in refusal.value.faults] == [
            ("tier-not-given", "batch.rows[3].risk_tier"),
            ("plan-without-stations", "plan_in_force.stations"),
        ]

    def test_a_plan_in_force_with_a_tps_twice_is_refused(
        self, rules: PolicySet, example: Path, former: plan_pb2.DeploymentPlan
    ) -> None:
        """Nobody can say in which of its posts it is."""
        request = request_of(example, PILKADA)
        request.plan_in_force.CopyFrom(former)
        request.plan_in_force.stations.append(former.stations[0])
        with pytest.raises(CallError) as refusal:
            answer(rules, request)
        assert [(fault.code, str(fault.place)) for fault in refusal.value.faults] == [
            ("plan-row-twice", "plan_in_force.stations[9866]")
        ]
