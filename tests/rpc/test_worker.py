"""A worker process has nothing of grpc in it, and its pipe carries frames of at most 1 MiB."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.rpc.frames import (
    BLOCK,
    HEAD,
    LARGEST,
    BrokenFrameError,
    Kind,
    Pipe,
    PipeEndedError,
    blocks,
    chunks,
    pack,
    read_head,
)
from pamtps_service.rpc.worker import Worker

from tests.conftest import REPOSITORY
from tests.rpc.running import Service


def grpc_of(modules: list[str]) -> list[str]:
    return [
        one for one in modules if one.split(".")[0] in ("grpc", "grpc_health", "grpc_reflection")
    ]


def test_a_worker_has_not_imported_grpc(service: Service) -> None:
    modules = service.call("modules").decode().split()
    assert "pamtps_service.rpc.worker" in modules
    assert grpc_of(modules) == []


def test_the_real_calls_do_not_import_grpc() -> None:
    code = "import sys, pamtps_service.rpc.worker, pamtps_service.wire.calls; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    assert "pamtps_service.wire.calls" in done.stdout.split()
    assert grpc_of(done.stdout.split()) == []


def test_a_worker_does_not_import_from_the_folder_that_the_service_was_started_in(
    service: Service,
) -> None:
    folders: list[str] = ast.literal_eval(service.call("import-path").decode())
    assert folders
    assert "" not in folders


def test_a_worker_does_not_run_the_entry_module_of_the_command_again(service: Service) -> None:
    modules = service.call("modules").decode().split()
    assert "pamtps_service.rpc.serve" not in modules
    assert "tests.rpc.serve_double" not in modules


@given(st.binary(max_size=3 * 1024).map(lambda part: part * 1024))
def test_a_body_is_sent_in_frames_of_at_most_1_mib(body: bytes) -> None:
    pieces = list(chunks(body))
    assert b"".join(pieces) == body
    assert all(0 < len(piece) <= LARGEST for piece in pieces)


def test_a_frame_that_is_too_long_or_of_no_kind_is_refused() -> None:
    with pytest.raises(BrokenFrameError, match="1048577"):
        pack(Kind.CHUNK, b"x" * (LARGEST + 1))
    with pytest.raises(BrokenFrameError, match="1048577"):
        read_head(HEAD.pack(Kind.CHUNK, LARGEST + 1))
    with pytest.raises(BrokenFrameError, match="99"):
        read_head(HEAD.pack(99, 0))


def test_the_end_of_the_pipe_is_told_apart_from_a_frame() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        pipe = Pipe(theirs)
        assert not pipe.pending()
        with ours:
            ours.sendall(pack(Kind.CANCEL) + pack(Kind.CHUNK, b"abc")[:-1])
            assert pipe.pending()
            assert pipe.receive() == (Kind.CANCEL, b"")
        with pytest.raises(PipeEndedError):
            pipe.receive()


SIZES = st.sampled_from([0, 1, 700, LARGEST - 1, LARGEST, LARGEST + 1, 3 * LARGEST])
MESSAGES = st.lists(SIZES, max_size=6).map(
    lambda sizes: [bytes([number]) * size for number, size in enumerate(sizes)]
)


@given(MESSAGES)
def test_messages_are_written_in_whole_frames_none_of_which_waits_for_many(
    messages: list[bytes],
) -> None:
    for block in blocks(messages * 50 if sum(map(len, messages)) < LARGEST else messages):
        assert len(block) < BLOCK + LARGEST + 3 * HEAD.size
        rest = memoryview(block)
        while rest:
            _, length = read_head(bytes(rest[: HEAD.size]))
            assert len(rest) >= HEAD.size + length
            rest = rest[HEAD.size + length :]


class StarvedPipe(Pipe):
    """A pipe at which memory is wanting for some of the pieces of messages."""

    def __init__(self, end: socket.socket, lacking: Iterator[bool]) -> None:
        super().__init__(end)
        self._lacking = lacking
        self.starved = False

    def receive(self) -> tuple[Kind, bytes]:
        frame = super().receive()
        if frame[0] is Kind.CHUNK and next(self._lacking, False):
            self.starved = True
            raise MemoryError
        return frame


@given(MESSAGES, st.lists(st.booleans(), max_size=9), st.none() | st.integers(0, 9))
def test_a_worker_gets_the_messages_of_a_body_or_lacks_the_memory_and_is_in_step_again(
    messages: list[bytes], lacking: list[bool], cancelled_after: int | None
) -> None:
    written = [bytes(block) for block in blocks(messages)]
    cancelled = cancelled_after is not None and cancelled_after < len(written)
    if cancelled:
        written.insert(cancelled_after or 0, pack(Kind.CANCEL))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        pipe = StarvedPipe(theirs, iter(lacking))
        worker = Worker(pipe)
        content = b"".join([*written, *blocks([b"", b"next"])])
        sending = threading.Thread(target=ours.sendall, args=(content,))
        sending.start()
        found, told = worker.body()
        assert found == (None if pipe.starved else messages)
        assert told == cancelled
        pipe.starved, lacking[:] = False, []
        assert worker.body() == ([b"", b"next"], False)
        sending.join()


PARSED_WITHOUT_MEMORY = """
from pathlib import Path
from pamtps.v1 import planning_service_pb2
from pamtps_service.rpc.worker import limited
from pamtps_service.wire.call import parse

row = planning_service_pb2.PlanDeploymentRequest()
row.batch.rows.add()
many = row.SerializeToString() * 2_000_000
lines = Path("/proc/self/status").read_text().splitlines()
(now,) = [int(line.split()[1]) << 10 for line in lines if line.startswith("VmData:")]
limited(now + (20 << 20))
try:
    parse(planning_service_pb2.PlanDeploymentRequest, many)
except MemoryError:
    print("no memory")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_request_for_which_there_is_no_memory_is_not_called_malformed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PARSED_WITHOUT_MEMORY], capture_output=True, text=True, check=True
    )
    assert done.stdout == "no memory\n"
