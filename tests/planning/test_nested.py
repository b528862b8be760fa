"""Nested strengths give what serving every claim again from a pool gives; so do sums over runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.columns import distinct_rows, sums_by
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.nested import Asked, NestedStrengths
from pamtps_service.planning.pool import Pool, proportionally
from pamtps_service.planning.shares import in_order

PROVINCES = (51, 53)
NAMES = ("51.01", "51.02", "53.01", "53.02", "53.03")
IN = tuple(int(name[:2]) for name in NAMES)
CLAIMANTS = [
    *(Claimant(IN[index], index, int(name.replace(".", ""))) for index, name in enumerate(NAMES)),
    # a second regency of a command, a second area of the same, and claims on reserves themselves
    Claimant(51, 0, 5102),
    Claimant(53, 3, 5302, 1),
    *(Claimant(province, -1, -1) for province in PROVINCES),
]


@st.composite
def commands(draw: st.DrawFn) -> Commands:
    persons = st.integers(0, 12)
    return Commands(
        force="linmas",
        limited=True,
        names=NAMES,
        own=tuple(draw(persons) for _ in NAMES),
        province=IN,
        area=NAMES,
        reserves={
            province: draw(persons) for province in draw(st.sets(st.sampled_from(PROVINCES)))
        },
        national_reserve=draw(st.just(0) | persons),
        of_tps=np.zeros(0, np.int32),
        covers={},
        inside={},
        uncovered={},
    )


CLAIMS = st.lists(
    st.builds(
        Asked,
        st.dictionaries(st.sampled_from(CLAIMANTS), st.integers(1, 9), min_size=1),
        st.sampled_from([proportionally, in_order]),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


def lacking(strengths: Commands, claims: Sequence[Asked]) -> Mapping[Claimant, int]:
    """What each claimant lacks of the claims that count, served from a pool."""
    pool = Pool(strengths, {})
    found: dict[Claimant, int] = {}
    for claim in claims:
        given_of = pool.serve(claim.needs, claim.divide).given()
        for who, need in claim.needs.items():
            if claim.counts:
                found[who] = found.get(who, 0) + need - given_of[who]
    return found


@given(commands(), CLAIMS, st.integers(0, 20), st.integers(0, len(NAMES) - 1))
def test_what_a_command_lacks_with_more_of_its_own(
    strengths: Commands, claims: list[Asked], more: int, command: int
) -> None:
    own = list(strengths.own)
    own[command] += more
    expected = lacking(replace(strengths, own=tuple(own)), claims)
    found = NestedStrengths(strengths, claims).command_lacks(IN[command], command, more)
    assert found == sum(n for who, n in expected.items() if who.command == command)


@given(commands(), CLAIMS, st.integers(0, 20), st.sampled_from(PROVINCES))
def test_what_a_province_lacks_with_a_greater_reserve(
    strengths: Commands, claims: list[Asked], more: int, province: int
) -> None:
    reserves = {**strengths.reserves, province: strengths.reserves.get(province, 0) + more}
    expected = lacking(replace(strengths, reserves=reserves), claims)
    found = NestedStrengths(strengths, claims).province_lacks(province, more)
    assert found == sum(n for who, n in expected.items() if who.province == province)


@given(commands(), CLAIMS, st.integers(0, 20))
def test_what_all_lack_with_a_greater_reserve_of_the_nation(
    strengths: Commands, claims: list[Asked], more: int
) -> None:
    national = replace(strengths, national_reserve=strengths.national_reserve + more)
    expected = sum(lacking(national, claims).values())
    assert NestedStrengths(strengths, claims).all_lack(more) == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(-5, 5)), max_size=30))
def test_sums_and_distinct_rows_are_those_of_a_dictionary(rows: list[tuple[int, int, int]]) -> None:
    first, second, values = np.array(rows, np.int64).reshape(-1, 3).T
    table, index = distinct_rows([first, second])
    assert table.tolist() == sorted(list(row) for row in {(one, two) for one, two, _ in rows})
    assert table[index].tolist() == [list(row[:2]) for row in rows]
    (sums,) = sums_by(index, [values], len(table))
    expected: dict[tuple[int, ...], int] = {}
    for one, two, value in rows:
        expected[one, two] = expected.get((one, two), 0) + value
    assert sums.tolist() == [expected[one, two] for one, two in table.tolist()]
