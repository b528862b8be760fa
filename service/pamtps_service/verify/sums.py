"""Arithmetic: every row of every area and command is the sum of its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from pamtps_service.policy.areas import official_name
from pamtps_service.policy.model import FORCES, Force, Tier
from pamtps_service.records import area_codes
from pamtps_service.records.area_codes import CodeLevel
from pamtps_service.records.batch import Batch
from pamtps_service.records.plan import AreaLevelOfPlan, AreaRow, Plan, Total
from pamtps_service.verify import words
from pamtps_service.verify.commands import RESERVE, Commands
from pamtps_service.verify.distinct import added_by, changes, distinct
from pamtps_service.verify.ledger import LEVELS, Entries, Ledger
from pamtps_service.verify.posts import Formed
from pamtps_service.verify.report import Report
from pamtps_service.verify.requirement import Requirements
from pamtps_service.verify.stations import Aligned, Numbers, read_at
from pamtps_service.verify.territory import Territory

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


@dataclass
class Sums:
    """What the rows must say, added up once from posts, TPS and units."""

    totals: dict[Force, dict[Place, tuple[int, ...]]]
    """In the order of COLUMNS; from the nation to the districts, then the commands."""
    tiers: dict[Place, tuple[int, ...]]
    posts: dict[Place, int]
    sizes: dict[Place, dict[tuple[int, int], int]]
    """Posts by tier and size."""
    available: dict[tuple[Place, Force], int | None]

    def total(self, place: Place, force: Force) -> tuple[int, ...]:
        """What there is of a force; nothing where there is no such place."""
        return self.totals[force].get(place, NOTHING)


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
    sums = Sums({}, {}, {}, {}, {})
    for force in FORCES:
        sums.totals[force] = _totals(territory, ledger, force)
    _add_tiers(sums, territory, rows, posts, requirements, commands)
    _add_sizes(sums, plan, batch, territory, posts, requirements, commands)
    _add_available(sums, commands)
    return sums


def _totals(territory: Territory, ledger: Ledger, force: Force) -> dict[Place, tuple[int, ...]]:
    entries = ledger.entries[force]
    columns = _columns(entries)
    found = {NATION: tuple(int(column.sum()) for column in columns)}
    by_level = _by_level(entries, columns)
    for numbered, name in AREA_LEVELS.items():
        codes, sums = by_level[name]
        there = codes > 0
        names = territory.texts(name, codes[there])
        for code, numbers in zip(names, sums[there].tolist(), strict=True):
            found[numbered, code] = tuple(numbers)
    indices, sums = added_by(entries.command, columns)
    for index, numbers in zip(indices.tolist(), sums.tolist(), strict=True):
        found[AreaLevelOfPlan.COMMAND, ledger.commands[index]] = tuple(numbers)
    return found


def _columns(entries: Entries) -> list[Numbers]:
    return [entries.required, entries.wished, entries.assigned, entries.short, entries.above]


def _by_level(
    entries: Entries, columns: Sequence[Numbers]
) -> dict[CodeLevel, tuple[Numbers, Numbers]]:
    """Codes and sums by level: what belongs to a level itself, and all areas inside."""
    found: dict[CodeLevel, tuple[Numbers, Numbers]] = {}
    wide = entries.level > LEVELS.index("district")
    inner = ~wide if wide.any() else slice(None)
    codes = entries.place[inner] // area_codes.DIVISOR["district"]
    begins = np.flatnonzero(changes(codes)) if len(codes) else np.zeros(0, dtype=np.int64)
    sums = np.stack(
        [
            np.add.reduceat(column[inner], begins) if len(begins) else column[:0]
            for column in columns
        ],
        axis=1,
    )
    codes = codes[begins]
    found["district"] = codes, sums
    for level in ("regency", "province"):
        own = np.flatnonzero(entries.level == LEVELS.index(level))
        places = entries.place[own] // area_codes.DIVISOR[level]
        around = np.concatenate([codes // 100, places])
        rows = np.concatenate([sums, np.stack([column[own] for column in columns], axis=1)])
        codes, sums = added_by(around, list(rows.T))
        found[level] = codes, sums
    return found


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
    counts = np.stack(
        [
            np.add.reduceat((tier == rank).astype(np.int64), territory.first)
            if len(territory.first)
            else territory.first
            for rank in range(3)
        ],
        axis=1,
    )
    sums.tiers[NATION] = tuple(counts.sum(axis=0).tolist())
    codes = territory.codes["district"]
    for numbered, name in reversed(AREA_LEVELS.items()):
        if name != "district":
            codes, counts = added_by(codes // 100, list(counts.T))
        names = territory.texts(name, codes)
        for code, count in zip(names, counts.tolist(), strict=True):
            sums.tiers[numbered, code] = tuple(count)
    command = read_at(commands.of_tps["polri"], posts.first, 0)[rows.post_named]
    counts = np.bincount(
        command * 3 + rows.of_named(tier.astype(np.int64)), minlength=3 * len(commands.names)
    ).reshape(-1, 3)
    for index in np.flatnonzero(counts.any(axis=1)).tolist():
        place = (AreaLevelOfPlan.COMMAND, commands.names[index])
        sums.tiers[place] = tuple(counts[index].tolist())


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
    _add_counts(sums, [NATION], counts.sum(axis=0, keepdims=True), named)
    for numbered, name in reversed(AREA_LEVELS.items()):
        if name != "district":
            codes, where = distinct(codes // 100)
            wider = np.zeros((len(codes), len(kinds)), dtype=np.int64)
            np.add.at(wider, where, counts)
            counts = wider
        places = [(numbered, code) for code in territory.texts(name, codes)]
        _add_counts(sums, places, counts, named)
    command = commands.of_tps["polri"][first]
    counts = _counted(command, len(commands.names), kind, len(kinds))
    places = [(AreaLevelOfPlan.COMMAND, name) for name in commands.names]
    _add_counts(sums, places, counts, named)


def _counted(where: Numbers, places: int, kind: Numbers, kinds: int) -> Numbers:
    """How many posts there are of each kind in each place."""
    found = np.bincount(where * kinds + kind, minlength=places * kinds)
    return found.reshape(places, kinds).astype(np.int64)


def _add_counts(
    sums: Sums, places: Sequence[Place], counts: Numbers, named: Sequence[tuple[int, int]]
) -> None:
    """Kinds are in the order of tiers, then sizes, as a row has them."""
    rows, kinds = np.nonzero(counts)
    for row, kind, count in zip(
        rows.tolist(), kinds.tolist(), counts[rows, kinds].tolist(), strict=True
    ):
        sums.sizes.setdefault(places[row], {})[named[kind]] = count
    posts = counts.sum(axis=1)
    for row in np.flatnonzero(posts).tolist():
        sums.posts[places[row]] = int(posts[row])


def _add_available(sums: Sums, commands: Commands) -> None:
    """Strength by area is added up from the request, reserves included."""
    for place in set(sums.tiers):
        level, code = place
        if level in (AreaLevelOfPlan.COMMAND, AreaLevelOfPlan.DISTRICT):
            # Strength is not given by district; that of commands follows.
            continue
        for force in FORCES:
            sums.available[place, force] = commands.strength_in(force, code)
    for force in commands.given:
        for name in commands.names:
            own = commands.own.get((force, name), 0)
            sums.available[(AreaLevelOfPlan.COMMAND, name), force] = own
    for force, source in commands.reserve:
        place = (AreaLevelOfPlan.COMMAND, RESERVE + source)
        sums.available[place, force] = commands.reserve[force, source]


def check_rows(report: Report, plan: Plan, batch: Batch, sums: Sums, commands: Commands) -> None:
    """Every area of the batch and every command has one row, and each says what its parts say."""
    if tuple(total.force for total in plan.totals) != FORCES:
        report.add("totals-forces", "totals")
    for number, total in enumerate(plan.totals):
        _check_total(report, f"totals[{number}]", total, NATION, sums)
    seen: set[Place] = set()
    expected = _expected_places(batch, sums, commands)
    for number, row in enumerate(plan.areas):
        place = (row.level, row.code)
        report.checked(5)
        if place in expected and place not in seen and _is_right(row, place, sums, commands):
            report.checked((len(COLUMNS) + 2) * len(row.totals))
            seen.add(place)
            continue
        path = f"areas[{number}]"
        if place in seen:
            report.add("area-twice", path, area=row.code)
            continue
        if not _may_be(place, expected, commands, sums):
            report.add("area-unknown", path, area=row.code)
            continue
        seen.add(place)
        _check_row(report, path, row, sums)
        forces = [total.force for total in row.totals]
        if len(set(forces)) != len(forces) or not _needed_forces(place, sums, commands) <= set(
            forces
        ):
            needed = {*forces, *_needed_forces(place, sums, commands)}
            values = words.force_values(force for force in FORCES if force in needed)
            report.add("row-forces", path, area=row.code, forces=values)
        for index, total in enumerate(row.totals):
            _check_total(report, f"{path}.totals[{index}]", total, place, sums)
    for level, code in sorted(expected - seen):
        report.add("area-lacking", "areas", area=code, level=words.LEVELS[level])


def _is_right(row: AreaRow, place: Place, sums: Sums, commands: Commands) -> bool:
    """Whether a row says all that it must in the usual order, so that nothing of it need be told.
    What its parts add up to adds up in itself as well."""
    if (
        row.tps_by_tier != sums.tiers.get(place, NO_TPS)
        or row.posts != sums.posts.get(place, 0)
        or row.name != _official_name(place)
    ):
        return False
    sizes = sums.sizes.get(place)
    if len(row.sizes) != (len(sizes) if sizes else 0):
        return False
    if sizes and any(
        _OF_SIZE(one) != (*kind, count)
        for one, (kind, count) in zip(row.sizes, sizes.items(), strict=True)
    ):
        return False
    forces = tuple(total.force for total in row.totals)
    if forces != FORCES and (
        len(set(forces)) != len(forces) or not _needed_forces(place, sums, commands) <= set(forces)
    ):
        return False
    return all(
        _OF_TOTAL(total) == sums.total(place, total.force)
        and total.available == sums.available.get((place, total.force))
        for total in row.totals
    )


def _needed_forces(place: Place, sums: Sums, commands: Commands) -> set[Force]:
    if place[0] is not AreaLevelOfPlan.COMMAND:
        return set(FORCES)
    return {
        force
        for force in FORCES
        if any(sums.total(place, force)) or commands.own.get((force, place[1]))
    }


def _expected_places(batch: Batch, sums: Sums, commands: Commands) -> set[Place]:
    """Areas that hold a TPS, and commands that have TPS, units or strength."""
    found = {place for place in sums.tiers if place[0] is not AreaLevelOfPlan.COMMAND}
    for totals in sums.totals.values():
        found |= {place for place, numbers in totals.items() if any(numbers)}
    found |= {(AreaLevelOfPlan.COMMAND, key[1]) for key, own in commands.own.items() if own}
    return found if len(batch) else set()


def _may_be(place: Place, expected: set[Place], commands: Commands, sums: Sums) -> bool:
    """Whether there may be such a row; a command to which nothing falls may have one."""
    return (
        place in expected
        or (place[0] is AreaLevelOfPlan.COMMAND and place[1] in commands.names)
        or any((place, force) in sums.available for force in commands.given)
    )


def _check_row(report: Report, path: str, row: AreaRow, sums: Sums) -> None:
    place = (row.level, row.code)
    tiers = sums.tiers.get(place, NO_TPS)
    for rank, (wanted, found) in enumerate(zip(tiers, row.tps_by_tier, strict=False)):
        if wanted != found:
            report.add(
                "row-tps",
                f"{path}.{Tier(rank).word}",
                required=wanted,
                given=found,
                area=row.code,
            )
    posts = sums.posts.get(place, 0)
    if row.posts != posts:
        report.add(
            "row-posts", f"{path}.post_count", required=posts, given=row.posts, area=row.code
        )
    name = _official_name(place)
    if row.name != name:
        report.add("row-name", f"{path}.name", area=row.code, wanted=name, found=row.name)
    _check_sizes(report, path, row, sums.sizes.get(place, {}))


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
    named = level in (AreaLevelOfPlan.PROVINCE, AreaLevelOfPlan.REGENCY)
    return (official_name(code) or "") if named else ""


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
    available = sums.available.get((place, total.force))
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
