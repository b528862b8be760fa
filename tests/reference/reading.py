"""Policy files as dicts, lists and text, with `extends` and `drops` resolved.

Section "A policy", "Values" and "Which policy" of docs/policy-language.md. The policy is assumed
to be valid; a wrong one ends in some exception, not in a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

TIERS = ["kurang_rawan", "rawan", "sangat_rawan"]


@dataclass
class WholePolicy:
    """A policy after `extends`, still in the words of its files."""

    units: dict[str, int] = field(default_factory=dict)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    area_lists: dict[str, list[str]] = field(default_factory=dict)
    claims: list[str] = field(default_factory=list)
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    pattern_order_of: dict[str, list[str]] = field(default_factory=dict)
    """For each rule, the `pattern_order` of the file that holds it."""


def read(text: str) -> Any:
    """The YAML document, every scalar as the text that stands in the file."""
    return _plain(YAML(typ="safe", pure=True).compose(text))


def _plain(node: Node) -> Any:
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SequenceNode):
        return [_plain(part) for part in node.value]
    assert isinstance(node, MappingNode)
    return {_plain(key): _plain(value) for key, value in node.value}


def as_list(value: Any) -> list[Any]:
    """A list as it is; a single value as a list of one."""
    return list(value) if isinstance(value, list) else [value]


def whole_policy(texts: dict[str, str], policy_id: str) -> WholePolicy:
    """The policy with everything that it inherits; the same name replaces the whole."""
    own = read(texts[policy_id])
    whole = whole_policy(texts, own["extends"]) if "extends" in own else WholePolicy()
    for name in as_list(own.get("drops", [])):
        del whole.rules[name]
    for name, amount in own.get("units", {}).items():
        whole.units[name] = int(amount)
    for name, attribute in own.get("attributes", {}).items():
        whole.attributes[name] = attribute
    for name, areas in own.get("area_lists", {}).items():
        whole.area_lists[name] = list(areas)
    if "claims" in own:
        whole.claims = own["claims"]
    for rule in own.get("rules", []):
        whole.rules[rule["id"]] = rule
        whole.pattern_order_of[rule["id"]] = own.get("pattern_order", [])
    return whole


def sizes(value: Any) -> set[int]:
    """`tps_per_post`: a number, a range (each of them) or a list."""
    if isinstance(value, list):
        return {int(size) for size in value}
    if ".." in value:
        least, most = value.split("..")
        return set(range(int(least), int(most) + 1))
    return {int(value)}


def guard_of_pattern(pattern: str, order: list[str]) -> dict[str, Any]:
    """The keys that `pattern: "2-4-8 .. 2-16-32"` stands for."""
    ends = []
    for text in pattern.split(".."):
        numbers = [int(number) for number in text.strip().split("-")]
        ends.append(dict(zip(order, numbers, strict=True)))
    first, last = ends[0], ends[-1]
    return {
        "polri": str(first["polri"]),
        "linmas_per_tps": str(first["linmas"] // first["tps"]),
        "tps_per_post": f"{first['tps']}..{last['tps']}",
    }


def personnel(amount: str, units: dict[str, int]) -> tuple[int, str]:
    """`3` is (3, ""), `2 peleton` is (60, "peleton")."""
    parts = amount.split()
    if len(parts) == 1:
        return int(parts[0]), ""
    return int(parts[0]) * units[parts[1]], parts[1]


def compare(found: int, text: str, number_of: Any) -> bool:
    """Does `>= rawan`, `> 180`, `60..180` or a single value hold for what was found?

    `number_of` turns a word of the comparison into a number.
    """
    comparison = re.fullmatch(r"(<=|>=|<|>)\s*(\S+)", text.strip())
    if comparison is not None:
        bound = number_of(comparison[2])
        answers = {
            "<": found < bound,
            "<=": found <= bound,
            ">": found > bound,
            ">=": found >= bound,
        }
        return bool(answers[comparison[1]])
    if ".." in text:
        least, most = text.split("..")
        return bool(number_of(least.strip()) <= found <= number_of(most.strip()))
    return bool(found == number_of(text.strip()))
