"""Results of policies' tests as JUnit XML, which build servers read."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from pamtps_client.language import Language

if TYPE_CHECKING:
    from pamtps_service.policy.faults import Fault
    from pamtps_service.policy_tests.run import CaseResult, TestReport

_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(reports: Sequence[tuple[str, TestReport]], language: Language) -> bytes:
    """A test suite for each file: a failure for each case that fails, an error for one that is not
    run, and for the faults of the file itself.

    Args:
        reports: each with its folder.
        language: of the messages.
    """
    root = ElementTree.Element("testsuites", name="pamtps policy test")
    for folder, report in reports:
        for tests in report.files:
            path = os.path.join(folder, tests.file)
            cases = [case for case in report.cases if case.file == tests.file]
            of_file = [fault for fault in tests.faults if not _of_a_case(fault, cases)]
            suite = ElementTree.SubElement(root, "testsuite", name=_text(path))
            for case in cases:
                told = [fault for fault in tests.faults if fault.rule == case.name]
                _add(suite, path, case.name, case.faults, told, language)
            if of_file:
                _add(suite, path, tests.file, (), of_file, language)
            _count(suite)
    _count(root)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _of_a_case(fault: Fault, cases: Sequence[CaseResult]) -> bool:
    return any(fault.rule == case.name for case in cases)


def _add(
    suite: ElementTree.Element,
    path: str,
    name: str,
    failed: Sequence[Fault],
    wrong: Sequence[Fault],
    language: Language,
) -> None:
    attributes = {"classname": _text(path), "name": _text(name)}
    case = ElementTree.SubElement(suite, "testcase", attributes)
    for kind, faults in (("failure", failed), ("error", wrong)):
        if faults:
            first = faults[0].message.id if language == "id" else faults[0].message.en
            told = ElementTree.SubElement(case, kind, message=_text(first), type=faults[0].code)
            told.text = _text("\n".join(fault.text(language) for fault in faults))


def _count(suite: ElementTree.Element) -> None:
    suite.set("tests", str(len(list(suite.iter("testcase")))))
    suite.set("failures", str(len(list(suite.iter("failure")))))
    suite.set("errors", str(len(list(suite.iter("error")))))


def _text(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
