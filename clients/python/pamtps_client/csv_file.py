"""Reading a CSV file strictly: encoding, separator, header and rows, with the line of each row.

Nothing is guessed and nothing is skipped silently: whatever is wrong becomes a fault, and reading
goes on where it can, so that one reading finds everything. Passed over is only what spreadsheets
leave and what says nothing: rows without a letter, and columns at the end without a name or a cell.
Cells are text; no type is ever guessed.
"""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, Final

from pamtps_client.file_kinds import ENDING, GZIP, OTHERS, table_kind
from pamtps_client.language import Text, counted
from pamtps_client.system_errors import why
from pamtps_client.table_faults import Place, TableFault, did_you_mean, names_there, table_fault
from pamtps_client.table_file import TableFile

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

CHUNK_ROWS: Final = 8192
STANDARD_INPUT: Final = "-"
"""The path that means standard input."""
_LINES_ABOVE: Final = 10
"""Among so many lines the names of the columns are looked for."""
_ALIKE: Final = 0.75
"""How close the name of a column must be to be taken for a misspelling of another."""

Progress = Callable[[int], None]
"""Called with the number of bytes read so far."""

_SEPARATORS: Final[dict[str, Text]] = {
    ";": Text(id="titik koma (;)", en="semicolons (;)"),
    "\t": Text(id="tab", en="tabs"),
    "|": Text(id="garis tegak (|)", en="bars (|)"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """What a file may hold."""

    required: tuple[str, ...]
    known: tuple[str, ...]
    """All known names, required ones included."""
    others_allowed: bool
    """Whether further columns are allowed."""
    or_table: bool = False
    """Whether a file of a table is taken in the place of one in CSV."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows that have as many cells as the header, and the line that each begins in."""

    lines: Sequence[int]
    cells: Sequence[Sequence[str]]


class CsvFile(TableFile):
    """One open file, whose header is filled as it is read."""

    def __init__(
        self, path: str, columns: Columns, faults: list[TableFault], progress: Progress
    ) -> None:
        super().__init__(path, {}, 1)
        self.faults = faults
        self._columns = columns
        self._progress = progress
        self._width = 0  # columns with a name, and those between them
        self._columns_there = 0
        self._above: list[str] = []
        self._lossy = False
        self._row_faults = False

    def chunks(self) -> Iterator[Rows]:
        """The rows, some thousands at a time. Faults go to the list as they are found."""
        try:
            with _opened(self.path) as file:
                encoding = self._encoding(file)
                if encoding is not None:
                    yield from self._read(file, encoding)
        except OSError as error:
            self._fault("file-not-read", Place(self.path), reason=why(error))

    def _fault(
        self, code: str, place: Place, *, maybe: str = "", **fields: int | str | Text
    ) -> None:
        self.faults.append(table_fault(code, place, maybe=maybe, **fields))

    def _encoding(self, file: BinaryIO) -> str | None:
        """The encoding to read with, None where the file is no text. The file is at its start."""
        start = file.read(4096)
        file.seek(0)
        if self._is_other(start):
            return None
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            self._fault("utf16", Place(self.path, 1))
            return "utf-16"
        if b"\0" in start:
            self._fault("not-csv", Place(self.path), found=_BINARY)
            return None
        self._lossy = not _is_utf8(file)
        if self._lossy:
            offset, line, byte, count = _bad_bytes(file)
            self._fault(
                "not-utf8",
                Place(self.path, line),
                offset=offset,
                byte=f"{byte:02X}",
                lines=counted(count, "baris terkena", "line is concerned", "lines are concerned"),
            )
        return "utf-8-sig"

    def _is_other(self, start: bytes) -> bool:
        """Whether a file begins as one of another kind; that is reported."""
        place = Place(self.path)
        kind = table_kind(start)
        if kind and self._columns.or_table:
            self._fault("table-as-csv", place, what=kind, ending=ENDING[kind])
        elif kind:
            self._fault("only-csv", place, what=kind)
        elif start.startswith(GZIP):
            self._fault("compressed", place)
        else:
            others = [found for magic, found in OTHERS if start.startswith(magic)]
            for found in others:
                self._fault("not-csv", place, found=found)
            return bool(others)
        return True

    def _read(self, file: BinaryIO, encoding: str) -> Iterator[Rows]:
        errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
        with io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="") as text:
            first = self._first_line(text)
            if not first:
                self._fault("empty-file", Place(self.path), allowed=", ".join(self._columns.known))
                return
            separator = self._separator(first)
            reader = csv.reader(chain([first], self._above, text), delimiter=separator, strict=True)
            try:
                names = next(reader)
            except csv.Error as error:
                place = Place(self.path, self.header_line)
                self._fault("bad-quoting", place, reason=_reason(error))
                return
            if self._name_columns(names):
                yield from self._rows(reader, file)

    def _first_line(self, text: Iterable[str]) -> str:
        """The line with the names of the columns; empty where the file is.

        What stands above it is a fault: a line for Excel (`sep=;`), titles, blank lines. Where no
        line has such names, it is the first that is not blank.
        """
        above = list(islice(text, _LINES_ABOVE))
        filled = [index for index, line in enumerate(above) if line.strip()]
        if not filled:
            return ""
        counts = [self._known_in(line) for line in above]
        header = filled[0]
        if not counts[header]:
            header = max(filled, key=lambda index: (counts[index], -index))
        self.header_line = header + 1
        for line in (index for index in filled if index < header):
            place = Place(self.path, line + 1)
            if above[line].lower().startswith("sep="):
                self._fault("sep-line", place)
            else:
                self._fault("title-line", place, header=self.header_line)
            break
        self._above = above[header + 1 :]
        return above[header]

    def _known_in(self, line: str) -> int:
        """How many names of columns a line has, by the separator that gives most."""
        return max(self._known_by(line, separator) for separator in (",", *_SEPARATORS))

    def _known_by(self, line: str, separator: str) -> int:
        cells = (plain_name(cell.strip('"')) for cell in line.rstrip("\r\n").split(separator))
        return sum(1 for cell in cells if cell in self._columns.known)

    def _separator(self, first: str) -> str:
        """The separator of the header; anything but a comma is a fault."""
        best = max(_SEPARATORS, key=lambda separator: self._known_by(first, separator))
        if self._known_by(first, best) <= self._known_by(first, ","):
            return ","
        place = Place(self.path, self.header_line)
        self._fault("wrong-separator", place, found=_SEPARATORS[best])
        return best

    def _name_columns(self, names: Sequence[str]) -> bool:
        """Fill the header and report its faults; False where no row can be read."""
        if self._lossy and any(_is_lossy(name) for name in names):
            return False
        self._columns_there = len(names)
        while names and not names[-1].strip():  # they must be empty throughout: see _whole
            names = names[:-1]
        self._width = len(names)
        known = self._columns.known
        others: list[str] = []
        for ordinal, name in enumerate(names):
            place = Place(self.path, self.header_line, ordinal + 1, name)
            if not name.strip():
                self._fault("unnamed-column", place)
            elif name in self.header:
                self._fault("duplicate-column", place, found=name, first=self.header[name] + 1)
            else:
                self.header[name] = ordinal
                if name not in known:
                    others.append(name)
        self._require_columns(others)
        missing = [name for name in known if name not in self.header]
        for name in others if not self._columns.others_allowed else ():
            self._fault(
                "unknown-column",
                self.place(self.header_line, name),
                found=name,
                allowed=", ".join(known),
                maybe=did_you_mean(name, missing, _ALIKE),
            )
        return any(name in known for name in self.header)

    def _require_columns(self, others: list[str]) -> None:
        """Report the columns that are missing. One whose name is misspelt is read all the same, so
        that its cells are checked too; it is no longer among the others."""
        by_plain_name = {plain_name(name): name for name in others}
        there = names_there([*self.header])
        for name in self._columns.required:
            if name in self.header:
                continue
            maybe = by_plain_name.get(did_you_mean(name, by_plain_name, _ALIKE), "")
            self._fault(
                "missing-column",
                Place(self.path, self.header_line),
                column=name,
                required=", ".join(self._columns.required),
                there=there,
                maybe=maybe,
            )
            if maybe:
                self.header[name] = self.header.pop(maybe)
                others.remove(maybe)
                del by_plain_name[plain_name(maybe)]

    def _rows(self, reader: CsvReader, file: BinaryIO) -> Iterator[Rows]:
        lines: list[int] = []
        cells: list[list[str]] = []
        above = self.header_line - 1
        end_of_last = above + reader.line_num
        found = False
        while True:
            try:
                for row in reader:
                    line = end_of_last + 1
                    end_of_last = above + reader.line_num
                    # A row of the right width whose first cell is filled needs no second look.
                    if len(row) != self._width or not row[0] or self._lossy:
                        if not self._whole(row, line):
                            continue
                        row = row[: self._width]
                    lines.append(line)
                    cells.append(row)
                    if len(cells) == CHUNK_ROWS:
                        found = True
                        self._progress(file.tell())
                        yield Rows(lines, cells)
                        lines, cells = [], []
                break
            except csv.Error as error:
                self._row_faults = True
                place = Place(self.path, end_of_last + 1)
                self._fault("bad-quoting", place, reason=_reason(error))
                end_of_last = above + reader.line_num
        self._progress(file.tell())
        if cells:
            yield Rows(lines, cells)
        elif not (found or self._row_faults):
            self._fault("no-rows", Place(self.path))

    def _whole(self, row: list[str], line: int) -> bool:
        """Whether a row can be read; its fault is reported where it cannot."""
        if not any(cell.strip() for cell in row):
            return False
        place = Place(self.path, line)
        beyond = row[self._width :]
        if len(row) < self._width or (any(beyond) and len(row) > self._columns_there):
            self._fault("ragged-row", place, found=len(row), expected=self._width)
        elif any(beyond):
            column = self._width + next(i for i, cell in enumerate(beyond, 1) if cell)
            self._fault("unnamed-column", Place(self.path, line, column))
        elif not (self._lossy and any(map(_is_lossy, row))):  # reported for the file as a whole
            return True
        self._row_faults = True
        return False


def plain_name(name: str) -> str:
    """The name of a column as it would be written here: `TPS Code` is `tps_code`."""
    return name.strip().lstrip("\ufeff").lower().replace(" ", "_").replace("-", "_")


def _opened(path: str) -> BinaryIO:
    """The file, at its start and able to go back there. Raises OSError.

    What cannot go back (a pipe) is read at once, and so is standard input.
    """
    if path == STANDARD_INPUT:
        return io.BytesIO(sys.stdin.buffer.read())
    file = open(path, "rb")  # noqa: SIM115 - the caller closes it
    if file.seekable():
        return file
    with file:
        return io.BytesIO(file.read())


_BINARY: Final = Text(id="berkas biner", en="a binary file")
_QUOTING: Final[tuple[tuple[str, Text], ...]] = (
    (
        "unexpected end of data",
        Text(id="dibuka di sini dan tidak pernah ditutup", en="opened here and never closed"),
    ),
    (
        "expected after",
        Text(id="ada teks sesudah kutip penutup", en="there is text after the closing one"),
    ),
    (
        "field larger than",
        Text(
            id="dibuka di sini dan tidak ditutup dalam 131.072 huruf",
            en="opened here and not closed within 131,072 characters",
        ),
    ),
)


def _reason(error: csv.Error) -> Text:
    words = str(error)
    for part, text in _QUOTING:
        if part in words:
            return text
    return Text(id=words, en=words)


def _is_lossy(cell: str) -> bool:
    """Whether a cell holds bytes that are part of no character (lone surrogates stand for them)."""
    return not cell.isascii() and any("\ud800" <= letter <= "\udfff" for letter in cell)


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(1 << 20):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _bad_bytes(file: BinaryIO) -> tuple[int, int, int, int]:
    """Offset (from 0), line (from 1) and value of the first byte that is not UTF-8, and how many
    lines have one."""
    first = (0, 0, 0)
    start = count = 0
    for line, content in enumerate(file, 1):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            count += 1
            if count == 1:
                first = (start + error.start, line, content[error.start])
        start += len(content)
    file.seek(0)
    return (*first, count)
