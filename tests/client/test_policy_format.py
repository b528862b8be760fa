"""`pamtps policy format`: what it writes, what it refuses, its exit codes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from pamtps_client.command import main
from pamtps_service.policy.layout import MeaningChangedError
from pamtps_service.policy.load import load_policies

Captured = pytest.CaptureFixture[str]
HEAD = "title: T   # a note\npolicy: {id}\nissuer: I\nbasis: B\nareas: all\n"
UNTIDY = HEAD + "rules:\n- {{guard: {{tps_per_post: 4, polri: 2}}, basis: B, id: g}}\n"
TIDY = (
    "policy: {id}\ntitle: T   # a note\nissuer: I\nbasis: B\nareas: all\n\n"
    "rules:\n  - id: g\n    basis: B\n    guard: {{polri: 2, tps_per_post: 4}}\n"
)
BROKEN = HEAD + "rules: [{{id: g, basis: B, guard: {{polri: two}}}}]\n"
CASES = "cases:\n- {name: a, expect: {polri: 2}, tps: {area: 53.11}}\ntests: p\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text.format(id=name), encoding="utf-8")
    return path


def laid_out(capsys: Captured, *arguments: object) -> tuple[int, str, str]:
    code = main(["policy", "format", *map(str, arguments), "--lang", "en"])
    out, err = capsys.readouterr()
    return code, out, err


def test_files_are_written_in_canonical_form(tmp_path: Path, capsys: Captured) -> None:
    """Policies and their tests; the digest and the mode stay; a second time nothing changes."""
    path = write(tmp_path, "p", UNTIDY)
    path.chmod(0o640)
    cases = tmp_path / "p.test.yaml"
    cases.write_text(CASES)
    digest = load_policies(tmp_path).digest
    code, out, err = laid_out(capsys, tmp_path)
    assert (code, err) == (0, "")
    assert f"laid out: {path}" in out
    assert path.read_text() == TIDY.format(id="p")
    assert cases.read_text().startswith("tests: p\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert load_policies(tmp_path).digest == digest
    assert sorted(os.listdir(tmp_path)) == ["p.test.yaml", "p.yaml"]
    code, out, err = laid_out(capsys, tmp_path)
    assert (code, out) == (0, f"{tmp_path}: files already in canonical form 2\n")


def test_check_names_what_would_change_and_writes_nothing(tmp_path: Path, capsys: Captured) -> None:
    """With exit code 4; with --diff the lines are shown; 0 where all is in canonical form."""
    path = write(tmp_path, "p", UNTIDY)
    code, out, _ = laid_out(capsys, "--check", "--diff", path)
    assert code == 4
    assert f"would change: {path}" in out
    assert "+policy: p" in out
    assert path.read_text() == UNTIDY.format(id="p")
    write(tmp_path, "p", TIDY)
    assert laid_out(capsys, "--check", path)[0] == 0


def test_a_file_with_faults_is_refused(tmp_path: Path, capsys: Captured) -> None:
    """Its faults are told and it stays; the others of the folder are laid out."""
    broken, untidy = write(tmp_path, "b", BROKEN), write(tmp_path, "p", UNTIDY)
    code, _, err = laid_out(capsys, tmp_path)
    assert code == 2
    assert "invalid-integer" in err
    assert broken.read_text() == BROKEN.format(id="b")
    assert untidy.read_text() == TIDY.format(id="p")
    (tmp_path / "p.test.yaml").write_text("tests: &a p\n")
    code, _, err = laid_out(capsys, tmp_path / "p.test.yaml")
    assert code == 2
    assert "yaml-anchor" in err


def test_what_would_not_say_the_same_is_not_written(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where the writer says so nor where the digest is another: exit code 1."""
    path = write(tmp_path, "p", UNTIDY)

    def fails(file: str, text: str) -> str:
        raise MeaningChangedError(f"{file}: {text}")

    monkeypatch.setattr("pamtps_service.policy.layout.canonical", fails)
    assert laid_out(capsys, path)[0] == 1

    def other(file: str, text: str) -> str:
        assert file == "p.yaml"
        return text.replace("4", "8")

    monkeypatch.setattr("pamtps_service.policy.layout.canonical", other)
    code, _, err = laid_out(capsys, path)
    assert code == 1
    assert "would not say the same" in err
    assert path.read_text() == UNTIDY.format(id="p")


def test_a_write_that_fails_leaves_the_file(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All or nothing: no part of it, and nothing beside it."""
    path = write(tmp_path, "p", UNTIDY)

    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device", source, None, target)

    monkeypatch.setattr("pamtps_client.command_policy_format.os.replace", full)
    code, _, err = laid_out(capsys, path)
    assert code == 2
    assert "cannot be written" in err
    assert path.read_text() == UNTIDY.format(id="p")
    assert os.listdir(tmp_path) == ["p.yaml"]


def test_a_link_stays_a_link(tmp_path: Path, capsys: Captured) -> None:
    """What it leads to is laid out."""
    (tmp_path / "real").mkdir()
    (tmp_path / "rules").mkdir()
    real = write(tmp_path / "real", "p", UNTIDY)
    link = tmp_path / "rules" / "p.yaml"
    link.symlink_to(real)
    assert laid_out(capsys, tmp_path / "rules")[0] == 0
    assert link.is_symlink()
    assert real.read_text() == TIDY.format(id="p")


def test_a_path_that_is_not_there_is_bad_input(tmp_path: Path, capsys: Captured) -> None:
    """It is named."""
    code, _, err = laid_out(capsys, tmp_path / "none.yaml")
    assert code == 2
    assert "none.yaml" in err
