"""The arguments of `pamtps policy ACTION`, and what each action runs.

Imports nothing heavy: an action loads what it needs when it runs.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from typing import Final

from pamtps_client.arguments import Parser
from pamtps_client.language import Language, Text
from pamtps_client.policy_file_options import add_check, add_format, add_schema, add_test
from pamtps_client.policy_meaning_options import (
    add_analyze,
    add_compare,
    add_document,
    add_explain,
)
from pamtps_client.policy_server_options import add_list, add_show, add_status

_RUNS: Final[dict[str, str]] = {
    "analyze": "command_policy_analyze:run_analyze",
    "check": "command_policy_check:run_check",
    "compare": "command_policy_compare:run_compare",
    "document": "command_policy_document:run_document",
    "explain": "command_policy_explain:run_explain",
    "format": "command_policy_format:run_format",
    "list": "command_policy:run_list",
    "schema": "command_policy_schema:run_schema",
    "show": "command_policy:run_show",
    "status": "command_policy_status:run_status",
    "test": "command_policy_test:run_test",
}
"""By action, `module:function` of this package; the function takes the options and returns the exit
code."""

_SUMMARY: Final = Text(
    id="periksa berkas kebijakan, atau lihat kebijakan di server",
    en="check policy files, or see the policies of a server",
)


def run_policy(options: argparse.Namespace) -> int:
    """Run the action that was asked, and return the exit code."""
    module, _, name = _RUNS[options.action].partition(":")
    run: Callable[[argparse.Namespace], int] = getattr(
        importlib.import_module(f"pamtps_client.{module}"), name
    )
    return run(options)


def add_policy(
    commands: argparse._SubParsersAction[Parser],
    shared: Parser,
    language: Language,
    exit_codes: Text,
) -> None:
    """Add `policy` and its actions to the commands of `pamtps`.

    Args:
        commands: to add to.
        shared: options of every command that speaks to a server.
        language: of the help.
        exit_codes: told by every action.
    """
    summary = _SUMMARY[language]
    policy = commands.add_parser("policy", help=summary, description=summary)
    actions = policy.add_subparsers(dest="action", required=True, metavar="ACTION")
    for add in (
        add_analyze,
        add_check,
        add_compare,
        add_document,
        add_explain,
        add_format,
        add_schema,
        add_test,
    ):
        add(actions, language, exit_codes)
    for add_served in (add_list, add_show, add_status):
        add_served(actions, shared, language, exit_codes)
