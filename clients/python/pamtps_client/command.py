"""The command `pamtps`.

This is the entry module: the worker processes of `pamtps serve` import it again when they are
started, so it imports nothing but the standard library's lightest; each command loads what it
needs when it runs.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Mapping, Sequence

from pamtps_client.arguments import Parser, add_language, server_address
from pamtps_client.arrow_extra import ArrowMissing
from pamtps_client.compare_options import add_compare
from pamtps_client.explain_options import add_explain
from pamtps_client.language import LANGUAGES, Language, SettingError, Text, chosen_language
from pamtps_client.output import READER_GONE, OutputFailed, complain, end_output, prepare_streams
from pamtps_client.policy_options import add_policy
from pamtps_client.request_options import (
    add_election_date,
    add_policy_id,
    add_strengths,
    add_tps,
)
from pamtps_client.resource_options import (
    MAKING,
    add_in_force,
    add_made_from,
    add_plan_file,
    add_resources,
)
from pamtps_client.sweep_options import add_sweep

DEFAULT_SERVER = "127.0.0.1:50051"
DEFAULT_TIMEOUT = "120"

_EXIT_CODES = Text(
    id="""kode keluar:
  0  lengkap: semua kebutuhan terpenuhi, atau tidak ada yang salah
  1  kesalahan di dalam program atau server
  2  masukan salah; setiap kesalahan disebut dengan berkas:baris:kolom
  3  rencana dibuat, tetapi kekurangan kekuatan
  4  rencana tidak sah, verifikasi menemukan pelanggaran, rencana bukan yang terbaik, atau
     kebijakan memuat temuan berat atau tidak lulus uji
  5  server tidak terjangkau, atau tidak menjawab pada waktunya
  6  rencana dibuat tanpa baris yang salah (--skip-invalid)""",
    en="""exit codes:
  0  complete: every requirement is met, or nothing is wrong
  1  internal error, here or in the server
  2  bad input; each fault is named with file:line:column
  3  a plan was made, but strength is short
  4  the plan is invalid, verification found violations, it is not the best plan, or a policy
     has an error in its analysis or fails its tests
  5  the server was not reached, or gave no answer in time
  6  a plan was made without the rows that are wrong (--skip-invalid)""",
)
_VARIABLES = Text(
    id="""variabel lingkungan: PAMTPS_SERVER, PAMTPS_ELECTION_DATE, PAMTPS_LANG (id atau en),
PAMTPS_TIMEOUT (detik), PAMTPS_MAX_MESSAGE_BYTES""",
    en="""environment variables: PAMTPS_SERVER, PAMTPS_ELECTION_DATE, PAMTPS_LANG (id or en),
PAMTPS_TIMEOUT (seconds), PAMTPS_MAX_MESSAGE_BYTES""",
)
_EXAMPLES = Text(
    id="""contoh:
  pamtps serve --rules rules &
  pamtps plan examples/ntt-pilkada-2024/tps.csv \\
      --strengths examples/ntt-pilkada-2024/strengths.csv \\
      --election-date 2024-11-27 --out plan.json
  pamtps verify plan.json --tps examples/ntt-pilkada-2024/tps.csv \\
      --strengths examples/ntt-pilkada-2024/strengths.csv
  pamtps policy check rules""",
    en="""examples:
  pamtps serve --rules rules &
  pamtps plan examples/ntt-pilkada-2024/tps.csv \\
      --strengths examples/ntt-pilkada-2024/strengths.csv \\
      --election-date 2024-11-27 --out plan.json
  pamtps verify plan.json --tps examples/ntt-pilkada-2024/tps.csv \\
      --strengths examples/ntt-pilkada-2024/strengths.csv
  pamtps policy check rules""",
)
_PLAN_NOTES = Text(
    id="""TPS.csv: tps_code dan risk_tier harus ada; province_code, regency_code, district_code,
village_code, number, special_location, registered_voters, access dan travel_minutes boleh ada;
kolom lain adalah atribut yang dinyatakan kebijakan. Berkas .parquet, .arrow dan .feather dengan
kolom yang sama juga diterima (paket tambahan “arrow”). STRENGTHS.csv: area_code, force, personnel
dan role harus ada; area_name, command dan covers boleh ada. STOCKS.csv: area_code, item dan count.
SEATS.csv: transport, days_before (seperti H-3), area_code dan count. Urutan kolom bebas,
pemisahnya koma, penyandiannya UTF-8.""",
    en="""TPS.csv: tps_code and risk_tier must be there; province_code, regency_code, district_code,
