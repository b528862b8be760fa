"""The rules of ntt-2024 for TPS and posts, written out as a plain Python loop."""

from __future__ import annotations

from collections.abc import Sequence

Row = tuple[str, int, int, int]
"""TPS code, submitted tier (0 to 2), travel minutes, access (0 road, 1 foot, 2 sea, 3 air)."""
Decided = tuple[int, tuple[str, ...], tuple[str, ...]]
"""Final tier, labels, ids of the matching rules, sorted."""


def decide(rows: Sequence[Row]) -> list[Decided]:
    """What the rules say of each TPS."""
    decided = []
    for _, tier, travel, access in rows:
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
        if "remote" in labels:
            rules.append("radio")
        rules.sort()
        decided.append((tier, tuple(labels), tuple(rules)))
    return decided
