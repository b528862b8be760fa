"""The gRPC server: handlers, health, reflection, limits, and how it starts and stops."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, Final

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

# Reflection answers from the descriptors that these imports register.
from pamtps.v1 import planning_service_pb2, policy_service_pb2

from pamtps_service.rpc.methods import SERVICES
from pamtps_service.rpc.pool import Pool
from pamtps_service.rpc.reload import Reloader
from pamtps_service.rpc.service import RawHandlers
from pamtps_service.rpc.settings import Settings
from pamtps_service.rpc.status import STATUS, status

DESCRIPTORS: Final = (planning_service_pb2.DESCRIPTOR, policy_service_pb2.DESCRIPTOR)
"""What reflection tells of; it finds them by having been imported."""
INT32_MAX: Final = (1 << 31) - 1
MOST_METADATA: Final = 16 << 10
"""Bytes of a call's metadata, at most: room for a token."""
LAST_WORD: Final = 0.1
"""Seconds in which those who watch health are told of the end."""


class AddressUnavailableError(Exception):
    """The address of a setting cannot be listened at."""

    def __init__(self, setting: str, address: str) -> None:
        self.setting, self.address = setting, address
        super().__init__(f"{setting} {address}")


class Health(health.aio.HealthServicer):
    """The standard health service, except that whoever watches is let go when the server stops.

    A watching call never ends by itself, so that it would hold up every stop for the whole grace.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ending = asyncio.Event()

    async def Watch(self, request: Any, context: Any) -> None:  # noqa: N802
        watching = asyncio.create_task(super().Watch(request, context))
        ending = asyncio.create_task(self._ending.wait())
        either: tuple[asyncio.Task[Any], ...] = (watching, ending)
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in either:
                task.cancel()
            await asyncio.wait(either)
        if not watching.cancelled():
            watching.result()

    async def tell(self, serving: bool) -> None:
        """Says of the server and of each of its services whether calls can be answered."""
        said = health_pb2.HealthCheckResponse
        for name in ("", *SERVICES):
            await self.set(name, said.SERVING if serving else said.NOT_SERVING)

    async def end(self) -> None:
        """Says NOT_SERVING for good, and ends the calls of those who watch."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORD):
                await self.enter_graceful_shutdown()
        await asyncio.sleep(LAST_WORD)
        self._ending.set()


class Server:
    """The front's gRPC server before a pool of workers."""

    def __init__(self, settings: Settings, pool: Pool, reloader: Reloader) -> None:
        self._settings = settings
        self._server = grpc.aio.server(
            options=_options(settings), maximum_concurrent_rpcs=settings.max_calls
        )
        own = {STATUS: lambda: status(pool, reloader)}
        self._server.add_generic_rpc_handlers((RawHandlers(pool, own),))
        self._health = Health()
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        names = (*SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME)
        reflection.enable_server_reflection(names, self._server)
        self._telling: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """Binds the address and serves. Returns HOST:PORT. AddressUnavailableError."""
        address = self._settings.listen
        host, _, _ = address.rpartition(":")
        try:
            port = self._server.add_insecure_port(address)
        except RuntimeError as error:
            raise AddressUnavailableError("listen", address) from error
        if not port:
            raise AddressUnavailableError("listen", address)
        await self._health.tell(True)
        await self._server.start()
        return f"{host}:{port}"

    def serving(self, serving: bool) -> None:
        """Has health say whether calls can be answered."""
        task = asyncio.create_task(self._health.tell(serving))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def stop(self, at_once: asyncio.Event) -> None:
        """Says NOT_SERVING, takes no new calls, and lets those in flight end.

        After `grace_seconds`, or when the event is set, what is left is ended.
        """
        await self._health.end()
        stopping = asyncio.create_task(self._server.stop(self._settings.grace_seconds))
        hurried = asyncio.create_task(at_once.wait())
        either: tuple[asyncio.Task[Any], ...] = (stopping, hurried)
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        hurried.cancel()
        if not stopping.done():
            await self._server.stop(0)
        await stopping


def _options(settings: Settings) -> tuple[tuple[str, int], ...]:
    return (
        # On by default: a second server would share the port without a word.
        ("grpc.so_reuseport", 0),
        # grpc ends a call whose request is longer without asking the handler, and its error names
        # no setting; hence room above the setting, where the handler's own error is given.
        ("grpc.max_receive_message_length", min(2 * settings.max_request_bytes, INT32_MAX)),
        ("grpc.max_send_message_length", settings.max_reply_bytes),
        ("grpc.max_metadata_size", MOST_METADATA),
    )
