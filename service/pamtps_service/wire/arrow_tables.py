"""IPC streams of a caller as tables, and their columns in one piece.

The bytes are a caller's: what the reader of Arrow accepts is validated in full before it is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pamtps_service.policy.faults import Fault, fault
from pamtps_service.records.batch import IntColumn

_MOST_DETAIL = 200
"""Characters of what the reader of Arrow says, at most."""


def read_table(
    streams: Sequence[bytes], path: str, most_rows: int, faults: list[Fault]
) -> pa.Table | None:
    """The rows of all streams, one after another; None where one is broken or has other columns.

    Args:
        streams: one or more.
        path: field of the streams; a stream's place is `path[0]`.
        most_rows: reading ends beyond so many rows.
        faults: to which what is wrong is added.
    """
    batches: list[pa.RecordBatch] = []
    schema: pa.Schema | None = None
    rows = 0
    for number, stream in enumerate(streams):
        place = f"{path}[{number}]"
        try:
            for found, batch in _batches(stream):
                schema = schema or found
                if not schema.equals(found):
                    faults.append(
                        fault(
                            "arrow-columns-differ", place, found=_told(found), allowed=_told(schema)
                        )
                    )
                    return None
                if batch is not None:
                    batches.append(batch)
                    rows += batch.num_rows
                if rows > most_rows:
                    faults.append(fault("too-many-rows", place, found=rows, allowed=most_rows))
                    return None
        except (pa.ArrowException, OSError, ValueError) as error:
            if isinstance(error, MemoryError):
                raise  # ArrowMemoryError is no fault of the stream's form
            detail = next(iter(str(error).splitlines()), "")[:_MOST_DETAIL]
            faults.append(fault("arrow-malformed", place, detail=detail or type(error).__name__))
            return None
    return pa.Table.from_batches(batches, schema)


def _batches(stream: bytes) -> Iterator[tuple[pa.Schema, pa.RecordBatch | None]]:
    """The schema, then every record batch with it. ArrowException, OSError, ValueError."""
    with pa.ipc.open_stream(stream) as reader:
        yield reader.schema, None
        for batch in reader:
            batch.validate(full=True)
            yield reader.schema, batch


def _told(schema: pa.Schema) -> str:
    return ", ".join(f"{field.name} {field.type}" for field in schema)


def is_text(kind: pa.DataType) -> bool:
    """Whether a column of the type holds texts, plain or dictionary-encoded."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def encoded(column: pa.ChunkedArray) -> tuple[IntColumn, list[str]]:
    """A column of text as indices into distinct texts; -1 where null."""
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column.cast(pa.large_string()))
    array = whole(column.unify_dictionaries())
    indices = as_int32(array.indices)
    texts = array.dictionary.to_pylist()
    if None in texts:  # null may be in the dictionary too
        table = [-1 if text is None else at for at, text in enumerate(texts)]
        indices = np.array([*table, -1], np.int32)[indices]
    return indices, ["" if text is None else text for text in texts]


def as_int32(array: pa.Array) -> IntColumn:
    """Integers of 32 bits or fewer; -1 where null."""
    filled = pc.fill_null(array.cast(pa.int32()), -1)
    values: NDArray[np.int32] = filled.to_numpy(zero_copy_only=False)
    return values
