"""Sums of a plan by nation, province, regency, district and command.

Polri and TNI of a post belong to the areas of its first TPS, a unit to its own area and those
around it, linmas to the areas of their TPS. In every row assigned = required - short + above,
because it holds for each post, unit and TPS.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress, pairwise, repeat, starmap
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.ceilings import strengths_of_areas
from pamtps_service.planning.columns import lengths_of_runs, starts_of_runs, sums_by
from pamtps_service.planning.commands import Commands
from pamtps_service.policy.areas import official_name
from pamtps_service.policy.model import FORCES, Force, Tier
from pamtps_service.records.area_codes import DIVISOR, NATION, CodeLevel, to_text, to_texts
from pamtps_service.records.batch import CodeColumn, Strength
from pamtps_service.records.plan import AreaLevelOfPlan, AreaRow, SizeChoice, Total, Unit

Int64 = NDArray[np.int64]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Personnel:
    """Required, wished and assigned persons of one force at posts or TPS; equal lengths."""

    required: Int64
    wished: Int64
    assigned: Int64

    def sums_by(self, index: NDArray[np.integer], length: int) -> Int64:
        """Sums of required, wished, assigned, short and above, by an index from 0 to length - 1 of
        each post or TPS; shape (5, length)."""
        short = np.maximum(self.required - self.assigned, 0)
        columns = (self.required, self.wished, self.assigned, short)
        sums = np.zeros((5, length), np.int64)
        sums[:4] = sums_by(index, columns, length)
        sums[4] = sums[2] - sums[0] + sums[3]
        return sums


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
    units = _Units.of(ledger.units)
    strengths = strengths_of_areas(ledger.strengths)
    district = _of_districts(ledger, units)
    regency = _wider(district, "regency", units)
    province = _wider(regency, "province", units)
    nation = _wider(province, None, units)
    return (
        *_rows(nation, AreaLevelOfPlan.NATION, None, strengths),
        *_rows(province, AreaLevelOfPlan.PROVINCE, "province", strengths),
        *_rows(regency, AreaLevelOfPlan.REGENCY, "regency", strengths),
        *_rows(district, AreaLevelOfPlan.DISTRICT, "district", strengths),
        *_rows_of_commands(ledger, units),
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums of the areas of one level, a of them; columns have length a."""

    codes: Int64
    """Integer codes, ascending."""
    personnel: Int64
    """Shape (forces, rows of Personnel.sums_by, a)."""
    tiers: Int64
    """TPS by final tier; shape (tiers, a)."""
    posts: Int64
    sizes: Int64
    """Index of the area, tier, size and number of posts, in this order; shape (4, choices)."""


@dataclass(frozen=True, slots=True)
class _Units:
    """Units as columns of equal length."""

    level: Int64
    """DIVISOR of the level."""
    code: Int64
    force: Int64
    """Index of FORCES."""
    personnel: Int64
    """The rows of Personnel.sums_by; shape (5, length)."""

    @classmethod
    def of(cls, units: Sequence[tuple[CodeLevel, int, Unit]]) -> _Units:
        persons = np.array(
            [(unit.required, unit.wished, unit.assigned) for _, _, unit in units], np.int64
        ).reshape(-1, 3)
        return cls(
            level=np.array([DIVISOR[level] for level, _, _ in units], np.int64),
            code=np.array([code for _, code, _ in units], np.int64),
            force=np.array([FORCES.index(unit.force) for _, _, unit in units], np.int64),
            personnel=Personnel(*persons.T).sums_by(np.arange(len(units)), len(units)),
        )

    def add_to(self, sums: Int64, picked: NDArray[np.bool_], area: Int64) -> None:
        """Add some of them to sums of shape (forces, 5, areas).

        Args:
            sums: changed in place.
            picked: which of them.
            area: index of the area of each that is picked.
        """
        forces, _, areas = sums.shape
        index = self.force[picked] * areas + area
        added = sums_by(index, list(self.personnel[:, picked]), forces * areas)
        sums += added.reshape(-1, forces, areas).swapaxes(0, 1)


