"""Assignment: the personnel of all three forces, one after the other, and the sums of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import add

import numpy as np
from numpy.typing import NDArray

from pamtps_service.parallel import ALONE, Work
from pamtps_service.planning.allocation import (
    ClaimOrder,
    allocate_polri,
    assign_to_posts,
    assign_to_units,
)
from pamtps_service.planning.ceilings import Ceiling, UnappliedLimit, ceilings_of
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.demand import Demand, PolicyPart
from pamtps_service.planning.former import former_posts
from pamtps_service.planning.groups import Cells, Groups, PostTable, border_codes, form_posts
from pamtps_service.planning.linmas import allocate_linmas
from pamtps_service.planning.mixes import MixDemand, PostPersonnel, mix_demands
from pamtps_service.planning.pool import Pool
from pamtps_service.planning.posts import FormerPosts
from pamtps_service.planning.sizes.choices import kept_by_step
from pamtps_service.planning.summary import Ledger, Personnel
from pamtps_service.planning.tni import allocate_tni
from pamtps_service.planning.units import AddedUnit, added_units, claimant_in
from pamtps_service.policy.model import FORCES, Force
from pamtps_service.records.area_codes import CodeLevel, areas_in, to_text
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.plan import NextStep, Transfer, Unit

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Everything that is assigned, and what a reader must know of how."""

    posts: PostTable
    ledger: Ledger
    mixes: list[MixDemand]
    ceilings: list[Ceiling]
    unapplied: list[UnappliedLimit]
    transfers: list[Transfer]
    """Sorted by source, command, force."""
    next_steps: tuple[NextStep, ...]
    units: list[AddedUnit]
    """What `add` rules require."""
    pools: dict[Force, Pool]
    """What is left of each force, and how each claim was served."""


@dataclass(frozen=True, slots=True)
class PerPost:
    """What the guards of each post must be; length m."""

    tier: Int64
    polri: Int64
    tni: Int64


def per_post(demand: Demand, groups: Groups, posts: PostTable) -> PerPost:
    """The requirement of each post."""
    requirement = groups.requirement[posts.group]

    def column(values: list[int]) -> Int64:
        return np.array(values, np.int64)[requirement]

    return PerPost(
        column([int(needed.tier) for needed in demand.requirements]),
        column([needed.polri for needed in demand.requirements]),
        column([needed.tni for needed in demand.requirements]),
    )


def assign(
    request: PlanRequest,
    parts: Sequence[PolicyPart],
    demand: Demand,
    groups: Groups,
    commands: dict[Force, Commands],
    work: Work = ALONE,
) -> Assignment:
    """Assign Polri, then TNI, then linmas.

    Args:
        request: the request.
        parts: its TPS by policy.
        demand: of its batch.
        groups: of its batch.
        commands: by force.
        work: told of each piece, of the sizes of each province; it may share these out.
    """
    codes = request.batch.code
    ceilings, unapplied = ceilings_of(demand, request.strengths)
    pools = {
        force: Pool(commands[force], {c.code: c.most for c in ceilings if c.force == force})
        for force in FORCES
    }
    order = claim_order(parts)
    units = added_units(parts, demand, commands)
    former = _former(request, demand, groups, commands["polri"])
    kept = kept_by_step(groups, demand, codes, former)
    polri = allocate_polri(groups, demand, units, pools["polri"], order, kept, work)
    work("allocation")
    sizes = polri.sizes
    posts = form_posts(groups, codes, sizes.chosen, sizes.weakest, sizes.strongest, former)
    each = per_post(demand, groups, posts)
    first_code = codes[posts.first]
    regency = groups.regency[posts.group]
    places = Cells.of([each.tier, groups.command[posts.group], regency])
    polri_at_posts = Personnel(
        posts.required * each.polri,
        posts.wished * each.polri,
        assign_to_posts(polri.granted, each.polri, places),
    )
    to_units = assign_to_units(polri.granted, units, "polri")
    work("allocation")
    # without strengths P is the Polri required, also where a ceiling lowers what is assigned
    limited = commands["polri"].limited
    mixes = mix_demands(
        parts,
        demand,
        PostPersonnel(
            first_code,
            polri_at_posts.assigned if limited else polri_at_posts.required,
            polri_at_posts.wished,
            posts.required * each.tni,
            posts.wished * each.tni,
        ),
        posts.of_tps,
        units,
        to_units if limited else [unit.required for unit in units],
    )
    tni = allocate_tni(posts, first_code, each.tier, each.tni, units, mixes, pools["tni"], order)
    work("allocation")
    linmas = allocate_linmas(demand.linmas, demand.tier, codes, pools["linmas"])
    required_linmas = demand.linmas.astype(np.int64)
    ledger = Ledger(
        codes=codes,
        tier=demand.tier,
        post_of_tps=posts.of_tps,
        first_code=first_code,
        post_tier=each.tier,
        size=posts.size,
        polri=polri_at_posts,
        tni=Personnel(posts.required * each.tni, posts.wished * each.tni, tni.at_posts),
        linmas=Personnel(required_linmas, required_linmas, linmas),
        units=_planned_units(
            units, list(map(add, to_units, tni.to_units)), mixes, tni.to_mixes, pools
        ),
        commands=commands,
        strengths=request.strengths,
    )
    steps = polri.next_steps
    transfers = _transfers(pools)
    return Assignment(posts, ledger, mixes, ceilings, unapplied, transfers, steps, units, pools)


def _transfers(pools: dict[Force, Pool]) -> list[Transfer]:
    """Those of all forces, sorted by source, command, force."""
    found = [transfer for pool in pools.values() for transfer in pool.transfers()]
    return sorted(found, key=lambda transfer: (transfer.source, transfer.command, transfer.force))


def _former(
    request: PlanRequest, demand: Demand, groups: Groups, polri: Commands
) -> FormerPosts | None:
    if request.in_force is None:
        return None
    borders = border_codes(groups, demand)
    names = [polri.names[command] for command in groups.command.tolist()]
    return former_posts(request.in_force, groups, borders, names, request.batch.code)


def claim_order(parts: Sequence[PolicyPart]) -> ClaimOrder:
    """The order of claims of each province."""
    return {
        province: part.engine.policy.claims
        for part in parts
        for province in areas_in(part.facts.code, "province")[0].tolist()
    }


def _planned_units(
    units: Sequence[AddedUnit],
    assigned: Sequence[int],
    mixes: Sequence[MixDemand],
    to_mixes: Sequence[int],
    pools: dict[Force, Pool],
) -> list[tuple[CodeLevel, int, Unit]]:
    """All units of the plan, in order of area, force, role and rule."""

    def made(unit: AddedUnit, wished: int, persons: int) -> tuple[CodeLevel, int, Unit]:
        return (
            unit.level,
            unit.code,
            Unit(
                to_text(unit.code, unit.level),
                pools[unit.force].name_of(unit.claimant),
                unit.force,
                unit.role,
                unit.unit,
                unit.required,
                wished,
                persons,
                unit.rule,
            ),
        )

    found = [
        made(unit, unit.required, persons) for unit, persons in zip(units, assigned, strict=True)
    ]
    for mix, persons in zip(mixes, to_mixes, strict=True):
        if mix.required or mix.wished:
            claimant = claimant_in(mix.level, mix.code, pools["tni"].commands)
            unit = AddedUnit(
                mix.level, mix.code, "tni", "standby", mix.rule, "", mix.required, claimant
            )
            found.append(made(unit, mix.wished, persons))
    return sorted(
        found, key=lambda row: (row[2].area, row[2].force, row[2].role, row[2].rule, row[2].unit)
    )
