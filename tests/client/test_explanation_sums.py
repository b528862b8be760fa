"""Whether an explanation adds up is found from its parts and kinds alone."""

from __future__ import annotations

import pytest
from pamtps.v1 import planning_service_pb2
from pamtps_client import not_adding_up

Explanation = planning_service_pb2.Explanation


def number(kind: str, value: int, *parts: int) -> Explanation:
    """A node of that kind with given numbers as parts."""
    given = planning_service_pb2.EXPLANATION_KIND_GIVEN
    return Explanation(
        kind=planning_service_pb2.ExplanationKind.Value(f"EXPLANATION_KIND_{kind}"),
        value=value,
        parts=[Explanation(kind=given, value=part) for part in parts],
    )


RIGHT = [
    ("GIVEN", 7, ()),
    ("SUM", 0, ()),
    ("SUM", 12, (3, 4, 5)),
    ("DIFFERENCE", 9, (9,)),
    ("DIFFERENCE", -3, (9, 5, 7)),
    ("PRODUCT", 30, (2, 15)),
    ("QUOTIENT_UP", 15, (113, 8)),
    ("QUOTIENT_UP", 14, (112, 8)),
    ("QUOTIENT_DOWN", 14, (113, 8)),
    ("MINIMUM", 3, (5, 3, 4)),
    ("MAXIMUM", 5, (5, 3, 4)),
    ("SHARE", 3, (9, 3, 5)),
    ("SHARE", 1, (2, 3, 5)),
    ("SHARE", 2, (2, 3, 5)),
    ("SHARE", 2, (4, 5, 10)),
]


@pytest.mark.parametrize(("kind", "value", "parts"), RIGHT)
def test_a_right_value_adds_up(kind: str, value: int, parts: tuple[int, ...]) -> None:
    assert not_adding_up([number(kind, value, *parts)]) == ()


@pytest.mark.parametrize(("kind", "value", "parts"), [one for one in RIGHT if one[0] != "GIVEN"])
def test_a_wrong_value_is_found(kind: str, value: int, parts: tuple[int, ...]) -> None:
    """Two more or fewer; a share may be rounded down or up."""
    for wrong in (value - 2, value + 2):
        node = number(kind, wrong, *parts)
        assert not_adding_up([node]) == (node,)


@pytest.mark.parametrize(
    ("kind", "value", "parts"),
    [
        ("DIFFERENCE", 0, ()),
        ("PRODUCT", 1, ()),
        ("MINIMUM", 0, ()),
        ("MAXIMUM", 0, ()),
        ("QUOTIENT_UP", 3, (3,)),
        ("QUOTIENT_UP", 0, (3, 0)),
        ("QUOTIENT_DOWN", 1, (3, 3, 1)),
        ("SHARE", 1, (2, 3)),
        ("SHARE", 3, (2, 3, 5)),
        ("UNSPECIFIED", 1, (1,)),
    ],
)
def test_parts_that_a_kind_cannot_have_do_not_add_up(
    kind: str, value: int, parts: tuple[int, ...]
) -> None:
    node = number(kind, value, *parts)
    assert not_adding_up([node]) == (node,)


def test_a_choice_is_the_alternative_taken() -> None:
    node = number("CHOICE", 8, 4, 8, 16)
    assert not_adding_up([node]) == (node,)
    node.parts[1].chosen = True
    assert not_adding_up([node]) == ()
    node.parts[2].chosen = True
    assert not_adding_up([node]) == (node,)


def test_conditions_among_the_parts_add_nothing_and_are_followed() -> None:
    wrong = number("SUM", 4, 1, 2)
    reason = Explanation(
        kind=planning_service_pb2.EXPLANATION_KIND_CONDITION, holds=True, parts=[wrong]
    )
    node = number("SUM", 12, 3, 4, 5)
    node.parts.append(reason)
    assert not_adding_up([node]) == (wrong,)


def test_a_number_without_value_and_a_condition_with_one_do_not_add_up() -> None:
    given = Explanation(kind=planning_service_pb2.EXPLANATION_KIND_GIVEN)
    held = Explanation(kind=planning_service_pb2.EXPLANATION_KIND_CONDITION, holds=True, value=1)
    silent = Explanation(kind=planning_service_pb2.EXPLANATION_KIND_CONDITION)
    assert not_adding_up([given, held, silent]) == (given, held, silent)
