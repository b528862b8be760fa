"""Areas that rules for areas tell apart: where they lie, and how many TPS of which kinds they hold.

A count matters only up to the largest constant that it is compared with, so the numbers of TPS
that satisfy each counted condition are followed up to there. They depend on each other (a TPS may
satisfy several), so areas are built TPS by TPS, from every kind of TPS that can lie in them: the
first area found of a class has the fewest TPS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from pamtps_service.analysis.answers import Answers, Family, needed_for, per_of
from pamtps_service.analysis.cells import MAX_CELLS, Cells, cells_of, facts_of, kinds_of
from pamtps_service.analysis.dimensions import (
    AREA,
    dimensions_of,
    leaves_of,
    lies_in,
    villages_apart,
)
from pamtps_service.policy.model import (
    All,
    AnyOf,
    AreaLevel,
    Condition,
    Count,
    InArea,
    Mix,
    Not,
    Policy,
    Rule,
)
from pamtps_service.verify.labels import own_condition
from pamtps_service.verify.masks import holds

MAX_STATES: Final = 60_000
"""Different numbers of TPS that are looked at for one kind of area, at most."""

Pattern: TypeAlias = tuple[bool, ...]
"""Which counted conditions a TPS satisfies."""
State: TypeAlias = tuple[int, ...]
"""For each counted condition how many TPS satisfy it, up to its largest constant."""
AreaLeaf: TypeAlias = "InArea | Count"
Counted: TypeAlias = tuple[int, Condition]
"""A condition that the policy of that number counts."""

_LENGTH: Final[Mapping[AreaLevel, int]] = {
    "province": 2,
    "regency": 5,
    "district": 8,
    "village": 13,
}
"""Characters of an area code of each level."""


@dataclass(frozen=True, slots=True)
class AreaClass:
    """Areas that are the same to every rule of their level."""

    code: str
    """Of one of them."""
    truth: Mapping[AreaLeaf, bool]
    holds: tuple[tuple[int, Mapping[str, str]], ...]
    """TPS of that area, as few as can be: how many of which facts."""


@dataclass(frozen=True, slots=True)
class AreaClasses:
    """The classes of one level."""

    level: AreaLevel
    rules: tuple[Rule, ...]
    classes: tuple[AreaClass, ...]
    cells: int
    cells_examined: int
    bound: int
    """Up to so many TPS of each kind were looked at; 0 where nothing is counted."""
    complete: bool
    """Whether more TPS would change nothing, and every kind of TPS was looked at."""


@dataclass(frozen=True, slots=True)
class JointClass:
    """Areas that are the same to every rule of their level, of several policies."""

    code: str
    """Of one of them."""
    truths: tuple[Mapping[AreaLeaf, bool], ...]
    """By policy."""
    holds: tuple[tuple[int, Mapping[str, str]], ...]
    """TPS of that area, as few as can be: how many of which facts."""

    def of(self, policy: int) -> AreaClass:
        """As one of the policies sees it."""
        return AreaClass(self.code, self.truths[policy], self.holds)


@dataclass(frozen=True, slots=True)
class JointClasses:
    """The classes of one level that several policies tell apart; see AreaClasses."""

    classes: tuple[JointClass, ...]
    cells: int
    cells_examined: int
    bound: int
    complete: bool


def classes_of_areas(policy: Policy, level: AreaLevel, max_cells: int = MAX_CELLS) -> AreaClasses:
    """The classes of areas of a level."""
    found = joint_classes((policy,), level, max_cells)
    return AreaClasses(
        level,
        _rules_of(policy, level),
        tuple(one.of(0) for one in found.classes),
        found.cells,
        found.cells_examined,
        found.bound,
        found.complete,
    )


def _rules_of(policy: Policy, level: AreaLevel) -> tuple[Rule, ...]:
    return tuple(rule for rule in policy.rules if rule.for_each == level)


def joint_classes(
    policies: Sequence[Policy], level: AreaLevel, max_cells: int = MAX_CELLS
) -> JointClasses:
    """The classes of areas of a level that the policies together tell apart, of the areas that are
    in all of them."""
    leaves = tuple(
        dict.fromkeys(
            (at, leaf)
            for at, policy in enumerate(policies)
            for rule in _rules_of(policy, level)
            for leaf in _leaves_of_rule(rule)
        )
    )
    counted = tuple(dict.fromkeys((at, x.of) for at, x in leaves if isinstance(x, Count)))
    caps = tuple(_cap(one, leaves) for one in counted)
    families = [
        Family("counted", (), needed_for(policy, [of for by, of in counted if by == at]))
        for at, policy in enumerate(policies)
    ]
    asked = [of for _, of in counted]
    asked += [condition for family in families for condition in family.conditions]
    cells = cells_of(dimensions_of(policies, asked), max_cells)
    answers = [Answers(policy, own, cells) for policy, own in zip(policies, families, strict=True)]
    patterns = _patterns(answers, counted)
    reached: dict[frozenset[Pattern], tuple[dict[State, tuple[Pattern, ...]], bool]] = {}
    found: list[JointClass] = []
    complete = cells.complete
    direct = [leaf for _, leaf in leaves if isinstance(leaf, InArea)]
    for code, truth, kinds in _places(policies, level, direct, asked, cells):
        own = {
            pattern: (place, village)
            for kind, village in sorted(kinds.items())
            for pattern, place in patterns.get(kind, {}).items()
        }
        key = frozenset(own)
        if key not in reached:
            reached[key] = _states(sorted(own), caps)
        states, all_of_them = reached[key]
        complete = complete and all_of_them
        seen: set[tuple[bool, ...]] = set()
        for state, members in states.items():
            values = tuple(
                truth[leaf] if isinstance(leaf, InArea) else _in_range(at, leaf, counted, state)
                for at, leaf in leaves
            )
            if values not in seen:
                seen.add(values)
                truths: list[dict[AreaLeaf, bool]] = [{} for _ in policies]
                for (at, leaf), value in zip(leaves, values, strict=True):
                    truths[at][leaf] = value
                found.append(JointClass(code, tuple(truths), _held(members, own, cells)))
    bound = max(caps, default=0)
    return JointClasses(tuple(found), cells.total, len(cells), bound, complete)


def own_holds(rule: Rule, one: AreaClass) -> bool:
    """Whether the rule's own condition holds for the areas of a class."""
    return _holds(own_condition(rule), one.truth)


