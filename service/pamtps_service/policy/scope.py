"""The names that a rule may use: what its policy declares, after `extends`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.model import Attribute, Position, Text
from pamtps_service.policy.values import likely_word, words


@dataclass(slots=True)
class Scope:
    """Names of one policy. A name that is declared with a fault has the value None: its use is
    told as no further fault."""

    units: Mapping[str, int | None]
    items: Mapping[str, Text | None]
    attributes: Mapping[str, Attribute | None]
    """Declared ones and every standard one, always known ones included."""
    area_lists: Mapping[str, tuple[str, ...] | None]
    labels: frozenset[str]
    """Given by some rule."""
    complete: bool
    """Whether every base could be read; if not, a name that is not here is not called unknown."""
    used: set[tuple[str, str]] = field(default_factory=set)
    """(`units`, `items` or `area_lists`; name) of what the rules use."""

    def use(self, kind: str, name: str) -> None:
        """Note that a rule uses a declared name."""
        self.used.add((kind, name))

    def unknown(
        self,
        code: str,
        found: str,
        known: Mapping[str, object],
        place: Position,
        log: FaultLog,
        maybe: str = "",
    ) -> None:
        """Tell that a name is none of those known; `maybe` where more is known than the names."""
        if self.complete:
            names = sorted(known)
            log.add(
                code,
                place,
                found=found,
                allowed=words(names) or "-",
                maybe=maybe or likely_word(found, names),
            )
