"""The line of a file that a fault speaks of, with its place marked under it.

8 |   - {id: g, for_each: regency, add: {polri: 1 pleton}}
  |                                             ^~~~~~~~
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from pamtps_client.language import printable

_TAB: Final = 4
_CUT: Final = "..."
NARROWEST: Final = 40
"""Columns of an excerpt, at least."""


def excerpt(line: str, number: int, column: int, end: int, columns: int) -> tuple[str, str]:
    """The line with its number, and the marks that stand under it.

    Args:
        line: of the file, without its end.
        number: of the line, from 1.
        column: where the place begins, from 1, in characters; it may lie behind the line's end.
        end: the column after its last character; at most `column` where that is not known.
        columns: of the output; what is longer is cut on either side of the place.
    """
    columns = max(columns, NARROWEST)
    start = min(column - 1, len(line))
    stop = max(start, min(end - 1, len(line)))
    far_before, far_after = max(0, start - columns), start + columns
    shown = _shown(line[far_before:far_after])
    at, to = start - far_before, min(stop - far_before, len(shown))
    gutter = f"{number:>5} | "
    first, last = _window(shown, at, columns - len(gutter), len(line) > len(shown))
    lead = _CUT if far_before or first else ""
    trail = _CUT if last < len(shown) or far_after < len(line) else ""
    text = lead + "".join(shown[first:last]) + trail
    marks = " " * (len(lead) + cell_len("".join(shown[first:at])))
    width = cell_len("".join(shown[at : min(to, last)]))
    return f"{gutter}{text}".rstrip(), f"{' ' * 5} | {marks}^{'~' * (width - 1)}"


def _shown(letters: str) -> list[str]:
    """By letter what stands for it on a terminal."""
    shown: list[str] = []
    taken = 0
    for letter in letters:
        one = " " * (_TAB - taken % _TAB) if letter == "\t" else printable(letter)
        shown.append(one)
        taken += cell_len(one)
    return shown


def _window(shown: Sequence[str], at: int, room: int, cut: bool) -> tuple[int, int]:
    """The first of the letters that fit, and the one after the last; letter `at` is among them."""
    widths = [cell_len(one) for one in shown]
    if sum(widths) <= room and not cut:
        return 0, len(shown)
    room -= 2 * len(_CUT)
    first, lead = at, 0
    while first and lead + widths[first - 1] <= room // 3:  # some of what stands before the place
        first -= 1
        lead += widths[first]
    last, taken = at, lead
    while last < len(shown) and taken + widths[last] <= room:
        taken += widths[last]
        last += 1
    while last == len(shown) and first and taken + widths[first - 1] <= room:
        first -= 1  # the line ends here: show more of what stands before
        taken += widths[first]
    return first, last
