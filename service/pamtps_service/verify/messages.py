"""Whether a finding's message is what the catalogue says of its numbers and names.

Some fields have one text, which must stand there; of others (how an area or a quantity is named in
a sentence) it is only asked that they name the right thing and hold no other number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pamtps_service.policy.areas import official_name
from pamtps_service.policy.catalogue import LANGUAGES, Language, number, render
from pamtps_service.policy.model import Quantity, Share, Text
from pamtps_service.records.area_codes import NATION
from pamtps_service.verify.commands import RESERVE

Exact = int | str | Text
Named = Callable[[str, Language], bool]
"""Whether a part of a message in a language names what it should."""
_MARK: Final = "\0"
_DIGIT: Final = re.compile(r"\d")


def says(message: Text, code: str, exact: Mapping[str, Exact], named: Mapping[str, Named]) -> bool:
    """Whether a message is the catalogue's in both languages.

    Args:
        message: what the finding says.
        code: of the catalogue.
        exact: numbers and texts of the message's fields.
        named: its other fields.
    """
    marks = {name: f"{_MARK}{name}{_MARK}" for name in named}
    wanted = render(code, **exact, **marks)
    for language in LANGUAGES:
        parts = getattr(wanted, language).split(_MARK)
        gaps = _gaps(getattr(message, language), parts[::2])
        if gaps is None or not all(
            named[name](gap, language) for name, gap in zip(parts[1::2], gaps, strict=True)
        ):
            return False
    return True


def _gaps(text: str, literals: Sequence[str]) -> list[str] | None:
    """What stands in the text between the literals; None where they do not make up the text."""
    if len(literals) == 1:
        return [] if text == literals[0] else None
    if not text.startswith(literals[0]):
        return None
    at, gaps = len(literals[0]), []
    for literal in literals[1:-1]:
        end = text.find(literal, at)
        if end < 0:
            return None
        gaps.append(text[at:end])
        at = end + len(literal)
    end = len(text) - len(literals[-1])
    if end < at or not text.endswith(literals[-1]):
        return None
    return [*gaps, text[at:end]]


def area_named(area: str) -> Named:
    """The code of an area, or a command, with the official name before it where there is one; of a
    reserve, that of its area."""
    code = area.removeprefix(RESERVE)
    name = "Indonesia" if code == NATION else official_name(code)

    def named(text: str, _: Language) -> bool:
        before, found, after = text.rpartition(code)
        return bool(found) and (name or "") in before and _without_digits(before, after)

    return named


def quantity_named(quantity: Quantity) -> Named:
    """A force, or `TPS`, or `pos` as it stands in `posts` too."""
    force = quantity.removesuffix("_short")

    def named(text: str, _: Language) -> bool:
        word = "pos" if quantity == "posts" else force
        return word in text.casefold() and _without_digits(text)

    return named


def right_named(right: int | Share, whole: int) -> Named:
    """The right side of a statement: a number, or a fraction and then the number that it is of."""

    def named(text: str, language: Language) -> bool:
        if isinstance(right, int):
            return text == number(right, language)
        fraction = f"{right.numerator}/{right.denominator}"
        before, found, after = text.removeprefix(fraction).rpartition(number(whole, language))
        return text.startswith(fraction) and bool(found) and _without_digits(before, after)

    return named


def _without_digits(*texts: str) -> bool:
    return not any(_DIGIT.search(text) for text in texts)
