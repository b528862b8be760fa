"""Random valid policies as YAML text, random batches and strengths of a small world.

Built to shrink: the first choice of every list is the plainest, and what is not drawn is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.reference.conditions import STANDARD_TYPES, labels_asked
from tests.reference.fragments import (
    AREA_LEVELS_OF,
    AREA_LISTS,
    DECLARED,
    INTEGER_CONSTANTS,
    INTEGERS,
    ITEMS,
    ORDERS,
    TIERS,
    TRANSPORTS,
    UNITS,
    VALUES,
    add,
    area_condition,
    equip,
    expect,
    guard,
    limit,
    mix,
    size_set,
    tps_condition,
)
from tests.reference.world import DISTRICTS, NUMBERS, PROVINCES, REGENCIES, VILLAGES

Rule = dict[str, Any]
PLAIN_RULE: Rule = {"id": "plain", "guard": {"polri": "9", "tps_per_post": "1"}}
CLAIMS = [
    "sangat_rawan",
    "rawan",
    "kurang_rawan",
    "supervisor",
    "reinforcement",
    "standby",
    "upgrades",
]
ASKABLE = ["travel_minutes", "access", "registered_voters"]
"""Standard attributes that a request may leave out where the policy has a default."""


@dataclass(frozen=True)
class Case:
    """A policy with its bases, and a batch that has every attribute without a default."""

    texts: dict[str, str]
    policy_id: str
    tps: list[dict[str, Any]]

    def __repr__(self) -> str:
        """As it reads best in a failure."""
        texts = "\n".join(f"--- {name}\n{text}" for name, text in self.texts.items())
        return f"Case({self.policy_id}):\n{texts}\n{json.dumps(self.tps, indent=1)}"


# YAML text ------------------------------------------------------------------------------------


def written(value: Any) -> str:
    """A value in YAML's flow style; plain words unquoted, as officers write them."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(k)}: {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(part) for part in value) + "]"
    plain = re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_./-]*( [a-z]+)*|-[0-9]+(\.\.[0-9]+)?", value)
    return value if plain else json.dumps(value)


def yaml_text(policy: dict[str, Any]) -> str:
    """One line a key, one line a rule."""
    lines = []
    for key, value in policy.items():
        if key == "rules":
            lines.append("rules:" if value else "rules: []")
            lines += [f"  - {written(rule)}" for rule in value]
        else:
            lines.append(f"{key}: {written(value)}")
    return "\n".join(lines) + "\n"


# Rules ----------------------------------------------------------------------------------------


def with_conditions(
    draw: st.DrawFn, rule: Rule, when: st.SearchStrategy[Any], unless: st.SearchStrategy[Any]
) -> None:
    """Give the rule a `when`, an `unless`, both or neither."""
    kind = draw(st.sampled_from(["none", "when", "when", "unless", "both"]))
    if kind in ("when", "both"):
        rule["when"] = draw(when)
    if kind in ("unless", "both"):
        rule["unless"] = draw(unless)


def labels_of(rule: Rule) -> set[str]:
    """Every label that the rule's conditions ask."""
    conditions = [rule.get("when", {}), rule.get("unless", {})]
    return {label for condition in conditions for label, _ in labels_asked(condition)}


def replaces(draw: st.DrawFn, rule: Rule, earlier: list[Rule]) -> None:
    """Perhaps let the rule stand instead of earlier ones; going backwards, no cycle can arise."""
    if earlier and draw(st.sampled_from([False, True])):
        names = st.sampled_from([other["id"] for other in earlier])
        rule["instead_of"] = draw(st.lists(names, min_size=1, max_size=2, unique=True))


