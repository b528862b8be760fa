"""The comparison of two policies alone: the entry to everything that is found without a batch."""

from __future__ import annotations

from dataclasses import dataclass

from pamtps_service.analysis.answer_changes import AnswerChange
from pamtps_service.analysis.area_changes import changes_of_areas
from pamtps_service.analysis.cells import MAX_CELLS
from pamtps_service.analysis.head_changes import changes_of_heads
from pamtps_service.analysis.rule_changes import RuleChange, rule_changes
from pamtps_service.analysis.tps_changes import changes_of_tps
from pamtps_service.policy.model import Policy


@dataclass(frozen=True, slots=True)
class PolicyComparison:
    """What differs between two policies, and how far it was looked at."""

    rules: tuple[RuleChange, ...]
    """By id."""
    answers: tuple[AnswerChange, ...]
    """Of the heads, of TPS by family of rules, of areas by level."""
    cells: int
    """Kinds of TPS that the two policies can tell apart, summed over the parts of the answer."""
    cells_examined: int


def compare_policies(before: Policy, after: Policy, max_cells: int = MAX_CELLS) -> PolicyComparison:
    """Which rules differ, and which TPS and areas are answered otherwise.

    Args:
        before: as it was loaded; an abstract one is looked at as if it were in force.
        after: likewise; its id may be the same or another.
        max_cells: cells that are looked at for each part of the answer, at most.
    """
    tps = changes_of_tps(before, after, max_cells)
    areas = changes_of_areas(before, after, max_cells)
    return PolicyComparison(
        rule_changes(before, after),
        (*changes_of_heads(before, after), *tps.changes, *areas.changes),
        tps.cells + areas.cells,
        tps.cells_examined + areas.cells_examined,
    )
