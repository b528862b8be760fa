"""PlanDeployment, from its message to a verified plan, or to the messages of a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_service.parallel import Work
from pamtps_service.planning.admission import AdmittedPart
from pamtps_service.planning.plan import (
    NumberTooLargeError,
    PolicyContradictionError,
    make_plan,
)
from pamtps_service.policy.faults import Fault
from pamtps_service.policy.load import PolicySet
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.plan import Verification
from pamtps_service.verify.check import verify
from pamtps_service.wire.call import invalid
from pamtps_service.wire.planning_errors import told_as_call_errors
from pamtps_service.wire.read_request import read_plan_request
from pamtps_service.wire.skipped_rows import admitted
from pamtps_service.wire.write_deployment import (
    Deployment,
    SkippedRow,
    head_parts,
    rows_of_regencies,
    station_parts,
)

SHARE_PARTS: Final = 8
"""Parts that are written at a time, while the plan is verified."""


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
    return made if check is None else _with_verification(made, check())


def deployment_in_parts(
    policies: PolicySet,
    message: planning_service_pb2.PlanDeploymentRequest,
    chunks: Iterable[plan_pb2.Batch],
    steps: Work,
) -> Iterator[bytes]:
    """As `deployment`, to the messages that PlanDeploymentStream replies. Posts and stations of a
    large batch are written while the plan is verified, and given when it has been."""
    made, check = _made(policies, message, chunks, steps)
    if check is None or made.plan is None:
        yield from map(_message, head_parts(made))
        return
    rows = list(rows_of_regencies(made.plan))
    shares = [rows[begin : begin + SHARE_PARTS] for begin in range(0, len(rows), SHARE_PARTS)]

    def verified_or_written(share: list[tuple[slice, slice]] | None) -> Verification | list[bytes]:
        if share is None:
            return check()
        return [_message(part) for rows in share for part in station_parts(made, *rows)]

    # the verification is what takes longest
    first, *written = steps.map(verified_or_written, [None, *shares], len(made.plan.stations))
    assert isinstance(first, Verification)
    yield from map(_message, head_parts(_with_verification(made, first)))
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
) -> tuple[Deployment, Callable[[], Verification] | None]:
    """What a request comes to before its plan is verified, and what verifies it; None where no plan
    was asked for."""
    read = read_plan_request(message, chunks)
    skip = message.on_invalid == planning_service_pb2.ON_INVALID_SKIP and not message.validate_only
    found = admitted(read, message.policy, policies, skip)
    request, parts, faults = found.request, found.parts, found.faults
    arrow = message.form == planning_service_pb2.PLAN_FORM_ARROW or (
        message.form == planning_service_pb2.PLAN_FORM_UNSPECIFIED and read.arrow
    )
    stations = message.view != planning_service_pb2.PLAN_VIEW_BASIC
    if message.validate_only:
        if not faults and request is not None:
            faults = _faults_of_planning(request, parts, steps)
        return Deployment(None, faults, (), stations, arrow), None
    if faults or request is None:
        raise invalid(faults)
    with told_as_call_errors():
        plan = make_plan(request, parts, steps)
    assert read.submitted is not None
    rows = [
        SkippedRow(row, read.submitted.tps_code(row), faults)
        for row, faults in sorted(found.skipped.items())
    ]
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
