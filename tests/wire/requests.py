"""Requests of PlanDeployment from the CSV files that make_batch.py writes."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_client import read_strengths, read_tps
from pamtps_service.policy.load import PolicySet
from pamtps_service.wire.call import Steps
from pamtps_service.wire.calls import plan_deployment


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
    rows = list(read_tps(str(folder / "tps.csv")).batch.rows)
    strengths = list(read_strengths(str(folder / "strengths.csv")).strengths)
    if shuffle is not None:
        random.Random(shuffle).shuffle(rows)
        random.Random(shuffle).shuffle(strengths)
    request.batch.rows.extend(rows)
    request.strengths.extend(strengths)
    if tier:
        for row in request.batch.rows:
            row.risk_tier = plan_pb2.RiskTier.Value(f"RISK_TIER_{tier.upper()}")
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
