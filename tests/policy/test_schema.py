"""The JSON Schemas for editors: the committed ones are generated; what they take and refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from pamtps_client.command import main
from pamtps_service.analysis.analyze import analyze
from pamtps_service.analysis.findings import witness_text
from pamtps_service.policy.catalogue.hovers import FORMS, HOVERS
from pamtps_service.policy.document import POLICY_KEYS
from pamtps_service.policy.load import check_files
from pamtps_service.policy.rules import RULE_KEYS
from pamtps_service.policy.schema import as_text, policy_schema
from pamtps_service.policy.schema_of_tests import schema_of_tests

from tests.conftest import LONG, REPOSITORY
from tests.policy.as_an_editor import as_an_editor_sees
from tests.reference.strategies import policies

POLICY = jsonschema.Draft7Validator(policy_schema())
TESTS = jsonschema.Draft7Validator(schema_of_tests())
HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
HEAD = "policy: p\ntitle: T\nissuer: I\nbasis: B\nareas: [53.10]\n"
CASE = "tests: p\nelection_date: 2024-11-27\ncases:\n"


def faults(text: str, of: jsonschema.Draft7Validator = POLICY) -> list[str]:
    return [str(error.message) for error in of.iter_errors(as_an_editor_sees(text))]


def nodes(schema: Any) -> list[dict[str, Any]]:
    """Every mapping in a schema."""
    if isinstance(schema, list):
        return [found for item in schema for found in nodes(item)]
    if not isinstance(schema, dict):
        return []
    return [schema, *(found for value in schema.values() for found in nodes(value))]


@pytest.mark.parametrize(
    ("file", "made"),
    [("policy.schema.json", policy_schema()), ("policy-test.schema.json", schema_of_tests())],
)
def test_the_committed_schemas_are_those_generated(file: str, made: dict[str, Any]) -> None:
    """`pamtps policy schema --write rules` renews them; they are schemas of draft 7."""
    assert (REPOSITORY / "rules" / file).read_text(encoding="utf-8") == as_text(made)
    jsonschema.Draft7Validator.check_schema(made)


@settings(max_examples=500 if LONG else 10)
@given(policies())
def test_what_the_reader_takes_the_schema_takes(
    drawn: tuple[dict[str, str], str, dict[str, dict[str, Any]]],
) -> None:
    """On random policies, bases included."""
    for text in drawn[0].values():
        assert faults(text) == []


@pytest.mark.parametrize(
    "path",
    sorted((REPOSITORY / "rules").glob("*.yaml")) + sorted((HERE / "page").glob("*.yaml")),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_the_policies_here_have_no_fault(path: Path) -> None:
    """Those in rules/ (their tests included) and those of the page."""
    of = TESTS if path.name.endswith(".test.yaml") else POLICY
    assert faults(path.read_text(encoding="utf-8"), of) == []


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_what_the_schema_refuses_the_reader_refuses(path: Path) -> None:
    """An editor marks nothing that is right: whatever it marks in a broken file has a fault."""
    try:
        marked = faults(path.read_bytes().decode("utf-8"))
    except (AssertionError, UnicodeDecodeError):
        return  # not read even as YAML
    checked = check_files({path.name: path.read_bytes()})
    assert not marked or checked.faults


@pytest.mark.parametrize(
    "rules",
    [
        "rules: [{id: g, gaurd: {polri: 2}}]",
        "rules: [{id: g}]",
        "rules: [{id: g, guard: {polri: 2}, move: {depart: H}}]",
        "rules: [{id: g, mix: {tni: 1, polri: 4..10}}]",
        "rules: [{id: g, for_each: tps, limit: {tni: 5}}]",
        "rules: [{id: g, when: {risk_tier: rawan}, classify: {label: a}}]",
        "rules: [{id: g, when: {any: [{not: {risk_tier: rawan}}]}, classify: {label: a}}]",
        "rules: [{id: g, for_each: district, when: {label: a}, add: {polri: 2}}]",
        'rules: [{id: g, when: {count: {of: {label: a}, is: "> 1"}}, guard: {polri: 2}}]',
        "rules: [{id: g, severity: error, guard: {polri: 2}}]",
        "rules: [{id: g, guard: {polri: -1}}]",
        "rules: [{id: g, guard: {tps_per_post: [0]}}]",
        "rules: [{id: g, guard: {within: province}}]",
        "rules: [{id: g, guard: {}}]",
        "rules: [{id: g, when: {}, guard: {polri: 2}}]",
        "rules: [{id: g, when: {any: []}, guard: {polri: 2}}]",
        "rules: [{id: g, when: {travel_minutes: '> many'}, guard: {polri: 2}}]",
        "rules: [{id: g, when: {submitted_tier: rawam}, guard: {polri: 2}}]",
        "rules: [{id: g, when: {access: [road, ship]}, guard: {polri: 2}}]",
        "rules: [{id: g, for_each: district, add: {role: standby}}]",
        "rules: [{id: g, for_each: province, expect: {polri: '2/3 of strength'}}]",
        "rules: [{id: g, for_each: province, expect: {posts: '> 2/3 of strength'}}]",
        "rules: [{id: g, move: {depart: D-3}}]",
        "rules: []",
        "drops: [a]\nrules: [{id: g, guard: {polri: 2}}]",
        "claims: [rawan]\nrules: [{id: g, guard: {polri: 2}}]",
        "items: {per: Radio}\nrules: [{id: g, guard: {polri: 2}}]",
        "attributes: {area: {type: integer}}\nrules: [{id: g, guard: {polri: 2}}]",
        "effective: {from: 1 January 2024}\nrules: [{id: g, guard: {polri: 2}}]",
    ],
)
def test_faults_that_a_schema_can_find_are_found(rules: str) -> None:
    """The reader refuses the same."""
    assert faults(HEAD + rules)
    assert check_files({"p.yaml": (HEAD + rules).encode()}).faults


def test_every_key_has_its_hover_text_in_both_languages() -> None:
    """No text is left over; what has a form has its words."""
    schemas = (policy_schema(), schema_of_tests())
    shown = {
        node["description"]
        for schema in schemas
        for node in nodes(schema)
        if isinstance(node.get("description"), str)
    }
    assert shown == {f"{text.en}\n{text.id}" for text in HOVERS.values()}
    assert {f"policy.{key}" for key in POLICY_KEYS} <= set(HOVERS)
    assert {f"rule.{key}" for key in RULE_KEYS} <= set(HOVERS)
    forms = {
        node["patternErrorMessage"]
        for schema in schemas
        for node in nodes(schema)
        if isinstance(node.get("patternErrorMessage"), str)
    }
    assert forms == {f"{text.en} / {text.id}" for text in FORMS.values()}
    assert all(text.en != text.id for text in HOVERS.values())


@pytest.mark.parametrize(
    "case",
    [
        "{name: a, tps: {area: 53.11, submitted_tier: rawan, travel_minutes: 200, signal: none}, "
        "expect: {risk_tier: rawan, labels: [remote], covered: true, polri: 2, tps_per_post: 4}}",
        "{name: b, area: 53.10, holds: [{count: 5, submitted_tier: rawan, area: 53.10.01}], "
        "expect: {rules: [a], not_rules: [b], units: {polri: 2}, equipment: {radio: 1}}}",
        "{name: c, tps: {area: 53.11.01.2001.901}, election_date: 2024-02-14, "
        "expect: {transport: none, depart: H-3, within: village, tps_per_post: [4, 8]}}",
    ],
)
def test_cases_of_tests_have_no_fault(case: str) -> None:
    """A TPS or an area, with what is expected of it."""
    assert faults(f"{CASE}  - {case}\n", TESTS) == []


@settings(max_examples=200 if LONG else 5)
@given(policies())
def test_a_case_that_the_analysis_prints_has_no_fault(
    drawn: tuple[dict[str, str], str, dict[str, dict[str, Any]]],
) -> None:
    """Pasted under `cases`, as it stands."""
    checked = check_files({f"{name}.yaml": text.encode() for name, text in drawn[0].items()})
    assert checked.policies is not None
    for policy in checked.policies.policies.values():
        for finding in analyze(policy).findings:
            if finding.witness:
                assert faults(CASE + witness_text(finding.witness), TESTS) == []


@pytest.mark.parametrize(
    "case",
    [
        "{name: a, expect: {polri: 2}}",
        "{name: a, tps: {area: 53.11}}",
        "{name: a, tps: {area: 53.11}, expect: {}}",
        "{name: a, tps: {area: 53.11}, expect: {polir: 2}}",
        "{name: a, tps: {area: Kupang}, expect: {polri: 2}}",
        "{name: a, tps: {area: 53.11}, holds: [{count: 1}], area: 53, expect: {polri: 2}}",
        "{name: a, area: 53, holds: [], expect: {polri: 2}}",
        "{name: a, area: 53, holds: [{submitted_tier: rawan}], expect: {polri: 2}}",
    ],
)
def test_faults_of_cases_are_found(case: str) -> None:
    """Keys, values, and cases of neither kind or of both."""
    assert faults(f"{CASE}  - {case}\n", TESTS)


def test_the_command_prints_a_schema_or_writes_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is not there is bad input."""
    assert main(["policy", "schema", "test"]) == 0
    assert json.loads(capsys.readouterr().out) == schema_of_tests()
    assert main(["policy", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == policy_schema()
    assert main(["policy", "schema", "--write", str(tmp_path)]) == 0
    assert json.loads((tmp_path / "policy.schema.json").read_text()) == policy_schema()
    assert json.loads((tmp_path / "policy-test.schema.json").read_text()) == schema_of_tests()
    assert main(["policy", "schema", "--write", str(tmp_path / "no")]) == 2
    assert "cannot be written" in capsys.readouterr().err
