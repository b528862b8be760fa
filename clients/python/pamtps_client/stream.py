"""What both clients share of PlanDeploymentStream: the messages that are sent, the attempts, and
the reply put together from its parts.
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

import grpc
from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_client.batches import BatchData, ChunkReader
from pamtps_client.call_errors import decoded
from pamtps_client.errors import ServerNotReached

StreamRequest = planning_service_pb2.PlanDeploymentStreamRequest
StreamResponse = planning_service_pb2.PlanDeploymentStreamResponse
OnStep = Callable[[planning_service_pb2.PlanningStep.ValueType], None]
"""Called with each step of planning as it begins."""

ROWS_IN_CHUNK: Final = 8_192

ROWS_IN_ONE_MESSAGE: Final = 50_000
"""TPS that are sent in one call without a stream, at most."""
ARROW_IN_ONE_MESSAGE: Final = 512 * 1024
"""About the same in bytes of Arrow tables, whose rows are not counted here."""
SHARE_OF_LIMIT: Final = 8
"""A batch in one message is at most this part of the limit, because its plan is larger."""

PAUSE: Final = 0.5
"""Seconds before a stream is tried again."""


def fits_in_one_message(batch: plan_pb2.Batch, max_message_bytes: int) -> bool:
    """Whether a batch and its plan are small enough for one request and one reply."""
    return (
        len(batch.rows) <= ROWS_IN_ONE_MESSAGE
        and sum(map(len, batch.arrow)) <= ARROW_IN_ONE_MESSAGE
        and batch.ByteSize() <= max_message_bytes // SHARE_OF_LIMIT
    )


@dataclass(frozen=True, slots=True, repr=False)
class BatchMessages:
    """The messages of a stream for a batch that is at hand: the header, then the batch in chunks.
    They are made while they are sent, each time anew.
    """

    header: planning_service_pb2.PlanDeploymentRequest
    batch: plan_pb2.Batch

    def __iter__(self) -> Iterator[StreamRequest]:
        batch = self.batch
        yield StreamRequest(header=self.header)
        last = len(batch.rows) - ROWS_IN_CHUNK
        for start in range(0, max(len(batch.rows), bool(batch.attributes)), ROWS_IN_CHUNK):
            # Values beyond the rows are wrong; the service is to see them.
            stop = start + ROWS_IN_CHUNK if start < last else None
            message = StreamRequest()
            message.chunk.rows.extend(batch.rows[start:stop])
            for column in batch.attributes:
                message.chunk.attributes.add(name=column.name, values=column.values[start:stop])
            yield message
        for table in batch.arrow:
            yield StreamRequest(chunk=plan_pb2.Batch(arrow=[table]))


@dataclass(frozen=True, slots=True, repr=False)
class ChunkMessages:
    """The messages of a stream for chunks that the caller has cut."""

    header: planning_service_pb2.PlanDeploymentRequest
    chunks: Iterable[BatchData]

    def __iter__(self) -> Iterator[StreamRequest]:
        yield StreamRequest(header=self.header)
        reader = ChunkReader()
        for chunk in self.chunks:
            for message in reader.read(chunk):
                yield StreamRequest(chunk=message)


def chunk_messages(
    header: planning_service_pb2.PlanDeploymentRequest, chunks: Iterable[BatchData]
) -> Iterable[StreamRequest]:
    """The header, then the chunks; an iterator, as what can be sent once is, where they are one."""
    messages = ChunkMessages(header, chunks)
    return iter(messages) if isinstance(chunks, Iterator) else messages


async def chunk_messages_async(
    header: planning_service_pb2.PlanDeploymentRequest, chunks: AsyncIterable[BatchData]
) -> AsyncIterator[StreamRequest]:
    """The header, then the chunks, once; tables are read in a thread, as those of a batch are."""
    yield StreamRequest(header=header)
    reader = ChunkReader()
    async for chunk in chunks:
        for message in await asyncio.to_thread(reader.read, chunk):
            yield StreamRequest(chunk=message)


class Attempts:
    """The attempts of one stream: a second where the server was not reached, nothing was answered,
    and the requests are no iterator, so that they can be sent again.
    """

    def __init__(
        self, requests: Iterable[StreamRequest] | AsyncIterable[StreamRequest], timeout: float
    ) -> None:
        self._deadline = time.monotonic() + timeout
        self._last = isinstance(requests, Iterator | AsyncIterator)
        self.failure: BaseException | None = None
        """What the requests raised instead of giving the next one."""

    def seconds_left(self) -> float:
        """Until the deadline, which is one for all attempts."""
        return max(self._deadline - time.monotonic(), 0.0)

    def answered(self) -> None:
        """An answer came: what follows is no longer the first."""
        self._last = True

    def pause(self, error: grpc.RpcError) -> float:
        """Seconds to wait before the next attempt. Raises what the error means where none is."""
        if self.failure is not None:
            raise self.failure from None
        failed = decoded(error)
        reached = not isinstance(failed, ServerNotReached)
        if self._last or reached or self.seconds_left() <= PAUSE:
            raise failed from error
        self._last = True
        return PAUSE


class GuardedRequests(Iterator[StreamRequest]):
    """The requests of one attempt. What they raise ends the call and is kept, to be raised where
    the answers are read; gRPC would log it, and raise another error there.
    """

    def __init__(self, requests: Iterable[StreamRequest], attempts: Attempts) -> None:
        self._requests = iter(requests)
        self._attempts = attempts
        self._call: Future[grpc.RpcContext] = Future()

    def belong_to(self, call: grpc.RpcContext) -> None:
        """The call that they are sent by, which begins before it is known."""
        self._call.set_result(call)

    def __next__(self) -> StreamRequest:
        try:
            return next(self._requests)
        except StopIteration:
            raise
        except BaseException as error:  # noqa: BLE001 - raised by Attempts.pause
            self._attempts.failure = error
            self._call.result().cancel()
            raise StopIteration from None


async def guarded_requests(
    requests: Iterable[StreamRequest] | AsyncIterable[StreamRequest], attempts: Attempts
) -> AsyncIterator[StreamRequest]:
    """As GuardedRequests; gRPC ends the call by itself."""
    try:
        if isinstance(requests, AsyncIterable):
            async for request in requests:
                yield request
        else:
            for request in requests:
                yield request
    except Exception as error:
        attempts.failure = error
        raise


class Merged:
    """The reply of a stream, put together from its parts as they come."""

    def __init__(self, on_step: OnStep | None) -> None:
        if on_step is not None and (not callable(on_step) or inspect.iscoroutinefunction(on_step)):
            raise TypeError(f"on_step is {on_step!r}; it must be a plain function of a step")
        self.reply: Final = planning_service_pb2.PlanDeploymentResponse()
        self._on_step = on_step

    def add(self, message: StreamResponse) -> None:
        """Take a message: a part of the reply, or a step, which is told."""
        if message.HasField("part"):
            self.reply.MergeFrom(message.part)
        elif self._on_step is not None and message.HasField("step"):
            self._on_step(message.step)
