"""A whole plan over gRPC, prepared bytes in and bytes out, beside servers that do less."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import grpc

from benchmarks import floors
from benchmarks.measure import in_turn
from benchmarks.table import Section, Setting

PLAN = "/pamtps.v1.PlanningService/PlanDeployment"


@contextmanager
def service_process(rules: Path, *flags: str) -> Iterator[tuple[str, int]]:
    """The running service; gives its address and process number."""
    command = [sys.executable, "-m", "pamtps_client", "serve", "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(
        [*command, "--rules", str(rules), *flags],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith("listening on "):
            raise RuntimeError("the service did not start")
        yield line.removeprefix("listening on ").strip(), process.pid
    finally:
        process.terminate()
        process.wait(30)


def sections(setting: Setting) -> Iterator[Section]:
    """The service beside its floors."""
    request = setting.request()
    content = request.SerializeToString()
    with service_process(setting.rules) as (address, _):
        call = caller(address, PLAN)
        reply = call(content)
        process, floor_address = floors.start(reply)
        try:
            ways: dict[str, Callable[[], object]] = {}
            for name in floors.METHODS:
                ways[name] = _bound(caller(floor_address, floors.method(name)), content)
            ways["service"] = _bound(call, content)
            timings = in_turn(ways, rounds=setting.rounds or 15)
        finally:
            process.terminate()
            process.join(30)
    yield Section(
        f"A whole plan over gRPC, by rows, verified: {len(request.batch.rows):,} TPS "
        "(floors: see floors.py)",
        timings,
        bases=("loop",),
    )


def caller(address: str, method: str) -> Callable[[bytes], bytes]:
    """Calls a method with bytes, and gives bytes."""
    unlimited = [
        ("grpc.max_receive_message_length", -1),
        ("grpc.max_send_message_length", -1),
    ]
    channel = grpc.insecure_channel(address, options=unlimited)
    # without serializers a call takes bytes and gives bytes
    return cast(Callable[[bytes], bytes], channel.unary_unary(method))


def _bound(call: Callable[[bytes], bytes], content: bytes) -> Callable[[], bytes]:
    return lambda: call(content)
