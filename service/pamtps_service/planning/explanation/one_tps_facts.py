"""The facts of one TPS as a person writes them, KEY=VALUE: read, checked, and made a batch of one.

The area may be any official code: the TPS then stands for all TPS of the area that lie in none of
the narrower areas which rules name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pamtps_service.planning.admission import (
    STANDARD,
    allowed_values,
    attributes_asked,
    read_value,
)
from pamtps_service.policy.areas import all_codes, is_official, likely_code
from pamtps_service.policy.areas import level as area_level
from pamtps_service.policy.catalogue.one_tps import AREA_ALLOWED
from pamtps_service.policy.faults import Fault, FaultsError, did_you_mean, fault
from pamtps_service.policy.model import (
    INT32_MAX,
    NOT_NEGATIVE,
    TIER_CHOICES,
    Add,
    All,
    AnyOf,
    Attribute,
    AttributeType,
    Condition,
    Count,
    Equip,
    InArea,
    Mix,
    Not,
    Policy,
    Text,
)
from pamtps_service.policy.selection import contains
from pamtps_service.records.area_codes import SPECIAL_FROM, level_of, to_integer
from pamtps_service.records.batch import Batch, NumberColumn, TextColumn

AREA: Final = "area"
TIER: Final = "submitted_tier"
SPECIAL: Final = "special_location"
PLACE: Final = "--tps"
"""Where faults of facts are; with the fact behind it."""
_BOOLEANS: Final = ("false", "true")


class FactsError(FaultsError):
    """The facts of a TPS are wrong or missing."""


@dataclass(frozen=True, slots=True)
class OneTpsFacts:
    """One TPS."""

    given: Mapping[str, str]
    """As they were given, by name."""
    defaults: Mapping[str, str]
    """What rules ask and was not given: the policy's defaults."""
    code: str
    """Of the TPS, or of one that stands for those of the area."""
    batch: Batch


def read_one_tps(words: Sequence[str], policy: Policy) -> OneTpsFacts:
    """The TPS of some words, each KEY=VALUE.

    Raises:
        FactsError: with every fault.
    """
    faults: list[Fault] = []
    given = _pairs(words, faults)
    attributes = {one.name: one for one in policy.attributes}
    known = (AREA, TIER, SPECIAL, *attributes)
    for name in given:
        if name not in known:
            maybe = did_you_mean(name, known)
            faults.append(
                fault(
                    "fact-unknown", _place(name), maybe=maybe, found=name, allowed=", ".join(known)
                )
            )
    code = _code(given, policy, faults)
    tier = _choice(TIER, TIER_CHOICES, given, faults)
    values = {
        name: _value(attribute, given[name], faults)
        for name, attribute in attributes.items()
        if name in given
    }
    asked = attributes_asked(policy)
    for name, rules in sorted(asked.items()):
        if name not in given and attributes[name].default is None:
            allowed = _allowed(attributes[name])
            faults.append(
                fault(
                    "fact-missing-for-rules",
                    _place(name),
                    fact=name,
                    rules=", ".join(rules),
                    allowed=allowed,
                )
            )
    if faults or code is None or tier is None:
        raise FactsError(faults)
    defaults = {name: _written(attributes[name]) for name in sorted(asked) if name not in given}
    return OneTpsFacts(given, defaults, code, _batch(code, tier, given, values, attributes))


def _place(name: str) -> str:
    return f"{PLACE} {name}"


def _pairs(words: Sequence[str], faults: list[Fault]) -> dict[str, str]:
    given: dict[str, str] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not (name and sign and value):
            faults.append(fault("fact-not-a-pair", PLACE, found=word or '""'))
        elif name in given:
            faults.append(fault("fact-given-twice", _place(name), fact=name))
        else:
            given[name] = value
    return given


def _choice(
    name: str, choices: Sequence[str], given: Mapping[str, str], faults: list[Fault]
) -> int | None:
    """Index of the value given; of a fact that must be given."""
    allowed = ", ".join(choices)
    if name not in given:
        faults.append(fault("fact-missing", _place(name), fact=name, allowed=allowed))
        return None
    if given[name] in choices:
        return choices.index(given[name])
    faults.append(_wrong(name, given[name], allowed, choices))
    return None


def _wrong(name: str, found: str, allowed: str | Text, words: Iterable[str]) -> Fault:
    maybe = did_you_mean(found, words)
    return fault(
        "attribute-value", _place(name), maybe=maybe, attribute=name, found=found, allowed=allowed
    )


def _allowed(attribute: Attribute) -> str | Text:
    """What the values of an attribute may be."""
    if attribute.type is AttributeType.CODE:
        return Text(id="teks apa pun", en="any text")
    if attribute.name in NOT_NEGATIVE:
        return f"0 .. {INT32_MAX}"
    return allowed_values(attribute)[0]


def _value(attribute: Attribute, text: str, faults: list[Fault]) -> int | None:
    """A value as the columns of a batch hold it; None of a code, which is a text."""
    if attribute.type is AttributeType.CODE:
        return None
    value = read_value(attribute, text)
    if value is None or (value < 0 and attribute.name in NOT_NEGATIVE):
        words = allowed_values(attribute)[1]
        faults.append(_wrong(attribute.name, text, _allowed(attribute), words))
    return value


