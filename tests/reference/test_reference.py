"""The reference itself, against answers worked out by hand from the text of the language."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.reference.evaluator import Movement, Requirement, Unit, evaluate
from tests.reference.linmas import assign
from tests.reference.mix import Mix, settle
from tests.reference.posts import best_partition
from tests.reference.shortage import Strengths, by_linear_programs, closed_form
from tests.reference.strategies import Case, cases

HEAD = "title: T\nissuer: I\nbasis: B\nareas: all\n"
EXAMPLE = (
    HEAD
    + """
policy: own
extends: base
drops: [gone]
pattern_order: [polri, linmas, tps]
units: {peleton: 40}
area_lists: {far: {53.10: Manggarai, 53.11: Sumba Timur}}
attributes: {signal: {type: choice, of: [none, radio], default: none}}
rules:
  - {id: remote, when: {travel_minutes: "> 180"}, classify: {label: remote, risk_tier: rawan}}
  - {id: lonely, when: {label: remote, signal: none}, classify: {label: lonely}}
  - {id: calm, unless: {label: lonely}, classify: {label: calm}}
  - {id: low, guard: {pattern: "2-8-4 .. 2-32-16"}}
  - {id: mid, when: {risk_tier: ">= rawan"}, guard: {polri: 3, tps_per_post: 6..10}}
  - {id: far-low, when: {area: far, label: calm}, instead_of: [low], guard: {polri: 1}}
  - {id: platoon, for_each: regency, when: {count: {of: {label: calm}, is: "< 2"}},
     add: {polri: 1 peleton, tni: 3, role: standby}}
  - {id: leader, for_each: district, add: {polri: 1, role: supervisor, per: {tps: 2}}}
  - {id: sail, when: {travel_minutes: 181..}, move: {transport: sea}}
"""
).replace("181..}", "181..999}")
BASE = (
    HEAD
    + """
policy: base
pattern_order: [polri, tps, linmas]
units: {peleton: 30}
rules:
  - {id: gone, guard: {polri: 9, tps_per_post: 1}}
  - {id: early, when: {label: lonely}, move: {fallback: air, depart: H-3}}
  - {id: lonely, classify: {label: other}}
  - {id: base-squad, when: {special_location: true}, guard: {pattern: 2-4-8, within: regency}}
