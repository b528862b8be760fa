"""A table of TPS as the Arrow form of a batch (docs/arrow.md)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pamtps_client.arrow_extra import require_arrow
from pamtps_client.repeated_columns import repeated_faults
from pamtps_client.table_columns import (
    column_faults,
    like_first,
    sent_columns,
    without_dictionaries,
)
from pamtps_client.table_faults import TableRefused
from pamtps_client.table_input import TableData, TableInput, table_input

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_PER_STREAM: Final = 16_384


def arrow_batch(data: TableData, rows_per_stream: int = ROWS_PER_STREAM) -> list[bytes]:
    """The table as Arrow IPC streams compressed with zstd, for `Batch.arrow`; at least one.

    Parameters
    ----------
    data
        A table of pyarrow, pandas or polars, anything else that has `__arrow_c_stream__`, or the
        path of a file `.parquet`, `.arrow` or `.feather`. Its columns are those of a TPS.csv:
        `tps_code` and `risk_tier`, others as docs/arrow.md says. Columns that only repeat what the
        code says are compared with it, and left out.
    rows_per_stream
        Rows that a stream has at most; the service counts rows over all of them.

    Raises TableRefused with every fault of the columns' names and types, or else every row that
    says otherwise than its code; ArrowMissing without pyarrow; TypeError where it is no table.
    Everything else that can be wrong with a row is found by the service.
    """
    return arrow_streams(_sent(table_input(data)), rows_per_stream)


def _sent(given: TableInput) -> pa.Table:
    """The columns of a table that are sent. Raises TableRefused."""
    faults = column_faults(given) or repeated_faults(given.table, given.place)
    if faults:
        raise TableRefused(faults)
    return sent_columns(given.table)


class ArrowChunks:
    """Tables that follow each other as one batch: all get the columns of the first, in its types,
    as the service asks of the streams of a batch."""

    def __init__(self) -> None:
        self._schema: pa.Schema | None = None
        self._rows = 0

    def streams(self, data: TableData) -> list[bytes]:
        """The next table. Raises what `arrow_batch` raises; TableRefused also where its columns
        are others than those of the first, or of types that cannot be made the same."""
        given = replace(table_input(data), first=self._rows)
        sent = without_dictionaries(_sent(given))
        if self._schema is None:
            self._schema = sent.schema
        sent, faults = like_first(given, sent, self._schema)
        if faults:
            raise TableRefused(faults)
        self._rows += sent.num_rows
        return arrow_streams(sent)


def arrow_streams(table: pa.Table, rows_per_stream: int = ROWS_PER_STREAM) -> list[bytes]:
    """The rows in their order, as streams of at most so many rows; at least one."""
    starts = range(0, max(table.num_rows, 1), rows_per_stream)
    return [arrow_stream(table.slice(start, rows_per_stream)) for start in starts]


def arrow_stream(table: pa.Table) -> bytes:
    """A table as one Arrow IPC stream of one batch, compressed with zstd."""
    pa = require_arrow()
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table.combine_chunks())
    written: bytes = sink.getvalue().to_pybytes()
    return written
