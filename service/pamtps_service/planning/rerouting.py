"""Rerouting: serve more by exchanging who is served from where.

Serving in proportion can be stuck below what is possible where ceilings lie on a part of what a
command serves: its strength is used up under a ceiling whose room others need as well, while it
could serve elsewhere. The same holds from one claim to the next: who was served of an earlier claim
bears on what is left for a later one. Sources, asks and ceilings are a network; this finds
augmenting paths in it, those first that lose nothing of an earlier claim, until there is none. A
person more of an earlier claim outweighs all of a later one, so no earlier claim ever gets less.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import TypeAlias

from pamtps_service.planning.claimants import SOURCES, Claimant, Source, source_of

Ask: TypeAlias = "tuple[int, Claimant]"
"""The number of a claim, in the order in which they are served, and who asks."""
Taken: TypeAlias = "dict[tuple[Source, Ask], int]"
"""Persons that each ask gets from each kind of source."""
Node: TypeAlias = "tuple[str, Source | int | Ask | None, int]"

_START: Node = ("start", None, 0)
_END: Node = ("end", None, 0)
_UNBOUNDED = 2**62


def reroute(
    needs: Mapping[Ask, int],
    taken: Taken,
    left: Mapping[tuple[Source, int], int],
    room: Mapping[int, int],
    fixed: Collection[int] = (),
) -> Taken:
    """What each ask gets when nothing more can be served.

    Args:
        needs: persons that each ask needs.
        taken: what each gets so far.
        left: what is left of each source, by kind and number; sources that are missing have none.
        room: what may still be assigned, by integer code of a regency or province with a ceiling.
        fixed: claims in which everybody keeps what he has, if from another source.
    """
    network = _Network(needs, taken, left, room, fixed)
    while network.augment():
        pass
    network.nearest_sources()
    return network.taken


class _Network:
    def __init__(
        self,
        needs: Mapping[Ask, int],
        taken: Taken,
        left: Mapping[tuple[Source, int], int],
        room: Mapping[int, int],
        fixed: Collection[int],
    ) -> None:
        self.needs = dict(sorted(needs.items()))
        self.taken = dict(taken)
        self.left = dict(left)
        self.room = dict(room)
        self.fixed = frozenset(fixed)
        self.given = {ask: sum(taken.get((kind, ask), 0) for kind in SOURCES) for ask in self.needs}
        last = max((number for number, _ in self.needs), default=0)
        self._worth = {number: 1 << (64 * (last - number)) for number, _ in self.needs}
        self.served_by: dict[tuple[Source, int], list[Ask]] = {}
        self.under: dict[int, list[Ask]] = {}
        for ask in self.needs:
            for kind in SOURCES:
                source = source_of(kind, ask[1])
                if source >= 0:
                    self.served_by.setdefault((kind, source), []).append(ask)
            first = self._ceiling_of(ask)
            if first is not None:
                self.under.setdefault(first, []).append(ask)

    def augment(self) -> bool:
        """Send as many persons as fit along the path that is worth most; False where none is worth
        anything."""
        cost: dict[Node, int] = {_START: 0}
        came_from: dict[Node, tuple[Node, int]] = {}
        queue = deque([_START])
        waiting = {_START}
        while queue:
            node = queue.popleft()
            waiting.discard(node)
            for following, capacity, more in self._arcs(node):
                if capacity <= 0:
                    continue
                known = cost.get(following)
                if known is None or cost[node] + more < known:
                    cost[following] = cost[node] + more
                    came_from[following] = (node, capacity)
                    if following not in waiting:
                        queue.append(following)
                        waiting.add(following)
        if cost.get(_END, 0) >= 0:
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
        for ask in self.needs:
            for nearer, kind in enumerate(SOURCES):
                for farther in SOURCES[nearer + 1 :]:
                    source = (kind, source_of(kind, ask[1]))
                    persons = min(self.left.get(source, 0), self.taken.get((farther, ask), 0))
                    if persons and source[1] >= 0:
                        self._take(kind, ask, persons)
                        self._take(farther, ask, -persons)
                        self.left[source] -= persons
                        back = (farther, source_of(farther, ask[1]))
                        self.left[back] = self.left.get(back, 0) + persons

    def _ceiling_of(self, ask: Ask) -> int | None:
        """The narrowest ceiling over an ask."""
        claimant = ask[1]
        if claimant.regency in self.room:
            return claimant.regency
        return claimant.province if claimant.province in self.room else None

    def _above(self, area: int) -> Node:
        """Where the flow through a ceiling goes on."""
        province = area // 100
        return ("room", None, province) if province in self.room else _END

    def _arcs(self, node: Node) -> Iterator[tuple[Node, int, int]]:
        """The nodes that can be reached, how many persons can be sent there, and what that costs:
        less than nothing where it serves somebody."""
        word, what, number = node
        if word == "start":
            for (kind, source), persons in self.left.items():
                yield ("source", kind, source), persons, 0
        elif word == "source":
            for ask in self.served_by.get((_kind(what), number), ()):
                yield ("in", ask, 0), _UNBOUNDED, 0
        elif word == "in" and isinstance(what, tuple):
            if what[0] not in self.fixed:
                worth = self._worth[what[0]]
                yield ("out", what, 0), self.needs[what] - self.given[what], -worth
            for kind in SOURCES:
                origin: Node = ("source", kind, source_of(kind, what[1]))
                yield origin, self.taken.get((kind, what), 0), 0
        elif word == "out" and isinstance(what, tuple):
            ceiling = self._ceiling_of(what)
            yield (_END if ceiling is None else ("room", None, ceiling)), _UNBOUNDED, 0
            if what[0] not in self.fixed:
                yield ("in", what, 0), self.given[what], self._worth[what[0]]
        elif word == "room":
            yield self._above(number), self.room[number], 0
            for ask in self.under.get(number, ()):
                yield ("out", ask, 0), self.given[ask], 0
            for area in sorted(self.under):
                if area // 100 == number:
                    persons = sum(self.given[ask] for ask in self.under[area])
                    yield ("room", None, area), persons, 0

    def _send(self, node: Node, following: Node, persons: int) -> None:
        """Send persons along one arc of a path."""
        word, what, number = node
        onward, there, other = following
        if word == "start":
            self.left[_kind(there), other] -= persons
        elif word == "source" and isinstance(there, tuple):
            self._take(_kind(what), there, persons)
        elif word == "in" and isinstance(what, tuple):
            if onward == "out":
                self.given[what] += persons
            else:
                self._take(_kind(there), what, -persons)
        elif word == "out" and isinstance(what, tuple) and onward == "in":
            self.given[what] -= persons
        elif word == "room" and following == self._above(number):
            self.room[number] -= persons
        elif word == "room" and onward == "room":
            self.room[other] += persons

    def _take(self, kind: Source, ask: Ask, persons: int) -> None:
        self.taken[kind, ask] = self.taken.get((kind, ask), 0) + persons


def _kind(what: Source | int | Ask | None) -> Source:
    for kind in SOURCES:
        if what == kind:
            return kind
    raise TypeError(f"not a kind of source: {what}")
