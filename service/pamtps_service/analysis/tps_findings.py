"""Findings about TPS: gaps, rules without effect, overlaps, weaker guards, contradictions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pamtps_service.analysis.answers import Answers, Guards, Moves, moves_of, per_of
from pamtps_service.analysis.cells import cells_of
from pamtps_service.analysis.dimensions import dimensions_of
from pamtps_service.analysis.findings import Finding, FindingSeverity, Witness
from pamtps_service.analysis.overlaps import decides, said_as_much
from pamtps_service.analysis.region import Region, first_words
from pamtps_service.analysis.rule_text import sizes_text
from pamtps_service.analysis.testcases import tps_facts
from pamtps_service.policy.catalogue import render_analysis
from pamtps_service.policy.model import Guard, Move, Policy, Rule, Text
from pamtps_service.records.batch import Mask
from pamtps_service.verify.requirement import combinations

MOST_WORDS: Final = 6
"""Boxes of a region that a message tells."""

_ORDERED: Final = (
    ("submitted_tier", "higher-tier-weaker"),
    ("access", "harder-access-weaker"),
    ("travel_minutes", "longer-travel-weaker"),
)
_MEASURES: Final[Mapping[str, Callable[[Guards], Fraction]]] = {
    "polri": lambda guards: Fraction(guards.polri, guards.sizes[-1]),
    "polri-wish": lambda guards: Fraction(guards.polri, guards.sizes[0]),
    "tni": lambda guards: Fraction(guards.tni, guards.sizes[-1]),
    "linmas": lambda guards: Fraction(guards.linmas),
}


def findings_of_tps(policy: Policy, families: Sequence[Answers]) -> Iterator[Finding]:
    """Every finding about TPS, family by family."""
    yield from _rules_without_use(policy, families)
    for answers in families:
        if answers.family.name == "guards":
            yield from _uncovered(policy, answers)
            yield from _weaker(policy, answers)
        if answers.family.name == "movement":
            yield from _contradictions(policy, answers)
        if answers.family.name in ("guards", "movement"):
            yield from _overlaps(policy, answers)
    if all(answers.family.name != "guards" for answers in families):
        yield _nothing_guards(policy)


def which_tps(region: Region, policy: Policy) -> Text:
    """The TPS of a region in words of the policy language."""
    if not region.cells.complete:
        return render_analysis("some-tps")
    if region.inside.all():
        return render_analysis("every-tps")
    words, more = first_words(region, policy, MOST_WORDS)
    told = "".join(f"\n- `{one}`" for one in words)
    if not more:
        return Text(told, told)
    rest = render_analysis("and-more", count=more)
    return Text(told + rest.id, told + rest.en)


def _after_colon(which: Text) -> Text:
    """As it stands after a colon: a list on lines of its own needs no space before it."""
    if which.en.startswith("\n"):
        return which
    return Text(f" {which.id}", f" {which.en}")


def _finding(
    policy: Policy,
    code: str,
    severity: FindingSeverity,
    rules: Sequence[Rule],
    region: Region,
    expect: Mapping[str, str | tuple[str, ...]],
    **fields: Any,
) -> Finding:
    ids = tuple(sorted(rule.id for rule in rules))
    quantity = fields.get("quantity", "")
    name = " ".join((code, *filter(None, (", ".join(ids), quantity))))
    return Finding(
        code,
        severity,
        ids,
        render_analysis(
            code, rules=", ".join(ids), which=_after_colon(which_tps(region, policy)), **fields
        ),
        quantity=quantity,
        region=region if region.cells.complete else None,
        witness=(Witness(name, expect, tps_facts(policy, region.smallest())),),
    )


# Gaps -----------------------------------------------------------------------------------------


def _uncovered(policy: Policy, answers: Answers) -> Iterator[Finding]:
    index, given = answers.answers()
    open_ = [isinstance(one, Guards) and not one.covered for one in given]
    bare = np.array(open_, np.bool_)[index]
    if bare.any():
        region = Region(answers.cells, bare)
        yield _finding(policy, "uncovered", "error", (), region, {"covered": "false"})


def _nothing_guards(policy: Policy) -> Finding:
    """Of a policy without a rule for guards."""
    cells = cells_of(dimensions_of((policy,), ()))
    region = Region(cells, np.ones(len(cells), np.bool_))
    return _finding(policy, "uncovered", "error", (), region, {"covered": "false"})


# Rules without use ----------------------------------------------------------------------------


def _rules_without_use(policy: Policy, families: Sequence[Answers]) -> Iterator[Finding]:
    of_rule: dict[str, list[Answers]] = {}
    for answers in families:
        for rule in answers.family.rules:
            of_rule.setdefault(rule.id, []).append(answers)
    for rule in policy.rules:
        own = of_rule.get(rule.id)
        if own is None:
            continue
        complete = all(answers.cells.complete for answers in own)
        if not any(_own(answers, rule).any() for answers in own):
            if complete:
                message = render_analysis("unreachable", rules=rule.id)
                yield Finding("unreachable", "warning", (rule.id,), message)
        elif not any(answers.matches[rule.id].any() for answers in own):
            if complete:
                yield _always_replaced(policy, rule, own[0])
        elif complete and not any(answers.changes_without(rule) for answers in own):
            yield _without_effect(policy, rule, own[0])


def _own(answers: Answers, rule: Rule) -> Mask:
    """Where the rule's own condition holds, labels and tiers settled."""
    return answers.own[rule.id]


