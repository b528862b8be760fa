"""A stream's messages arrive whole and in order, and a caller that is slow or gone costs nobody
else a worker or memory."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2
from pamtps.v1 import planning_service_pb2 as pb

from tests.rpc.conftest import Start
from tests.rpc.details import detail, reason_of
from tests.rpc.running import STEP_NUMBERS, Sending, Service, drained, eventually, parts
from tests.rpc.test_health import SERVING, check

MIB = 1 << 20
COST = 64
"""Bytes that a message counts more than it has."""
STEPS = [
    pb.PLANNING_STEP_RECEIVED,
    pb.PLANNING_STEP_CLASSES,
    pb.PLANNING_STEP_POSTS,
    pb.PLANNING_STEP_ALLOCATION,
    pb.PLANNING_STEP_FINDINGS,
    pb.PLANNING_STEP_VERIFY,
]


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One worker, and room for one request of the greatest size: it passes only where nothing else
    is held."""
    folder = tmp_path_factory.mktemp("narrow")
    rules = folder / "rules"
    rules.mkdir()
    (rules / "policy.yaml").write_text("first")
    arguments = ["--rules", str(rules), "--listen", "127.0.0.1:0", "--workers", "1"]
    arguments += ["--max-request-bytes", str(MIB), "--max-held-bytes", str(MIB)]
    one = Service(folder, *arguments)
    try:
        yield one.listening()
    finally:
        one.close()


def whole(word: bytes, spare: int = 0) -> tuple[bytes, bytes]:
    """A request as large as one may be, or a little less; its second message cannot be
    compressed."""
    return word, os.urandom(MIB - spare - len(word) - 2 * COST)


def passes(service: Service) -> bool:
    """Whether a request as large as one may be is answered."""
    call = service.start_stream(whole(b"echo room"))
    reply = drained(call)
    if call.code() is grpc.StatusCode.OK:
        return reply == [b"room"]
    assert reason_of(call) == "memory-full"
    return False


def has_room(service: Service) -> bool:
    """Whether an almost as large request is taken, though the worker is busy."""
    call = service.start_stream(whole(b"echo room", spare=1000))
    try:
        return STEP_NUMBERS[next(call)] == pb.PLANNING_STEP_RECEIVED
    except grpc.RpcError:
        assert reason_of(call) == "memory-full"
        return False
    finally:
        call.cancel()


def being_sent(service: Service, word: bytes) -> Any:
    """A call whose first message has arrived, and which has no end."""
    while True:
        call = service.start_stream(Sending(word))
        while call.is_active():  # else it was refused, for want of the room that `passes` took
            if not passes(service):
                return call


@contextlib.contextmanager
def waiting(service: Service, request: tuple[bytes, ...], folder: Path) -> Iterator[Any]:
    """A call whose request has arrived, and which waits for the worker until the end."""
    ticks = folder / "ticks"
    busy = service.start(f"work 60 {ticks}")
    eventually(lambda: size(ticks))
    call = service.start_stream(request)
    assert STEP_NUMBERS[next(call)] == pb.PLANNING_STEP_RECEIVED
    yield call
    Path(f"{ticks}.enough").touch()
    busy.result()


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


MESSAGES = {
    "none": [],
    "empty": [b""],
    "empty ones": [b"", b"x", b"", b""],
    "10,000": [b"%d" % number for number in range(10_000)],
    "1 MiB less one": [os.urandom(MIB - 1)],
    "1 MiB": [os.urandom(MIB), b"after"],
    "1 MiB and one": [b"before", os.urandom(MIB + 1)],
    "5 MiB": [b"before", os.urandom(5 * MIB), b"", os.urandom(5 * MIB), b"after"],
}


@pytest.mark.parametrize("name", MESSAGES)
def test_messages_arrive_whole_and_in_order_both_ways(service: Service, name: str) -> None:
    assert service.stream(b"back", *MESSAGES[name]) == MESSAGES[name]


def test_a_stream_without_a_message_is_a_request_too(service: Service) -> None:
    assert service.stream() == [b""]


def test_steps_come_first_and_once_each(service: Service) -> None:
    """The double goes through them twice."""
    messages = list(service.start_stream([b"many 3 10"]))
    assert [STEP_NUMBERS.get(message) for message in messages] == [*STEPS, None, None, None]
    assert [int.from_bytes(message[:4]) for message in messages[len(STEPS) :]] == [0, 1, 2]


def test_an_error_after_the_first_messages_of_a_reply_comes_without_them(service: Service) -> None:
    call = service.start_stream([b"then faults 3 1"])
    assert drained(call) == []
    assert call.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert reason_of(call) == "request-invalid"
    (line,) = [one for one in service.log("call") if one["faults"] == 3]
    assert line["bytes_out"] == sum(map(len, STEP_NUMBERS)), "the steps alone"


