"""Equipment: what `equip` rules ask for in each area, and what the stocks at hand give.

Follows the effect `equip` of docs/policy-language.md. What a rule asks for TPS, posts and villages
is added up by district, the narrowest area that may have a stock; a post belongs to the district
of its first TPS.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.columns import lengths_of_runs
from pamtps_service.planning.demand import Demand, PolicyPart
from pamtps_service.planning.findings import finding
from pamtps_service.planning.groups import PostTable
from pamtps_service.planning.holdings import Holdings
from pamtps_service.planning.units import times_in_areas, tps_matched, truth_of
from pamtps_service.policy.model import AreaLevel, Equip, Per
from pamtps_service.records.area_codes import DIVISOR, areas_in, to_text
from pamtps_service.records.batch import PlanRequest, Stock
from pamtps_service.records.plan import Equipment, Finding

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outfit:
    """The equipment of a plan, and what a reader must know of it."""

    equipment: tuple[Equipment, ...]
    """Sorted by area, item, rule."""
    findings: tuple[Finding, ...]


def outfit_of(
    request: PlanRequest, parts: Sequence[PolicyPart], demand: Demand, posts: PostTable
) -> Outfit:
    """What all `equip` rules require, and what the stocks give: the rows in their order, each from
    the narrowest area that has any.

    Args:
        request: the request; an item of which it gives no stock is not limited.
        parts: its TPS by policy.
        demand: of its batch.
        posts: that were formed.
    """
    required: dict[tuple[str, str, int], int] = {}
    first = 0
    for number, part in enumerate(parts):
        rules = part.engine.policy.rules
        for index, rule in enumerate(rules):
            if not isinstance(rule.effect, Equip):
                continue
            if rule.for_each == "tps":
                areas = _of_tps(part, index, rule.effect.per)
            elif rule.for_each == "post":
                first_code = request.batch.code[posts.first]
                areas = _of_posts(part, index, rule.effect.per, posts, first_code)
            else:
                areas = times_in_areas(part, demand, number, first + index, rule.effect.per)
            for area, times in _in_text(areas):
                for item, amount in rule.effect.items:
                    key = (area, item, first + index)
                    required[key] = required.get(key, 0) + amount * times
        first += len(rules)
    rows = [(*key, pieces) for key, pieces in sorted(required.items()) if pieces]
    equipment = _supplied(rows, request.stocks)
    return Outfit(equipment, tuple(_short(equipment, demand)))


Areas = Iterator[tuple[AreaLevel, int, int]]
"""Level and code of areas, and how many times a rule gives its items there."""


def _of_tps(part: PolicyPart, rule: int, per: Per | None) -> Areas:
    inside = part.facts.code[tps_matched(part, rule, per)]
    codes, starts = areas_in(inside, "district")
    counts = lengths_of_runs(starts, len(inside))
    for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
        yield "district", code, count


def _of_posts(
    part: PolicyPart, rule: int, per: Per | None, posts: PostTable, first_code: Int64
) -> Areas:
    """A post matches where one of its TPS does; `per` counts all its TPS."""
    post = posts.of_tps[part.at].astype(np.int64)
    formed = post >= 0
    matches = np.zeros(len(posts), np.bool_)
    matches[post[formed & tps_matched(part, rule, None)]] = True
    matching = np.flatnonzero(matches)
    times = np.ones(len(matching), np.int64)
    if per is not None:
        counts = np.bincount(post[formed & truth_of(part, per)], minlength=len(posts))
        times = -(-counts[matching] // per.tps)
    codes, starts = areas_in(first_code[matching], "district")
    sums = np.add.reduceat(times, starts)
    for code, pieces in zip(codes.tolist(), sums.tolist(), strict=True):
        yield "district", code, pieces


def _in_text(areas: Areas) -> Iterator[tuple[str, int]]:
    """The code of each area, of a village's district, and how many times."""
    for level, code, times in areas:
        if level == "village":
            code //= DIVISOR["district"] // DIVISOR["village"]
            yield to_text(code, "district"), times
        else:
            yield to_text(code, level), times


def _supplied(
    rows: Sequence[tuple[str, str, int, int]], stocks: Sequence[Stock]
) -> tuple[Equipment, ...]:
    """The rows (area, item, rule, pieces required) with what the stocks give them."""
    given: dict[str, list[tuple[str, int]]] = {}
    for stock in stocks:
        given.setdefault(stock.item, []).append((stock.area, stock.count))
    left = {item: Holdings(areas) for item, areas in given.items()}
    supplied = []
    for area, item, rule, pieces in rows:
        assigned = left[item].take(area, pieces) if item in left else None
        short = 0 if assigned is None else pieces - assigned
        supplied.append(Equipment(area, item, pieces, assigned, short, rule))
    return tuple(supplied)


def _short(equipment: Sequence[Equipment], demand: Demand) -> Iterator[Finding]:
    """By province and item, what is short."""
    rows_of: dict[tuple[str, str], list[Equipment]] = {}
    for row in equipment:
        rows_of.setdefault((row.area[:2], row.item), []).append(row)
    for (province, item), rows in sorted(rows_of.items()):
        if any(row.short for row in rows):
            # a province is under one policy, so its rules all name the same item
            titles = dict(demand.rules[rows[0].rule].policy.items)
            yield finding(
                "warning",
                "equipment-short",
                area=province,
                names={"item": titles[item]},
                numbers={
                    "required": sum(row.required for row in rows),
                    "assigned": sum(row.assigned or 0 for row in rows),
                    "short": sum(row.short for row in rows),
                },
            )
