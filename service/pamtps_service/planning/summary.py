"""Sums of a plan by nation, province, regency, district and command.

Polri and TNI of a post belong to the areas of its first TPS, a unit to its own area and those
around it, linmas to the areas of their TPS. In every row assigned = required - short + above,
because it holds for each post, unit and TPS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.ceilings import strength_of_area
from pamtps_service.planning.commands import Commands
from pamtps_service.policy.areas import official_name
from pamtps_service.policy.model import FORCES, Force
from pamtps_service.records.area_codes import DIVISOR, NATION, CodeLevel, to_text
from pamtps_service.records.batch import CodeColumn, Strength
from pamtps_service.records.plan import AreaLevelOfPlan, AreaRow, SizeChoice, Total, Unit

Int64 = NDArray[np.int64]
_REQUIRED, _WISHED, _ASSIGNED, _SHORT, _ABOVE = range(5)


@dataclass(frozen=True, slots=True)
class Personnel:
    """Required, wished and assigned persons of one force at posts or TPS; equal lengths."""

    required: Int64
    wished: Int64
    assigned: Int64

    def table(self) -> Int64:
        """Columns required, wished, assigned, short, above; shape (length, 5)."""
        short = np.maximum(self.required - self.assigned, 0)
        above = np.maximum(self.assigned - self.required, 0)
        return np.stack([self.required, self.wished, self.assigned, short, above], axis=1)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is summed up."""

    codes: CodeColumn
    """Integer TPS codes, ascending; length n."""
    tier: NDArray[np.int8]
    """Final tier; length n."""
    post_of_tps: NDArray[np.int32]
    first_code: CodeColumn
    """First TPS of each post; length m, as post_tier and size."""
    post_tier: Int64
    size: Int64
    polri: Personnel
    """At the posts."""
    tni: Personnel
    """At the posts."""
    linmas: Personnel
    """At the TPS."""
    units: Sequence[tuple[CodeLevel, int, Unit]]
    """Each with the level and integer code of its area."""
    commands: dict[Force, Commands]
    strengths: Sequence[Strength]


def area_rows(ledger: Ledger) -> tuple[AreaRow, ...]:
    """The rows of all levels, in the order of level and code."""
    rows: list[AreaRow] = []
    levels: tuple[tuple[AreaLevelOfPlan, CodeLevel | None], ...] = (
        (AreaLevelOfPlan.NATION, None),
        (AreaLevelOfPlan.PROVINCE, "province"),
        (AreaLevelOfPlan.REGENCY, "regency"),
        (AreaLevelOfPlan.DISTRICT, "district"),
    )
    for level, of_codes in levels:
        rows += _rows_of_level(ledger, level, of_codes)
    rows += _rows_of_commands(ledger)
    return tuple(rows)


