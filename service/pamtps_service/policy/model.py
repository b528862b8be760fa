"""What a policy means: the data that the reader makes of a rule file.

Everything here is frozen, hashable plain data without behaviour. All values are whole numbers
or text: a tier is its rank, a choice its index among the attribute's choices, a boolean 0 or 1,
and every comparison an inclusive range of integers. Names and meaning follow
docs/policy-language.md.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Literal, TypeAlias


class Tier(IntEnum):
    """Risk tier (kerawanan), in ascending order."""

    KURANG_RAWAN = 0
    RAWAN = 1
    SANGAT_RAWAN = 2

    @property
    def word(self) -> str:
        """The tier as the policy language and the CSV files write it."""
        return self.name.lower()


Force = Literal["polri", "tni", "linmas"]
FORCES: tuple[Force, ...] = ("polri", "tni", "linmas")

Level = Literal["tps", "post", "village", "district", "regency", "province"]
AreaLevel = Literal["village", "district", "regency", "province"]
AREA_LEVELS: tuple[AreaLevel, ...] = ("village", "district", "regency", "province")
"""From the narrowest to the widest."""

Role = Literal["supervisor", "reinforcement", "standby"]
ROLES: tuple[Role, ...] = ("supervisor", "reinforcement", "standby")

Claim = Literal[
    "sangat_rawan", "rawan", "kurang_rawan", "supervisor", "reinforcement", "standby", "upgrades"
]
CLAIMS: tuple[Claim, ...] = (
    "sangat_rawan",
    "rawan",
    "kurang_rawan",
    "supervisor",
    "reinforcement",
    "standby",
    "upgrades",
)
"""The order in which claims on a strength are served where a policy gives none."""

ACCESS: tuple[str, ...] = ("road", "foot", "sea", "air")
"""Values of the attribute `access`, and of `transport` and `fallback`."""

INT32_MIN, INT32_MAX = -(2**31), 2**31 - 1


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a rule file. Never part of a digest."""

    file: str
    """Path relative to the rules folder, with forward slashes."""
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages; one text for both is written twice."""

    id: str
    en: str


class AttributeType(Enum):
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a TPS: a standard one or one that the policy declares."""

    name: str
    type: AttributeType
    choices: tuple[str, ...] = ()
    """Allowed values, in the order declared; empty unless the type is CHOICE."""
    default: int | str | None = None
    """Value where the request gives none: an integer, 0 or 1, the index of a choice, or text for
    a CODE; None where the request must give one."""


STANDARD_ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("registered_voters", AttributeType.INTEGER),
    Attribute("travel_minutes", AttributeType.INTEGER),
    Attribute("access", AttributeType.CHOICE, ACCESS),
)
"""Standard attributes that a request may leave out, so a policy may give them a `default`.

`submitted_tier`, `risk_tier` (choices of Tier by rank) and `special_location` (boolean) are always
known; conditions name them like attributes."""

NOT_NEGATIVE: frozenset[str] = frozenset({"registered_voters", "travel_minutes"})
"""Standard attributes that count something: a request may not give a negative one."""

TIER_CHOICES: tuple[str, ...] = tuple(tier.word for tier in Tier)
ALWAYS_KNOWN: tuple[Attribute, ...] = (
    Attribute("submitted_tier", AttributeType.CHOICE, TIER_CHOICES),
    Attribute("risk_tier", AttributeType.CHOICE, TIER_CHOICES),
    Attribute("special_location", AttributeType.BOOLEAN),
)


# Conditions -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OneOf:
    """The attribute has one of these values: sorted, without repeats; text for CODE."""

    attribute: str
    values: tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """The attribute lies in an inclusive range; None is unbounded (`> 180` is lower=181)."""

    attribute: str
    lower: int | None
    upper: int | None


@dataclass(frozen=True, slots=True)
class InArea:
    """The item is one of these areas or lies in one (sorted official codes, lists resolved)."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HasLabel:
    """The TPS has one of these labels (sorted)."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """In a rule for areas: how many TPS of the batch in the area satisfy `of` is in range."""

    of: Condition
    lower: int | None
    upper: int | None


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds. `All(())` is true: the condition of a rule without `when`."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Condition: TypeAlias = "OneOf | Within | InArea | HasLabel | Count | All | AnyOf | Not"
ALWAYS = All(())


# Effects --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Classify:
    """Give a label, raise the tier to at least the one given, or both."""

    label: str | None
    risk_tier: Tier | None


@dataclass(frozen=True, slots=True)
class Guard:
    """Guards of a TPS and its post; a key that is absent in the file is None."""

    polri: int | None
    tni: int | None
    linmas_per_tps: int | None
    sizes: tuple[int, ...] | None
    """`tps_per_post`: allowed numbers of TPS a post, ascending; the last is the minimum that the
    rule requires, the first its wish."""
    within: AreaLevel | None
    """Border of posts: village, district or regency."""
    choose: AreaLevel | None
    """Area for which one size is picked: district or regency."""


@dataclass(frozen=True, slots=True)
class Amount:
    """`N` or `N UNIT`; personnel is N times the unit's strength."""

    count: int
    unit: str | None
    personnel: int


