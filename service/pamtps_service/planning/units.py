"""Units, supervisors and standby that `add` rules bring to areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.columns import lengths_of_runs
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.demand import Demand, PolicyPart, areas_of
from pamtps_service.policy.model import Add, Amount, AreaLevel, Force, Per, Role
from pamtps_service.records.area_codes import DIVISOR, CodeLevel, areas_in
from pamtps_service.records.batch import Mask


class AddedUnit(NamedTuple):
    """Personnel that one rule adds to one area, before any is assigned."""

    level: CodeLevel
    code: int
    force: Force
    role: Role
    rule: int
    """Index of Demand.rules."""
    unit: str
    """Name of the unit; empty where the amount is in persons."""
    required: int
    claimant: Claimant
    """On whose strength it claims."""


def claimant_in(level: CodeLevel, code: int, commands: Commands) -> Claimant:
    """On whose strength claims what is added to an area."""
    command = commands.of_area(code, level)
    regency = -1
    if level != "province":
        regency = code // (DIVISOR["regency"] // DIVISOR[level])
    province = code // (DIVISOR["province"] // DIVISOR[level])
    return Claimant(province, -1 if command is None else command, regency)


def added_units(
    parts: Sequence[PolicyPart], demand: Demand, commands: Mapping[Force, Commands]
) -> list[AddedUnit]:
    """What all `add` rules require, in the order of area, force, role and rule; nothing is zero."""
    first = 0
    found: list[AddedUnit] = []
    for number, part in enumerate(parts):
        rules = part.engine.policy.rules
        for index, rule in enumerate(rules):
            if isinstance(rule.effect, Add):
                per = rule.effect.per
                if rule.for_each == "tps":
                    multiples = _by_village(part, index, per)
                else:
                    multiples = times_in_areas(part, demand, number, first + index, per)
                amounts = _amounts(rule.effect)
                found += [
                    AddedUnit(
                        level,
                        code,
                        force,
                        rule.effect.role,
                        first + index,
                        amount.unit or "",
                        amount.personnel * times,
                        claimant_in(level, code, commands[force]),
                    )
                    for level, code, times in multiples
                    for force, amount in amounts
                    if times > 0
                ]
        first += len(rules)
    return sorted(found)


def _amounts(effect: Add) -> list[tuple[Force, Amount]]:
    """What a rule adds of each force."""
    found: list[tuple[Force, Amount]] = []
    if effect.polri is not None:
        found.append(("polri", effect.polri))
    if effect.tni is not None:
        found.append(("tni", effect.tni))
    return found


def _by_village(
    part: PolicyPart, rule: int, per: Per | None
) -> Iterator[tuple[AreaLevel, int, int]]:
    """For each village, for how many of its TPS a rule `for_each: tps` adds."""
    inside = part.facts.code[tps_matched(part, rule, per)]
    codes, starts = areas_in(inside, "village")
    counts = lengths_of_runs(starts, len(inside))
    for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
        yield "village", code, count


def tps_matched(part: PolicyPart, rule: int, per: Per | None) -> Mask:
    """At which TPS of the part a rule `for_each: tps` or `post` matches, and with `per` gives
    something: of one TPS, one or none divided by N and rounded up is itself.

    Args:
        part: n TPS under one policy.
        rule: index of the rule in that policy.
        per: of the rule's effect.
    """
    matches = np.array([rule in decision.rules for decision in part.decisions.classes], np.bool_)
    mask: Mask = matches[part.decisions.index]
    return mask if per is None else mask & truth_of(part, per)


def truth_of(part: PolicyPart, per: Per) -> Mask:
    """The TPS of the part that `per` counts."""
    return part.decisions.truth_of(part.engine.conditions.index(per.of))


def times_in_areas(
    part: PolicyPart, demand: Demand, number: int, rule: int, per: Per | None
) -> Iterator[tuple[AreaLevel, int, int]]:
    """For each area that a rule matches: its level, its code, and how many times the rule gives.

    Args:
        part: number `number` of the batch's parts.
        demand: of the batch.
        number: see part.
        rule: index of Demand.rules.
        per: of the rule's effect.
    """
    matches = [m for m in demand.area_matches if m.rule == rule and m.part == number]
    if not matches:
        return
    level = matches[0].level
    counts = {}
    if per is not None:
        codes, index = areas_of(part, level)
        counted = np.bincount(index[truth_of(part, per)], minlength=len(codes)).tolist()
        counts = dict(zip(codes.tolist(), counted, strict=True))
    for match in matches:
        yield level, match.code, 1 if per is None else -(-counts[match.code] // per.tps)
