"""Reading CSV files of stocks and seats: what is accepted, and every fault with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pamtps_client import read_seats, read_stocks
from pamtps_client.table_faults import TableFault

Table = Callable[..., str]

STOCKS = "area_code,item,count"
SEATS = "transport,days_before,area_code,count"


def told(faults: list[TableFault]) -> list[tuple[int, int, str, str]]:
    """Line, column, code and suggestion of each fault."""
    return [(f.place.line, f.place.column, f.code, f.maybe) for f in faults]


class TestStocks:
    def test_every_row_is_a_stock_with_its_line(self, table: Table) -> None:
        read = read_stocks(table(STOCKS, "53.10,radio,7", "", "ID,boat,0", "53.10.01,radio,1"))
        assert read.faults == []
        assert [(row.area_code, row.item, row.count) for row in read.rows] == [
            ("53.10", "radio", 7),
            ("ID", "boat", 0),
            ("53.10.01", "radio", 1),
        ]
        assert list(read.lines) == [2, 4, 5]

    def test_columns_may_stand_in_any_order_but_none_may_be_unknown(self, table: Table) -> None:
        assert read_stocks(table("item,count,area_code", "radio,7,53")).faults == []
        faults = read_stocks(table("item,count,area_code,note", "radio,7,53,x")).faults
        assert told(faults) == [(1, 4, "unknown-column", "")]
        faults = read_stocks(table("item,area_code", "radio,53")).faults
        assert told(faults) == [(1, 0, "missing-column", "")]

    @pytest.mark.parametrize(
        ("row", "fault"),
        [
            ("53.1,radio,7", (2, 1, "code-digits-lost", "53.10")),
            ("id,radio,7", (2, 1, "code-shape", "ID")),
            (",radio,7", (2, 1, "missing-value", "")),
            ("53,,7", (2, 2, "missing-value", "")),
            ("53,radio,", (2, 3, "missing-value", "")),
            ("53,radio,-1", (2, 3, "out-of-range", "")),
            ("53,radio,seven", (2, 3, "not-an-integer", "")),
            ("53,radio,3000000000", (2, 3, "out-of-range", "")),
        ],
    )
    def test_a_wrong_cell_is_named_and_its_row_left_out(
        self, table: Table, row: str, fault: tuple[int, int, str, str]
    ) -> None:
        read = read_stocks(table(STOCKS, row, "53,boat,1"))
        assert told(read.faults) == [fault]
        assert [one.item for one in read.as_read] == ["boat"]
        assert list(read.lines) == [3]


class TestSeats:
    @pytest.mark.parametrize(
        ("cell", "days"), [("3", 3), ("H-3", 3), ("0", 0), ("H", 0), ("H-0", 0), ("365", 365)]
    )
    def test_a_day_is_written_as_a_number_or_as_in_a_policy(
        self, table: Table, cell: str, days: int
    ) -> None:
        read = read_seats(table(SEATS, f"sea,{cell},53.11,40"))
        assert read.faults == []
        (row,) = read.rows
        assert (row.transport, row.days_before, row.area_code, row.count) == (3, days, "53.11", 40)

    @pytest.mark.parametrize(
        ("row", "fault"),
        [
            ("laut,3,53,7", (2, 1, "unknown-word", "sea")),
            (",3,53,7", (2, 1, "missing-value", "")),
            ("air,H- 3,53,7", (2, 2, "days-shape", "H-3")),
            ("air,h-3,53,7", (2, 2, "days-shape", "H-3")),
            ("air,H3,53,7", (2, 2, "days-shape", "")),
            ("air,366,53,7", (2, 2, "days-shape", "")),
            ("air,-1,53,7", (2, 2, "days-shape", "")),
            ("air,H+3,53,7", (2, 2, "days-shape", "")),
            ("air,,53,7", (2, 2, "missing-value", "")),
            ("air,3,5311,7", (2, 3, "code-shape", "53.11")),
            ("air,3,53,many", (2, 4, "not-an-integer", "")),
        ],
    )
    def test_a_wrong_cell_is_named_and_its_row_left_out(
        self, table: Table, row: str, fault: tuple[int, int, str, str]
    ) -> None:
        read = read_seats(table(SEATS, row, "foot,1,ID,1"))
        assert told(read.faults) == [fault]
        assert [one.transport for one in read.as_read] == [2]

    def test_all_faults_of_a_row_are_told(self, table: Table) -> None:
        faults = read_seats(table(SEATS, "boat,never,here,many")).faults
        assert [fault.place.column for fault in faults] == [1, 2, 3, 4]

    def test_a_file_that_is_not_there_is_a_fault(self) -> None:
        (fault,) = read_seats("no-such-file.csv").faults
        assert fault.code == "file-not-read"
