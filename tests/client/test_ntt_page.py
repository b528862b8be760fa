"""Every command in docs/ntt-2024.md runs as it stands there, and prints what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import REPOSITORY

PAGE = REPOSITORY / "docs" / "ntt-2024.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def commands() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines()]


def test_the_page_of_the_seed_case_prints_what_it_says(
    service: str, data_folder: Path, tmp_path: Path
) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAMTPS_")}
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join([scripts, clean.get("PATH", "")])
    environment = {
        **clean,
        "PAMTPS_SERVER": service,
        "PAMTPS_DATA": str(data_folder),
        "PATH": path,
        "COLUMNS": "160",
    }
    printed = ""
    for line in commands():
        done = subprocess.run(
            line,
            shell=True,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        # strength is short in both plans
        allowed = (3,) if line.startswith("pamtps plan") else (0,)
        assert done.returncode in allowed, f"{line}\n{done.stderr}"
        printed += done.stdout
    assert len(blocks("text")) >= 6
    assert [block for block in blocks("text") if block not in printed] == []
