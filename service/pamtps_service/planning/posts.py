"""Posts: contiguous parts of a group of TPS, cut so that villages stay together.

A group is the TPS of one requirement, command, border and movement, in code order. With n TPS and
at most N a post it needs K = ceil(n/N) posts. The k-th break of a partition stands at k*N - u with
0 <= u <= K*N - n, and u never falls, so a dynamic program over u is exact. It runs for all groups
of the same N at once, with one Python loop over the posts of the largest group.

The aims, in this order: fewest breaks inside a village that would fit in one post; fewest breaks
inside a village; most TPS that stay in their post of the plan in force, where there is one; sizes
as even as can be; larger posts first. A village's TPS at special locations are a building of their
own, so a break before them is none inside the village.

How many TPS a post keeps follows from where it begins and how long it is: a post is the same where
its first TPS is (its command and border are its group's), and it keeps those that were in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.records.area_codes import is_special
from pamtps_service.records.batch import CodeColumn

Int64 = NDArray[np.int64]

_NEVER = np.int64(2**62)


@dataclass(frozen=True, slots=True)
class FormerPosts:
    """The posts of the plan in force, as far as groups can keep them. Columns like the TPS of the
    groups; numbers of posts are the caller's, -1 stands for none."""

    of_tps: Int64
    """The post that the TPS was in."""
    begun_by: Int64
    """The post whose first TPS it was, if that had the command and the border of its group."""


