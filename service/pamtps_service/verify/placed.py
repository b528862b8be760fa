"""Where the units of a plan stand, and whose strength they claim: worked out once for each area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import Force
from pamtps_service.records import area_codes
from pamtps_service.records.area_codes import CodeLevel
from pamtps_service.records.batch import Batch
from pamtps_service.records.plan import Unit
from pamtps_service.verify.commands import Commands
from pamtps_service.verify.territory import Territory


@dataclass(frozen=True)
class Placed:
    """Of each unit of the plan, in its order."""

    level: tuple[CodeLevel | None, ...]
    """None where its area is none."""
    begin: NDArray[np.int64]
    """The first integer TPS code that could lie in its area; 0 where it has none."""
    holds_tps: tuple[bool, ...]
    """Whether it is for a province, regency, district or village that holds a TPS of the batch."""
    command: tuple[str, ...]
    """Whose strength it claims; empty where its area is none."""


def placed(units: Sequence[Unit], batch: Batch, territory: Territory, commands: Commands) -> Placed:
    """Read the areas of the units."""
    known: dict[str, tuple[CodeLevel | None, int, int]] = {}
    claimed: dict[tuple[Force, str], str] = {}
    found: list[tuple[CodeLevel | None, int, int]] = []
    command: list[str] = []
    for unit in units:
        area = unit.area
        place = known.get(area)
        if place is None:
            place = known[area] = _read(territory, area)
        found.append(place)
        key = (unit.force, area)
        if key not in claimed:
            claimed[key] = "" if place[0] is None else commands.of_unit(unit.force, area)
        command.append(claimed[key])
    ranges = np.array([(begin, end) for _, begin, end in found], dtype=np.int64).reshape(-1, 2)
    first, last = np.searchsorted(batch.code, ranges.T)
    holds_tps = (last > first).tolist()
    return Placed(
        tuple(level for level, _, _ in found),
        ranges[:, 0],
        tuple(
            holds and level != "tps" for holds, (level, _, _) in zip(holds_tps, found, strict=True)
        ),
        tuple(command),
    )


def _read(territory: Territory, area: str) -> tuple[CodeLevel | None, int, int]:
    """Level of an area, and the range of its TPS codes."""
    place = territory.place(area)
    if place is None:
        return None, 0, 0
    level, code = place
    width = area_codes.DIVISOR[level]
    return level, code * width, (code + 1) * width
