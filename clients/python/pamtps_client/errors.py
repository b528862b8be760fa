"""What can go wrong with a call: one exception for each thing that a caller can do something about.

Importing this module does not import grpc.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from pamtps_client.language import Language, Text, printable, quoted


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One fault of a request, as the server found it."""

    field: str
    """Field path in the request: `batch.rows[17].risk_tier`."""
    code: str
    """Stable code: `unknown-area`."""
    message: Text
    """What was found and what is allowed."""
    maybe: str = ""
    """What was probably meant; empty where nothing is close."""

    def text(self, language: Language = "en") -> str:
        """The fault in one line, and the suggestion, if there is one, in a second."""
        return fault_line(self.field, "", self.message, self.code, self.maybe, language)


def fault_line(
    place: str, name: str, message: Text, code: str, maybe: str, language: Language
) -> str:
    """A fault as every part of the client prints it."""
    column = f" [{quoted(name)}]" if name else ""
    line = printable(f"{place}:{column} {_within_reason(message[language])} ({code})")
    if not maybe:
        return line
    return f"{line}\n  {Text(id='Mungkin', en='Maybe')[language]}: {printable(maybe)}"


SHOWN: Final = 10
"""Faults that the text of an error names."""


class Fault(Protocol):
    """What has a text in each language."""

    def text(self, language: Language = "en") -> str:
        """The fault, in one or two lines."""


def first_lines(faults: Sequence[Fault], count: int) -> str:
    """The first faults, each in its lines, and how many more there are; `count` is their number."""
    lines = [fault.text() for fault in faults[:SHOWN]]
    if count > len(lines):
        lines.append(f"and {count - len(lines):,} more")
    return "\n".join(lines)


_LONGEST_MESSAGE = 1_000
"""Letters. The server's words may repeat a whole cell."""


def _within_reason(message: str) -> str:
    if len(message) <= _LONGEST_MESSAGE:
        return message
    half = _LONGEST_MESSAGE // 2
    return f"{message[:half]} … {message[-half:]}"


class CallFailed(Exception):  # noqa: N818 - the names below are what happened, as a reader says it
    """A call was answered with an error. Raised as one of the classes below where one fits."""

    def __init__(
        self,
        status: str,
        message: Text,
        reason: str = "",
        faults: tuple[FieldFault, ...] = (),
        count: int = 0,
    ) -> None:
        self.status = status
        """Name of the gRPC status: `INTERNAL`."""
        self.message = message
        """The server's own words, in both languages where it sent both."""
        self.reason = reason
        """The server's stable code for what happened; empty where it sent none."""
        told = [f"{status}: {message.en}", *([first_lines(faults, count)] if faults else [])]
        super().__init__("\n".join(told))


class RequestRejected(CallFailed):
    """INVALID_ARGUMENT: the request has faults, and nothing was done. Its text names the first."""

    def __init__(
        self, message: Text, reason: str, faults: tuple[FieldFault, ...], count: int
    ) -> None:
        super().__init__("INVALID_ARGUMENT", message, reason, faults, count)
        self.faults = faults
        """As many as the server could send with the error; `Client.check` returns all of them."""
        self.count = count
        """How many there are in all."""


class ServerNotReached(CallFailed):
    """UNAVAILABLE: no server answered at the address, also after several attempts."""


class NoAnswerInTime(CallFailed):
    """DEADLINE_EXCEEDED: the call took longer than the client's timeout."""


class RequestTooLarge(CallFailed):
    """RESOURCE_EXHAUSTED: the request or the reply is larger than a limit. Where there is a reason
    it is the server's, and the message names its setting; else it may be `max_message_bytes`.
    """


class ServerBusy(CallFailed):
    """RESOURCE_EXHAUSTED with a hint when to try again: the server has too much to do, or holds as
    many requests and plans as it may (`memory-full`).
    """

    def __init__(self, message: Text, reason: str, retry_after: float) -> None:
        super().__init__("RESOURCE_EXHAUSTED", message, reason)
        self.retry_after = retry_after
        """Seconds to wait."""


class NotFound(CallFailed):
    """NOT_FOUND: there is nothing of that name."""


class WrongState(CallFailed):
    """FAILED_PRECONDITION: the server cannot do it as things stand; for example another version
    of the plan's policy is in force, or rules of a policy contradict each other."""

    def __init__(
        self, message: Text, reason: str, faults: tuple[FieldFault, ...] = (), count: int = 0
    ) -> None:
        count = max(count, len(faults))
        super().__init__("FAILED_PRECONDITION", message, reason, faults, count)
        self.faults = faults
        """What is in the way, with its place; as many as the server could send."""
        self.count = count
        """How many there are in all."""
