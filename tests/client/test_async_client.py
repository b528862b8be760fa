"""AsyncClient: what is not already asked of both clients in test_client.py and test_stream.py."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from pamtps.v1 import plan_pb2
from pamtps_client import AsyncClient, Client
from pamtps_client.requests import plan_request
from pamtps_client.stream import BatchMessages

from tests.client.fake_server import POSTS, STEPS, Answers

DATE = "2024-11-27"


def batch() -> plan_pb2.Batch:
    made = plan_pb2.Batch()
    made.rows.add(tps_code="53.02.01.2001.001", risk_tier=plan_pb2.RISK_TIER_RAWAN)
    return made


def public(kind: type) -> dict[str, Callable[..., Any]]:
    """The calls of a client, and how it is made."""
    return {
        name: found
        for name, found in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_") or name == "__init__"
    }


class TestTheSameCalls:
    def test_both_clients_have_the_same_calls(self) -> None:
        assert public(AsyncClient).keys() == public(Client).keys()
        assert len(public(Client)) > 10

    @pytest.mark.parametrize("name", public(Client))
    def test_a_call_takes_the_same_arguments(self, name: str) -> None:
        here = inspect.signature(public(Client)[name])
        there = inspect.signature(public(AsyncClient)[name])
        assert list(there.parameters) == list(here.parameters)
        for argument, one in here.parameters.items():
            other = there.parameters[argument]
            assert (other.kind, other.default) == (one.kind, one.default)
            # what may be iterated may be so asynchronously too
            assert str(other.annotation).split(" | AsyncIterable[")[0] == str(one.annotation)
        asked = str(here.return_annotation)
        answers = asked.replace("Generator[", "AsyncGenerator[").replace("None, None]", "None]")
        assert there.return_annotation == answers

    @pytest.mark.parametrize("name", public(Client))
    def test_every_call_has_a_description(self, name: str) -> None:
        assert public(Client)[name].__doc__
        described = public(AsyncClient)[name].__doc__ or ""
        assert described.startswith(f"As `Client.{name}`" if name != "__init__" else "As `Client`")

    def test_all_but_the_making_is_awaited(self) -> None:
        for name, call in public(AsyncClient).items():
            awaited = inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call)
            assert awaited == (name != "__init__"), name


class TestCancelling:
    def test_cancelling_a_task_cancels_its_call_on_the_server(self, server: Answers) -> None:
        async def run() -> None:
            async with AsyncClient(server.address) as client:
                task = asyncio.create_task(client.plan(batch(), election_date=DATE))
                assert await asyncio.to_thread(server.holding.wait, 10)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                assert await asyncio.to_thread(server.cancelled.wait, 10)

        server.held = True
        asyncio.run(run())

    @pytest.mark.parametrize("answered", [0, 2])
    def test_also_a_stream_with_and_without_answers(self, server: Answers, answered: int) -> None:
        async def run() -> None:
            async with AsyncClient(server.address) as client:
                task = asyncio.create_task(client.plan_stream(batch(), election_date=DATE))
                assert await asyncio.to_thread(server.holding.wait, 10)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                assert await asyncio.to_thread(server.cancelled.wait, 10)

        server.held = True
        server.answered = answered
        asyncio.run(run())
        assert len(server.streamed) == 1

    def test_a_time_limit_of_the_caller_does_so_too(self, server: Answers) -> None:
        async def run() -> None:
            async with AsyncClient(server.address) as client:
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.5):
                        await client.plan_stream(batch(), election_date=DATE)
                assert await asyncio.to_thread(server.cancelled.wait, 10)

        server.held = True
        asyncio.run(run())

    def test_closing_the_answers_cancels_the_call(self, server: Answers) -> None:
        async def run() -> None:
            messages = BatchMessages(plan_request(None, election_date=DATE), batch())
            async with AsyncClient(server.address) as client:
                answers = client.plan_deployment_stream(messages)
                assert (await anext(answers)).step == STEPS[0]
                assert await asyncio.to_thread(server.holding.wait, 10)
                await answers.aclose()
                assert await asyncio.to_thread(server.cancelled.wait, 10)

        server.answered = 1
        server.held = True
        asyncio.run(run())


class TestAsynchronousChunks:
    async def chunks(self) -> AsyncIterator[plan_pb2.Batch]:
        for _ in range(3):
            await asyncio.sleep(0)
            yield batch()

    def test_chunks_may_come_from_an_asynchronous_iterable(self, server: Answers) -> None:
        async def run() -> None:
            async with AsyncClient(server.address) as client:
                reply = await client.plan_stream(self.chunks(), election_date=DATE)
                assert list(reply.plan.posts) == POSTS

        asyncio.run(run())
        assert len(server.streamed[0]) == 1 + 3

    def test_what_they_raise_is_raised_and_ends_the_call(self, server: Answers) -> None:
        async def broken() -> AsyncIterator[plan_pb2.Batch]:
            yield batch()
            raise OSError("the disk is gone")

        async def run() -> None:
            async with AsyncClient(server.address) as client:
                with pytest.raises(OSError, match="the disk is gone"):
                    await client.plan_stream(broken(), election_date=DATE)

        server.held = True
        asyncio.run(run())
        assert server.cancelled.wait(10)


def test_calls_run_side_by_side(server: Answers) -> None:
    """One waits on the server while the other is answered."""

    async def run() -> None:
        async with AsyncClient(server.address) as client:
            waiting = asyncio.create_task(client.plan(batch(), election_date=DATE))
            assert await asyncio.to_thread(server.holding.wait, 10)
            assert await client.list_policies()
            assert not waiting.done()
            server.wait.set()
            assert (await waiting).name

    server.held = True
    asyncio.run(run())
