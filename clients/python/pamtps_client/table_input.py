"""What a caller may give as a table of TPS, as one pyarrow table: tables of pyarrow, pandas and
polars, everything else that speaks the Arrow PyCapsule protocol, and files.

Names and types of columns are left as they are.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from pamtps_client.arrow_extra import require_arrow
from pamtps_client.file_kinds import ARROW, PARQUET, why_no_table
from pamtps_client.language import Text
from pamtps_client.system_errors import why
from pamtps_client.table_faults import Place, TableFault, TableRefused, table_fault

if TYPE_CHECKING:
    import pyarrow as pa

ENDINGS: Final = (".parquet", ".arrow", ".feather")
"""Of files that hold a table."""
_FILE_MAGIC: Final = b"ARROW1"
_KINDS_SHOWN: Final = 5
_UNNAMED_INDEX: Final = re.compile(r"__index_level_[0-9]+__")
"""How pandas names an index without a name, where it writes one as a column."""


class ArrowTable(Protocol):
    """Tables of pyarrow, polars, pandas, duckdb and others."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table as a stream of Arrow's C interface."""


TableData = ArrowTable | str | os.PathLike[str]
"""A table, or the path of a file that holds one."""


@dataclass(frozen=True, slots=True)
class TableInput:
    """A table, and how to speak of it."""

    table: pa.Table
    name: str
    """`pandas.DataFrame`, or the path of the file."""
    library: str
    """`pandas`, `polars` or `pyarrow`, which read it; empty of a file."""
    faults: tuple[TableFault, ...] = ()
    """Columns that are none of Arrow's; they are null in the table."""
    first: int = 0
    """The number of the first row of a table that is a chunk of a batch."""
    index: tuple[str, ...] = ()
    """Names of the index of a table of pandas, which is left out."""

    def place(self, row: int | None, name: str) -> Place:
        """The place of a column in a row, from 0; of the column as a whole where row is None.

        Rows of a file are counted from 1, as lines are; those of a table as the service does.
        """
        if row is None:
            return Place(self.name, name=name)
        if self.library:
            return Place(f"batch.rows[{self.first + row}]", name=name)
        ordinals = {column: index for index, column in enumerate(self.table.column_names, 1)}
        return Place(self.name, row + 1, ordinals[name], name)


def is_table_file(path: str) -> bool:
    """Whether a path ends as files of tables do."""
    return Path(path).suffix.lower() in ENDINGS


def table_input(data: object) -> TableInput:
    """The table in what was given.

    Raises TableRefused where a file cannot be read, TypeError where it is no table, and
    ArrowMissing without pyarrow.
    """
    require_arrow()
    if isinstance(data, str | os.PathLike):
        return TableInput(without_index(read_table(os.fspath(data))), os.fspath(data), "")
    name = f"{type(data).__module__.split('.')[0]}.{type(data).__name__}"
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(data, pandas.DataFrame):
        return _of_pandas(data, name)
    library = "polars" if name.startswith("polars.") else "pyarrow"
    return TableInput(without_index(_of_arrow(data, name)), name, library)


def _of_arrow(data: Any, name: str) -> pa.Table:
    """A table that is pyarrow's, or speaks the protocol. Raises TypeError where it does not."""
    pa = require_arrow()
    if isinstance(data, pa.Table):
        return data
    if isinstance(data, pa.RecordBatch):
        return pa.Table.from_batches([data])
    if not isinstance(data, pa.RecordBatchReader):
        try:
            if not hasattr(data, "__arrow_c_stream__"):
                raise _no_table(name)
            data = pa.RecordBatchReader.from_stream(data)
        except pa.ArrowException:  # a stream of one column, as a Series gives
            raise _no_table(name) from None
    return data.read_all()


def _no_table(name: str) -> TypeError:
    meant = _MEANT.get(name, "")
    return TypeError(
        f"{name} is no table; give one of pyarrow, pandas, polars or anything else with "
        f"__arrow_c_stream__, or the path of a file that ends in {', '.join(ENDINGS)}"
        + (f"\n  Maybe: {meant}" if meant else "")
    )


_MEANT: Final = {
    "pamtps_client.TpsTable": "read_tps(path).batch",
    "polars.LazyFrame": "frame.collect()",
}
"""What was probably meant by something that is no table."""


def without_index(table: pa.Table) -> pa.Table:
    """The table without the columns in which pandas kept an index that has no name."""
    names = table.column_names
    kept = [at for at, name in enumerate(names) if not _UNNAMED_INDEX.fullmatch(name)]
    return table if len(kept) == len(names) else table.select(kept)


def read_table(path: str) -> pa.Table:
    """The table in a file. Raises TableRefused."""
    pa = require_arrow()
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        maybe = "read_tps(path).batch" if ending == ".csv" else ""
        allowed = ", ".join(ENDINGS)
        fault = table_fault("table-ending", Place(path), allowed=allowed, maybe=maybe)
        raise TableRefused([fault])
    try:
        if ending == ".parquet":
            import pyarrow.parquet

            if os.path.isdir(path):  # of parts, as Spark writes it
                return pyarrow.parquet.read_table(path)
            with open(path, "rb") as file:
                return pyarrow.parquet.ParquetFile(file).read()
        with open(path, "rb") as file:
            start = file.read(len(_FILE_MAGIC))
            file.seek(0)
            opened = pa.ipc.open_file if start == _FILE_MAGIC else pa.ipc.open_stream
            return opened(file).read_all()
    except (pa.ArrowException, EOFError, OSError) as error:
        raise TableRefused([_not_read(error, path)]) from error


_UNKNOWN_FORM: Final = Text(
    id="isinya memakai bentuk yang tidak dikenal pyarrow yang terpasang",
    en="it uses a form that the installed pyarrow does not know",
)


def _not_read(error: Exception, path: str) -> TableFault:
    if isinstance(error, OSError) and error.errno is not None:
        return table_fault("file-not-read", Place(path), reason=why(error))
    if os.path.isdir(path):
        return table_fault("not-a-table-folder", Place(path))
    kind = PARQUET if Path(path).suffix.lower() == ".parquet" else ARROW
    if isinstance(error, NotImplementedError):
        return table_fault("not-a-table", Place(path), what=kind, reason=_UNKNOWN_FORM)
    with open(path, "rb") as file:
        return table_fault("not-a-table", Place(path), what=kind, reason=why_no_table(file, kind))


def _of_pandas(frame: Any, name: str) -> TableInput:
    """A table of pandas, column by column: a column of objects may hold values of several types."""
    pa = require_arrow()
    columns: list[Any] = []
    faults: list[TableFault] = []
    names = [str(column) for column in frame.columns]
    for ordinal, column in enumerate(names):
        try:
            values = pa.Array.from_pandas(frame.iloc[:, ordinal])
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
            there = {type(value).__name__ for value in frame.iloc[:, ordinal].dropna()}
            kinds = ", ".join(sorted(there)[:_KINDS_SHOWN])
            faults.append(table_fault("mixed-column", Place(name, name=column), kinds=kinds))
            values = pa.nulls(len(frame))
        columns.append(
            values if isinstance(values, pa.ChunkedArray) else pa.chunked_array([values])
        )
    index = tuple(str(level) for level in frame.index.names if level is not None)
    table = pa.Table.from_arrays(columns, names=names)
    return TableInput(table, name, "pandas", tuple(faults), index=index)
