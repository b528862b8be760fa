"""What changed between two plans: areas, TPS, posts and inputs, and because of what.

Both plans are taken as they are, whoever made them; rows, TPS and posts stand in each at most once.
Causes are looked for where both plans came with their batch (see stages.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.parallel import ALONE, Work
from pamtps_service.planning.input_changes import PlanMade, input_changes
from pamtps_service.planning.plan import NumberTooLargeError
from pamtps_service.planning.stages import Stage, stages
from pamtps_service.policy.faults import fault
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import FORCES, INT32_MAX, Force
from pamtps_service.records.batch import CodeColumn, Mask
from pamtps_service.records.comparison import (
    AreaChange,
    Cause,
    CauseShare,
    Comparison,
    PostChange,
    StationChange,
)
from pamtps_service.records.plan import AreaLevelOfPlan, Plan, Posts, Total

RowKey = tuple[AreaLevelOfPlan, str, Force]
PostKey = tuple[int, str, str]
"""First TPS, area, command: what makes a post the same in two plans."""
Int64 = NDArray[np.int64]


def compare(
    before: PlanMade,
    after: PlanMade,
    policies: PolicySet,
    step: Work = ALONE,
) -> Comparison:
    """Compare two plans.

    Args:
        before: the plan before.
        after: the plan after.
        policies: all that are loaded; those that the plans name need not be among them.
        step: told of each step; may raise to end the work.

    Raises:
        NumberTooLargeError: a share is beyond 32 bits, because the plans hold absurd numbers.
    """
    step("compare")
    rows, codes = changed_rows(before.plan, after.plan), changed_stations(before, after)
    way: list[Stage] = []
    known = before.request is not None and after.request is not None
    if known and (rows or len(codes)):
        way = stages(before, after, policies, step)
    areas = _area_changes(before.plan, after.plan, rows, way)
    _check_size(areas)
    return Comparison(
        areas=areas,
        stations=station_changes(before.plan, after.plan, codes, way),
        posts=_post_changes(before.plan.posts, after.plan.posts),
        inputs=input_changes(before, after, policies),
    )


def rows_of(plan: Plan) -> dict[RowKey, Total]:
    """Every total of the plan's areas and commands."""
    return {(row.level, row.code, total.force): total for row in plan.areas for total in row.totals}


def changed_rows(before: Plan, after: Plan) -> list[RowKey]:
    """The rows that differ, sorted; one that is in one plan only counts as zeros in the other."""
    one, other = rows_of(before), rows_of(after)
    changed = [
        key
        for key in one.keys() | other.keys()
        if one.get(key, no_total(key[2])) != other.get(key, no_total(key[2]))
    ]
    return sorted(changed, key=lambda key: (key[0], key[1], FORCES.index(key[2])))


def no_total(force: Force) -> Total:
    """The row of a force that a plan does not have."""
    return Total(force, 0, 0, 0, 0, 0, None)


def _area_changes(
    before: Plan, after: Plan, changed: Sequence[RowKey], way: Sequence[Stage]
) -> tuple[AreaChange, ...]:
    one, other = rows_of(before), rows_of(after)
    names = {(row.level, row.code): row.name for plan in (before, after) for row in plan.areas}
    totals = [one, *(rows_of(stage.plan) for stage in way)]
    found = []
    for level, code, force in changed:
        nothing = no_total(force)
        values = [rows.get((level, code, force), nothing) for rows in totals]
        required = dict.fromkeys(Cause, 0)
        assigned = dict.fromkeys(Cause, 0)
        for stage, (was, now) in zip(way, itertools.pairwise(values), strict=True):
            required[stage.cause] += now.required - was.required
            assigned[stage.cause] += now.assigned - was.assigned
        shares = tuple(
            CauseShare(cause, required[cause], assigned[cause])
            for cause in Cause
            if required[cause] or assigned[cause]
        )
        found.append(
            AreaChange(
                level,
                code,
                names[level, code],
                one.get((level, code, force), nothing),
                other.get((level, code, force), nothing),
                shares,
            )
        )
    return tuple(found)


def _check_size(areas: Sequence[AreaChange]) -> None:
    faults = []
    for change in areas:
        for share in change.shares:
            largest = max(abs(share.required), abs(share.assigned))
            if largest > INT32_MAX:
                place = f"areas.{change.code}.{change.before.force}"
                allowed = INT32_MAX
                faults.append(
                    fault("number-too-large", place, found=largest, what=place, allowed=allowed)
                )
    if faults:
        raise NumberTooLargeError(faults)


