"""The arguments that name what a request has besides TPS and personnel, and what a plan was made
from."""

from __future__ import annotations

import argparse
from typing import Final

from pamtps_client.language import Language, Text

TRANSPORTS: Final = ("road", "foot", "sea", "air")
"""Words of Access, in the order of its values."""
_WORDS: Final = (
    (
        "--stocks",
        "STOCKS.csv",
        Text(
            id="persediaan perlengkapan; yang tidak disebut dianggap tidak terbatas",
            en="equipment at hand; an item that is not there is planned as unlimited",
        ),
    ),
    (
        "--seats",
        "SEATS.csv",
        Text(
            id="daya angkut menurut hari; yang tidak disebut dianggap tidak terbatas",
            en="seats by transport and day; where there are none, they are unlimited",
        ),
    ),
)
_UNAVAILABLE: Final = Text(
    id="angkutan yang tidak dapat dipakai (road, foot, sea, air); boleh diulang",
    en="a transport that cannot be used (road, foot, sea, air); may be repeated",
)


MAKING: Final = Text(
    id="rencana yang berlaku; di antara rencana yang sama baiknya, dibuat yang paling banyak "
    "mempertahankan TPS di posnya",
    en="the plan in force; among equally good plans, the one that keeps most TPS in their posts is "
    "made",
)
"""What `--in-force` is of a command that makes a plan."""
MADE: Final = Text(
    id="rencana yang berlaku ketika rencana itu dibuat; tanpa ini jika dibuat tanpanya",
    en="the plan in force that it was made with; silent where it was made without",
)
"""What it is of a command that is given a plan."""


def add_in_force(parser: argparse.ArgumentParser, language: Language, words: Text) -> None:
    """Add the plan in force to a command."""
    parser.add_argument("--in-force", metavar="PLAN.json", help=words[language])


def add_resources(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add them to a command."""
    for option, metavar, words in _WORDS:
        parser.add_argument(option, metavar=metavar, help=words[language])
    parser.add_argument(
        "--unavailable-transport",
        metavar="TRANSPORT",
        action="append",
        default=[],
        choices=TRANSPORTS,
        help=_UNAVAILABLE[language],
    )


def add_plan_file(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the plan to a command that is given one."""
    parser.add_argument(
        "plan",
        metavar="PLAN.json",
        help=Text(
            id="rencana yang ditulis `pamtps plan --out`: JSON, protobuf biner atau Parquet",
            en="a plan as `pamtps plan --out` writes it: JSON, binary protobuf or Parquet",
        )[language],
    )


def add_made_from(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add everything that the plan was made from to a command that is given one."""
    parser.add_argument(
        "--tps",
        metavar="TPS.csv",
        required=True,
        help=Text(id="TPS asal rencana itu", en="the TPS it was made from")[language],
    )
    parser.add_argument(
        "--strengths",
        metavar="STRENGTHS.csv",
        help=Text(
            id="kekuatan asal rencana itu; tanpa ini jika rencana dibuat tanpanya",
            en="the strengths it was made from; silent where it was made without",
        )[language],
    )
    add_resources(parser, language)
    add_in_force(parser, language, MADE)
