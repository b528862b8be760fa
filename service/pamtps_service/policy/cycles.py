"""Circles among names: rules that stand in place of each other, labels that wait for each other,
policies that extend each other.

The work is in proportion to nodes and edges, however long a chain or a circle is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

Node = TypeVar("Node", str, tuple[str, str])

MOST_SHOWN: Final = 10
"""Circles that are told of names which all lead to each other. A knot of thousands has as many;
once these are undone, the next check tells what is left."""


def components(edges: Mapping[Node, Iterable[Node]]) -> list[tuple[Node, ...]]:
    """The nodes in groups that all lead to each other, each sorted, and after every group that it
    leads to. What is no key of `edges` is left out."""
    found: list[tuple[Node, ...]] = []
    number: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    waiting: dict[Node, None] = {}

    def enter(node: Node) -> tuple[Node, Iterable[Node]]:
        number[node] = lowest[node] = len(number)
        waiting[node] = None
        return node, iter(sorted(other for other in edges[node] if other in edges))

    for start in sorted(edges):
        # Tarjan's search with a path of its own: a chain may be longer than Python's stack.
        path = [] if start in number else [enter(start)]
        while path:
            node, following = path[-1]
            for other in following:
                if other not in number:
                    path.append(enter(other))
                    break
                if other in waiting:
                    lowest[node] = min(lowest[node], number[other])
            else:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[node])
                if lowest[node] == number[node]:
                    found.append(_taken(node, waiting))
    return found


def _taken(first: Node, waiting: dict[Node, None]) -> tuple[Node, ...]:
    """Take the nodes from `first` on out of those that wait for their group."""
    group: list[Node] = []
    while first in waiting:
        group.append(waiting.popitem()[0])
    return tuple(sorted(group))


def cycles(edges: Mapping[Node, Iterable[Node]]) -> list[tuple[Node, ...]]:
    """A shortest cycle through each node that lies on one and on no cycle already given, and at
    most MOST_SHOWN of nodes that all lead to each other; each begins with its least node."""
    found: list[tuple[Node, ...]] = []
    for group in sorted(components(edges)):
        inside = frozenset(group)
        told: set[Node] = set()
        shown = 0
        for start in group:
            if start in told or shown == MOST_SHOWN:
                continue
            cycle = shortest_way(start, start, edges, inside)[:-1]
            if cycle:
                told.update(cycle)
                shown += 1
                found.append(_from_least(cycle))
    return found


def _from_least(cycle: tuple[Node, ...]) -> tuple[Node, ...]:
    least = cycle.index(min(cycle))
    return cycle[least:] + cycle[:least]


def shortest_way(
    start: Node, goal: Node, edges: Mapping[Node, Iterable[Node]], inside: frozenset[Node]
) -> tuple[Node, ...]:
    """A shortest way of one step at least over nodes `inside`, with both its ends; empty where
    there is none."""
    before: dict[Node, Node] = {}
    queue = [start]
    for node in queue:  # grows while it is read: breadth first
        for following in sorted(edges[node]):
            if following in inside and following not in before:
                before[following] = node
                queue.append(following)
        if goal in before:
            way = [goal, before[goal]]
            while way[-1] != start:
                way.append(before[way[-1]])
            return tuple(reversed(way))
    return ()
