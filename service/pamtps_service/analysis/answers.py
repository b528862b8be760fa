"""What a policy answers for the TPS of each cell, one family of effects at a time.

Rules of different families change nothing of each other's answers, so each family is looked at
over the attributes that its own rules ask, which keeps the cells few: labels and tiers; guards;
movement; each item of equipment; units for single TPS. Conditions are evaluated by the masks of
the verification, over a TPS that stands for each cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pamtps_service.analysis.cells import Cells, batch_of
from pamtps_service.policy.model import (
    Add,
    All,
    AnyOf,
    Classify,
    Condition,
    Count,
    Equip,
    Guard,
    HasLabel,
    Move,
    Not,
    OneOf,
    Per,
    Policy,
    Rule,
    Tier,
    Within,
)
from pamtps_service.records.batch import Mask
from pamtps_service.verify.labels import classified, own_condition
from pamtps_service.verify.masks import Facts, holds, read_facts
from pamtps_service.verify.requirement import combinations, combined_shape

Answer: TypeAlias = object
"""Hashable; equal where the same follows for a TPS."""


@dataclass(frozen=True, slots=True)
class Guards:
    """The guards of a TPS and of its post."""

    polri: int
    tni: int
    sizes: tuple[int, ...]
    """Ascending; empty, like all but linmas, where the TPS is not covered."""
    within: str
    choose: str
    linmas: int

    @property
    def covered(self) -> bool:
        return bool(self.sizes)


@dataclass(frozen=True, slots=True)
class Moves:
    """The movement of a TPS; more than one transport or fallback contradict each other."""

    transports: tuple[str, ...]
    fallbacks: tuple[str, ...]
    depart: int


@dataclass(frozen=True, slots=True)
class Family:
    """Rules whose effects add up to one part of the answer."""

    name: str
    """`classes`, `guards`, `movement`, `equipment ITEM`, `units`."""
    rules: tuple[Rule, ...]
    """Of the family, sorted by id."""
    needed: tuple[Rule, ...]
    """Rules that classify, on whose labels and tiers those of the family depend."""

    @property
    def conditions(self) -> list[Condition]:
        """Every condition over TPS in it."""
        return [one for rule in (*self.rules, *self.needed) for one in _conditions(rule)]


def per_of(rule: Rule) -> Per | None:
    """The `per` of the rule's effect."""
    return rule.effect.per if isinstance(rule.effect, Add | Equip) else None


def families_of(policy: Policy) -> list[Family]:
    """The families of the policy's rules for TPS and posts, without empty ones."""
    rules = [rule for rule in policy.rules if rule.for_each in ("tps", "post")]
    kinds: dict[str, list[Rule]] = {}
    for rule in rules:
        for name in _family_names(rule):
            kinds.setdefault(name, []).append(rule)
    found = []
    for name, members in sorted(kinds.items()):
        ids = {rule.id for rule in members}
        # whatever stands instead of a member decides where the member matches
        while more := [r for r in rules if r.id not in ids and any(n in ids for n in r.instead_of)]:
            ids |= {rule.id for rule in more}
        own = tuple(rule for rule in rules if rule.id in ids)
        needed = (
            ()
            if name == "classes"
            else needed_for(policy, [one for rule in own for one in _conditions(rule)])
        )
        found.append(Family(name, own, needed))
    return found


def _family_names(rule: Rule) -> list[str]:
    match rule.effect:
        case Classify():
            return ["classes"]
        case Guard():
            return ["guards"]
        case Move():
            return ["movement"]
        case Equip(items):
            return [f"equipment {item}" for item, _ in items]
        case _:
            return ["units"]


def needed_for(policy: Policy, conditions: Sequence[Condition]) -> tuple[Rule, ...]:
    """The rules that classify on which conditions depend, through any number of labels."""
    classifying = [rule for rule in policy.rules if isinstance(rule.effect, Classify)]
    found: set[str] = set()
    while True:
        own = [own_condition(rule) for rule in classifying if rule.id in found]
        asked = [labels_asked(condition) for condition in (*conditions, *own)]
        labels = frozenset[str]().union(*(one for one, _ in asked))
        tier = any(one for _, one in asked)
        more = {
            rule.id
            for rule in classifying
            if rule.id not in found
            and (_gives(rule, labels, tier) or any(named in found for named in rule.instead_of))
        }
        if not more:
            return tuple(rule for rule in classifying if rule.id in found)
        found |= more


