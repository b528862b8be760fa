"""What the finished plan must satisfy, and the findings that must say where it does not.

Written from the effect `expect` of the policy language; fractions are compared by
cross-multiplication.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from pamtps_service.policy.model import (
    Expect,
    Force,
    Operator,
    Quantity,
    Rule,
    Share,
    Statement,
)
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch
from pamtps_service.records.plan import Plan
from pamtps_service.verify.commands import Commands, tps_range
from pamtps_service.verify.ledger import Ledger
from pamtps_service.verify.matching import Match
from pamtps_service.verify.references import References, RuleKey
from pamtps_service.verify.report import Report
from pamtps_service.verify.stations import tps_text

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

Failure = tuple[str, RuleKey]
"""Area and rule of an expectation that fails."""


def failing(
    report: Report,
    batch: Batch,
    matches: Sequence[Match],
    ledger: Ledger,
    commands: Commands,
) -> dict[Failure, int]:
    """How many statements of each `expect` fail in each area; only those that fail."""
    found: dict[Failure, int] = {}
    for match in matches:
        for rule in match.policy.rules:
            if not isinstance(rule.effect, Expect):
                continue
            areas = match.areas_of(rule)
            for code in areas.code[match.in_areas[rule.id]].tolist():
                area = area_codes.to_text(code, areas.level)
                report.checked(len(rule.effect.statements))
                fails = sum(
                    not _satisfied(statement, area, batch, ledger, commands)
                    for statement in rule.effect.statements
                )
                if fails:
                    found[area, (match.policy.id, rule.id)] = fails
    return found


def _satisfied(
    statement: Statement, area: str, batch: Batch, ledger: Ledger, commands: Commands
) -> bool:
    left = quantity(statement.quantity, area, batch, ledger, commands)
    if not isinstance(statement.right, Share):
        return COMPARE[statement.operator](left, statement.right)
    share = statement.right
    if share.of == "strength":
        strength = commands.strength_in(_FORCE[statement.quantity], area)
        if strength is None:
            # Nothing is said of a strength that is not known; a finding says so.
            return True
        right = strength
    else:
        right = quantity(share.of, area, batch, ledger, commands)
    return COMPARE[statement.operator](left * share.denominator, share.numerator * right)


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


def check_findings(
    report: Report,
    plan: Plan,
    matches: Sequence[Match],
    references: References,
    failures: dict[Failure, int],
    uncovered: frozenset[int],
) -> None:
    """Expectations that fail and TPS that are not covered are findings, and no others are."""
    rules = {(match.policy.id, rule.id): rule for match in matches for rule in match.policy.rules}
    said: dict[Failure, int] = {}
    named: set[int] = set()
    for number, finding in enumerate(plan.findings):
        place = f"findings[{number}]"
        report.checked()
        if finding.rule is not None and references.rule(finding.rule) is None:
            report.add("plan-index-wrong", place, given=finding.rule, required=len(plan.rules))
            continue
        if finding.code == "not-covered":
            if finding.tps is None or finding.tps not in uncovered or finding.severity != "error":
                name = "-" if finding.tps is None else tps_text(finding.tps)
                report.add("finding-unfounded", place, finding=finding.code, area=name)
            else:
                named.add(finding.tps)
        if finding.code == "expectation-fails":
            key = None if finding.rule is None else references.rule(finding.rule)
            rule: Rule | None = None if key is None else rules[key]
            if (
                key is None
                or rule is None
                or (finding.area, key) not in failures
                or finding.severity != rule.severity
            ):
                report.add("finding-unfounded", place, finding=finding.code, area=finding.area)
            else:
                said[finding.area, key] = said.get((finding.area, key), 0) + 1
    report.checked(len(failures) + len(uncovered))
    # One finding for each statement that fails.
    for area, key in sorted(key for key, count in failures.items() if said.get(key, 0) != count):
        report.add(
            "finding-lacking",
            area,
            rule=references.index.get(key),
            finding="expectation-fails",
            area=f"{area} ({key[1]})",
        )
    for code in sorted(uncovered - named):
        text = tps_text(code)
        report.add("finding-lacking", text, finding="not-covered", area=text)
