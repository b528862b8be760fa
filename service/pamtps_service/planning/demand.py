"""Demand: what the matching rules together require of each TPS, and of each area.

Follows "Effects", "Sizes", "Cover" and "Posts" of docs/policy-language.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pamtps_service.engine.decide import Decision, Decisions, PolicyEngine
from pamtps_service.engine.facts import Facts
from pamtps_service.planning.columns import lengths_of_runs
from pamtps_service.policy.faults import Fault, fault
from pamtps_service.policy.model import (
    AREA_LEVELS,
    AreaLevel,
    Guard,
    Move,
    Policy,
    Rule,
    Tier,
)
from pamtps_service.records.area_codes import DIVISOR, areas_in, to_text
from pamtps_service.records.batch import CodeColumn, IntColumn, Mask


@dataclass(frozen=True, slots=True, order=True)
class Requirement:
    """What the guards of a covered TPS must be. Ordered: the highest tier first."""

    falling_tier: int
    """Minus the rank of the final tier."""
    polri: int
    tni: int
    sizes: tuple[int, ...]
    """Allowed sizes, ascending: the last is the weakest."""
    within: AreaLevel
    choose: AreaLevel

    @property
    def tier(self) -> Tier:
        return Tier(-self.falling_tier)


@dataclass(frozen=True, slots=True, order=True)
class Movement:
    """How and when the guards of a TPS leave; empty text where no transport is given."""

    transport: str
    fallback: str
    depart: int
    """Days before election day."""


@dataclass(frozen=True, slots=True)
class RuleOfPlan:
    """A rule together with the policy in force that holds it."""

    policy: Policy
    rule: Rule


@dataclass(frozen=True, slots=True)
class PolicyPart:
    """The TPS of a batch that fall under one policy, and what it decides for them."""

    engine: PolicyEngine
    facts: Facts
    at: CodeColumn
    """Index of each of its TPS in the batch, ascending."""
    decisions: Decisions


@dataclass(frozen=True, slots=True)
class AreaMatch:
    """A rule for areas that matches one."""

    part: int
    level: AreaLevel
    code: int
    rule: int
    """Index of Demand.rules."""


@dataclass(frozen=True, slots=True)
class Demand:
    """The demand of a batch of n TPS. Columns have length n."""

    rules: tuple[RuleOfPlan, ...]
    """Every rule of every policy in use, by policy id, then rule id."""
    labels: tuple[str, ...]
    tier: NDArray[np.int8]
    requirement: IntColumn
    """Index of `requirements`, -1 where the TPS is not covered."""
    requirements: tuple[Requirement, ...]
    movement: IntColumn
    """Index of `movements`, -1 where the guards do not move."""
    movements: tuple[Movement, ...]
    linmas: IntColumn
    """Linmas required at each TPS."""
    label_set: IntColumn
    label_sets: tuple[tuple[int, ...], ...]
    rule_set: IntColumn
    rule_sets: tuple[tuple[int, ...], ...]
    area_matches: tuple[AreaMatch, ...]
    """By level from the narrowest, then code, then rule."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one class of one policy requires; the key of a row in the demand's tables."""

    tier: Tier
    requirement: Requirement | None
    movement: Movement | None
    linmas: int
    labels: tuple[str, ...]
    rules: tuple[int, ...]


