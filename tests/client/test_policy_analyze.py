"""`pamtps policy analyze` in the terminal: a folder, one file, JSON, wrong files, exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from pamtps_client.command import main

from tests.conftest import REPOSITORY

Captured = pytest.CaptureFixture[str]
CASES = REPOSITORY / "tests" / "analysis" / "cases"
WIDEST = 100


def analyzed(capsys: Captured, *arguments: object, language: str = "en") -> tuple[int, str, str]:
    code = main(["policy", "analyze", *map(str, arguments), "--lang", language])
    out, err = capsys.readouterr()
    return code, out, err


def folder_of(target: Path, *names: str) -> Path:
    target.mkdir(exist_ok=True)
    for name in names:
        shutil.copy(CASES / f"{name}.yaml", target)
    return target


# What is printed ------------------------------------------------------------------------------


def test_the_policies_of_the_repository_have_no_findings(capsys: Captured) -> None:
    """How far each was looked at, and that nothing was found."""
    code, out, err = analyzed(capsys, REPOSITORY / "rules")
    assert (code, err) == (0, "")
    assert out == (
        "national-2024: kinds of TPS that it tells apart 6, all of them looked at\n"
        "  no findings\n"
        "\n"
        "ntt-2024: kinds of TPS that it tells apart 42, all of them looked at; areas with up to 5 "
        "TPS of each\n"
        "  kind that is counted\n"
        "  no findings\n"
        "\n"
        "errors 0, warnings 0, infos 0\n"
    )


GAP = {
    "en": """\
gap: kinds of TPS that it tells apart 24, all of them looked at

  error uncovered {path}:2
    TPS without guards: the rules that match give no size of a post, or no Polri. They are:
    - `{{submitted_tier: rawan, access: [road, foot, air], travel_minutes: "> 60"}}`
    - `{{submitted_tier: sangat_rawan, access: sea, travel_minutes: "<= 60"}}`
    - `{{submitted_tier: [rawan, sangat_rawan], access: sea, travel_minutes: "> 60"}}`
    smallest example, as a test:
      - name: "uncovered"
        tps: {{area: 53.01, submitted_tier: rawan, access: road, travel_minutes: 61}}
        expect: {{covered: false}}

errors 1, warnings 0, infos 0
""",
    "id": """\
gap: jenis TPS yang dibedakan 24, semuanya diperiksa

  kesalahan uncovered {path}:2
    TPS tanpa penjagaan: aturan yang cocok tidak memberi ukuran pos atau Polri. Yaitu:
    - `{{submitted_tier: rawan, access: [road, foot, air], travel_minutes: "> 60"}}`
    - `{{submitted_tier: sangat_rawan, access: sea, travel_minutes: "<= 60"}}`
    - `{{submitted_tier: [rawan, sangat_rawan], access: sea, travel_minutes: "> 60"}}`
    contoh terkecil, sebagai uji:
      - name: "uncovered"
        tps: {{area: 53.01, submitted_tier: rawan, access: road, travel_minutes: 61}}
        expect: {{covered: false}}

