"""From a gRPC error to the client's exceptions: status, BadRequest, ErrorInfo and RetryInfo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, cast

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

CONNECTION_LOST: Final = Text(id="sambungan terputus", en="the connection was lost")
"""Where a server had been reached, which then ended, or the network did."""

_KINDS: Final[dict[grpc.StatusCode, type[CallFailed]]] = {
    grpc.StatusCode.UNAVAILABLE: ServerNotReached,
    grpc.StatusCode.DEADLINE_EXCEEDED: NoAnswerInTime,
    grpc.StatusCode.RESOURCE_EXHAUSTED: RequestTooLarge,
    grpc.StatusCode.NOT_FOUND: NotFound,
}


def decoded(error: grpc.RpcError) -> CallFailed:
    """The exception that says what the error means. Raises nothing."""
    if not isinstance(error, grpc.Call | grpc.aio.AioRpcError):
        return CallFailed("UNKNOWN", Text(id=str(error), en=str(error)))
    code = error.code()
    details = _details(error)
    if code is grpc.StatusCode.INVALID_ARGUMENT:
        count = max(details.count, len(details.faults))
        return RequestRejected(details.message, details.reason, details.faults, count)
    if code is grpc.StatusCode.FAILED_PRECONDITION:
        return WrongState(details.message, details.reason, details.faults, details.count)
    if code is grpc.StatusCode.RESOURCE_EXHAUSTED and details.retry_after is not None:
        return ServerBusy(details.message, details.reason, details.retry_after)
    return _KINDS.get(code, CallFailed)(code.name, details.message, details.reason)


@dataclass(slots=True)
class _Details:
    """The rich details of an error; what it does not have is empty."""

    message: Text
    reason: str = ""
    faults: tuple[FieldFault, ...] = ()
    count: int = 0
    retry_after: float | None = None


def _details(error: grpc.Call | grpc.aio.AioRpcError) -> _Details:
    plain = error.details() or ""
    found = _Details(_words_of_grpc(plain))
    try:
        # typed for the errors of threads alone; those of asyncio have what it reads
        status = rpc_status.from_call(cast(grpc.Call, error))
    except ValueError:  # details of another status than the call's: not to be trusted
        return found
    for detail in status.details if status else ():
        bad = error_details_pb2.BadRequest()
        info = error_details_pb2.ErrorInfo()
        retry = error_details_pb2.RetryInfo()
        local = error_details_pb2.LocalizedMessage()
        if detail.Unpack(bad):
            found.faults = tuple(_fault(violation) for violation in bad.field_violations)
        elif detail.Unpack(info):
            found.reason = info.reason
            count = info.metadata.get("count", "")
            found.count = int(count) if count.isdecimal() else 0
        elif detail.Unpack(retry):
            found.retry_after = retry.retry_delay.ToTimedelta().total_seconds()
        elif detail.Unpack(local) and local.locale == "id":
            found.message = Text(id=local.message, en=plain)
    return found


_GRPC: Final[tuple[tuple[str, Text], ...]] = (
    (
        r"[Cc]onnection refused",
        Text(
            id="sambungan ditolak; tidak ada layanan di alamat itu",
            en="the connection was refused; no service is at that address",
        ),
    ),
    (
        r"DNS resolution failed|Domain name not found|[Nn]ame (?:or service not known|resolution)",
        Text(id="nama servernya tidak dikenal", en="the name of the server is not known"),
    ),
    (
        r"[Nn]o route to host|[Nn]etwork is unreachable",
        Text(id="tidak ada jalur jaringan ke sana", en="there is no network route to it"),
    ),
    (
        r"[Cc]onnection reset|[Ss]ocket closed|GOAWAY|[Bb]roken pipe|Cancelling all calls",
        CONNECTION_LOST,
    ),
    (r"[Tt]imed? ?out", Text(id="tidak ada jawaban pada waktunya", en="no answer came in time")),
    (
        r"Sent message larger than max \((\d+) vs\. (\d+)\)",
        Text(
            id=r"permintaan sebesar \1 bita; paling banyak \2",
            en=r"a request of \1 bytes; at most \2",
        ),
    ),
    (
        r"Received message larger than max \((\d+) vs\. (\d+)\)",
        Text(
            id=r"pesan sebesar \1 bita diterima; paling banyak \2",
            en=r"a message of \1 bytes was received; at most \2",
        ),
    ),
)
"""gRPC's own words for what happens often, which are English alone, and what they mean."""


def _words_of_grpc(plain: str) -> Text:
    for pattern, meaning in _GRPC:
        match = re.search(pattern, plain)
        if match:
            return Text(id=match.expand(meaning.id), en=match.expand(meaning.en))
    return Text(id=plain, en=plain)


def _fault(violation: error_details_pb2.BadRequest.FieldViolation) -> FieldFault:
    """The suggestion stands at the end of the description, for clients that show nothing else."""
    english, _, maybe = violation.description.partition(" Maybe: ")
    local = violation.localized_message
    indonesian = local.message.partition(" Mungkin: ")[0] if local.locale == "id" else english
    return FieldFault(violation.field, violation.reason, Text(id=indonesian, en=english), maybe)
