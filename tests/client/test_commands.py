"""The command line: what it prints, in both languages, and its exit codes."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import grpc
import pytest
from google.protobuf import json_format
from google.rpc import error_details_pb2
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_client.command import main
from pamtps_client.plan_file import plan_text, read_plan

from tests.client.fake_server import Answers, packed, small_plan

Table = Callable[..., str]
Captured = pytest.CaptureFixture[str]

GOOD = ("tps_code,risk_tier", "53.02.01.2001.001,rawan", "53.02.01.2001.002,kurang_rawan")
STRENGTHS = ("area_code,force,personnel,role", "53.02,polri,9,own")
DATE = ("--election-date", "2024-11-27")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAMTPS_SERVER", "PAMTPS_ELECTION_DATE", "PAMTPS_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


def fault(
    field: str, code: str = "from-server", maybe: str = ""
) -> planning_service_pb2.FieldFault:
    text = plan_pb2.Text(id="kata server", en="the server's words")
    return planning_service_pb2.FieldFault(field=field, code=code, message=text, maybe=maybe)


class TestPlan:
    @pytest.mark.parametrize(
        ("status", "code"),
        [
            (plan_pb2.PLAN_STATUS_COMPLETE, 0),
            (plan_pb2.PLAN_STATUS_SHORT, 3),
            (plan_pb2.PLAN_STATUS_INVALID, 4),
        ],
    )
    def test_the_exit_code_follows_the_status(
        self, server: Answers, table: Table, status: plan_pb2.PlanStatus.ValueType, code: int
    ) -> None:
        server.status = status
        assert main(["plan", table(*GOOD), *DATE, "--server", server.address]) == code

    def test_the_report_in_english(self, server: Answers, table: Table, capsys: Captured) -> None:
        server.status = plan_pb2.PLAN_STATUS_SHORT
        main(["plan", table(*GOOD), *DATE, "--server", server.address])
        out, err = capsys.readouterr()
        assert err == ""
        assert (
            out.splitlines()
            == (Path(__file__).parent / "report.en.txt").read_text(encoding="utf-8").splitlines()
        )

    def test_the_report_in_indonesian(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        server.status = plan_pb2.PLAN_STATUS_SHORT
        main(["plan", table(*GOOD), *DATE, "--server", server.address, "--lang", "id"])
        assert (
            capsys.readouterr().out.splitlines()
            == (Path(__file__).parent / "report.id.txt").read_text(encoding="utf-8").splitlines()
        )

    def test_the_environment_gives_server_date_and_language(
        self,
        server: Answers,
        table: Table,
        capsys: Captured,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("PAMTPS_SERVER", server.address)
        monkeypatch.setenv("PAMTPS_ELECTION_DATE", "2024-02-14")
        monkeypatch.setenv("PAMTPS_LANG", "id")
        assert main(["plan", table(*GOOD)]) == 0
        assert "Kabupaten/kota" in capsys.readouterr().out
        assert server.planned[0].election_date == "2024-02-14"

    def test_json_is_the_plan_and_nothing_else(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        server.status = plan_pb2.PLAN_STATUS_SHORT
        assert main(["plan", table(*GOOD), *DATE, "--server", server.address, "--json"]) == 3
        out, err = capsys.readouterr()
        assert err == ""
        fields = json.loads(out)
        assert fields["totals"][0]["short"] == 0, "zeros are printed"
        assert fields["election_date"] == "2024-11-27", "names are those of the proto"
        assert json_format.ParseDict(fields, plan_pb2.DeploymentPlan()) == small_plan(server.status)

    def test_out_writes_the_same_as_json_whole(
        self, server: Answers, table: Table, tmp_path: Path, capsys: Captured
    ) -> None:
        out = tmp_path / "plan.json"
        out.write_text("before", encoding="utf-8")
        run = ["plan", table(*GOOD), *DATE, "--server", server.address]
        assert main([*run, "--out", str(out), "--json"]) == 0
        assert out.read_text(encoding="utf-8") == capsys.readouterr().out
        assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.json", "tps.csv"]
        assert main([*run, "--out", str(out)]) == 0
        assert "Total" in capsys.readouterr().out
        assert read_plan(str(out)) == small_plan()

    def test_out_never_overwrites_a_file_of_the_input(
        self, server: Answers, table: Table, tmp_path: Path, capsys: Captured
    ) -> None:
        tps = table(*GOOD)
        link = tmp_path / "link.json"
        link.symlink_to(tps)
        before = Path(tps).read_bytes()
        for out in (tps, str(link)):
            run = ["plan", tps, *DATE, "--server", server.address, "--out", out]
            assert main(run) == 2
            assert "(out-is-input)" in capsys.readouterr().err
        assert Path(tps).read_bytes() == before

    def test_out_follows_a_link_and_writes_into_a_pipe(
        self, server: Answers, table: Table, tmp_path: Path, capsys: Captured
    ) -> None:
        run = ["plan", table(*GOOD), *DATE, "--server", server.address, "--out"]
        target, link = tmp_path / "target.json", tmp_path / "link.json"
        target.write_text("before", encoding="utf-8")
        link.symlink_to(target)
        assert main([*run, str(link)]) == 0
        assert link.is_symlink()
        assert read_plan(str(target)) == small_plan()
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        got: list[str] = []
        reader = threading.Thread(target=lambda: got.append(pipe.read_text(encoding="utf-8")))
        reader.start()
        assert main([*run, str(pipe)]) == 0
        reader.join(30)
        assert got == [target.read_text(encoding="utf-8")]
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        capsys.readouterr()

    def test_a_terminal_that_lacks_characters_shows_plain_ones(
        self, server: Answers, table: Table
    ) -> None:
        run = ["plan", table(*GOOD), *DATE, "--server", server.address, "--lang", "en"]
        done = subprocess.run(
            [sys.executable, "-m", "pamtps_client", *run],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        )
        assert done.returncode == 0, done.stderr.decode()
        assert b"Total" in done.stdout
        assert b"Traceback" not in done.stderr

    @pytest.mark.parametrize(
        ("option", "path", "code"),
        [
            ("--out", "-", "out-without-name"),
            ("--out", "{folder}", "out-is-folder"),
            ("--out", "{folder}/no/plan.json", "out-without-folder"),
            ("--save-request", "{folder}/no/request.json", "out-without-folder"),
            ("--save-request", "{folder}/plan.json", "out-is-input"),
        ],
    )
    def test_what_cannot_be_written_is_told_before_planning(
        self,
        server: Answers,
        table: Table,
        tmp_path: Path,
        capsys: Captured,
        option: str,
        path: str,
        code: str,
    ) -> None:
        given = {"--out": str(tmp_path / "plan.json"), option: path.format(folder=tmp_path)}
        options = [word for pair in given.items() for word in pair]
        assert main(["plan", table(*GOOD), *DATE, "--server", server.address, *options]) == 2
        err = capsys.readouterr().err
        assert f"{option}: " in err
        assert f"({code})" in err
        assert [request.validate_only for request in server.planned] == [True]

    def test_without_a_date_it_says_how_to_give_one(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        server.faults = [fault("election_date")]
        assert main(["plan", table(*GOOD), "--server", server.address]) == 2
        err = capsys.readouterr().err
        assert "PAMTPS_ELECTION_DATE (election-date-missing)" in err
        assert "the server's words" not in err, "said once"

    @pytest.mark.parametrize("date", ["27-11-2024", "20241127", "2024-11-31"])
    def test_a_date_of_another_shape_is_refused(
        self, server: Answers, table: Table, capsys: Captured, date: str
    ) -> None:
        run = ["plan", table(*GOOD), "--server", server.address, "--election-date", date]
        assert main(run) == 2
        assert "(election-date-shape)" in capsys.readouterr().err

    def test_a_server_that_is_not_there(self, table: Table, capsys: Captured) -> None:
        assert main(["plan", table(*GOOD), *DATE, "--server", "127.0.0.1:1"]) == 5
        assert "pamtps serve" in capsys.readouterr().err

    def test_a_server_that_fails(self, server: Answers, table: Table, capsys: Captured) -> None:
        server.failures = [(grpc.StatusCode.INTERNAL, "id 42")]
        assert main(["plan", table(*GOOD), *DATE, "--server", server.address]) == 1
        assert "id 42" in capsys.readouterr().err

    def test_wrong_arguments_are_bad_input(self, capsys: Captured) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["plan"])
        assert ended.value.code == 2
        assert "TPS.csv" in capsys.readouterr().err

    def test_a_wrong_language_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, capsys: Captured
    ) -> None:
        monkeypatch.setenv("PAMTPS_LANG", "fr")
        assert main(["policy", "list"]) == 2
        assert capsys.readouterr().err == "pamtps: PAMTPS_LANG is “fr”; allowed are id, en\n"


class TestFaults:
    def test_faults_of_the_files_and_of_the_server_come_as_one_list(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        tps = table(
            "risk_tier,tps_code,travel_minute,signal",
            "tinggi,53.02.01.2001.001,1,x",
            "rawan,53.02.01.2001.002,2,y",
            "rawan,53.02.01.2001.003,3,z",
        )
        strengths = table(
            "force,personnel,role,area_code,covers,area_name",
            "polri,many,own,53.02,,",
            "polri,1,own,53.02,53.03 53.04,Ngada",
            name="strengths.csv",
        )
        server.faults = [
            fault("strengths[0].covers[1]", "unknown-area"),
            fault("strengths[0].area_name", "area-name", "Timor Tengah Selatan"),
            fault("batch.rows[1].travel_minutes", "attribute-missing"),
            fault("batch.rows[1].tps_code", "unknown-area"),
            fault("batch.attributes[0].name", "unknown-attribute"),
            fault("batch.attributes[1].values[0]", "unknown-value"),
            fault("policy", "unknown-policy"),
        ]
        server.of_held_back = [
            fault("batch.rows[0].tps_code", "unknown-area"),
            fault("batch.rows[0].tps_code", "duplicate-tps"),
            fault("batch.rows[0].travel_minutes", "attribute-missing"),
            fault("batch.attributes[1].values[0]", "unknown-value"),
            fault("batch.attributes[1].values[0]", "attribute-missing"),
            fault("batch.attributes[1].name", "unknown-attribute"),
            fault("policy", "unknown-policy"),
        ]
        run = ["plan", tps, "--strengths", strengths, *DATE, "--server", server.address]
        assert main(run) == 2
        out, err = capsys.readouterr()
        assert out == ""
        told = [
            line.replace(tps, "T").replace(strengths, "S")
            for line in err.splitlines()
            if not line.startswith("pamtps")
        ]
        words = "the server's words"
        assert told == [
            f"T:1:3: [travel_minute] {words} (unknown-attribute)",
            "  Maybe: travel_minutes",
            f"T:1:4: [signal] {words} (unknown-attribute)",
            "T:2:1: [risk_tier] “tinggi” is not known; allowed are kurang_rawan, rawan, "
            "sangat_rawan (unknown-word)",
            "  Maybe: sangat_rawan",
            f"T:2:2: [tps_code] {words} (unknown-area)",
            f"T:2:4: [signal] {words} (unknown-value)",
            f"T:3:4: [signal] {words} (unknown-value)",
            f"T:4: [travel_minutes] {words} (attribute-missing)",
            f"T:4:2: [tps_code] {words} (unknown-area)",
            "S:2:2: [personnel] “many” is not a whole number; write digits alone, without "
            "thousands separators, from 0 to 2147483647 (not-an-integer)",
            f"S:3:5: [covers] {words} (unknown-area)",
            f"S:3:6: [area_name] {words} (area-name)",
            "  Maybe: Timor Tengah Selatan",
            f"--policy: {words} (unknown-policy)",
        ]
        assert "pamtps: 12 faults; nothing was done" in err
        good, held_back = server.planned
        assert good.validate_only
        assert held_back.validate_only
        assert len(good.batch.rows) == 2
        assert [row.tps_code for row in held_back.batch.rows] == ["53.02.01.2001.001"]

    def test_a_rejected_plan_is_asked_again_for_the_complete_list(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        server.faults = [fault("batch.rows[0].tps_code"), fault("batch.rows[1].tps_code")]
        tps = table(*GOOD)
        assert main(["plan", tps, *DATE, "--server", server.address]) == 2
        err = capsys.readouterr().err
        assert f"{tps}:2:1: [tps_code]" in err
        assert f"{tps}:3:1: [tps_code]" in err
        assert "2 faults" in err
        assert [request.validate_only for request in server.planned] == [False, True]

    def test_without_the_server_the_faults_of_the_files_are_told(
        self, table: Table, capsys: Captured
    ) -> None:
        tps = table("tps_code,risk_tier", "53.02.01.2001.001,tinggi", "53.02.01.2001.002,rawan")
        assert main(["plan", tps, *DATE, "--server", "127.0.0.1:1", "--lang", "id"]) == 2
        err = capsys.readouterr().err
        assert "Mungkin: sangat_rawan" in err
        assert "hanya diperiksa di sini" in err

    def test_a_batch_whose_rows_are_all_wrong_is_not_called_empty(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        server.faults = [fault("batch.rows", "no-tps")]
        tps = table("tps_code,risk_tier", "53.02.01.2001.001,tinggi")
        strengths = table(*STRENGTHS, name="strengths.csv")
        run = ["plan", tps, "--strengths", strengths, *DATE, "--server", server.address]
        assert main(run) == 2
        err = capsys.readouterr().err
        assert "no-tps" not in err
        assert "1 fault; nothing was done" in err


class TestVerify:
    def test_a_plan_without_violations(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        plan = table(name="plan.json", raw=plan_text(small_plan()).encode())
        tps = table(*GOOD)
        strengths = table(*STRENGTHS, name="strengths.csv")
        run = ["verify", plan, "--tps", tps, "--strengths", strengths, "--server", server.address]
        assert main(run) == 0
        assert capsys.readouterr().out == (
            "plans/0123456789abcdef0123456789abcdef: statements checked 7, violations 0\n"
        )
        content = server.verified[0].source.content
        assert content.plan == small_plan()
        assert len(content.batch.rows) == 2
        assert content.strengths[0].personnel == 9

    @pytest.fixture
    def broken(self, server: Answers, table: Table) -> list[str]:
        server.verification = plan_pb2.Verification(
            statement_count=7,
            violations=[
                plan_pb2.Violation(
                    code="post-over-size",
                    place="posts[3]",
                    rule=0,
                    required=16,
                    given=17,
                    message=plan_pb2.Text(id="pos terlalu besar", en="the post is too large"),
                )
            ],
        )
        plan = table(name="plan.json", raw=plan_text(small_plan()).encode())
        return ["verify", plan, "--tps", table(*GOOD), "--server", server.address]

    def test_violations_are_listed(self, broken: list[str], capsys: Captured) -> None:
        assert main(broken) == 4
        assert capsys.readouterr().out.splitlines() == [
            "posts[3]: [ntt-2024/linmas, ntt-2024.yaml:36] the post is too large (post-over-size)",
            "plans/0123456789abcdef0123456789abcdef: statements checked 7, violations 1",
        ]

    def test_of_several_violations_it_says_to_mend_one_at_a_time(
        self, server: Answers, broken: list[str], capsys: Captured
    ) -> None:
        server.verification.violations.add(code="post-empty", place="posts[4]")
        assert main([*broken, "--lang", "id"]) == 4
        assert capsys.readouterr().out.splitlines()[-1].startswith("Perbaiki satu per satu")
        assert main(broken) == 4
        assert capsys.readouterr().out.splitlines()[-1].startswith("Mend one at a time")

    def test_violations_as_json(self, broken: list[str], capsys: Captured) -> None:
        assert main([*broken, "--json"]) == 4
        verification = json.loads(capsys.readouterr().out)
        assert verification["statement_count"] == 7
        assert verification["violations"][0]["given"] == 17

    def test_a_file_that_is_no_plan_is_bad_input_with_the_other_faults(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        plan = table('{"posts": [{"polri": 2, "polis": 3}]}', name="plan.json")
        tps = table("tps_code,risk_tier", "53.02.01.2001.001,tinggi")
        assert main(["verify", plan, "--tps", tps, "--server", server.address]) == 2
        err = capsys.readouterr().err
        assert "(not-a-plan)" in err
        assert "polis" in err
        assert "(unknown-word)" in err

    def test_a_policy_that_has_changed_is_said(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        server.failures = [(grpc.StatusCode.FAILED_PRECONDITION, "digest a is not digest b")]
        plan = table(name="plan.json", raw=plan_text(small_plan()).encode())
        run = ["verify", plan, "--tps", table(*GOOD), "--server", server.address]
        assert main(run) == 2
        assert "digest a is not digest b" in capsys.readouterr().err

    def test_rules_that_contradict_each_other_are_named(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        bad = error_details_pb2.BadRequest()
        bad.field_violations.add(
            field="ntt.yaml:9:9", description="by-sea sea, by-air air", reason="transports-differ"
        )
        server.failures = [(grpc.StatusCode.FAILED_PRECONDITION, "the policy contradicts itself")]
        server.details = packed(bad)
        assert main(["plan", table(*GOOD), *DATE, "--server", server.address]) == 2
        err = capsys.readouterr().err
        assert "the policy contradicts itself" in err
        assert "ntt.yaml:9:9: by-sea sea, by-air air (transports-differ)" in err

    def test_faults_are_looked_for_under_the_policy_of_the_plan(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        plan = table(name="plan.json", raw=plan_text(small_plan()).encode())
        tps = table("tps_code,risk_tier", "53.02.01.2001.001,rawann", "53.02.01.2001.002,rawan")
        run = ["verify", plan, "--tps", tps, "--server", server.address]
        assert main(run) == 2
        assert {request.policy for request in server.planned} == {"ntt-2024"}
        capsys.readouterr()

    def test_a_list_that_was_cut_says_how_many_there_are(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        bad = error_details_pb2.BadRequest()
        bad.field_violations.add(field="source.content.plan", description="x", reason="y")
        info = error_details_pb2.ErrorInfo(reason="request-invalid", domain="pamtps")
        info.metadata["count"] = "22"
        server.failures = [(grpc.StatusCode.INVALID_ARGUMENT, "faults")]
        server.details = packed(bad, info)
        plan = table(name="plan.json", raw=plan_text(small_plan()).encode())
        run = ["verify", plan, "--tps", table(*GOOD), "--server", server.address, "--lang", "en"]
        assert main(run) == 2
        assert "the server found 22 faults and sent the first 1" in capsys.readouterr().err


class TestPolicy:
    def test_list(self, server: Answers, capsys: Captured) -> None:
        assert main(["policy", "list", "--server", server.address]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "Policy    Areas  In force                 Rules  Digest        Title",
            "ntt-2024  53     2024-01-01 – 2024-12-31  11     abababababab  Guarding the TPS",
        ]

    def test_list_as_json(self, server: Answers, capsys: Captured) -> None:
        assert main(["policy", "list", "--server", server.address, "--json"]) == 0
        (policy,) = json.loads(capsys.readouterr().out)
        assert (policy["id"], policy["abstract"]) == ("ntt-2024", False)

    def test_show_prints_the_text_of_the_file(self, server: Answers, capsys: Captured) -> None:
        assert main(["policy", "show", "ntt-2024", "--server", server.address]) == 0
        assert capsys.readouterr().out == "policy: ntt-2024\n"

    def test_show_of_an_unknown_policy(self, server: Answers, capsys: Captured) -> None:
        assert main(["policy", "show", "other", "--server", server.address]) == 2
        assert "no policy other" in capsys.readouterr().err

    def test_check_finds_the_faults_of_a_folder_without_a_server(
        self, tmp_path: Path, capsys: Captured
    ) -> None:
        (tmp_path / "broken.yaml").write_text("policy: broken\nrules: []\n", encoding="utf-8")
        assert main(["policy", "check", str(tmp_path)]) == 2
        out, err = capsys.readouterr()
        assert "broken.yaml:1:1" in err
        assert "errors " in out

    @pytest.mark.parametrize("command", ["['policy', 'check', 'rules']", "['serve']"])
    def test_without_the_extra_it_says_how_to_install_it(self, command: str) -> None:
        code = (
            "import sys\n"
            "sys.modules.update({'ruamel': None, 'structlog': None, 'numpy': None})\n"
            "from pamtps_client.command import main\n"
            f"sys.exit(main({command}))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert "pip install 'pamtps[service]'" in done.stderr
        assert "Traceback" not in done.stderr


class TestHelp:
    @pytest.mark.parametrize("language", ["id", "en"])
    @pytest.mark.parametrize("command", [[], ["plan"], ["verify"], ["policy"], ["policy", "list"]])
    def test_help_is_there_in_both_languages(
        self, command: list[str], language: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
    ) -> None:
        monkeypatch.setenv("PAMTPS_LANG", language)
        with pytest.raises(SystemExit) as ended:
            main([*command, "--help"])
        assert ended.value.code == 0
        out = capsys.readouterr().out
        if command[:1] != ["policy"]:
            assert ("kode keluar:" in out) == (language == "id")
            assert ("exit codes:" in out) == (language == "en")
        usage = {"id": "pemakaian:", "en": "usage:"}[language]
        assert out.startswith(f"{usage} pamtps {' '.join(command)}".rstrip())
        assert out.count(usage) == 1

    def test_version(self, capsys: Captured) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["--version"])
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith("pamtps 0.")
