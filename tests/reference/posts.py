"""Which TPS may share a post, and the best posts of a group by trying every partition.

Section "Posts" of docs/policy-language.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.reference.conditions import lies_in
from tests.reference.evaluator import Movement, Result, level_code


@dataclass(frozen=True)
class Group:
    """What the TPS of one post have in common."""

    command: str | None
    """The Polri command; None where none covers them."""
    border: str
    """Code of the village, district or regency that a post may not leave."""
    tier: str
    polri: int
    tni: int
    sizes: tuple[int, ...]
    choose: str
    movement: Movement | None


def command_of(tps_code: str, force: str, strengths: list[dict[str, Any]]) -> str | None:
    """The command of a force with the longest code that covers the TPS."""
    best: tuple[int, str] | None = None
    for strength in strengths:
        if strength["force"] != force or strength["role"] != "own":
            continue
        for area in strength["covers"]:
            if lies_in(tps_code, area) and (best is None or len(area) > best[0]):
                best = len(area), strength["command"]
    return None if best is None else best[1]


def groups(result: Result, strengths: list[dict[str, Any]]) -> dict[Group, list[str]]:
    """The covered TPS of each group, in code order."""
    found: dict[Group, list[str]] = {}
    for code in sorted(result.tps):
        one = result.tps[code]
        need = one.requirement
        if not need.covered:
            continue
        assert need.sizes is not None
        group = Group(
            command_of(code, "polri", strengths),
            level_code(code, need.within),
            one.tier,
            need.polri,
            need.tni,
            need.sizes,
            need.choose,
            need.movement,
        )
        found.setdefault(group, []).append(code)
    return found


def building(tps_code: str) -> tuple[str, bool]:
    """A village's regular TPS stand together; its special locations are a building of their own."""
    village, number = tps_code.rsplit(".", 1)
    return village, int(number) >= 901


def partitions(tps: int, posts: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every way to split so many TPS in so many posts of at least one and at most `most`."""
    if posts == 0:
        if tps == 0:
            yield ()
        return
    for first in range(1, min(most, tps) + 1):
        for rest in partitions(tps - first, posts - 1, most):
            yield (first, *rest)


def cuts(codes: list[str], sizes: tuple[int, ...], most: int) -> tuple[int, int]:
    """Breaks inside villages that would fit in one post, and breaks inside villages at all."""
    of_fitting, of_any = 0, 0
    place = 0
    for size in sizes[:-1]:
        place += size
        if building(codes[place - 1]) != building(codes[place]):
            continue
        of_any += 1
        together = sum(1 for code in codes if building(code) == building(codes[place]))
        if together <= most:
            of_fitting += 1
    return of_fitting, of_any


def kept(codes: list[str], sizes: tuple[int, ...], former: dict[str, list[str]]) -> int:
    """How many TPS stay in a post with the same first TPS in which they were.

    Args:
        codes: TPS of a group, in code order.
        sizes: of its posts.
        former: TPS of each former post that had the command and border of the group, by its first.
    """
    found, place = 0, 0
    for size in sizes:
        post = codes[place : place + size]
        found += len(set(post) & set(former.get(post[0], [])))
        place += size
    return found


def best_partition(
    codes: list[str], most: int, former: dict[str, list[str]] | None = None
) -> list[int]:
    """Sizes of the best ceil(n / most) contiguous posts of TPS in code order."""
    posts = -(-len(codes) // most)

    def badness(sizes: tuple[int, ...]) -> tuple[int, int, int, int, list[int]]:
        of_fitting, of_any = cuts(codes, sizes, most)
        squares = sum(size * size for size in sizes)
        larger_first = [-size for size in sizes]
        return of_fitting, of_any, -kept(codes, sizes, former or {}), squares, larger_first

    tried: list[tuple[int, ...]] = list(partitions(len(codes), posts, most))
    best = min(tried, key=badness)
    return list(best)
