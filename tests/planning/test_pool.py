"""A pool serves as much as strengths and ceilings allow, and wastes nothing."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
from hypothesis import example, given
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.pool import Claimant, Pool

REGENCIES = (5301, 5302, 5303, 5101)


def commands_of(own: list[int], reserves: dict[int, int], national: int) -> Commands:
    """One command for each of REGENCIES."""
    return Commands(
        force="polri",
        limited=True,
        names=tuple(f"command {regency}" for regency in REGENCIES),
        own=tuple(own),
        province=tuple(regency // 100 for regency in REGENCIES),
        area=tuple(f"{regency // 100}.{regency % 100:02d}" for regency in REGENCIES),
        reserves=reserves,
        national_reserve=national,
        of_tps=np.zeros(0, np.int32),
        covers={},
        inside={},
        uncovered={},
    )


def most_that_can_be_served(
    needs: list[int], own: list[int], reserves: dict[int, int], national: int, rooms: dict[int, int]
) -> int:
    """The least cut of the flow from strengths to needs, by trying every cut.

    With one command in each regency, what a command may get is bounded by its need, its ceiling and
    its province's ceiling; a province gets at most own strengths plus its reserve, and so on.
    """
    total_gain, lacking_of_nation = 0, 0
    for province in (51, 53):
        here = [i for i, regency in enumerate(REGENCIES) if regency // 100 == province]
        wants = [min(needs[i], rooms.get(REGENCIES[i], 10**9)) for i in here]
        from_own = sum(min(want, own[i]) for want, i in zip(wants, here, strict=True))
        room = rooms.get(province, 10**9)
        without_national = min(sum(wants), from_own + reserves.get(province, 0), room)
        total_gain += without_national
        lacking_of_nation += min(sum(wants), room) - without_national
    return total_gain + min(national, lacking_of_nation)


numbers = st.integers(0, 12)


class TestOneClaim:
    @given(
        needs=st.lists(numbers, min_size=4, max_size=4),
        own=st.lists(numbers, min_size=4, max_size=4),
        reserves=st.dictionaries(st.sampled_from([51, 53]), numbers),
        national=st.integers(0, 6),
        rooms=st.dictionaries(st.sampled_from([*REGENCIES, 51, 53]), numbers),
    )
    @example(
        # the ceiling of the province is split before own strength is looked at: 1 + 9, not 5 + 5
        needs=[10, 10, 0, 0],
        own=[1, 20, 0, 0],
        reserves={53: 5},
        national=0,
        rooms={53: 10},
    )
    def test_serves_all_that_strengths_and_ceilings_allow(
        self,
        needs: list[int],
        own: list[int],
        reserves: dict[int, int],
        national: int,
        rooms: dict[int, int],
    ) -> None:
        pool = Pool(commands_of(own, reserves, national), rooms)
        claimants = [
            Claimant(regency // 100, index, regency) for index, regency in enumerate(REGENCIES)
        ]
        served = pool.serve(dict(zip(claimants, needs, strict=True)))
        given_to = [served.get(claimant, 0) for claimant in claimants]
        assert all(0 <= got <= need for got, need in zip(given_to, needs, strict=True))
        assert sum(given_to) == most_that_can_be_served(needs, own, reserves, national, rooms)
        sent: dict[str, int] = {}
        for transfer in pool.transfers():
            sent[transfer.command] = sent.get(transfer.command, 0) + transfer.personnel
        for index, got in enumerate(given_to):
            received = sent.get(f"command {REGENCIES[index]}", 0)
            assert received == max(0, got - own[index]), "own strength serves first"
        for area, room in rooms.items():
            inside = sum(
                got
                for got, regency in zip(given_to, REGENCIES, strict=True)
                if area in (regency, regency // 100)
            )
            assert inside <= room
