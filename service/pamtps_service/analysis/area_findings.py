"""Findings about rules for areas: without use, overlaps, mixes that no whole number satisfies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pamtps_service.analysis.area_classes import (
    AreaClass,
    AreaClasses,
    counts_nothing,
    own_holds,
)
from pamtps_service.analysis.bounds import (
    hides,
    mixes_decide,
    same_force,
    tighter_limit,
    unsatisfied,
)
from pamtps_service.analysis.findings import Finding, Witness
from pamtps_service.analysis.testcases import held_facts
from pamtps_service.policy.catalogue import render_analysis
from pamtps_service.policy.model import Limit, Mix, Policy, Rule, Text


@dataclass(frozen=True, slots=True)
class _Matched:
    """The classes of a level with the rules that match in each."""

    policy: Policy
    found: AreaClasses
    own: tuple[frozenset[str], ...]
    rules: tuple[tuple[Rule, ...], ...]
    """By class."""

    def where(self, holds: Callable[[tuple[Rule, ...]], bool]) -> AreaClass | None:
        """The first class whose matching rules are such."""
        for one, rules in zip(self.found.classes, self.rules, strict=True):
            if holds(rules):
                return one
        return None


def findings_of_areas(policy: Policy, found: AreaClasses) -> Iterator[Finding]:
    """Every finding about the rules for areas of one level."""
    own = tuple(
        frozenset(rule.id for rule in found.rules if own_holds(rule, one)) for one in found.classes
    )
    rules = tuple(
        tuple(
            rule
            for rule in found.rules
            if rule.id in ids
            and not any(other.id in ids and rule.id in other.instead_of for other in found.rules)
        )
        for ids in own
    )
    matched = _Matched(policy, found, own, rules)
    yield from _rules_without_use(matched)
    yield from _overlaps(matched)
    yield from _unsatisfiable(matched)


def _witness(
    matched: _Matched, code: str, one: AreaClass, rules: Sequence[str], expect: str = "rules"
) -> tuple[Witness, ...]:
    held = held_facts(matched.policy, one.code, one.holds)
    name = f"{code} {', '.join(rules)}"
    return (Witness(name, {expect: tuple(rules)}, area=one.code, holds=held),)


def _rules_without_use(matched: _Matched) -> Iterator[Finding]:
    for rule in matched.found.rules:
        if not any(rule.id in ids for ids in matched.own):
            if matched.found.complete:
                message = render_analysis("unreachable", rules=rule.id)
                yield Finding("unreachable", "warning", (rule.id,), message)
            continue
        first = matched.where(lambda rules, rule=rule: rule in rules)  # type: ignore[misc]
        if first is None:
            if matched.found.complete:
                yield _always_replaced(matched, rule)
        elif matched.found.complete:
            yield from _without_effect(matched, rule, first)


def _always_replaced(matched: _Matched, rule: Rule) -> Finding:
    others = tuple(other.id for other in matched.found.rules if rule.id in other.instead_of)
    message = render_analysis("always-replaced", rules=rule.id, others=", ".join(others))
    classes = zip(matched.found.classes, matched.own, strict=True)
    first = next(one for one, ids in classes if rule.id in ids)
    witness = _witness(matched, "always-replaced", first, (rule.id,), expect="not_rules")
    return Finding(
        "always-replaced", "warning", (rule.id,), message, others=others, witness=witness
    )


def _without_effect(matched: _Matched, rule: Rule, first: AreaClass) -> Iterator[Finding]:
    others: set[str] = set()
    for one, rules in zip(matched.found.classes, matched.rules, strict=True):
        if rule not in rules or counts_nothing(rule, one):
            continue
        hiding = hides(rule, [other for other in rules if other != rule])
        if hiding is None:
            return
        others |= hiding
    named = tuple(sorted(others))
    said = (
        render_analysis("hidden-by", rules=", ".join(named))
        if named
        else render_analysis("counts-none")
    )
    message = render_analysis("without-effect", rules=rule.id, others=said)
    witness = _witness(matched, "without-effect", first, (rule.id,))
    yield Finding("without-effect", "warning", (rule.id,), message, others=named, witness=witness)


def _overlaps(matched: _Matched) -> Iterator[Finding]:
    rules = matched.found.rules
    for number, one in enumerate(rules):
        for other in rules[number + 1 :]:
            for quantity, keys in _keys(one, other).items():
                pair = (one, other)
                first = matched.where(lambda rules, pair=pair: set(pair) <= set(rules))  # type: ignore[misc]
                if first is None:
                    continue
                told = [
                    render_analysis("overlap-key", key=key, rule=_decider(which))
                    for key, which in keys.items()
                ]
                decides = Text("; ".join(t.id for t in told), "; ".join(t.en for t in told))
                ids = (one.id, other.id)
                message = render_analysis("overlap", rules=", ".join(ids), decides=decides)
                witness = _witness(matched, "overlap", first, ids)
                yield Finding("overlap", "info", ids, message, quantity=quantity, witness=witness)


def _keys(one: Rule, other: Rule) -> Mapping[str, Mapping[str, str]]:
    """By quantity what decides each key that both rules give."""
    match one.effect, other.effect:
        case Mix() as first, Mix() as second if first.of is None and second.of is None:
            return {"": mixes_decide(one, other)}
        case Limit() as first, Limit() as second:
            return {
                force: {f"limit {force}": tighter_limit(one, mine, other, theirs)}
                for force, mine, theirs in same_force(first, second)
            }
    return {}


def _decider(which: str) -> Text:
    return (
        render_analysis(which) if which.startswith("overlap-") else Text(f"`{which}`", f"`{which}`")
    )


def _unsatisfiable(matched: _Matched) -> Iterator[Finding]:
    told: set[tuple[str, ...]] = set()
    for one, rules in zip(matched.found.classes, matched.rules, strict=True):
        mixes = [rule for rule in rules if isinstance(rule.effect, Mix)]
        together = [r for r in mixes if isinstance(r.effect, Mix) and r.effect.of is None]
        alone = [[r] for r in mixes if r not in together]
        for group in (*alone, together):
            ids = tuple(rule.id for rule in group)
            if not ids or ids in told:
                continue
            told.add(ids)
            effects = [rule.effect for rule in group if isinstance(rule.effect, Mix)]
            found = unsatisfied(effects)
            if found is not None:
                polri, lower, upper = found
                message = render_analysis(
                    "mix-unsatisfiable",
                    rules=", ".join(ids),
                    polri=polri,
                    lower=lower,
                    upper=upper,
                )
                witness = _witness(matched, "mix-unsatisfiable", one, ids)
                yield Finding("mix-unsatisfiable", "warning", ids, message, witness=witness)
