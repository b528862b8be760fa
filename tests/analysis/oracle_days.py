"""What docs/policy-analysis.md says of the dates of policies, by walking from day to day."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.reference.conditions import lies_in

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Policies that are never abstract: areas (`all` stands alone) and days, both included."""

    policy: str
    areas: tuple[str, ...]
    first: date | None
    last: date | None

    def in_force(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Days:
    """A finding: code, area, policies, and every day of the walk on which it holds."""

    code: str
    area: str
    policies: tuple[str, ...]
    days: tuple[date, ...]


def of_area(spans: list[Span], area: str, day: date) -> list[str]:
    """The policies with the longest code that contains the area, of those in force that day."""
    found: dict[int, list[str]] = {}
    for span in spans:
        if not span.in_force(day):
            continue
        for code in span.areas:
            if code == "all" or (area != "all" and lies_in(area, code)):
                found.setdefault(0 if code == "all" else len(code), []).append(span.policy)
    return sorted(found[max(found)]) if found else []


def walk(spans: list[Span]) -> list[date]:
    """From two days before the first date that a policy names to two days after the last."""
    dates = [day for span in spans for day in (span.first, span.last) if day is not None]
    if not dates:
        return [date(2024, 1, 1)]
    start, end = min(dates) - 2 * DAY, max(dates) + 2 * DAY
    return [start + DAY * number for number in range((end - start).days + 1)]


def day_findings(spans: list[Span]) -> set[Days]:
    days = walk(spans)
    found: dict[tuple[str, str, tuple[str, ...]], list[date]] = {}
    for area in sorted({code for span in spans for code in span.areas}):
        covered = [day for day in days if of_area(spans, area, day)]
        for day in days:
            for code, policies in _on(spans, area, day):
                found.setdefault((code, area, policies), []).append(day)
            if covered and covered[0] < day < covered[-1] and day not in covered:
                found.setdefault(("no-policy", area, ()), []).append(day)
    return {Days(code, area, names, tuple(on)) for (code, area, names), on in found.items()}


def _on(spans: list[Span], area: str, day: date) -> Iterator[tuple[str, tuple[str, ...]]]:
    here = of_area(spans, area, day)
    named = [span.policy for span in spans if span.in_force(day) and area in span.areas]
    for pair in itertools.combinations(sorted(named), 2):
        yield "two-policies", pair
    if len(area) == 5:
        regencies = {code for span in spans for code in span.areas if len(code) == 5}
        beside = {code for code in regencies if code[:2] == area[:2]} | {f"{area[:2]}.99"}
        rest = {tuple(of_area(spans, code, day)) for code in beside - {area}} - {(), tuple(here)}
        if here and rest:
            yield "province-split", tuple(sorted({*here}.union(*rest)))
