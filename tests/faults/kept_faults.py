"""Faults in what a plan says of the plan in force."""

from __future__ import annotations

import dataclasses
from random import Random

from pamtps_service.records.plan import Kept, Plan

from tests.faults.changes import fault
from tests.faults.sound_plan import Sound


def kept_of(plan: Plan) -> Kept:
    assert plan.kept is not None
    return plan.kept


@fault("kept-lacking")
def a_plan_in_force_unsaid(sound: Sound, draw: Random) -> Plan:  # noqa: ARG001
    return dataclasses.replace(sound.plan, kept=None)


@fault("kept-digest")
def another_plan_in_force(sound: Sound, draw: Random) -> Plan:
    digest = f"{draw.getrandbits(256):064x}"
    kept = dataclasses.replace(kept_of(sound.plan), plan_digest=digest)
    return dataclasses.replace(sound.plan, kept=kept)


@fault("kept-number")
def a_changed_number_of_tps(sound: Sound, draw: Random) -> Plan:
    kept = kept_of(sound.plan)
    name = draw.choice(["kept", "moved", "added", "removed"])
    number = getattr(kept, name) + draw.choice([-1, 1, 5])
    return dataclasses.replace(sound.plan, kept=dataclasses.replace(kept, **{name: number}))


@fault("kept-number")
def tps_said_to_be_kept_that_moved(sound: Sound, draw: Random) -> Plan:
    """So that the numbers still add up to the TPS."""
    kept = kept_of(sound.plan)
    more = draw.randint(1, kept.moved)
    kept = dataclasses.replace(kept, kept=kept.kept + more, moved=kept.moved - more)
    return dataclasses.replace(sound.plan, kept=kept)


@fault("kept-number")
def a_post_under_another_command(sound: Sound, draw: Random) -> Plan:
    """Its TPS are not kept, although they are together as they were."""
    posts = sound.plan.posts
    former = sound.in_force
    assert former is not None
    then = zip(former.first_tps.tolist(), former.area, former.command, strict=True)
    same = set(then)
    here = zip(posts.first_tps.tolist(), posts.area, posts.command, strict=True)
    stays = [index for index, key in enumerate(here) if key in same]
    number = draw.choice(stays)
    command = (*posts.command[:number], "elsewhere", *posts.command[number + 1 :])
    return dataclasses.replace(sound.plan, posts=dataclasses.replace(posts, command=command))
