"""When a condition holds for a TPS or an area (section "Conditions")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.reference.reading import TIERS, WholePolicy, as_list, compare

STANDARD_TYPES: dict[str, str] = {
    "submitted_tier": "tier",
    "risk_tier": "tier",
    "special_location": "boolean",
    "registered_voters": "integer",
    "travel_minutes": "integer",
    "access": "choice",
}


@dataclass
class Station:
    """A TPS with the text of each attribute, and what the classification has found so far."""

    code: str
    attributes: dict[str, str]
    tier: str | None = None
    """The final tier; None until it is known."""
    labels: set[str] = field(default_factory=set)


def station(tps: dict[str, Any], policy: WholePolicy) -> Station:
    """A row of the request, with the policy's defaults where it is silent."""
    attributes = {
        name: declared["default"]
        for name, declared in policy.attributes.items()
        if "default" in declared
    }
    for name, value in tps.items():
        if name not in ("tps_code", "risk_tier") and value is not None:
            attributes[name] = str(value)
    attributes["submitted_tier"] = tps["risk_tier"]
    number = int(tps["tps_code"].split(".")[-1])
    attributes["special_location"] = "true" if number >= 901 else "false"
    return Station(tps["tps_code"], attributes)


def lies_in(code: str, area: str) -> bool:
    """Is the TPS or area that area, or does it lie in it?"""
    return code == area or code.startswith(area + ".")


def lies_in_any(code: str, wanted: Any, policy: WholePolicy) -> bool:
    """`area: X`: a code, the name of a list, or several of them."""
    for word in as_list(wanted):
        for area in policy.area_lists.get(word, [word]):
            if lies_in(code, area):
                return True
    return False


def attribute_matches(name: str, wanted: Any, tps: Station, policy: WholePolicy) -> bool:
    kind = STANDARD_TYPES.get(name) or policy.attributes[name]["type"]
    if name == "risk_tier":
        assert tps.tier is not None, "risk_tier is asked before it is known"
        value = tps.tier
    else:
        value = tps.attributes[name]
    for word in as_list(wanted):
        if kind == "tier" and compare(TIERS.index(value), word, TIERS.index):
            return True
        if kind == "integer" and compare(int(value), word, int):
            return True
        if kind in ("boolean", "choice", "code") and value == word:
            return True
    return False


def holds_for_tps(condition: dict[str, Any], tps: Station, policy: WholePolicy) -> bool:
    """All entries of the mapping hold for the TPS."""
    for key, wanted in condition.items():
        if key == "all":
            truth = all(holds_for_tps(part, tps, policy) for part in wanted)
        elif key == "any":
            truth = any(holds_for_tps(part, tps, policy) for part in wanted)
        elif key == "not":
            truth = not holds_for_tps(wanted, tps, policy)
        elif key == "area":
            truth = lies_in_any(tps.code, wanted, policy)
        elif key == "label":
            truth = any(label in tps.labels for label in as_list(wanted))
        else:
            truth = attribute_matches(key, wanted, tps, policy)
        if not truth:
            return False
    return True


def holds_for_area(
    condition: dict[str, Any], area: str, inside: list[Station], policy: WholePolicy
) -> bool:
    """All entries of the mapping hold for the area; `inside` are its TPS of the batch."""
    for key, wanted in condition.items():
        if key == "all":
            truth = all(holds_for_area(part, area, inside, policy) for part in wanted)
        elif key == "any":
            truth = any(holds_for_area(part, area, inside, policy) for part in wanted)
        elif key == "not":
            truth = not holds_for_area(wanted, area, inside, policy)
        elif key == "area":
            truth = lies_in_any(area, wanted, policy)
        else:
            assert key == "count", f"{key} in a rule for areas"
            counted = count(wanted["of"], inside, policy)
            truth = compare(counted, wanted["is"], int)
        if not truth:
            return False
    return True


def count(condition: dict[str, Any], inside: list[Station], policy: WholePolicy) -> int:
    """How many of these TPS satisfy the condition."""
    return sum(1 for tps in inside if holds_for_tps(condition, tps, policy))


def labels_asked(condition: Any, negated: bool = False) -> Iterator[tuple[str, bool]]:
    """Every label that a condition on TPS asks, and whether it stands under a `not`."""
    for key, wanted in condition.items():
        if key in ("all", "any"):
            for part in wanted:
                yield from labels_asked(part, negated)
        elif key == "not":
            yield from labels_asked(wanted, True)
        elif key == "label":
            for label in as_list(wanted):
                yield label, negated
