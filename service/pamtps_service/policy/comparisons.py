"""Comparisons and ranges: `"> 180"`, `">= rawan"`, `60..180`, made into inclusive ranges."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.model import Operator
from pamtps_service.policy.source import Node, Scalar
from pamtps_service.policy.values import as_value

_COMPARISON: Final = re.compile(r"(<=|>=|<|>)\s*([^\s<>=].*)", re.DOTALL)
_RANGE: Final = re.compile(r"([^\s.]+)\s*\.\.\s*([^\s.]+)")
_SIGNS: Final = tuple("<>=!≤≥")
_MEANT: Final[dict[str, str]] = {
    "=>": ">=",
    "=<": "<=",
    "≥": ">=",
    "≤": "<=",
    "==": "",
    "=": "",
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """An inclusive range of integers; None is unbounded."""

    lower: int | None
    upper: int | None


@dataclass(frozen=True, slots=True)
class Compared:
    """An operator and the text at its right."""

    operator: Operator
    right: str


def is_comparison(value: Scalar) -> bool:
    """Whether the value begins as a comparison does, well written or not."""
    return value.text.lstrip().startswith(_SIGNS)


def is_range(value: Scalar) -> bool:
    """Whether the value holds the dots of a range."""
    return ".." in value.text


def _meant(text: str) -> str:
    for sign, right in _MEANT.items():
        if text.startswith(sign):
            rest = text[len(sign) :].strip()
            return f'"{right} {rest}"' if right and rest else rest
    return ""


def comparison_node(node: Node, key: str, log: FaultLog) -> Scalar | None:
    """The value where a comparison may stand: on one line, and in quotes if it is one."""
    if isinstance(node, Scalar) and not node.quoted and (node.block == ">" or is_comparison(node)):
        text = " ".join(node.text.split())
        shown = f"> {text}" if node.block == ">" else text
        maybe = f'"{shown}"' if _COMPARISON.fullmatch(shown) else _meant(shown)
        log.add("unquoted-comparison", node.position, key=key, found=shown[:60], maybe=maybe)
        return None
    return as_value(node, key, log)


def split_comparison(value: Scalar, key: str, log: FaultLog) -> Compared | None:
    """Operator and right side of a comparison in quotes."""
    text = value.text.strip()
    match = _COMPARISON.fullmatch(text)
    if match is None:
        maybe = _meant(text) or (f'">= {text}"' if text.isdigit() else "")
        log.add("invalid-comparison", value.position, key=key, found=text, maybe=maybe)
        return None
    return Compared(cast("Operator", match.group(1)), match.group(2).strip())


def bounds_of(operator: Operator, right: int) -> Bounds:
    """The integers that a comparison with a whole number holds for."""
    if operator == "<":
        return Bounds(None, right - 1)
    if operator == "<=":
        return Bounds(None, right)
    return Bounds(right + 1, None) if operator == ">" else Bounds(right, None)


def read_bounds(
    value: Scalar,
    key: str,
    log: FaultLog,
    one: Callable[[str], int | None],
    least: int,
    most: int,
) -> Bounds | None:
    """A comparison whose right side `one` reads (and tells the fault of); what holds for no value
    from `least` to `most` is a fault."""
    compared = split_comparison(value, key, log)
    right = None if compared is None else one(compared.right)
    if compared is None or right is None:
        return None
    bounds = bounds_of(compared.operator, right)
    if (bounds.lower is not None and bounds.lower > most) or (
        bounds.upper is not None and bounds.upper < least
    ):
        log.add("impossible-comparison", value.position, key=key, found=value.text)
        return None
    return bounds


_OTHER_RANGE: Final = re.compile(
    r"(-?[0-9]+)\s*(?:-|[\u2010-\u2015\u2212]|…|\.{3}|s/d|s\.d\.|sampai|hingga|to)\s*(-?[0-9]+)"
)


def tell_likely_range(value: Scalar, key: str, log: FaultLog) -> bool:
    """Whether the value is a range in other signs, `4-16` as published orders write it; told."""
    match = _OTHER_RANGE.fullmatch(value.text.strip())
    if match is None:
        return False
    first, last = sorted(match.groups(), key=int)
    log.add("invalid-range", value.position, key=key, found=value.text, maybe=f"{first}..{last}")
    return True


def read_range(
    value: Scalar, key: str, log: FaultLog, one: Callable[[str], int | None]
) -> tuple[int, int] | None:
    """Both ends of `A..B`, each read by `one` (which tells the faults)."""
    match = _RANGE.fullmatch(value.text.strip())
    if match is None:
        log.add("invalid-range", value.position, key=key, found=value.text)
        return None
    lower, upper = one(match.group(1)), one(match.group(2))
    if lower is None or upper is None:
        return None
    if lower > upper:
        log.add(
            "reversed-range",
            value.position,
            key=key,
            found=value.text,
            maybe=f"{match.group(2)}..{match.group(1)}",
        )
        return None
    return lower, upper
