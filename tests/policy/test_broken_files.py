"""Every error of a policy: a broken file, and beside it every message that it gets.

tests/policy/broken/NAME.yaml is checked alone, tests/policy/broken_sets/NAME/ as a folder. The
expected text is all that is told of the files, each message in English and in Indonesian.
"""

from __future__ import annotations

import re
import shutil
import string
from pathlib import Path

import pytest
from pamtps_service.policy.catalogue import SECTIONS
from pamtps_service.policy.catalogue.policy_errors import MESSAGES
from pamtps_service.policy.faults import Fault, FaultsError
from pamtps_service.policy.load import WARNINGS, check_folder, load_policies
from pamtps_service.policy.model import Position, Text
from pamtps_service.policy.source import MAX_BYTES

HERE = Path(__file__).parent
FILES = sorted((HERE / "broken").glob("*.yaml"))
SETS = sorted(path for path in (HERE / "broken_sets").iterdir() if path.is_dir())
MADE_IN_TESTS = {
    "no-folder",
    "not-a-folder",
    "folder-unreadable",
    "file-unreadable",
    "file-too-large",
}
"""Of no file that could be kept here; each has its test below."""

ALWAYS_THE_SAME = {
    "byte-order-mark",
    "tab-indentation",
    "yaml-directive",
    "merge-key",
    "several-documents",
    "key-not-text",
    "empty-rules",
    "drops-without-extends",
    "risk-tier-in-classify",
}
"""Codes of faults in which only one thing can be found, which their message names."""


def place(fault: Fault) -> Position:
    assert isinstance(fault.place, Position)
    return fault.place


def faults_of(folder: Path) -> list[Fault]:
    checked = check_folder(folder)
    return sorted((*checked.faults, *checked.warnings), key=in_order)


def in_order(fault: Fault) -> tuple[str, int, int, str]:
    if isinstance(fault.place, str):  # of the folder itself
        return (fault.place, 0, 0, fault.code)
    return (fault.place.file, fault.place.line, fault.place.column, fault.code)


def told(faults: list[Fault]) -> str:
    return "\n".join(f"{fault.text('en')}\n{fault.text('id')}\n" for fault in faults)


def alone(path: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    shutil.copy(path, folder)
    return folder


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_file_is_told_all_its_faults_in_both_languages(path: Path, tmp_path: Path) -> None:
    """The messages are those beside the file; the fault that it is named after is among them."""
    faults = faults_of(alone(path, tmp_path))
    assert told(faults) == path.with_suffix(".expected").read_text(encoding="utf-8")
    assert any(path.stem.startswith(fault.code) for fault in faults)


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.name)
def test_a_broken_folder_is_told_all_its_faults_in_both_languages(path: Path) -> None:
    """The messages are those in the folder's file `expected`."""
    found = told(faults_of(path)).replace(str(path), path.name)
    assert found == (path / "expected").read_text(encoding="utf-8")


def test_every_code_of_the_catalogue_is_shown_by_a_broken_file(tmp_path: Path) -> None:
    """No code is without its file, and no file has a code outside the catalogue."""
    shown = {fault.code for folder in SETS for fault in faults_of(folder)}
    for number, path in enumerate(FILES):
        home = tmp_path / str(number)
        home.mkdir()
        shown |= {fault.code for fault in faults_of(alone(path, home))}
    assert shown | MADE_IN_TESTS == set(MESSAGES)


def test_every_fault_has_its_place_and_a_stable_code(tmp_path: Path) -> None:
    """file:line:column, and a code in small letters and hyphens."""
    for number, path in enumerate(FILES):
        home = tmp_path / str(number)
        home.mkdir()
        for fault in faults_of(alone(path, home)):
            assert place(fault).file == path.name
            assert place(fault).line >= 1
            assert place(fault).column >= 1
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", fault.code)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_says_what_was_found_and_what_is_allowed(code: str) -> None:
    """In both languages, with the same fields, and in words of its own."""
    message: Text = MESSAGES[code]
    found_en, allowed_en = re.split(r"Better: " if code in WARNINGS else r"Allowed: ", message.en)
    found_id, allowed_id = re.split(
        r"Sebaiknya: " if code in WARNINGS else r"Yang dibolehkan: ", message.id
    )
    assert all(part.strip() for part in (found_en, allowed_en, found_id, allowed_id))
    assert fields(found_en) == fields(found_id)
    assert fields(message.en) == fields(message.id)
    assert message.en != message.id
    assert bool(fields(found_en)) != (code in ALWAYS_THE_SAME)


