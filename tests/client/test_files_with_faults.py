"""What a file holds is not had while it has a fault: nobody plans with a part of it unawares."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest
from pamtps_client import (
    TableRefused,
    read_seats,
    read_stocks,
    read_strengths,
    read_tps,
    tps_large_csv,
)

from tests.conftest import REPOSITORY

Table = Callable[..., str]
EXAMPLE = REPOSITORY / "examples" / "ntt-pilkada-2024"

READERS: dict[str, Callable[[str], Any]] = {
    "tps.csv": lambda path: read_tps(path).batch,
    "strengths.csv": lambda path: read_strengths(path).strengths,
    "stocks.csv": lambda path: read_stocks(path).rows,
    "seats.csv": lambda path: read_seats(path).rows,
}


@pytest.mark.parametrize("name", READERS)
class TestEveryReader:
    def test_a_sound_file_is_had(self, name: str) -> None:
        assert READERS[name](str(EXAMPLE / name))

    def test_a_file_that_is_not_there_is_refused(self, name: str) -> None:
        with pytest.raises(TableRefused, match=r"no-such-file\.csv: the file cannot") as told:
            READERS[name]("no-such-file.csv")
        assert [fault.code for fault in told.value.faults] == ["file-not-read"]
        assert "tidak dapat dibaca" in told.value.faults[0].text("id")

    def test_a_file_with_another_separator_is_refused(self, name: str, table: Table) -> None:
        text = (EXAMPLE / name).read_text("utf-8").replace(",", ";")
        with pytest.raises(TableRefused, match="wrong-separator"):
            READERS[name](table(raw=text.encode()))

    def test_one_row_with_a_fault_is_enough(self, name: str, table: Table) -> None:
        lines = (EXAMPLE / name).read_text("utf-8").splitlines()
        cells = lines[1].split(",")
        cells[0] = "5311"
        with pytest.raises(TableRefused) as told:
            READERS[name](table(*lines, ",".join(cells)))
        assert {fault.place.line for fault in told.value.faults} == {len(lines) + 1}


def test_a_number_with_a_thousands_separator_is_refused(table: Table) -> None:
    header, *rows = (EXAMPLE / "strengths.csv").read_text("utf-8").splitlines()
    cells = rows[2].split(",")
    cells[header.split(",").index("personnel")] = "1.200"
    rows[2] = ",".join(cells)
    with pytest.raises(TableRefused, match=r"“1\.200” is not a whole number"):
        READERS["strengths.csv"](table(header, *rows))


def test_what_could_be_read_is_had_by_another_name(table: Table) -> None:
    good, bad = "53.10.01.2001.001,rawan", "53.10.01.2001.002,merah"
    read = read_tps(table("tps_code,risk_tier", good, bad))
    assert [row.tps_code for row in read.as_read.rows] == ["53.10.01.2001.001"]
    assert [fault.code for fault in read.faults] == ["unknown-word"]
    with pytest.raises(TableRefused):
        assert read.batch


def test_tables_and_large_files_are_refused_too(
    table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tps_large_csv, "LARGE", 0)
    shutil.copy(EXAMPLE / "tps.csv", tmp_path)
    assert read_tps(str(tmp_path / "tps.csv")).batch.arrow
    with pytest.raises(TableRefused, match="unknown-word"):
        READERS["tps.csv"](table("tps_code,risk_tier", "53.10.01.2001.001,merah"))
    path = tmp_path / "tps.parquet"
    codes = ["53.10.01.2001.001"]
    columns = {"tps_code": codes, "risk_tier": ["rawan"], "province_code": ["52"]}
    pyarrow.parquet.write_table(pa.table(columns), path)
    read = read_tps(str(path))
    assert read.as_read.arrow
    with pytest.raises(TableRefused, match="area-mismatch"):
        assert read.batch


def test_the_text_of_the_error_names_the_first_ten(table: Table) -> None:
    rows = (f"53.10.01.2001.{number:03},merah" for number in range(1, 31))
    with pytest.raises(TableRefused) as told:
        READERS["tps.csv"](table("tps_code,risk_tier", *rows))
    assert len(told.value.faults) == 30
    assert str(told.value).count("unknown-word") == 10
    assert str(told.value).endswith("\nand 20 more")
