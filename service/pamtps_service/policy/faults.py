"""An error of a rule file or of a request: where it is, what was found, what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from pamtps_service.policy.catalogue import render
from pamtps_service.policy.model import Position, Text

MOST_OF_A_TEXT = 1_000
"""Characters of a text found that an error tells: a caller may send one text for many rows."""
LONGEST_WORD = 200
"""Characters of a text that may be meant for a word."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One error. Its message holds what was found and what is allowed."""

    code: str
    place: Position | str
    """Position in a rule file, or a field path of the request (`batch.rows[17].risk_tier`)."""
    message: Text
    maybe: str = ""
    """What was probably meant, ready to be written in its place; empty where nothing is close."""
    rule: str = ""
    """Id of the rule in a policy file; empty where none."""

    def text(self, language: str) -> str:
        """The whole error in one line (two with a suggestion) in `id` or `en`."""
        rule = f" [{self.rule}]" if self.rule else ""
        message = self.message.id if language == "id" else self.message.en
        hint = ""
        if self.maybe:
            hint = f"\n  Mungkin: {self.maybe}" if language == "id" else f"\n  Maybe: {self.maybe}"
        return f"{self.place}:{rule} {message} ({self.code}){hint}"


def fault(
    code: str,
    place: Position | str,
    /,
    *,
    maybe: str = "",
    rule: str = "",
    **fields: int | str | Text,
) -> Fault:
    """A Fault whose message is the catalogue's text for the code, filled with the fields."""
    told = {name: _cut(value) for name, value in fields.items()}
    return Fault(code, place, render(code, **told), maybe, rule)


def _cut(value: int | str | Text) -> int | str | Text:
    if isinstance(value, str) and len(value) > MOST_OF_A_TEXT:
        return value[:MOST_OF_A_TEXT] + "…"
    return value


def did_you_mean(found: str, allowed: Iterable[str]) -> str:
    """The allowed word that is closest to what was found, or an empty text."""
    if len(found) > LONGEST_WORD:
        return ""
    close = difflib.get_close_matches(found, list(allowed), n=1, cutoff=0.6)
    return close[0] if close else ""


class FaultsError(Exception):
    """Raised with every fault at once; nothing was done."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.text("en") for fault in self.faults))
