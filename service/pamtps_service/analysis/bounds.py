"""Mixes, limits and expectations as bounds: which is tighter, and where no whole number is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from pamtps_service.analysis.overlaps import BOTH
from pamtps_service.policy.model import (
    Add,
    Equip,
    Expect,
    Force,
    Limit,
    Mix,
    Rule,
    Share,
    Statement,
)

BY_AREA = "overlap-by-area"
LEAST_POLRI = 10
"""A mix is looked at from this number of Polri on: below it whole numbers are too coarse."""


def lower_of(mix: Mix) -> Fraction:
    """Least TNI for each Polri."""
    return Fraction(mix.tni, mix.polri_most)


def upper_of(mix: Mix) -> Fraction | None:
    """Most TNI for each Polri; None where there is no bound."""
    return None if mix.polri_least is None else Fraction(mix.tni, mix.polri_least)


def unsatisfied(mixes: Sequence[Mix]) -> tuple[int, str, str] | None:
    """The least number of Polri from LEAST_POLRI on for which no whole number of TNI is within the
    bounds of all, with the bounds as fractions; None where there always is one."""
    lower = max(lower_of(mix) for mix in mixes)
    uppers = [upper for upper in map(upper_of, mixes) if upper is not None]
    if not uppers:
        return None
    upper = min(uppers)
    if upper // 1 >= lower:  # as many TNI, or so many times as many, as Polri
        return None
    if upper < lower:
        last = LEAST_POLRI
    elif upper == lower:  # whole numbers alone, once in each denominator
        last = LEAST_POLRI + lower.denominator
    else:  # from there on the bounds are one apart or more
        last = max(LEAST_POLRI, -int(-1 // (upper - lower)))
    for polri in range(LEAST_POLRI, last + 1):
        least, most = lower * polri, upper * polri
        if -int(-least // 1) > most:
            return polri, _text(least), _text(most)
    return None


def mixes_decide(one: Rule, other: Rule) -> dict[str, str]:
    """For the lower and the upper bound the id of the mix whose bound is tighter."""
    assert isinstance(one.effect, Mix)
    assert isinstance(other.effect, Mix)
    first, second = one.effect, other.effect
    found = {"tni >=": _larger(one.id, lower_of(first), other.id, lower_of(second))}
    mine, theirs = upper_of(first), upper_of(second)
    if mine is not None and theirs is not None:
        found["tni <="] = _larger(one.id, -mine, other.id, -theirs)
    return found


def _larger(one: str, mine: Fraction, other: str, theirs: Fraction) -> str:
    if mine == theirs:
        return BOTH
    return one if mine > theirs else other


def _text(value: Fraction) -> str:
    return str(value)


# Limits ---------------------------------------------------------------------------------------


def same_force(one: Limit, other: Limit) -> Iterator[tuple[Force, int | Share, int | Share]]:
    """Each force of which both set a ceiling, with the ceilings."""
    theirs = dict(other.ceilings)
    for force, mine in one.ceilings:
        if force in theirs:
            yield force, mine, theirs[force]


def tighter_limit(one: Rule, mine: int | Share, other: Rule, theirs: int | Share) -> str:
    """The id of the rule whose ceiling is the lower; BY_AREA where that depends on the strength."""
    if isinstance(mine, Share) != isinstance(theirs, Share):
        return BY_AREA
    return _larger(one.id, -_value(mine), other.id, -_value(theirs))


def _value(right: int | Share) -> Fraction:
    if isinstance(right, Share):
        return Fraction(right.numerator, right.denominator)
    return Fraction(right)


# What hides what ------------------------------------------------------------------------------


def hides(rule: Rule, others: Sequence[Rule]) -> set[str] | None:
    """The rules among others, which match the same areas, that together bind at least as tightly as
    a limit, mix or expectation; None where they do not, and of every rule that adds something."""
    match rule.effect:
        case Limit() as limit:
            return _all_hidden(
                [
                    [
                        other.id
                        for other in others
                        if isinstance(other.effect, Limit)
                        and any(
                            theirs_force == force and _at_most(theirs, mine)
                            for theirs_force, theirs in other.effect.ceilings
                        )
                    ]
                    for force, mine in limit.ceilings
                ]
            )
        case Mix() as mix:
            return _mix_hidden(mix, others)
        case Expect() as expect:
            return _all_hidden(
                [
                    [
                        other.id
                        for other in others
                        if isinstance(other.effect, Expect)
                        and (other.severity == "error" or rule.severity == "warning")
                        and any(_implies(theirs, mine) for theirs in other.effect.statements)
                    ]
                    for mine in expect.statements
                ]
            )
        case Add() | Equip():
            return None
        case _:
            raise TypeError(f"not a rule for areas: {rule.id}")


def _all_hidden(hiding: Sequence[Sequence[str]]) -> set[str] | None:
    """The first rule that hides each part; None where a part is hidden by none."""
    if not all(hiding):
        return None
    return {min(ids) for ids in hiding}


def _mix_hidden(mix: Mix, others: Sequence[Rule]) -> set[str] | None:
    if mix.of is not None:  # each of these is settled alone
        return None
    beside = [
        (other.id, other.effect)
        for other in others
        if isinstance(other.effect, Mix) and other.effect.of is None
    ]
    parts = [[one for one, other in beside if lower_of(other) >= lower_of(mix)]]
    upper = upper_of(mix)
    if upper is not None:
        parts.append(
            [
                one
                for one, other in beside
                if (theirs := upper_of(other)) is not None and theirs <= upper
            ]
        )
    return _all_hidden(parts)


def _at_most(theirs: int | Share, mine: int | Share) -> bool:
    return isinstance(theirs, Share) == isinstance(mine, Share) and _value(theirs) <= _value(mine)


def _implies(theirs: Statement, mine: Statement) -> bool:
    """Whether one statement holds wherever the other does, whatever the plan."""
    if theirs.quantity != mine.quantity or theirs.operator[0] != mine.operator[0]:
        return False
    if isinstance(theirs.right, Share) or isinstance(mine.right, Share):
        same = (
            isinstance(theirs.right, Share)
            and isinstance(mine.right, Share)
            and theirs.right.of == mine.right.of
        )
        if not same:
            return False
    left, right = _value(theirs.right), _value(mine.right)
    if isinstance(theirs.right, int):  # whole numbers: more than 4 is 5 or more
        left += {">": 1, "<": -1}.get(theirs.operator, 0)
        right += {">": 1, "<": -1}.get(mine.operator, 0)
    if left == right:
        # a share: `> 1/2` says more than `>= 1/2`
        return (
            theirs.operator == mine.operator
            or len(theirs.operator) == 1
            or isinstance(theirs.right, int)
        )
    return left > right if mine.operator[0] == ">" else left < right
