"""Ceilings that `limit` rules set, and the strength of an area by which they may be measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pamtps_service.planning.demand import Demand
from pamtps_service.policy.model import FORCES, Force, Limit, Share
from pamtps_service.records.area_codes import NATION, parent, to_text
from pamtps_service.records.batch import Strength


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The lowest ceiling of one force in one area."""

    force: Force
    code: int
    """Integer code of a regency or province."""
    area: str
    most: int
    rule: int
    """Index of Demand.rules; of rules with the same ceiling the first."""


@dataclass(frozen=True, slots=True)
class UnappliedLimit:
    """A ceiling by strength of a force of which the request gives no strength."""

    force: Force
    area: str
    rule: int


def strength_of_area(strengths: Sequence[Strength], force: Force, area: str) -> int | None:
    """Strength of the commands in an area, of a province with its reserve, of the nation all.

    None where the request gives no strength of that force.
    """
    given = [strength for strength in strengths if strength.force == force]
    if not given:
        return None
    if area == NATION:
        return sum(strength.personnel for strength in given)
    return sum(
        strength.personnel
        for strength in given
        if strength.area == area or strength.area.startswith(f"{area}.")
    )


def strengths_of_areas(strengths: Sequence[Strength]) -> dict[Force, dict[str, int]]:
    """What strength_of_area gives, for every area in which a command or reserve lies, by force; of
    other areas it is 0, and forces of which the request gives no strength are missing."""
    found: dict[Force, dict[str, int]] = {}
    for strength in strengths:
        areas = found.setdefault(strength.force, {})
        around: str | None = strength.area
        while around is not None:
            areas[around] = areas.get(around, 0) + strength.personnel
            around = None if around == NATION else parent(around) or NATION
    return found


def ceilings_of(
    demand: Demand, strengths: Sequence[Strength]
) -> tuple[list[Ceiling], list[UnappliedLimit]]:
    """The lowest ceiling of each force in each area that has one, in the order of force and code;
    and the limits that cannot be applied."""
    lowest: dict[tuple[int, int], Ceiling] = {}
    unapplied = []
    for match in demand.area_matches:
        effect = demand.rules[match.rule].rule.effect
        if not isinstance(effect, Limit):
            continue
        area = to_text(match.code, match.level)
        for force, bound in effect.ceilings:
            if isinstance(bound, Share):
                strength = strength_of_area(strengths, force, area)
                if strength is None:
                    unapplied.append(UnappliedLimit(force, area, match.rule))
                    continue
                most = strength * bound.numerator // bound.denominator
            else:
                most = bound
            key = (FORCES.index(force), match.code)
            if key not in lowest or most < lowest[key].most:
                lowest[key] = Ceiling(force, match.code, area, most, match.rule)
    return [lowest[key] for key in sorted(lowest)], unapplied
