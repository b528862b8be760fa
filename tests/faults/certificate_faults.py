"""Faults in what a plan says for its reader: why no command is stronger, and what would mend a
shortage."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from random import Random
from typing import Any

from pamtps_service.policy.model import Text
from pamtps_service.records.plan import Bind, NextStep, Plan, Remedy

from tests.faults.changes import changed, fault, posts, replaced, without
from tests.faults.finding_faults import finding
from tests.faults.sound_plan import PERSONNEL, SCARCE, Sound


def steps(plan: Plan, *found: NextStep) -> Plan:
    return dataclasses.replace(plan, next_steps=found)


def step(plan: Plan, index: int, **fields: Any) -> Plan:
    item = dataclasses.replace(plan.next_steps[index], **fields)
    return steps(plan, *replaced(plan.next_steps, index, item))


def any_step(sound: Sound, draw: Random) -> int:
    return draw.randrange(len(sound.plan.next_steps))


def any_bind(sound: Sound, draw: Random) -> tuple[int, int]:
    index = any_step(sound, draw)
    return index, draw.randrange(len(sound.plan.next_steps[index].binds))


def step_bind(plan: Plan, number: int, index: int, **fields: Any) -> Plan:
    binds = plan.next_steps[number].binds
    item = dataclasses.replace(binds[index], **fields)
    return step(plan, number, binds=replaced(binds, index, item))


def any_remedy(
    sound: Sound, draw: Random, wanted: Callable[[Remedy], bool] = lambda _: True
) -> tuple[int, int]:
    """A finding and the index of a remedy."""
    pairs = [
        (number, index)
        for number, item in enumerate(sound.plan.findings)
        for index, remedy in enumerate(item.remedies)
        if wanted(remedy)
    ]
    return draw.choice(pairs)


def remedy(plan: Plan, number: int, index: int, **fields: Any) -> Plan:
    remedies = plan.findings[number].remedies
    item = dataclasses.replace(remedies[index], **fields)
    return finding(plan, number, remedies=replaced(remedies, index, item))


# Next steps -----------------------------------------------------------------------------------


@fault("next-step-lacking")
def a_step_up_unsaid(sound: Sound, draw: Random) -> Plan:
    return steps(sound.plan, *without(sound.plan.next_steps, any_step(sound, draw)))


@fault("next-step-unfounded")
def a_step_up_twice(sound: Sound, draw: Random) -> Plan:
    index = any_step(sound, draw)
    before, after = sound.plan.next_steps[:index], sound.plan.next_steps[index:]
    return steps(sound.plan, *before, after[0], *after)


@fault("next-step-unfounded")
def a_step_up_of_one_that_has_its_wish(sound: Sound, draw: Random) -> Plan:
    """An abundant command, one that does not exist, a tier with one size."""
    command, tier = draw.choice([("53.11", 0), ("53.99", 0), ("53.15", 2)])
    return step(sound.plan, any_step(sound, draw), command=command, risk_tier=tier)


@fault("next-step-wrong")
def a_step_up_elsewhere(sound: Sound, draw: Random) -> Plan:
    area = draw.choice(["53.11.01", "53.15", "53.99.01", ""])
    return step(sound.plan, any_step(sound, draw), area=area)


@fault("next-step-wrong")
def a_step_up_from_another_size(sound: Sound, draw: Random) -> Plan:
    index = any_step(sound, draw)
    name = draw.choice(["size", "next_size", "personnel"])
    number = getattr(sound.plan.next_steps[index], name)
    return step(sound.plan, index, **{name: draw.choice([number + 1, number - 1, 0, -4])})


@fault("next-step-wrong")
def another_size_of_the_posts(sound: Sound, draw: Random) -> Plan:
    """The plan's own posts tell from which size the step goes."""
    item = sound.plan.next_steps[draw.choice([0, 1])]
    inside = [
        post
        for post, code in enumerate(sound.plan.posts.area)
        if code.startswith(item.area) and sound.plan.posts.size_limit[post] == item.size
    ]
    limit = sound.plan.posts.size_limit
    for post in inside:
        limit = changed(limit, post, item.next_size)
    return posts(sound.plan, size_limit=limit)


