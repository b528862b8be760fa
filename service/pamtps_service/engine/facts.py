"""What is known of each TPS under one policy: typed columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pamtps_service.records.area_codes import CodeLevel, is_special
from pamtps_service.records.area_codes import column as area_column
from pamtps_service.records.batch import CodeColumn, IntColumn


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


def numbers_of(attribute: str, facts: Facts) -> NDArray[np.signedinteger[Any]]:
    """The column of an attribute that is a number, boolean or choice; length n."""
    if attribute == "submitted_tier":
        return facts.submitted_tier
    if attribute == "special_location":
        return is_special(facts.code).view(np.int8)
    return facts.integers[attribute]


def area_codes_of(facts: Facts, level: CodeLevel) -> CodeColumn:
    """The integer code of each TPS's area of that level."""
    return area_column(facts.code, level)
