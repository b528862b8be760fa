"""Conditions as clauses: clauses/cases.yaml has each condition with its words in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from pamtps_service.policy.load import check_folder
from pamtps_service.policy.model import Text
from pamtps_service.rendering.clauses import Clauses
from ruamel.yaml import YAML

FOLDER = Path(__file__).resolve().parent / "clauses"
CASES: list[dict[str, object]] = YAML(typ="safe").load(
    (FOLDER / "cases.yaml").read_text(encoding="utf-8")
)


def conditions() -> list[str]:
    """The conditions as they stand in the file."""
    lines = (FOLDER / "cases.yaml").read_text(encoding="utf-8").splitlines()
    return [line.partition("when: ")[2] for line in lines if line.startswith("  when: ")]


@pytest.fixture(scope="module")
def clauses(tmp_path_factory: pytest.TempPathFactory) -> list[Text]:
    """The clause of each case, of a policy that has a rule for each."""
    folder = tmp_path_factory.mktemp("rules")
    text = (FOLDER / "head.yaml").read_text(encoding="utf-8")
    for number, (case, when) in enumerate(zip(CASES, conditions(), strict=True)):
        level = case["for_each"]
        effect = "guard: {polri: 2}" if level == "tps" else "add: {polri: 2}"
        text += (
            f"  - {{id: case-{number:03}, basis: B, for_each: {level}, when: {when}, {effect}}}\n"
        )
    (folder / "clauses.yaml").write_text(text, encoding="utf-8")
    checked = check_folder(folder)
    assert checked.policies is not None, checked.faults
    policy = checked.policies.policies["clauses"]
    cases = [rule for rule in policy.rules if rule.id.startswith("case-")]
    return [Clauses(policy).clause(rule.when, rule.for_each) for rule in cases]


@pytest.mark.parametrize("number", range(len(CASES)), ids=conditions())
def test_a_condition_reads_as_it_is_kept(clauses: list[Text], number: int) -> None:
    """In both languages, as a person would say it."""
    case = CASES[number]
    assert clauses[number] == Text(id=str(case["id"]), en=str(case["en"]))
