"""A worker process has nothing of grpc in it, and its pipe carries frames of at most 1 MiB."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.rpc.frames import (
    HEAD,
    LARGEST,
    BrokenFrameError,
    Kind,
    Pipe,
    PipeEndedError,
    chunks,
    pack,
    read_head,
)

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
