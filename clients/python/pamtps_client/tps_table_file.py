"""Reading a Parquet or Arrow file of TPS into a batch in the Arrow form."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pamtps.v1 import plan_pb2

from pamtps_client.arrow_batch import arrow_streams
from pamtps_client.csv_file import Progress
from pamtps_client.repeated_columns import repeated_faults
from pamtps_client.table_columns import column_faults, sent_columns
from pamtps_client.table_faults import Place, TableFault, TableRefused, table_fault
from pamtps_client.table_file import TableFile
from pamtps_client.table_input import table_input
from pamtps_client.tps_columns import COLUMNS
from pamtps_client.tps_table import TpsTable

if TYPE_CHECKING:
    import pyarrow as pa


def read_table_file(path: str, progress: Progress) -> TpsTable:
    """Read a file of a table. Rows with a fault stay in the batch, which is empty where a column as
    a whole is wrong. Raises ArrowMissing."""
    try:
        given = table_input(path)
    except TableRefused as refused:
        return _without_rows(TableFile(path, {}, 0), list(refused.faults))
    header = {name: ordinal for ordinal, name in enumerate(given.table.column_names)}
    file = TableFile(path, header, 0)
    progress(os.path.getsize(path))
    faults = column_faults(given)
    if not given.table.num_rows:
        faults.append(table_fault("no-rows", Place(path)))
    if faults:
        return _without_rows(file, faults)
    faults = sorted(repeated_faults(given.table, given.place), key=lambda fault: fault.place)
    lines = range(1, given.table.num_rows + 1)
    return arrow_table(file, sent_columns(given.table), lines, faults)


def arrow_table(
    file: TableFile, sent: pa.Table, lines: range, faults: list[TableFault]
) -> TpsTable:
    """What was read, with a batch of the columns that are sent."""
    batch = plan_pb2.Batch(arrow=arrow_streams(sent))
    attributes = tuple(name for name in sent.column_names if name not in COLUMNS.known)
    return TpsTable(file, batch, lines, attributes, plan_pb2.Batch(), (), (), faults)


def _without_rows(file: TableFile, faults: list[TableFault]) -> TpsTable:
    return TpsTable(file, plan_pb2.Batch(), (), (), plan_pb2.Batch(), (), (), faults)
