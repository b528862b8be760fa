"""The columns of a table of TPS: what is wrong with their names and types, and the form in which
they are sent (docs/arrow.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamtps_client.csv_file import plain_name
from pamtps_client.language import Text
from pamtps_client.repeated_cells import AREAS, NUMBER, REPEATED, SPECIAL
from pamtps_client.table_faults import TableFault, did_you_mean, table_fault
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
    for name, column in zip(names, given.table.columns, strict=True):
        fault = None if name in told else _type_fault(given, name, column.type)
        if fault is not None:
            faults.append(fault)
    return faults


def _missing_columns(given: TableInput) -> list[TableFault]:
    names = given.table.column_names
    others = {plain_name(name): name for name in names if name not in COLUMNS.known}
    return [
        table_fault(
            "missing-column",
            given.place(None, ""),
            column=name,
            required=", ".join(COLUMNS.required),
            maybe=others.get(did_you_mean(name, others, _ALIKE), ""),
        )
        for name in COLUMNS.required
        if name not in names
    ]


def _type_fault(given: TableInput, name: str, kind: pa.DataType) -> TableFault | None:
    allowed = _allowed(name)
    if any(_is(kind, word) for word in allowed) or (_is_null(kind) and name != "tps_code"):
        return None
    place = given.place(None, name)
    found = str(kind)
    if name in CODES and _is_numeric(kind):
        maybe = _as_text(given.library, name)
        return table_fault("code-is-number", place, found=found, maybe=maybe)
    maybe = _as_integers(given.library, name) if _is_numeric(kind) and _INTEGER in allowed else ""
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


def _is_null(kind: pa.DataType) -> bool:
    """Of a column that never holds a value; pandas knows no other type of such columns."""
    import pyarrow.types as types

    return bool(types.is_null(kind))


def _is_numeric(kind: pa.DataType) -> bool:
    import pyarrow.types as types

    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind))


def _as_text(library: str, name: str) -> str:
    """How the library that made a table reads a column of codes as text."""
    return {
        "pandas": f'pandas.read_csv(path, dtype={{"{name}": "string"}})',
        "polars": f'polars.read_csv(path, schema_overrides={{"{name}": polars.String}})',
        "pyarrow": f'pyarrow.csv.ConvertOptions(column_types={{"{name}": pyarrow.string()}})',
    }.get(library, "")


def _as_integers(library: str, name: str) -> str:
    """How a column of numbers that may have a fraction becomes one of whole numbers."""
    return {
        "pandas": f'frame["{name}"].astype("Int64")',
        "polars": f'frame.with_columns(polars.col("{name}").cast(polars.Int64))',
        "pyarrow": f'table["{name}"].cast(pyarrow.int64())',
    }.get(library, "")


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
    if _is_null(kind):
        return column.cast(pa.int32() if name in INTEGERS else pa.string())
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
