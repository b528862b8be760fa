"""Sizes, queues and open calls have limits, and every refusal names its setting."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2
from pamtps_service.rpc.settings import FIELDS

from tests.rpc.conftest import Start
from tests.rpc.details import detail, reason_of
from tests.rpc.running import LIST, Service, alive, drained, eventually

LIMIT = 3_000_000
linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")


@pytest.mark.parametrize("length", [0, 1, (1 << 20) - 5, (1 << 20) + 1, 9 << 20])
def test_bytes_come_back_as_they_went_whatever_their_length(service: Service, length: int) -> None:
    text = bytes(range(48, 112)) * (length // 64 + 1)
    assert service.call(b"echo " + text[:length]) == text[:length]


def test_a_request_of_the_allowed_size_passes_and_one_byte_more_names_the_setting(
    serve: Start,
) -> None:
    service = serve("--max-request-bytes", str(LIMIT))
    assert len(service.call(b"echo " + b"x" * (LIMIT - 5))) == LIMIT - 5
    call = service.start(b"echo " + b"x" * (LIMIT - 4))
    assert call.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert "max_request_bytes" in call.details()
    assert f"{LIMIT:,}" in call.details()
    assert reason_of(call) == "request-too-large"


def test_a_request_far_above_the_limit_is_not_even_read(serve: Start) -> None:
    service = serve("--max-request-bytes", str(LIMIT))
    call = service.start(b"echo " + b"x" * (2 * LIMIT))
    assert call.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert service.log("call") == []


def test_a_reply_above_the_limit_names_the_setting(serve: Start) -> None:
    service = serve("--max-reply-bytes", str(LIMIT))
    assert len(service.call(f"size {LIMIT}")) == LIMIT
    call = service.start(f"size {LIMIT + 1}")
    assert call.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert "max_reply_bytes" in call.details()
    assert reason_of(call) == "reply-too-large"


def test_a_call_beyond_the_queue_is_refused_with_the_time_to_try_again(
    serve: Start, tmp_path: Path
) -> None:
    service = serve("--workers", "1", "--queue", "2")
    ticks = tmp_path / "ticks"
    running = service.start(f"work 1.5 {ticks}")
    eventually(ticks.exists)
    waiting = [service.start("echo waited"), service.start("echo waited")]
    time.sleep(0.2)
    refused = service.start("echo refused")
    assert refused.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert reason_of(refused) == "queue-full"
    assert detail(refused, error_details_pb2.RetryInfo).retry_delay.seconds >= 1
    assert [call.result() for call in waiting] == [b"waited", b"waited"]
    assert running.code() is grpc.StatusCode.OK


def test_calls_that_only_read_have_a_queue_of_their_own_and_are_taken_first(
    serve: Start, tmp_path: Path
) -> None:
    service = serve("--workers", "1", "--queue", "1")
    ticks = tmp_path / "ticks"
    running = service.start(f"work 0.7 {ticks}")
    eventually(ticks.exists)
    planning = service.start("work 0.7")
    time.sleep(0.1)
    reading = service.start("echo read", LIST)
    assert reading.result() == b"read"
    assert not planning.done()
    assert planning.code() is running.code() is grpc.StatusCode.OK


def test_without_a_queue_every_worker_still_has_its_call(serve: Start) -> None:
    service = serve("--queue", "0")
    calls = [service.start("work 0.3"), service.start("work 0.3")]
    assert [call.code() for call in calls] == [grpc.StatusCode.OK] * 2


def test_metadata_may_hold_a_token(service: Service) -> None:
    for _ in range(20):
        call = service.start("echo x", metadata=(("authorization", "x" * (12 << 10)),))
        assert call.code() is grpc.StatusCode.OK
    call = service.start("echo x", metadata=(("authorization", "x" * (40 << 10)),))
    assert call.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_max_calls_is_a_backstop_for_all_calls(serve: Start, tmp_path: Path) -> None:
    service = serve("--max-calls", "1")
    ticks = tmp_path / "ticks"
    running = service.start(f"work 0.5 {ticks}")
    eventually(ticks.exists)
    assert service.start("echo more").code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert running.code() is grpc.StatusCode.OK


MIB = 1 << 20
LEAST = FIELDS["max_worker_bytes"].metadata["least"]


@pytest.fixture(scope="module")
def lean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One worker, which may have the least memory that the setting allows."""
    folder = tmp_path_factory.mktemp("lean")
    rules = folder / "rules"
    rules.mkdir()
    (rules / "policy.yaml").write_text("first")
    arguments = ["--rules", str(rules), "--listen", "127.0.0.1:0", "--workers", "1"]
    one = Service(folder, *arguments, "--max-worker-bytes", str(LEAST))
    try:
        yield one.listening()
    finally:
        one.close()


def refused_stream(service: Service, *requests: bytes) -> Any:
    """A streaming call that has ended without a message of a reply."""
    call = service.start_stream(requests)
    assert drained(call) == []
    return call


def refused_for_memory(call: Any) -> bool:
    assert call.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert "max_worker_bytes" in call.details()
    assert f"{LEAST:,}" in call.details()
    return reason_of(call) == "worker-memory"


@linux
@pytest.mark.parametrize("kind", ["numpy", "bytes"])
def test_a_worker_that_runs_out_of_memory_says_so_and_is_replaced(lean: Service, kind: str) -> None:
    words = f"eat {kind} {LEAST}"
    for number in range(3):
        hungry = int(lean.call("pid"))
        if number == 0:
            call = lean.start(words)
        else:
            call = refused_stream(lean, (words if number == 1 else f"then {words}").encode())
        assert refused_for_memory(call)
        assert int(lean.call("pid")) != hungry
        assert not alive(hungry)
        assert lean.log("worker-worn")[-1]["pid"] == hungry
    assert lean.log("worker-ended") == lean.log("worker-killed") == []


@linux
def test_a_request_that_a_worker_has_no_memory_for_is_refused_and_ends_none(lean: Service) -> None:
    full = int(lean.call("fill 20"))
    assert int(lean.call("pid")) == full, "it is still of use for small ones"
    assert lean.stream(b"back", b"x" * MIB) == [b"x" * MIB]
    assert refused_for_memory(refused_stream(lean, b"back", *[b"x" * MIB] * 60))
    fresh = int(lean.call("fill 20"))
    assert fresh != full
    assert refused_for_memory(lean.start(b"echo " + b"x" * (60 * MIB)))
    assert len(lean.stream(b"back", *[b"x" * MIB] * 60)) == 60
    assert lean.log("worker-ended") == lean.log("worker-killed") == []


@linux
def test_a_worker_has_the_memory_that_the_setting_says(lean: Service) -> None:
    """Neither do threads of libraries nor their pools take it beforehand."""
    assert int(lean.call(f"eat numpy {LEAST - 150 * MIB}"))
    assert int(lean.call(f"eat bytes {LEAST - 150 * MIB}"))
