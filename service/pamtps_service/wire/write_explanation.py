"""Explanations as messages, with the rules that they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pamtps.v1 import planning_service_pb2

from pamtps_service.records.explanation import KINDS, Explanation
from pamtps_service.records.plan import Plan
from pamtps_service.wire.write_plan import write_rule, write_text


def write_explanations(
    explanations: Sequence[Explanation], plan: Plan
) -> planning_service_pb2.ExplainPlanResponse:
    """The reply: explanations, and of the plan's rules those that they refer to."""
    used = sorted({rule for node in explanations for rule in _rules(node)})
    place = {rule: index for index, rule in enumerate(used)}
    return planning_service_pb2.ExplainPlanResponse(
        explanations=[_written(node, place) for node in explanations],
        rules=[write_rule(plan.rules[rule]) for rule in used],
    )


def _rules(node: Explanation) -> Iterator[int]:
    yield from node.rules
    for part in node.parts:
        yield from _rules(part)


def _written(node: Explanation, place: dict[int, int]) -> planning_service_pb2.Explanation:
    kind = planning_service_pb2.ExplanationKind.ValueType(KINDS.index(node.kind) + 1)
    return planning_service_pb2.Explanation(
        text=write_text(node.text),
        kind=kind,
        value=node.value,
        formula=node.formula,
        field=node.field,
        parts=[_written(part, place) for part in node.parts],
        rules=[place[rule] for rule in node.rules],
        holds=node.holds,
        chosen=node.chosen,
        found=node.found,
        asked=node.asked,
    )
