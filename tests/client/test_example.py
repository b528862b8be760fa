"""The example's files are what its script writes from the published figures, and the demo runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_files_are_as_the_script_writes_them(repository: Path) -> None:
    """The script counts every published figure again before it compares."""
    script = repository / "examples" / "ntt-pilkada-2024" / "make.py"
    done = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_demo_prints_a_plan_and_exits_0(repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, repository / "examples" / "demo.py"],
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    assert "plans/" in done.stdout
    assert "53.71 Kota Kupang" in done.stdout
