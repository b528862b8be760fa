"""The report fits the terminal, adds up, and shows progress on a terminal only."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable

import pytest
from pamtps.v1 import plan_pb2
from pamtps_client.language import Language
from pamtps_client.plan_report import report

from tests.client.fake_server import Answers, small_plan


def large_plan() -> plan_pb2.DeploymentPlan:
    """A plan whose numbers are as long as the nation's, with every kind of finding."""
    plan = small_plan(plan_pb2.PLAN_STATUS_SHORT)
    for area in plan.areas:
        area.kurang_rawan, area.rawan, area.sangat_rawan = 701_234, 112_345, 10_234
        area.post_count = 123_456
        del area.totals[:]
        for force in (1, 2, 3):
            area.totals.add(force=force, required=1_640_322, assigned=1_540_322, short=100_000)
    (short,) = plan.findings
    for severity in (plan_pb2.SEVERITY_ERROR, plan_pb2.SEVERITY_INFO):
        finding = plan.findings.add()
        finding.CopyFrom(short)
        finding.severity = severity
        finding.message.id = finding.message.en = "word " * 60
        for kind in (plan_pb2.BIND_KIND_RESERVE, plan_pb2.BIND_KIND_CEILING):
            finding.binds.add(kind=kind, code="53", need=5, available=3)
    return plan


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [80, 100, 132])
def test_no_line_is_wider_than_the_terminal(language: Language, width: int) -> None:
    plan = large_plan()
    for number in range(38):
        plan.policies.add(id=f"policy-of-province-{number}", station_count=10_000)
    lines = [line.plain for line in report(plan, language, width)]
    assert [line for line in lines if len(line) > width] == []
    assert "policy-of-province-37" in "\n".join(lines)


@pytest.mark.parametrize("width", [80, 100, None])
def test_every_part_of_a_split_table_has_the_regencies_and_no_number_is_lost(
    width: int | None,
) -> None:
    lines = [line.plain for line in report(large_plan(), "en", width)]
    rows = [line for line in lines if line.startswith("53.02 Timor")]
    headings = [line for line in lines if line.startswith("Regency")]
    assert len(rows) == len(headings)
    numbers = [word for row in rows for word in row.split() if "," in word]
    assert numbers == [
        *("701,234", "112,345", "10,234", "123,456"),
        *(("1,640,322", "1,540,322", "100,000") * 3),
    ]


def test_a_finding_shows_what_binds_and_its_rule() -> None:
    text = "\n".join(line.plain for line in report(large_plan(), "en", None))
    assert "own strength of Timor Tengah Selatan (53.02): needs 1,540, has 1,537" in text
    assert "reserve of Nusa Tenggara Timur (53): needs 5, has 3" in text
    assert "ceiling of Nusa Tenggara Timur (53): needs 5, allows 3" in text
    assert "rule ntt-2024/linmas (ntt-2024.yaml:36)" in text


def test_a_force_without_strength_is_not_shown_as_zero_at_hand() -> None:
    lines = [line.plain for line in report(small_plan(), "en", None)]
    (tni,) = (line for line in lines if line.startswith("TNI"))
    assert tni.split()[-2:] == ["not", "given"]


@pytest.fixture
def command(server: Answers, table: Callable[..., str]) -> list[str]:
    tps = table("tps_code,risk_tier", "53.02.01.2001.001,rawan")
    run = ["plan", tps, "--election-date", "2024-11-27", "--server", server.address]
    return [sys.executable, "-m", "pamtps_client", *run, "--lang", "en"]


def test_progress_is_shown_on_a_terminal_and_not_in_the_output(command: list[str]) -> None:
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=theirs,
            check=False,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
        )
        os.close(theirs)
        shown = os.read(ours, 1 << 16).decode()
    finally:
        os.close(ours)
    assert done.returncode == 0
    assert "Waiting for the plan" in shown
    assert b"Waiting" not in done.stdout
    assert b"\x1b" not in done.stdout, "no colours where the output is no terminal"


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_reader_that_goes_away_ends_the_command_as_it_does_others(
    command: list[str], form: list[str]
) -> None:
    """128 + SIGPIPE, as a shell reports it, whatever the form of the output."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*command, *form], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert done.returncode == 141
    assert done.stderr == b""


def test_many_findings_of_a_code_are_counted_after_the_first_five() -> None:
    plan = small_plan()
    del plan.findings[:]
    for number in range(8):
        plan.findings.add(severity=plan_pb2.SEVERITY_WARNING, code="a", area_code=f"a{number}")
    plan.findings.add(severity=plan_pb2.SEVERITY_INFO, code="b", area_code="b0")
    text = "\n".join(line.plain for line in report(plan, "en", None))
    assert [name for name in ("a0", "a4", "a5", "a7", "b0") if name in text] == ["a0", "a4", "b0"]
    assert "… and 3 more of a;" in text
    assert "more of b" not in text
