"""Decisions of one policy: labels, final tier and matching rules of TPS, matching rules of areas.

A PolicyEngine belongs to a policy digest. It loads the policy's rules into durable_rules once and
keeps its answers: a class of TPS that was asked before is not asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.engine.columns import (
    asks_final_tier,
    columns_of_areas,
    columns_of_tps,
    kinds_in,
    truth_of_leaves,
)
from pamtps_service.engine.driver import TreeSet
from pamtps_service.engine.facts import Facts
from pamtps_service.engine.kinds import KindColumn, classes_of
from pamtps_service.engine.trees import Leaf, Leaves, Tree, conjunction, tree_of
from pamtps_service.policy.labels import strata
from pamtps_service.policy.model import (
    ALWAYS,
    Add,
    All,
    AnyOf,
    AreaLevel,
    Classify,
    Condition,
    Count,
    Equip,
    HasLabel,
    Mix,
    Not,
    OneOf,
    Policy,
    Rule,
    Tier,
    Within,
)
from pamtps_service.records.batch import CodeColumn, IntColumn


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules for TPS and posts say of one class."""

    labels: tuple[str, ...]
    """Sorted."""
    tier: Tier
    rules: tuple[int, ...]
    """Ascending indices into the policy's rules; rules replaced by `instead_of` are not in it."""
    conditions: tuple[bool, ...]
    """Truth of PolicyEngine.conditions."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions for n TPS."""

    index: IntColumn
    """Class of each TPS; length n."""
    classes: tuple[Decision, ...]

    def truth_of(self, condition: int) -> NDArray[np.bool_]:
        """Which TPS satisfy a condition of PolicyEngine.conditions; length n."""
        by_class = np.array([decision.conditions[condition] for decision in self.classes], np.bool_)
        return by_class[self.index] if len(by_class) else np.zeros(0, np.bool_)


