"""The arguments of `pamtps explain`."""

from __future__ import annotations

import argparse
from typing import Final

from pamtps_client.arguments import Parser
from pamtps_client.language import Language, Text
from pamtps_client.resource_options import add_made_from, add_plan_file

_NOTES: Final = Text(
    id="""contoh:
  pamtps explain plan.json 53.11 --tps tps.csv --strengths strengths.csv
  pamtps explain plan.json 53.11.01.2001.007 --tps tps.csv --rule guard-rawan

Rencana dibuat ulang dari berkas-berkas itu; penjelasan diberikan hanya jika hasilnya sama.""",
    en="""examples:
  pamtps explain plan.json 53.11 --tps tps.csv --strengths strengths.csv
  pamtps explain plan.json 53.11.01.2001.007 --tps tps.csv --rule guard-rawan

The plan is made again from these files; it is explained only where it comes out the same.""",
)


def add_explain(
    commands: argparse._SubParsersAction[Parser],
    shared: Parser,
    language: Language,
    exit_codes: Text,
) -> None:
    """Add the command to those of `pamtps`."""
    summary = Text(
        id="jelaskan angka rencana sampai ke aturannya, atau mengapa suatu aturan tidak berlaku",
        en="explain the numbers of a plan down to their rules, or why a rule does not match",
    )[language]
    explain = commands.add_parser(
        "explain",
        parents=[shared],
        help=summary,
        description=summary,
        epilog="\n\n".join(text[language] for text in (_NOTES, exit_codes)),
    )
    add_plan_file(explain, language)
    explain.add_argument(
        "subject",
        metavar="SUBJECT",
        help=Text(
            id="TPS, wilayah (ID, 53, 53.11, 53.11.01), satuan, atau pos (post/ dan kode TPS "
            "pertamanya)",
            en="a TPS, an area (ID, 53, 53.11, 53.11.01), a command, or a post (post/ and the code "
            "of its first TPS)",
        )[language],
    )
    add_made_from(explain, language)
    explain.add_argument(
        "--rule",
        metavar="ID",
        default="",
        help=Text(
            id="mengapa aturan ini berlaku atau tidak di sana",
            en="why this rule matches there, or does not",
        )[language],
    )
    explain.add_argument(
        "--depth",
        metavar="N",
        help=Text(
            id="tingkat yang ditampilkan, paling sedikit 1, atau all (2 untuk wilayah, 3 untuk TPS "
            "dan pos, all dengan --rule)",
            en="levels that are shown, 1 or more, or all (2 of an area, 3 of a TPS or post, all "
            "with --rule)",
        )[language],
    )
    explain.add_argument(
        "--json",
        action="store_true",
        help=Text(
            id="cetak penjelasan sebagai JSON, tanpa yang lain",
            en="print the explanation as JSON, and nothing else",
        )[language],
    )
