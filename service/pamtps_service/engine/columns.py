"""Which columns the leaves of a policy ask, and the kinds of their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pamtps_service.engine.facts import Facts, numbers_of
from pamtps_service.engine.kinds import (
    KindColumn,
    NumberKinds,
    Span,
    TextKinds,
    number_kinds,
    text_kinds,
)
from pamtps_service.engine.trees import Leaf
from pamtps_service.policy.model import (
    AreaLevel,
    AttributeType,
    Condition,
    Count,
    HasLabel,
    InArea,
    OneOf,
    Policy,
    Within,
)
from pamtps_service.records.area_codes import DIVISOR, CodeLevel, level_of, to_integer

Kinds = NumberKinds | TextKinds
_CODE = "tps_code"
"""The column that leaves on areas ask; no attribute may have this name."""


def columns_of_tps(policy: Policy, leaves: Sequence[Leaf]) -> dict[str, Kinds]:
    """The kinds of each column that leaves on TPS ask, by its name.

    Labels and the final tier are no columns: the rules give them.
    """
    asked: dict[str, dict[int, Leaf]] = {}
    for number, leaf in enumerate(leaves):
        match leaf:
            case InArea():
                asked.setdefault(_CODE, {})[number] = leaf
            case OneOf() | Within() if not asks_final_tier(leaf):
                asked.setdefault(leaf.attribute, {})[number] = leaf
            case Count():
                raise TypeError(f"a rule for TPS asks {leaf}")
    of_text = {one.name for one in policy.attributes if one.type is AttributeType.CODE}
    return {
        name: text_kinds({number: _texts(leaf) for number, leaf in column.items()})
        if name in of_text
        else number_kinds({number: _spans(leaf, "tps") for number, leaf in column.items()})
        for name, column in asked.items()
    }


def columns_of_areas(
    leaves: Sequence[Leaf], level: AreaLevel, conditions: Sequence[Condition]
) -> dict[int | None, NumberKinds]:
    """The kinds of each column that leaves on areas of that level ask.

    Returns:
        By the index of the condition whose TPS are counted; None has the areas' codes.
    """
    asked: dict[int | None, dict[int, list[Span]]] = {}
    for number, leaf in enumerate(leaves):
        match leaf:
            case Count(of):
                column: int | None = conditions.index(of)
            case InArea():
                column = None
            case _:
                raise TypeError(f"a rule for areas asks {leaf}")
        asked.setdefault(column, {})[number] = _spans(leaf, level)
    return {column: number_kinds(spans) for column, spans in asked.items()}


def kinds_in(facts: Facts, column: str, kinds: Kinds) -> KindColumn:
    """The kind of each TPS in a column of columns_of_tps; length n."""
    if isinstance(kinds, TextKinds):
        return kinds.of(*facts.texts[column])
    if column == _CODE:
        return kinds.of_ascending(facts.code)
    return kinds.of(numbers_of(column, facts))


def truth_of_leaves(count: int, columns: Iterable[Kinds], kinds: Sequence[int]) -> list[int]:
    """The truth of `count` leaves where the columns have these kinds; 0 for leaves on none."""
    truth = [0] * count
    for column, kind in zip(columns, kinds, strict=True):
        for leaf, holds in zip(column.leaves, column.truth[kind].tolist(), strict=True):
            truth[leaf] = int(holds)
    return truth


def asks_final_tier(leaf: Leaf) -> bool:
    """Whether the leaf asks the tier that the rules give."""
    return isinstance(leaf, OneOf | Within) and leaf.attribute == "risk_tier"


def _texts(leaf: Leaf) -> list[str]:
    """The texts for which a leaf on a column of texts holds."""
    if not isinstance(leaf, OneOf):
        raise TypeError(f"not a test of texts: {leaf}")
    return [str(value) for value in leaf.values]


def _spans(leaf: Leaf, item_level: CodeLevel) -> list[Span]:
    """Where a leaf holds on the column that it asks.

    Args:
        leaf: one that asks numbers, or areas of the items' codes.
        item_level: level of the items; areas narrower than the items match nothing.
    """
    match leaf:
        case OneOf(_, values):
            return [(int(value), int(value) + 1) for value in values]
        case Within(_, lower, upper) | Count(_, lower, upper):
            return [(lower, None if upper is None else upper + 1)]
        case InArea(codes):
            spans: list[Span] = []
            for code in codes:
                level = level_of(code)
                width = DIVISOR[level] // DIVISOR[item_level] if level is not None else 0
                if width:
                    spans.append((to_integer(code) * width, (to_integer(code) + 1) * width))
            return spans
        case HasLabel():
            raise TypeError(f"no column is asked: {leaf}")
