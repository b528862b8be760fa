"""From the field paths of a server's faults back to the cells of the files that were sent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pamtps_client.errors import FieldFault
from pamtps_client.strength_table import StrengthTable
from pamtps_client.table_faults import Place, TableFault, did_you_mean
from pamtps_client.tps_table import COLUMNS, TpsTable

_ROW: Final = re.compile(r"batch\.rows\[([0-9]+)\](?:\.(\w+))?")
_ATTRIBUTE: Final = re.compile(r"batch\.attributes\[([0-9]+)\](?:\.values\[([0-9]+)\])?(?:\.\w+)?")
_STRENGTH: Final = re.compile(r"strengths\[([0-9]+)\](?:\.(\w+)(?:\[[0-9]+\])?)?")
_OPTIONS: Final = {"election_date": "--election-date", "policy": "--policy"}
_IN_VERIFY: Final = "source.content."


def merged(
    local: Iterable[TableFault],
    answered: Iterable[FieldFault],
    tps: TpsTable,
    strengths: StrengthTable | None,
) -> list[TableFault]:
    """The faults found here and those of the server, in one list sorted by place.

    What was found here already is not said again; nor that a file has no rows, where its rows were
    held back for their own faults.
    """
    found = list(local)
    places = {fault.place for fault in found}
    files = [tps.file.path] + ([strengths.file.path] if strengths else [])
    held_back = {fault.place.file for fault in found}
    said: set[tuple[Place, str]] = set()
    for fault in answered:
        place = place_of(fault.field, tps, strengths)
        whole_batch = fault.field.removeprefix(_IN_VERIFY) in ("batch", "batch.rows")
        if place in places or (whole_batch and tps.file.path in held_back):
            continue
        if (place, fault.code) in said:
            continue
        said.add((place, fault.code))
        found.append(TableFault(place, fault.code, fault.message, fault.maybe or _meant(place)))
    order = {name: index for index, name in enumerate(files)}
    return sorted(found, key=lambda f: (order.get(f.place.file, len(files)), f.place, f.code))


def place_of(field: str, tps: TpsTable, strengths: StrengthTable | None) -> Place:
    """The cell, line or option that a field path of a request means; the path itself otherwise."""
    field = field.removeprefix(_IN_VERIFY)
    if (match := _ROW.fullmatch(field)) and int(match[1]) < len(tps.lines):
        return tps.place(int(match[1]), match[2] or "")
    if (match := _ATTRIBUTE.fullmatch(field)) and int(match[1]) < len(tps.batch.attributes):
        name = tps.batch.attributes[int(match[1])].name
        return tps.place(int(match[2]) if match[2] else None, name)
    if strengths and (match := _STRENGTH.fullmatch(field)) and int(match[1]) < len(strengths.lines):
        return strengths.place(int(match[1]), match[2] or "")
    if field in ("batch", "batch.rows"):
        return Place(tps.file.path)
    return Place(_OPTIONS.get(field, field))


def _meant(place: Place) -> str:
    """A further column that the server does not know may be a known one, misspelt."""
    if place.line != 1 or place.name in COLUMNS.known:
        return ""
    return did_you_mean(place.name, COLUMNS.known)
