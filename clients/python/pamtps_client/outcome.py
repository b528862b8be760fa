"""How a command ends: its exit code, and its words for a call that failed."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from pamtps_client.call_errors import CONNECTION_LOST
from pamtps_client.errors import (
    CallFailed,
    NoAnswerInTime,
    NotFound,
    RequestRejected,
    RequestTooLarge,
    ServerBusy,
    ServerNotReached,
    WrongState,
)
from pamtps_client.language import Language, Text, filled, printable


class Exit(IntEnum):
    """Exit codes of every command."""

    COMPLETE = 0
    INTERNAL = 1
    BAD_INPUT = 2
    SHORT = 3
    INVALID = 4
    NOT_REACHED = 5
    PARTIAL = 6


_FAILURES: Final[dict[type[CallFailed], tuple[Exit, Text]]] = {
    ServerNotReached: (
        Exit.NOT_REACHED,
        Text(
            id="server {server} tidak terjangkau: {message}\n  Jalankan `pamtps serve`, atau beri "
            "alamatnya dengan --server atau PAMTPS_SERVER",
            en="the server {server} was not reached: {message}\n  Start it with `pamtps serve`, or "
            "give its address with --server or PAMTPS_SERVER",
        ),
    ),
    NoAnswerInTime: (
        Exit.NOT_REACHED,
        Text(
            id="server {server} tidak menjawab dalam waktu yang diberikan; lihat --timeout",
            en="the server {server} did not answer in the time given; see --timeout",
        ),
    ),
    ServerBusy: (
        Exit.NOT_REACHED,
        Text(
            id="server {server} sedang sibuk; coba lagi nanti: {message}",
            en="the server {server} is busy; try again later: {message}",
        ),
    ),
    RequestTooLarge: (
        Exit.BAD_INPUT,
        Text(
            id="permintaan atau jawaban terlalu besar untuk server {server} (dua kali "
            "pengaturannya max_request_bytes) atau untuk PAMTPS_MAX_MESSAGE_BYTES: {message}",
            en="the request or the reply is too large for the server {server} (twice its setting "
            "max_request_bytes) or for PAMTPS_MAX_MESSAGE_BYTES: {message}",
        ),
    ),
    RequestRejected: (
        Exit.BAD_INPUT,
        Text(id="permintaan ditolak: {message}", en="the request was rejected: {message}"),
    ),
    NotFound: (Exit.BAD_INPUT, Text(id="tidak ditemukan: {message}", en="not found: {message}")),
    WrongState: (
        Exit.BAD_INPUT,
        Text(id="tidak dapat dilakukan: {message}", en="it cannot be done: {message}"),
    ),
    CallFailed: (
        Exit.INTERNAL,
        Text(
            id="server {server} gagal ({status}): {message}",
            en="the server {server} failed ({status}): {message}",
        ),
    ),
}

_TOO_LARGE_THERE: Final = Text(
    id="terlalu besar untuk server {server}: {message}",
    en="too large for the server {server}: {message}",
)
"""Where the server gives the reason, its words name the setting."""
_TOO_LONG_THERE: Final = Text(
    id="server {server} menghentikan panggilan ini: {message}",
    en="the server {server} ended the call: {message}",
)
"""Where its own setting was the reason, and not --timeout."""
_LOST: Final = Text(
    id="server {server} berhenti, atau jaringannya terputus, sebelum jawabannya selesai: {message}",
    en="the server {server} stopped, or the network broke, before its answer was ready: {message}",
)


def of_failure(error: CallFailed, server: str, language: Language) -> tuple[Exit, str]:
    """Exit code and words for a call that failed."""
    code, text = _FAILURES[type(error)]
    if isinstance(error, RequestTooLarge) and error.reason:
        text = _TOO_LARGE_THERE
    elif error.reason == "job-seconds-passed":
        text = _TOO_LONG_THERE
    elif error.message == CONNECTION_LOST:
        text = _LOST
    # The words below go on after the server's.
    message = Text(id=error.message.id.rstrip(". "), en=error.message.en.rstrip(". "))
    words = filled(text, server=server, message=message, status=error.status)[language]
    lines = [printable(line) for line in words.splitlines()]
    if isinstance(error, WrongState):
        lines += [
            f"  {fault.text(language)}" for fault in error.faults if fault.message != error.message
        ]
    return code, "\n".join(lines)
