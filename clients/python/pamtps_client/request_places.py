"""From the field paths of a server's faults back to the cells of the files that were sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pamtps.v1 import plan_pb2

from pamtps_client.errors import FieldFault
from pamtps_client.language import Language, Text
from pamtps_client.resource_tables import ResourceTable
from pamtps_client.strength_table import StrengthTable
from pamtps_client.table_faults import Place, TableFault, did_you_mean
from pamtps_client.tps_columns import COLUMNS
from pamtps_client.tps_table import TpsTable

_ROW: Final = re.compile(r"batch\.rows\[([0-9]+)\](?:\.(\w+))?")
_ATTRIBUTE: Final = re.compile(r"batch\.attributes\[([0-9]+)\](?:\.values\[([0-9]+)\])?(?:\.\w+)?")
_COLUMN: Final = re.compile(r"batch\.arrow(?:\[[0-9]+\])?(?:\.(.+))?")
_RESOURCE: Final = re.compile(r"(stocks|seats)\[([0-9]+)\](?:\.(\w+))?")
_TRANSPORT: Final = re.compile(r"unavailable_transports\[[0-9]+\]")
_STRENGTH: Final = re.compile(r"strengths\[([0-9]+)\](?:\.(\w+)(?:\[[0-9]+\])?)?")
_PATH_IN_WORDS: Final = re.compile(
    r"(?:(?:source|before|after)\.content\.)?(?:batch\.rows|strengths|stocks|seats|unavailable_transports)\[[0-9]+\](?:\.\w+)?(?:\[[0-9]+\])?"
)
_OPTIONS: Final = {"election_date": "--election-date", "policy": "--policy"}
_IN_PLAN_SOURCE: Final = re.compile(r"^(?:source|before|after)\.content\.")
_ASKED: Final = {"subject": "SUBJECT", "rule": "--rule"}
"""What `pamtps explain` is asked for."""
_PLAN: Final = "plan."
_IN_FORCE: Final = "plan_in_force."
_WHOLE_BATCH: Final = ("batch", "batch.rows")


@dataclass(frozen=True, slots=True)
class Places:
    """The files of a request, and the plan that they are to verify, if it is one."""

    tps: TpsTable
    strengths: StrengthTable | None
    plan: str = ""
    """Path of the plan's file; empty where a plan is asked for."""
    in_force: str = ""
    """Path of the plan in force; empty where none is given."""
    stocks: ResourceTable[plan_pb2.Stock] | None = None
    seats: ResourceTable[plan_pb2.Seats] | None = None

    def faults(self, answered: Iterable[FieldFault]) -> list[TableFault]:
        """The server's faults, each at its cell, line or option."""
        return [self._fault(fault, self.tps.lines) for fault in answered]

    def of_held_back(self, answered: Iterable[FieldFault]) -> list[TableFault]:
        """The same for faults of the rows that were held back, sent as a batch of their own."""
        return [self._fault(fault, self.tps.held_back_lines) for fault in answered]

    def _fault(self, fault: FieldFault, lines: Sequence[int]) -> TableFault:
        place = self._place(fault.field, lines)
        message = self._in_lines(fault.message, place, lines)
        maybe = fault.maybe
        if not maybe and place.line == self.tps.file.header_line:
            maybe = _meant(place)
        return TableFault(place, fault.code, message, maybe)

    def _place(self, field: str, lines: Sequence[int]) -> Place:
        """The place that a field path means; the path itself where it means none of these."""
        field = _IN_PLAN_SOURCE.sub("", field, count=1)
        file = self.tps.file
        if (match := _ROW.fullmatch(field)) and int(match[1]) < len(lines):
            return file.place(lines[int(match[1])], match[2] or "")
        attributes = self.tps.attributes
        if (match := _ATTRIBUTE.fullmatch(field)) and int(match[1]) < len(attributes):
            name = attributes[int(match[1])]
            return file.place(lines[int(match[2])] if match[2] else file.header_line, name)
        if match := _COLUMN.fullmatch(field):
            return file.place(file.header_line, match[1] or "")
        if match := _STRENGTH.fullmatch(field):
            place = self._strength(int(match[1]), match[2] or "")
            if place is not None:
                return place
        if match := _RESOURCE.fullmatch(field):
            table = self.stocks if match[1] == "stocks" else self.seats
            if table is not None and int(match[2]) < len(table.lines):
                return table.place(int(match[2]), match[3] or "")
        if _TRANSPORT.fullmatch(field):
            return Place("--unavailable-transport")
        if field in _ASKED:
            return Place(_ASKED[field])
        if field in _WHOLE_BATCH:
            return Place(file.path)
        if self.in_force and field.startswith(_IN_FORCE):
            return Place(self.in_force, name=field.removeprefix(_IN_FORCE))
        if self.plan and field in _OPTIONS:  # verification has no such options: the plan says it
            field = _PLAN + field
        if self.plan and field.startswith(_PLAN):
            return Place(self.plan, name=field.removeprefix(_PLAN))
        return Place(_OPTIONS.get(field, field))

    def _strength(self, row: int, name: str) -> Place | None:
        table = self.strengths
        if table is None or row >= len(table.lines):
            return None
        if not name:  # the strength as a whole: it is known by its command
            name = "command" if table.as_read[row].command else "area_code"
        return table.place(row, name)

    def _in_lines(self, message: Text, place: Place, lines: Sequence[int]) -> Text:
        """The message with the lines of files where it speaks of fields of the request."""

        def words(language: Language) -> str:
            line = Text(id="baris", en="line")[language]

            def of(match: re.Match[str]) -> str:
                other = self._place(match[0], lines)
                if not other.line:
                    return match[0]
                file = "" if other.file == place.file else f"{other.file}, "
                return f"{file}{line} {other.line}"

            return _PATH_IN_WORDS.sub(of, message[language])

        return Text(id=words("id"), en=words("en"))


