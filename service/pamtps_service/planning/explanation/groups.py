"""Numbers that follow from groups of TPS: posts and personnel at the weakest, the chosen and the
strongest size."""

from __future__ import annotations

from typing import Literal

from pamtps_service.planning.demand import Requirement
from pamtps_service.planning.explanation.nodes import (
    divided_down,
    divided_up,
    given,
    less,
    number_of,
    times,
    total,
)
from pamtps_service.planning.explanation.view import (
    Piece,
    View,
    force_text,
    same,
    tier_text,
    words,
)
from pamtps_service.planning.findings import named_area, named_command
from pamtps_service.policy.model import Force, Text
from pamtps_service.records.area_codes import DIVISOR, to_text
from pamtps_service.records.explanation import Explanation

Which = Literal["weakest", "chosen", "strongest"]


def requirement_of(view: View, group: int) -> Requirement:
    """What the TPS of a group require."""
    return view.demand.requirements[int(view.groups.requirement[group])]


def group_name(view: View, group: int) -> Text:
    """The tier of a group, with its movement where it has one."""
    tier = tier_text(requirement_of(view, group).tier)
    movement = int(view.groups.movement[group])
    if movement < 0:
        return tier
    moved = view.demand.movements[movement]
    way = words(f"by-{moved.transport}") if moved.transport else words("by-any")
    return words("tier-moved", tier=tier, way=way, depart=f"H-{moved.depart}".replace("H-0", "H"))


def size_of(view: View, piece: Piece, which: Which) -> int:
    """A size of the posts of a piece."""
    needed = requirement_of(view, piece.group)
    if which == "chosen":
        return int(view.posts.size[piece.posts[0]])
    return needed.sizes[-1] if which == "weakest" else needed.sizes[0]


def posts_of(view: View, piece: Piece, which: Which) -> Explanation:
    """How many posts of a size a piece counts: ceil(n / size), or where a row has a part of the
    group's posts, what of them falls to these when they are spread evenly."""
    whole = posts_of_group(view, piece, which)
    if piece.whole:
        return whole
    area = same(named_area(view.border(piece.group)))
    if which == "chosen":
        return given(words("posts-here", area=area), len(piece.posts), because=(whole,))
    formed = posts_of_group(view, piece, "chosen")
    runs = []
    for first, last in piece.runs:
        ends = [
            divided_down(
                words("spread"),
                times(words("spread-product"), given(words("post-number"), end), whole),
                formed,
            )
            for end in (last, first)
            if end
        ]
        runs.append(less(words("spread-run"), *ends) if len(ends) > 1 else ends[0])
    return total(words("posts-spread", area=area), runs)


def posts_of_group(view: View, piece: Piece, which: Which) -> Explanation:
    """ceil(n / size) of the whole group."""
    group = piece.group
    size = size_of(view, piece, which)
    area = same(named_area(view.border(group)))
    tier = group_name(view, group)
    rules = [
        rule
        for rule, guard in view.guards_of_group(group).items()
        if guard.sizes is not None and size in guard.sizes
    ]
    tps = given(words("group-tps", tier=tier, area=area), int(view.groups.tps[group]))
    return divided_up(
        words("group-posts", tier=tier, area=area),
        tps,
        given(words(f"size-{which}"), size, rules=rules),
    )


def per_post(view: View, group: int, force: Force) -> Explanation:
    """What each post of a group must have of a force."""
    needed = requirement_of(view, group)
    persons = needed.polri if force == "polri" else needed.tni
    rules = [
        rule
        for rule, guard in view.guards_of_group(group).items()
        if (guard.polri if force == "polri" else guard.tni) == persons
    ]
    return given(words("per-post", force=force_text(force)), persons, rules=rules)


def personnel_of(view: View, piece: Piece, force: Force, which: Which) -> Explanation:
    """Persons of a force at posts of a size: persons a post x posts."""
    return times(
        words(
            "group-personnel",
            force=force_text(force),
            tier=group_name(view, piece.group),
            area=same(named_area(view.border(piece.group))),
        ),
        per_post(view, piece.group, force),
        posts_of(view, piece, which),
    )


def above_of(view: View, piece: Piece, force: Force) -> Explanation | None:
    """Persons at the posts that a stronger size forms beyond the required ones; None where there
    are none."""
    beyond = piece.posts[view.posts.required[piece.posts] == 0]
    if not len(beyond):
        return None
    tier = group_name(view, piece.group)
    area = same(named_area(view.border(piece.group)))
    posts = less(
        words("posts-beyond", tier=tier, area=area),
        posts_of(view, piece, "chosen"),
        posts_of(view, piece, "weakest"),
    )
    text = words("group-above", force=force_text(force), tier=tier, area=area)
    full = times(text, per_post(view, piece.group, force), posts)
    lacking = number_of(full) - int(view.personnel(force).assigned[beyond].sum())
    if not lacking:
        return full
    return less(text, full, given(words("lacking-beyond", force=force_text(force)), lacking))


def chosen_area(view: View, group: int) -> str:
    """The district or regency for which the size of a group is chosen."""
    needed = requirement_of(view, group)
    first = int(view.ledger.codes[view.groups.members[view.groups.start[group]]])
    return to_text(first // DIVISOR[needed.choose], needed.choose)


def bind_name(kind: str, code: str) -> Text:
    """A limit as texts name it."""
    if kind == "own":
        return words("bind-own", command=named_command(code))
    return words(f"bind-{kind}", area=named_area(code))
