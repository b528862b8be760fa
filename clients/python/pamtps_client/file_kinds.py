"""What a file is by how it begins, and why one that should hold a table does not."""

from __future__ import annotations

from typing import BinaryIO, Final

from pamtps_client.language import Text

PARQUET: Final = "Parquet"
ARROW: Final = "Arrow"
TABLES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PAR1", PARQUET),
    (b"ARROW1", ARROW),
    (b"\xff\xff\xff\xff", ARROW),
)
"""How files of tables begin; the last is a stream, which has no end of its own."""
ENDING: Final = {PARQUET: ".parquet", ARROW: ".arrow"}
GZIP: Final = b"\x1f\x8b"
OTHERS: Final[tuple[tuple[bytes, Text], ...]] = (
    (b"PK\x03\x04", Text(id="buku kerja Excel atau arsip zip", en="an Excel workbook or a zip")),
    (b"\xd0\xcf\x11\xe0", Text(id="buku kerja Excel lama", en="an old Excel workbook")),
    (b"%PDF", Text(id="dokumen PDF", en="a PDF document")),
)
"""How files begin that are neither CSV nor a table."""
_START: Final = 4096
_END: Final = 8


def table_kind(start: bytes) -> str:
    """PARQUET or ARROW where a file begins so, else nothing."""
    return next((kind for magic, kind in TABLES if start.startswith(magic)), "")


def why_no_table(file: BinaryIO, kind: str) -> Text:
    """Why a file that can be opened, but not read as a table, is none of the kind."""
    start = file.read(_START)
    size = file.seek(0, 2)
    file.seek(max(0, size - _END))
    end = file.read()
    if not size:
        return Text(id="berkasnya kosong", en="it is empty")
    if start.startswith(GZIP):
        return Text(
            id="berkasnya dimampatkan dengan gzip; buka dulu pemampatannya",
            en="it is compressed with gzip; unpack it first",
        )
    for magic, found in OTHERS:
        if start.startswith(magic):
            return Text(id=f"isinya {found.id}", en=f"it is {found.en}")
    for magic, found_kind in TABLES:
        if not start.startswith(magic):
            continue
        if found_kind != kind:
            ending = ENDING[found_kind]
            return Text(
                id=f"isinya {found_kind}; beri nama yang berakhiran {ending}",
                en=f"it is {found_kind}; give it a name that ends in {ending}",
            )
        if magic.isalnum() and not end.endswith(magic):
            return Text(
                id=f"berkasnya terpotong: awalnya {kind}, tetapi akhirnya tidak ada",
                en=f"it is cut off: it begins as {kind}, but its end is missing",
            )
    if _is_text(start):
        return Text(
            id="isinya teks; jika itu CSV, beri nama yang berakhiran .csv",
            en="it is text; if that is CSV, give it a name that ends in .csv",
        )
    return Text(id="isinya rusak", en="its content is damaged")


def _is_text(start: bytes) -> bool:
    try:
        text = start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 3:  # else the last letter is only cut
            return False
        text = start[: error.start].decode("utf-8")
    return all(letter.isprintable() or letter in "\r\n\t\ufeff" for letter in text)
