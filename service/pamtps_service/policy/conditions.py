"""Conditions: from `when`, `unless` and `of` to the condition trees of the model.

The order in which a condition's parts are written never shows in its tree: parts are sorted, and
nested `all` and `any` that say the same as their parents are made one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from pamtps_service.policy import areas
from pamtps_service.policy.area_values import check_code, looks_like_code
from pamtps_service.policy.comparisons import (
    comparison_node,
    is_comparison,
    is_range,
    read_bounds,
    read_range,
    tell_likely_range,
)
from pamtps_service.policy.document import least, read_attribute_value
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.model import (
    AREA_LEVELS,
    INT32_MAX,
    INT32_MIN,
    All,
    AnyOf,
    Attribute,
    AttributeType,
    Condition,
    Count,
    HasLabel,
    InArea,
    Level,
    Not,
    OneOf,
    Within,
)
from pamtps_service.policy.scope import Scope
from pamtps_service.policy.source import Entry, Listing, Mapping, Node, Refused, Scalar
from pamtps_service.policy.values import (
    as_listing,
    as_mapping,
    as_value,
    check_keys,
    check_number,
    check_required,
    likely_word,
    words,
)

Subject = Literal["tps", "area", "classify"]
"""What a condition speaks of: a TPS after classification, an area, or a TPS while it is being
classified."""

LOGIC: Final = ("any", "all", "not")
COUNT_KEYS: Final = ("of", "is")
_TIERS: Final = ("submitted_tier", "risk_tier")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a condition is read with."""

    scope: Scope
    log: FaultLog
    subject: Subject
    level: Level | None = None
    """Of the rule, where the condition is its own."""
    areas: tuple[str, ...] = ()
    """Areas of the rule's policy; () where it is for all."""

    def of_tps(self) -> Reading:
        """The same for a condition over the TPS of an area."""
        return Reading(self.scope, self.log, "tps", areas=self.areas)


def read_condition(node: Node, key: str, reading: Reading) -> Condition | None:
    """The tree of a mapping, all of whose entries hold; None after a fault."""
    mapping = as_mapping(node, key, reading.log)
    if mapping is None:
        return None
    if not mapping.entries:
        reading.log.add("empty-condition", mapping.position, key=key)
        return None
    parts = [_entry(entry, f"{key}.{entry.key.text}", reading) for entry in mapping.entries]
    whole = [part for part in parts if part is not None]
    return every(whole) if len(whole) == len(parts) else None


def every(parts: Iterable[Condition]) -> Condition:
    """All of the parts, in one order whatever the order given."""
    flat: set[Condition] = set()
    for part in parts:
        flat.update(part.parts if isinstance(part, All) else (part,))
    return _sorted_parts(flat, All)


def some(parts: Iterable[Condition]) -> Condition:
    """One part at least, in one order whatever the order given."""
    flat: set[Condition] = set()
    for part in parts:
        flat.update(part.parts if isinstance(part, AnyOf) else (part,))
    return _sorted_parts(flat, AnyOf)


def _sorted_parts(parts: set[Condition], whole: type[All] | type[AnyOf]) -> Condition:
    if len(parts) == 1:
        return next(iter(parts))
    # repr of frozen plain data is its whole value, and the same in every process
    return whole(tuple(sorted(parts, key=repr)))


def _entry(entry: Entry, key: str, reading: Reading) -> Condition | None:
    word, value, log = entry.key.text, entry.value, reading.log
    if word in LOGIC:
        return _logic(word, value, key, reading)
    if word == "area":
        return _area(value, key, reading)
    if word == "count":
        if reading.subject == "area":
            return _count(value, key, reading)
        log.add("count-outside-area-rule", entry.key.position, key=key)
        return None
    if reading.subject == "area" and (word == "label" or word in reading.scope.attributes):
        log.add("not-in-area-rule", entry.key.position, found=word, maybe=_counted(entry))
        return None
    if word == "label":
        return _label(value, key, reading)
    return _attribute(entry, key, reading)


