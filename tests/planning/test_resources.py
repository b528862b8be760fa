"""Movements and equipment against the reference, and what is at hand against every other way."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.planning.holdings import Holdings
from pamtps_service.planning.movements import TRANSPORTS
from pamtps_service.policy.model import ACCESS
from pamtps_service.records.area_codes import to_text
from pamtps_service.records.batch import Seats, Stock
from pamtps_service.records.plan import Plan, Status
from pamtps_service.verify import words
from pamtps_service.verify.holdings import Holdings as Checked

from tests.planning.service_input import Resources, planned, resources_of
from tests.reference.evaluator import evaluate
from tests.reference.holdings import every_way, piece_by_piece
from tests.reference.reading import whole_policy
from tests.reference.resources import Equipped, FormedPost, equipment, movements
from tests.reference.strategies import Case, batches, cases, resources, strengths

AREAS = ["ID", "53", "53.11", "53.11.01", "53.11.02", "53.15", "51"]
areas = st.sampled_from(AREAS)
holdings = st.dictionaries(areas, st.integers(0, 3), max_size=4)
wants = st.lists(st.tuples(areas, st.integers(0, 4)), max_size=4)


# What is at hand ------------------------------------------------------------------------------


@given(wants, holdings)
def test_no_other_way_gives_out_more_or_serves_the_first_better(
    asked: list[tuple[str, int]], given_to: dict[str, int]
) -> None:
    """Narrowest first, one after the other: the most in all, and the most for the first, then for
    the second, and so on."""
    left = Holdings(given_to.items())
    got = tuple(left.take(area, wanted) for area, wanted in asked)
    ways = every_way(asked, given_to)
    assert got in ways
    assert sum(got) == max(sum(way) for way in ways)
    assert got == max(ways)
    assert list(got) == piece_by_piece(asked, given_to)


@given(wants, holdings)
def test_the_check_finds_what_is_too_much_and_what_is_left(
    asked: list[tuple[str, int]], given_to: dict[str, int]
) -> None:
    """Of what is used, so much is beyond what there is as no way can give; and one more could be
    used for an area just where another way can."""
    ways = every_way(asked, given_to)
    used = tuple(wanted for _, wanted in asked)
    found = Checked(given_to.items(), asked)
    assert found.beyond == sum(used) - max(sum(way) for way in ways)
    assert (found.beyond == 0) == (used in ways)
    if found.beyond:
        return
    for area in AREAS:
        one_more = max(
            (way[-1] for way in every_way([*asked, (area, 9)], given_to) if way[:-1] == used),
            default=0,
        )
        assert min(found.left_for(area), 9) == one_more


MOVING = """
policy: own
title: T
issuer: I
basis: B
areas: all
items: {radio: Radio, boat: Boat}
attributes: {travel_minutes: {default: 60}}
rules:
  - {id: guards, guard: {polri: 2, tps_per_post: [1, 3]}}
  - {id: sail, when: {access: sea}, move: {transport: sea, fallback: air, depart: H-3}}
  - {id: fly, when: {access: air}, move: {transport: air, fallback: sea, depart: H-3}}
  - {id: walk, when: {access: foot}, move: {transport: foot, depart: H-1}}
  - {id: early, when: {area: [53.11.02, 51.71]}, move: {depart: H-3}}
  - {id: post-radio, for_each: post, when: {access: [sea, air]}, equip: {radio: 1}}
  - {id: tps-radio, when: {risk_tier: rawan}, equip: {radio: 1, boat: 2, per: {tps: 3}}}
  - {id: boats, for_each: village, equip: {boat: 1, per: {tps: 2, of: {access: sea}}}}
  - {id: spare, for_each: province, equip: {radio: 2}}
