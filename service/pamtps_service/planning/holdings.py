"""Holdings: what areas have at hand (seats, pieces of equipment), used narrowest area first.

What an area has serves everything inside it, so whoever may use an area's may use that of every
area around it. Serving one after the other, each from the narrowest area that still has any, then
serves as much in all as any other way could: where one is left without, all areas around it are
used up, by others that could have been served from nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable

from pamtps_service.records.area_codes import NATION, parent


class Holdings:
    """What is left, by area.

    Args:
        given: area (official code or `ID`) and how much it has.
    """

    def __init__(self, given: Iterable[tuple[str, int]]) -> None:
        self._left: dict[str, int] = {}
        for area, count in given:
            self._left[area] = self._left.get(area, 0) + count

    def take(self, area: str, wanted: int) -> int:
        """Take up to `wanted` for an area, from its own first; how much there was."""
        taken = 0
        around: str | None = area
        while around is not None and taken < wanted:
            part = min(self._left.get(around, 0), wanted - taken)
            if part:
                self._left[around] -= part
                taken += part
            around = None if around == NATION else parent(around) or NATION
        return taken
