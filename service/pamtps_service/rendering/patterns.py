"""The guard patterns of a policy, final tier by final tier, exactly.

They are the answers that the analysis gives for the policy's cells. Of the TPS of one final tier,
only what tells their guards apart is named: an area, a fact, or nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.analysis.answers import Answers, Guards, families_of
from pamtps_service.analysis.cells import Cells, cells_of, kinds_of
from pamtps_service.analysis.dimensions import (
    AREA,
    TIER,
    Dimension,
    Kind,
    Span,
    dimensions_of,
    lies_in,
)
from pamtps_service.analysis.region import Box, Region
from pamtps_service.policy.conditions import every, some
from pamtps_service.policy.model import (
    ALWAYS_KNOWN,
    INT32_MAX,
    INT32_MIN,
    NOT_NEGATIVE,
    AttributeType,
    Condition,
    InArea,
    Not,
    OneOf,
    Policy,
    Tier,
    Within,
)
from pamtps_service.records.batch import Mask


@dataclass(frozen=True, slots=True)
class Pattern:
    """Guards of some TPS of one final tier."""

    tier: Tier
    which: tuple[Condition, ...]
    """Those that satisfy one of them; () is all of the tier."""
    guards: Guards


def patterns_of(policy: Policy) -> tuple[Pattern, ...] | None:
    """By tier from the lowest; None where the kinds of TPS are too many to look at all."""
    families = [one for one in families_of(policy) if one.name == "guards"]
    if not families:
        nothing = Guards(0, 0, (), "", "", 0)
        return tuple(Pattern(tier, (), nothing) for tier in Tier)
    (family,) = families
    cells = cells_of(dimensions_of((policy,), family.conditions))
    if not cells.complete:
        return None
    answers = Answers(policy, family, cells)
    index, given = answers.answers()
    tiers = answers.facts.risk_tier
    assert tiers is not None
    found: list[Pattern] = []
    for tier in Tier:
        inside = tiers == tier
        if inside.any():
            found += _of_tier(policy, tier, cells, inside, index, given)
    return tuple(found)


def _of_tier(
    policy: Policy,
    tier: Tier,
    cells: Cells,
    inside: Mask,
    index: NDArray[np.int64],
    given: Sequence[object],
) -> list[Pattern]:
    kinds = [column[inside] for column in kinds_of(cells)]
    answer = index[inside]
    kept = _telling(cells.dimensions, kinds, answer)
    reduced = cells_of([cells.dimensions[at] for at in kept])
    numbers = _numbers(cells.dimensions, kinds, kept)
    found = []
    for number in dict.fromkeys(answer.tolist()):
        guards = given[number]
        assert isinstance(guards, Guards)
        which: tuple[Condition, ...] = ()
        if kept:
            mask = np.zeros(len(reduced), np.bool_)
            mask[numbers[answer == number]] = True
            boxes = _joined(Region(reduced, mask).boxes())
            which = tuple(_condition(box, reduced.dimensions, policy) for box in boxes)
        found.append(Pattern(tier, which, guards))
    return found


def _telling(
    dimensions: Sequence[Dimension], kinds: list[NDArray[np.int64]], answer: NDArray[np.int64]
) -> list[int]:
    """The dimensions that are needed to tell the answers apart; areas rather than facts."""
    kept = list(range(len(dimensions)))
    order = sorted(kept, key=lambda at: (dimensions[at].name != TIER, dimensions[at].name == AREA))
    for at in order:
        rest = [one for one in kept if one != at]
        numbers = _numbers(dimensions, kinds, rest)
        pairs = np.unique(np.stack((numbers, answer)), axis=1).shape[1]
        if pairs == len(np.unique(numbers)):
            kept = rest
    return kept


def _numbers(
    dimensions: Sequence[Dimension], kinds: list[NDArray[np.int64]], kept: Sequence[int]
) -> NDArray[np.int64]:
    """The number of each TPS's cell among those of some dimensions."""
    numbers = np.zeros(len(kinds[0]), np.int64)
    for at in kept:
        numbers = numbers * len(dimensions[at]) + kinds[at]
    return numbers


# Boxes as conditions --------------------------------------------------------------------------


def _joined(boxes: list[Box]) -> list[Box]:
    """Fewer boxes: two that differ in one dimension alone are one."""
    found = list(boxes)
    joining = True
    while joining:
        joining = False
        for first, second in itertools.combinations(range(len(found)), 2):
            pairs = enumerate(zip(found[first], found[second], strict=True))
            differing = [at for at, (one, other) in pairs if one != other]
            if len(differing) == 1:
                (at,) = differing
                box = list(found[first])
                box[at] = tuple(sorted({*box[at], *found[second][at]}))
                found[first] = tuple(box)
                del found[second]
                joining = True
                break
    return found


def _condition(box: Box, dimensions: Sequence[Dimension], policy: Policy) -> Condition:
    parts = [
        _among([one.kinds[at] for at in members], one, policy)
        for members, one in zip(box, dimensions, strict=True)
        if len(members) < len(one)
    ]
    return every(parts)


def _among(kinds: Sequence[Kind], dimension: Dimension, policy: Policy) -> Condition:
    """That a TPS is of one of these kinds, which are not all."""
    others = [kind for kind in dimension.kinds if kind not in kinds]
    if any(kind.values is None for kind in kinds):  # known only by what it is not
        return Not(_among(others, dimension, policy))
    spans = [kind.values for kind in kinds if isinstance(kind.values, Span)]
    if spans:
        return _integers(dimension.name, spans)
    texts = _texts(kinds)
    if dimension.name == AREA:
        inside = {code for code in _texts(others) if lies_in(code, texts)} - set(texts)
        whole: Condition = InArea(tuple(sorted(set(texts))))
        return every((whole, Not(InArea(tuple(sorted(inside)))))) if inside else whole
    known = {one.name: one for one in (*policy.attributes, *ALWAYS_KNOWN)}[dimension.name]
    if known.type is AttributeType.CODE:
        return OneOf(known.name, tuple(sorted(texts)))
    if known.type is AttributeType.BOOLEAN:
        return OneOf(known.name, tuple(sorted(kind.number for kind in kinds)))
    return OneOf(known.name, tuple(sorted(known.choices.index(text) for text in texts)))


def _texts(kinds: Sequence[Kind]) -> list[str]:
    return [text for kind in kinds if isinstance(kind.values, tuple) for text in kind.values]


def _integers(name: str, spans: Sequence[Span]) -> Condition:
    least = 0 if name in NOT_NEGATIVE else INT32_MIN
    ends: list[list[int]] = []
    for span in sorted(spans, key=lambda one: one.lower):
        if ends and ends[-1][1] + 1 == span.lower:
            ends[-1][1] = span.upper
        else:
            ends.append([span.lower, span.upper])
    return some(
        Within(name, None if lower == least else lower, None if upper == INT32_MAX else upper)
        for lower, upper in ends
    )
