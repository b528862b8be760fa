"""PlanDeployment from its message to its reply, in one piece or in parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np
from google.protobuf.internal.containers import RepeatedCompositeFieldContainer
from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_service.parallel import Work
from pamtps_service.planning.admission import AdmittedPart, admit, policy_fault
from pamtps_service.planning.plan import (
    NumberTooLargeError,
    PolicyContradictionError,
    make_plan,
)
from pamtps_service.policy.faults import Fault
from pamtps_service.policy.load import PolicySet
from pamtps_service.records.area_codes import DIVISOR
from pamtps_service.records.batch import Batch, NumberColumn, PlanRequest, TextColumn
from pamtps_service.records.plan import Plan, Verification
from pamtps_service.verify.check import verify
from pamtps_service.wire.call import invalid
from pamtps_service.wire.planning_errors import told_as_call_errors
from pamtps_service.wire.read_request import Read, read_plan_request
from pamtps_service.wire.submitted import used
from pamtps_service.wire.write_plan import (
    write_head,
    write_into,
    write_posts,
    write_stations,
    write_text,
)

PART_STATIONS: Final = 4_096
"""Stations of a part, at least, but of the last; a part ends with a regency."""
SHARE_PARTS: Final = 8
"""Parts that are written at a time, while the plan is verified."""
NOT_VERIFIED: Final = Verification("", 0, ())
PART_BYTES: Final = 1 << 20
"""Bytes of a part without stations, about."""
MOST_BYTES: Final = 3 << 19
"""Bytes of a part with posts and stations, at most, where it can be cut."""
_OF_AREAS: Final = frozenset(
    (
        "attribute-missing-everywhere",
        "no-policy-in-force",
        "outside-policy",
        "province-under-several-policies",
        "several-policies-in-force",
    )
)
"""Faults whose place is the first of many rows: without that row they would be there still."""
_ROW: Final = re.compile(r"batch\.(?:rows|attributes\[\d+\]\.values)\[(\d+)\]")


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


def deployment(
    policies: PolicySet,
    message: planning_service_pb2.PlanDeploymentRequest,
    chunks: Iterable[plan_pb2.Batch],
    steps: Work,
) -> Deployment:
    """The verified plan of a request, or its faults where only validation was asked.

    Args:
        policies: in force.
        message: the request.
        chunks: more of its batch.
        steps: told of each step.

    CallError where the request cannot be planned.
    """
    made, check = _made(policies, message, chunks, steps)
    if made.plan is None:
        return made
    return _with_verification(made, check())


def deployment_in_parts(
    policies: PolicySet,
    message: planning_service_pb2.PlanDeploymentRequest,
    chunks: Iterable[plan_pb2.Batch],
    steps: Work,
) -> Iterator[bytes]:
    """As `deployment`, to the messages that PlanDeploymentStream replies. Posts and stations of a
    large batch are written while the plan is verified, and given when it has been."""
    made, check = _made(policies, message, chunks, steps)
    if made.plan is None:
        yield from map(_message, _head(made))
        return
    rows = list(_regencies(made.plan))
    shares = [rows[begin : begin + SHARE_PARTS] for begin in range(0, len(rows), SHARE_PARTS)]

    def verified_or_written(share: list[tuple[slice, slice]] | None) -> Verification | list[bytes]:
        if share is None:
            return check()
        return [_message(part) for rows in share for part in _cut(made, *rows)]

    # the verification is what takes longest
    first, *written = steps.map(verified_or_written, [None, *shares], len(made.plan.stations))
    assert isinstance(first, Verification)
    yield from map(_message, _head(_with_verification(made, first)))
    for messages in written:
        assert isinstance(messages, list)
        yield from messages


def _message(part: planning_service_pb2.PlanDeploymentResponse) -> bytes:
    return planning_service_pb2.PlanDeploymentStreamResponse(part=part).SerializeToString()


def _made(
    policies: PolicySet,
    message: planning_service_pb2.PlanDeploymentRequest,
    chunks: Iterable[plan_pb2.Batch],
    steps: Work,
) -> tuple[Deployment, Callable[[], Verification]]:
    """What a request comes to before its plan is verified, and what verifies it."""
    read = read_plan_request(message, chunks)
    skip = message.on_invalid == planning_service_pb2.ON_INVALID_SKIP and not message.validate_only
    request, parts, faults, skipped = _admitted(read, message.policy, policies, skip)
    arrow = message.form == planning_service_pb2.PLAN_FORM_ARROW or (
        message.form == planning_service_pb2.PLAN_FORM_UNSPECIFIED and read.arrow
    )
    stations = message.view != planning_service_pb2.PLAN_VIEW_BASIC
    if message.validate_only:
        if not faults and request is not None:
            faults = _faults_of_planning(request, parts, steps)
        return Deployment(None, faults, (), stations, arrow), lambda: NOT_VERIFIED
    if faults or request is None:
        raise invalid(faults)
    with told_as_call_errors():
        plan = make_plan(request, parts, steps)
    assert read.submitted is not None
    rows = [SkippedRow(row, read.submitted.tps_code(row), skipped[row]) for row in sorted(skipped)]
    steps("verify")
    by_id = {part.policy.id: part.policy for part in parts}
    made = Deployment(plan, (), rows, stations, arrow)
    return made, partial(verify, plan, request, by_id, steps)


def _with_verification(made: Deployment, verification: Verification) -> Deployment:
    """With the verification of its plan, which must have found nothing."""
    assert made.plan is not None
    if verification.violations:
        first = verification.violations[0]
        raise RuntimeError(
            f"the plan made breaks {len(verification.violations)} statements; "
            f"the first is {first.code} at {first.place}: {first.message.en}"
        )
    return replace(made, plan=replace(made.plan, verification=verification))


def _admitted(
    read: Read, policy: str, policies: PolicySet, skip: bool
) -> tuple[PlanRequest | None, list[AdmittedPart], list[Fault], dict[int, list[Fault]]]:
    """The request with its parts, its faults, and those of rows that are skipped, by row."""
    request = read.request
    if request is None:
        wrong = policy_fault(policy, policies) if policy else None
        return None, [], [*read.faults, *([wrong] if wrong is not None else [])], {}
    skipped, faults = _of_rows(read.faults) if skip else ({}, read.faults)
    while True:
        if skipped:
            request = _without(request, skipped)
        if not len(request.batch):  # every row is wrong: nothing is skipped
            return None, [], [found for row in skipped.values() for found in row], {}
        parts, more = admit(request, policies)
        wrong_rows, others = _of_rows(more) if skip else ({}, more)
        if not wrong_rows:
            return request, parts, sorted([*faults, *others], key=_place), skipped
        # what is wrong beside these rows may be because of them
        for row, found in wrong_rows.items():
            skipped.setdefault(row, []).extend(found)


def _of_rows(faults: Iterable[Fault]) -> tuple[dict[int, list[Fault]], list[Fault]]:
    """Faults of single rows, by row, and all others."""
    by_row: dict[int, list[Fault]] = {}
    others = []
    for found in faults:
        match = _ROW.match(str(found.place))
        if match is None or found.code in _OF_AREAS:
            others.append(found)
        else:
            by_row.setdefault(int(match[1]), []).append(found)
    return by_row, others


def _without(request: PlanRequest, rows: Mapping[int, object]) -> PlanRequest:
    """The request with none of these rows of the submitted batch left in its own."""
    batch = request.batch
    keep = np.flatnonzero(~np.isin(batch.row, np.fromiter(rows, np.int64, len(rows))))
    kept = Batch(
        code=batch.code[keep],
        submitted_tier=batch.submitted_tier[keep],
        standard={
            name: NumberColumn(column.values[keep], column.present[keep])
            for name, column in batch.standard.items()
        },
        declared={
            name: used(TextColumn(column.indices[keep], column.texts))
            for name, column in batch.declared.items()
        },
        row=batch.row[keep],
    )
    return replace(request, batch=kept, skipped=len(rows))


def _faults_of_planning(
    request: PlanRequest, parts: list[AdmittedPart], steps: Work
) -> list[Fault]:
    """What shows only when a request is planned: rules that contradict each other on a TPS, and
    sums beyond what a plan can hold."""
    try:
        make_plan(request, parts, steps)
    except (PolicyContradictionError, NumberTooLargeError) as error:
        return list(error.faults)
    return []


def _place(found: Fault) -> tuple[list[str | int], str]:
    """Orders faults by field path, rows by number."""
    parts = re.split(r"(\d+)", str(found.place))
    return [int(part) if part.isdigit() else part for part in parts], found.code


# The reply ------------------------------------------------------------------------------------


def write_reply(made: Deployment) -> planning_service_pb2.PlanDeploymentResponse:
    """The reply in one piece."""
    reply = planning_service_pb2.PlanDeploymentResponse()
    if made.plan is not None:
        write_into(reply.plan, made.plan, made.stations, made.arrow)
    _write_faults(reply.faults, made.faults)
    for row in made.skipped:
        _write_skipped(reply, row)
    return reply


def reply_parts(made: Deployment) -> Iterator[planning_service_pb2.PlanDeploymentResponse]:
    """The reply in parts that, merged in order, are `write_reply`; of the Arrow form, tables are in
    several streams instead of one."""
    yield from _head(made)
    if made.plan is not None:
        for rows in _regencies(made.plan):
            yield from _cut(made, *rows)


def _head(made: Deployment) -> Iterator[planning_service_pb2.PlanDeploymentResponse]:
    """The reply without posts and stations, in pieces."""
    head = planning_service_pb2.PlanDeploymentResponse()
    _write_faults(head.faults, made.faults)
    for row in made.skipped:
        _write_skipped(head, row)
    if made.plan is not None:
        write_head(head.plan, made.plan)
    yield from _in_pieces(head)


def _cut(
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
    yield from _cut(made, slice(stations.start, middle), slice(posts.start, cut))
    yield from _cut(made, slice(middle, stations.stop), slice(cut, posts.stop))


def _regencies(plan: Plan) -> Iterator[tuple[slice, slice]]:
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
