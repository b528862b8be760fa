"""Plans that are streamed: what is sent, how the reply is put together, attempts and ends."""

from __future__ import annotations

from collections.abc import Iterator

import grpc
import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_client import (
    CallFailed,
    Client,
    NoAnswerInTime,
    RequestRejected,
    RequestTooLarge,
    ServerNotReached,
)
from pamtps_client.requests import header_of, plan_request
from pamtps_client.stream import (
    ARROW_IN_ONE_MESSAGE,
    ROWS_IN_CHUNK,
    ROWS_IN_ONE_MESSAGE,
    BatchMessages,
    fits_in_one_message,
)

from tests.client.connections import Connect
from tests.client.fake_server import POSTS, STEPS, Answers, small_plan

DATE = "2024-11-27"
LIMIT = 512 << 20


def batch(count: int, start: int = 0) -> plan_pb2.Batch:
    """TPS with one attribute whose values are the numbers of their rows."""
    made = plan_pb2.Batch()
    for number in range(start, start + count):
        village, tps = divmod(number, 900)
        code = f"53.02.01.{village + 2001:04d}.{tps + 1:03d}"
        made.rows.add(tps_code=code, risk_tier=plan_pb2.RISK_TIER_RAWAN)
    made.attributes.add(name="signal", values=map(str, range(start, start + count)))
    return made


def chunks(*counts: int) -> Iterator[plan_pb2.Batch]:
    start = 0
    for count in counts:
        yield batch(count, start)
        start += count


class TestWhatIsSent:
    def test_chunks_have_one_form(self, server: Answers, connect: Connect) -> None:
        """Of files some of which are large and some are not, for instance."""
        given = [batch(2), plan_pb2.Batch(arrow=[b"a table"])]
        with connect(server.address) as client:
            for both in (given, given[::-1]):
                with pytest.raises(TypeError, match="as_rows=True"):
                    client.plan_stream(both, election_date=DATE)
            client.plan_stream([plan_pb2.Batch(), *given[:1], plan_pb2.Batch()], election_date=DATE)

    def test_steps_are_told_to_a_plain_function(self, server: Answers, connect: Connect) -> None:
        async def lost(step: int) -> None:
            raise AssertionError(step)

        with connect(server.address) as client:
            for wrong in (lost, "step"):
                with pytest.raises(TypeError, match="plain function"):
                    client.plan_stream(batch(2), election_date=DATE, on_step=wrong)  # type: ignore[arg-type]

    def test_a_small_batch_goes_in_one_call(self, server: Answers, connect: Connect) -> None:
        with connect(server.address) as client:
            client.plan(batch(3), election_date=DATE, form="arrow")
        assert server.streamed == []
        (request,) = server.planned
        assert request.batch == batch(3)
        assert request.form == planning_service_pb2.PLAN_FORM_ARROW
        assert request.on_invalid == planning_service_pb2.ON_INVALID_REJECT

    def test_a_large_batch_is_streamed_and_arrives_as_it_is(
        self, server: Answers, connect: Connect
    ) -> None:
        large = batch(ROWS_IN_ONE_MESSAGE + 1)
        strengths = [plan_pb2.Strength(area_code="53.02", force=plan_pb2.FORCE_POLRI, personnel=5)]
        with connect(server.address) as client:
            plan = client.plan(large, strengths, election_date=DATE, policy="ntt-2024")
        assert list(plan.posts) == POSTS
        (messages,) = server.streamed
        sizes = [len(message.chunk.rows) for message in messages[1:]]
        assert sizes == [ROWS_IN_CHUNK] * 6 + [ROWS_IN_ONE_MESSAGE + 1 - 6 * ROWS_IN_CHUNK]
        (request,) = server.planned
        expected = plan_request(large, strengths, election_date=DATE, policy="ntt-2024")
        # merging chunks puts their attributes one after the other
        columns = [value for column in request.batch.attributes for value in column.values]
        assert columns == list(large.attributes[0].values)
        assert request.batch.rows == large.rows
        assert header_of(request) == header_of(expected)

    def test_all_faults_of_a_large_batch_are_asked_for_by_a_stream(
        self, server: Answers, connect: Connect
    ) -> None:
        fault = planning_service_pb2.FieldFault(field="batch.rows[7].tps_code", code="unknown-area")
        server.faults = [fault] * 1000
        with connect(server.address) as client:
            faults = client.check(batch(ROWS_IN_ONE_MESSAGE + 1), election_date=DATE)
        assert len(faults) == 1000
        (messages,) = server.streamed
        assert messages[0].header.validate_only

    def test_chunks_are_sent_as_they_come(self, server: Answers, connect: Connect) -> None:
        with connect(server.address) as client:
            reply = client.plan_stream(chunks(2, 5, 1), election_date=DATE, view="basic")
        assert list(reply.plan.posts) == POSTS
        (messages,) = server.streamed
        assert messages[0].header.view == planning_service_pb2.PLAN_VIEW_BASIC
        assert [message.chunk for message in messages[1:]] == list(chunks(2, 5, 1))

    def test_arrow_streams_are_a_message_each(self, server: Answers, connect: Connect) -> None:
        tables = [b"first", b"second", b"third"]
        with connect(server.address) as client:
            client.plan_stream(plan_pb2.Batch(arrow=tables), election_date=DATE)
        (messages,) = server.streamed
        assert [message.chunk.arrow[:] for message in messages[1:]] == [[one] for one in tables]

    def test_the_size_of_arrow_tables_decides_too(self) -> None:
        most = plan_pb2.Batch(arrow=[b"x" * ARROW_IN_ONE_MESSAGE])
        assert fits_in_one_message(most, LIMIT)
        assert not fits_in_one_message(plan_pb2.Batch(arrow=[*most.arrow, b"x"]), LIMIT)

    def test_a_batch_that_is_large_for_the_limit_is_streamed(
        self, server: Answers, connect: Connect
    ) -> None:
        with connect(server.address, max_message_bytes=4096) as client:
            client.plan(batch(30), election_date=DATE)
        assert len(server.streamed) == 1

    def test_a_request_as_a_message_is_streamed_where_steps_are_asked_for(
        self, server: Answers, connect: Connect
    ) -> None:
        request = plan_request(batch(3), election_date=DATE, on_invalid="skip")
        steps: list[int] = []
        with connect(server.address) as client:
            client.plan_deployment(request)
            client.plan_deployment(request, on_step=steps.append)
        assert server.planned == [request, request]
        assert len(server.streamed) == 1
        assert steps == STEPS


