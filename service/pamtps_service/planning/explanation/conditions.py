"""Conditions as trees: what each leaf asks, what was found for a TPS or an area, whether it holds.

Asked is written as it would stand in a policy file, from what the policy means: `"> 180"` and
`">= 181"` are one condition, and the second is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pamtps_service.engine.decide import Decision
from pamtps_service.engine.facts import area_codes_of
from pamtps_service.planning.demand import PolicyPart
from pamtps_service.planning.explanation.nodes import condition
from pamtps_service.planning.explanation.view import same, words
from pamtps_service.policy.model import (
    ALWAYS_KNOWN,
    All,
    AnyOf,
    AreaLevel,
    AttributeType,
    Condition,
    Count,
    HasLabel,
    InArea,
    Not,
    OneOf,
    Policy,
    Rule,
    Tier,
    Within,
)
from pamtps_service.records.area_codes import is_special, to_integer, to_text
from pamtps_service.records.explanation import Explanation


@dataclass(frozen=True, slots=True)
class Item:
    """A TPS or an area with what its policy may ask of it."""

    policy: Policy
    code: str
    values: Mapping[str, int | str]
    """Of a TPS: its attributes, as the model holds them."""
    labels: tuple[str, ...]
    counts: Mapping[Condition, int]
    """Of an area: how many of its TPS satisfy each condition that is counted."""


def tps_item(part: PolicyPart, place: int) -> Item:
    """The TPS at a place of a part, classified."""
    facts = part.facts
    decision: Decision = part.decisions.classes[int(part.decisions.index[place])]
    code = int(facts.code[place])
    values: dict[str, int | str] = {
        name: int(column[place]) for name, column in facts.integers.items()
    }
    for name, (indices, texts) in facts.texts.items():
        index = int(indices[place])
        values[name] = texts[index] if 0 <= index < len(texts) else ""
    values["submitted_tier"] = int(facts.submitted_tier[place])
    values["risk_tier"] = int(decision.tier)
    values["special_location"] = int(is_special(np.array([code], np.int64))[0])
    return Item(part.engine.policy, to_text(code, "tps"), values, decision.labels, {})


def area_item(part: PolicyPart, level: AreaLevel, code: str) -> Item:
    """An area of that level, with the counts of its TPS."""
    inside = area_codes_of(part.facts, level) == to_integer(code)
    counts = {
        asked: int((part.decisions.truth_of(number) & inside).sum())
        for number, asked in enumerate(part.engine.conditions)
    }
    return Item(part.engine.policy, code, {}, (), counts)


def own_condition(rule: Rule, item: Item) -> tuple[Explanation, ...]:
    """The rule's own `when` and `unless`; nothing where it has neither."""
    found = []
    if rule.when != All(()):
        found.append(tree(rule.when, item, "when"))
    if rule.unless is not None:
        inner = tree(rule.unless, item, "unless-part")
        found.append(condition(words("unless"), not inner.holds, (inner,)))
    return tuple(found)


def tree(asked: Condition, item: Item, name: str = "") -> Explanation:
    """A condition for an item, down to its leaves."""
    match asked:
        case All(parts) | AnyOf(parts):
            inner = [tree(part, item) for part in parts]
            whole = all if isinstance(asked, All) else any
            holds = whole(bool(part.holds) for part in inner)
            word = "all" if isinstance(asked, All) else "any"
            if len(inner) == 1 and not name:
                return inner[0]
            title = words(word)
            if name:
                title = words(name, how=title)
            return condition(title, holds, inner)
        case Not(part):
            found = tree(part, item)
            node = condition(words("not"), not found.holds, (found,))
        case _:
            node = _leaf(asked, item)
    if not name:
        return node
    return condition(words(name, how=words("all")), bool(node.holds), (node,))


def _leaf(leaf: Condition, item: Item) -> Explanation:
    asked = written(leaf, item.policy)
    match leaf:
        case OneOf(attribute, values):
            value = item.values[attribute]
            holds, found = value in values, _word(attribute, value, item.policy)
            about = words("attribute", name=attribute)
        case Within(attribute, lower, upper):
            number = int(item.values[attribute])
            holds = (lower is None or number >= lower) and (upper is None or number <= upper)
            found, about = _word(attribute, number, item.policy), words("attribute", name=attribute)
        case InArea(codes):
            inside = [code for code in codes if f"{item.code}.".startswith(f"{code}.")]
            holds, found = bool(inside), item.code
            about = words("in-area", areas=", ".join(inside or codes))
        case HasLabel(labels):
            holds = any(label in item.labels for label in labels)
            found, about = ", ".join(item.labels) or "-", words("label")
        case Count(of, lower, upper):
            number = item.counts[of]
            holds = (lower is None or number >= lower) and (upper is None or number <= upper)
            found, about = str(number), words("count", of=same(written(of, item.policy)))
        case _:
            raise TypeError(f"not a leaf: {leaf}")
    return condition(about, holds, found=found, asked=asked)


def written(asked: Condition, policy: Policy) -> str:
    """A condition as an entry, or entries, of a mapping in a policy file."""
    match asked:
        case OneOf(attribute, values):
            texts = [_word(attribute, value, policy) for value in values]
            return f"{attribute}: {_listed(texts)}"
        case Within(attribute, lower, upper):
            low = None if lower is None else _word(attribute, lower, policy)
            high = None if upper is None else _word(attribute, upper, policy)
            return f"{attribute}: {_bounds(low, high)}"
        case InArea(codes):
            named = [name for name, listed in policy.area_lists if listed == codes]
            return f"area: {named[0] if named else _listed(list(codes))}"
        case HasLabel(labels):
            return f"label: {_listed(list(labels))}"
        case Count(of, lower, upper):
            bounds = _bounds(*(None if bound is None else str(bound) for bound in (lower, upper)))
            return f"count: {{of: {{{written(of, policy)}}}, is: {bounds}}}"
        case Not(part):
            return f"not: {{{written(part, policy)}}}"
        case All(parts):
            texts = [written(part, policy) for part in parts]
            keys = [text.split(":")[0] for text in texts]
            if len(set(keys)) == len(keys):
                return ", ".join(texts)
            return f"all: [{', '.join(f'{{{text}}}' for text in texts)}]"
        case AnyOf(parts):
            return f"any: [{', '.join(f'{{{written(part, policy)}}}' for part in parts)}]"


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _bounds(lower: str | None, upper: str | None) -> str:
    if lower is None:
        return f'"<= {upper}"'
    if upper is None:
        return f'">= {lower}"'
    return lower if lower == upper else f"{lower}..{upper}"


def _word(attribute: str, value: int | str, policy: Policy) -> str:
    """The value of an attribute as a policy file writes it."""
    if isinstance(value, str):
        return value or "-"
    known = {one.name: one for one in (*policy.attributes, *ALWAYS_KNOWN)}[attribute]
    if known.type is AttributeType.BOOLEAN:
        return "true" if value else "false"
    if known.type is AttributeType.CHOICE:
        return Tier(value).word if attribute.endswith("_tier") else known.choices[value]
    return str(value)
