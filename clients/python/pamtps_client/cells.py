"""Single cells: what a number and a code look like, and what was meant by one that is wrong.

Reading is columns at a time: a column is translated as a whole, `BAD` stands for every cell that is
wrong, and only those are looked at again for their fault.
"""

from __future__ import annotations

import re
from typing import Final

from pamtps_client.language import Text
from pamtps_client.table_faults import Place, TableFault, did_you_mean, table_fault

BAD: Final = -1
"""In a translated column: the cell is wrong. No value of a column is negative."""
LARGEST: Final = 2**31 - 1

TPS: Final = Text(id="TPS", en="a TPS")
TPS_SHAPE: Final = "53.11.01.2001.007"
AREA: Final = Text(id="wilayah", en="an area")
AREA_SHAPE: Final = "53, 53.11, 53.11.01, 53.11.01.2001"

is_tps_code: Final = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}\.[0-9]{3}").fullmatch
is_area_code: Final = re.compile(r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?").fullmatch

_WIDTHS: Final = (2, 2, 2, 4, 3)
_VILLAGE: Final = 3
"""The part whose digits are never left out: villages are numbered from 1001."""
_SCIENTIFIC: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
_SHORT_NUMBER: Final = re.compile(r"[0-9]{1,2}[.,][0-9]|[0-9]")
_DIGITS: Final = re.compile(r"[0-9]+")

_MEANT: Final = {
    "darat": "road",
    "jalan": "road",
    "mobil": "road",
    "motor": "road",
    "jalan_kaki": "foot",
    "kaki": "foot",
    "laut": "sea",
    "sungai": "sea",
    "kapal": "sea",
    "perahu": "sea",
    "udara": "air",
    "pesawat": "air",
    "helikopter": "air",
    "rendah": "kurang_rawan",
    "tidak_rawan": "kurang_rawan",
    "aman": "kurang_rawan",
    "low": "kurang_rawan",
    "sedang": "rawan",
    "medium": "rawan",
    "tinggi": "sangat_rawan",
    "high": "sangat_rawan",
    "polisi": "polri",
    "police": "polri",
    "tentara": "tni",
    "army": "tni",
    "hansip": "linmas",
    "satlinmas": "linmas",
    "cadangan": "reserve",
    "bko": "reserve",
    "sendiri": "own",
    "organik": "own",
    "ya": "true",
    "yes": "true",
    "1": "true",
    "tidak": "false",
    "no": "false",
    "0": "false",
}
"""Words that people write for the allowed ones."""


class WholeNumbers(dict[str, int | None]):
    """Text to whole number, each text looked at once: None where empty, BAD where it is none."""

    def __missing__(self, cell: str) -> int | None:
        value: int | None = None
        if cell:
            value = int(cell) if _DIGITS.fullmatch(cell) and len(cell) < 20 else BAD
            if value > LARGEST:
                value = BAD
        self[cell] = value
        return value


def number_fault(cell: str, place: Place) -> TableFault:
    """The fault of a cell that should hold a whole number and is BAD."""
    if re.fullmatch(r"-?[0-9]+", cell):
        return table_fault("out-of-range", place, found=cell)
    plain = cell.strip()
    whole = re.fullmatch(r"([0-9]+)[.,]0+", plain)
    maybe = whole[1] if whole and len(plain) - len(whole[1]) != 4 else ""  # 1.000 may be thousand
    if _DIGITS.fullmatch(plain):
        maybe = plain
    return table_fault("not-an-integer", place, found=cell, maybe=maybe)


def word_fault(cell: str, allowed: tuple[str, ...], place: Place) -> TableFault:
    """The fault of a cell that should hold one of these words."""
    words = ", ".join(allowed)
    if not cell:
        return table_fault("missing-value", place, allowed=words)
    plain = cell.strip().lower().replace(" ", "_")
    maybe = _MEANT.get(plain, "")
    if maybe not in allowed:
        maybe = did_you_mean(cell, allowed)
    return table_fault("unknown-word", place, found=cell, allowed=words, maybe=maybe)


def tps_code_fault(cell: str, place: Place) -> TableFault:
    """The fault of a cell that should hold the code of a TPS."""
    if not cell:
        return table_fault("missing-value", place, allowed=TPS_SHAPE)
    if _SCIENTIFIC.fullmatch(cell.strip()):
        return table_fault("code-digits-lost", place, found=cell, what=TPS, shape=TPS_SHAPE)
    maybe = _dotted(cell, 5)
    return table_fault("code-shape", place, found=cell, what=TPS, shape=TPS_SHAPE, maybe=maybe)


def area_code_fault(
    cell: str, place: Place, what: Text = AREA, shape: str = AREA_SHAPE, maybe: str = ""
) -> TableFault:
    """The fault of a cell that should hold the code of an area; `maybe` where it is known."""
    if not cell:
        return table_fault("missing-value", place, allowed=shape)
    plain = cell.strip()
    if _SCIENTIFIC.fullmatch(plain) or _SHORT_NUMBER.fullmatch(plain):
        return table_fault(
            "code-digits-lost",
            place,
            found=cell,
            what=what,
            shape=shape,
            maybe=maybe or _with_lost_zero(plain),
        )
    for parts in (1, 2, 3, 4):
        maybe = maybe or _dotted(cell, parts)
    return table_fault("code-shape", place, found=cell, what=what, shape=shape, maybe=maybe)


def _with_lost_zero(number: str) -> str:
    """`53.1` was `53.10`, `53.0` was `53`."""
    whole, _, rest = number.replace(",", ".").partition(".")
    if len(whole) != 2 or not rest:
        return ""
    return whole if rest == "0" else f"{whole}.{rest}0"


def _dotted(cell: str, count: int) -> str:
    """The cell as a code of so many parts, where nothing but dots and zeros is wrong with it."""
    widths = _WIDTHS[:count]
    plain = cell.strip()
    parts = re.split(r"[^0-9]+", plain)
    if len(set(re.findall(r"[^0-9]+", plain))) > 1:  # several codes, or none at all
        return ""
    if len(parts) == 1 and len(parts[0]) == sum(widths):
        digits, parts = parts[0], []
        for width in widths:
            parts.append(digits[:width])
            digits = digits[width:]
    if len(parts) != count or not all(parts):
        return ""
    if any(len(part) > width for part, width in zip(parts, widths, strict=True)):
        return ""
    if count > _VILLAGE and len(parts[_VILLAGE]) < widths[_VILLAGE]:
        return ""
    return ".".join(part.zfill(width) for part, width in zip(parts, widths, strict=True))
