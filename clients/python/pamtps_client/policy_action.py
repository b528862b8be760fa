"""What the arguments of several actions of `pamtps policy` have in common.

Imports nothing heavy: an action loads what it needs when it runs.
"""

from __future__ import annotations

import argparse
from typing import Final

from pamtps_client.arguments import Parser
from pamtps_client.language import Text

DEFAULT_RULES: Final = "rules"

PATHS: Final = Text(
    id="folder berkas aturan, atau berkas di dalamnya (rules bila tidak diberikan)",
    en="folders of rule files, or files of them (rules where silent)",
)
ONE_FILE: Final = Text(
    id="berkas kebijakan di sebuah folder aturan", en="a policy's file in a folder of rules"
)
AS_JSON: Final = Text(id="cetak dalam bentuk JSON", en="print it as JSON")


def action(
    actions: argparse._SubParsersAction[Parser],
    name: str,
    words: str,
    epilog: str,
    *parents: Parser,
) -> Parser:
    return actions.add_parser(
        name, parents=list(parents), help=words, description=words, epilog=epilog
    )


def text_option(parser: Parser, name: str, words: str, metavar: str) -> None:
    parser.add_argument(name, metavar=metavar, default="", help=words)