village_code, number, special_location, registered_voters, access and travel_minutes may be;
further columns are attributes that the policy declares. Files .parquet, .arrow and .feather of the
same columns are taken too (with the extra “arrow”). STRENGTHS.csv: area_code, force, personnel
and role must be there; area_name, command and covers may be. STOCKS.csv: area_code, item and count.
SEATS.csv: transport, days_before (such as H-3), area_code and count. Columns in any order,
separated by commas, in UTF-8.""",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code. Raises SystemExit(2) for wrong arguments."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    prepare_streams()
    try:
        if arguments[:1] == ["serve"]:
            return _serve(arguments[1:])
        code = _run(arguments)
        sys.stdout.flush()
    except SettingError as error:
        complain(f"pamtps: {error.text[_language(arguments, os.environ, lenient=True)]}")
        return 2
    except ArrowMissing as error:
        complain(f"pamtps: {error.text[_language(arguments, os.environ, lenient=True)]}")
        return 2
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing more to say to it.
        end_output()
        return READER_GONE
    except OutputFailed as failed:
        end_output()
        language = _language(arguments, os.environ, lenient=True)
        words = _NO_OUTPUT[language]
        complain(f"pamtps: {words.format(reason=failed.reason[language])}")
        return 1
    except KeyboardInterrupt:
        return 130
    return code


_NO_OUTPUT = Text(
    id="keluaran tidak dapat ditulis: {reason}", en="the output could not be written: {reason}"
)


def _run(arguments: Sequence[str]) -> int:
    language = _language(arguments, os.environ)
    options = _parser(language, os.environ).parse_args(arguments)
    options.language = options.lang or language
    if hasattr(options, "timeout"):
        options.timeout = _seconds(options.timeout, os.environ)
    match options.command:
        case "plan":
            from pamtps_client.command_plan import run_plan

            return run_plan(options)
        case "verify":
            from pamtps_client.command_verify import run_verify

            return run_verify(options)
        case "compare":
            from pamtps_client.command_compare import run_compare

            return run_compare(options)
        case "explain":
            from pamtps_client.command_explain import run_explain

            return run_explain(options)
        case "sweep":
            from pamtps_client.command_sweep import run_sweep

            return run_sweep(options)
        case _:
            from pamtps_client.policy_options import run_policy

            return run_policy(options)


_LONGEST_WAIT = 86_400
"""Seconds; a day."""


def _seconds(given: str | None, environment: Mapping[str, str]) -> float:
    """The longest wait for an answer. Raises SettingError where it is no time to wait."""
    found = environment.get("PAMTPS_TIMEOUT") or DEFAULT_TIMEOUT if given is None else given
    try:
        seconds = float(found)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= _LONGEST_WAIT:
        allowed = Text(
            id="detik, lebih dari 0 dan paling banyak 86400",
            en="seconds, more than 0 and at most 86400",
        )
        raise SettingError("PAMTPS_TIMEOUT" if given is None else "--timeout", found, allowed)
    return seconds


def _serve(arguments: Sequence[str]) -> int:
    try:
        from pamtps_service.rpc.serve import main as serve

        return serve(list(arguments))  # it loads the rest of the extra when it runs
    except ModuleNotFoundError as error:
        return without_service(error, chosen_language(os.environ))


def without_service(error: ModuleNotFoundError, language: Language) -> int:
    """Say how to install the extra that a command needs. Raises the error where it is another."""
    if (error.name or "").startswith("pamtps"):
        raise error
    words = Text(
        id="perintah ini memerlukan modul {name}; pasang layanannya dengan: "
        "pip install 'pamtps[service]'",
        en="this command needs the module {name}; install the service with: "
        "pip install 'pamtps[service]'",
    )
    complain(f"pamtps: {words[language].format(name=error.name)}")
    return 2


def _language(
    arguments: Sequence[str], environment: Mapping[str, str], *, lenient: bool = False
) -> Language:
    """The language of help and of everything else: --lang, wherever it stands, comes first.

    Raises SettingError for a wrong PAMTPS_LANG, or passes over it where lenient.
    """
    if lenient and environment.get("PAMTPS_LANG") not in LANGUAGES:
        environment = {name: value for name, value in environment.items() if name != "PAMTPS_LANG"}
    chosen = chosen_language(environment)
    for index, argument in enumerate(arguments):
        value = ""
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        elif argument.startswith("--lang="):
            value = argument.removeprefix("--lang=")
        if value in LANGUAGES:
            chosen = "id" if value == "id" else "en"
    return chosen


class _Version(argparse.Action):
    """Looks the version up only when it is asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"pamtps {version('pamtps')}")
        parser.exit()


