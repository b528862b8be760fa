"""What areas have at hand, where an area's serves everything inside it: is more used than there is,
and could anything have been used that was not?

What is used inside an area is its own affair as long as that lasts; the rest is used of the area
around it. Added up from the narrowest areas to the nation, what is used beyond all that there is
shows at the top, and what is left shows where it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from pamtps_service.records.area_codes import NATION, parent


def around(area: str) -> list[str]:
    """The area, the areas that it lies in, and the nation."""
    found = []
    inside: str | None = area
    while inside is not None and inside != NATION:
        found.append(inside)
        inside = parent(inside)
    return [*found, NATION]


class Holdings:
    """What is at hand, and what of it is used; areas are official codes or `ID`.

    Args:
        given: area and how much it has.
        used: area for which something is used, and how much.
    """

    def __init__(self, given: Iterable[tuple[str, int]], used: Iterable[tuple[str, int]]) -> None:
        has: dict[str, int] = {}
        wanted: dict[str, int] = {}
        for area, count in given:
            has[area] = has.get(area, 0) + count
        for area, count in used:
            wanted[area] = wanted.get(area, 0) + count
        areas = {one for area in (*has, *wanted) for one in around(area)} | {NATION}
        self.left: dict[str, int] = {}
        """What each area has left when the narrower ones are used first."""
        for area in sorted(areas, key=lambda area: -len(around(area))):
            beyond = wanted.get(area, 0) - has.get(area, 0)
            self.left[area] = max(0, -beyond)
            if beyond > 0 and area != NATION:
                outside = parent(area) or NATION
                wanted[outside] = wanted.get(outside, 0) + beyond
        self.beyond = max(0, wanted.get(NATION, 0) - has.get(NATION, 0))
        """How much is used that is not there."""

    def left_for(self, area: str) -> int:
        """What is left that could be used for an area."""
        return sum(self.left.get(one, 0) for one in around(area))
