"""Throughput and latency with several callers, and of health checks beside them."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from benchmarks.arrow_requests import arrow_request
from benchmarks.batches import made_batch
from benchmarks.measure import Timings
from benchmarks.table import Section, Setting
from benchmarks.whole_plan import PLAN, service_process

HEALTH: Final = "/grpc.health.v1.Health/Check"
CALLERS: Final = (1, 2, 4, 16)
WORKERS: Final = (1, 2)
SECONDS: Final = 5.0
CHECK_EVERY: Final = 0.02
"""Seconds between health checks: often enough to count, seldom enough to take no core."""
ROUNDS: Final = 5
PERCENT: Final = 100


def sections(setting: Setting) -> Iterator[Section]:
    """NTT by Arrow, from 1 to 16 callers, with one worker and with two in turn."""
    with made_batch("--province", "53") as folder, ExitStack() as ending:
        if folder is None:
            return
        scratch = Path(ending.enter_context(tempfile.TemporaryDirectory()))
        prepared, empty = scratch / "request", scratch / "empty"
        prepared.write_bytes(arrow_request(folder).SerializeToString())
        empty.write_bytes(b"")
        addresses = {
            workers: ending.enter_context(
                service_process(setting.rules, "--workers", str(workers), "--queue", "64")
            )[0]
            for workers in WORKERS
        }
        for workers in WORKERS:  # so that every worker knows the policy
            _measured(addresses[workers], workers, 1.0, prepared, empty)
        seconds: dict[str, list[float]] = {}
        plans: dict[str, list[float]] = {}
        checks: dict[str, list[float]] = {}
        for _ in range(setting.rounds or ROUNDS):
            for callers in CALLERS:
                for workers in WORKERS:
                    way = f"{callers} callers, {workers} workers"
                    planned, checked = _measured(
                        addresses[workers], callers, SECONDS, prepared, empty
                    )
                    seconds.setdefault(way, []).append(planned["all"] / len(planned["calls"]))
                    plans.setdefault(way, []).extend(planned["calls"])
                    checks.setdefault(way, []).extend(checked["calls"])
    timings = Timings(seconds)
    gains = [
        f"{timings.ratio(f'{callers} callers, 1 workers', f'{callers} callers, 2 workers'):.2f} "
        f"with {callers}"
        for callers in CALLERS
    ]
    lines = [
        f"Plans a second of two workers beside one: {', '.join(gains)} callers.",
        "",
        "| | plans p50, ms | p99 | health checks p50, ms | p99 |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {way} | {_quantile(plans[way], 50)} | {_quantile(plans[way], 99)} "
        f"| {_quantile(checks[way], 50)} | {_quantile(checks[way], 99)} |"
        for way in seconds
    ]
    yield Section(
        "Throughput: NTT by Arrow, callers that send prepared bytes and do not decode; time a plan",
        timings,
        bases=("1 callers, 1 workers",),
        notes="\n".join(lines),
    )


def _measured(
    address: str, callers: int, seconds: float, prepared: Path, empty: Path
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What callers.py tells of plans, and of health checks beside them, over some time."""
    planning = _start(address, PLAN, callers, seconds, 0, prepared)
    checking = _start(address, HEALTH, 1, seconds, CHECK_EVERY, empty)
    for process in (planning, checking):
        assert process.stdout is not None
        process.stdout.readline()
    for process in (planning, checking):
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    found = []
    for process in (planning, checking):
        out, _ = process.communicate(timeout=seconds + 120)
        if process.returncode:
            raise RuntimeError("the callers failed")
        found.append(json.loads(out))
    return found[0], found[1]


def _start(
    address: str, method: str, callers: int, seconds: float, pause: float, file: Path
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "benchmarks.callers", address, method),
            *(str(callers), str(seconds), str(pause), str(file)),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _quantile(seconds: Sequence[float], percent: int) -> str:
    """In milliseconds."""
    if len(seconds) < 2:
        return f"{seconds[0] * 1000:,.1f}"
    found = statistics.quantiles(seconds, n=PERCENT, method="inclusive")[percent - 1]
    return f"{found * 1000:,.1f}"
