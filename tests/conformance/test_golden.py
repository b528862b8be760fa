"""Every golden case is planned as it was kept, byte for byte, and as was worked out by hand."""

from __future__ import annotations

import shutil
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.wire.call import Steps
from pamtps_service.wire.calls import verify_plan

from tests.conformance import case_files, renew
from tests.conformance.case_files import (
    CASES,
    GOLDEN,
    GoldenCase,
    all_cases,
    content_of,
    golden_text,
    plan_of,
    planned,
    policies_of,
    read_case,
    request_of,
    shuffled,
    told_of,
)
from tests.reference.evaluator import evaluate
from tests.reference.posts import best_partition, groups

FOLDERS = sorted(CASES.iterdir())
SMALL = [case for case in all_cases() if not case.large]
HOW_TO_LOOK = (
    "Look at the whole change:\n"
    "    python -m tests.conformance.renew && git diff tests/conformance\n"
    "and keep it only if docs/policy-language.md asks for it; else put the files back:\n"
    "    git checkout tests/conformance"
)


def differing(kept: str, now: str) -> str:
    """Where two texts first differ."""
    for line, (was, is_now) in enumerate(zip_longest(kept.splitlines(), now.splitlines()), 1):
        if was != is_now:
            return f"first in line {line}:\n  kept: {was}\n  now:  {is_now}"
    return "in the ends of lines alone"


def checked(found: Any, expected: Any, path: str) -> int:
    """Check that every leaf of `expected` is in what was found, and say how many there are."""
    if not isinstance(expected, dict):
        assert found == expected, f"{path}: {found!r}, where {expected!r} was worked out"
        return 1
    unknown = set(expected) - set(found)
    assert not unknown, f"{path}: the plan has no {sorted(unknown)}, only {sorted(found)}"
    return sum(checked(found[key], value, f"{path}.{key}") for key, value in expected.items())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
class TestGolden:
    def test_the_plan_is_the_one_kept(self, folder: Path) -> None:
        case = read_case(folder)
        kept = case.golden.read_text(encoding="utf-8")
        now = golden_text(case, planned(folder))
        if kept != now:
            path = case.golden.relative_to(CASES)
            pytest.fail(f"{path} differs, {differing(kept, now)}\n{HOW_TO_LOOK}", pytrace=False)

    def test_the_plan_is_what_was_worked_out(self, folder: Path) -> None:
        """A golden file is not just what the program once said."""
        case = read_case(folder)
        assert case.title
        assert case.shows
        assert {"status", "totals", "findings"} <= set(case.expect) or case.large
        assert checked(told_of(planned(folder)), case.expect, "expect") >= 5

    def test_rows_in_another_order_give_the_same_bytes(self, folder: Path) -> None:
        case = read_case(folder)
        again = plan_of(case, shuffled(request_of(case), seed=11))
        assert golden_text(case, again) == golden_text(case, planned(folder))

    def test_the_folder_holds_nothing_else(self, folder: Path) -> None:
        case = read_case(folder)
        own = {"case.yaml", case.golden.name}
        if not case.large:
            own |= {"policy", "tps.csv"}
            own |= {f"{n}.csv" for n in ("strengths", "stocks", "seats") if getattr(case, n)}
        assert {path.name for path in folder.iterdir()} == own


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.folder.name)
class TestSmall:
    def test_the_plan_kept_is_valid_and_the_best(self, case: GoldenCase) -> None:
        """From the file, as somebody would who got it from another program."""
        kept = plan_pb2.DeploymentPlan()
        json_format.Parse(case.golden.read_text(encoding="utf-8"), kept)
        asked = planning_service_pb2.VerifyPlanRequest()
        asked.source.content.CopyFrom(content_of(case, kept))
        asked.check_optimal = True
        reply = verify_plan(
            policies_of(case.policies), asked.SerializeToString(), Steps(lambda _: None)
        )
        found = planning_service_pb2.VerifyPlanResponse.FromString(reply)
        assert list(found.verification.violations) == []
        assert found.verification == asked.source.content.plan.verification
        assert found.optimality.optimal, found.optimality.aims

    def test_the_reference_reads_the_policy_alike(self, case: GoldenCase) -> None:
        """Tiers, labels, matching rules, units and posts, by the reference in plain Python."""
        plan = planned(case.folder)
        told = told_of(plan)
        texts = {path.stem: path.read_text("utf-8") for path in case.policies.glob("*.yaml")}
        rows = rows_of(case)
        strengths = strengths_of(case)
        sizes = {code: told["posts_in"][code] for code in sorted(told["posts_in"])}
        expected_sizes: dict[str, list[tuple[str, int]]] = {}
        chosen = {post.first_tps_code: post.size_limit for post in plan.posts}
        units: dict[tuple[str, str], int] = {}
        for use in plan.policies:
            inside = [row for row in rows if row["tps_code"][:2] in use.area_codes]
            result = evaluate(texts, use.id, inside)
            for code, one in result.tps.items():
                station = told["stations"][code]
                assert station["tier"] == one.tier
                assert station["labels"] == list(one.labels)
                assert station["rules"] == list(one.rules)
                assert station["covered"] == one.covered
                assert station["linmas"] + station["linmas_short"] == one.requirement.linmas_per_tps
            for unit, persons in result.units.items():
                units[unit.area, f"{unit.rule} {unit.force}"] = persons
            for group, members in groups(result, strengths).items():
                first = 0
                former = former_posts(case, group.command or members[0][:5], group.border)
                for count in best_partition(members, chosen[members[0]], former):
                    place = (members[first], count)
                    expected_sizes.setdefault(group.border, []).append(place)
                    first += count
        for (area, name), persons in units.items():
            assert told["units"][area][name]["required"] == persons
        for border, places in expected_sizes.items():
            found = [int(text.split(" ")[0]) for text in sizes.pop(border)]
            assert found == [count for _, count in sorted(places)]
        assert not sizes


