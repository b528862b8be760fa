"""A deployment plan as data: the same fields as `DeploymentPlan` in the protos.

Posts and stations are columns; everything else is a tuple of small frozen records. Rules, labels
and posts are referred to by index. In every Total assigned = required - short + above.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import Force, Role, Text
from pamtps_service.records.batch import CodeColumn, IntColumn


class Status(IntEnum):
    """Values of `PlanStatus` in the protos."""

    COMPLETE = 1
    SHORT = 2
    INVALID = 3
    PARTIAL = 4


class AreaLevelOfPlan(IntEnum):
    """Values of `AreaLevel` in the protos."""

    NATION = 1
    PROVINCE = 2
    REGENCY = 3
    DISTRICT = 4
    COMMAND = 5

    # Levels are keys of every row; that of the enumeration is worked out anew each time.
    __hash__ = int.__hash__


@dataclass(frozen=True, slots=True)
class PolicyUse:
    id: str
    digest: str
    areas: tuple[str, ...]
    """Sorted codes of the provinces of the batch planned under it."""
    tps: int


@dataclass(frozen=True, slots=True)
class Total:
    """Personnel of one force."""

    force: Force
    required: int
    """At the weakest sizes that the rules allow."""
    wished: int
    """At the strongest."""
    assigned: int
    short: int
    above: int
    available: int | None
    """Strength given for the area, reserves included; None where the request gives none."""


@dataclass(frozen=True, slots=True)
class SizeChoice:
    """How many posts of a tier were formed with this allowed size."""

    risk_tier: int
    size: int
    posts: int


@dataclass(frozen=True, slots=True)
class AreaRow:
    level: AreaLevelOfPlan
    code: str
    """`ID`, an official code, or a command's name. Units that claim on the reserve of a province
    stand in the command row `reserve/CODE`. Where no command covers, posts and units stand in one
    without own strength that is named after the regency (`no-command/REGENCY` where that name is
    taken)."""
    name: str
    """Official name; empty for districts and commands."""
    tps_by_tier: tuple[int, int, int]
    """By final tier, ascending; of a command, the TPS of its posts."""
    posts: int
    totals: tuple[Total, ...]
    """In the order of FORCES; of a command only the forces that it is concerned with."""
    sizes: tuple[SizeChoice, ...]
    """Sorted by tier, then size."""


@dataclass(frozen=True, slots=True)
class Posts:
    """Columns of length m, in the order of first_tps."""

    area: tuple[str, ...]
    """The border that the post lies in: a village, district or regency."""
    command: tuple[str, ...]
    """The Polri command (see AreaRow.code)."""
    stations: IntColumn
    first_tps: CodeColumn
    size_limit: IntColumn
    polri: IntColumn
    """Assigned, as are tni and linmas."""
    polri_short: IntColumn
    tni: IntColumn
    tni_short: IntColumn
    linmas: IntColumn
    linmas_short: IntColumn
    rules: tuple[tuple[int, ...], ...]
    """Guard rules that hold at one of its TPS or more; ascending indices of Plan.rules."""

    def __len__(self) -> int:
        return len(self.stations)


@dataclass(frozen=True, slots=True)
class Stations:
    """Columns of length n; a plan that was just made has every TPS of the batch once, by code."""

    code: CodeColumn
    risk_tier: NDArray[np.int8]
    """Final tier."""
    post: IntColumn
    """Index of the post, -1 where the TPS is not covered."""
    linmas: IntColumn
    linmas_short: IntColumn
    label_set: IntColumn
    """Index into label_sets."""
    label_sets: tuple[tuple[int, ...], ...]
    """Ascending indices of Plan.labels."""
    movement: IntColumn
    """Index of Plan.movements, -1 where its guards do not move."""
    rule_set: IntColumn
    """Index into rule_sets."""
    rule_sets: tuple[tuple[int, ...], ...]
    """Every rule for TPS or posts that matches, instead_of considered; ascending indices."""

    def __len__(self) -> int:
        return len(self.code)


@dataclass(frozen=True, slots=True)
class Unit:
    """Personnel added by a rule: units, supervisors, and the TNI that a mix asks for."""

    area: str
    command: str
    """Whose strength it claims: a command of that force, or `reserve/PROVINCE`."""
    force: Force
    role: Role
    unit: str
    """Name of the unit in the policy; empty where the amount is in persons."""
    required: int
    wished: int
    assigned: int
    rule: int
    """Of several mixes together, the one whose lower bound is the greatest."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Personnel sent from a reserve to a command."""

    source: str
    """Code of a province, or `ID`."""
    command: str
    force: Force
    personnel: int


Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Bind:
    """One limit that causes a shortage: need and what is at hand, sums that a reader can add."""

    kind: Literal["own", "reserve", "ceiling"]
    code: str
    """Command, province, `ID`, or the area of a ceiling."""
    need: int
    available: int


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change with which a shortage would be none."""

    kind: Literal["own", "reserve", "ceiling", "size"]
    code: str
    """Command, province, `ID`, or the area of a ceiling or size."""
    personnel: int | None
    """Persons more at hand, or allowed by the ceiling; None of a size."""
    size: int | None
    """The weaker size to allow; None of the others."""
    rule: int | None
    """The rule of the ceiling or size; None of strengths."""
    message: Text


@dataclass(frozen=True, slots=True)
class Finding:
    severity: Severity
    code: str
    """Stable, from the catalogue."""
    area: str
    """Area code or command; empty where it speaks of one TPS or of the whole plan."""
    tps: int | None
    rule: int | None
    message: Text
    numbers: tuple[tuple[str, int], ...]
    """The numbers that the message speaks of, by name."""
    binds: tuple[Bind, ...]
    remedies: tuple[Remedy, ...] = ()
    """Each alone would mend it; found by planning again."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Guards who leave together."""

    days_before: int
    transport: str
    """A word of ACCESS; empty where no rule names one, or where none is left."""
    fallback: bool
    """Whether the transport is the fallback of one that is not available."""
    command: str
    """The Polri command of the posts."""
    area: str
    """The district that they go to."""
    travel_minutes: int | None
    """Longest of its TPS; None where none is known."""
    tps: int
    polri: int
    tni: int
    without_transport: int
    """Of the Polri and TNI, persons for whom there is no transport."""
    without_seat: int
    """Of the others, persons for whom there is no seat."""
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a rule asks for in an area."""

    area: str
    """Of a rule for TPS, posts and villages, the district."""
    item: str
    required: int
    assigned: int | None
    """None where the request gives no stock of the item."""
    short: int
    rule: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """The cheapest step up of a command in one tier, and why it is not taken."""

    command: str
    risk_tier: int
    area: str
    """The district or regency for which the size is chosen."""
    size: int
    next_size: int
    personnel: int
    """Persons more that it needs."""
    binds: tuple[Bind, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """How a plan differs from the one in force: numbers of TPS."""

    plan_digest: str
    kept: int
    moved: int
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule of one of the plan's policies, and how many TPS and areas it matched."""

    policy: str
    """Id of the policy in force (which may have inherited the rule)."""
    id: str
    title: Text
    file: str
    line: int
    tps: int
    """TPS that it matched; of a rule for posts, TPS that satisfy its condition."""
    areas: int
    """Areas that it matched; 0 of a rule for TPS or posts."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A statement of the policy, or of arithmetic, that a plan breaks."""

    code: str
    """Stable, from the catalogue."""
    place: str
    """Field path in the plan, `posts[3]`, or an area's code."""
    rule: int | None
    required: int | None
    given: int | None
    message: Text
    repair: Text | None = None
    """The smallest change of the plan that mends it; None where there is none to name."""


