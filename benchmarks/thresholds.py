"""The thresholds of thresholds.toml, and whether what was measured keeps them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.table import Section, Size, readable

FILE: Final = Path(__file__).parent / "thresholds.toml"
_KEYS: Final = {"table", "way", "beside", "full", "small"}


class ThresholdError(ValueError):
    """The file of the thresholds is not as it must be."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What a ratio must be at most or at least; one of them is None."""

    at_most: float | None
    at_least: float | None

    def holds(self, ratio: float) -> bool:
        """Whether a ratio keeps the bound."""
        return (self.at_most is None or ratio <= self.at_most) and (
            self.at_least is None or ratio >= self.at_least
        )

    def __str__(self) -> str:
        if self.at_most is not None:
            return f"at most {self.at_most:g}"
        return f"at least {self.at_least:g}"


@dataclass(frozen=True, slots=True)
class Threshold:
    """What the ratio of a way to another must be."""

    table: str
    way: str
    beside: str
    bounds: Mapping[Size, Bound]
    """By size; a size that is not in it has none."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A threshold beside what was measured."""

    threshold: Threshold
    bound: Bound
    ratio: float | None
    """None where a way of it was not measured."""

    @property
    def broken(self) -> bool:
        """Whether it does not hold; what was not measured does not."""
        return self.ratio is None or not self.bound.holds(self.ratio)

    def __str__(self) -> str:
        told = self.threshold
        if self.ratio is None:
            return f"{told.table}: {told.way} was not measured beside {told.beside}"
        return (
            f"{told.table}: {told.way} takes {readable(self.ratio)} times as long as "
            f"{told.beside}; it must be {self.bound}"
        )


def read(text: str) -> list[Threshold]:
    """The thresholds of a file.

    Raises:
        ThresholdError: the file is no TOML, or a threshold lacks something or has too much.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ThresholdError(f"not TOML: {error}") from error
    if set(content) - {"threshold"}:
        raise ThresholdError(f"unknown: {', '.join(sorted(set(content) - {'threshold'}))}")
    return [_threshold(given) for given in content.get("threshold", [])]


def _threshold(given: Mapping[str, Any]) -> Threshold:
    sizes: list[Size] = [size for size in ("full", "small") if size in given]
    words = [given.get(key) for key in ("table", "way", "beside")]
    if set(given) - _KEYS or not sizes or not all(isinstance(word, str) for word in words):
        raise ThresholdError(
            "a threshold has `table`, `way`, `beside`, and `full` or `small`; "
            f"found {dict(given)!r}"
        )
    table, way, beside = map(str, words)
    return Threshold(table, way, beside, {size: _bound(given[size]) for size in sizes})


def _bound(given: object) -> Bound:
    if isinstance(given, dict) and len(given) == 1:
        ((word, value),) = given.items()
        if word in ("at_most", "at_least") and type(value) in (int, float):
            return Bound(**{"at_most": None, "at_least": None, word: float(value)})
    raise ThresholdError(f"a bound is {{at_most = N}} or {{at_least = N}}; found {given!r}")


def judge(
    thresholds: Sequence[Threshold], measured: Mapping[str, Sequence[Section]], size: Size
) -> list[Verdict]:
    """The thresholds of the tables that were measured, with a bound at that size.

    Args:
        thresholds: of the file.
        measured: sections by the name of the table.
        size: that was measured.
    """
    return [
        Verdict(threshold, threshold.bounds[size], _ratio(threshold, measured[threshold.table]))
        for threshold in thresholds
        if size in threshold.bounds and threshold.table in measured
    ]


def _ratio(threshold: Threshold, sections: Sequence[Section]) -> float | None:
    for section in sections:
        way, beside = section.way(threshold.way), section.way(threshold.beside)
        if way is not None and beside is not None:
            return section.timings.ratio(way, beside)
    return None


def markdown(verdicts: Sequence[Verdict]) -> str:
    """The verdicts as a table of the results."""
    lines = ["| threshold | ratio | must be | |", "| --- | ---: | --- | --- |"]
    for verdict in verdicts:
        told = verdict.threshold
        ratio = "not measured" if verdict.ratio is None else readable(verdict.ratio)
        state = "BROKEN" if verdict.broken else "holds"
        lines.append(
            f"| {told.table}: {told.way} / {told.beside} | {ratio} | {verdict.bound} | {state} |"
        )
    return "\n".join(lines) + "\n"
