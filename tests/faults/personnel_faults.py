"""Faults in units, mixes, transfers, shortages and ceilings."""

from __future__ import annotations

import dataclasses
from random import Random
from typing import Any

from pamtps_service.records.plan import Plan, Transfer

from tests.faults.changes import (
    any_unit,
    changed,
    fault,
    posts,
    replaced,
    tier_of_posts,
    unit,
    without,
)
from tests.faults.sound_plan import CAPPED, HELPED, SCARCE, Sound


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
