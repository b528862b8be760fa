"""The plan's own lists of rules and labels, to which everything else in it refers by index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import Classify
from pamtps_service.records.plan import Plan
from pamtps_service.verify.matching import Match
from pamtps_service.verify.report import Report

RuleKey = tuple[str, str]
"""Policy id and rule id."""
_NAMED: Final = 5
"""Rules that a repair names, at most."""


@dataclass(frozen=True)
class References:
    rules: tuple[RuleKey | None, ...]
    """What each entry of Plan.rules names; None where no policy of the plan has such a rule."""
    index: dict[RuleKey, int]
    """The first entry that names the rule; a rule that is not listed is not in it."""
    labels: tuple[str, ...]

    def rule(self, number: int) -> RuleKey | None:
        """The rule at an index, however wrong the index is."""
        return self.rules[number] if 0 <= number < len(self.rules) else None

    def numbered(
        self, policy: str, rules: Sequence[str], held: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """Which of the plan's rules hold, given which of a policy's do.

        Args:
            policy: its id.
            rules: ids.
            held: a column for each of them.
        """
        found = np.zeros((len(held), len(self.rules)), dtype=np.bool_)
        for column, name in enumerate(rules):
            number = self.index.get((policy, name))
            if number is not None:
                found[:, number] = held[:, column]
        return found


def checked_references(report: Report, plan: Plan, matches: Sequence[Match]) -> References:
    """Every rule of every policy in use is listed once, with the right counts; labels once."""
    known = {
        (match.policy.id, rule.id): (match, rule)
        for match in matches
        for rule in match.policy.rules
    }
    listed = {(use.policy, use.id) for use in plan.rules}
    unlisted = [f"{policy}/{name}" for policy, name in sorted(set(known) - listed)]
    entries: list[RuleKey | None] = []
    index: dict[RuleKey, int] = {}
    for number, use in enumerate(plan.rules):
        key = (use.policy, use.id)
        place = f"rules[{number}]"
        report.checked(3)
        if key not in known:
            report.add(
                "plan-rule-unknown",
                place,
                policy=use.policy,
                name=use.id,
                allowed=", ".join(unlisted[:_NAMED]),
                repair="" if unlisted else "surplus",
            )
            entries.append(None)
            continue
        entries.append(key)
        if key in index:
            report.add(
                "plan-rule-twice", place, policy=use.policy, name=use.id, first=str(index[key])
            )
            continue
        index[key] = number
        match, rule = known[key]
        if use.title != rule.title:
            report.add(
                "plan-rule-title",
                place,
                rule=number,
                name=use.id,
                title_id=rule.title.id,
                title_en=rule.title.en,
            )
        tps, areas = rule_counts(match, rule.id)
        if use.tps != tps:
            report.add(
                "plan-rule-tps", place, rule=number, name=use.id, required=tps, given=use.tps
            )
        if use.areas != areas:
            report.add(
                "plan-rule-areas", place, rule=number, name=use.id, required=areas, given=use.areas
            )
    for policy, name in sorted(set(known) - set(index)):
        report.add("plan-rule-lacking", "rules", policy=policy, name=name)
    _check_labels(report, plan, matches)
    return References(tuple(entries), index, plan.labels)


def rule_counts(match: Match, rule: str) -> tuple[int, int]:
    """How many TPS and areas a rule matched: of a rule for areas no TPS, of others no areas."""
    if rule in match.tps:
        return int(np.count_nonzero(match.tps[rule])), 0
    return 0, int(np.count_nonzero(match.in_areas[rule]))


def _check_labels(report: Report, plan: Plan, matches: Sequence[Match]) -> None:
    given = {
        rule.effect.label
        for match in matches
        for rule in match.policy.rules
        if isinstance(rule.effect, Classify) and rule.effect.label is not None
    }
    seen: dict[str, int] = {}
    for number, label in enumerate(plan.labels):
        report.checked()
        if label not in given:
            report.add("plan-label-unknown", f"labels[{number}]", label=label)
        if label in seen:
            first = str(seen[label])
            report.add("plan-label-twice", f"labels[{number}]", label=label, first=first)
        seen.setdefault(label, number)


def membership(
    report: Report, path: Callable[[int], str], sets: Sequence[tuple[int, ...]], size: int
) -> NDArray[np.bool_]:
    """Which set holds which index: a row for each set and an empty one at the end, for rows whose
    set does not exist. Indices out of range are violations and left out.

    `path` gives the place of a set: the list of the first row that has it.
    """
    held = np.zeros((len(sets) + 1, size), dtype=np.bool_)
    for number, members in enumerate(sets):
        for member in sorted({one for one in members if members.count(one) > 1}):
            report.add("plan-index-twice", path(number), given=member, index=str(member))
        for member in members:
            if 0 <= member < size:
                held[number, member] = True
            else:
                report.add(
                    "plan-index-wrong",
                    path(number),
                    given=member,
                    required=size,
                    index=str(member),
                )
    return held
