"""Every method of the protos says what it needs of its caller."""

from __future__ import annotations

from google.protobuf.descriptor import ServiceDescriptor
from pamtps.v1 import planning_service_pb2, policy_service_pb2
from pamtps_service.rpc.methods import METHODS, SERVICES, WARM_UP, WORKER_METHODS, CallerNeed
from pamtps_service.wire.calls import CALLS, STREAMS

from tests.conftest import REPOSITORY

FILES = (planning_service_pb2.DESCRIPTOR, policy_service_pb2.DESCRIPTOR)


def methods_of(service: ServiceDescriptor) -> set[str]:
    return {f"/{service.full_name}/{method.name}" for method in service.methods}


def test_the_table_has_the_methods_of_the_protos_and_no_other() -> None:
    services = [service for file in FILES for service in file.services_by_name.values()]
    named = {name for service in services for name in methods_of(service)}
    assert set(METHODS) == named
    assert set(SERVICES) == {service.full_name for service in services}


def test_every_proto_file_with_a_service_is_looked_at() -> None:
    folder = REPOSITORY / "protos" / "pamtps" / "v1"
    with_service = {
        f"pamtps/v1/{path.name}"
        for path in folder.glob("*.proto")
        if any(line.startswith("service ") for line in path.read_text().splitlines())
    }
    assert with_service == {file.name for file in FILES}


def test_the_workers_answer_the_methods_that_the_front_does_not() -> None:
    streams = {name for name in WORKER_METHODS if METHODS[name].streams}
    assert set(STREAMS) == streams
    assert set(CALLS) == WORKER_METHODS - streams


def test_every_method_needs_nothing_of_its_caller_for_now() -> None:
    assert {method.needs for method in METHODS.values()} == {CallerNeed.NOTHING}
    assert WARM_UP in METHODS
