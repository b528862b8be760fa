"""What the tests of a policy can cover: rules, conditions and classes, as far as there can be a TPS
or an area for them; each with one that reaches it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from pamtps_service.analysis.answers import Answers, Family, families_of, needed_for
from pamtps_service.analysis.area_classes import AreaClass, classes_of_areas, own_holds
from pamtps_service.analysis.cells import Cells, cells_of, facts_of
from pamtps_service.analysis.dimensions import dimensions_of
from pamtps_service.analysis.testcases import held_facts, tps_facts
from pamtps_service.planning.explanation.conditions import written
from pamtps_service.policy.model import (
    AREA_LEVELS,
    All,
    AnyOf,
    AreaLevel,
    Condition,
    Count,
    InArea,
    Not,
    Policy,
    Rule,
)
from pamtps_service.policy_tests.outcome import Outcome
from pamtps_service.records.batch import Mask
from pamtps_service.verify.labels import own_condition
from pamtps_service.verify.masks import holds
from pamtps_service.verify.requirement import combinations

MOST_CELLS: Final = 100_000
"""Kinds of TPS that are looked at for each part, at most: fewer than the analysis looks at, because
coverage is looked at more often."""


@dataclass(frozen=True, slots=True)
class ClassTarget:
    """Rules of one family, or of one level of areas, that match together and alone."""

    family: str
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class ConditionTarget:
    """An entry of a rule's `when` or `unless` that holds, or that does not."""

    rule: str
    condition: Condition
    truth: bool


@dataclass(frozen=True, slots=True)
class RuleTarget:
    """A rule that matches."""

    rule: str


Target: TypeAlias = ClassTarget | ConditionTarget | RuleTarget


@dataclass(frozen=True, slots=True)
class Sketch:
    """A TPS, or an area with its TPS, that reaches a target: facts by name, as test files have
    them."""

    area: str
    """Of an area; empty of a TPS, whose facts say where it lies."""
    holds: tuple[tuple[int, Mapping[str, str]], ...]
    """How many TPS of which facts; of a TPS one."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Everything that can be covered."""

    policy: Policy
    families: tuple[tuple[str, frozenset[str]], ...]
    """Of rules for TPS and posts: name, and ids of its rules."""
    reach: Mapping[Target, Callable[[], Sketch]]
    """Classes first, then conditions, then rules; each with what reaches it."""
    complete: bool
    """Whether every kind of TPS and area was looked at; if not, there may be more."""


def targets_of(policy: Policy, max_cells: int = MOST_CELLS) -> Targets:
    """The targets of a policy.

    Args:
        policy: as it was loaded; of an abstract one as if it were in force.
        max_cells: kinds of TPS that are looked at for each part, at most.
    """
    classes: dict[Target, Callable[[], Sketch]] = {}
    conditions: dict[Target, Callable[[], Sketch]] = {}
    rules: dict[Target, Callable[[], Sketch]] = {}
    families = families_of(policy)
    complete = True
    for family in families:
        cells = cells_of(dimensions_of((policy,), family.conditions), max_cells)
        complete = complete and cells.complete
        _of_family(policy, Answers(policy, family, cells), classes, rules)
    for rule in policy.rules:
        if rule.for_each in ("tps", "post"):
            complete = _of_conditions(policy, rule, max_cells, conditions) and complete
    for level in AREA_LEVELS:
        if any(rule.for_each == level for rule in policy.rules):
            complete = _of_areas(policy, level, max_cells, classes, conditions, rules) and complete
    named = tuple((one.name, frozenset(rule.id for rule in one.rules)) for one in families)
    return Targets(policy, named, {**classes, **conditions, **rules}, complete)


def seen_in(outcome: Outcome, targets: Targets) -> set[Target]:
    """The targets that a case covers."""
    found: set[Target] = {RuleTarget(rule) for rule in outcome.matching}
    for rule in outcome.rules:
        for condition in entries_of(rule):
            found.add(ConditionTarget(rule.id, condition, outcome.holds(condition)))
    if outcome.case.level == "tps":
        found |= {ClassTarget(name, outcome.matching & ids) for name, ids in targets.families}
    else:
        found.add(ClassTarget(outcome.case.level, outcome.matching))
    return {target for target in found if target in targets.reach}


