"""Arithmetic: every row of every area and command is the sum of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
from pamtps_service.verify.ledger import LEVELS, Entries, Ledger
from pamtps_service.verify.posts import Formed
from pamtps_service.verify.report import Report
from pamtps_service.verify.requirement import Requirements
from pamtps_service.verify.stations import Aligned, Numbers

COLUMNS = ("required", "wished", "assigned", "short", "above")
AREA_LEVELS: dict[AreaLevelOfPlan, CodeLevel] = {
    AreaLevelOfPlan.PROVINCE: "province",
    AreaLevelOfPlan.REGENCY: "regency",
    AreaLevelOfPlan.DISTRICT: "district",
}

Place = tuple[AreaLevelOfPlan, str]
"""Level and code of a row."""


@dataclass
class Sums:
    """What the rows must say, added up once from posts, TPS and units."""

    totals: dict[tuple[Place, Force], tuple[int, ...]]
    """In the order of COLUMNS."""
    tiers: dict[Place, tuple[int, ...]]
    posts: dict[Place, int]
    sizes: dict[Place, dict[tuple[int, int], int]]
    """Posts by tier and size."""
    available: dict[tuple[Place, Force], int | None]


def _by_key(keys: Numbers, columns: Iterable[Numbers]) -> tuple[Numbers, NDArray[np.int64]]:
    """Distinct keys, and for each the sums of the columns."""
    distinct, where = np.unique(keys, return_inverse=True)
    sums = []
    for column in columns:
        total = np.zeros(len(distinct), dtype=np.int64)
        np.add.at(total, where.reshape(-1), column)
        sums.append(total)
    return distinct, np.stack(sums, axis=1)


def added_up(
    plan: Plan,
    batch: Batch,
    rows: Aligned,
    posts: Formed,
    requirements: Requirements,
    commands: Commands,
    ledger: Ledger,
) -> Sums:
    """Add up everything, by area and by command."""
    sums = Sums({}, {}, {}, {}, {})
    for force in FORCES:
        _add_entries(sums, ledger, force)
    tier = requirements.tier.astype(np.int64)
    tiers = [(tier == rank).astype(np.int64) for rank in range(3)]
    for place, count in _places(batch.code, np.zeros(len(batch), dtype=np.int64), tiers):
        sums.tiers[place] = tuple(count)
    has_post = rows.post >= 0
    command = commands.of_tps["polri"][posts.first[rows.post[has_post]]]
    distinct, counts = _by_key(command, [column[has_post] for column in tiers])
    for index, count in zip(distinct.tolist(), counts.tolist(), strict=True):
        sums.tiers[AreaLevelOfPlan.COMMAND, commands.names[index]] = tuple(count)
    _add_sizes(sums, plan, batch, posts, requirements, commands)
    _add_available(sums, commands)
    return sums


def _places(
    place: Numbers, level: Numbers, columns: list[Numbers]
) -> Iterable[tuple[Place, list[int]]]:
    """Sums by nation, province, regency and district of what has a place and a level."""
    yield (
        (AreaLevelOfPlan.NATION, area_codes.NATION),
        [int(column.sum()) for column in columns],
    )
    for numbered, name in AREA_LEVELS.items():
        narrow = np.flatnonzero(level <= LEVELS.index(name))
        keys = place[narrow] // area_codes.DIVISOR[name]
        distinct, sums = _by_key(keys, [column[narrow] for column in columns])
        for code, numbers in zip(distinct.tolist(), sums.tolist(), strict=True):
            if code > 0:
                yield (numbered, area_codes.to_text(code, name)), numbers


def _columns(entries: Entries) -> list[Numbers]:
    return [entries.required, entries.wished, entries.assigned, entries.short, entries.above]


def _add_entries(sums: Sums, ledger: Ledger, force: Force) -> None:
    entries = ledger.entries[force]
    columns = _columns(entries)
    for place, numbers in _places(entries.place, entries.level, columns):
        sums.totals[place, force] = tuple(numbers)
    distinct, numbers_of = _by_key(entries.command, columns)
    for index, numbers in zip(distinct.tolist(), numbers_of.tolist(), strict=True):
        place = (AreaLevelOfPlan.COMMAND, ledger.commands[index])
        sums.totals[place, force] = tuple(numbers)


def _add_sizes(
    sums: Sums,
    plan: Plan,
    batch: Batch,
    posts: Formed,
    requirements: Requirements,
    commands: Commands,
) -> None:
    formed = np.flatnonzero(posts.first >= 0)
    first = posts.first[formed]
    size = plan.posts.size_limit[formed].astype(np.int64)
    one = np.ones(len(formed), dtype=np.int64)
    # Tier and size in one number, so that both are kept apart by the same sums.
    kinds, kind = np.unique(
        requirements.tier[first].astype(np.int64) * 2**32 + (size + 2**31), return_inverse=True
    )
    kind = kind.reshape(-1)
    for number, value in enumerate(kinds.tolist()):
        named = (value // 2**32, value % 2**32 - 2**31)
        which = np.flatnonzero(kind == number)
        code = batch.code[first[which]]
        for place, (count,) in _places(code, np.zeros_like(which), [one[which]]):
            if count:
                sums.sizes.setdefault(place, {})[named] = count
        command = commands.of_tps["polri"][first[which]]
        distinct, counts = _by_key(command, [one[which]])
        for index, count in zip(distinct.tolist(), counts[:, 0].tolist(), strict=True):
            place = (AreaLevelOfPlan.COMMAND, commands.names[index])
            sums.sizes.setdefault(place, {})[named] = count
    for place, by_size in sums.sizes.items():
        sums.posts[place] = sum(by_size.values())


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
    nation = (AreaLevelOfPlan.NATION, area_codes.NATION)
    if tuple(total.force for total in plan.totals) != FORCES:
        report.add("totals-forces", "totals")
    for number, total in enumerate(plan.totals):
        _check_total(report, f"totals[{number}]", total, nation, sums)
    seen: set[Place] = set()
    expected = _expected_places(batch, sums, commands)
    for number, row in enumerate(plan.areas):
        place = (row.level, row.code)
        path = f"areas[{number}]"
        report.checked(5)
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


def _needed_forces(place: Place, sums: Sums, commands: Commands) -> set[Force]:
    if place[0] is not AreaLevelOfPlan.COMMAND:
        return set(FORCES)
    return {
        force
        for force in FORCES
        if any(sums.totals.get((place, force), ())) or commands.own.get((force, place[1]))
    }


def _expected_places(batch: Batch, sums: Sums, commands: Commands) -> set[Place]:
    """Areas that hold a TPS, and commands that have TPS, units or strength."""
    found = {place for place in sums.tiers if place[0] is not AreaLevelOfPlan.COMMAND}
    found |= {place for (place, _), numbers in sums.totals.items() if any(numbers)}
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
    tiers = sums.tiers.get(place, (0, 0, 0))
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
    wanted = sums.totals.get((place, total.force), (0,) * len(COLUMNS))
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
