"""Units, supervisors and standby that `add` rules bring to areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.demand import Demand, PolicyPart, areas_of
from pamtps_service.policy.model import Add, Amount, Force, Role
from pamtps_service.records.area_codes import DIVISOR, CodeLevel


@dataclass(frozen=True, slots=True, order=True)
class AddedUnit:
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

    def claimant(self, commands: Commands) -> Claimant:
        """On whose strength it claims."""
        command = commands.of_area(self.code, self.level)
        regency = -1
        if self.level != "province":
            regency = self.code // (DIVISOR["regency"] // DIVISOR[self.level])
        province = self.code // (DIVISOR["province"] // DIVISOR[self.level])
        return Claimant(province, -1 if command is None else command, regency)


def added_units(parts: Sequence[PolicyPart], demand: Demand) -> list[AddedUnit]:
    """What all `add` rules require, in the order of area, force, role and rule; nothing is zero."""
    first = 0
    found: list[AddedUnit] = []
    for number, part in enumerate(parts):
        rules = part.engine.policy.rules
        for index, rule in enumerate(rules):
            if isinstance(rule.effect, Add):
                if rule.for_each == "tps":
                    multiples = _by_village(part, index, rule.effect)
                else:
                    multiples = _by_area(part, demand, number, first + index, rule.effect)
                for level, code, times in multiples:
                    found += _units(level, code, times, rule.effect, first + index)
        first += len(rules)
    return sorted(found)


def _units(level: CodeLevel, code: int, times: int, effect: Add, rule: int) -> Iterator[AddedUnit]:
    amounts: tuple[tuple[Force, Amount | None], ...] = (
        ("polri", effect.polri),
        ("tni", effect.tni),
    )
    for force, amount in amounts:
        if amount is not None and times > 0:
            yield AddedUnit(
                level=level,
                code=code,
                force=force,
                role=effect.role,
                rule=rule,
                unit=amount.unit or "",
                required=amount.personnel * times,
            )


def _by_village(part: PolicyPart, rule: int, effect: Add) -> Iterator[tuple[CodeLevel, int, int]]:
    """For each village, for how many of its TPS a rule `for_each: tps` adds."""
    matches = np.array([rule in decision.rules for decision in part.decisions.classes], np.bool_)
    mask = matches[part.decisions.index]
    if effect.per is not None:
        mask &= part.decisions.truth_of(part.engine.conditions.index(effect.per.of))
    codes, counts = np.unique(part.facts.code[mask] // DIVISOR["village"], return_counts=True)
    for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
        yield "village", code, count


def _by_area(
    part: PolicyPart, demand: Demand, number: int, rule: int, effect: Add
) -> Iterator[tuple[CodeLevel, int, int]]:
    """For each area that a rule matches, how many times it adds."""
    matches = [m for m in demand.area_matches if m.rule == rule and m.part == number]
    if not matches:
        return
    level = matches[0].level
    counts = None
    if effect.per is not None:
        codes, index = areas_of(part, level)
        truth = part.decisions.truth_of(part.engine.conditions.index(effect.per.of))
        counted = np.bincount(index[truth], minlength=len(codes)).tolist()
        counts = dict(zip(codes.tolist(), counted, strict=True))
    for match in matches:
        times = 1
        if counts is not None and effect.per is not None:
            times = -(-counts[match.code] // effect.per.tps)
        yield level, match.code, times
