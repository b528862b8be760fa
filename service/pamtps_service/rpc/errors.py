"""How a call that fails answers: a status, and details that generated stubs can read.

The details are a google.rpc.Status in the trailing metadata: ErrorInfo (the stable code, and how
many faults there are), LocalizedMessage (Indonesian), RetryInfo, and BadRequest with as many of
the faults as fit. Clients stop reading trailing metadata at 8 KiB and then report another error,
so all of it stays below 4 KiB, counted as it travels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.parse import quote

import grpc
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2

from pamtps_service.policy.catalogue import render
from pamtps_service.policy.model import Text

DOMAIN: Final = "pamtps"
DETAILS_KEY: Final = "grpc-status-details-bin"
MOST_METADATA: Final = 4096
"""Bytes of trailing metadata, at most."""
MOST_TEXT: Final = 300
"""Bytes of one text in UTF-8, at most: what the caller sent may stand in it."""
ENTRY_COST: Final = 32
"""Bytes that HTTP/2 counts for an entry beside its name and value."""


Metadata: TypeAlias = tuple[tuple[str, str | bytes], ...]


@dataclass(frozen=True, slots=True)
class CallFailure:
    """Why a call fails, for the caller."""

    code: grpc.StatusCode
    reason: str
    """Stable code of the catalogue."""
    message: Text
    faults: Sequence[Mapping[str, str]] = ()
    """`place`, `code`, `id`, `en` and `maybe` of each; perhaps not all."""
    count: int = 0
    """Number of all faults."""
    retry_seconds: int = 0
    """After which a retry may succeed; 0 where none is advised."""
    metadata: Mapping[str, str] = field(default_factory=dict)


def failure(
    code: grpc.StatusCode, reason: str, /, *, retry_seconds: int = 0, **fields: int | str
) -> CallFailure:
    """A failure whose message is the catalogue's, filled with the fields; they become metadata."""
    return CallFailure(
        code,
        reason,
        render(reason, **fields),
        retry_seconds=retry_seconds,
        metadata={name: str(value) for name, value in fields.items()},
    )


def call_failure(error: Mapping[str, Any]) -> CallFailure:
    """The failure for a CallError, from the JSON of worker.py."""
    return CallFailure(
        grpc.StatusCode[error["status"]],
        error["reason"],
        Text(id=error["id"], en=error["en"]),
        faults=error["faults"],
        count=error["count"],
    )


def details(failed: CallFailure, request_id: str) -> tuple[str, Metadata]:
    """The status text, and the trailing metadata of at most MOST_METADATA bytes."""
    text = shortened(failed.message.en)
    given: Metadata = (("x-request-id", request_id),)
    left = MOST_METADATA - _size("grpc-status", "13") - _size("grpc-message", quote(text))
    left -= sum(_size(name, str(value)) for name, value in given)
    # "-bin" values travel as base64: four bytes for three.
    left = (left - _size(DETAILS_KEY, "")) // 4 * 3
    status = _status(failed, text, left)
    return text, (*given, (DETAILS_KEY, status.SerializeToString()))


def shortened(text: str) -> str:
    """The text in at most MOST_TEXT bytes, with a mark where something was cut off."""
    content = text.encode()
    if len(content) <= MOST_TEXT:
        return text
    mark = "…"
    return content[: MOST_TEXT - len(mark.encode())].decode(errors="ignore") + mark


def _status(failed: CallFailure, text: str, most: int) -> status_pb2.Status:
    """The status in at most `most` bytes: first without the faults, then with those that fit."""
    number = code_pb2.Code.Value(failed.code.name)
    info = error_details_pb2.ErrorInfo(
        reason=failed.reason,
        domain=DOMAIN,
        metadata={name: shortened(value) for name, value in failed.metadata.items()},
    )
    if failed.count:
        info.metadata["count"] = info.metadata["shown"] = str(failed.count)
    plain: list[Message] = [
        info,
        error_details_pb2.LocalizedMessage(locale="id", message=shortened(failed.message.id)),
    ]
    if failed.retry_seconds:
        wait = Duration(seconds=failed.retry_seconds)
        plain.append(error_details_pb2.RetryInfo(retry_delay=wait))
    bad = error_details_pb2.BadRequest()
    status = _packed(number, text, plain, bad)
    for fault in failed.faults:
        bad.field_violations.append(_violation(fault))
        longer = _packed(number, text, plain, bad)
        if longer.ByteSize() > most:
            del bad.field_violations[-1]
            break
        status = longer
    if failed.count:
        info.metadata["shown"] = str(len(bad.field_violations))
        status = _packed(number, text, plain, bad)
    return status


def _packed(
    number: int, text: str, plain: Sequence[Message], bad: error_details_pb2.BadRequest
) -> status_pb2.Status:
    status = status_pb2.Status(code=number, message=text)
    for detail in (*plain, bad) if bad.field_violations else plain:
        status.details.add().Pack(detail)
    return status


def _violation(fault: Mapping[str, str]) -> error_details_pb2.BadRequest.FieldViolation:
    english, indonesian = fault["en"], fault["id"]
    if fault["maybe"]:
        english += f" Maybe: {fault['maybe']}"
        indonesian += f" Mungkin: {fault['maybe']}"
    return error_details_pb2.BadRequest.FieldViolation(
        field=shortened(fault["place"]),
        description=shortened(english),
        reason=fault["code"],
        localized_message=error_details_pb2.LocalizedMessage(
            locale="id", message=shortened(indonesian)
        ),
    )


def _size(name: str, value: str) -> int:
    return len(name) + len(value) + ENTRY_COST
