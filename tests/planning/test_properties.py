"""What must hold of every plan, whatever is planned: that the same content gives the same bytes,
that sums are conserved, and that more strength, more TPS and wider ranges change a plan for the
better or the worse only in the direction that a reader expects.

Row order and more strength stand in test_plan.py, which compares with the reference.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pamtps_service.records.area_codes import to_text
from pamtps_service.records.plan import AreaLevelOfPlan, Plan, Total

from tests.conformance.case_files import CASES
from tests.conformance.case_files import planned as golden
from tests.conftest import REPOSITORY
from tests.planning.service_input import planned
from tests.reference.strategies import Case, cases, strengths
from tests.reference.world import REGENCIES, VILLAGES

TIERS = ("kurang_rawan", "rawan", "sangat_rawan")
Sizes = dict[str, tuple[int, ...]]
"""Allowed sizes by tier."""
HEAD = "policy: own\ntitle: A policy\nissuer: Polda\nbasis: An order\nareas: all\nrules:\n"


def policy_of(sizes: Sizes, polri: int = 2, within: str = "district") -> str:
    """Guards by tier, two linmas a TPS, a supervisor a district, and no condition but the tier."""
    guards = "".join(
        f"  - {{id: {tier.replace('_', '-')}, when: {{risk_tier: {tier}}}, guard: "
        f"{{polri: {polri}, tps_per_post: {list(allowed)}, within: {within}}}}}\n"
        for tier, allowed in sizes.items()
    )
    others = (
        "  - {id: linmas, guard: {linmas_per_tps: 2}}\n"
        "  - {id: padal, for_each: district, add: {polri: 1, role: supervisor}}\n"
    )
    return HEAD + guards + others


def rows_of(tiers: dict[str, str]) -> list[dict[str, Any]]:
    return [{"tps_code": code, "risk_tier": tier} for code, tier in tiers.items()]


def some_sizes() -> st.SearchStrategy[Sizes]:
    allowed = st.sets(st.integers(1, 6), min_size=1, max_size=3).map(sorted).map(tuple)
    return st.fixed_dictionaries(dict.fromkeys(TIERS, allowed))


def some_tps(most: int = 24) -> st.SearchStrategy[dict[str, str]]:
    """Codes of TPS with their tiers."""
    code = st.builds("{}.{:03}".format, st.sampled_from(VILLAGES), st.integers(1, 9))
    return st.dictionaries(code, st.sampled_from(TIERS), min_size=1, max_size=most)


def made(sizes: Sizes, tps: dict[str, str], given_strengths: Sequence[dict[str, Any]] = ()) -> Plan:
    plan, _, _ = planned(
        Case({"own": policy_of(sizes)}, "own", rows_of(tps)), list(given_strengths)
    )
    return plan


def own(command: str, personnel: int, force: str = "polri") -> dict[str, Any]:
    place = {"command": command, "area": command, "covers": [command]}
    return place | {"force": force, "personnel": personnel, "role": "own"}


def reserve(area: str, personnel: int, force: str = "polri") -> dict[str, Any]:
    place: dict[str, Any] = {"command": area, "area": area, "covers": []}
    return place | {"force": force, "personnel": personnel, "role": "reserve"}


@st.composite
def some_polri(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A strength of every command, even and odd, and reserves of some provinces or the nation."""
    found = [own(regency, draw(st.integers(0, 25))) for regency in REGENCIES]
    reserves = draw(st.dictionaries(st.sampled_from(["51", "53", "ID"]), st.integers(0, 9)))
    return [*found, *(reserve(area, personnel) for area, personnel in reserves.items())]


def guards_by_tier(plan: Plan) -> dict[tuple[str, int], tuple[int, int]]:
    """Polri assigned and short at posts, by command and tier."""
    tier = np.zeros(len(plan.posts), dtype=np.int64)
    held = plan.stations.post >= 0
    tier[plan.stations.post[held]] = plan.stations.risk_tier[held]
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for post, command in enumerate(plan.posts.command):
        key = (command, int(tier[post]))
        assigned, short = found.get(key, (0, 0))
        found[key] = (
            assigned + int(plan.posts.polri[post]),
            short + int(plan.posts.polri_short[post]),
        )
    return found


class TestTheSameBytes:
    @given(cases(10), strengths())
    def test_planned_twice(self, case: Case, given_strengths: list[dict[str, Any]]) -> None:
        first, second = (planned(case, given_strengths)[0] for _ in range(2))
        assert first.plan_digest == second.plan_digest
        assert first.name == second.name
        assert first.findings == second.findings

    def test_in_fresh_processes_with_other_hash_seeds(self) -> None:
        """Every small golden case, whose rows may be hashed in another order there."""
        folders = [folder for folder in sorted(CASES.iterdir()) if (folder / "plan.json").is_file()]
        here = [golden(folder).plan_digest for folder in folders]
        script = (
            "import sys\n"
            "from pathlib import Path\n"
            "from tests.conformance.case_files import planned\n"
            "for folder in sys.argv[1:]: print(planned(Path(folder)).plan_digest)\n"
        )
        for seed in ("1", "77"):
            done = subprocess.run(
                [sys.executable, "-c", script, *map(str, folders)],
                cwd=REPOSITORY,
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
                timeout=120,
            )
            assert done.stdout.split() == here


