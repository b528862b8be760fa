"""What a command prints: on any encoding, to a reader that may go away, at a width that is asked.

Standard output is written in one piece, so that it ends the same way whatever its form: whole, or
with OutputFailed. JSON and texts of files are exact, that is in UTF-8; anything else is written in
the encoding of the stream, letters that it lacks replaced by plain ones.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from typing import Final, cast

from pamtps_client.language import Text
from pamtps_client.system_errors import why

READER_GONE: Final = 141
"""Exit code where the reader of the output went away (`| head`): what a shell reports of a command
that the signal SIGPIPE ended, 128 and 13."""

_PLAIN: Final = str.maketrans(
    {
        "─": "-",
        "–": "-",
        "—": "-",
        "…": "...",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "≤": "<=",
        "≥": ">=",
        "×": "x",
        "·": "*",
        "→": "->",
    }
)
_ERRORS: Final = "pamtps-plain"


class OutputFailed(Exception):  # noqa: N818 - says what happened
    """Standard output could not be written."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        """The system's, in both languages."""
        super().__init__(reason.en)


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Plain letters for those that the encoding lacks; escapes for the rest."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    plain = text.translate(_PLAIN)
    return plain.encode("ascii", "backslashreplace").decode("ascii"), error.end


def prepare_streams() -> None:
    """Let no letter be unprintable on standard output and standard error."""
    codecs.register_error(_ERRORS, _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)


def say(text: str) -> None:
    """Print a text for people. Raises OutputFailed, or BrokenPipeError where its reader is gone."""
    _write(text, exact=False)


def say_exactly(text: str) -> None:
    """Print JSON or the text of a file, in UTF-8 and with its own line ends. Raises as `say`."""
    _write(text, exact=True)


def _write(text: str, *, exact: bool) -> None:
    stream = sys.stdout
    try:
        if not isinstance(stream, io.TextIOWrapper):
            stream.write(text)
        elif exact:
            _write_whole(stream, text.encode("utf-8", "surrogateescape"))
        else:
            lines = text.replace("\n", os.linesep)
            _write_whole(stream, lines.encode(stream.encoding, stream.errors or "strict"))
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputFailed(why(error)) from error


def _write_whole(stream: io.TextIOWrapper, content: bytes) -> None:
    """Without a buffer (PYTHONUNBUFFERED) a write may take a part alone, as a pipe or a full medium
    does, and says so by a number; the next write has the rest, or the error."""
    stream.flush()
    write = cast(Callable[[memoryview], int | None], stream.buffer.write)
    rest = memoryview(content)
    while rest:
        written = write(rest)
        if not written:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        rest = rest[written:]


def complain(text: str) -> None:
    """Print a line on standard error; nothing more can be done where that fails."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        _discard(sys.stderr)


def end_output() -> None:
    """Drop what standard output still holds, so that Python does not try again when it ends."""
    _discard(sys.stdout)


def _discard(stream: object) -> None:
    if isinstance(stream, io.TextIOWrapper):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def width(environment: Mapping[str, str]) -> int | None:
    """How many columns the output has: COLUMNS where it is set, else the terminal's, None where
    standard output is none."""
    asked = environment.get("COLUMNS", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked) > 0:
        return int(asked)
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