def _holds(condition: Condition, truth: Mapping[AreaLeaf, bool]) -> bool:
    match condition:
        case All(parts):
            return all(_holds(part, truth) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, truth) for part in parts)
        case Not(part):
            return not _holds(part, truth)
        case InArea() | Count():
            return truth[condition]
        case _:
            raise TypeError(f"a rule for areas asks {condition}")


def counts_nothing(rule: Rule, one: AreaClass) -> bool:
    """Whether no TPS of the areas satisfies what the rule's `per` counts, or `of` of its mix."""
    of = _of(rule)
    return of is not None and not one.truth[Count(of, 1, None)]


def _leaves_of_rule(rule: Rule) -> Iterator[AreaLeaf]:
    yield from _area_leaves(own_condition(rule))
    of = _of(rule)
    if of is not None:
        yield Count(of, 1, None)


def _of(rule: Rule) -> Condition | None:
    """What the rule's effect counts, or selects the posts by."""
    if isinstance(rule.effect, Mix):
        return rule.effect.of
    per = per_of(rule)
    return None if per is None else per.of


def _area_leaves(condition: Condition) -> Iterator[AreaLeaf]:
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _area_leaves(part)
        case Not(part):
            yield from _area_leaves(part)
        case InArea() | Count():
            yield condition
        case _:
            raise TypeError(f"a rule for areas asks {condition}")


def _cap(counted: Counted, leaves: Sequence[tuple[int, AreaLeaf]]) -> int:
    """Beyond this number of TPS no count of the condition changes its truth."""
    constants = [0]
    for at, leaf in leaves:
        if isinstance(leaf, Count) and (at, leaf.of) == counted:
            constants += [leaf.lower or 0, 0 if leaf.upper is None else leaf.upper + 1]
    return max(constants)


