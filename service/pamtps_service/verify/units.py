"""Added units: every matching `add` rule gives exactly the units that it requires.

Written from the effect `add` of the policy language: the areas of a batch are those that hold one
of its TPS; a unit of a TPS belongs to its village; `per` multiplies by the matching TPS divided by
N, rounded up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pamtps_service.policy.model import (
    Add,
    Amount,
    AreaLevel,
    Force,
    Mix,
    Per,
    Role,
    Rule,
)
from pamtps_service.records.area_codes import to_texts
from pamtps_service.records.plan import Plan, Unit
from pamtps_service.verify import words
from pamtps_service.verify.masks import count_in, holds, read_areas
from pamtps_service.verify.matching import Match, level_of_areas
from pamtps_service.verify.placed import Placed
from pamtps_service.verify.references import References, RuleKey
from pamtps_service.verify.report import Report
from pamtps_service.verify.stations import Numbers

UnitKey = tuple[str, Force, Role, str, RuleKey]
"""Area, force, role, name of the unit, rule."""


def required_units(matches: Sequence[Match]) -> dict[UnitKey, int]:
    """Personnel that the `add` rules require, by area and rule; nothing that is zero."""
    found: dict[UnitKey, int] = {}
    for match in matches:
        for rule in match.policy.rules:
            if not isinstance(rule.effect, Add):
                continue
            level: AreaLevel = "village" if rule.for_each == "tps" else level_of_areas(rule)
            codes, times = times_in_areas(match, rule, rule.effect.per, level)
            amounts: tuple[tuple[Force, Amount | None], ...] = (
                ("polri", rule.effect.polri),
                ("tni", rule.effect.tni),
            )
            for force, amount in amounts:
                if amount is None or amount.personnel == 0:
                    continue
                there = np.flatnonzero(times)
                named = (amount.unit or "", (match.policy.id, rule.id))
                areas = to_texts(codes[there], level)
                for area, multiplier in zip(areas, times[there].tolist(), strict=True):
                    key = (area, force, rule.effect.role, *named)
                    found[key] = amount.personnel * multiplier
    return found


def times_in_areas(
    match: Match, rule: Rule, per: Per | None, level: AreaLevel
) -> tuple[Numbers, Numbers]:
    """Areas of the level, and how many times a rule for TPS or areas gives its amount in each."""
    if rule.for_each == "tps":
        areas = read_areas(match.facts, level)
        where = match.tps[rule.id]
        # Of one TPS, one matches or none, and either divided by N and rounded up is itself.
        return areas.code, count_in(
            areas, where if per is None else where & holds(per.of, match.facts)
        )
    areas = match.areas_of(rule)
    times = match.in_areas[rule.id].astype(np.int64)
    if per is not None:
        times = times * -(-count_in(areas, holds(per.of, match.facts)) // per.tps)
    return areas.code, times


def unit_key(unit: Unit, references: References) -> UnitKey | None:
    """What the unit is, by names; None where its rule is none of the plan's."""
    rule = references.rule(unit.rule)
    return None if rule is None else (unit.area, unit.force, unit.role, unit.unit, rule)


def check_units(
    report: Report,
    plan: Plan,
    required: Mapping[UnitKey, int],
    references: References,
    mixes: Mapping[RuleKey, Rule],
    placed: Placed,
) -> None:
    """Units of `add` rules are exactly those required; every unit claims on the right command and
    is assigned no more than is required. Those of a mix (see mixes.py) are not counted here."""
    given: dict[UnitKey, int] = {}
    first: dict[UnitKey, int] = {}
    report.checked(4 * len(plan.units))
    for number, (unit, holds_tps, command) in enumerate(
        zip(plan.units, placed.holds_tps, placed.command, strict=True)
    ):
        if not holds_tps:
            report.add("unit-area", f"units[{number}]", area=unit.area)
            continue
        key = unit_key(unit, references)
        if key is None:
            report.add(
                "plan-index-wrong",
                f"units[{number}]",
                given=unit.rule,
                required=len(plan.rules),
                repair="rule",
            )
            continue
        if not 0 <= unit.assigned <= unit.required:
            report.add(
                "unit-assigned",
                f"units[{number}]",
                rule=unit.rule,
                required=unit.required,
                given=unit.assigned,
                assigned=max(0, min(unit.assigned, unit.required)),
                repair="negative" if unit.required < 0 else "",
            )
        if unit.command != command:
            place = f"units[{number}]"
            report.add("unit-command", place, rule=unit.rule, wanted=command, found=unit.command)
        mix = key[4] in mixes
        # What a mix wishes may be less than what it requires: see mixes.py.
        if unit.wished < 0 or (not mix and unit.wished != unit.required):
            wanted = max(0, unit.wished) if mix else unit.required
            place = f"units[{number}]"
            report.add("unit-wished", place, rule=unit.rule, required=wanted, given=unit.wished)
        if not mix:
            given[key] = given.get(key, 0) + unit.required
            first.setdefault(key, number)
    report.checked(len(required))
    if given == required:
        return
    for key in sorted(set(required) | set(given)):
        wanted, found = required.get(key, 0), given.get(key, 0)
        if wanted == found:
            continue
        repaired = plan.units[first[key]].required + wanted - found if key in first else None
        report.add(
            "unit-required",
            f"units[{first[key]}]" if key in first else "units",
            rule=references.index.get(key[4]),
            required=wanted,
            given=found,
            area=key[0],
            force=words.FORCES[key[1]],
            name=key[4][1],
            missing=found - wanted,
            **repair_of_required(repaired),
        )


def repair_of_required(number: int | None) -> dict[str, Any]:
    """Fields of the repair of what several entries require together.

    Args:
        number: what the first of them must have so that all are right; None where there is none.
    """
    if number is None:
        return {"repair": "add"}
    return {"repair": "remove"} if number <= 0 else {"number": number}


def mix_rules(matches: Sequence[Match]) -> dict[RuleKey, Rule]:
    """Every rule with a mix, by policy and id."""
    return {
        (match.policy.id, rule.id): rule
        for match in matches
        for rule in match.policy.rules
        if isinstance(rule.effect, Mix)
    }
