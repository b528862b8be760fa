"""The columns of a table of TPS: what is wrong with their names and types, and the form in which
they are sent (docs/arrow.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pamtps_client.csv_file import plain_name
from pamtps_client.language import Text
from pamtps_client.repeated_cells import AREAS, NUMBER, REPEATED, SPECIAL
from pamtps_client.table_faults import TableFault, did_you_mean, names_there, table_fault
from pamtps_client.table_input import TableInput
from pamtps_client.tps_columns import COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

CODES: Final = ("tps_code", *AREAS)
INTEGERS: Final = ("registered_voters", "travel_minutes")
WORDS: Final = ("risk_tier", "access")

_TEXT: Final = Text(id="teks", en="text")
_INTEGER: Final = Text(id="bilangan bulat", en="whole numbers")
_TRUTH: Final = Text(id="nilai benar/salah", en="truth values")
_OR: Final = Text(id=" atau ", en=" or ")
_LARGEST_DICTIONARY: Final = 4096
"""Words. A dictionary is sent again with each stream, so a larger one costs more than it saves."""
_ALIKE: Final = 0.75
_NUMBER_FOR_CODE: Final = "code-is-number"


def column_faults(given: TableInput) -> list[TableFault]:
    """What is wrong with the columns as such: names that are missing or double, and types."""
    names = given.table.column_names
    faults = list(given.faults)
    told = {fault.place.name for fault in faults}
    for ordinal, name in enumerate(names):
        first = names.index(name)
        if first < ordinal:
            place = given.place(None, name)
            faults.append(table_fault("duplicate-column", place, found=name, first=first + 1))
    faults += _missing_columns(given)
    columns = [pair for pair in zip(names, given.table.columns, strict=True) if pair[0] not in told]
    found = [_type_fault(given, name, column) for name, column in columns]
    of_types = [fault for fault in found if fault is not None]
    numbers = [fault for fault in of_types if fault.code == _NUMBER_FOR_CODE]
    if numbers:  # one way to read the table again, with all of them as text
        maybe = _as_text(given.library, [fault.place.name for fault in numbers])
        of_types[of_types.index(numbers[0])] = replace(numbers[0], maybe=maybe)
    return faults + of_types


def _missing_columns(given: TableInput) -> list[TableFault]:
    names = given.table.column_names
    others = {plain_name(name): name for name in names if name not in COLUMNS.known}
    return [
        table_fault(
            "missing-column",
            given.place(None, ""),
            column=name,
            required=", ".join(COLUMNS.required),
            there=names_there(names),
            maybe="frame.reset_index()"
            if name in given.index
            else others.get(did_you_mean(name, others, _ALIKE), ""),
        )
        for name in COLUMNS.required
        if name not in names
    ]


def _type_fault(given: TableInput, name: str, column: pa.ChunkedArray) -> TableFault | None:
    allowed, kind = _allowed(name), column.type
    if any(_is(kind, word) for word in allowed) or (_is_null(column) and name != "tps_code"):
        return None
    place = given.place(None, name)
    found = str(kind)
    if name in CODES and _is_numeric(kind):
        return table_fault(_NUMBER_FOR_CODE, place, found=found)
    maybe = ""
    if _INTEGER in allowed and _is_numeric(kind):
        maybe = _as_integers(given.library, name)
    elif _INTEGER in allowed and _is(kind, _TEXT):
        maybe = _from_text(given.library, name)
    words = Text(
        id=_OR.id.join(word.id for word in allowed), en=_OR.en.join(word.en for word in allowed)
    )
    return table_fault("column-type", place, found=found, allowed=words, maybe=maybe)


def _allowed(name: str) -> tuple[Text, ...]:
    if name in CODES or name in WORDS:
        return (_TEXT,)
    if name in INTEGERS:
        return (_INTEGER,)
    if name == NUMBER:
        return (_INTEGER, _TEXT)
    if name == SPECIAL:
        return (_TRUTH, _TEXT)
    return (_TEXT, _INTEGER, _TRUTH)


def _is(kind: pa.DataType, what: Text) -> bool:
    import pyarrow.types as types

    if what is _INTEGER:
        return bool(types.is_integer(kind))
    if what is _TRUTH:
        return bool(types.is_boolean(kind))
    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_null(column: pa.ChunkedArray) -> bool:
    """Whether a column never holds a value: whatever its type, it says nothing. In pandas one that
    was empty in a CSV file is of numbers."""
    import pyarrow.types as types

    return bool(types.is_null(column.type) or 0 < len(column) == column.null_count)


def _is_numeric(kind: pa.DataType) -> bool:
    import pyarrow.types as types

    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind))


def _as_text(library: str, names: Sequence[str]) -> str:
    """How the library that made a table reads columns of codes as text."""

    def each(kind: str) -> str:
        return "{" + ", ".join(f'"{name}": {kind}' for name in names) + "}"

    quoted = each('"string"')
    return {
        "pandas": f"pandas.read_csv(path, dtype={quoted})",
        "polars": f"polars.read_csv(path, schema_overrides={each('polars.String')})",
        "pyarrow": f"pyarrow.csv.ConvertOptions(column_types={each('pyarrow.string()')})",
    }.get(library, "")


def _as_integers(library: str, name: str) -> str:
    """How a column of numbers that may have a fraction becomes one of whole numbers."""
    return {
        "pandas": f'frame["{name}"].astype("Int64")',
        "polars": f'frame.with_columns(polars.col("{name}").cast(polars.Int64))',
        "pyarrow": f'table["{name}"].cast(pyarrow.int64())',
    }.get(library, "")


def _from_text(library: str, name: str) -> str:
    """How a column of numbers that was read as text becomes one of whole numbers."""
    if library == "pandas":
        return f'pandas.to_numeric(frame["{name}"]).astype("Int64")'
    return _as_integers(library, name)


def sent_columns(table: pa.Table) -> pa.Table:
    """The columns that are sent, in a form that a slice of them is no larger than it must be.

    Those that repeat the code are left out. `table` must have no fault.
    """
    import pyarrow as pa

    table = table.select([name for name in table.column_names if name not in REPEATED])
    columns = [
        _sent(name, column) for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return pa.Table.from_arrays(columns, names=table.column_names)


def _sent(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    kind = column.type
    if _is_null(column):
        of_nulls = pa.nulls(len(column), pa.int32() if name in INTEGERS else pa.string())
        return pa.chunked_array([of_nulls])
    if kind == pa.string_view():  # a slice of it would carry the texts of all
        return column.cast(pa.large_string())
    if not pa.types.is_dictionary(kind):
        return column
    if kind.value_type == pa.string_view():
        column = pa.chunked_array([_without_views(chunk) for chunk in column.chunks])
    column = column.unify_dictionaries()
    dictionaries = [chunk.dictionary for chunk in column.chunks]
    if all(len(d) <= _LARGEST_DICTIONARY and not d.null_count for d in dictionaries):
        return column
    return column.cast(column.type.value_type)


def _without_views(chunk: pa.DictionaryArray) -> pa.DictionaryArray:
    import pyarrow as pa

    words = chunk.dictionary.cast(pa.large_string())
    return pa.DictionaryArray.from_arrays(chunk.indices, words)


def without_dictionaries(table: pa.Table) -> pa.Table:
    """The table with every column of words as plain text."""
    import pyarrow as pa

    columns = [
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    return pa.Table.from_arrays(columns, names=table.column_names)


def like_first(
    given: TableInput, sent: pa.Table, first: pa.Schema
) -> tuple[pa.Table, list[TableFault]]:
    """What is sent of a table, in the columns and types of the first chunk of its batch, and what
    is wrong where they cannot be made the same without changing a value."""
    import pyarrow as pa

    if set(sent.column_names) != set(first.names):
        place = given.place(None, "")
        here = names_there([name for name in sent.column_names if name not in first.names])
        before = names_there([name for name in first.names if name not in sent.column_names])
        return sent, [table_fault("chunk-columns", place, here=here, before=before)]
    faults, columns = [], []
    for field in first:
        column = sent[field.name]
        if not _same_values(column, field.type):
            place, found = given.place(None, field.name), str(column.type)
            faults.append(table_fault("chunk-type", place, found=found, first=str(field.type)))
        elif column.null_count == len(column):
            column = pa.chunked_array([pa.nulls(len(column), field.type)])
        else:
            column = column.cast(field.type)
        columns.append(column)
    return (sent if faults else pa.Table.from_arrays(columns, schema=first)), faults


def _same_values(column: pa.ChunkedArray, kind: pa.DataType) -> bool:
    """Whether every value of a column means the same as one of the type."""
    if column.null_count == len(column) or column.type == kind or _is(kind, _TEXT):
        return True
    if not (_is(column.type, _INTEGER) and _is(kind, _INTEGER)):
        return False
    import pyarrow as pa

    try:
        column.cast(kind)
    except pa.ArrowInvalid:  # it has no place for one of the numbers
        return False
    return True
