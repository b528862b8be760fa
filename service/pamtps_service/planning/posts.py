"""Posts: contiguous parts of a group of TPS, cut so that villages stay together.

A group is the TPS of one requirement, command, border and movement, in code order. With n TPS and
at most N a post it needs K = ceil(n/N) posts. The k-th break of a partition stands at k*N - u with
0 <= u <= K*N - n, and u never falls, so a dynamic program over u is exact. It runs for all groups
at once that give up about as many places, with one Python loop over the posts of the largest.

The aims, in this order: fewest breaks inside a village that would fit in one post; fewest breaks
inside a village; most TPS that stay in their post of the plan in force, where there is one; sizes
as even as can be; larger posts first. A village's TPS at special locations are a building of their
own, so a break before them is none inside the village.

How many TPS a post keeps follows from where it begins and how long it is: a post is the same where
its first TPS is (its command and border are its group's), and it keeps those that were in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from pamtps_service.planning.columns import lengths_of_runs
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
    left = np.flatnonzero(~single & (slack > 0))
    if not len(left):
        return out
    left = left[np.argsort(-counts[left], kind="stable")]
    program = _Program.of(codes, group_lengths, sizes, counts, left, former)
    width = 8
    while len(left):
        # tables have a column for each number of places, so groups that give up few are apart
        narrow = slack[left] < width
        if narrow.any():
            batch = _batch(left[narrow], width, counts, sizes, slack, program)
            _cut(batch, program, first_post, out)
        left, width = left[~narrow], 2 * width
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
    worth: Int64
    """What a TPS kept gains in each group; length g."""


@dataclass(frozen=True, slots=True)
class _Program:
    """What the breaks of all groups cost, and what their posts keep."""

    start: Int64
    """Position of the first TPS of each group; length g."""
    cost: Int64
    """What a break before each position costs; length n."""
    kept: _Kept | None

    @classmethod
    def of(
        cls,
        codes: CodeColumn,
        group_lengths: Int64,
        sizes: Int64,
        counts: Int64,
        left: Int64,
        former: FormerPosts | None,
    ) -> _Program:
        """Of the groups `left`, which have a choice; the other arguments are those of `post_sizes`
        and the posts of each group."""
        distinct, of_group = np.unique(sizes[left], return_inverse=True)
        weights = np.zeros((len(sizes), 3), np.int64)
        weights[left] = np.array(
            [
                _weights(size, int(counts[left[of_group == number]].max()), former is not None)
                for number, size in enumerate(distinct.tolist())
            ],
            np.int64,
        )[of_group]
        group_of = np.repeat(np.arange(len(group_lengths)), group_lengths)
        building = (codes // 1000) * 2 + is_special(codes)
        inside = np.zeros(len(codes), np.bool_)
        inside[1:] = (building[1:] == building[:-1]) & (group_of[1:] == group_of[:-1])
        at = np.flatnonzero(inside)
        group = group_of[at]
        any_break, fitting_break = weights[group, 0], weights[group, 1]
        fits = _run_lengths(inside)[at] <= sizes[group]
        cost = np.zeros(len(codes), np.int64)
        cost[at] = any_break + np.where(fits, fitting_break, 0)
        start = np.cumsum(group_lengths) - group_lengths
        if former is None:
            return cls(start, cost, None)
        row, tps = _kept_by_length(former, group_of, int(distinct[-1]))
        return cls(start, cost, _Kept(row, tps, weights[:, 2].copy()))


def _weights(size: int, most_posts: int, keeps: bool) -> tuple[int, int, int]:
    """What a break inside a village costs, what more inside one that would fit, and what a TPS kept
    gains: each more than all that comes behind it together. The squares of places given up are less
    than size * size, for fewer than `size` places are."""
    one_kept = size * size
    most_kept = most_posts * size if keeps else 0
    any_break = one_kept * (most_kept + 1)
    fitting_break = any_break * (most_posts + 1)
    if fitting_break * (most_posts + 2) >= int(_NEVER):
        raise OverflowError(f"{most_posts} posts of {size} TPS in one group")
    return any_break, fitting_break, one_kept


def _kept_by_length(former: FormerPosts, group_of: Int64, size: int) -> tuple[Int64, Int64]:
    """The columns of _Kept, for posts of up to `size` TPS."""
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
    return row, tps


def _run_lengths(inside: NDArray[np.bool_]) -> Int64:
    """For each position, how many TPS the run of one building that holds it has.

    Args:
        inside: whether the TPS is of the same building and group as the one before.
    """
    starts = np.flatnonzero(~inside)
    lengths = lengths_of_runs(starts, len(inside))
    return np.repeat(lengths, lengths)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Groups that are cut together, most posts first. Columns of one value a group; the last three
    have a value for each number of posts from 1, and in it for each group with as many."""

    groups: Int64
    posts: Int64
    size: Int64
    slack: Int64
    """Places that they give up in all, less than `width`."""
    width: int
    first: Int64
    """Where the values for each number of posts begin in the last three columns; and their end."""
    group: Int64
    """The group, as an index of `groups`."""
    left: Int64
    """The number of posts."""
    begin: Int64
    """Where so many last posts of the group begin if no place is given up before them."""

    def slices(self) -> Iterator[slice]:
        """The values for each number of posts."""
        ends = self.first.tolist()
        return map(slice, ends[:-1], ends[1:])


