"""Stronger sizes: the best that is left for, equal to trying every combination."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.pool import Pool
from pamtps_service.planning.sizes.frontier import Choice
from pamtps_service.planning.sizes.raised import Raised
from pamtps_service.planning.sizes.upgrades import raise_weakest

from tests.conftest import LONG
from tests.reference.sizes import Block, Case, Part, best


def pool_of(case: Case) -> Pool:
    commands = Commands(
        force="polri",
        limited=True,
        names=tuple(f"command-{index}" for index in range(len(case.own))),
        own=tuple(case.own),
        province=(0,) * len(case.own),
        area=("",) * len(case.own),
        reserves=case.reserves,
        national_reserve=case.national,
        of_tps=np.zeros(0, np.int32),
        covers={},
        inside={},
        uncovered={},
    )
    return Pool(commands, case.room)


def claimant_of(part: Part) -> Claimant:
    return Claimant(part.province, part.command, part.regency)


def choices_of(part: Part) -> dict[int, list[Choice]]:
    return {
        rank: [
            Choice(
                area=part.regency * 100 + number,
                requirement=0,
                groups=(),
                tps=sum(block.groups),
                sizes=block.sizes,
                extra=tuple(
                    block.persons(size) - block.persons(block.sizes[0]) for size in block.sizes
                ),
                kept=(0,) * len(block.sizes),
            )
            for number, block in enumerate(blocks)
        ]
        for rank, blocks in part.blocks.items()
    }


def sizes_of(raised: Raised) -> tuple[int, ...]:
    return tuple(size for rank in sorted(raised.sizes, reverse=True) for size in raised.sizes[rank])


def blocks() -> st.SearchStrategy[Block]:
    sizes = st.sets(st.integers(1, 6), min_size=1, max_size=3)
    return st.builds(
        lambda groups, polri, allowed: Block(
            tuple(groups), polri, tuple(sorted(allowed, reverse=True))
        ),
        st.lists(st.integers(1, 7), min_size=1, max_size=2),
        st.integers(1, 3),
        sizes,
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Two provinces with two regencies each; commands that guard in one or several of them."""
    commands = draw(st.integers(1, 4))
    # few kinds of blocks make parts that are equally weak
    block = st.sampled_from(draw(st.lists(blocks(), min_size=1, max_size=2)))
    block = draw(st.sampled_from([block, blocks()]))
    parts = {}
    for _ in range(draw(st.integers(1, 4))):
        province = draw(st.sampled_from([11, 12]))
        regency = province * 100 + draw(st.integers(1, 2))
        command = draw(st.integers(0, commands - 1))
        tiers = draw(st.sets(st.integers(0, 2), min_size=1, max_size=2))
        of_tier = {rank: draw(st.lists(block, min_size=1, max_size=2)) for rank in sorted(tiers)}
        parts[province, command, regency] = Part(province, command, regency, of_tier)
    areas = sorted({area for province, _, regency in parts for area in (province, regency)})
    capped = draw(st.sets(st.sampled_from(areas), max_size=2))
    return Case(
        [parts[key] for key in sorted(parts)],
        draw(st.lists(st.integers(0, 9), min_size=commands, max_size=commands)),
        {province: draw(st.integers(0, 6)) for province in (11, 12)},
        draw(st.sampled_from([0, 0, 1, 2, 5])),
        {area: draw(st.integers(0, 12)) for area in sorted(capped)},
    )


def check(case: Case) -> None:
    raised = raise_weakest(
        {claimant_of(part): choices_of(part) for part in case.parts}, pool_of(case)
    )
    wanted = best(case)
    found = [raised[claimant_of(part)] for part in case.parts]
    assert [sum(one.persons.values()) for one in found] == wanted.persons
    assert [sizes_of(one) for one in found] == wanted.sizes
    pool = pool_of(case)
    needs = {claimant_of(part): n for part, n in zip(case.parts, wanted.persons, strict=True)}
    assert sum(pool.serve(needs).given().values()) == sum(wanted.persons), (
        "there is strength for it"
    )
    assert sum(transfer.personnel for transfer in pool.transfers()) == wanted.transfers


@settings(max_examples=1500 if LONG else 1000)
@given(cases())
def test_the_sizes_are_the_best_of_all(case: Case) -> None:
    check(case)


def alike(count: int, own: int, reserve: int, national: int = 0) -> Case:
    """So many equal commands in one province."""
    block = Block((6,), 2, (6, 3, 2))
    parts = [Part(11, index, 1101 + index, {0: [block]}) for index in range(count)]
    return Case(parts, [own] * count, {11: reserve}, national)


@pytest.mark.parametrize("reserve", range(14))
def test_of_equally_weak_commands_as_many_as_possible_are_raised(reserve: int) -> None:
    check(alike(4, 0, reserve))
    check(alike(3, 1, 0, reserve))
