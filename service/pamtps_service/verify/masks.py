"""Conditions as boolean masks: over the TPS of one policy, and over the areas that hold them.

Written from "Conditions" and "Values" of the policy language. A mask over TPS has length n, in the
order of the batch; a mask over areas has one value for each distinct area of a level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import (
    INT32_MAX,
    INT32_MIN,
    All,
    AnyOf,
    AreaLevel,
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
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch, CodeColumn, Mask

_INTEGER = re.compile(r"-?[0-9]+", re.ASCII)
_FEW = 8
"""So many values are compared one after the other; more are looked up together."""


@dataclass(frozen=True)
class Facts:
    """The TPS under one policy, with what is known of them."""

    policy: Policy
    batch: Batch
    rows: NDArray[np.intp] | slice
    """Which rows of the batch are under the policy, ascending."""
    code: CodeColumn
    submitted_tier: NDArray[np.int8]
    labels: Mapping[str, Mask]
    """By name; a label that is not in it is given to none."""
    risk_tier: NDArray[np.int8] | None = None
    """Final tier; None while rules that classify are being settled."""
    columns: dict[str, tuple[NDArray[np.int64] | NDArray[np.object_], Mask]] = field(
        default_factory=dict
    )
    """Attributes read so far: values, and which TPS have one (or a default)."""

    def __len__(self) -> int:
        return len(self.code)


def read_facts(policy: Policy, batch: Batch, rows: NDArray[np.intp] | slice) -> Facts:
    """Facts of these rows before any rule is applied."""
    return Facts(policy, batch, rows, batch.code[rows], batch.submitted_tier[rows], {})


def column(
    facts: Facts, name: str
) -> tuple[NDArray[np.int64] | NDArray[np.int8] | NDArray[np.object_], Mask]:
    """Typed values of an attribute, and where they are known; a default makes them known."""
    everywhere = np.ones(len(facts), dtype=np.bool_)
    if name == "submitted_tier":
        return facts.submitted_tier, everywhere
    if name == "risk_tier":
        if facts.risk_tier is None:
            raise ValueError("a rule that classifies asks for the final tier")
        return facts.risk_tier, everywhere
    if name == "special_location":
        return (facts.code % 1000 >= area_codes.SPECIAL_FROM).astype(np.int64), everywhere
    if name not in facts.columns:
        attribute = next(item for item in facts.policy.attributes if item.name == name)
        facts.columns[name] = _read_column(facts, attribute)
    return facts.columns[name]


def _read_column(facts: Facts, attribute: Attribute) -> tuple[NDArray[Any], Mask]:
    kind = np.object_ if attribute.type is AttributeType.CODE else np.int64
    values: NDArray[Any]
    if attribute.name in facts.batch.standard:
        numbers = facts.batch.standard[attribute.name]
        values = numbers.values[facts.rows].astype(np.int64)
        known = numbers.present[facts.rows].copy()
    elif attribute.name in facts.batch.declared:
        texts = facts.batch.declared[attribute.name]
        typed = [typed_value(text, attribute) for text in texts.texts]
        # One entry more at the end: index -1, where the request gives no value.
        readable = np.array([value is not None for value in typed] + [False], dtype=np.bool_)
        filled: NDArray[Any] = np.array([value or 0 for value in typed] + [0], dtype=kind)
        indices = texts.indices[facts.rows]
        values, known = filled[indices], readable[indices]
    else:
        values = np.array([0], dtype=kind).repeat(len(facts))
        known = np.zeros(len(facts), dtype=np.bool_)
    if attribute.default is not None:
        values = np.where(known, values, np.array(attribute.default, dtype=kind))
        known = np.ones(len(facts), dtype=np.bool_)
    return values, known


def typed_value(text: str, attribute: Attribute) -> int | str | None:
    """The value that a text of a declared attribute stands for; None where it is none."""
    if attribute.type is AttributeType.CODE:
        return text or None
    if attribute.type is AttributeType.INTEGER:
        if not _INTEGER.fullmatch(text):
            return None
        number = int(text)
        return number if INT32_MIN <= number <= INT32_MAX else None
    choices = ("false", "true") if attribute.type is AttributeType.BOOLEAN else attribute.choices
    return choices.index(text) if text in choices else None


def contained(codes: CodeColumn, divisor: int, areas: tuple[str, ...]) -> Mask:
    """Which codes (TPS codes divided by `divisor`) are one of the areas or lie in one."""
    found = np.zeros(len(codes), dtype=np.bool_)
    by_divisor: dict[int, list[int]] = {}
    for area in areas:
        level = area_codes.level_of(area)
        if level is not None:
            by_divisor.setdefault(area_codes.DIVISOR[level], []).append(area_codes.to_integer(area))
    for wide, integers in by_divisor.items():
        # An area does not lie in one that is narrower than itself.
        if wide >= divisor:
            found |= _among(codes // (wide // divisor), integers)
    return found


def _among(values: NDArray[Any], wanted: Sequence[Any]) -> Mask:
    """Which values are one of these; of few, each is compared."""
    if len(wanted) > _FEW:
        return np.isin(values, np.array(wanted, dtype=np.int64))
    found = np.zeros(len(values), dtype=np.bool_)
    for one in wanted:
        found |= values == one
    return found


def _ranged(values: NDArray[np.int64], lower: int | None, upper: int | None) -> Mask:
    found = np.ones(len(values), dtype=np.bool_)
    if lower is not None:
        found &= values >= lower
    if upper is not None:
        found &= values <= upper
    return found


def holds(condition: Condition, facts: Facts) -> Mask:
    """At which TPS the condition holds; an attribute that is not known satisfies nothing."""
    match condition:
        case OneOf(attribute, allowed):
            values, known = column(facts, attribute)
            if values.dtype == np.object_:
                wanted = frozenset(allowed)
                return np.fromiter((v in wanted for v in values), np.bool_, len(values)) & known
            return _among(values, allowed) & known
        case Within(attribute, lower, upper):
            values, known = column(facts, attribute)
            return _ranged(values.astype(np.int64, copy=False), lower, upper) & known
        case InArea(codes):
            return contained(facts.code, 1, codes)
        case HasLabel(labels):
            found = np.zeros(len(facts), dtype=np.bool_)
            for label in labels:
                if label in facts.labels:
                    found |= facts.labels[label]
            return found
    return _combined(condition, len(facts), lambda part: holds(part, facts))


def _combined(condition: Condition, length: int, part_holds: Callable[[Condition], Mask]) -> Mask:
    match condition:
        case All(parts):
            found = np.ones(length, dtype=np.bool_)
            for part in parts:
                found &= part_holds(part)
            return found
        case AnyOf(parts):
            found = np.zeros(length, dtype=np.bool_)
            for part in parts:
                found |= part_holds(part)
            return found
        case Not(part):
            return ~part_holds(part)
    raise TypeError(f"a condition that cannot stand here: {condition}")


@dataclass(frozen=True)
class Areas:
    """The areas of one level that hold a TPS of the facts."""

    level: AreaLevel
    code: CodeColumn
    """Distinct integers, ascending; length k."""
    first: NDArray[np.intp]
    """The first TPS of each; length k."""

    def __len__(self) -> int:
        return len(self.code)


def read_areas(facts: Facts, level: AreaLevel) -> Areas:
    """TPS are in code order, so an area begins wherever the code of the area changes."""
    return Areas(level, *area_codes.areas_in(facts.code, level))


def count_in(areas: Areas, which: Mask) -> NDArray[np.int64]:
    """How many of these TPS each area holds; length k."""
    return np.add.reduceat(which, areas.first, dtype=np.int64)


def holds_in(condition: Condition, areas: Areas, facts: Facts) -> Mask:
    """In which areas the condition of a rule for areas holds; length k."""
    match condition:
        case InArea(codes):
            return contained(areas.code, area_codes.DIVISOR[areas.level], codes)
        case Count(of, lower, upper):
            return _ranged(count_in(areas, holds(of, facts)), lower, upper)
    return _combined(condition, len(areas), lambda part: holds_in(part, areas, facts))


def attributes_of(condition: Condition) -> frozenset[str]:
    """The attributes that a condition asks for."""
    match condition:
        case OneOf(attribute) | Within(attribute):
            return frozenset((attribute,))
        case All(parts) | AnyOf(parts):
            return frozenset().union(*(attributes_of(part) for part in parts))
        case Not(part) | Count(part):
            return attributes_of(part)
    return frozenset()
