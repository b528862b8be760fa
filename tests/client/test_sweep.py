"""`pamtps sweep` in the terminal: combinations, results as files, what is refused."""

from __future__ import annotations

import csv
import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet
import pytest
from pamtps_client.command import main
from pamtps_client.language import quoted

from tests.conftest import REPOSITORY

Captured = pytest.CaptureFixture[str]
EXAMPLE = REPOSITORY / "examples" / "ntt-pilkada-2024"
PAGE = REPOSITORY / "docs" / "sweeps.md"


def swept(capsys: Captured, *arguments: object, language: str = "en") -> tuple[int, str, str]:
    try:
        code = main(["sweep", *map(str, arguments), "--lang", language])
    except SystemExit as ended:
        code = int(ended.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Some TPS of NTT and of Jakarta, and strengths."""
    tps, strengths = tmp_path / "tps.csv", tmp_path / "strengths.csv"
    rows = ["tps_code,risk_tier,travel_minutes,access"]
    rows += [f"53.11.01.2001.{n:03d},rawan,{10 * n},sea" for n in range(1, 21)]
    rows += [f"31.73.01.1001.{n:03d},kurang_rawan,5,road" for n in range(1, 41)]
    tps.write_text("\n".join(rows) + "\n")
    strengths.write_text("area_code,force,personnel,role\n53.11,polri,15,own\n31.73,polri,30,own\n")
    return tps, strengths


def commands() -> list[str]:
    """The commands of the page."""
    return [one for one in PAGE.read_text().splitlines() if one.startswith("pamtps sweep ")]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def arguments(files: tuple[Path, Path], *more: object) -> list[object]:
    tps, strengths = files
    rules = ("--rules", REPOSITORY / "rules", "--election-date", "2024-02-14")
    return [tps, "--strengths", strengths, *rules, *more]


def test_the_command_of_the_page_runs(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (line,) = commands()
    shutil.copytree(REPOSITORY / "rules", tmp_path / "rules")
    shutil.copytree(EXAMPLE, tmp_path / "examples" / EXAMPLE.name)
    monkeypatch.chdir(tmp_path)
    assert main(line.split()[1:]) == 0
    out, _ = capsys.readouterr()
    assert out.startswith("12 plans: areas by outcome, and persons short\n")
    rows = read_csv(tmp_path / "sweep.csv")
    assert len(rows) == 12
    assert {row["station_count"] for row in rows} == {"9866"}
    short = {
        (row["polri_percent"], row["linmas_percent"], row["unavailable_transports"]): row
        for row in rows
    }
    assert len(short) == 12
    assert {row["tni_percent"] for row in rows} == {"100"}
    assert int(short["50", "90", ""]["polri_short"]) > 0
    assert int(short["100", "100", ""]["polri_short"]) == 0
    assert all(
        row["strengths"].endswith(f"strengths.csv polri {polri}% linmas {linmas}%")
        for (polri, linmas, _), row in short.items()
    )


@pytest.mark.parametrize(
    ("language", "head"),
    [
        (
            "en",
            "strengths complete short invalid rejected Polri short TNI short",
        ),
        ("id", "kekuatan lengkap kurang tidak sah ditolak Polri kurang TNI kurang"),
    ],
)
def test_the_report_has_a_line_for_each_combination(
    capsys: Captured, files: tuple[Path, Path], language: str, head: str
) -> None:
    code, out, err = swept(
        capsys, *arguments(files, "--percent", "polri=50,100"), language=language
    )
    assert (code, err) == (0, "")
    lines = out.rstrip().splitlines()
    assert lines[0].startswith("4 ")
    assert " ".join(lines[2].split()).startswith(head)
    assert len(lines) == 5
    half, whole = (line.split()[-3].replace(",", "") for line in lines[3:])
    assert int(half) > int(whole)


def test_results_are_the_same_in_every_form(
    capsys: Captured, files: tuple[Path, Path], tmp_path: Path
) -> None:
    policies = ("--policy", "national-2024", "--policy", "")
    more = ("--unavailable", "sea,air", "--percent", "polri=50,0", *policies)
    found: list[list[dict[str, Any]]] = []
    for out in ("x.parquet", "x.csv"):
        path = tmp_path / out
        code, text, _ = swept(capsys, *arguments(files, *more, "--json", "--out", path))
        assert code == 0
        found.append(json.loads(text))
    assert found[0] == found[1] == pyarrow.parquet.read_table(tmp_path / "x.parquet").to_pylist()
    written = read_csv(tmp_path / "x.csv")
    assert written == [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in found[0]
    ]
    assert {row["polri_percent"] for row in found[0]} == {0, 50}
    assert len(found[0]) == 16
    assert {row["area_code"] for row in found[0]} == {"31", "53"}


def test_the_nation_is_planned_together_where_it_has_a_reserve(
    capsys: Captured, files: tuple[Path, Path]
) -> None:
    with files[1].open("a") as strengths:
        strengths.write("ID,polri,10,reserve\n")
    code, _, err = swept(capsys, *arguments(files))
    assert code == 2
    assert "--by nation" in err
    code, text, _ = swept(capsys, *arguments(files, "--by", "nation", "--json"))
    (row,) = json.loads(text)
    assert (code, row["area_code"], row["station_count"]) == (0, "ID", 60)


def test_what_cannot_be_planned_is_a_row_with_its_reason(
    capsys: Captured, files: tuple[Path, Path]
) -> None:
    code, text, _ = swept(capsys, *arguments(files, "--policy", "ntt-2024", "--json"))
    rows = {row["area_code"]: row for row in json.loads(text)}
    assert code == 2
    assert rows["31"]["status"] == "rejected"
    assert "outside-policy" in rows["31"]["error"]
    assert rows["53"]["error"] is None
    code, out, _ = swept(capsys, *arguments(files, "--policy", "ntt-2024"))
    assert code == 2
    assert "outside-policy" in out


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--out", "sweep.txt"), ".csv, .parquet"),
        *(
            (
                ("--percent", f"polri={wrong}"),
                f"'polri={wrong}' (choose from polri=N,..., tni=N,..., linmas=N,...; N is a whole "
                "number from 0 to 9999, with commas and no spaces between)",
            )
            for wrong in ("a", "12.5", "50, 80", "-5", "10000", "")
        ),
        (("--unavailable", "boat"), "road, foot, sea, air"),
        (("--processes", "0"), "1 .. 999"),
        (("--rules", "nowhere"), "nowhere"),
    ],
)
def test_wrong_options_say_what_is_allowed(
    capsys: Captured, files: tuple[Path, Path], more: tuple[str, str], told: str
) -> None:
    code, _, err = swept(capsys, *arguments(files, *more))
    assert code == 2
    assert told in err


def test_wrong_percentages_are_told_in_indonesian(
    capsys: Captured, files: tuple[Path, Path]
) -> None:
    code, _, err = swept(capsys, *arguments(files, "--percent", "polri=12.5"), language="id")
    assert code == 2
    assert "'polri=12.5' tidak dikenal; pilih salah satu: polri=N,..." in err
    assert "; N bilangan bulat dari 0 sampai 9999, dipisahkan koma tanpa spasi\n" in err


@pytest.mark.parametrize(
    ("language", "told"), [("en", "give --strengths too"), ("id", "berikan juga --strengths")]
)
def test_percentages_need_strengths(
    capsys: Captured, files: tuple[Path, Path], language: str, told: str
) -> None:
    tps, _, *others = arguments(files, "--percent", "polri=50", "--percent", "tni=50")
    del others[0]
    code, out, err = swept(capsys, tps, *others, language=language)
    assert (code, out) == (2, "")
    assert err.startswith("--percent: ")
    assert f"{told} (percent-without-strengths)\npamtps: 1 " in err


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "has no personnel of tni to take a percentage of"),
        ("id", "tidak memuat personel tni yang dapat dihitung bagiannya"),
    ],
)
def test_percentages_are_of_a_force_that_the_file_has(
    capsys: Captured, files: tuple[Path, Path], language: str, told: str
) -> None:
    code, out, err = swept(capsys, *arguments(files, "--percent", "tni=50,100"), language=language)
    assert (code, out) == (2, "")
    assert f"{told} (percent-without-force)" in err
    files[1].write_text("area_code,force,personnel,role\n53.11,tni,many,own\n")
    code, _, err = swept(capsys, *arguments(files, "--percent", "tni=50"))
    assert code == 2
    assert "(percent-without-force)" not in err  # the row that is wrong has it


def test_percentages_give_numbers_that_a_plan_can_hold(
    capsys: Captured, files: tuple[Path, Path]
) -> None:
    files[1].write_text("area_code,force,personnel,role\n53.11,polri,2147483647,own\n")
    assert swept(capsys, *arguments(files, "--percent", "polri=100"))[0] == 0
    code, out, err = swept(capsys, *arguments(files, "--percent", "polri=50,101"))
    assert (code, out) == (2, "")
    assert "101 percent of the personnel of polri in one row of" in err
    assert "is above 2147483647 (percent-too-large)" in err


def test_faults_of_files_are_told_before_anything_is_planned(
    capsys: Captured, files: tuple[Path, Path]
) -> None:
    files[0].write_text("tps_code,risk_tier\n53.11.01.2001.001,high\n")
    files[1].write_text("area_code,force,personnel,role\n53.11,polri,many,own\n")
    code, out, err = swept(capsys, *arguments(files))
    assert (code, out) == (2, "")
    assert f"{files[0]}:2:2" in err
    assert f"{files[1]}:2:3" in err


@pytest.mark.parametrize("given", ["tps", "strengths", "link", "rule"])
def test_a_file_of_the_input_is_never_written_over(
    capsys: Captured, files: tuple[Path, Path], tmp_path: Path, given: str
) -> None:
    shutil.copytree(REPOSITORY / "rules", tmp_path / "rules")
    rule, link = tmp_path / "rules" / "ntt-2024.yaml", tmp_path / "link.csv"
    link.symlink_to(rule if given == "rule" else files[0])
    out = {"tps": files[0], "strengths": files[1]}.get(given, link)
    before = [path.read_bytes() for path in (*files, rule)]
    more = ("--rules", tmp_path / "rules", "--out", out)
    code, printed, err = swept(capsys, *arguments(files, *more))
    assert (code, printed) == (2, "")
    assert f"--out: “{quoted(str(out))}” is a file of the input" in err
    assert [path.read_bytes() for path in (*files, rule)] == before


def test_a_table_of_tps_is_not_written_over(
    capsys: Captured, files: tuple[Path, Path], tmp_path: Path
) -> None:
    table = tmp_path / "tps.parquet"
    rows = pyarrow.csv.read_csv(files[0])
    pyarrow.parquet.write_table(rows, table)
    before = table.read_bytes()
    code, printed, err = swept(capsys, *arguments((table, files[1]), "--out", table))
    assert (code, printed) == (2, "")
    assert "(out-is-input)" in err
    assert table.read_bytes() == before


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(
    ("out", "told"),
    [("nowhere/sweep.csv", "out-without-folder"), ("folder.csv", "out-is-folder")],
)
def test_what_cannot_be_written_is_told_before_anything_is_planned(
    capsys: Captured, files: tuple[Path, Path], tmp_path: Path, out: str, language: str, told: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    files[1].write_text("area_code,force,personnel,role\n53.11,polri,many,own\n")
    code, printed, err = swept(
        capsys, *arguments(files, "--out", tmp_path / out), language=language
    )
    assert (code, printed) == (2, "")
    assert f"({told})" in err
    assert f"{files[1]}:2:3" in err  # with all other faults


def test_standard_input_is_one_file(capsys: Captured) -> None:
    code, printed, err = swept(capsys, *arguments((Path("-"), Path("-"))))
    assert (code, printed) == (2, "")
    assert "--strengths: standard input (-) is used for TPS.csv already (stdin-twice)" in err


@pytest.mark.parametrize("form", ["report", "json"])
def test_results_that_cannot_be_written_are_printed(
    capsys: Captured,
    files: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
) -> None:
    more = ("--json",) if form == "json" else ()
    _, wanted, _ = swept(capsys, *arguments(files, *more))
    monkeypatch.setattr(os, "replace", full_disk)
    out = tmp_path / "sweep.csv"
    code, printed, err = swept(capsys, *arguments(files, *more, "--out", out))
    assert (code, printed) == (1, wanted)
    assert "the results are there, but" in err
    assert "no space is left on the medium" in err
    assert not out.exists()


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def without_access(files: tuple[Path, Path], *numbers: int) -> None:
    """Takes the access of TPS of Sumba Timur out of the file."""
    text = files[0].read_text()
    for n in numbers:
        text = text.replace(
            f"53.11.01.2001.{n:03d},rawan,{10 * n},sea", f"53.11.01.2001.{n:03d},rawan,{10 * n},"
        )
    files[0].write_text(text)


@pytest.mark.parametrize(
    ("language", "told", "count"),
    [
        ("en", "TPS 53.11.01.2001.003 lacks access", "3 faults; nothing was done"),
        ("id", "TPS 53.11.01.2001.003 tidak mempunyai access", "3 kesalahan; tidak ada"),
    ],
)
def test_what_every_policy_misses_is_told_at_its_cells_before_anything_is_planned(
    capsys: Captured, files: tuple[Path, Path], language: str, told: str, count: str
) -> None:
    without_access(files, 3, 7)
    with files[1].open("a") as strengths:
        strengths.write("53.11,polri,10,own\n")
    code, out, err = swept(
        capsys, *arguments(files, "--policy", "", "--policy", "ntt-2024"), language=language
    )
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert lines[0].startswith(f"{files[0]}:4:4: [access] {told}")
    assert lines[1].startswith(f"{files[0]}:8:4: [access] ")
    assert lines[2].startswith(f"{files[1]}:4:1: [area_code] ")
    assert "(strength-twice)" in lines[2]
    assert lines[3].startswith(f"pamtps: {count}")
    assert len(lines) == 4


def test_faults_that_the_service_finds_stand_with_those_of_the_reader(
    capsys: Captured, files: tuple[Path, Path]
) -> None:
    without_access(files, 3)
    files[0].write_text(
        files[0].read_text().replace("53.11.01.2001.005,rawan", "53.99.01.2001.005,high")
    )
    code, out, err = swept(capsys, *arguments(files))
    assert (code, out) == (2, "")
    assert [line.split(": ")[0] for line in err.splitlines() if line.startswith(str(files[0]))] == [
        f"{files[0]}:4:4",
        f"{files[0]}:6:1",  # of a row that the reader holds back
        f"{files[0]}:6:2",
    ]


@pytest.mark.parametrize(
    ("language", "more"), [("en", ", and 2 more"), ("id", ", dan 2 kesalahan lagi")]
)
def test_what_one_policy_misses_is_a_rejected_row_that_counts_its_faults(
    capsys: Captured, files: tuple[Path, Path], language: str, more: str
) -> None:
    without_access(files, 3, 7, 8)
    two = arguments(files, "--policy", "ntt-2024", "--policy", "national-2024")
    code, out, _ = swept(capsys, *two, "--json")
    rows = {(row["policy"], row["area_code"]): row for row in json.loads(out)}
    assert code == 2
    assert rows["ntt-2024", "53"]["status"] == "rejected"
    assert rows["ntt-2024", "53"]["error"] == "attribute-missing"
    assert {key: row["fault_count"] for key, row in rows.items()} == {
        ("ntt-2024", "53"): 3,
        ("ntt-2024", "31"): 1,
        ("national-2024", "53"): None,
        ("national-2024", "31"): None,
    }
    code, out, _ = swept(capsys, *two, language=language)
    assert code == 2
    assert f"(attribute-missing){more}\n" in out
    assert "(outside-policy)\n" in out
    for area in ("31", "53"):
        assert f"\nntt-2024 {area}: " in out


def test_one_plan_is_not_spoken_of_as_several(capsys: Captured, files: tuple[Path, Path]) -> None:
    _, out, _ = swept(capsys, *arguments(files, "--by", "nation"))
    assert out.startswith("1 plan: areas by outcome")


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1:1", "127.0.0.1:99999"])
@pytest.mark.parametrize(
    ("language", "told"), [("en", "was not reached: "), ("id", "tidak terjangkau: ")]
)
def test_a_ray_cluster_that_is_not_there_is_told(
    capsys: Captured, files: tuple[Path, Path], language: str, told: str, address: str
) -> None:
    pytest.importorskip("ray")
    code, out, err = swept(capsys, *arguments(files, "--ray", address), language=language)
    assert (code, out) == (5, "")
    assert err.startswith("pamtps: ")
    assert f" {address} {told}" in err
    assert len(err.splitlines()) == 1