def test_a_stream_leaves_one_event_with_all_its_bytes(service: Service) -> None:
    request = [b"back", b"a" * 7, b"", b"b" * 70_000]
    metadata = (("x-request-id", "stream-1"),)
    call = service.start_stream(request, metadata=metadata)
    reply = list(call)
    assert ("x-request-id", "stream-1") in [tuple(one) for one in call.trailing_metadata()]
    (line,) = [one for one in service.log("call") if one["request_id"] == "stream-1"]
    assert line["code"] == "OK"
    assert line["bytes_in"] == sum(map(len, request))
    assert line["bytes_out"] == sum(map(len, reply))


@pytest.mark.parametrize("length", [0, 10_000])
def test_a_request_without_an_end_is_refused_when_it_is_too_large(
    narrow: Service, length: int
) -> None:
    """Empty messages count as well."""
    sent = itertools.count()
    endless = (b"x" * length for _ in sent)
    call = narrow.start_stream(endless)
    assert call.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert "max_request_bytes" in call.details()
    assert f"{MIB:,}" in call.details()
    assert reason_of(call) == "request-too-large"
    assert next(sent) * (length + COST) < 60 * MIB, "far more than was allowed was taken"
    (line,) = [one for one in narrow.log("call") if one["code"] == "RESOURCE_EXHAUSTED"][-1:]
    assert line["bytes_in"] == (MIB // (length + COST) + 1) * length
    assert passes(narrow)


def test_a_request_of_the_allowed_size_passes_and_one_byte_more_does_not(narrow: Service) -> None:
    word, rest = whole(b"back")
    assert narrow.stream(word, rest) == [rest]
    call = narrow.start_stream([word, rest + b"x"])
    assert call.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert reason_of(call) == "request-too-large"
    assert passes(narrow)


def test_a_message_above_max_reply_bytes_is_refused_by_its_name(serve: Start) -> None:
    service = serve("--max-reply-bytes", "2000", "--workers", "1")
    assert len(service.stream(b"many 30 2000")) == 30
    call = service.start_stream([b"many 3 2001"])
    assert drained(call) == []
    assert call.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert reason_of(call) == "reply-too-large"
    assert "max_reply_bytes" in call.details()


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("echo x", grpc.StatusCode.OK),
        ("back", grpc.StatusCode.OK),
        ("faults 1 1", grpc.StatusCode.INVALID_ARGUMENT),
        ("fail x", grpc.StatusCode.INTERNAL),
        ("crash {path}", grpc.StatusCode.INTERNAL),
        ("then crash {path}", grpc.StatusCode.INTERNAL),
        ("then crash-once {path}", grpc.StatusCode.OK),
    ],
)
def test_what_is_held_is_given_back_at_the_end_of_a_call(
    narrow: Service, tmp_path: Path, word: str, code: grpc.StatusCode
) -> None:
    request = whole(word.format(path=tmp_path / "mark").encode(), spare=1000)
    with waiting(narrow, request, tmp_path) as call:
        assert not passes(narrow)
    drained(call)
    assert call.code() is code
    assert passes(narrow)


def test_a_call_that_there_is_never_room_for_is_not_told_to_try_again(serve: Start) -> None:
    """Its reply alone is more than may be held, or its request."""
    more = ("--max-request-bytes", str(4 * MIB), "--max-held-bytes", str(MIB))
    service = serve("--workers", "1", *more)
    (warning,) = service.log("requests-never-held")
    assert (warning["max_held_bytes"], warning["max_request_bytes"]) == (MIB, 4 * MIB)
    large = b"echo " + os.urandom(2 * MIB)
    for refused in (service.start_stream([large]), service.start(large)):
        assert refused.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        assert reason_of(refused) == "memory-too-small"
        with pytest.raises(ValueError, match="not enough values"):
            detail(refused, error_details_pb2.RetryInfo)
        assert "(setting max_held_bytes)" in (refused.details() or "")


def test_a_call_that_is_refused_for_want_of_room_may_try_again(
    narrow: Service, tmp_path: Path
) -> None:
    small = b"echo " + b"x" * 1000
    with waiting(narrow, whole(b"echo x", spare=1000), tmp_path) as first:
        for refused in (narrow.start_stream([small]), narrow.start(small)):
            assert refused.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
            assert reason_of(refused) == "memory-full"
            assert detail(refused, error_details_pb2.RetryInfo).retry_delay.seconds >= 1
            assert "max_held_bytes" in refused.details()
            assert f"{MIB:,}" in refused.details()
    assert parts(first) == [b"x"]
    assert narrow.stream(small) == [b"x" * 1000]


def test_a_caller_that_sends_slowly_holds_up_no_worker(narrow: Service) -> None:
    sending = Sending(b"back")
    call = narrow.start_stream(sending)
    for number in range(3):
        sending.send(b"%d" % number)
        assert narrow.call("echo others") == b"others"
        assert narrow.stream(b"echo others") == [b"others"]
    sending.end()
    assert parts(call) == [b"0", b"1", b"2"]