@dataclass(frozen=True, slots=True)
class _Cover:
    """Tier and post of some TPS in one plan; -1 where it does not have them."""

    tier: Int64
    first: Int64
    """First TPS of the post."""
    border: Int64
    """Number of the post's area and command together."""

    def differs(self, other: _Cover) -> Mask:
        differs: Mask = self.tier != other.tier
        differs |= self.first != other.first
        differs |= self.border != other.border
        return differs


def _cover(plan: Plan, codes: CodeColumn, numbers: dict[tuple[str, str], int]) -> _Cover:
    """What the plan says of these TPS, ascending; `numbers` grows by the borders met."""
    posts, stations = plan.posts, plan.stations
    border_of_post = np.array(
        [
            numbers.setdefault(border, len(numbers))
            for border in zip(posts.area, posts.command, strict=True)
        ]
        + [-1],
        np.int64,
    )
    first_of_post = np.append(posts.first_tps, -1)
    order = np.argsort(stations.code, kind="stable")
    at = np.searchsorted(stations.code, codes, sorter=order)
    row = order[np.minimum(at, len(order) - 1)]
    there = stations.code[row] == codes
    post = np.where(there, stations.post[row], -1)
    return _Cover(
        np.where(there, stations.risk_tier[row], -1).astype(np.int64),
        first_of_post[post],
        border_of_post[post],
    )


def changed_stations(before: PlanMade, after: PlanMade) -> CodeColumn:
    """TPS that are in one of the plans only, or differ in tier or post; ascending."""
    codes = np.union1d(before.plan.stations.code, after.plan.stations.code)
    numbers: dict[tuple[str, str], int] = {}
    was, now = _cover(before.plan, codes, numbers), _cover(after.plan, codes, numbers)
    return codes[was.differs(now)]


def station_changes(
    before: Plan, after: Plan, codes: CodeColumn, way: Sequence[Stage]
) -> tuple[StationChange, ...]:
    """What changed at these TPS, ascending, and at which stages of the way."""
    numbers: dict[tuple[str, str], int] = {}
    was, now = _cover(before, codes, numbers), _cover(after, codes, numbers)
    from_cause = np.zeros((len(Cause) + 1, len(codes)), np.bool_)
    last = was
    for stage in way:
        here = _cover(stage.plan, codes, numbers)
        from_cause[stage.cause] |= last.differs(here)
        last = here
    causes = [tuple(cause for cause in Cause if column[cause]) for column in from_cause.T.tolist()]
    columns = (was.tier, now.tier, was.first, now.first)
    values = [[None if value < 0 else value for value in column.tolist()] for column in columns]
    return tuple(
        StationChange(code, tier_before, tier_after, post_before, post_after, of)
        for code, tier_before, tier_after, post_before, post_after, of in zip(
            codes.tolist(), *values, causes, strict=True
        )
    )


def _post_changes(before: Posts, after: Posts) -> tuple[PostChange, ...]:
    one, other = _post_index(before), _post_index(after)
    numbers_before, numbers_after = _numbers(before), _numbers(after)
    both = sorted(one.keys() & other.keys())
    at = np.array([one[key] for key in both], np.int64)
    to = np.array([other[key] for key in both], np.int64)
    differs = (numbers_before[:, at] != numbers_after[:, to]).any(axis=0)
    changes = [
        (both[index], int(at[index]), int(to[index])) for index in np.flatnonzero(differs).tolist()
    ]
    alone: list[tuple[PostKey, int | None, int | None]] = [
        *((key, one[key], None) for key in one.keys() - other.keys()),
        *((key, None, other[key]) for key in other.keys() - one.keys()),
        *changes,
    ]
    alone.sort(key=lambda change: (change[0][0], change[1] is None, change[0]))
    return tuple(PostChange(key[0], was, now) for key, was, now in alone)


def _post_index(posts: Posts) -> dict[PostKey, int]:
    keys = zip(posts.first_tps.tolist(), posts.area, posts.command, strict=True)
    return {key: index for index, key in enumerate(keys)}


def _numbers(posts: Posts) -> Int64:
    """The numbers of each post, one column a post."""
    return np.stack(
        [
            posts.stations,
            posts.size_limit,
            posts.polri,
            posts.polri_short,
            posts.tni,
            posts.tni_short,
            posts.linmas,
            posts.linmas_short,
        ]
    ).astype(np.int64)
