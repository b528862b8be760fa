"""The areas that hold a TPS of the batch, by level: made once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np

from pamtps_service.records import area_codes
from pamtps_service.records.area_codes import CodeLevel
from pamtps_service.records.batch import Batch
from pamtps_service.verify.distinct import Numbers, changes

LEVELS: Final[tuple[CodeLevel, ...]] = ("district", "regency", "province")
"""From the narrowest to the widest."""


class Territory:
    """Districts, regencies and provinces of a batch.

    Args:
        batch: sorted by code.
    """

    def __init__(self, batch: Batch) -> None:
        codes = batch.code // area_codes.DIVISOR["district"]
        self.first: Numbers = np.flatnonzero(changes(codes)) if len(batch) else codes
        """The first TPS of each district."""
        self.codes: dict[CodeLevel, Numbers] = {"district": codes[self.first]}
        """Integer codes, ascending."""
        for narrow, wide in itertools.pairwise(LEVELS):
            around = self.codes[narrow] // 100
            self.codes[wide] = around[changes(around)] if len(around) else around

    @cached_property
    def _texts(self) -> dict[CodeLevel, list[str]]:
        return {level: area_codes.to_texts(codes, level) for level, codes in self.codes.items()}

    @cached_property
    def _places(self) -> dict[str, tuple[CodeLevel, int]]:
        return {
            text: (level, code)
            for level, codes in self.codes.items()
            for code, text in zip(codes.tolist(), self._texts[level], strict=True)
        }

    def texts(self, codes: Numbers, level: CodeLevel) -> Sequence[str]:
        """The codes of areas of a level as texts; those of all of its own are written once."""
        own = np.array_equal(codes, self.codes[level])
        return self._texts[level] if own else area_codes.to_texts(codes, level)

    def place(self, area: str) -> tuple[CodeLevel, int] | None:
        """Level and integer code of an area; None of a text that is none."""
        found = self._places.get(area)
        if found is not None:
            return found
        level = area_codes.level_of(area)
        return None if level is None else (level, area_codes.to_integer(area))
