"""The arguments of the actions that ask a server for its policies.

Imports nothing heavy: an action loads what it needs when it runs.
"""

from __future__ import annotations

import argparse

from pamtps_client.arguments import Parser
from pamtps_client.language import Language, Text
from pamtps_client.policy_action import AS_JSON, action, text_option


def add_list(
    actions: argparse._SubParsersAction[Parser],
    shared: Parser,
    language: Language,
    exit_codes: Text,
) -> None:
    words = Text(
        id="daftar kebijakan yang dimuat server; dengan wilayah dan tanggal, yang berlaku di sana",
        en="list the policies that a server has loaded; with area and date, what is in force there",
    )[language]
    listing = action(actions, "list", words, exit_codes[language], shared)
    text_option(
        listing,
        "--area",
        Text(id="hanya yang memuat wilayah ini", en="only those that contain this area")[language],
        "CODE",
    )
    text_option(
        listing,
        "--election-date",
        Text(id="hanya yang berlaku pada hari ini", en="only those in force on this day")[language],
        "YYYY-MM-DD",
    )
    listing.add_argument("--json", action="store_true", help=AS_JSON[language])


def add_show(
    actions: argparse._SubParsersAction[Parser],
    shared: Parser,
    language: Language,
    exit_codes: Text,
) -> None:
    words = Text(id="tampilkan teks sebuah kebijakan", en="show the text of one policy")[language]
    show = action(actions, "show", words, exit_codes[language], shared)
    show.add_argument("policy_id", metavar="ID")
    text_option(
        show,
        "--digest",
        Text(
            id="versi dengan sidik ini, di antara yang terakhir berlaku",
            en="the version of this digest, among those last in force",
        )[language],
        "DIGEST",
    )
    show.add_argument(
        "--document",
        action="store_true",
        help=Text(
            id="sebagai dokumen untuk ditandatangani (HTML)",
            en="as a document for signature (HTML)",
        )[language],
    )
    show.add_argument("--json", action="store_true", help=AS_JSON[language])


def add_status(
    actions: argparse._SubParsersAction[Parser],
    shared: Parser,
    language: Language,
    exit_codes: Text,
) -> None:
    words = Text(
        id="tampilkan kebijakan yang berlaku di server, dan perubahan yang ditolaknya",
        en="show which policies are in force on a server, and the change that it refused",
    )[language]
    codes = Text(
        id="Keluar dengan 4 bila isi folder aturan di server ditolak.",
        en="Exits with 4 where what the server's rules folder holds was refused.",
    )[language]
    status = action(actions, "status", words, f"{codes}\n\n{exit_codes[language]}", shared)
    status.add_argument("--json", action="store_true", help=AS_JSON[language])
