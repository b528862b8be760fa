"""Columns of a table that repeat what the TPS code says, compared with it, a column at a time.

The rules are those of cells in CSV files; here only the rows that break them are found by columns,
and a fault is made for each of those.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from pamtps_client.cells import BAD, WholeNumbers, number_fault
from pamtps_client.repeated_cells import (
    AREAS,
    FIRST_SPECIAL,
    NUMBER,
    NUMBER_AT,
    REPEATED,
    SPECIAL,
    area_fault,
    different_number,
    special_fault,
)
from pamtps_client.table_faults import Place, TableFault

if TYPE_CHECKING:
    import pyarrow as pa

TPS_CODE: Final = r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}\.[0-9]{3}$"
_NUMBER_END: Final = NUMBER_AT + 3

PlaceOf = Callable[[int, str], Place]
"""The place of a row, from 0, and a column."""


def plain_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of text, whole numbers, booleans or nulls as text that is not dictionary-encoded."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if column.type in (pa.string(), pa.large_string()):
        return column
    return column.cast(pa.large_string())


def well_formed(codes: pa.ChunkedArray) -> pa.ChunkedArray:
    """For each row whether it holds what looks like the code of a TPS; never null."""
    import pyarrow.compute as pc

    return pc.fill_null(pc.match_substring_regex(codes, TPS_CODE), False)


def repeated_faults(table: pa.Table, place_of: PlaceOf) -> list[TableFault]:
    """What the columns of REPEATED say otherwise than `tps_code`; nulls and empty texts are silent.

    All of these columns that are there must be of text, whole numbers or booleans, and `tps_code`
    must be there and text. Codes that are none are passed over.
    """
    names = [name for name in REPEATED if name in table.column_names]
    # one of nulls alone may be of any type
    names = [name for name in names if table[name].null_count < table.num_rows]
    if not names:
        return []
    codes = plain_text(table["tps_code"])
    usable = well_formed(codes)
    faults = []
    for name in names:
        cells = plain_text(table[name])
        rows = rows_of(differing(name, cells, codes, usable))
        of_rows = [column.take(rows).to_pylist() for column in (cells, codes, usable)]
        for row, cell, code, is_code in zip(rows.to_pylist(), *of_rows, strict=True):
            faults.append(_fault(name, cell, code if is_code else "", place_of(row, name)))
    return [fault for fault in faults if fault is not None]


def _fault(name: str, found: str, code: str, place: Place) -> TableFault | None:
    if name in AREAS:
        return area_fault(name, found, code, place)
    if name == SPECIAL:
        return special_fault(found, code, place)
    if WholeNumbers()[found] == BAD:
        return number_fault(found, place)
    return different_number(found, code, place)


def differing(
    name: str, cells: pa.ChunkedArray, codes: pa.ChunkedArray, usable: pa.ChunkedArray
) -> pa.ChunkedArray:
    """For each row whether a column of REPEATED differs from the code, or cannot be read; some may
    be null, which is false. `cells` and `codes` are plain text."""
    import pyarrow.compute as pc

    if name in AREAS:
        same = pc.equal(cells, pc.utf8_slice_codeunits(codes, 0, AREAS[name][0]))
        said = pc.not_equal(cells, "")
        return pc.and_(usable, pc.and_(said, pc.invert(same)))
    numbers = pc.utf8_slice_codeunits(codes, NUMBER_AT, _NUMBER_END)
    if name == NUMBER:
        return _differing_number(cells, numbers, usable)
    said = pc.utf8_lower(cells)
    true, false = pc.equal(said, "true"), pc.equal(said, "false")
    special = pc.greater_equal(numbers, FIRST_SPECIAL)
    other = pc.and_(usable, pc.not_equal(true, special))
    readable = pc.or_(pc.or_(true, false), pc.equal(said, ""))
    return pc.or_(pc.invert(readable), pc.and_(other, pc.not_equal(said, "")))


def _differing_number(
    cells: pa.ChunkedArray, numbers: pa.ChunkedArray, usable: pa.ChunkedArray
) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = whole_numbers(cells)
    expected = pc.if_else(usable, numbers, "0").cast(pa.int32())
    bad = pc.equal(values, BAD)
    return pc.or_(bad, pc.and_(usable, pc.not_equal(values, expected)))


def whole_numbers(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts as int32: null where null or empty, BAD where one is no whole number in range.

    Each different text is looked at once, and by the rules of cells.
    """
    import pyarrow as pa

    known = WholeNumbers()
    if not pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_encode()
    chunks = []
    for chunk in cells.chunks:
        words = [known[word or ""] for word in chunk.dictionary.to_pylist()]
        chunks.append(pa.array(words, pa.int32()).take(chunk.indices))
    return pa.chunked_array(chunks, pa.int32())


def rows_of(mask: pa.ChunkedArray) -> pa.Array:
    """The rows, from 0, for which a column of truths is true."""
    import pyarrow.compute as pc

    return pc.indices_nonzero(pc.fill_null(mask, False))
