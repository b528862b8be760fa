"""Commands: who guards which TPS, on whose strength a unit claims, and what is at hand.

A TPS belongs, force by force, to the command with the longest code that covers it. Where none
does, it belongs to a command without own strength, named after its regency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.columns import lengths_of_runs
from pamtps_service.policy.faults import Fault, fault
from pamtps_service.policy.model import Force
from pamtps_service.records.area_codes import (
    DIVISOR,
    LEVELS,
    NATION,
    CodeLevel,
    areas_in,
    to_integer,
    to_text,
)
from pamtps_service.records.batch import CodeColumn, IntColumn, Strength


@dataclass(frozen=True, slots=True)
class Commands:
    """The commands of one force that concern a batch, and the reserves.

    Provinces and areas are integer codes.
    """

    force: Force
    limited: bool
    """Whether the request gives any strength of the force; if not, it is planned as unlimited."""
    names: tuple[str, ...]
    """Sorted; includes commands without own strength."""
    own: tuple[int, ...]
    """Own personnel of each command."""
    province: tuple[int, ...]
    """Province of each command, by its area."""
    area: tuple[str, ...]
    """Code of the area that each command belongs to."""
    reserves: dict[int, int]
    """Reserve of each province."""
    national_reserve: int
    of_tps: IntColumn
    """Index of the command of each TPS; length n."""
    covers: dict[str, int] = field(repr=False)
    """Which command covers an area code directly."""
    inside: dict[str, frozenset[int]] = field(repr=False)
    """Which commands cover an area that lies inside the one of this code."""
    uncovered: dict[int, int] = field(repr=False)
    """For a regency, the index of the command that stands for what no command covers."""

    def of_area(self, code: int, level: CodeLevel) -> int | None:
        """The command on whose strength a unit for an area claims.

        None is the reserve of its province: of a province, and of an area under several commands.
        """
        if level == "province":
            return None
        text = to_text(code, level)
        inside = self.inside.get(text)
        ancestor = text
        while ancestor and ancestor not in self.covers:
            ancestor = ancestor.rpartition(".")[0]
        around = self.covers.get(ancestor)
        if inside and inside - {around}:
            return None
        if around is not None:
            return around
        return self.uncovered[code // (DIVISOR["regency"] // DIVISOR[level])]


def commands_of(force: Force, strengths: Sequence[Strength], codes: CodeColumn) -> Commands:
    """The commands of one force for a batch.

    Args:
        force: the force.
        strengths: all strengths of the request, checked by `cover_faults`.
        codes: integer TPS codes of the batch, ascending, length n.
    """
    given = [strength for strength in strengths if strength.force == force]
    own = {s.command: s for s in given if s.role == "own"}
    cover_of = {cover: s.command for s in own.values() for cover in s.covers}
    sorted_covers = sorted(cover_of)
    covered_by = _longest_cover(codes, sorted_covers)
    regencies, starts = areas_in(codes, "regency")
    needed = regencies.tolist()
    spare = {}
    for regency in needed:
        name = to_text(regency, "regency")
        spare[regency] = f"no-command/{name}" if name in own else name
    names = sorted({*own, *(spare[regency] for regency in needed)})
    index = {name: number for number, name in enumerate(names)}
    area = {s.command: s.area for s in own.values()}
    area.update({spare[regency]: to_text(regency, "regency") for regency in needed})
    of_cover = np.array([index[cover_of[cover]] for cover in sorted_covers], np.int32)
    # what no command covers belongs to the command of its regency
    of_regency = np.array([index[spare[regency]] for regency in needed], np.int32)
    of_tps = np.repeat(of_regency, lengths_of_runs(starts, len(codes)))
    covered = covered_by >= 0
    of_tps[covered] = of_cover[covered_by[covered]]
    covers = {cover: index[command] for cover, command in cover_of.items()}
    return Commands(
        force=force,
        limited=bool(given),
        names=tuple(names),
        own=tuple(own[name].personnel if name in own else 0 for name in names),
        province=tuple(int(area[name][:2]) for name in names),
        area=tuple(area[name] for name in names),
        reserves=_reserves(given),
        national_reserve=sum(
            s.personnel for s in given if s.role == "reserve" and s.area == NATION
        ),
        of_tps=of_tps,
        covers=covers,
        inside=_inside(covers),
        uncovered={regency: index[name] for regency, name in spare.items()},
    )


def cover_faults(strengths: Sequence[tuple[int, Strength]]) -> list[Fault]:
    """Commands given twice, and areas that two commands of a force cover.

    Args:
        strengths: each with its index in the request.
    """
    faults = []
    seen: dict[tuple[str, ...], int] = {}
    covers: dict[tuple[Force, str], tuple[int, str]] = {}
    for row, strength in strengths:
        name = strength.command if strength.role == "own" else f"{strength.command}@{strength.area}"
        key = (strength.force, strength.role, name)
        if key in seen:
            faults.append(
                fault(
                    "strength-twice",
                    f"strengths[{row}]",
                    command=strength.command or strength.area,
                    force=strength.force,
                    first=f"strengths[{seen[key]}]",
                )
            )
            continue
        seen[key] = row
        for cover in strength.covers if strength.role == "own" else ():
            first = covers.setdefault((strength.force, cover), (row, strength.command))
            if first[0] != row:
                faults.append(
                    fault(
                        "cover-twice",
                        f"strengths[{row}].covers",
                        area=cover,
                        force=strength.force,
                        command=strength.command,
                        other=first[1],
                        first=f"strengths[{first[0]}]",
                    )
                )
    return faults


def _inside(covers: dict[str, int]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for cover, command in covers.items():
        around = cover.rpartition(".")[0]
        while around:
            found.setdefault(around, set()).add(command)
            around = around.rpartition(".")[0]
    return {area: frozenset(commands) for area, commands in found.items()}


def _reserves(given: Sequence[Strength]) -> dict[int, int]:
    reserves: dict[int, int] = {}
    for strength in given:
        if strength.role == "reserve" and strength.area != NATION:
            province = to_integer(strength.area)
            reserves[province] = reserves.get(province, 0) + strength.personnel
    return reserves


def _longest_cover(codes: CodeColumn, covers: Sequence[str]) -> NDArray[np.int64]:
    """For each TPS the index of the longest code that contains it, -1 where none does.

    The TPS of an area stand together in code order, so each area is a slice.
    """
    found = np.full(len(codes), -1, np.int64)
    by_length = sorted(range(len(covers)), key=lambda index: len(covers[index]))
    levels = [LEVELS[covers[index].count(".")] for index in by_length]
    steps = np.array([DIVISOR[level] for level in levels], np.int64)
    first = np.array([to_integer(covers[index]) for index in by_length], np.int64) * steps
    begins = np.searchsorted(codes, first).tolist()
    ends = np.searchsorted(codes, first + steps).tolist()
    for index, begin, end in zip(by_length, begins, ends, strict=True):
        found[begin:end] = index
    return found
