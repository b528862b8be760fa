"""The best sizes, by trying all of them.

Written from "Allocation" of docs/design.md: tier by tier, the highest first, the sorted list of how
far each part (what a command guards in one regency) is from its weakest to its strongest sizes is
the greatest possible; then the fewest persons come from reserves; then the part that is first in
code order gets most. A part takes no more persons than where it stands needs.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True)
class Block:
    """TPS that get one size: numbers of TPS by group, guards of a post, sizes weakest first."""

    groups: tuple[int, ...]
    polri: int
    sizes: tuple[int, ...]

    def persons(self, size: int) -> int:
        return self.polri * sum(-(-count // size) for count in self.groups)


@dataclass(frozen=True)
class Part:
    """What a command guards in one regency; blocks by tier rank, in code order."""

    province: int
    command: int
    regency: int
    blocks: dict[int, list[Block]]


@dataclass(frozen=True)
class Case:
    parts: list[Part]
    """In code order."""
    own: list[int]
    """Left of each command."""
    reserves: dict[int, int]
    national: int
    room: dict[int, int] = field(default_factory=dict)
    """Left under the ceilings of regencies and provinces."""


@dataclass(frozen=True)
class Stand:
    """One way for a part to stand."""

    values: tuple[Fraction, ...]
    """By tier, the highest first; 1 where nothing can be chosen."""
    persons: int
    sizes: tuple[int, ...]
    """Of all its blocks, the highest tier first."""


@dataclass(frozen=True)
class Best:
    values: list[list[Fraction]]
    """Sorted values of all parts, by tier, the highest first."""
    transfers: int
    persons: list[int]
    sizes: list[tuple[int, ...]]


def best(case: Case) -> Best:
    """The best of all combinations that the strengths allow."""
    ranks = sorted({rank for part in case.parts for rank in part.blocks}, reverse=True)
    options = [list(_stands(part, ranks)) for part in case.parts]
    found = None
    for stands in itertools.product(*options):
        persons = [stand.persons for stand in stands]
        if not _allowed(case, persons):
            continue
        values = [sorted(stand.values[tier] for stand in stands) for tier in range(len(ranks))]
        transfers = sum(persons) - _from_own(case, persons)
        key = (values, -transfers, persons)
        if found is None or key > found[0]:
            found = (key, Best(values, transfers, persons, [stand.sizes for stand in stands]))
    assert found is not None, "the weakest sizes are always allowed"
    return found[1]


def _stands(part: Part, ranks: list[int]) -> Iterator[Stand]:
    """Every list of values that the part can have, with the fewest persons; of equally few the
    strongest sizes in code order."""
    blocks = [(rank, block) for rank in ranks for block in part.blocks.get(rank, ())]
    cheapest: dict[tuple[Fraction, ...], Stand] = {}
    for sizes in itertools.product(*(block.sizes for _, block in blocks)):
        persons = sum(
            block.persons(size) - block.persons(block.sizes[0])
            for (_, block), size in zip(blocks, sizes, strict=True)
        )
        values = tuple(
            _value([(b, s) for (r, b), s in zip(blocks, sizes, strict=True) if r == rank])
            for rank in ranks
        )
        stand = Stand(values, persons, sizes)
        other = cheapest.get(values)
        if other is None or _before(stand, other):
            cheapest[values] = stand
    yield from cheapest.values()


def _before(one: Stand, other: Stand) -> bool:
    if one.persons != other.persons:
        return one.persons < other.persons
    return one.sizes < other.sizes


def _value(chosen: list[tuple[Block, int]]) -> Fraction:
    """Mean step of the TPS that have a choice, from 0 (weakest) to 1 (strongest)."""
    open_ = [(block, size) for block, size in chosen if len(block.sizes) > 1]
    if not open_:
        return Fraction(1)
    whole = sum(sum(block.groups) for block, _ in open_)
    return sum(
        (
            Fraction(sum(block.groups) * block.sizes.index(size), (len(block.sizes) - 1) * whole)
            for block, size in open_
        ),
        Fraction(0),
    )


def _allowed(case: Case, persons: list[int]) -> bool:
    """Whether ceilings and strengths suffice: by Hall's condition, over all sets of who asks."""
    for area, room in case.room.items():
        inside = sum(
            count
            for part, count in zip(case.parts, persons, strict=True)
            if area in (part.regency, part.province)
        )
        if inside > room:
            return False
    asked: dict[tuple[int, int], int] = {}
    for part, count in zip(case.parts, persons, strict=True):
        key = (part.command, part.province)
        asked[key] = asked.get(key, 0) + count
    for size in range(1, len(asked) + 1):
        for some in itertools.combinations(asked, size):
            at_hand = case.national
            at_hand += sum(case.own[command] for command in {command for command, _ in some})
            at_hand += sum(case.reserves.get(province, 0) for province in {p for _, p in some})
            if sum(asked[key] for key in some) > at_hand:
                return False
    return True


def _from_own(case: Case, persons: list[int]) -> int:
    total = 0
    for command, own in enumerate(case.own):
        total += min(
            own,
            sum(n for part, n in zip(case.parts, persons, strict=True) if part.command == command),
        )
    return total
