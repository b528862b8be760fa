"""The areas that hold a TPS of the batch, by level, with their codes as texts: made once."""

from __future__ import annotations

import itertools
from functools import cached_property
from typing import Final

import numpy as np

from pamtps_service.records import area_codes
from pamtps_service.records.area_codes import CodeLevel
from pamtps_service.records.batch import Batch
from pamtps_service.verify.distinct import Numbers, changes

LEVELS: Final[tuple[CodeLevel, ...]] = ("district", "regency", "province")
"""From the narrowest to the widest."""


NONE: Final = np.zeros(0, dtype=np.int64)


def texts(level: CodeLevel, codes: Numbers) -> list[str]:
    """Official codes of areas of a level."""
    if level == "district":
        return [
            f"{code // 10000:02d}.{code // 100 % 100:02d}.{code % 100:02d}"
            for code in codes.tolist()
        ]
    if level == "regency":
        return [f"{code // 100:02d}.{code % 100:02d}" for code in codes.tolist()]
    return [area_codes.to_text(code, level) for code in codes.tolist()]


class Territory:
    """Districts, regencies and provinces of a batch.

    Args:
        batch: sorted by code.
    """

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        codes = batch.code // area_codes.DIVISOR["district"]
        self.first: Numbers = np.flatnonzero(changes(codes)) if len(batch) else codes
        """The first TPS of each district."""
        self.codes: dict[CodeLevel, Numbers] = {"district": codes[self.first]}
        """Integer codes, ascending."""
        for narrow, wide in itertools.pairwise(LEVELS):
            around = self.codes[narrow] // 100
            self.codes[wide] = around[changes(around)] if len(around) else around
        self._texts: dict[CodeLevel, dict[int, str]] = {}

    def texts(self, level: CodeLevel, codes: Numbers) -> list[str]:
        """Official codes of areas of a level, also of such as hold no TPS."""
        known = self._known(level)
        if np.array_equal(codes, self.codes.get(level, NONE)):
            return list(known.values())
        return [
            known[code] if code in known else area_codes.to_text(code, level)
            for code in codes.tolist()
        ]

    def _known(self, level: CodeLevel) -> dict[int, str]:
        if level not in self._texts:
            codes = self.codes.get(level, NONE)
            self._texts[level] = dict(zip(codes.tolist(), texts(level, codes), strict=True))
        return self._texts[level]

    @cached_property
    def _places(self) -> dict[str, tuple[CodeLevel, int]]:
        return {
            text: (level, code) for level in LEVELS for code, text in self._known(level).items()
        }

    def place(self, area: str) -> tuple[CodeLevel, int] | None:
        """Level and integer code of an area; None of a text that is none."""
        found = self._places.get(area)
        if found is not None:
            return found
        level = area_codes.level_of(area)
        return None if level is None else (level, area_codes.to_integer(area))
