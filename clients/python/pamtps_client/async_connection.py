"""The connection that `AsyncClient` makes its calls on."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self, TypeVar

import grpc
from google.protobuf.message import Message
from pamtps.v1 import planning_service_pb2_grpc, policy_service_pb2_grpc

from pamtps_client.call_errors import decoded
from pamtps_client.channel import (
    DEFAULT_SERVER,
    DEFAULT_TIMEOUT,
    call_options,
    message_limit,
    stream_options,
)

Request = TypeVar("Request", bound=Message)
Reply = TypeVar("Reply", bound=Message)


class AsyncConnection:
    """As `Connection`, for asyncio."""

    def __init__(
        self,
        server: str = DEFAULT_SERVER,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        max_message_bytes: int | None = None,
    ) -> None:
        """As `Client`."""
        self.server = server
        self.timeout = timeout
        self.max_message_bytes = message_limit(max_message_bytes, os.environ)
        self._calls = grpc.aio.insecure_channel(
            server, call_options(server, self.max_message_bytes)
        )
        self._streams = grpc.aio.insecure_channel(
            server, stream_options(server, self.max_message_bytes)
        )
        self._planning = planning_service_pb2_grpc.PlanningServiceStub(self._calls)
        self._policies = policy_service_pb2_grpc.PolicyServiceStub(self._calls)
        self._planning_streams = planning_service_pb2_grpc.PlanningServiceStub(self._streams)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """As `Client.close`."""
        await self._calls.close()
        await self._streams.close()

    async def _call(
        self, method: grpc.aio.UnaryUnaryMultiCallable[Request, Reply], request: Request
    ) -> Reply:
        try:
            return await method(request, timeout=self.timeout)
        except grpc.RpcError as error:
            raise decoded(error) from error