"""


@st.composite
def moving(draw: st.DrawFn) -> Case:
    """Most TPS move, and all kinds of rules equip."""
    return Case({"own": MOVING}, "own", draw(batches({"travel_minutes": {"default": "60"}}, 14)))


scarce = resources(("sea", "air", "foot"), (1, 3))


# Whole plans ----------------------------------------------------------------------------------


def formed_posts(plan: Plan, given_strengths: list[dict[str, Any]]) -> list[FormedPost]:
    """The posts of a plan as the reference takes them."""
    members: dict[int, list[str]] = {}
    for code, post in zip(plan.stations.code.tolist(), plan.stations.post.tolist(), strict=True):
        if post >= 0:
            members.setdefault(post, []).append(to_text(code, "tps"))
    area_of = {
        one["command"]: one["area"]
        for one in given_strengths
        if (one["force"], one["role"]) == ("polri", "own")
    }
    return [
        FormedPost(
            tuple(tps),
            plan.posts.command[post],
            area_of.get(plan.posts.command[post], tps[0][:5]),
            int(plan.posts.polri[post]),
            int(plan.posts.tni[post]),
        )
        for post, tps in sorted(members.items())
    ]


@given(moving() | cases(14, resources=1), strengths(), scarce | resources())
def test_movements_are_those_of_the_reference(
    case: Case, given_strengths: list[dict[str, Any]], given_resources: dict[str, list[Any]]
) -> None:
    plan, _, _ = planned(case, given_strengths, resources_of(given_resources))
    result = evaluate(case.texts, case.policy_id, case.tps)
    posts = formed_posts(plan, given_strengths)
    travel = {row["tps_code"]: row.get("travel_minutes") for row in case.tps}
    seats, unavailable = given_resources["seats"], given_resources["unavailable"]
    expected = movements(result, posts, travel, seats, unavailable)
    assert [
        (
            move.days_before,
            move.transport,
            move.fallback,
            move.command,
            move.area,
            move.travel_minutes,
            move.tps,
            move.polri + move.tni,
            move.without_transport,
            move.without_seat,
        )
        for move in plan.movements
    ] == [
        (
            move.days,
            move.transport,
            move.fallback,
            move.command,
            move.area,
            move.travel,
            move.tps,
            move.persons,
            move.persons if move.stranded else 0,
            move.without_seat,
        )
        for move in expected
    ]
    moving = {
        code
        for post in posts
        for code in post.tps
        if result.tps[post.tps[0]].requirement.movement is not None
    }
    of_tps = zip(plan.stations.code.tolist(), plan.stations.movement.tolist(), strict=True)
    assert {to_text(code, "tps") for code, index in of_tps if index >= 0} == moving


@given(moving() | cases(14, resources=1), strengths(), scarce | resources())
def test_equipment_is_that_of_the_reference(
    case: Case, given_strengths: list[dict[str, Any]], given_resources: dict[str, list[Any]]
) -> None:
    policy = whole_policy(case.texts, case.policy_id)
    plan, _, _ = planned(case, given_strengths, resources_of(given_resources))
    result = evaluate(case.texts, case.policy_id, case.tps)
    posts = formed_posts(plan, given_strengths)
    expected = equipment(policy, result, case.tps, posts, given_resources["stocks"])
    found = [
        Equipped(row.area, row.item, plan.rules[row.rule].id, row.required, row.assigned)
        for row in plan.equipment
    ]
    assert found == expected
    for row in plan.equipment:
        assert row.short == (0 if row.assigned is None else row.required - row.assigned)


# What it does to a plan -----------------------------------------------------------------------

POLICY = """
policy: own
title: T
issuer: I
basis: B
areas: all
items: {radio: Radio}
rules:
  - {id: guards, guard: {polri: 2, tps_per_post: 1}}
  - {id: sail, when: {access: sea}, move: {transport: sea, fallback: air, depart: H-3}}
  - {id: radios, for_each: post, equip: {radio: 1}}
"""


def by_sea(count: int) -> Case:
    rows = [
        {"tps_code": f"53.11.01.2001.{n:03}", "risk_tier": "rawan", "access": "sea"}
        for n in range(1, count + 1)
    ]
    return Case({"own": POLICY}, "own", rows)


def test_what_is_short_of_seats_transport_or_equipment_is_not_short_of_strength() -> None:
    """The status speaks of personnel; these are warnings."""
    scarce = Resources((Stock("ID", "radio", 0),), (Seats("air", 3, "ID", 1),), ("sea",))
    plan, _, _ = planned(by_sea(2), [], scarce)
    assert plan.status is Status.COMPLETE
    assert [(f.severity, f.code) for f in plan.findings][:2] == [
        ("warning", "equipment-short"),
        ("warning", "movement-without-seat"),
    ]
    stranded, _, _ = planned(by_sea(2), [], Resources(unavailable=("sea", "air")))
    assert stranded.status is Status.COMPLETE


def test_a_stock_or_seats_of_none_is_not_silence() -> None:
    plan, _, _ = planned(by_sea(1), [], Resources((Stock("51", "radio", 5),)))
    assert [(row.assigned, row.short) for row in plan.equipment] == [(0, 1)]
    plan, _, _ = planned(by_sea(1), [], Resources((), (Seats("sea", 3, "51", 5),)))
    assert [move.without_seat for move in plan.movements] == [2]
    plan, _, _ = planned(by_sea(1), [], Resources((), (Seats("sea", 2, "53", 0),)))
    assert [move.without_seat for move in plan.movements] == [0]


def test_both_sides_name_every_transport() -> None:
    for word in ACCESS:
        assert TRANSPORTS[word] == words.transport(word)
