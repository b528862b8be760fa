"""A pool: what is left of a force's strengths and ceilings while claims are served in order.

Own strength serves first, then the province's reserve, then the nation's. Within one claim a
reserve that is too small is split in proportion to what is lacking. So the shortage of a claim,
together with all before it, is the closed form

    max(0, sum over provinces of max(0, lacking - reserve) - national reserve)
    with lacking = sum over the province's commands of max(0, need - own)

where no ceiling binds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pamtps_service.planning.commands import Commands
from pamtps_service.planning.shares import in_proportion
from pamtps_service.records.area_codes import NATION, to_text
from pamtps_service.records.plan import Transfer

UNLIMITED = 2**40
"""More persons than any plan can ask for; stands for a force of which no strength is given."""


@dataclass(frozen=True, slots=True, order=True)
class Claimant:
    """Who claims: a command for its part of a regency, or (command -1) a province's reserve."""

    province: int
    command: int
    """Index in Commands.names; -1 claims on the reserve itself."""
    regency: int
    """Integer code of the regency in which the personnel serve; -1 for the province as a whole."""
    part: int = 0
    """Tells apart what the same command and regency claim for several areas."""


Divide = Callable[[int, Sequence[int], Sequence[Claimant]], list[int]]
"""Splits a total among wants of these claimants."""


def proportionally(total: int, wants: Sequence[int], _: Sequence[Claimant]) -> list[int]:
    """The usual way to split."""
    return in_proportion(total, wants)


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
        self._sent: dict[tuple[str, str], int] = {}

    def serve(
        self, needs: Mapping[Claimant, int], divide: Divide = proportionally
    ) -> dict[Claimant, int]:
        """Serve one claim.

        Args:
            needs: persons that each claimant needs.
            divide: how to split what is scarce among claimants with equal rights.

        Returns:
            Persons that each gets, at most its need.
        """
        claimants = sorted(claimant for claimant, need in needs.items() if need > 0)
        given = dict.fromkeys(claimants, 0)

        def lacking() -> dict[Claimant, int]:
            return {c: needs[c] - given[c] for c in claimants if needs[c] > given[c]}

        def take(
            total_of: Callable[[int], int],
            source_of: Callable[[Claimant], int],
            use: Callable[[Claimant, int], None],
        ) -> None:
            """Serve from one kind of source until it is used up or nobody has room."""
            while True:
                wants = self._within_sources(lacking(), total_of, source_of, divide)
                granted = self._within_rooms(wants, divide)
                if not any(granted.values()):
                    return
                for claimant, persons in granted.items():
                    given[claimant] += persons
                    self._use_rooms(claimant, persons)
                    use(claimant, persons)

        def of_own(command: int) -> int:
            return self.own[command] if command >= 0 else 0

        take(of_own, lambda c: c.command, self._use_own)
        take(lambda p: self.reserves.get(p, 0), lambda c: c.province, self._use_reserve)
        take(lambda _: self.national, lambda _: 0, self._use_national)
        return given

    def room_of(self, claimant: Claimant) -> int:
        """How many more may be assigned where the claimant serves, by the ceilings."""
        return min(
            self.room.get(claimant.regency, UNLIMITED), self.room.get(claimant.province, UNLIMITED)
        )

    def take_own(self, claimant: Claimant, persons: int) -> None:
        """Use own strength that was seen to be left, for stronger sizes."""
        self.own[claimant.command] -= persons
        self._use_rooms(claimant, persons)

    def transfers(self) -> list[Transfer]:
        """What reserves have sent to commands so far; nothing where the force is unlimited."""
        if not self.commands.limited:
            return []
        return [
            Transfer(source, command, self.commands.force, persons)
            for (source, command), persons in sorted(self._sent.items())
        ]

    def name_of(self, claimant: Claimant) -> str:
        """The claimant's command as a plan names it."""
        if claimant.command < 0:
            return f"reserve/{to_text(claimant.province, 'province')}"
        return self.commands.names[claimant.command]

    def _use_own(self, claimant: Claimant, persons: int) -> None:
        if claimant.command >= 0:
            self.own[claimant.command] -= persons

    def _use_reserve(self, claimant: Claimant, persons: int) -> None:
        if persons:
            self.reserves[claimant.province] -= persons
            self._send(to_text(claimant.province, "province"), claimant, persons)

    def _use_national(self, claimant: Claimant, persons: int) -> None:
        self.national -= persons
        self._send(NATION, claimant, persons)

    def _send(self, source: str, claimant: Claimant, persons: int) -> None:
        command = self.name_of(claimant)
        # What claims on a province's reserve itself is not sent anywhere by it.
        if persons and command != f"reserve/{source}":
            self._sent[source, command] = self._sent.get((source, command), 0) + persons

    def _within_sources(
        self,
        wants: dict[Claimant, int],
        total_of: Callable[[int], int],
        source_of: Callable[[Claimant], int],
        divide: Divide,
    ) -> dict[Claimant, int]:
        """What the sources can give of the wants of those who still have room."""
        granted: dict[Claimant, int] = {}
        open_wants = {c: min(want, self.room_of(c)) for c, want in wants.items()}
        for source, group in _grouped(open_wants, source_of).items():
            parts = divide(total_of(source), [open_wants[c] for c in group], group)
            granted.update(zip(group, parts, strict=True))
        return granted

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

    def _use_rooms(self, claimant: Claimant, persons: int) -> None:
        for area in (claimant.regency, claimant.province):
            if area in self.room:
                self.room[area] -= persons


def _grouped(
    claimants: Iterable[Claimant], by: Callable[[Claimant], int]
) -> dict[int, list[Claimant]]:
    groups: dict[int, list[Claimant]] = {}
    for claimant in claimants:
        groups.setdefault(by(claimant), []).append(claimant)
    return groups
