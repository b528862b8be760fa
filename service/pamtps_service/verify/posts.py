"""The posts: who may share one, how many there are, and what each needs.

Written from "Posts" and "Sizes" of the policy language. A group is the TPS of one Polri command,
requirement, movement and tier inside one border.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import AREA_LEVELS, Guard
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch
from pamtps_service.records.plan import Plan
from pamtps_service.verify import words
from pamtps_service.verify.commands import Commands
from pamtps_service.verify.distinct import added, changes, distinct
from pamtps_service.verify.matching import Match
from pamtps_service.verify.references import References, membership
from pamtps_service.verify.report import Report
from pamtps_service.verify.requirement import Requirements
from pamtps_service.verify.stations import Aligned, Numbers, read_at, tps_text

NAMED = 3
"""TPS that a repair names, at most."""
AREAS = 10**6
"""More than the integer code of any regency or district."""


@dataclass(frozen=True)
class Groups:
    """Which TPS may share a post. Columns of length n, or of length g for the groups."""

    of_tps: Numbers
    """Index of the group; -1 where the TPS is not covered."""
    first: Numbers
    """A TPS of each group, as index in the batch; length g."""
    count: Numbers
    """TPS of each group; length g."""


@dataclass(frozen=True)
class Formed:
    """What the plan's posts are by the TPS that name them. Columns of length m."""

    first: Numbers
    """First TPS, as index in the batch; -1 of a post that no TPS names."""
    stations: Numbers
    group: Numbers
    """Group of the first TPS; -1 where there is none."""
    polri_required: Numbers
    """The part of its group's Polri at the weakest size that falls to it."""
    polri_wished: Numbers
    """The same at the strongest size."""
    tni_required: Numbers
    tni_wished: Numbers


def grouped(requirements: Requirements, commands: Commands) -> Groups:
    """The groups of all covered TPS."""
    covered = np.flatnonzero(requirements.covered())
    whole = len(covered) == len(requirements.shape)

    def at(column: Numbers) -> Numbers:
        return column if whole else column[covered]

    kind = requirements.shape * 3 + requirements.tier
    kind = at(kind * len(commands.names) + commands.of_tps["polri"])
    border = at(requirements.border)
    # Most TPS are of the group of the TPS before them.
    begins = np.flatnonzero(changes(border, kind))
    length = np.diff(begins, append=len(covered))
    # Renumbered, so that the product stays within 64 bits.
    kinds, kind = distinct(kind[begins])
    keys, index = distinct(distinct(border[begins])[1] * len(kinds) + kind)
    first = np.zeros(len(keys), dtype=np.int64)
    # Written from the last to the first, so that the first TPS of each group stays.
    first[index[::-1]] = covered[begins[::-1]]
    of_tps = np.full(len(requirements.shape), -1, dtype=np.int64)
    of_tps[covered] = np.repeat(index, length)
    return Groups(of_tps, first, added(index, len(keys), length))


