"""HTML printed as PDF by a Chromium that is installed on this machine, without a network."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pamtps_client.language import Text, filled, printable, quoted
from pamtps_client.system_errors import why

VARIABLE: Final = "PAMTPS_CHROMIUM"
NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
"""What is looked for on PATH, in this order."""
SECONDS: Final = 120
"""Longest time that printing may take."""

_FLAGS: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)


class PdfFailed(Exception):  # noqa: N818 - says what happened
    """No PDF was made."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


def find_chromium(environment: Mapping[str, str]) -> str:
    """Path of the program: PAMTPS_CHROMIUM, else the first of NAMES on PATH. Raises PdfFailed."""
    given = environment.get(VARIABLE, "")
    search = environment.get("PATH", "")
    for name in (given,) if given else NAMES:
        found = shutil.which(name, path=search)
        if found:
            return found
    if given:
        raise PdfFailed(filled(_NOT_A_PROGRAM, name=VARIABLE, found=quoted(printable(given))))
    raise PdfFailed(filled(_NOT_FOUND, names=", ".join(NAMES), variable=VARIABLE))


def print_pdf(html: str, environment: Mapping[str, str], seconds: float = SECONDS) -> bytes:
    """A page as PDF. Raises PdfFailed where there is no Chromium, or it fails or takes too long."""
    program = find_chromium(environment)
    with tempfile.TemporaryDirectory(prefix="pamtps-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "document.html"), Path(folder, "document.pdf")
        source.write_text(html, encoding="utf-8", newline="\n")
        alone = ("--no-sandbox",) if os.name == "posix" and os.geteuid() == 0 else ()
        command = [
            program,
            *_FLAGS,
            *alone,  # its sandbox does not start as root
            f"--user-data-dir={Path(folder, 'profile')}",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        told = _run(command, seconds)
        if not target.is_file() or not target.stat().st_size:
            raise PdfFailed(filled(_NOTHING_MADE, program=program, told=told))
        return target.read_bytes()


def _run(command: list[str], seconds: float) -> str:
    """The last line that the program told of errors. Its children end with it."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise PdfFailed(filled(_NOT_STARTED, program=command[0], reason=why(error))) from error
    try:
        _, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise PdfFailed(filled(_TOO_LONG, program=command[0], seconds=int(seconds))) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    lines = [line for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    return quoted(printable(lines[-1])) if lines else "-"


_NOT_FOUND: Final = Text(
    id="untuk PDF diperlukan Chromium, tetapi tidak ditemukan di PATH ({names}); pasang Chromium, "
    "sebut letaknya dalam {variable}, atau minta berkas .html dan cetak dari peramban",
    en="a PDF needs Chromium, which was not found on PATH ({names}); install it, name it in "
    "{variable}, or ask for an .html file and print that from a browser",
)
_NOT_A_PROGRAM: Final = Text(
    id="{name} berisi “{found}”, yang bukan program yang dapat dijalankan",
    en="{name} is “{found}”, which is no program that can be run",
)
_NOT_STARTED: Final = Text(
    id="{program} tidak dapat dijalankan: {reason}", en="{program} could not be run: {reason}"
)
_TOO_LONG: Final = Text(
    id="{program} tidak selesai dalam {seconds} detik; PDF tidak dibuat",
    en="{program} did not end within {seconds} seconds; no PDF was made",
)
_NOTHING_MADE: Final = Text(
    id="{program} tidak membuat PDF: {told}", en="{program} made no PDF: {told}"
)