kesalahan 1, peringatan 0, keterangan 0
""",
}


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_gap_is_told_with_its_place_its_tps_and_a_test(
    tmp_path: Path, capsys: Captured, language: str
) -> None:
    """In both languages; an error makes the exit code 4."""
    path = folder_of(tmp_path, "gap") / "gap.yaml"
    code, out, err = analyzed(capsys, path, language=language)
    assert (code, err) == (4, "")
    assert out == GAP[language].format(path=path)


def test_warnings_alone_do_not_make_the_exit_code_wrong(tmp_path: Path, capsys: Captured) -> None:
    """A rule without effect is told at its line, and the code is 0."""
    path = folder_of(tmp_path, "hidden-by-several") / "hidden-by-several.yaml"
    code, out, _ = analyzed(capsys, path)
    assert code == 0
    line = 1 + path.read_text("utf-8").splitlines().index(
        "  - {id: again, guard: {polri: 2, tps_per_post: 4}}"
    )
    assert f"  warning without-effect {path}:{line}\n" in out
    assert out.endswith("errors 0, warnings 2, infos 2\n")


def test_a_list_of_tps_is_broken_between_its_entries(tmp_path: Path, capsys: Captured) -> None:
    """No line of words is too wide, a key stays with its value, and further lines are indented."""
    kinds = [
        f'{{travel_minutes: "> {60 * n}", signal: none, registered_voters: "> {100 * n}", '
        f"access: {access}, area: [53.1{n}, 53.0{n}]}}"
        for n, access in enumerate(("road", "sea"), 1)
    ]
    path = tmp_path / "long.yaml"
    path.write_text(
        "policy: long\ntitle: T\nissuer: I\nbasis: B\nareas: [53]\n"
        "attributes: {signal: {type: choice, of: [none, radio]}}\nrules:\n"
        f"  - {{id: g, when: {{any: [{', '.join(kinds)}]}}, "
        "guard: {polri: 2, tps_per_post: 4}}\n",
        "utf-8",
    )
    code, out, _ = analyzed(capsys, path)
    assert code == 4
    words = out.partition("    smallest example")[0].splitlines()[3:]
    assert all(len(line) <= WIDEST for line in words)
    further = [line for line in words if line.startswith("      ")]
    assert further
    assert not any(line.endswith(":") for line in words[1:])
    assert all(line.count('"') % 2 == 0 for line in words)
    assert words[-1] == "    - and 2 kinds more"


def test_the_policies_of_a_folder_are_looked_at_together(capsys: Captured) -> None:
    """Days on which two are in force stand after the findings of each; one file has none."""
    code, out, _ = analyzed(capsys, CASES / "two-policies")
    assert code == 4
    together = out.partition("  error two-policies\n")[2]
    assert together.startswith("    From 2024-06-01 to 2024-06-30: two policies are in force for")
    assert [line for line in out.splitlines() if line.endswith("all of them looked at")] == [
        f"{name}: kinds of TPS that it tells apart 3, all of them looked at"
        for name in ("nation", "ntt-a", "ntt-b")
    ]
    code, out, _ = analyzed(capsys, CASES / "two-policies" / "ntt-a.yaml")
    assert code == 0
    assert "ntt-b" not in out


# JSON -----------------------------------------------------------------------------------------


def test_json_holds_the_same_with_the_names_of_the_protos(tmp_path: Path, capsys: Captured) -> None:
    """Policies with their findings, both languages of each message, and those of the folder."""
    path = folder_of(tmp_path, "mixes-contradict") / "mixes-contradict.yaml"
    code, out, err = analyzed(capsys, path, "--json")
    assert (code, err) == (0, "")
    content: dict[str, Any] = json.loads(out)
    assert content["findings"] == []
    (policy,) = content["policies"]
    assert policy["id"] == "mixes-contradict"
    assert policy["complete"] is True
    first, second = policy["findings"]
    assert (first["code"], second["code"]) == ("mix-unsatisfiable", "overlap")
    assert first["severity"] == "SEVERITY_WARNING"
    assert first["rules"] == ["few", "many"]
    assert first["file"] == "mixes-contradict.yaml"
    assert "10 Polri at least 5 and at most 2 TNI" in first["message"]["en"]
    assert "10 Polri diminta sedikitnya 5 dan paling banyak 2 TNI" in first["message"]["id"]
    assert first["witness"].startswith('  - name: "mix-unsatisfiable few, many"\n')


def test_json_of_a_folder_is_the_same_in_both_languages(capsys: Captured) -> None:
    """It holds both, so the language changes nothing; the exit code is that of the report."""
    english = analyzed(capsys, CASES / "two-policies", "--json")
    assert english[0] == 4
    assert english == analyzed(capsys, CASES / "two-policies", "--json", language="id")
    (finding,) = json.loads(english[1])["findings"]
    assert finding["code"] == "two-policies"


# What is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "word"), [("en", "Maybe: guard"), ("id", "Mungkin: guard")])
def test_a_wrong_file_is_told_as_check_tells_it(
    tmp_path: Path, capsys: Captured, language: str, word: str
) -> None:
    """Place, message and what was probably meant, on the error output; exit code 2."""
    path = folder_of(tmp_path, "gap") / "gap.yaml"
    path.write_text(path.read_text("utf-8").replace("guard:", "gard:", 1), "utf-8")
    code, out, err = analyzed(capsys, path, language=language)
    assert (code, out) == (2, "")
    assert err.startswith(f"{path}:")
    assert word in err


def test_what_is_not_there_and_what_is_no_policy_are_said_to_be_so(
    tmp_path: Path, capsys: Captured
) -> None:
    """Both are faults of the input."""
    code, out, err = analyzed(capsys, tmp_path / "none.yaml")
    assert (code, out) == (2, "")
    assert f"{tmp_path / 'none.yaml'}" in err
    folder_of(tmp_path, "gap")
    (tmp_path / "notes.txt").write_text("no policy", "utf-8")
    code, out, err = analyzed(capsys, tmp_path / "notes.txt")
    assert (code, out) == (2, "")
    assert err == (
        f"pamtps: {tmp_path / 'notes.txt'} is no file of a policy; "
        "give a .yaml file that holds no tests\n"
    )
