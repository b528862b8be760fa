"""`pamtps policy format`: rule files and their tests in canonical form, comments and meaning kept.

The form is that of the service, which comes with the extra `service`. A file is written only where
its policy has the same digest as before.
"""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pamtps_client.command import without_service
from pamtps_client.command_policy_check import Asked, not_there, what_is_asked
from pamtps_client.fault_report import FaultReport
from pamtps_client.language import Language, Text, filled, printable
from pamtps_client.outcome import Exit
from pamtps_client.output import complain, say

if TYPE_CHECKING:
    from pamtps_service.policy.faults import Fault


@dataclass(slots=True)
class Laid:
    """What was found of the files of one folder."""

    folder: str
    faults: list[Fault] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    """Path and reason."""
    changed: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, text, and the text in canonical form, where they differ."""
    refused: list[str] = field(default_factory=list)
    """Names of files that would not say the same: a defect."""
    files: int = 0


def run_format(options: argparse.Namespace) -> int:
    """Lay out, print what changes, and return the exit code."""
    language: Language = options.language
    try:
        from pamtps_service.policy import layout  # noqa: F401 - whether the extra is there
    except ModuleNotFoundError as error:
        return without_service(error, language)
    missing = [path for path in options.paths if not os.path.exists(path)]
    for path in missing:
        complain(f"pamtps: {not_there(path)[language]}")
    if missing:
        return Exit.BAD_INPUT
    codes = [_laid_out(asked, options, language) for asked in what_is_asked(options.paths)]
    # a defect before a fault of the files, and that before files that would change
    return next(
        (code for code in (Exit.INTERNAL, Exit.BAD_INPUT, Exit.INVALID) if code in codes),
        Exit.COMPLETE,
    )


def _laid_out(asked: Asked, options: argparse.Namespace, language: Language) -> Exit:
    """One folder: print and write what changes."""
    found = _found(asked)
    code = _complain(found, language)
    for name, text, made in found.changed:
        path = os.path.join(found.folder, name)
        if options.diff:
            rows = difflib.unified_diff(
                text.splitlines(keepends=True), made.splitlines(keepends=True), path, path
            )
            say("".join(f"{printable(row.rstrip())}\n" for row in rows))
        if options.check:
            say(f"{filled(_WOULD_CHANGE, path=printable(path))[language]}\n")
            continue
        try:
            _write(path, made)
        except OSError as error:
            why = printable(str(error.strerror or error))
            complain(f"pamtps: {filled(_UNWRITTEN, path=printable(path), why=why)[language]}")
            code = code or Exit.BAD_INPUT
            continue
        say(f"{filled(_WRITTEN, path=printable(path))[language]}\n")
    unchanged = found.files - len(found.changed)
    say(f"{filled(_SUMMARY, files=unchanged, path=printable(asked.label))[language]}\n")
    if code is Exit.COMPLETE and options.check and found.changed:
        return Exit.INVALID
    return code


def _complain(found: Laid, language: Language) -> Exit:
    """Tell what keeps files from being laid out; the exit code that this makes."""
    report = FaultReport(language)
    for fault in found.faults:
        complain(report.shown(fault, found.folder))
    for path, why in found.unreadable:
        words = filled(_UNREADABLE, path=printable(path), why=printable(why))
        complain(f"pamtps: {words[language]}")
    for name in found.refused:
        path = printable(os.path.join(found.folder, name))
        complain(f"pamtps: {filled(_REFUSED, path=path)[language]}")
    if found.refused:
        return Exit.INTERNAL
    return Exit.BAD_INPUT if found.faults or found.unreadable else Exit.COMPLETE


def _found(asked: Asked) -> Laid:
    from pamtps_service.policy.fault_log import FaultLog
    from pamtps_service.policy.folder import TESTS
    from pamtps_service.policy.load import check_folder
    from pamtps_service.policy.source import read_source

    laid = Laid(asked.folder)
    folder = Path(asked.folder or ".")
    names = sorted(path.name for path in folder.iterdir() if path.suffix == ".yaml")
    wanted = [name for name in names if not asked.files or name in asked.files]
    checked = check_folder(folder)
    tests_only = bool(wanted) and all(name.endswith(TESTS) for name in names)
    laid.faults = [
        fault
        for fault in checked.faults
        if (not asked.files and not (tests_only and fault.code == "no-policies"))
        or _file(fault) in asked.files
    ]
    contents: dict[str, bytes] = {}
    for name in wanted:
        if any(_file(fault) == name for fault in laid.faults):
            continue
        try:
            contents[name] = (folder / name).read_bytes()
        except OSError as error:
            laid.unreadable.append((str(folder / name), str(error.strerror or error)))
            continue
        if name.endswith(TESTS):
            log = FaultLog()
            read_source(name, contents[name], log)
            if len(log):
                laid.faults += log.sorted()
                del contents[name]
    _lay_out(laid, contents, {} if checked.policies is None else _others(folder, names, contents))
    return laid


def _others(folder: Path, names: list[str], contents: dict[str, bytes]) -> dict[str, bytes]:
    """The policies beside those asked, which they may extend."""
    return {name: (folder / name).read_bytes() for name in names if name not in contents}


def _lay_out(laid: Laid, contents: dict[str, bytes], others: dict[str, bytes]) -> None:
    """Compare each file with its canonical form, which must say the same."""
    from pamtps_service.policy.layout import MeaningChangedError, canonical
    from pamtps_service.policy.load import check_files

    before = check_files({**others, **contents}).policies
    laid.files = len(contents)
    for name, content in contents.items():
        text = content.decode("utf-8")
        try:
            made = canonical(name, text)
        except MeaningChangedError:
            laid.refused.append(name)
            continue
        if made.encode("utf-8") == content:
            continue
        after = check_files({**others, **contents, name: made.encode("utf-8")}).policies
        if (after and after.digest) != (before and before.digest):
            laid.refused.append(name)
        else:
            laid.changed.append((name, text, made))


def _write(path: str, text: str) -> None:
    """All of it or nothing, with the mode that the file has; of a link, what it leads to."""
    target = os.path.realpath(path)
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".pamtps-")
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        shutil.copymode(target, temporary)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _file(fault: Fault) -> str:
    return fault.place if isinstance(fault.place, str) else fault.place.file


_WRITTEN: Final = Text(id="ditata: {path}", en="laid out: {path}")
_WOULD_CHANGE: Final = Text(id="akan berubah: {path}", en="would change: {path}")
_SUMMARY: Final = Text(
    id="{path}: berkas yang sudah dalam bentuk baku {files}",
    en="{path}: files already in canonical form {files}",
)
_UNREADABLE: Final = Text(id="{path} tidak dapat dibaca: {why}", en="{path} cannot be read: {why}")
_UNWRITTEN: Final = Text(
    id="{path} tidak dapat ditulis: {why}", en="{path} cannot be written: {why}"
)
_REFUSED: Final = Text(
    id="{path} tidak ditulis: bentuk bakunya tidak akan berarti sama; ini cacat program, laporkan "
    "berkasnya",
    en="{path} is not written: its canonical form would not say the same; this is a defect, report "
    "the file",
)
