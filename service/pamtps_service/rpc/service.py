"""The raw-byte handlers: a call's bytes go to a worker, and its answer or its error comes back.

Every call ends in exactly one log event, and every exception in an answer: nothing but a code, an
id and a text of the catalogue leaves the service.
"""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Final

import grpc
import structlog
from pamtps.v1 import planning_service_pb2

from pamtps_service.rpc.errors import CallFailure, call_failure, details, failure
from pamtps_service.rpc.jobs import (
    OUT_OF_MEMORY,
    STOPPED,
    Done,
    Failed,
    Job,
    NoWorker,
    Outcome,
    QueueFullError,
    WorkersEnded,
)
from pamtps_service.rpc.memory import MESSAGE_COST, Memory, MemoryFullError, Share
from pamtps_service.rpc.methods import METHODS, Method
from pamtps_service.rpc.packing import Packed
from pamtps_service.rpc.pool import Pool

RETRY_SECONDS: Final = 5
"""After how many seconds a caller may try again where the front holds too much."""
STEPS: Final[Mapping[str, planning_service_pb2.PlanningStep.ValueType]] = {
    "classes": planning_service_pb2.PLANNING_STEP_CLASSES,
    "posts": planning_service_pb2.PLANNING_STEP_POSTS,
    "allocation": planning_service_pb2.PLANNING_STEP_ALLOCATION,
    "findings": planning_service_pb2.PLANNING_STEP_FINDINGS,
    "verify": planning_service_pb2.PLANNING_STEP_VERIFY,
}
"""The steps of a job that its caller is told, after PLANNING_STEP_RECEIVED."""
REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
"""A caller's request id is taken where it looks like this; else one is made."""

Context = grpc.aio.ServicerContext[bytes, bytes]

log = structlog.get_logger()


@dataclass(slots=True)
class _Call:
    """What the log says of a call."""

    name: str
    method: Method
    request_id: str
    bytes_in: int = 0
    bytes_out: int = 0
    most_seconds: int = 0
    """The setting job_seconds, where it ends the call before its own deadline does."""


