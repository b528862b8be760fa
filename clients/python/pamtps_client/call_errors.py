"""From a gRPC error to the client's exceptions: status, BadRequest, ErrorInfo and RetryInfo."""

from __future__ import annotations

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from pamtps_client.errors import (
    CallFailed,
    FieldFault,
    NoAnswerInTime,
    NotFound,
    RequestRejected,
    RequestTooLarge,
    ServerBusy,
    ServerNotReached,
    WrongState,
)
from pamtps_client.language import Text


def decoded(error: grpc.RpcError, server: str) -> CallFailed:
    """The exception that says what the error means. Raises nothing."""
    if not isinstance(error, grpc.Call):
        return CallFailed("UNKNOWN", str(error))
    code = error.code()
    message = error.details() or ""
    details = _Details(error)
    match code:
        case grpc.StatusCode.INVALID_ARGUMENT:
            return RequestRejected(message, details.faults, max(details.count, len(details.faults)))
        case grpc.StatusCode.UNAVAILABLE:
            return ServerNotReached(server, message)
        case grpc.StatusCode.DEADLINE_EXCEEDED:
            return NoAnswerInTime(code.name, message)
        case grpc.StatusCode.RESOURCE_EXHAUSTED:
            if details.retry_after is None:
                return RequestTooLarge(code.name, message)
            return ServerBusy(message, details.retry_after)
        case grpc.StatusCode.NOT_FOUND:
            return NotFound(code.name, message)
        case grpc.StatusCode.FAILED_PRECONDITION:
            return WrongState(code.name, message)
        case _:
            return CallFailed(code.name, message)


class _Details:
    """The rich details of an error; empty where it has none."""

    def __init__(self, error: grpc.Call) -> None:
        self.faults: tuple[FieldFault, ...] = ()
        self.count = 0
        self.retry_after: float | None = None
        try:
            status = rpc_status.from_call(error)
        except ValueError:  # details of another status than the call's: not to be trusted
            return
        if status is None:
            return
        for detail in status.details:
            bad, info, retry = (
                error_details_pb2.BadRequest(),
                error_details_pb2.ErrorInfo(),
                error_details_pb2.RetryInfo(),
            )
            if detail.Unpack(bad):
                self.faults = tuple(_fault(violation) for violation in bad.field_violations)
            elif detail.Unpack(info):
                count = info.metadata.get("count", "")
                self.count = int(count) if count.isdecimal() else 0
            elif detail.Unpack(retry):
                self.retry_after = retry.retry_delay.ToTimedelta().total_seconds()


def _fault(violation: error_details_pb2.BadRequest.FieldViolation) -> FieldFault:
    """The codes of faults are words with hyphens; ErrorInfo's convention is UPPER_SNAKE_CASE."""
    code = violation.reason.lower().replace("_", "-")
    return FieldFault(
        violation.field, code, Text(id=violation.description, en=violation.description)
    )
