"""A batch as it was submitted: columns with every row, the wrong ones too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pamtps_service.records.area_codes import to_text
from pamtps_service.records.batch import TextColumn

Int64 = NDArray[np.int64]

STANDARD: Final = ("registered_voters", "travel_minutes", "access")
ABSENT: Final = -(2**40)
"""Stands for a value that a row does not have."""
NO_CODE: Final = -1
"""Stands for a TPS code that is none."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """n rows in the order of the request. All columns have length n."""

    code: Int64
    """Integer TPS codes; NO_CODE where the text is none."""
    tier: Int64
    """Values of RiskTier, or what else was given."""
    standard: Mapping[str, Int64]
    """By name of STANDARD: numbers, for `access` values of Access; ABSENT where not known."""
    declared: Mapping[str, TextColumn]
    """Declared attributes, in the order of the request."""
    odd: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """By column and row: the texts of cells whose value has no number."""
    arrow: bool = False
    """Whether it came in the Arrow form."""

    def __len__(self) -> int:
        return len(self.code)

    def tps_code(self, row: int) -> str:
        """The TPS code of a row as submitted."""
        odd = self.odd.get(("tps_code", row))
        return to_text(int(self.code[row]), "tps") if odd is None else odd


def used(column: TextColumn) -> TextColumn:
    """The column without texts that no row has: they would be part of the request's digest."""
    indices = np.unique(column.indices[column.indices >= 0])
    if len(indices) == len(column.texts):
        return column
    table = np.full(len(column.texts) + 1, -1, np.int32)  # the last is for rows without a value
    table[indices] = np.arange(len(indices), dtype=np.int32)
    texts = tuple(column.texts[index] for index in indices.tolist())
    return TextColumn(table[column.indices], texts)


def joined(parts: Sequence[Submitted]) -> Submitted:
    """The rows of all parts, one after another; where a part lacks an attribute, its rows do."""
    if len(parts) == 1:
        return parts[0]
    starts = np.cumsum([0, *(len(part) for part in parts)]).tolist()
    names = list(dict.fromkeys(name for part in parts for name in part.declared))
    return Submitted(
        code=_stacked([part.code for part in parts]),
        tier=_stacked([part.tier for part in parts]),
        standard={name: _stacked([part.standard[name] for part in parts]) for name in STANDARD},
        declared={name: _joined_texts(name, parts) for name in names},
        odd={
            (name, start + row): text
            for part, start in zip(parts, starts, strict=False)
            for (name, row), text in part.odd.items()
        },
    )


def _stacked(columns: Sequence[Int64]) -> Int64:
    return np.concatenate(columns) if columns else np.zeros(0, np.int64)


def _joined_texts(name: str, parts: Sequence[Submitted]) -> TextColumn:
    """The column with the texts of all parts, in which each has its indices anew."""
    columns = [part.declared.get(name) for part in parts]
    texts = tuple(sorted({text for one in columns if one is not None for text in one.texts}))
    number = {text: index for index, text in enumerate(texts)}
    indices = []
    for column, part in zip(columns, parts, strict=True):
        if column is None:
            indices.append(np.full(len(part), -1, np.int32))
        else:
            # the last entry is for rows without a value, whose index is -1
            table = np.array([*(number[text] for text in column.texts), -1], np.int32)
            indices.append(table[column.indices])
    return TextColumn(np.concatenate(indices), texts)
