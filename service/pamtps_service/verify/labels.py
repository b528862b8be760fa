"""Labels and final tiers, to a fixed point of its own.

Rules that give labels are taken level by level: a rule stands above every rule that gives a label
which it asks for under `not`, `unless`, or in a rule that replaces it. Inside a level labels only
grow, so going round until nothing changes gives the least fixed point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from pamtps_service.policy.model import (
    All,
    AnyOf,
    Classify,
    Condition,
    Count,
    HasLabel,
    Not,
    Policy,
    Rule,
)
from pamtps_service.records.batch import Mask
from pamtps_service.verify.masks import Facts, holds


def own_condition(rule: Rule) -> Condition:
    """`when` and not `unless`."""
    return rule.when if rule.unless is None else All((rule.when, Not(rule.unless)))


def full_condition(rule: Rule, rules: tuple[Rule, ...]) -> Condition:
    """The rule's own condition where none that stands instead of it has its own."""
    instead = tuple(Not(own_condition(item)) for item in rules if rule.id in item.instead_of)
    return All((own_condition(rule), *instead)) if instead else own_condition(rule)


def _asked(condition: Condition, plainly: bool = True) -> Iterator[tuple[str, bool]]:
    """Labels that a condition asks for, and whether a label more can only help it."""
    match condition:
        case HasLabel(labels):
            yield from ((label, plainly) for label in labels)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _asked(part, plainly)
        case Not(part):
            yield from _asked(part, not plainly)
        case Count(of):
            yield from _asked(of, plainly)


def levels(policy: Policy) -> list[list[tuple[Rule, Condition]]]:
    """Rules that classify, with their full conditions, level by level from the lowest.

    Raises ValueError where a rule depends on its own label through a `not`: such a policy is
    refused when it is loaded.
    """
    rules = [rule for rule in policy.rules if isinstance(rule.effect, Classify)]
    conditions = {rule.id: full_condition(rule, policy.rules) for rule in rules}
    givers: dict[str, list[str]] = {}
    for rule in rules:
        if isinstance(rule.effect, Classify) and rule.effect.label is not None:
            givers.setdefault(rule.effect.label, []).append(rule.id)
    level = {rule.id: 0 for rule in rules}
    changed = True
    while changed:
        changed = False
        for rule in rules:
            for label, plainly in _asked(conditions[rule.id]):
                for giver in givers.get(label, ()):
                    least = level[giver] + (0 if plainly else 1)
                    if level[rule.id] < least:
                        level[rule.id], changed = least, True
        if changed and max(level.values()) > len(rules):
            raise ValueError(f"labels of policy {policy.id} depend on themselves through a not")
    return [
        [(rule, conditions[rule.id]) for rule in rules if level[rule.id] == height]
        for height in sorted(set(level.values()))
    ]


def classified(facts: Facts) -> tuple[Facts, dict[str, Mask]]:
    """The facts with labels and final tiers, and where each rule that classifies matches."""
    labels: dict[str, Mask] = {}
    matches: dict[str, Mask] = {}
    open_facts = replace(facts, labels=labels)
    for group in levels(facts.policy):
        growing = True
        while growing:
            growing = False
            for rule, condition in group:
                where = holds(condition, open_facts)
                matches[rule.id] = where
                label = rule.effect.label if isinstance(rule.effect, Classify) else None
                if label is None:
                    continue
                before = labels.get(label)
                after = where if before is None else before | where
                if before is None or (after & ~before).any():
                    labels[label] = after
                    growing = growing or bool(after.any())
    tier = facts.submitted_tier.copy()
    for rule in facts.policy.rules:
        if isinstance(rule.effect, Classify) and rule.effect.risk_tier is not None:
            raised = np.int8(rule.effect.risk_tier)
            tier = np.where(matches[rule.id], np.maximum(tier, raised), tier)
    return replace(open_facts, risk_tier=tier.astype(np.int8)), matches
