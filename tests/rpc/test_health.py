"""Health and reflection answer, under load too."""

from __future__ import annotations

import os
import signal
import statistics
import time
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import descriptor_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from tests.rpc.conftest import Start
from tests.rpc.running import PATIENCE, Service, eventually

NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
SERVING = health_pb2.HealthCheckResponse.SERVING
NAMES = ["", "pamtps.v1.PlanningService", "pamtps.v1.PolicyService"]


def check(service: Service, name: str = "") -> Any:
    stub: Any = health_pb2_grpc.HealthStub(service.channel)
    return stub.Check(health_pb2.HealthCheckRequest(service=name), timeout=PATIENCE).status


@pytest.mark.parametrize("name", NAMES)
def test_the_server_and_its_services_say_that_they_are_serving(service: Service, name: str) -> None:
    assert check(service, name) == SERVING


def test_a_service_that_is_not_there_is_not_found(service: Service) -> None:
    with pytest.raises(grpc.RpcError) as raised:
        check(service, "pamtps.v1.NoSuchService")
    error: Any = raised.value
    assert error.code() is grpc.StatusCode.NOT_FOUND


def reflect(service: Service, **request: Any) -> Any:
    stub: Any = reflection_pb2_grpc.ServerReflectionStub(service.channel)
    asked = iter([reflection_pb2.ServerReflectionRequest(**request)])
    (answer,) = stub.ServerReflectionInfo(asked, timeout=PATIENCE)
    return answer


def test_reflection_lists_the_services(service: Service) -> None:
    listed = reflect(service, list_services="").list_services_response.service
    assert {one.name for one in listed} == {
        "grpc.health.v1.Health",
        "grpc.reflection.v1alpha.ServerReflection",
        "pamtps.v1.PlanningService",
        "pamtps.v1.PolicyService",
    }


@pytest.mark.parametrize(
    ("symbol", "file"),
    [
        ("pamtps.v1.PlanningService", "pamtps/v1/planning_service.proto"),
        ("pamtps.v1.PolicyService", "pamtps/v1/policy_service.proto"),
        ("pamtps.v1.DeploymentPlan", "pamtps/v1/plan.proto"),
    ],
)
def test_reflection_describes_the_api(service: Service, symbol: str, file: str) -> None:
    answer = reflect(service, file_containing_symbol=symbol)
    files = [
        descriptor_pb2.FileDescriptorProto.FromString(one)
        for one in answer.file_descriptor_response.file_descriptor_proto
    ]
    assert file in {one.name for one in files}


def test_a_health_check_does_not_wait_behind_calls_that_keep_every_core_busy(
    serve: Start,
) -> None:
    service = serve("--queue", "50")
    check(service)
    calls = [service.start("burn 0.5") for _ in range(6)]
    calls += [service.start(b"echo " + b"x" * (4 << 20)) for _ in range(4)]
    times = []
    while not all(call.done() for call in calls):
        began = time.monotonic()
        assert check(service) == SERVING
        times.append(time.monotonic() - began)
        time.sleep(0.01)
    assert [call.code() for call in calls] == [grpc.StatusCode.OK] * len(calls)
    # A check that waited for a worker would take as long as a job: half a second or more.
    assert statistics.median(times) < 0.1
    assert len(times) > 10


def test_health_says_not_serving_while_no_worker_can_be_had(serve: Start, tmp_path: Path) -> None:
    unstartable = tmp_path / "unstartable"
    service = serve(variables={"DOUBLE_UNSTARTABLE": str(unstartable)})
    unstartable.write_text("")
    for worker in service.workers():
        os.kill(worker, signal.SIGKILL)
    eventually(lambda: {check(service, name) for name in NAMES} == {NOT_SERVING})
    waiting = service.start("echo waits")
    assert service.log("worker-not-replaced")
    unstartable.unlink()
    eventually(lambda: {check(service, name) for name in NAMES} == {SERVING})
    assert waiting.result() == b"waits"


def test_a_health_check_does_not_count_among_the_calls_that_wait(serve: Start) -> None:
    service = serve("--queue", "0", "--workers", "1")
    running = service.start("work 0.5")
    time.sleep(0.2)
    assert check(service) == SERVING
    assert running.code() is grpc.StatusCode.OK