def post_count(tps: Int64, size: Int64 | int) -> Int64:
    """How many posts groups of so many TPS need at most `size` each: ceil(tps / size)."""
    return -(-tps // size)


def post_sizes(
    codes: CodeColumn, group_lengths: Int64, sizes: Int64, former: FormerPosts | None = None
) -> Int64:
    """Cut every group into posts.

    Args:
        codes: integer TPS codes, group after group, ascending inside a group.
        group_lengths: TPS of each group, each at least 1; sums to len(codes).
        sizes: most TPS a post of each group may have, each at least 1.
        former: the posts that are to be kept where all else is equal; None where there are none.

    Returns:
        TPS of each post, group after group, ceil(length / size) for each group.

    Raises:
        OverflowError: a group has more than a million TPS.
    """
    counts = post_count(group_lengths, sizes)
    first_post = np.cumsum(counts) - counts
    out = np.repeat(sizes, counts)
    slack = counts * sizes - group_lengths
    # A single post, or posts that are all full, leave no choice.
    single = counts == 1
    out[first_post[single]] = group_lengths[single]
    starts = np.cumsum(group_lengths) - group_lengths
    building = (codes // 1000) * 2 + is_special(codes)
    group_of = np.repeat(np.arange(len(group_lengths)), group_lengths)
    same = np.zeros(len(codes) + 1, np.bool_)
    same[1:-1] = (building[1:] == building[:-1]) & (group_of[1:] == group_of[:-1])
    run_length = _run_lengths(same)
    open_groups = np.flatnonzero(~single & (slack > 0))
    for size in np.unique(sizes[open_groups]).tolist():
        groups = open_groups[sizes[open_groups] == size]
        groups = groups[np.argsort(-counts[groups], kind="stable")]
        kept = None if former is None else _kept_by_length(former, group_of, size)
        _cut(out, groups, size, counts, slack, starts, first_post, same, run_length, kept)
    return out


def kept_tps(codes: CodeColumn, group_lengths: Int64, sizes: Int64, former: FormerPosts) -> Int64:
    """How many TPS each group keeps in their former posts where it is cut at its size; length g.

    The arguments are those of `post_sizes`.
    """
    stations = post_sizes(codes, group_lengths, sizes, former)
    begin = np.cumsum(stations) - stations
    post = np.repeat(former.begun_by[begin], stations)
    stays = (former.of_tps >= 0) & (former.of_tps == post)
    group = np.repeat(np.arange(len(group_lengths)), group_lengths)
    return np.bincount(group[stays], minlength=len(group_lengths)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Kept:
    """How many TPS a post keeps, by its begin and length."""

    row: Int64
    """Row of `tps` of each position."""
    tps: Int64
    """A row for each position that began a former post, and one of zeros for the others; a column
    for each length from 0."""


def _kept_by_length(former: FormerPosts, group_of: Int64, size: int) -> _Kept:
    n = len(group_of)
    begins = np.flatnonzero(former.begun_by >= 0)
    row = np.full(n, len(begins), np.int64)
    row[begins] = np.arange(len(begins))
    tps = np.zeros((len(begins) + 1, size + 1), np.int64)
    for length in range(1, size + 1):
        last = np.minimum(begins + length - 1, n - 1)
        stays = (
            (begins + length <= n)
            & (group_of[last] == group_of[begins])
            & (former.of_tps[last] == former.begun_by[begins])
        )
        tps[:-1, length] = tps[:-1, length - 1] + stays
    return _Kept(row, tps)


def _run_lengths(same: NDArray[np.bool_]) -> Int64:
    """For each position, how many TPS the run of one building that holds it has."""
    n = len(same) - 1
    starts = np.flatnonzero(~same[:n])
    lengths = np.diff(np.append(starts, n))
    return np.repeat(lengths, lengths).astype(np.int64)


def _cut(
    out: Int64,
    groups: Int64,
    size: int,
    counts: Int64,
    slack: Int64,
    starts: Int64,
    first_post: Int64,
    same: NDArray[np.bool_],
    run_length: Int64,
    kept: _Kept | None,
) -> None:
    """Write the post sizes of these groups (most posts first), all with the same largest size."""
    posts = counts[groups]
    widest = int(slack[groups].max()) + 1
    u = np.arange(widest, dtype=np.int64)
    any_break, fitting_break, of_kept = _weights(size, int(posts.max()), kept)
    # value[g, u]: least cost of the posts that follow, when u places are given up so far
    value = np.where(u[None, :] == slack[groups][:, None], np.int64(0), _NEVER)
    choices: list[NDArray[np.int32]] = []
    most = int(posts.max())
    for step in range(1, most + 1):
        active = int(np.searchsorted(-posts, -step, side="right"))
        now = value[:active]
        if step > 1:
            # the break behind post k+1 = posts - step + 1 stands at (k+1)*size - u
            at = (posts[:active, None] - step + 1) * size - u[None, :]
            at = np.clip(at, 0, None) + starts[groups[:active]][:, None]
            at = np.minimum(at, len(same) - 1)
            cut = same[at]
            fits = run_length[np.minimum(at, len(run_length) - 1)] <= size
            cost = np.where(cut, np.where(fits, fitting_break + any_break, any_break), 0)
            now = np.where(now < _NEVER, now + cost, _NEVER)
        best = now.copy()
        if kept is not None:
            # the post k = posts - step begins at k*size - u
            begin = (posts[:active, None] - step) * size - u[None, :]
            begin = np.clip(begin, 0, None) + starts[groups[:active]][:, None]
            row = kept.row[begin]
            best = np.where(best < _NEVER, best - of_kept * kept.tps[row, size], _NEVER)
        choice = np.zeros((active, widest), np.int32)
        for given_up in range(1, min(widest, size)):
            tried = now[:, given_up:]
            candidate = np.where(tried < _NEVER, tried + given_up * given_up, _NEVER)
            if kept is not None:
                gain = of_kept * kept.tps[row[:, : widest - given_up], size - given_up]
                candidate = np.where(tried < _NEVER, candidate - gain, _NEVER)
            better = candidate < best[:, : widest - given_up]
            np.copyto(best[:, : widest - given_up], candidate, where=better)
            np.copyto(choice[:, : widest - given_up], np.int32(given_up), where=better)
        value[:active] = best
        choices.append(choice)
    _trace(out, groups, posts, choices, first_post)


def _weights(size: int, most_posts: int, kept: _Kept | None) -> tuple[np.int64, np.int64, np.int64]:
    """What a break inside a village costs, inside one that would fit, and what a TPS kept gains:
    each more than all that comes behind it together. The squares of places given up are less than
    size * size, for fewer than `size` places are."""
    one_kept = size * size
    most_kept = 0 if kept is None else most_posts * size
    any_break = one_kept * (most_kept + 1)
    fitting_break = any_break * (most_posts + 1)
    if fitting_break * (most_posts + 1) >= int(_NEVER):
        raise OverflowError(f"{most_posts} posts of {size} TPS in one group")
    return np.int64(any_break), np.int64(fitting_break), np.int64(one_kept)


def _trace(
    out: Int64,
    groups: Int64,
    posts: Int64,
    choices: list[NDArray[np.int32]],
    first_post: Int64,
) -> None:
    """Follow the choices from the first post of each group to its last."""
    given_up = np.zeros(len(groups), np.int64)
    for post in range(int(posts.max())):
        active = int(np.searchsorted(-posts, -post, side="left"))
        steps = posts[:active] - post
        # groups with the same number of posts left share a table of choices
        for step in np.unique(steps).tolist():
            rows = np.flatnonzero(steps == step)
            less = choices[step - 1][rows, given_up[rows]].astype(np.int64)
            out[first_post[groups[rows]] + post] -= less
            given_up[rows] += less
