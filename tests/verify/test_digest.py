"""The digest of a plan is that of its plain JSON, however its pieces are written."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.records import digest
from pamtps_service.records.plan import AreaLevelOfPlan, AreaRow, SizeChoice, Total

NUMBERS = st.integers(-(2**31), 2**31 - 1)
TEXTS = st.one_of(
    st.sampled_from(["", "53.11", '"', "\\", '","', "é", "\u2028", "\x00", "\x7f", "a\tb"]),
    st.text(st.characters(exclude_categories=["Cs"])),
)
TOTALS = st.builds(
    Total,
    st.sampled_from(["polri", "tni", "linmas"]),
    NUMBERS,
    NUMBERS,
    NUMBERS,
    NUMBERS,
    NUMBERS,
    st.none() | NUMBERS,
)
ROWS = st.builds(
    AreaRow,
    st.sampled_from(AreaLevelOfPlan),
    TEXTS,
    TEXTS,
    st.tuples(NUMBERS, NUMBERS, NUMBERS),
    NUMBERS,
    st.lists(TOTALS, max_size=3).map(tuple),
    st.lists(st.builds(SizeChoice, NUMBERS, NUMBERS, NUMBERS), max_size=3).map(tuple),
)


def plain(value: object) -> str:
    """The JSON of lists, texts and numbers."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _numbers(one: Total) -> list[object]:
    return [one.force, one.required, one.wished, one.assigned, one.short, one.above]


@given(st.lists(TEXTS).map(tuple))
def test_a_column_of_texts_is_written_as_plain_json(texts: tuple[str, ...]) -> None:
    """Also where a text needs an escape, or looks like the seam between two."""
    assert digest._column(texts) == plain(list(texts))


@given(st.lists(st.lists(NUMBERS, max_size=4).map(tuple)).map(tuple))
def test_a_column_of_sets_is_written_as_plain_json(sets: tuple[tuple[int, ...], ...]) -> None:
    """Also where many rows have the same set."""
    assert digest._column(sets) == plain([list(one) for one in sets])


@given(st.lists(ROWS).map(tuple))
def test_rows_are_written_as_the_values_of_their_fields(rows: tuple[AreaRow, ...]) -> None:
    """In the order of the fields, at all depths."""
    wanted = [
        [
            int(row.level),
            row.code,
            row.name,
            list(row.tps_by_tier),
            row.posts,
            [[*_numbers(one), one.available] for one in row.totals],
            [[one.risk_tier, one.size, one.posts] for one in row.sizes],
        ]
        for row in rows
    ]
    assert digest._JSON.encode(digest._in_bulk(rows)) == plain(wanted)
