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
    "list": "command_policy:run_list",
    "show": "command_policy:run_show",
    "test": "command_policy_test:run_test",
}
"""By action, `module:function` of this package; the function takes the options and returns the exit
code."""

_SUMMARY: Final = Text(
    id="periksa berkas kebijakan, atau lihat kebijakan di server",
    en="check policy files, or see the policies of a server",
)
_PATHS: Final = Text(
    id="folder berkas aturan, atau berkas di dalamnya (rules bila tidak diberikan)",
    en="folders of rule files, or files of them (rules where silent)",
)
_TEST_NOTES: Final = Text(
    id="""\
Setiap harapan yang tidak terpenuhi disebut dengan berkas:baris:kolom, dan ditandai pada barisnya.
Kode keluar 0 bila semua kasus lulus, 2 bila sebuah berkas salah, dan 4 bila sebuah kasus gagal
atau cakupannya kurang. Cakupan menghitung aturan yang cocok dalam suatu kasus, syarat yang
terpenuhi dan tidak terpenuhi, dan kelas: himpunan aturan yang dapat cocok bersama.

contoh:
  pamtps policy test
  pamtps policy test rules/ntt-2024.yaml --filter radio
  pamtps policy test --min-coverage 100
  pamtps policy test rules/ntt-2024.yaml --suggest""",
    en="""\
Each expectation that does not follow is named with file:line:column, and marked on its line. The
exit code is 0 where every case passes, 2 where a file is wrong, and 4 where a case fails or the
coverage is too low. Coverage counts rules that match in some case, conditions that hold and that do
not, and classes: sets of rules that can match together.

examples:
  pamtps policy test
  pamtps policy test rules/ntt-2024.yaml --filter radio
  pamtps policy test --min-coverage 100
  pamtps policy test rules/ntt-2024.yaml --suggest""",
)
_TEST_SWITCHES: Final[dict[str, Text]] = {
    "--coverage": Text(
        id="cetak cakupan setiap kebijakan dan yang belum tercakup",
        en="print the coverage of each policy, and what is not covered",
    ),
    "--suggest": Text(
        id="cetak kasus yang masih kurang, siap ditempel di bawah `cases`",
        en="print the cases that are missing, ready to paste under `cases`",
    ),
}
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
    for add in (_add_check, _add_analyze, _add_test):
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
        help=_PATHS[language],
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


def _add_test(
    actions: argparse._SubParsersAction[Parser], language: Language, exit_codes: Text
) -> None:
    words = Text(
        id="jalankan uji kebijakan, NAMA.test.yaml di samping NAMA.yaml (paket tambahan “service”)",
        en="run the tests of policies, NAME.test.yaml beside NAME.yaml (comes with the extra "
        "“service”)",
    )[language]
    notes = _TEST_NOTES[language]
    test = _action(actions, "test", words, f"{notes}\n\n{exit_codes[language]}")
    test.add_argument(
        "paths", metavar="PATH", nargs="*", default=[DEFAULT_RULES], help=_PATHS[language]
    )
    _text_option(
        test,
        "--filter",
        Text(id="hanya kasus yang namanya memuat TEXT", en="only cases whose name holds this TEXT")[
            language
        ],
        "TEXT",
    )
    _text_option(
        test,
        "--junit",
        Text(id="tulis hasilnya sebagai JUnit XML", en="write the results as JUnit XML")[language],
        "FILE",
    )
    for option, help_text in _TEST_SWITCHES.items():
        test.add_argument(option, action="store_true", help=help_text[language])
    test.add_argument(
        "--min-coverage",
        metavar="N",
        help=Text(
            id="gagal (kode keluar 4) bila salah satu cakupan kurang dari N persen",
            en="fail (exit code 4) where any of the three is covered by less than N percent",
        )[language],
    )
    test.add_argument("--json", action="store_true", help=_AS_JSON[language])
    add_language(test, language)


def _text_option(parser: Parser, name: str, words: str, metavar: str) -> None:
    parser.add_argument(name, metavar=metavar, default="", help=words)


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
