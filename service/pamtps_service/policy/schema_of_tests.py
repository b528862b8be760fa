"""A JSON Schema (draft-07) of test files of policies, for editors."""

from __future__ import annotations

from pamtps_service.policy.guards import BORDERS, CHOOSE_AREAS
from pamtps_service.policy.model import (
    ACCESS,
    ALWAYS_KNOWN,
    FORCES,
    STANDARD_ATTRIBUTES,
    TIER_CHOICES,
    AttributeType,
)
from pamtps_service.policy.schema import (
    BOOLEAN,
    CODE,
    CODES,
    DATE,
    DAY,
    DRAFT,
    ID,
    NAME,
    SIZES,
    TEXT,
    Schema,
    alternatives,
    formed,
    listing,
    mapping,
    whole,
    word,
)
from pamtps_service.policy.test_keys import CASE_KEYS, NONE, OUTCOME_KEYS, TEST_KEYS


def _facts(counted: bool = False) -> Schema:
    code = alternatives([*CODES, rf"{CODES[-1]}\.[0-9]{{3}}"])
    place = formed(f"^(?:{code})$", "code", "number")
    values: dict[str, Schema] = {"count": whole(1)} if counted else {}
    values["area"] = place
    for attribute in (*ALWAYS_KNOWN, *STANDARD_ATTRIBUTES):
        values[attribute.name] = (
            word(attribute.choices)
            if attribute.choices
            else BOOLEAN
            if attribute.type is AttributeType.BOOLEAN
            else whole(0)
        )
    facts = mapping("facts", values, ("count",) if counted else (), TEXT, NAME)
    return facts if counted else {**facts, "minProperties": 0}


def _outcome() -> Schema:
    day = formed(f"^(?:{DAY}|{NONE})$", "day")
    units = mapping("outcome.units", {}, others=whole(0), names=word(FORCES))
    equipment = mapping("outcome.equipment", {}, others=whole(0), names=NAME)
    values: dict[str, Schema] = {
        "risk_tier": word(TIER_CHOICES),
        "labels": listing(NAME, 0),
        "covered": BOOLEAN,
        **dict.fromkeys(FORCES, whole(0)),
        "tps_per_post": SIZES,
        "within": word(BORDERS),
        "choose": word(CHOOSE_AREAS),
        "transport": word((*ACCESS, NONE)),
        "fallback": word((*ACCESS, NONE)),
        "depart": day,
        "rules": listing(ID, 0),
        "not_rules": listing(ID, 0),
        "units": units,
        "equipment": equipment,
    }
    return mapping("outcome", {key: values[key] for key in OUTCOME_KEYS})


def schema_of_tests() -> Schema:
    """The schema of a file NAME.test.yaml."""
    case_values: dict[str, Schema] = {
        "name": TEXT,
        "tps": _facts(),
        "area": CODE,
        "holds": listing(_facts(counted=True)),
        "election_date": DATE,
        "expect": _outcome(),
    }
    case = mapping("case", {key: case_values[key] for key in CASE_KEYS}, ("name", "expect"))
    case["oneOf"] = [{"required": ["tps"]}, {"required": ["area", "holds"]}]
    case["dependencies"] = {"holds": ["area"]}
    values: dict[str, Schema] = {
        "tests": ID,
        "election_date": DATE,
        "facts": _facts(),
        "cases": listing(case),
    }
    tests = mapping("test", {key: values[key] for key in TEST_KEYS}, ("tests", "cases"))
    return {"$schema": DRAFT, "title": "pamtps policy tests", **tests}
