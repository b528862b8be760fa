"""The arguments of `pamtps compare`."""

from __future__ import annotations

import argparse
from typing import Final

from pamtps_client.arguments import Parser
from pamtps_client.language import Language, Text

_SUMMARY: Final = Text(
    id="bandingkan dua rencana: apa yang berubah, dan karena apa",
    en="compare two plans: what changed, and because of what",
)
_NOTES: Final = Text(
    id="""Sebab perubahan dicari jika TPS asal kedua rencana diberikan. Kedua rencana dibuat ulang
dengan masukan yang diganti satu per satu: TPS, kerawanan, kekuatan, aturan, masukan lain.""",
    en="""Causes are looked for where the TPS of both plans are given. The plans are made again with
their inputs replaced one after the other: TPS, tiers, strengths, rules, other inputs.""",
)
_FILES: Final = (
    (
        "--tps-before",
        "TPS.csv",
        Text(id="TPS asal rencana sebelum", en="the TPS that the plan before was made from"),
    ),
    (
        "--strengths-before",
        "STRENGTHS.csv",
        Text(
            id="kekuatan asal rencana sebelum; tanpa ini jika rencana dibuat tanpanya",
            en="the strengths of the plan before; silent where it was made without",
        ),
    ),
    (
        "--in-force-before",
        "PLAN.json",
        Text(
            id="rencana yang berlaku ketika rencana sebelum dibuat; tanpa ini jika dibuat tanpanya",
            en="the plan in force that the plan before was made with; silent where it was made "
            "without",
        ),
    ),
    (
        "--tps-after",
        "TPS.csv",
        Text(id="TPS asal rencana sesudah", en="the TPS that the plan after was made from"),
    ),
    (
        "--strengths-after",
        "STRENGTHS.csv",
        Text(
            id="kekuatan asal rencana sesudah; tanpa ini jika rencana dibuat tanpanya",
            en="the strengths of the plan after; silent where it was made without",
        ),
    ),
    (
        "--in-force-after",
        "PLAN.json",
        Text(
            id="rencana yang berlaku ketika rencana sesudah dibuat; tanpa ini rencana sebelum, "
            "jika itu yang berlaku",
            en="the plan in force that the plan after was made with; where silent the plan before, "
            "if it was that",
        ),
    ),
)


def add_compare(
    commands: argparse._SubParsersAction[Parser],
    shared: Parser,
    language: Language,
    exit_codes: Text,
) -> None:
    """Add the command to the parser."""
    compare = commands.add_parser(
        "compare",
        parents=[shared],
        help=_SUMMARY[language],
        description=_SUMMARY[language],
        epilog="\n\n".join(text[language] for text in (_NOTES, exit_codes)),
    )
    for name, words in (
        ("before", Text(id="rencana sebelum", en="the plan before")),
        ("after", Text(id="rencana sesudah", en="the plan after")),
    ):
        compare.add_argument(name, metavar=f"{name.upper()}.json", help=words[language])
    for option, metavar, words in _FILES:
        compare.add_argument(option, metavar=metavar, help=words[language])
    compare.add_argument(
        "--json",
        action="store_true",
        help=Text(
            id="cetak perbandingan sebagai JSON, tanpa yang lain",
            en="print the comparison as JSON, and nothing else",
        )[language],
    )
