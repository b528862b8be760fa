"""`pamtps policy compare` in the terminal: a real change of NTT, JSON, faults and exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pamtps.v1 import plan_pb2, policy_service_pb2
from pamtps_client.client import Client
from pamtps_client.command import main
from pamtps_client.policy_comparison_report import SHOWN_ANSWERS, policy_comparison_report

from tests.conftest import REPOSITORY

Captured = pytest.CaptureFixture[str]
HERE = Path(__file__).parent
BATCH = REPOSITORY / "examples" / "ntt-pilkada-2024"
FILES = ("old/ntt-2024.yaml", "new/ntt-2024.yaml")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Holds the rules as they are, and with one TPS instead of two for each post of `rawan`."""
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        for path in (REPOSITORY / "rules").glob("*.yaml"):
            shutil.copy(path, tmp_path / name)
    edit(tmp_path, "tps_per_post: 2}", "tps_per_post: 1}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PAMTPS_ELECTION_DATE", raising=False)
    return tmp_path


def edit(folder: Path, old: str, new: str) -> None:
    """Change the guards of `rawan` in the policy after."""
    path = folder / "new" / "national-2024.yaml"
    before, rule, after = path.read_text(encoding="utf-8").partition("  - id: guard-rawan")
    assert old in after
    path.write_text(before + rule + after.replace(old, new, 1), encoding="utf-8")


def compare(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    code = main(["policy", "compare", *(arguments or FILES)])
    out, err = capsys.readouterr()
    return code, out, err


def on_the_batch(*more: str) -> list[str]:
    tables = ["--tps", str(BATCH / "tps.csv"), "--strengths", str(BATCH / "strengths.csv")]
    return [*FILES, *tables, "--election-date", "2024-11-27", *more]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_change_of_ntt_prints_the_report_that_is_kept_here(
    language: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One TPS instead of two for each post of `rawan`, on the batch of Pilkada 2024."""
    monkeypatch.setenv("COLUMNS", "110")
    code, out, err = compare(capsys, *on_the_batch("--lang", language))
    assert (code, err) == (0, "")
    kept = HERE / f"policy_comparison.{language}.txt"
    assert out.splitlines() == kept.read_text(encoding="utf-8").splitlines()


@pytest.mark.usefixtures("folder")
def test_json_is_the_reply_with_the_names_of_the_proto(capsys: Captured) -> None:
    """Zeros are in it, and every row and TPS."""
    code, out, _ = compare(capsys, *FILES, "--json")
    content = json.loads(out)
    assert code == 0
    assert [rule["rule"] for rule in content["rules"]] == ["guard-rawan"]
    assert content["answers"][0]["rules_before"] == []
    assert content["cells"] == content["cells_examined"]
    assert content["personnel"] == []


def test_policies_that_say_the_same_differ_in_nothing(folder: Path, capsys: Captured) -> None:
    """Also where the files are written otherwise; the exit code is the same."""
    edit(folder, "guard: {polri: 2, tps_per_post: 1}", "guard: {tps_per_post: [2], polri: 2}")
    code, out, _ = compare(capsys, *FILES, "--lang", "en")
    assert code == 0
    assert out.splitlines()[-1] == "Nothing differs."


def test_faults_of_rule_files_are_shown_with_their_line(folder: Path, capsys: Captured) -> None:
    """Nothing is compared."""
    edit(folder, "tps_per_post: 1}", "tps_per_past: 1}")
    code, out, err = compare(capsys, *FILES, "--lang", "en")
    assert (code, out) == (2, "")
    assert "new/national-2024.yaml:28:" in err
    assert "tps_per_post" in err


@pytest.mark.usefixtures("folder")
def test_what_is_no_file_of_a_policy_is_refused(capsys: Captured) -> None:
    """A folder, a file that is not there, a file of another kind."""
    Path("new/notes.txt").write_text("x", encoding="utf-8")
    for path in ("new", "new/none.yaml", "new/notes.txt"):
        code, out, err = compare(capsys, FILES[0], path, "--lang", "en")
        assert (code, out) == (2, "")
        assert path in err


@pytest.mark.usefixtures("folder")
def test_faults_of_the_batch_are_told_at_their_cells(capsys: Captured, tmp_path: Path) -> None:
    """Those of the file, those that a policy finds, and options that do not go together."""
    tps = tmp_path / "tps.csv"
    tps.write_text("tps_code,risk_tier\n53.11.01.2001.001,high\n", encoding="utf-8")
    code, _, err = compare(capsys, *FILES, "--tps", str(tps), "--lang", "en")
    assert code == 2
    assert f"{tps}:2:" in err
    assert "--election-date" in err
    tps.write_text("tps_code,risk_tier\n12.01.01.2001.001,rawan\n", encoding="utf-8")
    day = ("--election-date", "2024-11-27")
    code, _, err = compare(capsys, *FILES, "--tps", str(tps), *day, "--lang", "en")
    assert code == 2
    assert f"{tps}:2:" in err
    assert "outside-policy" in err
    code, _, err = compare(capsys, *FILES, "--strengths", str(tps), "--lang", "en")
    assert code == 2
    assert "give --tps too" in err


def test_the_report_says_what_it_leaves_out_and_fits_its_columns() -> None:
    """Answers beyond those shown, cells that were not looked at, rules that share a column."""
    reply = policy_service_pb2.ComparePoliciesResponse(cells=900, cells_examined=500)
    for number in range(SHOWN_ANSWERS + 3):
        which = plan_pb2.Text(id=f"TPS {number}", en=f"TPS {number}")
        reply.answers.add(which=which, message=plan_pb2.Text(id="m", en="m"), rules_after=["a"])
    row = reply.personnel.add(level=plan_pb2.AREA_LEVEL_NATION, code="ID")
    row.before.force = row.after.force = plan_pb2.FORCE_TNI
    row.after.required = 1234
    row.shares.add(rule="a, b", required=1200)
    row.shares.add(rule="", required=34)
    for columns in (None, 30, 60):
        lines = policy_comparison_report(("a.yaml", "b.yaml"), reply, True, "id", columns)
        text = "\n".join(line.plain for line in lines)
        assert "yang diperiksa 500" in " ".join(text.split())
        assert "… dan 3 lagi" in text
        assert "kini berlaku: a" in text
        assert "+1.234" in text
        assert "a, b" in text
        assert "bukan aturan" in text
        if columns is not None:
            assert max(len(line.plain) for line in lines) <= max(columns, 40)


def test_a_client_compares_policies_of_a_server(service: str) -> None:
    """From message to message."""
    text = (REPOSITORY / "rules" / "national-2024.yaml").read_text(encoding="utf-8")
    file = policy_service_pb2.PolicyFile(
        name="national-2024.yaml", text=text.replace("tps_per_post: 2}", "tps_per_post: 1}")
    )
    request = policy_service_pb2.ComparePoliciesRequest(
        before=policy_service_pb2.PolicySource(id="national-2024"),
        after=policy_service_pb2.PolicySource(id="national-2024", files=[file]),
    )
    with Client(service) as client:
        reply = client.compare_policies(request)
    assert [rule.rule for rule in reply.rules] == ["guard-rawan"]
    assert len(reply.answers) == 1
