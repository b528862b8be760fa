"""Faults in the posts."""

from __future__ import annotations

import dataclasses
from random import Random
from typing import Any

import numpy as np
from pamtps_service.records.plan import Plan

from tests.faults.changes import (
    any_post,
    changed,
    fault,
    post_pair,
    posts,
    replaced,
    same_group,
    stations,
    tier_of_posts,
    tps_of,
)
from tests.faults.sound_plan import HELPED, SCARCE, Sound


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
