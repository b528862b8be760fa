"""Service processes for the tests, ended with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rpc.running import Service

Start = Callable[..., Service]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A rules folder for the double."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "policy.yaml").write_text("first")
    return folder


@pytest.fixture
def begin(tmp_path: Path, rules: Path) -> Iterator[Start]:
    """Starts a service with the double on a free port, without waiting for it."""
    services: list[Service] = []

    def start(*arguments: str, **options: Any) -> Service:
        folder = tmp_path / f"service-{len(services)}"
        folder.mkdir()
        given = ("--rules", str(rules), "--listen", "127.0.0.1:0", "--workers", "2", *arguments)
        last = {word: number for number, word in enumerate(given[::2])}
        kept = [
            word
            for number, name in enumerate(given[::2])
            if last[name] == number
            for word in (name, given[2 * number + 1])
        ]
        services.append(Service(folder, *kept, **options))
        return services[-1]

    yield start
    for service in services:
        service.close()


@pytest.fixture
def serve(begin: Start) -> Start:
    """Starts a service with the double on a free port, and waits until it listens."""

    def start(*arguments: str, **options: Any) -> Service:
        return begin(*arguments, **options).listening()

    return start


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service with the double for all tests of a module that leave it as it was."""
    folder = tmp_path_factory.mktemp("service")
    rules = folder / "rules"
    rules.mkdir()
    (rules / "policy.yaml").write_text("first")
    arguments = ("--rules", str(rules), "--listen", "127.0.0.1:0", "--workers", "2")
    one = Service(folder, *arguments)
    try:
        yield one.listening()
    finally:
        one.close()
