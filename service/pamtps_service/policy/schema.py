"""A JSON Schema (draft-07) of policy files, for editors: completion, hover texts, faults at once.

It is made of the tables that the reader itself uses. What it refuses the reader refuses too; what
names a policy declares, and how rules depend on each other, only the reader knows. An editor types
the scalars that the policy language keeps as text, so a number is allowed wherever its text is; the
text `null` (or `~`), which the language takes for a word, an editor calls an empty value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pamtps_service.policy.areas import SHAPES
from pamtps_service.policy.catalogue.hovers import FORMS, HOVERS
from pamtps_service.policy.conditions import COUNT_KEYS, LOGIC
from pamtps_service.policy.document import (
    ATTRIBUTE_KEYS,
    EFFECTIVE_KEYS,
    PATTERN_WORDS,
    POLICY_KEYS,
    REQUIRED_KEYS,
    RESERVED_ATTRIBUTES,
    least,
)
from pamtps_service.policy.effects import EFFECT_KEYS, LEVELS, PER_KEYS
from pamtps_service.policy.guards import BORDERS, CHOOSE_AREAS, MOST_TPS_PER_POST
from pamtps_service.policy.model import (
    ACCESS,
    ALWAYS_KNOWN,
    AREA_LEVELS,
    CLAIMS,
    FORCES,
    INT32_MAX,
    INT32_MIN,
    QUANTITIES,
    ROLES,
    STANDARD_ATTRIBUTES,
    TIER_CHOICES,
    Attribute,
    AttributeType,
)
from pamtps_service.policy.rules import EFFECTS, LEVEL_WORDS, RULE_KEYS, SEVERITIES
from pamtps_service.policy.values import (
    DATE_SHAPE,
    ID_SHAPE,
    INTEGER_SHAPE,
    NAME_SHAPE,
    TITLE_KEYS,
)

Schema = dict[str, Any]

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_WHOLE: Final = INTEGER_SHAPE.pattern
_OPERATOR: Final = r"(<=|>=|<|>)\s*"
_NATURAL: Final = r"(0|[1-9][0-9]*)"


def as_text(schema: Schema) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


# Building blocks ------------------------------------------------------------------------------


def anchored(pattern: str) -> str:
    """A pattern that the whole text must match, with space around it."""
    return rf"^\s*(?:{pattern})\s*$"


def alternatives(patterns: Iterable[str]) -> str:
    """A pattern for any of them."""
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def told(path: str, schema: Schema) -> Schema:
    """The schema with the hover text of a key, in both languages. KeyError where it has none."""
    text = HOVERS[path]
    return {
        **schema,
        "description": f"{text.en}\n{text.id}",
        "markdownDescription": f"{text.en}\n\n{text.id}",
    }


def ref(name: str) -> Schema:
    """What `definitions` holds under the name; hover texts may stand beside it."""
    return {"allOf": [{"$ref": f"#/definitions/{name}"}]}


def mapping(
    where: str,
    values: Mapping[str, Schema],
    required: Iterable[str] = (),
    others: Schema | None = None,
    names: Schema | None = None,
) -> Schema:
    """A mapping that is not empty; `others` is what keys beside `values` hold, whose names fit
    `names`."""
    schema: Schema = {
        "type": "object",
        "properties": {key: told(f"{where}.{key}", value) for key, value in values.items()},
        "additionalProperties": False if others is None else told(f"{where}.*", others),
        "minProperties": 1,
    }
    if required := list(required):
        schema["required"] = required
    if names is not None:
        allowed = [{"enum": list(values)}, names] if values else [names]
        schema["propertyNames"] = {"anyOf": allowed} if values else names
    return schema


def word(allowed: Iterable[str]) -> Schema:
    """One of a closed set of words."""
    return {"type": "string", "enum": list(allowed)}


def formed(pattern: str, form: str, *types: str) -> Schema:
    """A text that matches the pattern, or what YAML takes for one of the other types; `form` names
    what is told where it does not match."""
    allowed = FORMS[form]
    return {
        "type": ["string", *types] if types else "string",
        "pattern": pattern,
        "patternErrorMessage": f"{allowed.en} / {allowed.id}",
    }


def whole(
    lower: int = INT32_MIN, upper: int = INT32_MAX, more: str = "", form: str = "number"
) -> Schema:
    """A whole number, or a text that holds one or matches the pattern `more`."""
    patterns = [_WHOLE, more] if more else [_WHOLE]
    text = formed(anchored(alternatives(patterns)), form, "integer")
    return {**text, "minimum": lower, "maximum": upper}


def listing(items: Schema, least_items: int = 1) -> Schema:
    """A list."""
    return {"type": "array", "items": items, "minItems": least_items}


def permutation(words: tuple[str, ...]) -> Schema:
    """A list that holds each of the words once."""
    return {
        "type": "array",
        "items": word(words),
        "minItems": len(words),
        "maxItems": len(words),
        "uniqueItems": True,
    }


def one_or_several(value: Schema) -> Schema:
    """A value, or a list of them."""
    return {"anyOf": [value, listing(value)]}


BOOLEAN: Final = formed("^(?:true|false)$", "boolean", "boolean")
TEXT: Final = formed(r"\S", "text", "number", "boolean")
DATE: Final = formed(f"^{DATE_SHAPE.pattern}$", "date")
ID: Final = formed(f"^{ID_SHAPE.pattern}$", "id", "number")
NAME: Final = formed(f"^{NAME_SHAPE.pattern}$", "name")
CODES: Final = tuple(shape.pattern for _, shape in SHAPES)
CODE: Final = formed(f"^(?:{alternatives(CODES)})$", "code", "number")
RANGE: Final = rf"{_WHOLE}\s*\.\.\s*{_WHOLE}"
SIZES: Final[Schema] = {
    "anyOf": [
        whole(1, MOST_TPS_PER_POST, RANGE, "number or range"),
        listing(whole(1, MOST_TPS_PER_POST)),
    ]
}
DAY: Final = "H(-[1-9][0-9]*)?"


# Conditions -----------------------------------------------------------------------------------


def _tier_condition() -> Schema:
    tier = alternatives(TIER_CHOICES)
    compared = anchored(rf"{_OPERATOR}(?:{tier})|(?:{tier})\s*\.\.\s*(?:{tier})")
    return {
        "anyOf": [
            word(TIER_CHOICES),
            formed(compared, "tier"),
            listing(word(TIER_CHOICES)),
        ]
    }


def _attribute_condition(attribute: Attribute) -> Schema:
    if attribute.choices == TIER_CHOICES:
        return _tier_condition()
    if attribute.type is AttributeType.CHOICE:
        return one_or_several(word(attribute.choices))
    if attribute.type is AttributeType.BOOLEAN:
        return one_or_several(BOOLEAN)
    lower = least(attribute)
    single = whole(lower, more=rf"{_OPERATOR}{_WHOLE}|{RANGE}", form="number or comparison")
    return {"anyOf": [single, listing(whole(lower))]}


def _condition(name: str, attributes: Iterable[Attribute]) -> Schema:
    """What stands in `when`; without attributes, that of a rule for areas."""
    given = {attribute.name: _attribute_condition(attribute) for attribute in attributes}
    within = ref(name)
    area = formed(f"^(?:{alternatives([*CODES, NAME_SHAPE.pattern])})$", "area", "number")
    values: dict[str, Schema] = {**given, "area": one_or_several(area)}
    if given:
        values["label"] = one_or_several(NAME)
    values |= {key: within if key == "not" else listing(within) for key in LOGIC}
    if given:
        reserved = RESERVED_ATTRIBUTES - set(values)
        names = {"allOf": [NAME, {"not": {"enum": sorted(reserved)}}]}
        return mapping("condition", values, others=one_or_several(TEXT), names=names)
    compared = formed(anchored(rf"{_OPERATOR}{_WHOLE}"), "comparison")
    parts = {"of": ref("tps_condition"), "is": compared}
    values["count"] = mapping("count", {key: parts[key] for key in COUNT_KEYS}, COUNT_KEYS)
    return mapping("condition", values)


# Effects --------------------------------------------------------------------------------------


def _effects() -> dict[str, Schema]:
    amount = whole(1, more=rf"[1-9][0-9]*\s+{NAME_SHAPE.pattern}", form="amount")
    pattern = r"[0-9]+-[0-9]+-[0-9]+"
    ceiling = whole(0, more=rf"{_NATURAL}/[1-9][0-9]*\s+of\s+strength", form="ceiling")
    values: dict[str, dict[str, Schema]] = {
        "classify": {"label": NAME, "risk_tier": word(TIER_CHOICES)},
        "guard": {
            **{key: whole(0) for key in ("polri", "tni", "linmas_per_tps")},
            "tps_per_post": SIZES,
            "within": word(BORDERS),
            "choose": word(CHOOSE_AREAS),
            "pattern": formed(anchored(rf"{pattern}(?:\s*\.\.\s*{pattern})?"), "pattern"),
        },
        "add": {"polri": amount, "tni": amount, "role": word(ROLES), "per": ref("per")},
        "mix": {
            "tni": whole(1),
            "polri": whole(1, more=RANGE, form="number or range"),
            "of": ref("tps_condition"),
        },
        "limit": dict.fromkeys(FORCES, ceiling),
        "equip": {"per": ref("per")},
        "move": {
            "transport": word(ACCESS),
            "fallback": word(ACCESS),
            "depart": formed(f"^{DAY}$", "day"),
        },
        "expect": {quantity: _statement(quantity) for quantity in QUANTITIES},
    }
    required = {"mix": ("tni", "polri")}
    found: dict[str, Schema] = {}
    for name in EFFECTS:
        given = {key: values[name][key] for key in EFFECT_KEYS[name]}
        others = whole(1) if name == "equip" else None
        names = NAME if name == "equip" else None
        found[name] = mapping(name, given, required.get(name, ()), others, names)
    found["add"]["anyOf"] = [{"required": ["polri"]}, {"required": ["tni"]}]
    return found


def _statement(quantity: str) -> Schema:
    of = alternatives([*QUANTITIES, "strength"] if quantity in FORCES else QUANTITIES)
    right = rf"{_WHOLE}|{_NATURAL}/[1-9][0-9]*\s+of\s+(?:{of})"
    return formed(anchored(rf"{_OPERATOR}(?:{right})"), "statement")


# Rules ----------------------------------------------------------------------------------------


def _rule() -> Schema:
    condition: Schema = {"type": "object"}
    values: dict[str, Schema] = {
        "id": ID,
        "title": ref("title"),
        "basis": TEXT,
        "for_each": word(LEVEL_WORDS),
        "when": condition,
        "unless": condition,
        "instead_of": listing(ID),
        **_effects(),
        "severity": word(SEVERITIES),
    }
    rule = mapping("rule", {key: values[key] for key in RULE_KEYS}, ("id",))
    rule["oneOf"] = [{"required": [effect]} for effect in EFFECTS]
    rule["allOf"] = [*(_level(effect) for effect in EFFECTS), _subject()]
    rule["dependencies"] = {"severity": ["expect"]}
    return rule


def _level(effect: str) -> Schema:
    """That a rule with the effect has one of its levels."""
    then: Schema = {"properties": {"for_each": word(LEVELS[effect])}}
    if "tps" not in LEVELS[effect]:
        then["required"] = ["for_each"]
    return {"if": {"required": [effect]}, "then": then}


def _subject() -> Schema:
    """Which conditions a rule may have: those of what it speaks of."""

    def conditions(name: str) -> Schema:
        return {"properties": dict.fromkeys(("when", "unless"), ref(name))}

    of_areas = {"properties": {"for_each": {"enum": list(AREA_LEVELS)}}, "required": ["for_each"]}
    return {
        "if": {"required": ["classify"]},
        "then": conditions("classify_condition"),
        "else": {
            "if": of_areas,
            "then": conditions("area_condition"),
            "else": conditions("tps_condition"),
        },
    }


# Policies -------------------------------------------------------------------------------------


def _attributes() -> Schema:
    standard = {one.name: one for one in STANDARD_ATTRIBUTES}
    declared = {
        "type": word(kind.value for kind in AttributeType),
        "of": listing(TEXT),
        "default": TEXT,
    }
    schema = mapping(
        "attributes",
        {},
        others=mapping("attributes", {key: declared[key] for key in ATTRIBUTE_KEYS}, ("type",)),
        names={"allOf": [NAME, {"not": {"enum": sorted(RESERVED_ATTRIBUTES)}}]},
    )
    for name, attribute in standard.items():
        value = word(attribute.choices) if attribute.choices else whole(least(attribute))
        given = mapping("attributes", {"default": value}, ("default",))
        schema["properties"][name] = told(f"condition.{name}", given)
    return schema


def definitions() -> dict[str, Schema]:
    """What schemas of policies and of tests refer to by name."""
    attributes = (*ALWAYS_KNOWN, *STANDARD_ATTRIBUTES)
    settled = [one for one in attributes if one.name != "risk_tier"]
    per = {"tps": whole(1), "of": ref("tps_condition")}
    return {
        "title": {"anyOf": [TEXT, mapping("title", dict.fromkeys(TITLE_KEYS, TEXT), TITLE_KEYS)]},
        "tps_condition": _condition("tps_condition", attributes),
        "classify_condition": _condition("classify_condition", settled),
        "area_condition": _condition("area_condition", ()),
        "per": mapping("per", {key: per[key] for key in PER_KEYS}, ("tps",)),
        "rule": _rule(),
    }


def policy_schema() -> Schema:
    """The schema of a policy file."""
    codes: Schema = {"type": "object", "propertyNames": CODE, "minProperties": 1}
    codes["additionalProperties"] = TEXT
    values: dict[str, Schema] = {
        "policy": ID,
        "title": ref("title"),
        "issuer": TEXT,
        "basis": TEXT,
        "areas": {"anyOf": [word(["all"]), listing(CODE), codes]},
        "effective": {
            **mapping("effective", dict.fromkeys(EFFECTIVE_KEYS, DATE)),
            "minProperties": 0,
        },
        "abstract": BOOLEAN,
        "extends": ID,
        "drops": listing(ID, 0),
        "pattern_order": permutation(PATTERN_WORDS),
        "claims": permutation(CLAIMS),
        "units": _declared("units", whole(1)),
        "items": _declared("items", ref("title")),
        "attributes": {**_attributes(), "minProperties": 0},
        "area_lists": _declared("area_lists", {"anyOf": [listing(CODE), codes]}),
        "rules": listing(ref("rule"), 0),
    }
    policy = mapping("policy", {key: values[key] for key in POLICY_KEYS}, REQUIRED_KEYS)
    alone = {"not": {"required": ["extends"]}}
    policy["if"], policy["then"] = alone, {"properties": {"rules": {"minItems": 1}}}
    policy["dependencies"] = {"drops": ["extends"]}
    return {"$schema": DRAFT, "title": "pamtps policy", **policy, "definitions": definitions()}


def _declared(key: str, value: Schema) -> Schema:
    names: Schema = NAME
    if key == "items":
        names = {"allOf": [NAME, {"not": {"enum": ["per"]}}]}
    return {**mapping(key, {}, others=value, names=names), "minProperties": 0}