class TestSumsAreConserved:
    @given(cases(16), st.integers(0, 60).flatmap(strengths))
    def test_what_is_needed_is_covered_or_short(
        self, case: Case, given_strengths: list[dict[str, Any]]
    ) -> None:
        """In every row: need = covered + short, where what is above the need covers none of it."""
        plan, _, _ = planned(case, given_strengths)
        for total in (*plan.totals, *(total for row in plan.areas for total in row.totals)):
            covered = total.assigned - total.above
            assert total.required == covered + total.short
            assert min(covered, total.short, total.above, total.required) >= 0

    @given(cases(16), st.integers(0, 60).flatmap(strengths))
    def test_what_is_sent_is_received(
        self, case: Case, given_strengths: list[dict[str, Any]]
    ) -> None:
        """What commands use beyond their own strength is what the reserves send them, to a person;
        a province's reserve sends no more than it has and than the nation adds to it."""
        plan, _, _ = planned(case, given_strengths)
        for force in {one["force"] for one in given_strengths}:
            of = [one for one in given_strengths if one["force"] == force]
            sent = [one for one in plan.transfers if one.force == force]
            beyond, direct = {}, {}
            for row in plan.areas:
                for total in row.totals:
                    if row.level is not AreaLevelOfPlan.COMMAND or total.force != force:
                        continue
                    if row.code.startswith("reserve/"):
                        direct[row.code] = total.assigned
                        continue
                    has = sum(
                        one["personnel"]
                        for one in of
                        if one["role"] == "own" and one["command"] == row.code
                    )
                    beyond[row.code] = max(0, total.assigned - has)
            received: dict[str, int] = {}
            for one in sent:
                received[one.command] = received.get(one.command, 0) + one.personnel
            to_commands = {name: count for name, count in beyond.items() if count}
            assert {
                name: count for name, count in received.items() if name not in direct
            } == to_commands
            for area in ("51", "53", "ID"):
                has = sum(
                    one["personnel"]
                    for one in of
                    if one["role"] == "reserve" and one["area"] == area
                )
                name = f"reserve/{area}"
                mine = direct.get(name, 0) - received.get(name, 0)
                assert sum(one.personnel for one in sent if one.source == area) + mine <= has


class TestMoreAndLess:
    @given(some_sizes(), some_tps(), some_tps(6))
    def test_more_tps_never_make_a_need_smaller(
        self, sizes: Sizes, tps: dict[str, str], more: dict[str, str]
    ) -> None:
        """Of any force, at the weakest sizes and at the strongest, in any area."""
        before, after = made(sizes, tps), made(sizes, {**more, **tps})
        larger = {(row.level, row.code): row for row in after.areas}
        for row in before.areas:
            for one, other in zip(row.totals, larger[row.level, row.code].totals, strict=True):
                assert other.required >= one.required
                assert other.wished >= one.wished

    @given(some_sizes(), some_tps(), some_polri(), st.sampled_from(TIERS), st.integers(1, 9))
    def test_a_wider_range_never_makes_a_shortage_larger(
        self,
        sizes: Sizes,
        tps: dict[str, str],
        polri: list[dict[str, Any]],
        tier: str,
        size: int,
    ) -> None:
        """Neither a weaker size more, which makes the need smaller, nor a stronger one."""
        wider = {**sizes, tier: tuple(sorted({*sizes[tier], size}))}
        before, after = made(sizes, tps, polri), made(wider, tps, polri)
        assert after.totals[0].short <= before.totals[0].short
        assert after.totals[0].required <= before.totals[0].required
        assert after.totals[0].wished >= before.totals[0].wished

    @given(some_sizes(), some_tps(), some_polri())
    def test_no_lower_tier_is_guarded_where_a_higher_one_of_its_command_is_short(
        self, sizes: Sizes, tps: dict[str, str], polri: list[dict[str, Any]]
    ) -> None:
        found = guards_by_tier(made(sizes, tps, polri))
        for (command, tier), (_, short) in found.items():
            if not short:
                continue
            for lower in range(tier):
                assigned, _ = found.get((command, lower), (0, 0))
                assert assigned == 0, f"{command}: tier {lower} has {assigned}, {tier} is short"

    @given(some_sizes(), some_tps(), some_polri())
    def test_no_tier_is_raised_where_its_command_is_short(
        self, sizes: Sizes, tps: dict[str, str], polri: list[dict[str, Any]]
    ) -> None:
        plan = made(sizes, tps, polri)
        for row in plan.areas:
            if row.level is AreaLevelOfPlan.COMMAND:
                for total in row.totals:
                    assert not (total.force == "polri" and total.short and total.above)


