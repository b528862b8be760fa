"""What every call has: its request read, its steps told, its errors as one kind of exception."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, TypeVar

from google.protobuf.message import DecodeError, Message

from pamtps_service.parallel import CAN_FORK, map_forked
from pamtps_service.policy.catalogue import render
from pamtps_service.policy.faults import Fault, fault
from pamtps_service.policy.model import Text

CallStatus = Literal["INVALID_ARGUMENT", "FAILED_PRECONDITION", "NOT_FOUND", "RESOURCE_EXHAUSTED"]
Item = TypeVar("Item")
Result = TypeVar("Result")
Request = TypeVar("Request", bound=Message)
NO_MEMORY: Final = "alloc failed"
"""What protobuf says where it has no memory for a message; the bytes may well be right."""


class CallError(Exception):
    """A request that cannot be done, by the caller's doing or the policies'.

    Args:
        status: gRPC status code.
        reason: stable code.
        message: in both languages.
        faults: every fault, with its field path; may be empty.
    """

    def __init__(
        self, status: CallStatus, reason: str, message: Text, faults: tuple[Fault, ...] = ()
    ) -> None:
        super().__init__(message.en)
        self.status = status
        self.reason = reason
        self.message = message
        self.faults = faults


class Steps:
    """The work of a call: tells which step begins, ends the call where its caller no longer waits,
    and shares out what can be done side by side (see parallel.Work).

    Args:
        check: called with the name of each step; raises to end the call.
        processes: how many may work on the call.
    """

    def __init__(self, check: Callable[[str], None], processes: int = 1) -> None:
        self._check = check
        self._processes = processes if CAN_FORK else 1
        self._step = ""

    def __call__(self, step: str) -> None:
        self._step = step
        self._check(step)

    def map(self, do: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        def check() -> None:
            self._check(self._step)

        return map_forked(do, items, self._processes, check)


def parse(kind: type[Request], content: bytes) -> Request:
    """The request; CallError where the bytes are none, MemoryError where there is none for it."""
    try:
        return kind.FromString(content)
    except DecodeError as error:
        if NO_MEMORY in str(error):
            raise MemoryError from error
        name = kind.DESCRIPTOR.full_name
        found = fault("malformed-message", "", expected=name)
        raise CallError("INVALID_ARGUMENT", found.code, found.message, (found,)) from error


def invalid(faults: list[Fault]) -> CallError:
    """The error of a request with these faults."""
    return CallError(
        "INVALID_ARGUMENT",
        "request-invalid",
        render("request-invalid", count=len(faults)),
        tuple(faults),
    )
