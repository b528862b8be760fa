"""The two languages of everything a person reads: Indonesian and English."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Language = Literal["id", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("id", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages; `text[language]` is the one of them."""

    id: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.id if language == "id" else self.en


def number(value: int, language: Language) -> str:
    """The number with thousands separators as the language writes them: 16.746 or 16,746."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "id" else grouped


def counted(value: int, indonesian: str, singular: str, plural: str) -> Text:
    """The number with its noun: `1 baris`, `1 line`, `2 lines`."""
    noun = singular if value == 1 else plural
    return Text(id=f"{number(value, 'id')} {indonesian}", en=f"{number(value, 'en')} {noun}")


LONGEST_QUOTE: Final = 60
"""Letters of a text from a file or an option that a message repeats, at most."""


def quoted(found: str) -> str:
    """What was found, cut where it is long, so that it does not bury the message it stands in."""
    return found if len(found) <= LONGEST_QUOTE else found[: LONGEST_QUOTE - 1] + "…"


def printable(text: str) -> str:
    r"""The text with every character that would act on a terminal written out: `\x1b`, `\n`."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in text)


def _escaped(letter: str) -> str:
    # Spaces of other widths are no control characters, and are left as they are.
    return letter if unicodedata.category(letter) == "Zs" else ascii(letter)[1:-1]


def filled(template: Text, **fields: int | str | Text) -> Text:
    """The template with its named fields filled in, numbers and texts by language."""

    def fill(language: Language) -> str:
        values = {
            name: number(value, language)
            if isinstance(value, int)
            else (value[language] if isinstance(value, Text) else value)
            for name, value in fields.items()
        }
        return template[language].format_map(values)

    return Text(id=fill("id"), en=fill("en"))


class SettingError(ValueError):
    """A setting has a value that is not allowed."""

    def __init__(self, name: str, found: str, allowed: Text) -> None:
        self.text = filled(
            Text(
                id="{name} berisi “{found}”; yang diperbolehkan: {allowed}",
                en="{name} is “{found}”; allowed are {allowed}",
            ),
            name=name,
            found=quoted(printable(found)),
            allowed=allowed,
        )
        """The whole message in both languages."""
        super().__init__(self.text.en)


def chosen_language(environment: Mapping[str, str]) -> Language:
    """PAMTPS_LANG; where it is silent the locale's language; English where that is another.

    Raises SettingError where PAMTPS_LANG is neither `id` nor `en`.
    """
    chosen = environment.get("PAMTPS_LANG", "")
    if chosen not in ("", *LANGUAGES):
        raise SettingError("PAMTPS_LANG", chosen, Text(id="id, en", en="id, en"))
    for variable in ("PAMTPS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "")
        if value:
            return "id" if value.split(".")[0].split("_")[0] == "id" else "en"
    return "en"
