"""How much of a policy its tests look at: rules, conditions and classes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pamtps_service.policy.model import Policy
from pamtps_service.policy_tests.outcome import Outcome
from pamtps_service.policy_tests.targets import (
    ClassTarget,
    ConditionTarget,
    RuleTarget,
    Target,
    Targets,
    seen_in,
)


@dataclass(frozen=True, slots=True)
class Covered:
    """How many of how many."""

    covered: int
    total: int

    @property
    def percent(self) -> int:
        """Rounded down: 100 only where nothing is missing."""
        return 100 if not self.total else 100 * self.covered // self.total


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the cases of a policy cover."""

    policy: Policy
    rules: Covered
    conditions: Covered
    classes: Covered
    missing: tuple[Target, ...]
    complete: bool
    """Whether every kind of TPS and area was looked at; if not, there may be more to cover."""

    @property
    def least(self) -> int:
        """The least of the three, in percent."""
        return min(one.percent for one in (self.rules, self.conditions, self.classes))


def coverage_of(targets: Targets, outcomes: Iterable[Outcome]) -> Coverage:
    """What the cases of a policy that were run cover; whether they passed does not matter."""
    seen: set[Target] = set()
    for outcome in outcomes:
        seen |= seen_in(outcome, targets)

    def covered(kind: type[Target]) -> Covered:
        asked = [target for target in targets.reach if isinstance(target, kind)]
        return Covered(sum(target in seen for target in asked), len(asked))

    return Coverage(
        targets.policy,
        covered(RuleTarget),
        covered(ConditionTarget),
        covered(ClassTarget),
        tuple(target for target in targets.reach if target not in seen),
        targets.complete,
    )