def _gives(rule: Rule, labels: frozenset[str], tier: bool) -> bool:
    effect = rule.effect
    assert isinstance(effect, Classify)
    return effect.label in labels or (tier and effect.risk_tier is not None)


def _conditions(rule: Rule) -> list[Condition]:
    per = per_of(rule)
    return [own_condition(rule), *([per.of] if per else [])]


def labels_asked(condition: Condition) -> tuple[frozenset[str], bool]:
    """Labels that a condition asks, and whether it asks the final tier."""
    match condition:
        case HasLabel(labels):
            return frozenset(labels), False
        case OneOf(attribute) | Within(attribute):
            return frozenset(), attribute == "risk_tier"
        case All(parts) | AnyOf(parts):
            asked = [labels_asked(part) for part in parts]
            return frozenset().union(*(one for one, _ in asked)), any(tier for _, tier in asked)
        case Not(part) | Count(part):
            return labels_asked(part)
        case _:
            return frozenset(), False


# Answers --------------------------------------------------------------------------------------


class Answers:
    """The answers of one family for all of its cells."""

    def __init__(self, policy: Policy, family: Family, cells: Cells) -> None:
        self.family = family
        self.cells = cells
        self._policy = policy
        self._batch = batch_of(cells)
        kind = family.name.partition(" ")[0]
        self._answer_of = _ANSWERS.get(kind, _no_answer)
        self._replacing = {
            rule.id: frozenset(one.id for one in family.rules if rule.id in one.instead_of)
            for rule in family.rules
        }

    @cached_property
    def facts(self) -> Facts:
        """With labels and final tiers."""
        return self._classified(None)[0]

    @cached_property
    def own(self) -> dict[str, Mask]:
        """Where the own condition of each rule of the family holds."""
        return {rule.id: holds(own_condition(rule), self.facts) for rule in self.family.rules}

    @cached_property
    def matches(self) -> dict[str, Mask]:
        """Where each rule of the family matches."""
        return self.matches_without(None)

    def matches_without(self, without: Rule | None) -> dict[str, Mask]:
        """Where each rule of the family would match if one of them were left out."""
        if self.family.name == "classes":
            return self._classified(without)[1]
        others = [rule for rule in self.family.rules if rule != without]
        found = {}
        for rule in others:
            where = self.own[rule.id]
            for other in others:
                if other.id in self._replacing[rule.id]:
                    where = where & ~self.own[other.id]
            found[rule.id] = where
        return found

    def answers(self) -> tuple[NDArray[np.int64], list[Answer]]:
        """For each cell an index of its answer, and the different answers."""
        if self.family.name == "classes":
            return self._classes(*self._classified(None))
        index, sets = self._own_sets
        found: dict[Answer, int] = {}
        of_set = [found.setdefault(self._of(members, None), len(found)) for members in sets]
        return np.array(of_set, np.int64)[index], list(found)

    def changes_without(self, rule: Rule) -> bool:
        """Whether the answer of some cell is another where the rule is left out."""
        if self.family.name == "classes":
            given, answers = self.answers()
            index, others = self._classes(*self._classified(rule))
            place = {answer: at for at, answer in enumerate(answers)}
            other = np.array([place.get(answer, -1) for answer in others], np.int64)
            return bool((given != other[index]).any())
        return any(
            rule.id in members and self._of(members, None) != self._of(members, rule.id)
            for members in self._own_sets[1]
        )

    @cached_property
    def _own_sets(self) -> tuple[NDArray[np.int64], list[frozenset[str]]]:
        """Which own conditions and conditions of `per` hold together at each cell, and which `per`
        count no TPS at all."""
        rules = self.family.rules
        masks = [self.own[rule.id] for rule in rules]
        names = [rule.id for rule in rules]
        for rule in rules:
            per = per_of(rule)
            if per is not None:
                counted = holds(per.of, self.facts)
                masks += [counted, np.full_like(counted, not counted.any())]
                names += [f"{rule.id} per", f"{rule.id} none"]
        index, held = combinations(masks, len(self.cells))
        return index, [frozenset(names[member] for member in members) for members in held]

    def _of(self, own: frozenset[str], without: str | None) -> Answer:
        left = own if without is None else own - {without}
        applying = [
            rule
            for rule in self.family.rules
            if rule.id in left and self._replacing[rule.id].isdisjoint(left)
        ]
        return self._answer_of(applying, own)

    def _classified(self, without: Rule | None) -> tuple[Facts, dict[str, Mask]]:
        rules = [
            _not_naming(rule, without)
            for rule in (*self.family.rules, *self.family.needed)
            if isinstance(rule.effect, Classify) and rule != without
        ]
        policy = replace(self._policy, rules=tuple(sorted(rules, key=lambda rule: rule.id)))
        return classified(read_facts(policy, self._batch, slice(None)))

    def _classes(
        self, facts: Facts, _: Mapping[str, Mask]
    ) -> tuple[NDArray[np.int64], list[Answer]]:
        assert facts.risk_tier is not None
        labels = sorted(facts.labels)
        masks = [facts.labels[label] for label in labels]
        masks += [facts.risk_tier == tier for tier in Tier]
        index, held = combinations(masks, len(self.cells))
        names: list[object] = [*labels, *Tier]
        return index, [tuple(names[member] for member in members) for members in held]


