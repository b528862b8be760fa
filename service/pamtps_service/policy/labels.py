"""Labels: the order in which `classify` rules must be settled, and cycles that allow none.

A rule that asks a label is settled with or after the rules that give it; one that asks it under
`not` or `unless` strictly after them. A rule that another replaces (`instead_of`) is settled
strictly after every rule whose label the other's condition asks, because it holds where the other
does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pamtps_service.policy.cycles import MOST_SHOWN, components, shortest_way
from pamtps_service.policy.document import name_in_file
from pamtps_service.policy.fault_log import FaultLog
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

Node = tuple[str, str]
"""(`label` or `rule`, name)."""

_LABEL: Final = "label"
_RULE: Final = "rule"


def strata(policy: Policy) -> tuple[tuple[Rule, ...], ...]:
    """The classify rules of a policy in the order in which they must be settled.

    Inside a stratum rules may feed each other labels, to a fixed point; a condition under `not`
    speaks of labels of earlier strata alone. Each rule is in the earliest stratum that it can be
    in; in a stratum rules are sorted by id. No rule that gives only a tier feeds another. Expects
    a policy that was loaded: ValueError where a cycle goes through a negation.
    """
    rules = {rule.id: rule for rule in policy.rules if isinstance(rule.effect, Classify)}
    needs = _needs(rules)
    level: dict[Node, int] = {}
    for group in components(needs):  # after every group that it waits for
        waits = [(other, strict) for node in group for other, strict in needs[node].items()]
        if any(strict and other not in level for other, strict in waits):
            raise ValueError(f"labels of policy {policy.id} go in a circle through a negation")
        before = (level[other] + strict for other, strict in waits if other in level)
        level.update(dict.fromkeys(group, max(before, default=0)))
    found: dict[int, list[Rule]] = {}
    for rule in sorted(rules):
        found.setdefault(level[_RULE, rule], []).append(rules[rule])
    return tuple(tuple(found[stratum]) for stratum in sorted(found))


def check_labels(rules: Iterable[Rule], logs: Mapping[str, FaultLog]) -> None:
    """Tell cycles of labels that go through a negation, each with its rules, in the log of one:
    at most MOST_SHOWN of rules that all wait for each other."""
    classify = {rule.id: rule for rule in rules if isinstance(rule.effect, Classify)}
    needs = _needs(classify)
    for group in sorted(components(needs)):
        inside = frozenset(group)
        told: set[Node] = set()
        shown = 0
        for node in group:
            negated = [one for one, strict in needs[node].items() if strict and one in inside]
            if not negated or node in told or shown == MOST_SHOWN:
                continue
            way = shortest_way(min(negated), node, needs, inside)
            told.update(way)
            shown += 1
            rule = classify[node[1]]
            found = " → ".join(
                name_in_file(name) or "?" for kind, name in (node, *way) if kind == _RULE
            )
            logs[rule.id].add("label-cycle", rule.position, found=found)


def _needs(rules: Mapping[str, Rule]) -> dict[Node, dict[Node, bool]]:
    """Of each label the rules that give it; of each rule the labels that it waits for, and whether
    strictly. A label that none of the rules gives is told elsewhere."""
    needs: dict[Node, dict[Node, bool]] = {(_RULE, rule): {} for rule in rules}
    for rule in rules.values():
        if isinstance(rule.effect, Classify) and rule.effect.label is not None:
            needs.setdefault((_LABEL, rule.effect.label), {})[_RULE, rule.id] = False
    for rule in rules.values():
        replaced = [needs[_RULE, other] for other in rule.instead_of if other in rules]
        for name, strict in _asked_by(rule):
            label = (_LABEL, name)
            if label in needs:
                mine = needs[_RULE, rule.id]
                mine[label] = mine.get(label, False) or strict
                for theirs in replaced:
                    theirs[label] = True
    return needs


def _asked_by(rule: Rule) -> set[tuple[str, bool]]:
    """The labels that a rule's own condition asks, and whether under a negation."""
    unless = set() if rule.unless is None else _asked(rule.unless, True)
    return _asked(rule.when, False) | unless


def _asked(condition: Condition, negated: bool) -> set[tuple[str, bool]]:
    if isinstance(condition, HasLabel):
        return {(label, negated) for label in condition.labels}
    if isinstance(condition, Not):
        return _asked(condition.part, True)
    if isinstance(condition, All | AnyOf):
        return {found for part in condition.parts for found in _asked(part, negated)}
    if isinstance(condition, Count):
        return _asked(condition.of, True)
    return set()
