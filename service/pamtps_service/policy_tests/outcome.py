"""What follows for the TPS or area of a case, by the same steps as a plan.

A case of a TPS is a batch of that TPS; a case of an area is a batch of the TPS that it holds. No
strengths are given, so what is required follows alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

import numpy as np

from pamtps_service.planning.admission import STANDARD, admit
from pamtps_service.planning.demand import Requirement, demand_of, transport_conflicts
from pamtps_service.planning.explanation.conditions import (
    Item,
    area_item,
    tps_item,
    tree,
    written,
)
from pamtps_service.planning.plan import (
    NumberTooLargeError,
    PolicyContradictionError,
    decide_part,
    make_plan,
)
from pamtps_service.policy.catalogue import render
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import (
    ACCESS,
    ALWAYS,
    AREA_LEVELS,
    All,
    AnyOf,
    Condition,
    Force,
    Level,
    Move,
    Not,
    Rule,
    Text,
)
from pamtps_service.policy.test_keys import NONE
from pamtps_service.policy_tests.cases import Case, Value, looks_at
from pamtps_service.policy_tests.read_expectations import day_text
from pamtps_service.records.batch import Batch, NumberColumn, PlanRequest, TextColumn
from pamtps_service.records.plan import Plan

_LEVELS: Final[tuple[Level, ...]] = ("tps", "post", *AREA_LEVELS)


class Outcome:
    """What follows for one case; a plan is made only where it is asked for what a plan says."""

    def __init__(self, case: Case) -> None:
        self.case = case
        policy = replace(case.policy, abstract=False)  # an abstract one is tested like any other
        self._request = PlanRequest(batch_of(case), (), policy.id, case.date)
        admitted, faults = admit(self._request, PolicySet({policy.id: policy}, ""))
        if faults:
            raise ValueError(f"a sound case is refused: {[fault.text('en') for fault in faults]}")
        self._admitted = admitted
        self._part = decide_part(admitted[0])
        self._demand = demand_of([self._part], len(self._request.batch))
        matched = (
            self._demand.rule_sets[int(self._demand.rule_set[0])]
            if case.level == "tps"
            else [one.rule for one in self._demand.area_matches if one.level == case.level]
        )
        self.matching = frozenset(self._demand.rules[index].rule.id for index in matched)
        """Ids of the rules that the case looks at and that match."""
        self.rules = tuple(rule for rule in policy.rules if looks_at(rule, case.level))
        """Those that it looks at."""

    @cached_property
    def item(self) -> Item:
        """The TPS or area as conditions see it."""
        if self.case.level == "tps":
            return tps_item(self._part, 0)
        return area_item(self._part, self.case.level, self.case.area)

    def holds(self, condition: Condition) -> bool:
        """Whether a condition holds."""
        return bool(tree(condition, self.item).holds)

    def value(self, key: str) -> Value | Text:
        """What follows for an outcome's key other than rules; a text where nothing that could be
        compared does."""
        kind, _, name = key.partition(".")
        if kind in ("units", "equipment"):
            plan = self._plan
            if isinstance(plan, Text):
                return plan
            return self._units(plan, name) if kind == "units" else self._equipment(plan, name)
        if self.case.level != "tps":
            return self._of_area(key)
        return self._of_tps(key)

    def why_not(self, rule: Rule) -> Text:
        """Why a rule does not match."""
        if rule.when != ALWAYS and not self.holds(rule.when):
            failing = ", ".join(self._failing(rule.when))
            return render("test-why-not", failing=failing)
        if rule.unless is not None and self.holds(rule.unless):
            return render("test-why-exempt")
        replacing = [other.id for other in self.rules if rule.id in other.instead_of]
        by = [one.id for one in self.rules if one.id in replacing and self.own_holds(one)]
        return render("test-why-replaced", rules=", ".join(by))

    def own_holds(self, rule: Rule) -> bool:
        """Whether the rule's own `when` holds and its `unless` does not."""
        return self.holds(rule.when) and not (rule.unless is not None and self.holds(rule.unless))

    def _failing(self, condition: Condition) -> Iterator[str]:
        """The parts of a condition that does not hold for which it does not."""
        match condition:
            case All(parts) | AnyOf(parts):
                for part in parts:
                    if not self.holds(part):
                        yield from self._failing(part)
            case Not():
                yield f"`{written(condition, self.case.policy)}`"
            case _:
                leaf = tree(condition, self.item)
                yield f"`{leaf.asked}` ({leaf.found})"

    # A TPS

    def _of_tps(self, key: str) -> Value | Text:
        demand = self._demand
        match key:
            case "risk_tier":
                return self._part.decisions.classes[0].tier.word
            case "labels":
                return self._part.decisions.classes[0].labels
            case "covered":
                return self._requirement is not None
            case "linmas":
                return int(demand.linmas[0])
            case "transport" | "fallback" | "depart":
                return self._movement(key)
        required = self._requirement
        if required is None:
            return 0 if key in ("polri", "tni") else render("test-not-covered")
        found: dict[str, Value] = {
            "polri": required.polri,
            "tni": required.tni,
            "tps_per_post": required.sizes,
            "within": required.within,
            "choose": required.choose,
        }
        return found[key]

    @property
    def _requirement(self) -> Requirement | None:
        index = int(self._demand.requirement[0])
        return None if index < 0 else self._demand.requirements[index]

    def _movement(self, key: str) -> Value | Text:
        if any(fault.code == f"{key}s-differ" for fault in transport_conflicts(self._part)):
            return self._contradiction(key)
        index = int(self._demand.movement[0])
        if index < 0:
            return NONE
        movement = self._demand.movements[index]
        if key == "depart":
            return day_text(movement.depart)
        return (movement.transport if key == "transport" else movement.fallback) or NONE

    def _contradiction(self, *words: str) -> Text:
        rules = sorted(
            rule.id
            for rule in self.case.policy.rules
            if isinstance(rule.effect, Move)
            and any(getattr(rule.effect, word) is not None for word in words)
            and any(self._matches_tps(rule.id))
        )
        return render("test-contradiction", rules=", ".join(rules))

    def _matches_tps(self, name: str) -> Iterator[bool]:
        for rules in self._demand.rule_sets:
            yield any(self._demand.rules[index].rule.id == name for index in rules)

    # An area

    @cached_property
    def _plan(self) -> Plan | Text:
        try:
            return make_plan(self._request, self._admitted)
        except PolicyContradictionError:
            return self._contradiction("transport", "fallback")
        except NumberTooLargeError:
            return render("test-too-large")

    def _of_area(self, key: str) -> Value | Text:
        plan = self._plan
        if isinstance(plan, Text):
            return plan
        if key == "linmas":
            return int(plan.stations.linmas.sum() + plan.stations.linmas_short.sum())
        posts, of_posts = plan.posts, 0
        if key == "polri":
            of_posts = int(posts.polri.sum() + posts.polri_short.sum())
        if key == "tni":
            of_posts = int(posts.tni.sum() + posts.tni_short.sum())
        return of_posts + self._units(plan, key)

    def _units(self, plan: Plan, force: Force | str) -> int:
        """Personnel of units that rules no wider than the case add."""
        return sum(
            unit.required
            for unit in plan.units
            if unit.force == force and self.no_wider(self._demand.rules[unit.rule].rule)
        )

    def _equipment(self, plan: Plan, item: str) -> int:
        return sum(
            row.required
            for row in plan.equipment
            if row.item == item and self.no_wider(self._demand.rules[row.rule].rule)
        )

    def no_wider(self, rule: Rule) -> bool:
        """Whether what the rule gives lies inside what the case looks at."""
        mine = "post" if self.case.level == "tps" else self.case.level
        return _LEVELS.index(rule.for_each) <= _LEVELS.index(mine)


def batch_of(case: Case) -> Batch:
    """The TPS of a case as a request gives them, by code."""
    numbers = np.repeat(np.arange(len(case.stations)), [one.count for one in case.stations])
    codes = np.array(case.codes, np.int64)
    order = np.argsort(codes)
    of_row = numbers[order]
    given: list[Mapping[str, str]] = [dict(one.attributes) for one in case.stations]
    standard = {}
    for name in STANDARD:
        present = np.array([name in one for one in given], np.bool_)
        values = [
            0
            if name not in one
            else ACCESS.index(one[name])
            if name == "access"
            else int(one[name])
            for one in given
        ]
        standard[name] = NumberColumn(np.array(values, np.int32)[of_row], present[of_row])
    declared = {}
    for name in sorted({name for one in given for name in one} - set(STANDARD)):
        texts = tuple(sorted({one[name] for one in given if name in one}))
        index = np.array([texts.index(one[name]) if name in one else -1 for one in given], np.int32)
        declared[name] = TextColumn(index[of_row], texts)
    tier = np.array([one.submitted_tier for one in case.stations], np.int8)
    return Batch(codes[order], tier[of_row], standard, declared, order.astype(np.int64))
