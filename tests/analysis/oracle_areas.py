"""What docs/policy-analysis.md says of rules for areas, by trying small areas of every kind."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.analysis.grid import conditions_in, whole_numbers
from tests.analysis.oracle import Brute, Found, is_per_tps
from tests.reference.conditions import holds_for_tps, lies_in_any
from tests.reference.evaluator import LEVELS, level_code, replacing
from tests.reference.mix import Mix, enough, not_too_many
from tests.reference.reading import compare

MOST_AREAS = 40_000
"""Small areas that the brute force tries at the most; a test's policy stays below."""
Rule = dict[str, Any]
Counts = dict[str, int]
"""How many TPS satisfy each condition that is counted, by the condition's text."""


@dataclass(frozen=True)
class SmallArea:
    """An area with some TPS, and the rules of its level."""

    level: str
    code: str
    itself: frozenset[str]
    """Rules whose own condition holds."""
    matching: frozenset[str]
    counts: tuple[tuple[str, int], ...]


def area_findings(looked: Brute) -> list[Found]:
    """Every finding about rules for areas."""
    if not any(not is_per_tps(rule) for rule in looked.policy.rules.values()):
        return []
    areas = list(small_areas(looked))
    return [*_idle(looked, areas), *_mixes(looked, areas), *_overlaps(looked, areas)]


# Small areas ------------------------------------------------------------------------------------


def count_bound(looked: Brute) -> int:
    """More TPS than any `count` compares with."""
    numbers = [0]
    for rule in looked.policy.rules.values():
        for condition in conditions_in(rule):
            if "count" in condition:
                numbers += whole_numbers([condition["count"]["is"]])
    return max(numbers) + 1


def counted_conditions(rules: list[Rule]) -> dict[str, dict[str, Any]]:
    """What the rules count, by the condition's text: in `count`, in `per`, and `of` of a mix."""
    found: dict[str, dict[str, Any]] = {}
    for rule in rules:
        for condition in conditions_in(rule):
            if "count" in condition:
                found[str(condition["count"]["of"])] = condition["count"]["of"]
        for effect in ("add", "equip", "mix"):
            part = rule.get(effect, {})
            of = part.get("per", part).get("of", {})
            found[str(of)] = of
    return found


def small_areas(looked: Brute) -> Iterator[SmallArea]:
    """Every area of the grid with every number of TPS of each kind, up to the bound."""
    policy = looked.policy
    bound = count_bound(looked)
    for level in LEVELS:
        rules = [rule for rule in policy.rules.values() if rule.get("for_each", "tps") == level]
        if not rules:
            continue
        conditions = counted_conditions(rules)
        kinds: dict[str, set[tuple[bool, ...]]] = {}
        for one in looked.stations:
            kind = tuple(holds_for_tps(of, one, policy) for of in conditions.values())
            kinds.setdefault(level_code(one.code, level), set()).add(kind)
        for code, inside in sorted(kinds.items()):
            assert (bound + 1) ** len(inside) < MOST_AREAS, "a policy too large for brute force"
            seen = set()
            for numbers in itertools.product(range(bound + 1), repeat=len(inside)):
                counts = [  # above the bound a number more changes no comparison
                    min(
                        bound,
                        sum(n for n, kind in zip(numbers, sorted(inside), strict=True) if kind[at]),
                    )
                    for at in range(len(conditions))
                ]
                if sum(numbers) and tuple(counts) not in seen:
                    seen.add(tuple(counts))
                    yield _small(
                        level, code, dict(zip(conditions, counts, strict=True)), rules, looked
                    )


def _small(level: str, code: str, counts: Counts, rules: list[Rule], looked: Brute) -> SmallArea:
    itself = {
        rule["id"]
        for rule in rules
        if _holds(rule.get("when", {}), code, counts, looked)
        and not ("unless" in rule and _holds(rule["unless"], code, counts, looked))
    }
    matching = {
        rule
        for rule in itself
        if not any(other["id"] in itself for other in replacing(rule, looked.policy))
    }
    shown = tuple(sorted(counts.items()))
    return SmallArea(level, code, frozenset(itself), frozenset(matching), shown)


def _holds(condition: dict[str, Any], code: str, counts: Counts, looked: Brute) -> bool:
    """All entries of the mapping hold for an area with so many TPS of each condition."""
    for key, wanted in condition.items():
        if key == "all":
            truth = all(_holds(part, code, counts, looked) for part in wanted)
        elif key == "any":
            truth = any(_holds(part, code, counts, looked) for part in wanted)
        elif key == "not":
            truth = not _holds(wanted, code, counts, looked)
        elif key == "area":
            truth = lies_in_any(code, wanted, looked.policy)
        else:
            truth = compare(counts[str(wanted["of"])], wanted["is"], int)
        if not truth:
            return False
    return True


# Rules that do nothing --------------------------------------------------------------------------


def _idle(looked: Brute, areas: list[SmallArea]) -> Iterator[Found]:
    for rule_id, rule in sorted(looked.policy.rules.items()):
        if is_per_tps(rule):
            continue
        matched = [area for area in areas if rule_id in area.matching]
        if not any(rule_id in area.itself for area in areas):
            yield Found("unreachable", (rule_id,))
        elif not matched:
            yield Found("always-replaced", (rule_id,))
        elif not any(_binds(rule, area, looked) for area in matched):
            yield Found("without-effect", (rule_id,))


