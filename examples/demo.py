#!/usr/bin/env python3
"""Start the service, plan NTT's 9,866 TPS of Pilkada 2024, print the result, stop the service.

    python examples/demo.py     # or: make demo

It runs the command `pamtps` of the same Python that runs it, from the repository's own rules/, and
exits 0 when a plan was made, whether or not strength is short.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO

REPOSITORY = Path(__file__).resolve().parent.parent
EXAMPLE = REPOSITORY / "examples" / "ntt-pilkada-2024"
ELECTION_DATE = "2024-11-27"
START_SECONDS = 60
STOP_SECONDS = 30
COMPLETE, SHORT = 0, 3


def pamtps(*arguments: str) -> list[str]:
    """The command line of `pamtps` with these arguments."""
    return [sys.executable, "-m", "pamtps_client", *arguments]


def address_of(output: IO[str]) -> str:
    """HOST:PORT from the service's line `listening on HOST:PORT`; empty where there is none."""
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append(output.readline()), daemon=True)
    reader.start()
    reader.join(START_SECONDS)
    words, _, address = found[0].strip().rpartition(" ") if found else ("", "", "")
    return address if words == "listening on" else ""


def plan(address: str) -> int:
    """Plan the example on the service and return the command's exit code."""
    arguments = ["plan", str(EXAMPLE / "tps.csv"), "--strengths", str(EXAMPLE / "strengths.csv")]
    arguments += ["--election-date", ELECTION_DATE, "--server", address]
    return subprocess.run(pamtps(*arguments), check=False).returncode


def stop(service: subprocess.Popen[str]) -> None:
    """Ask the service to stop, and end it where it does not."""
    service.terminate()
    try:
        service.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        service.kill()
        service.wait()


def main() -> int:
    """Run the demo and return its exit code."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        service = subprocess.Popen(
            pamtps("serve", "--rules", str(REPOSITORY / "rules"), "--listen", "127.0.0.1:0"),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert service.stdout is not None
            address = address_of(service.stdout)
            code = None
            if address:
                print(f"The service is at {address}. Planning NTT, Pilkada 2024:\n", flush=True)
                started = time.monotonic()
                code = plan(address)
                seconds = time.monotonic() - started
        finally:
            stop(service)
        if code not in (COMPLETE, SHORT):
            log.seek(0)
            print(f"demo: no plan was made; the service's log:\n{log.read()}", file=sys.stderr)
            return 1
    word = "complete" if code == COMPLETE else "short of strength"
    print(f"\nThe plan is {word}; it took {seconds:.1f} s from start to printed table.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
