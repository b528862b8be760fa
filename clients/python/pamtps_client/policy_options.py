"""The arguments of `pamtps policy ACTION`, and what each action runs.

Imports nothing heavy: an action loads what it needs when it runs.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from typing import Final

from pamtps_client.arguments import Parser, add_language
from pamtps_client.language import Language, Text

DEFAULT_RULES: Final = "rules"

_RUNS: Final[dict[str, str]] = {
    "analyze": "command_policy_analyze:run_analyze",
    "check": "command_policy_check:run_check",
    "document": "command_policy_document:run_document",
    "explain": "command_policy_explain:run_explain",
    "list": "command_policy:run_list",
    "show": "command_policy:run_show",
}
"""By action, `module:function` of this package; the function takes the options and returns the exit
code."""

_SUMMARY: Final = Text(
    id="periksa berkas kebijakan, atau lihat kebijakan di server",
    en="check policy files, or see the policies of a server",
)
_ONE_FILE: Final = Text(
    id="berkas kebijakan di sebuah folder aturan", en="a policy's file in a folder of rules"
)
_AS_JSON: Final = Text(id="cetak dalam bentuk JSON", en="print it as JSON")


def run_policy(options: argparse.Namespace) -> int:
    """Run the action that was asked, and return the exit code."""
    module, _, name = _RUNS[options.action].partition(":")
    run: Callable[[argparse.Namespace], int] = getattr(
        importlib.import_module(f"pamtps_client.{module}"), name
    )
    return run(options)


def add_policy(
    commands: argparse._SubParsersAction[Parser],
    shared: Parser,
    language: Language,
    exit_codes: Text,
) -> None:
    """Add `policy` and its actions to the commands of `pamtps`.

    Args:
        commands: to add to.
        shared: options of every command that speaks to a server.
        language: of the help.
        exit_codes: told by every action.
    """
    summary = _SUMMARY[language]
    policy = commands.add_parser("policy", help=summary, description=summary)
    actions = policy.add_subparsers(dest="action", required=True, metavar="ACTION")
    for add in (_add_check, _add_analyze, _add_document, _add_explain):
        add(actions, language, exit_codes)
    for add_served in (_add_list, _add_show):
        add_served(actions, shared, language, exit_codes)


def _action(
    actions: argparse._SubParsersAction[Parser],
    name: str,
    words: str,
    epilog: str,
    *parents: Parser,
) -> Parser:
    return actions.add_parser(
        name, parents=list(parents), help=words, description=words, epilog=epilog
    )


def _add_check(
    actions: argparse._SubParsersAction[Parser], language: Language, exit_codes: Text
) -> None:
    words = Text(
        id="periksa berkas aturan: semua di sebuah folder, atau beberapa berkas saja (paket "
        "tambahan “service”)",
        en="check rule files: all of a folder, or some of them (comes with the extra “service”)",
    )[language]
    notes = Text(
        id="""\
Setiap kesalahan disebut dengan berkas:baris:kolom, dan ditandai pada barisnya. Kode keluar 0
bila tidak ada kesalahan (peringatan boleh ada), dan 2 bila ada. Kebijakan dapat memperluas
kebijakan lain di foldernya, jadi seluruh folder dibaca juga bila hanya satu berkas yang diminta.
NO_COLOR mematikan warna.

contoh:
  pamtps policy check
  pamtps policy check rules/ntt-2024.yaml""",
        en="""\
Each fault is named with file:line:column, and marked on its line. The exit code is 0 where there
is no error (there may be warnings), and 2 where there is one. A policy can extend others of its
folder, so all of the folder is read where one file is asked. NO_COLOR turns colours off.

examples:
  pamtps policy check
  pamtps policy check rules/ntt-2024.yaml""",
    )[language]
    check = _action(actions, "check", words, f"{notes}\n\n{exit_codes[language]}")
    check.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        default=[DEFAULT_RULES],
        help=Text(
            id="folder berkas aturan, atau berkas di dalamnya (rules bila tidak diberikan)",
            en="folders of rule files, or files of them (rules where silent)",
        )[language],
    )
    check.add_argument("--json", action="store_true", help=_AS_JSON[language])
    add_language(check, language)


def _add_analyze(
    actions: argparse._SubParsersAction[Parser], language: Language, exit_codes: Text
) -> None:
    words = Text(
        id="cari apa yang tidak dijaga, aturan yang tidak berpengaruh, dan pertentangan (paket "
        "tambahan “service”)",
        en="find what is not guarded, rules without effect, and contradictions (comes with the "
        "extra “service”)",
    )[language]
    codes = Text(
        id="Keluar dengan 4 bila ada temuan berat `error`, dan 2 bila berkasnya salah. Arti setiap "
        "temuan: docs/policy-analysis.md",
        en="Exits with 4 where a finding is an error, and with 2 where the files are wrong. What "
        "each finding means: docs/policy-analysis.md",
    )[language]
    analyze = _action(actions, "analyze", words, f"{codes}\n\n{exit_codes[language]}")
    analyze.add_argument(
        "path",
        metavar="PATH",
        nargs="?",
        default=DEFAULT_RULES,
        help=Text(
            id="folder berkas aturan, atau satu berkas di antaranya (rules bila tidak diberikan)",
            en="a folder of rule files, or one file of it (rules where silent)",
        )[language],
    )
    analyze.add_argument("--json", action="store_true", help=_AS_JSON[language])
    add_language(analyze, language)


def _add_document(
    actions: argparse._SubParsersAction[Parser], language: Language, exit_codes: Text
) -> None:
    words = Text(
        id="tulis kebijakan sebagai dokumen untuk ditandatangani, HTML atau PDF (paket tambahan "
        "“service”)",
        en="write a policy as a document for signature, HTML or PDF (comes with the extra "
        "“service”)",
    )[language]
    notes = Text(
        id="""\