@st.composite
def classify_rules(draw: st.DrawFn, attributes: list[str]) -> tuple[list[Rule], list[str]]:
    """Rules that give labels and raise tiers, and the labels.

    Every label has a height. A rule asks labels up to the height of its own, and under a negation
    only lower ones, so chains and positive cycles arise, but no cycle through a negation.
    """
    drawn = draw(st.lists(st.integers(0, 2), max_size=3))
    height: dict[str | None, int] = {f"l{number}": at for number, at in enumerate(drawn)}
    labels = [label for label in height if label is not None]
    height[None] = 3
    more = draw(st.lists(st.sampled_from([None, *labels]), max_size=2))
    rules: list[Rule] = []
    falling = draw(st.booleans())
    for index, label in enumerate([*labels, *more]):
        asked = [other for other in labels if height[other] <= height[label]]
        settled = [other for other in labels if height[other] < height[label]]
        rule: Rule = {"id": f"classify-{9 - index if falling else index}"}
        with_conditions(
            draw,
            rule,
            tps_condition(attributes, asked, settled),
            tps_condition(attributes, settled, settled),
        )
        effect = {} if label is None else {"label": label}
        if label is None or draw(st.sampled_from([False, False, True])):
            effect["risk_tier"] = draw(st.sampled_from(["rawan", "sangat_rawan"]))
        rule["classify"] = effect
        highest = max((height[other] for other in labels_of(rule)), default=-1)
        replaceable = [other for other in rules if highest < height[other["classify"].get("label")]]
        replaces(draw, rule, replaceable)
        rules.append(rule)
    return rules, labels


@st.composite
def rules_of(
    draw: st.DrawFn,
    effect: str,
    counts: tuple[int, int],
    attributes: list[str],
    labels: list[str],
    world: World,
) -> list[Rule]:
    """Rules with one kind of effect, for TPS or for areas."""
    makers: dict[str, Callable[[], st.SearchStrategy[dict[str, Any]]]] = {
        "guard": lambda: guard(world.order),
        "add": lambda: add(attributes, labels),
        "mix": lambda: mix(attributes, labels),
        "limit": limit,
        "equip": lambda: equip(attributes, labels),
        "expect": expect,
        "move": lambda: moves(*world.transports),
    }
    rules: list[Rule] = []
    falling = draw(st.booleans())
    for index in range(draw(st.integers(*counts))):
        rule: Rule = {"id": f"{effect}-{9 - index if falling else index}"}
        level = draw(st.sampled_from(AREA_LEVELS_OF.get(effect, ["tps"])))
        if level != "tps" or draw(st.sampled_from([False, False, True])):
            rule["for_each"] = level
        if level in ("tps", "post"):
            condition = tps_condition(attributes, labels, labels)
        else:
            condition = area_condition(attributes, labels)
        with_conditions(draw, rule, condition, condition)
        same = [other for other in rules if other.get("for_each", "tps") == level]
        replaces(draw, rule, same)
        rule[effect] = draw(makers[effect]())
        rules.append(rule)
    return rules


@dataclass(frozen=True)
class World:
    """What all rules of one policy file have in common."""

    order: list[str]
    """pattern_order"""
    transports: tuple[str, str]
    """The one transport and the one fallback that its moves name."""


@st.composite
def moves(draw: st.DrawFn, transport: str, fallback: str) -> dict[str, Any]:
    keys = st.sampled_from(["transport", "fallback", "depart"])
    days = st.sampled_from(["H", "H-1", "H-3", "H-11"])
    values = {"transport": transport, "fallback": fallback, "depart": draw(days)}
    return {key: values[key] for key in sorted(draw(st.sets(keys, min_size=1)))}


# Policies -------------------------------------------------------------------------------------


def heading(policy_id: str) -> dict[str, Any]:
    return {
        "policy": policy_id,
        "title": "A policy",
        "issuer": "Polda",
        "basis": "An order",
        "areas": "all",
    }


