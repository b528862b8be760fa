"""A plan does not depend on how many processes work on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.load import PolicySet, load_policies
from pamtps_service.wire import call
from pamtps_service.wire.call import CallError, Steps
from pamtps_service.wire.calls import plan_deployment_stream

from tests.conformance.case_files import GoldenCase, all_cases, policies_of, request_of
from tests.conftest import REPOSITORY
from tests.wire.requests import make_batch
from tests.wire.requests import request_of as request_of_folder

Request = planning_service_pb2.PlanDeploymentRequest
SMALL = [case for case in all_cases() if not case.large]


def planned(policies: PolicySet, request: Request, processes: int) -> plan_pb2.DeploymentPlan:
    """The plan from so many processes, without the time of its making."""
    told: list[str] = []
    message = planning_service_pb2.PlanDeploymentStreamRequest(header=request)
    steps = Steps(told.append, processes)
    replies = plan_deployment_stream(policies, iter([message.SerializeToString()]), steps)
    whole = planning_service_pb2.PlanDeploymentResponse()
    for content in replies:
        reply = planning_service_pb2.PlanDeploymentStreamResponse.FromString(content)
        whole.MergeFrom(reply.part)
    assert told  # by this process, whatever the forks do
    whole.plan.ClearField("create_time")
    return whole.plan


@pytest.fixture(autouse=True)
def always_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "FORK_FROM", 0)


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.folder.name)
def test_golden_plans_are_the_same_from_three_processes(case: GoldenCase) -> None:
    policies, request = policies_of(case.policies), request_of(case)
    request.form = planning_service_pb2.PLAN_FORM_ARROW
    assert planned(policies, request, 3) == planned(policies, request, 1)


def test_short_provinces_are_the_same_from_any_number(data_folder: Path, tmp_path: Path) -> None:
    """Six provinces, short in different ways, one reserve of the nation."""
    request = Request(election_date="2024-02-14")
    for province in ("11", "17", "31", "53", "62", "92"):
        folder = make_batch(data_folder, tmp_path / province, "--province", province)
        read = request_of_folder(folder, "2024-02-14")
        request.batch.rows.extend(read.batch.rows[:700])
        request.strengths.extend(read.strengths)
    for strength in request.strengths:
        strength.personnel //= 40
    request.strengths.add(
        area_code="ID",
        force=plan_pb2.FORCE_POLRI,
        personnel=25,
        role=plan_pb2.STRENGTH_ROLE_RESERVE,
    )
    policies = load_policies(REPOSITORY / "rules")
    one = planned(policies, request, 1)
    assert len([found for found in one.findings if found.remedies]) > 3
    for processes in (2, 3, 7):
        assert planned(policies, request, processes) == one


def test_a_request_that_is_refused_is_refused_alike() -> None:
    policies = load_policies(REPOSITORY / "rules")
    with pytest.raises(CallError):
        planned(policies, Request(election_date="2024-02-14"), 3)
