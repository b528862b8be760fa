"""The layout of reports, in plain columns.

Text is laid out here because tables need headings over groups of columns and must split into
several where the terminal is narrow; rich gives it colour.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.text import Text as Styled

from pamtps_client.language import Language, Text, filled, printable

NARROWEST: Final = 40
"""Columns that the report needs, at least."""
READABLE: Final = 100
"""Columns of sentences where no width is asked for."""


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    cells: Sequence[str]
    """One for each row, the last of them the total."""
    alarming: bool = False
    """Whether any number but zero is a shortage."""

    @property
    def width(self) -> int:
        return max(map(len, (self.heading, *self.cells)))

    def cut(self, width: int) -> Column:
        """The column with what is longer than the width cut off and marked."""

        def short(text: str) -> str:
            return text if len(text) <= width else text[: width - 1] + "…"

        return Column(short(self.heading), [short(cell) for cell in self.cells], self.alarming)


@dataclass(frozen=True, slots=True)
class Group:
    heading: str
    columns: Sequence[Column]

    @property
    def width(self) -> int:
        inside = sum(column.width for column in self.columns) + len(self.columns) - 1
        return max(inside, len(self.heading))

    def split(self, width: int) -> list[Group]:
        """The group, or each of its columns as a group where it is wider than that."""
        if self.width <= width:
            return [self]
        return [Group(self.heading, [column]) for column in self.columns]


def short_name(name: str) -> str:
    """The official name without the word for a regency; `Kota` stays, for it tells two apart."""
    for prefix in ("KABUPATEN ", "Kabupaten ", "KAB. ", "Kab. "):
        name = name.removeprefix(prefix)
    return name.title() if name.isupper() else name


def packed(
    lead: Column, groups: Sequence[Group], width: int | None
) -> list[tuple[Column, list[Group]]]:
    """The groups in as few tables as the width allows, each of which repeats the lead.

    Where one group is too wide beside the lead, the names in the lead are cut.
    """
    if width is not None:
        widest = max(group.width for group in groups)
        lead = lead.cut(max(_SHORTEST_NAME, width - 2 - widest))
        beside = width - 2 - lead.width
        groups = [part for group in groups for part in group.split(beside)]
    parts: list[tuple[Column, list[Group]]] = []
    used = 0
    for group in groups:
        needed = 2 + group.width
        if not parts or (width is not None and used + needed > width):
            parts.append((lead, []))
            used = lead.width
        parts[-1][1].append(group)
        used += needed
    return parts


_SHORTEST_NAME: Final = 14


def table_lines(lead: Column, groups: Sequence[Group], *, total: bool = True) -> list[Styled]:
    """The lines of a table; where `total`, its last row is the sum of the others."""
    top = Styled(" " * lead.width)
    heading = Styled(lead.heading.ljust(lead.width), "bold")
    for group in groups:
        top.append("  ").append(group.heading.center(group.width), "bold")
        names = " ".join(column.heading.rjust(column.width) for column in group.columns)
        heading.append("  ").append(names.rjust(group.width), "dim")
    lines = [top] if any(group.heading for group in groups) else []
    lines.append(heading)
    full = lead.width + sum(2 + group.width for group in groups)
    last = len(lead.cells) - 1
    for index, name in enumerate(lead.cells):
        summed = total and index == last
        if summed and last > 0:
            lines.append(Styled("─" * full, "dim"))
        line = Styled(name.ljust(lead.width), "bold" if summed else "")
        for group in groups:
            line.append("  ").append(_cells(group, index))
        lines.append(line)
    return lines


def _cells(group: Group, row: int) -> Styled:
    line = Styled()
    for position, column in enumerate(group.columns):
        cell = column.cells[row]
        style = "dim" if cell == "0" else "bold red" if column.alarming else ""
        line.append(" " if position else "").append(cell.rjust(column.width), style)
    return Styled(" " * (group.width - len(line))).append(line)


def wrapped(text: str, width: int, indent: int) -> list[str]:
    """The text in lines that fit beside an indent, with no letter that acts on a terminal."""
    width = max(20, width - indent)
    return textwrap.wrap(printable(text), width, break_on_hyphens=False) or [""]


Cells = tuple[str, ...]
_HIDDEN: Final = Text(id="  … dan {count} lagi", en="  … and {count} more")


def more_row(hidden: int, columns: int, language: Language) -> list[tuple[str, Cells]]:
    """The row that stands for those that are not shown; nothing where all are."""
    if hidden <= 0:
        return []
    return [(filled(_HIDDEN, count=hidden)[language], ("",) * columns)]


def rows_table(
    heading: str,
    rows: Sequence[tuple[str, Cells]],
    headings: Sequence[Text],
    alarming: Sequence[int],
    language: Language,
    width: int | None,
) -> list[Styled]:
    """A table of rows, each with its name and cells.

    Args:
        heading: over the names.
        rows: from top to bottom.
        headings: over the cells.
        alarming: numbers of the columns that are marked where they are not 0.
        language: of the headings.
        width: most columns of the terminal; None where tables stay in one piece.
    """
    lead = Column(heading, [name for name, _ in rows])
    groups = [
        Group("", [Column(words[language], [cells[at] for _, cells in rows], at in alarming)])
        for at, words in enumerate(headings)
    ]
    return [
        line
        for part in packed(lead, groups, width)
        for line in (*table_lines(*part, total=False), Styled(""))
    ]
