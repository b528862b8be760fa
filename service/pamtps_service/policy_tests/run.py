"""Runs the tests of policies: the entry to everything that test files say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pamtps_service.policy.catalogue.policy_tests import FAILED
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.faults import Fault
from pamtps_service.policy.folder import TESTS
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Position, Text
from pamtps_service.policy_tests.cases import Expectation, Value
from pamtps_service.policy_tests.outcome import Outcome
from pamtps_service.policy_tests.read import FileTests, read_test_file


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case of a file, and how it went."""

    file: str
    name: str
    line: int
    passed: bool
    """Whether it was run, and all that it expects follows."""
    faults: tuple[Fault, ...]
    """What does not follow; empty where it was not run."""
    outcome: Outcome | None = field(compare=False)
    """None where it was not run, because its file says it with a fault."""


@dataclass(frozen=True, slots=True)
class TestReport:
    """What the test files of a folder say."""

    faults: tuple[Fault, ...]
    """Errors of the files and expectations that do not follow, sorted by file, line, column."""
    cases: tuple[CaseResult, ...]
    """By file, then as they stand in it."""
    files: tuple[FileTests, ...]
    """Sorted by name."""

    @property
    def sound(self) -> bool:
        """Whether no file has an error, so that every case could be run."""
        return all(fault.code in FAILED for fault in self.faults)


def run_test_files(
    policies: PolicySet, files: Mapping[str, bytes], name_holds: str = ""
) -> TestReport:
    """Read and run the tests of policies.

    Args:
        policies: that may be tested.
        files: content by name; names that do not end in `.test.yaml` are left alone.
        name_holds: only cases whose name holds this text, whatever its case, are run and reported.
    """
    read = tuple(
        read_test_file(name, content, policies)
        for name, content in sorted(files.items())
        if name.endswith(TESTS)
    )
    cases = tuple(case for one in read for case in _run(one, name_holds.casefold()))
    faults = [fault for one in read for fault in one.faults]
    faults += [fault for case in cases for fault in case.faults]
    return TestReport(tuple(sorted(faults, key=_order)), cases, read)


def _order(fault: Fault) -> tuple[str, int, int, str, str]:
    place = fault.place
    assert isinstance(place, Position)
    return place.file, place.line, place.column, fault.code, fault.message.en


def _run(tests: FileTests, name_holds: str) -> Iterator[CaseResult]:
    for one in tests.cases:
        if name_holds not in one.name.casefold():
            continue
        line = one.place.line
        if one.case is None:
            yield CaseResult(tests.file, one.name, line, False, (), None)
            continue
        outcome = Outcome(one.case)
        faults = failures(outcome)
        yield CaseResult(tests.file, one.name, line, not faults, faults, outcome)


def failures(outcome: Outcome) -> tuple[Fault, ...]:
    """What a case expects and does not follow, each at its place."""
    log = FaultLog()
    of_case = log.for_rule(outcome.case.name)
    for expectation in outcome.case.expected:
        _compare(expectation, outcome, of_case)
    return log.sorted()


def _compare(expectation: Expectation, outcome: Outcome, log: FaultLog) -> None:
    key, wanted, place = expectation.key, expectation.value, expectation.place
    if key in ("rules", "not_rules"):
        name = str(wanted)
        if (name in outcome.matching) == (key == "rules"):
            return
        if key == "not_rules":
            log.add("test-rule-matches", place, found=name)
            return
        rule = next(rule for rule in outcome.rules if rule.id == name)
        log.add("test-rule-missing", place, found=name, why=outcome.why_not(rule))
        return
    found = outcome.value(key)
    if found != wanted:
        log.add("test-failed", place, key=key, expected=_shown(wanted), found=_shown(found))


def _shown(value: Value | Text) -> Text:
    if isinstance(value, Text):
        return value
    word = f"`{value_text(value)}`"
    return Text(word, word)


def value_text(value: Value) -> str:
    """A value as a test file writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            texts = [str(one) for one in value]
            sizes = texts and isinstance(value[0], int)
            return texts[0] if sizes and len(texts) == 1 else f"[{', '.join(texts)}]"
        case _:
            return str(value)
