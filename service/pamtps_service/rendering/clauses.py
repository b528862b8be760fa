"""Conditions as clauses behind a noun: `TPS whose final tier is rawan and reached by sea`.

A `not` is carried down to the leaves, so that no sentence needs more than `not` beside one fact.
Parts that are put together themselves stand in brackets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from pamtps_service.policy.areas import level as area_level
from pamtps_service.policy.catalogue import render_words
from pamtps_service.policy.model import (
    ALWAYS_KNOWN,
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
    Policy,
    Text,
    Tier,
    Within,
)
from pamtps_service.rendering.words import area_name, between, listed, quoted, tier, way

_NAMED: Final[Mapping[str, str]] = {
    "submitted_tier": "submitted",
    "risk_tier": "tier",
    "access": "access",
    "travel_minutes": "travel",
    "registered_voters": "voters",
}
"""Words of the catalogue by attribute; of all others `declared`."""


class Clauses:
    """The clauses of one policy's conditions."""

    def __init__(self, policy: Policy) -> None:
        self._attributes = {one.name: one for one in (*policy.attributes, *ALWAYS_KNOWN)}
        self._lists = {codes: name for name, codes in policy.area_lists}

    def clause(self, condition: Condition, level: Level = "tps", *, holds: bool = True) -> Text:
        """The condition as a clause.

        Args:
            condition: not that of a rule without `when`.
            level: of the items that the noun means.
            holds: false for the condition's opposite.
        """
        match condition:
            case Not(part):
                return self.clause(part, level, holds=not holds)
            case All(parts) | AnyOf(parts):
                word: Literal["and", "or"] = "and" if isinstance(condition, All) == holds else "or"
                inner = [self._part(part, level, holds) for part in sorted(parts, key=_weight)]
                apart = any(_joins(text.en) for text in inner)
                return listed(inner, word, apart=apart)
            case InArea(codes):
                return self._areas(codes, level, holds)
            case HasLabel(labels):
                names = listed([quoted(label) for label in labels], "or")
                return render_words(_signed("label", holds), labels=names)
            case Count():
                return self._count(condition, holds)
            case OneOf() | Within():
                return self._attribute(condition, holds)

    def bracketed(self, condition: Condition, level: Level = "tps") -> Text:
        """The clause, in brackets where it has several parts."""
        return self._part(condition, level, holds=True)

    def _part(self, part: Condition, level: Level, holds: bool) -> Text:
        text = self.clause(part, level, holds=holds)
        while isinstance(part, Not):
            part = part.part
        several = isinstance(part, All | AnyOf) and len(part.parts) > 1
        return render_words("bracketed", text=text) if several else text

    def _areas(self, codes: tuple[str, ...], level: Level, holds: bool) -> Text:
        alike = all(area_level(code) == level for code in codes)
        name = self._lists.get(codes)
        if name is not None:
            return render_words(_signed("on-list" if alike else "in-list", holds), name=name)
        areas = listed([area_name(code) for code in codes], "or")
        return render_words(_signed("is-area" if alike else "in-areas", holds), areas=areas)

    def _count(self, count: Count, holds: bool) -> Text:
        """A count is compared on one side alone, and so is its opposite."""
        lower, upper = count.lower, count.upper
        if not holds:
            lower, upper = (None, lower - 1) if lower is not None else ((upper or 0) + 1, None)
        number = (
            render_words("at-least", value=lower)
            if lower is not None
            else render_words("at-most", value=upper or 0)
        )
        return render_words("count", number=number, which=self.bracketed(count.of))

    def _attribute(self, leaf: OneOf | Within, holds: bool) -> Text:
        attribute = self._attributes[leaf.attribute]
        if attribute.type is AttributeType.INTEGER:
            return self._integer(leaf, holds)
        if attribute.name == "special_location":
            assert isinstance(leaf, OneOf)
            if len(leaf.values) > 1:
                return render_words("special-any")
            return render_words(_signed("special", (1 in leaf.values) == holds))
        choices = _choices(leaf, attribute)
        if attribute.type is AttributeType.BOOLEAN and len(choices) == 1 and not holds:
            choices, holds = (1 - int(choices[0]),), True
        values = [self.value(attribute, one) for one in choices]
        return self._said(attribute, listed(values, "or"), holds)

    def _integer(self, leaf: OneOf | Within, holds: bool) -> Text:
        attribute = self._attributes[leaf.attribute]
        unit: Literal["number", "minutes"] = (
            "minutes" if attribute.name == "travel_minutes" else "number"
        )
        if isinstance(leaf, OneOf):
            numbers = [int(one) for one in leaf.values]
            texts = [render_words("number", value=one) for one in numbers[:-1]]
            last = render_words(unit, value=numbers[-1])
            return self._said(attribute, listed([*texts, last], "or"), holds)
        lower, upper = leaf.lower, leaf.upper
        if not holds and (lower is None) != (upper is None):
            lower, upper = (upper + 1, None) if upper is not None else (None, (lower or 0) - 1)
            holds = True
        return self._said(attribute, between(lower, upper, unit), holds)

    def _said(self, attribute: Attribute, value: Text, holds: bool) -> Text:
        name = _NAMED.get(attribute.name, "declared")
        return render_words(_signed(name, holds), value=value, name=attribute.name)

    def value(self, attribute: Attribute, value: int | str) -> Text:
        """A value of an attribute, of any type, as the document writes it."""
        if isinstance(value, str):
            return quoted(value)
        if attribute.type is AttributeType.BOOLEAN:
            return render_words("true" if value else "false")
        if attribute.type is AttributeType.INTEGER:
            return render_words("number", value=value)
        if attribute.name.endswith("_tier") and attribute.name in _NAMED:
            return tier(value)
        if attribute.name == "access":
            return way(attribute.choices[value])
        return quoted(attribute.choices[value])


def _weight(part: Condition) -> int:
    """Where a part stands among others: places and labels first, counts last, because their clauses
    go on (`5 TPS whose ...`)."""
    while isinstance(part, Not):
        part = part.part
    match part:
        case InArea() | HasLabel():
            return 0
        case OneOf(attribute=name) | Within(attribute=name):
            return 1 if name in ("submitted_tier", "access", "special_location") else 2
        case All() | AnyOf():
            return 3
        case Count():
            return 4


def _joins(text: str) -> bool:
    """Whether a clause that stands in no brackets joins words itself."""
    return text[:1] != "(" and (" or " in text or " and " in text)


def _choices(leaf: OneOf | Within, attribute: Attribute) -> tuple[int, ...] | tuple[str, ...]:
    """The values that a leaf names; of a range of tiers, each of them."""
    if isinstance(leaf, OneOf):
        return leaf.values
    last = len(attribute.choices or Tier) - 1
    lower = 0 if leaf.lower is None else leaf.lower
    return tuple(range(lower, 1 + (last if leaf.upper is None else min(leaf.upper, last))))


def _signed(name: str, holds: bool) -> str:
    return name if holds else f"{name}-not"
