"""A reply in parts is the reply in one piece, and a batch in chunks is the batch in one piece."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.load import PolicySet
from pamtps_service.wire import write_deployment
from pamtps_service.wire.call import CallError, Steps
from pamtps_service.wire.calls import plan_deployment, plan_deployment_stream
from pamtps_service.wire.deployment import deployment
from pamtps_service.wire.write_deployment import (
    Deployment,
    head_parts,
    rows_of_regencies,
    station_parts,
    write_reply,
)

from tests.conformance.case_files import CASES, GoldenCase, all_cases, policies_of, request_of
from tests.planning.service_input import load
from tests.wire.test_requests import TEXTS, good

Request = planning_service_pb2.PlanDeploymentRequest
Reply = planning_service_pb2.PlanDeploymentResponse
QUIET = Steps(lambda _: None)
SMALL = [case for case in all_cases() if not case.large]


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    return load(TEXTS)


def made_of(policies: PolicySet, request: Request) -> Deployment:
    return deployment(policies, request, (), QUIET)


def merged(parts: list[Reply]) -> Reply:
    whole = Reply()
    for part in parts:
        whole.MergeFrom(part)
    return whole


def with_tables_joined(reply: Reply) -> tuple[Reply, list[pa.Table]]:
    """A reply without its tables, and each table with the rows of all its streams."""
    rest = Reply()
    rest.CopyFrom(reply)
    tables = []
    for name in ("arrow_posts", "arrow_stations"):
        rest.plan.ClearField(name)
        streams = [pa.ipc.open_stream(one).read_all() for one in getattr(reply.plan, name)]
        if streams:
            table = pa.concat_tables(streams)
            plain = [
                column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
                for column in table.columns
            ]
            tables.append(pa.table(plain, table.column_names))
    return rest, tables


def check_parts(made: Deployment) -> list[Reply]:
    """Fails where the parts are not the whole; returns them."""
    parts = list(head_parts(made))
    if made.plan is not None:
        for rows in rows_of_regencies(made.plan):
            parts += station_parts(made, *rows)
    assert with_tables_joined(merged(parts)) == with_tables_joined(write_reply(made))
    return parts


def regencies(codes: list[str]) -> set[str]:
    return {code[:5] for code in codes}


class TestReplies:
    @pytest.mark.parametrize("arrow", [False, True])
    @pytest.mark.parametrize("case", SMALL, ids=lambda case: case.folder.name)
    def test_parts_of_a_golden_plan_merge_into_it(
        self, case: GoldenCase, arrow: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With parts as small as can be, so that each list is cut."""
        for name in ("PART_STATIONS", "PART_BYTES", "MOST_BYTES"):
            monkeypatch.setattr(write_deployment, name, 1)
        made = made_of(policies_of(case.policies), request_of(case))
        for stations in (True, False):
            parts = check_parts(replace(made, arrow=arrow, stations=stations))
            if not arrow and stations:
                assert max(len(part.plan.stations) for part in parts) == 1

    def test_stations_and_posts_of_a_part_lie_in_the_same_regencies(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(write_deployment, "PART_STATIONS", 2)
        for case in SMALL:
            made = made_of(policies_of(case.policies), request_of(case))
            for part in check_parts(replace(made, arrow=False)):
                stations = regencies([one.tps_code for one in part.plan.stations])
                assert regencies([one.first_tps_code for one in part.plan.posts]) <= stations

    @pytest.mark.parametrize("arrow", [False, True])
    def test_a_large_regency_is_cut(self, policies: PolicySet, arrow: bool) -> None:
        request = good()
        request.ClearField("batch")
        for number in range(40_000):
            request.batch.rows.add(
                tps_code=f"53.01.01.{1000 + number // 900:04d}.{1 + number % 900:03d}",
                risk_tier=plan_pb2.RISK_TIER_RAWAN,
                registered_voters=200,
                travel_minutes=200,
            )
        request.batch.attributes.add(name="signal", values=["none"] * 40_000)
        parts = check_parts(replace(made_of(policies, request), arrow=arrow))
        assert max(part.ByteSize() for part in parts) <= write_deployment.MOST_BYTES
        assert arrow or len(parts) > 2

    def test_many_rows_that_are_skipped_are_cut(self, policies: PolicySet) -> None:
        request = good()
        request.on_invalid = planning_service_pb2.ON_INVALID_SKIP
        for _ in range(6_000):
            request.batch.rows.add(tps_code="53.1")
        request.batch.attributes[0].values.extend([""] * 6_000)
        parts = check_parts(made_of(policies, request))
        assert len(parts) > 2
        assert max(part.ByteSize() for part in parts) <= write_deployment.MOST_BYTES
        request.validate_only = True
        parts = check_parts(made_of(policies, request))
        assert len(parts) > 2
        assert max(part.ByteSize() for part in parts) <= write_deployment.MOST_BYTES


def chunk(**fields: Any) -> bytes:
    return planning_service_pb2.PlanDeploymentStreamRequest(**fields).SerializeToString()


def chunks_of(request: Request, draw: Random) -> list[bytes]:
    """The request as messages of a stream: its rows in any order, in chunks of any size, some of
    them without any."""
    header = Request()
    header.CopyFrom(request)
    header.ClearField("batch")
    rows = list(range(len(request.batch.rows)))
    draw.shuffle(rows)
    batches = []
    while rows or draw.random() < 0.3:
        size = draw.randint(0, 4)
        taken, rows = rows[:size], rows[size:]
        batch = plan_pb2.Batch(rows=[request.batch.rows[row] for row in taken])
        for column in request.batch.attributes:
            batch.attributes.add(name=column.name, values=[column.values[row] for row in taken])
        batches.append(batch)
    if batches and draw.random() < 0.5:
        header.batch.CopyFrom(batches.pop())
    return [chunk(header=header), *(chunk(chunk=batch) for batch in batches)]


def streamed(policies: PolicySet, messages: list[bytes]) -> Reply:
    replies = plan_deployment_stream(policies, iter(messages), QUIET)
    kind = planning_service_pb2.PlanDeploymentStreamResponse
    return merged([kind.FromString(one).part for one in replies])


class TestChunks:
    @pytest.mark.parametrize("case", SMALL, ids=lambda case: case.folder.name)
    def test_chunks_in_any_order_and_size_give_the_same_plan(self, case: GoldenCase) -> None:
        request = request_of(case)
        policies = policies_of(case.policies)
        whole = Reply.FromString(plan_deployment(policies, request.SerializeToString(), QUIET))
        reply = streamed(policies, chunks_of(request, Random(case.folder.name)))
        reply.plan.create_time.CopyFrom(whole.plan.create_time)
        assert reply == whole

    def test_faults_count_rows_over_all_chunks(self, policies: PolicySet) -> None:
        header = good()
        more = plan_pb2.Batch(
            rows=[plan_pb2.StationRow(tps_code="x", risk_tier=plan_pb2.RISK_TIER_RAWAN)]
        )
        with pytest.raises(CallError) as caught:
            streamed(policies, [chunk(header=header), chunk(chunk=more)])
        assert [str(one.place) for one in caught.value.faults] == ["batch.rows[3].tps_code"]

    def test_chunks_in_two_forms(self, policies: PolicySet) -> None:
        messages = [chunk(header=good()), chunk(chunk=plan_pb2.Batch(arrow=[b"x"]))]
        with pytest.raises(CallError) as caught:
            streamed(policies, messages)
        assert [one.code for one in caught.value.faults] == ["batch-in-two-forms"]

    @pytest.mark.parametrize(
        ("messages", "code"),
        [
            ([], "stream-without-header"),
            ([chunk(chunk=plan_pb2.Batch())], "stream-without-header"),
            ([b""], "stream-without-header"),
            ([chunk(header=good()), chunk(header=good())], "stream-without-chunk"),
            ([chunk(header=good()), b""], "stream-without-chunk"),
            ([chunk(header=good()), b"\xff\xff"], "malformed-message"),
        ],
    )
    def test_messages_that_are_no_stream(
        self, policies: PolicySet, messages: list[bytes], code: str
    ) -> None:
        with pytest.raises(CallError) as caught:
            streamed(policies, messages)
        assert caught.value.status == "INVALID_ARGUMENT"
        assert [one.code for one in caught.value.faults] == [code]


def test_the_golden_cases_are_there() -> None:
    assert len(SMALL) > 20
    assert CASES.is_dir()
