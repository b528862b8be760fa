"""The head of a policy file: everything beside its rules, and its rules as they stand.

Rules are kept as nodes, because the names in them are resolved only after `extends`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar, cast

from pamtps_service.policy.area_values import read_codes, read_policy_areas
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.model import (
    ALWAYS_KNOWN,
    CLAIMS,
    INT32_MAX,
    INT32_MIN,
    NOT_NEGATIVE,
    STANDARD_ATTRIBUTES,
    Attribute,
    AttributeType,
    Claim,
    Position,
    Text,
)
from pamtps_service.policy.source import Mapping, Node, Scalar
from pamtps_service.policy.values import (
    as_listing,
    as_mapping,
    as_text,
    as_value,
    check_keys,
    check_required,
    keys_of,
    likely_id,
    read_boolean,
    read_date,
    read_id,
    read_integer,
    read_name,
    read_permutation,
    read_title,
    read_word,
)

POLICY_KEYS: Final = (
    "policy",
    "title",
    "issuer",
    "basis",
    "areas",
    "effective",
    "abstract",
    "extends",
    "drops",
    "pattern_order",
    "claims",
    "units",
    "items",
    "attributes",
    "area_lists",
    "rules",
)
REQUIRED_KEYS: Final = ("policy", "title", "issuer", "basis", "areas", "rules")
EFFECTIVE_KEYS: Final = ("from", "until")
ATTRIBUTE_KEYS: Final = ("type", "of", "default")
PATTERN_WORDS: Final = ("polri", "tps", "linmas")

_STANDARD: Final = {attribute.name: attribute for attribute in STANDARD_ATTRIBUTES}
RESERVED_ATTRIBUTES: Final = frozenset(
    (
        *(attribute.name for attribute in ALWAYS_KNOWN),
        *("area", "label", "any", "all", "not", "count"),
        *("tps_code", "province_code", "regency_code", "district_code", "village_code", "number"),
    )
)
"""Names that conditions or the columns of a batch already use."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Declared(Generic[Value]):
    """Something that the file gives a name, and where; no value where it has a fault."""

    value: Value | None
    position: Position


@dataclass(frozen=True, slots=True)
class RawRule:
    """A rule as it stands in its file."""

    id: str
    node: Mapping
    position: Position
    origin: str
    pattern_order: tuple[str, ...] | None


def name_in_file(rule: str) -> str:
    """Of the id of a RawRule the id as its file has it; empty where the file gives none."""
    return rule.rpartition("@")[0] if "@" in rule else rule


def misnamed_rules(rules: Iterable[RawRule]) -> frozenset[str]:
    """The ids that were probably meant where an id is not well written: whoever names one of them
    names a rule, so that only the id itself is a fault."""
    found = (likely_id(name_in_file(rule.id)) for rule in rules if "@" in rule.id)
    return frozenset(one for one in found if one)


@dataclass(slots=True)
class Document:
    """One policy file before `extends`; a value is None where the file is silent or wrong."""

    file: str
    content: bytes
    text: str
    id: str
    position: Position
    title: Text | None = None
    issuer: str | None = None
    basis: str | None = None
    areas: tuple[str, ...] | None = None
    """() is `all`."""
    start: datetime.date | None = None
    until: datetime.date | None = None
    abstract: bool = False
    extends: Declared[str] | None = None
    drops: tuple[Declared[str], ...] = ()
    pattern_order: tuple[str, ...] | None = None
    claims: tuple[Claim, ...] | None = None
    units: dict[str, Declared[int]] = field(default_factory=dict)
    items: dict[str, Declared[Text]] = field(default_factory=dict)
    attributes: dict[str, Declared[Attribute]] = field(default_factory=dict)
    area_lists: dict[str, Declared[tuple[str, ...]]] = field(default_factory=dict)
    rules: dict[str, RawRule] = field(default_factory=dict)
    misnamed: bool = False
    """Whether the id differs from the file's name."""
    readable: bool = True
    """Whether `rules` is a list, so that a label or rule that is not there is an unknown one."""


def read_document(file: str, content: bytes, text: str, root: Mapping, log: FaultLog) -> Document:
    """The head of the policy and its rules; faults go to the log."""
    stem = file.removesuffix(".yaml")
    check_keys(root, POLICY_KEYS, "policy", log)
    check_required(root, REQUIRED_KEYS, "policy", log)
    document = Document(file, content, text, stem, root.place("policy"))
    readers: dict[str, Callable[[Node, Document, FaultLog], None]] = {
        "policy": _read_id,
        "effective": _read_effective,
        "extends": _read_extends,
        "drops": _read_drops,
        "units": _read_units,
        "items": _read_items,
        "attributes": _read_attributes,
        "area_lists": _read_area_lists,
    }
    for key, read in readers.items():
        node = root.get(key)
        if node is not None:
            read(node, document, log)
    _read_values(root, document, log)
    _read_rules(root, document, log)
    return document


