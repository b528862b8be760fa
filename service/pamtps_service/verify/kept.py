"""What a plan says of the plan in force: how many TPS stay in their posts.

A TPS is kept when its post has the same first TPS, command and border (area) as its post in the
plan in force; moved when it has another post; added when that plan has it in no post; removed when
it is in no post now.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from pamtps_service.records.batch import PlanInForce, PlanRequest
from pamtps_service.records.plan import Plan
from pamtps_service.verify.report import Report

Int64 = NDArray[np.int64]
PostKey = tuple[int, str, str]


def check_kept(report: Report, plan: Plan, request: PlanRequest) -> None:
    """The plan tells of the plan in force where the request has one, and tells the truth."""
    if request.in_force is None and plan.kept is None:
        return
    report.checked()
    if request.in_force is None:
        report.add("kept-unfounded", "kept")
        return
    wanted = _counted(plan, request.in_force)
    if plan.kept is None:
        report.add(
            "kept-lacking",
            "kept",
            digest=request.in_force.plan_digest,
            kept=wanted["kept"],
            moved=wanted["moved"],
            added=wanted["added"],
            removed=wanted["removed"],
        )
        return
    report.checked(1 + len(wanted))
    if plan.kept.plan_digest != request.in_force.plan_digest:
        report.add(
            "kept-digest",
            "kept.plan_digest",
            wanted=request.in_force.plan_digest,
            found=plan.kept.plan_digest,
        )
    for name, required in wanted.items():
        given: int = getattr(plan.kept, name)
        if given != required:
            report.add("kept-number", f"kept.{name}", required=required, given=given)


def _counted(plan: Plan, in_force: PlanInForce) -> dict[str, int]:
    """The four numbers, from the posts of both plans as they stand."""
    numbers: dict[PostKey, int] = {}
    posts = plan.posts
    now = _numbered(zip(posts.first_tps.tolist(), posts.area, posts.command, strict=True), numbers)
    then = _numbered(
        zip(in_force.first_tps.tolist(), in_force.area, in_force.command, strict=True), numbers
    )
    # what is no post of the plan is told elsewhere
    inside = (plan.stations.post >= 0) & (plan.stations.post < len(posts))
    codes, rows = np.unique(plan.stations.code[inside], return_index=True)
    post_now = now[plan.stations.post[inside][rows]]
    _, here, there = np.intersect1d(codes, in_force.code, assume_unique=True, return_indices=True)
    same = post_now[here] == then[in_force.post[there]]
    kept = int(np.count_nonzero(same))
    return {
        "kept": kept,
        "moved": len(here) - kept,
        "added": len(codes) - len(here),
        "removed": len(in_force.code) - len(there),
    }


def _numbered(keys: Iterable[PostKey], numbers: dict[PostKey, int]) -> Int64:
    """The number of each post's key, the same for the same key."""
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)
