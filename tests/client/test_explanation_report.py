"""The tree of an explanation as a person reads it, in both languages and at any width."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from pamtps.v1 import planning_service_pb2
from pamtps_client.explanation_report import explanation_lines
from pamtps_client.language import Language

from tests.conformance.case_files import CASES, read_case
from tests.conformance.test_explanations import explained

Reply = planning_service_pb2.ExplainPlanResponse


@cache
def reply() -> Reply:
    """Of the command that is short in spite of two reserves."""
    return explained(read_case(CASES / "shortage-of-nested-strengths"), "53.15")


def lines(language: Language, depth: int | None, width: int | None) -> list[str]:
    return [line.plain for line in explanation_lines(reply(), language, depth, width)]


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_tree_is_as_it_was_read_over(language: Language) -> None:
    path = Path(__file__).parent / f"explanation.{language}.txt"
    assert lines(language, 3, 100) == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("width", [50, 72, 120])
def test_lines_keep_to_the_width_and_parts_stand_under_their_sum(width: int) -> None:
    found = lines("en", None, width)
    assert max(map(len, found)) <= width
    assert any(line.startswith("      ") for line in found)


def test_everything_is_shown_where_all_is_asked() -> None:
    nodes = [*reply().explanations]
    for node in nodes:
        nodes += node.parts
    found = lines("en", None, None)
    assert len(found) == len(nodes)
    assert not any(line.lstrip().startswith("…") for line in found)


def test_what_holds_is_green_and_what_does_not_is_red() -> None:
    node = planning_service_pb2.Explanation
    condition = planning_service_pb2.EXPLANATION_KIND_CONDITION
    both = Reply(explanations=[node(kind=condition, holds=held) for held in (True, False)])
    styles = [str(line.style) for line in explanation_lines(both, "en", None, None)]
    assert styles == ["green", "red"]


def test_many_parts_are_counted_and_not_shown_unless_asked() -> None:
    given = planning_service_pb2.EXPLANATION_KIND_GIVEN
    part = planning_service_pb2.Explanation(kind=given, value=1)
    many = Reply(explanations=[planning_service_pb2.Explanation(kind=given, parts=[part] * 30)])
    few = [line.plain for line in explanation_lines(many, "en", 2, None)]
    assert len(few) == 14
    assert few[-1] == "  … and 18 more (--depth all)"
    assert len([*explanation_lines(many, "en", None, None)]) == 31


def test_letters_that_act_on_a_terminal_are_written_out() -> None:
    text = planning_service_pb2.Explanation(
        kind=planning_service_pb2.EXPLANATION_KIND_CONDITION, asked="label: \x1b[31m", found="\n"
    )
    (line,) = explanation_lines(Reply(explanations=[text]), "en", None, None)
    assert line.plain == "label: \\x1b[31m (found \\n): no"
