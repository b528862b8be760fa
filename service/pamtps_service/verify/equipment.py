"""Equipment: every matching `equip` rule has what it asks for, and stocks are used as far as they
go.

Written from the effect `equip` of the policy language: what a rule asks for TPS, posts and villages
is counted by district; a post has the areas of its first TPS; `per` multiplies by the matching TPS
divided by N, rounded up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from pamtps_service.policy.model import AreaLevel, Equip, Rule
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch, Stock
from pamtps_service.records.plan import Equipment, Plan
from pamtps_service.verify.distinct import added, distinct
from pamtps_service.verify.expected import Expected
from pamtps_service.verify.holdings import Holdings
from pamtps_service.verify.masks import holds
from pamtps_service.verify.matching import Match, level_of_areas
from pamtps_service.verify.posts import Formed
from pamtps_service.verify.references import References, RuleKey
from pamtps_service.verify.report import Report
from pamtps_service.verify.stations import Aligned, Numbers
from pamtps_service.verify.units import repair_of_required, times_in_areas

EquipmentKey = tuple[str, str, RuleKey]
"""Area, item, rule."""


def required_equipment(
    matches: Sequence[Match], batch: Batch, rows: Aligned, posts: Formed
) -> dict[EquipmentKey, int]:
    """Pieces that the `equip` rules require; nothing that is zero."""
    found: dict[EquipmentKey, int] = {}
    for match in matches:
        for rule in match.policy.rules:
            if not isinstance(rule.effect, Equip):
                continue
            level, codes, times = _times(match, rule, rule.effect, batch, rows, posts)
            keys, where = distinct(codes)
            counts = added(where, len(keys), times)
            there = np.flatnonzero(counts)
            areas = area_codes.to_texts(keys[there], level)
            for area, count in zip(areas, counts[there].tolist(), strict=True):
                for item, amount in rule.effect.items:
                    key = (area, item, (match.policy.id, rule.id))
                    found[key] = found.get(key, 0) + amount * count
    return found


def _times(
    match: Match, rule: Rule, effect: Equip, batch: Batch, rows: Aligned, posts: Formed
) -> tuple[AreaLevel, Numbers, Numbers]:
    """Level and codes of areas, and how many times the rule gives its items; a code may stand there
    more than once."""
    per = effect.per
    if rule.for_each == "post":
        of_tps = rows.post[match.rows]
        there = of_tps >= 0
        post = distinct(of_tps[np.flatnonzero(there & match.tps[rule.id])])[0]
        times = np.ones(len(post), dtype=np.int64)
        if per is not None:
            counted = np.bincount(
                of_tps[there & holds(per.of, match.facts)], minlength=len(posts.first)
            )
            times = -(-counted[post].astype(np.int64) // per.tps)
        codes = batch.code[posts.first[post]] // area_codes.DIVISOR["district"]
        return "district", codes, times
    level: AreaLevel = "village" if rule.for_each == "tps" else level_of_areas(rule)
    codes, times = times_in_areas(match, rule, per, level)
    if level == "village":
        codes = codes // (area_codes.DIVISOR["district"] // area_codes.DIVISOR["village"])
        level = "district"
    return level, codes, times


def check_equipment(
    report: Report,
    plan: Plan,
    required: Mapping[EquipmentKey, int],
    stocks: Sequence[Stock],
    matches: Sequence[Match],
    references: References,
) -> list[Expected]:
    """Check all equipment.

    Returns:
        The findings that a reader needs of it.
    """
    given: dict[EquipmentKey, int] = {}
    first: dict[EquipmentKey, int] = {}
    limited = {stock.item for stock in stocks}
    for number, row in enumerate(plan.equipment):
        place = f"equipment[{number}]"
        report.checked(3)
        rule = references.rule(row.rule)
        if rule is None:
            report.add(
                "plan-index-wrong",
                place,
                given=row.rule,
                required=len(plan.rules),
                index=str(row.rule),
                repair="rule",
            )
            continue
        key = (row.area, row.item, rule)
        given[key] = given.get(key, 0) + row.required
        first.setdefault(key, number)
        if row.required < 1:
            report.add("equipment-empty", place, given=row.required, item=row.item)
        _check_assigned(report, place, row, row.item in limited)
    report.checked(len(required))
    for key in sorted(set(required) | set(given)):
        wanted, found = required.get(key, 0), given.get(key, 0)
        if wanted == found:
            continue
        repaired = plan.equipment[first[key]].required + wanted - found if key in first else None
        report.add(
            "equipment-required",
            f"equipment[{first[key]}]" if key in first else "equipment",
            rule=references.index.get(key[2]),
            required=wanted,
            given=found,
            area=key[0],
            item=key[1],
            name=key[2][1],
            missing=found - wanted,
            **repair_of_required(repaired),
        )
    for item in sorted(limited):
        _check_stock(report, plan, item, [stock for stock in stocks if stock.item == item])
    return list(_short(plan, matches))


def _check_assigned(report: Report, place: str, row: Equipment, limited: bool) -> None:
    """What is assigned and what is short make what is required; neither is told of an item of
    which there is no stock."""
    if not limited:
        if row.assigned is not None or row.short != 0:
            repair = "unlimited"
            report.add("equipment-assigned", place, rule=row.rule, item=row.item, repair=repair)
        return
    assigned = -1 if row.assigned is None else row.assigned
    if min(assigned, row.short) < 0 or assigned + row.short != row.required:
        assigned = max(0, min(assigned, row.required))
        report.add(
            "equipment-assigned",
            place,
            rule=row.rule,
            item=row.item,
            assigned=assigned,
            short=max(0, row.required - assigned),
        )


def _check_stock(report: Report, plan: Plan, item: str, stocks: Sequence[Stock]) -> None:
    """No more of an item is assigned than there is, and none that could serve is left."""
    rows = [
        (number, row)
        for number, row in enumerate(plan.equipment)
        if row.item == item and area_codes.level_of(row.area) is not None
    ]
    holdings = Holdings(
        ((stock.area, stock.count) for stock in stocks),
        ((row.area, row.assigned or 0) for _, row in rows),
    )
    report.checked(1 + len(rows))
    if holdings.beyond:
        report.add("stock-exceeded", "equipment", given=holdings.beyond, item=item)
    for number, row in rows:
        free = min(holdings.left_for(row.area), row.short)
        if free > 0:
            report.add(
                "stock-left",
                f"equipment[{number}]",
                rule=row.rule,
                required=row.short - free,
                given=row.short,
                item=item,
                assigned=(row.assigned or 0) + free,
            )


def _short(plan: Plan, matches: Sequence[Match]) -> Iterator[Expected]:
    """By province and item, what is short."""
    sums: dict[tuple[str, str], list[int]] = {}
    for row in plan.equipment:
        added = sums.setdefault((row.area[:2], row.item), [0, 0, 0])
        for place, number in enumerate((row.required, row.assigned or 0, row.short)):
            added[place] += number
    titles = {
        (area_codes.to_text(province, "province"), item): title
        for match in matches
        for province in area_codes.areas_in(match.facts.code, "province")[0].tolist()
        for item, title in match.policy.items
    }
    for key, (required, assigned, short) in sums.items():
        if short:
            yield Expected(
                "equipment-short",
                "warning",
                key[0],
                numbers={"required": required, "assigned": assigned, "short": short},
                exact={"item": titles.get(key, key[1])},
            )
