"""`pamtps policy test` in the terminal: failed cases marked, coverage, suggestions, JSON, JUnit."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pamtps_client.command import main

Captured = pytest.CaptureFixture[str]
POLICY = """\
policy: {id}
title: T
issuer: I
basis: B
areas: [53]
rules:
  - {{id: far, basis: B, when: {{travel_minutes: "> 180"}}, guard: {{polri: 2, tps_per_post: 1}}}}
  - {{id: near, unless: {{travel_minutes: "> 180"}}, guard: {{polri: 2, tps_per_post: 4}}}}
"""
TESTS = """\
tests: {id}
election_date: 2024-11-27
facts: {{submitted_tier: rawan}}
cases:
  - name: near TPS
    tps: {{area: 53.01, travel_minutes: 180}}
    expect: {{rules: [near], tps_per_post: 4}}
"""
FAR = """\
  - name: far TPS
    tps: {{area: 53.01, travel_minutes: 181}}
    expect: {{rules: [far], tps_per_post: 1}}
"""
WRONG = """\
  - name: wrong TPS
    tps: {{area: 53.01, travel_minutes: 181}}
    expect: {{rules: [near], tps_per_post: 4}}
"""
BROKEN = """\
  - name: broken <TPS>
    tps: {{area: 53.01, travel_minutes: soon}}
    expect: {{covered: true}}
"""


def write(folder: Path, tests: str, name: str = "p") -> Path:
    (folder / f"{name}.yaml").write_text(POLICY.format(id=name), encoding="utf-8")
    path = folder / f"{name}.test.yaml"
    if tests:
        path.write_text(tests.format(id=name), encoding="utf-8")
    return path


def run(capsys: Captured, *arguments: object, language: str = "en") -> tuple[int, str, str]:
    code = main(["policy", "test", *map(str, arguments), "--lang", language])
    out, err = capsys.readouterr()
    return code, out, err


def test_cases_that_pass_are_counted(tmp_path: Path, capsys: Captured) -> None:
    """Nothing on standard error; exit code 0."""
    write(tmp_path, TESTS + FAR)
    assert run(capsys, tmp_path) == (0, "cases passed 2, failed 0, not run 0\n", "")
    _, out, _ = run(capsys, tmp_path, language="id")
    assert out == "kasus lulus 2, gagal 0, tidak dijalankan 0\n"


def test_what_does_not_follow_is_marked_in_its_line(tmp_path: Path, capsys: Captured) -> None:
    """Place, name of the case, what was expected and what follows, why; exit code 4."""
    path = write(tmp_path, TESTS + WRONG)
    code, out, err = run(capsys, tmp_path)
    assert code == 4
    assert out == "cases passed 1, failed 1, not run 0\n"
    assert err.splitlines() == [
        f"{path}:10:22: error [case wrong TPS] The rule `near` is expected to match, but does not: "
        "`unless` exempts it. (test-rule-missing)",
        "   10 |     expect: {rules: [near], tps_per_post: 4}",
        "      |                      ^~~~",
        f"{path}:10:43: error [case wrong TPS] `tps_per_post` is expected to be `4`, but what "
        "follows is `1`. (test-failed)",
        "   10 |     expect: {rules: [near], tps_per_post: 4}",
        "      |                                           ^",
    ]


def test_a_broken_test_file_is_bad_input(tmp_path: Path, capsys: Captured) -> None:
    """Exit code 2, also beside a case that fails; its sound cases are run."""
    path = write(tmp_path, TESTS + WRONG + BROKEN)
    code, out, err = run(capsys, path)
    assert code == 2
    assert out == "cases passed 1, failed 1, not run 1\n"
    assert f"{path}:12:40: error [case broken <TPS>]" in err
    assert "(invalid-integer)" in err


def test_a_policy_with_a_fault_is_told_as_by_check(tmp_path: Path, capsys: Captured) -> None:
    """Its tests are not run; exit code 2."""
    write(tmp_path, TESTS)
    text = (tmp_path / "p.yaml").read_text().replace("polri: 2", "polri: two")
    (tmp_path / "p.yaml").write_text(text)
    code, out, err = run(capsys, tmp_path)
    assert (code, out) == (2, "")
    assert "(invalid-integer)" in err


def test_a_path_or_test_that_is_not_there_is_told(tmp_path: Path, capsys: Captured) -> None:
    """In both languages; exit code 2."""
    code, _, err = run(capsys, tmp_path / "no")
    assert (code, "is not there" in err) == (2, True)
    write(tmp_path, "")
    code, _, err = run(capsys, tmp_path)
    assert (code, "there is no test file" in err) == (2, True)
    code, _, err = run(capsys, tmp_path, language="id")
    assert (code, "tidak ada berkas uji" in err) == (2, True)


def test_what_is_no_regular_file_is_not_read(tmp_path: Path, capsys: Captured) -> None:
    """A pipe would never end."""
    path = write(tmp_path, "")
    os.mkfifo(path)
    code, _, err = run(capsys, tmp_path)
    assert (code, "it is no regular file" in err) == (2, True)


@pytest.mark.parametrize("ending", [".yaml", ".test.yaml"])
def test_a_file_asks_for_its_policy_alone(ending: str, tmp_path: Path, capsys: Captured) -> None:
    """The policy's file or that of its tests."""
    write(tmp_path, TESTS)
    write(tmp_path, TESTS + WRONG, "q")
    code, out, _ = run(capsys, tmp_path / f"p{ending}", "--coverage")
    assert code == 0
    assert out.splitlines()[0].startswith("p: ")
    assert out.endswith("cases passed 1, failed 0, not run 0\n")
    assert run(capsys, tmp_path)[0] == 4