def _of_districts(ledger: Ledger, units: _Units) -> _Sums:
    step = DIVISOR["district"]
    districts = ledger.codes // step
    starts = starts_of_runs([districts])
    codes = districts[starts]
    of_tps = np.repeat(np.arange(len(codes)), lengths_of_runs(starts, len(districts)))
    before = np.searchsorted(ledger.first_code, codes * step)
    posts = np.diff(np.append(before, len(ledger.first_code)))
    of_post = np.repeat(np.arange(len(codes)), posts)
    personnel = np.stack(
        [
            ledger.polri.sums_by(of_post, len(codes)),
            ledger.tni.sums_by(of_post, len(codes)),
            ledger.linmas.sums_by(of_tps, len(codes)),
        ]
    )
    inside = units.level <= step
    narrower = units.code[inside] // (step // units.level[inside])
    units.add_to(personnel, inside, np.searchsorted(codes, narrower))
    return _Sums(
        codes=codes,
        personnel=personnel,
        tiers=_tiers(of_tps, ledger.tier, len(codes)),
        posts=posts,
        sizes=_sizes(of_post, ledger.post_tier, ledger.size, 1, len(codes)),
    )


def _wider(inner: _Sums, level: CodeLevel | None, units: _Units) -> _Sums:
    """The sums of the areas around those of the next narrower level; None is the nation."""
    codes = np.zeros_like(inner.codes) if level is None else inner.codes // 100
    starts = starts_of_runs([codes])
    around = np.repeat(np.arange(len(starts)), lengths_of_runs(starts, len(codes)))
    personnel = np.add.reduceat(inner.personnel, starts, axis=2)
    if level is not None:
        here = units.level == DIVISOR[level]
        units.add_to(personnel, here, np.searchsorted(codes[starts], units.code[here]))
    area, tier, size, counts = inner.sizes
    return _Sums(
        codes=codes[starts],
        personnel=personnel,
        tiers=np.add.reduceat(inner.tiers, starts, axis=1),
        posts=np.add.reduceat(inner.posts, starts),
        sizes=_sizes(around[area], tier, size, counts, len(starts)),
    )


def _rows(
    sums: _Sums,
    level: AreaLevelOfPlan,
    of_codes: CodeLevel | None,
    strengths: Mapping[Force, Mapping[str, int]],
) -> list[AreaRow]:
    """The rows of one level; districts have no strengths of their own."""
    texts = to_texts(sums.codes, of_codes) if of_codes else [NATION]
    names = [official_name(code) or "" for code in texts] if of_codes else ["Indonesia"]
    given = [None if of_codes == "district" else strengths.get(force) for force in FORCES]
    totals = [
        _totals(force, persons, [None if areas is None else areas.get(code, 0) for code in texts])
        for force, persons, areas in zip(FORCES, sums.personnel, given, strict=True)
    ]
    # a call for each row that maps columns: there are many rows, and comprehensions take longer
    return list(
        map(
            AreaRow,
            repeat(level),
            texts,
            names,
            zip(*sums.tiers.tolist(), strict=True),
            sums.posts.tolist(),
            zip(*totals, strict=True),
            _choices(sums.sizes, len(texts)),
        )
    )


def _rows_of_commands(ledger: Ledger, units: _Units) -> list[AreaRow]:
    totals: dict[str, list[Total]] = {}
    first = np.searchsorted(ledger.codes, ledger.first_code)
    for force in FORCES:
        for name, total in _totals_of_commands(ledger, units, force, first):
            totals.setdefault(name, []).append(total)
    polri = ledger.commands["polri"]
    of_post = polri.of_tps[first]
    covered = ledger.post_of_tps >= 0
    tiers = _tiers(polri.of_tps[covered], ledger.tier[covered], len(polri.names))
    posts = np.bincount(of_post, minlength=len(polri.names))
    sizes = _choices(
        _sizes(of_post, ledger.post_tier, ledger.size, 1, len(polri.names)), len(polri.names)
    )
    place = {name: index for index, name in enumerate(polri.names)}
    rows = []
    for name in sorted(totals):
        index = place.get(name)
        low, middle, high = (0, 0, 0) if index is None else tiers[:, index].tolist()
        rows.append(
            AreaRow(
                level=AreaLevelOfPlan.COMMAND,
                code=name,
                name="",
                tps_by_tier=(low, middle, high),
                posts=0 if index is None else int(posts[index]),
                totals=tuple(totals[name]),
                sizes=() if index is None else sizes[index],
            )
        )
    return rows


