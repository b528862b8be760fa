"""What changed between two plans as data: the same fields as `ComparePlansResponse` in the protos.

`before` and `after` are the two plans compared; None or an empty text stands for what one of them
does not have.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from pamtps_service.records.plan import AreaLevelOfPlan, Total


class Cause(IntEnum):
    """Values of `ChangeCause` in the protos."""

    STATIONS = 1
    TIERS = 2
    STRENGTHS = 3
    RULES = 4
    OTHER_INPUTS = 5
    PLAN = 6


@dataclass(frozen=True, slots=True)
class CauseShare:
    """What of a change comes from one cause, in persons."""

    cause: Cause
    required: int
    assigned: int


@dataclass(frozen=True, slots=True)
class AreaChange:
    """A row of an area or command and force that differs."""

    level: AreaLevelOfPlan
    code: str
    name: str
    before: Total
    """Zeros where the area is not in that plan, as in `after`."""
    after: Total
    shares: tuple[CauseShare, ...]
    """By cause, none of zeros alone; they add up to the change of `required` and `assigned`. Empty
    where the causes were not looked for."""


@dataclass(frozen=True, slots=True)
class StationChange:
    """A TPS that is in one of the plans only, or whose final tier or post differs."""

    tps: int
    tier_before: int | None
    tier_after: int | None
    post_before: int | None
    """First TPS of its post; None where it has none, as in `post_after`."""
    post_after: int | None
    causes: tuple[Cause, ...]
    """The stages at which it changed; empty where the causes were not looked for."""


@dataclass(frozen=True, slots=True)
class PostChange:
    """A post that is in one of the plans only, or differs in a number. A post is the same where its
    first TPS, area and command are."""

    first_tps: int
    before: int | None
    """Index in the posts of the plan."""
    after: int | None


@dataclass(frozen=True, slots=True)
class InputChange:
    """A difference of what the plans were made from."""

    cause: Cause
    place: str
    """`TPS_CODE`, `TPS_CODE/ATTRIBUTE`, `strengths/FORCE/ROLE/COMMAND`, `policies/PROVINCE`,
    `rules/ID`, `stocks/AREA/ITEM`, `seats/AREA/TRANSPORT/H-n`, or a field of the request. What was
    not compared, because a plan came without its batch, is `before.batch` or `after.batch`. Where a
    plan names another request than the one it came with, `before.request_digest` or
    `after.request_digest` has the digest that it names, and the one that was found."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    areas: tuple[AreaChange, ...]
    """By level, code, force."""
    stations: tuple[StationChange, ...]
    """By code."""
    posts: tuple[PostChange, ...]
    """By first TPS; those of the plan before alone first."""
    inputs: tuple[InputChange, ...]
    """By cause, then place."""
