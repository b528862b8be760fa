"""TPS and villages that make every constant of a policy matter: the grid of the brute force.

Each number that a condition names stands with its neighbours, each area with one place in it and
one beside it at every level, each choice with all its values, and each code with one that no
condition names.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tests.reference.conditions import STANDARD_TYPES, lies_in
from tests.reference.fragments import TRANSPORTS
from tests.reference.reading import TIERS, WholePolicy, as_list

Row = dict[str, Any]
"""A TPS as the reference evaluator reads it."""
LEAST, MOST = -(2**31), 2**31 - 1
COUNTED = ("registered_voters", "travel_minutes")
"""Integers that are never below 0."""
BESIDE = {"51": "51.02", "53": "53.09"}
"""For each province of the small world a regency that no condition names."""


def conditions_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every condition of a rule: its own, and those that `count`, `per` and `mix` hold."""
    for key, part in value.items():
        if key in ("when", "unless", "of", "not"):
            yield part
        if key in ("when", "unless", "of", "not", "count", "per", "mix", "add", "equip"):
            yield from conditions_in(part)
        if key in ("any", "all"):
            for one in part:
                yield one
                yield from conditions_in(one)


def entries(rules: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Every attribute (or `area`, `label`) that the rules ask, with each text it is compared to."""
    for rule in rules:
        for condition in conditions_in(rule):
            for name, wanted in condition.items():
                if name not in ("any", "all", "not", "count"):
                    yield from ((name, word) for word in as_list(wanted))


def whole_numbers(words: list[str]) -> list[int]:
    return [int(number) for word in words for number in re.findall(r"-?\d+", word)]


def values_of(name: str, words: list[str], policy: WholePolicy) -> list[str]:
    """What the attribute is on the grid."""
    declared = policy.attributes.get(name, {})
    kind = STANDARD_TYPES.get(name) or declared["type"]
    if kind == "integer":
        least = 0 if name in COUNTED else LEAST
        near = {number + step for number in whole_numbers(words) for step in (-1, 0, 1)}
        return [str(n) for n in sorted({n for n in near if n >= least} | {0, least, MOST})]
    if kind == "boolean":
        return ["false", "true"]
    if kind == "code":
        return sorted({*words, "none-of-them"})
    return list(TRANSPORTS) if name == "access" else list(declared["of"])


def named_areas(policy: WholePolicy, areas: list[str]) -> list[str]:
    """Every code that a condition names, by itself or through a list, and those of the policy."""
    codes = {code for code in areas if code != "all"}
    for name, word in entries(policy.rules.values()):
        if name == "area":
            codes |= set(policy.area_lists.get(word, [word]))
    return sorted(codes)


def places(codes: list[str], areas: list[str]) -> list[str]:
    """Villages: in every named area, and beside it at every level, in the areas of the policy."""
    inner = ["01", "01", "01", "1001"]
    found = set()
    for code in [*codes, "52"]:
        parts = code.split(".")
        heads = [parts]
        heads += [[*parts[:3], "2999"]] * (len(parts) >= 3)
        heads += [[*parts[:2], "99"]] * (len(parts) >= 2)
        if parts[0] in BESIDE:
            heads.append(BESIDE[parts[0]].split("."))
        for head in heads:
            found.add(".".join([*head, *inner[len(head) :]]))
    outside = {village for village in found if not any(lies_in(village, code) for code in areas)}
    return sorted(found if areas == ["all"] else found - outside)


def rows_of(policy: WholePolicy, areas: list[str]) -> list[Row]:
    """The grid: every combination of tier, kind of number, place and attribute asked."""
    asked: dict[str, list[str]] = {}
    for name, word in entries(policy.rules.values()):
        asked.setdefault(name, []).append(word)
    for name in ("area", "label", "risk_tier", "submitted_tier", "special_location"):
        asked.pop(name, None)
    axes = [[(name, one) for one in values_of(name, asked[name], policy)] for name in sorted(asked)]
    villages = places(named_areas(policy, areas), areas)
    return [
        {"tps_code": f"{village}.{number}", "risk_tier": tier} | dict(values)
        for village, number, tier in itertools.product(villages, ("001", "901"), TIERS)
        for values in itertools.product(*axes)
    ]
