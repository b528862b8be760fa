"""`pamtps policy document`: HTML and PDF, where they are written, and what is refused."""

from __future__ import annotations

import shutil
import stat
import sys
import time
from pathlib import Path

import pytest
from pamtps_client.chromium import NAMES, PdfFailed, print_pdf
from pamtps_client.command import main
from pamtps_service.policy.catalogue import Language
from pamtps_service.policy.load import check_folder
from pamtps_service.rendering.document import render_document

from tests.conftest import REPOSITORY

Captured = pytest.CaptureFixture[str]
NTT = REPOSITORY / "rules" / "ntt-2024.yaml"
NO_CHROMIUM = "no Chromium is found on PATH"


def run(capsys: Captured, *arguments: object, language: Language = "en") -> tuple[int, str, str]:
    code = main(["policy", "document", *map(str, arguments), "--lang", language])
    out, err = capsys.readouterr()
    return code, out, err


def page(language: Language) -> str:
    checked = check_folder(NTT.parent)
    assert checked.policies is not None
    return render_document(checked.policies.policies["ntt-2024"], language)


@pytest.mark.parametrize("language", ["id", "en"])
def test_without_out_the_page_stands_on_standard_output(
    capsys: Captured, language: Language
) -> None:
    """The page and nothing else, in the language asked."""
    assert run(capsys, NTT, language=language) == (0, page(language), "")


def test_a_page_is_written_to_a_file(tmp_path: Path, capsys: Captured) -> None:
    """Its digest is told, so that it can be compared with the file."""
    out = tmp_path / "ntt.html"
    code, said, err = run(capsys, NTT, "--out", out, language="id")
    assert (code, err) == (0, "")
    assert out.read_text(encoding="utf-8") == page("id")
    assert said.startswith(f"{out}: kebijakan ntt-2024, sidik isi ")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "the file must end in .html or .pdf"), ("id", "harus berakhiran .html atau .pdf")],
)
def test_another_ending_is_refused(
    tmp_path: Path, capsys: Captured, language: Language, words: str
) -> None:
    """Nothing is written."""
    code, out, err = run(capsys, NTT, "--out", tmp_path / "ntt.docx", language=language)
    assert (code, out) == (2, "")
    assert words in err
    assert not list(tmp_path.iterdir())


def test_a_folder_is_answered_with_its_policies(capsys: Captured) -> None:
    """A document is of one policy."""
    code, out, err = run(capsys, NTT.parent)
    assert (code, out) == (2, "")
    assert f"{NTT.parent} is a folder" in err
    assert str(NTT) in err


def test_a_file_that_is_no_policy_is_answered_with_those_beside_it(capsys: Captured) -> None:
    """README.md stands in the folder of rules too."""
    code, _, err = run(capsys, NTT.parent / "README.md")
    assert code == 2
    assert "is no policy" in err
    assert str(NTT) in err


def test_nothing_at_the_path_is_said(tmp_path: Path, capsys: Captured) -> None:
    """As `policy check` says it."""
    code, _, err = run(capsys, tmp_path / "x.yaml")
    assert code == 2
    assert "x.yaml is not there" in err


def test_faults_of_the_folder_are_told_and_nothing_is_rendered(
    tmp_path: Path, capsys: Captured
) -> None:
    """A policy that cannot be loaded has no document."""
    path = tmp_path / "p.yaml"
    path.write_text(
        "policy: p\ntitle: T\nissuer: I\nbasis: B\nareas: all\n"
        "rules: [{id: g, basis: B, guard: {polri: two, tps_per_post: 4}}]\n",
        encoding="utf-8",
    )
    code, out, err = run(capsys, path)
    assert (code, out) == (2, "")
    assert f"{path}:6:" in err


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, capsys: Captured) -> None:
    """With the system's reason."""
    code, _, err = run(capsys, NTT, "--out", tmp_path / "no" / "x.html")
    assert code == 2
    assert "x.html could not be written: " in err