def _counted(entry: Entry) -> str:
    shown = entry.value.text if isinstance(entry.value, Scalar) else "…"
    return f'count: {{of: {{{entry.key.text}: {shown}}}, is: ">= 1"}}'


def _logic(word: str, value: Node, key: str, reading: Reading) -> Condition | None:
    if word == "not":
        part = read_condition(value, key, reading)
        return None if part is None else Not(part)
    listing = as_listing(value, key, reading.log)
    if listing is None:
        return None
    if not listing.items:
        reading.log.add("empty-condition", listing.position, key=key)
        return None
    parts = [read_condition(item, f"{key}[{i}]", reading) for i, item in enumerate(listing.items)]
    whole = [part for part in parts if part is not None]
    if len(whole) < len(parts):
        return None
    return every(whole) if word == "all" else some(whole)


def _singles(node: Node, key: str, log: FaultLog) -> list[Scalar] | None:
    """One value, or the values of a list that is not empty."""
    if not isinstance(node, Listing):
        value = as_value(node, key, log)
        return None if value is None else [value]
    if not node.items:
        log.add("empty-list", node.position, key=key)
        return None
    read = [as_value(item, f"{key}[{i}]", log) for i, item in enumerate(node.items)]
    values = [value for value in read if value is not None]
    seen: set[str] = set()
    for value in values:
        if value.text in seen:
            log.add("repeated-value", value.position, found=value.text)
        seen.add(value.text)
    return values if len(values) == len(read) else None


def _area(node: Node, key: str, reading: Reading) -> Condition | None:
    values = _singles(node, key, reading.log)
    if values is None:
        return None
    codes: set[str] = set()
    found: tuple[str, ...] | None
    whole = True
    lists = reading.scope.area_lists
    for value in values:
        if looks_like_code(value.text):
            code = check_code(value, key, reading.log)
            found = None if code is None else (code,)
        elif value.text in lists:
            reading.scope.use("area_lists", value.text)
            found = lists[value.text]
        else:
            found = None
            named = areas.codes_named(value.text)
            reading.scope.unknown(
                "unknown-area-list",
                value.text,
                lists,
                value.position,
                reading.log,
                named[-1] if named else "",
            )
        codes.update(found or ())
        whole = whole and found is not None
    if not whole:
        return None
    _warn_of_narrower(codes, values, key, reading)
    _warn_of_outside(codes, values, key, reading)
    return InArea(tuple(sorted(codes)))


def _warn_of_narrower(codes: set[str], values: list[Scalar], key: str, reading: Reading) -> None:
    """Tell where no area of the rule's level can lie in one of the codes."""
    if reading.subject != "area" or reading.level not in AREA_LEVELS:
        return
    mine = AREA_LEVELS.index(reading.level)
    if all(AREA_LEVELS.index(areas.level(code) or "village") < mine for code in codes):
        found = words(value.text for value in values)
        place = values[0].position
        reading.log.add("never-matches", place, key=key, found=found, level=reading.level)


def _warn_of_outside(codes: set[str], values: list[Scalar], key: str, reading: Reading) -> None:
    """Tell where the policy has no TPS in any of the codes."""
    mine = reading.areas
    if mine and not any(areas.overlap(code, own) for code in codes for own in mine):
        found = words(value.text for value in values)
        place = values[0].position
        reading.log.add("area-outside-policy", place, key=key, found=found, areas=words(mine))


def _label(node: Node, key: str, reading: Reading) -> Condition | None:
    values = _singles(node, key, reading.log)
    if values is None:
        return None
    known = dict.fromkeys(reading.scope.labels)
    for value in values:
        if value.text not in known:
            reading.scope.unknown("unknown-label", value.text, known, value.position, reading.log)
    return HasLabel(tuple(sorted({value.text for value in values})))


