"""What was measured is compared with the thresholds, and a run says which are broken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import __main__ as program
from benchmarks import results, thresholds
from benchmarks.measure import Timings
from benchmarks.table import Section, Setting, Table
from benchmarks.tables import TABLES
from benchmarks.thresholds import Bound, ThresholdError, judge, read

ENGINE = """
[[threshold]]
table = "speed"
way = "engine"
beside = "loop"
full = { at_most = 0.2 }
small = { at_most = 0.5 }
"""
OTHER = """
[[threshold]]
table = "speed"
way = "fastest other engine"
beside = "engine"
full = { at_least = 20 }
"""


def section(engine: float, other: float | None = None) -> Section:
    """The loop takes one second."""
    seconds = {"loop": [1.0], "engine": [engine]} | ({} if other is None else {"Zen": [other]})
    return Section("Speed", Timings(seconds), ("loop",), aliases={"fastest other engine": "Zen"})


@pytest.mark.parametrize(
    ("bound", "ratio", "holds"),
    [
        (Bound(0.2, None), 0.2, True),
        (Bound(0.2, None), 0.21, False),
        (Bound(None, 20), 20, True),
        (Bound(None, 20), 19.9, False),
    ],
)
def test_a_bound_holds_up_to_its_end(bound: Bound, ratio: float, holds: bool) -> None:
    assert bound.holds(ratio) is holds


def test_a_threshold_is_judged_at_its_size_where_its_table_was_measured() -> None:
    bounds = read(ENGINE + OTHER)
    told = {"speed": [section(0.3, 3.0)]}
    full = [(one.broken, one.ratio) for one in judge(bounds, told, "full")]
    assert full == [(True, 0.3), (True, 10)]
    assert [one.broken for one in judge(bounds, told, "small")] == [False]
    assert judge(bounds, {"another": [section(0.3)]}, "full") == []


def test_what_was_not_measured_does_not_hold() -> None:
    _, other = judge(read(ENGINE + OTHER), {"speed": [section(0.1)]}, "full")
    assert other.ratio is None
    assert other.broken
    assert str(other) == "speed: fastest other engine was not measured beside engine"
    assert "| not measured | at least 20 | BROKEN |" in thresholds.markdown([other])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("table =", "not TOML"),
        ("[[thresholds]]", "unknown: thresholds"),
        ("[[threshold]]\ntable = 'speed'", "a threshold has `table`, `way`"),
        (ENGINE + "slow = 1", "a threshold has `table`, `way`"),
        (ENGINE.replace("at_most = 0.5", ""), "a bound is"),
        (ENGINE.replace("0.5", "'half'"), "a bound is"),
        (ENGINE.replace("0.5", "true"), "a bound is"),
        (ENGINE.replace("at_most = 0.5", "at_most = 1, at_least = 1"), "a bound is"),
    ],
)
def test_a_file_that_is_not_as_it_must_be_is_refused(text: str, said: str) -> None:
    with pytest.raises(ThresholdError, match=said):
        read(text)


def test_the_file_names_tables_that_there_are_and_each_checked_one() -> None:
    found = read(thresholds.FILE.read_text("utf-8"))
    assert {one.table for one in found} <= {table.name for table in TABLES}
    checked = {table.name for table in TABLES if table.checked}
    assert checked <= {one.table for one in found if "small" in one.bounds}


class Measured:
    """The only tables that there are: `speed`, which is checked, and `slow`, which is not."""

    engine = 0.1
    data = True
    error: Exception | None = None

    def sections(self, _: Setting) -> Iterator[Section]:
        if self.error is not None:
            raise self.error
        if self.data:
            yield section(self.engine, other=20)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Measured:
    found = Measured()
    tables = (Table("speed", found.sections, True), Table("slow", found.sections, False))
    (tmp_path / "thresholds.toml").write_text(ENGINE + OTHER)
    monkeypatch.setattr(program, "TABLES", tables)
    monkeypatch.setattr(results, "FILE", tmp_path / "RESULTS.md")
    monkeypatch.setattr(thresholds, "FILE", tmp_path / "thresholds.toml")
    return found


@pytest.mark.parametrize(("engine", "state", "code"), [(0.5, "holds", 0), (0.6, "BROKEN", 1)])
def test_the_check_ends_with_1_where_a_threshold_is_broken(
    measured: Measured,
    engine: float,
    state: str,
    code: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    measured.engine = engine
    assert program.main(["--check"]) == code
    out, error = capsys.readouterr()
    assert f"| speed: engine / loop | {engine} | at most 0.5 | {state} |" in out
    told = "engine takes 0.6 times as long as loop; it must be at most 0.5"
    assert (told in error) == (code == 1)
    assert not results.FILE.exists()


def test_a_run_of_one_table_replaces_what_the_results_say_of_it(
    measured: Measured, capsys: pytest.CaptureFixture[str]
) -> None:
    measured.engine = 0.3
    assert program.main([]) == 1
    first = results.FILE.read_text("utf-8")
    assert first.count("## Speed; one round") == 2
    assert "| speed: engine / loop | 0.3 | at most 0.2 | BROKEN |" in first
    measured.engine = 0.1
    assert program.main(["--only", "slow", "--no-write"]) == 0
    assert results.FILE.read_text("utf-8") == first
    assert program.main(["--only", "slow"]) == 0
    second = results.FILE.read_text("utf-8")
    kept, _, _ = first.partition("<!-- table slow -->")
    assert second.startswith(kept)
    assert "| engine | 100.00 | 0.1 |" in second.removeprefix(kept)
    assert "| engine | 300.00 | 0.3 |" in capsys.readouterr().out


def test_results_of_tables_that_there_are_no_more_are_left_out() -> None:
    before = results.merged("", {"old": "Old.\n", "b": "B.\n"}, ["old", "b"])
    after = results.merged(before, {"a": "A."}, ["a", "b"])
    assert after == f"{results.HEAD}\n<!-- table a -->\n\nA.\n\n<!-- table b -->\n\nB.\n"


def test_a_measurement_that_fails_ends_the_run_and_says_which(
    measured: Measured, capsys: pytest.CaptureFixture[str]
) -> None:
    measured.error = RuntimeError("Zen says of TPS 7 …")
    assert program.main(["--check"]) == 2
    assert "benchmarks: speed failed: RuntimeError: Zen says of TPS 7 …" in capsys.readouterr().err


def test_what_needs_the_data_says_so_where_they_are_missing(
    measured: Measured, capsys: pytest.CaptureFixture[str]
) -> None:
    measured.data = False
    assert program.main(["--only", "slow"]) == 0
    assert "## slow\n\nNot measured: the data folder is not here" in capsys.readouterr().out
    assert "## slow\n\nNot measured: the data folder is not here" in results.FILE.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("table =", "thresholds.toml: not TOML"),
        (ENGINE.replace("speed", "sped"), "thresholds.toml: no table has the name sped"),
    ],
)
def test_thresholds_that_cannot_be_read_end_the_run_before_it_measures(
    measured: Measured, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    thresholds.FILE.write_text(text)
    measured.error = AssertionError("was measured")
    assert program.main(["--check"]) == 2
    assert said in capsys.readouterr().err


def test_what_the_check_does_not_measure_cannot_be_asked_of_it(
    measured: Measured, capsys: pytest.CaptureFixture[str]
) -> None:
    assert measured.error is None
    assert program.main(["--check", "--only", "slow"]) == 2
    assert "--check does not measure slow" in capsys.readouterr().err
