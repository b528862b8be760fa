"""What the command prints: any encoding, any width, a full disk, both languages, no raw cells."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_client.command import main
from pamtps_client.plan_file import plan_text, read_plan
from pamtps_client.plan_json import NotAPlan
from pamtps_client.plan_report import report
from pamtps_client.strength_table import read_strengths
from pamtps_client.tps_table import read_tps

from tests.client.fake_server import Answers, small_plan
from tests.client.test_report import large_plan

Table = Callable[..., str]
Captured = pytest.CaptureFixture[str]
GOOD = ("tps_code,risk_tier", "53.02.01.2001.001,rawan")
DATE = ("--election-date", "2024-11-27")


@pytest.fixture
def run(server: Answers, table: Table) -> list[str]:
    return ["plan", table(*GOOD), *DATE, "--server", server.address, "--lang", "en"]


def started(arguments: list[str], **more: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "pamtps_client", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **more})


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii"])
def test_any_encoding_prints_the_report_and_json_is_exact(run: list[str], encoding: str) -> None:
    done = started(run, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"-----" in done.stdout, "plain letters for those that the encoding lacks"
    exact = started([*run, "--json"], PYTHONIOENCODING=encoding)
    assert json.loads(exact.stdout.decode("utf-8"))["name"] == small_plan().name


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_full_disk_is_said_and_is_no_traceback(run: list[str], form: list[str]) -> None:
    command = [sys.executable, "-m", "pamtps_client", *run, *form]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "pamtps: the output could not be written: no space is left on the medium"
    ]


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_disk_that_takes_a_part_is_said(
    run: list[str], tmp_path: Path, form: list[str], unbuffered: str
) -> None:
    """Without a buffer a write takes what there is room for, and says so by a number alone."""
    pytest.importorskip("resource")
    with_little_room = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10)); "
        "from pamtps_client.command import main; sys.exit(main(sys.argv[1:]))"
    )
    with open(tmp_path / "out", "wb") as out:
        done = subprocess.run(
            [sys.executable, "-c", with_little_room, *run, *form],
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered, "PYTHONDONTWRITEBYTECODE": "1"},
        )
    assert done.returncode == 1
    words = "pamtps: the output could not be written: the file is too large"
    assert done.stderr.decode().splitlines() == [words]


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_ends_the_command_as_a_signal_would(
    run: list[str], unbuffered: str
) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "pamtps_client", *run, "--json"],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("width", [40, 60])
def test_columns_splits_the_table_and_wraps_the_findings(run: list[str], width: int) -> None:
    done = started(run, COLUMNS=str(width))
    assert max(map(len, done.stdout.decode().splitlines())) <= width
    lines = [line.plain for line in report(large_plan(), "id", width)]
    assert [line for line in lines if len(line) > width] == []


def test_without_a_width_the_table_is_whole_and_the_findings_are_wrapped() -> None:
    lines = [line.plain for line in report(large_plan(), "en", None)]
    assert sum(line.startswith("53.02 Timor") for line in lines) == 1
    findings = lines[next(i for i, line in enumerate(lines) if line.startswith("Findings")) :]
    assert max(map(len, findings)) <= 100


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon", "86401"])
def test_a_timeout_that_is_no_time_to_wait_is_bad_input(
    run: list[str], seconds: str, capsys: Captured
) -> None:
    assert main([*run, f"--timeout={seconds}"]) == 2
    assert f"--timeout is “{seconds}”" in capsys.readouterr().err


def test_wrong_arguments_are_told_in_indonesian(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["plan", "--lang", "id"])
    assert ended.value.code == 2
    err = capsys.readouterr().err
    assert "pemakaian: pamtps plan" in err
    assert "harus diberikan: TPS.csv" in err


@pytest.mark.parametrize(
    ("words", "language", "told"),
    [
        (["plan", "a.csv", "b.csv"], "en", "pamtps plan: unrecognized arguments: b.csv\n"),
        (["plan", "a.csv", "--strenghts=s.csv"], "en",
         "pamtps plan: unrecognized arguments: --strenghts=s.csv\n  Maybe: --strengths\n"),
        (["plan", "a.csv", "--strenghts", "s.csv"], "en",
         "pamtps plan: unrecognized arguments: --strenghts s.csv\n  Maybe: --strengths\n"),
        (["policy", "check", "rules", "--jsn"], "id",
         "pamtps policy check: argumen tidak dikenal: --jsn\n  Mungkin: --json\n"),
        (["plan", "a.csv", "--strengths", ""], "en", "argument --strengths: the value is empty"),
        (["plan", "a.csv", "--out", ""], "en", "argument --out: the value is empty"),
        (["plan", ""], "en", "argument TPS.csv: the value is empty"),
        (["verify", "p.json", "--tps", ""], "id", "--tps: nilainya kosong"),
        (["policy", "check", ""], "en", "the value is empty"),
        (["plan", "a.csv", "--server", "localhost"], "en", "'localhost' is no HOST:PORT"),
        (["plan", "a.csv", "--server", "h:99999"], "id", "'h:99999' bukan HOST:PORT"),
        (["plan", "a.csv", "--server", "http://h:1"], "en", "'http://h:1' is no HOST:PORT"),
    ],
)  # fmt: skip
def test_an_argument_that_is_none_is_told_with_what_its_command_takes(
    words: list[str], language: str, told: str, capsys: Captured
) -> None:
    """Also an empty one: an unset variable of a shell would stand for an option that is not given,
    and strengths that are not given are unlimited."""
    with pytest.raises(SystemExit) as ended:
        main([*words, "--lang", language])
    assert ended.value.code == 2
    err = capsys.readouterr().err
    assert told in err
    assert f"pamtps {words[0]}" in err.splitlines()[0]


def test_what_was_read_is_told_without_its_content(table: Table) -> None:
    path = table(*GOOD)
    assert repr(read_tps(path)) == f"TpsTable({path!r}, 1 rows, 0 faults)"
    assert repr(read_strengths(path)).startswith(f"StrengthTable({path!r}, 0 rows, ")


def test_a_long_cell_is_cut_and_control_characters_are_written_out(table: Table) -> None:
    path = table(raw=b"tps_code,risk_tier\n" + b"x" * 100_000 + b',"a\x1b[31m\nb"\n')
    code, tier = (fault.text("en") for fault in read_tps(path).faults)
    assert len(code) < len(path) + 300
    assert "…”" in code
    assert r"a\x1b[31m\nb" in tier
    assert "\x1b" not in tier


def test_tps_are_read_from_standard_input_and_from_a_pipe(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = Path(table(*GOOD)).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert len(read_tps("-").batch.rows) == 1
    read, write = os.pipe()
    os.write(write, content)
    os.close(write)
    try:
        assert read_tps(f"/dev/fd/{read}").faults == []
    finally:
        os.close(read)


def test_a_plan_is_written_to_a_pipe(run: list[str], capsys: Captured) -> None:
    """Which /dev/stdout may lead to."""
    read, write = os.pipe()
    assert main([*run, "--out", f"/dev/fd/{write}"]) == 0, capsys.readouterr().err
    os.close(write)
    with open(read, "rb") as stream:
        assert json.loads(stream.read())["name"] == small_plan().name


def test_a_reader_of_the_plan_that_goes_away_is_no_error(run: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, "-m", "pamtps_client", *run, "--out", "/dev/stdout"]
    done = subprocess.run(words, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_standard_input_is_given_once(server: Answers, capsys: Captured) -> None:
    assert main(["plan", "-", "--strengths", "-", *DATE, "--server", server.address]) == 2
    assert "(stdin-twice)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("above", "code"), [(["sep=,"], "sep-line"), (["TPS di NTT,", ""], "title-line")]
)
def test_lines_above_the_header_are_named_and_the_rest_is_checked(
    table: Table, above: list[str], code: str
) -> None:
    read = read_tps(table(*above, "tps_code,risk_tier", "53.02.01.2001.001,tinggi"))
    assert [(f.place.line, f.code) for f in read.faults] == [
        (1, code),
        (len(above) + 2, "unknown-word"),
    ]


@pytest.mark.parametrize("cell", ["53.01,53.02", "53.01|53.02"])
def test_codes_with_a_wrong_separator_are_suggested_apart(table: Table, cell: str) -> None:
    rows = ("area_code,force,personnel,role,covers", f'53.01,polri,1,own,"{cell}"')
    (fault,) = read_strengths(table(*rows)).faults
    assert (fault.code, fault.maybe) == ("list-separator", "53.01 53.02")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "isinya sebuah daftar […], bukan objek"),
        ('{"create_tim": 1}', "create_tim tidak dikenal (mungkin create_time)"),
        ('{"posts": [{"polri": "dua"}]}', "posts[0].polri berisi “dua”"),
        ('{"name": }', "bukan JSON: nilai diharapkan pada baris 1, huruf ke-10"),
        ('{"name": "a", "name": "b"}', "name tertulis dua kali"),
        ("[" * 100_000, "bersarang terlalu dalam"),
    ],
)
def test_what_is_no_plan_is_said_in_indonesian_by_the_names_of_the_file(
    table: Table, text: str, words: str
) -> None:
    with pytest.raises(NotAPlan) as caught:
        read_plan(table(text, name="plan.json"))
    assert words in caught.value.reasons[0].id


def test_a_plan_that_is_not_there_is_not_called_no_plan(
    server: Answers, table: Table, capsys: Captured
) -> None:
    run = ["verify", "no.json", "--tps", table(*GOOD), "--server", server.address, "--lang", "id"]
    assert main(run) == 2
    err = capsys.readouterr().err
    assert "no.json: berkas tidak dapat dibaca: berkas tidak ada (file-not-read)" in err
    assert "Errno" not in err


def test_a_plan_as_it_is_written_is_read_back(table: Table) -> None:
    path = table(name="plan.json", raw=plan_text(small_plan()).encode())
    assert read_plan(path) == small_plan()


def test_faults_of_strengths_speak_of_lines(
    server: Answers, table: Table, capsys: Captured
) -> None:
    text = plan_pb2.Text(id="sudah diberikan di strengths[0].", en="already in strengths[0].")
    server.faults = [
        planning_service_pb2.FieldFault(field="strengths[1]", code="strength-twice", message=text)
    ]
    strengths = table(
        "force,personnel,role,area_code",
        "polri,1,own,53.02",
        "",
        "polri,2,own,53.02",
        name="strengths.csv",
    )
    run = ["plan", table(*GOOD), "--strengths", strengths, *DATE, "--server", server.address]
    assert main([*run, "--lang", "en"]) == 2
    line = capsys.readouterr().err.splitlines()[0]
    assert line == f"{strengths}:4:4: [area_code] already in line 2. (strength-twice)"


def test_a_plan_without_a_date_is_at_fault_itself_and_once(
    server: Answers, table: Table, capsys: Captured
) -> None:
    text = plan_pb2.Text(id="tanggal", en="date")
    server.faults = [
        planning_service_pb2.FieldFault(field="election_date", code="date-malformed", message=text),
        planning_service_pb2.FieldFault(
            field="source.content.plan.election_date", code="date-malformed", message=text
        ),
    ]
    plan = table(name="plan.json", raw=plan_text(small_plan()).encode())
    tps = table("tps_code,risk_tier", "53.02.01.2001.001,rawan", "53.02.01.2001.002,tinggi")
    assert main(["verify", plan, "--tps", tps, "--server", server.address, "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert "--election-date" not in err
    assert err.count(f"{plan}: [election_date] date (date-malformed)") == 1


class TestPolicyCheck:
    BROKEN = "policy: broken\nrules: []\n"

    def test_one_file_is_checked_and_named_as_it_can_be_opened(
        self, tmp_path: Path, capsys: Captured
    ) -> None:
        file = tmp_path / "broken.yaml"
        file.write_text(self.BROKEN, encoding="utf-8")
        (tmp_path / "other.yaml").write_text(self.BROKEN, encoding="utf-8")
        assert main(["policy", "check", str(file), "--lang", "en"]) == 2
        out, err = capsys.readouterr()
        assert f"{file}:1:1" in err
        assert "other.yaml" not in err
        assert "errors in other files of the folder" in out

    def test_what_is_not_there_and_an_empty_folder_have_no_lines(
        self, tmp_path: Path, capsys: Captured
    ) -> None:
        assert main(["policy", "check", str(tmp_path / "no"), "--lang", "en"]) == 2
        assert f"{tmp_path / 'no'} is not there" in capsys.readouterr().err
        assert main(["policy", "check", str(tmp_path)]) == 2
        err = capsys.readouterr().err
        assert err.startswith(f"{tmp_path}: ")
        assert ":1:1" not in err