def _read_values(root: Mapping, document: Document, log: FaultLog) -> None:
    def given(key: str, read: Callable[[Node], Any]) -> Any:
        node = root.get(key)
        return None if node is None else read(node)

    document.title = given("title", lambda node: read_title(node, "title", log))
    document.issuer = given("issuer", lambda node: as_text(node, "issuer", log))
    document.basis = given("basis", lambda node: as_text(node, "basis", log))
    document.areas = given("areas", lambda node: read_policy_areas(node, log))
    document.abstract = bool(given("abstract", lambda node: read_boolean(node, "abstract", log)))
    document.claims = given(
        "claims", lambda node: cast("Any", read_permutation(node, "claims", CLAIMS, log))
    )
    document.pattern_order = given(
        "pattern_order", lambda node: read_permutation(node, "pattern_order", PATTERN_WORDS, log)
    )
    if root.get("drops") is not None and root.get("extends") is None:
        log.add("drops-without-extends", root.place("drops"))


def _read_id(node: Node, document: Document, log: FaultLog) -> None:
    found = read_id(node, "policy", log)
    document.position = node.position
    stem = document.id
    if likely_id(stem) != stem:
        maybe = found or likely_id(stem)
        log.add(
            "invalid-file-name",
            Position(document.file, 1, 1),
            found=document.file,
            maybe=f"{maybe}.yaml" if maybe else "",
        )
    if found is None:
        return
    if found != stem and likely_id(stem) == stem:
        document.misnamed = True
        log.add("id-not-file-name", node.position, found=found, file=document.file, maybe=stem)
    document.id = found


def _read_effective(node: Node, document: Document, log: FaultLog) -> None:
    mapping = as_mapping(node, "effective", log)
    if mapping is None:
        return
    check_keys(mapping, EFFECTIVE_KEYS, "effective", log)
    start, until = mapping.get("from"), mapping.get("until")
    document.start = None if start is None else read_date(start, "effective.from", log)
    document.until = None if until is None else read_date(until, "effective.until", log)
    if document.start and document.until and document.start > document.until:
        log.add(
            "dates-reversed",
            mapping.place("from"),
            start=document.start.isoformat(),
            until=document.until.isoformat(),
            maybe=f"{{from: {document.until}, until: {document.start}}}",
        )


def _read_extends(node: Node, document: Document, log: FaultLog) -> None:
    document.extends = Declared(read_id(node, "extends", log), node.position)


def _read_drops(node: Node, document: Document, log: FaultLog) -> None:
    listing = as_listing(node, "drops", log)
    items = listing.items if listing else ()
    read = [(read_id(item, f"drops[{i}]", log), item.position) for i, item in enumerate(items)]
    document.drops = tuple(Declared(found, place) for found, place in read if found is not None)


def _declarations(node: Node, key: str, log: FaultLog) -> list[tuple[str, Node, Position]]:
    """Name, value and place of each entry whose name is well written."""
    mapping = as_mapping(node, key, log)
    found = []
    for entry in mapping.entries if mapping else ():
        name = read_name(entry.key, key, log)
        if name is not None:
            found.append((name, entry.value, entry.key.position))
    return found


def _read_units(node: Node, document: Document, log: FaultLog) -> None:
    for name, value, place in _declarations(node, "units", log):
        personnel = read_integer(value, f"units.{name}", log, 1, INT32_MAX)
        document.units[name] = Declared(personnel, place)


def _read_items(node: Node, document: Document, log: FaultLog) -> None:
    for name, value, place in _declarations(node, "items", log):
        if name == "per":
            log.add("reserved-name", place, key="items", found=name, allowed="per_item")
        document.items[name] = Declared(read_title(value, f"items.{name}", log), place)


def _read_area_lists(node: Node, document: Document, log: FaultLog) -> None:
    for name, value, place in _declarations(node, "area_lists", log):
        codes = read_codes(value, f"area_lists.{name}", log)
        document.area_lists[name] = Declared(codes, place)


# Attributes -----------------------------------------------------------------------------------


def _read_attributes(node: Node, document: Document, log: FaultLog) -> None:
    for name, value, place in _declarations(node, "attributes", log):
        if name in RESERVED_ATTRIBUTES:
            allowed = f"{name}_attribute"
            log.add("reserved-name", place, key="attributes", found=name, allowed=allowed)
            continue
        key = f"attributes.{name}"
        mapping = as_mapping(value, key, log)
        attribute = None
        if mapping is not None:
            standard = _STANDARD.get(name)
            attribute = (
                _standard_attribute(standard, mapping, key, log)
                if standard
                else _declared_attribute(name, mapping, key, log)
            )
        document.attributes[name] = Declared(attribute, place)


