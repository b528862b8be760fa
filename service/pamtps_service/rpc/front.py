"""The front's life: start the workers, then the server; wait for a signal; stop in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Final

import structlog

from pamtps_service.rpc.metrics import Metrics
from pamtps_service.rpc.pool import Pool, Source
from pamtps_service.rpc.reload import Reloader
from pamtps_service.rpc.server import AddressUnavailableError, Server
from pamtps_service.rpc.settings import Settings

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

log = structlog.get_logger()


async def serve(settings: Settings, source: Source) -> None:
    """Serves until SIGTERM, SIGINT or SIGHUP; a second signal ends the calls in flight.

    The address is bound, and `listening on HOST:PORT` written to stdout, once every worker has
    the policies and has answered. BrokenRulesError, StartError, AddressUnavailableError.
    """
    stop, at_once = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def asked() -> None:
        (at_once if stop.is_set() else stop).set()

    for number in SIGNALS:
        loop.add_signal_handler(number, asked)
    servers: list[Server] = []

    def tell(serving: bool) -> None:
        for server in servers:
            server.serving(serving)

    pool = Pool(settings, source, tell)
    metrics = Metrics()
    reloader = Reloader(settings, pool, metrics)
    if not await _started(reloader, stop):
        return
    async with AsyncExitStack() as ending:  # what is begun last ends first
        ending.push_async_callback(pool.close)
        server = Server(settings, pool, reloader)
        servers.append(server)
        address = await server.start()
        ending.push_async_callback(server.stop, at_once)
        if settings.metrics_listen:
            ending.callback(_metrics_page(metrics, settings.metrics_listen))
        reloading = asyncio.create_task(reloader.run())
        ending.push_async_callback(_cancelled, reloading)
        log.info("listening", address=address, workers=settings.worker_count())
        if settings.max_held_bytes < settings.max_request_bytes:
            log.warning(
                "requests-never-held",
                max_held_bytes=settings.max_held_bytes,
                max_request_bytes=settings.max_request_bytes,
            )
        print(f"listening on {address}", flush=True)
        await stop.wait()
        log.info("stopping", grace_seconds=settings.grace_seconds)
    log.info("stopped")


def _metrics_page(metrics: Metrics, listen: str) -> Callable[[], None]:
    """Serves the page; returns what ends it. AddressUnavailableError."""
    try:
        address, end = metrics.serve(listen)
    except OSError as error:
        raise AddressUnavailableError("metrics_listen", listen) from error
    log.info("metrics", address=address)
    return end


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait((task,))


async def _started(reloader: Reloader, stop: asyncio.Event) -> bool:
    """Starts the workers; false where a signal came first, and no worker is left then."""
    starting = asyncio.create_task(reloader.start())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not starting.done():
        starting.cancel()
        await asyncio.wait((starting,))
        return False
    starting.result()
    return True
