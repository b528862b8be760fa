"""The arguments of what is planned: TPS, personnel, policy and voting day."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Final

from pamtps_client.language import Language, Text

_STRENGTHS: Final = Text(
    id="kekuatan yang ada; tanpa ini kekuatan dianggap tidak terbatas",
    en="the personnel at hand; planned as unlimited without it",
)
_POLICY: Final = Text(
    id="kebijakan; jika tidak diberikan, yang berlaku pada hari itu di tiap wilayah",
    en="policy; the one in force on that day in each area where silent",
)
ALWAYS: Final = Text(
    id="hari pemungutan suara (PAMTPS_ELECTION_DATE); harus diberikan",
    en="voting day (PAMTPS_ELECTION_DATE); must be given",
)
"""When `--election-date` must be given."""
WITH_TPS: Final = Text(
    id="hari pemungutan suara (PAMTPS_ELECTION_DATE); harus ada bersama --tps",
    en="voting day (PAMTPS_ELECTION_DATE); must be given with --tps",
)


def add_tps(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the file of the TPS, the one argument without a name."""
    told = Text(id="TPS yang harus dijaga", en="the TPS to be guarded")
    parser.add_argument("tps", metavar="TPS.csv", help=told[language])


def add_strengths(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the file of the personnel."""
    parser.add_argument("--strengths", metavar="STRENGTHS.csv", help=_STRENGTHS[language])


def add_policy_id(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the policy."""
    parser.add_argument("--policy", metavar="ID", default="", help=_POLICY[language])


def add_several(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add personnel and policy, each of which may be given several times."""
    for option, metavar, told in (
        ("--strengths", "STRENGTHS.csv", _STRENGTHS),
        ("--policy", "ID", _POLICY),
    ):
        parser.add_argument(
            option, metavar=metavar, action="append", default=[], help=told[language]
        )


def add_election_date(
    parser: argparse.ArgumentParser,
    language: Language,
    environment: Mapping[str, str],
    when: Text = ALWAYS,
) -> None:
    """Add the voting day."""
    parser.add_argument(
        "--election-date",
        metavar="YYYY-MM-DD",
        default=environment.get("PAMTPS_ELECTION_DATE", ""),
        help=when[language],
    )