def _standard_attribute(
    standard: Attribute, mapping: Mapping, key: str, log: FaultLog
) -> Attribute | None:
    for entry in mapping.entries:
        if entry.key.text in ("type", "of"):
            log.add("standard-attribute", entry.key.position, key=key, found=entry.key.text)
            return None
    check_keys(mapping, ("default",), key, log)
    check_required(mapping, ("default",), key, log)
    return _with_default(standard, mapping, key, log)


def _declared_attribute(name: str, mapping: Mapping, key: str, log: FaultLog) -> Attribute | None:
    check_keys(mapping, ATTRIBUTE_KEYS, key, log)
    check_required(mapping, ("type",), key, log)
    type_node, of = mapping.get("type"), mapping.get("of")
    if type_node is None:
        return None
    word = read_word(type_node, f"{key}.type", tuple(kind.value for kind in AttributeType), log)
    if word is None:
        return None
    kind = AttributeType(word)
    if kind is not AttributeType.CHOICE:
        if of is not None:
            log.add("of-without-choice", mapping.place("of"), key=key, found=word)
            return None
        return _with_default(Attribute(name, kind), mapping, key, log)
    check_required(mapping, ("of",), key, log)
    choices = None if of is None else _read_choices(of, f"{key}.of", log)
    if choices is None:
        return None
    return _with_default(Attribute(name, kind, choices), mapping, key, log)


def _read_choices(node: Node, key: str, log: FaultLog) -> tuple[str, ...] | None:
    listing = as_listing(node, key, log)
    if listing is None:
        return None
    choices: list[str] = []
    for index, item in enumerate(listing.items):
        value = as_value(item, f"{key}[{index}]", log)
        if value is None:
            return None
        if value.text in choices:
            log.add("choice-given-twice", value.position, key=key, found=value.text)
        elif value.text != value.text.strip() or value.text[0] in "<>=!" or ".." in value.text:
            log.add("invalid-choice", value.position, key=key, found=value.text)
        else:
            choices.append(value.text)
    if not listing.items:
        log.add("empty-choices", listing.position, key=key)
    return tuple(choices) if len(choices) == len(listing.items) > 0 else None


def _with_default(
    attribute: Attribute, mapping: Mapping, key: str, log: FaultLog
) -> Attribute | None:
    node = mapping.get("default")
    if node is None:
        return attribute
    value = read_attribute_value(node, attribute, f"{key}.default", log)
    if value is None:
        return None
    return Attribute(attribute.name, attribute.type, attribute.choices, value)


def least(attribute: Attribute) -> int:
    """The least value that an integer attribute can have."""
    return 0 if attribute.name in NOT_NEGATIVE else INT32_MIN


def read_attribute_value(
    node: Node, attribute: Attribute, key: str, log: FaultLog
) -> int | str | None:
    """One value of the attribute as the model holds it: an integer, 0 or 1, an index, or text."""
    if attribute.type is AttributeType.INTEGER:
        return read_integer(node, key, log, least(attribute))
    if attribute.type is AttributeType.BOOLEAN:
        truth = read_boolean(node, key, log)
        return None if truth is None else int(truth)
    if attribute.type is AttributeType.CHOICE:
        word = read_word(node, key, attribute.choices, log)
        return None if word is None else attribute.choices.index(word)
    value = as_value(node, key, log)
    return None if value is None else value.text


# Rules ----------------------------------------------------------------------------------------


def _read_rules(root: Mapping, document: Document, log: FaultLog) -> None:
    node = root.get("rules")
    listing = None if node is None else as_listing(node, "rules", log)
    if listing is None:
        document.readable = False
        return
    if not listing.items and root.get("extends") is None:
        log.add("empty-rules", listing.position)
    for index, item in enumerate(listing.items):
        rule = as_mapping(item, f"rules[{index}]", log)
        if rule is not None:
            _add_rule(rule, document, log)


def _add_rule(rule: Mapping, document: Document, log: FaultLog) -> None:
    node = rule.get("id")
    found = None if node is None else read_id(node, "id", log)
    if node is None:
        log.add("missing-key", rule.position, key="id", where="rule", found=keys_of(rule))
    place = rule.position if node is None else node.position
    if found is None:
        # read all the same, under a name that no rule can have, so that its other faults are told
        shown = node.text if isinstance(node, Scalar) else ""
        found = f"{shown}@{rule.position.line}:{rule.position.column}"
    elif found in document.rules:
        first = document.rules[found].position
        log.for_rule(found).add("duplicate-rule", place, found=found, line=str(first.line))
        found = f"{found}@{rule.position.line}:{rule.position.column}"
    document.rules[found] = RawRule(found, rule, place, document.id, document.pattern_order)
