"""What a code of an error or warning of policies means."""

from __future__ import annotations

from dataclasses import dataclass

from pamtps_service.policy.catalogue.mends import MENDS
from pamtps_service.policy.catalogue.policy_errors import MESSAGES
from pamtps_service.policy.faults import did_you_mean
from pamtps_service.policy.model import Text


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    message: Text
    """With `{…}` for what is found."""
    cause: Text
    mend: Text


def meaning_of(code: str) -> CodeMeaning | None:
    """None where there is no such code."""
    if code not in MESSAGES:
        return None
    return CodeMeaning(MESSAGES[code], MENDS[code].cause, MENDS[code].mend)


def likely_code(text: str) -> str:
    """The code that was probably meant; empty where none is close."""
    return did_you_mean(text, MESSAGES)
