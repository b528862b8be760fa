"""The facts of a cell as a policy's tests write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pamtps_service.analysis.dimensions import AREA, BOOLEANS, SPECIAL, TIER, leaves_of
from pamtps_service.policy.areas import level
from pamtps_service.policy.model import (
    ALWAYS_KNOWN,
    TIER_CHOICES,
    Add,
    AttributeType,
    Condition,
    Equip,
    InArea,
    Mix,
    Policy,
)
from pamtps_service.verify.labels import own_condition


def tps_facts(
    policy: Policy, facts: Mapping[str, str], beside: Policy | None = None
) -> dict[str, str]:
    """The facts with an area as wide as the policy allows, and with every attribute that a rule
    asks and that has no default: what does not matter gets the plainest value.

    Args:
        policy: whose tests are to hold the case.
        facts: by name, `area` among them.
        beside: another policy, which is to see the same TPS.
    """
    conditions = list(conditions_of(policy))
    found = {TIER: TIER_CHOICES[0], **needed_facts(policy, conditions), **facts}
    if not asks_narrow([*conditions, *(conditions_of(beside) if beside else ())]):
        found[AREA] = found[AREA][:5]
    if found.get(SPECIAL) == BOOLEANS[0]:
        del found[SPECIAL]
    return {AREA: found.pop(AREA), **found}


def held_facts(
    policy: Policy, area: str, holds: Sequence[tuple[int, Mapping[str, str]]]
) -> tuple[tuple[int, dict[str, str]], ...]:
    """The TPS of an area, how many of which facts, each as `tps_facts` has them. Where the area
    itself says as much of the place, the TPS does not: a policy's tests put it somewhere in it."""
    found = []
    for number, facts in holds:
        own = tps_facts(policy, facts)
        if area.startswith(own[AREA]):
            del own[AREA]
        found.append((number, own))
    return tuple(found)


def known_facts(policy: Policy, facts: Mapping[str, str]) -> dict[str, str]:
    """Those of the facts that a TPS may give under the policy."""
    known = {one.name for one in (*policy.attributes, *ALWAYS_KNOWN)} | {AREA}
    return {name: value for name, value in facts.items() if name in known}


def conditions_of(policy: Policy) -> Iterator[Condition]:
    """Every condition of the policy, those that rules for areas count or select by included."""
    for rule in policy.rules:
        yield own_condition(rule)
        match rule.effect:
            case Add(per=per) | Equip(per=per) if per is not None:
                yield per.of
            case Mix(of=of) if of is not None:
                yield of


def asks_narrow(conditions: list[Condition]) -> bool:
    """Whether a district or village is asked for."""
    return any(
        level(code) in ("district", "village")
        for leaf in leaves_of(conditions)
        if isinstance(leaf, InArea)
        for code in leaf.codes
    )


def needed_facts(policy: Policy, conditions: list[Condition]) -> dict[str, str]:
    """A value of every attribute that a condition asks and for which there is no default."""
    asked = {leaf.attribute for leaf in leaves_of(conditions) if not isinstance(leaf, InArea)}
    asked -= {one.name for one in ALWAYS_KNOWN}
    found = {}
    for attribute in policy.attributes:
        if attribute.name in asked and attribute.default is None:
            match attribute.type:
                case AttributeType.INTEGER:
                    found[attribute.name] = "0"
                case AttributeType.BOOLEAN:
                    found[attribute.name] = BOOLEANS[0]
                case AttributeType.CHOICE:
                    found[attribute.name] = attribute.choices[0]
                case AttributeType.CODE:
                    found[attribute.name] = "x"
    return found
