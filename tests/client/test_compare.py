"""`pamtps compare`: what it sends, what it prints in both languages, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_client.command import main
from pamtps_client.comparison_report import SHOWN, comparison_report
from pamtps_client.language import Language
from pamtps_client.plan_file import plan_text
from pamtps_client.report_layout import NARROWEST

from tests.client.fake_server import Answers, small_plan

Table = Callable[..., str]
Captured = pytest.CaptureFixture[str]
Reply = planning_service_pb2.ComparePlansResponse

TPS = ("tps_code,risk_tier", "53.02.01.2001.001,rawan", "53.02.01.2001.002,kurang_rawan")
STRENGTHS = ("area_code,force,personnel,role", "53.02,polri,9,own")
CAUSES = planning_service_pb2.ChangeCause


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAMTPS_SERVER", "PAMTPS_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


@pytest.fixture
def plans(tmp_path: Path) -> list[str]:
    """The files of two plans."""
    paths = [tmp_path / "before.json", tmp_path / "after.json"]
    for path in paths:
        path.write_text(plan_text(small_plan()), encoding="utf-8")
    return [str(path) for path in paths]


def some_changes() -> Reply:
    """A reply with every kind of change, and more TPS than are shown."""
    reply = Reply()
    for level, code, name in (
        (plan_pb2.AREA_LEVEL_NATION, "ID", "Indonesia"),
        (plan_pb2.AREA_LEVEL_REGENCY, "53.02", "Kabupaten Timor Tengah Selatan"),
        (plan_pb2.AREA_LEVEL_DISTRICT, "53.02.01", ""),
        (plan_pb2.AREA_LEVEL_COMMAND, "53.02", ""),
        (plan_pb2.AREA_LEVEL_COMMAND, "Polres A", ""),
    ):
        row = reply.areas.add(level=level, code=code, name=name)
        row.before.MergeFrom(
            plan_pb2.ForceTotal(force=plan_pb2.FORCE_POLRI, required=1_000_100, assigned=1_000_000)
        )
        row.before.short = 100
        row.after.MergeFrom(
            plan_pb2.ForceTotal(force=plan_pb2.FORCE_POLRI, required=1_000_106, assigned=999_990)
        )
        row.after.short = 116 if code != "Polres A" else 117
        row.shares.add(cause=CAUSES.CHANGE_CAUSE_TIERS, required=6)
        row.shares.add(cause=CAUSES.CHANGE_CAUSE_STRENGTHS, assigned=-10)
    for number in range(1, SHOWN + 4):
        code = f"53.02.01.2001.{number:03}"
        reply.stations.add(
            tps_code=code,
            tier_before=plan_pb2.RISK_TIER_KURANG_RAWAN,
            tier_after=plan_pb2.RISK_TIER_RAWAN,
            post_before="53.02.01.2001.001",
            post_after=code,
            causes=[CAUSES.CHANGE_CAUSE_TIERS],
        )
        reply.inputs.add(
            cause=CAUSES.CHANGE_CAUSE_TIERS,
            place=f"{code}/risk_tier",
            before="kurang_rawan",
            after="rawan",
        )
    post = plan_pb2.Post(area_code="53.02.01", command="53.02", station_count=4, polri=2)
    changed, gone, new = (
        reply.posts.add(first_tps_code=f"53.02.01.2001.{n:03}") for n in (1, 5, 6)
    )
    changed.before.CopyFrom(post)
    changed.after.CopyFrom(post)
    changed.after.polri, changed.after.polri_short = 1, 1
    gone.before.CopyFrom(post)
    new.after.CopyFrom(post)
    return reply


def lines_of(reply: Reply, language: Language, width: int | None = None) -> list[str]:
    before, after = small_plan(), small_plan(plan_pb2.PLAN_STATUS_SHORT)
    return [line.plain for line in comparison_report(before, after, reply, language, width)]


class TestCommand:
    def test_two_plans_alone_are_sent_without_batches(
        self, server: Answers, plans: list[str], capsys: Captured
    ) -> None:
        assert main(["compare", *plans, "--server", server.address]) == 0
        (request,) = server.compared
        assert not request.before.content.HasField("batch")
        assert not request.after.content.HasField("batch")
        assert request.after.content.plan == small_plan()
        assert "Nothing differs." in capsys.readouterr().out

    def test_files_go_with_their_plan(
        self, server: Answers, plans: list[str], table: Table
    ) -> None:
        tps, strengths = table(*TPS), table(*STRENGTHS, name="strengths.csv")
        arguments = ["--tps-after", tps, "--strengths-after", strengths, "--tps-before", tps]
        assert main(["compare", *plans, *arguments, "--server", server.address]) == 0
        (request,) = server.compared
        assert len(request.before.content.batch.rows) == 2
        assert not request.before.content.strengths
        assert len(request.after.content.strengths) == 1

    def test_resources_go_with_their_plan(
        self, server: Answers, plans: list[str], table: Table
    ) -> None:
        tps = table(*TPS)
        stocks = table("area_code,item,count", "53.02,radio,4", name="stocks.csv")
        arguments = ["--tps-before", tps, "--stocks-before", stocks]
        arguments += ["--unavailable-transport-before", "sea"]
        assert main(["compare", *plans, *arguments, "--server", server.address]) == 0
        (request,) = server.compared
        content = request.before.content
        assert [(stock.item, stock.count) for stock in content.stocks] == [("radio", 4)]
        assert list(content.unavailable_transports) == [plan_pb2.ACCESS_SEA]
        assert not request.after.content.stocks

    def test_json_is_the_whole_reply(
        self, server: Answers, plans: list[str], capsys: Captured
    ) -> None:
        server.comparison = some_changes()
        assert main(["compare", *plans, "--json", "--server", server.address]) == 0
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert [len(told[key]) for key in ("areas", "stations", "posts", "inputs")] == [
            5,
            SHOWN + 3,
            3,
            SHOWN + 3,
        ]
        assert told["areas"][0]["shares"][0] == {
            "cause": "CHANGE_CAUSE_TIERS",
            "required": 6,
            "assigned": 0,
        }

    def test_every_fault_of_the_files_is_told_at_once(
        self, server: Answers, table: Table, tmp_path: Path, capsys: Captured
    ) -> None:
        no_plan = table("{", name="no.json")
        bad = table("tps_code,risk_tier", "53.02.01.2001.001,tinggi")
        strengths = table(*STRENGTHS, name="strengths.csv")
        missing = str(tmp_path / "none.json")
        arguments = [no_plan, missing, "--tps-before", bad, "--strengths-after", strengths]
        assert main(["compare", *arguments, "--server", server.address]) == 2
        told = capsys.readouterr().err
        assert f"{no_plan}: " in told
        assert f"{missing}: " in told
        assert f"{bad}:2:2:" in told
        assert "--strengths-after: " in told
        assert "(input-without-tps)" in told
        assert not server.compared

    def test_standard_input_holds_one_file(
        self, server: Answers, plans: list[str], capsys: Captured
    ) -> None:
        assert main(["compare", "-", plans[1], "--tps-after", "-", "--server", server.address]) == 2
        assert "(stdin-twice)" in capsys.readouterr().err

    def test_no_server_is_exit_code_5(self, plans: list[str], capsys: Captured) -> None:
        arguments = ["--server", "127.0.0.1:1", "--timeout", "1"]
        assert main(["compare", *plans, *arguments]) == 5
        assert capsys.readouterr().err

    def test_what_is_wrong_with_a_plan_is_told_at_its_file(
        self, server: Answers, plans: list[str], table: Table, capsys: Captured
    ) -> None:
        server.refused = ["before.content.plan.posts[3]", "after.content.batch.rows[1].tps_code"]
        tps = table(*TPS)
        arguments = [*plans, "--tps-after", tps, "--server", server.address]
        assert main(["compare", *arguments]) == 2
        told = capsys.readouterr().err
        assert f"{plans[0]}: [posts[3]]" in told
        assert f"{tps}:3:1: [tps_code]" in told


def lines_of_plans(before: plan_pb2.DeploymentPlan, after: plan_pb2.DeploymentPlan) -> list[str]:
    """What the report says below the names of two plans that the service found to be the same."""
    lines = [line.plain for line in comparison_report(before, after, Reply(), "en", None)]
    return [line for line in lines if line and "plans/" not in line]


class TestReport:
    @pytest.mark.parametrize("language", ["id", "en"])
    @pytest.mark.parametrize("width", [NARROWEST, 80, 132])
    def test_no_line_is_wider_than_the_terminal(self, language: Language, width: int) -> None:
        assert [
            line for line in lines_of(some_changes(), language, width) if len(line) > width
        ] == []

    def test_changes_have_their_sign_and_their_cause(self) -> None:
        lines = lines_of(some_changes(), "en")
        assert lines[3].split() == [
            "required",
            "assigned",
            "short",
            "by",
            "tiers",
            "by",
            "strengths",
        ]
        (row,) = (line for line in lines if line.startswith("53.02 Timor"))
        assert row.split()[4:] == [
            *("1,000,100", "1,000,106", "+6"),
            *("1,000,000", "999,990", "−10"),
            *("100", "116", "+16"),
            *("+6", "0", "0", "−10"),
        ]

    def test_a_command_that_says_what_its_regency_says_is_left_out(self) -> None:
        lines = lines_of(some_changes(), "en")
        assert [line.split("  ")[0] for line in lines if line.startswith("command")] == [
            "command Polres A"
        ]
        assert "Changed as well: districts 1; --json holds them all" in lines

    def test_tps_beyond_those_shown_are_counted(self) -> None:
        lines = lines_of(some_changes(), "id")
        assert f"TPS yang berubah: {SHOWN + 3}" in lines
        assert lines.count("  … dan 3 lagi; --json memuat semuanya") == 2
        first = "53.02.01.2001.001: kurang rawan → rawan; karena kerawanan"
        assert f"  {first}" in lines

    def test_posts_say_what_they_lost_and_have(self) -> None:
        lines = lines_of(some_changes(), "en")
        first = lines.index("Posts that changed: 3") + 1
        assert lines[first : first + 3] == [
            "  53.02.01.2001.001 (53.02.01, 53.02): Polri 2 → 1, Polri short 0 → 1",
            "  53.02.01.2001.005 (53.02.01, 53.02): gone, TPS 4, Polri 2",
            "  53.02.01.2001.006 (53.02.01, 53.02): new, TPS 4, Polri 2",
        ]

    def test_what_was_not_compared_is_said(self) -> None:
        reply = some_changes()
        for place in ("before.batch", "after.batch"):
            for cause in (CAUSES.CHANGE_CAUSE_STATIONS, CAUSES.CHANGE_CAUSE_STRENGTHS):
                reply.inputs.add(cause=cause, place=place)
        told = " ".join(lines_of(reply, "en"))
        assert "The TPS of both plans are not given" in told
        assert "were not looked for: TPS, strengths" in told

    def test_files_of_another_plan_are_told(self) -> None:
        reply = some_changes()
        place = "after.request_digest"
        reply.inputs.add(cause=CAUSES.CHANGE_CAUSE_PLAN, place=place, before="1", after="2")
        told = "\n".join(lines_of(reply, "id"))
        assert "Berkas yang diberikan bukan yang disebut rencana sesudah sebagai asalnya" in told
        assert place not in told

    def test_a_unit_or_a_transfer_that_one_plan_alone_has_is_told(self) -> None:
        """Also where somebody who removed it left all sums as they were."""
        before, after = small_plan(), small_plan()
        before.units.add(area_code="53.02.01", assigned=2, rule=0)
        after.units.add(area_code="53.02.01", assigned=2, rule=1)
        assert lines_of_plans(before, after) == ["Nothing differs."]
        before.units.add(area_code="53.02.02", assigned=2)
        for plan, personnel in ((before, 3), (after, 4)):
            plan.transfers.add(source="53", command="53.02", personnel=personnel)
        assert lines_of_plans(before, after) == [
            "Rows that differ as well, and are not listed here: "
            "units and supervisors 1, transfers 1",
        ]

    def test_a_row_of_a_district_alone_is_shown(self) -> None:
        """Posts may move between districts while every sum stays."""
        reply = some_changes()
        del reply.areas[:2]
        assert any(line.startswith("53.02.01 ") for line in lines_of(reply, "en"))


def test_the_real_service_finds_that_a_lost_reserve_is_why_fewer_are_assigned(
    service: str, repository: Path, tmp_path: Path, capsys: Captured
) -> None:
    """The example of NTT with one command's own strength cut to nothing."""
    example = repository / "examples" / "ntt-pilkada-2024"
    text = (example / "strengths.csv").read_text(encoding="utf-8")
    cut = tmp_path / "cut.csv"
    line = next(line for line in text.splitlines() if line.startswith("53.02,") and "polri" in line)
    fields = line.split(",")
    cut.write_text(text.replace(line, ",".join([*fields[:3], "0", *fields[4:]])), encoding="utf-8")
    tps, strengths = str(example / "tps.csv"), str(example / "strengths.csv")
    about = ["--election-date", "2024-11-27", "--server", service, "--lang", "en"]
    before, after = str(tmp_path / "before.json"), str(tmp_path / "after.json")
    for out, given in ((before, strengths), (after, str(cut))):
        assert main(["plan", tps, "--strengths", given, "--out", out, *about]) in (0, 3)
    capsys.readouterr()
    files = ["--tps-before", tps, "--strengths-before", strengths]
    files += ["--tps-after", tps, "--strengths-after", str(cut)]
    arguments = ["compare", before, after, *files, "--server", service, "--lang", "en"]
    assert main([*arguments, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    polri = [row for row in told["areas"] if row["after"]["force"] == "FORCE_POLRI"]
    assert polri[0]["code"] == "ID"
    for row in polri:
        difference = row["after"]["assigned"] - row["before"]["assigned"]
        assert sum(share["assigned"] for share in row["shares"]) == difference
        assert {share["cause"] for share in row["shares"]} <= {"CHANGE_CAUSE_STRENGTHS"}
    (change,) = told["inputs"]
    assert (change["place"], change["after"]) == ("strengths/polri/own/53.02", "0")
    assert main(arguments) == 0
    assert "by strengths" in capsys.readouterr().out
