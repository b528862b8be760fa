"""The arguments that name what a request has besides TPS and personnel."""

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