class TestChunks:
    @pytest.mark.parametrize("count", [0, 1, ROWS_IN_CHUNK, ROWS_IN_CHUNK + 1, 2 * ROWS_IN_CHUNK])
    def test_no_row_and_no_value_is_lost(self, count: int) -> None:
        whole = batch(count)
        header = plan_request(None, election_date=DATE)
        first, *rest = BatchMessages(header, whole)
        assert first.header == header
        assert [row for message in rest for row in message.chunk.rows] == list(whole.rows)
        columns = [message.chunk.attributes[0] for message in rest]
        assert [value for column in columns for value in column.values] == [
            *whole.attributes[0].values
        ]
        for message in rest:
            assert len(message.chunk.rows) == len(message.chunk.attributes[0].values)

    @pytest.mark.parametrize("values", [0, 1, ROWS_IN_CHUNK + 3, 3 * ROWS_IN_CHUNK])
    def test_attributes_that_do_not_fit_the_rows_still_do_not(self, values: int) -> None:
        whole = batch(ROWS_IN_CHUNK + 2)
        whole.attributes[0].values[:] = ["x"] * values
        _, *rest = BatchMessages(plan_request(None, election_date=DATE), whole)
        counts = [
            (len(message.chunk.rows), len(message.chunk.attributes[0].values)) for message in rest
        ]
        assert sum(count for _, count in counts) == values
        assert any(rows != count for rows, count in counts)


class TestReply:
    def test_parts_are_merged_and_steps_told_in_order(
        self, server: Answers, connect: Connect
    ) -> None:
        steps: list[int] = []
        with connect(server.address) as client:
            reply = client.plan_stream(batch(1), election_date=DATE, on_step=steps.append)
        assert steps == STEPS
        expected = small_plan()
        expected.posts.extend(POSTS)
        assert reply.plan == expected

    def test_rows_that_were_left_out_are_returned(self, server: Answers, connect: Connect) -> None:
        server.status = plan_pb2.PLAN_STATUS_PARTIAL
        server.skipped = [planning_service_pb2.SkippedRow(row=3, tps_code="53.99.01.2001.001")]
        with connect(server.address) as client:
            reply = client.plan_stream(batch(5), election_date=DATE, on_invalid="skip")
        assert server.planned[0].on_invalid == planning_service_pb2.ON_INVALID_SKIP
        assert reply.plan.status == plan_pb2.PLAN_STATUS_PARTIAL
        assert list(reply.skipped) == server.skipped

    def test_the_parts_can_be_taken_one_by_one(self, server: Answers, connect: Connect) -> None:
        messages = BatchMessages(plan_request(None, election_date=DATE), batch(1))
        with connect(server.address) as client:
            answers = list(client.plan_deployment_stream(messages))
        kinds = [answer.WhichOneof("content") for answer in answers]
        assert kinds == ["step"] * len(STEPS) + ["part"] * (1 + len(POSTS))
        assert answers[-1].part.plan.posts[0] == POSTS[-1]

    def test_a_rejected_stream_carries_its_faults(self, server: Answers, connect: Connect) -> None:
        server.faults = [planning_service_pb2.FieldFault(field="election_date", code="date-shape")]
        with connect(server.address) as client, pytest.raises(RequestRejected) as caught:
            client.plan_stream(batch(1), election_date="tomorrow")
        assert [fault.code for fault in caught.value.faults] == ["date-shape"]