def test_only_cases_with_a_text_in_their_name_are_run(tmp_path: Path, capsys: Captured) -> None:
    """Whatever the case of its letters."""
    write(tmp_path, TESTS + WRONG)
    code, out, _ = run(capsys, tmp_path, "--filter", "NEAR")
    assert (code, out) == (0, "cases passed 1, failed 0, not run 0\n")


# Coverage -------------------------------------------------------------------------------------


def test_coverage_tells_what_is_missing(tmp_path: Path, capsys: Captured) -> None:
    """By policy the three numbers, and each rule, condition and class."""
    write(tmp_path, TESTS)
    code, out, _ = run(capsys, tmp_path, "--coverage")
    assert code == 0
    assert out.splitlines() == [
        "p: covered rules 50% (1/2), conditions 50% (2/4), classes 50% (1/2)",
        "  missing: class guards: far",
        '  missing: condition far: travel_minutes: ">= 181"',
        '  missing: condition near: travel_minutes: ">= 181"',
        "  missing: rule far",
        "cases passed 1, failed 0, not run 0",
    ]
    _, out, _ = run(capsys, tmp_path, "--coverage", language="id")
    assert out.startswith("p: cakupan aturan 50% (1/2), syarat 50% (2/4), kelas 50% (1/2)\n")


@pytest.mark.parametrize(("least", "code"), [(50, 0), (51, 4), (100, 4), (0, 0)])
def test_coverage_below_the_least_is_a_failure(
    least: int, code: int, tmp_path: Path, capsys: Captured
) -> None:
    """Of any of the three; the least itself is enough."""
    write(tmp_path, TESTS)
    assert run(capsys, tmp_path, "--min-coverage", least)[0] == code


def test_a_policy_without_tests_is_covered_by_nothing(tmp_path: Path, capsys: Captured) -> None:
    """It is no error to have none, unless a least is asked."""
    write(tmp_path, "")
    code, out, _ = run(capsys, tmp_path, "--min-coverage", 1)
    assert code == 4
    assert "rules 0% (0/2)" in out


@pytest.mark.parametrize("least", ["-1", "101", "x", "50.5"])
def test_a_least_that_is_no_percentage_is_bad_input(
    least: str, tmp_path: Path, capsys: Captured
) -> None:
    """Exit code 2, with what is allowed in both languages."""
    code, _, err = run(capsys, tmp_path, f"--min-coverage={least}")
    assert (code, "percent, a whole number from 0 to 100" in err) == (2, True)
    _, _, err = run(capsys, tmp_path, f"--min-coverage={least}", language="id")
    assert "bilangan bulat dari 0 sampai 100" in err


# Suggestions ----------------------------------------------------------------------------------