@dataclass(frozen=True, slots=True)
class Verification:
    plan_digest: str
    """Of the plan that was checked."""
    statements: int
    """How many statements were checked."""
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim of the planner: its value in a plan, and the best."""

    code: Literal["shortage", "weakest-command", "transfers"]
    force: Force
    area: str
    """Code of a province; `ID` where provinces share strengths."""
    claim: str
    """A claim or a tier; of linmas, tier and round (`rawan 2`); empty of transfers."""
    planned: int
    """In parts of `whole`, as `best`."""
    best: int
    whole: int
    """1 of persons; of a command's strength within its sizes, its value at the wish."""
    command: str
    """Whose value it is; empty of persons."""
    message: Text


@dataclass(frozen=True, slots=True)
class Optimality:
    """The aims of a plan beside the best values, found without the planner's method."""

    optimal: bool
    aims: tuple[Aim, ...]
    """In order, up to the first that is not at its best."""


@dataclass(frozen=True, slots=True)
class Plan:
    name: str
    create_time: datetime.datetime
    """UTC, whole seconds."""
    request_digest: str
    plan_digest: str
    planner_version: str
    election_date: datetime.date
    policies: tuple[PolicyUse, ...]
    """Sorted by id."""
    status: Status
    totals: tuple[Total, ...]
    """One for each force, in the order of FORCES."""
    areas: tuple[AreaRow, ...]
    """Sorted by level, then code."""
    posts: Posts
    stations: Stations
    units: tuple[Unit, ...]
    """Sorted by area, force, role, rule."""
    transfers: tuple[Transfer, ...]
    """Sorted by source, command, force."""
    findings: tuple[Finding, ...]
    """Sorted by severity (error first), code, area, TPS, rule."""
    rules: tuple[RuleUse, ...]
    """Every rule of every policy in use, by policy id, then rule id."""
    labels: tuple[str, ...]
    """Sorted."""
    verification: Verification
    movements: tuple[Movement, ...] = ()
    """By day, earliest first; then the farthest first; then transport, area, command."""
    equipment: tuple[Equipment, ...] = ()
    """Sorted by area, item, rule."""
    next_steps: tuple[NextStep, ...] = ()
    """Sorted by command, highest tier first."""
    kept: Kept | None = None
    """None where the request gave no plan in force."""
    skipped: int = 0
    """Rows of the batch that were left out because they are wrong."""
