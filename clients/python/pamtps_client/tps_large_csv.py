"""Reading a large CSV file of TPS by columns, with pyarrow.

Only a file in which nothing is wrong or unusual is read so; every other one is left to be read row
by row, which tells what is wrong. Cells are text here too, and are judged by the same rules.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pamtps_client.arrow_extra import has_arrow
from pamtps_client.cells import BAD
from pamtps_client.csv_file import Progress
from pamtps_client.repeated_cells import AREAS, REPEATED
from pamtps_client.repeated_columns import differing, plain_text, well_formed, whole_numbers
from pamtps_client.table_columns import INTEGERS, sent_columns
from pamtps_client.table_file import TableFile
from pamtps_client.tps_columns import ACCESSES, COLUMNS, TIERS
from pamtps_client.tps_table import TpsTable
from pamtps_client.tps_table_file import arrow_table

if TYPE_CHECKING:
    import pyarrow as pa

LARGE: Final = 4_000_000
"""Bytes of a file from which reading by columns is worth loading pyarrow."""
_BOM: Final = b"\xef\xbb\xbf"
_LONGEST_HEADER: Final = 1 << 16
_BLOCK: Final = 1 << 22
_QUOTED_LINE: Final = r'^(?:[^,"]*|"(?:[^"]|"")*")(?:,(?:[^,"]*|"(?:[^"]|"")*"))*$'
"""A line whose quotation marks are as the csv module asks: no cell goes on in the next line."""


class _ReadAgain(Exception):  # noqa: N818 - says what to do
    """Something is wrong or unusual: the file must be read row by row."""


def read_large_csv(path: str, progress: Progress) -> TpsTable | None:
    """The file in the Arrow form; None where it is not LARGE or no regular file, where pyarrow is
    not there, or where it must be read row by row."""
    file = Path(path)
    try:
        if not file.is_file() or file.stat().st_size < LARGE or not has_arrow():
            return None
        data = file.read_bytes()
    except OSError:  # the other reader meets it too, and reports it
        return None
    progress(len(data))
    try:
        names = _names(data)
        table = _columns(data, names)
        _check_repeated(table)
        sent = sent_columns(_values(table))
    except _ReadAgain:
        return None
    header = {name: ordinal for ordinal, name in enumerate(names)}
    return arrow_table(TableFile(path, header, 1), sent, range(2, table.num_rows + 2), [])


def _require(condition: bool) -> None:
    if not condition:
        raise _ReadAgain


def _names(data: bytes) -> list[str]:
    """The names of the columns, in the first line."""
    line = data[:_LONGEST_HEADER].split(b"\n", 1)[0].removeprefix(_BOM).removesuffix(b"\r")
    try:
        (names,) = csv.reader(io.StringIO(line.decode("utf-8"), newline=""), strict=True)
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise _ReadAgain from error
    _require(all(name.strip() for name in names) and len(set(names)) == len(names))
    _require(set(COLUMNS.required) <= set(names))
    return names


def _columns(data: bytes, names: list[str]) -> pa.Table:
    """All cells as text, each row in a line of its own."""
    import pyarrow as pa
    import pyarrow.compute as pc

    _require(b"\0" not in data)
    _require(b"\r" not in data or data.count(b"\r") == data.count(b"\r\n"))
    if b'"' in data:
        lines = _read(data, ["line"], {}, header=0, delimiter="\x01", quote_char=False)
        _require(bool(pc.all(pc.match_substring_regex(lines["line"], _QUOTED_LINE)).as_py()))
    # Codes differ from row to row; of everything else there are few different texts.
    text, words = pa.string(), pa.dictionary(pa.int32(), pa.string())
    kinds = {name: text if name in ("tps_code", *AREAS) else words for name in names}
    table = _read(data, names, kinds, header=1)
    _require(table.num_rows > 0)
    return table


def _read(
    data: bytes, names: list[str], kinds: dict[str, Any], *, header: int, **parsing: Any
) -> pa.Table:
    import pyarrow as pa
    import pyarrow.csv

    try:
        return pyarrow.csv.read_csv(
            pa.BufferReader(data),
            pyarrow.csv.ReadOptions(column_names=names, skip_rows=header, block_size=_BLOCK),
            # an empty line would be passed over, and with it the numbers of lines
            pyarrow.csv.ParseOptions(ignore_empty_lines=False, **parsing),
            pyarrow.csv.ConvertOptions(
                column_types=kinds, null_values=[], strings_can_be_null=False
            ),
        )
    except pa.ArrowException as error:  # cells too few or too many, or not in UTF-8
        raise _ReadAgain from error


def _check_repeated(table: pa.Table) -> None:
    """Codes: their shape, that each is there once, and what other columns repeat of them."""
    import pyarrow.compute as pc

    codes = table["tps_code"]
    usable = well_formed(codes)
    _require(bool(pc.all(usable).as_py()))
    ascending = pc.all(pc.less(codes.slice(0, len(codes) - 1), codes.slice(1))).as_py()
    _require(ascending is not False or pc.count_distinct(codes).as_py() == len(codes))
    for name in REPEATED:
        if name in table.column_names:
            wrong = differing(name, plain_text(table[name]), codes, usable)
            _require(not pc.any(wrong).as_py())


def _values(table: pa.Table) -> pa.Table:
    """The columns as they are sent: numbers as numbers, and null where a cell is empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    words = {"risk_tier": set(TIERS), "access": set(ACCESSES)}
    columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        if name in INTEGERS:
            columns[name] = whole_numbers(column)
            _require(not pc.any(pc.equal(columns[name], BAD)).as_py())
        elif name == "tps_code" or name in REPEATED:
            columns[name] = column
        else:
            texts = [text for chunk in column.chunks for text in chunk.dictionary.to_pylist()]
            _require(words[name].issuperset(texts) if name in words else _short(texts))
            columns[name] = pa.chunked_array([_without_empty(chunk) for chunk in column.chunks])
    return pa.table(columns)


def _short(texts: Iterable[str]) -> bool:
    """Whether the csv module would read them too: it may take a letter for up to four bytes."""
    return all(len(text) <= csv.field_size_limit() // 4 for text in texts)


def _without_empty(chunk: pa.DictionaryArray) -> pa.DictionaryArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    empty = pc.index(chunk.dictionary, "").as_py()
    if empty < 0:
        return chunk
    indices = pc.if_else(pc.equal(chunk.indices, empty), pa.scalar(None, pa.int32()), chunk.indices)
    return pa.DictionaryArray.from_arrays(indices, chunk.dictionary)