def demand_of(parts: Sequence[PolicyPart], n: int) -> Demand:
    """The demand of the whole batch.

    Args:
        parts: sorted by policy id; together they hold every TPS of the batch once.
        n: TPS of the batch.
    """
    rules: list[RuleOfPlan] = []
    first_rule: list[int] = []
    for part in parts:
        first_rule.append(len(rules))
        rules += [RuleOfPlan(part.engine.policy, rule) for rule in part.engine.policy.rules]
    outcome_of: dict[_Outcome, int] = {}
    index = np.zeros(n, np.int64)
    for part, first in zip(parts, first_rule, strict=True):
        of_class = np.zeros(len(part.decisions.classes), np.int64)
        for number, decision in enumerate(part.decisions.classes):
            outcome = _outcome(part.engine.policy, decision, first)
            of_class[number] = outcome_of.setdefault(outcome, len(outcome_of))
        index[part.at] = of_class[part.decisions.index]
    outcomes = list(outcome_of)
    requirements = sorted({o.requirement for o in outcomes if o.requirement is not None})
    movements = sorted({o.movement for o in outcomes if o.movement is not None})
    labels = sorted({label for o in outcomes for label in o.labels})
    label_sets = sorted({tuple(labels.index(label) for label in o.labels) for o in outcomes})
    rule_sets = sorted({o.rules for o in outcomes})

    def column(values: list[int]) -> IntColumn:
        return np.array(values, np.int32)[index] if values else np.zeros(n, np.int32)

    return Demand(
        rules=tuple(rules),
        labels=tuple(labels),
        tier=column([o.tier for o in outcomes]).astype(np.int8),
        requirement=column(
            [-1 if o.requirement is None else requirements.index(o.requirement) for o in outcomes]
        ),
        requirements=tuple(requirements),
        movement=column(
            [-1 if o.movement is None else movements.index(o.movement) for o in outcomes]
        ),
        movements=tuple(movements),
        linmas=column([o.linmas for o in outcomes]),
        label_set=column(
            [label_sets.index(tuple(labels.index(x) for x in o.labels)) for o in outcomes]
        ),
        label_sets=tuple(label_sets),
        rule_set=column([rule_sets.index(o.rules) for o in outcomes]),
        rule_sets=tuple(rule_sets),
        area_matches=_area_matches(parts, first_rule),
    )


def transport_conflicts(part: PolicyPart) -> list[Fault]:
    """Rules that give different transports, or fallbacks, where they meet on a TPS."""
    policy = part.engine.policy
    found: dict[tuple[str, tuple[int, ...]], tuple[int, int]] = {}
    for number, decision in enumerate(part.decisions.classes):
        for word in ("transport", "fallback"):
            rules = tuple(
                index for index in decision.rules if _moved(policy.rules[index], word) is not None
            )
            if len({_moved(policy.rules[index], word) for index in rules}) > 1:
                codes = part.facts.code[part.decisions.index == number]
                first, count = found.get((word, rules), (int(codes[0]), 0))
                found[word, rules] = (min(first, int(codes[0])), count + len(codes))
    return [
        fault(
            f"{word}s-differ",
            policy.rules[rules[0]].position,
            policy=policy.id,
            tps=to_text(first, "tps"),
            count=count,
            given=", ".join(_given(policy.rules[index], word) for index in rules),
        )
        for (word, rules), (first, count) in sorted(found.items())
    ]


def _moved(rule: Rule, word: str) -> str | None:
    """The transport or fallback that a rule gives."""
    if not isinstance(rule.effect, Move):
        return None
    return rule.effect.transport if word == "transport" else rule.effect.fallback


def _given(rule: Rule, word: str) -> str:
    return f"{rule.id} {_moved(rule, word)} ({rule.position.file}:{rule.position.line})"


def areas_of(part: PolicyPart, level: AreaLevel) -> tuple[CodeColumn, NDArray[np.int64]]:
    """The areas of that level that hold a TPS of the part: integer codes ascending, and for each
    TPS the index of its area."""
    codes, starts = areas_in(part.facts.code, level)
    return codes, np.repeat(np.arange(len(codes)), lengths_of_runs(starts, len(part.facts)))


