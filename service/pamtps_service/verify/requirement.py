"""What the matching guard rules together require of each TPS, and which TPS may share a post.

Written from "Effects", "Sizes", "Cover" and "Posts" of the policy language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import AREA_LEVELS, AreaLevel, Guard, Move
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch, CodeColumn, Mask
from pamtps_service.verify.matching import Match

Movement = tuple[tuple[str, ...], tuple[str, ...], int]
"""Transports, fallbacks (sorted; more than one of either contradict each other), day."""


@dataclass(frozen=True)
class Shape:
    """What must be equal at all TPS of a post, besides tier, command and border."""

    polri: int
    tni: int
    sizes: tuple[int, ...]
    """Allowed sizes, ascending; empty where no rule gives one."""
    within: AreaLevel
    choose: AreaLevel
    movement: Movement | None
    """None where no rule moves it."""

    @property
    def covered(self) -> bool:
        return bool(self.sizes) and self.polri >= 1


@dataclass(frozen=True)
class Requirements:
    """Columns of length n, in the order of the batch."""

    tier: NDArray[np.int8]
    shape: NDArray[np.int64]
    """Index into shapes."""
    shapes: tuple[Shape, ...]
    linmas: NDArray[np.int64]
    border: CodeColumn
    """Integer code of the area whose border a post of this TPS may not cross."""

    def numbers(self, values: Sequence[int]) -> NDArray[np.int64]:
        """A number for each TPS, given one for each shape."""
        found: NDArray[np.int64] = np.array(values, dtype=np.int64)[self.shape]
        return found

    def border_text(self, tps: int) -> str:
        """Official code of the area whose border a post of the TPS may not cross."""
        level = self.shapes[int(self.shape[tps])].within
        return area_codes.to_text(int(self.border[tps]), level)

    def covered(self) -> Mask:
        """Which TPS have guards that give a size and at least one Polri."""
        found: Mask = self.numbers([shape.covered for shape in self.shapes]) == 1
        return found


def combined_sizes(rules: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Of several sets of sizes: all that are not above the smallest of their largest."""
    if not rules:
        return ()
    weakest = min(max(sizes) for sizes in rules)
    return tuple(sorted({size for sizes in rules for size in sizes if size <= weakest}))


def combined_shape(guards: Sequence[Guard], moves: Sequence[Move]) -> Shape:
    """The requirement of a TPS at which these rules match."""
    stated = [guard.within for guard in guards if guard.within is not None]
    within = min(stated, key=AREA_LEVELS.index) if stated else "district"
    stated = [guard.choose for guard in guards if guard.choose is not None]
    choose = max(stated, key=AREA_LEVELS.index) if stated else "district"
    choose = max(choose, within, key=AREA_LEVELS.index)
    movement: Movement | None = None
    if moves:
        movement = (
            tuple(sorted({move.transport for move in moves if move.transport is not None})),
            tuple(sorted({move.fallback for move in moves if move.fallback is not None})),
            max(move.depart or 0 for move in moves),
        )
    return Shape(
        polri=max((guard.polri or 0 for guard in guards), default=0),
        tni=max((guard.tni or 0 for guard in guards), default=0),
        sizes=combined_sizes([guard.sizes for guard in guards if guard.sizes]),
        within=within,
        choose=choose,
        movement=movement,
    )


def combinations(masks: Sequence[Mask], length: int) -> tuple[NDArray[np.int64], list[list[int]]]:
    """Which masks hold together: for each row an index into a list of ascending mask indices."""
    index = np.zeros(length, dtype=np.int64)
    held: list[list[int]] = [[]]
    for number, mask in enumerate(masks):
        index = index * 2 + mask
        present = np.bincount(index, minlength=2 * len(held)) > 0
        renumbered = np.cumsum(present) - 1
        index = renumbered[index]
        both = [members for old in held for members in (old, [*old, number])]
        held = [members for members, used in zip(both, present, strict=True) if used]
    return index, held


def required(matches: Sequence[Match], batch: Batch) -> Requirements:
    """The requirement of every TPS of the batch under the policy that it falls under."""
    shapes: dict[Shape, int] = {}
    shape = np.zeros(len(batch), dtype=np.int64)
    tier = np.zeros(len(batch), dtype=np.int8)
    linmas = np.zeros(len(batch), dtype=np.int64)
    for match in matches:
        rules = [
            rule
            for rule in match.policy.rules
            if isinstance(rule.effect, Guard | Move) and match.tps[rule.id].any()
        ]
        index, held = combinations([match.tps[rule.id] for rule in rules], len(match.facts))
        ids: list[int] = []
        persons: list[int] = []
        for members in held:
            effects = [rules[member].effect for member in members]
            guards = [effect for effect in effects if isinstance(effect, Guard)]
            moves = [effect for effect in effects if isinstance(effect, Move)]
            ids.append(shapes.setdefault(combined_shape(guards, moves), len(shapes)))
            persons.append(max((guard.linmas_per_tps or 0 for guard in guards), default=0))
        shape[match.rows] = np.array(ids, dtype=np.int64)[index]
        linmas[match.rows] = np.array(persons, dtype=np.int64)[index]
        tier[match.rows] = match.tier
    divisors = [area_codes.DIVISOR[one.within] for one in shapes]
    border = batch.code // np.array(divisors, dtype=np.int64)[shape]
    return Requirements(tier, shape, tuple(shapes), linmas, border)
