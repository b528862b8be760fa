"""`pamtps serve` starts when it can answer, says where, and leaves nothing behind."""

from __future__ import annotations

import re
import signal
import socket
import time
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from pamtps.v1 import policy_service_pb2

from tests.conftest import REPOSITORY
from tests.rpc.conftest import Start
from tests.rpc.running import LIST, PATIENCE, REAL, Service, alive, eventually


def test_stdout_has_one_line_with_the_address_once_every_worker_can_answer(serve: Start) -> None:
    service = serve("--workers", "3")
    assert re.fullmatch(r"listening on 127\.0\.0\.1:[0-9]+\n", service.out)
    assert len(service.workers()) == 3
    assert int(service.call("pid")) in service.workers()
    service.signal(signal.SIGTERM)
    assert service.ended() == 0
    assert service.out.count("\n") == 1


def test_nothing_listens_before_the_policies_are_loaded(begin: Start, rules: Path) -> None:
    (rules / "slow.yaml").write_text("")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    service = begin("--listen", f"127.0.0.1:{port}")
    eventually(lambda: len(service.workers()) == 2)
    with socket.socket() as caller:
        assert caller.connect_ex(("127.0.0.1", port)) != 0
    assert service.out == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_while_it_starts_stops_the_start(
    begin: Start, rules: Path, number: signal.Signals
) -> None:
    (rules / "slow.yaml").write_text("")
    service = begin()
    eventually(lambda: len(service.workers()) == 2)
    workers = service.workers()
    time.sleep(0.3)
    service.signal(number)
    assert service.ended() == 0
    assert service.out == ""
    assert not [worker for worker in workers if alive(worker)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_lets_calls_in_flight_end_and_leaves_no_process(
    serve: Start, tmp_path: Path, number: signal.Signals
) -> None:
    service = serve()
    workers = service.workers()
    ticks = tmp_path / "ticks"
    call = service.start(f"work 1 {ticks}")
    waiting = [service.start("work 0.3"), service.start("work 0.3")]
    eventually(ticks.exists)
    service.signal(number)
    assert call.code() is grpc.StatusCode.OK
    assert [one.code() for one in waiting] == [grpc.StatusCode.OK] * 2
    assert service.ended() == 0
    assert not [worker for worker in workers if alive(worker)]
    assert service.log("worker-ended") == []


def test_health_says_not_serving_and_new_calls_are_refused_while_it_stops(
    serve: Start, tmp_path: Path
) -> None:
    service = serve()
    stub: Any = health_pb2_grpc.HealthStub(service.channel)
    watched = stub.Watch(health_pb2.HealthCheckRequest(service=""), timeout=PATIENCE)
    assert next(watched).status == health_pb2.HealthCheckResponse.SERVING
    ticks = tmp_path / "ticks"
    call = service.start(f"work 1.5 {ticks}")
    eventually(ticks.exists)
    service.signal(signal.SIGTERM)
    assert next(watched).status == health_pb2.HealthCheckResponse.NOT_SERVING
    assert not call.done()
    assert list(watched) == [], "the watching call ends"
    time.sleep(0.2)
    assert service.start("echo new").code() is grpc.StatusCode.UNAVAILABLE
    assert call.code() is grpc.StatusCode.OK
    assert service.ended() == 0


def test_whoever_watches_health_does_not_hold_up_the_stop(serve: Start) -> None:
    service = serve("--grace-seconds", "600")
    stub: Any = health_pb2_grpc.HealthStub(service.channel)
    names = ["", "pamtps.v1.PlanningService", "unknown"]
    watched = [stub.Watch(health_pb2.HealthCheckRequest(service=name)) for name in names]
    for one in watched:
        next(one)
    service.signal(signal.SIGTERM)
    assert service.ended() == 0


def test_calls_that_outlive_the_grace_are_ended(serve: Start, tmp_path: Path) -> None:
    service = serve("--grace-seconds", "1")
    workers = service.workers()
    number = tmp_path / "number"
    call = service.start(f"deaf 60 {number}")
    eventually(number.exists)
    service.signal(signal.SIGTERM)
    assert call.code() in (grpc.StatusCode.CANCELLED, grpc.StatusCode.UNAVAILABLE)
    assert service.ended() == 0
    assert not [worker for worker in workers if alive(worker)]


def test_a_second_signal_ends_calls_at_once(serve: Start, tmp_path: Path) -> None:
    service = serve("--grace-seconds", "600")
    ticks = tmp_path / "ticks"
    call = service.start(f"work 600 {ticks}")
    eventually(ticks.exists)
    service.signal(signal.SIGTERM)
    eventually(lambda: service.log("stopping"))
    service.signal(signal.SIGTERM)
    assert call.code() in (grpc.StatusCode.CANCELLED, grpc.StatusCode.UNAVAILABLE)
    assert service.ended() == 0


@pytest.mark.parametrize("request_text", ["deaf 600", "work 600", "burn 600"])
def test_workers_end_themselves_when_the_front_is_killed(
    serve: Start, tmp_path: Path, request_text: str
) -> None:
    service = serve()
    workers = service.workers()
    mark = tmp_path / "mark"
    words = request_text if request_text.startswith("burn") else f"{request_text} {mark}"
    call = service.start(words)
    time.sleep(0.3)
    assert not call.done()
    service.signal(signal.SIGKILL)
    service.ended()
    eventually(lambda: not [worker for worker in workers if alive(worker)], seconds=10)


def test_a_second_service_on_the_same_port_is_refused(serve: Start, begin: Start) -> None:
    first = serve()
    second = begin("--listen", first.address)
    assert second.ended() == 2
    assert second.out == ""
    assert "listen" in second.err
    assert first.address in second.err
    assert "(address-unavailable)" in second.err
    assert first.call("echo mine") == b"mine"


def test_an_address_of_another_machine_is_refused(begin: Start) -> None:
    service = begin("--listen", "192.0.2.1:0")
    assert service.ended() == 2
    assert "192.0.2.1:0" in service.err


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"PAMTPS_LANG": "en", "LANG": "id_ID.UTF-8"}, "bad"),
        ({"PAMTPS_LANG": "id", "LANG": "C.UTF-8"}, "salah"),
        ({"LANG": "id_ID.UTF-8"}, "salah"),
        ({"LANG": "fr_FR.UTF-8"}, "bad"),
    ],
)
def test_broken_rules_stop_the_start_with_all_their_errors_in_the_language(
    begin: Start, rules: Path, variables: dict[str, str], expected: str
) -> None:
    (rules / "broken.yaml").write_text("")
    quiet = {"LC_ALL": "", "LC_MESSAGES": ""}
    service = begin(variables={**quiet, **variables})
    assert service.ended() == 2
    assert service.out == ""
    assert service.err.splitlines() == [
        f"broken:2:3: {expected} first (first)",
        f"broken:7:3: {expected} second (second)",
    ]


