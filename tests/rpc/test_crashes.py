"""The end of a worker is the crash of its job alone."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import grpc
import pytest

from tests.rpc.conftest import Start
from tests.rpc.details import reason_of
from tests.rpc.running import STEP_NUMBERS, alive, drained, eventually


def test_a_job_whose_worker_is_killed_is_done_once_more_by_a_fresh_worker(
    serve: Start, tmp_path: Path
) -> None:
    service = serve()
    before = service.workers()
    mark = tmp_path / "mark"
    assert int(service.call(f"crash-once {mark}")) not in before
    assert len(mark.read_text().split()) == 1
    (ended,) = service.log("worker-ended")
    assert (ended["pid"], ended["how"]) == (int(mark.read_text()), "SIGKILL")


def test_a_killed_worker_touches_no_other_request(serve: Start, tmp_path: Path) -> None:
    service = serve()
    ticks = tmp_path / "ticks"
    other = service.start(f"work 60 {ticks}")
    eventually(ticks.exists)
    mark = tmp_path / "mark"
    service.call(f"crash-once {mark}")
    assert not other.done()
    Path(f"{ticks}.enough").touch()
    worker = int(other.result())
    assert worker != int(mark.read_text())
    assert [one["pid"] for one in service.log("worker-ended")] == [int(mark.read_text())]


def test_a_worker_killed_from_outside_in_the_middle_of_a_job_costs_one_retry(
    serve: Start, tmp_path: Path
) -> None:
    service = serve("--workers", "1")
    ticks = tmp_path / "ticks"
    call = service.start(f"work 0.5 {ticks}")
    eventually(ticks.exists)
    (victim,) = service.workers()
    os.kill(victim, signal.SIGKILL)
    assert int(call.result()) != victim
    assert call.code() is grpc.StatusCode.OK


def test_a_request_that_ends_two_workers_is_internal_and_then_refused(
    serve: Start, tmp_path: Path
) -> None:
    service = serve()
    mark = tmp_path / "mark"
    for _ in range(3):
        call = service.start(f"crash {mark}")
        assert call.code() is grpc.StatusCode.INTERNAL
        assert reason_of(call) == "request-ended-workers"
    assert len(mark.read_text().split()) == 2
    assert service.call("echo still here") == b"still here"


def test_the_same_request_sent_twice_at_once_ends_two_workers_and_no_third(
    serve: Start, tmp_path: Path
) -> None:
    service = serve()
    mark = tmp_path / "mark"
    calls = [service.start(f"crash {mark}"), service.start(f"crash {mark}")]
    assert [call.code() for call in calls] == [grpc.StatusCode.INTERNAL] * 2
    assert len(mark.read_text().split()) == 2


def test_a_refused_request_is_tried_again_after_its_time(serve: Start, tmp_path: Path) -> None:
    service = serve("--refuse-seconds", "1", "--workers", "1")
    mark = tmp_path / "mark"
    service.start(f"crash {mark}").code()

    def tried_again() -> bool:
        assert service.start(f"crash {mark}").code() is grpc.StatusCode.INTERNAL
        return len(mark.read_text().split()) > 2

    eventually(tried_again)


def test_a_request_that_was_answered_after_all_is_not_held_against_its_sender(
    serve: Start, tmp_path: Path
) -> None:
    service = serve("--workers", "1")
    mark = tmp_path / "mark"
    for _ in range(3):
        mark.unlink(missing_ok=True)
        assert service.start(f"crash-once {mark}").code() is grpc.StatusCode.OK


def test_an_idle_worker_that_is_killed_is_replaced_before_the_next_request(serve: Start) -> None:
    service = serve()
    before = service.workers()
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    eventually(lambda: len(service.log("worker-started")) == len(before))
    after = service.workers()
    assert len(after) == len(before)
    assert not after & before
    assert int(service.call("pid")) in after


def test_a_fresh_worker_has_the_policies_of_the_others_whatever_was_edited_since(
    serve: Start, begin: Start, rules: Path, tmp_path: Path
) -> None:
    service = serve("--workers", "1")
    (rules / "policy.yaml").write_text("second")
    (rules / "broken.yaml").write_text("")
    service.call(f"crash-once {tmp_path / 'mark'}")
    assert service.call("policies policy") == b"first"
    assert begin().ended() == 2, "a new service does read the edited folder"


def test_a_worn_worker_is_replaced_after_its_job(serve: Start) -> None:
    """It is no crash, and the job has its reply."""
    service = serve("--workers", "1")
    worn = int(service.call("wear out"))
    fresh = int(service.call("pid"))
    assert fresh != worn
    assert not alive(worn)
    assert int(service.call("pid")) == fresh
    assert [one["pid"] for one in service.log("worker-worn")] == [worn]
    assert service.log("worker-ended") == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_workers_leave_signals_to_the_front(serve: Start, number: signal.Signals) -> None:
    service = serve()
    before = service.workers()
    for worker in before:
        os.kill(worker, number)
    assert int(service.call("pid")) in before
    assert all(alive(worker) for worker in before)


def test_a_stream_whose_worker_ends_in_the_middle_comes_whole_and_once(
    serve: Start, tmp_path: Path
) -> None:
    """After all steps were told, and some messages of the reply made."""
    service = serve("--workers", "1")
    mark = tmp_path / "mark"
    (before,) = service.workers()
    call = service.start_stream([f"then crash-once {mark}".encode(), b"x" * (3 << 20)])
    messages = list(call)
    steps = messages[: len(STEP_NUMBERS)]
    assert [STEP_NUMBERS.get(message) for message in steps] == list(STEP_NUMBERS.values())
    *reply, fresh = messages[len(STEP_NUMBERS) :]
    assert reply == [b"one", b"two", b"three"]
    assert int(fresh) != before
    assert len(service.log("worker-ended")) == 1


def test_a_stream_that_ends_two_workers_is_internal_and_then_refused(
    serve: Start, tmp_path: Path
) -> None:
    service = serve("--workers", "1")
    mark = tmp_path / "mark"
    for _ in range(3):
        call = service.start_stream([f"then crash {mark}".encode(), b"x" * (3 << 20)])
        assert drained(call) == []
        assert call.code() is grpc.StatusCode.INTERNAL
        assert reason_of(call) == "request-ended-workers"
    assert len(mark.read_text().split()) == 2
    assert service.stream(b"then echo here") == [b"one", b"two", b"three", b"here"]
