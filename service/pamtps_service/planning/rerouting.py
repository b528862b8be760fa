"""Rerouting: serve more of a claim by exchanging who is served from where.

Serving in proportion can be stuck below what is possible where ceilings lie on a part of what a
command serves: its strength is used up under a ceiling whose room others need as well, while it
could serve elsewhere. Sources, claimants and ceilings are a network; this finds augmenting paths in
it, the shortest first, until there is none, so that nothing more can be served (Edmonds and Karp).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TypeAlias

from pamtps_service.planning.claimants import SOURCES, Claimant, Source, source_of

Taken = dict[tuple[Source, Claimant], int]
"""Persons that each claimant gets from each kind of source."""
Node: TypeAlias = "tuple[str, Source | int | Claimant | None, int]"

_START: Node = ("start", None, 0)
_END: Node = ("end", None, 0)


def reroute(
    needs: Mapping[Claimant, int],
    taken: Taken,
    left: Mapping[tuple[Source, int], int],
    room: Mapping[int, int],
) -> Taken:
    """What each claimant gets when nothing more can be served.

    Args:
        needs: persons that each claimant needs.
        taken: what each gets so far.
        left: what is left of each source, by kind and number; sources that are missing have none.
        room: what may still be assigned, by integer code of a regency or province with a ceiling.
    """
    network = _Network(needs, taken, left, room)
    while network.augment():
        pass
    network.nearest_sources()
    return network.taken


class _Network:
    def __init__(
        self,
        needs: Mapping[Claimant, int],
        taken: Taken,
        left: Mapping[tuple[Source, int], int],
        room: Mapping[int, int],
    ) -> None:
        self.needs = dict(sorted(needs.items()))
        self.taken = dict(taken)
        self.left = dict(left)
        self.room = dict(room)
        self.given = {
            claimant: sum(taken.get((kind, claimant), 0) for kind in SOURCES)
            for claimant in self.needs
        }
        self.served_by: dict[tuple[Source, int], list[Claimant]] = {}
        self.under: dict[int, list[Claimant]] = {}
        for claimant in self.needs:
            for kind in SOURCES:
                source = source_of(kind, claimant)
                if source >= 0:
                    self.served_by.setdefault((kind, source), []).append(claimant)
            first = self._ceiling_of(claimant)
            if first is not None:
                self.under.setdefault(first, []).append(claimant)

    def augment(self) -> bool:
        """Send as many persons as fit along one shortest path; False where there is none."""
        came_from: dict[Node, tuple[Node, int]] = {_START: (_START, 0)}
        queue = deque([_START])
        while queue and _END not in came_from:
            node = queue.popleft()
            for following, capacity in self._arcs(node):
                if capacity > 0 and following not in came_from:
                    came_from[following] = (node, capacity)
                    queue.append(following)
        if _END not in came_from:
            return False
        path = [_END]
        while path[-1] != _START:
            path.append(came_from[path[-1]][0])
        path.reverse()
        persons = min(came_from[node][1] for node in path[1:])
        for node, following in pairwise(path):
            self._send(node, following, persons)
        return True

    def nearest_sources(self) -> None:
        """Let own strength serve before reserves, and the province's before the nation's."""
        for claimant in self.needs:
            for nearer, kind in enumerate(SOURCES):
                for farther in SOURCES[nearer + 1 :]:
                    source = (kind, source_of(kind, claimant))
                    persons = min(self.left.get(source, 0), self.taken.get((farther, claimant), 0))
                    if persons and source[1] >= 0:
                        self._take(kind, claimant, persons)
                        self._take(farther, claimant, -persons)
                        self.left[source] -= persons
                        back = (farther, source_of(farther, claimant))
                        self.left[back] = self.left.get(back, 0) + persons

    def _ceiling_of(self, claimant: Claimant) -> int | None:
        """The narrowest ceiling over a claimant."""
        if claimant.regency in self.room:
            return claimant.regency
        return claimant.province if claimant.province in self.room else None

    def _above(self, area: int) -> Node:
        """Where the flow through a ceiling goes on."""
        province = area // 100
        return ("room", None, province) if province in self.room else _END

    def _arcs(self, node: Node) -> Iterator[tuple[Node, int]]:
        """The nodes that can be reached, and how many persons can be sent there."""
        word, what, number = node
        if word == "start":
            for (kind, source), persons in self.left.items():
                yield ("source", kind, source), persons
        elif word == "source":
            for claimant in self.served_by.get((_kind(what), number), ()):
                yield ("in", claimant, 0), 2**62
        elif word == "in" and isinstance(what, Claimant):
            yield ("out", what, 0), self.needs[what] - self.given[what]
            for kind in SOURCES:
                yield (
                    ("source", kind, source_of(kind, what)),
                    self.taken.get((kind, what), 0),
                )
        elif word == "out" and isinstance(what, Claimant):
            ceiling = self._ceiling_of(what)
            yield (_END if ceiling is None else ("room", None, ceiling)), 2**62
            yield ("in", what, 0), self.given[what]
        elif word == "room":
            yield self._above(number), self.room[number]
            for claimant in self.under.get(number, ()):
                yield ("out", claimant, 0), self.given[claimant]
            for area in sorted(self.under):
                if area // 100 == number:
                    persons = sum(self.given[claimant] for claimant in self.under[area])
                    yield ("room", None, area), persons

    def _send(self, node: Node, following: Node, persons: int) -> None:
        """Send persons along one arc of a path."""
        word, what, number = node
        onward, there, other = following
        if word == "start":
            self.left[_kind(there), other] -= persons
        elif word == "source" and isinstance(there, Claimant):
            self._take(_kind(what), there, persons)
        elif word == "in" and isinstance(what, Claimant):
            if onward == "out":
                self.given[what] += persons
            else:
                self._take(_kind(there), what, -persons)
        elif word == "out" and isinstance(what, Claimant) and onward == "in":
            self.given[what] -= persons
        elif word == "room" and following == self._above(number):
            self.room[number] -= persons
        elif word == "room" and onward == "room":
            self.room[other] += persons

    def _take(self, kind: Source, claimant: Claimant, persons: int) -> None:
        self.taken[kind, claimant] = self.taken.get((kind, claimant), 0) + persons


def _kind(what: Source | int | Claimant | None) -> Source:
    for kind in SOURCES:
        if what == kind:
            return kind
    raise TypeError(f"not a kind of source: {what}")