def former_posts(case: GoldenCase, command: str, border: str) -> dict[str, list[str]]:
    """The TPS of each post of the plan in force in a border, under a command, by its first."""
    if case.in_force is None:
        return {}
    plan = planned(case.in_force)
    found: dict[str, list[str]] = {}
    for station in plan.stations:
        post = plan.posts[station.post]
        if station.HasField("post") and (post.command, post.area_code) == (command, border):
            found.setdefault(post.first_tps_code, []).append(station.tps_code)
    return found


def rows_of(case: GoldenCase) -> list[dict[str, Any]]:
    """The TPS of a case as the reference takes them."""
    request = request_of(case)
    rows = []
    for index, row in enumerate(request.batch.rows):
        told: dict[str, Any] = {
            "tps_code": row.tps_code,
            "risk_tier": plan_pb2.RiskTier.Name(row.risk_tier).removeprefix("RISK_TIER_").lower(),
        }
        for name in ("registered_voters", "travel_minutes"):
            if row.HasField(name):
                told[name] = getattr(row, name)
        if row.HasField("access"):
            told["access"] = plan_pb2.Access.Name(row.access).removeprefix("ACCESS_").lower()
        for column in request.batch.attributes:
            if column.values[index]:
                told[column.name] = column.values[index]
        rows.append(told)
    return rows


def strengths_of(case: GoldenCase) -> list[dict[str, Any]]:
    """The strengths of a case as the reference takes them."""
    return [
        {
            "command": one.command or one.area_code,
            "area": one.area_code,
            "covers": list(one.covers) or [one.area_code],
            "force": plan_pb2.Force.Name(one.force).removeprefix("FORCE_").lower(),
            "personnel": one.personnel,
            "role": plan_pb2.StrengthRole.Name(one.role).removeprefix("STRENGTH_ROLE_").lower(),
        }
        for one in request_of(case).strengths
    ]


def test_titles_and_folders_are_unique_and_say_something() -> None:
    cases = all_cases()
    assert len({case.title for case in cases}) == len(cases)
    assert all("-" in case.folder.name for case in cases)
    assert {case.golden.name for case in cases} == set(GOLDEN.values())


def test_renewing_writes_the_files_of_a_case_as_they_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing where nothing has changed."""
    name = "sizes-raised-from-own-strength"
    shutil.copytree(CASES / name, tmp_path / name)
    monkeypatch.setattr(case_files, "CASES", tmp_path)
    golden = tmp_path / name / GOLDEN["plan"]
    kept = golden.read_text(encoding="utf-8")
    golden.write_text(kept.replace('"polri": 2', '"polri": 3'), encoding="utf-8")
    renew.main()
    assert golden.read_text(encoding="utf-8") == kept
    renew.main()
    assert capsys.readouterr().out == f"written: {name}/plan.json\n"


def test_a_failure_names_the_first_line_that_differs() -> None:
    assert differing("a\nb\nc\n", "a\nB\nC\n") == "first in line 2:\n  kept: b\n  now:  B"
    assert differing("a\nb", "a") == "first in line 2:\n  kept: b\n  now:  None"


@pytest.mark.parametrize(
    "expected", [{"tps": 1}, {"totals": {"polri": {"wanted": 6}}}, {"stations": 3}]
)
def test_what_was_worked_out_wrongly_is_found(expected: dict[str, Any]) -> None:
    """Another number, and a name that a plan does not have."""
    told = told_of(planned(CASES / "sizes-raised-from-own-strength"))
    with pytest.raises(AssertionError, match="expect"):
        checked(told, expected, "expect")