@st.composite
def declared_attributes(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Some declared attributes, with and without a default; sometimes a standard one's default."""
    attributes: dict[str, dict[str, Any]] = {}
    for name in draw(st.lists(st.sampled_from([*DECLARED]), max_size=3, unique=True)):
        attributes[name] = dict(DECLARED[name])
        if draw(st.booleans()):
            attributes[name]["default"] = "180" if name in INTEGERS else VALUES[name][-1]
    if draw(st.sampled_from([False, False, True])):
        attributes["travel_minutes"] = {"default": "60"}
    return attributes


@st.composite
def policies(
    draw: st.DrawFn, limits: bool = True, resources: int = 0
) -> tuple[dict[str, str], str, dict[str, dict[str, Any]]]:
    """Texts by id, the id of the policy, and the attributes that it declares.

    Without `limits` no ceiling is set, and upgrades are the last of the claims. There are at least
    `resources` rules that move, and as many that equip.
    """
    declared = draw(declared_attributes())
    always = [name for name in STANDARD_TYPES if name != "risk_tier"]
    attributes = list(dict.fromkeys([*always, *declared]))
    transports = draw(st.lists(st.sampled_from(TRANSPORTS), min_size=2, max_size=2, unique=True))
    world = World(draw(st.sampled_from(ORDERS)), (transports[0], transports[1]))
    rules, labels = draw(classify_rules(attributes))
    attributes = ["risk_tier", *attributes]
    counts = {"guard": (0, 4), "add": (0, 3), "move": (resources, 2 + resources), "mix": (0, 2)}
    counts |= {"limit": (0, 1)} if limits else {}
    counts |= {"equip": (resources, 1 + resources)}
    counts |= {"expect": (0, 1)} if limits else {}
    for effect, least_and_most in counts.items():
        rules += draw(rules_of(effect, least_and_most, attributes, labels, world))
    if not rules or draw(st.booleans()):
        everywhere = {"polri": "2", "tps_per_post": draw(size_set())}
        rules.append({"id": "everywhere", "guard": everywhere})
    policy = heading("own")
    tables: dict[str, Any] = {"units": UNITS, "items": ITEMS, "area_lists": AREA_LISTS}
    if declared:
        tables["attributes"] = declared
    if any("pattern" in rule.get("guard", {}) for rule in rules):
        policy["pattern_order"] = world.order
    if draw(st.sampled_from([False, False, True])):
        policy["claims"] = draw(st.permutations(CLAIMS))
        if not limits:
            policy["claims"].remove("upgrades")
            policy["claims"].append("upgrades")
    shuffled = draw(st.permutations(rules))
    if not draw(st.sampled_from([False, False, True])):
        policy |= tables | {"rules": shuffled}
        return {"own": yaml_text(policy)}, "own", declared
    return extended(draw, policy, tables, shuffled), "own", declared


def extended(
    draw: st.DrawFn, policy: dict[str, Any], tables: dict[str, Any], rules: list[Rule]
) -> dict[str, str]:
    """The same policy as a base and an extension that drops and replaces things of the base."""
    base = heading("base") | {"abstract": "true"} | tables
    if "pattern_order" in policy:
        base["pattern_order"] = policy["pattern_order"]
    down = {rule["id"] for rule in rules if "classify" in rule}
    for rule in sorted(rules, key=lambda rule: str(rule["id"])):
        targets = set(rule.get("instead_of", []))
        if targets <= down and draw(st.booleans()):
            down.add(rule["id"])
    in_base = [rule for rule in rules if rule["id"] in down]
    above = [rule for rule in rules if rule["id"] not in down]
    policy = policy | {"extends": "base"}
    if draw(st.booleans()):
        in_base.append(PLAIN_RULE | {"id": "dropped"})
        policy["drops"] = ["dropped"]
    guards = [rule for rule in above if "guard" in rule]
    if guards:
        in_base.append(PLAIN_RULE | {"id": guards[0]["id"]})
    if not in_base:
        in_base.append(PLAIN_RULE | {"id": "inherited"})
    if draw(st.booleans()):
        policy["units"] = {"regu": "11"}
    return {
        "own": yaml_text(policy | {"rules": above}),
        "base": yaml_text(base | {"rules": in_base}),
    }


# Batches and strengths ------------------------------------------------------------------------


@st.composite
def batches(
    draw: st.DrawFn, declared: dict[str, dict[str, Any]], most: int = 8
) -> list[dict[str, Any]]:
    """TPS in any order; an attribute that has a default is sometimes absent."""
    villages = draw(st.lists(st.sampled_from(VILLAGES), min_size=1, max_size=4, unique=True))
    here = [f"{village}.{number}" for village in villages for number in NUMBERS]
    place = st.sampled_from(here)
    rows = []
    least = draw(st.integers(1, min(most, len(here))))
    for code in draw(st.lists(place, min_size=least, max_size=most, unique=True)):
        row: dict[str, Any] = {"tps_code": code, "risk_tier": draw(st.sampled_from(TIERS))}
        for name in dict.fromkeys([*ASKABLE, *declared]):
            if "default" in declared.get(name, {}) and draw(st.booleans()):
                continue
            if name == "distance":
                row[name] = str(draw(st.sampled_from(INTEGER_CONSTANTS)))
            elif name in INTEGERS:
                row[name] = max(0, draw(st.sampled_from(INTEGER_CONSTANTS)))
            else:
                row[name] = draw(st.sampled_from(VALUES[name]))
        rows.append(row)
    return rows


@st.composite
def cases(draw: st.DrawFn, most_tps: int = 8, limits: bool = True, resources: int = 0) -> Case:
    """A policy and a batch that fits it."""
    texts, policy_id, declared = draw(policies(limits, resources))
    return Case(texts, policy_id, draw(batches(declared, most_tps)))


@st.composite
def strengths(draw: st.DrawFn, most: int = 12, always: str = "") -> list[dict[str, Any]]:
    """Commands by regency, some that hold a district of a neighbour, and reserves.

    The force `always` has a strength; the others may have none, and are then unlimited. No area is
    covered by two commands of a force; some areas may be covered by none.
    """
    found: list[dict[str, Any]] = []

    def give(command: str, area: str, covers: list[str], force: str, role: str) -> None:
        found.append(
            {
                "command": command,
                "area": area,
                "covers": sorted(covers),
                "force": force,
                "personnel": draw(st.integers(0, most)),
                "role": role,
            }
        )

    for force in ("polri", "tni", "linmas"):
        if force != always and not draw(st.sampled_from([True, True, False])):
            continue
        free = list(DISTRICTS)
        least = 1 if force == always else 0
        for regency in draw(st.lists(st.sampled_from(REGENCIES), min_size=least, unique=True)):
            covers = [regency]
            neighbours = [code for code in free if code[:2] == regency[:2]]
            beyond = [code for code in neighbours if not code.startswith(regency)]
            if beyond and draw(st.sampled_from([False, False, True])):
                district = draw(st.sampled_from(beyond))
                free.remove(district)
                covers.append(district)
            give(regency, regency, covers, force, "own")
        if draw(st.sampled_from([False, False, True])):
            district = draw(st.sampled_from(free))
            give(f"polres-{district}", district, [district], force, "own")
        if force != "linmas":
            for area in draw(st.lists(st.sampled_from([*PROVINCES, "ID"]), unique=True)):
                give(area, area, [], force, "reserve")
    return found


@st.composite
def resources(
    draw: st.DrawFn,
    transports: Sequence[str] = tuple(TRANSPORTS),
    days: Sequence[int] = (0, 1, 3, 11),
) -> dict[str, list[Any]]:
    """Stocks of some items, seats of these transports on these days, and unavailable transports."""
    stocks = draw(
        st.dictionaries(
            st.tuples(
                st.sampled_from(["ID", *PROVINCES, *REGENCIES, *DISTRICTS]),
                st.sampled_from([*ITEMS]),
            ),
            st.integers(0, 3),
            max_size=5,
        )
    )
    seats = draw(
        st.dictionaries(
            st.tuples(
                st.sampled_from(transports),
                st.sampled_from(days),
                st.sampled_from(["ID", *PROVINCES, *REGENCIES]),
            ),
            st.integers(0, 4),
            max_size=8,
        )
    )
    return {
        "stocks": [
            {"area": area, "item": item, "count": count} for (area, item), count in stocks.items()
        ],
        "seats": [
            {"transport": transport, "days_before": days, "area": area, "count": count}
            for (transport, days, area), count in seats.items()
        ],
        "unavailable": draw(st.lists(st.sampled_from(transports), unique=True, max_size=2)),
    }