"""
)


def tps(code: str, **values: Any) -> dict[str, Any]:
    return {"tps_code": code, "risk_tier": "kurang_rawan", "travel_minutes": 0} | values


class TestEvaluator:
    """A policy with most forms, worked out by hand."""

    result = evaluate(
        {"own": EXAMPLE, "base": BASE},
        "own",
        [
            tps("53.10.01.1001.001"),
            tps("53.10.01.1001.901", travel_minutes=181, signal="radio"),
            tps("53.12.01.1001.001", travel_minutes=200),
        ],
    )

    def test_labels_chain_and_a_negated_label_waits_until_it_is_settled(self) -> None:
        labels = {code: one.labels for code, one in self.result.tps.items()}
        assert labels == {
            "53.10.01.1001.001": ("calm",),
            "53.10.01.1001.901": ("calm", "remote"),
            "53.12.01.1001.001": ("lonely", "remote"),
        }

    def test_a_code_that_ends_in_zero_stays_text(self) -> None:
        assert "far-low" in self.result.tps["53.10.01.1001.001"].rules
        assert "low" not in self.result.tps["53.10.01.1001.001"].rules
        assert "low" in self.result.tps["53.12.01.1001.001"].rules

    def test_the_weakest_size_is_the_smallest_of_the_largest(self) -> None:
        needs = {code: one.requirement for code, one in self.result.tps.items()}
        assert needs == {
            "53.10.01.1001.001": Requirement(None, 1, 0, 0, "district", "district", None),
            "53.10.01.1001.901": Requirement(
                (4,), 3, 0, 2, "regency", "regency", Movement("sea", None, 0)
            ),
            "53.12.01.1001.001": Requirement(
                (4, 5, 6, 7, 8, 9, 10),
                3,
                0,
                2,
                "district",
                "district",
                Movement("sea", "air", 3),
            ),
        }

    def test_what_has_no_size_is_not_covered(self) -> None:
        assert not self.result.tps["53.10.01.1001.001"].covered
        assert self.result.tps["53.12.01.1001.001"].covered

    def test_units_follow_the_counts_of_their_areas(self) -> None:
        assert self.result.units == {
            Unit("53.12", "polri", "standby", "peleton", "platoon"): 40,
            Unit("53.12", "tni", "standby", "", "platoon"): 3,
            Unit("53.10.01", "polri", "supervisor", "", "leader"): 1,
            Unit("53.12.01", "polri", "supervisor", "", "leader"): 1,
        }


class TestOracles:
    """The brute forces on cases small enough to see."""

    def test_two_villages_of_seven_at_four_are_each_cut_once(self) -> None:
        codes = [f"53.11.01.{v}.{n:03}" for v in (2001, 2002) for n in range(1, 8)]
        assert best_partition(codes, 4) == [4, 3, 4, 3]

    def test_a_village_that_fits_is_kept_whole_before_sizes_are_even(self) -> None:
        codes = [f"53.11.01.2001.{n:03}" for n in range(1, 2)]
        codes += [f"53.11.01.2002.{n:03}" for n in range(1, 4)]
        assert best_partition(codes, 3) == [1, 3]

    def test_special_locations_are_a_building_of_their_own(self) -> None:
        codes = [f"53.11.01.2001.{n:03}" for n in (1, 901, 902, 903)]
        assert best_partition(codes, 3) == [1, 3]

    def test_a_mix_may_hold_no_whole_number(self) -> None:
        answer = settle([Mix(1, 8, 10)], 31, 0)
        assert (answer.lower, answer.upper, answer.whole_number_exists) == (4, 3, False)
        assert answer.at_least == answer.at_most == 4

    def test_one_tni_for_every_two_to_ten_of_208_polri(self) -> None:
        answer = settle([Mix(1, 2, 10)], 208, 0)
        assert (answer.at_least, answer.at_most, answer.above) == (21, 104, False)

    def test_linmas_go_to_every_tps_before_the_second_goes_to_the_highest_tier(self) -> None:
        some = [("a", "kurang_rawan", 2), ("b", "rawan", 2), ("c", "sangat_rawan", 2)]
        assert assign(some, 4) == {"a": 1, "b": 1, "c": 2}
        assert assign(some, 2) == {"a": 0, "b": 1, "c": 1}


def needs() -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(st.sampled_from(["high", "low", "units"]), st.integers(0, 9))


@given(
    st.fixed_dictionaries({"a": needs(), "b": needs(), "c": needs()}),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 15)),
    st.dictionaries(st.sampled_from(["P", "Q"]), st.integers(0, 12)),
    st.dictionaries(st.sampled_from(["P", "Q"]), needs()),
    st.integers(0, 9),
)
def test_the_closed_form_of_shortage_equals_lexicographic_linear_programs(
    need: dict[str, dict[str, int]],
    own: dict[str, int],
    reserve: dict[str, int],
    on_reserve: dict[str, dict[str, int]],
    nation: int,
) -> None:
    provinces = {"a": "P", "b": "P", "c": "Q"}
    given_strengths = Strengths(
        ["high", "low", "units"], provinces, need, own, reserve, on_reserve, nation
    )
    assert closed_form(given_strengths) == by_linear_programs(given_strengths)


@given(cases())
def test_the_order_of_rows_and_rules_changes_nothing(case: Case) -> None:
    forward = evaluate(case.texts, case.policy_id, case.tps)
    assert forward == evaluate(case.texts, case.policy_id, case.tps[::-1])
    assert sorted(forward.tps) == sorted(row["tps_code"] for row in case.tps)
