"""Faults: each makes a copy of the sound plan that breaks one statement, and names the violation
by which it must be found. Which TPS, post or row is broken is drawn at random."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pamtps_service.policy.model import Text
from pamtps_service.records.plan import (
    AreaLevelOfPlan,
    Finding,
    Plan,
    SizeChoice,
    Status,
    Transfer,
    Unit,
)

from tests.faults.sound_plan import ABUNDANT, CAPPED, HELPED, SCARCE, Sound

Make = Callable[[Sound, Random], Plan]
FAULTS: list[tuple[str, Make]] = []
"""Code of the violation, and what makes the fault."""


def fault(code: str) -> Callable[[Make], Make]:
    """Register what makes a fault."""

    def register(make: Make) -> Make:
        FAULTS.append((code, make))
        return make

    return register


# Changes --------------------------------------------------------------------------------------


def stations(plan: Plan, **columns: Any) -> Plan:
    return dataclasses.replace(plan, stations=dataclasses.replace(plan.stations, **columns))


def posts(plan: Plan, **columns: Any) -> Plan:
    return dataclasses.replace(plan, posts=dataclasses.replace(plan.posts, **columns))


def changed(column: NDArray[Any], row: int, value: int) -> NDArray[Any]:
    """A copy of the column with another value in one row."""
    copy = column.copy()
    copy[row] = value
    return copy


def replaced(items: tuple[Any, ...], index: int, item: Any) -> tuple[Any, ...]:
    return (*items[:index], item, *items[index + 1 :])


def without(items: tuple[Any, ...], index: int) -> tuple[Any, ...]:
    return (*items[:index], *items[index + 1 :])


def unit(plan: Plan, index: int, **fields: Any) -> Plan:
    item = dataclasses.replace(plan.units[index], **fields)
    return dataclasses.replace(plan, units=replaced(plan.units, index, item))


def area(plan: Plan, index: int, **fields: Any) -> Plan:
    item = dataclasses.replace(plan.areas[index], **fields)
    return dataclasses.replace(plan, areas=replaced(plan.areas, index, item))


def rule(plan: Plan, index: int, **fields: Any) -> Plan:
    item = dataclasses.replace(plan.rules[index], **fields)
    return dataclasses.replace(plan, rules=replaced(plan.rules, index, item))


def only_rows(plan: Plan, rows: NDArray[np.intp]) -> Plan:
    """The same plan with these rows of TPS, in this order."""
    columns = {
        name: getattr(plan.stations, name)[rows]
        for name in ("code", "risk_tier", "post", "linmas", "linmas_short", "label_set", "rule_set")
    }
    return stations(plan, **columns)


# Picks ----------------------------------------------------------------------------------------


def any_tps(sound: Sound, draw: Random) -> int:
    return draw.randrange(len(sound.plan.stations))


def any_post(sound: Sound, draw: Random) -> int:
    return draw.randrange(len(sound.plan.posts))


def tier_of_posts(plan: Plan) -> list[int]:
    """Final tier of the TPS of each post."""
    found = [0] * len(plan.posts)
    for post, tier in zip(
        plan.stations.post.tolist(), plan.stations.risk_tier.tolist(), strict=True
    ):
        if post >= 0:
            found[post] = tier
    return found


def post_pair(
    sound: Sound, draw: Random, wanted: Callable[[Plan, list[int], int, int], bool]
) -> tuple[int, int]:
    """Two different posts that stand to each other as wanted."""
    plan, tiers = sound.plan, tier_of_posts(sound.plan)
    pairs = [
        (one, other)
        for one in range(len(plan.posts))
        for other in range(len(plan.posts))
        if one != other and wanted(plan, tiers, one, other)
    ]
    return draw.choice(pairs)


def same_group(plan: Plan, tiers: list[int], one: int, other: int) -> bool:
    return plan.posts.area[one] == plan.posts.area[other] and tiers[one] == tiers[other]


def tps_of(plan: Plan, post: int) -> list[int]:
    return np.flatnonzero(plan.stations.post == post).tolist()


def any_unit(sound: Sound, draw: Random, wanted: Callable[[Unit], bool]) -> int:
    return draw.choice([n for n, item in enumerate(sound.plan.units) if wanted(item)])


# TPS ------------------------------------------------------------------------------------------


@fault("tps-lacking")
def a_tps_removed(sound: Sound, draw: Random) -> Plan:
    rows = np.delete(np.arange(len(sound.plan.stations)), any_tps(sound, draw))
    return only_rows(sound.plan, rows)


@fault("tps-twice")
def a_tps_twice(sound: Sound, draw: Random) -> Plan:
    rows = np.append(np.arange(len(sound.plan.stations)), any_tps(sound, draw))
    return only_rows(sound.plan, rows)


@fault("tps-not-in-batch")
def a_tps_that_is_not_in_the_batch(sound: Sound, draw: Random) -> Plan:
    code = sound.plan.stations.code
    row = any_tps(sound, draw)
    return stations(sound.plan, code=changed(code, row, int(code[row]) + 60))


@fault("tier-wrong")
def another_tier(sound: Sound, draw: Random) -> Plan:
    tier = sound.plan.stations.risk_tier
    row = any_tps(sound, draw)
    return stations(sound.plan, risk_tier=changed(tier, row, (int(tier[row]) + 1) % 3))


@fault("labels-wrong")
def another_label(sound: Sound, draw: Random) -> Plan:
    labels = sound.plan.stations.label_set
    row = any_tps(sound, draw)
    return stations(sound.plan, label_set=changed(labels, row, 1 - int(labels[row])))


@fault("rules-of-tps")
def other_rules(sound: Sound, draw: Random) -> Plan:
    rules = sound.plan.stations.rule_set
    row = any_tps(sound, draw)
    other = (int(rules[row]) + 1) % len(sound.plan.stations.rule_sets)
    return stations(sound.plan, rule_set=changed(rules, row, other))


@fault("rules-of-tps")
def a_rule_for_areas_at_a_tps(sound: Sound, draw: Random) -> Plan:
    sets = sound.plan.stations.rule_sets
    index = draw.randrange(len(sets))
    names = [use.id for use in sound.plan.rules]
    held = tuple(sorted({*sets[index], names.index("padal")}))
    return stations(sound.plan, rule_sets=replaced(sets, index, held))


@fault("tps-without-post")
def a_tps_without_its_post(sound: Sound, draw: Random) -> Plan:
    post = sound.plan.stations.post
    row = draw.choice(np.flatnonzero(post >= 0).tolist())
    return stations(sound.plan, post=changed(post, row, -1))


@fault("post-without-cover")
def a_post_for_a_tps_without_cover(sound: Sound, draw: Random) -> Plan:
    post = sound.plan.stations.post
    row = draw.choice(np.flatnonzero(post < 0).tolist())
    return stations(sound.plan, post=changed(post, row, any_post(sound, draw)))


@fault("post-index-wrong")
def a_post_that_does_not_exist(sound: Sound, draw: Random) -> Plan:
    wrong = draw.choice([len(sound.plan.posts), 2**31 - 1, -2, -(2**31)])
    return stations(sound.plan, post=changed(sound.plan.stations.post, any_tps(sound, draw), wrong))


@fault("set-index-wrong")
def a_set_of_rules_that_does_not_exist(sound: Sound, draw: Random) -> Plan:
    rules = sound.plan.stations.rule_set
    wrong = draw.choice([-1, len(sound.plan.stations.rule_sets), 2**31 - 1])
    return stations(sound.plan, rule_set=changed(rules, any_tps(sound, draw), wrong))


@fault("plan-index-wrong")
def a_rule_that_does_not_exist(sound: Sound, draw: Random) -> Plan:
    sets = sound.plan.stations.rule_sets
    index = draw.randrange(len(sets))
    held = (*sets[index], draw.choice([-1, len(sound.plan.rules), 2**31 - 1]))
    return stations(sound.plan, rule_sets=replaced(sets, index, held))


@fault("linmas-of-tps")
def a_linmas_more_than_required(sound: Sound, draw: Random) -> Plan:
    linmas = sound.plan.stations.linmas
    row = any_tps(sound, draw)
    return stations(sound.plan, linmas=changed(linmas, row, int(linmas[row]) + 1))


@fault("linmas-order")
def linmas_out_of_turn(sound: Sound, draw: Random) -> Plan:
    """A TPS gives one of its linmas to a later one of the same command and tier."""
    given = sound.plan.stations
    regency = given.code // 10**9
    pairs = [
        (one, other)
        for one in range(len(given))
        for other in range(one + 1, len(given))
        if regency[one] == regency[other]
        and given.risk_tier[one] == given.risk_tier[other]
        and given.linmas[one] > given.linmas[other]
    ]
    one, other = draw.choice(pairs)
    linmas, short = given.linmas.copy(), given.linmas_short.copy()
    linmas[one], linmas[other] = linmas[other], linmas[one]
    short[one], short[other] = short[other], short[one]
    return stations(sound.plan, linmas=linmas, linmas_short=short)


@fault("claims-order")
def a_second_linmas_before_the_first_of_all(sound: Sound, draw: Random) -> Plan:
    given = sound.plan.stations
    regency = given.code // 10**9
    pairs = [
        (one, other)
        for one in range(len(given))
        for other in range(len(given))
        if regency[one] == regency[other] == 5315
        and one != other
        and given.linmas[one] == given.linmas[other] == 1
    ]
    one, other = draw.choice(pairs)
    linmas, short = given.linmas.copy(), given.linmas_short.copy()
    linmas[one], short[one] = 0, 2
    linmas[other], short[other] = 2, 0
    return stations(sound.plan, linmas=linmas, linmas_short=short)


@fault("shortage-with-strength-left")
def linmas_that_stay_at_home(sound: Sound, draw: Random) -> Plan:
    given = sound.plan.stations
    row = draw.choice(np.flatnonzero(given.linmas > 0).tolist())
    return stations(
        sound.plan,
        linmas=changed(given.linmas, row, int(given.linmas[row]) - 1),
        linmas_short=changed(given.linmas_short, row, int(given.linmas_short[row]) + 1),
    )


# Posts ----------------------------------------------------------------------------------------


@fault("post-across-border")
def a_tps_in_a_post_of_another_district(sound: Sound, draw: Random) -> Plan:
    one, other = post_pair(
        sound, draw, lambda plan, _, a, b: plan.posts.area[a] != plan.posts.area[b]
    )
    row = draw.choice(tps_of(sound.plan, one))
    return stations(sound.plan, post=changed(sound.plan.stations.post, row, other))


@fault("post-mixed-tiers")
def a_tps_in_a_post_of_another_tier(sound: Sound, draw: Random) -> Plan:
    one, other = post_pair(sound, draw, lambda _, tiers, a, b: tiers[a] != tiers[b])
    row = draw.choice(tps_of(sound.plan, one))
    return stations(sound.plan, post=changed(sound.plan.stations.post, row, other))


@fault("post-mixed-requirements")
def a_tps_in_a_post_of_another_requirement(sound: Sound, draw: Random) -> Plan:
    return a_tps_in_a_post_of_another_tier(sound, draw)


@fault("post-mixed-commands")
def a_tps_in_a_post_of_another_command(sound: Sound, draw: Random) -> Plan:
    one, other = post_pair(
        sound, draw, lambda plan, _, a, b: plan.posts.command[a] != plan.posts.command[b]
    )
    row = draw.choice(tps_of(sound.plan, one))
    return stations(sound.plan, post=changed(sound.plan.stations.post, row, other))


@fault("post-over-size")
def a_post_over_its_size(sound: Sound, draw: Random) -> Plan:
    """TPS of a neighbouring post of the same group move into it until it is over its size."""
    one, other = post_pair(sound, draw, same_group)
    room = int(sound.plan.posts.size_limit[other] - sound.plan.posts.stations[other])
    post = sound.plan.stations.post.copy()
    moving = tps_of(sound.plan, one)
    if len(moving) <= room:
        return posts(sound.plan, size_limit=changed(sound.plan.posts.size_limit, other, 0))
    post[moving] = other
    return stations(sound.plan, post=post)


@fault("post-not-contiguous")
def two_posts_that_swap_tps(sound: Sound, draw: Random) -> Plan:
    """The first TPS of one post against the last of a later one, and both have two or more."""
    one, other = post_pair(
        sound,
        draw,
        lambda plan, tiers, a, b: (
            same_group(plan, tiers, a, b)
            and a < b
            and min(plan.posts.stations[a], plan.posts.stations[b]) > 1
        ),
    )
    post = sound.plan.stations.post.copy()
    post[tps_of(sound.plan, one)[0]] = other
    post[tps_of(sound.plan, other)[-1]] = one
    return stations(sound.plan, post=post)


@fault("post-size-not-allowed")
def a_size_that_no_rule_allows(sound: Sound, draw: Random) -> Plan:
    wrong = draw.choice([0, -1, 5, 7, 2**31 - 1])
    limits = sound.plan.posts.size_limit
    return posts(sound.plan, size_limit=changed(limits, any_post(sound, draw), wrong))


@fault("post-size-differs")
def two_sizes_for_one_requirement(sound: Sound, draw: Random) -> Plan:
    tiers = tier_of_posts(sound.plan)
    low = [post for post, tier in enumerate(tiers) if tier == 0]
    post = draw.choice(low)
    limits = sound.plan.posts.size_limit
    other = draw.choice([size for size in (3, 4, 6) if size != limits[post]])
    return posts(sound.plan, size_limit=changed(limits, post, other))


def split(sound: Sound, draw: Random) -> tuple[Plan, int, int]:
    """A post that was split in two at its end; the plan, the old post and the new."""
    plan = sound.plan
    big = [post for post in range(len(plan.posts)) if plan.posts.stations[post] > 1]
    old = draw.choice(big)
    new = len(plan.posts)
    columns: dict[str, Any] = {}
    for field in dataclasses.fields(plan.posts):
        column = getattr(plan.posts, field.name)
        if isinstance(column, tuple):
            columns[field.name] = (*column, column[old])
        else:
            columns[field.name] = np.append(column, column[old])
    row = tps_of(plan, old)[-1]
    columns["first_tps"][new] = plan.stations.code[row]
    columns["stations"][old] -= 1
    columns["stations"][new] = 1
    for name in ("linmas", "linmas_short"):
        columns[name][new] = getattr(plan.stations, name)[row]
        columns[name][old] -= columns[name][new]
    made = posts(plan, **columns)
    return stations(made, post=changed(plan.stations.post, row, new)), old, new


@fault("group-posts")
def a_post_too_many(sound: Sound, draw: Random) -> Plan:
    return split(sound, draw)[0]


@fault("strength-exceeded")
def guards_that_nobody_has(sound: Sound, draw: Random) -> Plan:
    """A command with nothing to spare forms one post more."""
    while True:
        plan, old, _ = split(sound, draw)
        if plan.posts.command[old] in (SCARCE, HELPED) and plan.posts.polri[old]:
            return plan


@fault("post-empty")
def a_post_without_tps(sound: Sound, draw: Random) -> Plan:
    plan, old, new = split(sound, draw)
    post = plan.stations.post.copy()
    post[post == new] = old
    return stations(plan, post=post)


@fault("post-stations")
def another_number_of_tps(sound: Sound, draw: Random) -> Plan:
    count = sound.plan.posts.stations
    row = any_post(sound, draw)
    wrong = int(count[row]) + draw.choice([-1, 1, -100])
    return posts(sound.plan, stations=changed(count, row, wrong))


@fault("post-first-tps")
def another_first_tps(sound: Sound, draw: Random) -> Plan:
    first = sound.plan.posts.first_tps
    row = any_post(sound, draw)
    return posts(
        sound.plan, first_tps=changed(first, row, draw.choice([0, -5, int(first[row]) + 1]))
    )


@fault("post-area")
def another_area_of_a_post(sound: Sound, draw: Random) -> Plan:
    row = any_post(sound, draw)
    wrong = draw.choice(["", "53", "53.11", "53.99.01", "not a code"])
    return posts(sound.plan, area=replaced(sound.plan.posts.area, row, wrong))


@fault("post-command")
def another_command_of_a_post(sound: Sound, draw: Random) -> Plan:
    row = any_post(sound, draw)
    return posts(sound.plan, command=replaced(sound.plan.posts.command, row, "reserve/53"))


@fault("post-polri")
def a_guard_less(sound: Sound, draw: Random) -> Plan:
    polri = sound.plan.posts.polri
    row = any_post(sound, draw)
    return posts(sound.plan, polri=changed(polri, row, int(polri[row]) - 1))


@fault("post-tni")
def a_soldier_more(sound: Sound, draw: Random) -> Plan:
    tni = sound.plan.posts.tni_short
    row = any_post(sound, draw)
    return posts(sound.plan, tni_short=changed(tni, row, int(tni[row]) + 1))


@fault("post-linmas")
def another_sum_of_linmas(sound: Sound, draw: Random) -> Plan:
    linmas = sound.plan.posts.linmas
    row = any_post(sound, draw)
    return posts(sound.plan, linmas=changed(linmas, row, int(linmas[row]) + 1))


@fault("post-linmas-short")
def another_sum_of_missing_linmas(sound: Sound, draw: Random) -> Plan:
    short = sound.plan.posts.linmas_short
    row = any_post(sound, draw)
    return posts(sound.plan, linmas_short=changed(short, row, int(short[row]) - 1))


@fault("post-rules")
def a_rule_of_a_post_left_out(sound: Sound, draw: Random) -> Plan:
    row = any_post(sound, draw)
    rules = sound.plan.posts.rules
    return posts(sound.plan, rules=replaced(rules, row, rules[row][1:]))


# Units and mixes ------------------------------------------------------------------------------


@fault("unit-required")
def a_unit_removed(sound: Sound, draw: Random) -> Plan:
    index = any_unit(sound, draw, lambda item: item.force == "polri")
    return dataclasses.replace(sound.plan, units=without(sound.plan.units, index))


@fault("unit-required")
def a_unit_twice(sound: Sound, draw: Random) -> Plan:
    index = any_unit(sound, draw, lambda item: item.force == "polri")
    units = (*sound.plan.units, sound.plan.units[index])
    return dataclasses.replace(sound.plan, units=units)


@fault("unit-required")
def a_larger_unit(sound: Sound, draw: Random) -> Plan:
    index = any_unit(sound, draw, lambda item: item.force == "polri")
    more = sound.plan.units[index].required + 1
    return unit(sound.plan, index, required=more, wished=more)


@fault("unit-required")
def a_unit_of_another_role(sound: Sound, draw: Random) -> Plan:
    index = any_unit(sound, draw, lambda item: item.role == "supervisor")
    return unit(sound.plan, index, role="standby")


@fault("unit-assigned")
def more_in_a_unit_than_required(sound: Sound, draw: Random) -> Plan:
    index = any_unit(sound, draw, lambda item: item.force == "polri")
    item = sound.plan.units[index]
    return unit(sound.plan, index, assigned=draw.choice([item.required + 1, -1]))


@fault("unit-wished")
def a_unit_that_wishes_more(sound: Sound, draw: Random) -> Plan:
    index = any_unit(sound, draw, lambda item: item.force == "polri")
    return unit(sound.plan, index, wished=sound.plan.units[index].required + 1)


@fault("unit-area")
def a_unit_for_a_strange_area(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.units))
    wrong = draw.choice(["", "ID", "94", "53.11.01.1001.001", "somewhere"])
    return unit(sound.plan, index, area=wrong)


@fault("unit-command")
def a_unit_of_another_command(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.units))
    return unit(sound.plan, index, command="somebody")


@fault("plan-index-wrong")
def a_unit_of_no_rule(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.units))
    return unit(sound.plan, index, rule=draw.choice([-1, len(sound.plan.rules), 2**31 - 1]))


@fault("mix-required")
def less_standby_than_the_mix_asks_for(sound: Sound, draw: Random) -> Plan:
    index = any_unit(sound, draw, lambda item: item.force == "tni" and item.required > 0)
    item = sound.plan.units[index]
    return unit(sound.plan, index, required=item.required - 1, assigned=0)


@fault("mix-required")
def standby_that_no_mix_asks_for(sound: Sound, draw: Random) -> Plan:
    index = any_unit(sound, draw, lambda item: item.force == "tni")
    item = sound.plan.units[index]
    return unit(sound.plan, index, required=item.required + 1, wished=item.wished + 1)


@fault("mix-unit")
def standby_of_a_mix_that_is_police(sound: Sound, draw: Random) -> Plan:
    index = any_unit(sound, draw, lambda item: item.force == "tni")
    change: dict[str, Any] = draw.choice([{"role": "supervisor"}, {"unit": "regu"}])
    return unit(sound.plan, index, **change)


@fault("mix-not-matching")
def standby_where_no_mix_matches(sound: Sound, draw: Random) -> Plan:
    index = any_unit(sound, draw, lambda item: item.force == "tni")
    return unit(sound.plan, index, area=sound.plan.units[index].area + ".01")


# Strength, limits, claims ---------------------------------------------------------------------


def transfer(plan: Plan, index: int, **fields: Any) -> Plan:
    item = dataclasses.replace(plan.transfers[index], **fields)
    return dataclasses.replace(plan, transfers=replaced(plan.transfers, index, item))


@fault("transfer-wasted")
def a_transfer_too_large(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.transfers))
    more = sound.plan.transfers[index].personnel + draw.choice([1, 100])
    return transfer(sound.plan, index, personnel=more)


@fault("reserve-exceeded")
def more_sent_than_the_reserve_has(sound: Sound, draw: Random) -> Plan:
    index = draw.choice([n for n, item in enumerate(sound.plan.transfers) if item.force == "polri"])
    more = sound.plan.transfers[index].personnel + 1
    return transfer(sound.plan, index, personnel=more)


@fault("strength-exceeded")
def a_transfer_removed(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.transfers))
    return dataclasses.replace(sound.plan, transfers=without(sound.plan.transfers, index))


@fault("transfer-personnel")
def a_transfer_of_nobody(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.transfers))
    return transfer(sound.plan, index, personnel=draw.choice([0, -3, -(2**31)]))


@fault("transfer-source")
def a_transfer_from_nowhere(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.transfers))
    return transfer(sound.plan, index, source=draw.choice(["51", "", "53.11"]))


@fault("transfer-outside")
def a_transfer_to_another_province(sound: Sound, draw: Random) -> Plan:
    more = Transfer("53", draw.choice([CAPPED, "nobody"]), "polri", 1)
    return dataclasses.replace(sound.plan, transfers=(*sound.plan.transfers, more))


@fault("shortage-unjustified")
def guards_of_the_highest_tier_stay_away(sound: Sound, draw: Random) -> Plan:
    """One of them goes to a lower tier instead, so that nothing is left over."""
    plan, tiers = sound.plan, tier_of_posts(sound.plan)
    mine = [post for post in range(len(tiers)) if plan.posts.command[post] == SCARCE]
    high = draw.choice([post for post in mine if tiers[post] == 2])
    low = draw.choice([post for post in mine if tiers[post] == 0 and plan.posts.polri_short[post]])
    polri, short = plan.posts.polri.copy(), plan.posts.polri_short.copy()
    for post, change in ((high, -1), (low, 1)):
        polri[post] += change
        short[post] -= change
    return posts(plan, polri=polri, polri_short=short)


@fault("claims-order")
def a_lower_tier_before_a_higher(sound: Sound, draw: Random) -> Plan:
    return guards_of_the_highest_tier_stay_away(sound, draw)


@fault("shortage-unjustified")
def guards_who_stay_at_home(sound: Sound, draw: Random) -> Plan:
    plan = sound.plan
    mine = [n for n, command in enumerate(plan.posts.command) if command == HELPED]
    post = draw.choice(mine)
    return posts(
        plan,
        polri=changed(plan.posts.polri, post, int(plan.posts.polri[post]) - 1),
        polri_short=changed(plan.posts.polri_short, post, 1),
    )


@fault("limit-exceeded")
def more_than_the_ceiling(sound: Sound, draw: Random) -> Plan:
    index = any_unit(
        sound, draw, lambda item: item.area.startswith(CAPPED) and item.force == "polri"
    )
    return unit(sound.plan, index, assigned=sound.plan.units[index].required)


# Findings and status --------------------------------------------------------------------------


def of_code(plan: Plan, code: str) -> list[int]:
    return [n for n, item in enumerate(plan.findings) if item.code == code]


@fault("finding-lacking")
def an_expectation_that_fails_unsaid(sound: Sound, draw: Random) -> Plan:
    index = draw.choice(of_code(sound.plan, "expectation-fails"))
    return dataclasses.replace(sound.plan, findings=without(sound.plan.findings, index))


@fault("finding-lacking")
def a_tps_without_cover_unsaid(sound: Sound, draw: Random) -> Plan:
    index = draw.choice(of_code(sound.plan, "not-covered"))
    return dataclasses.replace(sound.plan, findings=without(sound.plan.findings, index))


@fault("finding-unfounded")
def an_expectation_that_does_not_fail(sound: Sound, draw: Random) -> Plan:
    names = [use.id for use in sound.plan.rules]
    code = draw.choice([ABUNDANT, "", "53.99"])
    more = Finding(
        "warning", "expectation-fails", code, None, names.index("modest"), Text("", ""), (), ()
    )
    return dataclasses.replace(sound.plan, findings=(*sound.plan.findings, more))


@fault("finding-unfounded")
def a_failure_played_down(sound: Sound, draw: Random) -> Plan:
    index = draw.choice(of_code(sound.plan, "expectation-fails"))
    item = dataclasses.replace(sound.plan.findings[index], severity="info")
    return dataclasses.replace(sound.plan, findings=replaced(sound.plan.findings, index, item))


@fault("finding-unfounded")
def a_covered_tps_said_to_be_uncovered(sound: Sound, draw: Random) -> Plan:
    code = int(sound.plan.stations.code[0])
    more = Finding(
        "error", "not-covered", "", draw.choice([code, None]), None, Text("", ""), (), ()
    )
    return dataclasses.replace(sound.plan, findings=(*sound.plan.findings, more))


@fault("plan-index-wrong")
def a_finding_on_a_rule_that_does_not_exist(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.findings))
    item = dataclasses.replace(sound.plan.findings[index], rule=draw.choice([-1, 1000]))
    return dataclasses.replace(sound.plan, findings=replaced(sound.plan.findings, index, item))


@fault("status-wrong")
def another_status(sound: Sound, draw: Random) -> Plan:
    return dataclasses.replace(
        sound.plan, status=draw.choice([s for s in Status if s != sound.plan.status])
    )


# Sums -----------------------------------------------------------------------------------------


@fault("row-sum")
def a_changed_total(sound: Sound, draw: Random) -> Plan:
    """assigned and above together, so that the row still seems to add up."""
    index = draw.randrange(3)
    item = sound.plan.totals[index]
    item = dataclasses.replace(item, assigned=item.assigned + 5, above=item.above + 5)
    return dataclasses.replace(sound.plan, totals=replaced(sound.plan.totals, index, item))


@fault("row-arithmetic")
def a_total_that_does_not_add_up(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(3)
    name = draw.choice(["required", "assigned", "short", "above"])
    item = sound.plan.totals[index]
    item = dataclasses.replace(item, **{name: getattr(item, name) + draw.choice([-1, 1, 1000])})
    return dataclasses.replace(sound.plan, totals=replaced(sound.plan.totals, index, item))


@fault("row-sum")
def a_changed_row(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    totals = sound.plan.areas[index].totals
    number = draw.randrange(len(totals))
    name = draw.choice(["required", "wished", "assigned", "short", "above"])
    item = dataclasses.replace(totals[number], **{name: getattr(totals[number], name) + 1})
    return area(sound.plan, index, totals=replaced(totals, number, item))


@fault("row-available")
def a_strength_that_was_not_given(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    totals = sound.plan.areas[index].totals
    number = draw.randrange(len(totals))
    wrong = (totals[number].available or 0) + 7
    item = dataclasses.replace(totals[number], available=wrong)
    return area(sound.plan, index, totals=replaced(totals, number, item))


@fault("row-tps")
def tps_in_another_tier_of_a_row(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    low, middle, high = sound.plan.areas[index].tps_by_tier
    return area(sound.plan, index, tps_by_tier=(low - 1, middle + 1, high))


@fault("row-posts")
def another_number_of_posts(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    return area(sound.plan, index, posts=sound.plan.areas[index].posts + 1)


@fault("row-sizes")
def another_size_in_a_row(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    sizes = (*sound.plan.areas[index].sizes, SizeChoice(0, 16, 1))
    return area(sound.plan, index, sizes=sizes)


@fault("row-forces")
def a_force_left_out_of_a_row(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    return area(sound.plan, index, totals=sound.plan.areas[index].totals[1:])


@fault("totals-forces")
def a_force_left_out_of_the_totals(sound: Sound, draw: Random) -> Plan:
    totals = without(sound.plan.totals, draw.randrange(3))
    return dataclasses.replace(sound.plan, totals=totals)


@fault("area-lacking")
def a_row_removed(sound: Sound, draw: Random) -> Plan:
    areas = without(sound.plan.areas, draw.randrange(len(sound.plan.areas)))
    return dataclasses.replace(sound.plan, areas=areas)


@fault("area-twice")
def a_row_twice(sound: Sound, draw: Random) -> Plan:
    more = draw.choice(sound.plan.areas)
    return dataclasses.replace(sound.plan, areas=(*sound.plan.areas, more))


@fault("area-unknown")
def a_row_of_a_strange_area(sound: Sound, draw: Random) -> Plan:
    level = draw.choice(list(AreaLevelOfPlan))
    more = dataclasses.replace(sound.plan.areas[0], level=level, code=draw.choice(["94", "x", ""]))
    return dataclasses.replace(sound.plan, areas=(*sound.plan.areas, more))


# Rules, labels, policies ----------------------------------------------------------------------


@fault("plan-rule-lacking")
def a_rule_left_out(sound: Sound, draw: Random) -> Plan:
    rules = without(sound.plan.rules, draw.randrange(len(sound.plan.rules)))
    return dataclasses.replace(sound.plan, rules=rules)


@fault("plan-rule-twice")
def a_rule_twice(sound: Sound, draw: Random) -> Plan:
    rules = (*sound.plan.rules, draw.choice(sound.plan.rules))
    return dataclasses.replace(sound.plan, rules=rules)


@fault("plan-rule-unknown")
def a_rule_of_no_policy(sound: Sound, draw: Random) -> Plan:
    name = draw.choice(["policy", "id"])
    return rule(sound.plan, draw.randrange(len(sound.plan.rules)), **{name: "invented"})


@fault("plan-rule-title")
def another_title_of_a_rule(sound: Sound, draw: Random) -> Plan:
    return rule(sound.plan, draw.randrange(len(sound.plan.rules)), title=Text("lain", "other"))


@fault("plan-rule-tps")
def a_rule_that_matched_more_tps(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.rules))
    return rule(sound.plan, index, tps=sound.plan.rules[index].tps + 1)


@fault("plan-rule-areas")
def a_rule_that_matched_more_areas(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.rules))
    return rule(sound.plan, index, areas=sound.plan.rules[index].areas + 1)


@fault("plan-label-unknown")
def a_label_that_no_rule_gives(sound: Sound, draw: Random) -> Plan:
    return dataclasses.replace(sound.plan, labels=(*sound.plan.labels, draw.choice(["x", ""])))


@fault("plan-label-twice")
def a_label_twice(sound: Sound, draw: Random) -> Plan:
    labels = (*sound.plan.labels, draw.choice(sound.plan.labels))
    return dataclasses.replace(sound.plan, labels=labels)


def policy(plan: Plan, **fields: Any) -> Plan:
    return dataclasses.replace(plan, policies=(dataclasses.replace(plan.policies[0], **fields),))


@fault("plan-policy-digest")
def another_digest_of_a_policy(sound: Sound, draw: Random) -> Plan:
    return policy(sound.plan, digest=draw.choice(["", "0" * 64]))


@fault("plan-policy-tps")
def another_number_of_tps_of_a_policy(sound: Sound, draw: Random) -> Plan:
    return policy(sound.plan, tps=draw.choice([0, -1, 95, 97]))


@fault("plan-policy-area-lacking")
def a_province_without_policy(sound: Sound, draw: Random) -> Plan:
    return policy(sound.plan, areas=(draw.choice(["51", "53"]),))


@fault("plan-policy-area-wrong")
def a_province_that_is_not_in_the_batch(sound: Sound, draw: Random) -> Plan:
    return policy(sound.plan, areas=("51", "53", draw.choice(["94", "x", "51"])))


@fault("plan-policy-not-given")
def a_policy_that_is_not_at_hand(sound: Sound, draw: Random) -> Plan:
    return policy(sound.plan, id=draw.choice(["", "another"]))


@fault("columns-differ")
def columns_of_different_lengths(sound: Sound, draw: Random) -> Plan:
    name = draw.choice(["polri", "size_limit", "area", "rules"])
    column = getattr(sound.plan.posts, name)
    return posts(sound.plan, **{name: column[1:]})
