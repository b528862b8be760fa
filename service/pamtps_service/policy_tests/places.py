"""Where the TPS of a case lie: a code for each.

An area wider than a village stands for its plainest place: one that no rule names more narrowly,
the first in the order of codes; where rules name every place in it, the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pamtps_service.analysis.dimensions import leaves_of, lies_in, villages_apart
from pamtps_service.analysis.testcases import conditions_of
from pamtps_service.policy.areas import level
from pamtps_service.policy.model import InArea, Policy
from pamtps_service.policy_tests.cases import Stations
from pamtps_service.records.area_codes import SPECIAL_FROM, level_of, to_integer

LAST_NUMBER = 999


class VillageFullError(ValueError):
    """A village that is named has no number left for a TPS."""

    def __init__(self, village: str, index: int) -> None:
        self.village, self.index = village, index
        """The village, and which of the stations found no room."""
        super().__init__(village)


@lru_cache(maxsize=256)
def named_areas(policy: Policy) -> frozenset[str]:
    """The codes that conditions of the policy name."""
    leaves = leaves_of(conditions_of(policy))
    return frozenset(code for leaf in leaves if isinstance(leaf, InArea) for code in leaf.codes)


@lru_cache(maxsize=4096)
def plainest_village(policy: Policy, area: str) -> str | None:
    """The village that stands for an area; None where no part of it is under the policy."""
    if level(area) == "village":
        return area
    inside = [
        (village, around)
        for village, around in villages_apart((policy,), named_areas(policy) | {area})
        if lies_in(village, (area,))
    ]
    plain = (village for village, around in inside if not around or lies_in(area, (around,)))
    return next(plain, inside[0][0] if inside else None)


def codes_of(policy: Policy, stations: Sequence[Stations]) -> tuple[int, ...]:
    """A code for each TPS, in the order given. VillageFullError where a named village is full."""
    taken: dict[tuple[str, bool], int] = {}
    found: list[int] = []
    for index, one in enumerate(stations):
        if level_of(one.area) == "tps":
            found.append(to_integer(one.area))
            continue
        left = one.count
        for village in _villages(policy, one.area):
            first = SPECIAL_FROM if one.special else 1
            last = LAST_NUMBER if one.special else SPECIAL_FROM - 1
            number = taken.get((village, one.special), first - 1)
            fit = min(left, last - number)
            base = to_integer(village) * 1000
            found += range(base + number + 1, base + number + fit + 1)
            taken[village, one.special] = number + fit
            left -= fit
            if not left:
                break
        if left:
            raise VillageFullError(one.area, index)
    return tuple(found)


def _villages(policy: Policy, area: str) -> Iterator[str]:
    """The village that stands for the area, and those beside it for the TPS that it cannot hold."""
    first = plainest_village(policy, area)
    if first is None:
        raise ValueError(f"{area} is outside the policy {policy.id}")
    yield first
    if first != area:
        district, number = first.rsplit(".", 1)
        beside = (f"{district}.{one:04d}" for one in range(int(number) + 1, 10_000))
        named = named_areas(policy)
        yield from (village for village in beside if village not in named)