Dokumen memuat setiap aturan dalam kalimat dengan dasar dan asalnya, pola penjagaan menurut
kerawanan akhir, daftar wilayah, dan sidik isi. Kebijakan yang sama selalu menghasilkan berkas HTML
yang sama. PDF dicetak oleh Chromium yang terpasang di mesin ini (atau yang disebut dalam
PAMTPS_CHROMIUM).

contoh:
  pamtps policy document rules/ntt-2024.yaml --lang id --out ntt-2024.pdf
  pamtps policy document rules/ntt-2024.yaml > ntt-2024.html""",
        en="""\
The document has every rule in sentences with its basis and origin, the guard patterns by final
tier, the lists of areas, and the digest. The same policy always gives the same HTML. A PDF is
printed by the Chromium that is installed on this machine (or named in PAMTPS_CHROMIUM).

examples:
  pamtps policy document rules/ntt-2024.yaml --lang en --out ntt-2024.pdf
  pamtps policy document rules/ntt-2024.yaml > ntt-2024.html""",
    )[language]
    document = _action(actions, "document", words, f"{notes}\n\n{exit_codes[language]}")
    document.add_argument("path", metavar="PATH", help=_ONE_FILE[language])
    document.add_argument(
        "--out",
        metavar="FILE",
        help=Text(
            id="berkas yang ditulis, .html atau .pdf; keluaran baku bila tidak diberikan",
            en="file to write, .html or .pdf; standard output where silent",
        )[language],
    )
    add_language(document, language)


def _add_explain(
    actions: argparse._SubParsersAction[Parser], language: Language, exit_codes: Text
) -> None:
    words = Text(
        id="jelaskan apa yang ditentukan kebijakan untuk satu TPS, dan aturan mana yang berlaku "
        "atau tidak (paket tambahan “service”)",
        en="explain what a policy decides for one TPS, and which rules match or do not (comes with "
        "the extra “service”)",
    )[language]
    notes = Text(
        id="""\
Keterangan TPS ditulis KUNCI=NILAI: area (kode wilayah resmi apa pun, atau kode TPS),
submitted_tier, dan yang ditanyakan aturan. Aturan untuk wilayah bergantung pada seluruh batch;
yang dijawab hanya apakah wilayah TPS itu dapat terkena.

contoh:
  pamtps policy explain rules/ntt-2024.yaml \\
      --tps "area=53.11 submitted_tier=rawan travel_minutes=200 access=sea"
  pamtps policy explain rules/ntt-2024.yaml \\
      --tps "area=53.11 submitted_tier=rawan travel_minutes=0 access=road" --rule by-sea""",
        en="""\
The facts of the TPS are written KEY=VALUE: area (any official area code, or a TPS code),
submitted_tier, and what rules ask. Rules for areas depend on the whole batch; what is answered is
only whether the areas of the TPS can fall under them.

examples:
  pamtps policy explain rules/ntt-2024.yaml \\
      --tps "area=53.11 submitted_tier=rawan travel_minutes=200 access=sea"
  pamtps policy explain rules/ntt-2024.yaml \\
      --tps "area=53.11 submitted_tier=rawan travel_minutes=0 access=road" --rule by-sea""",
    )[language]
    explain = _action(actions, "explain", words, f"{notes}\n\n{exit_codes[language]}")
    explain.add_argument("path", metavar="PATH", help=_ONE_FILE[language])
    explain.add_argument(
        "--tps",
        metavar="FACTS",
        action="append",
        default=[],
        help=Text(
            id="keterangan TPS, KUNCI=NILAI dipisah spasi; boleh diulang",
            en="facts of the TPS, KEY=VALUE apart by spaces; may be repeated",
        )[language],
    )
    explain.add_argument(
        "--rule",
        metavar="ID",
        default="",
        help=Text(
            id="hanya aturan ini, sampai ke setiap bagian syaratnya",
            en="this rule alone, down to every part of its condition",
        )[language],
    )
    explain.add_argument("--json", action="store_true", help=_AS_JSON[language])
    add_language(explain, language)


def _add_list(
    actions: argparse._SubParsersAction[Parser],
    shared: Parser,
    language: Language,
    exit_codes: Text,
) -> None:
    words = Text(
        id="daftar kebijakan yang dimuat server", en="list the policies that a server has loaded"
    )[language]
    listing = _action(actions, "list", words, exit_codes[language], shared)
    listing.add_argument("--json", action="store_true", help=_AS_JSON[language])


def _add_show(
    actions: argparse._SubParsersAction[Parser],
    shared: Parser,
    language: Language,
    exit_codes: Text,
) -> None:
    words = Text(id="tampilkan teks sebuah kebijakan", en="show the text of one policy")[language]
    show = _action(actions, "show", words, exit_codes[language], shared)
    show.add_argument("policy_id", metavar="ID")
    show.add_argument(
        "--document",
        action="store_true",
        help=Text(
            id="sebagai dokumen untuk ditandatangani (HTML)",
            en="as a document for signature (HTML)",
        )[language],
    )
    show.add_argument("--json", action="store_true", help=_AS_JSON[language])
