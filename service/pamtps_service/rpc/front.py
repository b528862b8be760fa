"""The front's life: start the workers, then the server; wait for a signal; stop in order."""

from __future__ import annotations

import asyncio
import signal
from typing import Final

import structlog

from pamtps_service.rpc.server import Server
from pamtps_service.rpc.settings import Settings
from pamtps_service.rpc.slots import Pool, Source

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
    if not await _started(pool, stop):
        return
    try:
        server = Server(settings, pool)
        servers.append(server)
        address = await server.start()
        log.info("listening", address=address, workers=settings.worker_count())
        print(f"listening on {address}", flush=True)
        await stop.wait()
        log.info("stopping", grace_seconds=settings.grace_seconds)
        await server.stop(at_once)
    finally:
        await pool.close()
    log.info("stopped")


async def _started(pool: Pool, stop: asyncio.Event) -> bool:
    """Starts the pool; false where a signal came first, and no worker is left then."""
    starting = asyncio.create_task(pool.start())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not starting.done():
        starting.cancel()
        await asyncio.wait((starting,))
        return False
    starting.result()
    return True
