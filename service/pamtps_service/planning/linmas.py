"""Linmas: one for every TPS first, then the second, each round by final tier, then by code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.allocation import tier_claim
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.groups import Cells, fill
from pamtps_service.planning.pool import Pool, Serving
from pamtps_service.planning.shares import in_order
from pamtps_service.policy.model import Tier
from pamtps_service.records.area_codes import DIVISOR
from pamtps_service.records.batch import CodeColumn

Int64 = NDArray[np.int64]


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
    # a cell for each tier and place
    cells = len(Tier) * len(claimants)
    cell = tier.astype(np.int64) * len(claimants) + places.of_row
    rounds: list[tuple[Int64, dict[Tier, Serving]]] = []
    for round_ in range(1, int(required.max(initial=0)) + 1):
        wanting = np.flatnonzero(required >= round_)
        counts = np.bincount(cell[wanting], minlength=cells).reshape(len(Tier), -1).tolist()
        served = {}
        for rank in sorted(Tier, reverse=True):
            if any(counts[rank]):
                needs = dict(zip(claimants, counts[rank], strict=True))
                # claimants are in code order, so the TPS of a command that spans regencies are too
                served[rank] = pool.serve(needs, in_order, tier_claim(rank))
        rounds.append((wanting, served))
    for wanting, served in rounds:
        persons = np.zeros((len(Tier), len(claimants)), np.int64)
        for rank, serving in served.items():
            given = serving.given()
            persons[rank] = [given.get(claimant, 0) for claimant in claimants]
        assigned[wanting] += fill(np.ones(len(wanting), np.int64), persons.ravel(), cell[wanting])
    return assigned
