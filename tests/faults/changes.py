"""How faults are made: changes to a copy of a plan, and what is picked at random to be changed.

A fault makes a copy of the sound plan that breaks one statement, and names the violation by which
it must be found."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pamtps_service.records.plan import (
    Plan,
    Unit,
)

from tests.faults.sound_plan import Sound

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
        field.name: getattr(plan.stations, field.name)[rows]
        for field in dataclasses.fields(plan.stations)
        if field.name not in ("label_sets", "rule_sets")
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
