"""The plan in force: which TPS were in which post, what groups can keep of it, and what was kept.

A TPS is kept when its post has the same first TPS, Polri command and border as its post in the plan
in force.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.groups import Groups
from pamtps_service.planning.posts import FormerPosts
from pamtps_service.records.batch import CodeColumn, Mask, PlanInForce
from pamtps_service.records.plan import Kept, Posts, Stations

Int64 = NDArray[np.int64]


def former_posts(
    in_force: PlanInForce,
    groups: Groups,
    borders: Sequence[str],
    commands: Sequence[str],
    codes: CodeColumn,
) -> FormerPosts:
    """The posts of the plan in force, for the TPS of all groups in the order of their members.

    Args:
        in_force: the plan in force.
        groups: of the batch.
        borders: code of the border of each group.
        commands: name of the Polri command of each group.
        codes: integer TPS codes of the batch, ascending.
    """
    group = np.full(len(codes), -1, np.int64)
    group[groups.members] = np.repeat(np.arange(len(groups)), groups.tps)
    begun_by = np.full(len(codes), -1, np.int64)
    at, there = _found(codes, in_force.first_tps)
    for post in np.flatnonzero(there).tolist():
        of = int(group[at[post]])
        place = in_force.area[post], in_force.command[post]
        if of >= 0 and place == (borders[of], commands[of]):
            begun_by[at[post]] = post
    return FormerPosts(_post_of(codes, in_force)[groups.members], begun_by[groups.members])


def kept_of(in_force: PlanInForce, posts: Posts, stations: Stations) -> Kept:
    """How a plan differs from the one in force.

    Args:
        in_force: the plan in force.
        posts: of the plan.
        stations: of the plan, each TPS once, by code.
    """
    keys = zip(in_force.first_tps.tolist(), in_force.area, in_force.command, strict=True)
    former = {key: index for index, key in enumerate(keys)}
    same = np.array(
        [
            former.get(key, -1)
            for key in zip(posts.first_tps.tolist(), posts.area, posts.command, strict=True)
        ]
        + [-1],
        np.int64,
    )
    was = _post_of(stations.code, in_force)
    has_post = stations.post >= 0
    kept = has_post & (was >= 0) & (was == same[stations.post])
    at, there = _found(stations.code, in_force.code)
    stays = there & (stations.post[at] >= 0)
    return Kept(
        plan_digest=in_force.plan_digest,
        kept=int(kept.sum()),
        moved=int((has_post & (was >= 0) & ~kept).sum()),
        added=int((has_post & (was < 0)).sum()),
        removed=int((~stays).sum()),
    )


def _post_of(codes: CodeColumn, in_force: PlanInForce) -> Int64:
    """The post of the plan in force of each TPS, -1 where it had none."""
    post = np.full(len(codes), -1, np.int64)
    at, there = _found(codes, in_force.code)
    post[at[there]] = in_force.post[there]
    return post


def _found(codes: CodeColumn, wanted: CodeColumn) -> tuple[Int64, Mask]:
    """Where these TPS stand among `codes`, ascending, and which of them do."""
    at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    return at, codes[at] == wanted
