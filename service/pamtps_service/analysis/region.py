"""Sets of TPS: as cells, in the words of the policy language, and one TPS of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pamtps_service.analysis.cells import Cells, facts_of, place_of
from pamtps_service.analysis.dimensions import AREA, Dimension, Kind, Span, lies_in
from pamtps_service.policy.model import INT32_MAX, INT32_MIN, NOT_NEGATIVE, Policy
from pamtps_service.records.batch import Mask

Box: TypeAlias = tuple[tuple[int, ...], ...]
"""For each dimension the kinds that are in it; all of them where the dimension does not matter."""


@dataclass(frozen=True, slots=True)
class Region:
    """Some of the cells."""

    cells: Cells
    inside: Mask
    """Length of the cells."""

    def contains(self, tps: Mapping[str, str]) -> bool:
        """Whether a TPS is in it, given `tps_code`, `submitted_tier` and every attribute that a
        rule asks, as texts. Only where all cells were looked at."""
        if not self.cells.complete:
            raise ValueError("not every cell was looked at")
        return bool(self.inside[place_of(self.cells, tps)])

    def smallest(self) -> dict[str, str]:
        """The facts of its first cell: the lowest tier, the first area, the smallest numbers."""
        return facts_of(self.cells, int(np.argmax(self.inside)))

    def boxes(self) -> list[Box]:
        """Few boxes that together are the region, each cell in one of them. Only where all cells
        were looked at."""
        shape = self.cells.shape
        return list(_boxes(self.inside.reshape(shape), tuple(range(len(shape))), shape))


def _boxes(
    inside: NDArray[np.bool_], axes: tuple[int, ...], shape: tuple[int, ...]
) -> Iterator[Box]:
    """Splits along the axis with the fewest different slices, joining those that are equal. An axis
    along which nothing changes is left out.

    Args:
        inside: one axis for each of `axes`.
        axes: numbers of the dimensions.
        shape: of all dimensions.
    """
    if not inside.any():
        return
    slices = [_slices(inside, axis) for axis in range(inside.ndim)]
    splitting = [axis for axis in range(inside.ndim) if len(slices[axis]) > 1]
    if not splitting:
        yield tuple(tuple(range(length)) for length in shape)
        return
    axis = min(splitting, key=lambda one: (len(slices[one]), one))
    rest = axes[:axis] + axes[axis + 1 :]
    for members in slices[axis].values():
        for box in _boxes(np.take(inside, members[0], axis), rest, shape):
            yield (*box[: axes[axis]], tuple(members), *box[axes[axis] + 1 :])


def _slices(inside: NDArray[np.bool_], axis: int) -> dict[bytes, list[int]]:
    found: dict[bytes, list[int]] = {}
    for index in range(inside.shape[axis]):
        key = np.packbits(np.take(inside, index, axis)).tobytes()
        found.setdefault(key, []).append(index)
    return found


# Words ----------------------------------------------------------------------------------------


def condition_of(box: Box, dimensions: Sequence[Dimension], policy: Policy) -> str:
    """A box as a condition of the policy language, in YAML's flow style: `{access: sea}`."""
    entries: list[tuple[str, str]] = []
    for members, one in zip(box, dimensions, strict=True):
        if len(members) < len(one):
            entries += _entries([one.kinds[at] for at in members], one, policy)
    return _mapping(entries)


def _mapping(entries: list[tuple[str, str]]) -> str:
    """Entries that all hold; as a list of mappings where two have the same key."""
    if len({key for key, _ in entries}) == len(entries):
        return "{" + ", ".join(f"{key}: {text}" for key, text in entries) + "}"
    return "{all: [" + ", ".join(f"{{{key}: {text}}}" for key, text in entries) + "]}"


def _entries(kinds: list[Kind], dimension: Dimension, policy: Policy) -> list[tuple[str, str]]:
    others = [kind for kind in dimension.kinds if kind not in kinds]
    if any(kind.values is None for kind in kinds):
        # what no condition names is known only by what it is not
        return [("not", _mapping(_entries(others, dimension, policy)))]
    if dimension.name == AREA:
        return _areas(kinds, others, policy)
    if isinstance(kinds[0].values, Span):
        spans = [one.values for one in kinds if isinstance(one.values, Span)]
        return [_integers(dimension.name, spans)]
    return [(dimension.name, _listed(_texts(kinds)))]


def _texts(kinds: list[Kind]) -> list[str]:
    return [text for kind in kinds if isinstance(kind.values, tuple) for text in kind.values]


def _areas(kinds: list[Kind], others: list[Kind], policy: Policy) -> list[tuple[str, str]]:
    codes = sorted(set(_texts(kinds)))
    entries = [("area", _area_words(codes, policy))]
    inside = sorted({code for code in _texts(others) if lies_in(code, codes)} - set(codes))
    if inside:
        entries.append(("not", f"{{area: {_area_words(inside, policy)}}}"))
    return entries


def _area_words(codes: list[str], policy: Policy) -> str:
    for name, listed in policy.area_lists:
        if sorted(listed) == codes:
            return name
    return _listed(codes)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"[{', '.join(words)}]"


def _integers(name: str, spans: list[Span]) -> tuple[str, str]:
    least = 0 if name in NOT_NEGATIVE else INT32_MIN
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: one.lower):
        if joined and joined[-1].upper + 1 == span.lower:
            joined[-1] = Span(joined[-1].lower, span.upper)
        else:
            joined.append(span)
    words = [_span(span, least) for span in joined]
    if len(words) == 1:
        return name, words[0]
    return "any", "[" + ", ".join(f"{{{name}: {word}}}" for word in words) + "]"


def _span(span: Span, least: int) -> str:
    if span.lower == span.upper:
        return str(span.lower)
    if span.lower == least:
        return f'"<= {span.upper}"'
    if span.upper == INT32_MAX:
        return f'"> {span.lower - 1}"'
    return f"{span.lower}..{span.upper}"


def first_words(region: Region, policy: Policy, most: int) -> tuple[list[str], int]:
    """The region's boxes in words, at most so many, and how many more there are."""
    boxes = region.boxes()
    words = [condition_of(box, region.cells.dimensions, policy) for box in boxes[:most]]
    return words, max(0, len(boxes) - most)
