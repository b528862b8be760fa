"""What areas have at hand, given to areas inside them: by trying every way, and piece by piece."""

from __future__ import annotations

import itertools


def may_use(area: str) -> list[str]:
    """The areas whose stock or seats serve this one: itself, those around it, the nation."""
    parts = area.split(".")
    around = [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
    return around if area == "ID" else [*around, "ID"]


def every_way(wants: list[tuple[str, int]], given: dict[str, int]) -> set[tuple[int, ...]]:
    """What each want can get, in every way to give out what there is."""
    if not wants:
        return {()}
    (area, wanted), rest = wants[0], wants[1:]
    sources = [source for source in may_use(area) if given.get(source)]
    found: set[tuple[int, ...]] = set()
    for parts in itertools.product(*(range(min(wanted, given[s]) + 1) for s in sources)):
        if sum(parts) <= wanted:
            left = dict(given)
            for source, part in zip(sources, parts, strict=True):
                left[source] -= part
            found |= {(sum(parts), *others) for others in every_way(rest, left)}
    return found


def piece_by_piece(wants: list[tuple[str, int]], given: dict[str, int]) -> list[int]:
    """What each want gets when they are served in order, each with as much as can be without
    taking from those before it, who may be given pieces from elsewhere instead."""
    pieces = [source for source in sorted(given) for _ in range(given[source])]
    holder: list[str | None] = [None] * len(pieces)
    """The area for which each piece is used."""

    def find(area: str, seen: set[int]) -> bool:
        for number, source in enumerate(pieces):
            if source not in may_use(area) or number in seen:
                continue
            seen.add(number)
            other = holder[number]
            if other is None or find(other, seen):
                holder[number] = area
                return True
        return False

    got = []
    for area, wanted in wants:
        count = 0
        while count < wanted and find(area, set()):
            count += 1
        got.append(count)
    return got