def test_no_code_stands_in_two_sections_of_the_catalogue() -> None:
    """A code means one thing wherever it is read."""
    codes = [code for section in SECTIONS.values() for code in section]
    assert len(codes) == len(set(codes))


# Faults that no file kept here can have -------------------------------------------------------

SOUND = (
    "policy: p\ntitle: T\nissuer: I\nbasis: B\nareas: all\n"
    "rules: [{id: g, basis: B, guard: {polri: 2, tps_per_post: 4}}]\n"
)


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    """It is not an empty set of policies; its place is the folder, as it was given."""
    (fault,) = faults_of(tmp_path / "nothing")
    assert (fault.code, fault.place) == ("no-folder", str(tmp_path / "nothing"))


def test_a_policy_in_place_of_its_folder_is_told_to_be_a_file(tmp_path: Path) -> None:
    """Not that it is missing; the folder that it lies in is suggested."""
    (tmp_path / "p.yaml").write_text(SOUND)
    (fault,) = faults_of(tmp_path / "p.yaml")
    assert (fault.code, fault.maybe) == ("not-a-folder", str(tmp_path))
    assert "is a file" in fault.message.en


def test_a_folder_that_cannot_be_opened_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the words of both languages, not those of the system."""

    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", refuse)
    (fault,) = faults_of(tmp_path)
    assert (fault.code, fault.place) == ("folder-unreadable", str(tmp_path))
    assert "no permission" in fault.message.en
    assert "tidak ada izin" in fault.message.id


def test_a_file_over_one_mebibyte_is_a_fault(tmp_path: Path) -> None:
    """A file of exactly 1 MiB is read; one byte more is not."""
    (tmp_path / "p.yaml").write_text(SOUND + "#" * (MAX_BYTES - len(SOUND)))
    assert faults_of(tmp_path) == []
    (tmp_path / "p.yaml").write_text(SOUND + "#" * (MAX_BYTES - len(SOUND) + 1))
    (fault,) = faults_of(tmp_path)
    assert fault.code == "file-too-large"
    assert "1,048,576" in fault.message.en
    assert "1.048.576" in fault.message.id


def test_a_file_that_cannot_be_opened_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason of the system is told in both languages, at the file."""
    (tmp_path / "p.yaml").write_text(SOUND)

    def refuse(self: Path, mode: str = "r") -> None:
        raise PermissionError(13, "Permission denied", str(self), mode)

    monkeypatch.setattr(Path, "open", refuse)
    (fault,) = faults_of(tmp_path)
    assert (fault.code, place(fault).file) == ("file-unreadable", "p.yaml")
    assert "there is no permission to read" in fault.message.en
    assert "tidak ada izin untuk membacanya" in fault.message.id


def test_loading_raises_all_faults_of_all_files_at_once_in_order(tmp_path: Path) -> None:
    """Sorted by file, line and column; nothing is loaded."""
    for name in ("b", "a"):
        text = SOUND.replace("policy: p", f"policy: {name}").replace("polri: 2", "polri: two")
        (tmp_path / f"{name}.yaml").write_text(text.replace("areas: all", "areas: [99]"))
    with pytest.raises(FaultsError) as raised:
        load_policies(tmp_path)
    places = [place(fault) for fault in raised.value.faults]
    assert [(one.file, one.line) for one in places] == [
        ("a.yaml", 5),
        ("a.yaml", 6),
        ("b.yaml", 5),
        ("b.yaml", 6),
    ]


def test_tests_of_policies_and_other_files_are_not_read_as_policies(tmp_path: Path) -> None:
    """NAME.test.yaml, other endings and folders inside are left alone."""
    (tmp_path / "p.yaml").write_text(SOUND)
    (tmp_path / "p.test.yaml").write_text("no policy")
    (tmp_path / "README.md").write_text("no policy")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "q.yaml").write_text("no policy")
    assert list(load_policies(tmp_path).policies) == ["p"]


@pytest.mark.parametrize("depth", [50, 5000, 200_000])
def test_deep_nesting_is_refused_without_harm(tmp_path: Path, depth: int) -> None:
    """The reader stops at its limit, whatever follows."""
    (tmp_path / "p.yaml").write_text("policy: " + "[" * depth)
    (fault,) = faults_of(tmp_path)
    assert fault.code == "too-deep"
