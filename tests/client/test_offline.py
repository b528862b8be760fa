"""`pamtps verify --offline` says what `pamtps verify` says, without a server."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pamtps_client.command import main

from tests.conftest import REPOSITORY

Table = Callable[..., str]
Captured = pytest.CaptureFixture[str]
Change = Callable[[dict[str, Any]], None]

RULES = str(REPOSITORY / "rules")
TPS = (
    "tps_code,risk_tier,access,travel_minutes",
    *(f"53.02.01.2001.{number:03},kurang_rawan,road,5" for number in range(1, 20)),
    *(f"53.02.01.2002.{number:03},rawan,road,5" for number in range(1, 8)),
    "53.02.02.2001.001,sangat_rawan,sea,5",
)
STRENGTHS = (
    "area_code,force,personnel,role",
    "53.02,polri,11,own",
    "53,polri,3,reserve",
    "53.02,tni,1,own",
    "53.02,linmas,40,own",
)


@pytest.fixture
def files(table: Table) -> list[str]:
    tps = table(*TPS)
    return ["--tps", tps, "--strengths", table(*STRENGTHS, name="strengths.csv")]


@pytest.fixture
def plan(service: str, files: list[str], tmp_path: Path, capsys: Captured) -> dict[str, Any]:
    """A plan of the service, as JSON."""
    out = tmp_path / "made.json"
    run = ["plan", files[1], *files[2:], "--election-date", "2024-11-27", "--out", str(out)]
    assert main([*run, "--server", service]) in (0, 3)
    capsys.readouterr()
    made: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return made


def fewer_polri(plan: dict[str, Any]) -> None:
    plan["posts"][0]["polri"] -= 1


def many_faults(plan: dict[str, Any]) -> None:
    plan["totals"][0]["assigned"] += 7
    plan["areas"][2]["post_count"] = 0
    plan["stations"][3]["post"] = 400
    plan["findings"] = plan["findings"][1:]
    plan["transfers"] = []


def another_digest(plan: dict[str, Any]) -> None:
    plan["policies"][0]["digest"] = "0" * 64


def no_policies(plan: dict[str, Any]) -> None:
    plan["policies"] = []


def no_date(plan: dict[str, Any]) -> None:
    plan["election_date"] = "2024-02-30"


def a_date_out_of_force(plan: dict[str, Any]) -> None:
    plan["election_date"] = "2031-01-01"


def an_unknown_force(plan: dict[str, Any]) -> None:
    plan["units"][0]["force"] = "FORCE_UNSPECIFIED"
    plan["transfers"][0]["force"] = "FORCE_UNSPECIFIED"


def an_unknown_field(plan: dict[str, Any]) -> None:
    plan["posts"][0]["polis"] = 2


def nothing(plan: dict[str, Any]) -> None:
    """The plan as it was made."""
    assert plan


def answers(
    service: str, arguments: list[str], capsys: Captured
) -> tuple[tuple[int, str, str], tuple[int, str, str]]:
    """Exit code and both outputs, by the server and offline."""
    found = []
    for how in (["--server", service], ["--offline", "--rules", RULES]):
        code = main(["verify", *arguments, *how])
        found.append((code, *capsys.readouterr()))
    return found[0], found[1]


class TestTheSameAnswers:
    @pytest.mark.parametrize(
        "more",
        [["--lang", "en"], ["--lang", "id"], ["--json"], ["--check-optimal", "--lang", "en"]],
    )
    @pytest.mark.parametrize(
        ("change", "code"),
        [
            (nothing, 0),
            (fewer_polri, 4),
            (many_faults, 4),
            (another_digest, 2),
            (no_policies, 2),
            (no_date, 2),
            (a_date_out_of_force, 2),
            (an_unknown_force, 2),
            (an_unknown_field, 2),
        ],
    )
    def test_of_plans(
        self,
        change: Change,
        code: int,
        more: list[str],
        plan: dict[str, Any],
        files: list[str],
        service: str,
        table: Table,
        capsys: Captured,
    ) -> None:
        """Valid, broken, and such as cannot be read: exit code, output and JSON are the same."""
        change(plan)
        path = table(json.dumps(plan), name="plan.json")
        online, offline = answers(service, [path, *files, *more], capsys)
        assert offline == online
        assert offline[0] == code
        assert offline[1] or offline[2]

    @pytest.mark.parametrize(
        "rows",
        [
            ["53.99.01.2001.001,rawan,road,5"],
            ["53.02.01.2001.001,tinggi,road,5", "53.99.01.2001.001,rawan,road,"],
            ["31.73.01.1001.001,rawan,road,5"],
            ["53.02.01.2001.001,rawan,road,5"],
        ],
        ids=["an unknown area", "both kinds", "another province", "another batch"],
    )
    def test_of_other_tps(
        self,
        rows: list[str],
        plan: dict[str, Any],
        files: list[str],
        service: str,
        table: Table,
        capsys: Captured,
    ) -> None:
        """What is wrong in the files is told with its line and column either way."""
        path = table(json.dumps(plan), name="plan.json")
        tps = table(TPS[0], *rows, name="others.csv")
        online, offline = answers(service, [path, "--tps", tps, *files[2:]], capsys)
        assert offline == online
        assert offline[0] in (2, 4)


class TestRules:
    def test_that_are_not_there(self, table: Table, tmp_path: Path, capsys: Captured) -> None:
        run = ["verify", "plan.json", "--tps", table(*TPS), "--offline", "--lang", "en"]
        assert main([*run, "--rules", str(tmp_path / "none")]) == 2
        assert "is not there" in capsys.readouterr().err

    def test_that_are_wrong_are_told_as_policy_check_tells_them(
        self, table: Table, tmp_path: Path, capsys: Captured
    ) -> None:
        rules = tmp_path / "rules"
        rules.mkdir()
        (rules / "own.yaml").write_text(
            "policy: own\nrules: [{id: a, basis: b, gard: {}}]\n", "utf-8"
        )
        run = ["verify", "plan.json", "--tps", table(*TPS), "--offline", "--lang", "id"]
        assert main([*run, "--rules", str(rules)]) == 2
        told = capsys.readouterr().err.splitlines()
        assert told[-1] == "pamtps: aturan mengandung kesalahan; tidak ada yang diperiksa"
        assert main(["policy", "check", str(rules), "--lang", "id"]) == 2
        assert told[:-1] == capsys.readouterr().err.splitlines()

    def test_of_a_server_cannot_be_chosen(self, table: Table, capsys: Captured) -> None:
        run = ["verify", "plan.json", "--tps", table(*TPS), "--rules", RULES, "--lang", "en"]
        assert main(run) == 2
        assert "--rules goes with --offline only" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["numpy", "ruamel"])
def test_without_the_extra_it_says_how_to_install_it(missing: str, table: Table) -> None:
    program = (
        "import sys\n"
        f"sys.modules[{missing!r}] = None\n"
        "from pamtps_client.command import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    run = ["verify", "plan.json", "--tps", table(*TPS), "--offline", "--lang", "en"]
    done = subprocess.run(
        [sys.executable, "-c", program, *run],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "pip install 'pamtps[service]'" in done.stderr
    assert "Traceback" not in done.stderr
