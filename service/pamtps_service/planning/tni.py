"""TNI: at posts, in units, and on standby as the mixes ask. They never change Polri."""

from __future__ import annotations

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
from pamtps_service.planning.groups import PostTable, cells
from pamtps_service.planning.mixes import MixDemand, lies_in
from pamtps_service.planning.pool import Pool, Serving
from pamtps_service.planning.shares import lowest_first
from pamtps_service.planning.units import AddedUnit
from pamtps_service.policy.model import CLAIMS, Claim
from pamtps_service.records.area_codes import DIVISOR
from pamtps_service.records.batch import CodeColumn

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TniAllocation:
    at_posts: Int64
    """Assigned to each post, length m."""
    to_units: dict[AddedUnit, int]
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
    needs: Needs = {claim: {} for claim in CLAIMS}
    for (rank, index, area), members in zip(*cells([tier, command, regency]), strict=True):
        needs[tier_claim(rank)][Claimant(area // 100, index, area)] = int(must[members].sum())
    add_unit_needs(needs, units, "tni", pool.commands)
    beyond_served: list[tuple[Claim, Serving]] = []

    def upgrade(provinces: list[int]) -> None:
        due = np.isin(regency // 100, provinces) & (beyond > 0)
        for rank in sorted(set(tier.tolist()), reverse=True):
            inside = np.flatnonzero((tier == rank) & due)
            wants = {
                Claimant(area // 100, index, area): int(beyond[inside[rows]].sum())
                for (index, area), rows in zip(
                    *cells([command[inside], regency[inside]]), strict=True
                )
            }
            beyond_served.append((tier_claim(rank), pool.serve(wants)))

    to_mixes = [0] * len(mixes)

    def standby(granted: Needs, provinces: list[int]) -> None:
        at_posts = assign_to_posts(granted, must, tier, command, regency)
        to_units = assign_to_units(granted, units, "tni", pool.commands)
        _serve_mixes(mixes, provinces, at_posts, first_code, to_units, pool, to_mixes)

    granted = serve_in_order(pool, needs, order, upgrade, standby)
    at_posts = assign_to_posts(granted, must, tier, command, regency)
    upgraded = sums_of(beyond_served)
    at_posts += assign_to_posts(upgraded, beyond, tier, command, regency)
    return TniAllocation(at_posts, assign_to_units(granted, units, "tni", pool.commands), to_mixes)


def _serve_mixes(
    mixes: Sequence[MixDemand],
    provinces: Sequence[int],
    at_posts: Int64,
    first_code: CodeColumn,
    to_units: dict[AddedUnit, int],
    pool: Pool,
    to_mixes: list[int],
) -> None:
    """Serve the mixes of some provinces, level by level, the lowest T/P first."""
    steps: dict[tuple[str, bool], list[int]] = {}
    for number, mix in enumerate(mixes):
        if mix.code // (DIVISOR["province"] // DIVISOR[mix.level]) in provinces:
            # several mixes with `of` in one area are apart: each has its own posts
            steps.setdefault((mix.level, not mix.alone), []).append(number)
    for numbers in steps.values():
        have = {
            number: _tni_of(number, mixes, at_posts, first_code, to_units, to_mixes)
            for number in numbers
        }
        for number, persons in _serve_step(numbers, have, mixes, pool).items():
            to_mixes[number] = persons


def _serve_step(
    numbers: Sequence[int], have: Mapping[int, int], mixes: Sequence[MixDemand], pool: Pool
) -> dict[int, int]:
    """TNI that these mixes get, where `have` is what each has so far."""
    claimants: dict[Claimant, int] = {}
    for number in numbers:
        mix = mixes[number]
        unit = AddedUnit(mix.level, mix.code, "tni", "standby", mix.rule, "", mix.required)
        base = unit.claimant(pool.commands)
        claimants[Claimant(base.province, base.command, base.regency, number + 1)] = number

    def by_ratio(total: int, wants: Sequence[int], group: Sequence[Claimant]) -> list[int]:
        picked = [claimants[claimant] for claimant in group]
        so_far = [have[number] for number in picked]
        return lowest_first(total, wants, so_far, [mixes[number].polri for number in picked])

    needs = {claimant: mixes[number].required for claimant, number in claimants.items()}
    served = pool.serve(needs, by_ratio, "standby", fixed=True)
    return {claimants[claimant]: persons for claimant, persons in served.given().items()}


def _tni_of(
    number: int,
    mixes: Sequence[MixDemand],
    at_posts: Int64,
    first_code: CodeColumn,
    to_units: dict[AddedUnit, int],
    to_mixes: Sequence[int],
) -> int:
    """TNI assigned so far where a mix looks."""
    mix = mixes[number]
    inside = first_code // DIVISOR[mix.level] == mix.code
    if mix.posts is not None:
        return int(at_posts[inside & mix.posts].sum())
    persons = int(at_posts[inside].sum())
    for unit, assigned in to_units.items():
        if lies_in(mix.level, mix.code, unit.level, unit.code):
            persons += assigned
    for other, assigned in zip(mixes[:number], to_mixes, strict=False):
        if lies_in(mix.level, mix.code, other.level, other.code):
            persons += assigned
    return persons