def _batch(
    groups: Int64, width: int, counts: Int64, sizes: Int64, slack: Int64, program: _Program
) -> _Batch:
    posts, size = counts[groups], sizes[groups]
    active = np.searchsorted(-posts, -np.arange(1, posts[0] + 1), side="right")
    first = np.concatenate([[0], np.cumsum(active)])
    left = np.repeat(np.arange(1, len(active) + 1), active)
    group = np.arange(first[-1]) - first[left - 1]
    begin = (program.start[groups] + posts * size)[group] - left * size[group]
    return _Batch(groups, posts, size, slack[groups], width, first, group, left, begin)


def _gain(kept: _Kept, batch: _Batch, begin: Int64, given_up: Int64) -> Int64:
    """What posts gain by the TPS that they keep.

    Args:
        kept: of all groups.
        batch: the groups; the last axis of `begin` are the first of them.
        begin: positions at which the posts begin.
        given_up: places that they give up, to be broadcast with `begin`.
    """
    some = slice(begin.shape[-1])
    length = np.maximum(batch.size[some] - given_up, 0)
    row = np.take(kept.row, begin, mode="clip")
    gain: Int64 = kept.worth[batch.groups[some]] * kept.tps[row, length]
    return gain


def _tables(batch: _Batch, program: _Program) -> Int64:
    """For each number of posts left and group with as many (columns, as those of the batch): the
    least cost of what follows the first of them, by the places given up with it (rows). What cannot
    be costs far more than all that can; as many rows again are of that kind."""
    width = batch.width
    u = np.arange(width)[:, None]
    given_up = u[:, None]
    squares = given_up * given_up
    tables = np.full((2 * width, len(batch.begin)), _NEVER)
    row, column = tables.strides
    # by the places that a post gives up, those given up before it, and the column
    behind = as_strided(tables, (width, width, len(batch.begin)), (row, row, column))
    breaks = np.take(program.cost, batch.begin - u, mode="clip")
    value = np.where(u == batch.slack, np.int64(0), _NEVER)
    others: slice | None = None
    for here in batch.slices():
        active = here.stop - here.start
        now = tables[:width, here]
        now[:] = value[:, :active]
        if others is not None:
            # the first post ends where the others begin
            now += breaks[:, others.start : others.start + active]
        tried = behind[:, :, here] + squares
        if program.kept is not None:
            tried -= _gain(program.kept, batch, batch.begin[here] - u, given_up)
        value = np.minimum.reduce(tried)
        others = here
    return tables


def _cut(batch: _Batch, program: _Program, first_post: Int64, out: Int64) -> None:
    """Write the post sizes of some groups: from the first post of each to its last, each gives up
    the least of what is best."""
    tables = _tables(batch, program)
    u = np.arange(batch.width)[:, None]
    rows, squares = u * tables.shape[1], u * u
    # number `left` from the first post on: as many are left as there are posts from it to the last
    column = batch.first[batch.posts[batch.group] - batch.left] + batch.group
    given = np.zeros(len(batch.groups), np.int64)
    gives_up = np.empty(len(column), np.int64)
    for post in batch.slices():
        so_far, at = given[: post.stop - post.start], column[post]
        tried = tables.take(rows + (so_far * tables.shape[1] + at)) + squares
        if program.kept is not None:
            tried -= _gain(program.kept, batch, batch.begin[at] - so_far, u)
        less = tried.argmin(axis=0)
        gives_up[post] = less
        so_far += less
    out[first_post[batch.groups[batch.group]] + batch.left - 1] -= gives_up
