"""Requests in the Arrow form, for the measurements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.csv
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_client import read_strengths

DAY: Final = "2024-02-14"
CHUNK_ROWS: Final = 16_384
COLUMNS: Final = ("tps_code", "risk_tier", "registered_voters", "travel_minutes", "access")


def read_table(folder: Path) -> pa.Table:
    """The columns of tps.csv that a batch has."""
    texts = dict.fromkeys(("tps_code", "risk_tier", "access"), pa.string())
    convert = pa.csv.ConvertOptions(column_types=texts, include_columns=list(COLUMNS))
    return pa.csv.read_csv(folder / "tps.csv", convert_options=convert)


def streams(table: pa.Table) -> Iterator[bytes]:
    """The table as Arrow IPC streams of CHUNK_ROWS rows."""
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    for batch in table.to_batches(max_chunksize=CHUNK_ROWS):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
            writer.write_batch(batch)
        yield sink.getvalue().to_pybytes()


def arrow_request(folder: Path) -> planning_service_pb2.PlanDeploymentRequest:
    """The whole request of a folder with tps.csv and strengths.csv."""
    request = header(folder)
    request.batch.arrow.extend(streams(read_table(folder)))
    return request


def header(folder: Path) -> planning_service_pb2.PlanDeploymentRequest:
    """The request without its batch."""
    return planning_service_pb2.PlanDeploymentRequest(
        election_date=DAY, strengths=read_strengths(str(folder / "strengths.csv")).strengths
    )


def stream_messages(
    request: planning_service_pb2.PlanDeploymentRequest, chunks: Iterator[bytes]
) -> Iterator[planning_service_pb2.PlanDeploymentStreamRequest]:
    """The messages of PlanDeploymentStream."""
    yield planning_service_pb2.PlanDeploymentStreamRequest(header=request)
    for one in chunks:
        chunk = plan_pb2.Batch(arrow=[one])
        yield planning_service_pb2.PlanDeploymentStreamRequest(chunk=chunk)