@fault("next-step-order")
def steps_up_in_another_order(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(1, len(sound.plan.next_steps))
    before, item = sound.plan.next_steps[index - 1 : index + 1]
    swapped = replaced(replaced(sound.plan.next_steps, index, before), index - 1, item)
    return steps(sound.plan, *swapped)


@fault("next-step-binds")
def a_limit_of_a_step_left_out(sound: Sound, draw: Random) -> Plan:
    number, index = any_bind(sound, draw)
    return step(sound.plan, number, binds=without(sound.plan.next_steps[number].binds, index))


@fault("next-step-binds")
def a_limit_over_a_step_that_is_none(sound: Sound, draw: Random) -> Plan:
    """A ceiling that is not set, a reserve too many, a command's own strength twice."""
    index = any_step(sound, draw)
    binds = sound.plan.next_steps[index].binds
    more = draw.choice([Bind("ceiling", "53", 2, 0), Bind("reserve", "51", 2, 0), binds[0]])
    return step(sound.plan, index, binds=(*binds, more))


@fault("next-step-need")
def another_need_of_a_step(sound: Sound, draw: Random) -> Plan:
    number, index = any_bind(sound, draw)
    need = sound.plan.next_steps[number].binds[index].need
    return step_bind(sound.plan, number, index, need=draw.choice([need + 1, need - 1, -1]))


@fault("next-step-available")
def another_rest_for_a_step(sound: Sound, draw: Random) -> Plan:
    number, index = any_bind(sound, draw)
    left = sound.plan.next_steps[number].binds[index].available
    return step_bind(sound.plan, number, index, available=left + draw.choice([1, -1, 7]))


@fault("next-step-affordable")
def a_command_that_could_be_stronger(sound: Sound, draw: Random) -> Plan:
    """Its posts have fewer than its strength allows, and its steps say that they fit."""
    assigned, short = sound.plan.posts.polri, sound.plan.posts.polri_short
    for post, name in enumerate(sound.plan.posts.command):
        if name == SCARCE:
            short = changed(short, post, int(assigned[post] + short[post]))
            assigned = changed(assigned, post, 0)
    plan = posts(sound.plan, polri=assigned, polri_short=short)
    own = PERSONNEL["polri"][SCARCE] - draw.choice([0, 1])
    for number, item in enumerate(sound.plan.next_steps):
        if item.command == SCARCE:
            plan = step(plan, number, binds=(Bind("own", SCARCE, item.personnel, own),))
    return plan


# Remedies -------------------------------------------------------------------------------------


@fault("remedy-lacking")
def a_remedy_unsaid(sound: Sound, draw: Random) -> Plan:
    number, index = any_remedy(sound, draw, lambda one: one.kind != "ceiling")
    return finding(
        sound.plan, number, remedies=without(sound.plan.findings[number].remedies, index)
    )


@fault("remedy-unfounded")
def a_remedy_twice(sound: Sound, draw: Random) -> Plan:
    number, index = any_remedy(sound, draw)
    remedies = sound.plan.findings[number].remedies
    return finding(sound.plan, number, remedies=(*remedies, remedies[index]))


@fault("remedy-unfounded")
def a_remedy_of_another_finding(sound: Sound, draw: Random) -> Plan:
    """On a finding that is no shortage, or whose shortage it has no part in."""
    number, index = any_remedy(sound, draw)
    item = sound.plan.findings[number]
    other = draw.choice([n for n, one in enumerate(sound.plan.findings) if one.area != item.area])
    return finding(sound.plan, other, remedies=(item.remedies[index],))


@fault("remedy-unfounded")
def a_remedy_elsewhere(sound: Sound, draw: Random) -> Plan:
    number, index = any_remedy(sound, draw)
    code = draw.choice(["53.11", "94", "", "reserve/53"])
    return remedy(sound.plan, number, index, code=code)


@fault("remedy-unfounded")
def a_remedy_of_another_kind(sound: Sound, draw: Random) -> Plan:
    number, index = any_remedy(sound, draw)
    was = sound.plan.findings[number].remedies[index].kind
    kind = draw.choice(sorted({"own", "reserve", "ceiling", "size"} - {was}))
    return remedy(sound.plan, number, index, kind=kind)


@fault("remedy-unfounded")
def a_remedy_with_a_size_or_a_rule_too_many(sound: Sound, draw: Random) -> Plan:
    number, index = any_remedy(sound, draw)
    name, value = draw.choice([("size", 9), ("rule", 0), ("personnel", None)])
    return remedy(sound.plan, number, index, **{name: value})


@fault("remedy-number")
def a_remedy_with_another_number(sound: Sound, draw: Random) -> Plan:
    number, index = any_remedy(sound, draw, lambda one: one.kind != "ceiling")
    persons = sound.plan.findings[number].remedies[index].personnel
    assert persons is not None
    other = draw.choice([persons - 1, 0, -3, persons + 30])
    return remedy(sound.plan, number, index, personnel=other)


@fault("remedy-number")
def a_ceiling_raised_too_little(sound: Sound, draw: Random) -> Plan:
    number, index = any_remedy(sound, draw, lambda one: one.kind == "ceiling")
    persons = sound.plan.findings[number].remedies[index].personnel
    assert persons is not None
    return remedy(sound.plan, number, index, personnel=draw.choice([persons - 1, 0, -3]))


@fault("remedy-message")
def other_words_of_a_remedy(sound: Sound, draw: Random) -> Plan:
    number, index = any_remedy(sound, draw)
    message = sound.plan.findings[number].remedies[index].message
    digit = next(letter for letter in message.en if letter.isdigit())
    other = draw.choice(
        [
            Text(id=message.id, en=""),
            Text(id=message.en, en=message.en),
            Text(id=message.id, en=message.en + " More."),
            Text(id=message.id, en=message.en.replace(digit, str(9 - int(digit)), 1)),
        ]
    )
    return remedy(sound.plan, number, index, message=other)
