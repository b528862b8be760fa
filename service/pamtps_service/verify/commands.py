"""Which command guards a TPS, whose strength a unit claims, and what strength there is.

Written from "Strength" of the policy language: by force, the command with the longest code that
covers the TPS.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    covers: dict[Force, dict[str, str]]
    """Command by the code that it covers."""
    inside: dict[Force, dict[str, frozenset[str]]]
    """Commands that cover a code inside an area, by area."""
    strength: dict[tuple[Force, str], int]
    """Everything given inside an area (official code or `ID`), reserves included."""

    def of_unit(self, force: Force, area: str) -> str:
        """The command whose strength a unit for the area claims."""
        province = area.partition(".")[0]
        if area == province:
            return RESERVE + province
        covers = self.covers[force]
        code = area
        while code and code not in covers:
            code = code.rpartition(".")[0]
        around = covers[code] if code else None
        inside = self.inside[force].get(area)
        if around is None:
            regency = ".".join(area.split(".")[:2])
            return RESERVE + province if inside else self.without_own(force, regency)
        return around if inside is None or inside <= {around} else RESERVE + province

    def without_own(self, force: Force, regency: str) -> str:
        """The command without own strength that stands for what no command covers of a regency."""
        return _without_own(regency, (force, regency) in self.own)

    def province(self, force: Force, command: str) -> str:
        """The province whose reserve serves a command; that of `reserve/PROVINCE` itself. Empty of
        a name that is none."""
        if command.startswith(RESERVE):
            return command.removeprefix(RESERVE)
        return self.area.get((force, command), "")[:2]

    def strength_in(self, force: Force, area: str) -> int | None:
        """Own strength of the commands that belong to the area, and its reserve, and reserves
        inside it; None where the request gives no strength of the force."""
        return self.strength.get((force, area), 0) if force in self.given else None


def _without_own(regency: str, taken: bool) -> str:
    """It is named after the regency, unless a command of that name has strength."""
    return NO_COMMAND + regency if taken else regency


def _with_ancestors(code: str) -> list[str]:
    """The province, regency and so on that a code lies in, and the code itself."""
    parts = code.split(".")
    return [".".join(parts[: count + 1]) for count in range(len(parts))]


def _depth(code: str) -> int:
    return 0 if code == area_codes.NATION else code.count(".") + 1


def contains(area: str, code: str) -> bool:
    """Whether a code is the area or lies in it; the nation contains all."""
    return area in (area_codes.NATION, code) or code.startswith(area + ".")


def assigned_commands(batch: Batch, strengths: tuple[Strength, ...]) -> Commands:
    """Read the strengths, and give each TPS its command of each force."""
    names: dict[str, int] = {}
    of_tps: dict[Force, NDArray[np.int64]] = {}
    covers: dict[Force, dict[str, str]] = {}
    inside: dict[Force, dict[str, frozenset[str]]] = {}
    own: dict[tuple[Force, str], int] = {}
    area: dict[tuple[Force, str], str] = {}
    reserve: dict[tuple[Force, str], int] = {}
    strength: dict[tuple[Force, str], int] = {}
    for item in strengths:
        for around in {area_codes.NATION, *_with_ancestors(item.area)}:
            key = (item.force, around)
            strength[key] = strength.get(key, 0) + item.personnel
    given = frozenset(item.force for item in strengths)
    regencies, begins = area_codes.areas_in(batch.code, "regency")
    lengths = np.diff(begins, append=len(batch))
    texts = [area_codes.to_text(code, "regency") for code in regencies.tolist()]
    for force in FORCES:
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
        covers[force] = dict(found)
        stand_in = [_without_own(text, (force, text) in own) for text in texts]
        indices = [names.setdefault(name, len(names)) for name in stand_in]
        command = np.repeat(np.array(indices, dtype=np.int64), lengths)
        for name, text in zip(stand_in, texts, strict=True):
            area.setdefault((force, name), text)
        within: dict[str, set[str]] = {}
        found.sort(key=lambda pair: (_depth(pair[0]), pair))
        rows = tps_ranges(batch, [code for code, _ in found])
        for (code, name), inside_code in zip(found, rows, strict=True):
            for around in _with_ancestors(code):
                within.setdefault(around, set()).add(name)
            # From the shortest code to the longest: the longest has the last word.
            command[inside_code] = names[name]
        inside[force] = {code: frozenset(commands) for code, commands in within.items()}
        of_tps[force] = command
    return Commands(tuple(names), of_tps, given, own, area, reserve, covers, inside, strength)


def tps_range(batch: Batch, area: str) -> slice:
    """The rows of the TPS that lie in an area (official code or `ID`)."""
    return tps_ranges(batch, [area])[0]


def tps_ranges(batch: Batch, areas: Sequence[str]) -> list[slice]:
    """The rows of the TPS that lie in each of the areas (official codes or `ID`)."""
    codes = []
    for area in areas:
        level = area_codes.level_of(area)
        width = 0 if level is None else area_codes.DIVISOR[level]
        first = 0 if level is None else area_codes.to_integer(area) * width
        codes.append((first, 10**13 if area == area_codes.NATION else first + width))
    rows = np.searchsorted(batch.code, np.array(codes, dtype=np.int64).reshape(-1, 2))
    return [slice(begin, end) for begin, end in rows.tolist()]
