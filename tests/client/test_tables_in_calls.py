"""Tables in the place of a batch, in every call that takes one."""

from __future__ import annotations

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from pamtps.v1 import plan_pb2
from pamtps_client.arrow_batch import arrow_batch
from pamtps_client.stream import ARROW_IN_ONE_MESSAGE
from pamtps_client.table_faults import TableRefused

from tests.client.connections import Connect
from tests.client.fake_server import Answers

DATE = "2024-11-27"
COLUMNS = {
    "tps_code": ["53.02.01.2001.001", "53.02.01.2001.002"],
    "risk_tier": ["rawan", "kurang_rawan"],
}


def codes(batch: plan_pb2.Batch) -> list[str]:
    tables = [pa.ipc.open_stream(io.BytesIO(table)).read_all() for table in batch.arrow]
    return [code for table in tables for code in table["tps_code"].to_pylist()]


@pytest.fixture(params=["pandas", "polars", "pyarrow", "a file", "a path"])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    made = pa.table(COLUMNS)
    path = tmp_path / "tps.parquet"
    pyarrow.parquet.write_table(made, path)
    if request.param == "pandas":
        return pytest.importorskip("pandas").DataFrame(COLUMNS).astype("string")
    if request.param == "polars":
        return pytest.importorskip("polars").DataFrame(COLUMNS)
    return {"pyarrow": made, "a file": str(path), "a path": path}[request.param]


def test_a_table_is_planned(server: Answers, connect: Connect, table: str) -> None:
    with connect(server.address) as client:
        assert client.plan(table, election_date=DATE).name
        assert client.plan_stream(table, election_date=DATE).plan.name
    assert [codes(request.batch) for request in server.planned] == [COLUMNS["tps_code"]] * 2
    assert len(server.streamed) == 1


def test_a_table_is_checked_verified_and_explained(
    server: Answers, connect: Connect, table: str
) -> None:
    plan = plan_pb2.DeploymentPlan()
    with connect(server.address) as client:
        assert client.check(table, election_date=DATE) == ()
        client.verify(plan, table)
        client.explain(plan, table, subject="53")
    assert codes(server.planned[0].batch) == COLUMNS["tps_code"]
    assert codes(server.verified[0].source.content.batch) == COLUMNS["tps_code"]


def test_a_large_table_is_streamed(server: Answers, connect: Connect) -> None:
    rows = 200_000
    # codes that do not compress: this is about the size alone
    digits = [f"{number * 7919 % 10**13:013d}" for number in range(rows)]
    text = [f"{d[:2]}.{d[2:4]}.{d[4:6]}.{d[6:10]}.{d[10:]}" for d in digits]
    table = pa.table({"tps_code": text, "risk_tier": ["rawan"] * rows})
    tables = arrow_batch(table)
    assert sum(map(len, tables)) > ARROW_IN_ONE_MESSAGE
    with connect(server.address) as client:
        client.plan(table, election_date=DATE)
    (messages,) = server.streamed
    assert [message.chunk.arrow[:] for message in messages[1:]] == [[one] for one in tables]


def test_a_table_with_wrong_columns_is_refused_here(server: Answers, connect: Connect) -> None:
    table = pa.table({"tps_code": [53.1], "risk_tier": ["rawan"]})
    with connect(server.address) as client, pytest.raises(TableRefused, match="code-is-number"):
        client.plan(table, election_date=DATE)
    assert server.planned == []


def test_what_is_no_table_is_refused(server: Answers, connect: Connect) -> None:
    with connect(server.address) as client, pytest.raises(TypeError, match="is no table"):
        client.plan(5, election_date=DATE)  # type: ignore[arg-type]
