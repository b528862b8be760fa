"""What is known of each TPS under one policy: typed columns, and which leaves hold on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import InArea, OneOf, Within
from pamtps_service.records.area_codes import (
    DIVISOR,
    LEVELS,
    CodeLevel,
    is_special,
    level_of,
    to_integer,
)
from pamtps_service.records.area_codes import column as area_column
from pamtps_service.records.batch import CodeColumn, IntColumn, Mask


@dataclass(frozen=True, slots=True)
class Facts:
    """n TPS under one policy, in code order; all columns have length n."""

    code: CodeColumn
    submitted_tier: NDArray[np.int8]
    integers: Mapping[str, IntColumn]
    """Attributes that are integers, booleans (0, 1) or choices (index), defaults filled in."""
    texts: Mapping[str, tuple[IntColumn, tuple[str, ...]]]
    """Attributes of type code: index into the distinct values."""

    def __len__(self) -> int:
        return len(self.code)


def in_areas(codes: CodeColumn, item_level: CodeLevel, areas: Sequence[str]) -> Mask:
    """Which items are one of these areas, or lie in one.

    Args:
        codes: integer codes of the items, length n.
        item_level: their level.
        areas: official codes of any levels; narrower ones than the items match nothing.
    """
    mask = np.zeros(len(codes), np.bool_)
    for level in LEVELS:
        step = DIVISOR[level] // DIVISOR[item_level]
        named = [to_integer(code) for code in areas if level_of(code) == level]
        if named and step:
            mask |= np.isin(codes // step, np.array(named, np.int64))
    return mask


def leaf_mask(leaf: OneOf | Within | InArea, facts: Facts) -> Mask:
    """Which TPS the leaf holds for; length n."""
    if isinstance(leaf, InArea):
        return in_areas(facts.code, "tps", leaf.codes)
    if isinstance(leaf, OneOf) and leaf.attribute in facts.texts:
        indices, values = facts.texts[leaf.attribute]
        wanted = [i for i, value in enumerate(values) if value in leaf.values]
        return np.isin(indices, np.array(wanted, np.int32))
    values_of = _integers(leaf.attribute, facts)
    if isinstance(leaf, OneOf):
        return np.isin(values_of, np.array(leaf.values, np.int64))
    mask = np.ones(len(facts), np.bool_)
    if leaf.lower is not None:
        mask &= values_of >= leaf.lower
    if leaf.upper is not None:
        mask &= values_of <= leaf.upper
    return mask


def _integers(attribute: str, facts: Facts) -> NDArray[np.int64]:
    if attribute == "submitted_tier":
        return facts.submitted_tier.astype(np.int64)
    if attribute == "special_location":
        return is_special(facts.code).astype(np.int64)
    return facts.integers[attribute].astype(np.int64)


def classes_of(masks: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], IntColumn]:
    """The distinct columns of a truth table, and which of them each TPS has.

    Args:
        masks: shape (leaves, n).

    Returns:
        The distinct columns, shape (classes, leaves), in the order of their bits; and for each
        TPS the index of its class, length n.
    """
    leaves, n = masks.shape
    if leaves == 0:
        return np.zeros((min(n, 1), 0), np.bool_), np.zeros(n, np.int32)
    index = np.zeros(n, np.int64)
    for start in range(0, leaves, 32):
        # At most 32 leaves at a time: a word of bits beside the class so far fits in 64 bits.
        part = masks[start : start + 32]
        weights = np.left_shift(np.int64(1), np.arange(len(part), dtype=np.int64))
        word = np.zeros(n, np.int64)
        for row, weight in zip(part, weights, strict=True):
            word[row] += weight
        _, index = np.unique((index << 32) | word, return_inverse=True)
    _, first = np.unique(index, return_index=True)
    return masks[:, first].T.copy(), index.astype(np.int32)


def area_codes_of(facts: Facts, level: CodeLevel) -> CodeColumn:
    """The integer code of each TPS's area of that level."""
    return area_column(facts.code, level)
