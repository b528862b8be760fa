"""The files of a request: read together, and every fault of them reported together.

What is wrong in a file does not hide what only the server can know: rows that are good are sent to
be checked, and its faults are put back to their cells.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pamtps_client.client import Client
from pamtps_client.errors import CallFailed, FieldFault, RequestRejected
from pamtps_client.language import Language, Text, filled
from pamtps_client.outcome import of_failure
from pamtps_client.request_places import merged
from pamtps_client.steps import Steps
from pamtps_client.strength_table import StrengthTable, read_strengths
from pamtps_client.table_faults import TableFault
from pamtps_client.tps_table import TpsTable, read_tps


@dataclass(frozen=True, slots=True)
class RequestFiles:
    """The TPS and the strengths of a request."""

    tps: TpsTable
    strengths: StrengthTable | None

    @property
    def faults(self) -> list[TableFault]:
        """What is wrong in the files themselves."""
        return [*self.tps.faults, *(self.strengths.faults if self.strengths else [])]


def read_files(tps: str, strengths: str | None, steps: Steps) -> RequestFiles:
    """Read both files; strengths only where a path is given."""
    return RequestFiles(
        read_tps(tps, steps.reading(tps)),
        read_strengths(strengths, steps.reading(strengths)) if strengths else None,
    )


class RequestRefused(Exception):  # noqa: N818 - says what happened
    """The request has faults, and nothing was planned or checked."""

    def __init__(self, faults: Sequence[TableFault], note: str) -> None:
        self.faults = tuple(faults)
        """All of them, sorted by file, line and column."""
        self.note = note
        """Why the server's are not among them; empty where they are."""
        super().__init__("\n".join(fault.text() for fault in faults))


def refusal(
    client: Client,
    files: RequestFiles,
    local: Sequence[TableFault],
    answered: Sequence[FieldFault],
    *,
    election_date: str,
    policy: str,
    language: Language,
) -> RequestRefused:
    """All faults at once: those found here, those that the server answered, and those that it finds
    when it is asked for the complete list.
    """
    strengths = files.strengths.strengths if files.strengths else []
    note = ""
    if files.tps.batch.rows or strengths:
        try:
            checked = client.check(
                files.tps.batch, strengths, election_date=election_date, policy=policy
            )
            answered = [*answered, *checked]
        except RequestRejected as error:
            answered = [*answered, *error.faults]
        except CallFailed as error:
            note = filled(_NOT_CHECKED, reason=of_failure(error, client.server, language)[1])[
                language
            ]
    return RequestRefused(merged(local, answered, files.tps, files.strengths), note)


_NOT_CHECKED: Final = Text(
    id="daftar ini mungkin belum lengkap, karena hanya diperiksa di sini: {reason}",
    en="this list may not be complete, because only the checks here were made: {reason}",
)


SHOWN_OF_A_KIND: Final = 10
"""Faults of one code in one column of a file that are printed; the rest are counted."""
_HIDDEN: Final = Text(
    id="{path}: … dan {count} lagi dengan kode {code}",
    en="{path}: … and {count} more of {code}",
)


def print_refusal(refused: RequestRefused, language: Language) -> None:
    """Print every fault, sorted by place, and their number, on standard error."""
    shown: dict[tuple[str, str, str], int] = {}
    for fault in refused.faults:
        kind = (fault.place.file, fault.place.name, fault.code)
        shown[kind] = shown.get(kind, 0) + 1
        if shown[kind] <= SHOWN_OF_A_KIND:
            print(fault.text(language), file=sys.stderr)
    for (path, column, code), faults in shown.items():
        if faults > SHOWN_OF_A_KIND:
            more = filled(_HIDDEN, path=path, count=faults - SHOWN_OF_A_KIND, code=code)[language]
            print(f"{more} [{column}]" if column else more, file=sys.stderr)
    count = len(refused.faults)
    total = filled(
        Text(
            id="{count} kesalahan; tidak ada yang dikerjakan",
            en="1 fault; nothing was done" if count == 1 else "{count} faults; nothing was done",
        ),
        count=count,
    )
    print(f"pamtps: {total[language]}", file=sys.stderr)
    if refused.note:
        print(f"pamtps: {refused.note}", file=sys.stderr)
