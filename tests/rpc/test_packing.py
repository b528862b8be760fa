"""Messages of a reply are as they were when they are read; large ones let others have a turn."""

from __future__ import annotations

import asyncio
import os

import pytest
from pamtps_service.rpc.jobs import Done, Job
from pamtps_service.rpc.methods import Queue
from pamtps_service.rpc.packing import AT_ONCE, Packed, compressed


@pytest.mark.parametrize("size", [0, 1, 70_000, AT_ONCE, AT_ONCE + 1, 5 * AT_ONCE])
def test_a_message_is_as_it_was(size: int) -> None:
    for message in (b"x" * size, os.urandom(size)):
        packed = Packed(compressed(message), size)
        assert asyncio.run(packed.message()) == message


def test_while_a_large_message_is_made_others_have_their_turn() -> None:
    async def turns() -> int:
        count = 0
        packed = Packed(compressed(b"x" * (8 * AT_ONCE)), 8 * AT_ONCE)
        making = asyncio.create_task(packed.message())
        while not making.done():
            count += 1
            await asyncio.sleep(0)
        return count

    assert asyncio.run(turns()) > 1


def test_a_job_that_has_ended_holds_no_request() -> None:
    """Timers and slots may hold it for seconds more."""

    async def held(cancelled: bool) -> tuple[tuple[bytes, ...], bool]:
        outcome = asyncio.get_running_loop().create_future()
        job = Job("method", Queue.PLANNING, (b"request",), 0.0, outcome, cancelled)
        await job.make_digest()
        job.end(Done(b"reply"))
        return job.messages, outcome.done()

    assert asyncio.run(held(cancelled=False)) == ((), True)
    assert asyncio.run(held(cancelled=True)) == ((), False)
