"""`pamtps policy test`: runs the tests of policies, and tells what they cover.

The cases are run by the planner's own steps, which come with the extra `service`.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pamtps_client.command import without_service
from pamtps_client.command_policy_check import Asked, not_there, what_is_asked
from pamtps_client.fault_report import FaultReport
from pamtps_client.junit import junit_xml
from pamtps_client.language import Language, SettingError, Text, filled, printable
from pamtps_client.outcome import Exit
from pamtps_client.output import complain, say, say_exactly
from pamtps_client.system_errors import why

if TYPE_CHECKING:
    from pamtps_service.policy.faults import Fault
    from pamtps_service.policy.load import PolicySet
    from pamtps_service.policy_tests.coverage import Coverage, Covered
    from pamtps_service.policy_tests.run import CaseResult, TestReport

ENDING: Final = ".test.yaml"


@dataclass(frozen=True, slots=True)
class Tested:
    """What was found in one folder."""

    folder: str
    report: TestReport
    coverage: tuple[Coverage, ...]
    """By policy; empty where it is not asked."""
    suggested: tuple[str, ...]
    """By policy, of those that miss a case: YAML, its file named in a comment."""


def run_test(options: argparse.Namespace) -> int:
    """Run the tests, print what failed, and return the exit code."""
    language: Language = options.language
    try:
        from pamtps_service.policy_tests import run  # noqa: F401 - whether the extra is there
    except ModuleNotFoundError as error:
        return without_service(error, language)
    options.min_coverage = percentage(options.min_coverage)
    missing = [path for path in options.paths if not os.path.exists(path)]
    for path in missing:
        complain(f"pamtps: {not_there(path)[language]}")
    if missing:
        return Exit.BAD_INPUT
    tested: list[Tested] = []
    for asked in what_is_asked(options.paths):
        one = _test(asked, options)
        if one is None:
            return Exit.BAD_INPUT
        tested.append(one)
    if options.junit and not _write_junit(options.junit, tested, language):
        return Exit.BAD_INPUT
    if options.json:
        say_exactly(_json(tested))
    else:
        _print(tested, options)
    return _exit_code(tested, options.min_coverage)


def percentage(given: str | None) -> int | None:
    """The least coverage that is asked. SettingError where it is no percentage."""
    if given is None:
        return None
    if given.isascii() and given.isdigit() and len(given) <= 3 and int(given) <= 100:
        return int(given)
    allowed = Text(
        id="persen, bilangan bulat dari 0 sampai 100", en="percent, a whole number from 0 to 100"
    )
    raise SettingError("--min-coverage", given, allowed)


def _exit_code(tested: Sequence[Tested], least: int | None) -> int:
    if not all(one.report.sound for one in tested):
        return Exit.BAD_INPUT
    failed = any(one.report.faults for one in tested)
    low = any(found.least < (least or 0) for one in tested for found in one.coverage)
    return Exit.INVALID if failed or low else Exit.COMPLETE


# Running --------------------------------------------------------------------------------------


def _test(asked: Asked, options: argparse.Namespace) -> Tested | None:
    """What the tests of a folder, or of some of its policies, say; None after a fault is told."""
    from pamtps_service.policy.load import check_folder
    from pamtps_service.policy_tests.run import run_test_files

    language: Language = options.language
    folder = Path(asked.folder or ".")
    checked = check_folder(folder)
    if checked.policies is None:
        for line in FaultReport(language).all_shown(checked.faults, asked.folder):
            complain(line)
        return None
    stems = {_stem(file) for file in asked.files}
    files: dict[str, bytes] = {}
    for path in sorted(folder.glob(f"*{ENDING}")):
        if stems and _stem(path.name) not in stems:
            continue
        content = _content(path, language)
        if content is None:
            return None
        files[path.name] = content
    wanted = options.coverage or options.suggest or options.min_coverage is not None
    if not files and not wanted:
        complain(f"pamtps: {filled(_NO_TESTS, path=printable(asked.label or '.'))[language]}")
        return None
    report = run_test_files(checked.policies, files, options.filter)
    coverage, suggested = (
        _looked_at(checked.policies, report, stems, options.suggest) if wanted else ((), ())
    )
    return Tested(asked.folder, report, coverage, suggested)


def _content(path: Path, language: Language) -> bytes | None:
    """The content of a test file, as far as it is looked at; None after a fault is told."""
    from pamtps_service.policy.source import MAX_BYTES

    reason = _NO_FILE
    try:
        if path.is_file():  # to open a pipe would wait for its other end
            with path.open("rb") as stream:
                return stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = why(error)
    complain(f"pamtps: {filled(_UNREADABLE, path=printable(str(path)), why=reason)[language]}")
    return None


def _stem(file: str) -> str:
    """The policy that a file is of."""
    return file.removesuffix(ENDING) if file.endswith(ENDING) else file.removesuffix(".yaml")


def _looked_at(
    policies: PolicySet, report: TestReport, stems: set[str], suggest: bool
) -> tuple[tuple[Coverage, ...], tuple[str, ...]]:
    """The coverage of each policy that has tests or can be in force, and the cases it misses."""
    from pamtps_service.policy_tests.coverage import coverage_of
    from pamtps_service.policy_tests.suggest import missing_cases
    from pamtps_service.policy_tests.targets import targets_of

    coverage, suggested = [], []
    for policy in policies.policies.values():
        tests = next((one for one in report.files if one.policy == policy), None)
        if (stems and policy.id not in stems) or (policy.abstract and tests is None):
            continue
        targets = targets_of(policy)
        outcomes = [
            case.outcome
            for case in report.cases
            if case.outcome is not None and case.outcome.case.policy == policy
        ]
        found = coverage_of(targets, outcomes)
        coverage.append(found)
        if suggest and found.missing:
            cases = missing_cases(targets, outcomes, tests)
            suggested.append(f"# {policy.id}{ENDING}\n{cases}")
    return tuple(coverage), tuple(suggested)


# Printing -------------------------------------------------------------------------------------


def _print(tested: Sequence[Tested], options: argparse.Namespace) -> None:
    language: Language = options.language
    report = FaultReport(language)
    for one in tested:
        for fault in one.report.faults:
            complain(report.shown(fault, one.folder))
    lines = [printable(text) for one in tested for text in _coverage(one, options)]
    cases = [case for one in tested for case in one.report.cases]
    passed = sum(case.passed for case in cases)
    not_run = sum(case.outcome is None for case in cases)
    summary = filled(_SUMMARY, passed=passed, failed=len(cases) - passed - not_run, not_run=not_run)
    lines.append(summary[language])
    for one in tested:
        lines += [line for text in one.suggested for line in text.splitlines()]
    say("".join(f"{line}\n" for line in lines))


def _coverage(tested: Tested, options: argparse.Namespace) -> Iterator[str]:
    from pamtps_service.policy_tests.targets import words_of

    language: Language = options.language
    for found in tested.coverage:
        shares = {
            name: f"{share.percent}% ({share.covered}/{share.total})"
            for name, share in _shares(found).items()
        }
        words = filled(_COVERAGE if found.complete else _PART, policy=found.policy.id, **shares)
        yield words[language]
        if options.coverage:
            for target in found.missing:
                kind = _KINDS[type(target).__name__]
                words = filled(_MISSING, kind=kind, target=words_of(target, found.policy))
                yield f"  {words[language]}"


def _shares(found: Coverage) -> dict[str, Covered]:
    return {"rules": found.rules, "conditions": found.conditions, "classes": found.classes}


def _json(tested: Sequence[Tested]) -> str:
    """One document: faults, cases, coverage, suggested cases, and how many there are."""
    cases = [(one, case) for one in tested for case in one.report.cases]
    not_run = sum(case.outcome is None for _, case in cases)
    passed = sum(case.passed for _, case in cases)
    content = {
        "faults": [_fault(fault, one.folder) for one in tested for fault in one.report.faults],
        "cases": [_case(case, one.folder) for one, case in cases],
        "coverage": [_coverage_fields(found) for one in tested for found in one.coverage],
        "suggested": "".join(text for one in tested for text in one.suggested),
        "summary": {
            "passed": passed,
            "failed": len(cases) - passed - not_run,
            "not_run": not_run,
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _fault(fault: Fault, folder: str) -> dict[str, object]:
    assert not isinstance(fault.place, str)
    return {
        "code": fault.code,
        "file": os.path.join(folder, fault.place.file),
        "line": fault.place.line,
        "column": fault.place.column,
        "case": fault.rule,
        "message": {"id": fault.message.id, "en": fault.message.en},
        "maybe": fault.maybe,
    }


def _case(case: CaseResult, folder: str) -> dict[str, object]:
    result = "passed" if case.passed else "not_run" if case.outcome is None else "failed"
    path = os.path.join(folder, case.file)
    return {"file": path, "line": case.line, "name": case.name, "result": result}


def _coverage_fields(found: Coverage) -> dict[str, object]:
    from pamtps_service.policy_tests.targets import words_of

    shares = {
        name: {"covered": share.covered, "total": share.total, "percent": share.percent}
        for name, share in _shares(found).items()
    }
    missing = [words_of(target, found.policy) for target in found.missing]
    return {"policy": found.policy.id, **shares, "missing": missing, "complete": found.complete}


def _write_junit(path: str, tested: Sequence[Tested], language: Language) -> bool:
    try:
        Path(path).write_bytes(junit_xml([(one.folder, one.report) for one in tested], language))
    except OSError as error:
        words = filled(_UNWRITABLE, path=printable(path), why=why(error))
        complain(f"pamtps: {words[language]}")
        return False
    return True


_UNREADABLE: Final = Text(id="{path} tidak dapat dibaca: {why}", en="{path} cannot be read: {why}")
_NO_FILE: Final = Text(id="ini bukan berkas biasa", en="it is no regular file")
_UNWRITABLE: Final = Text(
    id="{path} tidak dapat ditulis: {why}", en="{path} cannot be written: {why}"
)
_NO_TESTS: Final = Text(
    id="{path}: tidak ada berkas uji NAMA.test.yaml; `--suggest` mencetak kasus untuk memulai",
    en="{path}: there is no test file NAME.test.yaml; `--suggest` prints cases to begin with",
)
_SUMMARY: Final = Text(
    id="kasus lulus {passed}, gagal {failed}, tidak dijalankan {not_run}",
    en="cases passed {passed}, failed {failed}, not run {not_run}",
)
_COVERAGE: Final = Text(
    id="{policy}: cakupan aturan {rules}, syarat {conditions}, kelas {classes}",
    en="{policy}: covered rules {rules}, conditions {conditions}, classes {classes}",
)
_PART: Final = Text(
    id="{policy}: cakupan aturan {rules}, syarat {conditions}, kelas {classes}; jenis TPS terlalu "
    "banyak untuk diperiksa semua, mungkin ada lagi",
    en="{policy}: covered rules {rules}, conditions {conditions}, classes {classes}; there are too "
    "many kinds of TPS to look at all, there may be more",
)
_MISSING: Final = Text(id="belum: {kind} {target}", en="missing: {kind} {target}")
_KINDS: Final[dict[str, Text]] = {
    "RuleTarget": Text(id="aturan", en="rule"),
    "ConditionTarget": Text(id="syarat", en="condition"),
    "ClassTarget": Text(id="kelas", en="class"),
}
