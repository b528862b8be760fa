"""The raw-byte handlers: a call's bytes go to a worker, and its answer or its error comes back.

Every call ends in exactly one log event, and every exception in an answer: nothing but a code, an
id and a text of the catalogue leaves the service.
"""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

import grpc
import structlog

from pamtps_service.rpc.errors import CallFailure, call_failure, details, failure
from pamtps_service.rpc.jobs import (
    STOPPED,
    Done,
    Failed,
    Job,
    NoWorker,
    Outcome,
    QueueFullError,
    WorkersEnded,
)
from pamtps_service.rpc.methods import METHODS, Method
from pamtps_service.rpc.pool import Pool

REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
"""A caller's request id is taken where it looks like this; else one is made."""

Context = grpc.aio.ServicerContext[bytes, bytes]

log = structlog.get_logger()


class RawHandlers(grpc.GenericRpcHandler):
    """Serves the methods of METHODS, bytes in and bytes out."""

    def __init__(self, pool: Pool, own: Mapping[str, Callable[[], bytes]]) -> None:
        """`own` are the replies to methods that the front answers by itself, by full name."""
        self._pool = pool
        self._own = own

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> grpc.RpcMethodHandler[bytes, bytes] | None:
        """The handler of a method; None, and so UNIMPLEMENTED, where it is not in the table."""
        name = handler_call_details.method
        method = METHODS.get(name)
        if method is None:
            return None

        async def answer(request: bytes, context: Context) -> bytes:
            return await self._answer(name, method, request, context)

        handler: Any = answer  # the stubs know only the handlers of threads
        return grpc.unary_unary_rpc_method_handler(handler)

    async def _answer(self, name: str, method: Method, request: bytes, context: Context) -> bytes:
        began = time.monotonic()
        request_id = _request_id(context)
        reply, code, failed = b"", "OK", None
        try:
            result = await self._result(name, method, request, context, request_id)
            if isinstance(result, CallFailure):
                failed, code = result, result.code.name
            else:
                reply = result
        except asyncio.CancelledError:
            left = context.time_remaining()
            code = "DEADLINE_EXCEEDED" if left is not None and left <= 0 else "CANCELLED"
            raise
        except BaseException as error:  # noqa: BLE001
            # Also what is no Exception: grpc would leave the caller waiting for its deadline.
            failed = _internal(request_id, name, error)
            code = failed.code.name
        finally:
            log.info(
                "call",
                method=name,
                code=code,
                reason=failed.reason if failed else None,
                faults=failed.count if failed else None,
                duration_ms=round((time.monotonic() - began) * 1000, 1),
                bytes_in=len(request),
                bytes_out=len(reply),
                request_id=request_id,
                peer=context.peer(),
            )
        if failed:
            text, metadata = details(failed, request_id)
            await context.abort(failed.code, text, metadata)
        context.set_trailing_metadata((("x-request-id", request_id),))
        return reply

    async def _result(
        self, name: str, method: Method, request: bytes, context: Context, request_id: str
    ) -> bytes | CallFailure:
        settings = self._pool.settings
        if method.queue is None:
            return self._own[name]()
        if len(request) > settings.max_request_bytes:
            return failure(
                grpc.StatusCode.RESOURCE_EXHAUSTED,
                "request-too-large",
                found=len(request),
                allowed=settings.max_request_bytes,
            )
        job = Job(
            name,
            method.queue,
            request,
            _deadline(context, settings.job_seconds),
            asyncio.get_running_loop().create_future(),
        )
        if seconds := self._pool.refused_seconds(job):
            return _refused(request_id, seconds)
        try:
            outcome = await self._pool.run(job)
        except QueueFullError as full:
            seconds = self._pool.retry_seconds(method.queue)
            return failure(
                grpc.StatusCode.RESOURCE_EXHAUSTED,
                "queue-full",
                retry_seconds=seconds,
                waiting=full.waiting,
                seconds=seconds,
            )
        if not isinstance(outcome, Done):
            return self._failure(outcome, job, request_id)
        if len(outcome.reply) > settings.max_reply_bytes:
            return failure(
                grpc.StatusCode.RESOURCE_EXHAUSTED,
                "reply-too-large",
                found=len(outcome.reply),
                allowed=settings.max_reply_bytes,
            )
        return outcome.reply

    def _failure(self, outcome: Outcome, job: Job, request_id: str) -> CallFailure:
        """What the caller is told of an outcome that is not Done."""
        if isinstance(outcome, WorkersEnded):
            log.error(
                "request-ended-workers",
                method=job.method,
                step=job.step,
                digest=job.request_digest(),
                request_id=request_id,
            )
            seconds = self._pool.refused_seconds(job)
            return _refused(request_id, seconds) if seconds else _named(request_id)
        if isinstance(outcome, NoWorker):
            return failure(grpc.StatusCode.UNAVAILABLE, "worker-unavailable", retry_seconds=1)
        assert isinstance(outcome, Failed)
        error = outcome.error
        if error["kind"] == "call":
            return call_failure(error)
        if error["kind"] == STOPPED:
            if error["why"] == "deadline":
                return failure(grpc.StatusCode.DEADLINE_EXCEEDED, "deadline-passed")
            return failure(grpc.StatusCode.CANCELLED, "call-cancelled")
        made = _named(uuid.uuid4().hex)
        log.error(
            "unexpected-error",
            id=made.metadata["id"],
            method=job.method,
            step=job.step,
            type=error["type"],
            traceback=error["traceback"],
            request_id=request_id,
        )
        return made


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


def _deadline(context: Context, most: float) -> float:
    """time.monotonic() at which the work must stop: the caller's deadline, or the longest job."""
    left = context.time_remaining()
    return time.monotonic() + (most if left is None else min(most, left))


def _request_id(context: Context) -> str:
    for key, value in context.invocation_metadata() or ():
        if key == "x-request-id" and isinstance(value, str) and REQUEST_ID.fullmatch(value):
            return value
    return uuid.uuid4().hex
