"""Words that documents are put together from: values, names and lists, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pamtps_service.policy.areas import level, official_name
from pamtps_service.policy.catalogue import render_words
from pamtps_service.policy.model import Force, Text


def same(text: str) -> Text:
    """A text that is the same in both languages."""
    return Text(text, text)


def listed(texts: Sequence[Text], word: Literal["and", "or"], *, apart: bool = False) -> Text:
    """`a`, `a and b`, `a, b and c`; with a comma before the word where parts are to stay apart."""
    if len(texts) == 1:
        return texts[0]
    last = render_words(word)
    comma = "," if apart else ""
    return Text(
        id=f"{', '.join(one.id for one in texts[:-1])}{comma} {last.id} {texts[-1].id}",
        en=f"{', '.join(one.en for one in texts[:-1])}{comma} {last.en} {texts[-1].en}",
    )


def joined(*texts: Text, by: str = " ") -> Text:
    """The texts one after the other."""
    return Text(by.join(one.id for one in texts), by.join(one.en for one in texts))


def begun(text: Text) -> Text:
    """The text with a capital at its beginning."""
    return Text(text.id[:1].upper() + text.id[1:], text.en[:1].upper() + text.en[1:])


def quoted(text: str) -> Text:
    """The text in quotation marks."""
    return render_words("quoted", text=text)


def tier(rank: int) -> Text:
    """The name of a tier."""
    return render_words(f"tier-{rank}")


def way(access: str) -> Text:
    """How one travels: `by sea`."""
    return render_words(f"way-{access}")


def force_name(force: Force) -> Text:
    """The name of a force."""
    return render_words(f"force-{force}")


def level_name(of: str) -> Text:
    """The name of a level of areas."""
    return render_words(f"level-{of}")


def area_name(code: str) -> Text:
    """`Sumba Timur (53.11)`; of a district or village, its code and its regency's name."""
    name = official_name(code)
    if name is not None:
        return render_words("area", name=name, code=code)
    regency = official_name(code[:5]) or code[:5]
    return render_words(
        "area-below", level=level_name(level(code) or "district"), code=code, name=regency
    )


def between(lower: int | None, upper: int | None, unit: Literal["number", "minutes"]) -> Text:
    """A range of values: `more than 180 minutes`, `at least 20`, `60 to 180`.

    The rounder of two ways to say it is taken: more than 180, not at least 181.
    """
    if lower is not None and upper is not None:
        last = render_words(unit, value=upper)
        if lower == upper:
            return last
        return render_words("from-to", first=lower, last=last)
    if lower is not None:
        if _rounder(lower - 1, lower):
            return render_words("more-than", value=render_words(unit, value=lower - 1))
        return render_words("at-least", value=render_words(unit, value=lower))
    assert upper is not None
    if _rounder(upper + 1, upper):
        return render_words("less-than", value=render_words(unit, value=upper + 1))
    return render_words("at-most", value=render_words(unit, value=upper))


def _rounder(one: int, other: int) -> bool:
    return one % 5 == 0 and other % 5 != 0 and abs(one) >= 10
