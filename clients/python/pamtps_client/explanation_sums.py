"""Whether an explanation adds up: the value of each node, worked out anew from its parts by its
kind alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pamtps.v1 import planning_service_pb2

Explanation = planning_service_pb2.Explanation
_LEAST_PARTS: Final = {
    planning_service_pb2.EXPLANATION_KIND_DIFFERENCE: 1,
    planning_service_pb2.EXPLANATION_KIND_PRODUCT: 1,
    planning_service_pb2.EXPLANATION_KIND_QUOTIENT_UP: 2,
    planning_service_pb2.EXPLANATION_KIND_QUOTIENT_DOWN: 2,
    planning_service_pb2.EXPLANATION_KIND_MINIMUM: 1,
    planning_service_pb2.EXPLANATION_KIND_MAXIMUM: 1,
    planning_service_pb2.EXPLANATION_KIND_SHARE: 3,
}


def not_adding_up(explanations: Iterable[Explanation]) -> tuple[Explanation, ...]:
    """The nodes whose value does not follow from their parts; empty where everything adds up.

    Parts without a value (conditions) say why, and add nothing. A number that is given has nothing
    to follow from: it is a fact, a number of a rule, or, where `field` names it, another number of
    the plan. A condition is followed to its parts, which may be numbers.
    """
    return tuple(node for top in explanations for node in _all_nodes(top) if not _follows(node))


def _all_nodes(top: Explanation) -> Iterator[Explanation]:
    yield top
    for part in top.parts:
        yield from _all_nodes(part)


def _follows(node: Explanation) -> bool:
    kind = node.kind
    if kind == planning_service_pb2.EXPLANATION_KIND_CONDITION:
        return not node.HasField("value") and node.HasField("holds")
    if not node.HasField("value") or node.HasField("holds"):
        return False
    parts = [part for part in node.parts if part.HasField("value")]
    if kind == planning_service_pb2.EXPLANATION_KIND_GIVEN:
        return True
    if kind == planning_service_pb2.EXPLANATION_KIND_CHOICE:
        return [part.value for part in parts if part.chosen] == [node.value]
    values = [part.value for part in parts]
    if len(values) < _LEAST_PARTS.get(kind, 0):
        return False
    if kind == planning_service_pb2.EXPLANATION_KIND_SHARE:
        return len(values) == 3 and _is_share(node.value, *values)
    return _worked_out(kind, values) == node.value


def _worked_out(
    kind: planning_service_pb2.ExplanationKind.ValueType, values: Sequence[int]
) -> int | None:
    """The value of a node with these parts; None of a kind that is not known, or where it divides
    by nothing or by more than one."""
    match kind:
        case planning_service_pb2.EXPLANATION_KIND_SUM:
            return sum(values)
        case planning_service_pb2.EXPLANATION_KIND_DIFFERENCE:
            return values[0] - sum(values[1:])
        case planning_service_pb2.EXPLANATION_KIND_PRODUCT:
            return math.prod(values)
        case planning_service_pb2.EXPLANATION_KIND_MINIMUM:
            return min(values)
        case planning_service_pb2.EXPLANATION_KIND_MAXIMUM:
            return max(values)
    if len(values) != 2 or values[1] == 0:
        return None
    if kind == planning_service_pb2.EXPLANATION_KIND_QUOTIENT_UP:
        return -(-values[0] // values[1])
    if kind == planning_service_pb2.EXPLANATION_KIND_QUOTIENT_DOWN:
        return values[0] // values[1]
    return None


def _is_share(value: int, whole: int, want: int, wants: int) -> bool:
    """All of the want where the whole is enough for everybody; else the want's part of the whole,
    rounded down or up, and no more than the want."""
    if whole >= wants:
        return value == want
    part = whole * want
    return 0 <= value <= want and part // wants <= value <= -(-part // wants)
