"""Bounds of TNI to Polri, against trying every whole number."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.planning.mixes import lower_bound, upper_bound
from pamtps_service.policy import model
from pamtps_service.records.area_codes import to_text
from pamtps_service.records.plan import Plan
from pamtps_service.verify.check import verify

from tests.planning.service_input import planned
from tests.reference.conditions import holds_for_tps, lies_in, station
from tests.reference.evaluator import Result, classify, evaluate
from tests.reference.hand_cases import also_by_hand
from tests.reference.mix import Answer, Mix, settle
from tests.reference.reading import whole_policy
from tests.reference.strategies import Case, cases


def mixes() -> st.SearchStrategy[Mix]:
    return st.builds(
        lambda tni, ends, open_: Mix(tni, None if open_ else min(ends), max(ends)),
        st.integers(1, 4),
        st.tuples(st.integers(1, 12), st.integers(1, 12)),
        st.booleans(),
    )


@given(mixes(), st.integers(0, 60))
def test_the_bounds_are_the_least_and_the_greatest_whole_number_that_hold(
    mix: Mix, polri: int
) -> None:
    effect = model.Mix(mix.tni, mix.polri_least, mix.polri_most, None)
    answer = settle([mix], polri, 0)
    assert lower_bound(effect, polri) == answer.lower
    assert upper_bound(effect, polri) == answer.upper


def test_between_31_and_155_tni_stand_beside_310_polri_at_1_to_10_up_to_1_to_2() -> None:
    effect = model.Mix(1, 2, 10, None)
    assert (lower_bound(effect, 310), upper_bound(effect, 310)) == (31, 155)


def mixes_of(case: Case, result: Result, area: tuple[str, str]) -> list[str]:
    rules = whole_policy(case.texts, case.policy_id).rules
    return [rule for rule in result.areas[area].rules if "mix" in rules[rule]]


def mix_of(case: Case, rule: str) -> tuple[Mix, dict[str, Any] | None]:
    """The bounds of a rule and its `of`."""
    effect = whole_policy(case.texts, case.policy_id).rules[rule]["mix"]
    least, dots, most = effect["polri"].partition("..")
    bounds = Mix(int(effect["tni"]), int(least) if dots else None, int(most or least))
    return bounds, effect.get("of")


@dataclasses.dataclass
class Post:
    """A post of the plan as the mixes see it."""

    first: str
    members: list[str]
    polri: int
    tni: int


def posts_in_plan(plan: Plan) -> list[Post]:
    codes = [to_text(code, "tps") for code in plan.stations.code.tolist()]
    found = []
    for place, first in enumerate(plan.posts.first_tps.tolist()):
        members = [
            code
            for code, post in zip(codes, plan.stations.post.tolist(), strict=True)
            if post == place
        ]
        found.append(
            Post(
                to_text(first, "tps"),
                members,
                int(plan.posts.polri[place]),
                int(plan.posts.tni[place]),
            )
        )
    return found


@dataclasses.dataclass
class Settled:
    """What the reference says of the mixes of one area, one at a time or together."""

    area: str
    rules: list[str]
    answer: Answer
    standby: int


def settled_by_reference(case: Case, result: Result, posts: list[Post]) -> list[Settled]:
    """Districts, then regencies, then provinces; those with `of` alone, then the others."""
    policy = whole_policy(case.texts, case.policy_id)
    stations = {row["tps_code"]: station(row, policy) for row in case.tps}
    for one in stations.values():
        classify(one, policy)
    found: list[Settled] = []
    for level in ("district", "regency", "province"):
        for area in sorted(area for at, area in result.areas if at == level):
            together = []
            inside = [post for post in posts if lies_in(post.first, area)]
            for rule in mixes_of(case, result, (level, area)):
                bounds, of = mix_of(case, rule)
                if of is None:
                    together.append((rule, bounds))
                    continue
                held = [
                    post
                    for post in inside
                    if any(holds_for_tps(of, stations[code], policy) for code in post.members)
                ]
                tni = sum(post.tni for post in held)
                answer = settle([bounds], sum(post.polri for post in held), tni)
                found.append(Settled(area, [rule], answer, answer.at_least - tni))
            if together:
                units = {unit: n for unit, n in result.units.items() if lies_in(unit.area, area)}
                polri = sum(post.polri for post in inside)
                polri += sum(n for unit, n in units.items() if unit.force == "polri")
                tni = sum(post.tni for post in inside)
                tni += sum(n for unit, n in units.items() if unit.force == "tni")
                tni += sum(one.standby for one in found if lies_in(one.area, area))
                answer = settle([bounds for _, bounds in together], polri, tni)
                rules = [rule for rule, _ in together]
                found.append(Settled(area, rules, answer, answer.at_least - tni))
    return found


@also_by_hand
@given(case=cases(12, limits=False))
def test_the_tni_that_mixes_ask_for_are_those_of_the_reference(case: Case) -> None:
    """Without strengths: everything required is assigned."""
    result = evaluate(case.texts, case.policy_id, case.tps)
    plan, _, _ = planned(case, [])
    expected = settled_by_reference(case, result, posts_in_plan(plan))
    wanted: dict[tuple[str, tuple[str, ...]], int] = {}
    for one in expected:
        if one.standby:
            wanted[one.area, tuple(one.rules)] = one.standby
    rules_of = {(one.area, rule): tuple(one.rules) for one in expected for rule in one.rules}
    found: dict[tuple[str, tuple[str, ...]], int] = {}
    for unit in plan.units:
        rule = plan.rules[unit.rule].id
        if (unit.area, rule) in rules_of and unit.required:
            assert (unit.force, unit.role) == ("tni", "standby")
            found[unit.area, rules_of[unit.area, rule]] = unit.required
    assert found == wanted
    check_findings(plan, expected)


def check_findings(plan: Plan, expected: list[Settled]) -> None:
    """No whole number, and more than the upper bound, are said where they are so."""
    said = {
        (found.code, found.area, plan.rules[found.rule].id)
        for found in plan.findings
        if found.code.startswith("mix-") and found.rule is not None
    }
    no_number = {(a.area, tuple(a.rules)) for a in expected if not a.answer.whole_number_exists}
    above = {
        (a.area, tuple(a.rules))
        for a in expected
        if a.answer.whole_number_exists and a.answer.above
    }
    rules_of = {(one.area, rule): tuple(one.rules) for one in expected for rule in one.rules}
    for code, wanted in (("mix-without-whole-number", no_number), ("mix-above-bound", above)):
        found = {(area, rules_of[area, rule]) for name, area, rule in said if name == code}
        assert found == wanted, code


def one_district(mixes: str, tps: int, sizes: str) -> Case:
    """So many TPS in one district, one Polri a post."""
    text = (
        "policy: own\ntitle: T\nissuer: I\nbasis: B\nareas: all\nrules:\n"
        f"  - {{id: guard, guard: {{polri: 1, tps_per_post: {sizes}}}}}\n{mixes}"
    )
    codes = [f"53.11.01.2001.{number:03}" for number in range(1, tps + 1)]
    return Case({"own": text}, "own", [{"tps_code": code, "risk_tier": "rawan"} for code in codes])


def test_where_no_whole_number_satisfies_the_wish_is_the_lower_bound_rounded_up() -> None:
    """At 8 Polri required one TNI will do; at the 31 wished, 3.1 to 3.9 holds no whole number."""
    mix = "  - {id: mix, for_each: district, mix: {tni: 1, polri: 8..10}}\n"
    plan, _, _ = planned(one_district(mix, 31, "1..4"), [])
    (unit,) = plan.units
    assert (unit.required, unit.wished) == (1, 4)


def test_of_several_mixes_the_one_with_the_greatest_exact_bound_is_named() -> None:
    """11 Polri ask for 1.1 and for 1.2 TNI: both are two, and the second rule binds."""
    mixes = (
        "  - {id: a, for_each: district, mix: {tni: 1, polri: 10}}\n"
        "  - {id: b, for_each: district, mix: {tni: 1, polri: 9}}\n"
    )
    plan, request, policies = planned(one_district(mixes, 11, "1"), [])
    (unit,) = plan.units
    assert (unit.required, plan.rules[unit.rule].id) == (2, "b")
    assert verify(plan, request, policies.policies).violations == ()
