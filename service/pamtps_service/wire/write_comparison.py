"""A comparison as the protobuf message `ComparePlansResponse`."""

from __future__ import annotations

from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_service.records.area_codes import to_text
from pamtps_service.records.comparison import (
    AreaChange,
    Cause,
    Comparison,
    InputChange,
    StationChange,
)
from pamtps_service.records.plan import Plan
from pamtps_service.wire.write_plan import write_posts, write_total


def write_comparison(
    comparison: Comparison, before: Plan, after: Plan
) -> planning_service_pb2.ComparePlansResponse:
    """The message of a comparison.

    Args:
        comparison: of the plans.
        before: the plan before, whose posts are repeated as they are.
        after: the plan after.
    """
    message = planning_service_pb2.ComparePlansResponse(
        areas=map(_area, comparison.areas),
        stations=map(write_station_change, comparison.stations),
        inputs=map(_input, comparison.inputs),
    )
    for change in comparison.posts:
        message.posts.add(
            first_tps_code=to_text(change.first_tps, "tps"),
            before=_post(before, change.before),
            after=_post(after, change.after),
        )
    return message


def _post(plan: Plan, index: int | None) -> plan_pb2.Post | None:
    if index is None:
        return None
    message = plan_pb2.DeploymentPlan()
    write_posts(message, plan, slice(index, index + 1), arrow=False)
    return message.posts[0]


def _area(change: AreaChange) -> planning_service_pb2.AreaChange:
    return planning_service_pb2.AreaChange(
        level=plan_pb2.AreaLevel.ValueType(change.level),
        code=change.code,
        name=change.name,
        before=write_total(change.before),
        after=write_total(change.after),
        shares=[
            planning_service_pb2.CauseShare(
                cause=_cause(share.cause), required=share.required, assigned=share.assigned
            )
            for share in change.shares
        ],
    )


def write_station_change(change: StationChange) -> planning_service_pb2.StationChange:
    """The message of a TPS that differs."""
    return planning_service_pb2.StationChange(
        tps_code=to_text(change.tps, "tps"),
        tier_before=_tier(change.tier_before),
        tier_after=_tier(change.tier_after),
        post_before="" if change.post_before is None else to_text(change.post_before, "tps"),
        post_after="" if change.post_after is None else to_text(change.post_after, "tps"),
        causes=map(_cause, change.causes),
    )


def _input(change: InputChange) -> planning_service_pb2.InputChange:
    return planning_service_pb2.InputChange(
        cause=_cause(change.cause), place=change.place, before=change.before, after=change.after
    )


def _tier(rank: int | None) -> plan_pb2.RiskTier.ValueType | None:
    return None if rank is None else plan_pb2.RiskTier.ValueType(rank + 1)


def _cause(cause: Cause) -> planning_service_pb2.ChangeCause.ValueType:
    return planning_service_pb2.ChangeCause.ValueType(cause)
