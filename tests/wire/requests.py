"""Requests of PlanDeployment from the CSV files that make_batch.py writes."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from pathlib import Path

from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.load import PolicySet
from pamtps_service.wire.calls import Steps, plan_deployment


def make_batch(data_folder: Path, out: Path, *options: str) -> Path:
    """Write tps.csv and strengths.csv of a province or regency."""
    script = data_folder / "make_batch.py"
    subprocess.run([sys.executable, str(script), *options, "--out", str(out)], check=True)
    return out


def request_of(
    folder: Path, election_date: str, *, tier: str = "", shuffle: int | None = None
) -> planning_service_pb2.PlanDeploymentRequest:
    """The request of a folder with tps.csv and strengths.csv; all TPS of one tier where given."""
    request = planning_service_pb2.PlanDeploymentRequest(election_date=election_date)
    with open(folder / "tps.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with open(folder / "strengths.csv", newline="", encoding="utf-8") as file:
        strengths = list(csv.DictReader(file))
    if shuffle is not None:
        random.Random(shuffle).shuffle(rows)
        random.Random(shuffle).shuffle(strengths)
    for row in rows:
        request.batch.rows.add(
            tps_code=row["tps_code"],
            risk_tier=plan_pb2.RiskTier.Value(f"RISK_TIER_{(tier or row['risk_tier']).upper()}"),
            registered_voters=int(row["registered_voters"]),
            travel_minutes=int(row["travel_minutes"]),
            access=plan_pb2.Access.Value(f"ACCESS_{row['access'].upper()}"),
        )
    for row in strengths:
        request.strengths.add(
            area_code=row["area_code"],
            area_name=row["area_name"],
            force=plan_pb2.Force.Value(f"FORCE_{row['force'].upper()}"),
            personnel=int(row["personnel"]),
            role=plan_pb2.StrengthRole.Value(f"STRENGTH_ROLE_{row['role'].upper()}"),
        )
    return request


def answer(
    policies: PolicySet, request: planning_service_pb2.PlanDeploymentRequest
) -> planning_service_pb2.PlanDeploymentResponse:
    """The reply that a worker gives."""
    reply = plan_deployment(policies, request.SerializeToString(), Steps(lambda _: None))
    return planning_service_pb2.PlanDeploymentResponse.FromString(reply)


def total(plan: plan_pb2.DeploymentPlan, force: plan_pb2.Force.ValueType) -> plan_pb2.ForceTotal:
    """The plan's total of a force."""
    return next(total for total in plan.totals if total.force == force)
