"""Official area codes as text and as integers.

The integer of a code is its digits: 53, 5311, 531101, 5311012001, and 5311012001007 for a TPS.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

NATION: Final = "ID"
CodeLevel = Literal["province", "regency", "district", "village", "tps"]

DIVISOR: Final[dict[CodeLevel, int]] = {
    "province": 10**11,
    "regency": 10**9,
    "district": 10**7,
    "village": 10**3,
    "tps": 1,
}
"""tps_code // DIVISOR[level] is the integer of the area of that level."""

LEVELS: Final[tuple[CodeLevel, ...]] = ("province", "regency", "district", "village", "tps")
"""From the widest to the narrowest."""
_WIDTHS: Final = (2, 2, 2, 4, 3)
_SHAPE: Final = re.compile(r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4}(?:\.[0-9]{3})?)?)?)?")
_LEVEL_OF_LENGTH: Final = dict(zip((2, 5, 8, 13, 17), LEVELS, strict=True))
_DIGITS: Final[dict[CodeLevel, int]] = {
    "province": 2,
    "regency": 4,
    "district": 6,
    "village": 10,
}
SPECIAL_FROM: Final = 901
"""TPS numbers from here are special locations."""


def level_of(code: str) -> CodeLevel | None:
    """The level of a well-formed code (`53.11` is a regency), or None; existence is not checked."""
    return _LEVEL_OF_LENGTH[len(code)] if _SHAPE.fullmatch(code) else None


def to_integer(code: str) -> int:
    """The integer of a well-formed code."""
    return int(code.replace(".", ""))


def to_text(value: int, level: CodeLevel) -> str:
    """The code of an integer of that level: to_text(5311, "regency") is `53.11`."""
    if level == "tps":
        digits = f"{value:013d}"
        return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:10]}.{digits[10:]}"
    return _area_text(value, level)


# A batch has few areas, and each is named again and again; the nation has some 7,800 districts.
@lru_cache(maxsize=16384)
def _area_text(value: int, level: CodeLevel) -> str:
    digits = f"{value:0{_DIGITS[level]}d}"
    if level == "village":
        return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
    return ".".join(digits[start : start + 2] for start in range(0, len(digits), 2))


def to_texts(values: NDArray[np.int64], level: CodeLevel) -> list[str]:
    """The codes of a column of integers of that level."""
    table = characters(values, level)
    texts: list[str] = table.astype(np.uint32).view(f"<U{table.shape[1]}")[:, 0].tolist()
    return texts


def characters(values: NDArray[np.int64], level: CodeLevel) -> NDArray[np.uint8]:
    """The codes of a column of integers of that level, in ASCII: a row for each, a column for each
    character."""
    widths = _WIDTHS[: LEVELS.index(level) + 1]
    length = sum(widths) + len(widths) - 1
    table = np.full((len(values), length), ord("."), np.uint8)
    left, at = np.asarray(values, np.int64), length
    for width in reversed(widths):  # from the last character to the first
        for _ in range(width):
            at -= 1
            higher = left // 10
            table[:, at] = left - higher * 10 + ord("0")
            left = higher
        at -= 1
    return table


def parent(code: str) -> str | None:
    """The code one level up; None of a province."""
    head, dot, _ = code.rpartition(".")
    return head if dot else None


def column(tps_codes: NDArray[np.int64], level: CodeLevel) -> NDArray[np.int64]:
    """The integer code of each TPS's area of that level; same length."""
    return tps_codes // DIVISOR[level]


def areas_in(
    tps_codes: NDArray[np.int64], level: CodeLevel
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The areas of that level that hold some of these TPS, ascending, and where each begins.

    Args:
        tps_codes: ascending.
        level: of the areas.
    """
    areas = column(tps_codes, level)
    begins = np.ones(len(areas), np.bool_)
    begins[1:] = areas[1:] != areas[:-1]
    starts = np.flatnonzero(begins)
    return areas[starts], starts


def is_special(tps_codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which TPS are at special locations."""
    return tps_codes % 1000 >= SPECIAL_FROM
