"""The plan in force, of which a request's plan keeps as many posts as it can."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from pamtps.v1 import plan_pb2

from pamtps_service.policy.faults import Fault, fault
from pamtps_service.records.area_codes import to_text
from pamtps_service.records.batch import PlanInForce
from pamtps_service.records.digest import plan_digest
from pamtps_service.records.plan import Plan
from pamtps_service.wire.read_plan import read_plan


def read_in_force(
    message: plan_pb2.DeploymentPlan, path: str, faults: list[Fault]
) -> PlanInForce | None:
    """The posts of the plan in force, with its digest as it is found here; None where there are
    faults."""
    count = len(faults)
    plan = read_plan(message, path, faults)
    if plan is None:
        return None
    check_rows_once(plan, path, faults)
    if len(faults) > count:
        return None
    return in_force_of(plan)


def in_force_of(plan: Plan) -> PlanInForce:
    """The posts of a plan, in which every TPS and post is once."""
    stations, posts = plan.stations, plan.posts
    rows = np.flatnonzero(stations.post >= 0)
    rows = rows[np.argsort(stations.code[rows], kind="stable")]
    return PlanInForce(
        plan_digest=plan_digest(plan),
        code=stations.code[rows],
        post=stations.post[rows],
        first_tps=posts.first_tps,
        area=posts.area,
        command=posts.command,
        size_limit=posts.size_limit,
    )


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
