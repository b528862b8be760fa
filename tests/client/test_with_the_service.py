"""The command line against the real service, on the committed example of NTT, Pilkada 2024."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pamtps_client.command import main

Table = Callable[..., str]
Captured = pytest.CaptureFixture[str]

DATE = ("--election-date", "2024-11-27")


@pytest.fixture
def example(repository: Path) -> Path:
    return repository / "examples" / "ntt-pilkada-2024"


@pytest.fixture
def plan(service: str, example: Path) -> Callable[..., list[str]]:
    """The arguments of `pamtps plan` for the example, with the given file of TPS in its place."""

    def arguments(*more: str, tps: str = "") -> list[str]:
        files = [tps or str(example / "tps.csv"), "--strengths", str(example / "strengths.csv")]
        return ["plan", *files, *DATE, "--server", service, "--lang", "en", *more]

    return arguments


def planned(capsys: Captured, arguments: list[str]) -> dict[str, Any]:
    assert main([*arguments, "--json"]) in (0, 3)
    made: dict[str, Any] = json.loads(capsys.readouterr().out)
    return made


def test_the_plan_has_every_tps_exactly_once(
    plan: Callable[..., list[str]], example: Path, capsys: Captured
) -> None:
    made = planned(capsys, plan())
    with (example / "tps.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["tps_code"] for row in csv.DictReader(file)]
    assert len(codes) == 9866
    assert [station["tps_code"] for station in made["stations"]] == sorted(codes)
    assert sum(post["station_count"] for post in made["posts"]) == 9866


def test_the_printed_table_has_the_published_counts(
    plan: Callable[..., list[str]], example: Path, capsys: Captured
) -> None:
    assert main(plan()) in (0, 3)
    out = capsys.readouterr().out
    regencies = Counter(
        line[:5] for line in (example / "tps.csv").read_text(encoding="utf-8").splitlines()[1:]
    )
    assert len(regencies) == 22
    for code, count in regencies.items():
        (line,) = (line for line in out.splitlines() if line.startswith(f"{code} "))
        numbers = [word.replace(",", "") for word in line.split() if word[0].isdecimal()][1:]
        assert sum(map(int, numbers[:3])) == count
    (total,) = (line for line in out.splitlines() if line.startswith("Total"))
    assert total.split()[1:4] == ["8,525", "1,237", "104"]


def test_shuffled_rows_give_the_same_name_and_digest(
    plan: Callable[..., list[str]], example: Path, table: Table, capsys: Captured
) -> None:
    header, *rows = (example / "tps.csv").read_text(encoding="utf-8").splitlines()
    random.Random(7).shuffle(rows)
    first = planned(capsys, plan())
    second = planned(capsys, plan(tps=table(header, *rows)))
    assert (second["name"], second["plan_digest"]) == (first["name"], first["plan_digest"])


def test_a_plan_that_was_written_is_verified_and_a_changed_one_is_not(
    plan: Callable[..., list[str]], example: Path, service: str, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "plan.json"
    assert main(plan("--out", str(out))) in (0, 3)
    files = ["--tps", str(example / "tps.csv"), "--strengths", str(example / "strengths.csv")]
    verify = ["verify", str(out), *files, "--server", service, "--lang", "en"]
    capsys.readouterr()
    assert main(verify) == 0
    assert capsys.readouterr().out.rstrip().endswith("violations 0")
    changed = json.loads(out.read_text(encoding="utf-8"))
    changed["totals"][0]["assigned"] += 1
    out.write_text(json.dumps(changed), encoding="utf-8")
    assert main(verify) == 4
    lines = capsys.readouterr().out.splitlines()
    (at,) = (number for number, line in enumerate(lines) if line.startswith("totals[0]:"))
    right = changed["totals"][0]["assigned"] - 1
    assert lines[at + 1] == f"  repair: Set totals[0].assigned to {right}."


def test_faults_of_the_server_are_put_back_to_their_cells(
    service: str, table: Table, capsys: Captured
) -> None:
    tps = table(
        "note,tps_code,risk_tier,access,travel_minutes",
        '"two\nlines",53.02.01.2001.001,rawan,road,5',
        "one,53.99.01.2001.001,rawan,road,5",
        "one,53.02.01.2001.002,tinggi,road,5",
        "one,53.02.01.2001.003,rawan,road,",
    )
    strengths = table(
        "area_code,area_name,force,personnel,role",
        "53.02,Kabupaten Ngada,polri,9,own",
        name="strengths.csv",
    )
    run = ["plan", tps, "--strengths", strengths, *DATE, "--server", service, "--lang", "en"]
    assert main(run) == 2
    places = [
        line.partition(" ")[0].rstrip(":").replace(tps, "T").replace(strengths, "S")
        for line in capsys.readouterr().err.splitlines()
        if line.startswith("/")
    ]
    assert places == ["T:1:1", "T:4:2", "T:5:3", "T:6:5", "S:2:2"]


def test_a_column_that_the_policy_does_not_declare_is_named_in_the_header(
    service: str, table: Table, capsys: Captured
) -> None:
    tps = table("tps_code,risk_tier,travel_minute", "53.02.01.2001.001,rawan,5")
    assert main(["plan", tps, *DATE, "--server", service, "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"{tps}:1:3: [travel_minute]")
    assert "Maybe: travel_minutes" in err


def test_all_faults_of_a_large_batch_are_told(service: str, table: Table, capsys: Captured) -> None:
    """Far more than fit into the details of an error; ten of a kind are printed, all counted."""
    rows = [f"53.99.01.{village:04d}.001,rawan" for village in range(1, 501)]
    tps = table("tps_code,risk_tier", *rows)
    assert main(["plan", tps, *DATE, "--server", service, "--lang", "id"]) == 2
    err = capsys.readouterr().err
    assert sum(line.startswith(tps) for line in err.splitlines()) == 10 + 1
    more = f"{tps}: … dan 490 lagi dengan kode unknown-area di kolom tps_code; --json menyebut"
    assert more in err
    assert "500 kesalahan" in err
    assert main(["plan", tps, *DATE, "--server", service, "--lang", "id", "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sum(line.startswith(tps) for line in err.splitlines()) == 500


def test_policies_of_the_repository_are_listed_and_shown(
    service: str, repository: Path, capsys: Captured
) -> None:
    assert main(["policy", "list", "--server", service]) == 0
    assert "ntt-2024" in capsys.readouterr().out
    assert main(["policy", "show", "ntt-2024", "--server", service]) == 0
    text = (repository / "rules" / "ntt-2024.yaml").read_text(encoding="utf-8")
    assert capsys.readouterr().out == text


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_document_of_the_service_is_that_of_the_files(
    service: str, repository: Path, capsys: Captured, language: str
) -> None:
    """The same bytes, by a server or without one."""
    shown = ["policy", "show", "ntt-2024", "--document", "--server", service]
    assert main([*shown, "--lang", language]) == 0
    page = capsys.readouterr().out
    path = str(repository / "rules" / "ntt-2024.yaml")
    assert main(["policy", "document", path, "--lang", language]) == 0
    assert capsys.readouterr().out == page
    assert page.startswith("<!DOCTYPE html>")


def test_the_policies_of_the_repository_have_no_fault(repository: Path) -> None:
    assert main(["policy", "check", str(repository / "rules")]) == 0
