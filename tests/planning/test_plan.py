"""Whole plans on random policies, batches and strengths: three independent readings agree."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.records.area_codes import to_text
from pamtps_service.records.plan import Plan
from pamtps_service.verify.check import verify

from tests.planning.service_input import planned
from tests.reference.evaluator import Result, evaluate
from tests.reference.linmas import assign
from tests.reference.posts import Group, best_partition, command_of, groups
from tests.reference.reading import whole_policy
from tests.reference.shortage import Strengths, closed_form
from tests.reference.strategies import CLAIMS, Case, cases, strengths


@given(cases(12), strengths())
def test_the_independent_check_finds_nothing_in_a_plan(
    case: Case, given_strengths: list[dict[str, Any]]
) -> None:
    plan, request, policies = planned(case, given_strengths)
    found = verify(plan, request, policies.policies)
    assert found.violations == ()
    assert found.plan_digest == plan.plan_digest
    assert found.statements > len(request.batch)


@given(cases(10), strengths(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_strengths_changes_no_byte_of_a_plan(
    case: Case, given_strengths: list[dict[str, Any]], chance: random.Random
) -> None:
    plan, _, _ = planned(case, given_strengths)
    rows, more = list(case.tps), list(given_strengths)
    chance.shuffle(rows)
    chance.shuffle(more)
    again, _, _ = planned(dataclasses.replace(case, tps=rows), more)
    assert (again.name, again.request_digest, again.plan_digest) == (
        plan.name,
        plan.request_digest,
        plan.plan_digest,
    )


@given(cases(14), strengths())
def test_posts_are_those_of_brute_force_at_an_allowed_size(
    case: Case, given_strengths: list[dict[str, Any]]
) -> None:
    plan, _, _ = planned(case, given_strengths)
    expected = groups(evaluate(case.texts, case.policy_id, case.tps), given_strengths)
    formed = posts_of(plan)
    for group, members in expected.items():
        places = sorted({formed.of_tps[code] for code in members})
        sizes = {int(plan.posts.size_limit[place]) for place in places}
        assert len(sizes) == 1, "one group has posts of two sizes"
        (size,) = sizes
        assert size in group.sizes
        found = [int(plan.posts.stations[place]) for place in places]
        assert found == best_partition(members, size)
        for place in places:
            assert plan.posts.polri[place] + plan.posts.polri_short[place] == group.polri
            assert plan.posts.tni[place] + plan.posts.tni_short[place] == group.tni
            assert plan.posts.area[place] == group.border
    assert len(formed.of_tps) == sum(len(members) for members in expected.values())


@dataclasses.dataclass(frozen=True)
class FormedPosts:
    of_tps: dict[str, int]
    """Index of the post of every covered TPS."""


def posts_of(plan: Plan) -> FormedPosts:
    codes = [to_text(code, "tps") for code in plan.stations.code.tolist()]
    pairs = zip(codes, plan.stations.post.tolist(), strict=True)
    return FormedPosts({code: post for code, post in pairs if post >= 0})


def matched_effects(case: Case, result: Result, effect: str) -> list[str]:
    """Rules for areas with this effect that match somewhere."""
    rules = whole_policy(case.texts, case.policy_id).rules
    found = {rule for area in result.areas.values() for rule in area.rules if effect in rules[rule]}
    return sorted(found)


def limited_forces(case: Case, result: Result) -> set[str]:
    """Forces on which some ceiling lies."""
    rules = whole_policy(case.texts, case.policy_id).rules
    limits = matched_effects(case, result, "limit")
    return {force for rule in limits for force in rules[rule]["limit"]}


def posts_at(formed: dict[Group, list[str]], end: int) -> dict[Group, int]:
    """How many posts each group needs at its weakest (-1) or strongest (0) size."""
    return {group: -(-len(members) // group.sizes[end]) for group, members in formed.items()}


@given(cases(14), strengths())
def test_required_is_the_sum_at_the_weakest_sizes_and_wished_at_the_strongest(
    case: Case, given_strengths: list[dict[str, Any]]
) -> None:
    plan, _, _ = planned(case, given_strengths)
    result = evaluate(case.texts, case.policy_id, case.tps)
    formed = groups(result, given_strengths)
    weakest, strongest = posts_at(formed, -1), posts_at(formed, 0)
    has_mixes = bool(matched_effects(case, result, "mix"))
    for total in plan.totals:
        assert total.assigned == total.required - total.short + total.above
        if total.force == "linmas":
            need = sum(one.requirement.linmas_per_tps for one in result.tps.values())
            assert (total.required, total.wished) == (need, need)
        elif total.force == "polri" or not has_mixes:
            units = sum(n for unit, n in result.units.items() if unit.force == total.force)
            least = sum(getattr(group, total.force) * n for group, n in weakest.items())
            most = sum(getattr(group, total.force) * n for group, n in strongest.items())
            assert (total.required, total.wished) == (least + units, most + units)
        if not any(one["force"] == total.force for one in given_strengths):
            assert total.available is None
            if total.force not in limited_forces(case, result):
                # TNI stand at posts, also at those that Polri is left for
                assert total.short == 0
                assert total.assigned == total.required or total.force == "tni"


def claims_of(case: Case) -> list[str]:
    return whole_policy(case.texts, case.policy_id).claims or CLAIMS


def unit_claimant(area: str, force: str, given_strengths: list[dict[str, Any]]) -> str | None:
    """The command that covers the whole area alone; None claims on the province's reserve."""
    own = [one for one in given_strengths if one["force"] == force and one["role"] == "own"]
    if area.count(".") == 0:
        return None
    inside = {
        one["command"] for one in own for code in one["covers"] if code.startswith(area + ".")
    }
    around = command_of(area, force, given_strengths)
    return around if inside <= {around} else None


