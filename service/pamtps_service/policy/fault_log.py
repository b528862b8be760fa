"""Collects the faults of a folder of rule files, so that all are told at once."""

from __future__ import annotations

from pamtps_service.policy.faults import Fault, fault
from pamtps_service.policy.model import Position, Text


class FaultLog:
    """Faults in the order found, each once.

    A log for a rule writes into the same collection and adds the rule's id to each fault. A rule
    that several policies inherit is read once for each: the same fault at the same place counts
    once.
    """

    def __init__(self, rule: str = "", _shared: dict[tuple[object, ...], Fault] | None = None):
        self._rule = rule
        self._faults: dict[tuple[object, ...], Fault] = {} if _shared is None else _shared

    def for_rule(self, rule: str) -> FaultLog:
        """A log that names the rule in each fault it adds to this one."""
        return FaultLog(rule, self._faults)

    def add(
        self, code: str, place: Position, /, *, maybe: str = "", **fields: int | str | Text
    ) -> None:
        """Add the catalogue's fault of that code."""
        found = fault(code, place, maybe=maybe, rule=self._rule, **fields)
        self._faults.setdefault((code, place, found.message, self._rule), found)

    def sorted(self) -> tuple[Fault, ...]:
        """All faults by file, line, column, code."""
        return tuple(sorted(self._faults.values(), key=_order))

    def __len__(self) -> int:
        return len(self._faults)


def _order(found: Fault) -> tuple[str, int, int, str, str]:
    place = found.place
    if isinstance(place, Position):
        return (place.file, place.line, place.column, found.code, found.message.en)
    return (place, 0, 0, found.code, found.message.en)