def _parser(language: Language, environment: Mapping[str, str]) -> Parser:
    parser = Parser.speaking(language)(
        prog="pamtps",
        description=Text(
            id="Merencanakan pengamanan TPS dari aturan yang dapat dibaca staf.",
            en="Plans the guarding of polling stations (TPS) from rules that a staff can read.",
        )[language],
        epilog="\n\n".join(text[language] for text in (_EXAMPLES, _EXIT_CODES, _VARIABLES)),
    )
    parser.add_argument(
        "--version",
        action=_Version,
        nargs=0,
        help=Text(id="tampilkan versi", en="show the version")[language],
    )
    parser.add_argument("--lang", choices=LANGUAGES, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    shared = _shared_options(language, environment)
    _add_plan(commands, shared, language, environment)
    _add_verify(commands, shared, language)
    add_compare(commands, shared, language, _EXIT_CODES)
    add_explain(commands, shared, language, _EXIT_CODES)
    add_policy(commands, shared, language, _EXIT_CODES)
    add_sweep(commands, language, environment)
    commands.add_parser(
        "serve",
        add_help=False,
        help=Text(
            id="jalankan layanan (paket tambahan “service”)",
            en="run the service (comes with the extra “service”)",
        )[language],
    )
    return parser


def _shared_options(language: Language, environment: Mapping[str, str]) -> Parser:
    """Options of every command that speaks to a server."""
    shared = Parser.speaking(language)(add_help=False)
    shared.add_argument(
        "--server",
        metavar="HOST:PORT",
        type=server_address,
        default=environment.get("PAMTPS_SERVER") or DEFAULT_SERVER,
        help=Text(
            id="alamat layanan (PAMTPS_SERVER, atau 127.0.0.1:50051)",
            en="address of the service (PAMTPS_SERVER, else 127.0.0.1:50051)",
        )[language],
    )
    shared.add_argument(
        "--timeout",
        metavar="SECONDS",
        help=Text(
            id="batas waktu menunggu jawaban, dalam detik (PAMTPS_TIMEOUT, atau 120)",
            en="longest wait for an answer, in seconds (PAMTPS_TIMEOUT, else 120)",
        )[language],
    )
    add_language(shared, language)
    return shared


def _add_plan(
    commands: argparse._SubParsersAction[Parser],
    shared: Parser,
    language: Language,
    environment: Mapping[str, str],
) -> None:
    summary = Text(
        id="buat rencana pengamanan dari berkas CSV", en="make a deployment plan from CSV files"
    )[language]
    plan = commands.add_parser(
        "plan",
        parents=[shared],
        help=summary,
        description=summary,
        epilog="\n\n".join(text[language] for text in (_PLAN_NOTES, _EXIT_CODES)),
    )
    add_tps(plan, language)
    add_strengths(plan, language)
    add_resources(plan, language)
    add_in_force(plan, language, MAKING)
    add_policy_id(plan, language)
    add_election_date(plan, language, environment)
    plan.add_argument(
        "--out",
        metavar="PLAN.json",
        help=Text(
            id="tulis rencana ke berkas ini, menurut akhirannya: .json, .pb (protobuf biner) atau "
            ".parquet",
            en="write the plan to this file, as its ending says: .json, .pb (binary protobuf) or "
            ".parquet",
        )[language],
    )
    plan.add_argument(
        "--skip-invalid",
        action="store_true",
        help=Text(
            id="buat rencana tanpa baris TPS yang salah, dan sebutkan baris-baris itu",
            en="plan without the rows of TPS that are wrong, and tell which they are",
        )[language],
    )
    plan.add_argument(
        "--save-request",
        metavar="REQUEST.json",
        help=Text(
            id="tulis permintaan yang dikirim sebagai JSON ke berkas ini",
            en="write the request that was sent as JSON to this file",
        )[language],
    )
    _add_json(
        plan,
        Text(
            id="cetak rencana sebagai JSON ke keluaran baku, tanpa yang lain",
            en="print the plan as JSON on standard output, and nothing else",
        )[language],
    )


def _add_json(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--json", action="store_true", help=words)


def _add_verify(
    commands: argparse._SubParsersAction[Parser],
    shared: Parser,
    language: Language,
) -> None:
    summary = Text(
        id="periksa rencana terhadap setiap aturan, pernyataan demi pernyataan",
        en="check a plan against every rule, statement by statement",
    )[language]
    verify = commands.add_parser(
        "verify",
        parents=[shared],
        help=summary,
        description=summary,
        epilog=_EXIT_CODES[language],
    )
    add_plan_file(verify, language)
    add_made_from(verify, language)
    verify.add_argument(
        "--check-optimal",
        action="store_true",
        help=Text(
            id="periksa juga, dengan cara lain, apakah rencana itu yang terbaik",
            en="also check, by another method, whether the plan is the best",
        )[language],
    )
    verify.add_argument(
        "--offline",
        action="store_true",
        help=Text(
            id="periksa di sini, tanpa server (paket tambahan “service”)",
            en="check it here, without a server (comes with the extra “service”)",
        )[language],
    )
    verify.add_argument(
        "--rules",
        metavar="DIR",
        help=Text(
            id="dengan --offline: folder berkas aturan (PAMTPS_RULES, atau rules)",
            en="with --offline: folder of the rule files (PAMTPS_RULES, else rules)",
        )[language],
    )
    _add_json(
        verify,
        Text(
            id="cetak hasil verifikasi sebagai JSON, tanpa yang lain",
            en="print the verification as JSON, and nothing else",
        )[language],
    )


if __name__ == "__main__":
    sys.exit(main())
