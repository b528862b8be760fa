"""Circles among names: rules that stand in place of each other, policies that extend each other."""

from __future__ import annotations

from collections.abc import Mapping


def cycles(edges: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """A shortest cycle through each node that lies on one and on no cycle already given; each
    begins with its least node."""
    found: list[tuple[str, ...]] = []
    told: set[str] = set()
    inside = _between_cycles(edges)
    for start in sorted(inside):
        if start in told:
            continue
        cycle = _cycle_through(start, inside)
        if cycle:
            least = cycle.index(min(cycle))
            found.append((*cycle[least:], *cycle[:least]))
            told.update(cycle)
    return found


def _between_cycles(edges: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The edges among nodes that lie on a cycle or between two: whatever only leads to a cycle, or
    away from one, or to none is taken out, node by node, so that long chains cost nothing."""
    following = {
        node: {other for other in others if other in edges} for node, others in edges.items()
    }
    before: dict[str, set[str]] = {node: set() for node in edges}
    for node, others in following.items():
        for other in others:
            before[other].add(node)
    for ahead, behind in ((following, before), (before, following)):
        ends = [node for node, others in ahead.items() if not others]
        while ends:
            end = ends.pop()
            for node in behind.pop(end, ()):
                if node in ahead:
                    ahead[node].discard(end)
                    if not ahead[node]:
                        ends.append(node)
            ahead.pop(end, None)
        for node in list(behind):
            behind[node] = {other for other in behind[node] if other in ahead}
    return {node: tuple(others) for node, others in following.items()}


def _cycle_through(start: str, edges: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    paths: dict[str, tuple[str, ...]] = {}
    queue: list[tuple[str, ...]] = [(start,)]
    for path in queue:  # grows while it is read: breadth first
        for following in sorted(edges.get(path[-1], ())):
            if following == start:
                return path
            if following not in paths:
                paths[following] = (*path, following)
                queue.append(paths[following])
    return ()
