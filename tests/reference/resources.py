"""Movements and equipment, post by post and rule by rule (section "Effects" of
docs/policy-language.md, and "Movements and equipment" of docs/design.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.reference.conditions import Station, holds_for_tps, lies_in, station
from tests.reference.evaluator import Result, level_code, times
from tests.reference.holdings import piece_by_piece
from tests.reference.reading import WholePolicy


@dataclass(frozen=True)
class FormedPost:
    """A post of a plan."""

    tps: tuple[str, ...]
    """In code order."""
    command: str
    command_area: str
    polri: int
    tni: int


@dataclass
class Moved:
    """Guards who leave together."""

    days: int
    transport: str
    """Empty where none is named, or none is left."""
    fallback: bool
    command: str
    area: str
    stranded: bool
    """Whether none is left."""
    command_area: str = ""
    travel: int | None = None
    tps: int = 0
    persons: int = 0
    without_seat: int = 0


def movements(
    result: Result,
    posts: list[FormedPost],
    travel: dict[str, int | None],
    seats: list[dict[str, Any]],
    unavailable: list[str],
) -> list[Moved]:
    """The schedule, in its order, with those for whom there is no seat."""
    found: dict[tuple[Any, ...], Moved] = {}
    for post in posts:
        order = result.tps[post.tps[0]].requirement.movement
        if order is None:
            continue
        transport, fallback, stranded = order.transport or "", False, False
        if transport in unavailable:
            transport, fallback = order.fallback or "", True
            stranded = transport == "" or transport in unavailable
        if stranded:
            transport, fallback = "", False
        area = level_code(post.tps[0], "district")
        key = (order.depart, transport, fallback, post.command, area, stranded)
        moved = found.setdefault(key, Moved(*key))
        moved.command_area = post.command_area
        moved.tps += len(post.tps)
        moved.persons += post.polri + post.tni
        known = [minutes for code in post.tps if (minutes := travel[code]) is not None]
        if known:
            moved.travel = max(known + ([] if moved.travel is None else [moved.travel]))

    def order_of(moved: Moved) -> tuple[Any, ...]:
        far = (1, 0) if moved.travel is None else (0, -moved.travel)
        by = (moved.transport, moved.area, moved.command, moved.stranded)
        return -moved.days, *far, *by

    schedule = sorted(found.values(), key=order_of)
    for transport, days in {(one["transport"], one["days_before"]) for one in seats}:
        given: dict[str, int] = {}
        for one in seats:
            if (one["transport"], one["days_before"]) == (transport, days):
                given[one["area"]] = given.get(one["area"], 0) + one["count"]
        leaving = [m for m in schedule if (m.transport, m.days) == (transport, days)]
        got = piece_by_piece([(m.command_area, m.persons) for m in leaving], given)
        for moved, seated in zip(leaving, got, strict=True):
            moved.without_seat = moved.persons - seated
    return schedule


@dataclass(frozen=True)
class Equipped:
    """What a rule asks for in an area, and what it gets; None where there is no stock."""

    area: str
    item: str
    rule: str
    required: int
    assigned: int | None


def equipment(
    policy: WholePolicy,
    result: Result,
    rows: list[dict[str, Any]],
    posts: list[FormedPost],
    stocks: list[dict[str, Any]],
) -> list[Equipped]:
    """By area, item and rule."""
    stations = {row["tps_code"]: station(row, policy) for row in rows}
    for code, one in stations.items():
        one.tier, one.labels = result.tps[code].tier, set(result.tps[code].labels)
    required: dict[tuple[str, str, str], int] = {}
    for rule_id, rule in policy.rules.items():
        effect = rule.get("equip")
        if effect is None:
            continue
        for area, count in _places(rule, policy, result, stations, posts):
            for item, amount in effect.items():
                if item != "per" and count:
                    key = (area, item, rule_id)
                    required[key] = required.get(key, 0) + int(amount) * count
    assigned: dict[tuple[str, str, str], int] = {}
    for item in {one["item"] for one in stocks}:
        given = {one["area"]: one["count"] for one in stocks if one["item"] == item}
        keys = [key for key in sorted(required) if key[1] == item]
        got = piece_by_piece([(key[0], required[key]) for key in keys], given)
        assigned |= dict(zip(keys, got, strict=True))
    return [Equipped(*key, required[key], assigned.get(key)) for key in sorted(required)]


def _places(
    rule: dict[str, Any],
    policy: WholePolicy,
    result: Result,
    stations: dict[str, Station],
    posts: list[FormedPost],
) -> list[tuple[str, int]]:
    """Areas, and how many times the rule gives its items there."""
    level, effect = rule.get("for_each", "tps"), rule["equip"]
    if level == "post":
        return [
            (
                level_code(post.tps[0], "district"),
                times(effect, [stations[code] for code in post.tps], policy),
            )
            for post in posts
            if any(rule["id"] in result.tps[code].rules for code in post.tps)
        ]
    if level == "tps":
        condition = effect.get("per", {}).get("of", {})
        return [
            (level_code(code, "district"), 1)
            for code, one in stations.items()
            if rule["id"] in result.tps[code].rules and holds_for_tps(condition, one, policy)
        ]
    found = []
    for (of_level, area), matched in result.areas.items():
        if of_level == level and rule["id"] in matched.rules:
            inside = [one for code, one in stations.items() if lies_in(code, area)]
            place = level_code(area, "district") if level == "village" else area
            found.append((place, times(effect, inside, policy)))
    return found
