"""Conditions as and/or trees over numbered leaves, with negation pushed down to the leaves.

durable_rules is given trees of this form alone: a leaf is a property `p17` that is 1 or 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from pamtps_service.policy.model import (
    All,
    AnyOf,
    Condition,
    Count,
    HasLabel,
    InArea,
    Not,
    OneOf,
    Within,
)

Leaf: TypeAlias = "OneOf | Within | InArea | HasLabel | Count"


@dataclass(frozen=True, slots=True)
class Test:
    """Leaf `leaf` is true (or false)."""

    leaf: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Tree, ...]


Tree: TypeAlias = "Test | And | Or"
TRUE = And(())
FALSE = Or(())


@dataclass(slots=True)
class Leaves:
    """The distinct leaves of a policy, numbered in the order of first use."""

    leaves: list[Leaf] = field(default_factory=list)
    _index: dict[Leaf, int] = field(default_factory=dict)

    def number(self, leaf: Leaf) -> int:
        """The leaf's number, a new one where it was not known."""
        if leaf not in self._index:
            self._index[leaf] = len(self.leaves)
            self.leaves.append(leaf)
        return self._index[leaf]


def tree_of(condition: Condition, number: Callable[[Leaf], int], wanted: bool = True) -> Tree:
    """The tree of a condition (or of its negation), with one leaf for each label."""
    match condition:
        case Not(part):
            return tree_of(part, number, not wanted)
        case All(parts):
            trees = tuple(tree_of(part, number, wanted) for part in parts)
            return _joined(And if wanted else Or, trees)
        case AnyOf(parts):
            trees = tuple(tree_of(part, number, wanted) for part in parts)
            return _joined(Or if wanted else And, trees)
        case HasLabel(labels):
            tests = tuple(Test(number(HasLabel((label,))), wanted) for label in labels)
            return _joined(Or if wanted else And, tests)
        case OneOf() | Within() | InArea() | Count():
            return Test(number(condition), wanted)


def conjunction(trees: list[Tree]) -> Tree:
    """All of the trees hold."""
    return _joined(And, tuple(trees))


def _joined(kind: type[And] | type[Or], trees: tuple[Tree, ...]) -> Tree:
    """The trees under one node: nested nodes of the same kind flattened, constants folded."""
    absorbing: Tree = FALSE if kind is And else TRUE
    flat: dict[Tree, None] = {}
    for tree in trees:
        if tree == absorbing:
            return absorbing
        for part in tree.parts if isinstance(tree, kind) else (tree,):
            flat[part] = None
    if len(flat) == 1:
        return next(iter(flat))
    return kind(tuple(flat))


def leaves_of(tree: Tree) -> set[int]:
    """Numbers of the leaves that the tree tests."""
    if isinstance(tree, Test):
        return {tree.leaf}
    return {leaf for part in tree.parts for leaf in leaves_of(part)}


def branches(tree: Tree) -> int:
    """In how many ways the tree can be true: durable_rules fires a rule once for each."""
    match tree:
        case Test():
            return 1
        case Or(parts):
            return sum(branches(part) for part in parts)
        case And(parts):
            product = 1
            for part in parts:
                product *= branches(part)
            return product


def size(tree: Tree) -> int:
    """How many nodes the tree has."""
    return 1 if isinstance(tree, Test) else 1 + sum(size(part) for part in tree.parts)
