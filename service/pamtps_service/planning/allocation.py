"""Allocation: who is assigned where, given the strengths, in the order of the policy's claims.

A claim is served for the whole batch before the next: guards by final tier at their weakest size,
units by role, and stronger sizes (upgrades). TNI follow Polri; the TNI that a mix asks for are
served with the units on standby.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.parallel import ALONE, Work
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.demand import Demand
from pamtps_service.planning.groups import Cells, Groups
from pamtps_service.planning.pool import Pool, Serving
from pamtps_service.planning.posts import post_count
from pamtps_service.planning.shares import in_proportion
from pamtps_service.planning.sizes.choices import choices_of
from pamtps_service.planning.sizes.next_steps import next_steps
from pamtps_service.planning.sizes.upgrades import raise_weakest
from pamtps_service.planning.units import AddedUnit
from pamtps_service.policy.model import CLAIMS, Claim, Force
from pamtps_service.records.plan import NextStep

Int64 = NDArray[np.int64]
Needs = dict[Claim, dict[Claimant, int]]
"""Persons needed, by claim and claimant."""
_CLAIM_OF_TIER: tuple[Claim, Claim, Claim] = ("kurang_rawan", "rawan", "sangat_rawan")
ClaimOrder = Mapping[int, tuple[Claim, ...]]
"""The order of claims, by integer code of the province."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The size of posts chosen for each group; columns of length g."""

    chosen: Int64
    weakest: Int64
    strongest: Int64


def serve_in_order(
    pool: Pool,
    needs: Needs,
    order: ClaimOrder,
    upgrade: Callable[[list[int]], None],
    standby: Callable[[Needs, list[int]], None] | None = None,
) -> Needs:
    """Serve all claims, position by position in each province's own order.

    Args:
        pool: strengths and ceilings, used up on the way.
        needs: of every claim but the upgrades.
        order: of each province.
        upgrade: called with the provinces whose upgrades are due.
        standby: called with what was granted so far, and the provinces, behind their standby.

    Returns:
        Persons granted, by claim and claimant.
    """
    served: list[tuple[Claim, Serving]] = []
    for position in range(len(CLAIMS)):
        due: dict[Claim, list[int]] = {}
        for province in sorted(order):
            due.setdefault(order[province][position], []).append(province)
        for claim in CLAIMS:
            provinces = due.get(claim, [])
            inside = frozenset(provinces)
            if claim == "upgrades" and provinces:
                upgrade(provinces)
            elif provinces:
                now = {
                    claimant: need
                    for claimant, need in needs.get(claim, {}).items()
                    if claimant.province in inside
                }
                served.append((claim, pool.serve(now, claim=claim)))
                if claim == "standby" and standby is not None:
                    standby(sums_of(served), provinces)
    return sums_of(served)


def sums_of(served: Sequence[tuple[Claim, Serving]]) -> Needs:
    """Persons that each claimant gets of each claim."""
    granted: Needs = {claim: {} for claim in CLAIMS}
    for claim, serving in served:
        for claimant, persons in serving.given().items():
            granted[claim][claimant] = granted[claim].get(claimant, 0) + persons
    return granted


@dataclass(frozen=True, slots=True)
class PolriAllocation:
    sizes: Sizes
    granted: Needs
    """Persons granted; guards' upgrades included in the claim of their tier."""
    needs: Needs
    """Persons needed at the weakest sizes."""
    next_steps: tuple[NextStep, ...]
    """Sorted by command, highest tier first."""


