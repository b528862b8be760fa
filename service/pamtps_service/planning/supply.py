"""Supply: what is left of strengths and ceilings while sizes are chosen, and what would still fit.

Own strength serves first, then the province's reserve, then the nation's; so what is left follows
from the persons that each part takes, in whatever order. Only where a command guards in several
provinces does it matter for whom its own strength is used; there the question whether something
fits is one of flow, and is answered as such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy

from pamtps_service.planning.claimants import SOURCES, Claimant, source_of
from pamtps_service.planning.pool import Pool
from pamtps_service.planning.rerouting import reroute


class Supply:
    """What is left for the parts given; taking from it changes nothing in the pool.

    Args:
        pool: the force's strengths and ceilings, as far as claims have used them.
        parts: who may take.
    """

    def __init__(self, pool: Pool, parts: Sequence[Claimant]) -> None:
        self.own = {part.command: pool.own[part.command] for part in parts}
        self.reserves = {part.province: pool.reserves.get(part.province, 0) for part in parts}
        self.national = pool.national
        self.room = dict(pool.room)
        self._pool = pool
        self.taken = dict.fromkeys(parts, 0)
        provinces: dict[int, set[int]] = {}
        for part in parts:
            provinces.setdefault(part.command, set()).add(part.province)
        self.spread = frozenset(index for index, found in provinces.items() if len(found) > 1)
        """Commands that guard in several provinces."""

    def at_first(self) -> Supply:
        """What was left before anything was taken."""
        return Supply(self._pool, list(self.taken))

    def copy(self) -> Supply:
        """Another one, with the same left."""
        other = copy(self)
        other.own, other.reserves = dict(self.own), dict(self.reserves)
        other.room, other.taken = dict(self.room), dict(self.taken)
        return other

    def budget(self, part: Claimant) -> int:
        """No more than this can be had for a part."""
        at_hand = self.own[part.command] + self.reserves[part.province] + self.national
        return min(at_hand, *(self.room[area] for area in self.areas(part)), at_hand)

    def areas(self, part: Claimant) -> list[int]:
        """The ceilings over a part."""
        return [area for area in (part.regency, part.province) if area in self.room]

    def fits(self, part: Claimant, persons: int) -> bool:
        """Whether a part can have so many more."""
        if any(self.room[area] < persons for area in self.areas(part)):
            return False
        if self.spread:
            return self._flows({**self.taken, part: self.taken[part] + persons})
        lacking = persons - self.own[part.command]
        return lacking <= self.reserves[part.province] + self.national

    def fit_together(self, wants: Mapping[Claimant, int]) -> bool:
        """Whether all these parts can have so many more at once."""
        left = self.copy()
        for part, persons in wants.items():
            if not left.fits(part, persons):
                return False
            left.take(part, persons)
        return True

    def take(self, part: Claimant, persons: int) -> None:
        """Give persons to a part for which they fit."""
        self.taken[part] += persons
        for area in self.areas(part):
            self.room[area] -= persons
        if self.spread:
            return
        from_own = min(persons, self.own[part.command])
        from_reserve = min(persons - from_own, self.reserves[part.province])
        self.own[part.command] -= from_own
        self.reserves[part.province] -= from_reserve
        self.national -= persons - from_own - from_reserve

    def _flows(self, wants: Mapping[Claimant, int]) -> bool:
        """Whether the strengths can serve all of this, whoever serves whom."""
        left = {
            (kind, source_of(kind, part)): self._pool.left(kind, part)
            for part in wants
            for kind in SOURCES
        }
        asks = {(0, part): persons for part, persons in wants.items()}
        served = reroute(asks, {}, left, self._pool.room)
        return sum(served.values()) == sum(wants.values())
