"""Who serves whom with what there is: commands, shortages by claim, linmas."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.commands import Commands, commands_of
from pamtps_service.planning.linmas import allocate_linmas
from pamtps_service.planning.pool import Pool
from pamtps_service.records.area_codes import to_integer
from pamtps_service.records.batch import Strength

from tests.reference import linmas as reference_linmas
from tests.reference.evaluator import level_code
from tests.reference.posts import command_of
from tests.reference.reading import TIERS
from tests.reference.shortage import Strengths, by_linear_programs, closed_form
from tests.reference.strategies import strengths
from tests.reference.world import REGENCIES, VILLAGES

CLAIMS = ["sangat_rawan", "rawan", "supervisor"]


def places() -> st.SearchStrategy[str]:
    """Regencies, and provinces for what claims on a reserve itself."""
    return st.sampled_from([*REGENCIES, "51", "53"])


def as_records(given_strengths: list[dict[str, Any]]) -> list[Strength]:
    return [Strength(**{**one, "covers": tuple(one["covers"])}) for one in given_strengths]


def columns(codes: list[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([to_integer(code) for code in codes], np.int64)


@given(strengths(), st.sampled_from(["polri", "tni"]))
def test_a_tps_belongs_to_the_command_with_the_longest_code_that_covers_it(
    given_strengths: list[dict[str, Any]], force: Any
) -> None:
    codes = [f"{village}.001" for village in VILLAGES]
    commands = commands_of(force, as_records(given_strengths), columns(codes))
    own = {
        one["command"]: one["personnel"]
        for one in given_strengths
        if one["force"] == force and one["role"] == "own"
    }
    for code, index in zip(codes, commands.of_tps.tolist(), strict=True):
        expected = command_of(code, force, given_strengths)
        if expected is None:
            assert commands.own[index] == 0
            assert commands.names[index] not in own
        else:
            assert commands.names[index] == expected
            assert commands.own[index] == own[expected]


@st.composite
def needs_by_claim(draw: st.DrawFn) -> dict[str, dict[tuple[str, str], int]]:
    """Persons by claim, and by village (its command and regency follow), or for a province."""
    places = st.sampled_from([*((village, "") for village in VILLAGES), ("", "51"), ("", "53")])
    needs = st.dictionaries(places, st.integers(1, 12), max_size=6)
    return {claim: draw(needs) for claim in CLAIMS}


def claimants_of(
    needs: dict[str, dict[tuple[str, str], int]], commands: Commands
) -> dict[str, dict[Claimant, int]]:
    of_village = dict(zip(VILLAGES, commands.of_tps.tolist(), strict=True))
    found: dict[str, dict[Claimant, int]] = {}
    for claim, places in needs.items():
        found[claim] = {}
        for (village, province), persons in places.items():
            claimant = Claimant(int(province or 0), -1, -1)
            if village:
                regency = to_integer(level_code(village, "regency"))
                claimant = Claimant(regency // 100, of_village[village], regency)
            found[claim][claimant] = found[claim].get(claimant, 0) + persons
    return found


@given(strengths(), needs_by_claim())
def test_the_shortage_of_each_claim_is_the_closed_form_and_the_optimum_of_linear_programs(
    given_strengths: list[dict[str, Any]], needs: dict[str, dict[tuple[str, str], int]]
) -> None:
    some = [one for one in given_strengths if one["force"] == "polri"]
    some = some or [own_strength("53.11", ["53.11"], 10, "polri")]
    commands = commands_of("polri", as_records(some), columns([f"{v}.001" for v in VILLAGES]))
    wanted = claimants_of(needs, commands)
    pool = Pool(commands, {})
    served = {claim: pool.serve(wanted[claim]).given() for claim in CLAIMS}

    by_command: dict[str, dict[str, int]] = {}
    by_province: dict[str, dict[str, int]] = {}
    province_of: dict[str, str] = {}
    for claim in CLAIMS:
        for claimant, persons in wanted[claim].items():
            province = str(claimant.province)
            name = commands.names[claimant.command] if claimant.command >= 0 else ""
            table = (
                by_command.setdefault(name, {}) if name else by_province.setdefault(province, {})
            )
            table[claim] = table.get(claim, 0) + persons
            if name:
                province_of[name] = province
    reference = Strengths(
        CLAIMS,
        province_of,
        by_command,
        {one["command"]: one["personnel"] for one in some if one["role"] == "own"},
        {one["area"]: one["personnel"] for one in some if one["role"] == "reserve"},
        by_province,
        sum(one["personnel"] for one in some if one["area"] == "ID"),
    )
    short = {claim: sum(wanted[claim].values()) - sum(served[claim].values()) for claim in CLAIMS}
    assert short == closed_form(reference)
    assert short == by_linear_programs(reference)
    for claim in CLAIMS:
        assert all(0 <= got <= wanted[claim][who] for who, got in served[claim].items())
    check_conservation(pool, served, some)


@given(
    st.fixed_dictionaries(
        {claim: st.dictionaries(places(), st.integers(1, 12)) for claim in CLAIMS}
    ),
    st.dictionaries(st.sampled_from(REGENCIES), st.integers(0, 15), min_size=1),
    st.dictionaries(st.sampled_from(["51", "53", "ID"]), st.integers(0, 15)),
    st.dictionaries(st.sampled_from(["51", "53", *REGENCIES]), st.integers(0, 15)),
)
def test_under_ceilings_each_claim_in_turn_is_short_by_as_little_as_the_earlier_ones_allow(
    needs: dict[str, dict[str, int]],
    own: dict[str, int],
    reserves: dict[str, int],
    ceilings: dict[str, int],
) -> None:
    """Where every command serves in one regency."""
    some = [own_strength(area, [area], persons, "polri") for area, persons in own.items()]
    some += [
        own_strength(area, [], persons, "polri") | {"role": "reserve"}
        for area, persons in reserves.items()
    ]
    codes = columns([f"{regency}.01.1001.001" for regency in REGENCIES])
    commands = commands_of("polri", as_records(some), codes)
    pool = Pool(commands, {to_integer(area): most for area, most in ceilings.items()})
    index = dict(zip(REGENCIES, commands.of_tps.tolist(), strict=True))

    def claimant(area: str) -> Claimant:
        if area in index:
            return Claimant(int(area[:2]), index[area], to_integer(area))
        return Claimant(int(area), -1, -1)

    reference = Strengths(
        CLAIMS,
        {area: area[:2] for area in REGENCIES},
        {
            area: {claim: needs[claim][area] for claim in CLAIMS if area in needs[claim]}
            for area in REGENCIES
        },
        {area: pool.own[at] for area, at in index.items()},
        {area: persons for area, persons in reserves.items() if area != "ID"},
        {
            area: {claim: needs[claim][area] for claim in CLAIMS if area in needs[claim]}
            for area in ("51", "53")
        },
        reserves.get("ID", 0),
        ceilings,
    )
    servings = [
        pool.serve({claimant(area): need for area, need in needs[claim].items()})
        for claim in CLAIMS
    ]
    short = {
        claim: sum(needs[claim].values()) - sum(serving.given().values())
        for claim, serving in zip(CLAIMS, servings, strict=True)
    }
    assert short == by_linear_programs(reference)


def check_conservation(
    pool: Pool, served: dict[str, dict[Claimant, int]], some: list[dict[str, Any]]
) -> None:
    """What commands get is what they had and what was sent; nobody sends more than there is."""
    got: dict[str, int] = {}
    for claim in CLAIMS:
        for claimant, persons in served[claim].items():
            name = pool.name_of(claimant)
            got[name] = got.get(name, 0) + persons
    sent = dict.fromkeys(got, 0)
    for transfer in pool.transfers():
        sent[transfer.command] += transfer.personnel
        assert transfer.personnel > 0
    own = {one["command"]: one["personnel"] for one in some if one["role"] == "own"}
    for name, persons in got.items():
        if name.startswith("reserve/"):
            continue
        assert sent[name] == max(0, persons - own.get(name, 0)), "a transfer is wasted or missing"
    for source in ("51", "53", "ID"):
        there = sum(one["personnel"] for one in some if one["area"] == source and not one["covers"])
        given_away = sum(t.personnel for t in pool.transfers() if t.source == source)
        assert given_away <= there


def own_strength(command: str, covers: list[str], personnel: int, force: str) -> dict[str, Any]:
    return {
        "command": command,
        "area": command,
        "covers": covers,
        "force": force,
        "personnel": personnel,
        "role": "own",
    }


@given(
    st.lists(
        st.tuples(st.sampled_from(VILLAGES), st.integers(1, 5), st.sampled_from(TIERS)),
        max_size=12,
        unique_by=lambda one: one[:2],
    ),
    strengths(),
    st.integers(1, 3),
)
def test_linmas_go_one_to_every_tps_first_then_by_tier_and_code_in_each_command(
    places: list[tuple[str, int, str]], given_strengths: list[dict[str, Any]], each: int
) -> None:
    some = [one for one in given_strengths if one["force"] == "linmas"]
    some = some or [own_strength("53.11", ["53.11", "53.15.01"], 3, "linmas")]
    tps = sorted((f"{village}.{number:03}", tier) for village, number, tier in places)
    codes = columns([code for code, _ in tps])
    required = np.full(len(tps), each, np.int32)
    tier = np.array([TIERS.index(word) for _, word in tps], np.int8)
    pool = Pool(commands_of("linmas", as_records(some), codes), {})
    found = allocate_linmas(required, tier, codes, pool).tolist()

    by_command: dict[str | None, list[tuple[str, str, int]]] = {}
    for code, word in tps:
        command = command_of(code, "linmas", some)
        by_command.setdefault(command, []).append((code, word, each))
    own = {one["command"]: one["personnel"] for one in some}
    expected: dict[str, int] = {}
    for command, members in by_command.items():
        expected |= reference_linmas.assign(members, own.get(command or "", 0))
    assert dict(zip([code for code, _ in tps], found, strict=True)) == expected


def test_a_command_in_two_regencies_leaves_the_room_under_a_ceiling_to_others() -> None:
    """X (5) could serve wholly where there is room, and Y (5) under the ceiling of 5."""
    some = [
        own_strength("X", ["53.11", "53.15.01"], 5, "polri") | {"area": "53.11"},
        own_strength("Y", ["53.11.02"], 5, "polri") | {"area": "53.11"},
    ]
    codes = columns(["53.11.01.1001.001", "53.11.02.1001.001", "53.15.01.1001.001"])
    commands = commands_of("polri", as_records(some), codes)
    x, y, _ = commands.of_tps.tolist()
    needs = {Claimant(53, x, 5311): 5, Claimant(53, x, 5315): 5, Claimant(53, y, 5311): 5}
    assert sum(Pool(commands, {5311: 5}).serve(needs).given().values()) == 10
