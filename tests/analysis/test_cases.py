"""What the analysis tells of small policies that officers can read: cases/*.yaml.

Beside each policy (or folder of policies) stands what is found, in both languages and with the
smallest case that shows it, in a file `.expected`. After a wanted change, look at what
`python -m tests.analysis.test_cases` writes anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from pamtps_service.analysis.analyze import analyze
from pamtps_service.analysis.analyze_set import analyze_set
from pamtps_service.analysis.findings import Finding, witness_text
from pamtps_service.policy.load import check_files

from tests.analysis.oracle import brute
from tests.analysis.witnesses import Judge
from tests.conftest import REPOSITORY

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.stem for path in CASES.iterdir() if path.suffix in ("", ".yaml"))


def files_of(name: str) -> dict[str, bytes]:
    folder = CASES / name
    paths = sorted(folder.glob("*.yaml")) if folder.is_dir() else [CASES / f"{name}.yaml"]
    return {path.name: path.read_bytes() for path in paths}


def findings_of(name: str) -> list[Finding]:
    """Of one policy what is found in it; of a folder what is found in the policies together."""
    checked = check_files(files_of(name))
    assert checked.policies is not None, checked.faults
    if (CASES / name).is_dir():
        return list(analyze_set(checked.policies))
    return list(analyze(checked.policies.policies[name]).findings)


def told(findings: Sequence[Finding]) -> str:
    return "\n".join(_told(one) for one in findings) or "nothing\n"


def _told(one: Finding) -> str:
    head = " ".join(filter(None, (one.severity, one.code, ", ".join(one.rules), one.quantity)))
    lines = [head, f"id: {one.message.id}", f"en: {one.message.en}"]
    lines += [f"others: {', '.join(one.others)}"] if one.others else []
    return "\n".join(lines) + "\n" + witness_text(one.witness)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_told_of_a_policy_is_what_stands_beside_it(name: str) -> None:
    """Findings, words in both languages and smallest cases are as committed."""
    assert told(findings_of(name)) == (CASES / f"{name}.expected").read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in NAMES if not (CASES / name).is_dir()])
def test_the_cases_told_are_so_by_the_reference_evaluator(name: str) -> None:
    """Every smallest case shows its finding, and what it expects holds."""
    judge = Judge(brute({name: files_of(name)[f"{name}.yaml"].decode()}, name))
    for one in findings_of(name):
        if one.code != "unreachable":
            judge.shows(one)
        for witness in one.witness:
            judge.meets(witness)


def test_every_finding_of_the_page_has_a_case() -> None:
    """Each code of docs/policy-analysis.md is found in one of the files, and no other code."""
    page = (REPOSITORY / "docs" / "policy-analysis.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    codes = {code for row in rows for code in re.findall(r"`([a-z-]+)`", row)}
    found = {one.code for name in NAMES for one in findings_of(name)}
    assert found == codes


if __name__ == "__main__":
    for case in NAMES:
        (CASES / f"{case}.expected").write_text(told(findings_of(case)), "utf-8")
