"""A pool serves as much as strengths and ceilings allow, and wastes nothing."""

from __future__ import annotations

from typing import Any

import highspy
import hypothesis.strategies as st
import numpy as np
from hypothesis import example, given
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.pool import Pool

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
        served = pool.serve(dict(zip(claimants, needs, strict=True))).given()
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


CELLS = [(0, 5301), (0, 5302), (1, 5301), (1, 5303), (2, 5303), (2, 5302), (3, 5101), (-1, -1)]
"""Commands and the regencies in which they serve; -1 claims on the reserve of province 53."""


def linear_optima(
    claims: list[list[int]],
    own: list[int],
    reserves: dict[int, int],
    national: int,
    rooms: dict[int, int],
) -> list[int]:
    """The most that each claim in turn can be served, by HiGHS: a column for each claim, cell and
    source; what an earlier claim is served is held."""
    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    # all users of HiGHS in a process must agree on it
    model.setOptionValue("threads", 1)
    drawn: dict[tuple[str, int], list[int]] = {}
    inside: dict[int, list[int]] = {}
    of_claim: list[list[int]] = []
    columns = 0
    for needs in claims:
        of_claim.append([])
        for need, (command, regency) in zip(needs, CELLS, strict=True):
            province = 53 if regency < 0 else regency // 100
            sources = [("own", command)] if command >= 0 else []
            row = []
            for source in [*sources, ("reserve", province), ("national", 0)]:
                model.addVar(0, need)
                drawn.setdefault(source, []).append(columns)
                for area in (regency, province):
                    inside.setdefault(area, []).append(columns)
                row.append(columns)
                columns += 1
            of_claim[-1] += row
            model.addRow(0, need, len(row), row, [1.0] * len(row))
    for (kind, number), used in drawn.items():
        have = own[number] if kind == "own" else reserves.get(number, 0)
        most = national if kind == "national" else have
        model.addRow(0, most, len(used), used, [1.0] * len(used))
    for area, room in rooms.items():
        used = inside.get(area, [])
        model.addRow(0, room, len(used), used, [1.0] * len(used))
    optima = []
    for chosen in of_claim:
        for column in range(columns):
            model.changeColCost(column, -1.0 if column in chosen else 0.0)
        model.run()
        assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        optimum = float(-model.getInfo().objective_function_value)
        assert abs(optimum - round(optimum)) < 1e-6
        optima.append(round(optimum))
        model.addRow(optima[-1], optima[-1], len(chosen), chosen, [1.0] * len(chosen))
    return optima


class TestCommandsOverSeveralRegencies:
    @given(
        claims=st.lists(
            st.lists(numbers, min_size=len(CELLS), max_size=len(CELLS)), min_size=1, max_size=3
        ),
        own=st.lists(numbers, min_size=4, max_size=4),
        reserves=st.dictionaries(st.sampled_from([51, 53]), numbers),
        national=st.integers(0, 6),
        rooms=st.dictionaries(st.sampled_from([*REGENCIES, 51, 53]), numbers),
    )
    def test_each_claim_in_turn_is_served_as_far_as_linear_programming_can(
        self,
        claims: list[list[int]],
        own: list[int],
        reserves: dict[int, int],
        national: int,
        rooms: dict[int, int],
    ) -> None:
        pool = Pool(commands_of(own, reserves, national), rooms)
        claimants = [
            Claimant(53 if regency < 0 else regency // 100, command, regency)
            for command, regency in CELLS
        ]
        servings = [pool.serve(dict(zip(claimants, needs, strict=True))) for needs in claims]
        given_to = [[one.given().get(claimant, 0) for claimant in claimants] for one in servings]
        for got, needs in zip(given_to, claims, strict=True):
            assert all(0 <= some <= need for some, need in zip(got, needs, strict=True))
        optima = linear_optima(claims, own, reserves, national, rooms)
        assert [sum(got) for got in given_to] == optima
        assert min([*pool.own, *pool.reserves.values(), pool.national, *pool.room.values()]) >= 0
        sent = sum(transfer.personnel for transfer in pool.transfers())
        used = sum(own) - sum(pool.own)
        on_reserve = sum(got[-1] for got in given_to)
        from_reserves = sum(reserves.values()) - sum(pool.reserves.values())
        from_reserves += national - pool.national
        assert used + from_reserves == sum(map(sum, given_to))
        assert from_reserves - on_reserve <= sent <= from_reserves
        for command, left in enumerate(pool.own):
            received = [t for t in pool.transfers() if t.command == f"command {REGENCIES[command]}"]
            assert not (left and received), "own strength serves before any reserve"
