"""The files of a request: read together, and every fault of them reported together.

What is wrong in a file does not hide what only the server can know: rows that are good are sent to
be checked, and those that are not are sent for what can be known of them all the same; the server's
faults are put back to their cells.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, Unpack

from pamtps.v1 import plan_pb2

from pamtps_client.csv_file import STANDARD_INPUT
from pamtps_client.errors import CallFailed, FieldFault, RequestRejected, WrongState
from pamtps_client.language import Language, Text, counted, filled, printable
from pamtps_client.outcome import of_failure
from pamtps_client.output import complain
from pamtps_client.plan_file import read_plan
from pamtps_client.plan_json import NotAPlan
from pamtps_client.request_places import Places, merged, true_of_held_back
from pamtps_client.resource_tables import ACCESS, ResourceTable, read_seats, read_stocks
from pamtps_client.resources import Resources
from pamtps_client.steps import Steps
from pamtps_client.strength_table import StrengthTable, read_strengths
from pamtps_client.system_errors import why
from pamtps_client.table_faults import Place, TableFault, table_fault
from pamtps_client.tps_table import TpsTable, read_tps


@dataclass(frozen=True, slots=True)
class RequestFiles:
    """The TPS, strengths, plan in force and resources of a request."""

    tps: TpsTable
    strengths: StrengthTable | None
    in_force: str = ""
    """Path of the plan in force; empty where none is given."""
    plan_in_force: plan_pb2.DeploymentPlan | None = None
    faults_in_force: tuple[TableFault, ...] = ()
    stocks: ResourceTable[plan_pb2.Stock] | None = None
    seats: ResourceTable[plan_pb2.Seats] | None = None
    unavailable: tuple[str, ...] = ()
    """Transports."""

    @property
    def faults(self) -> list[TableFault]:
        """What is wrong in the files themselves."""
        others = (self.strengths, self.stocks, self.seats)
        return [
            *self.tps.faults,
            *(fault for table in others if table is not None for fault in table.faults),
            *self.faults_in_force,
        ]

    @property
    def resources(self) -> Resources:
        """What the client's calls take besides TPS and strengths."""
        return {
            "stocks": self.stocks.as_read if self.stocks else (),
            "seats": self.seats.as_read if self.seats else (),
            "unavailable_transports": [
                plan_pb2.Access.ValueType(ACCESS[word]) for word in self.unavailable
            ],
        }

    def places(self, plan: str = "") -> Places:
        """Where the server's faults are; `plan` is the path of a plan, if one is sent."""
        return Places(self.tps, self.strengths, plan, self.in_force, self.stocks, self.seats)


def read_files(
    tps: str,
    strengths: str | None,
    steps: Steps,
    in_force: str | None = None,
    *,
    stocks: str | None = None,
    seats: str | None = None,
    unavailable: Sequence[str] = (),
) -> RequestFiles:
    """Read the files; others than that of the TPS only where a path is given."""
    plan, faults = read_plan_file(in_force) if in_force else (None, [])
    return RequestFiles(
        read_tps(tps, steps.reading(tps)),
        read_strengths(strengths, steps.reading(strengths)) if strengths else None,
        in_force or "",
        plan,
        tuple(faults),
        read_stocks(stocks, steps.reading(stocks)) if stocks else None,
        read_seats(seats, steps.reading(seats)) if seats else None,
        tuple(unavailable),
    )


def read_given_files(options: argparse.Namespace, steps: Steps) -> RequestFiles:
    """Read the files that the options of a command name (see resource_options.py)."""
    return read_files(
        options.tps,
        options.strengths,
        steps,
        options.in_force,
        stocks=options.stocks,
        seats=options.seats,
        unavailable=options.unavailable_transport,
    )


def given_files(options: argparse.Namespace, tps: str) -> list[tuple[str, str | None]]:
    """The files that the options of a command name, each by its argument and path.

    `tps` is the argument that names the file of TPS.
    """
    return [
        (tps, options.tps),
        ("--strengths", options.strengths),
        ("--stocks", options.stocks),
        ("--seats", options.seats),
        ("--in-force", options.in_force),
    ]


def read_plan_file(path: str) -> tuple[plan_pb2.DeploymentPlan | None, list[TableFault]]:
    """The plan in a file; None, with its faults, where there is none. Raises ArrowMissing."""
    place = Place(path)
    try:
        return read_plan(path), []
    except OSError as error:
        return None, [table_fault("file-not-read", place, reason=why(error))]
    except NotAPlan as error:
        return None, [table_fault("not-a-plan", place, reason=one) for one in error.reasons]


def double_input(*given: tuple[str, str | None]) -> list[TableFault]:
    """The fault of standard input given for more than one file, each by its argument and path."""
    names = [name for name, path in given if path == STANDARD_INPUT]
    return [table_fault("stdin-twice", Place(name), first=names[0]) for name in names[1:]]


class RequestRefused(Exception):  # noqa: N818 - says what happened
    """The request has faults, and nothing was planned or checked."""

    def __init__(self, faults: Sequence[TableFault], notes: Sequence[str] = ()) -> None:
        self.faults = tuple(faults)
        """All that are known, sorted by file, line and column."""
        self.notes = tuple(notes)
        """Why others may be missing; empty where none are."""
        super().__init__("\n".join(fault.text() for fault in faults))