def test_a_rules_folder_that_does_not_exist_stops_the_start(begin: Start, tmp_path: Path) -> None:
    service = begin("--rules", str(tmp_path / "nowhere"))
    assert service.ended() == 2
    assert str(tmp_path / "nowhere") in service.err
    assert "(rules-folder-missing)" in service.err


def test_a_worker_that_does_not_answer_in_time_stops_the_start(begin: Start, rules: Path) -> None:
    (rules / "slow.yaml").write_text("")
    service = begin("--start-seconds", "1")
    assert service.ended() == 1
    assert "start_seconds" in service.err
    assert service.out == ""


def real(folder: Path, rules: Path) -> Service:
    arguments = ("--rules", str(rules), "--listen", "127.0.0.1:0", "--workers", "1")
    return Service(folder, *arguments, module=REAL)


def test_the_policies_of_the_repository_are_served(tmp_path: Path) -> None:
    service = real(tmp_path, REPOSITORY / "rules")
    try:
        service.listening()
        reply = policy_service_pb2.ListPoliciesResponse.FromString(service.call(b"", LIST))
        assert {"national-2024", "ntt-2024"} <= {policy.id for policy in reply.policies}
    finally:
        service.close()


def test_a_broken_rule_file_is_named_with_line_and_column(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "bad.yaml").write_text("policy: bad\nrulez: []\n")
    service = real(tmp_path, rules)
    try:
        assert service.ended() == 2
        assert re.search(r"^bad\.yaml:2:1: .*rulez", service.err, re.MULTILINE)
        assert service.out == ""
    finally:
        service.close()
