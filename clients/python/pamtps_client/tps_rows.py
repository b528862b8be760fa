"""Reading a CSV file of TPS row by row, so that every fault is told with its line and column."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from pamtps.v1 import plan_pb2

from pamtps_client.cells import (
    BAD,
    WholeNumbers,
    is_tps_code,
    number_fault,
    tps_code_fault,
    word_fault,
)
from pamtps_client.csv_file import CsvFile, Rows
from pamtps_client.repeated_cells import (
    AREAS,
    FIRST_SPECIAL,
    NUMBER_AT,
    area_fault,
    different_number,
    special_fault,
)
from pamtps_client.table_faults import table_fault
from pamtps_client.tps_columns import ACCESSES, COLUMNS, TIERS


@dataclass(frozen=True, slots=True)
class _Values:
    """The columns of some rows as the batch holds them; None where the file lacks one."""

    codes: Sequence[str] | None
    tiers: Sequence[int | None] | None
    accesses: Sequence[int | None] | None
    voters: Sequence[int | None] | None
    minutes: Sequence[int | None] | None

    def add_to(self, batch: plan_pb2.Batch, chosen: Sequence[int]) -> None:
        """Add the chosen rows, which must be free of BAD."""
        if self.codes is None or self.tiers is None:
            return
        absent: Sequence[int | None] = [None] * len(self.codes)
        codes, tiers = self.codes, self.tiers
        accesses, voters = self.accesses or absent, self.voters or absent
        minutes = self.minutes or absent
        add = batch.rows.add
        for row in chosen:
            add(
                tps_code=codes[row],
                risk_tier=tiers[row],
                registered_voters=voters[row],
                travel_minutes=minutes[row],
                access=accesses[row],
            )

    def without_bad(self) -> _Values:
        """The same with nothing in the place of BAD, and the lowest tier where there is none."""

        def good(values: Sequence[int | None] | None) -> list[int | None] | None:
            return None if values is None else [None if v == BAD else v for v in values]

        lowest = TIERS["kurang_rawan"]
        count = len(self.codes or ())
        tiers = [tier or lowest for tier in good(self.tiers) or [None] * count]
        voters, minutes = good(self.voters), good(self.minutes)
        return _Values(self.codes, tiers, good(self.accesses), voters, minutes)


class TpsReader:
    def __init__(self, file: CsvFile) -> None:
        self.file = file
        self.batch = plan_pb2.Batch()
        self.lines = array("L")
        self.held_back = plan_pb2.Batch()
        self.held_back_lines = array("L")
        self.wrong_rows: list[tuple[int, str]] = []
        self._numbers = WholeNumbers()
        # Of every row whose code is one, also of those that are not sent for another fault.
        self._codes = array("q")
        self._code_lines = array("L")
        self._attributes: list[tuple[int, plan_pb2.AttributeColumn]] = []

    def take(self, rows: Rows) -> None:
        """Check some rows, column by column, and add those without a fault to the batch."""
        if not self._attributes:
            self._attributes = [
                (ordinal, self.batch.attributes.add(name=name))
                for name, ordinal in self.file.header.items()
                if name not in COLUMNS.known
            ]
        columns = list(zip(*rows.cells, strict=True))
        bad: set[int] = set()
        values = _Values(
            codes=self._checked_codes(columns, rows, bad),
            tiers=self._words("risk_tier", TIERS, columns, rows, bad),
            accesses=self._words("access", ACCESSES, columns, rows, bad),
            voters=self._whole_numbers("registered_voters", columns, rows, bad),
            minutes=self._whole_numbers("travel_minutes", columns, rows, bad),
        )
        count = len(rows.cells)
        sound = values.codes is not None and values.tiers is not None
        keep: Sequence[int] = range(count) if sound else ()
        if bad and sound:
            keep = [row for row in range(count) if row not in bad]
        values.add_to(self.batch, keep)
        self.lines.extend([rows.lines[row] for row in keep])
        for ordinal, attribute in self._attributes:
            cells = columns[ordinal]
            attribute.values.extend([cells[row] for row in keep])
        if len(keep) < count:
            self._hold_back(values, sorted(set(range(count)).difference(keep)), columns, rows)

    def _hold_back(
        self,
        values: _Values,
        held: Sequence[int],
        columns: Sequence[Sequence[str]],
        rows: Rows,
    ) -> None:
        """Keep the rows whose code is one apart, so that more can be asked of them."""
        codes = values.codes
        if codes is None:
            return
        self.wrong_rows += [(rows.lines[row], codes[row]) for row in held]
        held = [row for row in held if is_tps_code(codes[row])]
        if not self.held_back.attributes:
            for _, attribute in self._attributes:
                self.held_back.attributes.add(name=attribute.name)
        values.without_bad().add_to(self.held_back, held)
        self.held_back_lines.extend([rows.lines[row] for row in held])
        for (ordinal, _), attribute in zip(
            self._attributes, self.held_back.attributes, strict=True
        ):
            cells = columns[ordinal]
            attribute.values.extend([cells[row] for row in held])

    def find_duplicates(self) -> None:
        """Report each TPS that was there before, with both lines."""
        if len(set(self._codes)) == len(self._codes):
            return
        first: dict[int, int] = {}
        for code, line in zip(self._codes, self._code_lines, strict=True):
            before = first.setdefault(code, line)
            if before != line:
                text = f"{code:013d}"
                tps = ".".join((text[:2], text[2:4], text[4:6], text[6:10], text[10:]))
                place = self.file.place(line, "tps_code")
                fault = table_fault("duplicate-tps", place, tps=tps, first=str(before))
                self.file.faults.append(fault)

    def _column(self, name: str, columns: Sequence[Sequence[str]]) -> Sequence[str] | None:
        ordinal = self.file.header.get(name)
        return None if ordinal is None else columns[ordinal]

    def _checked_codes(
        self, columns: Sequence[Sequence[str]], rows: Rows, bad: set[int]
    ) -> Sequence[str] | None:
        """The codes of the TPS, checked for their shape and against columns that repeat them."""
        codes = self._column("tps_code", columns)
        if codes is None:
            return None
        wrong = [row for row, code in enumerate(codes) if not is_tps_code(code)]
        for row in wrong:
            place = self.file.place(rows.lines[row], "tps_code")
            self.file.faults.append(tps_code_fault(codes[row], place))
        bad.update(wrong)
        good = range(len(codes))
        if wrong:
            good_rows = [row for row in good if row not in bad]
            self._codes.extend([int(codes[row].replace(".", "")) for row in good_rows])
            self._code_lines.extend([rows.lines[row] for row in good_rows])
        else:
            self._codes.extend([int(code.replace(".", "")) for code in codes])
            self._code_lines.extend(rows.lines)
        self._check_areas(codes, columns, rows, bad)
        self._check_number(codes, columns, rows, bad)
        self._check_special(codes, columns, rows, bad)
        return codes

    def _check_areas(
        self,
        codes: Sequence[str],
        columns: Sequence[Sequence[str]],
        rows: Rows,
        bad: set[int],
    ) -> None:
        unreadable = set(bad)
        for name, (width, _, _) in AREAS.items():
            areas = self._column(name, columns)
            if areas is None:
                continue
            for row, (code, area) in enumerate(zip(codes, areas, strict=True)):
                if code[:width] == area or not area or row in unreadable:
                    continue
                bad.add(row)
                place = self.file.place(rows.lines[row], name)
                self.file.faults.append(area_fault(name, area, code, place))

    def _check_number(
        self,
        codes: Sequence[str],
        columns: Sequence[Sequence[str]],
        rows: Rows,
        bad: set[int],
    ) -> None:
        unreadable = {row for row in bad if not is_tps_code(codes[row])}
        cells = self._column("number", columns)
        numbers = self._whole_numbers("number", columns, rows, bad)
        if cells is None or numbers is None:
            return
        known = self._numbers
        for row, (code, number) in enumerate(zip(codes, numbers, strict=True)):
            if number in (None, BAD) or row in unreadable or number == known[code[NUMBER_AT:]]:
                continue
            bad.add(row)
            place = self.file.place(rows.lines[row], "number")
            self.file.faults.append(different_number(cells[row], code, place))

    def _check_special(
        self,
        codes: Sequence[str],
        columns: Sequence[Sequence[str]],
        rows: Rows,
        bad: set[int],
    ) -> None:
        cells = self._column("special_location", columns)
        if cells is None:
            return
        must_be = {True: "true", False: "false"}
        for row, (code, cell) in enumerate(zip(codes, cells, strict=True)):
            expected = must_be[code[NUMBER_AT:] >= FIRST_SPECIAL]
            if cell == expected or not cell or cell.lower() == expected:
                continue
            fault = special_fault(cell, code, self.file.place(rows.lines[row], "special_location"))
            if fault is not None:
                self.file.faults.append(fault)
            bad.add(row)

    def _words(
        self,
        name: str,
        allowed: dict[str, int | None] | dict[str, int],
        columns: Sequence[Sequence[str]],
        rows: Rows,
        bad: set[int],
    ) -> list[int | None] | None:
        cells = self._column(name, columns)
        if cells is None:
            return None
        values: list[int | None] = [allowed.get(cell, BAD) for cell in cells]
        if BAD in values:
            words = tuple(word for word in allowed if word)
            for row, value in enumerate(values):
                if value == BAD:
                    bad.add(row)
                    place = self.file.place(rows.lines[row], name)
                    self.file.faults.append(word_fault(cells[row], words, place))
        return values

    def _whole_numbers(
        self, name: str, columns: Sequence[Sequence[str]], rows: Rows, bad: set[int]
    ) -> list[int | None] | None:
        cells = self._column(name, columns)
        if cells is None:
            return None
        known = self._numbers
        values = [known[cell] for cell in cells]
        if BAD in values:
            for row, value in enumerate(values):
                if value == BAD:
                    bad.add(row)
                    place = self.file.place(rows.lines[row], name)
                    self.file.faults.append(number_fault(cells[row], place))
        return values
