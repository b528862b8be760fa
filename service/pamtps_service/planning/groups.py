"""Groups of TPS that may share posts, and the posts formed from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.columns import distinct_rows, lengths_of_runs, starts_of_runs, sums_by
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.demand import Demand, border_of
from pamtps_service.planning.posts import FormerPosts, post_count, post_sizes
from pamtps_service.records.area_codes import DIVISOR, to_texts
from pamtps_service.records.batch import CodeColumn, IntColumn

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Groups:
    """g groups: TPS of one Polri command, requirement, movement and border. Columns of length g."""

    command: Int64
    requirement: Int64
    movement: Int64
    border: Int64
    """Integer code of a village, district or regency, as the requirement's `within` says."""
    regency: Int64
    tps: Int64
    """How many TPS each has, at least 1."""
    members: Int64
    """Indices of the batch's TPS, group after group, in code order inside a group."""
    start: Int64
    """Where each group begins in `members`."""

    def __len__(self) -> int:
        return len(self.tps)

    def only(self, picked: NDArray[np.bool_]) -> Groups:
        """Some of the groups, without their members."""
        nobody = np.zeros(0, np.int64)
        return Groups(
            command=self.command[picked],
            requirement=self.requirement[picked],
            movement=self.movement[picked],
            border=self.border[picked],
            regency=self.regency[picked],
            tps=self.tps[picked],
            members=nobody,
            start=nobody,
        )


@dataclass(frozen=True, slots=True)
class PostTable:
    """m posts, in the order of their first TPS. Columns of length m, but `of_tps`."""

    group: Int64
    first: Int64
    """Index of the first TPS in the batch."""
    stations: Int64
    size: Int64
    """Most TPS that the post may have at the size chosen."""
    required: Int64
    """1 where the post counts towards the minimum of its group, 0 where it is above it. The posts
    that the weakest size would need are spread evenly over those formed."""
    wished: Int64
    """How many of the posts of the strongest size it stands for."""
    of_tps: IntColumn
    """Index of the post of each TPS of the batch, -1 where it is not covered; length n."""

    def __len__(self) -> int:
        return len(self.group)


def groups_of(demand: Demand, codes: CodeColumn, polri: Commands) -> Groups:
    """The groups of a batch, ordered by command, requirement, movement, border.

    Args:
        demand: of the batch.
        codes: its integer TPS codes, ascending.
        polri: the Polri commands.
    """
    covered = np.flatnonzero(demand.requirement >= 0)
    requirement = demand.requirement[covered].astype(np.int64)
    command = polri.of_tps[covered].astype(np.int64)
    movement = demand.movement[covered].astype(np.int64)
    border = np.zeros(len(covered), np.int64)
    for index, needed in enumerate(demand.requirements):
        mask = requirement == index
        border[mask] = border_of(codes[covered[mask]], needed.within)
    columns = (command, requirement, movement, border)
    # TPS that follow each other in code order are mostly of one group: only such runs are sorted
    begin = starts_of_runs(columns)
    order = np.lexsort([column[begin] for column in reversed(columns)])
    length = lengths_of_runs(begin, len(covered))[order]
    before = np.cumsum(length) - length
    begin = begin[order]
    members = covered[np.arange(len(covered)) + np.repeat(begin - before, length)]
    new = starts_of_runs([column[begin] for column in columns])
    first, start = begin[new], before[new]
    return Groups(
        command=command[first],
        requirement=requirement[first],
        movement=movement[first],
        border=border[first],
        regency=codes[covered[first]] // DIVISOR["regency"],
        tps=lengths_of_runs(start, len(covered)),
        members=members,
        start=start,
    )


def border_codes(groups: Groups, demand: Demand) -> list[str]:
    """The code of the village, district or regency of each group."""
    found = np.empty(len(groups), np.object_)
    for level in {needed.within for needed in demand.requirements}:
        of_level = [needed.within == level for needed in demand.requirements]
        here = np.array(of_level, np.bool_)[groups.requirement]
        found[here] = to_texts(groups.border[here], level)
    texts: list[str] = found.tolist()
    return texts


