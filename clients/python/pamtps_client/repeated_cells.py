"""Cells of TPS that repeat what the code says: which they are, and the fault of a wrong one."""

from __future__ import annotations

from typing import Final

from pamtps_client.cells import area_code_fault, is_area_code, is_tps_code, word_fault
from pamtps_client.language import Text
from pamtps_client.table_faults import Place, TableFault, table_fault

AREAS: Final = {
    "province_code": (2, Text(id="provinsi", en="a province"), "53"),
    "regency_code": (5, Text(id="kabupaten/kota", en="a regency"), "53.11"),
    "district_code": (8, Text(id="kecamatan", en="a district"), "53.11.01"),
    "village_code": (13, Text(id="desa/kelurahan", en="a village"), "53.11.01.2001"),
}
"""Columns with a code that the TPS code begins with: its letters, what it is, its shape."""
NUMBER: Final = "number"
SPECIAL: Final = "special_location"
REPEATED: Final = (*AREAS, NUMBER, SPECIAL)
NUMBER_AT: Final = 14
"""Where the number begins in a TPS code."""
FIRST_SPECIAL: Final = "901"
"""TPS numbers from here are special locations."""
_TRUTHS: Final = ("true", "false")


def area_fault(name: str, found: str, code: str, place: Place) -> TableFault:
    """The fault of an area that differs from that of the TPS code, which must be one."""
    width, what, shape = AREAS[name]
    expected = code[:width]
    if not (is_area_code(found) and len(found) == width):
        return area_code_fault(found, place, what, shape, expected)
    fields = {"found": found, "tps": code, "expected": expected}
    return table_fault("area-mismatch", place, maybe=expected, **fields)


def different_number(found: str, code: str, place: Place) -> TableFault:
    """The fault of a number that differs from that of the TPS code, which must be one."""
    expected = str(int(code[NUMBER_AT:]))
    fields = {"found": found, "tps": code, "expected": expected}
    return table_fault("number-mismatch", place, maybe=expected, **fields)


def special_fault(found: str, code: str, place: Place) -> TableFault | None:
    """The fault of a cell that says whether a TPS is a special location; None where it has none, or
    where the code is none that could say otherwise."""
    expected = _TRUTHS[code[NUMBER_AT:] < FIRST_SPECIAL]
    plain = found.lower()  # spreadsheets write TRUE and FALSE
    if plain in ("", expected):
        return None
    if plain not in _TRUTHS:
        return word_fault(found, _TRUTHS, place)
    if not is_tps_code(code):
        return None
    return table_fault("special-mismatch", place, found=found, tps=code, expected=expected)
