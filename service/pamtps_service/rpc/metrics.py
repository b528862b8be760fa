"""What a monitoring system asks: figures of the policies in force, on a page for Prometheus."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server

from pamtps_service.rpc.generation import Generation

HELP: Final = {
    "pamtps_policy_generation": "Number of the set of policies in force, from 1.",
    "pamtps_policy_load_timestamp_seconds": "When that set was taken in force.",
    "pamtps_policy_loads_total": "Sets of policies taken in force since the start.",
    "pamtps_policy_refusals_total": "Contents of the rules folder that were refused.",
    "pamtps_policy_refused": "1 while the rules folder holds what was refused, else 0.",
    "pamtps_policy_refused_timestamp_seconds": "When that was refused; 0 where nothing is.",
}


class Metrics:
    """The figures of one service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._generation = self._gauge("pamtps_policy_generation")
        self._load_time = self._gauge("pamtps_policy_load_timestamp_seconds")
        self._refused = self._gauge("pamtps_policy_refused")
        self._refused_time = self._gauge("pamtps_policy_refused_timestamp_seconds")
        self._loads = self._counter("pamtps_policy_loads_total")
        self._refusals = self._counter("pamtps_policy_refusals_total")

    def taken(self, generation: Generation) -> None:
        """A set was taken in force."""
        self._generation.set(generation.number)
        if generation.load_time is not None:
            self._load_time.set(generation.load_time.timestamp())
        self._loads.inc()
        self._tell(None)

    def refused(self, time: datetime.datetime | None) -> None:
        """What the folder holds was refused at that time; None where it holds what is in force."""
        if time is not None:
            self._refusals.inc()
        self._tell(time)

    def serve(self, address: str) -> tuple[str, Callable[[], None]]:
        """Serves the page in a thread; HOST:PORT, and what ends it. OSError."""
        host, _, port = address.rpartition(":")
        server, thread = start_http_server(int(port), host.strip("[]"), self._registry)

        def stop() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return f"{host}:{server.server_port}", stop

    def _tell(self, refused: datetime.datetime | None) -> None:
        self._refused.set(0 if refused is None else 1)
        self._refused_time.set(0 if refused is None else refused.timestamp())

    def _gauge(self, name: str) -> Gauge:
        return Gauge(name, HELP[name], registry=self._registry)

    def _counter(self, name: str) -> Counter:
        return Counter(name.removesuffix("_total"), HELP[name], registry=self._registry)
