"""Two policies made to speak of the same attributes, so that their rules can stand side by side.

A rule holds a choice as its index among those that its own policy declares, and another policy may
declare them in another order, more of them, or other ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pamtps_service.analysis.dimensions import BOOLEANS
from pamtps_service.policy.model import (
    ALWAYS,
    ALWAYS_KNOWN,
    Add,
    All,
    AnyOf,
    Attribute,
    AttributeType,
    Condition,
    Count,
    Effect,
    Equip,
    HasLabel,
    InArea,
    Mix,
    Not,
    OneOf,
    Policy,
    Rule,
    Within,
)

NEVER = AnyOf(())
"""Holds for nothing."""
ChangeLeaf = Callable[[OneOf | Within], Condition]


# Conditions rewritten -------------------------------------------------------------------------


def rewritten(condition: Condition, change: ChangeLeaf) -> Condition:
    """The condition with each test of an attribute replaced."""
    match condition:
        case OneOf() | Within():
            return change(condition)
        case All(parts):
            return All(tuple(rewritten(part, change) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(rewritten(part, change) for part in parts))
        case Not(part):
            return Not(rewritten(part, change))
        case Count(of):
            return replace(condition, of=rewritten(of, change))
        case InArea() | HasLabel():
            return condition


def rule_rewritten(rule: Rule, change: ChangeLeaf) -> Rule:
    """The rule with each test of an attribute replaced, in its effect too."""
    return replace(
        rule,
        when=rewritten(rule.when, change),
        unless=None if rule.unless is None else rewritten(rule.unless, change),
        effect=_effect_rewritten(rule.effect, change),
    )


def _effect_rewritten(effect: Effect, change: ChangeLeaf) -> Effect:
    match effect:
        case Add(per=per) | Equip(per=per) if per is not None:
            return replace(effect, per=replace(per, of=rewritten(per.of, change)))
        case Mix(of=of) if of is not None:
            return replace(effect, of=rewritten(of, change))
    return effect


def in_words(rule: Rule, policy: Policy) -> Rule:
    """The rule with the words of choices, booleans and tiers instead of their numbers: those of
    choices are its policy's own."""
    known = (*policy.attributes, *ALWAYS_KNOWN)
    choices = {one.name: one.choices for one in known if one.choices}
    choices |= {one.name: BOOLEANS for one in known if one.type is AttributeType.BOOLEAN}

    def change(leaf: OneOf | Within) -> Condition:
        if isinstance(leaf, OneOf) and leaf.attribute in choices:
            own = choices[leaf.attribute]
            return OneOf(leaf.attribute, tuple(sorted(own[int(value)] for value in leaf.values)))
        return leaf

    return rule_rewritten(rule, change)


# Attributes -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """An attribute as each of two policies declares it; None where one does not."""

    before: Attribute | None
    after: Attribute | None

    @property
    def comparable(self) -> bool:
        """Whether there are values that both policies accept, or one alone knows the attribute."""
        if self.before is None or self.after is None:
            return True
        return self.before.type is self.after.type and (
            not self.after.choices or bool(set(self.before.choices) & set(self.after.choices))
        )

    @property
    def same_default(self) -> bool:
        """Whether a TPS without it is the same to both; so it is where one alone knows it."""
        if self.before is None or self.after is None:
            return True
        return default_word(self.before) == default_word(self.after)


def pairs_of(before: Policy, after: Policy) -> dict[str, Pair]:
    """The attributes of both policies, by name."""
    one = {attribute.name: attribute for attribute in before.attributes}
    other = {attribute.name: attribute for attribute in after.attributes}
    names = sorted(one.keys() | other.keys())
    return {name: Pair(one.get(name), other.get(name)) for name in names}


def default_word(attribute: Attribute) -> str | None:
    """The value where a request gives none, as a batch writes it."""
    value = attribute.default
    if value is None:
        return None
    if attribute.type is AttributeType.BOOLEAN:
        return BOOLEANS[int(value)]
    if attribute.type is AttributeType.CHOICE:
        return attribute.choices[int(value)]
    return str(value)


def with_choices(policy: Policy, choices: Mapping[str, Sequence[str]]) -> Policy:
    """The policy with these choices instead of its own, in its attributes and rules.

    A choice that is no longer there is taken out of every condition; an attribute whose default it
    was has none.

    Args:
        policy: any.
        choices: by name of an attribute of choices.
    """
    own = {one.name: one.choices for one in policy.attributes if one.name in choices}

    def change(leaf: OneOf | Within) -> Condition:
        if isinstance(leaf, OneOf) and leaf.attribute in own:
            words = [own[leaf.attribute][int(value)] for value in leaf.values]
            given = list(choices[leaf.attribute])
            return OneOf(
                leaf.attribute, tuple(sorted(given.index(word) for word in words if word in given))
            )
        return leaf

    return replace(
        policy,
        attributes=tuple(_with_choices(one, choices) for one in policy.attributes),
        rules=tuple(rule_rewritten(rule, change) for rule in policy.rules),
    )


def _with_choices(attribute: Attribute, choices: Mapping[str, Sequence[str]]) -> Attribute:
    if attribute.name not in choices or attribute.type is not AttributeType.CHOICE:
        return attribute
    given = tuple(choices[attribute.name])
    word = default_word(attribute)
    return replace(attribute, choices=given, default=given.index(word) if word in given else None)


def common_choices(pairs: Mapping[str, Pair]) -> dict[str, tuple[str, ...]]:
    """Of each attribute of choices that both declare the values that both know."""
    return {
        name: tuple(word for word in pair.after.choices if word in pair.before.choices)
        for name, pair in pairs.items()
        if pair.before and pair.after and pair.comparable and pair.after.choices
    }


def all_choices(pairs: Mapping[str, Pair]) -> dict[str, tuple[str, ...]]:
    """Of each attribute of choices that both declare the values that either knows."""
    return {
        name: tuple(dict.fromkeys((*pair.after.choices, *pair.before.choices)))
        for name, pair in pairs.items()
        if pair.before and pair.after and pair.comparable and pair.after.choices
    }


def without(policy: Policy, names: Iterable[str]) -> Policy:
    """The policy as TPS meet it that give none of these attributes: the tests of them are replaced
    by what the defaults make of them. Without a default a test holds for nothing."""
    defaults = {one.name: one.default for one in policy.attributes if one.name in set(names)}

    def change(leaf: OneOf | Within) -> Condition:
        if leaf.attribute not in defaults:
            return leaf
        return ALWAYS if _holds(leaf, defaults[leaf.attribute]) else NEVER

    return replace(policy, rules=tuple(rule_rewritten(rule, change) for rule in policy.rules))


def _holds(leaf: OneOf | Within, value: int | str | None) -> bool:
    if value is None:
        return False
    if isinstance(leaf, OneOf):
        return value in leaf.values
    assert isinstance(value, int)
    return (leaf.lower is None or leaf.lower <= value) and (
        leaf.upper is None or value <= leaf.upper
    )
