"""The analysis of one policy: the entry to everything that is found without a batch."""

from __future__ import annotations

from pamtps_service.analysis.answers import Answers, families_of
from pamtps_service.analysis.cells import MAX_CELLS, cells_of
from pamtps_service.analysis.dimensions import dimensions_of
from pamtps_service.analysis.findings import Analysis, ordered
from pamtps_service.analysis.tps_findings import findings_of_tps
from pamtps_service.policy.model import Policy


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
    return Analysis(
        ordered(found),
        cells=sum(answers.cells.total for answers in families),
        cells_examined=sum(len(answers.cells) for answers in families),
        count_bound=0,
    )
