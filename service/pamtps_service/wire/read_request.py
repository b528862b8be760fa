"""Requests from the wire: protobuf messages into a batch, strengths and options.

Every fault is collected, with its field path; rows that are wrong are left out, so that the checks
that follow can still say what is wrong with the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_service.planning.commands import cover_faults
from pamtps_service.policy.areas import is_official, likely_code, official_name, same_name
from pamtps_service.policy.faults import Fault, fault
from pamtps_service.policy.model import FORCES, Force
from pamtps_service.records.area_codes import NATION, level_of
from pamtps_service.records.batch import (
    Batch,
    NumberColumn,
    PlanRequest,
    Strength,
    StrengthRole,
    TextColumn,
)
from pamtps_service.wire.dates import read_date
from pamtps_service.wire.read_areas import check_area_code
from pamtps_service.wire.read_in_force import read_in_force
from pamtps_service.wire.read_resources import read_resources

MAX_ROWS = 2_000_000
MAX_COMMAND_NAME = 100
"""Characters of a command's name."""
STANDARD = ("registered_voters", "travel_minutes", "access")
_TPS_CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}\.\d{3}", re.ASCII)
_ROLES: dict[int, StrengthRole] = {
    plan_pb2.STRENGTH_ROLE_OWN: "own",
    plan_pb2.STRENGTH_ROLE_RESERVE: "reserve",
}


@dataclass(frozen=True, slots=True)
class Read:
    """What could be read. `request` is None where nothing of the batch is usable."""

    request: PlanRequest | None
    faults: list[Fault]


def read_plan_request(message: planning_service_pb2.PlanDeploymentRequest) -> Read:
    """The request of PlanDeployment, and everything that is wrong with its fields."""
    faults: list[Fault] = []
    day = read_date(message.election_date, "election_date", faults)
    if message.view not in planning_service_pb2.PlanView.values():
        faults.append(fault("view-not-known", "view", found=str(message.view)))
    batch = read_batch(message.batch, "batch", faults)
    strengths = read_strengths(message.strengths, "strengths", faults)
    resources = read_resources(message, "", faults)
    in_force = None
    if message.HasField("plan_in_force"):
        in_force = read_in_force(message.plan_in_force, "plan_in_force", faults)
    if batch is None or day is None:
        return Read(None, faults)
    request = PlanRequest(batch, strengths, message.policy or None, day, in_force=in_force)
    return Read(resources.added_to(request), faults)


def read_batch(message: plan_pb2.Batch, place: str, faults: list[Fault]) -> Batch | None:
    """The batch sorted by code; None where no row is usable. Wrong rows are left out."""
    rows = message.rows
    n = len(rows)
    if n == 0:
        faults.append(fault("empty-batch", f"{place}.rows"))
        return None
    if n > MAX_ROWS:
        faults.append(fault("too-many-rows", f"{place}.rows", found=n, allowed=MAX_ROWS))
        return None
    codes: list[int] = []
    tiers: list[int] = []
    voters: list[int] = []
    travel: list[int] = []
    access: list[int] = []
    matches = _TPS_CODE.fullmatch
    has = plan_pb2.StationRow.HasField
    for index, row in enumerate(rows):
        code = row.tps_code
        codes.append(int(code.replace(".", "")) if matches(code) else -1 - index)
        tiers.append(row.risk_tier)
        voters.append(row.registered_voters if has(row, "registered_voters") else _ABSENT)
        travel.append(row.travel_minutes if has(row, "travel_minutes") else _ABSENT)
        access.append(row.access if has(row, "access") else _ABSENT)
    code_column = np.array(codes, np.int64)
    tier_column = np.array(tiers, np.int64)
    columns = {
        name: np.array(values, np.int64)
        for name, values in zip(STANDARD, (voters, travel, access), strict=True)
    }
    good = _check_codes(code_column, rows, place, faults)
    good &= _check_tiers(tier_column, place, faults)
    good &= _check_numbers(columns, place, faults)
    good &= _check_twice(code_column, rows, place, faults)
    declared = _read_attributes(message, n, place, faults)
    if not good.any():
        return None
    kept = np.flatnonzero(good)
    order = kept[np.argsort(code_column[kept], kind="stable")]
    return Batch(
        code=code_column[order],
        submitted_tier=(tier_column[order] - 1).astype(np.int8),
        standard={
            name: _number_column(values[order], first=1 if name == "access" else 0)
            for name, values in columns.items()
        },
        declared={
            name: TextColumn(column.indices[order], column.texts)
            for name, column in declared.items()
        },
        row=order.astype(np.int64),
    )


