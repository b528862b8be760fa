"""Reading a CSV file of strengths, with every fault and the line of every row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pamtps.v1 import plan_pb2

from pamtps_client.cells import (
    AREA,
    AREA_SHAPE,
    BAD,
    WholeNumbers,
    area_code_fault,
    is_area_code,
    number_fault,
    word_fault,
)
from pamtps_client.csv_file import Columns, CsvFile, Progress
from pamtps_client.language import Text
from pamtps_client.table_faults import Place, TableFault, sound, table_fault

COLUMNS: Final = Columns(
    required=("area_code", "force", "personnel", "role"),
    known=("area_code", "area_name", "force", "personnel", "role", "command", "covers"),
    others_allowed=False,
)
FORCES: Final = {"polri": 1, "tni": 2, "linmas": 3}
"""Values of Force."""
ROLES: Final = {"own": 1, "reserve": 2}
"""Values of StrengthRole."""
NATION: Final = "ID"

_AREA_SHAPE: Final = f"{NATION}, {AREA_SHAPE}"


@dataclass(frozen=True, slots=True)
class StrengthTable:
    """What was read."""

    file: CsvFile
    as_read: list[plan_pb2.Strength]
    """The strengths as far as they could be read: rows with a fault are not among them."""
    lines: Sequence[int]
    """The line of each strength as read."""
    faults: list[TableFault]

    @property
    def strengths(self) -> list[plan_pb2.Strength]:
        """The strengths of a file without a fault. Raises TableRefused with all of them where it
        has any: a force without strengths would be planned as unlimited."""
        return sound(self.as_read, self.faults)

    def __repr__(self) -> str:
        rows, faults = len(self.as_read), len(self.faults)
        return f"StrengthTable({self.file.path!r}, {rows} rows, {faults} faults)"

    def place(self, row: int | None, name: str) -> Place:
        """The place of a column in a row; of the column's name where row is None."""
        return self.file.place(self.file.header_line if row is None else self.lines[row], name)


def read_strengths(path: str, progress: Progress = lambda _: None) -> StrengthTable:
    """Read a file of strengths: the columns of COLUMNS in any order.

    `covers` holds codes separated by spaces or semicolons. What is wrong with the file is in
    `faults`, sorted by place; while there are any, `strengths` raises TableRefused.
    """
    faults: list[TableFault] = []
    file = CsvFile(path, COLUMNS, faults, progress)
    numbers = WholeNumbers()
    strengths: list[plan_pb2.Strength] = []
    lines: list[int] = []
    for rows in file.chunks():
        for line, cells in zip(rows.lines, rows.cells, strict=True):
            strength = _strength(_Row(file, line, cells), numbers)
            if strength is not None:
                strengths.append(strength)
                lines.append(line)
    faults.sort(key=lambda fault: fault.place)
    return StrengthTable(file, strengths, lines, faults)


@dataclass(frozen=True, slots=True)
class _Row:
    file: CsvFile
    line: int
    cells: Sequence[str]

    def cell(self, name: str) -> str | None:
        """The cell of a column, None where the file has no such column."""
        ordinal = self.file.header.get(name)
        return None if ordinal is None else self.cells[ordinal]

    def place(self, name: str) -> Place:
        return self.file.place(self.line, name)


def _strength(row: _Row, numbers: WholeNumbers) -> plan_pb2.Strength | None:
    """The strength of a row; None, with its faults reported, where it has any."""
    faults: list[TableFault] = []
    area = row.cell("area_code")
    if area is not None and area != NATION and not is_area_code(area):
        maybe = NATION if area.strip().upper() == NATION else ""
        faults.append(area_code_fault(area, row.place("area_code"), AREA, _AREA_SHAPE, maybe))
    covers = _covers(row, faults)
    personnel = row.cell("personnel")
    persons = None if personnel is None else numbers[personnel]
    if personnel == "":
        allowed = Text(id="jumlah orang", en="a number of persons")
        faults.append(table_fault("missing-value", row.place("personnel"), allowed=allowed))
    elif personnel is not None and persons == BAD:
        faults.append(number_fault(personnel, row.place("personnel")))
    force, role = row.cell("force"), row.cell("role")
    if force is not None and force not in FORCES:
        faults.append(word_fault(force, tuple(FORCES), row.place("force")))
    if role is not None and role not in ROLES:
        faults.append(word_fault(role, tuple(ROLES), row.place("role")))
    row.file.faults.extend(faults)
    if faults or area is None or force is None or persons is None or role is None:
        return None
    return plan_pb2.Strength(
        command=row.cell("command") or "",
        area_code=area,
        area_name=row.cell("area_name") or "",
        covers=covers,
        force=FORCES[force],  # type: ignore[arg-type]
        personnel=persons,
        role=ROLES[role],  # type: ignore[arg-type]
    )


def _covers(row: _Row, faults: list[TableFault]) -> list[str]:
    """The codes in the cell of covers; what is wrong with them is added to the faults."""
    cell = row.cell("covers") or ""
    codes = [code for code in re.split(r"[ ;]+", cell) if code]
    if all(map(is_area_code, codes)):
        return codes
    parts = [part for part in re.split(r"[^0-9.]+", cell) if part]
    if len(parts) > 1 and all(map(is_area_code, parts)):
        place = row.place("covers")
        faults.append(table_fault("list-separator", place, found=cell, maybe=" ".join(parts)))
        return []
    wrong = [code for code in codes if not is_area_code(code)]
    faults.extend(area_code_fault(code, row.place("covers")) for code in wrong)
    return []
