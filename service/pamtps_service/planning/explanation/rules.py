"""Why a rule matches a TPS or an area, or why it does not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pamtps_service.planning.demand import PolicyPart
from pamtps_service.planning.explanation.conditions import (
    Item,
    area_item,
    own_condition,
    tps_item,
)
from pamtps_service.planning.explanation.nodes import condition
from pamtps_service.planning.explanation.view import View, same, words
from pamtps_service.planning.findings import named_area
from pamtps_service.policy.model import AreaLevel, Rule, Text
from pamtps_service.records.area_codes import DIVISOR, to_integer
from pamtps_service.records.explanation import Explanation


def part_of(view: View, code: str) -> PolicyPart:
    """The part of the batch that holds the TPS of an area, or a TPS."""
    province = int(code[:2])
    for part in view.traced.parts:
        if (part.facts.code // DIVISOR["province"] == province).any():
            return part
    raise KeyError(code)


def tps(view: View, code: str) -> Item:
    """A TPS of the batch as its policy sees it."""
    part = part_of(view, code)
    return tps_item(part, int(np.searchsorted(part.facts.code, to_integer(code))))


def area(view: View, level: AreaLevel, code: str) -> Item:
    """An area of the batch as its policy sees it."""
    return area_item(part_of(view, code), level, code)


def why(view: View, rule: Rule, item: Item) -> Explanation:
    """Whether a rule matches an item, with its condition, and with every rule that may stand
    instead of it. It matches where all parts hold."""
    parts = list(own_condition(rule, item))
    for other in item.policy.rules:
        if rule.id in other.instead_of:
            inner = own_condition(other, item)
            replaced = all(part.holds for part in inner)
            name = words("not-replaced", rule=other.title)
            rules = (index_of(view, item, other),)
            parts.append(condition(name, not replaced, inner, rules=rules))
    holds = all(part.holds for part in parts)
    text = words("matches", rule=rule.title, item=item_name(item))
    rules = (index_of(view, item, rule),)
    return condition(text, holds, parts or [condition(words("always"), True)], rules=rules)


def matching(view: View, rules: Sequence[int], item: Item) -> list[Explanation]:
    """For each of some rules, why it matches an item."""
    return [why(view, view.demand.rules[rule].rule, item) for rule in rules]


def index_of(view: View, item: Item, rule: Rule) -> int:
    """The index of a rule of the item's policy in Plan.rules."""
    for index, of_plan in enumerate(view.demand.rules):
        if of_plan.policy.id == item.policy.id and of_plan.rule.id == rule.id:
            return index
    raise KeyError(rule.id)


def item_name(item: Item) -> Text:
    """The item as texts name it."""
    return same(f"TPS {item.code}" if item.values else named_area(item.code))
