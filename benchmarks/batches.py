"""The batch that is measured: NTT with 16,746 TPS where the data folder is there (PAMTPS_DATA, else
../shared/data), else the example's 9,866."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pamtps.v1 import planning_service_pb2
from pamtps_client import read_strengths, read_tps

REPOSITORY = Path(__file__).resolve().parent.parent


@contextmanager
def made_batch(*options: str) -> Iterator[Path | None]:
    """A folder that make_batch.py wrote with these options; None without the data folder."""
    data = Path(os.environ.get("PAMTPS_DATA") or REPOSITORY.parent / "shared" / "data")
    if not (data / "make_batch.py").is_file():
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        script = [sys.executable, str(data / "make_batch.py"), *options, "--out", folder]
        subprocess.run(script, check=True, stdout=subprocess.DEVNULL)
        yield Path(folder)


def example_request() -> planning_service_pb2.PlanDeploymentRequest:
    """The request of the example, which is always there."""
    return _request(REPOSITORY / "examples" / "ntt-pilkada-2024", "2024-11-27")


def measured_request() -> planning_service_pb2.PlanDeploymentRequest:
    """The request of the batch."""
    with made_batch("--province", "53") as folder:
        if folder is None:
            return example_request()
        return _request(folder, "2024-02-14")


def _request(folder: Path, election_date: str) -> planning_service_pb2.PlanDeploymentRequest:
    request = planning_service_pb2.PlanDeploymentRequest(election_date=election_date)
    request.batch.CopyFrom(read_tps(str(folder / "tps.csv")).batch)
    request.strengths.extend(read_strengths(str(folder / "strengths.csv")).strengths)
    return request
