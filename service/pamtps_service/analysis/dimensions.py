"""What a policy can tell apart: the kinds of each attribute, of areas and of tiers.

An attribute is cut at the constants that conditions name. Two values of one kind satisfy the same
conditions, so one value stands for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from pamtps_service.policy.areas import all_codes
from pamtps_service.policy.areas import level as area_level
from pamtps_service.policy.model import (
    ALWAYS_KNOWN,
    INT32_MAX,
    INT32_MIN,
    NOT_NEGATIVE,
    TIER_CHOICES,
    All,
    AnyOf,
    Attribute,
    AttributeType,
    Condition,
    Count,
    HasLabel,
    InArea,
    Not,
    OneOf,
    Policy,
    Within,
)
from pamtps_service.records.area_codes import SPECIAL_FROM

Leaf: TypeAlias = OneOf | Within | InArea
AREA: Final = "area"
TIER: Final = "submitted_tier"
SPECIAL: Final = "special_location"
BOOLEANS: Final = ("false", "true")


@dataclass(frozen=True, slots=True)
class Span:
    """Integers from `lower` to `upper`, both included."""

    lower: int
    upper: int


@dataclass(frozen=True, slots=True)
class Kind:
    """Values that no condition tells apart."""

    value: str
    """One of them as the policy language writes it; of an area, the code of a village."""
    number: int
    """The same as a number: an integer, the index of a choice, 0 or 1; 0 of a code or area."""
    values: Span | tuple[str, ...] | None
    """All of them: integers, or words. Of areas, the widest named codes that they lie in. None is
    every value that no condition names."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """The kinds of one attribute; of integers, tiers and access in ascending order."""

    name: str
    kinds: tuple[Kind, ...]
    kind_of: Callable[[str], int]
    """Index of the kind that a value is of, given as text; of an area, by a code inside it."""

    def __len__(self) -> int:
        return len(self.kinds)


def leaves_of(conditions: Iterable[Condition]) -> Iterator[Leaf]:
    """The tests of attributes and areas in conditions, those inside of counts included."""
    for condition in conditions:
        match condition:
            case All(parts) | AnyOf(parts):
                yield from leaves_of(parts)
            case Not(part) | Count(part):
                yield from leaves_of((part,))
            case HasLabel():
                pass
            case _:
                yield condition


def dimensions_of(policies: Sequence[Policy], conditions: Iterable[Condition]) -> list[Dimension]:
    """The submitted tier, and every attribute that the conditions ask, each with its kinds.

    Args:
        policies: whose areas and attributes count; of several, the TPS are those of all of them.
        conditions: over TPS.
    """
    asked: dict[str, list[OneOf | Within]] = {}
    areas: dict[tuple[str, ...], None] = {}
    for leaf in leaves_of(conditions):
        if isinstance(leaf, InArea):
            areas[leaf.codes] = None
        elif leaf.attribute not in (TIER, "risk_tier"):
            asked.setdefault(leaf.attribute, []).append(leaf)
    found = [_choices(TIER, TIER_CHOICES, None)]
    found.append(_areas(policies, list(areas)))
    known = {one.name: one for one in ALWAYS_KNOWN}
    for policy in policies:
        known |= {one.name: one for one in policy.attributes}
    found += [_dimension(known[name], leaves) for name, leaves in sorted(asked.items())]
    return found


def _dimension(attribute: Attribute, leaves: list[OneOf | Within]) -> Dimension:
    match attribute.type:
        case AttributeType.INTEGER:
            return _integers(attribute.name, leaves)
        case AttributeType.BOOLEAN:
            return _choices(attribute.name, BOOLEANS, None)
        case AttributeType.CHOICE:
            # access is compared in its order, so its values stay apart
            merged = None if attribute.name == "access" else leaves
            return _choices(attribute.name, attribute.choices, merged)
        case AttributeType.CODE:
            return _codes(attribute.name, leaves)


def _integers(name: str, leaves: list[OneOf | Within]) -> Dimension:
    least = 0 if name in NOT_NEGATIVE else INT32_MIN
    begins = {least}
    for leaf in leaves:
        if isinstance(leaf, Within):
            begins.add(least if leaf.lower is None else leaf.lower)
            begins.add(least if leaf.upper is None else leaf.upper + 1)
        else:
            begins |= {int(value) + step for value in leaf.values for step in (0, 1)}
    lowers = np.array(sorted(one for one in begins if least <= one <= INT32_MAX), np.int64)
    kinds = []
    for lower, following in zip(
        lowers.tolist(), [*lowers.tolist()[1:], INT32_MAX + 1], strict=True
    ):
        span = Span(lower, following - 1)
        number = min(max(0, span.lower), span.upper)
        kinds.append(Kind(str(number), number, span))

    def kind_of(text: str) -> int:
        return int(np.searchsorted(lowers, int(text), "right")) - 1

    return Dimension(name, tuple(kinds), kind_of)


def _choices(name: str, choices: Sequence[str], merged: list[OneOf | Within] | None) -> Dimension:
    """Each choice a kind; where conditions are given, choices that none tells apart are one."""
    groups: dict[object, list[int]] = {}
    for index in range(len(choices)):
        key = index if merged is None else tuple(_holds(leaf, index) for leaf in merged)
        groups.setdefault(key, []).append(index)
    kinds = [
        Kind(choices[group[0]], group[0], tuple(choices[index] for index in group))
        for group in groups.values()
    ]
    place = {choices[index]: at for at, group in enumerate(groups.values()) for index in group}
    return Dimension(name, tuple(kinds), place.__getitem__)


def _holds(leaf: OneOf | Within, number: int) -> bool:
    if isinstance(leaf, OneOf):
        return number in leaf.values
    return (leaf.lower is None or leaf.lower <= number) and (
        leaf.upper is None or number <= leaf.upper
    )


def _codes(name: str, leaves: list[OneOf | Within]) -> Dimension:
    named = sorted(
        {str(value) for leaf in leaves if isinstance(leaf, OneOf) for value in leaf.values}
    )
    other = next(text for text in _other_texts() if text not in named)
    kinds = [Kind(other, 0, None), *(Kind(text, 0, (text,)) for text in named)]
    place = {text: index + 1 for index, text in enumerate(named)}
    return Dimension(name, tuple(kinds), lambda text: place.get(text, 0))


def _other_texts() -> Iterator[str]:
    number = 0
    while True:
        yield f"x{number}" if number else "x"
        number += 1


# Areas ----------------------------------------------------------------------------------------


def lies_in(code: str, areas: Iterable[str]) -> bool:
    """Whether a code is one of the areas or lies in one."""
    return any(code == area or code.startswith(f"{area}.") for area in areas)


def _areas(policies: Sequence[Policy], asked: list[tuple[str, ...]]) -> Dimension:
    named = {code for codes in asked for code in codes}
    truths: dict[tuple[bool, ...], int] = {}
    villages: list[str] = []
    inside: list[list[str]] = []
    for village, around in sorted(villages_apart(policies, named)):
        truth = tuple(lies_in(village, codes) for codes in asked)
        if truth not in truths:
            truths[truth] = len(villages)
            villages.append(village)
            inside.append([])
        if around:
            inside[truths[truth]].append(around)
    kinds = [
        Kind(village, 0, tuple(_widest(codes)) if any(truth) else None)
        for (truth, at), village, codes in zip(truths.items(), villages, inside, strict=True)
    ]

    def kind_of(code: str) -> int:
        return truths[tuple(lies_in(code, codes) for codes in asked)]

    return Dimension(AREA, tuple(kinds), kind_of)


def villages_apart(policies: Sequence[Policy], named: Iterable[str]) -> Iterator[tuple[str, str]]:
    """A village for every kind of place inside the policies' areas: in each regency outside of the
    named districts and villages, in each named district outside of its named villages, and each
    named village; and the narrowest named area around it, empty where there is none."""
    everywhere = frozenset(named)
    narrow = {code for code in everywhere if area_level(code) in ("district", "village")}
    regencies = {code for code in all_codes() if area_level(code) == "regency"}
    for regency in sorted(regencies | {code[:5] for code in narrow}):
        if not any(policy.areas is None or lies_in(regency, policy.areas) for policy in policies):
            continue
        around = next((code for code in (regency, regency[:2]) if code in everywhere), "")
        districts = {code[:8] for code in narrow if code.startswith(regency)}
        yield f"{_free(regency, districts, 1, 2)}.2001", around
        for district in sorted(districts):
            own = district if district in everywhere else around
            villages = {code for code in narrow if code.startswith(f"{district}.")}
            yield _free(district, villages, 2001, 4), own
            yield from ((village, village) for village in sorted(villages))


def _free(parent: str, taken: set[str], first: int, width: int) -> str:
    """The first code inside the parent, from a number on, that is not taken."""
    numbers = (*range(first, 10**width), *range(1, first))
    return next(
        code for code in (f"{parent}.{number:0{width}d}" for number in numbers) if code not in taken
    )


def _widest(codes: Iterable[str]) -> list[str]:
    """The codes that lie in no other of them, sorted."""
    found = sorted(set(codes))
    return [
        code for code in found if not lies_in(code, [other for other in found if other != code])
    ]


def tps_code(village: str, special: bool) -> str:
    """The code of a TPS in a village, at a special location or not."""
    return f"{village}.{SPECIAL_FROM if special else 1:03d}"
