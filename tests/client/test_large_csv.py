"""Large CSV files: reading by columns gives what reading row by row gives, or leaves it to that."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pamtps.v1 import plan_pb2
from pamtps_client import tps_large_csv
from pamtps_client.tps_columns import ACCESSES, TIERS
from pamtps_client.tps_large_csv import read_large_csv
from pamtps_client.tps_table import TpsTable, read_tps, read_tps_rows

Table = Callable[..., str]

HEADER = "tps_code,province_code,number,risk_tier,special_location,registered_voters,access,signal"
ROW = "53.10.01.2001.007,53,7,rawan,false,300,sea,radio"
OTHER = "53.10.01.2001.901,,,sangat_rawan,TRUE,,,"


def by_columns(path: str) -> TpsTable | None:
    """The file, however small, read by columns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tps_large_csv, "LARGE", 0)
        return read_large_csv(path, lambda _: None)


def rows_of(table: TpsTable) -> list[dict[str, object]]:
    """The rows of a batch in either form: nothing where a cell is not known."""
    batch = table.as_read
    if batch.arrow:
        streams = [pa.ipc.open_stream(stream).read_all() for stream in batch.arrow]
        read: list[dict[str, object]] = pa.concat_tables(streams).to_pylist()
        return [{name: cell for name, cell in row.items() if cell is not None} for row in read]
    attributes = {column.name: column.values for column in batch.attributes}
    return [
        {
            **_of_message(row),
            **{name: cells[index] for name, cells in attributes.items() if cells[index]},
        }
        for index, row in enumerate(batch.rows)
    ]


def _of_message(row: plan_pb2.StationRow) -> dict[str, object]:
    tiers = {value: word for word, value in TIERS.items()}
    accesses = {value: word for word, value in ACCESSES.items()}
    cells: dict[str, object] = {field.name: value for field, value in row.ListFields()}
    for name in ("registered_voters", "travel_minutes"):
        if row.HasField(name):
            cells[name] = getattr(row, name)
    cells["risk_tier"] = tiers[row.risk_tier]
    if row.HasField("access"):
        cells["access"] = accesses[row.access]
    return cells


def same(path: str) -> bool:
    """Whether a file was read by columns; AssertionError where the other way reads it otherwise."""
    rows = read_tps_rows(path)
    columns = by_columns(path)
    if columns is None:
        return False
    assert rows.faults == []
    assert rows_of(columns) == rows_of(rows)
    assert list(columns.lines) == list(rows.lines)
    assert columns.attributes == rows.attributes
    assert columns.place(0, "signal") == rows.place(0, "signal")
    assert columns.place(None, "tps_code") == rows.place(None, "tps_code")
    return True


