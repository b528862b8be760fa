"""The rules of ntt-2024 for TPS and posts, written out as a plain Python loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

Row = tuple[str, int, int, int, int]
"""TPS code, submitted tier (0 to 2), travel minutes, access (0 road, 1 foot, 2 sea, 3 air), signal
(0 none, 1 radio, 2 mobile)."""
Decided = tuple[int, tuple[str, ...], tuple[str, ...]]
"""Final tier, labels, ids of the matching rules, sorted."""
MOBILE: Final = 2
"""The signal of a TPS whose batch does not say."""


def decide(rows: Sequence[Row]) -> list[Decided]:
    """What the rules say of each TPS."""
    decided = []
    for _, tier, travel, access, signal in rows:
        labels = []
        rules = ["linmas"]
        if travel > 180:
            labels.append("remote")
            rules.append("remote")
        if tier == 0:
            rules.append("guard-kurang-rawan")
        elif tier == 1:
            rules.append("guard-rawan")
        else:
            rules.append("guard-sangat-rawan")
        if access == 2:
            rules.append("by-sea")
        elif access == 3:
            rules.append("by-air")
        if signal == 0 or "remote" in labels:
            rules.append("radio")
        rules.sort()
        decided.append((tier, tuple(labels), tuple(rules)))
    return decided
