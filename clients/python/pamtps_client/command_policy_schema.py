"""`pamtps policy schema`: the JSON Schemas of policy files and of their tests, for editors.

They are made of the service's own tables, which come with the extra `service`.
"""

from __future__ import annotations

import argparse
import os
from typing import Final

from pamtps_client.command import without_service
from pamtps_client.language import Language, Text, filled, printable
from pamtps_client.outcome import Exit
from pamtps_client.output import complain, say, say_exactly

FILES: Final = {"policy": "policy.schema.json", "test": "policy-test.schema.json"}
"""Names of the files by what they are the schema of."""


def run_schema(options: argparse.Namespace) -> int:
    """Print the schema that was asked, or write both; return the exit code."""
    language: Language = options.language
    try:
        from pamtps_service.policy.schema import as_text, policy_schema
        from pamtps_service.policy.schema_of_tests import schema_of_tests
    except ModuleNotFoundError as error:
        return without_service(error, language)
    made = {"policy": policy_schema, "test": schema_of_tests}
    if options.write is None:
        say_exactly(as_text(made[options.of]()))
        return Exit.COMPLETE
    for name, file in FILES.items():
        path = os.path.join(options.write, file)
        try:
            with open(path, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(as_text(made[name]()))
        except OSError as error:
            why = printable(str(error.strerror or error))
            complain(f"pamtps: {filled(_UNWRITTEN, path=printable(path), why=why)[language]}")
            return Exit.BAD_INPUT
        say(f"{filled(_WRITTEN, path=printable(path))[language]}\n")
    return Exit.COMPLETE


_WRITTEN: Final = Text(id="ditulis: {path}", en="written: {path}")
_UNWRITTEN: Final = Text(
    id="{path} tidak dapat ditulis: {why}", en="{path} cannot be written: {why}"
)
