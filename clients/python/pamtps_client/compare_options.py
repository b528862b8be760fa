"""The arguments of `pamtps compare`."""

from __future__ import annotations

import argparse
from typing import Final

from pamtps_client.arguments import Parser
from pamtps_client.language import Language, Text, filled
from pamtps_client.resource_options import TRANSPORTS

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
_SIDES: Final = (
    ("before", Text(id="rencana sebelum", en="the plan before")),
    ("after", Text(id="rencana sesudah", en="the plan after")),
)
_FILES: Final = (
    ("tps", "TPS.csv", Text(id="TPS asal {plan}", en="the TPS that {plan} was made from")),
    (
        "strengths",
        "STRENGTHS.csv",
        Text(
            id="kekuatan asal {plan}; tanpa ini jika dibuat tanpanya",
            en="the strengths of {plan}; silent where it was made without",
        ),
    ),
    (
        "stocks",
        "STOCKS.csv",
        Text(
            id="persediaan perlengkapan asal {plan}; tanpa ini jika dibuat tanpanya",
            en="the equipment at hand of {plan}; silent where it was made without",
        ),
    ),
    (
        "seats",
        "SEATS.csv",
        Text(
            id="daya angkut asal {plan}; tanpa ini jika dibuat tanpanya",
            en="the seats of {plan}; silent where it was made without",
        ),
    ),
    (
        "in-force",
        "PLAN.json",
        Text(
            id="rencana yang berlaku ketika {plan} dibuat; untuk rencana sesudah, tanpa ini "
            "rencana sebelum, jika itu yang berlaku",
            en="the plan in force that {plan} was made with; of the plan after, where silent the "
            "plan before, if it was that",
        ),
    ),
)
_UNAVAILABLE: Final = Text(
    id="angkutan yang tidak dapat dipakai ketika {plan} dibuat; boleh diulang",
    en="a transport that could not be used when {plan} was made; may be repeated",
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
    for side, plan in _SIDES:
        compare.add_argument(side, metavar=f"{side.upper()}.json", help=plan[language])
    for side, plan in _SIDES:
        for name, metavar, words in _FILES:
            told = filled(words, plan=plan)[language]
            compare.add_argument(f"--{name}-{side}", metavar=metavar, help=told)
        compare.add_argument(
            f"--unavailable-transport-{side}",
            metavar="TRANSPORT",
            action="append",
            default=[],
            choices=TRANSPORTS,
            help=filled(_UNAVAILABLE, plan=plan)[language],
        )
    compare.add_argument(
        "--json",
        action="store_true",
        help=Text(
            id="cetak perbandingan sebagai JSON, tanpa yang lain",
            en="print the comparison as JSON, and nothing else",
        )[language],
    )
