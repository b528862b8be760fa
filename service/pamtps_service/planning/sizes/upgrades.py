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
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby

from pamtps_service.parallel import ALONE, Work
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.pool import Pool
from pamtps_service.planning.sizes.frontier import Choice, Frontier
from pamtps_service.planning.sizes.raised import Raised
from pamtps_service.planning.sizes.supply import Supply
from pamtps_service.planning.sizes.ties import settle


def raise_weakest(
    parts: Mapping[Claimant, Mapping[int, Sequence[Choice]]],
    pool: Pool,
    work: Work = ALONE,
) -> dict[Claimant, Raised]:
    """Choose the sizes of all parts; nothing is taken from the pool.

    Args:
        parts: the choices of each part, by rank of the tier, in code order.
        pool: what claims have left.
        work: told of each province; shares out those that share nothing with others.
    """
    step = partial(work, "allocation")

    def raised(together: list[Claimant]) -> dict[Claimant, Raised]:
        step()
        return _raise({part: parts[part] for part in together}, pool, step)

    apart = sorted(_apart(sorted(parts), pool), key=len, reverse=True)  # the longest work first
    tps = sum(choice.tps for of in parts.values() for some in of.values() for choice in some)
    found: dict[Claimant, Raised] = {}
    for of_some in work.map(raised, apart, tps):
        found |= of_some
    return {part: found[part] for part in sorted(found)}


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
    parts: Mapping[Claimant, Mapping[int, Sequence[Choice]]],
    pool: Pool,
    step: Callable[[], None],
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
        if not any(wishes.values()) or supply.fit_together(wishes):
            for part, persons in wishes.items():
                supply.take(part, persons)
                raised[part].persons[rank] = persons
                raised[part].sizes[rank] = [c.sizes[-1] for c in frontiers[part].choices]
            continue
        at, tied = _level(frontiers, supply, step)
        if tied:
            later = [
                {
                    part: Frontier(choices[after], supply.budget(part))
                    for part, choices in parts.items()
                    if after in choices
                }
                for after in ranks[number + 1 :]
            ]
            for part, points in settle([frontiers, *later], at, supply, step).items():
                for after, frontier, point in zip(
                    ranks[number:], [frontiers, *later], points, strict=True
                ):
                    if part in frontier:
                        raised[part].sizes[after] = frontier[part].sizes_at(point)
                        raised[part].persons[after] = point
            return raised
        for part, index in at.items():
            persons = frontiers[part].persons[index]
            raised[part].persons[rank] = persons
            raised[part].sizes[rank] = frontiers[part].sizes_at(persons)
    return raised


def _level(
    frontiers: Mapping[Claimant, Frontier], supply: Supply, step: Callable[[], None]
) -> tuple[dict[Claimant, int], bool]:
    """Raise the parts of one tier and take from the supply.

    Returns:
        The point of its frontier that each part stands on; and whether the raising ended because
        equally weak parts can be raised, but not all of them.
    """
    bits = 2 * max(frontier.whole for frontier in frontiers.values()).bit_length() + 1
    at: dict[Claimant, int] = {}
    weakest: list[tuple[int, Claimant]] = []
    for _, together in groupby(frontiers.items(), key=lambda item: item[0].province):
        step()
        of_province = dict(together)
        Frontier.solve(of_province.values())
        for part, frontier in of_province.items():
            # what nobody else can use changes nothing of what others can have
            at[part] = bisect_right(frontier.persons, supply.alone(part)) - 1
            supply.take(part, frontier.persons[at[part]])
            weakest.append((frontier.key(at[part], bits), part))
    heapq.heapify(weakest)
    while weakest:
        level = weakest[0][0]
        wants: dict[Claimant, int] = {}
        while weakest and weakest[0][0] == level:
            _, part = heapq.heappop(weakest)
            points = frontiers[part].persons
            if at[part] + 1 < len(points):
                more = points[at[part] + 1] - points[at[part]]
                if supply.fits(part, more):
                    wants[part] = more
        if len(wants) > 1 and not supply.fit_together(wants):
            return at, True
        for part, persons in wants.items():
            supply.take(part, persons)
            at[part] += 1
            heapq.heappush(weakest, (frontiers[part].key(at[part], bits), part))
    return at, False
