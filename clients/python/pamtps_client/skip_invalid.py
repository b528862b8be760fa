"""`pamtps plan --skip-invalid`: rows of TPS that are wrong are left out, and told all the same.

The service leaves them out, so that the plan says how many they are. Rows that are found wrong here
are sent as nothing but a code, without the tier that every row must have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_client.errors import FieldFault, RequestRejected
from pamtps_client.language import Language, Text, counted, filled
from pamtps_client.output import complain
from pamtps_client.request_files import RequestFiles, print_faults
from pamtps_client.request_places import merged, true_of_held_back
from pamtps_client.requests import read_faults
from pamtps_client.table_faults import TableFault
from pamtps_client.tps_table import TpsTable

_DUPLICATE: Final = "duplicate-tps"
_LEFT_OUT: Final = Text(
    id="{count} tidak ikut direncanakan karena salah",
    en="{count} left out of the plan as wrong",
)


@dataclass(frozen=True, slots=True)
class SkippingFiles:
    """The files of a request whose wrong rows are left out."""

    sent: RequestFiles
    """With the wrong rows, as they are sent."""
    faults: list[TableFault]
    """What is wrong with more than one row, so that nothing can be planned."""
    of_rows: list[TableFault]
    """What was found wrong with rows here."""

    def skipped(self, rows: Iterable[planning_service_pb2.SkippedRow]) -> list[TableFault]:
        """All faults of the rows that the service left out, those found here included."""
        places = self.sent.places()
        wrong = {fault.place.line for fault in self.of_rows}
        own: list[FieldFault] = []
        others: list[FieldFault] = []
        for row in rows:
            found = own if self.sent.tps.lines[row.row] in wrong else others
            found += read_faults(row)
        # what was sent in the place of a wrong row is not what the file says
        answered = places.faults([*others, *true_of_held_back(own)])
        return merged(self.of_rows, answered, places)


def skipping(files: RequestFiles) -> SkippingFiles:
    """The files, read, with their wrong rows to be left out."""
    tps = files.tps
    lines = {line for line, _ in tps.wrong_rows}
    of_rows = [fault for fault in tps.faults if _is_of_row(fault, tps, lines)]
    told = set(map(id, of_rows))
    faults = [fault for fault in files.faults if id(fault) not in told]
    of_file = [fault for fault in tps.faults if id(fault) not in told]
    # the service tells of a TPS that is there twice, and which of its rows it takes
    of_rows = [fault for fault in of_rows if fault.code != _DUPLICATE]
    rows = _with_tierless(tps, of_rows) if tps.as_read.arrow else _with_wrong_rows(tps)
    return SkippingFiles(replace(files, tps=replace(rows, faults=of_file)), faults, of_rows)


def print_skipped(
    faults: Sequence[TableFault], count: int, language: Language, *, every: bool
) -> None:
    """Print the faults of the rows that were left out on standard error, and their number."""
    if count:
        print_faults(faults, language, every=every)
        rows = counted(count, "baris", "row was", "rows were")
        complain(f"pamtps: {filled(_LEFT_OUT, count=rows)[language]}")


def without_rows_of_tps(error: RequestRejected) -> RequestRejected:
    """The error without the faults of the batch, whose rows are not those of the file."""
    kept = tuple(fault for fault in error.faults if not fault.field.startswith("batch."))
    return RequestRejected(error.message, error.reason, kept, len(kept))


def _is_of_row(fault: TableFault, tps: TpsTable, wrong_lines: set[int]) -> bool:
    if tps.as_read.arrow:
        return fault.place.line > tps.file.header_line
    return fault.place.line in wrong_lines or fault.code == _DUPLICATE


def _with_wrong_rows(tps: TpsTable) -> TpsTable:
    batch = plan_pb2.Batch()
    batch.CopyFrom(tps.as_read)
    for _, code in tps.wrong_rows:
        batch.rows.add(tps_code=code)
    for attribute in batch.attributes:
        attribute.values.extend([""] * len(tps.wrong_rows))
    lines = [*tps.lines, *(line for line, _ in tps.wrong_rows)]
    return replace(tps, as_read=batch, lines=lines)


def _with_tierless(tps: TpsTable, faults: Sequence[TableFault]) -> TpsTable:
    """The table with null for the tier of every row that has a fault."""
    if not faults:
        return tps
    import pyarrow as pa
    import pyarrow.compute as pc

    from pamtps_client.arrow_batch import arrow_streams
    from pamtps_client.repeated_columns import plain_text

    streams = [pa.ipc.open_stream(stream).read_all() for stream in tps.as_read.arrow]
    table = pa.concat_tables(streams)
    first = tps.lines[0]
    rows = pa.array(sorted({fault.place.line - first for fault in faults}))
    wrong = pc.is_in(pa.array(range(table.num_rows)), value_set=rows)
    tiers = pc.if_else(wrong, None, plain_text(table["risk_tier"]).combine_chunks())
    at = table.column_names.index("risk_tier")
    streams = arrow_streams(table.set_column(at, "risk_tier", tiers))
    return replace(tps, as_read=plan_pb2.Batch(arrow=streams))
