"""`pamtps policy check` in the terminal: places marked, JSON, several paths, exit codes."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pamtps_client.command import main
from pamtps_client.excerpt import excerpt
from rich.cells import cell_len

Captured = pytest.CaptureFixture[str]
HEAD = "policy: {id}\ntitle: T\nissuer: I\nbasis: B\nareas: all\n"
UNKNOWN_UNIT = (
    HEAD
    + "units: {{peleton: 30}}\nrules:\n"
    + "  - {{id: g, basis: B, for_each: regency, add: {{polri: 1 pleton}}}}\n"
)
SOUND = HEAD + "rules: [{{id: g, basis: B, guard: {{polri: 2, tps_per_post: 4}}}}]\n"
DOUBTFUL = HEAD + "rules: [{{id: g, guard: {{polri: 2, tps_per_post: 4}}}}]\n"


def write(folder: Path, text: str, name: str = "p") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(text.format(id=name), encoding="utf-8")
    return path


def checked(capsys: Captured, *arguments: object) -> tuple[int, str, str]:
    code = main(["policy", "check", *map(str, arguments), "--lang", "en"])
    out, err = capsys.readouterr()
    return code, out, err


# The place in the file ------------------------------------------------------------------------


def test_a_fault_shows_its_line_with_the_whole_value_marked(
    tmp_path: Path, capsys: Captured
) -> None:
    """Place, rule, message and code; the line; marks; what was probably meant."""
    path = write(tmp_path, UNKNOWN_UNIT)
    code, out, err = checked(capsys, path)
    assert code == 2
    assert err.splitlines()[:4] == [
        f"{path}:8:55: error [rule g] The unit `pleton` is unknown. Allowed: peleton. "
        "(unknown-unit)",
        "    8 |   - {id: g, basis: B, for_each: regency, add: {polri: 1 pleton}}",
        "      |                                                       ^~~~~~~~",
        "        Maybe: peleton",
    ]
    assert out == f"{path}: errors 1, warnings 0\n"


@pytest.mark.parametrize(
    ("line", "column", "end", "marks"),
    [
        ("ab: \tx", 6, 7, "        ^"),
        ("a\tbc\td", 3, 5, "    ^~"),
        ("東京: x", 5, 6, "      ^"),
        ("東京: x", 1, 3, "^~~~"),
        ("e\u0301: x", 5, 6, "   ^"),
        ("a: \x00x", 5, 6, "       ^"),
        ("a:", 9, 9, "  ^"),
        ("a: x", 4, 4, "   ^"),
    ],
)
def test_marks_stand_under_their_place_after_tabs_and_wide_letters(
    line: str, column: int, end: int, marks: str
) -> None:
    """A tab is shown as spaces, a control character as its escape, a wide letter takes two."""
    text, under = excerpt(line, 1, column, end, 80)
    assert "\t" not in text
    assert under.removeprefix("      | ") == marks


LETTERS = st.text(st.sampled_from("ab: {}\t東é\u0301\x07"), max_size=300)


@given(LETTERS, st.integers(1, 320), st.integers(0, 40), st.integers(1, 130))
def test_an_excerpt_fits_its_columns_and_holds_the_place(
    line: str, column: int, length: int, columns: int
) -> None:
    """Whatever is in the line; the letter at the place stands above the first mark."""
    text, marks = excerpt(line, 7, column, column + length, columns)
    most = max(columns, 40)
    assert cell_len(text) <= most
    assert cell_len(marks) <= most + 1  # behind the last letter there is one cell more
    assert re.fullmatch(r" {6}\| *\^~*", marks)
    assert text.isprintable()
    at = marks.index("^")
    if column <= len(line) and line[column - 1] in "ab:{}":
        taken = 0
        for letter in text:
            if taken == at and cell_len(letter):
                assert letter == line[column - 1]
                break
            taken += cell_len(letter)
        else:
            pytest.fail("nothing stands above the mark")


def test_a_long_line_is_cut_on_both_sides(tmp_path: Path) -> None:
    """As wide as COLUMNS says; the place stays in it."""
    spaces = " " * 200
    text = UNKNOWN_UNIT.replace("for_each", f"{spaces}for_each").replace(
        "}}}}", f"}}}}{spaces}}}}}"
    )
    path = write(tmp_path, text)
    environment = {**os.environ, "COLUMNS": "60", "PAMTPS_LANG": "en"}
    command = [sys.executable, "-m", "pamtps_client", "policy", "check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    line, marks = done.stderr.splitlines()[1:3]
    assert len(line) <= 60
    assert line.startswith("    8 | ...")
    assert line.endswith("...")
    assert line[marks.index("^") :].startswith("1 pleton")


def test_every_broken_file_is_shown(repository: Path, capsys: Captured) -> None:
    """Whatever is wrong with a file, its line is shown with marks under it."""
    code, _, err = checked(capsys, repository / "tests" / "policy" / "broken")
    assert code == 2
    lines = err.splitlines()
    heads = [line for line in lines if re.search(r"\.yaml:\d+:\d+: (error|warning)", line)]
    marks = [line for line in lines if re.fullmatch(r" {6}\| *\^~*", line)]
    assert len(heads) > 250
    assert len(marks) == len(heads)


# Colours --------------------------------------------------------------------------------------


def on_a_terminal(path: Path, **more: str) -> str:
    """What the command writes on standard error where that is a terminal."""
    mine, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "PAMTPS_LANG": "en", **more}
    environment = {name: value for name, value in environment.items() if value}
    command = [sys.executable, "-m", "pamtps_client", "policy", "check", str(path)]
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=theirs, check=False, env=environment, timeout=60
    )
    found = b""
    while select.select([mine], [], [], 0.2)[0]:
        found += os.read(mine, 65536)
    os.close(mine)
    os.close(theirs)
    return found.decode()


def test_a_terminal_gets_colours_unless_it_asks_for_none(tmp_path: Path) -> None:
    """NO_COLOR and a dumb terminal get the plain text; a pipe never has colours."""
    path = write(tmp_path, UNKNOWN_UNIT)
    assert "\x1b[" in on_a_terminal(path, NO_COLOR="")
    assert "\x1b[" not in on_a_terminal(path, NO_COLOR="1")
    assert "\x1b[" not in on_a_terminal(path, NO_COLOR="", TERM="dumb")


# What is asked --------------------------------------------------------------------------------


def test_several_paths_are_checked_each_folder_once(tmp_path: Path, capsys: Captured) -> None:
    """Files of one folder together; a folder beside its file is the whole folder."""
    a, b = write(tmp_path / "x", UNKNOWN_UNIT, "a"), write(tmp_path / "x", SOUND, "b")
    write(tmp_path / "y", DOUBTFUL, "c")
    code, out, err = checked(capsys, b, a, tmp_path / "y")
    assert code == 2
    assert err.count("(unknown-unit)") == 1
    assert out.splitlines() == [
        f"{b}, {a}: errors 1, warnings 0",
        f"{tmp_path / 'y'}: policies 1, no errors, warnings 1",
    ]
    code, out, err = checked(capsys, b, tmp_path / "x")
    assert err.count("(unknown-unit)") == 1
    assert out == f"{tmp_path / 'x'}: errors 1, warnings 0\n"


def test_warnings_alone_exit_with_0(tmp_path: Path, capsys: Captured) -> None:
    """They are told, and the policy can be loaded."""
    code, _, err = checked(capsys, write(tmp_path, DOUBTFUL))
    assert code == 0
    assert ": warning [rule g] " in err


# JSON -----------------------------------------------------------------------------------------


def test_json_is_one_document_and_nothing_else(tmp_path: Path, capsys: Captured) -> None:
    """Code, severity, file, line, column, rule, the message in both languages, what was meant."""
    a, b = write(tmp_path, UNKNOWN_UNIT, "a"), write(tmp_path, DOUBTFUL, "b")
    code, out, err = checked(capsys, a, b, "--json")
    assert (code, err) == (2, "")
    assert json.loads(out) == {
        "faults": [
            {
                "code": "unknown-unit",
                "severity": "error",
                "file": str(a),
                "line": 8,
                "column": 55,
                "rule": "g",
                "message": {
                    "id": "Satuan `pleton` tidak dikenal. Yang dibolehkan: peleton.",
                    "en": "The unit `pleton` is unknown. Allowed: peleton.",
                },
                "maybe": "peleton",
            }
        ],
        "warnings": [
            {
                "code": "rule-without-basis",
                "severity": "warning",
                "file": str(b),
                "line": 6,
                "column": 14,
                "rule": "g",
                "message": {
                    "id": "Aturan `g` tidak menyebut dasarnya. Sebaiknya: `basis` dengan "
                    "undang-undang, perintah, atau sumbernya.",
                    "en": "The rule `g` names no basis. Better: `basis` with the law, order or "
                    "source.",
                },
                "maybe": "",
            }
        ],
        "summary": {"errors": 1, "warnings": 1, "errors_elsewhere": 0, "policies": 0},
    }


def test_json_counts_errors_of_other_files_and_names_an_empty_folder(
    tmp_path: Path, capsys: Captured
) -> None:
    """A sound file of a folder with errors elsewhere is not in force: exit code 2."""
    write(tmp_path / "x", UNKNOWN_UNIT, "a")
    code, out, _ = checked(capsys, write(tmp_path / "x", SOUND, "b"), "--json")
    assert code == 2
    assert json.loads(out)["summary"]["errors_elsewhere"] == 1
    (tmp_path / "y").mkdir()
    code, out, _ = checked(capsys, tmp_path / "y", "--json")
    (fault,) = json.loads(out)["faults"]
    assert (code, fault["code"], fault["line"]) == (2, "no-policies", None)
    assert fault["file"] == str(tmp_path / "y")
