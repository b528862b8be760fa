"""Choices: what gets one size, and what each size costs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.demand import Demand, Requirement
from pamtps_service.planning.groups import Groups
from pamtps_service.planning.posts import FormerPosts, kept_tps, post_count
from pamtps_service.planning.sizes.frontier import Choice
from pamtps_service.records.area_codes import DIVISOR
from pamtps_service.records.batch import CodeColumn

Int64 = NDArray[np.int64]


def kept_by_step(
    groups: Groups, demand: Demand, codes: CodeColumn, former: FormerPosts | None
) -> list[Int64]:
    """For each step from the weakest size, how many TPS each group keeps in their posts of the plan
    in force; length g. Empty where there is no such plan.

    Args:
        groups: of the batch.
        demand: of the batch.
        codes: integer TPS codes of the batch, ascending.
        former: the posts of the plan in force.
    """
    if former is None:
        return []
    most = max((len(needed.sizes) for needed in demand.requirements), default=0)
    found = []
    for step in range(most):
        sizes = [needed.sizes[max(-1 - step, -len(needed.sizes))] for needed in demand.requirements]
        at = np.array(sizes, np.int64)[groups.requirement]
        found.append(kept_tps(codes[groups.members], groups.tps, at, former))
    return found


def choices_of(
    groups: Groups, demand: Demand, provinces: Collection[int], kept: Sequence[Int64] = ()
) -> dict[Claimant, dict[int, list[Choice]]]:
    """The choices in some provinces: by who guards in which regency, then by rank of the tier, in
    the order of their areas and requirements. Where there is only one size, there is no choice.

    Args:
        groups: of the batch.
        demand: of the batch.
        provinces: integer codes.
        kept: of kept_by_step.
    """
    found: dict[Claimant, dict[int, list[Choice]]] = {}
    inside = np.isin(groups.regency // 100, sorted(provinces))
    for index, needed in enumerate(demand.requirements):
        picked = np.flatnonzero(inside & (groups.requirement == index))
        if not len(picked):
            continue
        area = groups.border[picked] // (DIVISOR[needed.choose] // DIVISOR[needed.within])
        regency, command = groups.regency[picked], groups.command[picked]
        if len(needed.sizes) == 1:
            for place, who in sorted(set(zip(regency.tolist(), command.tolist(), strict=True))):
                part = Claimant(place // 100, who, place)
                found.setdefault(part, {}).setdefault(int(needed.tier), [])
            continue
        order = np.lexsort((area, command, regency))
        picked, area, regency, command = (c[order] for c in (picked, area, regency, command))
        begins = np.ones(len(picked), np.bool_)
        begins[1:] = (area[1:] != area[:-1]) | (command[1:] != command[:-1])
        starts = np.flatnonzero(begins)
        for (place, who), choice in zip(
            zip(regency[starts].tolist(), command[starts].tolist(), strict=True),
            _choices(index, needed, picked, starts, area[starts], groups.tps, kept),
            strict=True,
        ):
            part = Claimant(place // 100, who, place)
            found.setdefault(part, {}).setdefault(int(needed.tier), []).append(choice)
    steps = [DIVISOR[needed.choose] for needed in demand.requirements]
    for of_part in found.values():
        for choices in of_part.values():
            # the first code that its area could have, so that areas of all levels are in code order
            choices.sort(
                key=lambda choice: (choice.area * steps[choice.requirement], choice.requirement)
            )
    return found


def _choices(
    index: int,
    needed: Requirement,
    picked: Int64,
    starts: Int64,
    areas: Int64,
    tps_of_group: Int64,
    kept: Sequence[Int64],
) -> Iterator[Choice]:
    """The choices of one requirement: of each run of groups `picked`, which begin at `starts`."""
    tps = tps_of_group[picked]
    sizes = needed.sizes[::-1]
    posts = [np.add.reduceat(post_count(tps, size), starts) for size in sizes]
    extra = np.stack([needed.polri * (count - posts[0]) for count in posts], axis=1)
    stay = np.zeros_like(extra)
    for step, at_step in enumerate(kept[: len(sizes)]):
        stay[:, step] = np.add.reduceat(at_step[picked], starts)
    members = picked.tolist()
    for area, start, end, many, persons, staying in zip(
        areas.tolist(),
        starts.tolist(),
        [*starts[1:].tolist(), len(picked)],
        np.add.reduceat(tps, starts).tolist(),
        extra.tolist(),
        stay.tolist(),
        strict=True,
    ):
        of_choice = tuple(members[start:end])
        yield Choice(area, index, of_choice, many, sizes, tuple(persons), tuple(staying))
