"""How far the sizes of a part were raised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pamtps_service.planning.sizes.frontier import Choice


@dataclass(slots=True)
class Raised:
    """How far one part was raised in each tier: persons beyond the weakest sizes."""

    choices: Mapping[int, Sequence[Choice]]
    """By rank of the tier, in code order."""
    persons: dict[int, int] = field(default_factory=dict)
    sizes: dict[int, list[int]] = field(default_factory=dict)
    """The size of each choice, by tier."""
