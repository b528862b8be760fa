"""The one catalogue of texts: every error, finding and violation has a stable code, and a message
in Indonesian and in English, here and nowhere else.

A message is a template with named fields. Whole numbers are written with the language's own
thousands separator (16.746 in Indonesian, 16,746 in English); texts are put in as they are; a
field that is a Text is put in by language. A whole number at `{name:d}` has no separator.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from pamtps_service.policy.catalogue import (
    analysis,
    documents,
    explanations,
    findings,
    one_tps,
    optimality,
    policy_comparison,
    policy_errors,
    policy_tests,
    remedies,
    repairs,
    request_errors,
    service_errors,
    violations,
)
from pamtps_service.policy.model import Text

Language = Literal["id", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("id", "en")

SECTIONS: Final[dict[str, dict[str, Text]]] = {
    "policy errors": policy_errors.MESSAGES,
    "policy tests": policy_tests.MESSAGES,
    "request errors": request_errors.MESSAGES,
    "service errors": service_errors.MESSAGES,
    "findings": findings.MESSAGES,
    "remedies": remedies.MESSAGES,
    "violations": violations.MESSAGES,
    "explanations": explanations.MESSAGES,
    "optimality": optimality.MESSAGES,
    "facts of one TPS": one_tps.MESSAGES,
}
MESSAGES: Final[dict[str, Text]] = {
    code: text for section in SECTIONS.values() for code, text in section.items()
}


def number(value: int, language: Language) -> str:
    """The number with thousands separators as the language writes them."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "id" else grouped


class _Number(int):
    """A whole number in a message: grouped as its language does, as digits alone where it is `:d`."""

    language: Language

    def __format__(self, how: str) -> str:
        return format(int(self), how) if how else number(int(self), self.language)


def render(code: str, /, **fields: int | str | Text) -> Text:
    """The message of a code in both languages. KeyError where the code or a field is unknown."""
    return _filled(MESSAGES[code], fields)


def render_repair(name: str, /, **fields: int | str | Text) -> Text:
    """A repair in both languages. KeyError where its name or a field is unknown."""
    return _filled(repairs.REPAIRS[name], fields)


def render_analysis(name: str, /, **fields: int | str | Text) -> Text:
    """A finding of the analysis of a policy. KeyError where its name or a field is unknown."""
    return _filled(analysis.MESSAGES[name], fields)


def render_words(name: str, /, **fields: int | str | Text) -> Text:
    """Words of a policy written as a document. KeyError where the name or a field is unknown."""
    return _filled(documents.MESSAGES[name], fields)


def render_policy_comparison(name: str, /, **fields: int | str | Text) -> Text:
    """Words for what differs between two policies. KeyError where name or a field is unknown."""
    return _filled(policy_comparison.MESSAGES[name], fields)


def _filled(template: Text, fields: Mapping[str, int | str | Text]) -> Text:
    def fill(pattern: str, language: Language) -> str:
        values: dict[str, int | str] = {}
        for name, value in fields.items():
            if isinstance(value, int):
                values[name] = counted = _Number(value)
                counted.language = language
            else:
                values[name] = getattr(value, language) if isinstance(value, Text) else value
        return pattern.format_map(values)

    return Text(id=fill(template.id, "id"), en=fill(template.en, "en"))