def allocate_polri(
    groups: Groups,
    demand: Demand,
    units: Sequence[AddedUnit],
    pool: Pool,
    order: ClaimOrder,
    kept: Sequence[Int64] = (),
    work: Work = ALONE,
) -> PolriAllocation:
    """Serve the Polri claims and choose the sizes.

    Args:
        groups: of the batch.
        demand: of the batch.
        units: what `add` rules require, of all forces.
        pool: the Polri strengths and ceilings.
        order: of claims, by province.
        kept: how many TPS each group keeps in their posts (see choices.kept_by_step).
        work: told of the upgrades of each province, which it may share out.
    """
    requirements = demand.requirements
    weakest = np.array([needed.sizes[-1] for needed in requirements], np.int64)[groups.requirement]
    strongest = np.array([needed.sizes[0] for needed in requirements], np.int64)[groups.requirement]
    polri = np.array([needed.polri for needed in requirements], np.int64)[groups.requirement]
    tier = np.array([needed.tier for needed in requirements], np.int64)[groups.requirement]
    need = polri * post_count(groups.tps, weakest)
    needs: Needs = {claim: {} for claim in CLAIMS}
    places = Cells.of([tier, groups.command, groups.regency])
    for (rank, command, regency), persons in zip(places.rows, places.sums(need), strict=True):
        needs[tier_claim(rank)][Claimant(regency // 100, command, regency)] = persons
    add_unit_needs(needs, units, "polri")
    chosen = weakest.copy()
    upgraded: Needs = {claim: {} for claim in CLAIMS}
    steps: list[NextStep] = []

    def upgrade(provinces: list[int]) -> None:
        if not pool.commands.limited:
            return
        raised = raise_weakest(choices_of(groups, demand, provinces, kept), pool, work)
        steps.extend(next_steps(raised, demand, pool))
        stronger: dict[int, list[int]] = {}
        for part, result in raised.items():
            for rank, sizes in result.sizes.items():
                upgraded[tier_claim(rank)][part] = result.persons[rank]
                for choice, size in zip(result.choices[rank], sizes, strict=True):
                    stronger.setdefault(size, []).extend(choice.groups)
        for size, groups_of_size in stronger.items():
            chosen[groups_of_size] = size
        wanted = {part: sum(result.persons.values()) for part, result in raised.items()}
        if sum(pool.serve(wanted, fixed=True, hold=True).given().values()) != sum(wanted.values()):
            raise RuntimeError("sizes were chosen for which there is no strength")

    granted = serve_in_order(pool, needs, order, upgrade)
    for claim, persons_of in upgraded.items():
        for claimant, persons in persons_of.items():
            granted[claim][claimant] = granted[claim].get(claimant, 0) + persons
    steps.sort(key=lambda step: (step.command, -step.risk_tier))
    return PolriAllocation(Sizes(chosen, weakest, strongest), granted, needs, tuple(steps))


def tier_claim(tier: int) -> Claim:
    """The claim of guards of that tier."""
    return _CLAIM_OF_TIER[tier]


def add_unit_needs(needs: Needs, units: Sequence[AddedUnit], force: Force) -> None:
    """Add what units of the force need to the claims of their roles."""
    for unit in units:
        if unit.force == force:
            of_role = needs[unit.role]
            of_role[unit.claimant] = of_role.get(unit.claimant, 0) + unit.required


def assign_to_posts(granted: Needs, needs: Int64, places: Cells) -> Int64:
    """What each post gets of what its tier, command and regency were granted: posts in code order,
    each up to its need.

    Args:
        granted: by claim and claimant.
        needs: of each post, length m.
        places: rank of the final tier, index of the command and regency of each post.
    """
    persons = [
        granted[tier_claim(rank)].get(Claimant(area // 100, index, area), 0)
        for rank, index, area in places.rows
    ]
    return places.fill(needs, persons)


def assign_to_units(granted: Needs, units: Sequence[AddedUnit], force: Force) -> list[int]:
    """What each unit gets of what its role and claimant got, in proportion; 0 of other forces."""
    assigned = [0] * len(units)
    by_claim: dict[tuple[Claim, Claimant], list[int]] = {}
    for number, unit in enumerate(units):
        if unit.force == force:
            by_claim.setdefault((unit.role, unit.claimant), []).append(number)
    for (role, claimant), claiming in by_claim.items():
        persons = granted[role].get(claimant, 0)
        parts = in_proportion(persons, [units[number].required for number in claiming])
        for number, part in zip(claiming, parts, strict=True):
            assigned[number] = part
    return assigned
