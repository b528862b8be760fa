"""Linmas: one for every TPS first, then the second, each round by final tier, then by code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.allocation import tier_claim
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.groups import Cells
from pamtps_service.planning.pool import Pool
from pamtps_service.planning.shares import in_order
from pamtps_service.policy.model import Tier
from pamtps_service.records.area_codes import DIVISOR
from pamtps_service.records.batch import CodeColumn


def allocate_linmas(
    required: NDArray[np.int32], tier: NDArray[np.int8], codes: CodeColumn, pool: Pool
) -> NDArray[np.int64]:
    """Linmas assigned to each TPS; length n, as all columns.

    Args:
        required: linmas that each TPS must have.
        tier: final tier.
        codes: integer TPS codes, ascending.
        pool: the linmas strengths and ceilings.
    """
    assigned = np.zeros(len(codes), np.int64)
    places = Cells.of([pool.commands.of_tps, codes // DIVISOR["regency"]])
    claimants = [Claimant(area // 100, command, area) for command, area in places.rows]
    served = []
    for round_ in range(1, int(required.max(initial=0)) + 1):
        for rank in sorted(Tier, reverse=True):
            wanting = np.flatnonzero((required >= round_) & (tier == rank))
            if not len(wanting):
                continue
            counts = np.bincount(places.of_row[wanting], minlength=len(claimants)).tolist()
            needs = dict(zip(claimants, counts, strict=True))
            # claimants are in code order, so the TPS of a command that spans regencies are too
            served.append((wanting, pool.serve(needs, in_order, tier_claim(rank))))
    for wanting, serving in served:
        given = serving.given()
        persons = [given.get(claimant, 0) for claimant in claimants]
        inside = Cells(places.rows, places.of_row[wanting])
        assigned[wanting] += inside.fill(np.ones(len(wanting), np.int64), persons)
    return assigned
