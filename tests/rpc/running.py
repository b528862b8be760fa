"""A service process that a test starts, calls and stops."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import grpc
from pamtps.v1 import planning_service_pb2

from tests.conftest import REPOSITORY

PLAN = "/pamtps.v1.PlanningService/PlanDeployment"
STREAM = "/pamtps.v1.PlanningService/PlanDeploymentStream"
VERIFY = "/pamtps.v1.PlanningService/VerifyPlan"
LIST = "/pamtps.v1.PolicyService/ListPolicies"
PATIENCE = 60.0
"""Seconds after which a test gives up; nothing is measured by it."""
DOUBLE = "tests.rpc.serve_double"
REAL = "pamtps_service.rpc.serve"


class Service:
    """One process of the service, its output, and a channel to it."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        module: str = DOUBLE,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self._out, self._err = folder / "stdout", folder / "stderr"
        clean = {key: text for key, text in os.environ.items() if not key.startswith("PAMTPS_")}
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                stdout=out,
                stderr=err,
                stdin=subprocess.DEVNULL,
                cwd=REPOSITORY,
                env={**clean, "PYTHONPATH": str(REPOSITORY), **(variables or {})},
            )
        self._channel: grpc.Channel | None = None

    @property
    def out(self) -> str:
        return self._out.read_text()

    @property
    def err(self) -> str:
        return self._err.read_text()

    def log(self, event: str = "") -> list[dict[str, Any]]:
        """The events on stderr, every line of which must be JSON."""
        whole_lines = self.err.rpartition("\n")[0].splitlines()
        events = [json.loads(line) for line in whole_lines]
        return [one for one in events if event in ("", one["event"])]

    def listening(self) -> Service:
        """Waits until it listens."""
        eventually(lambda: "\n" in self.out or self.process.poll() is not None)
        assert self.out.startswith("listening on "), self.err
        return self

    @property
    def address(self) -> str:
        return self.out.removeprefix("listening on ").strip()

    @property
    def channel(self) -> grpc.Channel:
        if self._channel is None:
            self._channel = grpc.insecure_channel(
                self.address,
                options=[
                    ("grpc.max_receive_message_length", -1),
                    ("grpc.max_send_message_length", -1),
                ],
            )
        return self._channel

    def start(
        self,
        request: str | bytes,
        method: str = PLAN,
        timeout: float | None = PATIENCE,
        metadata: tuple[tuple[str, str], ...] = (),
    ) -> Any:
        """Begins a call; the future has result(), code(), details(), trailing_metadata()."""
        body = request.encode() if isinstance(request, str) else request
        raw: Any = self.channel.unary_unary(method)
        return raw.future(body, timeout=timeout, metadata=metadata)

    def call(self, request: str | bytes, method: str = PLAN, **options: Any) -> bytes:
        reply = self.start(request, method, **options).result()
        assert isinstance(reply, bytes)
        return reply

    def start_stream(
        self,
        requests: Iterable[bytes],
        timeout: float | None = PATIENCE,
        metadata: tuple[tuple[str, str], ...] = (),
        channel: grpc.Channel | None = None,
    ) -> Any:
        """Begins a streaming call; it gives the messages of its reply one after the other, and has
        cancel(), code(), details(), trailing_metadata()."""
        raw: Any = (channel or self.channel).stream_stream(STREAM)
        return raw(iter(requests), timeout=timeout, metadata=metadata)

    def stream(self, *requests: bytes, **options: Any) -> list[bytes]:
        """The messages of a reply, without the steps."""
        return parts(self.start_stream(requests, **options))

    @contextlib.contextmanager
    def unhurried(self) -> Iterator[grpc.Channel]:
        """A channel that takes no more of a reply than the caller reads, and 64 KiB."""
        options = [
            ("grpc.max_receive_message_length", -1),
            ("grpc.http2.bdp_probe", 0),
            ("grpc.http2.lookahead_bytes", 1 << 16),
        ]
        with grpc.insecure_channel(self.address, options=options) as channel:
            yield channel

    def workers(self) -> set[int]:
        """The numbers of its worker processes."""
        found = set()
        for stat in Path("/proc").glob("[0-9]*/stat"):
            fields = read_stat(stat)
            if fields and fields[1] == str(self.process.pid) and fields[0] != "Z":
                found.add(int(stat.parent.name))
        return found

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def ended(self) -> int:
        """Waits for its end; returns its exit code."""
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        if self._channel:
            self._channel.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)


class Sending:
    """The messages of a request that a test sends when it likes; without an end until `end`."""

    def __init__(self, *messages: bytes) -> None:
        self._messages: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self.send(*messages)

    def send(self, *messages: bytes) -> None:
        for message in messages:
            self._messages.put(message)

    def end(self) -> None:
        self._messages.put(None)

    def __iter__(self) -> Iterator[bytes]:
        while (message := self._messages.get()) is not None:
            yield message


STEP_NUMBERS: Final = {
    planning_service_pb2.PlanDeploymentStreamResponse(step=number).SerializeToString(): number
    for number in planning_service_pb2.PlanningStep.values()[1:]
}
"""The number of a step, by the message that tells of it."""


def parts(messages: Iterable[bytes]) -> list[bytes]:
    """Those that tell of no step."""
    return [message for message in messages if message not in STEP_NUMBERS]


def drained(call: Any) -> list[bytes]:
    """The messages of a reply, also of one that ends in an error, without the steps. A call has no
    end before its messages are read."""
    messages: list[bytes] = []
    with contextlib.suppress(grpc.RpcError):
        messages.extend(parts(call))
    return messages


def read_stat(stat: Path) -> list[str]:
    """State, parent and so on of a process; nothing where it is gone."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def alive(number: int) -> bool:
    fields = read_stat(Path(f"/proc/{number}/stat"))
    return bool(fields) and fields[0] != "Z"


def eventually(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Waits until it holds; fails the test where it never does."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)
