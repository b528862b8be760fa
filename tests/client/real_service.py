"""The real service, started and stopped as an operator does, by the command `pamtps serve`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.conftest import REPOSITORY

PATIENCE = 60.0
"""Seconds that it may take to start or to stop."""


@contextmanager
def running(*flags: str) -> Iterator[str]:
    """The address of a service with the repository's rules, one worker, and the flags."""
    command = [sys.executable, "-m", "pamtps_client", "serve", "--listen", "127.0.0.1:0"]
    command += ["--rules", str(REPOSITORY / "rules"), "--workers", "1", *flags]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAMTPS_")}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        service = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=clean
        )
        output = service.stdout
        assert output is not None
        lines: list[str] = []
        reader = threading.Thread(target=lambda: lines.append(output.readline()))
        try:
            reader.start()
            reader.join(PATIENCE)
            log.seek(0)
            assert lines, "the service said nothing in time"
            assert lines[0].startswith("listening on "), log.read()
            yield lines[0].removeprefix("listening on ").strip()
        finally:
            service.terminate()
            code = service.wait(PATIENCE)
            reader.join(PATIENCE)
            output.close()
    assert code == 0, "the service did not stop as asked"