def true_of_held_back(answered: Iterable[FieldFault]) -> list[FieldFault]:
    """What the server found in rows with a fault, as far as it can be true of them.

    Cells with a fault were sent as something else, and a TPS that stands there twice may be in
    either batch: only codes, names of columns and values of attributes are what the file says.
    """
    return [
        fault
        for fault in answered
        if (fault.field.endswith(".tps_code") and fault.code != "duplicate-tps")
        or (fault.field.startswith("batch.attributes[") and not fault.code.startswith(_MISSING))
        or fault.field in _OPTIONS
    ]


_MISSING: Final = "attribute-missing"


def merged(
    local: Iterable[TableFault], answered: Iterable[TableFault], places: Places
) -> list[TableFault]:
    """The faults found here and those of the server, in one list sorted by place.

    What was found here already is not said again; nor that a file has no rows, where its rows were
    held back for their own faults.
    """
    found = list(local)
    local_places = {fault.place for fault in found}
    tps = places.tps.file.path
    others = (places.strengths, places.stocks, places.seats)
    files = [tps, *(table.file.path for table in others if table is not None)]
    held_back = {fault.place.file for fault in found}
    said: set[tuple[Place, str]] = set()
    for fault in answered:
        if fault.place in local_places or (fault.place == Place(tps) and tps in held_back):
            continue
        # a date or a policy of a plan is asked twice, by different words
        key = (fault.place, "" if fault.place.file == places.plan else fault.code)
        if key in said:
            continue
        said.add(key)
        found.append(fault)
    order = {name: index for index, name in enumerate(files)}
    return sorted(found, key=lambda f: (order.get(f.place.file, len(files)), f.place, f.code))


def _meant(place: Place) -> str:
    """A further column that the server does not know may be a known one, misspelt."""
    if place.name in COLUMNS.known:
        return ""
    return did_you_mean(place.name, COLUMNS.known)