class PolicyEngine:
    """The rules of one policy, loaded into durable_rules.

    Raises:
        EngineError: durable_rules refuses the policy.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.conditions = _conditions_of_areas(policy)
        """Conditions on TPS that rules for areas count or select by (`of`), each once."""
        leaves = Leaves()
        order = {rule.id: index for index, rule in enumerate(policy.rules)}
        self._strata: list[tuple[list[Rule], list[Tree]]] = []
        for stratum in strata(policy):
            self._strata.append(
                (list(stratum), [_classify_tree(rule, policy, leaves) for rule in stratum])
            )
        self._classify_indices = [
            [order[rule.id] for rule in stratum] for stratum, _ in self._strata
        ]
        self._tps_rules = [
            index
            for index, rule in enumerate(policy.rules)
            if rule.for_each in ("tps", "post") and not isinstance(rule.effect, Classify)
        ]
        tps_trees = [_own_tree(policy.rules[index], leaves) for index in self._tps_rules]
        tps_trees += [tree_of(condition, leaves.number) for condition in self.conditions]
        self._leaves = tuple(leaves.leaves)
        count = len(self._leaves)
        self._label_rounds = [TreeSet(trees, count) for _, trees in self._strata]
        self._rules = TreeSet(tps_trees, count)
        self._columns = columns_of_tps(policy, self._leaves)
        self._label_leaves: dict[str, int] = {}
        self._tier_leaves: list[int] = []
        for number, leaf in enumerate(self._leaves):
            if isinstance(leaf, HasLabel):
                self._label_leaves[leaf.labels[0]] = number
            elif asks_final_tier(leaf):
                self._tier_leaves.append(number)
        self._answers: dict[tuple[int, ...], Decision] = {}
        """By submitted tier and the kind in each of the columns."""
        self._area_engines: dict[AreaLevel, _AreaEngine] = {}
        self._replaced_by = {
            order[named]: sorted(
                order[rule.id] for rule in policy.rules if named in rule.instead_of
            )
            for named in {name for rule in policy.rules for name in rule.instead_of}
        }

    def decide(self, facts: Facts) -> Decisions:
        """Decide for every TPS, asking durable_rules once for each class that is new."""
        columns: list[KindColumn] = [facts.submitted_tier.view(np.uint8)]
        columns += [kinds_in(facts, name, kinds) for name, kinds in self._columns.items()]
        sizes = [len(Tier), *(len(kinds.truth) for kinds in self._columns.values())]
        table, index = classes_of(columns, sizes, len(facts))
        decisions = []
        for row in table.tolist():
            key = tuple(row)
            if key not in self._answers:
                self._answers[key] = self._answer(Tier(row[0]), row[1:])
            decisions.append(self._answers[key])
        return Decisions(index, tuple(decisions))

    def decide_areas(
        self,
        level: AreaLevel,
        codes: CodeColumn,
        counts: Mapping[int, NDArray[np.int64]],
    ) -> list[tuple[int, ...]]:
        """Matching rules `for_each: level` of each area, as ascending indices.

        Args:
            level: of the areas.
            codes: their integer codes, length a.
            counts: for each index of `conditions`, how many TPS of each area satisfy it; length a.
        """
        if level not in self._area_engines:
            self._area_engines[level] = _AreaEngine(self, level)
        return self._area_engines[level].decide(codes, counts)

    def applying(self, own: frozenset[int] | set[int]) -> tuple[int, ...]:
        """The rules whose own conditions hold, less those that one of them replaces."""
        return tuple(
            sorted(
                rule
                for rule in own
                if not any(other in own for other in self._replaced_by.get(rule, ()))
            )
        )

    def _answer(self, submitted: Tier, kinds: Sequence[int]) -> Decision:
        known = truth_of_leaves(len(self._leaves), self._columns.values(), kinds)
        labels: set[str] = set()
        tier = submitted
        matched: set[int] = set()
        for (rules, _), indices, round_ in zip(
            self._strata, self._classify_indices, self._label_rounds, strict=True
        ):
            fired: frozenset[int] = frozenset()
            while True:
                now = round_.ask(known)
                if now == fired:
                    break
                fired = now
                for rule in (rules[index] for index in fired):
                    effect = rule.effect
                    assert isinstance(effect, Classify)
                    if effect.label is not None:
                        labels.add(effect.label)
                        if effect.label in self._label_leaves:
                            known[self._label_leaves[effect.label]] = 1
                    if effect.risk_tier is not None:
                        tier = max(tier, effect.risk_tier)
            matched |= {indices[index] for index in fired}
        for leaf in self._tier_leaves:
            known[leaf] = int(_tier_holds(self._leaves[leaf], tier))
        true = self._rules.ask(known)
        count = len(self._tps_rules)
        own = {self._tps_rules[index] for index in true if index < count}
        conditions = tuple(count + index in true for index in range(len(self.conditions)))
        rules_of_tps = sorted({*matched, *self.applying(own)})
        return Decision(tuple(sorted(labels)), tier, tuple(rules_of_tps), conditions)


class _AreaEngine:
    """The rules for areas of one level."""

    def __init__(self, engine: PolicyEngine, level: AreaLevel) -> None:
        self._engine = engine
        self._rules = [
            index for index, rule in enumerate(engine.policy.rules) if rule.for_each == level
        ]
        leaves = Leaves()
        trees = [_own_tree(engine.policy.rules[index], leaves) for index in self._rules]
        self._leaves = len(leaves.leaves)
        self._trees = TreeSet(trees, self._leaves)
        self._columns = columns_of_areas(leaves.leaves, level, engine.conditions)
        self._answers: dict[tuple[int, ...], tuple[int, ...]] = {}

    def decide(
        self, codes: CodeColumn, counts: Mapping[int, NDArray[np.int64]]
    ) -> list[tuple[int, ...]]:
        columns = [
            kinds.of(codes if asked is None else counts[asked])
            for asked, kinds in self._columns.items()
        ]
        sizes = [len(kinds.truth) for kinds in self._columns.values()]
        table, index = classes_of(columns, sizes, len(codes))
        answers = []
        for row in table.tolist():
            key = tuple(row)
            if key not in self._answers:
                known = truth_of_leaves(self._leaves, self._columns.values(), key)
                true = self._trees.ask(known)
                self._answers[key] = self._engine.applying({self._rules[i] for i in true})
            answers.append(self._answers[key])
        return [answers[i] for i in index.tolist()]


def conditions_counted(condition: Condition) -> Sequence[Condition]:
    """The `of` conditions of every count inside a condition."""
    match condition:
        case Count(of, _, _):
            return (of,)
        case All(parts) | AnyOf(parts):
            return tuple(found for part in parts for found in conditions_counted(part))
        case Not(part):
            return conditions_counted(part)
        case _:
            return ()


def _conditions_of_areas(policy: Policy) -> tuple[Condition, ...]:
    found: dict[Condition, None] = {}
    for rule in policy.rules:
        for condition in (rule.when, rule.unless or ALWAYS):
            found.update(dict.fromkeys(conditions_counted(condition)))
        match rule.effect:
            case Add(per=per) | Equip(per=per) if per is not None:
                found[per.of] = None
            case Mix(of=of) if of is not None:
                found[of] = None
    return tuple(found)


def _own_tree(rule: Rule, leaves: Leaves) -> Tree:
    """The rule's own `when` and not `unless`."""
    trees = [tree_of(rule.when, leaves.number)]
    if rule.unless is not None:
        trees.append(tree_of(rule.unless, leaves.number, wanted=False))
    return conjunction(trees)


def _classify_tree(rule: Rule, policy: Policy, leaves: Leaves) -> Tree:
    """The rule's own condition and not that of any rule that stands `instead_of` it."""
    trees = [_own_tree(rule, leaves)]
    for other in policy.rules:
        if rule.id in other.instead_of:
            parts = [other.when]
            if other.unless is not None:
                parts.append(Not(other.unless))
            trees.append(tree_of(All(tuple(parts)), leaves.number, wanted=False))
    return conjunction(trees)


def _tier_holds(leaf: Leaf, tier: Tier) -> bool:
    match leaf:
        case OneOf(_, values):
            return tier in values
        case Within(_, lower, upper):
            return (lower is None or tier >= lower) and (upper is None or tier <= upper)
        case _:
            raise TypeError(f"not a test of the tier: {leaf}")


_engines: dict[tuple[str, str], PolicyEngine] = {}


def engine_of(policy: Policy) -> PolicyEngine:
    """The engine of a policy, loaded once in this process: rulesets cannot be given back."""
    key = (policy.digest, policy.source_digest)
    if key not in _engines:
        _engines[key] = PolicyEngine(policy)
    return _engines[key]


def engines_kept() -> int:
    """How many policies this process has loaded; their memory is not given back before it ends."""
    return len(_engines)
