"""Reading CSV files of stocks and of seats, with every fault and the line of every row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from pamtps.v1 import plan_pb2

from pamtps_client.cells import (
    AREA,
    BAD,
    WholeNumbers,
    area_code_fault,
    is_area_code,
    number_fault,
    word_fault,
)
from pamtps_client.csv_file import Columns, CsvFile, Progress
from pamtps_client.language import Text
from pamtps_client.resource_options import TRANSPORTS
from pamtps_client.strength_table import NATION
from pamtps_client.table_faults import Place, TableFault, sound, table_fault

ACCESS: Final = {word: value for value, word in enumerate(TRANSPORTS, 1)}
"""Values of Access."""
STOCK_COLUMNS: Final = Columns(
    required=("area_code", "item", "count"),
    known=("area_code", "item", "count"),
    others_allowed=False,
)
SEATS_COLUMNS: Final = Columns(
    required=("transport", "days_before", "area_code", "count"),
    known=("transport", "days_before", "area_code", "count"),
    others_allowed=False,
)
MOST_DAYS: Final = 365
_STOCK_SHAPE: Final = f"{NATION}, 53, 53.11, 53.11.01"
_SEATS_SHAPE: Final = f"{NATION}, 53, 53.11"
_DAY: Final = re.compile(r"(?:H-)?([0-9]{1,4})|(H)", re.ASCII)

Row = TypeVar("Row", plan_pb2.Stock, plan_pb2.Seats)


@dataclass(frozen=True, slots=True)
class ResourceTable(Generic[Row]):
    """What was read."""

    file: CsvFile
    as_read: list[Row]
    """The rows as far as they could be read: those with a fault are not among them."""
    lines: Sequence[int]
    """The line of each row as read."""
    faults: list[TableFault]

    @property
    def rows(self) -> list[Row]:
        """The rows of a file without a fault. Raises TableRefused with all of them where it has
        any: what no row names would be planned as unlimited."""
        return sound(self.as_read, self.faults)

    def __repr__(self) -> str:
        rows, faults = len(self.as_read), len(self.faults)
        return f"ResourceTable({self.file.path!r}, {rows} rows, {faults} faults)"

    def place(self, row: int, name: str) -> Place:
        """The place of a column in a row; of the row's first column where the name is empty."""
        return self.file.place(self.lines[row], name or next(iter(self.file.header)))


def read_stocks(path: str, progress: Progress = lambda _: None) -> ResourceTable[plan_pb2.Stock]:
    """Read a file of stocks: the columns of STOCK_COLUMNS in any order.

    What is wrong with the file is in `faults`, sorted by place; while there are any, `rows` raises
    TableRefused.
    """
    return _read(path, STOCK_COLUMNS, progress, _stock)


def read_seats(path: str, progress: Progress = lambda _: None) -> ResourceTable[plan_pb2.Seats]:
    """Read a file of seats: the columns of SEATS_COLUMNS in any order.

    `days_before` is `3` or `H-3`, and `0` or `H` on voting day. What is wrong with the file is in
    `faults`, sorted by place; while there are any, `rows` raises TableRefused.
    """
    return _read(path, SEATS_COLUMNS, progress, _seats)


class _Cells:
    """The cells of a row, by name; what is wrong with them is collected."""

    def __init__(self, file: CsvFile, line: int, cells: Sequence[str]) -> None:
        self._file = file
        self._line = line
        self._cells = cells
        self._numbers = WholeNumbers()
        self.faults: list[TableFault] = []

    def text(self, name: str) -> str | None:
        """The cell; None where the file has no such column, which is a fault of the file."""
        ordinal = self._file.header.get(name)
        return None if ordinal is None else self._cells[ordinal]

    def _place(self, name: str) -> Place:
        return self._file.place(self._line, name)

    def area(self, shape: str) -> str | None:
        cell = self.text("area_code")
        if cell is not None and cell != NATION and not is_area_code(cell):
            maybe = NATION if cell.strip().upper() == NATION else ""
            self.faults.append(area_code_fault(cell, self._place("area_code"), AREA, shape, maybe))
            return None
        return cell

    def count(self) -> int | None:
        cell = self.text("count")
        number = None if cell is None else self._numbers[cell]
        if cell == "":
            allowed = Text(id="jumlah", en="a number")
            self.faults.append(table_fault("missing-value", self._place("count"), allowed=allowed))
        elif cell is not None and number == BAD:
            self.faults.append(number_fault(cell, self._place("count")))
            return None
        return number

    def item(self) -> str | None:
        cell = self.text("item")
        if cell == "":
            allowed = Text(id="nama perlengkapan", en="the name of an item")
            self.faults.append(table_fault("missing-value", self._place("item"), allowed=allowed))
            return None
        return cell

    def transport(self) -> int | None:
        cell = self.text("transport")
        if cell is not None and cell not in ACCESS:
            self.faults.append(word_fault(cell, TRANSPORTS, self._place("transport")))
        return ACCESS.get(cell or "")

    def days(self) -> int | None:
        cell = self.text("days_before")
        if cell is None:
            return None
        found = _DAY.fullmatch(cell)
        days = -1 if found is None else int(found[1] or 0)
        if 0 <= days <= MOST_DAYS:
            return days
        place = self._place("days_before")
        plain = re.sub(r"\s", "", cell).upper()
        meant = _DAY.fullmatch(plain)
        maybe = plain if meant and int(meant[1] or 0) <= MOST_DAYS else ""
        if cell:
            self.faults.append(table_fault("days-shape", place, found=cell, maybe=maybe))
        else:
            allowed = Text(id="hari, seperti H-3", en="a day, such as H-3")
            self.faults.append(table_fault("missing-value", place, allowed=allowed))
        return None


def _read(
    path: str, columns: Columns, progress: Progress, read: Callable[[_Cells], Row | None]
) -> ResourceTable[Row]:
    faults: list[TableFault] = []
    file = CsvFile(path, columns, faults, progress)
    found: list[Row] = []
    lines: list[int] = []
    for rows in file.chunks():
        for line, cells in zip(rows.lines, rows.cells, strict=True):
            of_row = _Cells(file, line, cells)
            row = read(of_row)
            faults.extend(of_row.faults)
            if row is not None and not of_row.faults:
                found.append(row)
                lines.append(line)
    faults.sort(key=lambda fault: fault.place)
    return ResourceTable(file, found, lines, faults)


def _stock(cells: _Cells) -> plan_pb2.Stock | None:
    area, item, count = cells.area(_STOCK_SHAPE), cells.item(), cells.count()
    if area is None or item is None or count is None:
        return None
    return plan_pb2.Stock(area_code=area, item=item, count=count)


def _seats(cells: _Cells) -> plan_pb2.Seats | None:
    transport, days = cells.transport(), cells.days()
    area, count = cells.area(_SEATS_SHAPE), cells.count()
    if transport is None or days is None or area is None or count is None:
        return None
    return plan_pb2.Seats(
        transport=transport,  # type: ignore[arg-type]
        days_before=days,
        area_code=area,
        count=count,
    )
