"""The deadline and the caller's leaving end the work, and free its worker."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import grpc

from tests.rpc.conftest import Start
from tests.rpc.details import reason_of
from tests.rpc.running import Sending, alive, drained, eventually


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def test_a_deadline_ends_the_work_and_not_only_the_call(serve: Start, tmp_path: Path) -> None:
    service = serve("--workers", "1")
    ticks = tmp_path / "ticks"
    before = service.workers()
    call = service.start(f"work 60 {ticks}", timeout=0.5)
    assert call.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert int(service.call("pid")) in before, "the worker was freed, and not ended for it"
    assert size(ticks) < 200
    assert service.log("worker-ended") == []


def test_a_call_without_a_deadline_ends_after_job_seconds(serve: Start) -> None:
    service = serve("--workers", "1", "--job-seconds", "1")
    call = service.start("work 60", timeout=None)
    assert call.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert reason_of(call) == "job-seconds-passed"
    assert "(setting job_seconds)" in (call.details() or "")


def test_a_call_that_waits_too_long_ends_after_job_seconds(serve: Start, tmp_path: Path) -> None:
    service = serve("--workers", "1", "--job-seconds", "1", "--cancel-seconds", "3")
    number = tmp_path / "number"
    deaf = service.start(f"deaf 3 {number}", timeout=None)
    eventually(number.exists)
    waiting = service.start("echo waits", timeout=None)
    assert deaf.code() is waiting.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert alive(int(number.read_text())), "both were answered before the worker was done"


def test_a_cancelled_call_frees_its_worker(serve: Start, tmp_path: Path) -> None:
    service = serve("--workers", "1")
    ticks = tmp_path / "ticks"
    before = service.workers()
    call = service.start(f"work 60 {ticks}")
    eventually(lambda: size(ticks))
    call.cancel()
    assert int(service.call("pid")) in before
    stopped_at = size(ticks)
    time.sleep(0.1)
    assert size(ticks) == stopped_at
    (line,) = [one for one in service.log("call") if one["code"] != "OK"]
    assert line["code"] == "CANCELLED"


def test_a_call_cancelled_while_it_waits_is_never_begun(serve: Start, tmp_path: Path) -> None:
    service = serve("--workers", "1")
    ticks, never = tmp_path / "ticks", tmp_path / "never"
    first = service.start(f"work 0.7 {ticks}")
    eventually(lambda: size(ticks))
    waiting = service.start(f"work 60 {never}")
    time.sleep(0.1)
    waiting.cancel()
    first.result()
    assert service.call("echo next") == b"next"
    assert not never.exists()


def test_a_worker_that_hears_neither_is_ended_and_replaced(serve: Start, tmp_path: Path) -> None:
    service = serve("--workers", "1", "--cancel-seconds", "1")
    number = tmp_path / "number"
    call = service.start(f"deaf 60 {number}", timeout=1.0)
    assert call.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    fresh = int(service.call("pid"))
    assert fresh != int(number.read_text())
    assert not alive(int(number.read_text()))
    assert [one["pid"] for one in service.log("worker-killed")] == [int(number.read_text())]
    # It was ended for being late: the request is neither tried again nor refused.
    assert service.start(f"deaf 0 {number}").code() is grpc.StatusCode.OK


def test_a_deaf_worker_is_ended_after_its_caller_has_gone(serve: Start, tmp_path: Path) -> None:
    service = serve("--workers", "1", "--cancel-seconds", "0")
    number = tmp_path / "number"
    call = service.start(f"deaf 60 {number}")
    eventually(number.exists)
    call.cancel()
    assert int(service.call("pid")) != int(number.read_text())


def test_a_deadline_ends_a_stream_while_it_is_sent_worked_for_and_replied_to(
    serve: Start, tmp_path: Path
) -> None:
    service = serve("--workers", "1")
    before = service.workers()
    never = tmp_path / "never"
    calls: list[Iterable[bytes]] = [Sending(f"work 60 {never}".encode())]
    calls += [[f"{word} 60".encode()] for word in ("work", "then work")]
    for requests in calls:
        call = service.start_stream(requests, timeout=0.5)
        assert drained(call) == []
        assert call.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert int(service.call("pid")) in before, "the worker was freed, and not ended for it"
    assert not never.exists()
    assert service.log("worker-ended") == service.log("unexpected-error") == []
    *ended, last = (one["code"] for one in service.log("call"))
    assert len(ended) == len(calls)
    assert set(ended) <= {"DEADLINE_EXCEEDED", "CANCELLED"}, "whichever clock is the first"
    assert last == "OK"


def test_a_stream_may_take_job_seconds_from_its_first_message_to_its_last(serve: Start) -> None:
    """Of a caller that never ends its request, and of one that does not read its reply."""
    service = serve("--workers", "1", "--job-seconds", "1")
    unending = service.start_stream(Sending(b"echo x"), timeout=None)
    assert drained(unending) == []
    assert unending.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert reason_of(unending) == "job-seconds-passed"
    with service.unhurried() as channel:
        unread = service.start_stream([b"many 1000 100000"], timeout=None, channel=channel)
        eventually(lambda: len(service.log("call")) == 2)
        unread.cancel()
    (line,) = service.log("call")[1:]
    assert (line["code"], line["reason"]) == ("DEADLINE_EXCEEDED", "job-seconds-passed")
    assert service.log("unexpected-error") == []
