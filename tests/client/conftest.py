"""Servers and files for the tests of the client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.client import fake_server, real_service
from tests.client.connections import CONNECTIONS, Connect
from tests.client.fake_server import Answers


@pytest.fixture
def server() -> Iterator[Answers]:
    """A server that answers what the test tells it."""
    with fake_server.running() as answers:
        yield answers


@pytest.fixture(params=CONNECTIONS)
def connect(request: pytest.FixtureRequest) -> Connect:
    """Makes a client of either kind, with the calls of `Client`."""
    return CONNECTIONS[request.param]


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The address of the real service with the repository's rules."""
    with real_service.running() as address:
        yield address


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., str]:
    """Writes a file of the given lines (or bytes) and returns its path."""

    def write(*lines: str, name: str = "tps.csv", raw: bytes | None = None) -> str:
        path = tmp_path / name
        path.write_bytes(raw if raw is not None else "".join(f"{x}\n" for x in lines).encode())
        return str(path)

    return write
