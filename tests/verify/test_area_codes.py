"""Levels of area codes, told from their parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.records import area_codes

WIDTHS = (2, 2, 2, 4, 3)
PARTS = st.one_of(
    *(st.text("0123456789", min_size=width, max_size=width) for width in (2, 3, 4)),
    st.text("0123456789٣²x \n", max_size=4),
)


@given(st.lists(PARTS, max_size=6).map(".".join))
def test_a_code_has_the_level_of_its_number_of_parts(code: str) -> None:
    """Each part of two, two, two, four and three ASCII digits; anything else has none."""
    parts = code.split(".")
    sound = len(parts) <= len(WIDTHS) and all(
        len(part) == width and set(part) <= set("0123456789")
        for part, width in zip(parts, WIDTHS, strict=False)
    )
    assert area_codes.level_of(code) == (area_codes.LEVELS[len(parts) - 1] if sound else None)
