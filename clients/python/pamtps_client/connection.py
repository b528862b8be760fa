"""The connection that `Client` makes its calls on."""

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


class Connection:
    """The channels to one server, one for calls and one for streams, with their stubs."""

    def __init__(
        self,
        server: str = DEFAULT_SERVER,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        max_message_bytes: int | None = None,
    ) -> None:
        """Connect when first needed.

        Parameters
        ----------
        server
            `HOST:PORT`, or any target that gRPC knows.
        timeout
            Seconds that a call may take, attempts included.
        max_message_bytes
            Largest request and reply, in bytes. PAMTPS_MAX_MESSAGE_BYTES, else 512 MiB, where
            silent. The server has a limit of its own.

        Raises SettingError where PAMTPS_MAX_MESSAGE_BYTES is no number of bytes.
        """
        self.server = server
        self.timeout = timeout
        self.max_message_bytes = message_limit(max_message_bytes, os.environ)
        self._calls = grpc.insecure_channel(server, call_options(server, self.max_message_bytes))
        self._streams = grpc.insecure_channel(
            server, stream_options(server, self.max_message_bytes)
        )
        self._planning = planning_service_pb2_grpc.PlanningServiceStub(self._calls)
        self._policies = policy_service_pb2_grpc.PolicyServiceStub(self._calls)
        self._planning_streams = planning_service_pb2_grpc.PlanningServiceStub(self._streams)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; calls under way are cancelled."""
        self._calls.close()
        self._streams.close()

    def _call(
        self, method: grpc.UnaryUnaryMultiCallable[Request, Reply], request: Request
    ) -> Reply:
        try:
            return method(request, timeout=self.timeout)
        except grpc.RpcError as error:
            raise decoded(error) from error