@given(cases(14, limits=False), strengths(6, "polri"))
def test_polri_short_by_claim_is_the_closed_form(
    case: Case, given_strengths: list[dict[str, Any]]
) -> None:
    """Where no ceiling binds, and upgrades are served behind all else."""
    claims = claims_of(case)
    result = evaluate(case.texts, case.policy_id, case.tps)
    polri = [one for one in given_strengths if one["force"] == "polri"]
    need: dict[str, dict[str, int]] = {}
    on_reserve: dict[str, dict[str, int]] = {}

    def ask(command: str | None, area: str, claim: str, persons: int) -> None:
        table = on_reserve.setdefault(area[:2], {})
        if command is not None:
            table = need.setdefault(command, {})
            province_of[command] = area[:2]
        table[claim] = table.get(claim, 0) + persons

    province_of: dict[str, str] = {}
    formed = groups(result, given_strengths)
    for group, posts in posts_at(formed, -1).items():
        ask(group.command, group.border, group.tier, group.polri * posts)
    for unit, persons in result.units.items():
        if unit.force == "polri":
            ask(unit_claimant(unit.area, "polri", polri), unit.area, unit.role, persons)
    reference = Strengths(
        [claim for claim in claims if claim != "upgrades"],
        province_of,
        need,
        {one["command"]: one["personnel"] for one in polri if one["role"] == "own"},
        {one["area"]: one["personnel"] for one in polri if one["role"] == "reserve"},
        on_reserve,
        sum(one["personnel"] for one in polri if one["area"] == "ID"),
    )
    expected = closed_form(reference)
    plan, _, _ = planned(case, given_strengths)
    found = dict.fromkeys(expected, 0)
    of_post = posts_of(plan).of_tps
    for group, members in formed.items():
        for place in {of_post[code] for code in members}:
            found[group.tier] += int(plan.posts.polri_short[place])
    for added in plan.units:
        if added.force == "polri":
            found[added.role] += added.required - added.assigned
    assert found == expected
    assert plan.totals[0].short == sum(expected.values())


