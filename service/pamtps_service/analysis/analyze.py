"""The analysis of one policy: the entry to everything that is found without a batch."""

from __future__ import annotations

from pamtps_service.analysis.answers import Answers, families_of
from pamtps_service.analysis.area_classes import classes_of_areas
from pamtps_service.analysis.area_findings import findings_of_areas
from pamtps_service.analysis.cells import MAX_CELLS, cells_of
from pamtps_service.analysis.dimensions import dimensions_of
from pamtps_service.analysis.findings import Analysis, ordered
from pamtps_service.analysis.tps_findings import findings_of_tps
from pamtps_service.policy.model import AREA_LEVELS, Policy


def analyze(policy: Policy, max_cells: int = MAX_CELLS) -> Analysis:
    """What a policy leaves uncovered, which of its rules change nothing, and what contradicts.

    Args:
        policy: as it was loaded; an abstract one is looked at as if it were in force.
        max_cells: cells that are looked at for each part of the answer, at most.
    """
    families = []
    for family in families_of(policy):
        cells = cells_of(dimensions_of((policy,), family.conditions), max_cells)
        families.append(Answers(policy, family, cells))
    found = list(findings_of_tps(policy, families))
    asked = {rule.for_each for rule in policy.rules}
    levels = [classes_of_areas(policy, level, max_cells) for level in AREA_LEVELS if level in asked]
    for one in levels:
        found += findings_of_areas(policy, one)
    return Analysis(
        ordered(found),
        cells=sum(one.cells.total for one in families) + sum(one.cells for one in levels),
        cells_examined=sum(len(one.cells) for one in families)
        + sum(one.cells_examined for one in levels),
        count_bound=max((one.bound for one in levels), default=0),
        complete=all(one.cells.complete for one in families)
        and all(one.complete for one in levels),
    )
