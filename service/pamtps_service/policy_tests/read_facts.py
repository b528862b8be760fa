"""The facts of TPS as test files give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pamtps_service.planning.admission import attributes_asked
from pamtps_service.policy.area_values import check_code
from pamtps_service.policy.catalogue import render
from pamtps_service.policy.document import read_attribute_value
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.model import TIER_CHOICES, Policy, Tier
from pamtps_service.policy.selection import contains
from pamtps_service.policy.source import Mapping as Entries
from pamtps_service.policy.source import Node, Scalar
from pamtps_service.policy.values import (
    as_value,
    likely_word,
    read_boolean,
    read_integer,
    read_word,
    words,
)
from pamtps_service.policy_tests.cases import Stations
from pamtps_service.records.area_codes import SPECIAL_FROM, level_of

MOST_TPS: Final = 100_000
"""TPS of one entry of `holds`, at most."""
TIER: Final = "submitted_tier"
SPECIAL: Final = "special_location"


@dataclass(slots=True)
class Facts:
    """Facts that stand together in a file; None where they are silent."""

    area: Scalar | None = None
    """An area, or a TPS, of the policy."""
    count: int | None = None
    tier: Tier | None = None
    special: bool | None = None
    attributes: dict[str, str] = field(default_factory=dict)


def read_facts(
    mapping: Entries, key: str, beside: tuple[str, ...], policy: Policy, log: FaultLog
) -> Facts | None:
    """Facts by name; None after a fault.

    Args:
        mapping: the facts.
        key: what they are called in the file.
        beside: what they may hold besides the tier and attributes: `area`, `count`, SPECIAL.
        policy: that is tested.
        log: of the case.
    """
    before, found = len(log), Facts()
    declared = {attribute.name: attribute for attribute in policy.attributes}
    allowed = [*beside, TIER, *sorted(declared)]
    for entry in mapping.entries:
        name, value, inner = entry.key.text, entry.value, f"{key}.{entry.key.text}"
        if name not in allowed:
            maybe = TIER if name == "risk_tier" else likely_word(name, allowed)
            place = entry.key.position
            log.add("unknown-attribute", place, found=name, allowed=words(allowed), maybe=maybe)
        elif name == "area":
            found.area = read_area(value, inner, policy, log, tps=True)
        elif name == "count":
            found.count = read_integer(value, inner, log, 1, MOST_TPS)
        elif name == TIER:
            word = read_word(value, inner, TIER_CHOICES, log)
            found.tier = None if word is None else Tier(TIER_CHOICES.index(word))
        elif name == SPECIAL:
            found.special = read_boolean(value, inner, log)
        elif read_attribute_value(value, declared[name], inner, log) is not None:
            assert isinstance(value, Scalar)
            found.attributes[name] = value.text
    return found if len(log) == before else None


def read_area(
    node: Node, key: str, policy: Policy, log: FaultLog, *, tps: bool = False
) -> Scalar | None:
    """The code of an area of the policy, or with `tps` of a TPS in one."""
    value = as_value(node, key, log)
    if value is None:
        return None
    area = value
    if tps and level_of(value.text) == "tps":
        village, _, number = value.text.rpartition(".")
        area = Scalar(village, value.position, value.quoted)
        if number == "000":
            log.add("test-tps-number", value.position, found=value.text)
            return None
    code = check_code(area, key, log)
    if code is None:
        return None
    if not _under(policy, code):
        allowed = words(policy.areas or ()) or render("test-everywhere")
        found = {"found": value.text, "policy": policy.id}
        log.add("test-area-outside", value.position, allowed=allowed, **found)
        return None
    return value


def _under(policy: Policy, code: str) -> bool:
    """Whether the area, or a part of it, is under the policy."""
    if len(code) == 2 and policy.areas is not None:
        return any(area[:2] == code for area in policy.areas)
    return contains(policy, code[:5])


def stations_of(
    facts: Facts, area: str, defaults: Facts, policy: Policy, at: tuple[Entries, str], log: FaultLog
) -> Stations | None:
    """The TPS of these facts, the file's where they are silent; None after a fault.

    Args:
        facts: as they stand in the case.
        area: where the TPS lie.
        defaults: of the file.
        policy: that is tested.
        at: the mapping that holds the facts, and what it is called.
        log: of the case.
    """
    before, (mapping, key) = len(log), at
    attributes = {**defaults.attributes, **facts.attributes}
    asked: Mapping[str, list[str]] = attributes_asked(policy)
    for attribute in policy.attributes:
        name = attribute.name
        if name in asked and name not in attributes and attribute.default is None:
            rules = words(asked[name])
            log.add("test-fact-missing", mapping.position, key=key, attribute=name, rules=rules)
    tier = defaults.tier if facts.tier is None else facts.tier
    if tier is None:
        log.add("missing-key", mapping.position, key=TIER, where=key, found=_keys(mapping))
    special = bool(facts.special)
    if level_of(area) == "tps":
        by_number = int(area.rpartition(".")[2]) >= SPECIAL_FROM
        if facts.special is not None and special != by_number:
            found = "true" if special else "false"
            log.add("test-special-location", mapping.place(SPECIAL), found=found, code=area)
        special = by_number
    if tier is None or len(log) > before:
        return None
    return Stations(facts.count or 1, area, tier, special, tuple(sorted(attributes.items())))


def _keys(mapping: Entries) -> str:
    return words(entry.key.text for entry in mapping.entries) or "-"