def _written(attribute: Attribute) -> str:
    """The default of an attribute that has one, as a policy file writes it."""
    default = attribute.default
    if isinstance(default, int) and attribute.type is AttributeType.CHOICE:
        return attribute.choices[default]
    if isinstance(default, int) and attribute.type is AttributeType.BOOLEAN:
        return _BOOLEANS[default]
    return str(default)


# The place ------------------------------------------------------------------------------------


def _code(given: Mapping[str, str], policy: Policy, faults: list[Fault]) -> str | None:
    """The code of the TPS; None after a fault."""
    area, special = given.get(AREA), given.get(SPECIAL)
    if special is not None and special not in _BOOLEANS:
        faults.append(_wrong(SPECIAL, special, ", ".join(_BOOLEANS), _BOOLEANS))
        special = None
    if area is None:
        faults.append(fault("fact-missing", _place(AREA), fact=AREA, allowed=AREA_ALLOWED))
        return None
    level = level_of(area)
    village = area.rpartition(".")[0] if level == "tps" else area
    if level is None:
        maybe = likely_code(area)
        faults.append(fault("malformed-area-code", _place(AREA), maybe=maybe, found=area))
    elif not is_official(village):
        maybe = likely_code(area)
        faults.append(fault("unknown-area", _place(AREA), maybe=maybe, found=area))
    elif not any(contains(policy, regency) for regency in _regencies(village)):
        areas = ", ".join(policy.areas or ())
        faults.append(
            fault("outside-policy", _place(AREA), regency=area, policy=policy.id, areas=areas)
        )
    elif level == "tps":
        return _given_tps(area, special, faults)
    else:
        return _stand_in(area, policy, special == "true", faults)
    return None


def _given_tps(code: str, special: str | None, faults: list[Fault]) -> str | None:
    number = int(code.rpartition(".")[2])
    if number == 0:
        faults.append(fault("tps-number-zero", _place(AREA), found=code))
        return None
    if special is not None and (special == "true") != (number >= SPECIAL_FROM):
        faults.append(fault("fact-special-differs", _place(SPECIAL), found=special, tps=code))
        return None
    return code


def _stand_in(area: str, policy: Policy, special: bool, faults: list[Fault]) -> str | None:
    """A TPS of the area, outside of every narrower area that rules name."""
    named = {
        code
        for rule in policy.rules
        for code in _areas_named(_conditions(rule.when, rule.unless, rule.effect))
    }
    village = _village(area, named, policy)
    if village is None:
        inside = sorted(code for code in named if code.startswith(f"{area}."))[:3]
        faults.append(
            fault("fact-area-too-wide", _place(AREA), found=area, allowed=", ".join(inside))
        )
        return None
    return f"{village}.{SPECIAL_FROM if special else 1:03d}"


def _village(area: str, named: set[str], policy: Policy) -> str | None:
    match area_level(area):
        case "province":
            options = iter(code for code in _regencies(area) if contains(policy, code))
        case "regency":
            options = (f"{area}.{number:02d}" for number in range(1, 100))
        case "district":
            options = (f"{area}.{number:04d}" for number in (*range(2001, 10000), *range(1, 2001)))
        case _:
            return area
    found = (_village(code, named, policy) for code in options if code not in named)
    return next((village for village in found if village is not None), None)


def _regencies(area: str) -> list[str]:
    """The regencies of an area: those of a province, else the one that it lies in."""
    if len(area) > 2:
        return [area[:5]]
    return [code for code in all_codes() if code.startswith(f"{area}.")]


def _conditions(*parts: object) -> Iterator[Condition]:
    for part in parts:
        match part:
            case Add(per=per) | Equip(per=per):
                yield from () if per is None else (per.of,)
            case Mix(of=of):
                yield from () if of is None else (of,)
            case All() | AnyOf() | Not() | InArea() | Count():
                yield part


def _areas_named(conditions: Iterable[Condition]) -> Iterator[str]:
    """The codes of areas in conditions, those inside of counts included."""
    for condition in conditions:
        match condition:
            case InArea(codes):
                yield from codes
            case All(parts) | AnyOf(parts):
                yield from _areas_named(parts)
            case Not(part) | Count(part):
                yield from _areas_named((part,))
            case _:
                pass


# The batch ------------------------------------------------------------------------------------


def _batch(
    code: str,
    tier: int,
    given: Mapping[str, str],
    values: Mapping[str, int | None],
    attributes: Mapping[str, Attribute],
) -> Batch:
    standard = {
        name: NumberColumn(
            np.array([values.get(name) or 0], np.int32), np.array([name in values], np.bool_)
        )
        for name in STANDARD
    }
    declared = {
        name: TextColumn(np.array([0], np.int32), (given[name],))
        for name in sorted(attributes)
        if name in given and name not in STANDARD
    }
    return Batch(
        code=np.array([to_integer(code)], np.int64),
        submitted_tier=np.array([tier], np.int8),
        standard=standard,
        declared=declared,
        row=np.array([0], np.int64),
    )
