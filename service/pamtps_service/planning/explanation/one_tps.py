"""What a policy decides for one TPS by itself, and why each rule matches it or does not.

A plan is made of the one TPS, so that all answers are the planner's. Rules for areas depend on all
TPS of a batch: of them it is only told whether the areas of the TPS can fall under them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pamtps_service.planning.admission import admit
from pamtps_service.planning.demand import Movement, Requirement
from pamtps_service.planning.explanation import rules as rules_of_items
from pamtps_service.planning.explanation.one_tps_facts import (
    FactsError,
    OneTpsFacts,
    read_one_tps,
)
from pamtps_service.planning.explanation.view import View
from pamtps_service.planning.plan import Traced, make_traced
from pamtps_service.policy.faults import Fault, did_you_mean, fault
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import (
    All,
    AnyOf,
    Classify,
    Condition,
    Count,
    Effect,
    Guard,
    InArea,
    Move,
    Not,
    Policy,
    Rule,
    Tier,
)
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.explanation import Explanation

ANY_DAY: Final = datetime.date(2000, 1, 1)
"""Voting day where the policy is in force without limit; nothing depends on it."""


@dataclass(frozen=True, slots=True)
class RuleOfTps:
    """A rule for TPS or posts, and why it matches the TPS or does not."""

    rule: Rule
    matches: bool
    why: Explanation


@dataclass(frozen=True, slots=True)
class RuleOfArea:
    """A rule for areas, and what of it the TPS alone tells."""

    rule: Rule
    area: str
    """Code of the area of the TPS for which the rule would match."""
    matches: bool | None
    """None where it depends on the TPS of a batch."""


@dataclass(frozen=True, slots=True)
class OneTps:
    """What a policy decides for one TPS."""

    policy: Policy
    facts: OneTpsFacts
    traced: Traced
    submitted: Tier
    tier: Tier
    labels: tuple[str, ...]
    requirement: Requirement | None
    """None where the TPS is not covered."""
    linmas: int
    movement: Movement | None
    rules: tuple[RuleOfTps, ...]
    """Sorted by id."""
    area_rules: tuple[RuleOfArea, ...]
    """Sorted by id."""

    def matching(self, *kinds: type[Effect]) -> list[Rule]:
        """The rules of some kinds of effects that match."""
        return [
            one.rule for one in self.rules if one.matches and isinstance(one.rule.effect, kinds)
        ]

    def giving(self, label: str) -> list[str]:
        """Ids of the rules that give a label."""
        return self._deciding(Classify, lambda effect: effect.label == label)

    @property
    def raising(self) -> list[str]:
        """Ids of the rules that raise the TPS to its final tier; none where it is as submitted."""
        if self.tier == self.submitted:
            return []
        return self._deciding(Classify, lambda effect: effect.risk_tier == self.tier)

    def deciding(self, key: str) -> list[str]:
        """Ids of the rules whose value of a key of `guard` or `move` holds."""
        needed, moved = self.requirement, self.movement
        if key == "linmas_per_tps":
            linmas = self.linmas
            return self._deciding(Guard, lambda guard: guard.linmas_per_tps == linmas)
        if needed is not None and key in ("polri", "tni", "within", "choose"):
            held = getattr(needed, key)
            return self._deciding(Guard, lambda guard: getattr(guard, key) == held)
        if needed is not None and key == "tps_per_post":
            most = needed.sizes[-1]
            return self._deciding(
                Guard, lambda guard: guard.sizes is not None and guard.sizes[-1] == most
            )
        if moved is not None and key in ("transport", "fallback", "depart"):
            held = getattr(moved, key)
            return self._deciding(Move, lambda move: getattr(move, key) == held)
        return []

    def _deciding(self, kind: type[Effect], test: Callable[..., bool]) -> list[str]:
        return [rule.id for rule in self.matching(kind) if test(rule.effect)]


def explain_one_tps(policy: Policy, words: Sequence[str], rule: str = "") -> OneTps:
    """What a policy decides for the TPS of some words, each KEY=VALUE.

    Args:
        policy: as it was loaded; an abstract one is taken as if it were in force.
        words: see one_tps_facts.
        rule: id of the only rule that is asked for; all where empty.

    Raises:
        FactsError: with every fault of the facts and of the rule's id.
        PolicyContradictionError: rules contradict each other on the TPS.
    """
    wrong = _unknown_rule(policy, rule)
    try:
        facts = read_one_tps(words, policy)
    except FactsError as error:
        raise FactsError([*error.faults, *wrong]) from error
    if wrong:
        raise FactsError(wrong)
    traced = _planned(replace(policy, abstract=False), facts)
    view, demand = View(traced), traced.demand
    item = rules_of_items.tps(view, facts.code)
    matched = {demand.rules[index].rule.id for index in demand.rule_sets[int(demand.rule_set[0])]}
    own: list[RuleOfTps] = []
    areas: list[RuleOfArea] = []
    for one in policy.rules:
        if rule and one.id != rule:
            continue
        if one.for_each in ("tps", "post"):
            why = rules_of_items.why(view, one, item)
            if bool(why.holds) != (one.id in matched):
                raise RuntimeError(f"{one.id} matches: {one.id in matched}, explained otherwise")
            own.append(RuleOfTps(one, one.id in matched, why))
        else:
            area = _area(facts.code, one)
            areas.append(RuleOfArea(one, area, _may_match(one, policy, area)))
    needed, moved = int(demand.requirement[0]), int(demand.movement[0])
    return OneTps(
        policy=policy,
        facts=facts,
        traced=traced,
        submitted=Tier(int(item.values["submitted_tier"])),
        tier=Tier(int(demand.tier[0])),
        labels=item.labels,
        requirement=demand.requirements[needed] if needed >= 0 else None,
        linmas=int(demand.linmas[0]),
        movement=demand.movements[moved] if moved >= 0 else None,
        rules=tuple(own),
        area_rules=tuple(areas),
    )


def _unknown_rule(policy: Policy, rule: str) -> list[Fault]:
    known = [one.id for one in policy.rules]
    if not rule or rule in known:
        return []
    return [
        fault(
            "unknown-rule-of-policy",
            "--rule",
            maybe=did_you_mean(rule, known),
            found=rule,
            policy=policy.id,
            allowed=", ".join(known),
        )
    ]


def _planned(policy: Policy, facts: OneTpsFacts) -> Traced:
    day = policy.effective.until or policy.effective.start or ANY_DAY
    request = PlanRequest(facts.batch, (), policy.id, day)
    parts, faults = admit(request, PolicySet({policy.id: policy}, policy.digest))
    if faults:
        raise RuntimeError(f"facts that were read are not admitted: {faults[0].text('en')}")
    return make_traced(request, parts)


# Rules for areas ------------------------------------------------------------------------------


def _area(code: str, rule: Rule) -> str:
    """The area of the TPS that a rule for areas would match."""
    depth = {"province": 1, "regency": 2, "district": 3, "village": 4}[rule.for_each]
    return ".".join(code.split(".")[:depth])


def _may_match(rule: Rule, policy: Policy, area: str) -> bool | None:
    """Whether a rule matches an area whatever TPS lie in it; None where that depends on them."""
    parts = [_own(rule, area)]
    for other in policy.rules:
        if rule.id in other.instead_of:
            held = _own(other, area)
            parts.append(None if held is None else not held)
    return _every(parts)


def _own(rule: Rule, area: str) -> bool | None:
    parts: list[Condition] = [rule.when]
    if rule.unless is not None:
        parts.append(Not(rule.unless))
    return _known(All(tuple(parts)), area)


def _known(condition: Condition, area: str) -> bool | None:
    match condition:
        case InArea(codes):
            return any(f"{area}.".startswith(f"{code}.") for code in codes)
        case Count():
            return None
        case All(parts):
            return _every([_known(part, area) for part in parts])
        case AnyOf(parts):
            other = _every([_opposite(_known(part, area)) for part in parts])
            return _opposite(other)
        case Not(part):
            return _opposite(_known(part, area))
    raise TypeError(f"a rule for areas asks {condition}")


def _opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def _every(values: Sequence[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def first_failure(why: Explanation) -> Explanation:
    """Of a condition that does not hold, the first part that fails: a leaf, a `not` whose part
    holds, or an `any` none of whose parts holds."""
    failing = [part for part in why.parts if part.holds is False]
    if not failing or (len(failing) > 1 and len(failing) == len(why.parts)):
        return why
    return first_failure(failing[0])
