"""TNI that a set of mixes asks for, by trying every whole number (section "Mix")."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mix:
    """`{tni: a, polri: m..n}`: tni is a, polri_least m (None where a single n stands), most n."""

    tni: int
    polri_least: int | None
    polri_most: int


@dataclass(frozen=True)
class Answer:
    lower: int
    """The least whole number of TNI that every lower bound allows."""
    upper: int | None
    """The greatest that every upper bound allows; None without an upper bound."""
    whole_number_exists: bool
    """Some whole number satisfies all bounds."""
    at_least: int
    """TNI at the end when only what must be is added."""
    at_most: int
    """TNI at the end when the wish is followed: the upper bound, the lower where there is none."""
    above: bool
    """There are more TNI already than an upper bound allows."""


def enough(mix: Mix, polri: int, tni: int) -> bool:
    """a * P / n <= T."""
    return mix.tni * polri <= tni * mix.polri_most


def not_too_many(mix: Mix, polri: int, tni: int) -> bool:
    """T <= a * P / m."""
    return mix.polri_least is None or tni * mix.polri_least <= mix.tni * polri


def settle(mixes: list[Mix], polri: int, tni_now: int) -> Answer:
    """What these mixes together ask for where P is `polri` and there are `tni_now` already."""
    far = max((mix.tni for mix in mixes), default=0) * polri + 1
    numbers = range(far + 1)
    lower = next(tni for tni in numbers if all(enough(mix, polri, tni) for mix in mixes))
    upper = None
    if any(mix.polri_least is not None for mix in mixes):
        upper = max(tni for tni in numbers if all(not_too_many(mix, polri, tni) for mix in mixes))
    exists = any(
        enough_for_all and not_too_many_for_all
        for enough_for_all, not_too_many_for_all in (
            (
                all(enough(mix, polri, tni) for mix in mixes),
                all(not_too_many(mix, polri, tni) for mix in mixes),
            )
            for tni in numbers
        )
    )
    wish = upper if exists and upper is not None else lower
    return Answer(
        lower,
        upper,
        exists,
        max(tni_now, lower),
        max(tni_now, wish),
        upper is not None and tni_now > upper,
    )
