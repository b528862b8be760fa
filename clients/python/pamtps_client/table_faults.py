"""Faults of CSV files: where they are, and the one catalogue of their texts in both languages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from pamtps_client.errors import fault_line, first_lines
from pamtps_client.language import Language, Text, filled, quoted


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell, a line or a whole file; or an option of the command, which has no line."""

    file: str
    """As the caller named it, or the option: `--election-date`."""
    line: int = 0
    """Line of the file from 1; 0 where the fault is not in one line."""
    column: int = 0
    """Ordinal of the column from 1; 0 where the fault is not in one column."""
    name: str = ""
    """Name of the column, or a field path where the server named no cell."""

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class TableFault:
    """One fault of a file that was read."""

    place: Place
    code: str
    """Stable code, from MESSAGES or from the server."""
    message: Text
    maybe: str = ""
    """What was probably meant; empty where nothing is close."""

    def text(self, language: Language = "en") -> str:
        """The fault in one line, and the suggestion, if there is one, in a second."""
        return fault_line(
            str(self.place), self.place.name, self.message, self.code, self.maybe, language
        )


class TableRefused(ValueError):  # noqa: N818 - says what happened
    """A table or file has faults, and nothing was made of it."""

    def __init__(self, faults: Sequence[TableFault]) -> None:
        self.faults = tuple(faults)
        """All of them, at least one."""
        super().__init__(first_lines(self.faults, len(self.faults)))


Read = TypeVar("Read")


def sound(read: Read, faults: Sequence[TableFault]) -> Read:
    """What was read of a file that has no fault. Raises TableRefused where it has any."""
    if faults:
        raise TableRefused(faults)
    return read


def table_fault(
    code: str, place: Place, /, *, maybe: str = "", **fields: int | str | Text
) -> TableFault:
    """A fault with the catalogue's text for the code, filled with the fields."""
    shown = {
        name: quoted(value) if name in _FROM_A_FILE and isinstance(value, str) else value
        for name, value in fields.items()
    }
    return TableFault(place, code, filled(MESSAGES[code], **shown), maybe)


_FROM_A_FILE: Final = ("found", "tps", "first", "column")
"""Fields of messages that repeat what a file or an option holds."""


def did_you_mean(found: str, allowed: Iterable[str], alike: float = 0.6) -> str:
    """The allowed word that is closest to what was found, or an empty text where none is `alike`
    (0 to 1) enough."""
    words = list(allowed)
    plain = found.strip().lower().replace(" ", "_").replace("-", "_")
    if plain in words:
        return plain
    close = difflib.get_close_matches(plain, words, n=1, cutoff=alike)
    return close[0] if close else ""


_NAMES_SHOWN: Final = 8
_NONE: Final = Text(id="tidak satu pun", en="none")


def names_there(names: Sequence[str]) -> str | Text:
    """The first names of columns that a file or table has."""
    shown = [quoted(name) for name in names[:_NAMES_SHOWN]]
    return ", ".join([*shown, "…"] if len(names) > len(shown) else shown) or _NONE