class Checker(Protocol):
    """What tells all faults of a request: a client, or the checks of the service run here."""

    server: str

    def check(
        self,
        batch: plan_pb2.Batch,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        election_date: str,
        policy: str = "",
        **resources: Unpack[Resources],
    ) -> tuple[FieldFault, ...]:
        """Every fault of the request."""


def refusal(
    client: Checker,
    files: RequestFiles,
    local: Sequence[TableFault],
    answered: RequestRejected | WrongState | None,
    *,
    election_date: str,
    policy: str,
    language: Language,
    plan: str = "",
) -> RequestRefused:
    """All faults at once: those found here, those that the server answered, and those that it finds
    when it is asked for the complete list. `plan` is the path of a plan that is to be verified.
    """
    strengths = files.strengths.as_read if files.strengths else []
    resources = files.resources
    found: list[FieldFault] = list(answered.faults) if answered else []
    held_back: list[FieldFault] = []
    # the complete list is one of TPS and strengths, not of a plan
    cut = bool(plan or files.in_force)
    notes = [answered.message[language]] if isinstance(answered, WrongState) else []
    about = {"election_date": election_date, "policy": policy}
    try:
        if files.tps.lines or strengths or any(resources.values()):
            found += _checked(client, files.tps.as_read, strengths, about, resources)
        if files.tps.held_back.rows:
            held_back = _checked(client, files.tps.held_back, (), about, {})
    except CallFailed as error:
        reason = of_failure(error, client.server, language)[1]
        notes.append(filled(_NOT_CHECKED, reason=reason)[language])
        cut = True
    if cut and answered:
        notes += cut_list(answered, language)
    places = files.places(plan)
    faults = [*places.faults(found), *places.of_held_back(true_of_held_back(held_back))]
    return RequestRefused(merged(local, faults, places), notes)


def cut_list(answered: RequestRejected | WrongState, language: Language) -> list[str]:
    """The note that the server found more faults than it could send, where it did."""
    if answered.count <= len(answered.faults):
        return []
    return [filled(_CUT, count=answered.count, sent=len(answered.faults))[language]]


def _checked(
    client: Checker,
    batch: plan_pb2.Batch,
    strengths: Sequence[plan_pb2.Strength],
    about: dict[str, str],
    resources: Resources,
) -> list[FieldFault]:
    """The complete list; as much of it as fits into an error where the server answers with one."""
    try:
        return list(client.check(batch, strengths, **about, **resources))
    except (RequestRejected, WrongState) as error:
        return list(error.faults)


_NOT_CHECKED: Final = Text(
    id="daftar ini mungkin belum lengkap, karena hanya diperiksa di sini: {reason}",
    en="this list may not be complete, because only the checks here were made: {reason}",
)

SHOWN_OF_A_KIND: Final = 10
"""Faults of one code in one column of a file that are printed; the rest are counted."""
_HIDDEN: Final = Text(
    id="{path}: … dan {count} lagi dengan kode {code}{column}; --json menyebut semuanya",
    en="{path}: … and {count} more of {code}{column}; --json names them all",
)
_TOTAL: Final = Text(id="{count}; tidak ada yang dikerjakan", en="{count}; nothing was done")
_CUT: Final = Text(
    id="server menemukan {count} kesalahan dan mengirim {sent} yang pertama",
    en="the server found {count} faults and sent the first {sent}",
)


def print_refusal(refused: RequestRefused, language: Language, *, every: bool = False) -> None:
    """Print the faults on standard error, sorted by place, and their number."""
    print_faults(refused.faults, language, every=every)
    count = counted(len(refused.faults), "kesalahan", "fault", "faults")
    complain(f"pamtps: {filled(_TOTAL, count=count)[language]}")
    for note in refused.notes:
        complain(f"pamtps: {note}")


def print_faults(faults: Sequence[TableFault], language: Language, *, every: bool) -> None:
    """Print faults on standard error in their order.

    Of those that are alike the first are printed and the others counted; `every` prints them all.
    """
    kinds: dict[tuple[str, str, str], int] = {}
    for fault in faults:
        kind = (fault.place.file, fault.place.name, fault.code)
        kinds[kind] = kinds.get(kind, 0) + 1
    shown = dict.fromkeys(kinds, 0)
    for fault in faults:
        kind = (fault.place.file, fault.place.name, fault.code)
        shown[kind] += 1
        if every or shown[kind] <= SHOWN_OF_A_KIND:
            complain(fault.text(language))
        if not every and shown[kind] == SHOWN_OF_A_KIND < kinds[kind]:
            complain(_more(kind, kinds[kind] - SHOWN_OF_A_KIND, language))


def _more(kind: tuple[str, str, str], count: int, language: Language) -> str:
    path, name, code = kind
    column = Text(id=f" di kolom {name}", en=f" in column {name}") if name else Text(id="", en="")
    return printable(filled(_HIDDEN, path=path, count=count, code=code, column=column)[language])