# PDF ------------------------------------------------------------------------------------------


def stand_in(folder: Path, body: str) -> Path:
    """A program in place of Chromium: Python, with `arguments` and `pdf`, where it is to write."""
    path = folder / "chromium"
    path.write_text(
        f"#!{sys.executable}\n"
        "import sys, time, pathlib\n"
        "arguments = sys.argv[1:]\n"
        "(pdf,) = [a.partition('=')[2] for a in arguments if a.startswith('--print-to-pdf=')]\n"
        f"{body}\n",
        encoding="utf-8",
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "a PDF needs Chromium"), ("id", "untuk PDF diperlukan Chromium")],
)
def test_without_chromium_the_ways_out_are_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
    language: Language,
    words: str,
) -> None:
    """What was looked for, the variable, and the .html that needs none."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PAMTPS_CHROMIUM", raising=False)
    code, _, err = run(capsys, NTT, "--out", tmp_path / "x.pdf", language=language)
    assert code == 2
    assert words in err
    assert all(one in err for one in ("PAMTPS_CHROMIUM", ".html", *NAMES))
    assert not (tmp_path / "x.pdf").exists()


def test_a_chromium_that_is_named_wrongly_is_not_replaced_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """Who names one means that one."""
    monkeypatch.setenv("PAMTPS_CHROMIUM", str(tmp_path / "none"))
    code, _, err = run(capsys, NTT, "--out", tmp_path / "x.pdf")
    assert code == 2
    assert "PAMTPS_CHROMIUM is “" in err


def test_what_chromium_prints_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """It gets the page as a file, and a profile of its own; no network is used at its start."""
    seen = tmp_path / "seen"
    body = (
        "page = pathlib.Path(arguments[-1].removeprefix('file://')).read_text('utf-8')\n"
        f"pathlib.Path({str(seen)!r}).write_text('\\n'.join([*arguments[:-1], page]), 'utf-8')\n"
        "pathlib.Path(pdf).write_bytes(b'%PDF-1.4 stand-in')"
    )
    monkeypatch.setenv("PAMTPS_CHROMIUM", str(stand_in(tmp_path, body)))
    out = tmp_path / "x.pdf"
    code, _, err = run(capsys, NTT, "--out", out)
    assert (code, err) == (0, "")
    assert out.read_bytes() == b"%PDF-1.4 stand-in"
    said = seen.read_text("utf-8")
    assert page("en") in said
    for flag in ("--headless", "--disable-background-networking", "--user-data-dir="):
        assert flag in said


def test_what_chromium_told_is_handed_on_where_it_made_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """The last line of its errors; the file is as it was before."""
    program = stand_in(tmp_path, "print('cannot start', file=sys.stderr)")
    monkeypatch.setenv("PAMTPS_CHROMIUM", str(program))
    out = tmp_path / "x.pdf"
    out.write_bytes(b"before")
    code, _, err = run(capsys, NTT, "--out", out)
    assert code == 2
    assert "made no PDF: cannot start" in err
    assert out.read_bytes() == b"before"


def test_a_chromium_that_does_not_end_is_ended(tmp_path: Path) -> None:
    """It is killed with its children."""
    program = stand_in(tmp_path, "time.sleep(60)")
    start = time.monotonic()
    with pytest.raises(PdfFailed, match="did not end within"):
        print_pdf("<p>x</p>", {"PAMTPS_CHROMIUM": str(program)}, seconds=0.5)
    assert time.monotonic() - start < 20


@pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason=NO_CHROMIUM)
@pytest.mark.parametrize("language", ["id", "en"])
def test_chromium_prints_the_document(tmp_path: Path, capsys: Captured, language: Language) -> None:
    """A PDF of several pages."""
    out = tmp_path / "ntt.pdf"
    code, _, err = run(capsys, NTT, "--out", out, language=language)
    assert (code, err) == (0, "")
    content = out.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page/") >= 3