def _binds(rule: Rule, area: SmallArea, looked: Brute) -> bool:
    """Whether the rule adds anything to what the others say of the area."""
    others = [looked.policy.rules[one] for one in sorted(area.matching) if one != rule["id"]]
    if "limit" in rule:
        return any(
            not any(_as_low(other.get("limit", {}).get(force), value) for other in others)
            for force, value in rule["limit"].items()
        )
    if "expect" in rule:
        as_severe = [
            other["expect"]
            for other in others
            if "expect" in other
            and (other.get("severity", "error") == "error" or rule.get("severity") == "warning")
        ]
        return any(
            _expects_more(text, tuple(o[quantity] for o in as_severe if quantity in o))
            for quantity, text in rule["expect"].items()
        )
    if "mix" in rule and "of" not in rule["mix"]:
        same = [other["mix"] for other in others if "of" not in other.get("mix", {"of": {}})]
        return mix_binds(bounds(rule["mix"]), tuple(bounds(mix) for mix in same))
    effect = next(rule[name] for name in ("add", "equip", "mix") if name in rule)
    return dict(area.counts)[str(effect.get("per", effect).get("of", {}))] > 0


def _as_low(other: str | None, value: str) -> bool:
    """Whether the other ceiling is never above this one."""
    if other is None:
        return False
    if other.isdigit() and value.isdigit():
        return int(other) <= int(value)
    if other.isdigit() or value.isdigit():
        return False
    return _ratio(other)[0] * _ratio(value)[1] <= _ratio(value)[0] * _ratio(other)[1]


def _ratio(text: str) -> tuple[int, int]:
    above, below = re.findall(r"\d+", text)
    return int(above), int(below)


@functools.cache
def _expects_more(text: str, others: tuple[str, ...]) -> bool:
    """Whether some amounts break this statement and none of the others on the same side."""
    base = text.partition(" of ")[2]
    same = [one for one in others if one.partition(" of ")[2] == base and one[0] == text[0]]
    if not same:
        return True
    for amount, whole in itertools.product(range(121), range(121) if base else (1,)):
        if not _stated(amount, text, whole) and all(_stated(amount, o, whole) for o in same):
            return True
    return False


def _stated(amount: int, text: str, whole: int) -> bool:
    sign, right = text.split(" ", 1)
    above, below = _ratio(right) if "/" in right else (int(right), 1)
    return compare(amount * below, f"{sign} {above * whole}", int)


# Mixes ------------------------------------------------------------------------------------------


def bounds(mix: dict[str, Any]) -> Mix:
    numbers = whole_numbers([mix["polri"].replace("..", " ")])
    return Mix(int(mix["tni"]), numbers[0] if len(numbers) > 1 else None, numbers[-1])


@functools.cache
def mix_binds(one: Mix, others: tuple[Mix, ...]) -> bool:
    """Whether some numbers break this mix and none of the others."""
    for polri, tni in itertools.product(range(1, 101), range(302)):
        if all(enough(o, polri, tni) and not_too_many(o, polri, tni) for o in others) and not (
            enough(one, polri, tni) and not_too_many(one, polri, tni)
        ):
            return True
    return False


@functools.cache
def satisfiable(mixes: tuple[Mix, ...], polri: int) -> bool:
    """Whether some whole number of TNI is within the bounds of all."""
    return any(
        all(enough(mix, polri, tni) and not_too_many(mix, polri, tni) for mix in mixes)
        for tni in range(3 * polri + 2)
    )


def _mixes(looked: Brute, areas: list[SmallArea]) -> Iterator[Found]:
    """Sets of mixes that hold together, and no number of TNI for some number of Polri."""
    sets: set[tuple[str, ...]] = set()
    for area in areas:
        mixes = [rule for rule in sorted(area.matching) if "mix" in looked.policy.rules[rule]]
        alone = {(one,) for one in mixes if "of" in looked.policy.rules[one]["mix"]}
        together = tuple(one for one in mixes if (one,) not in alone)
        sets |= alone | ({together} if together else set())
    for rules in sorted(sets):
        mixes_of = tuple(bounds(looked.policy.rules[rule]["mix"]) for rule in rules)
        if not all(satisfiable(mixes_of, polri) for polri in range(10, 301)):
            yield Found("mix-unsatisfiable", rules)


# Overlaps ---------------------------------------------------------------------------------------


def _overlaps(looked: Brute, areas: list[SmallArea]) -> Iterator[Found]:
    pairs: set[tuple[str, str, str]] = set()
    for area in areas:
        for one, two in itertools.combinations(sorted(area.matching), 2):
            first, second = looked.policy.rules[one], looked.policy.rules[two]
            if all("of" not in one.get("mix", {"of": {}}) for one in (first, second)):
                pairs.add((one, two, ""))
            for force in {*first.get("limit", {})} & {*second.get("limit", {})}:
                pairs.add((one, two, force))
    for one, two, force in sorted(pairs):
        yield Found("overlap", (one, two), force)
