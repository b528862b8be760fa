"""What a request came to as the reply of PlanDeployment: in one piece, or in parts that, merged in
order, are it; of the Arrow form, tables are then in several streams instead of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from google.protobuf.internal.containers import RepeatedCompositeFieldContainer
from pamtps.v1 import planning_service_pb2

from pamtps_service.policy.faults import Fault
from pamtps_service.records.area_codes import DIVISOR
from pamtps_service.records.plan import Plan
from pamtps_service.wire.write_plan import (
    write_head,
    write_into,
    write_posts,
    write_stations,
    write_text,
)

PART_STATIONS: Final = 4_096
"""Stations of a part, at least, but of the last; a part ends with a regency."""
PART_BYTES: Final = 1 << 20
"""Bytes of a part without stations, about."""
MOST_BYTES: Final = 3 << 19
"""Bytes of a part with posts and stations, at most, where it can be cut."""


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that was left out of a plan."""

    row: int
    tps_code: str
    """As submitted."""
    faults: Sequence[Fault]


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a request came to."""

    plan: Plan | None
    """None where only validation was asked."""
    faults: Sequence[Fault]
    """Only where only validation was asked."""
    skipped: Sequence[SkippedRow]
    stations: bool
    """Whether the reply has stations."""
    arrow: bool
    """Whether it is in the Arrow form."""


def write_reply(made: Deployment) -> planning_service_pb2.PlanDeploymentResponse:
    """The reply in one piece."""
    reply = planning_service_pb2.PlanDeploymentResponse()
    if made.plan is not None:
        write_into(reply.plan, made.plan, made.stations, made.arrow)
    _write_faults(reply.faults, made.faults)
    for row in made.skipped:
        _write_skipped(reply, row)
    return reply


def head_parts(made: Deployment) -> Iterator[planning_service_pb2.PlanDeploymentResponse]:
    """The reply without posts and stations, in pieces."""
    head = planning_service_pb2.PlanDeploymentResponse()
    _write_faults(head.faults, made.faults)
    for row in made.skipped:
        _write_skipped(head, row)
    if made.plan is not None:
        write_head(head.plan, made.plan)
    yield from _in_pieces(head)


def station_parts(
    made: Deployment, stations: slice, posts: slice
) -> Iterator[planning_service_pb2.PlanDeploymentResponse]:
    """Rows of stations and posts as one part; where it is too large, as several, each cut at the
    TPS in its middle."""
    plan = made.plan
    assert plan is not None
    part = planning_service_pb2.PlanDeploymentResponse()
    write_posts(part.plan, plan, posts, made.arrow)
    if made.stations:
        write_stations(part.plan, plan, stations, made.arrow)
    if part.ByteSize() <= MOST_BYTES or stations.stop - stations.start < 2:
        yield part
        return
    middle = (stations.start + stations.stop) // 2
    cut = int(np.searchsorted(plan.posts.first_tps, plan.stations.code[middle]))
    yield from station_parts(made, slice(stations.start, middle), slice(posts.start, cut))
    yield from station_parts(made, slice(middle, stations.stop), slice(cut, posts.stop))


def rows_of_regencies(plan: Plan) -> Iterator[tuple[slice, slice]]:
    """Rows of stations and posts, both sorted by code, that lie in the same regencies."""
    divisor = DIVISOR["regency"]
    regency_of = plan.stations.code // divisor
    ends = np.flatnonzero(np.diff(regency_of, append=-1)) + 1
    post_ends = np.searchsorted(plan.posts.first_tps, (regency_of[ends - 1] + 1) * divisor)
    begin = post_begin = 0
    for number, (end, post_end) in enumerate(zip(ends.tolist(), post_ends.tolist(), strict=True)):
        if end - begin >= PART_STATIONS or number == len(ends) - 1:
            yield slice(begin, end), slice(post_begin, post_end)
            begin, post_begin = end, post_end


def _in_pieces(
    head: planning_service_pb2.PlanDeploymentResponse,
) -> Iterator[planning_service_pb2.PlanDeploymentResponse]:
    """A message in pieces of about PART_BYTES that, merged in order, are it."""
    if head.ByteSize() <= PART_BYTES:
        yield head
        return
    lists = [
        (of_plan, field.name, list(value))
        for of_plan, fields in ((False, head.ListFields()), (True, head.plan.ListFields()))
        for field, value in fields
        if isinstance(value, MutableSequence) and field.message_type is not None
    ]
    for of_plan, name, _ in lists:
        message: Any = head.plan if of_plan else head
        message.ClearField(name)
    piece, size = head, head.ByteSize()
    for of_plan, name, items in lists:
        for item in items:
            if size > PART_BYTES:
                yield piece
                piece, size = planning_service_pb2.PlanDeploymentResponse(), 0
            getattr(piece.plan if of_plan else piece, name).append(item)
            size += item.ByteSize()
    yield piece


def _write_skipped(reply: planning_service_pb2.PlanDeploymentResponse, skipped: SkippedRow) -> None:
    row = reply.skipped.add(row=skipped.row, tps_code=skipped.tps_code)
    _write_faults(row.faults, skipped.faults)


def _write_faults(
    messages: RepeatedCompositeFieldContainer[planning_service_pb2.FieldFault],
    faults: Iterable[Fault],
) -> None:
    for found in faults:
        messages.add(
            field=str(found.place),
            code=found.code,
            message=write_text(found.message),
            maybe=found.maybe,
        )
