"""Arithmetic: every row of every area and command is the sum of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.areas import official_name
from pamtps_service.policy.model import FORCES, Force, Tier
from pamtps_service.records import area_codes
from pamtps_service.records.area_codes import CodeLevel
from pamtps_service.records.batch import Batch
from pamtps_service.records.plan import AreaLevelOfPlan, AreaRow, Plan, Total
from pamtps_service.verify import words
from pamtps_service.verify.commands import RESERVE, Commands
from pamtps_service.verify.distinct import added_up_to_next, changes, distinct
from pamtps_service.verify.ledger import LEVELS, Ledger
from pamtps_service.verify.posts import Formed
from pamtps_service.verify.report import Report
from pamtps_service.verify.requirement import Requirements
from pamtps_service.verify.stations import Aligned, Numbers, read_at
from pamtps_service.verify.territory import Territory

NAMED = (AreaLevelOfPlan.NATION, AreaLevelOfPlan.PROVINCE, AreaLevelOfPlan.REGENCY)
"""Levels whose rows have an official name."""
COLUMNS = ("required", "wished", "assigned", "short", "above")
AREA_LEVELS: dict[AreaLevelOfPlan, CodeLevel] = {
    AreaLevelOfPlan.PROVINCE: "province",
    AreaLevelOfPlan.REGENCY: "regency",
    AreaLevelOfPlan.DISTRICT: "district",
}

Place = tuple[AreaLevelOfPlan, str]
"""Level and code of a row."""
NATION: Place = (AreaLevelOfPlan.NATION, area_codes.NATION)
NOTHING = (0,) * len(COLUMNS)
NO_TPS = (0, 0, 0)
_OF_TOTAL = attrgetter("required", "wished", "assigned", "short", "above")
_OF_SIZE = attrgetter("risk_tier", "size", "posts")
Value = TypeVar("Value")
ByCode = dict[AreaLevelOfPlan, dict[str, Value]]
"""Something for each place: by level, then code; every level is there."""


def by_code() -> ByCode[Any]:
    """Nothing at any level yet."""
    return {level: {} for level in AreaLevelOfPlan}


@dataclass
class Sums:
    """What the rows must say, added up once from posts, TPS and units."""

    totals: dict[Force, ByCode[tuple[int, ...]]] = field(
        default_factory=lambda: {force: by_code() for force in FORCES}
    )
    """In the order of COLUMNS."""
    tiers: ByCode[tuple[int, ...]] = field(default_factory=by_code)
    posts: ByCode[int] = field(default_factory=by_code)
    sizes: ByCode[list[tuple[int, int, int]]] = field(default_factory=by_code)
    """Tier, size and number of posts, in the order of a row."""
    available: dict[Force, ByCode[int | None]] = field(
        default_factory=lambda: {force: by_code() for force in FORCES}
    )

    def total(self, place: Place, force: Force) -> tuple[int, ...]:
        """What there is of a force; nothing where there is no such place."""
        level, code = place
        return self.totals[force][level].get(code, NOTHING)


def added_up(
    plan: Plan,
    batch: Batch,
    territory: Territory,
    rows: Aligned,
    posts: Formed,
    requirements: Requirements,
    commands: Commands,
    ledger: Ledger,
) -> Sums:
    """Add up everything, by area and by command."""
    sums = Sums()
    _add_totals(sums, territory, ledger)
    _add_tiers(sums, territory, rows, posts, requirements, commands)
    _add_sizes(sums, plan, batch, territory, posts, requirements, commands)
    _add_available(sums, commands)
    return sums


def _add_totals(sums: Sums, territory: Territory, ledger: Ledger) -> None:
    """All forces at once: columns of each force, with a row for each of its places and commands."""
    width = len(COLUMNS)
    parts = []
    for number, force in enumerate(FORCES):
        entries = ledger.entries[force]
        codes = entries.place // area_codes.DIVISOR["district"]
        level = np.maximum(entries.level, LEVELS.index("district"))
        # Most entries are of the place and command of the entry before them.
        begins = np.flatnonzero(changes(codes, level, entries.command))
        sums_of = np.zeros((len(FORCES), width, len(begins)), dtype=np.int64)
        for column, name in zip(sums_of[number], COLUMNS, strict=True):
            column[:] = np.add.reduceat(getattr(entries, name), begins)
        found = sums_of.reshape(len(FORCES) * width, -1)
        parts.append((codes[begins], level[begins], entries.command[begins], found.T))
    codes, level, command, rows = (np.concatenate(part) for part in zip(*parts, strict=True))
    table = np.ascontiguousarray(rows.T)
    order = np.argsort(command, kind="stable")
    begins = np.flatnonzero(changes(command[order]))
    names = [ledger.commands[index] for index in command[order[begins]].tolist()]
    of_commands = added_up_to_next(begins, table[:, order])
    order = np.argsort(codes, kind="stable")
    nation, code = NATION
    for numbered, places, found in (
        (nation, [code], table.sum(axis=1, keepdims=True)),
        *_by_level(territory, codes[order], level[order], table[:, order]),
        (AreaLevelOfPlan.COMMAND, names, of_commands),
    ):
        for force, columns in zip(FORCES, found.reshape(len(FORCES), width, -1), strict=True):
            of_force = zip(*columns.tolist(), strict=True)
            sums.totals[force][numbered] = dict(zip(places, of_force, strict=True))


def _by_level(
    territory: Territory, codes: Numbers, level: Numbers, columns: Numbers
) -> Iterator[tuple[AreaLevelOfPlan, Sequence[str], Numbers]]:
    """Areas and sums by level: what belongs to an area itself, and to all areas inside.

    Args:
        territory: of the batch.
        codes: integer codes of districts, ascending; may repeat.
        level: of each row, index in LEVELS of what it belongs to.
        columns: what is added up, one after the other.
    """
    for numbered, name in AREA_LEVELS.items():
        inside = np.flatnonzero(level <= LEVELS.index(name))
        around = codes[inside] // (area_codes.DIVISOR[name] // area_codes.DIVISOR["district"])
        begins = np.flatnonzero(changes(around) & (around > 0))
        texts = territory.texts(around[begins], name)
        yield numbered, texts, added_up_to_next(begins, columns[:, inside])


def _add_tiers(
    sums: Sums,
    territory: Territory,
    rows: Aligned,
    posts: Formed,
    requirements: Requirements,
    commands: Commands,
) -> None:
    """TPS by final tier: of areas all that they hold, of commands those of their posts."""
    tier = requirements.tier
    ends = np.append(territory.first, len(tier))
    at_tiers = [np.flatnonzero(tier == rank) for rank in Tier]
    counts = np.stack([np.diff(np.searchsorted(at, ends)) for at in at_tiers])
    codes = territory.codes["district"]
    command = read_at(commands.of_tps["polri"], posts.first, 0)[rows.post_named]
    tier = rows.of_named(tier)
    of_commands = _counted(command, len(commands.names), tier, len(Tier))
    nation, code = NATION
    for numbered, places, found in (
        (nation, [code], counts.sum(axis=1, keepdims=True)),
        *_by_level(territory, codes, np.zeros_like(codes), counts),
        (AreaLevelOfPlan.COMMAND, commands.names, of_commands),
    ):
        sums.tiers[numbered] = dict(zip(places, zip(*found.tolist(), strict=True), strict=True))


def _add_sizes(
    sums: Sums,
    plan: Plan,
    batch: Batch,
    territory: Territory,
    posts: Formed,
    requirements: Requirements,
    commands: Commands,
) -> None:
    formed = np.flatnonzero(posts.first >= 0)
    first = posts.first[formed]
    size = plan.posts.size_limit[formed].astype(np.int64)
    # Tier and size in one number, so that both are kept apart by the same sums.
    sizes, which = distinct(size)
    kinds, kind = distinct(requirements.tier[first].astype(np.int64) * len(sizes) + which)
    named = [(key // len(sizes), int(sizes[key % len(sizes)])) for key in kinds.tolist()]
    codes, where = distinct(batch.code[first] // area_codes.DIVISOR["district"])
    counts = _counted(where, len(codes), kind, len(kinds))
    command = commands.of_tps["polri"][first]
    of_commands = _counted(command, len(commands.names), kind, len(kinds))
    nation, code = NATION
    for numbered, places, found in (
        (nation, [code], counts.sum(axis=1, keepdims=True)),
        *_by_level(territory, codes, np.zeros_like(codes), counts),
        (AreaLevelOfPlan.COMMAND, commands.names, of_commands),
    ):
        at, of = np.nonzero(found.T)
        of_places = sums.sizes[numbered]
        for place, index, posts_there in zip(
            at.tolist(), of.tolist(), found[of, at].tolist(), strict=True
        ):
            # Kinds are in the order of tiers, then sizes, as a row has them.
            of_places.setdefault(places[place], []).append((*named[index], posts_there))
        sums.posts[numbered] = dict(zip(places, found.sum(axis=0).tolist(), strict=True))


def _counted(
    where: Numbers, places: int, kind: NDArray[np.int64] | NDArray[np.int8], kinds: int
) -> NDArray[np.int64]:
    """How many there are of each kind in each place; a column for each kind."""
    found = np.bincount(where * kinds + kind, minlength=places * kinds)
    return found.reshape(places, kinds).T.astype(np.int64)


def _add_available(sums: Sums, commands: Commands) -> None:
    """Strength by area is added up from the request, reserves included."""
    # Strength is not given by district; that of commands follows.
    for level in (AreaLevelOfPlan.NATION, AreaLevelOfPlan.PROVINCE, AreaLevelOfPlan.REGENCY):
        for force in FORCES:
            sums.available[force][level] = {
                code: commands.strength_in(force, code) for code in sums.tiers[level]
            }
    of_commands = AreaLevelOfPlan.COMMAND
    for force in commands.given:
        sums.available[force][of_commands] = {
            name: commands.own.get((force, name), 0) for name in commands.names
        }
    for (force, source), personnel in commands.reserve.items():
        sums.available[force][of_commands][RESERVE + source] = personnel


def check_rows(report: Report, plan: Plan, batch: Batch, sums: Sums, commands: Commands) -> None:
    """Every area of the batch and every command has one row, and each says what its parts say."""
    if tuple(total.force for total in plan.totals) != FORCES:
        report.add("totals-forces", "totals")
    for number, total in enumerate(plan.totals):
        _check_total(report, f"totals[{number}]", total, NATION, sums)
    seen: dict[AreaLevelOfPlan, set[str]] = {level: set() for level in AreaLevelOfPlan}
    expected = _expected_places(batch, sums, commands)
    right = {level: _Right(level, sums, commands) for level in AreaLevelOfPlan}
    report.checked(5 * len(plan.areas))
    for number, row in enumerate(plan.areas):
        level, code = row.level, row.code
        if code in expected[level] and code not in seen[level] and right[level].holds(row):
            report.checked((len(COLUMNS) + 2) * len(row.totals))
            seen[level].add(code)
            continue
        path, place = f"areas[{number}]", (level, code)
        if code in seen[level]:
            report.add("area-twice", path, area=code)
            continue
        if not _may_be(place, expected, commands, sums):
            report.add("area-unknown", path, area=code)
            continue
        seen[level].add(code)
        _check_row(report, path, row, sums)
        forces = [total.force for total in row.totals]
        if len(set(forces)) != len(forces) or not _needed_forces(place, sums, commands) <= set(
            forces
        ):
            needed = {*forces, *_needed_forces(place, sums, commands)}
            values = words.force_values(force for force in FORCES if force in needed)
            report.add("row-forces", path, area=code, forces=values)
        for index, total in enumerate(row.totals):
            _check_total(report, f"{path}.totals[{index}]", total, place, sums)
    for level, codes in expected.items():
        for code in sorted(codes - seen[level]):
            report.add("area-lacking", "areas", area=code, level=words.LEVELS[level])


class _Right:
    """Whether rows of one level say all that they must in the usual order, so that nothing of them
    need be told. What its parts add up to adds up in itself as well."""

    def __init__(self, level: AreaLevelOfPlan, sums: Sums, commands: Commands) -> None:
        self._level, self._sums, self._commands = level, sums, commands
        self._tiers, self._posts = sums.tiers[level], sums.posts[level]
        self._sizes = sums.sizes[level]
        self._totals = {
            force: (sums.totals[force][level], sums.available[force][level]) for force in FORCES
        }
        self._named = level in NAMED

    def holds(self, row: AreaRow) -> bool:
        """Whether a row of the level is right in every field."""
        code, forces = row.code, []
        if (
            row.tps_by_tier != self._tiers.get(code, NO_TPS)
            or row.posts != self._posts.get(code, 0)
            or list(map(_OF_SIZE, row.sizes)) != self._sizes.get(code, [])
            or row.name != (_official_name((self._level, code)) if self._named else "")
        ):
            return False
        for total in row.totals:
            totals, available = self._totals[total.force]
            if _OF_TOTAL(total) != totals.get(code, NOTHING):
                return False
            if total.available != available.get(code):
                return False
            forces.append(total.force)
        return forces == _ALL_FORCES or (
            len(set(forces)) == len(forces)
            and _needed_forces((self._level, code), self._sums, self._commands) <= set(forces)
        )


_ALL_FORCES: Final = list(FORCES)


def _needed_forces(place: Place, sums: Sums, commands: Commands) -> set[Force]:
    if place[0] is not AreaLevelOfPlan.COMMAND:
        return set(FORCES)
    return {
        force
        for force in FORCES
        if any(sums.total(place, force)) or commands.own.get((force, place[1]))
    }


def _expected_places(
    batch: Batch, sums: Sums, commands: Commands
) -> dict[AreaLevelOfPlan, set[str]]:
    """Areas that hold a TPS, and commands that have TPS, units or strength."""
    found: dict[AreaLevelOfPlan, set[str]] = {level: set() for level in AreaLevelOfPlan}
    if not len(batch):
        return found
    for level, codes in found.items():
        if level is not AreaLevelOfPlan.COMMAND:
            codes.update(sums.tiers[level])
        for totals in sums.totals.values():
            others = totals[level].keys() - codes
            codes.update(code for code in others if any(totals[level][code]))
    found[AreaLevelOfPlan.COMMAND].update(key[1] for key, own in commands.own.items() if own)
    return found


def _may_be(
    place: Place,
    expected: Mapping[AreaLevelOfPlan, set[str]],
    commands: Commands,
    sums: Sums,
) -> bool:
    """Whether there may be such a row; a command to which nothing falls may have one."""
    level, code = place
    return (
        code in expected[level]
        or (level is AreaLevelOfPlan.COMMAND and code in commands.names)
        or any(code in sums.available[force][level] for force in commands.given)
    )


def _check_row(report: Report, path: str, row: AreaRow, sums: Sums) -> None:
    place = (row.level, row.code)
    tiers = sums.tiers[row.level].get(row.code, NO_TPS)
    for rank, (wanted, found) in enumerate(zip(tiers, row.tps_by_tier, strict=False)):
        if wanted != found:
            report.add(
                "row-tps",
                f"{path}.{Tier(rank).word}",
                required=wanted,
                given=found,
                area=row.code,
            )
    posts = sums.posts[row.level].get(row.code, 0)
    if row.posts != posts:
        report.add(
            "row-posts", f"{path}.post_count", required=posts, given=row.posts, area=row.code
        )
    name = _official_name(place)
    if row.name != name:
        report.add("row-name", f"{path}.name", area=row.code, wanted=name, found=row.name)
    listed = sums.sizes[row.level].get(row.code, [])
    _check_sizes(report, path, row, {(tier, size): count for tier, size, count in listed})


def _check_sizes(
    report: Report, path: str, row: AreaRow, sizes: Mapping[tuple[int, int], int]
) -> None:
    """Each tier and size that has posts stands in the row once, with their number."""
    entries: dict[tuple[int, int], list[int]] = {}
    for index, choice in enumerate(row.sizes):
        entries.setdefault((choice.risk_tier, choice.size), []).append(index)
    for key in sorted(set(sizes) | set(entries)):
        wanted, found = sizes.get(key, 0), entries.get(key, [])
        given = sum(row.sizes[index].posts for index in found)
        if wanted == given and len(found) == (1 if wanted else 0):
            continue
        report.add(
            "row-sizes",
            f"{path}.sizes[{found[-1]}]" if found else f"{path}.sizes",
            required=wanted,
            given=given,
            area=row.code,
            size=str(key[1]),
            value=words.tier_value(key[0]),
            repair="add" if not found else "remove" if len(found) > 1 or not wanted else "",
        )


def _official_name(place: Place) -> str:
    """Of the nation, a province or a regency; of others nothing is said."""
    level, code = place
    if level is AreaLevelOfPlan.NATION:
        return "Indonesia"
    return (official_name(code) or "") if level in NAMED else ""


def _check_total(report: Report, path: str, total: Total, place: Place, sums: Sums) -> None:
    report.checked(len(COLUMNS) + 2)
    if total.assigned != total.required - total.short + total.above:
        report.add(
            "row-arithmetic",
            path,
            required=total.required - total.short + total.above,
            given=total.assigned,
            force=words.FORCES[total.force],
        )
    wanted = sums.total(place, total.force)
    for name, number in zip(COLUMNS, wanted, strict=True):
        found = getattr(total, name)
        if found != number:
            report.add(
                "row-sum",
                f"{path}.{name}",
                required=number,
                given=found,
                force=words.FORCES[total.force],
                area=place[1],
            )
    available = sums.available[total.force][place[0]].get(place[1])
    if total.available != available:
        report.add(
            "row-available",
            f"{path}.available",
            required=available,
            given=total.available,
            force=words.FORCES[total.force],
            area=place[1],
            wanted="-" if available is None else str(available),
            found="-" if total.available is None else str(total.available),
            repair="remove" if available is None else "",
        )
