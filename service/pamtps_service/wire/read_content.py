"""A plan together with what it was made from (`PlanContent`), as plain data."""

from __future__ import annotations

from dataclasses import replace

from pamtps.v1 import planning_service_pb2

from pamtps_service.planning.input_changes import PlanMade
from pamtps_service.policy.faults import Fault, fault
from pamtps_service.wire.read_in_force import check_rows_once
from pamtps_service.wire.read_plan import read_plan
from pamtps_service.wire.read_request import Read, read_plan_request


def read_request_of(content: planning_service_pb2.PlanContent, path: str) -> Read:
    """The request that a plan says it was made from, with the places of faults in `path`; its date
    is the plan's, and is read with it."""
    read = read_plan_request(
        planning_service_pb2.PlanDeploymentRequest(
            batch=content.batch,
            policy=content.policy,
            election_date=content.plan.election_date,
            strengths=content.strengths,
            stocks=content.stocks,
            seats=content.seats,
            unavailable_transports=content.unavailable_transports,
            plan_in_force=content.plan_in_force if content.HasField("plan_in_force") else None,
        )
    )
    faults = [
        replace(found, place=f"{path}.{found.place}")
        for found in read.faults
        if found.place != "election_date"
    ]
    request = read.request
    if request is not None:
        request = replace(request, skipped=content.plan.skipped_count)
    return Read(request, faults)


def read_compared(
    source: planning_service_pb2.PlanSource, path: str, faults: list[Fault]
) -> PlanMade | None:
    """A plan to be compared, of which every row, TPS and post stands there once; None where there
    are faults. It may come without its batch, then also without strengths and all else that it was
    made from.
    """
    content, path = source.content, f"{path}.content"
    if not content.HasField("plan"):
        faults.append(fault("plan-missing", f"{path}.plan"))
        return None
    count = len(faults)
    plan = read_plan(content.plan, f"{path}.plan", faults)
    if plan is not None:
        check_rows_once(plan, f"{path}.plan", faults)
    made_from = [
        field.name for field, _ in content.ListFields() if field.name not in ("plan", "batch")
    ]
    if not content.HasField("batch"):
        faults += [fault("input-without-batch", f"{path}.{name}") for name in made_from]
        return None if plan is None or len(faults) > count else PlanMade(plan, None)
    read = read_request_of(content, path)
    faults += read.faults
    if plan is None or read.request is None or len(faults) > count:
        return None
    return PlanMade(plan, read.request)
