"""An explanation as data: a number or condition with what it follows from, as `Explanation` in the
protos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from pamtps_service.policy.model import Text

Kind = Literal[
    "given",
    "sum",
    "difference",
    "product",
    "quotient_up",
    "quotient_down",
    "minimum",
    "maximum",
    "choice",
    "share",
    "condition",
]
KINDS: Final[tuple[Kind, ...]] = (
    "given",
    "sum",
    "difference",
    "product",
    "quotient_up",
    "quotient_down",
    "minimum",
    "maximum",
    "choice",
    "share",
    "condition",
)
"""In the order of `ExplanationKind`."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One number or condition. Parts without a value are reasons, and add nothing to a number."""

    text: Text
    kind: Kind
    value: int | None
    """None of a condition."""
    formula: str = ""
    field: str = ""
    """Field of the plan that holds the value."""
    parts: tuple[Explanation, ...] = ()
    rules: tuple[int, ...] = ()
    """Indices of Plan.rules."""
    holds: bool | None = None
    """None of a number."""
    chosen: bool = False
    found: str = ""
    asked: str = ""
