"""What a policy says of each TPS and area of a batch: the reference for the engine and demand.

Follows the sections "Conditions" and "Effects" of docs/policy-language.md, TPS by TPS and rule by
rule.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from tests.reference.conditions import (
    Station,
    count,
    holds_for_area,
    holds_for_tps,
    labels_asked,
    lies_in,
    station,
)
from tests.reference.reading import (
    TIERS,
    WholePolicy,
    as_list,
    guard_of_pattern,
    personnel,
    sizes,
    whole_policy,
)

LEVELS = ["village", "district", "regency", "province"]
"""Areas from the narrowest to the widest."""
PARTS = {"province": 1, "regency": 2, "district": 3, "village": 4}


@dataclass(frozen=True)
class Movement:
    """The guards leave `depart` days before the election; a transport may be left open."""

    transport: str | None
    fallback: str | None
    depart: int


@dataclass(frozen=True)
class Requirement:
    """What the matching guards of a TPS require together; None or 0 where all are silent."""

    sizes: tuple[int, ...] | None
    """Ascending; the last is the minimum, the first the wish."""
    polri: int
    tni: int
    linmas_per_tps: int
    within: str
    choose: str
    movement: Movement | None

    @property
    def covered(self) -> bool:
        return self.sizes is not None and self.polri >= 1


@dataclass(frozen=True)
class TpsResult:
    labels: tuple[str, ...]
    tier: str
    rules: tuple[str, ...]
    """Sorted ids of the rules for TPS and posts that match."""
    requirement: Requirement

    @property
    def covered(self) -> bool:
        return self.requirement.covered


@dataclass(frozen=True)
class AreaResult:
    rules: tuple[str, ...]
    """Sorted ids of the rules for areas of its level that match."""
    tps: int
    tps_by_tier: tuple[int, int, int]


@dataclass(frozen=True)
class Unit:
    """Personnel that an `add` rule requires; a unit of a TPS belongs to its village."""

    area: str
    force: str
    role: str
    unit: str
    rule: str


@dataclass(frozen=True)
class Conflict:
    """Transports or fallbacks that differ on one TPS."""

    tps_code: str
    key: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    tps: dict[str, TpsResult]
    areas: dict[tuple[str, str], AreaResult]
    """By level and code."""
    units: dict[Unit, int]
    """Personnel required; those that come to nothing are left out."""
    conflicts: tuple[Conflict, ...]


def evaluate(policy_texts: dict[str, str], policy_id: str, tps: list[dict[str, Any]]) -> Result:
    """Everything that the policy says of the batch before strengths are looked at."""
    return evaluate_whole(whole_policy(policy_texts, policy_id), tps)


def evaluate_whole(policy: WholePolicy, tps: list[dict[str, Any]]) -> Result:
    """The same of a policy that is read already."""
    stations = [station(row, policy) for row in sorted(tps, key=lambda row: str(row["tps_code"]))]
    for one in stations:
        classify(one, policy)

    tps_results: dict[str, TpsResult] = {}
    conflicts: list[Conflict] = []
    for one in stations:
        rules = matching_for_tps(one, policy)
        movement, differing = movement_of(one.code, rules, policy)
        conflicts += differing
        requirement = requirement_of(rules, movement, policy)
        assert one.tier is not None
        tps_results[one.code] = TpsResult(
            tuple(sorted(one.labels)), one.tier, tuple(rules), requirement
        )

    area_results = {}
    for level, area in areas_of(stations):
        inside = [one for one in stations if lies_in(one.code, area)]
        by_tier = [sum(1 for one in inside if one.tier == tier) for tier in TIERS]
        area_results[level, area] = AreaResult(
            tuple(matching_for_area(level, area, inside, policy)),
            len(inside),
            (by_tier[0], by_tier[1], by_tier[2]),
        )
    units = added_units(stations, tps_results, area_results, policy)
    return Result(tps_results, area_results, units, tuple(conflicts))


def level_code(tps_code: str, level: str) -> str:
    """The area of that level in which a TPS lies."""
    return ".".join(tps_code.split(".")[: PARTS[level]])


def areas_of(stations: list[Station]) -> list[tuple[str, str]]:
    """The areas of a batch: those that hold one of its TPS."""
    areas = {(level, level_code(one.code, level)) for level in LEVELS for one in stations}
    return sorted(areas)


# Matching -------------------------------------------------------------------------------------


def holds_itself(rule: dict[str, Any], tps: Station, policy: WholePolicy) -> bool:
    """By its own `when` and `unless`, whether or not another rule stands instead of it."""
    if not holds_for_tps(rule.get("when", {}), tps, policy):
        return False
    return "unless" not in rule or not holds_for_tps(rule["unless"], tps, policy)


def replacing(rule_id: str, policy: WholePolicy) -> list[dict[str, Any]]:
    """The rules that name this one in `instead_of`."""
    return [
        rule for rule in policy.rules.values() if rule_id in as_list(rule.get("instead_of", []))
    ]


def matches_tps(rule: dict[str, Any], tps: Station, policy: WholePolicy) -> bool:
    replaced = any(holds_itself(other, tps, policy) for other in replacing(rule["id"], policy))
    return holds_itself(rule, tps, policy) and not replaced


def matching_for_tps(tps: Station, policy: WholePolicy) -> list[str]:
    """Sorted ids of the rules for TPS and posts; those for posts are judged TPS by TPS."""
    return sorted(
        rule["id"]
        for rule in policy.rules.values()
        if rule.get("for_each", "tps") in ("tps", "post") and matches_tps(rule, tps, policy)
    )


def matching_for_area(
    level: str, area: str, inside: list[Station], policy: WholePolicy
) -> list[str]:
    """Sorted ids of the rules for areas of that level."""

    def itself(rule: dict[str, Any]) -> bool:
        if not holds_for_area(rule.get("when", {}), area, inside, policy):
            return False
        return "unless" not in rule or not holds_for_area(rule["unless"], area, inside, policy)

    return sorted(
        rule["id"]
        for rule in policy.rules.values()
        if rule.get("for_each", "tps") == level
        and itself(rule)
        and not any(itself(other) for other in replacing(rule["id"], policy))
    )


# Classification -------------------------------------------------------------------------------


def classify(tps: Station, policy: WholePolicy) -> None:
    """Find the labels to a fixed point, stratum by stratum, then the final tier."""
    rules = [rule for rule in policy.rules.values() if "classify" in rule]
    stratum = strata(rules, policy)
    for height in sorted(set(stratum.values())):
        growing = True
        while growing:
            growing = False
            for rule in rules:
                label = rule["classify"].get("label")
                if label is None or stratum[label] != height or label in tps.labels:
                    continue
                if matches_tps(rule, tps, policy):
                    tps.labels.add(label)
                    growing = True
    tier = tps.attributes["submitted_tier"]
    for rule in rules:
        raised = rule["classify"].get("risk_tier")
        higher = raised is not None and TIERS.index(raised) > TIERS.index(tier)
        if higher and matches_tps(rule, tps, policy):
            tier = raised
    tps.tier = tier


def strata(rules: list[dict[str, Any]], policy: WholePolicy) -> dict[str, int]:
    """For each label a height: above every label that it needs settled, not below any that it asks.

    Settled are the labels under `not` and `unless`, and those of a rule that stands instead.
    """
    needs: list[tuple[str, str, int]] = []
    for rule in rules:
        label = rule["classify"].get("label")
        if label is None:
            continue
        for asked, negated in labels_asked(rule.get("when", {})):
            needs.append((label, asked, 1 if negated else 0))
        for asked, _ in labels_asked(rule.get("unless", {})):
            needs.append((label, asked, 1))
        for other in replacing(rule["id"], policy):
            both = itertools.chain(
                labels_asked(other.get("when", {})), labels_asked(other.get("unless", {}))
            )
            for asked, _ in both:
                needs.append((label, asked, 1))
    height = {rule["classify"]["label"]: 0 for rule in rules if "label" in rule["classify"]}
    changing = True
    while changing:
        changing = False
        for label, asked, step in needs:
            if height[label] < height[asked] + step:
                height[label] = height[asked] + step
                changing = True
                assert height[label] <= len(height), "a cycle through a negated label"
    return height


# Effects --------------------------------------------------------------------------------------


def guards_of(rules: list[str], policy: WholePolicy) -> list[dict[str, Any]]:
    """The `guard` mappings of these rules, patterns written out."""
    guards = []
    for rule_id in rules:
        guard = policy.rules[rule_id].get("guard")
        if guard is None:
            continue
        if "pattern" in guard:
            written = guard_of_pattern(guard["pattern"], policy.pattern_order_of[rule_id])
            guard = {**guard, **written}
        guards.append(guard)
    return guards


def requirement_of(rules: list[str], movement: Movement | None, policy: WholePolicy) -> Requirement:
    guards = guards_of(rules, policy)
    all_sizes = [sizes(guard["tps_per_post"]) for guard in guards if "tps_per_post" in guard]
    allowed = None
    if all_sizes:
        weakest = min(max(some) for some in all_sizes)
        allowed = tuple(sorted({size for some in all_sizes for size in some if size <= weakest}))

    def largest(key: str) -> int:
        return max((int(guard[key]) for guard in guards if key in guard), default=0)

    borders = [LEVELS.index(guard["within"]) for guard in guards if "within" in guard]
    within = min(borders, default=LEVELS.index("district"))
    chosen = [LEVELS.index(guard["choose"]) for guard in guards if "choose" in guard]
    choose = max(max(chosen, default=LEVELS.index("district")), within)
    return Requirement(
        allowed,
        largest("polri"),
        largest("tni"),
        largest("linmas_per_tps"),
        LEVELS[within],
        LEVELS[choose],
        movement,
    )


def movement_of(
    tps_code: str, rules: list[str], policy: WholePolicy
) -> tuple[Movement | None, list[Conflict]]:
    """The earliest day, and what the rules agree on; what differs is a conflict."""
    moves = [policy.rules[rule_id]["move"] for rule_id in rules if "move" in policy.rules[rule_id]]
    if not moves:
        return None, []
    conflicts = []
    agreed: dict[str, str | None] = {}
    for key in ("transport", "fallback"):
        words = sorted({move[key] for move in moves if key in move})
        agreed[key] = words[0] if words else None
        if len(words) > 1:
            conflicts.append(Conflict(tps_code, key, tuple(words)))
    days = [int(move["depart"][2:] or "0") for move in moves if "depart" in move]
    return Movement(agreed["transport"], agreed["fallback"], max(days, default=0)), conflicts


def times(effect: dict[str, Any], inside: list[Station], policy: WholePolicy) -> int:
    """`per: {tps: N, of: CONDITION}`: the matching TPS divided by N, rounded up; else once."""
    if "per" not in effect:
        return 1
    matching = count(effect["per"].get("of", {}), inside, policy)
    posts = int(effect["per"]["tps"])
    return -(-matching // posts)


def added_units(
    stations: list[Station],
    tps_results: dict[str, TpsResult],
    area_results: dict[tuple[str, str], AreaResult],
    policy: WholePolicy,
) -> dict[Unit, int]:
    """Personnel of every `add` that matches a TPS or an area."""
    places: list[tuple[str, list[Station], tuple[str, ...]]] = []
    for one in stations:
        village = level_code(one.code, "village")
        places.append((village, [one], tps_results[one.code].rules))
    for (_, area), found in area_results.items():
        inside = [one for one in stations if lies_in(one.code, area)]
        places.append((area, inside, found.rules))

    units: dict[Unit, int] = {}
    for area, inside, rules in places:
        for rule_id in rules:
            add = policy.rules[rule_id].get("add")
            if add is None:
                continue
            for force in ("polri", "tni"):
                if force not in add:
                    continue
                persons, unit = personnel(add[force], policy.units)
                role = add.get("role", "reinforcement")
                key = Unit(area, force, role, unit, rule_id)
                units[key] = units.get(key, 0) + persons * times(add, inside, policy)
    return {key: persons for key, persons in units.items() if persons > 0}
