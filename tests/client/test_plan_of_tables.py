"""`pamtps plan` and the commands on plans with tables and Parquet files, by the real service."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_client import tps_large_csv
from pamtps_client.command import main
from pamtps_client.plan_file import read_plan
from pamtps_client.plan_tables import as_rows

from tests.client.fake_server import Answers
from tests.conftest import REPOSITORY

Table = Callable[..., str]
Captured = pytest.CaptureFixture[str]

DATE = ("--election-date", "2024-11-27")
EXAMPLE = REPOSITORY / "examples" / "ntt-pilkada-2024"
STRENGTHS = str(EXAMPLE / "strengths.csv")
MOST = 400
"""TPS of the example that are planned here."""


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAMTPS_ELECTION_DATE", "PAMTPS_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


@pytest.fixture
def lines() -> list[str]:
    """The header and some rows of the example."""
    text = (EXAMPLE / "tps.csv").read_text(encoding="utf-8")
    return text.splitlines()[: MOST + 1]


def as_table(csv: str) -> pa.Table:
    """A CSV file as a table, its codes as text."""
    names = Path(csv).read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    codes = {name: pa.string() for name in names if name.endswith("_code")}
    return pyarrow.csv.read_csv(csv, convert_options=pyarrow.csv.ConvertOptions(column_types=codes))


@pytest.fixture
def parquet(lines: list[str], table: Table, tmp_path: Path) -> str:
    """The same rows as Parquet."""
    path = str(tmp_path / "tps.parquet")
    pyarrow.parquet.write_table(as_table(table(*lines)), path)
    return path


def run(service: str, command: str, *arguments: str) -> int:
    return main([command, *arguments, "--server", service])


class TestForms:
    def test_every_kind_of_file_gives_the_same_plan_and_output(
        self,
        service: str,
        lines: list[str],
        table: Table,
        parquet: str,
        tmp_path: Path,
        capsys: Captured,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        csv = table(*lines)
        outs, said = [], []
        for number, tps in enumerate((csv, parquet, csv)):
            if number == 2:
                monkeypatch.setattr(tps_large_csv, "LARGE", 0)
            outs.append(str(tmp_path / f"plan{number}.json"))
            asked = (tps, "--strengths", STRENGTHS, *DATE, "--out", outs[-1])
            assert run(service, "plan", *asked) in (0, 3)
            said.append(capsys.readouterr())
            assert run(service, "plan", *asked, "--json") in (0, 3)
            assert capsys.readouterr().out == Path(outs[-1]).read_text(encoding="utf-8")
        plans = [read_plan(path) for path in outs]
        for plan in plans:
            plan.ClearField("create_time")
        assert plans[0] == plans[1] == plans[2]
        assert len(plans[0].stations) == MOST
        assert said[0] == said[1] == said[2]

    @pytest.mark.parametrize("ending", [".json", ".pb", ".parquet"])
    def test_commands_take_a_plan_in_every_form(
        self, service: str, parquet: str, tmp_path: Path, capsys: Captured, ending: str
    ) -> None:
        out, again = str(tmp_path / f"plan{ending}"), str(tmp_path / f"again{ending}")
        made = ("--strengths", STRENGTHS)
        assert run(service, "plan", parquet, *made, *DATE, "--out", out) in (0, 3)
        assert run(service, "verify", out, "--tps", parquet, *made) == 0
        assert main(["verify", out, "--offline", "--rules", "rules", "--tps", parquet, *made]) == 0
        assert run(service, "explain", out, "53.01", "--tps", parquet, *made) == 0
        force = ("--in-force", out)
        assert run(service, "plan", parquet, *made, *DATE, *force, "--out", again) in (0, 3)
        assert run(service, "verify", again, "--tps", parquet, *made, *force) == 0
        files = [f"--tps-{side}={parquet}" for side in ("before", "after")]
        files += [f"--strengths-{side}={STRENGTHS}" for side in ("before", "after")]
        assert run(service, "compare", out, again, *files) == 0
        output = capsys.readouterr()
        assert output.err == ""
        assert f"stay in their post {MOST}" in output.out

    def test_a_wrong_ending_is_told_before_planning(
        self, server: Answers, table: Table, tmp_path: Path, capsys: Captured
    ) -> None:
        tps = table("tps_code,risk_tier", "53.02.01.2001.001,rawan")
        for out in ("plan.csv", "plan.PARQUETS", "plan.27"):
            asked = ("plan", tps, *DATE, "--out", str(tmp_path / out))
            assert main([*asked, "--server", server.address]) == 2
            assert "allowed are .json, .pb, .parquet (out-ending)" in capsys.readouterr().err
        assert all(request.validate_only for request in server.planned)

    def test_without_pyarrow_it_says_how_to_install_it(
        self,
        server: Answers,
        table: Table,
        tmp_path: Path,
        capsys: Captured,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        monkeypatch.setattr(tps_large_csv, "has_arrow", lambda: False)
        monkeypatch.setattr(tps_large_csv, "LARGE", 0)
        tps = table("tps_code,risk_tier", "53.02.01.2001.001,rawan")
        asked = ["plan", tps, *DATE, "--server", server.address]
        assert main([*asked, "--out", str(tmp_path / "plan.parquet")]) == 2
        assert "pip install 'pamtps[arrow]'" in capsys.readouterr().err
        assert main(["plan", "tps.parquet", *asked[2:], "--lang", "id"]) == 2
        assert "pasang dengan: pip install 'pamtps[arrow]'" in capsys.readouterr().err
        assert main([*asked, "--out", str(tmp_path / "plan.pb")]) == 0
        assert [len(request.batch.rows) for request in server.planned] == [1]


def cell(lines: list[str], line: int, name: str, text: str) -> None:
    """Change a cell by its line and column."""
    cells = lines[line - 1].split(",")
    cells[lines[0].split(",").index(name)] = text
    lines[line - 1] = ",".join(cells)


def told(err: str) -> list[str]:
    """Place and code of each fault."""
    faults = [line for line in err.splitlines() if line.endswith(")") and ": [" in line]
    return [f"{Path(x.split(': [')[0]).name} {x.rsplit('(', 1)[1][:-1]}" for x in faults]


class TestSkipInvalid:
    def test_rows_of_a_csv_file(
        self, service: str, lines: list[str], table: Table, tmp_path: Path, capsys: Captured
    ) -> None:
        cell(lines, 5, "risk_tier", "rawa")
        cell(lines, 6, "travel_minutes", "1.5")
        cell(lines, 8, "tps_code", "x")
        cell(lines, 9, "province_code", "54")
        lines[10] = lines[10].replace("53.01", "00.01").replace("53", "00")
        lines.append(lines[20])
        tps, out = table(*lines), str(tmp_path / "plan.pb")
        assert run(service, "plan", tps, *DATE, "--out", out) == 2
        refused = told(capsys.readouterr().err)
        assert run(service, "plan", tps, *DATE, "--out", out, "--skip-invalid") == 6
        output = capsys.readouterr()
        assert told(output.err) == [
            "tps.csv:5:7 unknown-word",
            "tps.csv:6:11 not-an-integer",
            "tps.csv:8:1 code-shape",
            "tps.csv:9:2 area-mismatch",
            "tps.csv:11:1 unknown-area",
            f"tps.csv:{MOST + 2}:1 duplicate-tps",
        ]
        assert told(output.err) == refused
        assert "already in line 21" in output.err.splitlines()[-2], "the first one is taken"
        assert output.err.endswith("6 rows were left out of the plan, because they are wrong\n")
        assert "Left out      6 rows of TPS" in output.out
        assert "PARTIAL: rows that are wrong were left out" in output.out
        plan = read_plan(out)
        assert plan.skipped_count == 6
        assert len(plan.stations) == MOST + 1 - 6

    def test_rows_of_a_parquet_file_in_indonesian(
        self, service: str, parquet: str, capsys: Captured
    ) -> None:
        columns = pyarrow.parquet.read_table(parquet).to_pydict()
        columns["risk_tier"][3] = "rawa"
        columns["regency_code"][7] = "53.99"
        columns["tps_code"][9] = None
        columns["travel_minutes"][11] = -1
        pyarrow.parquet.write_table(pa.table(columns), parquet)
        asked = (parquet, *DATE, "--skip-invalid", "--lang", "id")
        assert run(service, "plan", *asked) == 6
        output = capsys.readouterr()
        places = [fault.split()[0] for fault in told(output.err)]
        assert places == ["tps.parquet:4:7", "tps.parquet:8:3", "tps.parquet:10:1",
                          "tps.parquet:12:11"]  # fmt: skip
        assert "4 baris tidak ikut direncanakan karena salah" in output.err
        assert "SEBAGIAN: baris yang salah tidak ikut direncanakan" in output.out
        assert run(service, "plan", *asked, "--json") == 6
        fields = json.loads(capsys.readouterr().out)
        assert (fields["status"], fields["skipped_count"]) == ("PLAN_STATUS_PARTIAL", 4)
        assert len(fields["stations"]) == MOST - 4

    def test_without_a_wrong_row_nothing_changes(
        self, service: str, parquet: str, tmp_path: Path, capsys: Captured
    ) -> None:
        outs = [str(tmp_path / "a.pb"), str(tmp_path / "b.pb")]
        codes = {
            run(service, "plan", parquet, *DATE, "--out", outs[0]),
            run(service, "plan", parquet, *DATE, "--out", outs[1], "--skip-invalid"),
        }
        assert len(codes) == 1
        assert capsys.readouterr().err == ""
        plans = [as_rows(read_plan(out)) for out in outs]
        assert plans[0].plan_digest == plans[1].plan_digest

    def test_what_is_wrong_with_a_whole_file_is_refused(
        self, service: str, lines: list[str], table: Table, capsys: Captured
    ) -> None:
        cell(lines, 5, "risk_tier", "rawa")
        lines[5] += ",beyond"
        assert run(service, "plan", table(*lines), *DATE, "--skip-invalid") == 2
        codes = [fault.split()[1] for fault in told(capsys.readouterr().err)]
        assert codes == ["unknown-word"]

    def test_a_file_in_which_every_row_is_wrong_is_refused(
        self, service: str, table: Table, capsys: Captured
    ) -> None:
        tps = table("tps_code,risk_tier", "53.02.01.2001.001,rawa", "x,rawan", "00.01,rawan")
        assert run(service, "plan", tps, *DATE, "--skip-invalid") == 2
        assert told(capsys.readouterr().err) == [
            "tps.csv:2:2 unknown-word",
            "tps.csv:3:1 code-shape",
            "tps.csv:4:1 code-shape",
        ]


def test_a_partial_plan_has_an_exit_code_of_its_own(server: Answers, table: Table) -> None:
    server.status = plan_pb2.PLAN_STATUS_PARTIAL
    tps = table("tps_code,risk_tier", "53.02.01.2001.001,rawan")
    assert main(["plan", tps, *DATE, "--server", server.address, "--skip-invalid"]) == 6
    assert server.planned[0].on_invalid == planning_service_pb2.ON_INVALID_SKIP
