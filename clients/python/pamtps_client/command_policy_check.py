"""`pamtps policy check`: every rule file of a folder, checked without a server.

The checks are those of the service, which comes with the extra `service`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pamtps_client.command import without_service
from pamtps_client.language import Language, Text, filled
from pamtps_client.outcome import Exit


def run_check(directory: str, language: Language) -> int:
    """Check, print every fault and warning, and return the exit code."""
    try:
        from pamtps_service.policy.load import check_folder
    except ModuleNotFoundError as error:
        return without_service(error, language)
    checked = check_folder(Path(directory))
    for fault in checked.faults:
        print(fault.text(language), file=sys.stderr)
    warning = Text(id="peringatan", en="warning")[language]
    for fault in checked.warnings:
        print(f"{warning}: {fault.text(language)}", file=sys.stderr)
    words = filled(
        Text(
            id="{folder}: kesalahan {faults}, peringatan {warnings}",
            en="{folder}: errors {faults}, warnings {warnings}",
        )
        if checked.policies is None
        else Text(
            id="{folder}: kebijakan {policies}, tanpa kesalahan, peringatan {warnings}",
            en="{folder}: policies {policies}, no errors, warnings {warnings}",
        ),
        folder=directory,
        policies=len(checked.policies.policies) if checked.policies else 0,
        faults=len(checked.faults),
        warnings=len(checked.warnings),
    )
    print(words[language])
    return Exit.COMPLETE if checked.policies else Exit.BAD_INPUT
