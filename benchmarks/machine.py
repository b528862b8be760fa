"""What the machine is that was measured on."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from pathlib import Path
from typing import Final

PACKAGES: Final = ("numpy", "grpcio", "protobuf", "highspy", "durable_rules")


def described() -> str:
    """One line of Markdown: cores, processor, system, versions of what is measured."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
    return (
        f"{os.cpu_count()} cores, {processor()}, {platform.system()} {platform.machine()}; "
        f"Python {platform.python_version()}, {', '.join(versions)}"
    )


def processor() -> str:
    """The processor's name, as the system tells it."""
    told = Path("/proc/cpuinfo")
    if told.is_file():
        for line in told.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or "a processor without a name"
