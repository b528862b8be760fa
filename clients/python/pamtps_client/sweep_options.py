"""The arguments of `pamtps sweep`. Imports nothing heavy: the command loads what it needs."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Mapping
from functools import partial
from typing import Final

from pamtps_client.arguments import Parser, add_language
from pamtps_client.language import Language, Text
from pamtps_client.request_options import add_election_date, add_several, add_tps
from pamtps_client.resource_options import TRANSPORTS

FORCES: Final = ("polri", "tni", "linmas")
_NOTES: Final = Text(
    id="""\
Setiap gabungan aturan, kebijakan, kekuatan, angkutan dan wilayah direncanakan dan diverifikasi di
sini, tanpa server (paket tambahan “service”), dan menjadi satu baris hasil. Pilihan yang diulang
menambah gabungan. Dengan --ray (paket tambahan “ray”) yang mengerjakan adalah klaster Ray; hasilnya
sama.

Kode keluar 0 bila semua gabungan dapat direncanakan, dan 2 bila masukan salah atau ada gabungan
yang ditolak; kolom error dan error_id menyebut kesalahan pertama, fault_count banyaknya.

contoh:
  pamtps sweep examples/ntt-pilkada-2024/tps.csv --election-date 2024-11-27 \\
      --strengths examples/ntt-pilkada-2024/strengths.csv \\
      --percent polri=80,100,120 --unavailable sea --out sweep.csv""",
    en="""\
Every combination of rules, policies, strengths, transports and areas is planned and verified here,
without a server (comes with the extra “service”), and gives one row of the results. An option that
is repeated adds combinations. With --ray (extra “ray”) a Ray cluster does the work; the results are
the same.

The exit code is 0 where every combination can be planned, and 2 where the input is wrong or one of
them is rejected; its columns `error` and `error_en` tell the first fault, `fault_count` how many.

examples:
  pamtps sweep examples/ntt-pilkada-2024/tps.csv --election-date 2024-11-27 \\
      --strengths examples/ntt-pilkada-2024/strengths.csv \\
      --percent polri=80,100,120 --unavailable sea --out sweep.csv""",
)


def add_sweep(
    commands: argparse._SubParsersAction[Parser], language: Language, environment: Mapping[str, str]
) -> None:
    """Add the command."""
    summary = Text(
        id="rencanakan banyak pengandaian sekaligus dan bandingkan hasilnya",
        en="plan many what-ifs at once and compare what they come to",
    )[language]
    sweep = commands.add_parser(
        "sweep",
        help=summary,
        description=summary,
        epilog=_NOTES[language],
    )
    sweep.may_be_empty = ("policy",)  # the policies in force, beside others
    add_tps(sweep, language)
    add_several(sweep, language)
    sweep.add_argument(
        "--rules",
        metavar="DIR",
        action="append",
        default=[],
        help=Text(
            id="folder berkas aturan (PAMTPS_RULES, atau rules)",
            en="folder of rule files (PAMTPS_RULES, else rules)",
        )[language],
    )
    sweep.add_argument(
        "--unavailable",
        metavar="TRANSPORT,...",
        action="append",
        default=[],
        type=_transports,
        help=Text(
            id="pengandaian bahwa angkutan ini tidak dapat dipakai, di samping semuanya dapat",
            en="what if these transports cannot be used, beside all that can",
        )[language],
    )
    sweep.add_argument(
        "--percent",
        metavar="FORCE=N,...",
        action="append",
        default=[],
        type=partial(_percent, language),
        help=Text(
            id="pengandaian bahwa satuan ini berkekuatan N persen dari isi berkas (dibulatkan "
            "ke bawah)",
            en="what if this force had N percent of the personnel in the file (rounded down)",
        )[language],
    )
    sweep.add_argument(
        "--by",
        choices=("province", "nation"),
        default="province",
        help=Text(
            id="rencanakan tiap provinsi sendiri, atau semuanya bersama",
            en="plan each province by itself, or all together",
        )[language],
    )
    add_election_date(sweep, language, environment)
    _add_how(sweep, language)
    add_language(sweep, language)


def _add_how(sweep: argparse.ArgumentParser, language: Language) -> None:
    """What does the work, and where the results go."""
    sweep.add_argument(
        "--processes",
        type=_processes,
        default=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1,
        metavar="N",
        help=Text(
            id="proses di mesin ini; jika tidak diberikan, satu tiap inti",
            en="processes on this machine; one a core where silent",
        )[language],
    )
    sweep.add_argument(
        "--ray",
        metavar="ADDRESS",
        nargs="?",
        const="local",
        help=Text(
            id="kerjakan di klaster Ray ini; tanpa alamat, klaster di mesin ini",
            en="work on this Ray cluster; without an address, on one that is started here",
        )[language],
    )
    sweep.add_argument(
        "--out",
        metavar="SWEEP.csv",
        help=Text(
            id="tulis semua baris hasil ke berkas ini (.csv atau .parquet)",
            en="write all rows of the results to this file (.csv or .parquet)",
        )[language],
    )
    sweep.add_argument(
        "--json",
        action="store_true",
        help=Text(
            id="cetak semua baris hasil sebagai JSON, tanpa yang lain",
            en="print all rows of the results as JSON, and nothing else",
        )[language],
    )


def _transports(text: str) -> str:
    """Words of transports, each once, in their order."""
    found = text.split(",")
    if not set(found) <= set(TRANSPORTS):
        raise _not_allowed(text, ", ".join(TRANSPORTS))
    return ",".join(word for word in TRANSPORTS if word in found)


_NUMBERS: Final = Text(
    id="N bilangan bulat dari 0 sampai 9999, dipisahkan koma tanpa spasi",
    en="N is a whole number from 0 to 9999, with commas and no spaces between",
)


def _percent(language: Language, text: str) -> tuple[str, tuple[int, ...]]:
    """A force and its shares."""
    match = re.fullmatch(rf"({'|'.join(FORCES)})=([0-9]{{1,4}}(?:,[0-9]{{1,4}})*)", text)
    if match is None:
        forces = ", ".join(f"{force}=N,..." for force in FORCES)
        raise _not_allowed(text, f"{forces}; {_NUMBERS[language]}")
    return match[1], tuple(dict.fromkeys(map(int, match[2].split(","))))


def _processes(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text):
        raise _not_allowed(text, "1 .. 999")
    return int(text)


def _not_allowed(found: str, allowed: str) -> argparse.ArgumentTypeError:
    """In the words of argparse, which the parser puts into Indonesian."""
    return argparse.ArgumentTypeError(f"invalid choice: {found!r} (choose from {allowed})")
