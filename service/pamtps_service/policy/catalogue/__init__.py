"""The one catalogue of texts: every error, finding and violation has a stable code, and a message
in Indonesian and in English, here and nowhere else.

A message is a template with named fields. Whole numbers are written with the language's own
thousands separator (16.746 in Indonesian, 16,746 in English); texts are put in as they are; a
field that is a Text is put in by language.
"""

from __future__ import annotations

from typing import Final, Literal

from pamtps_service.policy.catalogue import (
    findings,
    policy_errors,
    request_errors,
    service_errors,
    violations,
)
from pamtps_service.policy.model import Text

Language = Literal["id", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("id", "en")

SECTIONS: Final[dict[str, dict[str, Text]]] = {
    "policy errors": policy_errors.MESSAGES,
    "request errors": request_errors.MESSAGES,
    "service errors": service_errors.MESSAGES,
    "findings": findings.MESSAGES,
    "violations": violations.MESSAGES,
}
MESSAGES: Final[dict[str, Text]] = {
    code: text for section in SECTIONS.values() for code, text in section.items()
}


def number(value: int, language: Language) -> str:
    """The number with thousands separators as the language writes them."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "id" else grouped


def render(code: str, /, **fields: int | str | Text) -> Text:
    """The message of a code in both languages. KeyError where the code or a field is unknown."""
    template = MESSAGES[code]

    def fill(pattern: str, language: Language) -> str:
        values = {
            name: number(value, language)
            if isinstance(value, int)
            else (getattr(value, language) if isinstance(value, Text) else value)
            for name, value in fields.items()
        }
        return pattern.format_map(values)

    return Text(id=fill(template.id, "id"), en=fill(template.en, "en"))