class TestWhatIsReadByColumns:
    @pytest.mark.parametrize(
        "lines",
        [
            (HEADER, ROW, OTHER),
            (HEADER, OTHER, ROW),
            ("risk_tier,tps_code", "rawan,53.10.01.2001.007"),
            (HEADER, '"53.10.01.2001.007",53,7,rawan,false,300,sea,"no, ""none"""', OTHER),
            ('"tps_code","risk_tier"', '"53.10.01.2001.007","rawan"'),
            (HEADER, ROW.replace("radio", "tak ada sinyal – 3°"), OTHER),
            (HEADER, ROW.replace(",7,", ",007,").replace("300", "0300"), OTHER),
        ],
    )
    def test_files_without_a_fault(self, table: Table, lines: tuple[str, ...]) -> None:
        assert same(table(*lines))
        assert same(table(raw="\r\n".join(lines).encode()))
        assert same(table(raw=b"\xef\xbb\xbf" + "\n".join(lines).encode()))

    def test_a_file_of_several_blocks(self, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tps_large_csv, "_BLOCK", 200)
        rows = [
            f"53.10.01.2001.{n:03},53,{n},{tier},false,{n * 7},{access},{signal}"
            for n, tier, access, signal in zip(
                range(1, 61),
                ["rawan", "kurang_rawan", "sangat_rawan"] * 20,
                ["sea", "", "air", "road"] * 15,
                ["", "radio", "none", "a", "b", ""] * 10,
                strict=True,
            )
        ]
        assert same(table(HEADER, *rows))
        assert same(table(HEADER, *reversed(rows)))

    def test_only_large_files_are_and_those_in_rows_where_asked(
        self, table: Table, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = table(HEADER, ROW, OTHER)
        assert read_tps(path).batch.rows
        monkeypatch.setattr(tps_large_csv, "LARGE", 0)
        assert read_tps(path).batch.arrow
        assert read_tps(path, as_rows=True).batch.rows
        monkeypatch.setattr(tps_large_csv, "has_arrow", lambda: False)
        assert read_tps(path).batch.rows


class TestWhatIsLeftToTheOther:
    @pytest.mark.parametrize(
        "lines",
        [
            (HEADER,),
            (HEADER, ROW, ""),
            (HEADER, "", ROW),
            ("", HEADER, ROW),
            (HEADER, ROW, ROW),
            (HEADER, ROW, OTHER, ROW),
            (HEADER, ROW + ","),
            (HEADER + ",", ROW + ","),
            (HEADER, ROW.removesuffix(",radio")),
            (HEADER.replace("risk_tier", "tier"), ROW),
            (HEADER.replace("signal", "number"), ROW),
            (HEADER.replace(",", ";"), ROW.replace(",", ";")),
            (HEADER, ROW.replace("radio", '"ra\ndio"')),
            (HEADER, ROW.replace("radio", '"ra"dio')),
            (HEADER, ROW.replace("radio", '"radio')),
            (HEADER, ROW.replace("radio", "a\0b")),
            (HEADER, ROW.replace("radio", "a\rb")),
            (HEADER, ROW.replace("radio", "r" * 200_000)),
            (HEADER, ROW.replace("53.10.01.2001.007", "")),
            (HEADER, ROW.replace("53.10.01.2001.007", "53.10.01.2001.7")),
            (HEADER, ROW.replace(",53,", ",52,")),
            (HEADER, ROW.replace(",7,", ",8,")),
            (HEADER, ROW.replace(",7,", ",7.0,")),
            (HEADER, ROW.replace("false", "true")),
            (HEADER, ROW.replace("false", "no")),
            (HEADER, ROW.replace("rawan", "Rawan")),
            (HEADER, ROW.replace("rawan", "")),
            (HEADER, ROW.replace("sea", "ship")),
            (HEADER, ROW.replace("300", "1e3")),
            (HEADER, ROW.replace("300", str(2**31))),
        ],
    )
    def test_everything_wrong_or_unusual(self, table: Table, lines: tuple[str, ...]) -> None:
        path = table(*lines)
        assert by_columns(path) is None
        assert read_tps(path) is not None

    def test_bytes_that_are_no_text(self, table: Table) -> None:
        for raw in (b"", b"\xff\xfe", b"tps_code,risk_tier\n53.10.01.2001.007,raw\xffan\n"):
            assert by_columns(table(raw=raw)) is None

    def test_what_is_no_file(self, tmp_path: Path) -> None:
        assert by_columns(str(tmp_path)) is None
        assert by_columns(str(tmp_path / "none.csv")) is None
        assert by_columns("-") is None


_TPS = st.builds("53.10.{:02}.2001.{:03}".format, st.integers(1, 3), st.integers(1, 999))
_ODD = st.sampled_from(["", " ", "x", '"', "a,b", "é", "-1", "1.0", "53", "true", "a\nb", "\r"])


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Files of TPS as various programs write them, in some of which a cell is odd."""
    names = ["tps_code", "risk_tier"]
    optional = ["province_code", "regency_code", "number", "special_location", "access", "signal"]
    names += draw(st.lists(st.sampled_from([*optional, "travel_minutes"]), unique=True))
    names = draw(st.permutations(names))
    rows = []
    for code in draw(st.lists(_TPS, min_size=1, max_size=6, unique=draw(st.booleans()))):
        words = {
            "tps_code": st.just(code),
            "risk_tier": st.sampled_from(list(TIERS)),
            "province_code": st.sampled_from(["53", ""]),
            "regency_code": st.sampled_from(["53.10", ""]),
            "number": st.sampled_from(["", code[14:], str(int(code[14:]))]),
            "special_location": st.sampled_from(["", str(code[14:] > "900").lower()]),
            "access": st.sampled_from(list(ACCESSES)),
            "signal": st.sampled_from(["", "radio", "tak ada", 'he said "no"', "a,b"]),
            "travel_minutes": st.integers(0, 2**31 - 1).map(str) | st.just(""),
        }
        rows.append([draw(words[name]) for name in names])
    if draw(st.integers(0, 3)) == 0:
        row = draw(st.sampled_from(rows))
        row[draw(st.integers(0, len(row) - 1))] = draw(_ODD)
    text = io.StringIO(newline="")
    quoting: Literal[0, 1, 2, 3] = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    csv.writer(text, quoting=quoting, lineterminator=ends).writerows([names, *rows])
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return (mark + text.getvalue().removesuffix(draw(st.sampled_from(["", ends])))).encode()


@given(files())
def test_both_ways_read_the_same(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "random.csv"
    path.write_bytes(raw)
    read = same(str(path))
    rows = read_tps_rows(str(path))
    plain = not rows.faults and list(rows.lines) == list(range(2, len(rows.lines) + 2))
    assert read == (plain and raw.count(b"\n") + (raw[-1:] != b"\n") == len(rows.lines) + 1)
