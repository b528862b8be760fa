"""`pamtps policy check`: every rule file of a folder, or one of them, checked without a server.

The checks are those of the service, which comes with the extra `service`. A policy can extend
others of its folder, so the folder is read in either case.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pamtps_client.command import without_service
from pamtps_client.language import Language, Text, filled, printable
from pamtps_client.outcome import Exit
from pamtps_client.output import complain, say

if TYPE_CHECKING:
    from pamtps_service.policy.faults import Fault


def run_check(options: argparse.Namespace) -> int:
    """Check, print every fault and warning, and return the exit code."""
    path: str = options.path
    language: Language = options.language
    try:
        from pamtps_service.policy.load import check_folder
    except ModuleNotFoundError as error:
        return without_service(error, language)
    if not os.path.exists(path):
        complain(f"pamtps: {not_there(path)[language]}")
        return Exit.BAD_INPUT
    one = Path(path).name if os.path.isfile(path) else ""
    folder = os.path.dirname(path) if one else path
    checked = check_folder(Path(folder or "."))
    faults, warnings = (
        [fault for fault in found if not one or _file(fault) == one]
        for found in (checked.faults, checked.warnings)
    )
    for fault in faults:
        complain(fault_text(fault, folder, language))
    for fault in warnings:
        complain(f"{_WARNING[language]}: {fault_text(fault, folder, language)}")
    elsewhere = len(checked.faults) - len(faults)
    policies = len(checked.policies.policies) if checked.policies else 0
    words = filled(
        _FAULTS if faults else _SOUND_FILE if one else _SOUND,
        path=path,
        policies=policies,
        faults=len(faults),
        warnings=len(warnings),
    )
    say(f"{printable(words[language])}\n")
    if elsewhere:
        words = filled(_ELSEWHERE, faults=elsewhere, folder=folder or ".")
        say(f"{printable(words[language])}\n")
    return Exit.COMPLETE if checked.policies else Exit.BAD_INPUT


def _file(fault: Fault) -> str:
    return fault.place if isinstance(fault.place, str) else fault.place.file


def fault_text(fault: Fault, folder: str, language: Language) -> str:
    """A fault of a folder's rules, with its file as it can be opened from here."""
    text = fault.text(language)
    file = os.path.join(folder, _file(fault))
    if os.path.exists(file):
        text = os.path.join(folder, text)
    else:  # the folder as a whole is at fault, and has no lines
        text = folder + text.removeprefix(str(fault.place))
    return "\n".join(printable(line) for line in text.splitlines())


def not_there(path: str) -> Text:
    """That there is nothing at a path that should have rules."""
    return filled(_NOT_THERE, path=printable(path))


_WARNING: Final = Text(id="peringatan", en="warning")
_NOT_THERE: Final = Text(
    id="{path} tidak ada; beri folder berkas aturan atau salah satu berkasnya",
    en="{path} is not there; give a folder of rule files, or one of its files",
)
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
