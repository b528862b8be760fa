"""TNI: at posts, in units, and on standby as the mixes ask. They never change Polri."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.allocation import (
    ClaimOrder,
    Needs,
    add_unit_needs,
    assign_to_posts,
    assign_to_units,
    serve_in_order,
    sums_of,
    tier_claim,
)
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.groups import Cells, PostTable
from pamtps_service.planning.mixes import MixDemand, areas_around
from pamtps_service.planning.pool import Pool, Serving
from pamtps_service.planning.shares import lowest_first
from pamtps_service.planning.units import AddedUnit, claimant_in
from pamtps_service.policy.model import CLAIMS, AreaLevel, Claim
from pamtps_service.records.area_codes import DIVISOR, CodeLevel, areas_in
from pamtps_service.records.batch import CodeColumn

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TniAllocation:
    at_posts: Int64
    """Assigned to each post, length m."""
    to_units: list[int]
    """Assigned to each unit; 0 of other forces."""
    to_mixes: list[int]
    """Assigned to each mix demand."""


def allocate_tni(
    posts: PostTable,
    first_code: CodeColumn,
    tier: Int64,
    per_post: Int64,
    units: Sequence[AddedUnit],
    mixes: Sequence[MixDemand],
    pool: Pool,
    order: ClaimOrder,
) -> TniAllocation:
    """Serve the TNI claims.

    Posts beyond the minimum of their group claim with the upgrades: without this a stronger size
    could take the TNI of a post that must be.

    Args:
        posts: m posts.
        first_code: integer code of the first TPS of each, length m, as the next two.
        tier: final tier of each.
        per_post: TNI that each needs.
        units: what `add` rules require, of all forces.
        mixes: what the mixes ask for, in the order in which they are settled.
        pool: the TNI strengths and ceilings.
        order: of claims, by province.
    """
    command = pool.commands.of_tps[posts.first].astype(np.int64)
    regency = first_code // DIVISOR["regency"]
    must = per_post * (posts.required > 0)
    beyond = per_post - must
    places = Cells.of([tier, command, regency])
    needs: Needs = {claim: {} for claim in CLAIMS}
    for (rank, index, area), persons in zip(places.rows, places.sums(must), strict=True):
        needs[tier_claim(rank)][Claimant(area // 100, index, area)] = persons
    add_unit_needs(needs, units, "tni")
    beyond_served: list[tuple[Claim, Serving]] = []
    wanted = places.sums(beyond)

    def upgrade(provinces: list[int]) -> None:
        due = set(provinces)
        for rank in sorted({rank for rank, _, _ in places.rows}, reverse=True):
            wants = {
                Claimant(area // 100, index, area): persons
                for (of_rank, index, area), persons in zip(places.rows, wanted, strict=True)
                if persons and of_rank == rank and area // 100 in due
            }
            beyond_served.append((tier_claim(rank), pool.serve(wants)))

    to_mixes = [0] * len(mixes)

    def standby(granted: Needs, provinces: list[int]) -> None:
        at_posts = assign_to_posts(granted, must, places)
        to_units = assign_to_units(granted, units, "tni")
        _serve_mixes(mixes, provinces, at_posts, first_code, units, to_units, pool, to_mixes)

    granted = serve_in_order(pool, needs, order, upgrade, standby)
    at_posts = assign_to_posts(granted, must, places)
    upgraded = sums_of(beyond_served)
    at_posts += assign_to_posts(upgraded, beyond, places)
    return TniAllocation(at_posts, assign_to_units(granted, units, "tni"), to_mixes)


def _serve_mixes(
    mixes: Sequence[MixDemand],
    provinces: Sequence[int],
    at_posts: Int64,
    first_code: CodeColumn,
    units: Sequence[AddedUnit],
    to_units: Sequence[int],
    pool: Pool,
    to_mixes: list[int],
) -> None:
    """Serve the mixes of some provinces, level by level, the lowest T/P first."""
    steps: dict[tuple[AreaLevel, bool], list[int]] = {}
    for number, mix in enumerate(mixes):
        if mix.code // (DIVISOR["province"] // DIVISOR[mix.level]) in provinces:
            # several mixes with `of` in one area are apart: each has its own posts
            steps.setdefault((mix.level, not mix.alone), []).append(number)
    beside: Counter[tuple[AreaLevel, int]] = Counter()

    def count(level: CodeLevel, code: int, persons: int) -> None:
        for area in areas_around(level, code):
            beside[area] += persons

    for unit, persons in zip(units, to_units, strict=True):
        if persons:
            count(unit.level, unit.code, persons)
    for mix, persons in zip(mixes, to_mixes, strict=True):
        count(mix.level, mix.code, persons)
    for (level, _), numbers in steps.items():
        codes, starts = areas_in(first_code, level)
        sums = np.add.reduceat(at_posts, starts).tolist() if len(starts) else []
        of_posts = dict(zip(codes.tolist(), sums, strict=True))
        have = {}
        for number in numbers:
            code, posts = mixes[number].code, mixes[number].posts
            if posts is None:
                have[number] = of_posts.get(code, 0) + beside[level, code]
            else:
                have[number] = int(at_posts[posts & (first_code // DIVISOR[level] == code)].sum())
        for number, persons in _serve_step(numbers, have, mixes, pool).items():
            to_mixes[number] = persons
            count(level, mixes[number].code, persons)


def _serve_step(
    numbers: Sequence[int], have: Mapping[int, int], mixes: Sequence[MixDemand], pool: Pool
) -> dict[int, int]:
    """TNI that these mixes get, where `have` is what each has so far."""
    claimants: dict[Claimant, int] = {}
    for number in numbers:
        mix = mixes[number]
        claimant = claimant_in(mix.level, mix.code, pool.commands)
        claimants[claimant._replace(part=number + 1)] = number

    def by_ratio(total: int, wants: Sequence[int], group: Sequence[Claimant]) -> list[int]:
        picked = [claimants[claimant] for claimant in group]
        so_far = [have[number] for number in picked]
        return lowest_first(total, wants, so_far, [mixes[number].polri for number in picked])

    needs = {claimant: mixes[number].required for claimant, number in claimants.items()}
    served = pool.serve(needs, by_ratio, "standby", fixed=True)
    return {claimants[claimant]: persons for claimant, persons in served.given().items()}
