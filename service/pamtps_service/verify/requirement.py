"""What the matching guard rules together require of each TPS, and which TPS may share a post.

Written from "Effects", "Sizes", "Cover" and "Posts" of the policy language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import AREA_LEVELS, AreaLevel, Guard, Move
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch, CodeColumn, Mask
from pamtps_service.verify.distinct import distinct
from pamtps_service.verify.matching import Match

BYTE = 8
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
class Together:
    """Which rules for TPS and posts hold together at the TPS of one policy."""

    index: NDArray[np.int64]
    """Index into held; length of the facts."""
    held: NDArray[np.bool_]
    """Of each combination and each of the rules, whether it holds."""
    rules: tuple[str, ...]


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
    combined: tuple[Together, ...]
    """One for each policy in use."""

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
        return self._covered

    @cached_property
    def _covered(self) -> Mask:
        found: Mask = np.array([shape.covered for shape in self.shapes], dtype=np.bool_)[self.shape]
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
    for begin in range(0, len(masks), BYTE):
        part = masks[begin : begin + BYTE]
        bits = np.zeros(length, dtype=np.uint8)
        for mask in part:
            bits <<= 1
            bits |= mask.view(np.uint8)
        present, index = distinct((index << len(part)) + bits)
        held = [
            [*held[key >> len(part)], *(begin + number for number in _ones(key, len(part)))]
            for key in present.tolist()
        ]
    return index, held


def _ones(key: int, width: int) -> Iterator[int]:
    """Which of the lowest bits are set, counted from the highest of them."""
    return (number for number in range(width) if key >> (width - 1 - number) & 1)


def together(match: Match) -> Together:
    """The combinations of a policy's rules for TPS and posts."""
    rules = tuple(match.tps)
    index, members = combinations([match.tps[name] for name in rules], len(match.facts))
    held = np.zeros((len(members), len(rules)), dtype=np.bool_)
    for number, one in enumerate(members):
        held[number, one] = True
    return Together(index, held, rules)


def required(matches: Sequence[Match], batch: Batch) -> Requirements:
    """The requirement of every TPS of the batch under the policy that it falls under."""
    shapes: dict[Shape, int] = {}
    shape = np.zeros(len(batch), dtype=np.int64)
    tier = np.zeros(len(batch), dtype=np.int8)
    linmas = np.zeros(len(batch), dtype=np.int64)
    combined = tuple(together(match) for match in matches)
    for match, all_rules in zip(matches, combined, strict=True):
        columns, effects = _guards_and_moves(match, all_rules)
        ids = np.zeros(len(all_rules.held), dtype=np.int64)
        persons = np.zeros(len(all_rules.held), dtype=np.int64)
        # As combinations of these rules alone are ordered, whatever other rules hold.
        alike: dict[tuple[bool, ...], list[int]] = {}
        for number, held in enumerate(all_rules.held[:, columns].tolist()):
            alike.setdefault(tuple(held), []).append(number)
        for held, numbers in sorted(alike.items()):
            here = [effect for effect, holds in zip(effects, held, strict=True) if holds]
            guards = [effect for effect in here if isinstance(effect, Guard)]
            moves = [effect for effect in here if isinstance(effect, Move)]
            ids[numbers] = shapes.setdefault(combined_shape(guards, moves), len(shapes))
            persons[numbers] = max((guard.linmas_per_tps or 0 for guard in guards), default=0)
        shape[match.rows] = ids[all_rules.index]
        linmas[match.rows] = persons[all_rules.index]
        tier[match.rows] = match.tier
    divisors = [area_codes.DIVISOR[one.within] for one in shapes]
    border = batch.code // (
        divisors[0] if len(set(divisors)) == 1 else np.array(divisors, dtype=np.int64)[shape]
    )
    return Requirements(tier, shape, tuple(shapes), linmas, border, combined)


def _guards_and_moves(match: Match, all_rules: Together) -> tuple[list[int], list[Guard | Move]]:
    """The rules that say what a TPS requires: indices of Together.rules, and effects."""
    effects = {rule.id: rule.effect for rule in match.policy.rules}
    columns: list[int] = []
    found: list[Guard | Move] = []
    for number, name in enumerate(all_rules.rules):
        effect = effects[name]
        if isinstance(effect, Guard | Move):
            columns.append(number)
            found.append(effect)
    return columns, found
