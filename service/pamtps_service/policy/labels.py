"""Labels: the order in which `classify` rules must be settled, and cycles that allow none.

A rule that asks a label is settled with or after the rules that give it; one that asks it under
`not` or `unless` strictly after them. A rule that another replaces (`instead_of`) is settled
strictly after every rule whose label the other's condition asks, because it holds where the other
does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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

Needs = Mapping[str, Mapping[str, bool]]
"""Of each rule the rules that it waits for, and whether strictly."""


def strata(policy: Policy) -> tuple[tuple[Rule, ...], ...]:
    """The classify rules of a policy in the order in which they must be settled.

    Inside a stratum rules may feed each other labels, to a fixed point; a condition under `not`
    speaks of labels of earlier strata alone. Each rule is in the earliest stratum that it can be
    in; in a stratum rules are sorted by id. No rule that gives only a tier feeds another. Expects
    a policy that was loaded: ValueError where a cycle goes through a negation.
    """
    rules = {rule.id: rule for rule in policy.rules if isinstance(rule.effect, Classify)}
    needs = _needs(rules)
    level = dict.fromkeys(rules, 0)
    for _ in range(len(rules) + 1):
        changed = False
        for rule, before in needs.items():
            least = max((level[other] + strict for other, strict in before.items()), default=0)
            if least > level[rule]:
                level[rule], changed = least, True
        if not changed:
            break
    else:
        raise ValueError(f"labels of policy {policy.id} go in a circle through a negation")
    return tuple(
        tuple(rules[rule] for rule in sorted(rules) if level[rule] == stratum)
        for stratum in range(max(level.values(), default=-1) + 1)
    )


def check_labels(rules: Iterable[Rule], logs: Mapping[str, FaultLog]) -> None:
    """Tell each cycle of labels that goes through a negation, with its rules, in the log of one."""
    classify = {rule.id: rule for rule in rules if isinstance(rule.effect, Classify)}
    needs = _needs(classify)
    told: set[str] = set()
    for rule in sorted(classify):
        for other, strict in sorted(needs[rule].items()):
            path = _path(other, rule, needs) if strict and not told & {rule, other} else ()
            if path:
                told.update(path)
                shown = " → ".join((rule, *path))
                logs[rule].add("label-cycle", classify[rule].position, found=shown)


def _needs(rules: Mapping[str, Rule]) -> Needs:
    givers: dict[str, list[str]] = {}
    for rule in rules.values():
        if isinstance(rule.effect, Classify) and rule.effect.label is not None:
            givers.setdefault(rule.effect.label, []).append(rule.id)
    needs: dict[str, dict[str, bool]] = {rule: {} for rule in sorted(rules)}

    def wait(rule: str, label: str, strict: bool) -> None:
        for giver in givers.get(label, ()):
            needs[rule][giver] = needs[rule].get(giver, False) or strict

    for rule in rules.values():
        asked = _asked_by(rule)
        for label, strict in asked:
            wait(rule.id, label, strict)
        for replaced in rule.instead_of:
            for label, _ in asked if replaced in rules else ():
                wait(replaced, label, True)
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


def _path(start: str, goal: str, needs: Needs) -> tuple[str, ...]:
    """A shortest way from one rule to another over what they wait for; empty where none is."""
    queue: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for path in queue:  # grows while it is read: breadth first
        if path[-1] == goal:
            return path
        for following in sorted(needs[path[-1]]):
            if following not in seen:
                seen.add(following)
                queue.append((*path, following))
    return ()
