"""Reads the details of an error as a caller with generated stubs does."""

from __future__ import annotations

from typing import Any, TypeVar

from google.protobuf.message import Message
from google.rpc import error_details_pb2
from grpc_status import rpc_status

Detail = TypeVar("Detail", bound=Message)


def detail(call: Any, kind: type[Detail]) -> Detail:
    """The one detail of this kind."""
    status = rpc_status.from_call(call)
    assert status is not None
    found = kind()
    (packed,) = [one for one in status.details if one.Is(kind.DESCRIPTOR)]
    packed.Unpack(found)
    return found


def reason_of(call: Any) -> str:
    reason: str = detail(call, error_details_pb2.ErrorInfo).reason
    return reason
