"""How the server ended a stream of asyncio, whatever gRPC says of it.

A server may end a stream while it is still being sent: a request that is too large, a server that
stops. The message that cannot be sent any more is then reported by gRPC as INTERNAL, often in place
of the status that the server gave. Both are told to the callbacks of a call, so they are kept here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

import grpc

_NOT_SENT: Final = "Internal error from Core"
"""gRPC's words where a message could not be sent."""
_PATIENCE: Final = 1.0
"""Seconds to wait for the status, which comes with the end of the stream or right after it."""

Value = TypeVar("Value")


class Ending:
    """The error that the server ends a call with."""

    def __init__(self, call: grpc.aio.Call) -> None:
        self._error: asyncio.Future[grpc.aio.AioRpcError] = (
            asyncio.get_running_loop().create_future()
        )
        call.add_done_callback(self._keep)

    def _keep(self, call: grpc.aio.Call) -> None:
        code, details = _at_once(call.code()), _at_once(call.details())
        if not self._error.done() and not _is_not_sent(code, details):
            metadata = _at_once(call.trailing_metadata())
            self._error.set_result(
                grpc.aio.AioRpcError(code, grpc.aio.Metadata(), metadata, details)
            )

    async def error(self, raised: grpc.RpcError) -> grpc.RpcError:
        """The error that was raised, or the server's where gRPC put another in its place."""
        if not isinstance(raised, grpc.aio.AioRpcError):
            return raised
        if not _is_not_sent(raised.code(), raised.details()):
            return raised
        done, _ = await asyncio.wait([self._error], timeout=_PATIENCE)
        return self._error.result() if done else raised


def _is_not_sent(code: grpc.StatusCode, details: str | None) -> bool:
    return code is grpc.StatusCode.INTERNAL and details == _NOT_SENT


def _at_once(known: Coroutine[Any, Any, Value]) -> Value:
    """What a coroutine of a call gives that has ended: it waits for nothing, and what it gives now
    may be another the next moment.
    """
    try:
        known.send(None)
    except StopIteration as given:
        value: Value = given.value
        return value
    raise RuntimeError("a call that has ended has no status")
