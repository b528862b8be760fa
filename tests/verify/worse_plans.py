"""Plans that are valid but not the best: the planner's last word is changed, and everything after
it is worked out as ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from pamtps_service.planning import allocation, assignment
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.sizes.frontier import Choice
from pamtps_service.planning.sizes.raised import Raised
from pamtps_service.planning.sizes.upgrades import raise_weakest

Step = tuple[Claimant, int, int]
"""A part, the rank of a tier and the index of a choice."""


@contextmanager
def with_sizes(change: Callable[[dict[Claimant, Raised]], None]) -> Iterator[None]:
    """Let the planner take other sizes than it found; persons follow from them. Only of the plan
    itself, not of the plans that it makes to see what would mend a shortage."""
    times = 0

    def changed(
        parts: Mapping[Claimant, Mapping[int, Sequence[Choice]]], *others: Any
    ) -> dict[Claimant, Raised]:
        nonlocal times
        raised = raise_weakest(parts, *others)
        times += 1
        if times > 1:
            return raised
        change(raised)
        for one in raised.values():
            for rank, sizes in one.sizes.items():
                one.persons[rank] = sum(
                    choice.extra[choice.sizes.index(size)]
                    for choice, size in zip(one.choices[rank], sizes, strict=True)
                )
        return raised

    with patch.object(allocation, "raise_weakest", changed):
        yield


def steps_down(raised: Mapping[Claimant, Raised]) -> list[Step]:
    """Every choice that is above its weakest size."""
    return [
        (part, rank, number)
        for part, one in sorted(raised.items())
        for rank, sizes in sorted(one.sizes.items())
        for number, (choice, size) in enumerate(zip(one.choices[rank], sizes, strict=True))
        if size != choice.sizes[0]
    ]


def take_down(raised: Mapping[Claimant, Raised], step: Step) -> None:
    """One choice one size weaker."""
    part, rank, number = step
    choice, sizes = raised[part].choices[rank][number], raised[part].sizes[rank]
    sizes[number] = choice.sizes[choice.sizes.index(sizes[number]) - 1]


@contextmanager
def with_claims(order: Sequence[str]) -> Iterator[None]:
    """Let the planner serve the claims in another order than the policy's."""

    def changed(parts: Any) -> dict[int, Any]:
        return dict.fromkeys(claim_order(parts), tuple(order))

    claim_order = assignment.claim_order
    with patch.object(assignment, "claim_order", changed):
        yield
