"""Every command and program in docs/client.md runs as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import grpc
import pytest
from google.protobuf import duration_pb2
from google.rpc import error_details_pb2

from tests.client.fake_server import Answers, packed
from tests.conftest import REPOSITORY

PAGE = REPOSITORY / "docs" / "client.md"
SERVE = "pamtps serve --rules rules"
"""What the fixture `service` does, but on a free port."""


def blocks(language: str) -> list[str]:
    """The blocks of a language in the page."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def commands() -> list[str]:
    """Every line of every block of commands; those for Node are in tests/contract."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line != SERVE and line.startswith("pamtps ")]


@pytest.fixture
def environment(service: str) -> dict[str, str]:
    """The variables of a user who has installed the package and started the service."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAMTPS_")}
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join([scripts, clean.get("PATH", "")])
    return {**clean, "PAMTPS_SERVER": service, "PATH": path}


def test_the_commands_run_in_the_order_of_the_page(
    environment: dict[str, str], tmp_path: Path
) -> None:
    for name in ("examples", "rules"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    assert len(commands()) >= 9
    assert shutil.which("pamtps", path=environment["PATH"])
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
        allowed = (0, 3) if line.startswith("pamtps plan") else (0,)
        assert done.returncode in allowed, f"{line}\n{done.stderr}"
        printed += done.stdout
    assert [block for block in blocks("text") if block not in printed] == []
    assert len(blocks("text")) == 3


PRINTED = [
    r"plans/[0-9a-f]{32} PLAN_STATUS_",
    r"examples/ntt-pilkada-2024/strength\.csv: .* \(file-not-read\)\n$",
    r"9866 TPS in \d+ posts with \d+ Polri\n$",
    r"(PLANNING_STEP_\w+\n){6}plans/[0-9a-f]{32} PLAN_STATUS_(COMPLETE|SHORT)\n$",
    r"53\.01 to 53\.\d\d: \d+ posts\n(53\.\d\d to 53\.\d\d: \d+ posts\n)+$",
    r"(without ACCESS_(SEA|AIR) plans/[0-9a-f]{32}\n){2}$",
    r"plans/[0-9a-f]{32} \d+ of \d+\n$",
]
"""What the programs print, in the order of the page."""


@pytest.mark.parametrize(
    ("program", "printed"), [*zip(blocks("python"), PRINTED, strict=True)], ids=range(len(PRINTED))
)
def test_a_python_program_runs(
    environment: dict[str, str], tmp_path: Path, program: str, printed: str
) -> None:
    (tmp_path / "examples").symlink_to(REPOSITORY / "examples")
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.match(printed, done.stdout), done.stdout


def test_the_program_for_many_calls_waits_while_the_server_is_busy(
    server: Answers, tmp_path: Path
) -> None:
    (program,) = (program for program in blocks("python") if "ServerBusy" in program)
    server.failures = [(grpc.StatusCode.RESOURCE_EXHAUSTED, "busy")] * 3
    pause = duration_pb2.Duration(nanos=1_000_000)
    server.details = packed(error_details_pb2.RetryInfo(retry_delay=pause))
    (tmp_path / "examples").symlink_to(REPOSITORY / "examples")
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PAMTPS_SERVER": server.address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("without") == 2
    assert len(server.planned) == 5


def test_the_page_names_every_exit_code_and_variable() -> None:
    from pamtps_client.outcome import Exit

    text = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^\| ([0-9]) \|", text, re.MULTILINE) == [str(int(code)) for code in Exit]
    sources = (REPOSITORY / "clients" / "python" / "pamtps_client").glob("*.py")
    used = {name for path in sources for name in re.findall(r"PAMTPS_\w+", path.read_text("utf-8"))}
    assert used == set(re.findall(r"`(PAMTPS_\w+)`", text))


def test_the_commands_for_node_are_those_that_the_contract_test_runs() -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    others = [line for line in lines if not line.startswith("pamtps ")]
    assert [line.split()[0] for line in others] == ["npm", "node"]
    assert (REPOSITORY / others[1].split()[1]).is_file()
