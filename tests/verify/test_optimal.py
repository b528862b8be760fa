"""The proof that a plan is the best, by a method that shares nothing with the planner."""

from __future__ import annotations

import dataclasses
import itertools
import sys
from typing import Any, Final

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.sizes.raised import Raised
from pamtps_service.records.plan import Aim, Optimality
from pamtps_service.verify.check import verify
from pamtps_service.verify.optimal.check import check_optimal
from pamtps_service.verify.optimal.programs import Program, Solution, SolverMissingError

from tests.conftest import LONG
from tests.planning.service_input import planned
from tests.reference.strategies import CLAIMS, Case, heading, yaml_text
from tests.verify.worlds import World, middle_worlds, worlds
from tests.verify.worse_plans import steps_down, take_down, with_claims, with_sizes


def proof_of(world: World, step: Any = lambda: None) -> Optimality:
    """What is found of the planner's plan, which must be valid, but that it may be worse than it
    says that it is."""
    plan, request, policies = planned(world.case, world.strengths)
    found = verify(plan, request, policies.policies).violations
    assert {one.code for one in found} <= {"next-step-affordable"}
    return check_optimal(plan, request, policies.policies, step)


def told(found: Optimality) -> str:
    """The aims, as they are read in a failure."""
    return "\n".join(aim.message.en for aim in found.aims)


class TestThePlanner:
    @settings(max_examples=1500 if LONG else 100)
    @given(worlds())
    def test_on_small_worlds_what_it_makes_is_the_best(self, world: World) -> None:
        found = proof_of(world)
        assert found.optimal, told(found)
        assert all(aim.planned == aim.best for aim in found.aims)

    @settings(max_examples=50 if LONG else 5)
    @given(middle_worlds())
    def test_on_middle_worlds_what_it_makes_is_the_best(self, world: World) -> None:
        found = proof_of(world)
        assert found.optimal, told(found)


@settings(max_examples=500 if LONG else 60)
@given(worlds(), st.data())
def test_one_size_one_step_weaker_is_not_the_best(world: World, data: st.DataObject) -> None:
    taken: list[tuple[Claimant, int, int]] = []

    def weaker(raised: dict[Claimant, Raised]) -> None:
        steps = steps_down(raised)
        if steps:
            taken.append(data.draw(st.sampled_from(steps)))
            take_down(raised, taken[0])

    with with_sizes(weaker):
        found = proof_of(world)
    assert found.optimal == (not taken), told(found)
    if taken:
        last = found.aims[-1]
        assert (last.code, last.force) == ("weakest-command", "polri")
        assert last.claim == ("kurang_rawan", "rawan", "sangat_rawan")[taken[0][1]]
        assert last.planned < last.best <= last.whole


