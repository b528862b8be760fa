"""Which command guards a TPS, whose strength a unit claims, and what strength there is.

Written from "Strength" of the policy language: by force, the command with the longest code that
covers the TPS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import FORCES, Force
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch, Strength

NO_COMMAND = "no-command/"
RESERVE = "reserve/"


@dataclass(frozen=True)
class Commands:
    """Commands by force; `names` is one list for all forces."""

    names: tuple[str, ...]
    of_tps: dict[Force, NDArray[np.int64]]
    """Length n, index into names."""
    given: frozenset[Force]
    """Forces of which the request gives strength."""
    own: dict[tuple[Force, str], int]
    """Own strength by force and command."""
    area: dict[tuple[Force, str], str]
    """Area that the command belongs to."""
    reserve: dict[tuple[Force, str], int]
    """Reserve by force and code of the province, or `ID`."""
    covers: dict[Force, tuple[tuple[str, str], ...]]
    """Covered code and command."""
    strengths: tuple[Strength, ...]

    def of_unit(self, force: Force, area: str) -> str:
        """The command whose strength a unit for the area claims."""
        province = area.partition(".")[0]
        regency = ".".join(area.split(".")[:2])
        if area == province:
            return RESERVE + province
        if force not in self.given:
            return regency
        around = [item for item in self.covers[force] if contains(item[0], area)]
        inside = {name for code, name in self.covers[force] if contains(area, code)}
        if not around:
            return RESERVE + province if inside else NO_COMMAND + regency
        command = max(around, key=lambda item: _depth(item[0]))[1]
        return command if inside <= {command} else RESERVE + province

    def strength_in(self, force: Force, area: str) -> int | None:
        """Own strength of the commands that belong to the area, and its reserve, and reserves
        inside it; None where the request gives no strength of the force."""
        if force not in self.given:
            return None
        return sum(
            item.personnel
            for item in self.strengths
            if item.force == force and contains(area, item.area)
        )


def _depth(code: str) -> int:
    return 0 if code == area_codes.NATION else code.count(".") + 1


def contains(area: str, code: str) -> bool:
    """Whether a code is the area or lies in it; the nation contains all."""
    return area in (area_codes.NATION, code) or code.startswith(area + ".")


def assigned_commands(batch: Batch, strengths: tuple[Strength, ...]) -> Commands:
    """Read the strengths, and give each TPS its command of each force."""
    names: dict[str, int] = {}
    of_tps: dict[Force, NDArray[np.int64]] = {}
    covers: dict[Force, tuple[tuple[str, str], ...]] = {}
    own: dict[tuple[Force, str], int] = {}
    area: dict[tuple[Force, str], str] = {}
    reserve: dict[tuple[Force, str], int] = {}
    given = frozenset(item.force for item in strengths)
    regency = area_codes.column(batch.code, "regency")
    distinct, where = np.unique(regency, return_inverse=True)
    for force in FORCES:
        texts = [area_codes.to_text(int(code), "regency") for code in distinct]
        prefix = NO_COMMAND if force in given else ""
        indices = [names.setdefault(prefix + text, len(names)) for text in texts]
        command = np.array(indices, dtype=np.int64)[where.reshape(-1)]
        for text in texts:
            area[force, prefix + text] = text
        found: list[tuple[str, str]] = []
        for item in strengths:
            if item.force != force:
                continue
            if item.role == "reserve":
                reserve[force, item.area] = reserve.get((force, item.area), 0) + item.personnel
                continue
            own[force, item.command] = own.get((force, item.command), 0) + item.personnel
            area.setdefault((force, item.command), item.area)
            names.setdefault(item.command, len(names))
            found.extend((code, item.command) for code in item.covers)
        covers[force] = tuple(sorted(found, key=lambda pair: (_depth(pair[0]), pair)))
        for code, name in covers[force]:
            # From the shortest code to the longest: the longest has the last word.
            command[tps_range(batch, code)] = names[name]
        of_tps[force] = command
    return Commands(tuple(names), of_tps, given, own, area, reserve, covers, strengths)


def tps_range(batch: Batch, area: str) -> slice:
    """The rows of the TPS that lie in an area (official code or `ID`)."""
    if area == area_codes.NATION:
        return slice(0, len(batch))
    level = area_codes.level_of(area)
    if level is None:
        return slice(0, 0)
    width = area_codes.DIVISOR[level]
    first = area_codes.to_integer(area) * width
    begin, end = np.searchsorted(batch.code, [first, first + width])
    return slice(int(begin), int(end))