@given(cases(14, limits=False), strengths(20, "polri"))
def test_no_stronger_size_is_left_for_that_a_command_could_afford(
    case: Case, given_strengths: list[dict[str, Any]]
) -> None:
    """The certificate of the upgrades: what is left of its own is less than the next step costs."""
    result = evaluate(case.texts, case.policy_id, case.tps)
    polri = [one for one in given_strengths if one["force"] == "polri"]
    plan, _, _ = planned(case, given_strengths)
    formed = groups(result, given_strengths)
    of_post = posts_of(plan).of_tps
    left = {one["command"]: one["personnel"] for one in polri if one["role"] == "own"}
    for place, command in enumerate(plan.posts.command):
        left[command] = left.get(command, 0) - int(plan.posts.polri[place])
    for added in plan.units:
        if added.force == "polri" and not added.command.startswith("reserve/"):
            left[added.command] = left.get(added.command, 0) - added.assigned
    for transfer in plan.transfers:
        if transfer.force == "polri" and not transfer.command.startswith("reserve/"):
            left[transfer.command] += transfer.personnel
    assert all(persons >= 0 for persons in left.values()), left

    together: dict[tuple[object, ...], list[tuple[Group, list[str]]]] = {}
    for group, members in formed.items():
        if group.command is None:
            continue
        level = group.border.count(".")
        key = (group.command, group.tier, group.polri, group.tni, group.sizes, level, group.choose)
        together.setdefault(key, []).append((group, members))
    for some in together.values():
        first = some[0][0]
        chosen = {int(plan.posts.size_limit[of_post[members[0]]]) for _, members in some}
        assert len(chosen) == 1, "a command and requirement with two sizes"
        (size,) = chosen
        for stronger in (other for other in first.sizes if other < size):
            more = sum(-(-len(m) // stronger) - -(-len(m) // size) for _, m in some)
            assert first.command is not None
            assert more * first.polri > left[first.command]


@given(cases(14, limits=False), strengths(10))
def test_linmas_are_given_out_command_by_command(
    case: Case, given_strengths: list[dict[str, Any]]
) -> None:
    result = evaluate(case.texts, case.policy_id, case.tps)
    plan, _, _ = planned(case, given_strengths)
    codes = [to_text(code, "tps") for code in plan.stations.code.tolist()]
    found = dict(zip(codes, plan.stations.linmas.tolist(), strict=True))
    short = dict(zip(codes, plan.stations.linmas_short.tolist(), strict=True))
    linmas = [one for one in given_strengths if one["force"] == "linmas"]
    by_command: dict[str | None, list[tuple[str, str, int]]] = {}
    for code, one in result.tps.items():
        command = command_of(code, "linmas", linmas)
        need = one.requirement.linmas_per_tps
        by_command.setdefault(command, []).append((code, one.tier, need))
        assert found[code] + short[code] == need
    own = {one["command"]: one["personnel"] for one in linmas}
    for command, members in by_command.items():
        strength = own.get(command or "", 0) if linmas else 10**6
        expected = assign(members, strength)
        assert {code: found[code] for code, _, _ in members} == expected


@given(cases(12, limits=False), strengths(6, "polri"), st.integers(0, 30), st.integers(1, 5))
def test_more_strength_never_makes_a_shortage_larger(
    case: Case, given_strengths: list[dict[str, Any]], place: int, more: int
) -> None:
    """Of Polri and linmas, where no ceiling binds and upgrades are served behind all else."""
    grown = [one for one in given_strengths if one["force"] != "tni"]
    chosen = grown[place % len(grown)]
    larger = [
        one | {"personnel": one["personnel"] + more} if one is chosen else one
        for one in given_strengths
    ]
    before, _, _ = planned(case, given_strengths)
    after, _, _ = planned(case, larger)
    for one, other in zip(before.totals, after.totals, strict=True):
        if one.force == chosen["force"]:
            assert other.short <= one.short
            assert other.required == one.required