def rows(counts: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    """TPS by village and tier."""
    found: list[dict[str, Any]] = []
    for (village, tier), count in counts.items():
        first = len(found) + 1
        found += [
            {
                "tps_code": f"{village}.{number:03}",
                "risk_tier": tier,
                "travel_minutes": 10,
                "access": "road",
            }
            for number in range(first, first + count)
        ]
    return found


def strength(area: str, persons: int, role: str = "own", force: str = "polri") -> dict[str, Any]:
    covers = [area] if role == "own" else []
    return {
        "command": area,
        "area": area,
        "covers": covers,
        "force": force,
        "personnel": persons,
        "role": role,
    }


def world_of(
    rules: list[dict[str, Any]],
    counts: dict[tuple[str, str], int],
    strengths: list[dict[str, Any]],
    **keys: Any,
) -> World:
    text = yaml_text(heading("own") | keys | {"rules": rules})
    return World(Case({"own": text}, "own", rows(counts)), strengths)


def guard(tier: str, sizes: list[str], **keys: str) -> dict[str, Any]:
    effect = {"polri": "2", "tps_per_post": sizes} | keys
    return {"id": f"guard-{tier.replace('_', '-')}", "when": {"risk_tier": tier}, "guard": effect}


GUARDS = [
    guard("sangat_rawan", ["1"]),
    guard("rawan", ["1", "2"]),
    guard("kurang_rawan", ["2", "4"]),
]


class TestAims:
    def test_a_shortage_moved_to_a_higher_tier_is_named(self) -> None:
        """Under a ceiling, where shortages of commands explain nothing of each other."""
        ceiling = {"id": "ceiling", "for_each": "province", "limit": {"polri": "10"}}
        world = world_of(
            [*GUARDS, ceiling],
            {("53.11.01.1001", "sangat_rawan"): 3, ("53.15.01.1001", "kurang_rawan"): 12},
            [strength("53.11", 20), strength("53.15", 20)],
        )
        assert proof_of(world).optimal
        with with_claims([*reversed(CLAIMS[:3]), *CLAIMS[3:]]):
            found = proof_of(world)
        assert not found.optimal
        (aim,) = found.aims
        assert aim.code == "shortage"
        assert (aim.force, aim.area, aim.claim) == ("polri", "53", "sangat_rawan")
        assert (aim.planned, aim.best, aim.whole, aim.command) == (2, 0, 1, "")
        assert aim.message.en == (
            "Shortage of Polri for sangat rawan TPS in 53: planned 2, best 0."
        )

    def test_persons_that_a_reserve_sends_needlessly_are_named(self) -> None:
        """Two districts are as many TPS, and one of them needs two persons more to be stronger."""
        world = world_of(
            [guard("kurang_rawan", ["2", "4"], within="village")],
            {
                ("53.11.01.1001", "kurang_rawan"): 8,
                ("53.11.02.1001", "kurang_rawan"): 2,
                ("53.11.02.2001", "kurang_rawan"): 2,
                ("53.11.02.2002", "kurang_rawan"): 4,
            },
            [strength("53.11", 8), strength("53", 7, "reserve")],
        )
        found = proof_of(world)
        assert found.optimal, told(found)
        assert found.aims[-1].code == "transfers"
        assert found.aims[-1].planned == 4

        def swapped(raised: dict[Claimant, Raised]) -> None:
            (one,) = raised.values()
            assert one.sizes[0] == [4, 2]
            one.sizes[0] = [2, 4]

        with with_sizes(swapped):
            found = proof_of(world)
        assert not found.optimal
        assert [(a.code, a.planned, a.best) for a in found.aims[-2:]] == [
            ("weakest-command", 1, 1),
            ("transfers", 6, 4),
        ]

    def test_a_stronger_command_beside_a_weaker_one_is_named(self) -> None:
        """What the reserve gave to one could have raised the other, which is weaker."""
        world = world_of(
            [guard("rawan", ["1", "2", "4"])],
            {("53.11.01.1001", "rawan"): 4, ("53.15.01.1001", "rawan"): 4},
            [strength("53.11", 2), strength("53.15", 2), strength("53", 7, "reserve")],
        )
        found = proof_of(world)
        assert found.optimal, told(found)
        assert (found.aims[-2].planned, found.aims[-2].whole) == (1, 2)

        def unequal(raised: dict[Claimant, Raised]) -> None:
            first, second = sorted(raised)
            raised[first].sizes[1], raised[second].sizes[1] = [1], [4]

        with with_sizes(unequal):
            found = proof_of(world)
        assert not found.optimal
        aim = found.aims[-1]
        assert (aim.code, aim.claim, aim.command) == ("weakest-command", "rawan", "53.15")
        assert (aim.planned, aim.best, aim.whole) == (0, 1, 2)

    def test_they_come_in_the_order_of_the_claims(self) -> None:
        """Stronger sizes stand where the claims put them."""
        squad = {"id": "squad", "for_each": "regency", "add": {"polri": "3"}}
        claims = ["rawan", "upgrades", "sangat_rawan", "kurang_rawan", *CLAIMS[3:6]]
        counts = {("53.11.01.1001", tier): 5 for tier in ("rawan", "kurang_rawan")}
        world = world_of([*GUARDS, squad], counts, [strength("53.11", 13)], claims=claims)
        found = proof_of(world)
        assert [(aim.code, aim.claim) for aim in found.aims] == [
            ("shortage", "rawan"),
            ("weakest-command", "rawan"),
            ("weakest-command", "kurang_rawan"),
            ("transfers", ""),
            ("shortage", "kurang_rawan"),
            ("shortage", "reinforcement"),
        ]
        assert [aim.planned for aim in found.aims] == [0, 1, 1, 0, 3, 3]

    def test_stronger_posts_without_anybody_are_a_shortage(self) -> None:
        """Also where stronger sizes come first: a post counts when it is fully manned."""
        claims = ["upgrades", *CLAIMS[:-1]]
        world = world_of(
            GUARDS, {("53.11.01.1001", "rawan"): 4}, [strength("53.11", 9)], claims=claims
        )
        plan, request, policies = planned(world.case, world.strengths)
        assert plan.posts.size_limit.tolist() == [1, 1, 1, 1]
        nobody = dataclasses.replace(
            plan.posts, polri=plan.posts.polri * 0, polri_short=plan.posts.polri
        )
        empty = dataclasses.replace(plan, posts=nobody)
        (aim,) = check_optimal(empty, request, policies.policies).aims
        assert (aim.code, aim.claim, aim.planned, aim.best) == ("shortage", "rawan", 8, 0)

    def test_provinces_that_share_a_reserve_are_one_and_others_apart(self) -> None:
        counts = {("53.11.01.1001", "rawan"): 4, ("51.03.01.1001", "rawan"): 4}
        own = [strength("53.11", 6), strength("51.03", 6)]
        apart = proof_of(world_of(GUARDS, counts, own))
        assert sorted({aim.area for aim in apart.aims}) == ["51", "53"]
        shared = proof_of(world_of(GUARDS, counts, [*own, strength("ID", 2, "reserve")]))
        assert {aim.area for aim in shared.aims} == {"ID"}

    def test_a_force_without_strength_is_short_by_ceilings_alone(self) -> None:
        ceiling = {"id": "ceiling", "for_each": "regency", "limit": {"polri": "5"}}
        world = world_of([*GUARDS, ceiling], {("53.11.01.1001", "rawan"): 8}, [])
        found = proof_of(world)
        assert [(aim.code, aim.planned, aim.best) for aim in found.aims] == [("shortage", 3, 3)]


class TestACommandInTwoProvinces:
    RULES: Final = [guard("rawan", ["1"]), guard("kurang_rawan", ["1", "2"])]
    COUNTS: Final = {("53.15.01.1001", "rawan"): 1, ("51.71.01.1001", "kurang_rawan"): 2}
    SPREAD: Final = strength("51.71", 4) | {"covers": ["51.71", "53.15"]}

    def test_is_served_by_the_reserve_of_each(self) -> None:
        world = world_of(
            self.RULES, self.COUNTS, [self.SPREAD | {"personnel": 3}, strength("53", 2, "reserve")]
        )
        plan, request, policies = planned(world.case, world.strengths)
        assert verify(plan, request, policies.policies).violations == ()
        assert [(one.source, one.command, one.personnel) for one in plan.transfers] == [
            ("53", "51.71", 1)
        ]

    def test_leaves_to_a_reserve_whom_it_can_serve(self) -> None:
        """Its own strength makes the other province stronger, where there is no reserve."""
        world = world_of(self.RULES, self.COUNTS, [self.SPREAD, strength("53", 2, "reserve")])
        found = proof_of(world)
        assert found.optimal, told(found)


class TestHow:
    def test_it_can_be_ended_between_programs(self) -> None:
        """So that a deadline is seen."""
        calls = 0

        class EndedError(Exception):
            pass

        def end() -> None:
            nonlocal calls
            calls += 1
            if calls == 3:
                raise EndedError

        counts = {("53.11.01.1001", "rawan"): 4, ("53.11.01.1001", "kurang_rawan"): 4}
        with pytest.raises(EndedError):
            proof_of(world_of(GUARDS, counts, [strength("53.11", 9)]), end)

    def test_nothing_is_written_on_standard_output(self, capfd: pytest.CaptureFixture[str]) -> None:
        counts = {("53.11.01.1001", "rawan"): 4}
        proof_of(world_of(GUARDS, counts, [strength("53.11", 6)]))
        assert capfd.readouterr().out == ""

    def test_without_the_solver_it_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "highspy", None)
        with pytest.raises(SolverMissingError):
            proof_of(world_of(GUARDS, {("53.11.01.1001", "rawan"): 4}, [strength("53.11", 6)]))


