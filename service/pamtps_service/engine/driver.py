"""Asks durable_rules which of many and/or trees are true, given the truth of their leaves.

The C module is driven directly (without its Host, which starts threads): a question is one fact
that is asserted, its actions taken one after the other, and retracted. What makes that safe:

- only 0 and 1 reach it, under property names of our own, so none of its conversions matters;
- rulesets are small, and each is given only the leaves that its own rules test;
- a tree that could be true in many ways, or that is large, is cut into gates: parts of it become
  rules of their own in an earlier round, whose answers are leaves of the next;
- one session (`sid`) is used again and again, and every fact has another id;
- every return code is looked at: whatever is not as expected raises EngineError, also for the two
  questions (all true, all false) that are asked when a policy is loaded.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import durable_rules_engine

from pamtps_service.engine.trees import (
    FALSE,
    TRUE,
    And,
    Or,
    Test,
    Tree,
    branches,
    leaves_of,
    size,
)

RULES_IN_RULESET = 25
LEAVES_IN_RULESET = 200
"""durable_rules stops at 255 properties a fact."""
BRANCHES_OF_RULE = 8
NODES_OF_RULE = 24
"""durable_rules stops at a stack of 64 nodes and at 32 result nodes."""

_NOT_HANDLED = 1
_numbers: Iterator[int] = itertools.count(1)


class EngineError(RuntimeError):
    """durable_rules refused a rule or answered in a way that is not understood."""


@dataclass(frozen=True, slots=True)
class _Ruleset:
    """One ruleset of durable_rules: rule `rI` is the tree of number I."""

    handle: int
    leaves: tuple[int, ...]

    def ask(self, truth: Sequence[int]) -> set[int]:
        """Numbers of the trees that are true."""
        values = ",".join(f'"p{leaf}":{truth[leaf]}' for leaf in self.leaves)
        fact = f'{{"id":{next(_numbers)},"sid":"0",{values}}}'
        code, state = durable_rules_engine.assert_fact(self.handle, fact)
        fired: set[int] = set()
        if code == 0:
            started = durable_rules_engine.start_action_for_state(self.handle, state)
            action = started[1] if started else None
            while action:
                # `{"r12":{...`: the name of the rule that fired stands first
                fired.add(int(action[3 : action.index('"', 3)]))
                action = durable_rules_engine.complete_and_start_action(self.handle, state)
        elif code != _NOT_HANDLED:
            raise EngineError(f"assert_fact answered {code}")
        code, _ = durable_rules_engine.retract_fact(self.handle, fact)
        if code not in (0, _NOT_HANDLED):
            raise EngineError(f"retract_fact answered {code}")
        return fired


class TreeSet:
    """A fixed list of trees over leaves 0 … leaf_count - 1, loaded into durable_rules.

    Args:
        trees: the trees to ask about.
        leaf_count: how many leaves a question gives the truth of.

    Raises:
        EngineError: durable_rules refuses a rule, or answers a probe wrongly.
    """

    def __init__(self, trees: Sequence[Tree], leaf_count: int) -> None:
        self._trees = tuple(trees)
        self._leaf_count = leaf_count
        self._always = {index for index, tree in enumerate(trees) if tree == TRUE}
        self._gates: dict[Tree, int] = {}
        self._rounds: list[dict[int, Tree]] = []
        top = {
            index: self._cut(tree) for index, tree in enumerate(trees) if tree not in (TRUE, FALSE)
        }
        # Gates are numbered behind the trees as rules, and behind the leaves as leaves.
        self._rulesets = [list(_load(round_)) for round_ in [*self._rounds, top]]
        self._probe()

    def ask(self, truth: Sequence[int]) -> frozenset[int]:
        """Indices of the trees that are true.

        Args:
            truth: 0 or 1 for each leaf; length leaf_count.
        """
        known = [*truth, *([0] * len(self._gates))]
        true: set[int] = set()
        for round_ in self._rulesets:
            for ruleset in round_:
                true |= ruleset.ask(known)
            for gate in true:
                if gate >= len(self._trees):
                    known[self._leaf_count + gate - len(self._trees)] = 1
        return frozenset(self._always | {index for index in true if index < len(self._trees)})

    def _cut(self, tree: Tree) -> Tree:
        """The tree with its parts replaced by gates until it is small enough for one rule."""
        if branches(tree) <= BRANCHES_OF_RULE and size(tree) <= NODES_OF_RULE:
            return tree
        assert not isinstance(tree, Test)
        parts = [self._cut(part) for part in tree.parts]
        while True:
            small = type(tree)(tuple(parts))
            if branches(small) <= BRANCHES_OF_RULE and size(small) <= NODES_OF_RULE:
                return small
            widest = max(range(len(parts)), key=lambda index: (size(parts[index]), -index))
            if isinstance(parts[widest], Test):
                # A node with too many plain leaves: the first few become a gate of their own.
                head = type(tree)(tuple(parts[:BRANCHES_OF_RULE]))
                parts = [self._gate(head), *parts[BRANCHES_OF_RULE:]]
            else:
                parts[widest] = self._gate(parts[widest])

    def _gate(self, tree: Tree) -> Test:
        """A leaf that is true when the tree is; the tree becomes a rule of an earlier round."""
        if tree not in self._gates:
            number = len(self._gates)
            self._gates[tree] = number
            gates_below = [leaf for leaf in leaves_of(tree) if leaf >= self._leaf_count]
            depth = 0
            for leaf in gates_below:
                rule = len(self._trees) + leaf - self._leaf_count
                depth = max(
                    depth, 1 + next(i for i, rules in enumerate(self._rounds) if rule in rules)
                )
            while len(self._rounds) <= depth:
                self._rounds.append({})
            self._rounds[depth][len(self._trees) + number] = tree
        return Test(self._leaf_count + self._gates[tree], True)

    def _probe(self) -> None:
        """Ask all true and all false, and compare: a fault shows when the policy is loaded."""
        for value in (0, 1):
            truth = [value] * self._leaf_count
            expected = frozenset(
                index for index, tree in enumerate(self._trees) if _holds(tree, truth)
            )
            if self.ask(truth) != expected:
                raise EngineError("durable_rules answered a probe wrongly")


def _load(trees: dict[int, Tree]) -> Iterator[_Ruleset]:
    """Rulesets that hold these trees, each within the limits."""
    batch: dict[int, Tree] = {}
    leaves: set[int] = set()
    for index, tree in trees.items():
        more = leaves | leaves_of(tree)
        if batch and (len(batch) == RULES_IN_RULESET or len(more) > LEAVES_IN_RULESET):
            yield _create(batch, leaves)
            batch, more = {}, leaves_of(tree)
        batch[index] = tree
        leaves = more
    if batch:
        yield _create(batch, leaves)


def _create(trees: dict[int, Tree], leaves: set[int]) -> _Ruleset:
    rules = {f"r{index}": {"all": [{"m": _definition(tree)}]} for index, tree in trees.items()}
    try:
        handle = durable_rules_engine.create_ruleset(f"rules{next(_numbers)}", json.dumps(rules))
    except Exception as error:
        raise EngineError(f"durable_rules refused a rule: {error}") from error
    return _Ruleset(handle, tuple(sorted(leaves)))


def _definition(tree: Tree) -> dict[str, object]:
    match tree:
        case Test(leaf, wanted):
            return {f"p{leaf}": int(wanted)}
        case And(parts):
            return {"$and": [_definition(part) for part in parts]}
        case Or(parts):
            return {"$or": [_definition(part) for part in parts]}


def _holds(tree: Tree, truth: Sequence[int]) -> bool:
    match tree:
        case Test(leaf, wanted):
            return bool(truth[leaf]) == wanted
        case And(parts):
            return all(_holds(part, truth) for part in parts)
        case Or(parts):
            return any(_holds(part, truth) for part in parts)
