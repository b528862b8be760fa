"""Tables as the Arrow form of a batch: what is taken, what is sent, and every fault of a column."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest
from pamtps_client.arrow_batch import arrow_batch
from pamtps_client.arrow_extra import ArrowMissing
from pamtps_client.language import LANGUAGES
from pamtps_client.table_faults import TableFault, TableRefused
from pamtps_client.tps_table import read_tps

CODES = ["53.11.01.2001.007", "53.11.01.2001.008", "53.11.01.2001.901"]
TIERS = ["rawan", "kurang_rawan", "sangat_rawan"]
PLAIN = pa.table({"tps_code": CODES, "risk_tier": TIERS})
REPEATING = {
    "province_code": ["53", "53", "53"],
    "regency_code": ["53.11", None, "53.11"],
    "district_code": ["53.11.01", "", "53.11.01"],
    "village_code": ["53.11.01.2001"] * 3,
    "number": [7, None, 901],
    "special_location": [False, None, True],
}


def sent(streams: list[bytes]) -> pa.Table:
    """The rows of all streams."""
    return pa.concat_tables([pa.ipc.open_stream(one).read_all() for one in streams])


def rows_of(data: Any, rows_per_stream: int = 2) -> dict[str, list[object]]:
    """What is sent of a table, as Python values."""
    values: dict[str, list[object]] = sent(arrow_batch(data, rows_per_stream)).to_pydict()
    return values


def refused(data: Any) -> tuple[TableFault, ...]:
    """The faults of a table."""
    with pytest.raises(TableRefused) as caught:
        arrow_batch(data)
    return caught.value.faults


def told(faults: tuple[TableFault, ...]) -> list[tuple[str, str, str]]:
    """Place, column and code of each fault."""
    return [(str(fault.place), fault.place.name, fault.code) for fault in faults]


EXPECTED = {"tps_code": CODES, "risk_tier": TIERS}


class TestWhatIsTaken:
    @pytest.mark.parametrize(
        "data",
        [
            PLAIN,
            PLAIN.to_batches()[0],
            PLAIN.to_reader(),
            pa.concat_tables([PLAIN.slice(0, 1), PLAIN.slice(1)]),
            pa.concat_tables([PLAIN, PLAIN]).slice(3),
        ],
        ids=["table", "batch", "reader", "chunks", "slice"],
    )
    def test_tables_of_pyarrow(self, data: object) -> None:
        assert rows_of(data) == EXPECTED

    @pytest.mark.parametrize(
        "kind",
        [
            pa.large_string(),
            pa.dictionary(pa.int8(), pa.string()),
            pa.dictionary(pa.uint32(), pa.large_string()),
        ],
        ids=str,
    )
    def test_every_kind_of_text(self, kind: pa.DataType) -> None:
        columns = {name: pa.array(values).cast(kind) for name, values in EXPECTED.items()}
        assert rows_of(pa.table(columns)) == EXPECTED

    def test_views_are_sent_without_the_texts_of_other_rows(self) -> None:
        codes = [f"53.11.01.2001.{number:03}" for number in range(1, 901)]
        views = pa.array(codes, pa.string_view())
        words = pa.array(["rawan"], pa.string_view())
        tiers = pa.DictionaryArray.from_arrays(pa.array([0] * 900, pa.uint32()), words)
        streams = arrow_batch(pa.table({"tps_code": views, "risk_tier": tiers}), 9)
        assert sent(streams).to_pydict() == {"tps_code": codes, "risk_tier": ["rawan"] * 900}
        assert max(map(len, streams)) < 2_000

    def test_a_large_dictionary_is_not_sent_with_every_stream(self) -> None:
        count = 10_000
        names = pa.array([f"name {number}" for number in range(count)]).dictionary_encode()
        codes = pa.array([f"53.11.01.{2001 + i // 999}.{1 + i % 999:03}" for i in range(count)])
        table = pa.table({"tps_code": codes, "risk_tier": ["rawan"] * count, "name": names})
        streams = arrow_batch(table, 100)
        assert sent(streams)["name"].to_pylist() == names.to_pylist()
        assert max(map(len, streams)) < 5_000

    def test_pandas(self) -> None:
        pandas = pytest.importorskip("pandas")
        frame = pandas.DataFrame({**EXPECTED, **REPEATING}, index=[5, 6, 9])
        frame["risk_tier"] = frame["risk_tier"].astype("category")
        frame["registered_voters"] = pandas.Series([300, None, 4], dtype="Int64", index=[5, 6, 9])
        frame["number"] = frame["number"].astype("Int64")
        frame["signal"] = [None, None, None]
        frame[1] = ["a", "b", None]
        assert rows_of(frame) == {
            **EXPECTED,
            "registered_voters": [300, None, 4],
            "signal": [None] * 3,
            "1": ["a", "b", None],
        }

    def test_polars(self) -> None:
        polars = pytest.importorskip("polars")
        frame = polars.DataFrame({**EXPECTED, **REPEATING, "registered_voters": [300, None, 4]})
        frame = frame.with_columns(
            polars.col("risk_tier").cast(polars.Categorical),
            polars.Series("access", ["sea", None, "air"], polars.Enum(["sea", "air"])),
            polars.Series("signal", [None, None, None]),
        )
        assert rows_of(frame) == {
            **EXPECTED,
            "registered_voters": [300, None, 4],
            "access": ["sea", None, "air"],
            "signal": [None] * 3,
        }

    def test_files(self, tmp_path: Path) -> None:
        pyarrow.parquet.write_table(PLAIN, tmp_path / "tps.parquet")
        pyarrow.feather.write_feather(PLAIN, str(tmp_path / "tps.feather"))
        with pa.ipc.new_stream(tmp_path / "stream.arrow", PLAIN.schema) as stream:
            stream.write_table(PLAIN)
        with pa.ipc.new_file(tmp_path / "FILE.ARROW", PLAIN.schema) as file:
            file.write_table(PLAIN)
        for path in sorted(tmp_path.iterdir()):
            assert rows_of(path) == EXPECTED
            assert rows_of(str(path)) == EXPECTED

    def test_an_index_of_pandas_without_a_name_is_left_out(self, tmp_path: Path) -> None:
        frame = _pandas({**EXPECTED, "keep": [True, True, True]})
        chosen = frame[frame["keep"]].sort_values("tps_code", ascending=False).drop(columns="keep")
        expected = {name: values[::-1] for name, values in EXPECTED.items()}
        chosen.to_parquet(tmp_path / "tps.parquet")
        pyarrow.feather.write_feather(chosen, str(tmp_path / "tps.feather"))
        for path in (tmp_path / "tps.parquet", tmp_path / "tps.feather"):
            assert rows_of(path) == expected
            read = read_tps(str(path))
            assert read.faults == []
            assert sent(list(read.batch.arrow)).column_names == list(EXPECTED)
        assert rows_of(pa.Table.from_pandas(chosen)) == expected
        two = chosen.set_index([[1, 2, 3], ["a", "b", "c"]])
        two.to_parquet(tmp_path / "two.parquet")
        assert rows_of(tmp_path / "two.parquet") == expected

    def test_an_index_of_pandas_with_a_name_is_a_column_of_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "tps.parquet"
        _pandas(EXPECTED).set_index("tps_code").to_parquet(path)
        assert rows_of(path) == EXPECTED

    def test_something_else_is_a_type_error_that_says_what_is_taken(self) -> None:
        for column in (_pandas(EXPECTED)["tps_code"], PLAIN["tps_code"]):
            with pytest.raises(TypeError, match="is no table; give one of"):
                arrow_batch(column)
        mistaken: tuple[tuple[Any, str], ...] = (
            (read_tps("no-such-file.csv"), r"read_tps\(path\)\.batch"),
            (_polars(EXPECTED).lazy(), r"frame\.collect\(\)"),
        )
        for other, meant in mistaken:
            with pytest.raises(TypeError, match=f"Maybe: {meant}"):
                arrow_batch(other)
        with pytest.raises(TypeError, match=r"builtins\.dict is no table.*\.parquet"):
            arrow_batch({"tps_code": CODES})  # type: ignore[arg-type]


class TestWhatIsSent:
    def test_columns_that_repeat_the_code_are_left_out(self) -> None:
        table = pa.table({**EXPECTED, **REPEATING})
        assert sent(arrow_batch(table)).column_names == ["tps_code", "risk_tier"]

    def test_numbers_and_truths_may_be_text(self) -> None:
        text = {"number": ["7", "008", ""], "special_location": ["FALSE", "", "True"]}
        assert rows_of(pa.table({**EXPECTED, **text})) == EXPECTED

    def test_streams_hold_at_most_so_many_rows_and_follow_each_other(self) -> None:
        streams = arrow_batch(PLAIN, 2)
        assert [pa.ipc.open_stream(one).read_all().num_rows for one in streams] == [2, 1]
        assert sent(streams).to_pydict() == EXPECTED

    def test_a_table_without_rows_is_one_stream(self) -> None:
        (stream,) = arrow_batch(PLAIN.slice(0, 0))
        assert sent([stream]).column_names == ["tps_code", "risk_tier"]

    def test_what_only_the_service_judges_is_sent_as_it_is(self) -> None:
        table = pa.table(
            {
                "tps_code": ["", "no code", None],
                "risk_tier": ["high", None, ""],
                "registered_voters": [-1, 2**40, None],
                "province_code": ["99", None, "x"],
                "number": [8, 9, None],
            }
        )
        columns = ["tps_code", "risk_tier", "registered_voters"]
        assert rows_of(table) == table.select(columns).to_pydict()

    def test_a_column_that_holds_no_value_says_nothing_whatever_its_type(self) -> None:
        """As one of a CSV file whose cells are all empty, which pandas takes for numbers."""
        types = [pa.float64(), pa.int8(), pa.date32(), pa.list_(pa.int8()), pa.bool_()]
        names = ["access", "travel_minutes", "signal", "province_code", "number", "note"]
        for kind in types:
            nulls = {name: pa.nulls(3, kind) for name in names}
            assert rows_of(pa.table({**EXPECTED, **nulls})) == {
                **EXPECTED,
                **{name: [None] * 3 for name in ("access", "travel_minutes", "signal", "note")},
            }
        frame = _pandas({**EXPECTED, "access": [float("nan")] * 3})
        assert rows_of(frame) == {**EXPECTED, "access": [None] * 3}
        assert refused(pa.table({"tps_code": pa.nulls(3, pa.float64()), "risk_tier": TIERS}))

    def test_columns_of_nulls_have_a_type_that_the_service_takes(self) -> None:
        nulls = {name: pa.nulls(3) for name in ("travel_minutes", "access", "signal")}
        types = sent(arrow_batch(pa.table({**EXPECTED, **nulls}))).schema
        assert [types.field(name).type for name in nulls] == [pa.int32(), pa.string(), pa.string()]


class TestFaults:
    def test_names_and_types_are_told_all_at_once(self) -> None:
        table = pa.table(
            {
                "TPS Code": CODES,
                "risk_tier": [1, 2, 3],
                "regency_code": [53.11, 53.11, 53.11],
                "travel_minutes": [1.5, None, 3.0],
                "number": [7.0, 8.0, 901.0],
                "opened": pa.array([0, 0, 0], pa.date32()),
            }
        )
        faults = refused(table)
        assert told(faults) == [
            ("pyarrow.Table", "", "missing-column"),
            ("pyarrow.Table", "risk_tier", "column-type"),
            ("pyarrow.Table", "regency_code", "code-is-number"),
            ("pyarrow.Table", "travel_minutes", "column-type"),
            ("pyarrow.Table", "number", "column-type"),
            ("pyarrow.Table", "opened", "column-type"),
        ]
        assert faults[0].maybe == "TPS Code"
        assert "int64" in faults[1].text("en")
        assert "bilangan bulat atau teks" in faults[4].text("id")
        assert "date32" in faults[5].text("id")

    def test_a_column_that_is_there_twice(self) -> None:
        table = pa.Table.from_arrays([CODES, TIERS, TIERS], names=[*EXPECTED, "risk_tier"])
        assert told(refused(table)) == [("pyarrow.Table", "risk_tier", "duplicate-column")]

    @pytest.mark.parametrize(
        ("frame", "how"),
        [
            (lambda: pa.table({**EXPECTED, "village_code": [1, 2, 3]}), "pyarrow.csv.Conv"),
            (lambda: _pandas({**EXPECTED, "village_code": [1, 2, 3]}), "pandas.read_csv(path, dt"),
            (lambda: _polars({**EXPECTED, "village_code": [1, 2, 3]}), "polars.read_csv(path, sc"),
        ],
        ids=["pyarrow", "pandas", "polars"],
    )
    def test_codes_that_are_numbers_tell_how_the_library_reads_text(
        self, frame: Callable[[], object], how: str
    ) -> None:
        (fault,) = refused(frame())
        assert fault.code == "code-is-number"
        assert fault.maybe.startswith(how)
        assert '"village_code"' in fault.maybe

    def test_minutes_of_pandas_with_gaps_tell_how_to_make_them_whole(self) -> None:
        (fault,) = refused(_pandas({**EXPECTED, "travel_minutes": [1, None, 3]}))
        assert (fault.code, fault.maybe) == (
            "column-type",
            'frame["travel_minutes"].astype("Int64")',
        )

    def test_several_columns_of_codes_that_are_numbers_are_told_one_way_to_read_them(self) -> None:
        numbers = {"province_code": [53, 53, 53], "regency_code": [53.11] * 3}
        for make, maybe in (
            (
                _pandas,
                'pandas.read_csv(path, dtype={"province_code": "string", '
                '"regency_code": "string"})',
            ),
            (
                _polars,
                'polars.read_csv(path, schema_overrides={"province_code": polars.String, '
                '"regency_code": polars.String})',
            ),
        ):
            faults = refused(make({**EXPECTED, **numbers}))
            assert [fault.code for fault in faults] == ["code-is-number"] * 2
            assert [fault.maybe for fault in faults] == [maybe, ""]

    def test_numbers_that_were_read_as_text_tell_how_to_make_them_numbers(self) -> None:
        frame = _pandas({**EXPECTED, "travel_minutes": ["45", None, "3"]})
        (fault,) = refused(frame)
        how = 'pandas.to_numeric(frame["travel_minutes"]).astype("Int64")'
        assert (fault.code, fault.maybe) == ("column-type", how)
        frame["travel_minutes"] = eval(how, {"frame": frame, "pandas": sys.modules["pandas"]})
        assert rows_of(frame)["travel_minutes"] == [45, None, 3]

    def test_where_columns_are_missing_those_that_are_there_are_named(self) -> None:
        first, second = refused(_pandas({"kode_tps": CODES, "tingkat": TIERS}))
        assert "found: kode_tps, tingkat" in first.text("en")
        assert "yang ditemukan: kode_tps, tingkat" in second.text("id")
        (fault,) = refused(_pandas(EXPECTED).set_index("tps_code"))
        assert fault.maybe == "frame.reset_index()"
        assert "found: none" in refused(pa.table({}))[0].text("en")

    def test_a_column_of_pandas_of_several_types_is_told_with_the_others(self) -> None:
        faults = refused(_pandas({**EXPECTED, "x": ["a", 5, None], "access": [1, 2, 3]}))
        assert [(f.place.name, f.code) for f in faults] == [
            ("x", "mixed-column"),
            ("access", "column-type"),
        ]

    def test_what_repeats_the_code_otherwise_is_told_by_its_row(self) -> None:
        table = pa.table(
            {
                **EXPECTED,
                **REPEATING,
                "regency_code": ["53.11", "53.12", None],
                "village_code": ["", None, "5"],
                "number": ["7", "9", "x"],
                "special_location": ["no", "false", "false"],
            }
        )
        faults = refused(table)
        assert told(faults) == [
            ("batch.rows[1]", "regency_code", "area-mismatch"),
            ("batch.rows[2]", "village_code", "code-digits-lost"),
            ("batch.rows[1]", "number", "number-mismatch"),
            ("batch.rows[2]", "number", "not-an-integer"),
            ("batch.rows[0]", "special_location", "unknown-word"),
            ("batch.rows[2]", "special_location", "special-mismatch"),
        ]
        assert faults[0].maybe == "53.11"

    def test_rows_of_a_file_are_counted_as_lines_are(self, tmp_path: Path) -> None:
        path = str(tmp_path / "tps.parquet")
        table = pa.table({**EXPECTED, "province_code": ["53", "52", "53"]})
        pyarrow.parquet.write_table(table, path)
        assert told(refused(path)) == [(f"{path}:2:3", "province_code", "area-mismatch")]

    def test_files_that_hold_no_table(self, tmp_path: Path) -> None:
        for name, content, code in (
            ("tps.csv", b"tps_code\n", "table-ending"),
            ("tps.parquet", b"PAR1 and then nothing", "not-a-table"),
            ("empty.parquet", b"", "not-a-table"),
            ("tps.arrow", b"ARROW1 and then nothing", "not-a-table"),
            ("tps.feather", b"tps_code\n", "not-a-table"),
        ):
            path = tmp_path / name
            path.write_bytes(content)
            assert told(refused(path)) == [(str(path), "", code)]
        assert told(refused(tmp_path / "none.parquet"))[0][2] == "file-not-read"

    def test_why_a_file_holds_no_table_is_told_in_words_of_our_own(self, tmp_path: Path) -> None:
        whole = tmp_path / "whole.parquet"
        pyarrow.parquet.write_table(PLAIN, whole)
        parquet = whole.read_bytes()
        file = tmp_path / "whole.arrow"
        with pa.ipc.new_file(file, PLAIN.schema) as opened:
            opened.write_table(PLAIN)
        arrow = file.read_bytes()
        words = "“tempat”,tps_code\n".encode()
        spoilt = parquet[:4] + b"\xff" * (len(parquet) - 12) + parquet[-8:]
        for name, content, english in (
            ("a.parquet", b"", "it is empty"),
            ("a.arrow", b"", "it is empty"),
            ("a.parquet", parquet[:-9], "it is cut off: it begins as Parquet"),
            ("a.arrow", arrow[:-9], "it is cut off: it begins as Arrow"),
            ("a.feather", parquet, "it is Parquet; give it a name that ends in .parquet"),
            ("a.parquet", arrow, "it is Arrow; give it a name that ends in .arrow"),
            ("a.parquet", words, "it is text; if that is CSV, give it a name that ends in .csv"),
            ("a.arrow", words[:1] * 9, "its content is damaged"),
            ("a.parquet", b"\x1f\x8b\x08", "it is compressed with gzip; unpack it first"),
            ("a.parquet", b"PK\x03\x04", "it is an Excel workbook or a zip"),
            ("a.parquet", spoilt, "its content is damaged"),
        ):
            path = tmp_path / name
            path.write_bytes(content)
            (fault,) = refused(path)
            kind = "Parquet" if name == "a.parquet" else "Arrow"
            assert fault.message.en.startswith(f"the file cannot be read as {kind}: {english}")
            assert fault.message.id.startswith(f"berkas ini tidak dapat dibaca sebagai {kind}: ")
        (fault,) = refused(tmp_path / "tps.csv")
        assert fault.maybe == "read_tps(path).batch"

    def test_a_folder_of_parts_is_read_as_one_table(self, tmp_path: Path) -> None:
        folder = tmp_path / "tps.parquet"
        folder.mkdir()
        for number in (1, 0, 2):
            part = folder / f"part-{number}.snappy.parquet"
            pyarrow.parquet.write_table(PLAIN.slice(number, 1), part)
        (folder / "_SUCCESS").touch()
        (folder / ".part-0.snappy.parquet.crc").write_bytes(b"crc")
        assert rows_of(folder) == EXPECTED
        assert read_tps(str(folder)).faults == []
        (folder / "part-3.snappy.parquet").write_bytes(b"PAR1")
        assert [fault.code for fault in refused(folder)] == ["not-a-table-folder"]
        other = tmp_path / "tps.arrow"
        other.mkdir()
        assert [fault.code for fault in refused(other)] == ["file-not-read"]

    def test_without_pyarrow_it_says_how_to_install_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(ArrowMissing) as caught:
            arrow_batch(PLAIN)
        for language in LANGUAGES:
            assert "pip install 'pamtps[arrow]'" in caught.value.text[language]


def _pandas(columns: dict[str, Any]) -> Any:
    return pytest.importorskip("pandas").DataFrame(columns)


def _polars(columns: dict[str, Any]) -> Any:
    return pytest.importorskip("polars").DataFrame(columns)
