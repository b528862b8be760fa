"""Of two rules that match the same TPS: which decides each key that both give, and what one says
already of what the other says."""

from __future__ import annotations

from pamtps_service.policy.model import AREA_LEVELS, Classify, Guard, Move, Rule

BOTH = "overlap-both"
DIFFER = "overlap-differ"


def decides(one: Rule, other: Rule) -> dict[str, str]:
    """For each key of a guard or a movement that both rules give, the id of the rule whose value
    holds, BOTH where they are equal, DIFFER where they contradict each other."""
    match one.effect, other.effect:
        case Guard() as first, Guard() as second:
            ranks = zip(_guard_ranks(first).items(), _guard_ranks(second).values(), strict=True)
            return {
                key: _higher(one, mine, other, theirs)
                for (key, mine), theirs in ranks
                if mine is not None and theirs is not None
            }
        case Move() as first, Move() as second:
            found: dict[str, str] = {}
            for key in ("transport", "fallback"):
                mine, theirs = getattr(first, key), getattr(second, key)
                if mine is not None and theirs is not None:
                    found[key] = BOTH if mine == theirs else DIFFER
            if first.depart is not None and second.depart is not None:
                found["depart"] = _higher(one, first.depart, other, second.depart)
            return found
    return {}


def _guard_ranks(guard: Guard) -> dict[str, int | None]:
    """By key a number of which the larger decides; None where the rule is silent."""
    return {
        "polri": guard.polri,
        "tni": guard.tni,
        "linmas_per_tps": guard.linmas_per_tps,
        "tps_per_post": None if guard.sizes is None else -guard.sizes[-1],
        "within": None if guard.within is None else -AREA_LEVELS.index(guard.within),
        "choose": None if guard.choose is None else AREA_LEVELS.index(guard.choose),
    }


def _higher(one: Rule, mine: int, other: Rule, theirs: int) -> str:
    if mine == theirs:
        return BOTH
    return one.id if mine > theirs else other.id


def said_as_much(other: Rule, rule: Rule) -> frozenset[str]:
    """The parts of what a rule says that follow where another matches too: its keys, and each of
    its sizes apart, for one that is above what the other allows never counts."""
    if isinstance(other.effect, Classify) and isinstance(rule.effect, Classify):
        theirs, own = other.effect, rule.effect
        said = set()
        if own.label is not None and theirs.label == own.label:
            said.add("label")
        if own.risk_tier is not None and (theirs.risk_tier or 0) >= own.risk_tier:
            said.add("risk_tier")
        return frozenset(said)
    said = {key for key, which in decides(other, rule).items() if which in (BOTH, other.id)}
    if isinstance(other.effect, Guard) and isinstance(rule.effect, Guard):
        allowed = other.effect.sizes or ()
        said |= {
            f"size {size}"
            for size in rule.effect.sizes or ()
            if allowed and (size in allowed or size > allowed[-1])
        }
    return frozenset(said)
