"""TPS that two policies answer differently, family by family of rules, exactly.

The TPS looked at are those that both policies accept: in the areas of both, with values that both
know. Each family is looked at over the attributes that its rules ask in either policy. Where a
default differs, TPS that come without the attribute are looked at as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations as subsets
from typing import Final

import numpy as np

from pamtps_service.analysis.answer_changes import AnswerChange, difference_text
from pamtps_service.analysis.answer_values import Difference, Marks, difference, tps_values
from pamtps_service.analysis.answers import Answers, Family, families_of, per_of
from pamtps_service.analysis.cells import Cells, cells_of, kinds_of
from pamtps_service.analysis.dimensions import AREA, dimensions_of, leaves_of, lies_in
from pamtps_service.analysis.findings import Witness
from pamtps_service.analysis.joint import common_choices, pairs_of, with_choices, without
from pamtps_service.analysis.region import Region
from pamtps_service.analysis.testcases import known_facts, tps_facts
from pamtps_service.analysis.tps_findings import which_tps
from pamtps_service.planning.admission import attributes_asked
from pamtps_service.policy.catalogue import render_policy_comparison
from pamtps_service.policy.model import Condition, InArea, Policy, Text, Tier
from pamtps_service.records.batch import Mask
from pamtps_service.verify.masks import holds
from pamtps_service.verify.requirement import combinations

MOST_CHANGES: Final = 100
"""Changes of one family that are told apart; the rest are told as one."""
MOST_ABSENT: Final = 4
"""Attributes with another default whose absence is looked at in every combination."""


@dataclass(frozen=True, slots=True)
class TpsChanges:
    """What differs, and how far it was looked at."""

    changes: tuple[AnswerChange, ...]
    cells: int
    """Kinds of TPS that the two policies tell apart, summed over the families."""
    cells_examined: int


@dataclass(frozen=True, slots=True)
class _Sides:
    """One family of both policies over the same cells."""

    before: Answers
    after: Answers
    given: tuple[Policy, Policy]
    """The policies as they were loaded."""
    not_given: tuple[str, ...]

    @property
    def cells(self) -> Cells:
        return self.after.cells


def changes_of_tps(before: Policy, after: Policy, max_cells: int) -> TpsChanges:
    """Every change of an answer for TPS; none where no TPS is accepted by both policies."""
    pairs = pairs_of(before, after)
    asked = (attributes_asked(before), attributes_asked(after))
    never = [name for name, pair in pairs.items() if not pair.comparable]
    for name in never:
        for given, names in zip((pairs[name].before, pairs[name].after), asked, strict=True):
            if given is not None and given.default is None and name in names:
                return TpsChanges((), 0, 0)
    choices = common_choices(pairs)
    found: list[AnswerChange] = []
    total = examined = 0
    differing = [
        name
        for name, pair in pairs.items()
        if pair.comparable
        and not pair.same_default
        and all(one is not None and one.default is not None for one in (pair.before, pair.after))
        and name in asked[0]
        and name in asked[1]
    ]
    for family in _names(before, after):
        differing_here = _asked_by(family, (before, after)) & set(differing)
        for absent in _absences(sorted(differing_here)):
            left_out = (*never, *absent)
            own = [with_choices(without(one, left_out), choices) for one in (before, after)]
            sides = _sides(family, own, (before, after), absent, max_cells)
            total += sides.cells.total
            examined += len(sides.cells)
            found += _changes(sides)
    return TpsChanges(tuple(found), total, examined)


def _names(before: Policy, after: Policy) -> list[str]:
    return sorted({family.name for one in (before, after) for family in families_of(one)})


def _family(policy: Policy, name: str) -> Family:
    found = (family for family in families_of(policy) if family.name == name)
    return next(found, Family(name, (), ()))


def _asked_by(name: str, policies: Sequence[Policy]) -> set[str]:
    conditions = [one for policy in policies for one in _family(policy, name).conditions]
    return {leaf.attribute for leaf in leaves_of(conditions) if not isinstance(leaf, InArea)}


def _absences(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every set of these attributes; of many of them only single ones and all."""
    for size in range(len(names) + 1):
        if len(names) <= MOST_ABSENT or size in (0, 1, len(names)):
            yield from subsets(names, size)


def _sides(
    name: str,
    policies: Sequence[Policy],
    given: tuple[Policy, Policy],
    not_given: tuple[str, ...],
    max_cells: int,
) -> _Sides:
    families = [_family(policy, name) for policy in policies]
    asked: list[Condition] = [one for family in families for one in family.conditions]
    if policies[0].areas != policies[1].areas:
        asked += [InArea(policy.areas) for policy in policies if policy.areas is not None]
    cells = cells_of(dimensions_of(policies, asked), max_cells)
    before, after = (
        Answers(policy, family, cells) for policy, family in zip(policies, families, strict=True)
    )
    return _Sides(before, after, given, not_given)


def _in_both(cells: Cells, policies: Sequence[Policy]) -> Mask:
    """The cells that lie in the areas of all policies."""
    at = next(at for at, one in enumerate(cells.dimensions) if one.name == AREA)
    inside = [
        all(policy.areas is None or lies_in(kind.value, policy.areas) for policy in policies)
        for kind in cells.dimensions[at].kinds
    ]
    found: Mask = np.array(inside, np.bool_)[kinds_of(cells)[at]]
    return found