def _always_replaced(policy: Policy, rule: Rule, answers: Answers) -> Finding:
    others = tuple(sorted(other.id for other in policy.rules if rule.id in other.instead_of))
    region = Region(answers.cells, _own(answers, rule))
    expect = {"not_rules": (rule.id,)}
    found = _finding(
        policy, "always-replaced", "warning", (rule,), region, expect, others=", ".join(others)
    )
    return replace(found, others=others)


def _without_effect(policy: Policy, rule: Rule, answers: Answers) -> Finding:
    where = answers.matches[rule.id]
    others = tuple(_covering(rule, answers, where))
    said = Text("", "")
    if others:
        said = render_analysis("hidden-by", rules=", ".join(others))
    elif per_of(rule) is not None:
        said = render_analysis("counts-none")
    region = Region(answers.cells, where)
    expect = {"rules": tuple(sorted((rule.id, *_matching_first(others, answers, where))))}
    found = _finding(policy, "without-effect", "warning", (rule,), region, expect, others=said)
    return replace(found, others=others)


def _covering(rule: Rule, answers: Answers, where: Mask) -> list[str]:
    """Few other rules that together, wherever the rule matches, say all that it says: those that
    match beside it, and those that it stands instead of."""
    matches = answers.matches_without(rule)
    said = {
        other.id: said_as_much(other, rule) for other in answers.family.rules if other.id != rule.id
    }
    found: list[str] = []
    for key in sorted(frozenset[str]().union(*said.values())):
        saying = {one: matches[one] & where for one, keys in said.items() if key in keys}
        open_ = where.copy()
        for one in found:
            if one in saying:
                open_ &= ~saying.pop(one)
        while open_.any() and saying:
            best = max(sorted(saying), key=lambda one: int((saying[one] & open_).sum()))
            if not (saying[best] & open_).any():
                break
            found.append(best)
            open_ &= ~saying.pop(best)
    return sorted(found)


def _matching_first(others: Sequence[str], answers: Answers, where: Mask) -> list[str]:
    place = int(np.argmax(where))
    return [other for other in others if answers.matches[other][place]]


# Weaker guards --------------------------------------------------------------------------------


def _weaker(policy: Policy, answers: Answers) -> Iterator[Finding]:
    if not answers.cells.complete:
        return
    index, given = answers.answers()
    guards = [one for one in given if isinstance(one, Guards)]
    names = [one.name for one in answers.cells.dimensions]
    for name, code in _ORDERED:
        if name not in names:
            continue
        for quantity, measure in _MEASURES.items():
            values = [measure(one) if one.covered else None for one in guards]
            yield from _weaker_along(
                policy, answers, names.index(name), index, values, (code, quantity)
            )


