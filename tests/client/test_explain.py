"""`pamtps explain` against the real service, on a province of two districts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from google.protobuf import json_format
from pamtps.v1 import planning_service_pb2
from pamtps_client import not_adding_up
from pamtps_client.command import main

Table = Callable[..., str]
Captured = pytest.CaptureFixture[str]
Command = Callable[..., list[str]]

ROWS = [f"53.02.01.2001.{n:03},kurang_rawan,road,{20 * n}" for n in range(1, 12)]
ROWS += [f"53.02.02.2001.{n:03},rawan,sea,30" for n in range(1, 4)]
TPS = "53.02.01.2001.011"


@pytest.fixture
def explain(service: str, table: Table, tmp_path: Path, capsys: Captured) -> Command:
    """The arguments of `pamtps explain` for a plan that was just made."""
    tps = table("tps_code,risk_tier,access,travel_minutes", *ROWS)
    strengths = table(
        "area_code,force,personnel,role",
        "53.02,polri,9,own",
        "53,polri,4,reserve",
        "53.02,linmas,26,own",
        name="strengths.csv",
    )
    plan, server = str(tmp_path / "plan.json"), ["--server", service, "--lang", "en"]
    made = ["plan", tps, "--strengths", strengths, "--election-date", "2024-11-27", "--out", plan]
    assert main([*made, *server]) in (0, 3)
    capsys.readouterr()

    def arguments(subject: str, *more: str) -> list[str]:
        return ["explain", plan, subject, "--tps", tps, "--strengths", strengths, *server, *more]

    return arguments


def test_a_number_is_shown_with_its_formula_and_its_rules(
    explain: Command, capsys: Captured
) -> None:
    assert main(explain("53.02.01", "--depth", "all")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Polri required in 53.02.01: 4 = 2 x ceil(11 / 16) + 2" in lines
    rule = next(line for line in lines if "TPS a post, at most (weakest size): 16" in line)
    assert rule.endswith("  [ntt-2024/guard-kurang-rawan, national-2024.yaml:14]")


def test_levels_below_the_depth_are_counted(explain: Command, capsys: Captured) -> None:
    assert main(explain("53.02.01", "--depth", "1")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Polri required in 53.02.01: 4 = 2 x ceil(11 / 16) + 2"
    assert lines[1].strip().startswith("… ")
    assert lines[1].strip().endswith(" more below (--depth 2)")


def test_why_a_rule_does_not_match_is_told_with_what_was_found(
    explain: Command, capsys: Captured
) -> None:
    assert main(explain(TPS, "--rule", "remote")) == 0
    matching = capsys.readouterr().out
    assert '  travel_minutes: ">= 181" (found 220): yes' in matching.replace("    ", "  ")
    assert main(explain("53.02.01.2001.001", "--rule", "remote", "--lang", "id")) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines[0].startswith("“TPS terpencil” berlaku untuk TPS 53.02.01.2001.001: tidak")
    assert lines[-1] == 'travel_minutes: ">= 181" (ditemukan 20): tidak'


def test_json_is_the_reply_and_adds_up(explain: Command, capsys: Captured) -> None:
    assert main(explain("53", "--json")) == 0
    reply = planning_service_pb2.ExplainPlanResponse()
    json_format.Parse(capsys.readouterr().out, reply)
    assert len(reply.explanations) > 20
    assert not_adding_up(reply.explanations) == ()


def test_a_subject_that_is_not_there_is_bad_input(explain: Command, capsys: Captured) -> None:
    assert main(explain("53.20")) == 2
    err = capsys.readouterr().err
    assert err.startswith("SUBJECT: 53.20 is not in this plan. There are: 53.02;")
    assert "\n  Maybe: 53.02\n" in err


def test_a_rule_that_is_not_there_is_bad_input(explain: Command, capsys: Captured) -> None:
    assert main(explain(TPS, "--rule", "remot")) == 2
    err = capsys.readouterr().err
    assert err.startswith("--rule: Policy ntt-2024 has no rule remot.")
    assert "\n  Maybe: remote\n" in err


def test_a_plan_that_was_changed_is_not_explained(explain: Command, capsys: Captured) -> None:
    arguments = explain("53")
    path = Path(arguments[1])
    plan = json.loads(path.read_text(encoding="utf-8"))
    digest = plan["plan_digest"]
    plan["totals"][0]["assigned"] += 1
    path.write_text(json.dumps(plan), encoding="utf-8")
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert digest[:16] in err
    assert "Planning again gives another plan" in err


def test_a_plan_of_other_inputs_is_not_explained(explain: Command, capsys: Captured) -> None:
    arguments = explain("53")
    without = [word for word in arguments if not word.endswith("strengths.csv")]
    without.remove("--strengths")
    assert main(without) == 2
    assert "The plan was made from other inputs" in capsys.readouterr().err


@pytest.mark.parametrize("depth", ["0", "-1", "two", "1.5"])
def test_a_depth_that_is_none_is_bad_input(explain: Command, capsys: Captured, depth: str) -> None:
    assert main(explain("53", f"--depth={depth}")) == 2
    assert capsys.readouterr().err.startswith(f"--depth: “{depth}” is no number of levels")
