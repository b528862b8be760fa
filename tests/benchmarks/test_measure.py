"""Ways are timed in turn, and ratios are medians of the ratios within rounds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.measure import Timings, in_turn


class Machine:
    """A clock that stands still but for the work that is done, and a protocol of the work."""

    def __init__(self) -> None:
        self.now = 0.0
        self.done: list[str] = []

    def way(self, name: str, *seconds: float) -> Callable[[], None]:
        """A way that takes so long each time it is called, the last again and again."""
        left = list(seconds)

        def run() -> None:
            self.done.append(name)
            self.now += left.pop(0) if len(left) > 1 else left[0]

        return run


def test_every_round_runs_each_way_once_and_the_first_rounds_do_not_count() -> None:
    machine = Machine()
    ways = {"a": machine.way("a", 9.0, 1.0, 2.0), "b": machine.way("b", 9.0, 3.0, 4.0)}
    timings = in_turn(ways, rounds=2, before=1, clock=lambda: machine.now)
    assert machine.done == ["a", "b"] * 3
    assert timings.seconds == {"a": [1.0, 2.0], "b": [3.0, 4.0]}


def test_a_fast_way_is_called_again_until_the_round_has_lasted() -> None:
    machine = Machine()
    ways = {"fast": machine.way("fast", 0.25), "slow": machine.way("slow", 3.0)}
    timings = in_turn(ways, rounds=1, before=0, least=1.0, clock=lambda: machine.now)
    assert machine.done == ["fast"] * 4 + ["slow"]
    assert timings.seconds == {"fast": [0.25], "slow": [3.0]}


def test_the_ratio_is_the_median_by_round_so_a_slow_round_does_not_count() -> None:
    timings = Timings({"a": [1.0, 100.0, 2.0], "b": [2.0, 200.0, 1.0]})
    assert timings.ratio("a", "b") == 0.5
    assert timings.ratio("a", "a") == 1
    assert timings.milliseconds("a") == 2000


def test_what_a_way_raises_is_raised() -> None:
    def broken() -> None:
        raise ValueError("wrong answer")

    with pytest.raises(ValueError, match="wrong answer"):
        in_turn({"a": broken}, rounds=1)