def _in_range(at: int, leaf: Count, counted: Sequence[Counted], state: State) -> bool:
    number = state[counted.index((at, leaf.of))]
    return (leaf.lower is None or leaf.lower <= number) and (
        leaf.upper is None or number <= leaf.upper
    )


# TPS ------------------------------------------------------------------------------------------


def _patterns(
    answers: Sequence[Answers], counted: Sequence[Counted]
) -> dict[int, dict[Pattern, int]]:
    """By kind of area the patterns of its TPS, each with the place of the first cell."""
    cells = answers[0].cells
    names = [one.name for one in cells.dimensions]
    area = kinds_of(cells)[names.index(AREA)]
    masks = [holds(condition, answers[at].facts) for at, condition in counted]
    table = np.array([area, *masks], np.int64)
    rows, first = np.unique(table, axis=1, return_index=True)
    found: dict[int, dict[Pattern, int]] = {}
    for row, place in zip(rows.T.tolist(), first.tolist(), strict=True):
        found.setdefault(row[0], {})[tuple(bool(one) for one in row[1:])] = place
    return found


def _places(
    policies: Sequence[Policy],
    level: AreaLevel,
    direct: Sequence[InArea],
    asked: Sequence[Condition],
    cells: Cells,
) -> Iterator[tuple[str, dict[AreaLeaf, bool], dict[int, str]]]:
    """One area for every way to lie in the named areas and to hold kinds of places: its code, where
    it lies, and a village of it for each kind of place that its TPS can be in."""
    named = {code for leaf in direct for code in leaf.codes}
    inner = (leaf for leaf in leaves_of(asked) if isinstance(leaf, InArea))
    named |= {code for leaf in inner for code in leaf.codes}
    dimension = next(one for one in cells.dimensions if one.name == AREA)
    inside: dict[str, dict[int, str]] = {}
    for village, _ in villages_apart(policies, named):
        if not all(one.areas is None or lies_in(village, one.areas) for one in policies):
            continue
        kinds = inside.setdefault(village[: _LENGTH[level]], {})
        kinds.setdefault(dimension.kind_of(village), village)
    told = set()
    for code, kinds in sorted(inside.items()):
        truth: dict[AreaLeaf, bool] = {leaf: lies_in(code, leaf.codes) for leaf in direct}
        key = (tuple(truth.values()), frozenset(kinds))
        if key not in told:
            told.add(key)
            yield code, truth, kinds


def _states(
    patterns: Sequence[Pattern], caps: Sequence[int]
) -> tuple[dict[State, tuple[Pattern, ...]], bool]:
    """Every state of an area of one TPS or more, with TPS that make it, as few as can be; and
    whether there were not too many of them."""
    found: dict[State, tuple[Pattern, ...]] = {}
    latest: dict[State, tuple[Pattern, ...]] = {tuple(0 for _ in caps): ()}
    while latest:
        grown: dict[State, tuple[Pattern, ...]] = {}
        for state, members in latest.items():
            for pattern in patterns:
                more = tuple(
                    min(cap, number + one)
                    for number, one, cap in zip(state, pattern, caps, strict=True)
                )
                if more not in found and more not in grown:
                    grown[more] = (*members, pattern)
        found |= grown
        if len(found) > MAX_STATES:
            return found, False
        latest = grown
    return found, True


def _held(
    members: Sequence[Pattern], own: Mapping[Pattern, tuple[int, str]], cells: Cells
) -> tuple[tuple[int, Mapping[str, str]], ...]:
    """The TPS of an area: how many of which facts, each in a village of the area."""
    numbers: dict[Pattern, int] = {}
    for pattern in members:
        numbers[pattern] = numbers.get(pattern, 0) + 1
    found = []
    for pattern, number in sorted(numbers.items()):
        place, village = own[pattern]
        found.append((number, {**facts_of(cells, place), AREA: village}))
    return tuple(found)