def test_a_caller_that_goes_away_while_it_sends_is_as_if_it_had_not_been(
    narrow: Service, tmp_path: Path
) -> None:
    ticks = tmp_path / "ticks"
    call = being_sent(narrow, f"work 60 {ticks}".encode())
    call.cancel()
    eventually(lambda: passes(narrow))
    assert not ticks.exists()


def test_a_caller_that_goes_away_while_it_waits_is_never_begun(
    narrow: Service, tmp_path: Path
) -> None:
    never = tmp_path / "never"
    with waiting(narrow, whole(f"work 60 {never}".encode(), spare=1000), tmp_path) as call:
        assert not has_room(narrow)
        call.cancel()
        eventually(lambda: has_room(narrow))
    eventually(lambda: passes(narrow))
    assert not never.exists()


@pytest.mark.parametrize("word", ["work", "then work"])
def test_a_caller_that_goes_away_while_it_is_worked_for_frees_the_worker(
    narrow: Service, tmp_path: Path, word: str
) -> None:
    """Also after the first messages of the reply."""
    ticks = tmp_path / "ticks"
    before = narrow.workers()
    call = narrow.start_stream(whole(f"{word} 60 {ticks}".encode()))
    eventually(lambda: size(ticks))
    call.cancel()
    eventually(lambda: passes(narrow))
    assert narrow.workers() == before
    stopped_at = size(ticks)
    time.sleep(0.1)
    assert size(ticks) == stopped_at


def test_a_caller_that_goes_away_while_it_reads_is_held_nothing_for(narrow: Service) -> None:
    with narrow.unhurried() as channel:
        request = (b"back", *(os.urandom(100_000) for _ in range(10)))
        metadata = (("x-request-id", "half-read"),)
        call = narrow.start_stream(request, metadata=metadata, channel=channel)
        for message in call:
            if message not in STEP_NUMBERS:
                break  # the reply is there, and the worker is free
        assert not passes(narrow)
        call.cancel()
        eventually(lambda: passes(narrow))
    assert [one["code"] for one in narrow.log("call") if one["request_id"] == "half-read"] == [
        "CANCELLED"
    ]


def test_a_caller_that_stops_reading_holds_up_neither_worker_nor_memory(narrow: Service) -> None:
    """Of 200 MiB that nobody reads, the front makes a few; they are held compressed."""
    with narrow.unhurried() as channel:
        before = resident(narrow.process.pid)
        metadata = (("x-request-id", "unread"),)
        call = narrow.start_stream([b"many 200 1048576"], metadata=metadata, channel=channel)
        for message in call:
            if message not in STEP_NUMBERS:
                break
        for _ in range(3):
            assert narrow.call("echo others") == b"others"
            time.sleep(0.1)
        assert resident(narrow.process.pid) - before < 100 * MIB
        call.cancel()
        eventually(lambda: passes(narrow))
    (line,) = [one for one in narrow.log("call") if one["request_id"] == "unread"]
    assert line["code"] == "CANCELLED"
    assert line["bytes_out"] < 100 * MIB


def resident(number: int) -> int:
    """Bytes that a process has in memory."""
    lines = Path(f"/proc/{number}/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024


def test_health_checks_answer_while_large_streams_come_and_go(service: Service) -> None:
    sent = [bytes([number]) * MIB for number in range(40)]
    calls = [service.start_stream(iter([b"back", *sent])) for _ in range(2)]
    checks = 0
    for ours, theirs in zip(*map(_parts_one_by_one, calls), strict=True):
        assert ours == theirs == sent[checks]
        assert check(service) == SERVING
        checks += 1
    assert checks == len(sent)


def _parts_one_by_one(call: Iterator[bytes]) -> Iterator[bytes]:
    return (message for message in call if message not in STEP_NUMBERS)


def test_a_stop_waits_for_streams_no_longer_than_the_grace(serve: Start) -> None:
    """For one that is never ended, and one that nobody reads."""
    service = serve("--workers", "1", "--grace-seconds", "1")
    unending = service.start_stream(Sending(b"echo x"), timeout=None)
    with service.unhurried() as channel:
        unread = service.start_stream([b"many 100 1048576"], timeout=None, channel=channel)
        next(message for message in unread if message not in STEP_NUMBERS)
        service.signal(signal.SIGTERM)
        assert service.ended() == 0
        for call in (unending, unread):
            drained(call)
            assert call.code() is not grpc.StatusCode.OK
    eventually(lambda: len(service.log("call")) == 2)
    assert service.log("unexpected-error") == []


def test_a_stream_that_began_before_a_stop_is_answered(serve: Start) -> None:
    service = serve("--workers", "1", "--grace-seconds", "60")
    sending = Sending(b"back", b"before")
    call = service.start_stream(sending)
    assert service.call("echo there") == b"there"
    eventually(lambda: service.log("call"))
    service.signal(signal.SIGTERM)
    eventually(lambda: service.log("stopping"))
    sending.send(b"after")
    sending.end()
    assert parts(call) == [b"before", b"after"]
    assert service.ended() == 0