def form_posts(
    groups: Groups,
    codes: CodeColumn,
    sizes: Int64,
    weakest: Int64,
    strongest: Int64,
    former: FormerPosts | None = None,
) -> PostTable:
    """Cut the groups into posts of the sizes chosen.

    Args:
        groups: of the batch.
        codes: the integer TPS codes of the batch, length n.
        sizes: size chosen for each group; length g, as are the next two.
        weakest: its largest allowed size.
        strongest: its smallest allowed size.
        former: the posts of the plan in force, for the groups' members; None where there is none.
    """
    counts = post_count(groups.tps, sizes)
    stations = post_sizes(codes[groups.members], groups.tps, sizes, former)
    group = np.repeat(np.arange(len(groups)), counts)
    begin = np.cumsum(stations) - stations
    first = groups.members[begin] if len(stations) else np.zeros(0, np.int64)
    rank = np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts)
    required = _spread(rank, post_count(groups.tps, weakest)[group], counts[group])
    wished = _spread(rank, post_count(groups.tps, strongest)[group], counts[group])
    order = np.argsort(first, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    of_tps = np.full(len(codes), -1, np.int32)
    of_tps[groups.members] = np.repeat(place, stations)
    return PostTable(
        group=group[order],
        first=first[order],
        stations=stations[order],
        size=sizes[group][order],
        required=required[order],
        wished=wished[order],
        of_tps=of_tps,
    )


def _spread(rank: Int64, total: Int64, posts: Int64) -> Int64:
    """`total` spread over `posts` as evenly as whole numbers allow: the part of number `rank`."""
    return (rank + 1) * total // posts - rank * total // posts


@dataclass(frozen=True, slots=True)
class Cells:
    """c cells: rows of a table of columns that have the same values in all of them."""

    rows: list[tuple[int, ...]]
    """The values of each cell, ascending."""
    of_row: Int64
    """Index of the cell of each row of the table."""

    @classmethod
    def of(cls, columns: Sequence[NDArray[np.integer]]) -> Cells:
        """The cells of some columns of equal length."""
        rows, of_row = distinct_rows(columns)
        return cls(list(map(tuple, rows.tolist())), of_row)

    def sums(self, values: Int64) -> list[int]:
        """The sum of some values, one for each row, in each cell."""
        sums: list[int] = sums_by(self.of_row, [values], len(self.rows))[0].tolist()
        return sums

    def fill(self, needs: Int64, persons: Sequence[int]) -> Int64:
        """Give so many persons to the rows of each cell (see `fill`)."""
        return fill(needs, np.array(persons, np.int64), self.of_row)


def fill(needs: Int64, given: Int64, cell: Int64) -> Int64:
    """Give persons to the rows of each cell in their order, each up to its need.

    Args:
        needs: of each row.
        given: persons, to each cell.
        cell: of each row, as an index of `given`.

    Returns:
        What each row gets.
    """
    sums = np.zeros(len(given), np.int64)
    np.add.at(sums, cell, needs)
    enough = given >= sums
    out = np.where(enough[cell], needs, 0)
    # only where there is something, but not enough, does the order matter
    some = np.flatnonzero(((given > 0) & ~enough)[cell] & (needs > 0))
    if len(some):
        # numbers of few bits are sorted much faster
        few_bits = cell[some].astype(np.min_scalar_type(len(given)))
        order = some[np.argsort(few_bits, kind="stable")]
        cell, wants = cell[order], needs[order]
        before = np.cumsum(wants) - wants
        begins = starts_of_runs([cell])
        before -= np.repeat(before[begins], lengths_of_runs(begins, len(cell)))
        out[order] = np.clip(given[cell] - before, 0, wants)
    return out


def cells(columns: Sequence[Int64]) -> tuple[list[tuple[int, ...]], list[Int64]]:
    """The distinct rows of some columns, ascending, and for each the indices that have it."""
    if not len(columns[0]):
        return [], []
    table = np.stack(columns)
    order = np.lexsort(table[::-1])
    ordered = table[:, order]
    changes = np.ones(len(order), np.bool_)
    changes[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    starts = np.flatnonzero(changes)
    rows = [tuple(row) for row in ordered[:, starts].T.tolist()]
    return rows, np.split(order, starts[1:])
