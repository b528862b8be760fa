"""The names that a rule may use: what its policy declares, after `extends`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.model import Attribute, Position, Text
from pamtps_service.policy.source import Node, Scalar
from pamtps_service.policy.values import likely_word, words

_IN_UNITS: Final = re.compile(r"([0-9]{1,9})\s+([A-Za-z][A-Za-z_-]*)")
_PERSONS: Final = frozenset({"orang", "personel", "personil", "person", "persons", "people"})

_BY_RULES: Final = frozenset({"unknown-label", "unknown-rule"})
"""Faults in names that rules give, not the head of a policy."""

_WHERE_NONE: Final[dict[str, Text]] = {
    "unknown-unit": Text(
        id="satuan yang ditetapkan dalam `units` (belum ada satu pun)",
        en="a unit that `units` declares (it declares none)",
    ),
    "unknown-item": Text(
        id="barang yang ditetapkan dalam `items` (belum ada satu pun), atau `per`",
        en="an item that `items` declares (it declares none), or `per`",
    ),
    "unknown-area-list": Text(
        id="kode wilayah, atau daftar yang ditetapkan dalam `area_lists` (belum ada satu pun)",
        en="an area code, or a list that `area_lists` declares (it declares none)",
    ),
    "unknown-label": Text(
        id="label yang diberikan oleh suatu aturan `classify` (belum ada satu pun)",
        en="a label that a `classify` rule gives (none does)",
    ),
    "unknown-rule": Text(
        id="aturan lain dalam kebijakan ini (tidak ada yang lain)",
        en="another rule of this policy (there is none)",
    ),
}
"""What is allowed where no name is known."""


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
    rules: frozenset[str]
    """Ids of the rules."""
    misnamed_rules: frozenset[str]
    """Ids that were probably meant where one is not well written."""
    complete: bool
    """Whether every base could be read; if not, a name that is not here is not called unknown."""
    rules_complete: bool
    """The same of labels and rules."""
    policy: str = ""
    """Id of the policy."""
    areas: tuple[str, ...] = ()
    """Its areas; () where it is for all, or where they have a fault."""
    used: set[tuple[str, str]] = field(default_factory=set)
    """(`units`, `items` or `area_lists`; name) of what the rules use."""

    def use(self, kind: str, name: str) -> None:
        """Note that a rule uses a declared name."""
        self.used.add((kind, name))

    def tell_unit(self, node: Node, key: str, log: FaultLog) -> bool:
        """Whether the value is an amount in a unit, `2 regu`, where only persons may stand; told,
        with the persons that they are where the unit is known."""
        match = _IN_UNITS.fullmatch(node.text.strip()) if isinstance(node, Scalar) else None
        if match is None:
            return False
        count, unit = match.groups()
        strength = 1 if unit in _PERSONS else self.units.get(unit)
        maybe = "" if strength is None else str(int(count) * strength)
        log.add("unit-not-allowed", node.position, key=key, found=match.group(), maybe=maybe)
        return True

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
        if self.rules_complete if code in _BY_RULES else self.complete:
            names = sorted(known)
            log.add(
                code,
                place,
                found=found,
                allowed=words(names) or _WHERE_NONE[code],
                maybe=maybe or likely_word(found, names),
            )
