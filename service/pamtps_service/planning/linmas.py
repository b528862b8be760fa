"""Linmas: one for every TPS first, then the second, each round by final tier, then by code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.allocation import tier_claim
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.groups import cells, fill_in_order
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
    command = pool.commands.of_tps.astype(np.int64)
    regency = codes // DIVISOR["regency"]
    rows, members_of = cells([command, regency])
    served = []
    for round_ in range(1, int(required.max(initial=0)) + 1):
        for rank in sorted(Tier, reverse=True):
            wants = ((required >= round_) & (tier == rank)).astype(np.int64)
            if not wants.any():
                continue
            needs = {
                Claimant(area // 100, index, area): int(wants[members].sum())
                for (index, area), members in zip(rows, members_of, strict=True)
            }
            # claimants are in code order, so the TPS of a command that spans regencies are too
            served.append((wants, pool.serve(needs, in_order, tier_claim(rank))))
    for wants, serving in served:
        given = serving.given()
        for (index, area), members in zip(rows, members_of, strict=True):
            persons = given.get(Claimant(area // 100, index, area), 0)
            fill_in_order(members, wants, persons, assigned)
    return assigned
