"""A plan together with what it was made from (`PlanContent`), as plain data."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from pamtps.v1 import planning_service_pb2

from pamtps_service.planning.input_changes import PlanMade
from pamtps_service.policy.faults import Fault, fault
from pamtps_service.records.area_codes import to_text
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.plan import Plan
from pamtps_service.wire.read_plan import read_plan
from pamtps_service.wire.read_request import read_batch, read_strengths
from pamtps_service.wire.read_resources import read_resources


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
    if not content.HasField("batch"):
        faults += [
            fault("input-without-batch", f"{path}.{name}")
            for name in ("strengths", "stocks", "seats", "unavailable_transports")
            if len(getattr(content, name))
        ]
        return None if plan is None or len(faults) > count else PlanMade(plan, None)
    batch = read_batch(content.batch, f"{path}.batch", faults)
    strengths = read_strengths(content.strengths, f"{path}.strengths", faults)
    resources = read_resources(content, f"{path}.", faults)
    if plan is None or batch is None or len(faults) > count:
        return None
    request = PlanRequest(batch, strengths, None, plan.election_date)
    return PlanMade(plan, resources.added_to(request))


def check_rows_once(plan: Plan, path: str, faults: list[Fault]) -> None:
    """Faults of rows, TPS and posts that stand in a plan twice, and of TPS in a post that is not
    there: of such a plan nobody can say what it gives to whom."""
    codes = (to_text(code, "tps") for code in plan.stations.code.tolist())
    _once(codes, f"{path}.stations", faults)
    _once((f"{row.level.name} {row.code}" for row in plan.areas), f"{path}.areas", faults)
    for index, row in enumerate(plan.areas):
        _once((total.force for total in row.totals), f"{path}.areas[{index}].totals", faults)
    posts = plan.posts
    firsts = (to_text(first, "tps") for first in posts.first_tps.tolist())
    keys = zip(firsts, posts.area, posts.command, strict=True)
    _once((" ".join(key) for key in keys), f"{path}.posts", faults)
    for index in np.flatnonzero(plan.stations.post >= len(posts)).tolist():
        found = int(plan.stations.post[index])
        place = f"{path}.stations[{index}].post"
        faults.append(fault("post-not-in-plan", place, found=str(found), posts=len(posts)))


def _once(keys: Iterable[str], path: str, faults: list[Fault]) -> None:
    first: dict[str, int] = {}
    for index, key in enumerate(keys):
        if first.setdefault(key, index) != index:
            place = f"{path}[{index}]"
            faults.append(fault("plan-row-twice", place, found=key, first=f"{path}[{first[key]}]"))