class TestPrograms:
    @given(
        st.lists(st.tuples(st.integers(0, 3), st.integers(-3, 3)), max_size=4),
        st.lists(
            st.tuples(st.lists(st.integers(-3, 3), max_size=4), st.integers(-4, 9)), max_size=3
        ),
    )
    def test_the_optimum_is_that_of_trying_all(
        self, columns: list[tuple[int, int]], rows: list[tuple[list[int], int]]
    ) -> None:
        program = Program()
        for high, _ in columns:
            program.column(0, high)
        for factors, most in rows:
            program.row(None, most, list(enumerate(factors[: len(columns)])))
        costs = [cost for _, cost in columns]
        possible = [
            sum(cost * value for cost, value in zip(costs, values, strict=True))
            for values in itertools.product(*(range(high + 1) for high, _ in columns))
            if all(
                sum(f * v for f, v in zip(factors, values, strict=False)) <= most
                for factors, most in rows
            )
        ]
        terms = dict(enumerate(costs))
        least, most_found = program.least(terms), program.most(terms)
        if not possible:
            assert least is None
            assert most_found is None
        else:
            assert isinstance(least, Solution)
            assert isinstance(most_found, Solution)
            assert (least.worth, most_found.worth) == (min(possible), max(possible))


def test_an_aim_says_the_same_in_both_languages() -> None:
    counts = {("53.11.01.1001", "rawan"): 5, ("53.11.01.1001", "kurang_rawan"): 9}
    found = proof_of(world_of(GUARDS, counts, [strength("53.11", 9)]))
    aims: tuple[Aim, ...] = found.aims
    assert [aim.message.id for aim in aims] == [
        "Kekurangan Polri untuk TPS rawan di 53: dalam rencana 0, paling sedikit 0.",
        "Kekurangan Polri untuk TPS kurang rawan di 53: dalam rencana 3, paling sedikit 3.",
        "Ukuran pos Polri untuk TPS rawan di 53, satuan terlemah lebih dahulu: 53.11 mencapai 0/1 "
        "dari ukuran terkuatnya, terbaik 0/1.",
        "Ukuran pos Polri untuk TPS kurang rawan di 53, satuan terlemah lebih dahulu: 53.11 "
        "mencapai 0/1 dari ukuran terkuatnya, terbaik 0/1.",
        "Polri dari cadangan di 53: dalam rencana 0, paling sedikit 0.",
    ]
