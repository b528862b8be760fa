"""Plans of the real service by each way that a client has: in one message and in streams, as rows
and as Arrow tables, by threads and by asyncio.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_client import AsyncClient, Client, RequestTooLarge, read_strengths, read_tps
from pamtps_client.requests import Form, plan_request
from pamtps_client.stream import BatchMessages

from tests.client import real_service
from tests.client.connections import CONNECTIONS, Connect
from tests.client.fake_server import STEPS

DATE = "2024-11-27"
Tables = tuple[plan_pb2.Batch, list[plan_pb2.Strength]]


@pytest.fixture(scope="module")
def example(repository: Path) -> Tables:
    """TPS and strengths of NTT, Pilkada 2024."""
    folder = repository / "examples" / "ntt-pilkada-2024"
    batch = read_tps(str(folder / "tps.csv")).batch
    return batch, read_strengths(str(folder / "strengths.csv")).strengths


@pytest.fixture(scope="module")
def plan(service: str, example: Tables) -> plan_pb2.DeploymentPlan:
    """The plan as one message of rows."""
    with Client(service) as client:
        return client.plan(*example, election_date=DATE, form="rows")


def same(plan: plan_pb2.DeploymentPlan, expected: plan_pb2.DeploymentPlan) -> None:
    """The plan is the one expected, but for the time when it was made."""
    made = plan_pb2.DeploymentPlan()
    made.CopyFrom(plan)
    made.create_time.CopyFrom(expected.create_time)
    assert made == expected


def chunks(batch: plan_pb2.Batch) -> Iterator[plan_pb2.Batch]:
    """Uneven chunks, the last rows first."""
    bounds = [0, 10, 4000, 4001, len(batch.rows)]
    for start, stop in reversed(list(pairwise(bounds))):
        attributes = [
            plan_pb2.AttributeColumn(name=column.name, values=column.values[start:stop])
            for column in batch.attributes
        ]
        yield plan_pb2.Batch(rows=batch.rows[start:stop], attributes=attributes)


def test_a_stream_gives_the_same_plan_and_tells_its_steps(
    service: str, connect: Connect, example: Tables, plan: plan_pb2.DeploymentPlan
) -> None:
    steps: list[int] = []
    with connect(service) as client:
        reply = client.plan_stream(*example, election_date=DATE, form="rows", on_step=steps.append)
    same(reply.plan, plan)
    assert steps == STEPS


def test_chunks_in_any_order_give_the_same_plan(
    service: str, connect: Connect, example: Tables, plan: plan_pb2.DeploymentPlan
) -> None:
    batch, strengths = example
    if not batch.rows:
        pytest.skip("the file was read in the Arrow form")
    with connect(service) as client:
        same(client.plan_stream(chunks(batch), strengths, election_date=DATE).plan, plan)


@pytest.mark.parametrize("form", ["rows", "arrow"])
def test_a_table_gives_the_same_plan(
    service: str,
    connect: Connect,
    repository: Path,
    example: Tables,
    plan: plan_pb2.DeploymentPlan,
    form: Form,
) -> None:
    pandas = pytest.importorskip("pandas")
    path = repository / "examples" / "ntt-pilkada-2024" / "tps.csv"
    table = pandas.read_csv(path, dtype="string")
    for number in ("registered_voters", "travel_minutes"):
        if number in table:
            table[number] = table[number].astype("Int64")
    with connect(service) as client:
        made = client.plan(table, example[1], election_date=DATE, form=form)
        assert client.verify(made, table, example[1]).violations == []
    assert (made.name, made.plan_digest) == (plan.name, plan.plan_digest)
    assert bool(made.arrow_posts) == bool(made.arrow_stations) == (form == "arrow")
    if form == "rows":
        same(made, plan)


def test_tables_as_chunks_give_the_same_plan(
    service: str,
    connect: Connect,
    repository: Path,
    example: Tables,
    plan: plan_pb2.DeploymentPlan,
) -> None:
    pandas = pytest.importorskip("pandas")
    path = repository / "examples" / "ntt-pilkada-2024" / "tps.csv"
    codes = ("tps_code", "province_code", "regency_code", "district_code", "village_code")
    frames = pandas.read_csv(path, dtype=dict.fromkeys(codes, "string"), chunksize=3000)
    with connect(service) as client:
        made = client.plan_stream(frames, example[1], election_date=DATE, form="rows").plan
    same(made, plan)


def test_rows_that_are_wrong_are_left_out_and_returned(
    service: str, connect: Connect, example: Tables
) -> None:
    batch = plan_pb2.Batch()
    batch.CopyFrom(example[0])
    batch.rows[7].tps_code = "53.99.01.2001.001"
    with connect(service) as client:
        reply = client.plan_stream(batch, example[1], election_date=DATE, on_invalid="skip")
    assert reply.plan.status == plan_pb2.PLAN_STATUS_PARTIAL
    assert reply.plan.skipped_count == 1
    (skipped,) = reply.skipped
    assert (skipped.row, skipped.tps_code) == (7, "53.99.01.2001.001")
    assert [fault.code for fault in skipped.faults] == ["unknown-area"]


def test_a_part_holds_whole_regencies(service: str, example: Tables) -> None:
    """So that a caller can take some regencies at a time, and need not hold the plan."""
    header = plan_request(None, example[1], election_date=DATE)
    with Client(service) as client:
        answers = list(client.plan_deployment_stream(BatchMessages(header, example[0])))
    parts = [answer.part.plan for answer in answers if answer.HasField("part")]
    assert parts[0].totals
    assert not parts[0].stations
    regencies = [{station.tps_code[:5] for station in part.stations} for part in parts[1:]]
    assert len(parts) > 2
    assert sum(map(len, regencies)) == len(set().union(*regencies)) == 22


def test_a_task_that_is_cancelled_leaves_the_service_free(service: str, example: Tables) -> None:
    """The only worker ends the job, and plans the next one."""

    async def run() -> planning_service_pb2.PlanDeploymentResponse:
        async with AsyncClient(service) as client:
            begun = asyncio.Event()
            task = asyncio.create_task(
                client.plan_stream(*example, election_date=DATE, on_step=lambda _: begun.set())
            )
            await begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await client.plan_stream(*example, election_date=DATE)

    assert asyncio.run(run()).plan.name


def test_a_stream_that_is_too_large_is_refused_before_it_is_read_whole(example: Tables) -> None:
    """The chunks never end; both clients hear the service, and not that a chunk was not sent."""
    batch, strengths = example
    taken = 0

    def endless() -> Iterator[plan_pb2.Batch]:
        nonlocal taken
        while True:
            taken += 1
            yield plan_pb2.Batch(rows=batch.rows[:1000])

    with real_service.running("--max-request-bytes", str(1 << 20)) as address:
        for connect in CONNECTIONS.values():
            taken = 0
            with connect(address) as client, pytest.raises(RequestTooLarge) as caught:
                client.plan_stream(endless(), strengths, election_date=DATE)
            assert caught.value.reason == "request-too-large"
            assert "max_request_bytes" in caught.value.message.id
            assert "max_request_bytes" in caught.value.message.en
            assert taken < 1000
