"""What docs/policy-analysis.md says of a policy, by brute force over a grid of TPS.

Written from that page; the conditions are those of the reference evaluator. Nothing here imports
the service.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from tests.analysis.grid import Row, rows_of
from tests.reference.conditions import Station, count, station
from tests.reference.evaluator import (
    LEVELS,
    Requirement,
    classify,
    guards_of,
    holds_itself,
    requirement_of,
    times,
)
from tests.reference.fragments import TRANSPORTS
from tests.reference.reading import (
    TIERS,
    WholePolicy,
    as_list,
    personnel,
    read,
    sizes,
    whole_policy,
)

NEVER: dict[str, Any] = {"any": []}
"""A condition that holds nowhere: what a rule is given to look at the policy without it."""
QUANTITIES = ("polri", "polri-wish", "tni", "linmas")
HARDER = ("road", "foot", "sea", "air")


@dataclass(frozen=True)
class Found:
    """One finding: the region as the numbers of the grid's TPS, None where it speaks of areas."""

    code: str
    rules: tuple[str, ...]
    quantity: str = ""
    region: frozenset[int] | None = None


@dataclass
class Brute:
    """A policy, looked at on every TPS of its grid."""

    policy: WholePolicy
    rows: list[Row]
    stations: list[Station] = field(default_factory=list)
    matching: list[list[str]] = field(default_factory=list)
    """For each TPS, sorted ids of the rules for TPS and posts that match."""
    itself: list[set[str]] = field(default_factory=list)
    """For each TPS, those whose own conditions hold."""
    needs: list[Requirement] = field(default_factory=list)

    def __post_init__(self) -> None:
        for row in self.rows:
            one = classified(row, self.policy)
            itself = holding(one, self.policy)
            rules = matching(itself, self.policy)
            self.stations.append(one)
            self.itself.append(itself)
            self.matching.append(rules)
            self.needs.append(requirement_of(rules, None, self.policy))

    def where(self, rule_id: str) -> list[int]:
        """The TPS that the rule matches."""
        return [at for at, rules in enumerate(self.matching) if rule_id in rules]

    def per_tps(self) -> list[str]:
        """Rules that are judged TPS by TPS."""
        rules = self.policy.rules.values()
        return sorted(rule["id"] for rule in rules if is_per_tps(rule))


def brute(texts: dict[str, str], policy_id: str) -> Brute:
    policy = whole_policy(texts, policy_id)
    return Brute(policy, rows_of(policy, as_list(read(texts[policy_id])["areas"])))


def classified(row: Row, policy: WholePolicy) -> Station:
    one = station(row, policy)
    classify(one, policy)
    return one


def holding(one: Station, policy: WholePolicy) -> set[str]:
    """Rules for TPS and posts whose own conditions hold for a TPS."""
    rules = filter(is_per_tps, policy.rules.values())
    return {rule["id"] for rule in rules if holds_itself(rule, one, policy)}


def matching(itself: set[str], policy: WholePolicy) -> list[str]:
    """Those of the rules that hold that none of them stands instead of, sorted."""
    replaced = {
        name for rule in itself for name in as_list(policy.rules[rule].get("instead_of", []))
    }
    return sorted(itself - replaced)


def is_per_tps(rule: dict[str, Any]) -> bool:
    return rule.get("for_each", "tps") in ("tps", "post")


def without(policy: WholePolicy, rule_id: str) -> WholePolicy:
    """The policy as if it did not have the rule: neither does it stand instead of another."""
    silent = {**policy.rules[rule_id], "when": NEVER}
    return replace(policy, rules={**policy.rules, rule_id: silent})


def tps_findings(looked: Brute) -> list[Found]:
    """Every finding about TPS."""
    found = [*_uncovered(looked), *_movements(looked), *_idle(looked)]
    found += [*_weaker(looked), *_overlaps(looked)]
    return found


# What follows for a TPS -------------------------------------------------------------------------


def answer(one: Station, rules: list[str], looked: Brute, policy: WholePolicy) -> tuple[Any, ...]:
    """Labels, tier, guards, movement, items and units; of a TPS without a post no guards."""
    need = requirement_of(rules, None, policy)
    post: tuple[Any, ...] = ()
    if need.covered:
        post = (need.polri, need.tni, need.sizes, need.within, need.choose)
    moves = [policy.rules[rule]["move"] for rule in rules if "move" in policy.rules[rule]]
    days = [int(move["depart"][2:] or "0") for move in moves if "depart" in move]
    movement = (
        max(days, default=0) if moves else None,
        frozenset(move["transport"] for move in moves if "transport" in move),
        frozenset(move["fallback"] for move in moves if "fallback" in move),
    )
    labels = frozenset(one.labels)
    things = frozenset(_things(one, rules, looked, policy).items())
    return labels, one.tier, need.covered, post, need.linmas_per_tps, movement, things


def _things(one: Station, rules: list[str], looked: Brute, policy: WholePolicy) -> Counter[Any]:
    """Items and units, of the TPS itself and what it brings to its post."""
    found: Counter[Any] = Counter()
    for rule in (policy.rules[rule_id] for rule_id in rules):
        for_post = rule.get("for_each") == "post"
        for effect in (rule.get("equip", {}), rule.get("add", {})):
            wanted = effect.get("per", {}).get("of", {})
            exists = count(wanted, looked.stations, policy) > 0 if for_post else True
            amount = int(exists) if for_post else times(effect, [one], policy)
            for name, value in effect.items():
                if name in ("per", "role"):
                    continue
                persons = personnel(value, policy.units)[0] if "add" in rule else int(value)
                each = (effect["per"]["tps"], str(wanted)) if for_post and "per" in effect else ""
                found[name, effect.get("role", "reinforcement"), each] += persons * amount
    return +found


