"""The batch that is measured: NTT with 16,746 TPS where the data folder is there (PAMTPS_DATA, else
../shared/data), else the example's 9,866."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pamtps.v1 import plan_pb2, planning_service_pb2

REPOSITORY = Path(__file__).resolve().parent.parent


def measured_request() -> planning_service_pb2.PlanDeploymentRequest:
    """The request of the batch."""
    data = Path(os.environ.get("PAMTPS_DATA") or REPOSITORY.parent / "shared" / "data")
    if not (data / "make_batch.py").is_file():
        return _request(REPOSITORY / "examples" / "ntt-pilkada-2024", "2024-11-27")
    with tempfile.TemporaryDirectory() as folder:
        script = [sys.executable, str(data / "make_batch.py"), "--province", "53"]
        subprocess.run([*script, "--out", folder], check=True, stdout=subprocess.DEVNULL)
        return _request(Path(folder), "2024-02-14")


def _request(folder: Path, election_date: str) -> planning_service_pb2.PlanDeploymentRequest:
    request = planning_service_pb2.PlanDeploymentRequest(election_date=election_date)
    with open(folder / "tps.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            request.batch.rows.add(
                tps_code=row["tps_code"],
                risk_tier=plan_pb2.RiskTier.Value(f"RISK_TIER_{row['risk_tier'].upper()}"),
                registered_voters=int(row["registered_voters"]),
                travel_minutes=int(row["travel_minutes"]),
                access=plan_pb2.Access.Value(f"ACCESS_{row['access'].upper()}"),
            )
    with open(folder / "strengths.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            request.strengths.add(
                area_code=row["area_code"],
                area_name=row["area_name"],
                force=plan_pb2.Force.Value(f"FORCE_{row['force'].upper()}"),
                personnel=int(row["personnel"]),
                role=plan_pb2.StrengthRole.Value(f"STRENGTH_ROLE_{row['role'].upper()}"),
            )
    return request
