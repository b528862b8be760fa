"""IPC streams of a caller as tables, and their columns in one piece.

The bytes are a caller's. Columns are looked at before any row is read, so that only types which a
table may have are read at all, and what the reader of Arrow accepts is validated before it is used:
each dictionary once, however many record batches share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pamtps_service.policy.faults import Fault, fault
from pamtps_service.records.batch import IntColumn

MAX_COLUMNS: Final = 1_000
MOST_ENTRIES: Final = 1_000_000
"""Entries of all dictionaries of a stream, at most, and one more for each byte: a dictionary may
grow from one record batch to the next, and is there as often as it grew."""
_MOST_DETAIL: Final = 200
"""Characters of what the reader of Arrow says, at most."""
_READ_HERE: Final = pa.ipc.IpcReadOptions(use_threads=False)
"""A thread of the reader could not be told that memory is at its end."""


def read_table(
    streams: Sequence[bytes],
    path: str,
    most_rows: int,
    wrong_columns: Callable[[pa.Schema], list[Fault]],
    faults: list[Fault],
) -> pa.Table | None:
    """The rows of all streams, one after another; None where one is broken or has other columns.

    Args:
        streams: one or more.
        path: field of the streams; a stream's place is `path[0]`.
        most_rows: reading ends beyond so many rows.
        wrong_columns: what is wrong with the columns; with any, no row is read.
        faults: to which what is wrong is added.

    MemoryError where a stream asks for more than there is.
    """
    batches: list[pa.RecordBatch] = []
    schema: pa.Schema | None = None
    rows = 0
    for number, stream in enumerate(streams):
        place = f"{path}[{number}]"
        try:
            with pa.ipc.open_stream(stream, options=_READ_HERE) as reader:
                wrong = _wrong_schema(reader.schema, schema, place)
                if schema is None and not wrong:
                    wrong = wrong_columns(reader.schema)
                schema = reader.schema
                if wrong:
                    faults += wrong
                    return None
                for batch in _valid_batches(reader, MOST_ENTRIES + len(stream)):
                    rows += batch.num_rows
                    if rows > most_rows:
                        faults.append(fault("too-many-rows", place, found=rows, allowed=most_rows))
                        return None
                    batches.append(batch)
        except (pa.ArrowException, OSError, ValueError) as error:
            if isinstance(error, MemoryError):
                raise  # ArrowMemoryError is no fault of the stream's form
            detail = next(iter(str(error).splitlines()), "")[:_MOST_DETAIL]
            faults.append(fault("arrow-malformed", place, detail=detail or type(error).__name__))
            return None
    return pa.Table.from_batches(batches, schema)


def _wrong_schema(found: pa.Schema, first: pa.Schema | None, place: str) -> list[Fault]:
    if len(found) > MAX_COLUMNS:
        return [fault("arrow-too-many-columns", place, found=len(found), allowed=MAX_COLUMNS)]
    if first is not None and not first.equals(found):
        told, allowed = _told(found), _told(first)
        return [fault("arrow-columns-differ", place, found=told, allowed=allowed)]
    return []


def _told(schema: pa.Schema) -> str:
    return ", ".join(f"{field.name} {field.type}" for field in schema)


def _valid_batches(reader: pa.RecordBatchReader, most_entries: int) -> Iterator[pa.RecordBatch]:
    """The record batches that have rows. ArrowException, OSError, ValueError."""
    valid: set[object] = set()
    entries = 0
    for batch in reader:
        batch.validate()
        if not batch.num_rows:
            continue
        for column in batch.columns:
            if not pa.types.is_dictionary(column.type):
                column.validate(full=True)
                continue
            dictionary = column.dictionary
            if identity(dictionary) not in valid:
                entries += len(dictionary)
                if entries > most_entries:
                    raise pa.ArrowInvalid(f"its dictionaries have more than {most_entries} entries")
                dictionary.validate(full=True)
                valid.add(identity(dictionary))
            column.indices.validate(full=True)
            # looks whether each index is inside
            pa.DictionaryArray.from_arrays(column.indices, dictionary)
        yield batch


def identity(array: pa.Array) -> object:
    """The same for arrays with the same memory, which are equal as long as they live."""
    buffers = [None if one is None else (one.address, one.size) for one in array.buffers()]
    return (array.offset, len(array), *buffers)


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


def encoded(column: pa.ChunkedArray) -> tuple[IntColumn, list[Any]]:
    """A column as indices into its distinct values; -1 where null."""
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    number: dict[Any, int] = {}
    tables: dict[object, IntColumn] = {}
    parts = [np.zeros(0, np.int32)]
    for chunk in column.chunks:
        key = identity(chunk.dictionary)
        if key not in tables:
            # null may be in a dictionary too; the last entry is for rows that are null themselves
            values = chunk.dictionary.to_pylist()
            places = [-1 if one is None else number.setdefault(one, len(number)) for one in values]
            tables[key] = np.array([*places, -1], np.int32)
        parts.append(tables[key][as_int32(chunk.indices)])
    return np.concatenate(parts), list(number)


def as_int32(array: pa.Array) -> IntColumn:
    """Integers of 32 bits or fewer; -1 where null."""
    filled = pc.fill_null(array.cast(pa.int32()), -1)
    values: NDArray[np.int32] = filled.to_numpy(zero_copy_only=False)
    return values
