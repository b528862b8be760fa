"""Posts are those that trying every partition finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.planning.posts import FormerPosts, kept_tps, post_count, post_sizes
from pamtps_service.records.area_codes import to_integer

from tests.reference.posts import best_partition, kept


@st.composite
def one_group(draw: st.DrawFn) -> tuple[list[str], int]:
    """TPS of some villages in code order, and the most TPS of a post."""
    size = draw(st.integers(1, 6))
    codes: list[str] = []
    for village in range(2001, 2001 + draw(st.integers(1, 5))):
        regular = draw(st.integers(0, 7))
        special = draw(st.sampled_from([0, 0, 0, 1, 2]))
        numbers = [*range(1, regular + 1), *range(901, 901 + special)]
        codes += [f"53.11.01.{village}.{number:03}" for number in numbers]
    drawn = codes or ["53.11.01.2001.001"]
    return drawn[: 12 if size < 4 else 16], size


def integers(codes: list[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([to_integer(code) for code in codes], np.int64)


@given(st.lists(one_group(), min_size=1, max_size=5))
def test_every_group_gets_the_partition_that_brute_force_finds(
    groups: list[tuple[list[str], int]],
) -> None:
    lengths = np.array([len(codes) for codes, _ in groups], np.int64)
    sizes = np.array([size for _, size in groups], np.int64)
    codes = np.concatenate([integers(codes) for codes, _ in groups])
    expected = [size for codes, most in groups for size in best_partition(codes, most)]
    assert post_sizes(codes, lengths, sizes).tolist() == expected


Former = dict[str, list[str]]


@st.composite
def one_group_with_former_posts(draw: st.DrawFn) -> tuple[list[str], int, Former]:
    """A group, and posts of a plan in force: contiguous ones of another size, from which some TPS
    have left, into which others came, or any TPS at all."""
    codes, size = draw(one_group())
    former: Former = {}
    place = 0
    while place < len(codes):
        length = draw(st.integers(1, size + 1))
        members = [code for code in codes[place : place + length] if draw(st.integers(0, 5))]
        if draw(st.integers(0, 4)) and members:
            former[members[0]] = members
        place += length
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        members = sorted(draw(st.sets(st.sampled_from(codes), min_size=1, max_size=size)))
        in_others = {code for post in former.values() for code in post}
        if not in_others & set(members):
            former[draw(st.sampled_from(members))] = members
    return codes, size, former


def former_posts(groups: list[tuple[list[str], int, Former]]) -> FormerPosts:
    """The former posts as columns, numbered from 0 through all groups."""
    of_tps: list[int] = []
    begun_by: list[int] = []
    number = 0
    for codes, _, former in groups:
        begin = {first: number + index for index, first in enumerate(sorted(former))}
        inside = {code: begin[first] for first, members in former.items() for code in members}
        of_tps += [inside.get(code, -1) for code in codes]
        begun_by += [begin.get(code, -1) for code in codes]
        number += len(former)
    return FormerPosts(np.array(of_tps, np.int64), np.array(begun_by, np.int64))


@given(st.lists(one_group_with_former_posts(), min_size=1, max_size=5))
def test_with_former_posts_every_group_gets_the_partition_that_brute_force_finds(
    groups: list[tuple[list[str], int, Former]],
) -> None:
    """Fewest breaks come first, then most TPS kept, then even sizes."""
    lengths = np.array([len(codes) for codes, _, _ in groups], np.int64)
    sizes = np.array([size for _, size, _ in groups], np.int64)
    codes = np.concatenate([integers(codes) for codes, _, _ in groups])
    best = [best_partition(codes, most, former) for codes, most, former in groups]
    former = former_posts(groups)
    expected = [size for partition in best for size in partition]
    assert post_sizes(codes, lengths, sizes, former).tolist() == expected
    assert kept_tps(codes, lengths, sizes, former).tolist() == [
        kept(codes, tuple(partition), by_first)
        for (codes, _, by_first), partition in zip(groups, best, strict=True)
    ]


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 16)), min_size=1, max_size=8))
def test_a_group_has_as_few_posts_as_its_size_allows_and_none_is_empty_or_too_large(
    groups: list[tuple[int, int]],
) -> None:
    """At sizes beyond what brute force can try."""
    lengths = np.array([tps for tps, _ in groups], np.int64)
    sizes = np.array([size for _, size in groups], np.int64)
    codes = np.concatenate(
        [
            integers([f"53.11.01.{2001 + n // 9}.{1 + n % 9:03}" for n in range(t)])
            for t, _ in groups
        ]
    )
    found = post_sizes(codes, lengths, sizes)
    counts = post_count(lengths, sizes)
    start = 0
    for (tps, size), count in zip(groups, counts.tolist(), strict=True):
        posts = found[start : start + count].tolist()
        start += count
        assert count == -(-tps // size)
        assert sum(posts) == tps
        assert all(1 <= post <= size for post in posts)
    assert start == len(found)


def test_no_group_gives_no_post() -> None:
    nothing = np.zeros(0, np.int64)
    assert post_sizes(nothing, nothing, nothing).tolist() == []
