"""Supply: what is left of strengths and ceilings while sizes are chosen, and what would still fit.

Own strength serves first, then the province's reserve, then the nation's; so what is left follows
from the persons that each part takes, in whatever order. Only where a command guards in several
provinces does it matter for whom its own strength is used, now and for the claims before: what is
held of them is taken as asked anew, and whether something fits is a question of flow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy

from pamtps_service.planning.claimants import Claimant, Source
from pamtps_service.planning.pool import Pool
from pamtps_service.planning.rerouting import Taken, reroute

_HELD = 1
"""Claimant.part of what a command holds of the claims before."""


class Supply:
    """What is left for the parts given; taking from it changes nothing in the pool.

    Args:
        pool: the force's strengths and ceilings, as far as claims have used them.
        parts: who may take.
    """

    def __init__(self, pool: Pool, parts: Sequence[Claimant]) -> None:
        self._pool = pool
        self.own = {part.command: pool.own[part.command] for part in parts}
        self.reserves = {part.province: pool.reserves.get(part.province, 0) for part in parts}
        self.national = pool.national
        self.room = dict(pool.room)
        self.taken = dict.fromkeys(parts, 0)
        several = _repeated(command for command, _ in {(p.command, p.province) for p in parts})
        self._shared = _repeated(part.command for part in parts)
        self.spread = frozenset(several | (pool.spread() & self.own.keys()))
        """Commands that guard in several provinces."""
        self.held: dict[Claimant, int] = {}
        """Where there are such commands, what everybody holds of the claims before, in each
        province; it is in what is left as well."""
        for serving in pool.servings if self.spread else ():
            for (kind, claimant), persons in serving.taken.items():
                if persons and claimant.province in self.reserves:
                    self._give_back(kind, claimant, persons)

    def _give_back(self, kind: Source, claimant: Claimant, persons: int) -> None:
        self.own.setdefault(claimant.command, self._pool.left("own", claimant))
        if kind == "own":
            self.own[claimant.command] += persons
        elif kind == "reserve":
            self.reserves[claimant.province] += persons
        else:
            self.national += persons
        holder = Claimant(claimant.province, claimant.command, -1, _HELD)
        self.held[holder] = self.held.get(holder, 0) + persons

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

    def alone(self, part: Claimant) -> int:
        """What a part can have of which nothing is of use to others."""
        if self.spread or part.command in self._shared or self.areas(part):
            return 0
        return self.own[part.command]

    def areas(self, part: Claimant) -> Sequence[int]:
        """The ceilings over a part; what is held lies under them already."""
        if not self.room or part.part == _HELD:
            return ()
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
        """Whether the strengths can serve all of this and what is held, whoever serves whom."""
        asked = sum(wants.values()) + sum(self.held.values())
        return sum(self._served(wants).values()) == asked

    def without(self, taken: Mapping[Claimant, int]) -> Supply:
        """What is left of the strengths when this is taken, in one way in which it can be."""
        other = self.copy()
        if not self.spread:
            for part, persons in taken.items():
                other.take(part, persons)
            return other
        for (kind, (_, part)), persons in self._served(taken).items():
            if kind == "own":
                other.own[part.command] -= persons
            elif kind == "reserve":
                other.reserves[part.province] -= persons
            else:
                other.national -= persons
        for part, persons in taken.items():
            for area in self.areas(part):
                other.room[area] -= persons
        return other

    def _served(self, wants: Mapping[Claimant, int]) -> Taken:
        """Who serves all of this and what is held; ceilings are looked at part by part."""
        asked = {**wants, **self.held}
        left: dict[tuple[Source, int], int] = {("national", 0): self.national}
        for part in asked:
            left["own", part.command] = self.own[part.command]
            left["reserve", part.province] = self.reserves[part.province]
        return reroute({(0, part): n for part, n in asked.items()}, {}, left, {})


def _repeated(commands: Iterable[int]) -> set[int]:
    """Those that come more than once."""
    count = Counter(commands)
    return {command for command, times in count.items() if times > 1}
