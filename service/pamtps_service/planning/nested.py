"""Claims served again where each strength serves inside the next: a command's own inside its
province's reserve, that inside the nation's.

Where no ceiling lies over those who claim and no command serves in two provinces, nobody's source
can be exchanged for another's (see pool), so what a claim lacks of the own strengths goes to the
reserve, and what it lacks of that to the nation. What others lack of their own strength does not
depend on that of one command, so it is worked out once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.pool import Divide


@dataclass(frozen=True, slots=True)
class Asked:
    """One claim."""

    needs: Mapping[Claimant, int]
    """Persons that each claimant needs."""
    divide: Divide
    """How to split what is scarce."""
    counts: bool
    """Whether it is a shortage when it is not served: not of stronger sizes."""


@dataclass(frozen=True, slots=True)
class _InProvince:
    """The part of a claim in one province, or of one command in it; equal lengths, in the order of
    claimants."""

    claimants: list[Claimant]
    needs: list[int]
    divide: Divide

    def lacking(self, wants: list[int], left: int) -> list[int]:
        """What is lacking of the wants when so many persons are given."""
        if sum(wants) <= left:
            return [0] * len(wants)
        if left <= 0:
            return wants
        parts = self.divide(left, wants, self.claimants)
        return [want - part for want, part in zip(wants, parts, strict=True)]


_Lists = list[list[int]]
"""Persons of each claimant of a province, claim by claim."""


class NestedStrengths:
    """What the claimants of a force lack, also with more strength of one command or reserve.

    Args:
        commands: the force's commands and strengths, limited.
        claims: in the order in which they are served.
    """

    def __init__(self, commands: Commands, claims: Sequence[Asked]) -> None:
        self._commands = commands
        self._counts = [claim.counts for claim in claims]
        self._claims: dict[int, list[_InProvince]] = {}
        self._places: dict[tuple[int, int], list[tuple[int, list[int], _InProvince]]] = {}
        """By province and command, each claim that it has: its number, where its claimants stand in
        the province's part, and its own."""
        provinces = sorted({claimant.province for claim in claims for claimant in claim.needs})
        for province in provinces:
            self._claims[province] = [_InProvince([], [], claim.divide) for claim in claims]
        for number, claim in enumerate(claims):
            for claimant, need in sorted(claim.needs.items()):
                part = self._claims[claimant.province][number]
                places = self._places.setdefault((claimant.province, claimant.command), [])
                if not places or places[-1][0] != number:
                    places.append((number, [], _InProvince([], [], claim.divide)))
                _, at, of_command = places[-1]
                at.append(len(part.needs))
                for one in (part, of_command):
                    one.claimants.append(claimant)
                    one.needs.append(need)
        self._behind_own = {
            province: [list(part.needs) for part in parts]
            for province, parts in self._claims.items()
        }
        for province, command in self._places:
            if command >= 0:
                own = commands.own[command]
                self._serve_own(self._behind_own[province], province, command, own)

    def command_lacks(self, province: int, command: int, more: int) -> int:
        """What a command lacks in a province with so many more of its own."""
        if (province, command) not in self._places:
            return 0
        wants = [list(of_claim) for of_claim in self._behind_own[province]]
        self._serve_own(wants, province, command, self._commands.own[command] + more)
        rests = self._behind_nation(province, self._behind_reserve(province, wants, 0))
        return sum(
            rests[number][index]
            for number, at, _ in self._places[province, command]
            if self._counts[number]
            for index in at
        )

    def province_lacks(self, province: int, more: int = 0) -> int:
        """What a province lacks with so many more in its reserve."""
        if province not in self._claims:
            return 0
        rests = self._behind_reserve(province, self._behind_own[province], more)
        at_last = self._behind_nation(province, rests)
        return sum(sum(rest) for rest, counts in zip(at_last, self._counts, strict=True) if counts)

    def all_lack(self, more: int = 0) -> int:
        """What all provinces together lack with so many more in the nation's reserve."""
        left = self._commands.national_reserve + more
        lacking = 0
        for total, counts in zip(self._totals, self._counts, strict=True):
            if counts:
                lacking += max(0, total - left)
            left = max(0, left - total)
        return lacking

    def _serve_own(self, wants: _Lists, province: int, command: int, own: int) -> None:
        """Write what a command lacks of its own strength into the wants of its province."""
        left = own
        for number, at, part in self._places[province, command]:
            lacking = part.lacking(part.needs, left)
            left -= sum(part.needs) - sum(lacking)
            for index, persons in zip(at, lacking, strict=True):
                wants[number][index] = persons

    def _behind_reserve(self, province: int, wants: _Lists, more: int) -> _Lists:
        left = self._commands.reserves.get(province, 0) + more
        rests = []
        for part, of_claim in zip(self._claims[province], wants, strict=True):
            rest = part.lacking(of_claim, left)
            left -= sum(of_claim) - sum(rest)
            rests.append(rest)
        return rests

    def _behind_nation(self, province: int, rests: _Lists) -> _Lists:
        """What a province lacks at last if it lacks so much of its own strengths and reserve, and
        the others as much as they do."""
        left = self._commands.national_reserve
        if not left:
            return rests
        found = []
        for number, (total, of_claim) in enumerate(zip(self._totals, rests, strict=True)):
            wanted = total - sum(self._rests[province][number]) + sum(of_claim)
            if wanted > left > 0:
                of_claim = self._divided(number, province, of_claim, left)
            elif wanted <= left:
                of_claim = [0] * len(of_claim)
            left = max(0, left - wanted)
            found.append(of_claim)
        return found

    def _divided(self, number: int, province: int, of_claim: list[int], left: int) -> list[int]:
        """What a province lacks of a claim when the nation's reserve is too small for it."""
        wants: list[int] = []
        claimants: list[Claimant] = []
        first = 0
        for other, parts in self._claims.items():
            if other == province:
                first = len(wants)
            wants += of_claim if other == province else self._rests[other][number]
            claimants += parts[number].claimants
        given = self._claims[province][number].divide(left, wants, claimants)
        inside = slice(first, first + len(of_claim))
        return [want - part for want, part in zip(of_claim, given[inside], strict=True)]

    @cached_property
    def _rests(self) -> dict[int, _Lists]:
        """What each province lacks of its own strengths and reserve."""
        return {
            province: self._behind_reserve(province, wants, 0)
            for province, wants in self._behind_own.items()
        }

    @cached_property
    def _totals(self) -> list[int]:
        """What all provinces lack of their own strengths and reserves, claim by claim."""
        by_claim = zip(*self._rests.values(), strict=True)
        return [sum(sum(rest) for rest in of_claim) for of_claim in by_claim]
