"""How a section reads in the results."""

from __future__ import annotations

from benchmarks.measure import Timings
from benchmarks.table import Section, readable


def test_a_section_has_a_row_for_each_way_and_says_what_was_skipped() -> None:
    timings = Timings({"loop": [0.004, 0.002, 0.003], "engine": [0.001, 0.001, 0.001]})
    section = Section(
        "Rules", timings, ("loop", "engine"), "So it is.", skipped={"Drools": "there is no Java"}
    )
    assert section.markdown().splitlines() == [
        "## Rules; 3 rounds",
        "",
        "| | ms (median) | ratio to loop | ratio to engine |",
        "| --- | ---: | ---: | ---: |",
        "| loop | 3.00 | 1 | 3 |",
        "| engine | 1.00 | 0.333 | 1 |",
        "| Drools | not measured: there is no Java | | |",
        "",
        "So it is.",
    ]


def test_a_section_of_which_nothing_could_be_measured_says_why() -> None:
    section = Section("Nation", Timings({}), (), "Not measured: no data.")
    assert section.markdown() == "## Nation\n\nNot measured: no data.\n"
    assert section.way("loop") is None


def test_a_way_has_its_name_and_may_have_another() -> None:
    section = Section("Rules", Timings({"Zen": [1.0]}), ("Zen",), aliases={"fastest": "Zen"})
    assert (section.way("Zen"), section.way("fastest"), section.way("CEL")) == ("Zen", "Zen", None)


def test_a_ratio_shows_three_digits_that_count() -> None:
    assert [readable(ratio) for ratio in (0.01234, 1.005, 12.34, 1234.5)] == [
        "0.0123",
        "1",
        "12.3",
        "1,234",
    ]
