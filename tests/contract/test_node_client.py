"""A client that is not Python, made from the protos alone, plans and reads an error's details."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.client import real_service

Run = Callable[..., subprocess.CompletedProcess[str]]
INSTALL_SECONDS = 180


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    with real_service.running() as address:
        yield address


@pytest.fixture(scope="module")
def node_folder(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example beside the protos, with its packages installed as locked."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        assert os.environ.get("CI") is None, "Node and npm are not here"
        pytest.skip("Node and npm are not here")
    root = tmp_path_factory.mktemp("contract")
    folder = root / "examples" / "node"
    shutil.copytree(
        repository / "examples" / "node", folder, ignore=shutil.ignore_patterns("node_modules")
    )
    shutil.copytree(repository / "protos", root / "protos")
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=INSTALL_SECONDS,
    )
    if done.returncode != 0 and os.environ.get("CI") is None:
        pytest.skip("the packages of the Node client cannot be had here")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def run(node_folder: Path, service: str) -> Run:
    """Runs the client against the real service."""

    def start(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["node", "plan.js", *arguments, "--server", service],
            cwd=node_folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return start


def test_it_plans_the_example(run: Run, repository: Path) -> None:
    example = repository / "examples" / "ntt-pilkada-2024"
    strengths = ("--strengths", str(example / "strengths.csv"))
    done = run(str(example / "tps.csv"), *strengths, "--election-date", "2024-11-27")
    assert done.returncode in (0, 3), done.stderr
    plan = json.loads(done.stdout)
    assert plan["stations"] == 9866
    polri, tni, linmas = plan["totals"]
    assert (polri["available"], tni["available"], linmas["available"]) == (6148, 2628, 19732)
    assert linmas["required"] == 19732
    for total in plan["totals"]:
        assert total["assigned"] == total["required"] - total["short"] + total["above"]


def test_it_reads_the_details_of_an_error(run: Run, tmp_path: Path) -> None:
    tps = tmp_path / "tps.csv"
    tps.write_text(
        "tps_code,risk_tier,access,travel_minutes\n"
        "53.02.01.2001.001,rawan,road,5\n"
        "53.02.01.2001.002,tinggi,road,5\n",
        encoding="utf-8",
    )
    done = run(str(tps), "--election-date", "2024-11-27")
    assert done.returncode == 2
    assert "INVALID_ARGUMENT" in done.stderr
    details = json.loads(done.stdout)
    assert details["count"] == 1
    (fault,) = details["faults"]
    assert fault["field"] == "batch.rows[1].risk_tier"
    assert fault["code"]
    assert fault["en"] != fault["id"]


def test_a_wrong_file_is_bad_input(run: Run) -> None:
    done = run("no-such-file.csv", "--election-date", "2024-11-27")
    assert done.returncode == 2
    assert "no-such-file.csv" in done.stderr
