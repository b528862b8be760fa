"""Timing of several ways to do the same, one after the other in turn: A B C A B C …

The machine may be noisy and its speed may drift, so each round times every way once, and what is
reported is the median of each and the median of the ratios round by round.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One way, measured."""

    name: str
    milliseconds: float
    """Median."""
    ratio: float
    """Median of the ratios to the base, round by round."""


def in_turn(
    ways: Mapping[str, Callable[[], object]], base: str, rounds: int, before: int = 1
) -> list[Figure]:
    """Time every way `rounds` times in turn, after some rounds that are not counted.

    Args:
        ways: by name; each is called without arguments.
        base: name of the way that the ratios are to.
        rounds: how often each is counted.
        before: rounds that are not counted.
    """
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(-before, rounds):
        for name, run in ways.items():
            start = time.perf_counter()
            run()
            taken = time.perf_counter() - start
            if number >= 0:
                seconds[name].append(taken)
    return [
        Figure(
            name,
            statistics.median(taken) * 1000,
            statistics.median(a / b for a, b in zip(taken, seconds[base], strict=True)),
        )
        for name, taken in seconds.items()
    ]
