"""How far each value of a rule file reaches, for what shows its place in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ruamel.yaml import YAML, events
from ruamel.yaml.error import YAMLError

from pamtps_service.policy.source import keep_comparisons

_FLOW_ENDS: Final = (events.SequenceEndEvent, events.MappingEndEvent)


def lines_of(text: str) -> list[str]:
    """The lines of a file, without their ends, as positions count them."""
    return re.split(r"\r\n|\r|\n", text)


def extents(text: str) -> Mapping[tuple[int, int], int]:
    """By line and column (from 1) where a key, a value or a list or mapping in brackets begins, the
    column after its end; the end of its line where it goes on below. Of a file that is no YAML, as
    far as it is some."""
    found: dict[tuple[int, int], int] = {}
    lines = lines_of(text)
    opened: list[tuple[int, int] | None] = []

    def note(start: tuple[int, int], last: Any) -> None:
        line, column = start
        end = last.column if last.line == line else len(lines[line].rstrip())
        if end > column:
            found[line + 1, column + 1] = end + 1

    try:
        for event in YAML(typ="safe", pure=True).parse(keep_comparisons(text)[0]):
            start = (event.start_mark.line, event.start_mark.column)
            if isinstance(event, events.ScalarEvent):
                note(start, event.end_mark)
            elif isinstance(event, events.CollectionStartEvent):
                opened.append(start if event.flow_style else None)
            elif isinstance(event, _FLOW_ENDS):
                begun = opened.pop()
                if begun is not None:
                    note(begun, event.end_mark)
    except (YAMLError, ValueError):  # told as a fault by what reads the file
        pass
    return found
