"""A pool: what is left of a force's strengths and ceilings while claims are served in order.

Own strength serves first, then the province's reserve, then the nation's. Within one claim a
reserve that is too small is split in proportion to what is lacking. So the shortage of a claim,
together with all before it, is the closed form

    max(0, sum over provinces of max(0, lacking - reserve) - national reserve)
    with lacking = sum over the province's commands of max(0, need - own)

where no ceiling binds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pamtps_service.planning.claimants import SOURCES, Claimant, Source, source_of
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.rerouting import reroute
from pamtps_service.planning.shares import in_proportion
from pamtps_service.policy.model import Claim
from pamtps_service.records.area_codes import NATION, to_text
from pamtps_service.records.plan import Transfer

UNLIMITED = 2**40
"""More persons than any plan can ask for; stands for a force of which no strength is given."""


Divide = Callable[[int, Sequence[int], Sequence[Claimant]], list[int]]
"""Splits a total among wants of these claimants."""


def proportionally(total: int, wants: Sequence[int], _: Sequence[Claimant]) -> list[int]:
    """The usual way to split."""
    return in_proportion(total, wants)


@dataclass(frozen=True, slots=True)
class Serving:
    """One claim as it was served."""

    claim: Claim
    needs: Mapping[Claimant, int]
    """Persons that each claimant needed, more than 0."""
    taken: dict[tuple[Source, Claimant], int]
    """Persons that each got from each kind of source."""
    left: dict[tuple[Source, int], int]
    """What each source had before, by kind and number (see claimants.source_of)."""
    divide: Divide
    """How what is scarce was split."""
    fixed: bool
    """Whether who gets what has a meaning beyond the sum, so that later claims must not move it."""

    def given(self) -> dict[Claimant, int]:
        """Persons that each gets; later claims may still move some from one to another."""
        given = dict.fromkeys(self.needs, 0)
        for (_, claimant), persons in self.taken.items():
            given[claimant] += persons
        return given


class Pool:
    """What is left of one force.

    Args:
        commands: the force's commands and strengths.
        ceilings: by integer code of a regency or province, the most that may be assigned in it.
    """

    def __init__(self, commands: Commands, ceilings: Mapping[int, int]) -> None:
        self.commands = commands
        self.own = list(commands.own) if commands.limited else [UNLIMITED] * len(commands.own)
        self.reserves = dict(commands.reserves)
        self.national = commands.national_reserve if commands.limited else UNLIMITED
        self.room = dict(ceilings)
        self.servings: list[Serving] = []
        """Every claim served so far, in order."""
        self._provinces_of: dict[int, set[int]] = {}

    def serve(
        self,
        needs: Mapping[Claimant, int],
        divide: Divide = proportionally,
        claim: Claim = "upgrades",
        *,
        fixed: bool = False,
        hold: bool = False,
    ) -> Serving:
        """Serve one claim.

        Args:
            needs: persons that each claimant needs.
            divide: how to split what is scarce among claimants with equal rights.
            claim: what is served, for those who ask later.
            fixed: that later claims must not change who gets what.
            hold: that this one must not change who got what of the claims before, if from another
                source.

        Returns:
            What each gets, at most its need.
        """
        wanted = {claimant: need for claimant, need in sorted(needs.items()) if need > 0}
        serving = Serving(claim, wanted, {}, self._left_for(wanted), divide, fixed)
        self.servings.append(serving)
        for claimant in wanted:
            if claimant.command >= 0:
                self._provinces_of.setdefault(claimant.command, set()).add(claimant.province)
        lacking = dict(wanted)
        for kind in SOURCES:
            # what a ceiling cut off may be of use to others
            while self._take(kind, lacking, serving.taken, divide) and self.room:
                pass
        if lacking and (self.room or self.spread()):
            before = self.servings[:-1]
            self._reroute([number for number, one in enumerate(before) if hold or one.fixed])
        return serving

    def _left_for(self, claimants: Collection[Claimant]) -> dict[tuple[Source, int], int]:
        """What is left of each source that serves some of these."""
        left: dict[tuple[Source, int], int] = {}
        for command in {claimant.command for claimant in claimants}:
            left["own", command] = self.own[command] if command >= 0 else 0
        for province in {claimant.province for claimant in claimants}:
            left["reserve", province] = self.reserves.get(province, 0)
            left["national", 0] = self.national
        return left

    def spread(self) -> frozenset[int]:
        """Commands that serve in several provinces, so that whom their own strength serves bears
        on what reserves can do."""
        return frozenset(
            command for command, provinces in self._provinces_of.items() if len(provinces) > 1
        )

    def left(self, kind: Source, claimant: Claimant) -> int:
        """What is left of the source of that kind that serves a claimant."""
        if kind == "own":
            return self.own[claimant.command] if claimant.command >= 0 else 0
        if kind == "reserve":
            return self.reserves.get(claimant.province, 0)
        return self.national

    def use(self, kind: Source, claimant: Claimant, persons: int) -> None:
        """Take persons from a source, or give them back where persons is negative."""
        if kind == "own":
            self.own[claimant.command] -= persons
        elif kind == "reserve":
            self.reserves[claimant.province] -= persons
        else:
            self.national -= persons

    def use_rooms(self, claimant: Claimant, persons: int) -> None:
        """Take room under the ceilings where a claimant serves, or give it back."""
        for area in (claimant.regency, claimant.province):
            if area in self.room:
                self.room[area] -= persons

    def _take(
        self,
        kind: Source,
        lacking: dict[Claimant, int],
        taken: dict[tuple[Source, Claimant], int],
        divide: Divide,
    ) -> bool:
        """Serve what is lacking from one kind of source; False where nothing could be given.

        Args:
            kind: of source.
            lacking: what claimants still need, more than 0; changed in place.
            taken: what each has from each kind of source; changed in place.
            divide: how to split what is scarce.
        """
        if kind == "national" and not self.national:
            return False
        groups: dict[int, list[Claimant]] = {}
        for claimant in lacking:
            groups.setdefault(source_of(kind, claimant), []).append(claimant)
        granted: dict[Claimant, int] = {}
        for group in groups.values():
            left = self.left(kind, group[0])
            if left > 0:
                wants = [lacking[c] for c in group]
                if self.room:
                    wants = [
                        min(want, self.room_of(c)) for want, c in zip(wants, group, strict=True)
                    ]
                granted.update(zip(group, divide(left, wants, group), strict=True))
        if self.room:
            granted = self._within_rooms(granted, divide)
        for claimant, persons in granted.items():
            if persons:
                taken[kind, claimant] = taken.get((kind, claimant), 0) + persons
                self.use(kind, claimant, persons)
                if self.room:
                    self.use_rooms(claimant, persons)
                lacking[claimant] -= persons
                if not lacking[claimant]:
                    del lacking[claimant]
        return any(granted.values())

    def room_of(self, claimant: Claimant) -> int:
        """How many more may be assigned where the claimant serves, by the ceilings."""
        return min(
            self.room.get(claimant.regency, UNLIMITED), self.room.get(claimant.province, UNLIMITED)
        )

    def transfers(self) -> list[Transfer]:
        """What reserves have sent to commands so far; nothing where the force is unlimited."""
        if not self.commands.limited:
            return []
        sent: dict[tuple[str, str], int] = {}
        for serving in self.servings:
            for (kind, claimant), persons in serving.taken.items():
                source = NATION if kind == "national" else to_text(claimant.province, "province")
                command = self.name_of(claimant)
                # what claims on a province's reserve itself is not sent anywhere by it
                if persons and kind != "own" and command != f"reserve/{source}":
                    sent[source, command] = sent.get((source, command), 0) + persons
        return [
            Transfer(source, command, self.commands.force, persons)
            for (source, command), persons in sorted(sent.items())
        ]

    def name_of(self, claimant: Claimant) -> str:
        """The claimant's command as a plan names it."""
        if claimant.command < 0:
            return f"reserve/{to_text(claimant.province, 'province')}"
        return self.commands.names[claimant.command]

    def _reroute(self, fixed: Sequence[int]) -> None:
        """Exchange who is served from where, also among the claims served before (where they are
        fixed, the sources alone), until nothing more of the last can be served."""
        needs = {
            (number, claimant): need
            for number, serving in enumerate(self.servings)
            for claimant, need in serving.needs.items()
        }
        before = {
            (kind, (number, claimant)): persons
            for number, serving in enumerate(self.servings)
            for (kind, claimant), persons in serving.taken.items()
        }
        left = {
            (kind, source_of(kind, claimant)): self.left(kind, claimant)
            for _, claimant in needs
            for kind in SOURCES
        }
        after = reroute(needs, before, left, self.room, fixed)
        for kind, ask in sorted(before.keys() | after.keys()):
            number, claimant = ask
            persons = after.get((kind, ask), 0) - before.get((kind, ask), 0)
            if not persons:
                continue
            self.use(kind, claimant, persons)
            self.use_rooms(claimant, persons)
            taken = self.servings[number].taken
            taken[kind, claimant] = taken.get((kind, claimant), 0) + persons
            for later in self.servings[number + 1 :]:
                source = (kind, source_of(kind, claimant))
                if source in later.left:
                    later.left[source] -= persons

    def _within_rooms(self, wants: dict[Claimant, int], divide: Divide) -> dict[Claimant, int]:
        granted = dict(wants)
        areas: tuple[Callable[[Claimant], int], ...] = (lambda c: c.regency, lambda c: c.province)
        for area_of in areas:
            for area, group in _grouped(granted, area_of).items():
                room = self.room.get(area, UNLIMITED)
                if sum(granted[c] for c in group) > room:
                    parts = divide(room, [granted[c] for c in group], group)
                    granted.update(zip(group, parts, strict=True))
        return granted


def _grouped(
    claimants: Iterable[Claimant], by: Callable[[Claimant], int]
) -> dict[int, list[Claimant]]:
    groups: dict[int, list[Claimant]] = {}
    for claimant in claimants:
        groups.setdefault(by(claimant), []).append(claimant)
    return groups
