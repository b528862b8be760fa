"""An explanation as a person reads it: an indented tree, each number with its formula and rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pamtps.v1 import plan_pb2, planning_service_pb2
from rich.text import Text as Styled

from pamtps_client.language import Language, Text, filled, number, printable
from pamtps_client.report_layout import wrapped

Explanation = planning_service_pb2.Explanation
MOST_PARTS: Final = 12
"""Parts of a node that are shown where not everything is asked for."""
INDENT: Final = 2
_HELD: Final = Text(id="ya", en="yes")
_NOT_HELD: Final = Text(id="tidak", en="no")
_FOUND: Final = Text(id="ditemukan {found}", en="found {found}")
_CHOSEN: Final = Text(id="dipilih", en="chosen")
_ZEROS: Final = Text(
    id="… dan {count} angka personel yang nol (--depth all)",
    en="… and {count} numbers of personnel that are 0 (--depth all)",
)
_MORE: Final = Text(id="… dan {count} lagi (--depth all)", en="… and {count} more (--depth all)")
_DEEPER: Final = Text(
    id="… {count} lagi di bawahnya (--depth {depth})", en="… {count} more below (--depth {depth})"
)


def explanation_lines(
    reply: planning_service_pb2.ExplainPlanResponse,
    language: Language,
    depth: int | None,
    width: int | None,
) -> Iterator[Styled]:
    """The lines of a reply.

    Parameters
    ----------
    depth
        Levels that are shown; all, and forces that have no personnel in a row too, where None.
    width
        Columns to keep to; lines are as long as they need where None.
    """
    tops = list(reply.explanations)
    if depth is not None:
        silent = _silent_totals(tops)
        tops = [top for top in tops if _total_of(top) not in silent]
    for top in tops:
        yield from _lines(top, reply.rules, language, depth, width, 0)
    hidden = len(reply.explanations) - len(tops)
    if hidden:
        yield Styled(filled(_ZEROS, count=hidden)[language], "dim")


def _total_of(top: Explanation) -> str:
    """The row and force that a number belongs to; empty where it is no personnel of a row."""
    row, _, name = top.field.rpartition(".")
    return row if row.endswith("]") and "totals[" in row and name else ""


def _silent_totals(tops: Iterable[Explanation]) -> set[str]:
    """The rows and forces whose personnel are all 0."""
    by_total: dict[str, list[int]] = {}
    for top in tops:
        by_total.setdefault(_total_of(top), []).append(top.value)
    return {total for total, values in by_total.items() if total and not any(values)}


def _lines(
    node: Explanation,
    rules: Sequence[plan_pb2.RuleUse],
    language: Language,
    depth: int | None,
    width: int | None,
    level: int,
) -> Iterator[Styled]:
    named = "".join(
        f"  [{rules[rule].policy}/{rules[rule].id}, {rules[rule].file}:{rules[rule].line}]"
        for rule in node.rules
        if 0 <= rule < len(rules)
    )
    words = f"{_words(node, language)}{named}"
    indent = " " * (INDENT * level)
    lines = [printable(words)] if width is None else wrapped(words, width, len(indent) + INDENT)
    for place, line in enumerate(lines):
        hanging = " " * INDENT if place else ""
        yield Styled(f"{indent}{hanging}{line}", _style(node, level))
    if depth is not None and level + 1 >= depth:
        if node.parts:
            more = filled(_DEEPER, count=_count(node), depth=level + 2)[language]
            yield Styled(f"{indent}{' ' * INDENT}{more}", "dim")
        return
    shown = node.parts if depth is None else node.parts[:MOST_PARTS]
    for part in shown:
        yield from _lines(part, rules, language, depth, width, level + 1)
    if len(shown) < len(node.parts):
        more = filled(_MORE, count=len(node.parts) - len(shown))[language]
        yield Styled(f"{indent}{' ' * INDENT}{more}", "dim")


def _words(node: Explanation, language: Language) -> str:
    """The node in one line, without its rules."""
    text = node.text.id if language == "id" else node.text.en
    if node.asked:
        text = node.asked
    if node.found:
        text = f"{text} ({filled(_FOUND, found=node.found)[language]})"
    if node.HasField("value"):
        formula = node.formula.removesuffix(f" = {node.value}")
        text = f"{text}: {number(node.value, language)}" + (f" = {formula}" if formula else "")
    elif not node.field.startswith("findings["):
        text = f"{text}: {(_HELD if node.holds else _NOT_HELD)[language]}"
    return f"{text}  ← {_CHOSEN[language]}" if node.chosen else text


def _style(node: Explanation, level: int) -> str:
    if node.HasField("holds"):
        return "green" if node.holds else "red"
    if node.chosen:
        return "bold"
    return "bold" if level == 0 else ""


def _count(node: Explanation) -> int:
    """All nodes below."""
    return sum(1 + _count(part) for part in node.parts)
