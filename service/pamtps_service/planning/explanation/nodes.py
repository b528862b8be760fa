"""Nodes of explanations: each is made from its parts, so its value follows from them by its kind.

Formulas are written with the operands of a node, and with those of its parts where they are short.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pamtps_service.policy.model import Text
from pamtps_service.records.explanation import Explanation, Kind

LONGEST_FORMULA: Final = 80
"""Characters of a formula; longer ones are written with values alone, or not at all."""
_SIGNS: Final[dict[Kind, str]] = {"sum": " + ", "difference": " - ", "product": " x "}
_CALLS: Final[dict[Kind, str]] = {
    "quotient_up": "ceil({} / {})",
    "quotient_down": "floor({} / {})",
}


def given(
    text: Text,
    value: int,
    *,
    field: str = "",
    rules: Sequence[int] = (),
    found: str = "",
    because: Sequence[Explanation] = (),
) -> Explanation:
    """A fact, a number of a rule, or another number of the plan; its parts are reasons."""
    return Explanation(
        text, "given", value, field=field, rules=tuple(rules), found=found, parts=tuple(because)
    )


def total(text: Text, parts: Sequence[Explanation], *, field: str = "") -> Explanation:
    """The sum of parts; 0 where there are none."""
    return _made(text, "sum", sum(_values(parts)), parts, field)


def less(text: Text, *parts: Explanation, field: str = "") -> Explanation:
    """The first part less the others."""
    first, *others = _values(parts)
    return _made(text, "difference", first - sum(others), parts, field)


def times(text: Text, *parts: Explanation, field: str = "") -> Explanation:
    """The product of parts."""
    return _made(text, "product", math.prod(_values(parts)), parts, field)


def divided_up(text: Text, whole: Explanation, by: Explanation) -> Explanation:
    """The first part divided by the second, rounded up."""
    dividend, divisor = _values((whole, by))
    return _made(text, "quotient_up", -(-dividend // divisor), (whole, by), "")


def divided_down(text: Text, whole: Explanation, by: Explanation) -> Explanation:
    """The first part divided by the second, rounded down."""
    dividend, divisor = _values((whole, by))
    return _made(text, "quotient_down", dividend // divisor, (whole, by), "")


def least(text: Text, *parts: Explanation, field: str = "") -> Explanation:
    """The least of the parts."""
    return _made(text, "minimum", min(_values(parts)), parts, field)


def greatest(text: Text, *parts: Explanation, field: str = "") -> Explanation:
    """The greatest of the parts."""
    return _made(text, "maximum", max(_values(parts)), parts, field)


def choice(
    text: Text,
    alternatives: Sequence[Explanation],
    chosen: int,
    *,
    field: str = "",
    because: Sequence[Explanation] = (),
) -> Explanation:
    """A choice of the planner: the alternative of that number was taken."""
    parts = tuple(
        replace(part, chosen=number == chosen) for number, part in enumerate(alternatives)
    )
    return Explanation(text, "choice", parts[chosen].value, field=field, parts=(*parts, *because))


def share(
    text: Text,
    whole: Explanation,
    want: Explanation,
    wants: Explanation,
    value: int,
    *,
    field: str = "",
) -> Explanation:
    """What falls to one of several that want something scarce, in proportion to the wants.

    ValueError where `value` is not such a share (see `is_share`).
    """
    if not is_share(value, *_values((whole, want, wants))):
        raise ValueError(f"{value} is no share: {_values((whole, want, wants))}")
    return _made(text, "share", value, (whole, want, wants), field)


def is_share(value: int, whole: int, want: int, wants: int) -> bool:
    """Whether the value is the want where the whole is enough for all; else the want's part of the
    whole, rounded down or up."""
    if whole >= wants:
        return value == want
    return 0 <= value <= want and abs(value * wants - want * whole) < wants


def condition(
    text: Text,
    holds: bool,
    parts: Sequence[Explanation] = (),
    *,
    rules: Sequence[int] = (),
    found: str = "",
    asked: str = "",
    field: str = "",
) -> Explanation:
    """A condition that holds or not."""
    return Explanation(
        text,
        "condition",
        None,
        field=field,
        parts=tuple(parts),
        rules=tuple(rules),
        holds=holds,
        found=found,
        asked=asked,
    )


def with_reasons(node: Explanation, reasons: Sequence[Explanation]) -> Explanation:
    """The node with conditions behind its parts, which say why, and add nothing."""
    return replace(node, parts=(*node.parts, *reasons)) if reasons else node


def number_of(node: Explanation) -> int:
    """The value of a node that is a number. ValueError where it is a condition."""
    if node.value is None:
        raise ValueError(f"a condition is no number: {node.text.en}")
    return node.value


def operands(parts: Sequence[Explanation]) -> list[Explanation]:
    """The parts that are numbers."""
    return [part for part in parts if part.value is not None]


def _values(parts: Sequence[Explanation]) -> list[int]:
    return [number_of(part) for part in operands(parts)]


def _made(
    text: Text, kind: Kind, value: int, parts: Sequence[Explanation], field: str
) -> Explanation:
    node = Explanation(text, kind, value, field=field, parts=tuple(parts))
    return replace(node, formula=_formula(node))


def _formula(node: Explanation) -> str:
    """The node with its operands, `2 x ceil(113 / 8) = 30`; empty where it would be too long."""
    for depth in (3, 2, 1):
        written = _written(node, depth)
        if written == str(node.value):
            return ""
        if len(written) <= LONGEST_FORMULA:
            return f"{written} = {node.value}"
    return ""


def _written(node: Explanation, depth: int) -> str:
    parts = operands(node.parts)
    if not depth or node.kind in ("given", "choice", "condition") or not parts:
        return str(node.value)
    inner = [_written(part, depth - 1) for part in parts]
    if node.kind in _CALLS:
        return _CALLS[node.kind].format(*inner)
    if node.kind in ("minimum", "maximum"):
        return f"{node.kind[:3]}({', '.join(inner)})" if len(inner) > 1 else inner[0]
    if node.kind == "share":
        return "share({} x {} / {})".format(*(str(part.value) for part in parts))
    if len(inner) == 1:
        return inner[0]
    bracketed = [
        f"({text})"
        if needs_brackets(node.kind, part.kind, place) and text != str(part.value)
        else text
        for place, (part, text) in enumerate(zip(parts, inner, strict=True))
    ]
    return _SIGNS[node.kind].join(bracketed)


def needs_brackets(outer: Kind, inner: Kind, place: int) -> bool:
    """Whether a part of that kind must stand in brackets inside the other."""
    if outer == "product":
        return inner in ("sum", "difference")
    return outer == "difference" and place > 0 and inner in ("sum", "difference")
