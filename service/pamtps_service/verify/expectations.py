"""What the finished plan must satisfy, and where it does not.

Written from the effect `expect` of the policy language; fractions are compared by
cross-multiplication.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pamtps_service.policy.model import (
    Expect,
    Force,
    Operator,
    Quantity,
    Share,
    Statement,
)
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch
from pamtps_service.records.plan import Severity
from pamtps_service.verify.commands import Commands, tps_range
from pamtps_service.verify.ledger import Ledger
from pamtps_service.verify.matching import Match
from pamtps_service.verify.references import RuleKey
from pamtps_service.verify.report import Report

COMPARE: Final[dict[Operator, Callable[[int, int], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FORCE: Final[dict[Quantity, Force]] = {
    "polri": "polri",
    "tni": "tni",
    "linmas": "linmas",
    "polri_short": "polri",
    "tni_short": "tni",
    "linmas_short": "linmas",
}


@dataclass(frozen=True)
class Outcome:
    """A statement of an `expect` that fails in an area, or that cannot be checked there."""

    area: str
    rule: RuleKey
    severity: Severity
    """Of a statement that is not checked, `info`."""
    statement: Statement
    left: int
    whole: int | None
    """What the right side is a share of; the right side itself where it is a number; None where
    the request gives no such strength, so that nothing is said."""

    @property
    def fails(self) -> bool:
        """Whether it fails; if not, it is not checked."""
        return self.whole is not None


def outcomes(
    report: Report,
    batch: Batch,
    matches: Sequence[Match],
    ledger: Ledger,
    commands: Commands,
) -> list[Outcome]:
    """Every statement in every area that fails or is not checked."""
    found: list[Outcome] = []
    for match in matches:
        for rule in match.policy.rules:
            if not isinstance(rule.effect, Expect):
                continue
            key = (match.policy.id, rule.id)
            areas = match.areas_of(rule)
            for code in areas.code[match.in_areas[rule.id]].tolist():
                area = area_codes.to_text(code, areas.level)
                report.checked(len(rule.effect.statements))
                for statement in rule.effect.statements:
                    left = quantity(statement.quantity, area, batch, ledger, commands)
                    whole = _whole(statement, area, batch, ledger, commands)
                    if whole is None:
                        found.append(Outcome(area, key, "info", statement, left, None))
                    elif not _satisfied(statement, left, whole):
                        found.append(Outcome(area, key, rule.severity, statement, left, whole))
    return found


def _whole(
    statement: Statement, area: str, batch: Batch, ledger: Ledger, commands: Commands
) -> int | None:
    right = statement.right
    if not isinstance(right, Share):
        return right
    if right.of == "strength":
        return commands.strength_in(_FORCE[statement.quantity], area)
    return quantity(right.of, area, batch, ledger, commands)


def _satisfied(statement: Statement, left: int, whole: int) -> bool:
    compare, right = COMPARE[statement.operator], statement.right
    if not isinstance(right, Share):
        return compare(left, right)
    return compare(left * right.denominator, right.numerator * whole)


def quantity(name: Quantity, area: str, batch: Batch, ledger: Ledger, commands: Commands) -> int:
    """A quantity of the finished plan in an area; personnel assigned, or required where the
    request gives no strength of the force."""
    if name == "tps":
        rows = tps_range(batch, area)
        return int(rows.stop) - int(rows.start)
    if name == "posts":
        polri = ledger.entries["polri"]
        return int(np.count_nonzero(polri.post[polri.inside(area)] >= 0))
    force = _FORCE[name]
    entries = ledger.entries[force]
    inside = entries.inside(area)
    if name.endswith("_short"):
        return int(entries.short[inside].sum())
    column = entries.assigned if force in commands.given else entries.required
    return int(column[inside].sum())