# Gaps and contradictions ------------------------------------------------------------------------


def _uncovered(looked: Brute) -> Iterator[Found]:
    region = frozenset(at for at, need in enumerate(looked.needs) if not need.covered)
    if region:
        yield Found("uncovered", (), region=region)


def _movements(looked: Brute) -> Iterator[Found]:
    """Transports that differ, fallbacks that differ, and a transport that is another's fallback."""
    found: dict[tuple[str, tuple[str, ...]], set[int]] = {}
    for at, rules in enumerate(looked.matching):
        moves = {rule: looked.policy.rules[rule].get("move", {}) for rule in rules}
        words: dict[str, set[str]] = {}
        for key in ("transport", "fallback"):
            naming = tuple(rule for rule in rules if key in moves[rule])
            words[key] = {moves[rule][key] for rule in naming}
            if len(words[key]) > 1:
                found.setdefault((f"{key}s-differ", naming), set()).add(at)
        if words["transport"] & words["fallback"]:
            either = tuple(rule for rule in rules if {"transport", "fallback"} & {*moves[rule]})
            found.setdefault(("transport-is-fallback", either), set()).add(at)
    for (code, naming), region in found.items():
        yield Found(code, naming, region=frozenset(region))


# Rules that do nothing --------------------------------------------------------------------------


def _idle(looked: Brute) -> Iterator[Found]:
    """Rules whose condition never holds, that always give way, or that change no answer."""
    for rule_id in looked.per_tps():
        itself = [at for at, rules in enumerate(looked.itself) if rule_id in rules]
        if not itself:
            yield Found("unreachable", (rule_id,), region=frozenset())
        elif not looked.where(rule_id):
            yield Found("always-replaced", (rule_id,), region=frozenset(itself))
        elif not changes_something(rule_id, looked):
            yield Found("without-effect", (rule_id,), region=frozenset(looked.where(rule_id)))


def changes_something(rule_id: str, looked: Brute) -> bool:
    """Whether some TPS has another answer without the rule."""
    policy = without(looked.policy, rule_id)
    matched = looked.where(rule_id)
    others = set(range(len(looked.rows))) - set(matched)
    for at in itertools.chain(matched, sorted(others)):
        one = classified(looked.rows[at], policy)
        rules = matching(holding(one, policy), policy)
        before = answer(looked.stations[at], looked.matching[at], looked, looked.policy)
        if answer(one, rules, looked, policy) != before:
            return True
    return False


# Weaker guards ----------------------------------------------------------------------------------


def guards(need: Requirement, quantity: str) -> Fraction:
    """Guards for one TPS of a post: at the least, or at the wish; linmas are of the TPS."""
    assert need.sizes is not None
    if quantity == "linmas":
        return Fraction(need.linmas_per_tps)
    persons = need.tni if quantity == "tni" else need.polri
    return Fraction(persons, need.sizes[0 if quantity == "polri-wish" else -1])


def _weaker(looked: Brute) -> Iterator[Found]:
    orders: list[tuple[str, str, Any]] = [
        ("higher-tier-weaker", "risk_tier", TIERS.index),
        ("harder-access-weaker", "access", HARDER.index),
        ("longer-travel-weaker", "travel_minutes", int),
    ]
    for code, name, rank in orders:
        same: dict[frozenset[Any], list[int]] = {}
        for at, row in enumerate(looked.rows):
            if name in row and looked.needs[at].covered:
                rest = frozenset((key, value) for key, value in row.items() if key != name)
                same.setdefault(rest, []).append(at)
        for quantity in QUANTITIES:
            region = set()
            for ats in same.values():
                ranked = [(rank(looked.rows[at][name]), at) for at in ats]
                for (low, lower), (high, higher) in itertools.permutations(ranked, 2):
                    fewer = guards(looked.needs[higher], quantity)
                    if low < high and fewer < guards(looked.needs[lower], quantity):
                        region.add(higher)
            if region:
                yield Found(code, (), quantity, frozenset(region))


# Overlaps ---------------------------------------------------------------------------------------


def _overlaps(looked: Brute) -> Iterator[Found]:
    for one, two in itertools.combinations(looked.per_tps(), 2):
        if deciders(one, two, looked.policy):
            region = frozenset(looked.where(one)) & frozenset(looked.where(two))
            if region:
                yield Found("overlap", (one, two), region=region)


def deciders(one: str, two: str, policy: WholePolicy) -> dict[str, tuple[str, ...]]:
    """For each key that both rules give, which of them decides; () where they contradict."""
    effects = []
    for rule in (one, two):
        guard = guards_of([rule], policy)
        effects.append(guard[0] if guard else policy.rules[rule].get("move", {}))
    found: dict[str, tuple[str, ...]] = {}
    if not all(set(policy.rules[rule]) & {"guard", "move"} for rule in (one, two)):
        return {}
    for key in sorted({*effects[0]} & {*effects[1]} - {"pattern"}):
        first, second = (strictness(key, effect[key]) for effect in effects)
        if first == second:
            found[key] = (one, two)
        elif key in ("transport", "fallback"):
            found[key] = ()
        else:
            found[key] = (one,) if first > second else (two,)
    return found


def strictness(key: str, value: Any) -> int:
    """More where the value decides over another of the key."""
    if key == "tps_per_post":
        return -max(sizes(value))
    if key == "within":
        return -LEVELS.index(value)
    if key == "choose":
        return LEVELS.index(value)
    if key == "depart":
        return int(value[2:] or "0")
    return TRANSPORTS.index(value) if key in ("transport", "fallback") else int(value)


def by_name(found: Iterable[Found]) -> dict[tuple[str, tuple[str, ...], str], Found]:
    """Findings by code, rules and quantity; each is made once."""
    return {(one.code, one.rules, one.quantity): one for one in found}