class RawHandlers(grpc.GenericRpcHandler):
    """Serves the methods of METHODS, bytes in and bytes out."""

    def __init__(self, pool: Pool, own: Mapping[str, Callable[[], bytes]]) -> None:
        """`own` are the replies to methods that the front answers by itself, by full name."""
        self._pool = pool
        self._own = own
        self._memory = Memory(pool.settings.max_held_bytes)

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> grpc.RpcMethodHandler[bytes, bytes] | None:
        """The handler of a method; None, and so UNIMPLEMENTED, where it is not in the table."""
        name = handler_call_details.method
        method = METHODS.get(name)
        if method is None:
            return None

        async def unary(request: bytes, context: Context) -> bytes:
            call = _Call(name, method, _request_id(context), len(request))
            reply = await self._concluded(call, context, self._result(call, request, context))
            return reply or b""

        async def stream(requests: AsyncIterator[bytes], context: Context) -> None:
            call = _Call(name, method, _request_id(context))
            await self._concluded(call, context, self._streamed(call, requests, context))

        handler: Any = stream if method.streams else unary  # the stubs know only those of threads
        if method.streams:
            return grpc.stream_stream_rpc_method_handler(handler)
        return grpc.unary_unary_rpc_method_handler(handler)

    async def _concluded(
        self, call: _Call, context: Context, work: Coroutine[Any, Any, bytes | CallFailure | None]
    ) -> bytes | None:
        """Does the work of a call, and ends the call: with its log event, and its error if any."""
        began = time.monotonic()
        reply, code, failed = None, "OK", None
        try:
            result = await work
            if isinstance(result, CallFailure):
                failed, code = result, result.code.name
            else:
                reply = result
                call.bytes_out += len(reply or b"")
        except asyncio.CancelledError:
            left = context.time_remaining()
            code = "DEADLINE_EXCEEDED" if left is not None and left <= 0 else "CANCELLED"
            raise
        except BaseException as error:  # noqa: BLE001
            # Also what is no Exception: grpc would leave the caller waiting for its deadline.
            failed = _internal(call.request_id, call.name, error)
            code = failed.code.name
        finally:
            log.info(
                "call",
                method=call.name,
                code=code,
                reason=failed.reason if failed else None,
                faults=failed.count if failed else None,
                duration_ms=round((time.monotonic() - began) * 1000, 1),
                bytes_in=call.bytes_in,
                bytes_out=call.bytes_out,
                request_id=call.request_id,
                peer=context.peer(),
            )
        if failed:
            text, metadata = details(failed, call.request_id)
            await context.abort(failed.code, text, metadata)
        context.set_trailing_metadata((("x-request-id", call.request_id),))
        return reply

    async def _result(self, call: _Call, request: bytes, context: Context) -> bytes | CallFailure:
        """The reply to one message."""
        settings = self._pool.settings
        if call.method.queue is None:
            return self._own[call.name]()
        if len(request) > settings.max_request_bytes:
            return _too_large(len(request), settings.max_request_bytes)
        with self._memory.share() as share:
            try:
                share.add(len(request))
            except MemoryFullError as full:
                return _memory_full(full)
            job = self._job(call, (request,), self._deadline(call, context))
            outcome = await self._outcome(job, call)
        if isinstance(outcome, CallFailure):
            return outcome
        return self._reply_too_large(len(outcome.reply)) or outcome.reply

    async def _streamed(
        self, call: _Call, requests: AsyncIterator[bytes], context: Context
    ) -> CallFailure | None:
        """Answers a stream: the whole request is taken before a worker is, and the worker is free
        before the reply is read, so that a slow caller holds up none."""
        deadline = self._deadline(call, context)
        with self._memory.share() as share:
            try:
                async with asyncio.timeout(deadline - time.monotonic()):
                    messages = await self._received(call, requests, share)
                    if isinstance(messages, CallFailure):
                        return messages
                    job = self._job(call, messages, deadline)
                    del messages
                    outcome = await self._with_steps(job, call, context)
                    del job
                    if isinstance(outcome, CallFailure):
                        return outcome
                    share.give_back()
                    parts = deque(outcome.parts)
                    del outcome
                    return await self._sent(parts, call, context, share)
            except MemoryFullError as full:
                return _memory_full(full)
            except TimeoutError:
                return _too_late(call)

    async def _received(
        self, call: _Call, requests: AsyncIterator[bytes], share: Share
    ) -> tuple[bytes, ...] | CallFailure:
        """The messages of a request, which is no longer read when it is too large.
        MemoryFullError."""
        most = self._pool.settings.max_request_bytes
        messages: list[bytes] = []
        size = 0
        async for message in requests:
            call.bytes_in += len(message)
            size += len(message) + MESSAGE_COST
            if size > most:
                return _too_large(size, most)
            share.add(len(message) + MESSAGE_COST)
            messages.append(message)
        return tuple(messages)

    async def _with_steps(self, job: Job, call: _Call, context: Context) -> Done | CallFailure:
        """The outcome of a job, whose steps are told to the caller when they begin: once, also
        where the job is tried again."""
        # Before the job: it fails where the caller has gone, which may have looked like the end of
        # the request.
        await self._tell(call, context, planning_service_pb2.PLANNING_STEP_RECEIVED)
        steps: asyncio.Queue[str | None] = asyncio.Queue()
        job.on_step = steps.put_nowait
        untold = dict(STEPS)
        running = asyncio.create_task(self._outcome(job, call))
        running.add_done_callback(lambda _: steps.put_nowait(None))
        try:
            while step := await steps.get():
                if number := untold.pop(step, None):
                    await self._tell(call, context, number)
            return await running
        finally:
            if not running.done():
                running.cancel()
                await asyncio.wait((running,))

    async def _tell(
        self, call: _Call, context: Context, step: planning_service_pb2.PlanningStep.ValueType
    ) -> None:
        message = planning_service_pb2.PlanDeploymentStreamResponse(step=step)
        await self._write(call, context, message.SerializeToString())

    async def _sent(
        self, parts: deque[Packed], call: _Call, context: Context, share: Share
    ) -> CallFailure | None:
        """Sends the parts of a reply, each of which is held until then. MemoryFullError."""
        if too_large := self._reply_too_large(max((part.size for part in parts), default=0)):
            return too_large
        share.add(sum(len(part.content) for part in parts))
        while parts:
            part = parts.popleft()
            await self._write(call, context, await part.message())
            share.give_back(len(part.content))
        return None

    async def _write(self, call: _Call, context: Context, message: bytes) -> None:
        """Sends a message as soon as the caller has room for it."""
        call.bytes_out += len(message)
        try:
            await context.write(message)
        except grpc.aio.InternalError as gone:
            # The caller has gone; grpc is about to cancel this task, and a write may be told first.
            raise asyncio.CancelledError from gone

    def _job(self, call: _Call, messages: tuple[bytes, ...], deadline: float) -> Job:
        assert call.method.queue is not None
        outcome = asyncio.get_running_loop().create_future()
        return Job(call.name, call.method.queue, messages, deadline, outcome)

    def _deadline(self, call: _Call, context: Context) -> float:
        """time.monotonic() at which the work must stop: the caller's deadline, or the longest
        job."""
        left = context.time_remaining()
        most = self._pool.settings.job_seconds
        if left is not None and left <= most:
            return time.monotonic() + left
        call.most_seconds = most
        return time.monotonic() + most

    def _reply_too_large(self, size: int) -> CallFailure | None:
        """What the caller is told instead of a message of so many bytes; None where it may be
        sent."""
        most = self._pool.settings.max_reply_bytes
        if size <= most:
            return None
        return failure(
            grpc.StatusCode.RESOURCE_EXHAUSTED, "reply-too-large", found=size, allowed=most
        )

    async def _outcome(self, job: Job, call: _Call) -> Done | CallFailure:
        """What a worker makes of a job, or what the caller is told instead."""
        if seconds := await self._pool.refused_seconds(job):
            return _refused(call.request_id, seconds)
        try:
            outcome = await self._pool.run(job)
        except QueueFullError as full:
            seconds = self._pool.retry_seconds(job.queue)
            return failure(
                grpc.StatusCode.RESOURCE_EXHAUSTED,
                "queue-full",
                retry_seconds=seconds,
                waiting=full.waiting,
                seconds=seconds,
            )
        if not isinstance(outcome, Done):
            return await self._failure(outcome, job, call)
        return outcome

    async def _failure(self, outcome: Outcome, job: Job, call: _Call) -> CallFailure:
        """What the caller is told of an outcome that is not Done."""
        if isinstance(outcome, WorkersEnded):
            log.error(
                "request-ended-workers",
                method=job.method,
                step=job.step,
                digest=job.digest,
                request_id=call.request_id,
            )
            seconds = await self._pool.refused_seconds(job)
            return _refused(call.request_id, seconds) if seconds else _named(call.request_id)
        if isinstance(outcome, NoWorker):
            return failure(grpc.StatusCode.UNAVAILABLE, "worker-unavailable", retry_seconds=1)
        assert isinstance(outcome, Failed)
        error = outcome.error
        if error["kind"] == "call":
            return call_failure(error)
        if error["kind"] == OUT_OF_MEMORY:
            return failure(
                grpc.StatusCode.RESOURCE_EXHAUSTED, "worker-memory", allowed=error["allowed"]
            )
        if error["kind"] == STOPPED:
            if error["why"] == "deadline":
                return _too_late(call)
            return failure(grpc.StatusCode.CANCELLED, "call-cancelled")
        made = _named(uuid.uuid4().hex)
        log.error(
            "unexpected-error",
            id=made.metadata["id"],
            method=job.method,
            step=job.step,
            type=error["type"],
            traceback=error["traceback"],
            request_id=call.request_id,
        )
        return made