UNAVAILABLE = (grpc.StatusCode.UNAVAILABLE, "draining")


class TestAttempts:
    def test_what_can_be_sent_again_is_tried_once_more(
        self, server: Answers, connect: Connect
    ) -> None:
        server.failures = [UNAVAILABLE]
        with connect(server.address) as client:
            assert client.plan_stream(batch(2), election_date=DATE).plan.name
        assert [len(messages) for messages in server.streamed] == [1, 2]
        assert server.planned[0].batch == batch(2)

    def test_a_list_of_chunks_can_be_sent_again(self, server: Answers, connect: Connect) -> None:
        server.failures = [UNAVAILABLE]
        with connect(server.address) as client:
            assert client.plan_stream([*chunks(2, 2)], election_date=DATE).plan.name
        assert [message.chunk for message in server.streamed[1][1:]] == [*chunks(2, 2)]

    def test_it_is_tried_twice_at_most(self, server: Answers, connect: Connect) -> None:
        server.failures = [UNAVAILABLE] * 3
        with connect(server.address) as client, pytest.raises(ServerNotReached):
            client.plan_stream(batch(2), election_date=DATE)
        assert len(server.streamed) == 2

    def test_chunks_from_an_iterator_are_sent_once(self, server: Answers, connect: Connect) -> None:
        server.failures = [UNAVAILABLE]
        with connect(server.address) as client, pytest.raises(ServerNotReached):
            client.plan_stream(chunks(2, 2), election_date=DATE)
        assert len(server.streamed) == 1

    def test_a_stream_that_answered_is_not_tried_again(
        self, server: Answers, connect: Connect
    ) -> None:
        server.failures = [UNAVAILABLE]
        server.answered = 1
        steps: list[int] = []
        with connect(server.address) as client, pytest.raises(ServerNotReached):
            client.plan_stream(batch(2), election_date=DATE, on_step=steps.append)
        assert len(server.streamed) == 1
        assert steps == STEPS[:1]

    def test_any_other_status_is_an_answer(self, server: Answers, connect: Connect) -> None:
        server.failures = [(grpc.StatusCode.INTERNAL, "because")]
        with connect(server.address) as client, pytest.raises(CallFailed, match="because"):
            client.plan_stream(batch(2), election_date=DATE)
        assert len(server.streamed) == 1

    def test_one_deadline_holds_for_all_attempts(self, server: Answers, connect: Connect) -> None:
        server.failures = [UNAVAILABLE]
        server.held = True
        with connect(server.address, timeout=1.5) as client, pytest.raises(NoAnswerInTime):
            client.plan_stream(batch(2), election_date=DATE)


class TestEnds:
    def test_a_server_that_refuses_while_chunks_are_sent_is_heard(
        self, server: Answers, connect: Connect
    ) -> None:
        """gRPC for asyncio says INTERNAL where a message cannot be sent any more."""

        def endless() -> Iterator[plan_pb2.Batch]:
            while True:
                yield batch(200)

        server.failures = [(grpc.StatusCode.RESOURCE_EXHAUSTED, "too large")] * 20
        with connect(server.address) as client:
            for _ in range(20):
                with pytest.raises(RequestTooLarge, match="too large"):
                    client.plan_stream(endless(), election_date=DATE)

    def test_what_the_chunks_raise_is_raised_and_ends_the_call(
        self, server: Answers, connect: Connect, caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken() -> Iterator[plan_pb2.Batch]:
            yield batch(1)
            raise OSError("the disk is gone")

        server.held = True
        with (
            connect(server.address) as client,
            pytest.raises(OSError, match="the disk is gone"),
        ):
            client.plan_stream(broken(), election_date=DATE)
        assert server.cancelled.wait(10)
        assert caplog.records == []

    def test_what_on_step_raises_ends_the_call(self, server: Answers, connect: Connect) -> None:
        def refuse(step: int) -> None:
            assert server.holding.wait(10)
            raise KeyError(step)

        server.answered = 1
        server.held = True
        with connect(server.address) as client, pytest.raises(KeyError):
            client.plan_stream(batch(1), election_date=DATE, on_step=refuse)
        assert server.cancelled.wait(10)

    def test_closing_the_answers_cancels_the_call(self, server: Answers) -> None:
        server.answered = 2
        server.held = True
        messages = BatchMessages(plan_request(None, election_date=DATE), batch(1))
        with Client(server.address) as client:
            answers = client.plan_deployment_stream(messages)
            assert next(answers).step == STEPS[0]
            assert server.holding.wait(10)
            answers.close()
            assert server.cancelled.wait(10)
