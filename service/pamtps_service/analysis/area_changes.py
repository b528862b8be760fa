"""Areas for which the rules of two policies say something else.

Levels at which both policies say the same are left out. Areas are those of both policies; the TPS
that they hold give every attribute. What `per` and `mix` count is compared as it is written: what
labels and tiers now mean is told of the TPS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pamtps_service.analysis.answer_changes import AnswerChange, difference_text
from pamtps_service.analysis.answer_values import Difference, area_values, difference
from pamtps_service.analysis.answers import needed_for
from pamtps_service.analysis.area_classes import (
    AreaClass,
    JointClass,
    counts_nothing,
    joint_classes,
    own_holds,
)
from pamtps_service.analysis.findings import Witness
from pamtps_service.analysis.joint import common_choices, in_words, pairs_of, with_choices
from pamtps_service.analysis.testcases import conditions_of, known_facts, tps_facts
from pamtps_service.policy.areas import official_name
from pamtps_service.policy.catalogue import render_policy_comparison
from pamtps_service.policy.model import AREA_LEVELS, AreaLevel, Policy, Position, Rule, Text


@dataclass(frozen=True, slots=True)
class AreaChanges:
    """What differs, and how far it was looked at."""

    changes: tuple[AnswerChange, ...]
    cells: int
    cells_examined: int
    """Without those of a level of which not every area was looked at."""


def changes_of_areas(before: Policy, after: Policy, max_cells: int) -> AreaChanges:
    """Every change of what the rules for areas say, level by level."""
    choices = common_choices(pairs_of(before, after))
    policies = [with_choices(policy, choices) for policy in (before, after)]
    levels = {rule.for_each for policy in policies for rule in policy.rules}
    found: list[AnswerChange] = []
    total = examined = 0
    for level in AREA_LEVELS:
        # rules that say the same say it of every area, so there is nothing to look for
        if level in levels and _said(before, level) != _said(after, level):
            classes = joint_classes(policies, level, max_cells)
            total += classes.cells
            # where more TPS in an area may change something, its kinds are not done with
            unseen = not classes.complete and classes.cells_examined == classes.cells
            examined += 0 if unseen else classes.cells_examined
            sides = [_Side.of(policy, level) for policy in policies]
            found += _changes(level, sides, classes.classes, after)
    return AreaChanges(tuple(found), total, examined)


def _said(policy: Policy, level: AreaLevel) -> list[Rule]:
    """The rules of a level and those that classify on which they depend, without words that
    nothing follows from."""
    own = tuple(rule for rule in policy.rules if rule.for_each == level)
    needed = needed_for(policy, list(conditions_of(replace(policy, rules=own))))
    nowhere = Position("", 0, 0)
    return [
        replace(in_words(rule, policy), title=Text("", ""), basis=None, origin="", position=nowhere)
        for rule in (*own, *needed)
    ]


@dataclass(frozen=True, slots=True)
class _Side:
    """The rules of one policy for areas of one level."""

    rules: tuple[Rule, ...]
    words: Mapping[str, Rule]
    """The same in words, by id: the numbers of a policy's choices are its own."""

    @classmethod
    def of(cls, policy: Policy, level: AreaLevel) -> _Side:
        rules = tuple(rule for rule in policy.rules if rule.for_each == level)
        return cls(rules, {rule.id: in_words(rule, policy) for rule in rules})

    def matching(self, one: AreaClass) -> tuple[Rule, ...]:
        """The rules that match the areas of a class."""
        own = {rule.id for rule in self.rules if own_holds(rule, one)}
        return tuple(
            rule
            for rule in self.rules
            if rule.id in own
            and not any(other.id in own and rule.id in other.instead_of for other in self.rules)
        )

    def values(self, rules: Sequence[Rule], one: AreaClass) -> Mapping[tuple[str, ...], str]:
        """What follows from these rules."""
        nothing = frozenset(rule.id for rule in rules if counts_nothing(rule, one))
        return area_values([self.words[rule.id] for rule in rules], nothing)


@dataclass(frozen=True, slots=True)
class _Change:
    difference: Difference
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]
    rules: tuple[str, ...]
    """Those that match in either policy and say another thing, or match in one alone."""


def _changes(
    level: AreaLevel, sides: Sequence[_Side], classes: Sequence[JointClass], after: Policy
) -> Iterator[AnswerChange]:
    first: dict[_Change, tuple[JointClass, tuple[str, ...]]] = {}
    for one in classes:
        was, now = (side.matching(one.of(at)) for at, side in enumerate(sides))
        values = [
            side.values(rules, one.of(at))
            for at, (side, rules) in enumerate(zip(sides, (was, now), strict=True))
        ]
        differs = difference(*values)
        if not differs:
            continue
        old, new = ({rule.id: rule.effect for rule in rules} for rules in (was, now))
        told = sorted(name for name in old | new if old.get(name) != new.get(name))
        change = _Change(
            differs,
            tuple(sorted(old.keys() - new.keys())),
            tuple(sorted(new.keys() - old.keys())),
            tuple(told or sorted(old | new)),
        )
        first.setdefault(change, (one, tuple(sorted(new))))
    for number, (change, (one, matching)) in enumerate(first.items(), 1):
        which = render_policy_comparison(
            "areas-of-level",
            level=render_policy_comparison(level),
            rules=", ".join(f"`{rule}`" for rule in change.rules),
            example=f"{one.code} {official_name(one.code) or ''}".rstrip(),
        )
        told_text = difference_text(change.difference)
        yield AnswerChange(
            level,
            which,
            render_policy_comparison("area", changes=told_text),
            change.rules_before,
            change.rules_after,
            (_witness(f"changed {level} {number}", change, one, matching, after),),
        )


def _witness(
    name: str, change: _Change, one: JointClass, matching: Sequence[str], after: Policy
) -> Witness:
    held = []
    for number, facts in one.holds:
        own = tps_facts(after, known_facts(after, facts))
        # a policy's tests put a TPS somewhere in the area where nothing narrower is said
        if one.code.startswith(own["area"]):
            del own["area"]
        held.append((number, own))
    expect: dict[str, str | tuple[str, ...]] = {"rules": tuple(matching)} if matching else {}
    rules = {rule.id for rule in after.rules if rule.for_each in AREA_LEVELS}
    gone = tuple(rule for rule in change.rules_before if rule in rules)
    if gone:
        expect["not_rules"] = gone
    if not expect:
        expect["not_rules"] = tuple(rule.id for rule in after.rules if rule.for_each in AREA_LEVELS)
    return Witness(name, expect, area=one.code, holds=tuple(held))