def _rows_of_level(
    ledger: Ledger, level: AreaLevelOfPlan, of_codes: CodeLevel | None
) -> list[AreaRow]:
    step = DIVISOR[of_codes] if of_codes else 10**14
    codes, of_tps = np.unique(ledger.codes // step, return_inverse=True)
    of_post = np.searchsorted(codes, ledger.first_code // step)
    sums = np.zeros((len(codes), 3, 5), np.int64)
    np.add.at(sums[:, 0], of_post, ledger.polri.table())
    np.add.at(sums[:, 1], of_post, ledger.tni.table())
    np.add.at(sums[:, 2], of_tps, ledger.linmas.table())
    place = {code: index for index, code in enumerate(codes.tolist())}
    for unit_level, code, unit in ledger.units:
        inner = DIVISOR[unit_level]
        if inner <= step:
            _add_unit(sums[place[code // (step // inner)]], unit)
    tiers = _tiers(of_tps, ledger.tier, len(codes))
    posts = np.bincount(of_post, minlength=len(codes)).tolist()
    sizes = _sizes(of_post, ledger)
    out = []
    for index, code in enumerate(codes.tolist()):
        text = to_text(code, of_codes) if of_codes else NATION
        available = [
            None if of_codes == "district" else strength_of_area(ledger.strengths, force, text)
            for force in FORCES
        ]
        out.append(
            AreaRow(
                level=level,
                code=text,
                name="Indonesia" if of_codes is None else official_name(text) or "",
                tps_by_tier=tiers[index],
                posts=posts[index],
                totals=tuple(
                    _total(force, sums[index, number], available[number])
                    for number, force in enumerate(FORCES)
                ),
                sizes=sizes.get(index, ()),
            )
        )
    return out


def _rows_of_commands(ledger: Ledger) -> list[AreaRow]:
    polri = ledger.commands["polri"]
    first = np.searchsorted(ledger.codes, ledger.first_code)
    sums: dict[str, dict[Force, Int64]] = {}
    available: dict[tuple[str, Force], int] = {}
    for force in FORCES:
        commands = ledger.commands[force]
        table = np.zeros((len(commands.names), 5), np.int64)
        if force == "linmas":
            at, personnel = commands.of_tps, ledger.linmas
        else:
            at = commands.of_tps[first]
            personnel = ledger.polri if force == "polri" else ledger.tni
        np.add.at(table, at, personnel.table())
        concerned = set(np.unique(at[personnel.required + personnel.assigned > 0]).tolist())
        concerned |= {index for index, own in enumerate(commands.own) if own > 0}
        for index in concerned:
            sums.setdefault(commands.names[index], {})[force] = table[index]
        for name, own in zip(commands.names, commands.own, strict=True):
            if commands.limited:
                available[name, force] = own
        for province, reserve in commands.reserves.items():
            available[f"reserve/{to_text(province, 'province')}", force] = reserve
    for _, _, unit in ledger.units:
        of_force = sums.setdefault(unit.command, {}).setdefault(unit.force, np.zeros(5, np.int64))
        row = np.zeros((3, 5), np.int64)
        _add_unit(row, unit)
        of_force += row[FORCES.index(unit.force)]
    covered = ledger.post_of_tps >= 0
    tiers = _tiers(polri.of_tps[covered], ledger.tier[covered], len(polri.names))
    of_post = polri.of_tps[first].astype(np.int64)
    sizes = _sizes(of_post, ledger)
    posts = np.bincount(of_post, minlength=len(polri.names)).tolist()
    rows = []
    for name in sorted(sums):
        index = polri.names.index(name) if name in polri.names else None
        rows.append(
            AreaRow(
                level=AreaLevelOfPlan.COMMAND,
                code=name,
                name="",
                tps_by_tier=(0, 0, 0) if index is None else tiers[index],
                posts=0 if index is None else posts[index],
                totals=tuple(
                    _total(force, sums[name][force], available.get((name, force)))
                    for force in FORCES
                    if force in sums[name]
                ),
                sizes=() if index is None else sizes.get(index, ()),
            )
        )
    return rows


def _add_unit(row: Int64, unit: Unit) -> None:
    """Add a unit to the sums of one area, shape (3, 5)."""
    row[FORCES.index(unit.force)] += np.array(
        [unit.required, unit.wished, unit.assigned, unit.required - unit.assigned, 0], np.int64
    )


def _tiers(
    index: NDArray[np.integer], tier: NDArray[np.int8], areas: int
) -> list[tuple[int, int, int]]:
    counts = np.bincount(index.astype(np.int64) * 3 + tier, minlength=areas * 3)
    return [(low, middle, high) for low, middle, high in counts.reshape(-1, 3).tolist()]


def _sizes(of_post: Int64, ledger: Ledger) -> dict[int, tuple[SizeChoice, ...]]:
    if not len(of_post):
        return {}
    keys, counts = np.unique(
        np.stack([of_post, ledger.post_tier, ledger.size]), axis=1, return_counts=True
    )
    found: dict[int, list[SizeChoice]] = {}
    for (area, tier, size), count in zip(keys.T.tolist(), counts.tolist(), strict=True):
        found.setdefault(area, []).append(SizeChoice(tier, size, count))
    return {area: tuple(choices) for area, choices in found.items()}


def _total(force: Force, sums: Int64, available: int | None) -> Total:
    required, wished, assigned, short, above = sums.tolist()
    return Total(force, required, wished, assigned, short, above, available)
