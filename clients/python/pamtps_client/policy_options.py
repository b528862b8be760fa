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
    "format": "command_policy_format:run_format",
    "list": "command_policy:run_list",
    "schema": "command_policy_schema:run_schema",
    "show": "command_policy:run_show",
}
"""By action, `module:function` of this package; the function takes the options and returns the exit
code."""

_SUMMARY: Final = Text(
    id="periksa berkas kebijakan, atau lihat kebijakan di server",
    en="check policy files, or see the policies of a server",
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
    for add in (_add_check, _add_analyze, _add_format, _add_schema):
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
Sebab dan perbaikan setiap kode: docs/errors/README.md, atau --explain KODE.

contoh:
  pamtps policy check
  pamtps policy check rules/ntt-2024.yaml
  pamtps policy check --explain unquoted-comparison""",
        en="""\
Each fault is named with file:line:column, and marked on its line. The exit code is 0 where there
is no error (there may be warnings), and 2 where there is one. A policy can extend others of its
folder, so all of the folder is read where one file is asked. NO_COLOR turns colours off.
Cause and mend of each code: docs/errors/README.md, or --explain CODE.

examples:
  pamtps policy check
  pamtps policy check rules/ntt-2024.yaml
  pamtps policy check --explain unquoted-comparison""",
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
    check.add_argument(
        "--explain",
        metavar="CODE",
        help=Text(
            id="jelaskan sebuah kode: sebabnya dan perbaikannya; tidak ada yang diperiksa",
            en="explain a code: its cause and its mend; nothing is checked",
        )[language],
    )
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


def _add_format(
    actions: argparse._SubParsersAction[Parser], language: Language, exit_codes: Text
) -> None:
    words = Text(
        id="tata berkas kebijakan dan berkas ujinya dalam bentuk baku (paket tambahan “service”)",
        en="lay policy files and their tests out in the canonical form (comes with the extra "
        "“service”)",
    )[language]
    notes = Text(
        id="""\
Komentar dan arti tidak berubah: berkas hanya ditulis bila isinya tetap sama. Berkas yang salah
tidak disentuh; kesalahannya disebut, dan kode keluarnya 2. Dengan --check tidak ada yang ditulis,
dan kode keluarnya 4 bila ada yang akan berubah.

contoh:
  pamtps policy format rules
  pamtps policy format --check --diff rules/ntt-2024.yaml""",
        en="""\
Comments and meaning stay as they are: a file is written only where it says the same. A file with
faults is not touched; its faults are told, and the exit code is 2. With --check nothing is written,
and the exit code is 4 where something would change.

examples:
  pamtps policy format rules
  pamtps policy format --check --diff rules/ntt-2024.yaml""",
    )[language]
    layout = _action(actions, "format", words, f"{notes}\n\n{exit_codes[language]}")
    layout.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        help=Text(id="folder berkas aturan, atau berkas", en="folders of rule files, or files")[
            language
        ],
    )
    layout.add_argument(
        "--check",
        action="store_true",
        help=Text(
            id="hanya sebut berkas yang akan berubah", en="only name the files that would change"
        )[language],
    )
    layout.add_argument(
        "--diff",
        action="store_true",
        help=Text(id="tampilkan perubahannya", en="show what changes")[language],
    )
    add_language(layout, language)


def _add_schema(
    actions: argparse._SubParsersAction[Parser], language: Language, exit_codes: Text
) -> None:
    words = Text(
        id="cetak JSON Schema berkas kebijakan atau berkas uji, untuk penyunting teks (paket "
        "tambahan “service”)",
        en="print the JSON Schema of policy files or of their tests, for editors (comes with the "
        "extra “service”)",
    )[language]
    notes = Text(
        id="""\
Sebut skemanya di atas berkas: # yaml-language-server: $schema=policy.schema.json

contoh:
  pamtps policy schema
  pamtps policy schema --write rules""",
        en="""\
Name the schema at the top of a file: # yaml-language-server: $schema=policy.schema.json

examples:
  pamtps policy schema
  pamtps policy schema --write rules""",
    )[language]
    schema = _action(actions, "schema", words, f"{notes}\n\n{exit_codes[language]}")
    schema.add_argument(
        "of",
        nargs="?",
        choices=("policy", "test"),
        default="policy",
        help=Text(
            id="skema berkas kebijakan (bila tidak diberikan) atau berkas uji",
            en="of policy files (where silent) or of their tests",
        )[language],
    )
    schema.add_argument(
        "--write",
        metavar="DIR",
        help=Text(
            id="tulis keduanya ke folder ini: policy.schema.json, policy-test.schema.json",
            en="write both into this folder: policy.schema.json, policy-test.schema.json",
        )[language],
    )
    add_language(schema, language)


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
    show.add_argument("--json", action="store_true", help=_AS_JSON[language])
