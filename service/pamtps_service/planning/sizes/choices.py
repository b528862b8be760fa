"""Choices: what gets one size, and what each size costs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise, repeat

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.columns import starts_of_runs
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
        starts = starts_of_runs([area, command])
        choices = _choices(index, needed, picked, starts, area[starts], groups.tps, kept)
        regency, command = regency[starts], command[starts]
        begins = starts_of_runs([regency, command])
        for place, who, begin, end in zip(
            regency[begins].tolist(),
            command[begins].tolist(),
            begins.tolist(),
            [*begins[1:].tolist(), len(choices)],
            strict=True,
        ):
            of_part = found.setdefault(Claimant(place // 100, who, place), {})
            of_part.setdefault(int(needed.tier), []).extend(choices[begin:end])
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
) -> list[Choice]:
    """The choices of one requirement: of each run of groups `picked`, which begin at `starts`."""
    tps = tps_of_group[picked]
    sizes = needed.sizes[::-1]
    posts = [np.add.reduceat(post_count(tps, size), starts) for size in sizes]
    extra = [(needed.polri * (count - posts[0])).tolist() for count in posts]
    stay = [np.add.reduceat(at_step[picked], starts).tolist() for at_step in kept[: len(sizes)]]
    stay += [[0] * len(starts)] * (len(sizes) - len(stay))
    members, begins = picked.tolist(), starts.tolist()
    return list(
        map(
            Choice,
            areas.tolist(),
            repeat(index),
            [tuple(members[begin:end]) for begin, end in pairwise([*begins, len(members)])],
            np.add.reduceat(tps, starts).tolist(),
            repeat(sizes),
            zip(*extra, strict=True),
            zip(*stay, strict=True),
        )
    )
