"""Every error of a test file, and every way in which a case fails: a file, and beside it each
message that it gets.

tests/policy_tests/broken/NAME.yaml is read as p.test.yaml, the tests of policy.yaml. The expected
text is all that is told, each message in English and in Indonesian.
"""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from pamtps_service.policy.catalogue.policy_tests import FAILED, MESSAGES
from pamtps_service.policy.load import PolicySet, check_files
from pamtps_service.policy.model import Position, Text
from pamtps_service.policy.source import MAX_BYTES
from pamtps_service.policy_tests.run import TestReport as Report
from pamtps_service.policy_tests.run import run_test_files

HERE = Path(__file__).parent
FILES = sorted((HERE / "broken").glob("*.yaml"))
POLICY = b"title: T\nissuer: I\nbasis: B\nareas: all\n"
RULES = b"rules: [{id: a, basis: B, guard: {polri: 1}}]\n"
BASE = b"policy: base\nabstract: true\n" + POLICY + RULES
OPEN = b"policy: q\neffective: {until: 2024-12-31}\n" + POLICY + RULES
PARTS = {code for code in MESSAGES if "Allowed: " not in MESSAGES[code].en} - FAILED
"""Of messages: they are no codes of their own."""


def policies() -> PolicySet:
    files = {"p.yaml": (HERE / "policy.yaml").read_bytes(), "base.yaml": BASE, "q.yaml": OPEN}
    checked = check_files(files)
    assert checked.policies is not None, [fault.text("en") for fault in checked.faults]
    return checked.policies


def run(content: bytes, name: str = "p") -> Report:
    return run_test_files(policies(), {f"{name}.test.yaml": content})


def told(report: Report) -> str:
    return "\n".join(f"{one.text('en')}\n{one.text('id')}\n" for one in report.faults)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_test_file_is_told_all_its_faults_in_both_languages(path: Path) -> None:
    """The messages are those beside the file."""
    found = told(run(path.read_bytes()))
    assert found == path.with_suffix(".expected").read_text(encoding="utf-8")


def test_every_code_is_shown_by_a_file() -> None:
    """No code is without its file."""
    shown = {fault.code for path in FILES for fault in run(path.read_bytes()).faults}
    assert {code for code in MESSAGES if code not in PARTS} <= shown


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_stands_in_both_languages(code: str) -> None:
    """With the same fields; errors say what was found and what is allowed."""
    message: Text = MESSAGES[code]
    assert fields(message.en) == fields(message.id)
    assert message.en != message.id
    if code not in PARTS | FAILED:
        assert "Yang dibolehkan: " in message.id


def test_faults_are_sorted_by_file_line_and_column() -> None:
    """Of several files, errors and failures together, each with its case."""
    texts = {path.name: path.read_bytes() for path in FILES}
    files = {"q.test.yaml": texts["failing.yaml"], "p.test.yaml": texts["facts.yaml"]}
    report = run_test_files(policies(), files)
    places = [fault.place for fault in report.faults]
    assert all(isinstance(place, Position) for place in places)
    assert places == sorted(places, key=lambda one: (one.file, one.line, one.column))  # type: ignore[union-attr]
    assert {fault.place.file for fault in report.faults} == {"p.test.yaml", "q.test.yaml"}  # type: ignore[union-attr]
    assert [file.file for file in report.files] == ["p.test.yaml", "q.test.yaml"]


def test_other_files_are_left_alone() -> None:
    """Policies, notes, and whatever else stands in the folder."""
    report = run_test_files(policies(), {"p.yaml": b"[", "README.md": b"[", "x.yaml": b"["})
    assert (report.faults, report.cases, report.files) == ((), (), ())
    assert report.sound


def test_a_file_over_one_mebibyte_or_of_other_bytes_is_a_fault() -> None:
    """As of rule files."""
    assert [one.code for one in run(b"#" * (MAX_BYTES + 1)).faults] == ["file-too-large"]
    assert [one.code for one in run(b"tests: \xff").faults] == ["not-utf8"]


HEAD = b"""\
tests: p
election_date: 2024-11-27
facts: {access: road, travel_minutes: 0, submitted_tier: rawan}
cases:
"""


def test_a_sound_case_runs_beside_a_wrong_one() -> None:
    """The wrong one did not pass, and was not run."""
    text = (
        HEAD
        + b"  - {name: a, tps: {area: 99}, expect: {polri: 2}}\n"
        + b"  - {name: b, tps: {area: 53}, expect: {polri: 2}}\n"
    )
    report = run(text)
    assert [(one.name, one.line, one.passed) for one in report.cases] == [
        ("a", 5, False),
        ("b", 6, True),
    ]
    assert [one.outcome is None for one in report.cases] == [True, False]
    assert not report.sound


def test_only_cases_whose_name_holds_a_text_are_run() -> None:
    """Whatever the case of its letters; errors of the file are told all the same."""
    text = (
        HEAD
        + b"  - {name: Belu, tps: {area: 53.04}, expect: {polri: 9}}\n"
        + b"  - {name: Alor, tps: {area: 53.05}, expect: {polri: 9}}\n"
    )
    report = run_test_files(policies(), {"p.test.yaml": text}, "ALO")
    assert [one.name for one in report.cases] == ["Alor"]
    assert [one.rule for one in report.faults] == ["Alor"]


def one_case(policy: str, date: str, case: str) -> bytes:
    return f"tests: {policy}\nelection_date: {date}\ncases:\n  - {{name: a, {case}}}\n".encode()


def test_an_abstract_policy_is_tested_like_any_other() -> None:
    """As if it were in force; everywhere, and on any day."""
    case = "tps: {area: 51, submitted_tier: rawan}, expect: {covered: false, rules: [a]}"
    report = run(one_case("base", "1999-01-01", case), "base")
    assert report.faults == ()
    assert report.cases[0].passed


def test_a_number_too_large_for_a_plan_fails_the_case() -> None:
    """And is no error of the program."""
    rules = b"rules: [{id: a, basis: B, guard: {polri: 2000000000, tps_per_post: 1}}]\n"
    checked = check_files({"p.yaml": b"policy: p\n" + POLICY + rules})
    assert checked.policies is not None
    case = "area: 53, holds: [{count: 9, submitted_tier: rawan}], expect: {polri: 1}"
    files = {"p.test.yaml": one_case("p", "2024-11-27", case)}
    (fault,) = run_test_files(checked.policies, files).faults
    assert fault.code == "test-failed"
    assert "too large" in fault.message.en


def test_an_open_end_and_a_level_without_rules_are_named() -> None:
    """Where a policy has no first day, and no rule for the area of a case."""
    case = "area: 53, holds: [{count: 1, submitted_tier: rawan}], expect: {rules: [a]}"
    found = told(run(one_case("q", "2025-01-01", case), "q"))
    assert "a date from any to 2024-12-31" in found
    assert re.search(r"looks at an area of the level `province`. Allowed: none", found)


def test_the_same_files_give_the_same_report() -> None:
    """Twice over, message by message."""
    texts = {"p.test.yaml": (HERE / "broken" / "failing.yaml").read_bytes()}
    assert run_test_files(policies(), texts) == run_test_files(policies(), texts)
