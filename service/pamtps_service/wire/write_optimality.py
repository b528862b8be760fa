"""The proof that a plan is the best as the protobuf message `Optimality`."""

from __future__ import annotations

from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_service.policy.model import FORCES
from pamtps_service.records.plan import Aim, Optimality
from pamtps_service.wire.write_plan import write_text


def write_optimality(optimality: Optimality) -> planning_service_pb2.Optimality:
    """The message of an optimality."""
    return planning_service_pb2.Optimality(
        optimal=optimality.optimal, aims=map(_aim, optimality.aims)
    )


def _aim(aim: Aim) -> planning_service_pb2.Aim:
    return planning_service_pb2.Aim(
        code=aim.code,
        force=plan_pb2.Force.ValueType(FORCES.index(aim.force) + 1),
        area_code=aim.area,
        claim=aim.claim,
        planned=aim.planned,
        best=aim.best,
        whole=aim.whole,
        command=aim.command,
        message=write_text(aim.message),
    )