_ABSENT = -(2**40)
"""Stands for a field that a row does not have while columns are read."""


def _number_column(values: np.ndarray[tuple[int], np.dtype[np.int64]], first: int) -> NumberColumn:
    present = values != _ABSENT
    return NumberColumn(np.where(present, values - first, 0).astype(np.int32), present)


def _check_codes(
    codes: np.ndarray[tuple[int], np.dtype[np.int64]],
    rows: Sequence[plan_pb2.StationRow],
    place: str,
    faults: list[Fault],
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    good = codes >= 0
    for index in np.flatnonzero(~good).tolist():
        found = rows[index].tps_code
        faults.append(
            fault("malformed-tps-code", f"{place}.rows[{index}].tps_code", found=found or '""')
        )
    for index in np.flatnonzero(good & (codes % 1000 == 0)).tolist():
        found = rows[index].tps_code
        faults.append(fault("tps-number-zero", f"{place}.rows[{index}].tps_code", found=found))
        good[index] = False
    regencies, first = np.unique(codes // 10**9, return_inverse=True)
    for number, regency in enumerate(regencies.tolist()):
        if regency < 0:
            continue
        text = f"{regency // 100:02d}.{regency % 100:02d}"
        if not is_official(text):
            for index in np.flatnonzero((first == number) & good).tolist():
                faults.append(
                    fault(
                        "unknown-area",
                        f"{place}.rows[{index}].tps_code",
                        maybe=likely_code(text, ""),
                        found=text,
                    )
                )
                good[index] = False
    return good


def _check_tiers(
    tiers: np.ndarray[tuple[int], np.dtype[np.int64]], place: str, faults: list[Fault]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    good = (tiers >= 1) & (tiers <= 3)
    faults += [
        fault("tier-not-given", f"{place}.rows[{index}].risk_tier", found=str(int(tiers[index])))
        for index in np.flatnonzero(~good).tolist()
    ]
    return good


def _check_numbers(
    columns: dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]],
    place: str,
    faults: list[Fault],
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    good = np.ones(len(columns["access"]), np.bool_)
    for name, values in columns.items():
        present = values != _ABSENT
        if name == "access":
            wrong, code = present & ((values < 1) | (values > 4)), "access-not-known"
        else:
            wrong, code = present & (values < 0), "negative-number"
        faults += [
            fault(code, f"{place}.rows[{index}].{name}", found=str(int(values[index])))
            for index in np.flatnonzero(wrong).tolist()
        ]
        good &= ~wrong
    return good


def _check_twice(
    codes: np.ndarray[tuple[int], np.dtype[np.int64]],
    rows: Sequence[plan_pb2.StationRow],
    place: str,
    faults: list[Fault],
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Rows whose TPS stood before are wrong; the first of them is kept."""
    order = np.argsort(codes, kind="stable")
    again = np.flatnonzero(codes[order][1:] == codes[order][:-1]) + 1
    good = np.ones(len(codes), np.bool_)
    good[order[again]] = False
    for at in again.tolist():
        first = at
        while codes[order[first - 1]] == codes[order[at]] and first > 0:
            first -= 1
        index = int(order[at])
        faults.append(
            fault(
                "duplicate-tps",
                f"{place}.rows[{index}].tps_code",
                found=rows[index].tps_code,
                first=f"{place}.rows[{int(order[first])}]",
            )
        )
    return good


def _read_attributes(
    message: plan_pb2.Batch, n: int, place: str, faults: list[Fault]
) -> dict[str, TextColumn]:
    """The declared attributes, in the order of the request."""
    found: dict[str, TextColumn] = {}
    first: dict[str, int] = {}
    for number, column in enumerate(message.attributes):
        path = f"{place}.attributes[{number}]"
        name = column.name
        if not name:
            faults.append(fault("attribute-name-missing", f"{path}.name"))
        elif name in ("tps_code", "risk_tier", "submitted_tier", "special_location", *STANDARD):
            faults.append(fault("attribute-of-row", f"{path}.name", found=name))
        elif first.setdefault(name, number) != number:
            faults.append(
                fault(
                    "attribute-twice",
                    f"{path}.name",
                    found=name,
                    first=f"{place}.attributes[{first[name]}]",
                )
            )
        elif len(column.values) != n:
            faults.append(
                fault(
                    "attribute-length",
                    f"{path}.values",
                    attribute=name,
                    found=len(column.values),
                    rows=n,
                )
            )
        else:
            values = list(column.values)
            texts = tuple(sorted(set(values) - {""}))
            index = {text: position for position, text in enumerate(texts)}
            index[""] = -1
            found[name] = TextColumn(np.array([index[v] for v in values], np.int32), texts)
    return found


def read_strengths(
    messages: Sequence[plan_pb2.Strength], place: str, faults: list[Fault]
) -> tuple[Strength, ...]:
    """The strengths, sorted; wrong ones are left out."""
    read = []
    for index, message in enumerate(messages):
        before = len(faults)
        strength = _read_strength(message, f"{place}[{index}]", faults)
        if strength is not None and len(faults) == before:
            read.append((index, strength))
    faults += cover_faults(read)
    return tuple(
        sorted(
            (strength for _, strength in read),
            key=lambda s: (FORCES.index(s.force), s.role, s.area, s.command, s.covers),
        )
    )


def _read_strength(message: plan_pb2.Strength, path: str, faults: list[Fault]) -> Strength | None:
    role = _ROLES.get(message.role)
    if role is None:
        faults.append(fault("role-not-given", f"{path}.role", found=str(message.role)))
    known_force = 1 <= message.force <= 3
    if not known_force:
        faults.append(fault("force-not-given", f"{path}.force", found=str(message.force)))
    if message.personnel < 0:
        faults.append(fault("negative-number", f"{path}.personnel", found=str(message.personnel)))
    _check_area(message, role, path, faults)
    _check_command(message.command, f"{path}.command", faults)
    covers: tuple[str, ...] = ()
    if role == "reserve" and message.covers:
        faults.append(fault("reserve-covers", f"{path}.covers"))
    else:
        for number, cover in enumerate(message.covers):
            check_area_code(cover, "", f"{path}.covers[{number}]", faults)
    if role == "own":
        covers = tuple(sorted(set(message.covers))) or (message.area_code,)
    if role is None or not known_force:
        return None
    force: Force = FORCES[message.force - 1]
    command = message.command or message.area_code
    return Strength(command, message.area_code, covers, force, message.personnel, role)


def _check_command(name: str, path: str, faults: list[Fault]) -> None:
    """A name of a command can be printed in one line, and has no meaning of its own in plans."""
    if name.startswith(("reserve/", "no-command/")):
        faults.append(fault("command-name-reserved", path, found=name))
    elif name and (len(name) > MAX_COMMAND_NAME or name != name.strip() or not name.isprintable()):
        found = repr(name[:MAX_COMMAND_NAME])
        faults.append(fault("command-name-malformed", path, found=found, allowed=MAX_COMMAND_NAME))


def _check_area(
    message: plan_pb2.Strength, role: StrengthRole | None, path: str, faults: list[Fault]
) -> None:
    code, name = message.area_code, message.area_name
    if code == NATION:
        if role == "own":
            faults.append(fault("own-of-nation", f"{path}.area_code"))
        if name and name.casefold() != "indonesia":
            faults.append(
                fault(
                    "name-of-another-area",
                    f"{path}.area_name",
                    maybe=likely_code(code, name),
                    code=code,
                    official="Indonesia",
                    found=name,
                )
            )
        return
    if not check_area_code(code, name, f"{path}.area_code", faults):
        return
    if role == "reserve" and level_of(code) != "province":
        faults.append(fault("reserve-area", f"{path}.area_code", found=code))
    # names of districts and villages are not in the table of areas, so only wider ones are checked
    official = official_name(code)
    if name and official is not None and not same_name(code, name):
        faults.append(
            fault(
                "name-of-another-area",
                f"{path}.area_name",
                maybe=likely_code(code, name),
                code=code,
                official=official,
                found=name,
            )
        )
