"""Everything that is required and assigned, one entry for each post, TPS or unit, by force.

All sums of the verification are taken over these columns: a post (and its Polri and TNI) belongs
to the areas of its first TPS, linmas to their TPS, a unit to its area and what is around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import FORCES, AreaLevel, Force
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch
from pamtps_service.records.plan import Plan
from pamtps_service.verify.commands import Commands
from pamtps_service.verify.distinct import distinct
from pamtps_service.verify.placed import Placed
from pamtps_service.verify.posts import Formed
from pamtps_service.verify.requirement import Requirements
from pamtps_service.verify.stations import Aligned, Numbers, read_at

LEVELS: Final = ("tps", "village", "district", "regency", "province")
ROLE_CLAIM: Final = {"supervisor": 3, "reinforcement": 4, "standby": 5}
"""Number of the claim of a unit by its role; guards claim by the rank of their tier, 0 to 2."""
CLAIM_NAMES: Final = (
    "kurang_rawan",
    "rawan",
    "sangat_rawan",
    "supervisor",
    "reinforcement",
    "standby",
)


@dataclass(frozen=True)
class Entries:
    """Entries of one force, sorted by place; all columns have the same length."""

    place: Numbers
    """Integer TPS code of a TPS, or of the first that could lie in the area of a unit."""
    level: Numbers
    """Index in LEVELS of what the entry belongs to."""
    command: Numbers
    """Index in Ledger.commands."""
    claim: Numbers
    """Index in CLAIM_NAMES."""
    required: Numbers
    wished: Numbers
    assigned: Numbers
    unit: Numbers
    """Index in Plan.units; -1 of a post or TPS."""
    post: Numbers
    """Index in Plan.posts; -1 of a TPS or unit."""

    @cached_property
    def _paired(self) -> tuple[Numbers, Numbers]:
        return distinct(self.command * 100 + self.place // 10**11)

    @property
    def pairs(self) -> Numbers:
        """Distinct pairs of command and province: 100 * command + province."""
        return self._paired[0]

    @property
    def pair(self) -> Numbers:
        """Of each entry, the index of its pair."""
        return self._paired[1]

    @cached_property
    def short(self) -> Numbers:
        found: Numbers = np.maximum(self.required - self.assigned, 0)
        return found

    @cached_property
    def above(self) -> Numbers:
        found: Numbers = np.maximum(self.assigned - self.required, 0)
        return found

    def inside(self, area: str) -> NDArray[np.intp]:
        """Indices of the entries that belong to an area (official code or `ID`)."""
        if area == area_codes.NATION:
            return np.arange(len(self.place))
        level = area_codes.level_of(area)
        if level is None:
            return np.zeros(0, dtype=np.intp)
        width = area_codes.DIVISOR[level]
        first = area_codes.to_integer(area) * width
        begin, end = np.searchsorted(self.place, [first, first + width])
        narrow = self.level[begin:end] <= LEVELS.index(level)
        found: NDArray[np.intp] = np.flatnonzero(narrow) + begin
        return found

    def inside_each(self, level: AreaLevel, codes: Numbers, column: Numbers) -> Numbers:
        """The sums of a column over the entries that belong to each area.

        Args:
            level: of the areas.
            codes: their integer codes.
            column: as long as the entries.
        """
        width = area_codes.DIVISOR[level]
        begins, ends = np.searchsorted(self.place, [codes * width, (codes + 1) * width])
        total = np.zeros(len(column) + 1, dtype=np.int64)
        np.cumsum(np.where(self.level <= LEVELS.index(level), column, 0), out=total[1:])
        found: Numbers = total[ends] - total[begins]
        return found


@dataclass(frozen=True)
class Ledger:
    entries: dict[Force, Entries]
    commands: tuple[str, ...]
    """Names of all commands, those on whose reserve a unit claims included."""


def opened(
    plan: Plan,
    batch: Batch,
    rows: Aligned,
    posts: Formed,
    requirements: Requirements,
    commands: Commands,
    placed: Placed,
) -> Ledger:
    """Enter every post, TPS and unit of the plan that has a place; others are violations already.

    Units stand under the command that they should claim on, posts under that of their first TPS.
    """
    names = {name: number for number, name in enumerate(commands.names)}
    entries: dict[Force, Entries] = {}
    first_code = read_at(batch.code, posts.first, -1)
    # A post that no TPS names has only the place that it claims for itself.
    place = np.where(posts.first >= 0, first_code, plan.posts.first_tps)
    tier = read_at(requirements.tier, posts.first, 0)
    for force in FORCES:
        if force == "linmas":
            guards = _linmas(plan, batch, rows, requirements, commands)
        else:
            persons = (
                (posts.polri_required, posts.polri_wished, plan.posts.polri)
                if force == "polri"
                else (posts.tni_required, posts.tni_wished, plan.posts.tni)
            )
            nowhere = np.full(len(place), -1, dtype=np.int64)
            guards = (
                place,
                nowhere * 0,
                read_at(commands.of_tps[force], posts.first, 0),
                tier,
                *(column.astype(np.int64) for column in persons),
                nowhere,
                np.arange(len(place), dtype=np.int64),
            )
        units = _units(plan, force, placed, names)
        columns = (
            [np.concatenate(pair) for pair in zip(guards, units, strict=True)]
            if len(units[0])
            else list(guards)
        )
        if (columns[0][1:] < columns[0][:-1]).any():
            order = np.argsort(columns[0], kind="stable")
            columns = [column[order] for column in columns]
        entries[force] = Entries(*columns)
    return Ledger(entries, tuple(names))


def _linmas(
    plan: Plan, batch: Batch, rows: Aligned, requirements: Requirements, commands: Commands
) -> Sequence[Numbers]:
    there = slice(None) if rows.in_order else np.flatnonzero(rows.there)
    code, needed = batch.code[there], requirements.linmas[there]
    nowhere = np.full(len(code), -1, dtype=np.int64)
    return (
        code,
        np.zeros(len(code), dtype=np.int64),
        commands.of_tps["linmas"][there],
        requirements.tier[there].astype(np.int64),
        needed,
        needed,
        plan.stations.linmas[rows.row[there]].astype(np.int64),
        nowhere,
        nowhere,
    )


def _units(plan: Plan, force: Force, placed: Placed, names: dict[str, int]) -> Sequence[Numbers]:
    """Units of a force that have a place; `names` gains the commands that only they claim on."""
    found: list[tuple[int, ...]] = []
    begin = placed.begin.tolist()
    for number, unit in enumerate(plan.units):
        level = placed.level[number]
        if unit.force != force or level is None or unit.role not in ROLE_CLAIM:
            continue
        command = placed.command[number]
        found.append(
            (
                begin[number],
                LEVELS.index(level),
                names.setdefault(command, len(names)),
                ROLE_CLAIM[unit.role],
                unit.required,
                unit.wished,
                unit.assigned,
                number,
                -1,
            )
        )
    table = np.array(found, dtype=np.int64).reshape(len(found), 9)
    return [np.ascontiguousarray(column) for column in table.T]
