"""Kinds of values and classes of TPS, beside looking at each value and row alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.engine import kinds as module
from pamtps_service.engine.columns import columns_of_areas
from pamtps_service.engine.kinds import classes_of, number_kinds, text_kinds
from pamtps_service.policy.model import AREA_LEVELS, InArea
from pamtps_service.records.area_codes import to_text

NUMBERS = st.integers(-12, 12) | st.sampled_from([-(2**31), 2**31 - 1])
ENDS = st.none() | NUMBERS
Ends = tuple[int | None, int | None]


def in_order(ends: Ends) -> bool:
    start, stop = ends
    return start is None or stop is None or start < stop


SPANS = st.lists(st.tuples(ENDS, ENDS).filter(in_order))


def inside(value: int, spans: list[Ends]) -> bool:
    return any(
        (start is None or value >= start) and (stop is None or value < stop)
        for start, stop in spans
    )


@pytest.mark.parametrize("few_bounds", [32, 0], ids=["compared", "searched"])
@given(leaves=st.dictionaries(st.integers(0, 9), SPANS, max_size=4), values=st.lists(NUMBERS))
def test_a_number_has_the_kind_for_which_the_same_leaves_hold(
    few_bounds: int, leaves: dict[int, list[Ends]], values: list[int]
) -> None:
    kinds = number_kinds(leaves)
    expected = [[inside(value, spans) for spans in leaves.values()] for value in values]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEW_BOUNDS", few_bounds)
        found = kinds.of(np.array(values, np.int32))
    assert kinds.leaves == tuple(leaves)
    assert len({row.tobytes() for row in kinds.truth}) == len(kinds.truth)
    assert kinds.truth[found].tolist() == expected
    order = np.argsort(np.array(values, np.int64), kind="stable")
    ascending = kinds.of_ascending(np.array(values, np.int64)[order])
    assert ascending.tolist() == found[order].tolist()


@pytest.mark.parametrize("bounds", [255, 256, 257, 1000])
def test_many_kinds_are_told_apart(bounds: int) -> None:
    kinds = number_kinds({number: [(number, None)] for number in range(bounds)})
    found = kinds.of(np.arange(-1, bounds, dtype=np.int32))
    assert found.tolist() == list(range(bounds + 1))
    assert kinds.truth.sum(axis=1).tolist() == list(range(bounds + 1))


@given(
    leaves=st.dictionaries(
        st.integers(0, 9), st.lists(st.sampled_from("abcd"), unique=True), max_size=4
    ),
    texts=st.lists(st.sampled_from("abcdef"), unique=True),
    data=st.data(),
)
def test_a_text_has_the_kind_for_which_the_same_leaves_hold(
    leaves: dict[int, list[str]], texts: list[str], data: st.DataObject
) -> None:
    indices = data.draw(st.lists(st.integers(-1, len(texts) - 1)))
    kinds = text_kinds(leaves)
    found = kinds.of(np.array(indices, np.int32), texts)
    expected = [
        [index >= 0 and texts[index] in wanted for wanted in leaves.values()] for index in indices
    ]
    assert kinds.truth[found].tolist() == expected


@pytest.mark.parametrize("level", AREA_LEVELS)
def test_an_area_lies_in_those_whose_code_its_own_begins_with(level: str) -> None:
    named = ("53", "53.11", "53.11.01", "53.11.01.2001", "53.11.02.2001", "54.01")
    codes = [5311012001, 5311012002, 5311022001, 5312012001, 5401012001]
    digits = {"province": 2, "regency": 4, "district": 6, "village": 10}[level]
    items = sorted({int(str(code)[:digits]) for code in codes})
    leaves = [InArea((code,)) for code in named]
    (kinds,) = columns_of_areas(leaves, level, ()).values()  # type: ignore[arg-type]
    found = kinds.of(np.array(items, np.int64))
    for item, kind in zip(items, found.tolist(), strict=True):
        text = to_text(item, level)  # type: ignore[arg-type]
        assert kinds.truth[kind].tolist() == [(text + ".").startswith(code + ".") for code in named]


ROWS = st.integers(0, 3).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 2), min_size=width, max_size=width))
)


@pytest.mark.parametrize("dense", [1 << 16, 10, 1])
@given(rows=ROWS, sizes=st.lists(st.sampled_from([3, 5, 300]), min_size=3, max_size=3))
def test_items_of_the_same_kinds_are_one_class(
    dense: int, rows: list[list[int]], sizes: list[int]
) -> None:
    width = len(rows[0]) if rows else 0
    columns = [np.array([row[at] for row in rows], np.uint8) for at in range(width)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "DENSE", dense)
        table, index = classes_of(columns, sizes[:width], len(rows))
    assert table.tolist() == [list(row) for row in sorted({tuple(row) for row in rows})]
    assert table[index].tolist() == rows


def test_more_combinations_than_64_bits_have_are_told_apart() -> None:
    random = np.random.default_rng(7)
    sizes = [2] * 60 + [300, 70_000, 1001]
    columns = [random.integers(0, size, 500).astype(np.uint32) for size in sizes]
    rows = np.column_stack(columns)
    rows = np.vstack([rows, rows[::3]])
    table, index = classes_of(list(rows.T), sizes, len(rows))
    assert len(table) == 500
    assert (table[index] == rows).all()
    assert table.tolist() == sorted(table.tolist())
