"""Which rules match: each rule for TPS or posts as a mask over the TPS, each rule for areas as a
mask over the areas of its level, rules that stand instead of others considered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import (
    AREA_LEVELS,
    Add,
    AreaLevel,
    Classify,
    Condition,
    Effect,
    Equip,
    Mix,
    Policy,
    Rule,
)
from pamtps_service.records.batch import Batch, Mask
from pamtps_service.verify.labels import classified, own_condition
from pamtps_service.verify.masks import (
    Areas,
    Facts,
    attributes_of,
    column,
    holds,
    holds_in,
    read_areas,
    read_facts,
)


@dataclass(frozen=True)
class Match:
    """What one policy says of its TPS and areas."""

    policy: Policy
    rows: NDArray[np.intp] | slice
    """The TPS under the policy, as rows of the batch."""
    facts: Facts
    tps: dict[str, Mask]
    """By id of a rule for TPS or posts; length of the facts."""
    areas: dict[AreaLevel, Areas]
    in_areas: dict[str, Mask]
    """By id of a rule for areas; length of the areas of its level."""

    @property
    def tier(self) -> NDArray[np.int8]:
        """Final tiers; length of the facts."""
        assert self.facts.risk_tier is not None
        return self.facts.risk_tier

    def areas_of(self, rule: Rule) -> Areas:
        """The areas of the level that a rule for areas is for."""
        return self.areas[level_of_areas(rule)]


def level_of_areas(rule: Rule) -> AreaLevel:
    """The level of a rule for areas; ValueError of a rule for TPS or posts."""
    for level in AREA_LEVELS:
        if rule.for_each == level:
            return level
    raise ValueError(f"rule {rule.id} is not for areas")


def matched(policy: Policy, batch: Batch, rows: NDArray[np.intp] | slice) -> Match:
    """Evaluate every rule of the policy on these rows of the batch."""
    facts, tps = classified(read_facts(policy, batch, rows))
    areas: dict[AreaLevel, Areas] = {}
    in_areas: dict[str, Mask] = {}
    own: dict[str, Mask] = {}
    for rule in policy.rules:
        if isinstance(rule.effect, Classify):
            continue
        if rule.for_each in ("tps", "post"):
            own[rule.id] = holds(own_condition(rule), facts)
        else:
            level = level_of_areas(rule)
            if level not in areas:
                areas[level] = read_areas(facts, level)
            own[rule.id] = holds_in(own_condition(rule), areas[level], facts)
    for rule in policy.rules:
        if isinstance(rule.effect, Classify):
            continue
        where = own[rule.id]
        for other in policy.rules:
            if rule.id in other.instead_of:
                where = where & ~own[other.id]
        (tps if rule.for_each in ("tps", "post") else in_areas)[rule.id] = where
    return Match(policy, rows, facts, tps, areas, in_areas)


def _inner_conditions(effect: Effect) -> tuple[Condition, ...]:
    if isinstance(effect, Add | Equip) and effect.per is not None:
        return (effect.per.of,)
    if isinstance(effect, Mix) and effect.of is not None:
        return (effect.of,)
    return ()


def lacking(match: Match) -> dict[str, int]:
    """Attributes that a rule asks for and that some TPS lack, with how many of them lack it."""
    asked: set[str] = set()
    for rule in match.policy.rules:
        for condition in (own_condition(rule), *_inner_conditions(rule.effect)):
            asked |= attributes_of(condition)
    found: dict[str, int] = {}
    for name in sorted(asked):
        missing = len(match.facts) - int(np.count_nonzero(column(match.facts, name)[1]))
        if missing:
            found[name] = missing
    return found
