"""Ceilings: no more is assigned in an area than the lowest limit that matches it.

Written from the effect `limit` of the policy language. A ceiling by strength is not applied where
the request gives no strength of that force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pamtps_service.policy.model import FORCES, Force, Limit, Share
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Mask
from pamtps_service.verify import words
from pamtps_service.verify.commands import Commands
from pamtps_service.verify.ledger import Ledger
from pamtps_service.verify.matching import Match
from pamtps_service.verify.references import References, RuleKey
from pamtps_service.verify.report import Report


@dataclass(frozen=True)
class Ceiling:
    """The lowest ceiling of a force in an area."""

    most: int
    rule: RuleKey


Ceilings = dict[tuple[Force, str], Ceiling]


def ceilings_of(matches: Sequence[Match], commands: Commands) -> Ceilings:
    """All ceilings that apply, by force and area."""
    found: Ceilings = {}
    for match in matches:
        for rule in match.policy.rules:
            if not isinstance(rule.effect, Limit):
                continue
            areas = match.areas_of(rule)
            for code in areas.code[match.in_areas[rule.id]].tolist():
                area = area_codes.to_text(code, areas.level)
                for force, bound in rule.effect.ceilings:
                    most = bound if not isinstance(bound, Share) else None
                    if isinstance(bound, Share):
                        strength = commands.strength_in(force, area)
                        if strength is not None:
                            most = bound.numerator * strength // bound.denominator
                    key = (force, area)
                    if most is not None and (key not in found or most < found[key].most):
                        found[key] = Ceiling(most, (match.policy.id, rule.id))
    return found


def unapplied(matches: Sequence[Match], commands: Commands) -> list[tuple[Force, str, RuleKey]]:
    """Force, area and rule of every ceiling by a strength that the request does not give."""
    found: list[tuple[Force, str, RuleKey]] = []
    for match in matches:
        for rule in match.policy.rules:
            if not isinstance(rule.effect, Limit):
                continue
            areas = match.areas_of(rule)
            codes = areas.code[match.in_areas[rule.id]].tolist()
            found += [
                (force, area_codes.to_text(code, areas.level), (match.policy.id, rule.id))
                for force, bound in rule.effect.ceilings
                if isinstance(bound, Share) and force not in commands.given
                for code in codes
            ]
    return found


def check_limits(
    report: Report, ceilings: Ceilings, ledger: Ledger, references: References
) -> None:
    """What is assigned in each area stays within its ceiling."""
    for (force, area), ceiling in sorted(ceilings.items(), key=lambda item: item[0]):
        report.checked()
        entries = ledger.entries[force]
        assigned = int(entries.assigned[entries.inside(area)].sum())
        if assigned > ceiling.most:
            report.add(
                "limit-exceeded",
                area,
                rule=references.index.get(ceiling.rule),
                required=ceiling.most,
                given=assigned,
                force=words.FORCES[force],
                name=ceiling.rule[1],
                missing=assigned - ceiling.most,
            )


def bound_entries(ceilings: Ceilings, ledger: Ledger) -> dict[Force, Mask]:
    """Which entries lie in an area whose ceiling is reached, so that no more fits there."""
    found = {force: np.zeros(len(ledger.entries[force].place), dtype=np.bool_) for force in FORCES}
    for (force, area), ceiling in ceilings.items():
        entries = ledger.entries[force]
        inside = entries.inside(area)
        if int(entries.assigned[inside].sum()) >= ceiling.most:
            found[force][inside] = True
    return found
