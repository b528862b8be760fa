"""Collects the faults of a folder of rule files, so that all are told at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pamtps_service.policy.faults import Fault, fault
from pamtps_service.policy.model import Position, Text


class FaultLog:
    """Faults in the order found, each once.

    A log for a rule writes into the same collection and adds the rule's id to each fault. A rule
    that several policies inherit is read once for each: the same fault at the same place counts
    once.
    """

    def __init__(self) -> None:
        self._rule = ""
        self._heirs: tuple[str, ...] = ()
        self._faults: dict[tuple[object, ...], Fault] = {}
        self._told: dict[tuple[object, ...], set[str]] = {}

    def for_rule(self, rule: str, heirs: Sequence[str] = ()) -> FaultLog:
        """A log that names the rule in each fault it adds to this one.

        Where the rule is read for a policy that inherits it, `heirs` are that policy and those
        between it and the rule's own, in this order. What is wrong there may be right in the rule's
        own policy, so the fault names the heir. What is wrong nearer to the rule already is told
        there, and not again with the names that the heir knows.
        """
        log = FaultLog()
        log._rule, log._heirs, log._faults, log._told = rule, tuple(heirs), self._faults, self._told
        return log

    def add(
        self, code: str, place: Position | str, /, *, maybe: str = "", **fields: int | str | Text
    ) -> None:
        """Add the catalogue's fault of that code; the place is a text where it is the folder."""
        found = fault(code, place, maybe=maybe, rule=self._rule, **fields)
        told = self._told.setdefault((code, place, self._rule), set())
        heir = self._heirs[0] if self._heirs else ""
        if heir and not told.isdisjoint(("", *self._heirs[1:])):
            return
        told.add(heir)
        key = (code, place, found.message, self._rule)
        if heir:
            found = replace(found, message=_inherited(found.message, heir))
        self._faults.setdefault(key, found)

    def take(self, found: Fault) -> None:
        """Add a fault that was made elsewhere."""
        self._faults.setdefault((found.code, found.place, found.message, found.rule), found)

    def sorted(self) -> tuple[Fault, ...]:
        """All faults by file, line, column, code."""
        return tuple(sorted(self._faults.values(), key=_order))

    def of(self, codes: frozenset[str]) -> list[Fault]:
        """The faults of these codes."""
        return [fault for fault in self._faults.values() if fault.code in codes]

    def __len__(self) -> int:
        return len(self._faults)


def _inherited(message: Text, heir: str) -> Text:
    return Text(
        id=f"{message.id} (Aturan ini diwarisi oleh kebijakan {heir}.)",
        en=f"{message.en} (The policy {heir} inherits this rule.)",
    )


def _order(found: Fault) -> tuple[str, int, int, str, str]:
    place = found.place
    if isinstance(place, Position):
        return (place.file, place.line, place.column, found.code, found.message.en)
    return (place, 0, 0, found.code, found.message.en)
