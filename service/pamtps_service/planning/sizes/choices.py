"""Choices: what gets one size, and what each size costs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.demand import Demand
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
    the order of their areas and requirements.

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
        order = np.lexsort((area, command, regency))
        picked, area, regency, command = (c[order] for c in (picked, area, regency, command))
        starts = np.flatnonzero(
            np.diff(area, prepend=-1).astype(np.bool_)
            | np.diff(command, prepend=-1).astype(np.bool_)
        )
        tps = groups.tps[picked]
        sizes = needed.sizes[::-1]
        posts = [np.add.reduceat(post_count(tps, size), starts) for size in sizes]
        extra = np.stack([needed.polri * (count - posts[0]) for count in posts], axis=1)
        stay = np.zeros_like(extra)
        for step, at_step in enumerate(kept[: len(sizes)]):
            stay[:, step] = np.add.reduceat(at_step[picked], starts)
        for start, end, persons, staying, many in zip(
            starts.tolist(),
            [*starts[1:].tolist(), len(picked)],
            extra.tolist(),
            stay.tolist(),
            np.add.reduceat(tps, starts).tolist(),
            strict=True,
        ):
            place = int(regency[start])
            part = Claimant(place // 100, int(command[start]), place)
            found.setdefault(part, {}).setdefault(int(needed.tier), []).append(
                Choice(
                    area=int(area[start]),
                    requirement=index,
                    groups=tuple(picked[start:end].tolist()),
                    tps=many,
                    sizes=sizes,
                    extra=tuple(persons),
                    kept=tuple(staying),
                )
            )
    for of_part in found.values():
        for choices in of_part.values():
            choices.sort(key=lambda choice: _place(choice, demand))
    return found


def _place(choice: Choice, demand: Demand) -> tuple[int, int]:
    """The first code that its area could have, so that areas of all levels are in code order."""
    level = demand.requirements[choice.requirement].choose
    return choice.area * DIVISOR[level], choice.requirement
