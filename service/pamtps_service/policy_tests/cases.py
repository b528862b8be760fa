"""Cases of a policy's test file: TPS or an area with its TPS, and what is expected of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pamtps_service.policy.model import AreaLevel, Policy, Position, Rule, Tier

Value: TypeAlias = "bool | int | str | tuple[int, ...] | tuple[str, ...]"


@dataclass(frozen=True, slots=True)
class Stations:
    """TPS that are alike, before each has its code."""

    count: int
    area: str
    """Official code of any level, or the code of one TPS."""
    submitted_tier: Tier
    special: bool
    attributes: tuple[tuple[str, str], ...]
    """Name and value as a request writes it, sorted; only what the file gives."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that is expected."""

    key: str
    """Of OUTCOME_KEYS or AREA_KEYS; `units.polri`, `equipment.ITEM` for each of several."""
    value: Value
    """A movement's day is `H-3`; lists of ids and labels are sorted, sizes ascending. Of `rules`
    and `not_rules` one rule for each expectation."""
    place: Position


@dataclass(frozen=True, slots=True)
class Case:
    """A sound case."""

    name: str
    place: Position
    """Of its name."""
    policy: Policy
    date: datetime.date
    level: AreaLevel | Literal["tps"]
    area: str
    """Official code of the area; the code of the TPS in a case of one."""
    stations: tuple[Stations, ...]
    codes: tuple[int, ...]
    """The code of each TPS as an integer, in the order of `stations`."""
    expected: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class FileCase:
    """A case as it stands in its file; without content where it has a fault."""

    name: str
    place: Position
    case: Case | None


def looks_at(rule: Rule, level: AreaLevel | Literal["tps"]) -> bool:
    """Whether a case of the level asks if the rule matches: a case of a TPS asks for the rules for
    TPS and posts, one of an area for those of its level."""
    return rule.for_each == level or (level == "tps" and rule.for_each == "post")