def _not_naming(rule: Rule, other: Rule | None) -> Rule:
    if other is None or other.id not in rule.instead_of:
        return rule
    named = tuple(name for name in rule.instead_of if name != other.id)
    return replace(rule, instead_of=named)


def guards_of(rules: Sequence[Rule], _: frozenset[str] = frozenset()) -> Guards:
    """What rules for guards that match together require."""
    guards = [rule.effect for rule in rules if isinstance(rule.effect, Guard)]
    shape = combined_shape(guards, [])
    linmas = max((guard.linmas_per_tps or 0 for guard in guards), default=0)
    if not shape.covered:
        return Guards(0, 0, (), "", "", linmas)
    return Guards(shape.polri, shape.tni, shape.sizes, shape.within, shape.choose, linmas)


def moves_of(rules: Sequence[Rule], _: frozenset[str] = frozenset()) -> Moves | None:
    """The movement that rules which match together make; None where there is none."""
    moves = [rule.effect for rule in rules if isinstance(rule.effect, Move)]
    movement = combined_shape([], moves).movement
    return None if movement is None else Moves(*movement)


def _units_of(rules: Sequence[Rule], own: frozenset[str]) -> Answer:
    sums: dict[tuple[str, str], int] = {}
    for rule in rules:
        if isinstance(rule.effect, Add) and not _counts_nothing(rule, own):
            for force in ("polri", "tni"):
                amount = getattr(rule.effect, force)
                if amount is not None:
                    key = (force, rule.effect.role)
                    sums[key] = sums.get(key, 0) + amount.personnel
    return tuple(sorted((key, value) for key, value in sums.items() if value))


def _equipment_of(rules: Sequence[Rule], own: frozenset[str]) -> Answer:
    """Amounts by item, level and what a post's `per` counts by, which is summed over its TPS."""
    sums: dict[tuple[str, str, object], int] = {}
    for rule in rules:
        assert isinstance(rule.effect, Equip)
        # a post's other TPS may be counted; where no TPS at all can be, nothing is
        if _counts_nothing(rule, own) and (rule.for_each == "tps" or f"{rule.id} none" in own):
            continue
        per = rule.effect.per if rule.for_each == "post" else None
        for item, amount in rule.effect.items:
            key = (item, rule.for_each, per)
            sums[key] = sums.get(key, 0) + amount
    return frozenset((key, value) for key, value in sums.items() if value)


def _counts_nothing(rule: Rule, own: frozenset[str]) -> bool:
    return per_of(rule) is not None and f"{rule.id} per" not in own


def _no_answer(rules: Sequence[Rule], own: frozenset[str]) -> Answer:
    raise ValueError(f"labels and tiers follow together: {len(rules)} rules, {len(own)} hold")


_ANSWERS: dict[str, Callable[[Sequence[Rule], frozenset[str]], Answer]] = {
    "guards": guards_of,
    "movement": moves_of,
    "equipment": _equipment_of,
    "units": _units_of,
}
