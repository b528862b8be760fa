"""Timing of several ways to do the same, one after the other in turn: A B C A B C …

The machine may be noisy and its speed may drift, so each round times every way once, and what is
reported is the median of each and the median of the ratios round by round.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timings:
    """What several ways took, round by round."""

    seconds: Mapping[str, Sequence[float]]
    """By the name of the way, for one call in each round."""

    def milliseconds(self, way: str) -> float:
        """The median of a way."""
        return statistics.median(self.seconds[way]) * 1000

    def ratio(self, way: str, base: str) -> float:
        """How many times as long as the base a way takes: the median of the ratios by round."""
        rounds = zip(self.seconds[way], self.seconds[base], strict=True)
        return statistics.median(taken / of_base for taken, of_base in rounds)


def in_turn(
    ways: Mapping[str, Callable[[], object]],
    rounds: int,
    before: int = 1,
    least: float = 0.0,
    clock: Callable[[], float] = time.perf_counter,
) -> Timings:
    """Time every way in turn, `rounds` times, after some rounds that are not counted.

    Args:
        ways: by name; each is called without arguments.
        rounds: how often each is counted.
        before: rounds that are not counted.
        least: seconds; a way that is faster is called again until a round has lasted so long, and
            the mean of its calls counts for the round.
        clock: what tells the time, in seconds.
    """
    # What one way keeps in memory must not make the garbage collections of another one longer.
    gc.collect()
    gc.freeze()
    try:
        return _in_turn(ways, rounds, before, least, clock)
    finally:
        gc.unfreeze()


def _in_turn(
    ways: Mapping[str, Callable[[], object]],
    rounds: int,
    before: int,
    least: float,
    clock: Callable[[], float],
) -> Timings:
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(-before, rounds):
        for name, run in ways.items():
            calls, taken = 0, 0.0
            start = clock()
            while not calls or taken < least:
                run()
                calls += 1
                taken = clock() - start
            if number >= 0:
                seconds[name].append(taken / calls)
    return Timings(seconds)
