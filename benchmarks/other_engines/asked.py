"""What all other engines are given and give back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Final, Generic, TypeVar

from benchmarks.plain_loop import Decided, Row

Answers = TypeVar("Answers")

COLUMNS: Final = ("tier", "travel", "access", "signal")
RULES: Final = (
    "by-air",
    "by-sea",
    "guard-kurang-rawan",
    "guard-rawan",
    "guard-sangat-rawan",
    "linmas",
    "radio",
    "remote",
)
"""Ids of the rules for TPS and posts, sorted."""


class Unavailable(Exception):  # noqa: N818 - it is no error: the engine is skipped
    """The engine cannot be had on this machine; the message says why."""


@dataclass(frozen=True)
class Asked(Generic[Answers]):
    """An engine with its rules loaded, and TPS to ask."""

    ask: Callable[[], Answers]
    """Ask for all TPS; this is timed."""
    matched: Callable[[Answers], Iterable[Iterable[str]]]
    """The ids of the rules that match each TPS; this is not timed."""
    told: str = ""
    """What is part of it besides its packages, with the version."""


def as_values(rows: Sequence[Row]) -> list[dict[str, int]]:
    """Each TPS as a dictionary of COLUMNS."""
    return [dict(zip(COLUMNS, row[1:], strict=True)) for row in rows]


def decided(rows: Sequence[Row], matched: Iterable[Iterable[str]]) -> list[Decided]:
    """Matching rules in the form of the plain loop."""
    answers: list[Decided] = []
    for row, ids in zip(rows, matched, strict=True):
        rules = tuple(sorted(ids))
        answers.append((row[1], ("remote",) if "remote" in rules else (), rules))
    return answers


def of_truths(truths: Iterable[Iterable[object]]) -> Iterator[Iterator[str]]:
    """Ids of rules from the truth of RULES for each TPS."""
    return (compress(RULES, truth) for truth in truths)


def of_bits(masks: Iterable[int]) -> Iterator[Iterator[str]]:
    """Ids of rules from numbers whose bit N is the truth of rule N of RULES."""
    return ((rule for number, rule in enumerate(RULES) if mask >> number & 1) for mask in masks)
