"""Splitting a number of persons among claimants, exactly."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from fractions import Fraction


def in_proportion(total: int, wants: Sequence[int]) -> list[int]:
    """Split `total` persons in proportion to the wants, by largest remainder.

    Nobody gets more than wanted; where the total is enough, everybody gets what is wanted. Equal
    remainders go to the earlier claimant.
    """
    whole = sum(wants)
    if total >= whole:
        return list(wants)
    if total <= 0:
        return [0] * len(wants)
    parts = [want * total // whole for want in wants]
    remainders = [(-(want * total % whole), index) for index, want in enumerate(wants)]
    for _, index in sorted(remainders)[: total - sum(parts)]:
        parts[index] += 1
    return parts


def in_order(total: int, wants: Sequence[int], _: Sequence[object] = ()) -> list[int]:
    """Fill the wants one claimant after the other until the total is given out."""
    parts = []
    for want in wants:
        part = min(want, max(total, 0))
        parts.append(part)
        total -= part
    return parts


def lowest_first(
    total: int, wants: Sequence[int], have: Sequence[int], scale: Sequence[int]
) -> list[int]:
    """Give persons one after the other to the claimant whose have / scale is lowest.

    Args:
        total: persons to give; what nobody wants is not given.
        wants: most that each may get.
        have: what each has already.
        scale: what `have` is measured against; 0 counts as satisfied, behind all others.

    Returns:
        What each gets. Equal fractions go to the earlier claimant.
    """
    if total >= sum(wants):
        return list(wants)
    given = [0] * len(wants)
    waiting = [
        _level(have[index], scale[index], index) for index, want in enumerate(wants) if want > 0
    ]
    heapq.heapify(waiting)
    for _ in range(max(total, 0)):
        _, _, index = heapq.heappop(waiting)
        given[index] += 1
        if given[index] < wants[index]:
            heapq.heappush(waiting, _level(have[index] + given[index], scale[index], index))
    return given


def _level(have: int, scale: int, index: int) -> tuple[bool, Fraction, int]:
    return (scale == 0, Fraction(have, scale or 1), index)
