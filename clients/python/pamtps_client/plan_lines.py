"""Tables of posts and stations as JSON, a line for each row: what protobuf's mapping gives of the
same plan in rows, which makes and prints a message for each and takes several times as long.

The mapping prints the fields that are set in the order of the proto, and after them, with their
defaults, those that are not and need not be.
"""

from __future__ import annotations

from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from pamtps_client.repeated_columns import plain_text
from pamtps_client.tps_columns import TIERS

if TYPE_CHECKING:
    import pyarrow as pa

_SEPARATOR: Final = ", "
_ALL_DIFFERENT: Final = ("tps_code", "first_tps_code")
"""Fields whose values are not worth keeping."""


def row_lines(table: pa.Table, kind: Descriptor) -> Iterator[str]:
    """For each row the JSON of the message that it stands for; the columns are the fields."""
    fields = kind.fields
    values = [_values(field, table[field.name]) for field in fields]
    # Each column twice, so that a line is only joined: what is set, then what has its default.
    cells = [
        map(_Cells(field, default).__getitem__, column)
        for default in (False, True)
        for field, column in zip(fields, values, strict=True)
    ]
    for row in zip(*cells, strict=True):
        yield "{" + "".join(row)[len(_SEPARATOR) :] + "}"


class _Cells(dict[Any, str]):
    """Value to cell, each value looked at once: a separator, name and value of a field; empty where
    the value is the default and only others are asked for, or the other way round."""

    def __init__(self, field: FieldDescriptor, default: bool) -> None:
        self._field = field
        self._default = default
        self._keep = field.name not in _ALL_DIFFERENT

    def __missing__(self, value: Any) -> str:
        there = value is not None if self._field.has_presence else bool(value)
        cell = ""
        if there != self._default and (there or not self._field.has_presence):
            cell = _SEPARATOR + _cell(self._field, value if there else _default(self._field))
        if self._keep:
            self[value] = cell
        return cell


def _values(field: FieldDescriptor, column: pa.ChunkedArray) -> list[Any]:
    if field.enum_type is not None or field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        column = plain_text(column)  # much faster than dictionaries
    values: list[Any] = column.to_pylist()
    return list(map(tuple, values)) if field.is_repeated else values


def _default(field: FieldDescriptor) -> Any:
    if field.is_repeated:
        return ()
    return "" if field.cpp_type == FieldDescriptor.CPPTYPE_STRING or field.enum_type else 0


def _cell(field: FieldDescriptor, value: Any) -> str:
    if field.is_repeated:
        text = "[" + ", ".join(map(str, value)) + "]"
    elif field.enum_type is not None:
        text = f'"{field.enum_type.values_by_number[TIERS.get(value, 0)].name}"'
    elif isinstance(value, str):
        text = encode_basestring(value)
    else:
        text = str(value)
    return f'"{field.name}": {text}'