def test_suggested_cases_can_be_pasted_at_the_end(tmp_path: Path, capsys: Captured) -> None:
    """Coverage is full then, and every case passes."""
    path = write(tmp_path, TESTS)
    code, out, _ = run(capsys, tmp_path, "--suggest")
    assert code == 0
    pasted = out.split("not run 0\n")[1]
    assert pasted == (
        "# p.test.yaml\n"
        '  - name: "guards: far"\n'
        "    tps: {area: 53.01, submitted_tier: kurang_rawan, travel_minutes: 181}\n"
        "    expect: {risk_tier: kurang_rawan, covered: true, polri: 2, tps_per_post: 1, "
        "rules: [far]}\n"
    )
    path.write_text(path.read_text() + pasted)
    code, out, _ = run(capsys, tmp_path, "--suggest", "--min-coverage", 100)
    assert code == 0
    assert out.splitlines()[-1] == "cases passed 2, failed 0, not run 0"


def test_a_whole_test_file_is_suggested_where_there_is_none(
    tmp_path: Path, capsys: Captured
) -> None:
    """With its head, ready to be saved."""
    path = write(tmp_path, "")
    _, out, _ = run(capsys, tmp_path, "--suggest")
    path.write_text(out.split("not run 0\n")[1])
    assert path.read_text().startswith(
        "# p.test.yaml\ntests: p\nelection_date: 2024-11-27\ncases:\n"
    )
    assert run(capsys, tmp_path, "--min-coverage", 100)[0] == 0


# Other forms ----------------------------------------------------------------------------------


def test_json_holds_cases_faults_coverage_and_suggestions(tmp_path: Path, capsys: Captured) -> None:
    """One document, the same each time."""
    path = write(tmp_path, TESTS + WRONG + BROKEN)
    code, out, err = run(capsys, tmp_path, "--json", "--coverage", "--suggest")
    assert (code, err) == (2, "")
    content = json.loads(out)
    assert [(case["name"], case["line"], case["result"]) for case in content["cases"]] == [
        ("near TPS", 5, "passed"),
        ("wrong TPS", 8, "failed"),
        ("broken <TPS>", 11, "not_run"),
    ]
    fault = content["faults"][0]
    assert (fault["code"], fault["file"], fault["line"], fault["column"], fault["case"]) == (
        "test-rule-missing",
        str(path),
        10,
        22,
        "wrong TPS",
    )
    assert {"id", "en"} == set(fault["message"])
    assert content["coverage"][0]["rules"] == {"covered": 2, "total": 2, "percent": 100}
    assert content["coverage"][0]["missing"] == []
    assert content["suggested"] == ""
    assert content["summary"] == {"passed": 1, "failed": 1, "not_run": 1}
    assert run(capsys, tmp_path, "--json", "--coverage", "--suggest")[1] == out


def test_junit_has_a_suite_for_each_file(tmp_path: Path, capsys: Captured) -> None:
    """A failure for each case that fails, an error for each that is not run."""
    path = write(tmp_path, TESTS + WRONG + BROKEN + "  - a text\n")
    results = tmp_path / "results.xml"
    assert run(capsys, path, "--junit", results)[0] == 2
    root = ElementTree.parse(results).getroot()
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("4", "1", "2")
    (suite,) = root
    assert suite.get("name") == str(path)
    kinds = [(case.get("name"), [part.tag for part in case]) for case in suite]
    assert kinds == [
        ("near TPS", []),
        ("wrong TPS", ["failure"]),
        ("broken <TPS>", ["error"]),
        ("p.test.yaml", ["error"]),
    ]
    assert "p.test.yaml:10:22: [wrong TPS]" in (suite[1][0].text or "")


def test_junit_that_cannot_be_written_is_told(tmp_path: Path, capsys: Captured) -> None:
    """Exit code 2, with the reason."""
    write(tmp_path, TESTS)
    code, _, err = run(capsys, tmp_path, "--junit", tmp_path / "no" / "results.xml")
    assert code == 2
    assert "cannot be written: there is no such file" in err


def test_the_policies_of_this_project_pass_and_are_covered_whole(
    repository: Path, capsys: Captured
) -> None:
    """Every rule, condition and class of rules/ is looked at by a case."""
    code, out, err = run(capsys, repository / "rules", "--min-coverage", 100)
    assert (code, err) == (0, "")
    assert out.count("classes 100%") == 2


@pytest.mark.parametrize("language", ["id", "en"])
def test_help_has_examples_in_both_languages(language: str, capsys: Captured) -> None:
    """And every option."""
    with pytest.raises(SystemExit) as ended:
        main(["--lang", language, "policy", "test", "--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    for word in ("--filter", "--junit", "--coverage", "--min-coverage", "--suggest", "--json"):
        assert word in out
    assert "pamtps policy test --min-coverage 100" in out
