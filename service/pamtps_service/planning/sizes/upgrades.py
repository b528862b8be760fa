"""Upgrades: stronger sizes from what is left of the strengths, the weakest command first.

Tier by tier, the highest first. A part is what a command guards in one regency; how far it is from
its weakest sizes (0) to its strongest (1) is the value of its frontier. The weakest part is raised
to the next value that it can reach, again and again; one that can no longer be raised stays. That
is the lexicographic maximum of the sorted values, because every part stands on the least persons
that its value needs: what is left is the most that can be left.

Where several equally weak parts could be raised, but not all of them, the choice bears on
everything after it, and is left to an exact program over all of them (ties.py).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.pool import Pool
from pamtps_service.planning.sizes.frontier import Choice, Frontier
from pamtps_service.planning.sizes.raised import Raised
from pamtps_service.planning.sizes.supply import Supply
from pamtps_service.planning.sizes.ties import settle


def raise_weakest(
    parts: Mapping[Claimant, Mapping[int, Sequence[Choice]]], pool: Pool
) -> dict[Claimant, Raised]:
    """Choose the sizes of all parts; nothing is taken from the pool.

    Args:
        parts: the choices of each part, by rank of the tier, in code order.
        pool: what claims have left.
    """
    raised = {}
    for together in _apart(sorted(parts), pool):
        raised.update(_raise({part: parts[part] for part in together}, pool))
    return raised


def _apart(parts: Sequence[Claimant], pool: Pool) -> list[list[Claimant]]:
    """Parts that share no strength and no ceiling with others: provinces, save where the nation
    has a reserve left or a command guards in several."""
    if pool.national:
        return [list(parts)]
    first = {part.province: part.province for part in parts}

    def root(province: int) -> int:
        while first[province] != province:
            province = first[province]
        return province

    province_of: dict[int, int] = {}
    for part in parts:
        joined = root(province_of.setdefault(part.command, part.province))
        first[root(part.province)] = joined
    found: dict[int, list[Claimant]] = {}
    for part in parts:
        found.setdefault(root(part.province), []).append(part)
    return list(found.values())


def _raise(
    parts: Mapping[Claimant, Mapping[int, Sequence[Choice]]], pool: Pool
) -> dict[Claimant, Raised]:
    supply = Supply(pool, list(parts))
    raised = {part: Raised(choices) for part, choices in parts.items()}
    ranks = sorted({rank for choices in parts.values() for rank in choices}, reverse=True)
    for number, rank in enumerate(ranks):
        frontiers = {
            part: Frontier(choices[rank], supply.budget(part))
            for part, choices in parts.items()
            if rank in choices
        }
        wishes = {part: frontier.most for part, frontier in frontiers.items()}
        if supply.fit_together(wishes):
            for part, persons in wishes.items():
                supply.take(part, persons)
                raised[part].persons[rank] = persons
                raised[part].sizes[rank] = [c.sizes[-1] for c in frontiers[part].choices]
            continue
        at, tied = _level(frontiers, supply)
        if tied:
            later = [
                {
                    part: Frontier(choices[after], supply.budget(part))
                    for part, choices in parts.items()
                    if after in choices
                }
                for after in ranks[number + 1 :]
            ]
            for part, points in settle([frontiers, *later], at, supply).items():
                for after, frontier, point in zip(
                    ranks[number:], [frontiers, *later], points, strict=True
                ):
                    if part in frontier:
                        raised[part].sizes[after] = frontier[part].sizes_at(point)
                        raised[part].persons[after] = point
            return raised
        for part, index in at.items():
            persons = frontiers[part].points[index].persons
            raised[part].persons[rank] = persons
            raised[part].sizes[rank] = frontiers[part].sizes_at(persons)
    return raised


def _level(
    frontiers: Mapping[Claimant, Frontier], supply: Supply
) -> tuple[dict[Claimant, int], bool]:
    """Raise the parts of one tier and take from the supply.

    Returns:
        The point of its frontier that each part stands on; and whether the raising ended because
        equally weak parts can be raised, but not all of them.
    """
    bits = 2 * max(frontier.whole for frontier in frontiers.values()).bit_length() + 1
    at = dict.fromkeys(frontiers, 0)
    weakest = [
        (frontier.key(frontier.points[0].value, bits), part) for part, frontier in frontiers.items()
    ]
    heapq.heapify(weakest)
    while weakest:
        level = weakest[0][0]
        steps: dict[Claimant, int] = {}
        while weakest and weakest[0][0] == level:
            _, part = heapq.heappop(weakest)
            points = frontiers[part].points
            if at[part] + 1 < len(points):
                step = points[at[part] + 1].persons - points[at[part]].persons
                if supply.fits(part, step):
                    steps[part] = step
        if len(steps) > 1 and not supply.fit_together(steps):
            return at, True
        for part, step in steps.items():
            supply.take(part, step)
            at[part] += 1
            frontier = frontiers[part]
            heapq.heappush(weakest, (frontier.key(frontier.points[at[part]].value, bits), part))
    return at, False
