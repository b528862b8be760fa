"""A batch of TPS as columns, and the strengths at hand.

A TPS code `53.11.01.2001.007` is the integer 5311012001007: two digits of province, two of
regency, two of district, four of village, three of number. Integer order is code order, and the
areas a TPS lies in follow by division (see area_codes.py).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import Force

IntColumn = NDArray[np.int32]
CodeColumn = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A standard attribute: integers, or indices of ACCESS. Length n; values are 0 where absent."""

    values: IntColumn
    present: Mask


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A declared attribute as the request wrote it; the policy gives it its type later."""

    indices: IntColumn
    """Length n; index into `texts`, -1 where the request gives no value."""
    texts: tuple[str, ...]
    """Distinct values, sorted."""


@dataclass(frozen=True, slots=True)
class Batch:
    """n TPS, sorted by code, each once. All columns have length n."""

    code: CodeColumn
    submitted_tier: NDArray[np.int8]
    """Rank of Tier."""
    standard: Mapping[str, NumberColumn]
    """`registered_voters`, `travel_minutes`, `access`: all three, always."""
    declared: Mapping[str, TextColumn]
    row: CodeColumn
    """Index of the TPS in the request's rows, for the field paths of errors."""

    def __len__(self) -> int:
        return len(self.code)

    def only(self, at: CodeColumn) -> Batch:
        """The TPS at these indices, which ascend."""
        return Batch(
            code=self.code[at],
            submitted_tier=self.submitted_tier[at],
            standard={
                name: NumberColumn(column.values[at], column.present[at])
                for name, column in self.standard.items()
            },
            declared={
                name: TextColumn(column.indices[at], column.texts)
                for name, column in self.declared.items()
            },
            row=self.row[at],
        )


StrengthRole = Literal["own", "reserve"]


@dataclass(frozen=True, slots=True)
class Strength:
    """Personnel of one force under one command, or a reserve of a province or of the nation."""

    command: str
    """Name of the command; the area's code where the request was silent."""
    area: str
    """Official code; of a reserve, a province's or `ID`."""
    covers: tuple[str, ...]
    """Sorted codes of the areas it covers: its own where silent, none of a reserve."""
    force: Force
    personnel: int
    role: StrengthRole


@dataclass(frozen=True, slots=True, order=True)
class Stock:
    """Pieces of an item at hand in an area; they serve everything inside it."""

    area: str
    """Official code, or `ID`."""
    item: str
    count: int


@dataclass(frozen=True, slots=True, order=True)
class Seats:
    """Seats on one transport on one day; where there are any, there are no others."""

    transport: str
    days_before: int
    area: str
    """Code of the regency or province from which they leave, or `ID`."""
    count: int


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """Which TPS share a post in the plan that is in force. Columns of TPS, or of its m posts."""

    plan_digest: str
    code: CodeColumn
    """TPS that are in a post, ascending."""
    post: IntColumn
    """Index of the post of each of them."""
    first_tps: CodeColumn
    area: tuple[str, ...]
    command: tuple[str, ...]
    size_limit: IntColumn


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """A request whose every field has been checked on its own."""

    batch: Batch
    strengths: tuple[Strength, ...]
    """Sorted by force, role, area, command."""
    policy: str | None
    """Id of the policy that the request names; None leaves it to the date and the areas."""
    election_date: datetime.date
    stocks: tuple[Stock, ...] = ()
    """Sorted."""
    stock_rows: tuple[int, ...] = ()
    """Index of each stock in the request's stocks, for the field paths of errors."""
    seats: tuple[Seats, ...] = ()
    """Sorted."""
    unavailable_transports: tuple[str, ...] = ()
    """Sorted words of ACCESS."""
    in_force: PlanInForce | None = None
    skipped: int = 0
    """Rows that were left out of the batch because they are wrong."""
