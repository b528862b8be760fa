"""Stocks, seats and unavailable transports on the command line, and what the report says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pamtps.v1 import plan_pb2
from pamtps_client import Client, read_seats, read_stocks, read_tps
from pamtps_client.command import main
from pamtps_client.language import Language
from pamtps_client.plan_report import report
from pamtps_client.resources import Resources

from tests.client.fake_server import small_plan

Table = Callable[..., str]
Captured = pytest.CaptureFixture[str]
DATE = ("--election-date", "2024-11-27")


@pytest.fixture
def files(table: Table) -> dict[str, str]:
    """Three TPS by the sea and one on land, radios for one post, and seats for three."""
    return {
        "tps": table(
            "tps_code,risk_tier,access,travel_minutes",
            "53.05.01.2001.001,sangat_rawan,sea,300",
            "53.05.02.2001.001,sangat_rawan,sea,200",
            "53.05.03.2001.001,rawan,sea,100",
            "53.05.04.2001.001,rawan,road,10",
            name="tps.csv",
        ),
        "stocks": table("area_code,item,count", "53.05,radio,1", name="stocks.csv"),
        "seats": table("transport,days_before,area_code,count", "air,H-3,53,3", name="seats.csv"),
    }


def arguments(files: dict[str, str], server: str, *more: str) -> list[str]:
    given = [files["tps"], "--stocks", files["stocks"], "--seats", files["seats"]]
    sea = ["--unavailable-transport", "sea"]
    return ["plan", *given, *sea, *DATE, "--server", server, "--lang", "en", *more]


class TestPlanning:
    def test_a_plan_has_the_schedule_and_the_equipment(
        self, service: str, files: dict[str, str], capsys: Captured
    ) -> None:
        assert main([*arguments(files, service), "--json"]) == 0
        plan: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert [
            (one["area_code"], one["transport"], one["fallback"], one["without_seat"])
            for one in plan["movements"]
        ] == [
            ("53.05.01", "ACCESS_AIR", True, 0),
            ("53.05.02", "ACCESS_AIR", True, 1),
            ("53.05.03", "ACCESS_AIR", True, 2),
        ]
        assert [row["assigned"] for row in plan["equipment"]] == [1, 0]

    def test_several_transports_may_be_named(
        self, service: str, files: dict[str, str], capsys: Captured
    ) -> None:
        assert main(arguments(files, service, "--unavailable-transport", "air")) == 0
        out = capsys.readouterr().out
        assert "H-3 2024-11-24 without transport" in out
        assert "(movement-without-transport)" in out

    def test_a_plan_is_verified_with_what_it_was_made_from(
        self,
        service: str,
        files: dict[str, str],
        tmp_path: Path,
        repository: Path,
        capsys: Captured,
    ) -> None:
        """By the service, and here without it."""
        out = str(tmp_path / "plan.json")
        assert main(arguments(files, service, "--out", out)) == 0
        given = ["--tps", files["tps"], "--stocks", files["stocks"], "--seats", files["seats"]]
        verify = ["verify", out, *given, "--server", service, "--lang", "en"]
        assert main([*verify, "--unavailable-transport", "sea"]) == 0
        offline = ["--offline", "--rules", str(repository / "rules")]
        assert main([*verify, "--unavailable-transport", "sea", *offline]) == 0
        assert main(verify) == 4
        assert "(request-digest-wrong)" in capsys.readouterr().out

    def test_a_plan_is_explained_with_what_it_was_made_from(
        self, service: str, files: dict[str, str], tmp_path: Path, capsys: Captured
    ) -> None:
        out = str(tmp_path / "plan.json")
        assert main(arguments(files, service, "--out", out)) == 0
        given = ["--tps", files["tps"], "--stocks", files["stocks"], "--seats", files["seats"]]
        explain = ["explain", out, "53.05", *given, "--server", service, "--lang", "en"]
        assert main([*explain, "--unavailable-transport", "sea"]) == 0
        capsys.readouterr()
        assert main(explain) == 2

    def test_plans_are_compared_with_what_they_were_made_from(
        self, service: str, files: dict[str, str], tmp_path: Path, capsys: Captured
    ) -> None:
        """The cause of what seats and transports change is another input."""
        before, after = str(tmp_path / "before.json"), str(tmp_path / "after.json")
        plain = ["plan", files["tps"], *DATE, "--server", service, "--out", before]
        assert main(plain) == 0
        assert main(arguments(files, service, "--out", after)) == 0
        given = ["--tps-before", files["tps"], "--tps-after", files["tps"]]
        given += ["--stocks-after", files["stocks"], "--seats-after", files["seats"]]
        compare = ["compare", before, after, *given, "--server", service, "--json"]
        capsys.readouterr()
        assert main([*compare, "--unavailable-transport-after", "sea"]) == 0
        reply: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert {one["place"] for one in reply["inputs"]} == {
            "stocks/53.05/radio",
            "seats/53/air/H-3",
            "unavailable_transports",
        }
        assert main(["compare", before, after, "--stocks-after", files["stocks"]]) == 2
        assert "--stocks-after" in capsys.readouterr().err

    def test_the_same_from_python(self, service: str, files: dict[str, str]) -> None:
        batch = read_tps(files["tps"]).batch
        resources: Resources = {
            "stocks": read_stocks(files["stocks"]).rows,
            "seats": read_seats(files["seats"]).rows,
            "unavailable_transports": [plan_pb2.ACCESS_SEA],
        }
        with Client(service) as client:
            day = "2024-11-27"
            plan = client.plan(batch, election_date=day, **resources)
            assert [one.without_seat for one in plan.movements] == [0, 1, 2]
            assert not client.verify(plan, batch, **resources).violations
            assert client.check(batch, election_date=day, **resources) == ()


class TestFaults:
    def test_of_the_server_are_put_back_to_their_cells(
        self, service: str, files: dict[str, str], table: Table, capsys: Captured
    ) -> None:
        files["stocks"] = table(
            "area_code,item,count", "53,radio,1", "53.99,radios,1", "53,radio,2", name="stocks.csv"
        )
        files["seats"] = table(
            "transport,days_before,area_code,count",
            "sea,3,53.05.01,1",
            "sea,3,53,1",
            "sea,H-3,53,2",
            name="seats.csv",
        )
        more = ("--unavailable-transport", "sea")
        assert main(arguments(files, service, *more)) == 2
        told = capsys.readouterr().err
        for place, code in (
            (f"{files['stocks']}:3:1", "unknown-area"),
            (f"{files['stocks']}:4:1", "stock-twice"),
            (f"{files['seats']}:2:3", "seats-area"),
            (f"{files['seats']}:4:1", "seats-twice"),
            ("--unavailable-transport", "transport-twice"),
        ):
            assert any(
                line.startswith(place) and f"({code})" in line for line in told.splitlines()
            ), (place, code, told)
        assert "line 2" in told
        assert "stocks[" not in told

    def test_an_item_that_is_unknown_is_named_at_its_cell(
        self, service: str, files: dict[str, str], table: Table, capsys: Captured
    ) -> None:
        files["stocks"] = table("item,area_code,count", "radios,53,1", name="stocks.csv")
        assert main(arguments(files, service)) == 2
        told = capsys.readouterr().err
        assert f"{files['stocks']}:2:1: [item]" in told
        assert "Maybe: radio" in told

    def test_of_all_files_are_told_together(
        self, service: str, files: dict[str, str], table: Table, capsys: Captured
    ) -> None:
        files["tps"] = table("tps_code,risk_tier", "53.05.01.2001.001,high", name="tps.csv")
        files["stocks"] = table("area_code,item,count", "53,radio,x", name="stocks.csv")
        files["seats"] = table(
            "transport,days_before,area_code,count", "boat,3,53,1", name="seats.csv"
        )
        assert main(arguments(files, service)) == 2
        lines = capsys.readouterr().err.splitlines()
        starts = [line.split(": ")[0] for line in lines if line[:1] == "/"]
        assert starts == [
            f"{files[name]}:2:{at}" for name, at in (("tps", 2), ("stocks", 3), ("seats", 1))
        ]

    def test_a_file_is_not_written_over_and_standard_input_is_read_once(
        self, service: str, files: dict[str, str], capsys: Captured
    ) -> None:
        assert main(arguments(files, service, "--out", files["seats"])) == 2
        assert "(out-is-input)" in capsys.readouterr().err
        files["stocks"] = files["seats"] = "-"
        assert main(arguments(files, service)) == 2
        assert "(stdin-twice)" in capsys.readouterr().err


def large_plan() -> plan_pb2.DeploymentPlan:
    """Many movements on two days, and equipment that is short in many regencies."""
    plan = small_plan()
    del plan.movements[:], plan.equipment[:]
    for number in range(16):
        plan.movements.add(
            depart_date="2024-11-24" if number < 9 else "2024-11-27",
            days_before=3 if number < 9 else 0,
            transport=plan_pb2.ACCESS_SEA if number % 2 else plan_pb2.ACCESS_AIR,
            command=f"Polres Kepulauan Nomor {number}",
            area_code=f"53.05.{number + 1:02}",
            station_count=1_000_000,
            polri=100_000,
            tni=20_000,
            without_seat=7 if number == 8 else 0,
        )
    for number in range(7):
        plan.equipment.add(
            area_code=f"53.{number + 10}.01", item="radio", required=3_000, assigned=1, short=2_999
        )
    plan.equipment.add(area_code="53", item="tent", required=4)
    return plan


class TestReport:
    @pytest.mark.parametrize("language", ["id", "en"])
    @pytest.mark.parametrize("width", [60, 80, 100])
    def test_no_line_is_wider_than_the_terminal(self, language: Language, width: int) -> None:
        lines = [line.plain for line in report(large_plan(), language, width)]
        assert [line for line in lines if len(line) > width] == []

    def test_every_day_and_transport_has_its_sums_and_its_first_movements(self) -> None:
        """Those of one transport stand together, though the schedule goes by how far it is."""
        lines = [line.plain for line in report(large_plan(), "en", None)]
        at = next(n for n, line in enumerate(lines) if line.startswith("Movements"))
        table = lines[at + 1 : lines.index("", at)]
        heads = [line for line in table if not line.startswith(" ")]
        assert [line.split("  ")[0] for line in heads] == [
            "H-3 2024-11-24 by air",
            "H-3 2024-11-24 by sea",
            "H 2024-11-27 by sea",
            "H 2024-11-27 by air",
        ]
        assert heads[0].split()[-6:] == ["-", "5,000,000", "500,000", "100,000", "0", "7"]
        assert sum("→" in line for line in table) == 5 + 4 + 4 + 3
        assert not any("more" in line for line in table)

    def test_long_lists_are_cut_and_counted(self) -> None:
        plan = large_plan()
        for move in plan.movements:
            move.transport = plan_pb2.ACCESS_SEA
        text = "\n".join(line.plain for line in report(plan, "id", None))
        assert "  … dan 4 lagi" in text
        assert text.count("  … dan 2 lagi") == 2

    def test_an_item_without_stock_is_not_shown_as_none_at_hand(self) -> None:
        lines = [line.plain for line in report(large_plan(), "en", None)]
        (tent,) = (line for line in lines if line.startswith("tent"))
        assert tent.split() == ["tent", "4", "not", "given", "0"]
        (radio,) = (line for line in lines if line.startswith("radio"))
        assert radio.split() == ["radio", "21,000", "7", "20,993"]

    def test_a_plan_without_either_has_no_such_tables(self) -> None:
        plan = small_plan()
        del plan.movements[:], plan.equipment[:]
        text = "\n".join(line.plain for line in report(plan, "en", None))
        assert "Movements" not in text
        assert "Equipment" not in text
