"""`pamtps policy check`: the rule files of folders, or some of them, checked without a server.

The checks are those of the service, which comes with the extra `service`. A policy can extend
others of its folder, so the whole folder is read also where one file is asked.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pamtps_client.command import without_service
from pamtps_client.fault_report import FaultReport
from pamtps_client.language import Language, Text, filled, printable
from pamtps_client.outcome import Exit
from pamtps_client.output import complain, say, say_exactly

if TYPE_CHECKING:
    from pamtps_service.policy.faults import Fault


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of one folder."""

    folder: str
    """As it was given; empty for the one that the command runs in."""
    files: tuple[str, ...]
    """Names of its files; () is all of them."""

    @property
    def label(self) -> str:
        """The paths as they were given."""
        return ", ".join(os.path.join(self.folder, file) for file in self.files) or self.folder


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of it."""

    asked: Asked
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    elsewhere: int
    """Faults in other files of the folder: a folder with any of them is not loaded."""
    policies: int
    """How many the folder holds; 0 where it has a fault."""


def run_check(options: argparse.Namespace) -> int:
    """Check, print every fault and warning, and return the exit code."""
    language: Language = options.language
    try:
        from pamtps_service.policy import load  # noqa: F401 - whether the extra is there
    except ModuleNotFoundError as error:
        return without_service(error, language)
    if options.explain is not None:
        return _explain(options.explain, language)
    missing = [path for path in options.paths if not os.path.exists(path)]
    for path in missing:
        complain(f"pamtps: {not_there(path)[language]}")
    if missing:
        return Exit.BAD_INPUT
    found = [_check(asked) for asked in what_is_asked(options.paths)]
    if options.json:
        say_exactly(_json(found))
    else:
        report = FaultReport(language)
        for one in found:
            _print(one, report, language)
    wrong = any(one.faults or one.elsewhere for one in found)
    return Exit.BAD_INPUT if wrong else Exit.COMPLETE


def _explain(code: str, language: Language) -> Exit:
    """Print what a code means, why it comes about and how it is mended."""
    from pamtps_service.policy.code_meaning import likely_code, meaning_of

    meaning = meaning_of(code)
    if meaning is None:
        complain(f"pamtps: {filled(_NO_CODE, code=printable(code))[language]}")
        if maybe := likely_code(code):
            complain(f"  {filled(_MAYBE, code=maybe)[language]}")
        return Exit.BAD_INPUT
    parts = (meaning.message, meaning.cause, meaning.mend)
    message, cause, how = ((part.id if language == "id" else part.en) for part in parts)
    say(f"{code}\n  {message}\n")
    say(f"{_CAUSE[language]}\n  {cause}\n{_MEND[language]}\n  {how}\n")
    return Exit.COMPLETE


def what_is_asked(paths: Iterable[str]) -> list[Asked]:
    """Each folder once, in the order given; where it is given itself, all of its files."""
    folders: dict[str, list[str] | None] = {}
    for path in paths:
        folder, file = os.path.split(path) if os.path.isfile(path) else (path, "")
        if not file:
            folders[folder] = None
        elif (files := folders.setdefault(folder, [])) is not None and file not in files:
            files.append(file)
    return [Asked(folder, tuple(files or ())) for folder, files in folders.items()]


def _check(asked: Asked) -> Found:
    from pamtps_service.policy.load import check_folder

    checked = check_folder(Path(asked.folder or "."))
    faults, warnings = (
        tuple(fault for fault in told if not asked.files or _file(fault) in asked.files)
        for told in (checked.faults, checked.warnings)
    )
    policies = len(checked.policies.policies) if checked.policies else 0
    return Found(asked, faults, warnings, len(checked.faults) - len(faults), policies)


def _print(found: Found, report: FaultReport, language: Language) -> None:
    folder = found.asked.folder
    for fault in found.faults:
        complain(report.shown(fault, folder))
    for fault in found.warnings:
        complain(report.shown(fault, folder, warning=True))
    words = filled(
        _FAULTS if found.faults else _SOUND_FILE if found.asked.files else _SOUND,
        path=found.asked.label,
        policies=found.policies,
        faults=len(found.faults),
        warnings=len(found.warnings),
    )
    say(f"{printable(words[language])}\n")
    if found.elsewhere:
        words = filled(_ELSEWHERE, faults=found.elsewhere, folder=folder or ".")
        say(f"{printable(words[language])}\n")


def _json(found: Iterable[Found]) -> str:
    """One document: faults and warnings, each with its place, and how many there are."""
    told: dict[str, list[dict[str, object]]] = {"faults": [], "warnings": []}
    summary = {"errors": 0, "warnings": 0, "errors_elsewhere": 0, "policies": 0}
    for one in found:
        told["faults"] += [_fields(fault, one.asked.folder, "error") for fault in one.faults]
        told["warnings"] += [_fields(fault, one.asked.folder, "warning") for fault in one.warnings]
        summary["errors"] += len(one.faults)
        summary["warnings"] += len(one.warnings)
        summary["errors_elsewhere"] += one.elsewhere
        summary["policies"] += one.policies
    content = {**told, "summary": summary}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _fields(fault: Fault, folder: str, severity: str) -> dict[str, object]:
    place = fault.place
    file, line, column = (
        (folder, None, None)  # of the folder as a whole
        if isinstance(place, str)
        else (os.path.join(folder, place.file), place.line, place.column)
    )
    return {
        "code": fault.code,
        "severity": severity,
        "file": file,
        "line": line,
        "column": column,
        "rule": fault.rule,
        "message": {"id": fault.message.id, "en": fault.message.en},
        "maybe": fault.maybe,
    }


def _file(fault: Fault) -> str:
    return fault.place if isinstance(fault.place, str) else fault.place.file


def not_there(path: str) -> Text:
    """That there is nothing at a path that should have rules."""
    return filled(_NOT_THERE, path=printable(path))


_NOT_THERE: Final = Text(
    id="{path} tidak ada; beri folder berkas aturan atau salah satu berkasnya",
    en="{path} is not there; give a folder of rule files, or one of its files",
)
_NO_CODE: Final = Text(
    id="{code} bukan kode; semuanya ada di docs/errors/README.md",
    en="{code} is no code; all of them are in docs/errors/README.md",
)
_MAYBE: Final = Text(id="Mungkin: {code}", en="Maybe: {code}")
_CAUSE: Final = Text(id="Sebab:", en="Cause:")
_MEND: Final = Text(id="Perbaikan:", en="Mend:")
_FAULTS: Final = Text(
    id="{path}: kesalahan {faults}, peringatan {warnings}",
    en="{path}: errors {faults}, warnings {warnings}",
)
_SOUND: Final = Text(
    id="{path}: kebijakan {policies}, tanpa kesalahan, peringatan {warnings}",
    en="{path}: policies {policies}, no errors, warnings {warnings}",
)
_SOUND_FILE: Final = Text(
    id="{path}: tanpa kesalahan, peringatan {warnings}",
    en="{path}: no errors, warnings {warnings}",
)
_ELSEWHERE: Final = Text(
    id="berkas lain di folder itu memuat {faults} kesalahan, sehingga tidak satu pun dapat "
    "dipakai: pamtps policy check {folder}",
    en="errors in other files of the folder: {faults}; none can be used until they are gone: "
    "pamtps policy check {folder}",
)