def _area_matches(parts: Sequence[PolicyPart], first_rule: Sequence[int]) -> tuple[AreaMatch, ...]:
    matches = []
    for number, (part, first) in enumerate(zip(parts, first_rule, strict=True)):
        levels = {rule.for_each for rule in part.engine.policy.rules}
        for level in AREA_LEVELS:
            if level not in levels:
                continue
            codes, index = areas_of(part, level)
            counts = {
                condition: np.bincount(
                    index[part.decisions.truth_of(condition)], minlength=len(codes)
                )
                for condition in range(len(part.engine.conditions))
            }
            decided = part.engine.decide_areas(level, codes, counts)
            matches += [
                (AREA_LEVELS.index(level), code, first + rule, number)
                for code, rules in zip(codes.tolist(), decided, strict=True)
                for rule in rules
            ]
    return tuple(
        AreaMatch(number, AREA_LEVELS[level], code, rule)
        for level, code, rule, number in sorted(matches)
    )


def _outcome(policy: Policy, decision: Decision, first_rule: int) -> _Outcome:
    effects = [policy.rules[index].effect for index in decision.rules]
    guards = [effect for effect in effects if isinstance(effect, Guard)]
    moves = [effect for effect in effects if isinstance(effect, Move)]
    return _Outcome(
        tier=decision.tier,
        requirement=requirement_of(decision.tier, guards),
        movement=_movement(moves) if moves else None,
        linmas=max((guard.linmas_per_tps or 0 for guard in guards), default=0),
        labels=decision.labels,
        rules=tuple(first_rule + index for index in decision.rules),
    )


def requirement_of(tier: Tier, guards: Sequence[Guard]) -> Requirement | None:
    """What the matching guards together require of a TPS of that final tier; None where they do
    not cover it."""
    stated = [guard.sizes for guard in guards if guard.sizes is not None]
    polri = max((guard.polri or 0 for guard in guards), default=0)
    if not stated or polri < 1:
        return None
    weakest = min(sizes[-1] for sizes in stated)
    allowed = {size for sizes in stated for size in sizes if size <= weakest}
    borders = [AREA_LEVELS.index(guard.within) for guard in guards if guard.within is not None]
    chosen = [AREA_LEVELS.index(guard.choose) for guard in guards if guard.choose is not None]
    silent = AREA_LEVELS.index("district")
    within = min(borders, default=silent)
    choose = max(max(chosen, default=silent), within)
    return Requirement(
        falling_tier=-int(tier),
        polri=polri,
        tni=max((guard.tni or 0 for guard in guards), default=0),
        sizes=tuple(sorted(allowed)),
        within=AREA_LEVELS[within],
        choose=AREA_LEVELS[choose],
    )


def with_guard(
    parts: Sequence[PolicyPart], demand: Demand, rule: int, guard: Guard, inside: Mask
) -> Demand:
    """The demand if a rule for guards said something else: only what is required of TPS changes.

    Args:
        parts: of the batch.
        demand: of the batch.
        rule: index of Demand.rules.
        guard: what the rule would say.
        inside: the TPS that are looked at; others count as not covered. Length n.
    """
    first = 0
    of_class: list[tuple[PolicyPart, list[Requirement | None]]] = []
    for part in parts:
        rules = part.engine.policy.rules
        required = []
        for decision in part.decisions.classes:
            effects = [
                guard if first + index == rule else rules[index].effect for index in decision.rules
            ]
            guards = [effect for effect in effects if isinstance(effect, Guard)]
            required.append(requirement_of(decision.tier, guards))
        of_class.append((part, required))
        first += len(rules)
    requirements = sorted({r for _, required in of_class for r in required if r is not None})
    column = np.full(len(demand.tier), -1, np.int32)
    for part, required in of_class:
        indices = [-1 if r is None else requirements.index(r) for r in required]
        column[part.at] = np.array(indices, np.int32)[part.decisions.index]
    column[~inside] = -1
    return replace(demand, requirement=column, requirements=tuple(requirements))


def _movement(moves: Sequence[Move]) -> Movement:
    return Movement(
        transport=next((move.transport for move in moves if move.transport is not None), ""),
        fallback=next((move.fallback for move in moves if move.fallback is not None), ""),
        depart=max(move.depart or 0 for move in moves),
    )


def border_of(codes: CodeColumn, within: AreaLevel) -> CodeColumn:
    """The integer code of the border that each TPS lies in."""
    return codes // DIVISOR[within]
