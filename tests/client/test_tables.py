"""Reading CSV files: what is accepted, and every fault with its line and column."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pamtps_client.resource_tables import read_seats, read_stocks
from pamtps_client.strength_table import read_strengths
from pamtps_client.table_faults import MESSAGES, TableFault
from pamtps_client.tps_table import read_tps

Table = Callable[..., str]

HEADER = (
    "tps_code,province_code,regency_code,district_code,village_code,number,risk_tier,"
    "special_location,registered_voters,access,travel_minutes"
)
ROW = "53.10.01.2001.007,53,53.10,53.10.01,53.10.01.2001,7,rawan,false,300,sea,45"


def told(faults: list[TableFault]) -> list[tuple[int, int, str, str]]:
    """Line, column, code and suggestion of each fault."""
    return [(f.place.line, f.place.column, f.code, f.maybe) for f in faults]


class TestTps:
    def test_a_file_as_make_batch_writes_it_has_no_fault(self, table: Table) -> None:
        read = read_tps(table(HEADER, ROW))
        assert read.faults == []
        (row,) = read.batch.rows
        assert row.tps_code == "53.10.01.2001.007"
        assert (row.risk_tier, row.access) == (2, 3)
        assert (row.registered_voters, row.travel_minutes) == (300, 45)
        assert list(read.lines) == [2]

    def test_columns_may_stand_in_any_order_and_most_may_be_absent(self, table: Table) -> None:
        read = read_tps(table("risk_tier,tps_code", "rawan,53.10.01.2001.007"))
        assert read.faults == []
        (row,) = read.batch.rows
        assert row.tps_code == "53.10.01.2001.007"
        assert not row.HasField("travel_minutes")
        assert not row.HasField("access")

    def test_empty_cells_of_optional_columns_are_absent_values(self, table: Table) -> None:
        read = read_tps(table(HEADER, "53.10.01.2001.007,,,,,,rawan,,,,"))
        assert read.faults == []
        (row,) = read.batch.rows
        assert not row.HasField("registered_voters")
        assert not row.HasField("access")

    def test_further_columns_are_attributes_sent_as_text(self, table: Table) -> None:
        read = read_tps(
            table(
                "tps_code,signal,risk_tier,household",
                "53.10.01.2001.001,none,rawan,007",
                "53.10.01.2001.002,,rawan,true",
            )
        )
        assert read.faults == []
        assert [(a.name, list(a.values)) for a in read.batch.attributes] == [
            ("signal", ["none", ""]),
            ("household", ["007", "true"]),
        ]

    def test_a_byte_order_mark_and_windows_line_ends_are_accepted(self, table: Table) -> None:
        raw = b"\xef\xbb\xbftps_code,risk_tier\r\n53.10.01.2001.007,rawan\r\n"
        read = read_tps(table(raw=raw))
        assert read.faults == []
        assert len(read.batch.rows) == 1

    def test_lines_are_right_after_a_quoted_line_break(self, table: Table) -> None:
        read = read_tps(
            table(
                "tps_code,note,risk_tier",
                '53.10.01.2001.001,"two\nlines",rawan',
                "",
                "53.10.01.2001.002,one,none",
            )
        )
        assert told(read.faults) == [(5, 3, "unknown-word", "")]
        assert list(read.lines) == [2]

    @pytest.mark.parametrize(
        ("column", "cell", "code", "maybe"),
        [
            ("tps_code", "", "missing-value", ""),
            ("tps_code", "53.10.1.2001.7", "code-shape", "53.10.01.2001.007"),
            ("tps_code", "5310012001007", "code-shape", "53.10.01.2001.007"),
            ("tps_code", " 53.10.01.2001.007", "code-shape", "53.10.01.2001.007"),
            ("tps_code", "5.310012E+12", "code-digits-lost", ""),
            ("tps_code", "٥٣.10.01.2001.007", "code-shape", ""),
            ("tps_code", "TPS 7", "code-shape", ""),
            ("regency_code", "53.1", "code-digits-lost", "53.10"),
            ("regency_code", "53,1", "code-digits-lost", "53.10"),
            ("regency_code", "53.11", "area-mismatch", "53.10"),
            ("province_code", "54", "area-mismatch", "53"),
            ("district_code", "53.10.1", "code-shape", "53.10.01"),
            ("village_code", "53.10.01.2002", "area-mismatch", "53.10.01.2001"),
            ("number", "8", "number-mismatch", "7"),
            ("number", "7.0", "not-an-integer", "7"),
            ("risk_tier", "", "missing-value", ""),
            ("risk_tier", "Sangat Rawan", "unknown-word", "sangat_rawan"),
            ("risk_tier", "ravan", "unknown-word", "rawan"),
            ("special_location", "true", "special-mismatch", ""),
            ("special_location", "FALS", "unknown-word", "false"),
            ("registered_voters", "-1", "out-of-range", ""),
            ("registered_voters", "2147483648", "out-of-range", ""),
            ("registered_voters", "1.000", "not-an-integer", ""),
            ("registered_voters", "three", "not-an-integer", ""),
            ("access", "laut", "unknown-word", "sea"),
            ("access", "see", "unknown-word", "sea"),
            ("travel_minutes", "45.0", "not-an-integer", "45"),
        ],
    )
    def test_a_wrong_cell_is_named_with_its_line_and_column(
        self, table: Table, column: str, cell: str, code: str, maybe: str
    ) -> None:
        names = HEADER.split(",")
        cells = ROW.split(",")
        cells[names.index(column)] = f'"{cell}"'
        good = ROW.replace("2001.007", "2001.008").replace(",7,", ",8,")
        read = read_tps(table(HEADER, good, ",".join(cells)))
        assert told(read.faults) == [(3, names.index(column) + 1, code, maybe)]
        assert list(read.lines) == [2], "the good row is kept, the wrong one is not sent"

    def test_the_largest_number_is_allowed(self, table: Table) -> None:
        read = read_tps(
            table("tps_code,risk_tier,registered_voters", "53.10.01.2001.007,rawan,2147483647")
        )
        assert read.faults == []
        assert read.batch.rows[0].registered_voters == 2147483647

    def test_all_faults_of_a_file_come_at_once_sorted_by_place(self, table: Table) -> None:
        read = read_tps(
            table(
                "tps_code,risk_tier,access,travel_minutes",
                "53.10.01.2001.001,tinggi,udara,x",
                "53.10.01.2001.002,rawan",
                ",,,",
                "53.10.01.2001.003,rawan,,9",
                "53.10.01.2001.003,rawan,,9",
                "53.10.01.2001.003,sangat rawan,,9",
            )
        )
        assert told(read.faults) == [
            (2, 2, "unknown-word", "sangat_rawan"),
            (2, 3, "unknown-word", "air"),
            (2, 4, "not-an-integer", ""),
            (3, 0, "ragged-row", ""),
            (6, 1, "duplicate-tps", ""),
            (7, 1, "duplicate-tps", ""),
            (7, 2, "unknown-word", "sangat_rawan"),
        ]
        assert "line 5" in read.faults[5].message.en
        assert "baris 5" in read.faults[5].message.id

    def test_what_a_spreadsheet_leaves_behind_is_accepted(self, table: Table) -> None:
        """TRUE and FALSE, rows of empty cells, and columns without a name at the end."""
        read = read_tps(
            table(
                "tps_code,risk_tier,special_location,,",
                "53.10.01.2001.001,rawan,FALSE,,",
                ",,,,",
                "53.10.01.2001.901,rawan,True,,",
            )
        )
        assert read.faults == []
        assert [row.tps_code[-3:] for row in read.as_read.rows] == ["001", "901"]

    def test_a_cell_in_a_column_without_a_name_is_a_fault(self, table: Table) -> None:
        read = read_tps(table("tps_code,risk_tier,", "53.10.01.2001.001,rawan,x"))
        assert told(read.faults) == [(2, 3, "unnamed-column", "")]

    def test_duplicates_are_found_far_apart(self, table: Table) -> None:
        codes = [f"53.10.01.{village:04d}.001" for village in range(1, 9000)]
        read = read_tps(table("tps_code,risk_tier", *(f"{c},rawan" for c in [*codes, codes[0]])))
        assert told(read.faults) == [(9001, 1, "duplicate-tps", "")]

    def test_lines_that_end_at_a_chunk_are_neither_lost_nor_doubled(self, table: Table) -> None:
        codes = [f"53.10.01.{village:04d}.001" for village in range(1, 8193)]
        read = read_tps(table("tps_code,risk_tier", *(f"{c},rawan" for c in codes)))
        assert read.faults == []
        assert [row.tps_code for row in read.batch.rows] == codes
        assert list(read.lines) == list(range(2, 8194))


class TestHeader:
    def test_a_missing_column_is_named_with_its_likely_misspelling_and_that_is_read(
        self, table: Table
    ) -> None:
        read = read_tps(table("TPS_Code,risk_teir", "53.10.01.2001.001,rawan", "x,rawan"))
        assert told(read.faults) == [
            (1, 0, "missing-column", "TPS_Code"),
            (1, 0, "missing-column", "risk_teir"),
            (3, 1, "code-shape", ""),
        ]

    def test_a_column_of_another_meaning_is_not_called_a_misspelling(self, table: Table) -> None:
        read = read_strengths(
            table("village_code,force,personnel,role", "53.10.01.2001,polri,1,own")
        )
        assert ("missing-column", "") in [(f.code, f.maybe) for f in read.faults]

    def test_duplicate_and_unnamed_columns_are_named(self, table: Table) -> None:
        read = read_tps(table("tps_code,risk_tier,,tps_code", "53.10.01.2001.001,rawan,,x"))
        assert told(read.faults) == [(1, 3, "unnamed-column", ""), (1, 4, "duplicate-column", "")]

    @pytest.mark.parametrize("separator", [";", "\t", "|"])
    def test_a_wrong_separator_is_named_and_the_rest_is_still_checked(
        self, table: Table, separator: str
    ) -> None:
        lines = ["tps_code,risk_tier", "53.10.01.2001.001,rawan", "53.10.01.2001.002,tinggi"]
        read = read_tps(table(*(line.replace(",", separator) for line in lines)))
        assert told(read.faults) == [
            (1, 0, "wrong-separator", ""),
            (3, 2, "unknown-word", "sangat_rawan"),
        ]

    def test_a_file_without_a_header_says_which_columns_must_be_there(self, table: Table) -> None:
        read = read_tps(table("53.10.01.2001.001,rawan", "53.10.01.2001.002,rawan"))
        assert [fault.code for fault in read.faults] == ["missing-column", "missing-column"]

    def test_where_columns_are_missing_those_that_are_there_are_named(self, table: Table) -> None:
        read = read_tps(table("kode_tps,tingkat", "53.10.01.2001.001,rawan"))
        for fault in read.faults:
            assert fault.message.en.endswith("; found: kode_tps, tingkat")
            assert fault.message.id.endswith("; yang ditemukan: kode_tps, tingkat")
        names = ["TPS_Code", *(f"a{number}" for number in range(20))]
        read = read_tps(table(",".join(names), ",".join("x" for _ in names)))
        found = "found: TPS_Code, a0, a1, a2, a3, a4, a5, a6, …"
        assert [fault.message.en.endswith(found) for fault in read.faults[:2]] == [True, True]

    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            (b"", "empty-file"),
            (b"\n", "empty-file"),
            (b"tps_code,risk_tier\n", "no-rows"),
            (b"tps_code,risk_tier\n\n\n", "no-rows"),
            (b"PK\x03\x04rest", "not-csv"),
            (b"\x1f\x8brest", "compressed"),
            (b"PAR1\0rest", "table-as-csv"),
            (b"ARROW1\0\0rest", "table-as-csv"),
            (b"\xff\xff\xff\xff\0rest", "table-as-csv"),
            (b"tps\0code", "not-csv"),
        ],
    )
    def test_a_file_that_holds_no_table_says_so(self, table: Table, raw: bytes, code: str) -> None:
        read = read_tps(table(raw=raw))
        assert [fault.code for fault in read.faults] == [code]

    def test_a_table_by_the_name_of_a_csv_file_is_told_its_name(self, table: Table) -> None:
        (fault,) = read_tps(table(raw=b"PAR1\0rest")).faults
        assert "a table in Parquet, not CSV; give it a name that ends in .parquet" in fault.text()
        (fault,) = read_tps(table(raw=b"ARROW1\0\0rest")).faults
        assert "tabel Arrow, bukan CSV; beri nama yang berakhiran .arrow" in fault.text("id")
        for read in (read_strengths, read_stocks, read_seats):
            (fault,) = read(table(raw=b"PAR1\0rest", name="strengths.parquet")).faults
            assert "a table in Parquet; only CSV is taken here (only-csv)" in fault.text()
            assert "di sini hanya CSV yang diterima" in fault.text("id")

    def test_a_file_that_is_not_there_says_so(self) -> None:
        read = read_tps("no/such/file.csv")
        assert [str(f.place) + " " + f.code for f in read.faults] == [
            "no/such/file.csv file-not-read"
        ]


class TestEncoding:
    def test_bytes_that_are_not_utf8_are_named_by_offset_and_line(self, table: Table) -> None:
        raw = (
            b"tps_code,risk_tier,note\n53.10.01.2001.001,rawan,ok\n"
            b"53.10.01.2001.002,rawan,caf\xe9\n53.10.01.2001.003,tinggi,\xe9\n"
            b"53.10.01.2001.004,tinggi,ok\n"
        )
        read = read_tps(table(raw=raw))
        assert told(read.faults) == [
            (3, 0, "not-utf8", ""),
            (5, 2, "unknown-word", "sangat_rawan"),
        ]
        assert "byte 78 (0xE9)" in read.faults[0].message.en
        assert raw[78:79] == b"\xe9"
        assert "2 lines" in read.faults[0].message.en
        assert [row.tps_code[-3:] for row in read.as_read.rows] == ["001"]

    def test_utf16_is_named_and_the_rest_is_still_checked(self, table: Table) -> None:
        text = "tps_code\trisk_tier\r\n53.10.01.2001.001\ttinggi\r\n"
        read = read_tps(table(raw=text.encode("utf-16")))
        assert [fault.code for fault in read.faults] == [
            "utf16",
            "wrong-separator",
            "unknown-word",
        ]

    def test_a_quotation_that_is_never_closed_is_named_where_it_opens(self, table: Table) -> None:
        read = read_tps(
            table("tps_code,risk_tier,note", "53.10.01.2001.001,rawan,x", '53.10.01.2001.002,"raw')
        )
        assert told(read.faults) == [(3, 0, "bad-quoting", "")]
        assert "never closed" in read.faults[0].message.en

    def test_reading_goes_on_after_a_wrong_quotation(self, table: Table) -> None:
        read = read_tps(
            table("tps_code,risk_tier", '"53.10.01.2001.001"x,rawan', "53.10.01.2001.002,none")
        )
        assert [(line, code) for line, _, code, _ in told(read.faults)] == [
            (2, "bad-quoting"),
            (3, "unknown-word"),
        ]


class TestStrengths:
    def test_command_and_covers_are_read(self, table: Table) -> None:
        read = read_strengths(
            table(
                "command,covers,area_code,area_name,force,personnel,role",
                "Kodim 1604,53.01 53.20;53.71,53.01,Kupang,tni,361,own",
                ",,ID,,polri,9,reserve",
            )
        )
        assert read.faults == []
        first, second = read.strengths
        assert (first.command, list(first.covers)) == ("Kodim 1604", ["53.01", "53.20", "53.71"])
        assert (first.area_code, first.area_name, first.force, first.personnel) == (
            "53.01",
            "Kupang",
            2,
            361,
        )
        assert (second.area_code, second.role, list(second.covers)) == ("ID", 2, [])

    def test_every_wrong_cell_is_named(self, table: Table) -> None:
        read = read_strengths(
            table(
                "area_code,force,personnel,role,covers",
                "53.1,polisi,many,cadangan,53.1",
                "53.10,polri,,own,",
                "id,polri,5,own,",
                "53.10.01.2001.001,tni,-5,own,",
            )
        )
        assert told(read.faults) == [
            (2, 1, "code-digits-lost", "53.10"),
            (2, 2, "unknown-word", "polri"),
            (2, 3, "not-an-integer", ""),
            (2, 4, "unknown-word", "reserve"),
            (2, 5, "code-digits-lost", "53.10"),
            (3, 3, "missing-value", ""),
            (4, 1, "code-shape", "ID"),
            (5, 1, "code-shape", ""),
            (5, 3, "out-of-range", ""),
        ]
        assert read.as_read == []

    def test_an_unknown_column_is_an_error_here(self, table: Table) -> None:
        read = read_strengths(
            table("area_code,force,personel,personnel,role,comand", "53,polri,1,1,own,")
        )
        assert told(read.faults) == [
            (1, 3, "unknown-column", ""),
            (1, 6, "unknown-column", "command"),
        ]


class TestTexts:
    def test_a_fault_is_printed_with_file_line_column_name_code_and_suggestion(
        self, table: Table
    ) -> None:
        path = table("tps_code,risk_tier", "53.10.01.2001.001,tinggi")
        (fault,) = read_tps(path).faults
        assert fault.text("en") == (
            f"{path}:2:2: [risk_tier] “tinggi” is not known; allowed are kurang_rawan, rawan, "
            "sangat_rawan (unknown-word)\n  Maybe: sangat_rawan"
        )
        assert fault.text("id") == (
            f"{path}:2:2: [risk_tier] “tinggi” tidak dikenal; yang diperbolehkan: kurang_rawan, "
            "rawan, sangat_rawan (unknown-word)\n  Mungkin: sangat_rawan"
        )

    @pytest.mark.parametrize("code", sorted(MESSAGES))
    def test_every_text_exists_in_both_languages_with_the_same_fields(self, code: str) -> None:
        import string

        def fields(template: str) -> set[str]:
            return {name for _, name, _, _ in string.Formatter().parse(template) if name}

        text = MESSAGES[code]
        assert text.id
        assert text.en
        assert fields(text.id) == fields(text.en)
        assert text.id != text.en
