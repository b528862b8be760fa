"""Sizes that were chosen: what others would cost, and what the next stronger one lacks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pamtps_service.planning.demand import Requirement
from pamtps_service.planning.explanation.groups import (
    bind_name,
    chosen_area,
    group_name,
    requirement_of,
)
from pamtps_service.planning.explanation.nodes import (
    choice,
    condition,
    divided_up,
    given,
    less,
    number_of,
    times,
    total,
    with_reasons,
)
from pamtps_service.planning.explanation.view import (
    View,
    force_text,
    rooted,
    same,
    tier_text,
    words,
)
from pamtps_service.planning.findings import named_area, named_command
from pamtps_service.planning.posts import post_count
from pamtps_service.records.area_codes import DIVISOR
from pamtps_service.records.explanation import Explanation
from pamtps_service.records.plan import NextStep


def size_choice(view: View, group: int) -> Explanation:
    """The size chosen for a group among those that its rules allow, each with what the groups for
    which it is chosen together would need."""
    needed = requirement_of(view, group)
    groups = view.groups
    together = _together(view, group)
    command = view.traced.commands["polri"].names[int(groups.command[group])]
    at = int(np.flatnonzero(view.posts.group == group)[0])
    chosen = needed.sizes.index(int(view.posts.size[at]))
    rules = view.guards_of_group(group)
    alternatives = []
    for number, size in enumerate(needed.sizes):
        near = abs(number - chosen) <= 1
        cost = _cost(view, together, needed, size, near)
        allowed = [r for r, guard in rules.items() if guard.sizes and size in guard.sizes]
        text = words("size-costs", persons=number_of(cost))
        alternatives.append(given(text, size, rules=allowed, because=(cost,)))
    area = chosen_area(view, group)
    return choice(
        words(
            "size-choice",
            tier=tier_text(needed.tier),
            area=same(named_area(area)),
            command=named_command(command),
        ),
        alternatives,
        chosen,
        because=next_steps(view, command, int(needed.tier)),
    )


def _together(view: View, group: int) -> list[int]:
    """The groups that get one size with a group: of its command, requirement and area."""
    groups = view.groups
    step = DIVISOR[requirement_of(view, group).choose]
    first = view.ledger.codes[groups.members[groups.start]]
    found: list[int] = np.flatnonzero(
        (groups.command == groups.command[group])
        & (groups.requirement == groups.requirement[group])
        & (first // step == first[group] // step)
    ).tolist()
    return found


def next_step_number(view: View, index: int) -> Explanation:
    """The persons that a next step needs: at the next size, less those at the size chosen."""
    step = view.plan.next_steps[index]
    command = view.traced.commands["polri"].names.index(step.command)
    text = words(
        "step-personnel", size=step.size, next_size=step.next_size, area=named_area(step.area)
    )
    field = f"next_steps[{index}].personnel"
    for group in np.flatnonzero(view.groups.command == command).tolist():
        needed = requirement_of(view, group)
        if needed.tier != step.risk_tier or chosen_area(view, group) != step.area:
            continue
        if not {step.size, step.next_size} <= set(needed.sizes):
            continue
        together = _together(view, group)
        sizes = (step.next_size, step.size)
        node = less(text, *(_cost(view, together, needed, size, True) for size in sizes))
        if node.value == step.personnel:
            return with_reasons(rooted(node, field, step.personnel), [_told(step)])
    raise RuntimeError(f"{field}: no groups have these sizes")


def _cost(
    view: View, together: Sequence[int], needed: Requirement, size: int, whole: bool
) -> Explanation:
    """Polri that some groups need at a size; group by group where asked."""
    polri = given(words("per-post", force=force_text("polri")), needed.polri)
    text = words("size-cost", size=size)
    counts = post_count(view.groups.tps[together], size)
    if not whole:
        return times(text, polri, given(words("posts-at-size", size=size), int(counts.sum())))
    posts = [
        divided_up(
            words(
                "group-posts",
                tier=group_name(view, group),
                area=same(named_area(view.border(group))),
            ),
            given(
                words(
                    "group-tps",
                    tier=group_name(view, group),
                    area=same(named_area(view.border(group))),
                ),
                int(view.groups.tps[group]),
            ),
            given(words("tps-per-post"), size),
        )
        for group in together
    ]
    return times(text, polri, total(words("posts-at-size", size=size), posts))


def next_steps(view: View, command: str, tier: int) -> list[Explanation]:
    """The cheapest step up of a command in a tier, and why it is not taken; none at the wish."""
    return [
        _told(step)
        for step in view.plan.next_steps
        if (step.command, step.risk_tier) == (command, tier)
    ]


def _told(step: NextStep) -> Explanation:
    """A step up, and what is left for it of each limit: less than it needs of one."""
    binds = [
        condition(
            words("step-bind", limit=bind_name(bind.kind, bind.code)),
            bind.need <= bind.available,
            (
                less(
                    words("left-after"),
                    given(words("left"), bind.available),
                    given(words("needed"), bind.need),
                ),
            ),
        )
        for bind in step.binds
    ]
    text = words(
        "next-step",
        size=step.size,
        next_size=step.next_size,
        persons=step.personnel,
        area=named_area(step.area),
    )
    return condition(text, all(bind.holds for bind in binds), binds)