class TestPosts:
    @given(some_sizes(), some_tps(40), some_polri())
    def test_there_are_no_more_posts_than_the_size_needs(
        self, sizes: Sizes, tps: dict[str, str], polri: list[dict[str, Any]]
    ) -> None:
        """n/N <= posts < n/N + 1 for the n TPS of a command, tier and district at size N."""
        plan = made(sizes, tps, polri)
        groups: dict[tuple[str, int, str], tuple[set[int], int]] = {}
        for code, post, tier in zip(
            plan.stations.code.tolist(),
            plan.stations.post.tolist(),
            plan.stations.risk_tier.tolist(),
            strict=True,
        ):
            key = (plan.posts.command[post], tier, to_text(code, "tps")[:8])
            posts, count = groups.get(key, (set(), 0))
            groups[key] = ({*posts, post}, count + 1)
        for posts, count in groups.values():
            (size,) = {int(plan.posts.size_limit[post]) for post in posts}
            assert count <= len(posts) * size < count + size

    @pytest.mark.parametrize("count", [1, 2, 3, 4, 8, 9, 12])
    @pytest.mark.parametrize("size", [1, 2, 3, 4])
    def test_of_one_group(self, count: int, size: int) -> None:
        """One TPS, one TPS a post, and a number that the size divides and one that it does not."""
        tps = {f"{VILLAGES[0]}.{number:03}": "rawan" for number in range(1, count + 1)}
        plan = made(dict.fromkeys(TIERS, (size,)), tps)
        assert len(plan.posts) == -(-count // size)
        assert plan.posts.stations.sum() == count
        assert plan.totals[0].required == 2 * len(plan.posts) + 1
        assert plan.totals[2].required == 2 * count

    @pytest.mark.parametrize("polri", range(8))
    def test_an_odd_strength_leaves_a_post_half_manned(self, polri: int) -> None:
        """Persons are counted: of two posts of two and a supervisor, each person who is not there
        is short, and none is left over."""
        tps = {f"{VILLAGES[0]}.{number:03}": "rawan" for number in (1, 2)}
        plan = made(dict.fromkeys(TIERS, (1,)), tps, [own("51.03", polri)])
        assert plan.posts.polri.sum() == min(polri, 4)
        assert plan.totals[0].assigned == min(polri, 5)
        assert plan.totals[0].short == max(0, 5 - polri)
        assert sorted(plan.posts.polri.tolist()) == sorted(
            [min(2, polri), max(0, min(4, polri) - 2)]
        )


class TestProvinces:
    @given(cases(16), strengths(20))
    def test_without_a_common_reserve_are_planned_independently(
        self, case: Case, given_strengths: list[dict[str, Any]]
    ) -> None:
        """Together as each alone, to the last post and person."""
        provinces = sorted({row["tps_code"][:2] for row in case.tps})
        assume(len(provinces) == 2)
        local = [one for one in given_strengths if one["area"] != "ID"]
        forces = {one["force"] for one in local}
        together = parts_of(planned(case, local)[0], provinces)
        for province in provinces:
            rows = [row for row in case.tps if row["tps_code"][:2] == province]
            here = [one for one in local if one["area"][:2] == province]
            # a force that is given anywhere is given everywhere: nothing of it is unlimited
            here += [reserve(province, 0, force) for force in sorted(forces)]
            alone, _, _ = planned(Case(case.texts, case.policy_id, rows), here)
            assert parts_of(alone, [province])[province] == together[province]


def parts_of(plan: Plan, provinces: Sequence[str]) -> dict[str, Any]:
    """What a plan says of each province, without what refers to other parts of it by number."""
    found: dict[str, Any] = {}
    for province in provinces:
        posts = [
            (area, to_text(first, "tps"), *numbers)
            for area, first, *numbers in zip(
                plan.posts.area,
                plan.posts.first_tps.tolist(),
                plan.posts.command,
                plan.posts.size_limit.tolist(),
                plan.posts.polri.tolist(),
                plan.posts.tni.tolist(),
                plan.posts.linmas.tolist(),
                strict=True,
            )
            if area[:2] == province
        ]
        rows = [
            (row.level, row.code, row.posts, row.tps_by_tier, row.sizes, *map(_numbers, row.totals))
            for row in plan.areas
            if row.level in (AreaLevelOfPlan.PROVINCE, AreaLevelOfPlan.REGENCY)
            and row.code[:2] == province
        ]
        units = [
            (unit.area, unit.force, unit.required, unit.assigned, plan.rules[unit.rule].id)
            for unit in plan.units
            if unit.area[:2] == province
        ]
        sent = [one for one in plan.transfers if one.source == province]
        found[province] = (posts, rows, units, sent)
    return found


def _numbers(total: Total) -> tuple[str | int, ...]:
    return total.force, total.required, total.wished, total.assigned, total.short, total.above