MESSAGES: Final[dict[str, Text]] = {
    "file-not-read": Text(
        id="berkas tidak dapat dibaca: {reason}",
        en="the file cannot be read: {reason}",
    ),
    "empty-file": Text(
        id="berkas kosong; baris pertama harus berisi nama kolom: {allowed}",
        en="the file is empty; its first line must hold the names of the columns: {allowed}",
    ),
    "no-rows": Text(
        id="berkas hanya berisi nama kolom, tanpa satu baris data pun",
        en="the file holds the names of the columns and not one row",
    ),
    "not-csv": Text(
        id="berkas ini {found}, bukan CSV; simpan sebagai “CSV UTF-8 (dipisahkan koma)”",
        en="this file is {found}, not CSV; save it as “CSV UTF-8 (comma delimited)”",
    ),
    "table-as-csv": Text(
        id="berkas ini tabel {what}, bukan CSV; beri nama yang berakhiran {ending}",
        en="the file is a table in {what}, not CSV; give it a name that ends in {ending}",
    ),
    "only-csv": Text(
        id="berkas ini tabel {what}; di sini hanya CSV yang diterima",
        en="the file is a table in {what}; only CSV is taken here",
    ),
    "compressed": Text(
        id="berkas ini dimampatkan dengan gzip; buka dulu pemampatannya (gunzip)",
        en="the file is compressed with gzip; unpack it first (gunzip)",
    ),
    "not-utf8": Text(
        id="berkas tidak dalam UTF-8: bita ke-{offset} (0x{byte}) bukan bagian dari suatu huruf; "
        "{lines}; simpan sebagai “CSV UTF-8”",
        en="the file is not in UTF-8: byte {offset} (0x{byte}) is part of no character; "
        "{lines}; save it as “CSV UTF-8”",
    ),
    "utf16": Text(
        id="berkas dalam UTF-16 (“Teks Unicode” Excel); simpan sebagai “CSV UTF-8”",
        en="the file is in UTF-16 (Excel's “Unicode Text”); save it as “CSV UTF-8”",
    ),
    "sep-line": Text(
        id="baris “sep=” hanya dimengerti Excel; hapus baris itu, sehingga nama kolom di baris "
        "pertama",
        en="only Excel understands a line “sep=”; remove it, so that the names of the columns "
        "stand in the first line",
    ),
    "title-line": Text(
        id="nama kolom baru ada di baris {header}; hapus baris judul di atasnya",
        en="the names of the columns stand only in line {header}; remove the lines above it",
    ),
    "stdin-twice": Text(
        id="masukan baku (-) sudah dipakai untuk {first}",
        en="standard input (-) is used for {first} already",
    ),
    "list-separator": Text(
        id="kode dalam “{found}” harus dipisahkan oleh spasi atau titik koma",
        en="the codes in “{found}” must be separated by spaces or semicolons",
    ),
    "wrong-separator": Text(
        id="kolom dipisahkan oleh {found}; yang diperbolehkan hanya koma",
        en="the columns are separated by {found}; only commas are allowed",
    ),
    "bad-quoting": Text(
        id="tanda kutip tidak benar: {reason}; kutip ganda membuka dan menutup seluruh isian, dan "
        "di dalamnya ditulis dua kali",
        en="the quotation marks are wrong: {reason}; double quotes open and close a whole cell, "
        "and are written twice inside it",
    ),
    "ragged-row": Text(
        id="isian di baris ini: {found}; kolom yang bernama: {expected}",
        en="cells in this row: {found}; columns with a name: {expected}",
    ),
    "missing-column": Text(
        id="kolom “{column}” tidak ada; kolom yang harus ada: {required}; yang ditemukan: {there}",
        en="the column “{column}” is missing; these must be there: {required}; found: {there}",
    ),
    "unknown-column": Text(
        id="kolom “{found}” tidak dikenal; yang diperbolehkan: {allowed}",
        en="the column “{found}” is not known; allowed are {allowed}",
    ),
    "duplicate-column": Text(
        id="kolom “{found}” sudah ada sebagai kolom ke-{first}",
        en="the column “{found}” is there already as column {first}",
    ),
    "unnamed-column": Text(
        id="kolom ini tidak bernama; beri nama atau hapus kolomnya",
        en="the column has no name; name it or remove it",
    ),
    "missing-value": Text(
        id="isian kosong; harus diisi {allowed}",
        en="the cell is empty; it must hold {allowed}",
    ),
    "code-shape": Text(
        id="“{found}” bukan kode {what}; bentuknya {shape}",
        en="“{found}” is no code of {what}; it is written {shape}",
    ),
    "code-digits-lost": Text(
        id="“{found}” adalah kode yang diubah oleh lembar kerja menjadi bilangan, sehingga "
        "angkanya hilang; bentuk kode {what}: {shape}. Ubah format kolom menjadi Teks dan isi "
        "kembali dari sumbernya",
        en="“{found}” is a code that a spreadsheet turned into a number, so that digits are lost; "
        "a code of {what} is written {shape}. Format the column as Text and fill it again from "
        "its source",
    ),
    "area-mismatch": Text(
        id="tertulis “{found}”, tetapi TPS {tps} terletak di {expected}",
        en="it says “{found}”, but TPS {tps} lies in {expected}",
    ),
    "number-mismatch": Text(
        id="tertulis “{found}”, tetapi kode TPS {tps} bernomor {expected}",
        en="it says “{found}”, but the code of TPS {tps} has number {expected}",
    ),
    "special-mismatch": Text(
        id="tertulis “{found}”, tetapi TPS {tps} seharusnya “{expected}”: lokasi khusus bernomor "
        "901 ke atas",
        en="it says “{found}”, but TPS {tps} must have “{expected}”: special locations have "
        "numbers from 901",
    ),
    "duplicate-tps": Text(
        id="TPS {tps} sudah ada di baris {first}; setiap TPS hanya boleh sekali",
        en="TPS {tps} is in line {first} already; each TPS may be there once",
    ),
    "not-an-integer": Text(
        id="“{found}” bukan bilangan bulat; tulis hanya angka, tanpa pemisah ribuan, dari 0 "
        "sampai 2147483647",
        en="“{found}” is not a whole number; write digits alone, without thousands separators, "
        "from 0 to 2147483647",
    ),
    "out-of-range": Text(
        id="“{found}” di luar batas; yang diperbolehkan 0 sampai 2147483647",
        en="“{found}” is out of range; allowed are 0 to 2147483647",
    ),
    "days-shape": Text(
        id="“{found}” bukan hari sebelum pemungutan suara; tulis H, H-1 sampai H-365, atau 0 "
        "sampai 365",
        en="“{found}” is no day before voting day; write H, H-1 to H-365, or 0 to 365",
    ),
    "unknown-word": Text(
        id="“{found}” tidak dikenal; yang diperbolehkan: {allowed}",
        en="“{found}” is not known; allowed are {allowed}",
    ),
    "input-without-tps": Text(
        id="ini diberikan tanpa TPS asal rencana itu; berikan juga {option}",
        en="this is given without the TPS of that plan; give {option} too",
    ),
    "election-date-missing": Text(
        id="hari pemungutan suara harus diberikan: --election-date TAHUN-BULAN-TANGGAL, atau "
        "variabel PAMTPS_ELECTION_DATE",
        en="the voting day must be given: --election-date YYYY-MM-DD, or the variable "
        "PAMTPS_ELECTION_DATE",
    ),
    "election-date-shape": Text(
        id="“{found}” bukan tanggal; tulis TAHUN-BULAN-TANGGAL, misalnya 2024-11-27",
        en="“{found}” is not a date; write YYYY-MM-DD, for example 2024-11-27",
    ),
    "depth-shape": Text(
        id="“{found}” bukan banyaknya tingkat; tulis bilangan mulai dari 1, atau all",
        en="“{found}” is no number of levels; write a number from 1, or all",
    ),
    "out-without-name": Text(
        id="“{found}” bukan nama berkas; `--json` mencetak ke keluaran standar",
        en="“{found}” is no name of a file; `--json` prints to standard output",
    ),
    "out-is-folder": Text(
        id="“{found}” adalah folder; beri nama berkas di dalamnya",
        en="“{found}” is a folder; give the name of a file in it",
    ),
    "out-without-folder": Text(
        id="“{found}” tidak dapat ditulis: foldernya tidak ada",
        en="“{found}” cannot be written: its folder is not there",
    ),
    "out-not-writable": Text(
        id="“{found}” tidak dapat ditulis: tidak ada izin menulis di foldernya",
        en="“{found}” cannot be written: there is no permission to write in its folder",
    ),
    "out-is-input": Text(
        id="“{found}” sudah menjadi berkas masukan atau berkas keluaran lain; beri nama lain agar "
        "tidak tertimpa",
        en="“{found}” is a file of the input or of another output; give another name, so that it "
        "is not overwritten",
    ),
    "out-ending": Text(
        id="akhiran “{found}” tidak dikenal; yang diperbolehkan: {allowed}",
        en="the ending of “{found}” is not known; allowed are {allowed}",
    ),
    "percent-without-strengths": Text(
        id="bagian dihitung dari personel dalam berkas; berikan juga --strengths",
        en="the percentage is of the personnel in a file; give --strengths too",
    ),
    "percent-without-force": Text(
        id="“{found}” tidak memuat personel {force} yang dapat dihitung bagiannya",
        en="“{found}” has no personnel of {force} to take a percentage of",
    ),
    "percent-too-large": Text(
        id="{percent} persen dari personel {force} di satu baris “{found}” melebihi 2147483647",
        en="{percent} percent of the personnel of {force} in one row of “{found}” is above "
        "2147483647",
    ),
    "table-ending": Text(
        id="akhiran berkas tabel tidak dikenal; yang diperbolehkan: {allowed}",
        en="the ending of the file of a table is not known; allowed are {allowed}",
    ),
    "not-a-table": Text(
        id="berkas ini tidak dapat dibaca sebagai {what}: {reason}",
        en="the file cannot be read as {what}: {reason}",
    ),
    "not-a-table-folder": Text(
        id="folder ini tidak dapat dibaca sebagai Parquet: salah satu bagiannya rusak, atau "
        "kolom bagian-bagiannya berbeda",
        en="the folder cannot be read as Parquet: one of its parts is damaged, or their columns "
        "differ",
    ),
    "column-type": Text(
        id="kolom berjenis {found}; yang diperbolehkan: {allowed}",
        en="the column is of type {found}; allowed: {allowed}",
    ),
    "chunk-columns": Text(
        id="semua bagian harus berkolom sama; kolom yang hanya ada di sini: {here}; hanya di "
        "bagian pertama: {before}",
        en="all chunks must have the same columns; only here: {here}; only in the first: {before}",
    ),
    "chunk-type": Text(
        id="kolom berjenis {found}, sedangkan di bagian pertama {first}; baca kolom itu dengan "
        "jenis yang sama di semua bagian",
        en="the column is of type {found}, but {first} in the first chunk; read it in the same "
        "type in all chunks",
    ),
    "code-is-number": Text(
        id="kolom kode berjenis {found}; kode harus teks, karena sebagai bilangan 53.10 menjadi "
        "53.1; baca ulang sebagai teks",
        en="the column of codes is of type {found}; codes must be text, because as a number 53.10 "
        "becomes 53.1; read it again as text",
    ),
    "mixed-column": Text(
        id="kolom ini berisi nilai yang tidak dapat dibaca sebagai satu jenis: {kinds}",
        en="the column holds values that cannot be read as one type: {kinds}",
    ),
    "not-a-plan": Text(
        id="berkas ini bukan rencana seperti yang ditulis `pamtps plan --out`: {reason}",
        en="the file is no plan as `pamtps plan --out` writes it: {reason}",
    ),
}