@dataclass(frozen=True, slots=True)
class Per:
    """Multiplies by ceil(matching TPS / tps)."""

    tps: int
    of: Condition
    """ALWAYS where silent."""


@dataclass(frozen=True, slots=True)
class Add:
    """Polri or TNI more for an area (or a TPS)."""

    polri: Amount | None
    tni: Amount | None
    role: Role
    per: Per | None


@dataclass(frozen=True, slots=True)
class Mix:
    """tni * P / polri_most <= T <= tni * P / polri_least, compared in whole numbers.

    `{tni: a, polri: m..n}` is tni=a, polri_least=m, polri_most=n; a single n has no upper bound
    (polri_least is None)."""

    tni: int
    polri_least: int | None
    polri_most: int
    of: Condition | None
    """Only posts that hold a TPS which matches; None where the rule has no `of`."""


Quantity = Literal[
    "polri", "tni", "linmas", "polri_short", "tni_short", "linmas_short", "posts", "tps"
]
QUANTITIES: tuple[Quantity, ...] = (
    "polri",
    "tni",
    "linmas",
    "polri_short",
    "tni_short",
    "linmas_short",
    "posts",
    "tps",
)


@dataclass(frozen=True, slots=True)
class Share:
    """numerator / denominator of a quantity of the same area, or of the force's `strength`."""

    numerator: int
    denominator: int
    of: Quantity | Literal["strength"]


@dataclass(frozen=True, slots=True)
class Limit:
    """Ceilings on what is assigned in the area, by force; a Share is always of strength."""

    ceilings: tuple[tuple[Force, int | Share], ...]
    """In the order of FORCES."""


@dataclass(frozen=True, slots=True)
class Equip:
    items: tuple[tuple[str, int], ...]
    """Item and amount, sorted by item."""
    per: Per | None


@dataclass(frozen=True, slots=True)
class Move:
    """Movement of the guards of a TPS before election day."""

    transport: str | None
    fallback: str | None
    depart: int | None
    """Days before election day (H-3 is 3, H is 0); None where silent, which counts as 0."""


Operator = Literal["<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Statement:
    """QUANTITY OPERATOR right, on the finished plan; compared in whole numbers."""

    quantity: Quantity
    operator: Operator
    right: int | Share


@dataclass(frozen=True, slots=True)
class Expect:
    statements: tuple[Statement, ...]
    """In the order of QUANTITIES."""


Effect: TypeAlias = Classify | Guard | Add | Mix | Limit | Equip | Move | Expect


# Rules and policies ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; a TPS or area matches when `when` holds, `unless` does not, and no rule that names
    it in `instead_of` holds by its own `when` and `unless`."""

    id: str
    title: Text
    """The id in both languages where the file gives none."""
    basis: str | None
    for_each: Level
    when: Condition
    """ALWAYS where silent."""
    unless: Condition | None
    instead_of: tuple[str, ...]
    """Sorted ids of rules of the same policy with the same for_each and effect."""
    effect: Effect
    severity: Literal["error", "warning"]
    origin: str
    """Id of the policy whose file holds the rule (a base, where it is inherited)."""
    position: Position
    """Of the rule's id in that file."""


@dataclass(frozen=True, slots=True)
class Effective:
    start: datetime.date | None
    until: datetime.date | None
    """The last day, included."""

    def holds(self, day: datetime.date) -> bool:
        return (self.start is None or self.start <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy after `extends`: every list and rule that it inherits is in it."""

    id: str
    title: Text
    issuer: str
    basis: str
    areas: tuple[str, ...] | None
    """Sorted codes of provinces or regencies; None is `all`."""
    effective: Effective
    abstract: bool
    extends: tuple[str, ...]
    """Its bases, the nearest first."""
    claims: tuple[Claim, ...]
    units: tuple[tuple[str, int], ...]
    """Name and personnel, sorted by name."""
    items: tuple[tuple[str, Text], ...]
    """Sorted by name."""
    attributes: tuple[Attribute, ...]
    """The STANDARD_ATTRIBUTES with the policy's defaults, and those declared; sorted by name."""
    area_lists: tuple[tuple[str, tuple[str, ...]], ...]
    """Name and sorted codes, sorted by name."""
    rules: tuple[Rule, ...]
    """Sorted by id."""
    digest: str
    """SHA-256 (hex) of what the policy says after `extends`, titles and basis included; comments,
    positions, layout and order are not."""
    source_digest: str
    """SHA-256 (hex) of the bytes of the file and of its bases, the nearest first."""
    position: Position
    source: str
    """The text of the policy's own file."""