def _count(node: Node, key: str, reading: Reading) -> Condition | None:
    log = reading.log
    mapping = as_mapping(node, key, log)
    if mapping is None:
        return None
    check_keys(mapping, COUNT_KEYS, key, log)
    check_required(mapping, COUNT_KEYS, key, log)
    of, comparison = mapping.get("of"), mapping.get("is")
    condition = None if of is None else read_condition(of, f"{key}.of", reading.of_tps())
    value = None if comparison is None else comparison_node(comparison, f"{key}.is", log)
    if value is None:
        return None
    bounds = read_bounds(
        value,
        f"{key}.is",
        log,
        lambda text: check_number(value, text, f"{key}.is", log),
        0,
        INT32_MAX,
    )
    if condition is None or bounds is None:
        return None
    return Count(condition, bounds.lower, bounds.upper)


# Attributes -----------------------------------------------------------------------------------


def _attribute(entry: Entry, key: str, reading: Reading) -> Condition | None:
    name, log, scope = entry.key.text, reading.log, reading.scope
    if name == "risk_tier" and reading.subject == "classify":
        log.add("risk-tier-in-classify", entry.key.position, maybe="submitted_tier")
        return None
    if name not in scope.attributes:
        if scope.complete:
            allowed = _condition_words(reading)
            maybe = likely_word(name, allowed)
            place = entry.key.position
            log.add("unknown-attribute", place, found=name, allowed=words(allowed), maybe=maybe)
        return None
    attribute = scope.attributes[name]
    if attribute is None:
        return None
    if isinstance(entry.value, Listing):
        return _one_of(entry.value, attribute, key, log)
    if isinstance(entry.value, Mapping | Refused):
        as_value(entry.value, key, log)
        return None
    return _one_value(entry.value, attribute, key, log)


def _condition_words(reading: Reading) -> list[str]:
    if reading.subject == "area":
        return ["area", "count", *LOGIC]
    names = sorted(reading.scope.attributes)
    if reading.subject == "classify":
        names.remove("risk_tier")
    return [*names, "area", "label", *LOGIC]


def _one_of(listing: Listing, attribute: Attribute, key: str, log: FaultLog) -> Condition | None:
    values = _singles(listing, key, log)
    if values is None:
        return None
    found = []
    for value in values:
        if is_comparison(value) or is_range(value):
            log.add("comparison-in-list", value.position, key=key, found=value.text)
            return None
        found.append(read_attribute_value(value, attribute, key, log))
    return _members(attribute.name, found)


def _members(name: str, found: list[int | str | None]) -> Condition | None:
    if None in found:
        return None
    numbers = sorted({value for value in found if isinstance(value, int)})
    texts = sorted({value for value in found if isinstance(value, str)})
    return OneOf(name, tuple(numbers) or tuple(texts))


def _one_value(node: Scalar, attribute: Attribute, key: str, log: FaultLog) -> Condition | None:
    value = comparison_node(node, key, log)
    if value is None:
        return None
    if attribute.type is AttributeType.INTEGER and tell_likely_range(value, key, log):
        return None
    if not (is_comparison(value) or is_range(value)):
        return _members(attribute.name, [read_attribute_value(value, attribute, key, log)])
    tier = attribute.name in _TIERS
    if attribute.type is not AttributeType.INTEGER and not tier:
        log.add(
            "comparison-not-allowed",
            value.position,
            key=key,
            found=value.text,
            kind=attribute.type.value,
        )
        return None

    def one(text: str) -> int | None:
        if tier:
            return _tier(value, text, attribute, key, log)
        # a comparison may name any number, a range only what there can be
        lower = INT32_MIN if is_comparison(value) else least(attribute)
        return check_number(value, text, key, log, lower)

    if is_comparison(value):
        ends = (0, len(attribute.choices) - 1) if tier else (least(attribute), INT32_MAX)
        bounds = read_bounds(value, key, log, one, *ends)
        return None if bounds is None else Within(attribute.name, bounds.lower, bounds.upper)
    limits = read_range(value, key, log, one)
    return None if limits is None else Within(attribute.name, *limits)


def _tier(value: Scalar, text: str, attribute: Attribute, key: str, log: FaultLog) -> int | None:
    if text in attribute.choices:
        return attribute.choices.index(text)
    log.add(
        "unknown-value",
        value.position,
        key=key,
        found=text,
        allowed=words(attribute.choices),
        maybe=likely_word(text, attribute.choices),
    )
    return None
