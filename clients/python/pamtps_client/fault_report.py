"""Faults of rule files as `pamtps policy check` prints them: the place, the message, and the line
of the file with the place marked. With colours on a terminal alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pamtps_client.excerpt import excerpt
from pamtps_client.language import Language, Text, printable
from pamtps_client.output import width

if TYPE_CHECKING:
    from pamtps_service.policy.faults import Fault

_WIDEST: Final = 120
"""Columns of the line shown, where the output has no width of its own."""

_ERROR: Final = Text(id="kesalahan", en="error")
_WARNING: Final = Text(id="peringatan", en="warning")
_RULE: Final = Text(id="aturan", en="rule")
_CASE: Final = Text(id="kasus", en="case")
_MAYBE: Final = Text(id="Mungkin", en="Maybe")
_INDENT: Final = " " * 8

_RED, _YELLOW, _BOLD, _DIM, _PLAIN = "\x1b[1;31m", "\x1b[1;33m", "\x1b[1m", "\x1b[2m", "\x1b[0m"


class FaultReport:
    """Shows faults on standard error; each file is read once."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._columns = width(os.environ) or _WIDEST
        self._coloured = coloured(os.environ, sys.stderr.isatty())
        self._files: dict[str, tuple[list[str], Mapping[tuple[int, int], int]]] = {}

    def all_shown(self, faults: Iterable[Fault], folder: str) -> list[str]:
        """The lines of all of them."""
        return [line for fault in faults for line in self.shown(fault, folder).splitlines()]

    def shown(self, fault: Fault, folder: str, *, warning: bool = False) -> str:
        """The lines of one fault of a file in the folder."""
        language = self._language
        sign = _YELLOW if warning else _RED
        kind = self._styled((_WARNING if warning else _ERROR)[language], sign)
        message = fault.message.id if language == "id" else fault.message.en
        named = (_CASE if _of_tests(fault) else _RULE)[language]
        rule = f" [{named} {printable(fault.rule)}]" if fault.rule else ""
        place, lines = self._place(fault, folder, sign)
        words = f"{self._styled(place, _BOLD)}: {kind}{rule} {printable(message)} ({fault.code})"
        hints = {_MAYBE: fault.maybe}
        told = [f"{hint[language]}: {printable(text)}" for hint, text in hints.items() if text]
        return "\n".join([words, *lines, *(f"{_INDENT}{hint}" for hint in told)])

    def _place(self, fault: Fault, folder: str, sign: str) -> tuple[str, list[str]]:
        """Where the fault is, and the line of the file with its marks."""
        if isinstance(fault.place, str):  # the folder as a whole is at fault, and has no lines
            return printable(folder or fault.place), []
        at = fault.place
        path = os.path.join(folder, at.file)
        lines, ends = self._read(path)
        where = printable(f"{path}:{at.line}:{at.column}")
        if at.line > len(lines) or not lines[at.line - 1].strip():
            return where, []
        end = ends.get((at.line, at.column), at.column)
        text, marks = excerpt(lines[at.line - 1], at.line, at.column, end, self._columns)
        gutter, bar, under = marks.partition("| ")
        return where, [text, f"{gutter}{bar}{self._marked(under, sign)}"]

    def _marked(self, under: str, sign: str) -> str:
        bare = under.lstrip()
        return " " * (len(under) - len(bare)) + self._styled(bare, sign)

    def _read(self, path: str) -> tuple[list[str], Mapping[tuple[int, int], int]]:
        from pamtps_service.policy.extents import extents, lines_of
        from pamtps_service.policy.source import MAX_BYTES

        if path not in self._files:
            content = b""
            with suppress(OSError):  # which is the fault that is shown, as is what is no file
                if Path(path).is_file():
                    with Path(path).open("rb") as stream:
                        content = stream.read(MAX_BYTES)
            text = content.decode("utf-8", errors="replace")
            self._files[path] = lines_of(text), extents(text)
        return self._files[path]

    def _styled(self, text: str, style: str) -> str:
        return f"{style}{text}{_PLAIN}" if self._coloured else text


def _of_tests(fault: Fault) -> bool:
    """Whether it is a fault of a policy's tests."""
    return not isinstance(fault.place, str) and fault.place.file.endswith(".test.yaml")


def coloured(environment: Mapping[str, str], terminal: bool) -> bool:
    """Whether colours are used: on a terminal that has them, unless NO_COLOR is set."""
    return terminal and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
