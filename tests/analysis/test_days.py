"""The dates of random folders of policies against a walk from day to day."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

import pytest
from pamtps_service.analysis.analyze_set import analyze_set
from pamtps_service.analysis.findings import Finding
from pamtps_service.policy.load import check_files

from tests.analysis.oracle_days import Span, day_findings, walk
from tests.reference.strategies import heading, yaml_text

START = date(2024, 6, 1)
AREAS: list[tuple[str, ...]] = [("all",), ("53",), ("53",), ("53.11",), ("53.11", "53.15"), ("51",)]


def random_folder(seed: int) -> list[Span]:
    """Up to five policies of some weeks, some open at an end, in areas that lie in each other."""
    rng = random.Random(seed)
    spans = []
    for number in range(rng.randint(1, 5)):
        first = START + timedelta(rng.randint(0, 20))
        last = first + timedelta(rng.randint(0, 15))
        spans.append(
            Span(
                f"p{number}",
                rng.choice(AREAS),
                None if rng.random() < 0.15 else first,
                None if rng.random() < 0.15 else last,
            )
        )
    return spans


def text_of(span: Span) -> bytes:
    effective = {"from": span.first, "until": span.last}
    policy = heading(span.policy) | {
        "areas": "all" if span.areas == ("all",) else list(span.areas),
        "effective": {key: day.isoformat() for key, day in effective.items() if day},
        "rules": [{"id": "everywhere", "guard": {"polri": "2", "tps_per_post": "4"}}],
    }
    if not policy["effective"]:
        del policy["effective"]
    return yaml_text(policy).encode()


def days_told(found: Finding, days: list[date]) -> set[tuple[str, str, tuple[str, ...], date]]:
    """The finding in the words of its English message, day by day."""
    period = found.message.en.partition(":")[0]
    words = r"(?:From (\S+) on|Until (\S+)|From (\S+) to (\S+)|On every day)"
    told = re.fullmatch(words, period)
    assert told is not None, period
    start, until = told[1] or told[3], told[2] or told[4]
    first = date.fromisoformat(start) if start else days[0]
    last = date.fromisoformat(until) if until else days[-1]
    assert first <= last, period
    area = re.search(r"(?:for|:) (\d\d(?:\.\d\d)?|all other areas)", found.message.en)
    assert area is not None
    code = "all" if area[1] == "all other areas" else area[1]
    names = set(re.findall(r"\bp\d\b", found.message.en))
    within = (first + timedelta(n) for n in range((last - first).days + 1))
    return {(found.code, code, tuple(sorted(names)), day) for day in within}


@pytest.mark.parametrize("seed", range(150))
def test_every_day_of_a_folder_is_told_as_the_walk_finds_it(seed: int) -> None:
    """Findings, areas, policies and days equal those of the walk; each stretch is told once."""
    spans = random_folder(seed)
    checked = check_files({f"{span.policy}.yaml": text_of(span) for span in spans})
    assert checked.policies is not None, checked.faults
    days = walk(spans)
    expected = {
        (one.code, one.area, one.policies, day) for one in day_findings(spans) for day in one.days
    }
    found = analyze_set(checked.policies)
    told = [days_told(one, days) for one in found]
    assert set().union(*told) == expected, spans
    assert sum(len(one) for one in told) == len(expected), "a day is told twice"


def test_the_random_folders_show_every_finding_about_dates() -> None:
    """What is compared is not empty."""
    codes = {one.code for seed in range(150) for one in day_findings(random_folder(seed))}
    assert codes == {"two-policies", "no-policy", "province-split"}
