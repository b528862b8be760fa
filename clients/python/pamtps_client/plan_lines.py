"""Tables of posts and stations as JSON, a line for each row: what protobuf's mapping gives of the
same plan in rows, which makes and prints a message for each and takes ten times as long.

The mapping prints the fields that are set in the order of the proto, and after them, with their
defaults, those that are not and need not be.
"""

from __future__ import annotations

from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from pamtps_client.tps_columns import TIERS

if TYPE_CHECKING:
    import pyarrow as pa

_ABSENT: Final = ""
"""Of a field that may be absent, and is."""


def row_lines(table: pa.Table, kind: Descriptor) -> Iterator[str]:
    """For each row the JSON of the message that it stands for; the columns are the fields."""
    fields = kind.fields
    defaults = [_cell(field, _default(field)) for field in fields]
    columns = [_cells(field, table[field.name]) for field in fields]
    for cells in zip(*columns, strict=True):
        parts = [cell for cell in cells if cell]
        if None in cells:
            parts += [
                default for cell, default in zip(cells, defaults, strict=True) if cell is None
            ]
        yield "{" + ", ".join(parts) + "}"


class _Cells(dict[Any, str | None]):
    """Value to cell, each value looked at once: None where it is the default of its field."""

    def __init__(self, field: FieldDescriptor) -> None:
        self._field = field
        self._default = _default(field)

    def __missing__(self, value: Any) -> str | None:
        if self._field.has_presence:
            cell: str | None = _ABSENT if value is None else _cell(self._field, value)
        else:
            cell = None if value in (None, self._default) else _cell(self._field, value)
        self[value] = cell
        return cell


def _cells(field: FieldDescriptor, column: pa.ChunkedArray) -> Iterator[str | None]:
    known = _Cells(field)
    for chunk in column.chunks:
        values = chunk.to_pylist()
        yield from map(known.__getitem__, map(tuple, values) if field.is_repeated else values)


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
