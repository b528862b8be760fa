"""Tables as the chunks of a batch: they are sent as one table would be."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest
from pamtps.v1 import plan_pb2
from pamtps_client import AsyncClient, TableRefused
from pamtps_client.batches import ChunkReader

from tests.client.connections import Connect
from tests.client.fake_server import Answers

DATE = "2024-11-27"
CODES = [f"53.02.01.2001.{number:03}" for number in range(1, 7)]
TABLE = pa.table(
    {
        "tps_code": CODES,
        "risk_tier": ["rawan", "rawan", "kurang_rawan", "rawan", "sangat_rawan", "rawan"],
        "travel_minutes": [None, None, 5, None, 0, 7],
        "signal": pa.array([None, None, "none", "radio", None, "none"]).dictionary_encode(),
        "platform": [None, None, True, False, None, None],
    }
)


def rows(streams: Iterable[bytes]) -> list[dict[str, Any]]:
    """The rows of streams, which all have the same columns."""
    tables = [pa.ipc.open_stream(io.BytesIO(stream)).read_all() for stream in streams]
    assert len({str(table.schema) for table in tables}) == 1
    found: list[dict[str, Any]] = pa.concat_tables(tables).to_pylist()
    return found


def slices(*bounds: int) -> list[pa.Table]:
    return [TABLE.slice(start, stop - start) for start, stop in pairwise(bounds)]


def pandas_frames(tables: list[pa.Table]) -> list[Any]:
    pytest.importorskip("pandas")
    frames = [table.to_pandas(strings_to_categorical=False) for table in tables]
    for frame in frames:
        frame["travel_minutes"] = frame["travel_minutes"].astype("Int64")
        frame["platform"] = frame["platform"].astype("boolean")
    return frames


def polars_frames(tables: list[pa.Table]) -> list[Any]:
    polars = pytest.importorskip("polars")
    return [polars.from_arrow(table) for table in tables]


def files(tables: list[pa.Table], folder: Path) -> list[Path]:
    paths = [folder / f"{number}.parquet" for number in range(len(tables))]
    for path, table in zip(paths, tables, strict=True):
        pyarrow.parquet.write_table(table, path)
    return paths


@pytest.fixture(params=["pyarrow", "pandas", "polars", "files"])
def chunks(request: pytest.FixtureRequest, tmp_path: Path) -> list[Any]:
    """The first has nulls alone in some columns."""
    tables = slices(0, 2, 3, 6)
    make: dict[str, Callable[[list[pa.Table]], list[Any]]] = {
        "pyarrow": lambda given: given,
        "pandas": pandas_frames,
        "polars": polars_frames,
        "files": lambda given: files(given, tmp_path),
    }
    return make[request.param](tables)


EXPECTED = TABLE.set_column(4, "platform", [[None, None, "true", "false", None, None]]).to_pylist()


def told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with truths as they are written in a policy, as the service reads them."""
    words = {True: "true", False: "false"}
    return [{**row, "platform": words.get(row["platform"], row["platform"])} for row in rows]


@pytest.mark.parametrize("kind", [list, iter], ids=["list", "iterator"])
def test_chunks_are_sent_as_one_table(
    server: Answers, connect: Connect, chunks: list[Any], kind: Callable[[list[Any]], Any]
) -> None:
    with connect(server.address) as client:
        client.plan_stream(kind(chunks), election_date=DATE)
    assert told(rows(server.planned[0].batch.arrow)) == EXPECTED
    assert len(server.streamed[0]) == 1 + len(chunks)


def test_asynchronous_chunks_are_sent_as_one_table(server: Answers, chunks: list[Any]) -> None:
    async def given() -> AsyncIterator[Any]:
        for chunk in chunks:
            yield chunk

    async def run() -> None:
        async with AsyncClient(server.address) as client:
            await client.plan_stream(given(), election_date=DATE)

    asyncio.run(run())
    assert told(rows(server.planned[0].batch.arrow)) == EXPECTED


def faults(*tables: Any) -> list[tuple[str, str, str]]:
    """What is wrong with chunks that follow each other."""
    reader = ChunkReader()
    for table in tables[:-1]:
        reader.read(table)
    with pytest.raises(TableRefused) as caught:
        reader.read(tables[-1])
    return [(str(fault.place), fault.place.name, fault.code) for fault in caught.value.faults]


def test_rows_are_counted_over_all_chunks() -> None:
    provinces = ["53", "53", "53", "53", "52", "53"]
    table = TABLE.append_column("province_code", [provinces])
    found = faults(table.slice(0, 3), table.slice(3))
    assert found == [("batch.rows[4]", "province_code", "area-mismatch")]


def test_chunks_of_other_columns_are_refused() -> None:
    first, second = slices(0, 3, 6)
    other = second.drop_columns(["signal"])
    assert faults(first, other) == [("pyarrow.Table", "", "chunk-columns")]
    with pytest.raises(TableRefused, match="only here: none; only in the first: signal"):
        streams_of(first, other)
    assert rows(streams_of(first, second.select(TABLE.column_names[::-1])))


def streams_of(*tables: Any) -> list[bytes]:
    reader = ChunkReader()
    return [stream for table in tables for batch in reader.read(table) for stream in batch.arrow]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ([1, 2], ["1", "007"], False),
        ([1, 2], [True, False], False),
        ([True, False], [0, 1], False),
        (["1", "2"], [1, 7], True),
        (["1", "2"], [True, None], True),
        (pa.array([1, 2], pa.int8()), [3, 127], True),
        (pa.array([1, 2], pa.int8()), [3, 128], False),
        (pa.array(["a", "b"], pa.large_string()), ["c", None], True),
        ([None, None], [5, 6], True),
        ([5, 6], [None, None], True),
    ],
)
def test_values_of_another_type_are_sent_only_where_they_mean_the_same(
    first: Any, second: Any, same: bool
) -> None:
    one, two = (
        table.select(["tps_code", "risk_tier"]).append_column("note", pa.chunked_array([values]))
        for table, values in zip(slices(0, 2, 4), (first, second), strict=True)
    )
    if not same:
        assert faults(one, two) == [("pyarrow.Table", "note", "chunk-type")]
        return
    expected = [*pa.array(first).to_pylist(), *pa.array(second).to_pylist()]
    sent = [row["note"] for row in rows(streams_of(one, two))]
    assert [_written(value) for value in sent] == [_written(value) for value in expected]


def _written(value: object) -> str | None:
    """A value as it stands in a policy."""
    return None if value is None else str(value).lower() if value in (True, False) else str(value)


def test_chunks_of_a_batch_are_for_a_stream(server: Answers, connect: Connect) -> None:
    with connect(server.address) as client:
        for given in ([TABLE], (TABLE,), iter([TABLE])):
            with pytest.raises(TypeError, match="plan_stream takes chunks"):
                client.plan(given, election_date=DATE)  # type: ignore[arg-type]
        assert server.planned == []
        for given in ([5], [plan_pb2.StationRow()], [{"tps_code": CODES}]):
            with pytest.raises(TypeError, match="is no table; give one of"):
                client.plan_stream(given, election_date=DATE)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="dict is no table"):
            client.plan_stream({"tps_code": CODES}, election_date=DATE)
