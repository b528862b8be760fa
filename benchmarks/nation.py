"""The nation end to end: a table at the client in, the whole plan's tables at the client out."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import grpc
from pamtps.v1 import planning_service_pb2, planning_service_pb2_grpc

from benchmarks.arrow_requests import header, read_table, stream_messages, streams
from benchmarks.batches import made_batch
from benchmarks.measure import in_turn
from benchmarks.table import Section, Setting
from benchmarks.whole_plan import service_process

MEBIBYTE: Final = 1 << 20
ROUNDS: Final = 3


def sections(setting: Setting) -> Iterator[Section]:
    """NTT and the nation by Arrow streams, with the peaks of memory."""
    with made_batch() as nation, made_batch("--province", "53") as ntt:
        if nation is None or ntt is None:
            return
        tables = {folder: read_table(folder) for folder in (ntt, nation)}
        with service_process(setting.rules) as (address, process):
            channel = grpc.insecure_channel(
                address, options=[("grpc.max_receive_message_length", -1)]
            )
            stub = planning_service_pb2_grpc.PlanningServiceStub(channel)

            def plan(folder: Path) -> planning_service_pb2.PlanDeploymentResponse:
                reply = planning_service_pb2.PlanDeploymentResponse()
                chunks = streams(tables[folder])
                for message in stub.PlanDeploymentStream(stream_messages(header(folder), chunks)):
                    reply.MergeFrom(message.part)
                return reply

            timings = in_turn(
                {"NTT": lambda: plan(ntt), "the nation": lambda: plan(nation)},
                rounds=setting.rounds or ROUNDS,
            )
            front, workers = _peaks(process)
            channel.close()
        client = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        counts = " and ".join(f"{tables[folder].num_rows:,}" for folder in (ntt, nation))
        yield Section(
            f"Plans by Arrow streams, verified, all tables received: {counts} TPS",
            timings,
            bases=("NTT",),
            notes=(
                f"Peak of memory (resident): front {front // MEBIBYTE:,} MiB, workers together "
                f"{workers // MEBIBYTE:,} MiB, client with its table {client // MEBIBYTE:,} MiB."
            ),
        )


def _peaks(front: int) -> tuple[int, int]:
    """The peak of resident memory of a process, and the sum of those of its children; bytes."""
    workers = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(
                line.split(":", 1) for line in status.read_text("utf-8").splitlines() if ":" in line
            )
        except OSError:  # it has ended
            continue
        if fields["PPid"].strip() == str(front):
            workers += _bytes(fields.get("VmHWM", "0 kB"))
    own = Path(f"/proc/{front}/status").read_text("utf-8")
    (peak,) = (line for line in own.splitlines() if line.startswith("VmHWM"))
    return _bytes(peak.split(":", 1)[1]), workers


def _bytes(text: str) -> int:
    return int(text.split()[0]) * 1024