def formed(plan: Plan, rows: Aligned, groups: Groups, requirements: Requirements) -> Formed:
    """The posts as their TPS make them, with what falls to each of its group's requirement."""
    first = np.full(len(plan.posts), -1, dtype=np.int64)
    # Most TPS are of the post of the TPS before them. Written from the last to the first, so that
    # the first TPS of each post stays.
    begins = np.flatnonzero(changes(rows.post_named))[::-1]
    first[rows.post_named[begins]] = rows.named[begins]
    stations = np.bincount(rows.post_named, minlength=len(plan.posts)).astype(np.int64)
    group = read_at(groups.of_tps, first, -1)

    inside = np.flatnonzero(group >= 0)
    order = inside[np.argsort(group[inside] * len(rows.post) + first[inside])]
    sorted_groups = group[order]
    count = np.bincount(sorted_groups, minlength=len(groups.count))
    begin = np.cumsum(count) - count
    number = np.arange(len(order)) - begin[sorted_groups]
    shape = requirements.shape[first[order]]
    posts = count[sorted_groups]

    def spread(sizes: Sequence[int]) -> Numbers:
        """ceil(n / size) posts, spread evenly over those of the group."""
        whole = -(-groups.count[sorted_groups] // np.array(sizes, dtype=np.int64)[shape])
        parts: Numbers = (number + 1) * whole // posts - number * whole // posts
        return parts

    def persons(of_shapes: Sequence[int], parts: Numbers) -> Numbers:
        found = np.zeros(len(plan.posts), dtype=np.int64)
        found[order] = parts * np.array(of_shapes, dtype=np.int64)[shape]
        return found

    weakest = spread([max(one.sizes, default=1) for one in requirements.shapes])
    strongest = spread([min(one.sizes, default=1) for one in requirements.shapes])
    polri = [one.polri for one in requirements.shapes]
    tni = [one.tni for one in requirements.shapes]
    return Formed(
        first,
        stations,
        group,
        persons(polri, weakest),
        persons(polri, strongest),
        persons(tni, weakest),
        persons(tni, strongest),
    )


def check_formation(
    report: Report,
    plan: Plan,
    batch: Batch,
    rows: Aligned,
    groups: Groups,
    posts: Formed,
    requirements: Requirements,
    commands: Commands,
) -> None:
    """Who shares a post: TPS, number, border, command, requirement, contiguity."""
    given = plan.posts
    report.checked(7 * len(given))
    report.rows("post-empty", "posts", np.flatnonzero(posts.stations == 0))
    there = posts.stations > 0
    wrong = np.flatnonzero(there & (posts.stations != given.stations))
    report.rows("post-stations", "posts", wrong, required=posts.stations, given=given.stations)
    first_code = read_at(batch.code, posts.first, -1)
    report.rows(
        "post-first-tps",
        "posts",
        np.flatnonzero(there & (first_code != given.first_tps)),
        texts=lambda post: {
            "wanted": tps_text(int(first_code[post])),
            "found": tps_text(int(given.first_tps[post])),
        },
    )
    mixed = _differing(rows, posts, groups.of_tps)
    if len(mixed) or (posts.group[there] < 0).any():
        # Only then may any of what makes a group differ.
        for code, column in (
            ("post-across-border", requirements.border),
            ("post-mixed-commands", commands.of_tps["polri"]),
            ("post-mixed-tiers", requirements.tier.astype(np.int64)),
            ("post-mixed-requirements", requirements.shape),
        ):
            _check_alike(report, code, batch, rows, posts, column)
    _check_names(report, plan, posts, requirements, commands)
    if len(mixed) or _overlap(rows, groups, posts):
        _check_contiguity(report, plan, batch, rows, groups, mixed)


def _overlap(rows: Aligned, groups: Groups, posts: Formed) -> bool:
    """Whether a post begins before another of its group, that begins earlier, has ended; no post
    is of several groups."""
    last = np.full(len(posts.first), -1, dtype=np.int64)
    last[rows.post_named] = rows.named
    inside = np.flatnonzero(posts.group >= 0)
    begin = posts.group[inside] * len(groups.of_tps)
    begins, ends = np.sort(begin + posts.first[inside]), np.sort(begin + last[inside])
    return bool((begins[1:] <= ends[:-1]).any())


def _check_contiguity(
    report: Report,
    plan: Plan,
    batch: Batch,
    rows: Aligned,
    groups: Groups,
    mixed: NDArray[np.intp],
) -> None:
    """In each group, a post's TPS follow each other; of posts over several groups nothing is
    said."""
    count = len(plan.posts)
    covered = np.flatnonzero((groups.of_tps >= 0) & (rows.post >= 0))
    order = covered[np.argsort(groups.of_tps[covered], kind="stable")]
    post = rows.post[order]
    run = changes(post, groups.of_tps[order])
    runs = np.bincount(post[run], minlength=count)
    # A post over several groups has several runs for that alone.
    runs[mixed] = 0
    wrong = np.flatnonzero(runs > 1)
    if not len(wrong):
        return
    run_of = np.full(len(rows.post), -1, dtype=np.int64)
    run_of[order] = np.cumsum(run)
    report.rows(
        "post-not-contiguous",
        "posts",
        wrong,
        texts=lambda post: _movers(batch, np.flatnonzero(rows.post == post), run_of),
    )


def _check_alike(
    report: Report, code: str, batch: Batch, rows: Aligned, posts: Formed, column: Numbers
) -> None:
    """All TPS of a post have the same value in the column; else those that differ must move."""
    report.rows(
        code,
        "posts",
        _differing(rows, posts, column),
        texts=lambda post: _movers(batch, np.flatnonzero(rows.post == post), column),
    )


def _movers(batch: Batch, tps: NDArray[np.intp], column: Numbers) -> dict[str, str]:
    """Field of a repair: the TPS of a post that must leave it, so that the fewest do.

    Args:
        batch: the batch.
        tps: the TPS of the post, as indices of the batch.
        column: for each TPS of the batch what must be equal.
    """
    _, first, which, counts = np.unique(
        column[tps], return_index=True, return_inverse=True, return_counts=True
    )
    stays = np.lexsort((first, -counts))[0]
    moving = tps[which.reshape(-1) != stays]
    named = ", ".join(tps_text(int(code)) for code in batch.code[moving[:NAMED]])
    return {"movers": named if len(moving) <= NAMED else f"{named}, … ({len(moving)})"}


def _differing(rows: Aligned, posts: Formed, column: Numbers) -> NDArray[np.intp]:
    """Posts whose TPS have different values in the column."""
    post = rows.post_named
    other = np.flatnonzero(rows.of_named(column) != read_at(column, posts.first, 0)[post])
    return np.unique(post[other]).astype(np.intp)


def _check_names(
    report: Report, plan: Plan, posts: Formed, requirements: Requirements, commands: Commands
) -> None:
    """`area` is the border of its first TPS, `command` that TPS's Polri command."""
    given = plan.posts
    border = read_at(requirements.border, posts.first, -1)
    within = np.array([AREA_LEVELS.index(one.within) for one in requirements.shapes], np.int64)
    level = read_at(within, read_at(requirements.shape, posts.first, -1), 0)
    span = len(AREA_LEVELS)
    keys, where = distinct(border * span + level)
    texts = [
        area_codes.to_text(key // span, AREA_LEVELS[key % span]) if key >= 0 else ""
        for key in keys.tolist()
    ]
    areas = tuple(map(texts.__getitem__, where.tolist()))
    names = (*commands.names, "")
    command = read_at(commands.of_tps["polri"], posts.first, -1)
    of_posts = tuple(map(names.__getitem__, command.tolist()))
    if areas == given.area and of_posts == given.command:
        return
    for number in np.flatnonzero(posts.first >= 0).tolist():
        for code, wanted, found in (
            ("post-area", areas[number], given.area[number]),
            ("post-command", of_posts[number], given.command[number]),
        ):
            if found != wanted:
                report.add(code, f"posts[{number}]", wanted=wanted, found=found)


def check_sizes(
    report: Report,
    plan: Plan,
    batch: Batch,
    rows: Aligned,
    groups: Groups,
    posts: Formed,
    requirements: Requirements,
    commands: Commands,
) -> None:
    """No post over its size, sizes that the rules allow, one where one is chosen, and no more and
    no fewer posts than that size makes."""
    limit = plan.posts.size_limit.astype(np.int64)
    report.checked(2 * len(limit) + len(groups.count))
    wrong = np.flatnonzero(posts.stations > limit)
    report.rows("post-over-size", "posts", wrong, required=limit, given=posts.stations)

    _check_allowed(report, limit, rows, posts, requirements)
    sound = np.flatnonzero((posts.group >= 0) & (limit >= 1))
    of_group = posts.group[sound]
    size = np.zeros(len(groups.count), dtype=np.int64)
    size[of_group] = limit[sound]
    count = np.bincount(of_group, minlength=len(groups.count))
    needed = -(-groups.count // np.maximum(size, 1))
    for group in np.flatnonzero((count != needed) & (size >= 1)).tolist():
        tps = int(groups.first[group])
        report.add(
            "group-posts",
            requirements.border_text(tps),
            required=int(needed[group]),
            given=int(count[group]),
            command=commands.names[int(commands.of_tps["polri"][tps])],
            stations=str(int(groups.count[group])),
            size=str(int(size[group])),
            repair="add" if needed[group] > count[group] else "join",
            missing=abs(int(needed[group] - count[group])),
        )
    _check_one_size(report, batch, limit, sound, groups, posts, requirements, commands)


def _check_allowed(
    report: Report, limit: Numbers, rows: Aligned, posts: Formed, requirements: Requirements
) -> None:
    """Every TPS asks whether the size of its post is one that its rules allow."""
    allowed = [frozenset(shape.sizes) for shape in requirements.shapes]
    span = len(allowed)
    # Most TPS follow one of the same post and shape.
    pairs = rows.post_named * span + rows.of_named(requirements.shape)
    pairs = pairs[np.flatnonzero(changes(pairs))]
    sizes, where = distinct(limit[pairs // span] * span + pairs % span)
    wrong = np.array([key // span not in allowed[key % span] for key in sizes.tolist()], np.bool_)
    if not wrong.any():
        return
    suspect = np.unique(pairs[wrong[where]])
    pairs = np.unique(pairs)
    for pair in suspect.tolist():
        post, shape = divmod(pair, span)
        sharing = pairs[pairs // span == post] % span
        common = frozenset.intersection(*(allowed[other] for other in sharing.tolist()))
        # The strongest that holds the TPS of the post, else the weakest.
        fitting = [size for size in common if size >= posts.stations[post]]
        report.add(
            "post-size-not-allowed",
            f"posts[{post}]",
            given=int(limit[post]),
            allowed=", ".join(map(str, sorted(allowed[shape]))) or "-",
            size=str(min(fitting, default=max(common, default=0))),
            repair="" if common else "mixed" if allowed[shape] else "none",
        )


def _check_one_size(
    report: Report,
    batch: Batch,
    limit: Numbers,
    sound: NDArray[np.intp],
    groups: Groups,
    posts: Formed,
    requirements: Requirements,
    commands: Commands,
) -> None:
    """All posts of a command that have one requirement were formed with one size in each area for
    which sizes are chosen: the one that most of them have, the smaller of two that as many have."""
    choices: dict[object, int] = {}
    choice = np.array(
        [
            choices.setdefault((s.polri, s.tni, s.sizes, s.within, s.choose), len(choices))
            for s in requirements.shapes
        ],
        dtype=np.int64,
    )
    # All posts of a group are of one choice.
    at = groups.first
    key = choice[requirements.shape[at]] * 3 + requirements.tier[at]
    key = key * len(commands.names) + commands.of_tps["polri"][at]
    step = np.array([area_codes.DIVISOR[shape.choose] for shape in requirements.shapes], np.int64)
    area = batch.code[at] // step[requirements.shape[at]]
    # Renumbered, so that the product stays within 64 bits.
    keys, key = distinct(distinct(key)[1] * AREAS + area)
    key = key[posts.group[sound]]
    sizes, which = distinct(limit[sound])
    cells, cell = distinct(key * len(sizes) + which)
    count = np.bincount(cell, minlength=len(cells))
    of, size = cells // max(len(sizes), 1), sizes[cells % max(len(sizes), 1)]
    # Cells are in the order of what they are of, then of sizes.
    greatest, most = np.zeros((2, len(keys)), dtype=np.int64)
    np.maximum.at(greatest, of, count)
    best = np.flatnonzero(count == greatest[of])
    best = best[np.flatnonzero(changes(of[best]))]
    most[of[best]] = size[best]
    wanted = np.zeros(len(limit), dtype=np.int64)
    wanted[sound] = most[key]
    report.checked(len(best))
    wrong = sound[np.flatnonzero(limit[sound] != wanted[sound])]
    report.rows("post-size-differs", "posts", wrong, required=wanted, given=limit)


def check_personnel(
    report: Report, plan: Plan, rows: Aligned, posts: Formed, requirements: Requirements
) -> None:
    """Polri and TNI of each post are what its TPS require; its linmas are those of its TPS."""
    given = plan.posts
    report.checked(4 * len(given))
    there = posts.stations > 0
    shape = np.maximum(read_at(requirements.shape, posts.first, 0), 0)
    for code, assigned, short, needs in (
        ("post-polri", given.polri, given.polri_short, [s.polri for s in requirements.shapes]),
        ("post-tni", given.tni, given.tni_short, [s.tni for s in requirements.shapes]),
    ):
        needed = np.where(there, np.array([*needs, 0], dtype=np.int64)[shape], 0)
        total = assigned.astype(np.int64) + short
        wrong = (total != needed) | (assigned < 0) | (short < 0)
        report.rows(
            code,
            "posts",
            np.flatnonzero(wrong),
            required=needed,
            given=total,
            texts=lambda post, assigned=assigned, short=short, needed=needed: words.split(  # type: ignore[misc]
                int(assigned[post]), int(short[post]), int(needed[post])
            ),
        )
    for code, of_post, of_tps in (
        ("post-linmas", given.linmas, plan.stations.linmas),
        ("post-linmas-short", given.linmas_short, plan.stations.linmas_short),
    ):
        linmas = rows.of_named(rows.read(of_tps, 0))
        summed = added(rows.post_named, len(given), linmas)
        wrong = summed != of_post
        report.rows(code, "posts", np.flatnonzero(wrong), required=summed, given=of_post)


def check_rules(
    report: Report,
    plan: Plan,
    matches: tuple[Match, ...],
    references: References,
    rows: Aligned,
    requirements: Requirements,
) -> None:
    """The rules of each post are the guard rules that hold at one of its TPS or more."""
    given = plan.posts
    report.checked(len(given))
    # In the order of the first post that has each.
    sets: defaultdict[tuple[int, ...], int] = defaultdict(itertools.count().__next__)
    index = np.fromiter(map(sets.__getitem__, given.rules), np.int64, len(given))
    held = membership(
        report,
        lambda number: f"posts[{int((index == number).argmax())}].rules",
        tuple(sets),
        len(references.rules),
    )
    expected = np.zeros((len(references.rules), len(given)), dtype=np.bool_)
    for match, together in zip(matches, requirements.combined, strict=True):
        post, combination = rows.post[match.rows], together.index
        # Most TPS follow one of the same post at which the same rules hold.
        other = np.flatnonzero(changes(post, combination) & (post >= 0))
        post, combination = post[other], combination[other]
        effects = {rule.id: rule.effect for rule in match.policy.rules}
        for column, name in enumerate(together.rules):
            number = references.index.get((match.policy.id, name))
            if isinstance(effects[name], Guard) and number is not None:
                there = np.flatnonzero(together.held[combination, column])
                expected[number, post[there]] = True
    if not len(given):
        return
    wrong = expected != np.take(held.T, index, axis=1)
    for number in np.flatnonzero(wrong.any(axis=1)).tolist():
        report.rows(
            "post-rules",
            "posts",
            np.flatnonzero(wrong[number]),
            rule=number,
            texts=lambda post, number=number: {  # type: ignore[misc]
                "name": plan.rules[number].id,
                "index": str(number),
                "repair": "add" if expected[number, post] else "remove",
            },
        )