def entries_of(rule: Rule) -> tuple[Condition, ...]:
    """The single tests in a rule's `when` and `unless`, each once."""
    parts = [rule.when] if rule.unless is None else [rule.when, rule.unless]
    return tuple(dict.fromkeys(leaf for part in parts for leaf in _entries(part)))


def _entries(condition: Condition) -> Iterator[Condition]:
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _entries(part)
        case Not(part):
            yield from _entries(part)
        case _:
            yield condition


def words_of(target: Target, policy: Policy) -> str:
    """The target as the name of a case."""
    match target:
        case ClassTarget(family, rules):
            return f"{family}: {', '.join(sorted(rules)) or '-'}"
        case ConditionTarget(rule, condition, truth):
            entry = written(condition, policy)
            return f"{rule}: {entry}" if truth else f"{rule}: not {{{entry}}}"
        case RuleTarget(rule):
            return rule


# TPS ------------------------------------------------------------------------------------------


def _at(policy: Policy, cells: Cells, where: Mask) -> Callable[[], Sketch]:
    place = int(np.argmax(where))
    return lambda: Sketch("", ((1, tps_facts(policy, facts_of(cells, place))),))


def _of_family(
    policy: Policy,
    answers: Answers,
    classes: dict[Target, Callable[[], Sketch]],
    rules: dict[Target, Callable[[], Sketch]],
) -> None:
    matches = answers.matches
    ids = sorted(matches)
    index, held = combinations([matches[name] for name in ids], len(answers.cells))
    for number, members in enumerate(held):
        together = frozenset(ids[member] for member in members)
        target = ClassTarget(answers.family.name, together)
        classes[target] = _at(policy, answers.cells, index == number)
    for name in ids:
        if matches[name].any():
            rules.setdefault(RuleTarget(name), _at(policy, answers.cells, matches[name]))


def _of_conditions(
    policy: Policy, rule: Rule, max_cells: int, found: dict[Target, Callable[[], Sketch]]
) -> bool:
    """Whether all kinds of TPS that the rule's conditions tell apart were looked at."""
    own = own_condition(rule)
    family = Family("conditions", (), needed_for(policy, [own]))
    cells = cells_of(dimensions_of((policy,), [own, *family.conditions]), max_cells)
    facts = Answers(policy, family, cells).facts
    for condition in entries_of(rule):
        truth = holds(condition, facts)
        for wanted in (True, False):
            where = truth == wanted
            if where.any():
                found[ConditionTarget(rule.id, condition, wanted)] = _at(policy, cells, where)
    return cells.complete


# Areas ----------------------------------------------------------------------------------------


def _of_areas(
    policy: Policy,
    level: AreaLevel,
    max_cells: int,
    classes: dict[Target, Callable[[], Sketch]],
    conditions: dict[Target, Callable[[], Sketch]],
    rules: dict[Target, Callable[[], Sketch]],
) -> bool:
    found = classes_of_areas(policy, level, max_cells)
    for one in found.classes:
        reach = _in_area(policy, one)
        matching = _matching(found.rules, one)
        classes.setdefault(ClassTarget(level, matching), reach)
        for name in sorted(matching):
            rules.setdefault(RuleTarget(name), reach)
        for rule in found.rules:
            for condition in entries_of(rule):
                assert isinstance(condition, InArea | Count)
                target = ConditionTarget(rule.id, condition, one.truth[condition])
                conditions.setdefault(target, reach)
    return found.complete


def _in_area(policy: Policy, one: AreaClass) -> Callable[[], Sketch]:
    return lambda: Sketch(one.code, held_facts(policy, one.code, one.holds))


def _matching(rules: Sequence[Rule], one: AreaClass) -> frozenset[str]:
    own = [rule for rule in rules if own_holds(rule, one)]
    replaced = {name for rule in own for name in rule.instead_of}
    return frozenset(rule.id for rule in own if rule.id not in replaced)