def _totals_of_commands(
    ledger: Ledger, units: _Units, force: Force, first: Int64
) -> Iterator[tuple[str, Total]]:
    """Of the commands that have own strength, or of which something is asked, and of the reserves
    that units claim on.

    Args:
        ledger: all that is summed up.
        units: of the ledger.
        force: the force.
        first: index of the first TPS of each post.
    """
    commands = ledger.commands[force]
    if force == "linmas":
        at, personnel = commands.of_tps, ledger.linmas
    else:
        at = commands.of_tps[first]
        personnel = ledger.polri if force == "polri" else ledger.tni
    place = {name: index for index, name in enumerate(commands.names)}
    claimed = [unit.command for _, _, unit in ledger.units if unit.force == force]
    of_unit = np.array([place.setdefault(name, len(place)) for name in claimed], np.int64)
    sums = personnel.sums_by(at, len(place))
    own = np.zeros(len(place), np.int64)
    own[: len(commands.own)] = commands.own
    concerned = (own > 0) | sums.any(axis=0)
    concerned[of_unit] = True
    sums += sums_by(
        of_unit, list(units.personnel[:, units.force == FORCES.index(force)]), len(place)
    )
    available: dict[str, int] = {}
    if commands.limited:
        available.update(zip(commands.names, commands.own, strict=True))
    for province, reserve in commands.reserves.items():
        available[f"reserve/{to_text(province, 'province')}"] = reserve
    named = zip(place, _totals(force, sums, map(available.get, place)), strict=True)
    return compress(named, concerned.tolist())


def _totals(force: Force, personnel: Int64, available: Iterable[int | None]) -> list[Total]:
    """The totals of some areas or commands.

    Args:
        force: the force.
        personnel: the rows of Personnel.sums_by, a column for each.
        available: of each.
    """
    return _made(Total, zip(repeat(force), *personnel.tolist(), available))


def _made(make: Callable[..., Made], rows: Iterable[tuple[Hashable, ...]]) -> list[Made]:
    """What is made of each row; of equal rows, of which there are many, one and the same."""
    return list(starmap(cache(make), rows))


def _tiers(index: NDArray[np.integer], tier: NDArray[np.int8], areas: int) -> Int64:
    """How many TPS of each tier each area has; shape (tiers, areas)."""
    counts = np.bincount(index.astype(np.int64) * len(Tier) + tier, minlength=areas * len(Tier))
    return counts.reshape(areas, len(Tier)).T


def _sizes(
    area: NDArray[np.integer], tier: Int64, size: Int64, posts: Int64 | int, areas: int
) -> Int64:
    """The columns of _Sums.sizes, of posts or of sums of them.

    Args:
        area: index of the area of each, of `areas` in all.
        tier: of each, as size.
        size: see tier.
        posts: how many posts each stands for.
        areas: see area.
    """
    present = np.bincount(size) > 0
    sizes, rank = np.flatnonzero(present), np.cumsum(present) - 1
    counts = np.zeros((areas, len(Tier), len(sizes)), np.int64)
    np.add.at(counts, (area, tier, rank[size]), posts)
    found = counts.nonzero()
    return np.stack([found[0], found[1], sizes[found[2]], counts[found]])


def _choices(sizes: Int64, areas: int) -> list[tuple[SizeChoice, ...]]:
    """The choices of each area, of the columns of _Sums.sizes."""
    choices = _made(SizeChoice, zip(*sizes[1:].tolist(), strict=True))
    ends = np.cumsum(np.bincount(sizes[0], minlength=areas)).tolist()
    return [tuple(choices[begin:end]) for begin, end in pairwise([0, *ends])]
