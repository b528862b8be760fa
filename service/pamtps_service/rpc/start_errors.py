"""Why a set of policies, or the workers for it, could not be started."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pamtps_service.policy.faults import Fault
from pamtps_service.policy.model import Position


class StartError(Exception):
    """A worker could not be started, or did not answer."""


class BrokenRulesError(Exception):
    """The rules folder has faults, or what it holds may not be put in force."""

    def __init__(self, faults: Sequence[dict[str, Any]]) -> None:
        self.faults = tuple(faults)
        """As `told` makes them."""
        super().__init__("\n".join(fault["text_en"] for fault in faults))


def told(fault: Fault) -> dict[str, Any]:
    """A fault of a set of policies as JSON: where it is, its message and its whole text."""
    at = fault.place if isinstance(fault.place, Position) else None
    return {
        "code": fault.code,
        "file": at.file if at else "",
        "line": at.line if at else 0,
        "column": at.column if at else 0,
        "rule": fault.rule,
        "maybe": fault.maybe,
        "id": fault.message.id,
        "en": fault.message.en,
        "text_id": fault.text("id"),
        "text_en": fault.text("en"),
    }
