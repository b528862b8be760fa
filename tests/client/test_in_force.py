"""The plan in force from the command line: what is sent, what the report says, and its faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pamtps.v1 import plan_pb2
from pamtps_client.command import main
from pamtps_client.language import Language
from pamtps_client.plan_file import plan_text, read_plan
from pamtps_client.plan_report import report

from tests.client.fake_server import Answers, small_plan

Table = Callable[..., str]
Captured = pytest.CaptureFixture[str]

TPS = ("tps_code,risk_tier", "53.02.01.2001.001,rawan", "53.02.01.2001.002,kurang_rawan")
DATE = ("--election-date", "2024-11-27")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAMTPS_SERVER", "PAMTPS_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


@pytest.fixture
def in_force(tmp_path: Path) -> str:
    """The file of a plan."""
    path = tmp_path / "in-force.json"
    path.write_text(plan_text(small_plan()), encoding="utf-8")
    return str(path)


class TestCommands:
    def test_it_is_sent_with_the_request(
        self, server: Answers, table: Table, in_force: str
    ) -> None:
        arguments = ["plan", table(*TPS), *DATE, "--server", server.address]
        assert main(arguments) == 0
        assert main([*arguments, "--in-force", in_force]) == 0
        without, with_it = server.planned
        assert not without.HasField("plan_in_force")
        assert with_it.plan_in_force == small_plan()

    def test_it_is_sent_with_a_plan_to_verify(
        self, server: Answers, table: Table, in_force: str
    ) -> None:
        arguments = ["verify", in_force, "--tps", table(*TPS), "--server", server.address]
        assert main([*arguments, "--in-force", in_force]) == 0
        (request,) = server.verified
        assert request.source.content.plan_in_force == small_plan()

    def test_a_comparison_takes_the_plan_before_where_the_plan_after_names_it(
        self, server: Answers, table: Table, in_force: str, tmp_path: Path
    ) -> None:
        after = small_plan()
        after.kept.plan_digest = small_plan().plan_digest
        path = tmp_path / "after.json"
        path.write_text(plan_text(after), encoding="utf-8")
        tps = table(*TPS)
        arguments = ["compare", in_force, str(path), "--tps-before", tps, "--tps-after", tps]
        assert main([*arguments, "--server", server.address]) == 0
        given = ["--in-force-before", str(path), "--in-force-after", str(path)]
        assert main([*arguments, *given, "--server", server.address]) == 0
        silent, told = server.compared
        assert not silent.before.content.HasField("plan_in_force")
        assert silent.after.content.plan_in_force == small_plan()
        assert told.before.content.plan_in_force == after
        assert told.after.content.plan_in_force == after

    def test_a_plan_after_without_a_plan_in_force_is_sent_without(
        self, server: Answers, table: Table, tmp_path: Path
    ) -> None:
        """Also where neither plan has a digest."""
        plan = small_plan()
        plan.ClearField("plan_digest")
        path = tmp_path / "plan.json"
        path.write_text(plan_text(plan), encoding="utf-8")
        arguments = ["compare", str(path), str(path), "--tps-after", table(*TPS)]
        assert main([*arguments, "--server", server.address]) == 0
        (request,) = server.compared
        assert not request.after.content.HasField("plan_in_force")

    def test_what_is_no_plan_is_told_with_all_other_faults(
        self, server: Answers, table: Table, capsys: Captured
    ) -> None:
        tps = table("tps_code,risk_tier", "53.02.01.2001.001,tinggi")
        no_plan = table("[]", name="no.json")
        arguments = ["plan", tps, *DATE, "--in-force", no_plan, "--server", server.address]
        assert main(arguments) == 2
        told = capsys.readouterr().err
        assert f"{no_plan}: " in told
        assert f"{tps}:2:2:" in told

    def test_it_is_never_written_over(
        self, server: Answers, table: Table, in_force: str, capsys: Captured
    ) -> None:
        arguments = ["plan", table(*TPS), *DATE, "--in-force", in_force, "--out", in_force]
        assert main([*arguments, "--server", server.address]) == 2
        assert "(out-is-input)" in capsys.readouterr().err
        assert read_plan(in_force) == small_plan()

    def test_files_and_a_plan_in_force_need_the_tps(
        self, server: Answers, in_force: str, capsys: Captured
    ) -> None:
        arguments = ["compare", in_force, in_force, "--in-force-after", in_force]
        assert main([*arguments, "--server", server.address]) == 2
        told = capsys.readouterr().err
        assert "--in-force-after: " in told
        assert "--tps-after" in told


class TestReport:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", "TPS that stay in their post 9,865, in another 1, new 2, no longer 3"),
            ("id", "TPS tetap di posnya 9.865, pindah pos 1, baru 2, tidak lagi 3"),
        ],
    )
    def test_it_says_how_many_tps_moved(self, language: Language, words: str) -> None:
        plan = small_plan()
        plan.kept.MergeFrom(plan_pb2.PlanKept(kept=9865, moved=1, added=2, removed=3))
        assert any(line.plain.endswith(words) for line in report(plan, language, None))

    def test_it_says_nothing_where_none_was_in_force(self) -> None:
        assert not any("In force" in line.plain for line in report(small_plan(), "en", None))


def test_the_real_service_names_what_is_wrong_with_it_at_its_file(
    service: str, repository: Path, tmp_path: Path, capsys: Captured
) -> None:
    example = repository / "examples" / "ntt-pilkada-2024"
    plan = small_plan()
    plan.stations.add(tps_code="53.02.01.2001.001", risk_tier=plan_pb2.RISK_TIER_RAWAN, post=4)
    path = tmp_path / "wrong.json"
    path.write_text(plan_text(plan), encoding="utf-8")
    tps = str(example / "tps.csv")
    arguments = ["plan", tps, *DATE, "--in-force", str(path), "--server", service, "--lang", "en"]
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert f"{path}: [stations[0].post]" in told
    assert "(post-not-in-plan)" in told