def _marks(answers: Answers) -> list[tuple[tuple[str, str], Mask]]:
    """What holds at the cells, and where."""
    family, facts = answers.family, answers.facts
    found = [(("rule", rule), where) for rule, where in sorted(answers.matches.items())]
    if family.name == "classes":
        assert facts.risk_tier is not None
        found += [(("label", label), facts.labels[label]) for label in sorted(facts.labels)]
        found += [(("tier", str(int(tier))), facts.risk_tier == tier) for tier in Tier]
    for rule in family.rules:
        per = per_of(rule)
        if per is not None:
            found.append((("per", rule.id), holds(per.of, facts)))
    return found


@dataclass(frozen=True, slots=True)
class _Change:
    """A way to differ."""

    difference: Difference
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]


def _changes(sides: _Sides) -> Iterator[AnswerChange]:
    before, after = _marks(sides.before), _marks(sides.after)
    masks = [where for _, where in (*before, *after)]
    index, held = combinations(masks, len(sides.cells))
    inside = _in_both(sides.cells, sides.given)
    of_set: dict[_Change, list[int]] = {}
    marks_of: list[Marks] = []
    for number, members in enumerate(held):
        was = frozenset(before[member][0] for member in members if member < len(before))
        now = frozenset(
            after[member - len(before)][0] for member in members if member >= len(before)
        )
        marks_of.append(now)
        change = _Change(
            difference(_values(sides.before, was), _values(sides.after, now)),
            _only(was, now),
            _only(now, was),
        )
        if change.difference:
            of_set.setdefault(change, []).append(number)
    found = []
    for change, numbers in of_set.items():
        where = np.isin(index, numbers) & inside
        if where.any():
            found.append((int(np.argmax(where)), change, where))
    found.sort(key=lambda one: one[0])
    for number, (place, change, where) in enumerate(found[:MOST_CHANGES], 1):
        yield _told(number, sides, change, where, marks_of[int(index[place])])
    rest = found[MOST_CHANGES:]
    if rest:
        every = np.logical_or.reduce([where for _, _, where in rest])
        place, change, _ = rest[0]
        words = render_policy_comparison("further", count=len(rest))
        yield _told(MOST_CHANGES + 1, sides, change, every, marks_of[int(index[place])], words)


def _values(answers: Answers, marks: Marks) -> Mapping[tuple[str, ...], str]:
    return tps_values(answers.family.name, answers.family.rules, marks)


def _only(marks: Marks, others: Marks) -> tuple[str, ...]:
    return tuple(sorted(name for kind, name in marks - others if kind == "rule"))


def _told(
    number: int,
    sides: _Sides,
    change: _Change,
    where: Mask,
    after: Marks,
    words: Text | None = None,
) -> AnswerChange:
    """The change of these cells; with `words` it stands for others too, whose rules are not told.
    `number` tells it from others of the family."""
    name = sides.after.family.name
    policy = sides.given[1]
    region = Region(sides.cells, where)
    which = which_tps(region, policy)
    if sides.not_given:
        names = ", ".join(f"`{one}`" for one in sides.not_given)
        which = render_policy_comparison("not-given", which=which, names=names)
    changes = difference_text(change.difference) if words is None else words
    return AnswerChange(
        name,
        which,
        render_policy_comparison(name.partition(" ")[0], changes=changes),
        change.rules_before if words is None else (),
        change.rules_after if words is None else (),
        (_witness(f"changed {name} {number}", sides, change, region, after),),
        region if sides.cells.complete else None,
        sides.not_given,
    )


# Examples -------------------------------------------------------------------------------------


def _witness(name: str, sides: _Sides, change: _Change, region: Region, after: Marks) -> Witness:
    before_policy, policy = sides.given
    facts = known_facts(policy, region.smallest())
    expect = _expected(sides.after, change.difference, after)
    if change.rules_after:
        expect["rules"] = change.rules_after
    rules = {rule.id for rule in sides.after.family.rules}
    gone = tuple(rule for rule in change.rules_before if rule in rules)
    if gone:
        expect["not_rules"] = gone
    if not expect:
        expect["rules"] = tuple(sorted(name for kind, name in after if kind == "rule"))
    return Witness(name, expect, tps_facts(policy, facts, before_policy))


def _expected(
    answers: Answers, changed: Difference, marks: Marks
) -> dict[str, str | tuple[str, ...]]:
    """The values that changed, as they are after and as a policy's tests write them."""
    values = _values(answers, marks)
    keys = [key for key, _, _ in changed]
    kind, _, item = answers.family.name.partition(" ")
    if kind == "units":
        forces = sorted({key[1] for key in keys})
        sums = {
            force: sum(int(value) for key, value in values.items() if key[1] == force)
            for force in forces
        }
        return {"units": _flow(sums)}
    if kind == "equipment":
        alone = ("equip-tps", "equip-post", "equip-post-per")
        amount = sum(int(value) for key, value in values.items() if key[0] in alone)
        return {"equipment": _flow({item: amount})}
    found: dict[str, str | tuple[str, ...]] = {}
    if any(key[0] == "label" for key in keys):
        # the marks that the values come from are a set
        found["labels"] = tuple(sorted(key[1] for key in values if key[0] == "label"))
    for key, *rest in keys:
        value = values.get((key, *rest), "")
        if key == "label" or " / " in value:
            continue
        if key in ("transport", "fallback", "depart"):
            found[key] = value or "none"
        elif value:
            found[key] = value
    return found


def _flow(numbers: Mapping[str, int]) -> str:
    return "{" + ", ".join(f"{name}: {number}" for name, number in numbers.items()) + "}"
