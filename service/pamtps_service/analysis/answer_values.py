"""What follows for a TPS or an area as named values, so that two policies' can be set side by side.

A value is told by its key; a key that is not there is a value that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from pamtps_service.analysis.answers import guards_of, moves_of, per_of
from pamtps_service.analysis.rule_text import (
    day_text,
    joined_sizes,
    mix_text,
    per_text,
    right_text,
    statement_text,
)
from pamtps_service.policy.model import (
    Add,
    Equip,
    Expect,
    Limit,
    Mix,
    Rule,
    Share,
    Tier,
)

Key: TypeAlias = tuple[str, ...]
"""Name of a value, and what it is of: `("polri",)`, `("label", "remote")`."""
Values: TypeAlias = Mapping[Key, str]
Difference: TypeAlias = tuple[tuple[Key, str, str], ...]
"""Key, value before, value after of all that differs, by key; "" where there is none."""
Marks: TypeAlias = frozenset[tuple[str, str]]
"""What holds at a TPS: (`rule`, id) that matches, (`per`, id) that counts it, `label`, `tier`."""

NO_PER: Final = ""


def difference(before: Values, after: Values) -> Difference:
    """All that differs."""
    keys = sorted(before.keys() | after.keys())
    pairs = ((key, before.get(key, ""), after.get(key, "")) for key in keys)
    return tuple(one for one in pairs if one[1] != one[2])


def tps_values(family: str, rules: Sequence[Rule], marks: Marks) -> Values:
    """The part of the answer that a family of rules makes."""
    applying = [rule for rule in rules if ("rule", rule.id) in marks]
    kind, _, item = family.partition(" ")
    match kind:
        case "classes":
            return _classes(marks)
        case "guards":
            return _guards(applying)
        case "movement":
            return _movement(applying)
        case "units":
            return _units(applying, marks)
        case _:
            return _equipment(item, rules, marks)


def _classes(marks: Marks) -> Values:
    found: dict[Key, str] = {("label", name): "true" for kind, name in marks if kind == "label"}
    tier = max(int(name) for kind, name in marks if kind == "tier")
    return {**found, ("risk_tier",): Tier(tier).word}


def _guards(rules: Sequence[Rule]) -> Values:
    guards = guards_of(rules)
    linmas: dict[Key, str] = {("linmas",): str(guards.linmas)}
    if not guards.covered:
        return {("covered",): "false", **linmas}
    return {
        ("covered",): "true",
        ("polri",): str(guards.polri),
        ("tni",): str(guards.tni),
        ("tps_per_post",): joined_sizes(guards.sizes),
        ("within",): guards.within,
        ("choose",): guards.choose,
        **linmas,
    }


def _movement(rules: Sequence[Rule]) -> Values:
    moves = moves_of(rules)
    if moves is None:
        return {}
    found: dict[Key, str] = {("depart",): day_text(moves.depart)}
    for key, words in (("transport", moves.transports), ("fallback", moves.fallbacks)):
        if words:
            found[(key,)] = " / ".join(words)
    return found


def _units(rules: Sequence[Rule], marks: Marks) -> Values:
    sums: dict[Key, int] = {}
    for rule in rules:
        assert isinstance(rule.effect, Add)
        if rule.effect.per is None or ("per", rule.id) in marks:
            _add(sums, rule.effect, NO_PER)
    return _texts(sums)


def _add(sums: dict[Key, int], effect: Add, per: str) -> None:
    for force in ("polri", "tni"):
        amount = getattr(effect, force)
        if amount is not None:
            key = ("add", force, effect.role, per)
            sums[key] = sums.get(key, 0) + amount.personnel


def _texts(sums: Mapping[Key, int]) -> Values:
    return {key: str(value) for key, value in sums.items() if value}


def _equipment(item: str, rules: Iterable[Rule], marks: Marks) -> Values:
    """Amounts of one item. Of a rule for posts with `per`, which counts over the TPS of the post,
    a TPS decides whether the post gets anything, and whether it is counted."""
    sums: dict[Key, int] = {}
    for rule in rules:
        assert isinstance(rule.effect, Equip)
        matches, per = ("rule", rule.id) in marks, per_of(rule)
        counted = per is None or ("per", rule.id) in marks
        if not matches and (per is None or not counted or rule.for_each != "post"):
            continue
        if rule.for_each == "tps" and not counted:
            continue
        name = f"equip-{rule.for_each}"
        number = ""
        if rule.for_each == "post" and per is not None:
            number = str(per.tps)
            name = "equip-counted" if not matches else f"{name}-per" if counted else f"{name}-not"
        key = (name, item, number)
        sums[key] = sums.get(key, 0) + dict(rule.effect.items)[item]
    return _texts(sums)


# Areas ----------------------------------------------------------------------------------------


def area_values(rules: Iterable[Rule], counting_nothing: frozenset[str]) -> Values:
    """What follows for an area in which these rules match.

    Args:
        rules: for areas, that match.
        counting_nothing: ids of those whose `per` counts no TPS of it.
    """
    sums: dict[Key, int] = {}
    told: dict[Key, set[str]] = {}
    ceilings: dict[Key, list[int | Share]] = {}
    for rule in rules:
        match rule.effect:
            case Add() as effect if rule.id not in counting_nothing:
                _add(sums, effect, per_text(effect.per) if effect.per else NO_PER)
            case Equip(items, per) if rule.id not in counting_nothing:
                for item, amount in items:
                    key = ("equip-area", item, per_text(per) if per else NO_PER)
                    sums[key] = sums.get(key, 0) + amount
            case Limit() as limit:
                for force, ceiling in limit.ceilings:
                    ceilings.setdefault(("limit", force), []).append(ceiling)
            case Mix() as mix:
                told.setdefault(("mix",), set()).add(mix_text(mix))
            case Expect() as expect:
                for one in expect.statements:
                    key = ("expect", one.quantity, rule.severity)
                    told.setdefault(key, set()).add(statement_text(one))
    found = dict(_texts(sums))
    found |= {key: _lowest(values) for key, values in ceilings.items()}
    return found | {key: ", ".join(sorted(texts)) for key, texts in told.items()}


def _lowest(ceilings: Sequence[int | Share]) -> str:
    """The lowest number, and the lowest share of the strength: which binds depends on that."""
    numbers = [one for one in ceilings if isinstance(one, int)]
    shares = [one for one in ceilings if isinstance(one, Share)]
    texts = [str(min(numbers))] if numbers else []
    if shares:
        texts.append(
            right_text(min(shares, key=lambda one: Fraction(one.numerator, one.denominator)))
        )
    return ", ".join(texts)