def _weaker_along(
    policy: Policy,
    answers: Answers,
    axis: int,
    index: NDArray[np.int64],
    values: Sequence[Fraction | None],
    named: tuple[str, str],
) -> Iterator[Finding]:
    """TPS that have less than the same TPS of an earlier kind on the axis.

    Args:
        policy: of the answers.
        answers: of its guards.
        axis: number of the dimension.
        index: of the value of each cell.
        values: fractions; None of a TPS that is not covered, which is neither more nor less.
        named: code of the finding, and quantity.
    """
    steps = sorted({one for one in values if one is not None})
    rank = np.array([-1 if one is None else steps.index(one) for one in values], np.int64)
    shape = answers.cells.shape
    ranks = rank[index].reshape(shape)
    most = np.maximum.accumulate(ranks, axis)
    earlier = np.full(shape, -1, np.int64)
    along = [slice(None)] * len(shape)
    along[axis] = slice(1, None)
    before = [slice(None)] * len(shape)
    before[axis] = slice(None, -1)
    earlier[tuple(along)] = most[tuple(before)]
    weaker = ((ranks >= 0) & (ranks < earlier)).reshape(-1)
    if not weaker.any():
        return
    place = int(np.argmax(weaker))
    at = np.unravel_index(place, shape)
    line = ranks[tuple(slice(None) if d == axis else at[d] for d in range(len(shape)))]
    stronger = int(np.argmax(line == earlier.reshape(-1)[place]))
    code, quantity = named
    region = Region(answers.cells, weaker)
    fewer, more = steps[int(line[at[axis]])], steps[int(line[stronger])]
    found = _finding(
        policy,
        code,
        "warning",
        (),
        region,
        {"covered": "true"},
        quantity=quantity,
        guards=render_analysis(f"guards-{quantity}"),
        less=_fraction(fewer),
        more=_fraction(more),
    )
    twin = dict(region.smallest())
    dimension = answers.cells.dimensions[axis]
    twin[dimension.name] = dimension.kinds[stronger].value
    pair = []
    for name, facts in (("weaker", region.smallest()), ("stronger", twin)):
        number = answers_at(answers, facts)
        guards = number if isinstance(number, Guards) else None
        assert guards is not None
        expect: dict[str, str | tuple[str, ...]] = {
            "polri": str(guards.polri),
            "tni": str(guards.tni),
            "tps_per_post": sizes_text(guards.sizes),
            "linmas": str(guards.linmas),
        }
        pair.append(Witness(f"{code} {quantity}, {name}", expect, tps_facts(policy, facts)))
    yield replace(found, witness=tuple(pair))


def answers_at(answers: Answers, facts: Mapping[str, str]) -> object:
    """The answer for the cell whose kinds these values stand for."""
    index, given = answers.answers()
    number = 0
    for one in answers.cells.dimensions:
        kind = next(at for at, kind in enumerate(one.kinds) if kind.value == facts[one.name])
        number = number * len(one) + kind
    return given[int(index[number])]


def _fraction(value: Fraction) -> str:
    return (
        str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    )


# Movement and overlaps ------------------------------------------------------------------------


def _contradictions(policy: Policy, answers: Answers) -> Iterator[Finding]:
    """One finding for each set of rules that contradict each other on some TPS."""
    tests: tuple[tuple[str, FindingSeverity, tuple[str, ...]], ...] = (
        ("transports-differ", "error", ("transport",)),
        ("fallbacks-differ", "error", ("fallback",)),
        ("transport-is-fallback", "warning", ("transport", "fallback")),
    )
    for code, severity, words in tests:
        rules = [
            rule
            for rule in answers.family.rules
            if any(getattr(rule.effect, word) is not None for word in words)
        ]
        masks = [answers.matches[rule.id] for rule in rules]
        index, held = combinations(masks, len(answers.cells))
        for number, members in enumerate(held):
            together = [rules[member] for member in members]
            moves = moves_of(together)
            if moves is not None and _CONTRADICT[code](moves):
                ids = tuple(rule.id for rule in together)
                region = Region(answers.cells, index == number)
                yield _finding(policy, code, severity, together, region, {"rules": ids})


_CONTRADICT: Final[Mapping[str, Callable[[Moves], bool]]] = {
    "transports-differ": lambda moves: len(moves.transports) > 1,
    "fallbacks-differ": lambda moves: len(moves.fallbacks) > 1,
    "transport-is-fallback": lambda moves: bool(set(moves.transports) & set(moves.fallbacks)),
}


def _overlaps(policy: Policy, answers: Answers) -> Iterator[Finding]:
    rules = answers.family.rules
    for number, one in enumerate(rules):
        if not isinstance(one.effect, Guard | Move):
            continue
        for other in rules[number + 1 :]:
            keys = decides(one, other)
            if not keys:
                continue
            where = answers.matches[one.id] & answers.matches[other.id]
            if where.any():
                told = [
                    render_analysis("overlap-key", key=key, rule=_decider(which))
                    for key, which in keys.items()
                ]
                both = Text("; ".join(t.id for t in told), "; ".join(t.en for t in told))
                expect = {"rules": (one.id, other.id)}
                region = Region(answers.cells, where)
                yield _finding(
                    policy, "overlap", "info", (one, other), region, expect, decides=both
                )


def _decider(which: str) -> Text:
    if which in ("overlap-both", "overlap-differ"):
        return render_analysis(which)
    return Text(f"`{which}`", f"`{which}`")