def _too_large(found: int, allowed: int) -> CallFailure:
    return failure(
        grpc.StatusCode.RESOURCE_EXHAUSTED, "request-too-large", found=found, allowed=allowed
    )


def _too_late(call: _Call) -> CallFailure:
    if not call.most_seconds:
        return failure(grpc.StatusCode.DEADLINE_EXCEEDED, "deadline-passed")
    return failure(
        grpc.StatusCode.DEADLINE_EXCEEDED, "job-seconds-passed", allowed=call.most_seconds
    )


def _memory_full(full: MemoryFullError) -> CallFailure:
    if full.alone > full.allowed:  # trying again would never help
        return failure(
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            "memory-too-small",
            found=full.alone,
            allowed=full.allowed,
        )
    return failure(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "memory-full",
        retry_seconds=RETRY_SECONDS,
        allowed=full.allowed,
        seconds=RETRY_SECONDS,
    )


def _internal(request_id: str, name: str, error: BaseException) -> CallFailure:
    """The failure for an exception of the front itself, which is logged."""
    made = _named(uuid.uuid4().hex)
    log.error(
        "unexpected-error",
        id=made.metadata["id"],
        method=name,
        type=type(error).__name__,
        request_id=request_id,
        exc_info=error,
    )
    return made


def _named(identity: str) -> CallFailure:
    return failure(grpc.StatusCode.INTERNAL, "internal-error", id=identity)


def _refused(identity: str, seconds: int) -> CallFailure:
    return failure(
        grpc.StatusCode.INTERNAL,
        "request-ended-workers",
        retry_seconds=seconds,
        id=identity,
        seconds=seconds,
    )


def _request_id(context: Context) -> str:
    for key, value in context.invocation_metadata() or ():
        if key == "x-request-id" and isinstance(value, str) and REQUEST_ID.fullmatch(value):
            return value
    return uuid.uuid4().hex
