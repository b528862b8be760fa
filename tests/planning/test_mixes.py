"""Bounds of TNI to Polri, against trying every whole number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.planning.mixes import lower_bound, upper_bound
from pamtps_service.policy import model

from tests.reference.mix import Mix, settle


def mixes() -> st.SearchStrategy[Mix]:
    return st.builds(
        lambda tni, ends, open_: Mix(tni, None if open_ else min(ends), max(ends)),
        st.integers(1, 4),
        st.tuples(st.integers(1, 12), st.integers(1, 12)),
        st.booleans(),
    )


@given(mixes(), st.integers(0, 60))
def test_the_bounds_are_the_least_and_the_greatest_whole_number_that_hold(
    mix: Mix, polri: int
) -> None:
    effect = model.Mix(mix.tni, mix.polri_least, mix.polri_most, None)
    answer = settle([mix], polri, 0)
    assert lower_bound(effect, polri) == answer.lower
    assert upper_bound(effect, polri) == answer.upper


def test_between_31_and_155_tni_stand_beside_310_polri_at_1_to_10_up_to_1_to_2() -> None:
    effect = model.Mix(1, 2, 10, None)
    assert (lower_bound(effect, 310), upper_bound(effect, 310)) == (31, 155)
