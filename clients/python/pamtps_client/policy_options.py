"""The arguments of `pamtps policy ACTION`, and what each action runs.

Imports nothing heavy: an action loads what it needs when it runs.
"""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Callable
from typing import Final

from pamtps_client.arguments import Parser, add_language
from pamtps_client.language import Language, Text
from pamtps_client.resource_options import MAKING, add_in_force, add_resources

DEFAULT_RULES: Final = "rules"

_RUNS: Final[dict[str, str]] = {
    "analyze": "command_policy_analyze:run_analyze",
    "check": "command_policy_check:run_check",
    "document": "command_policy_document:run_document",
    "explain": "command_policy_explain:run_explain",
    "compare": "command_policy_compare:run_compare",
    "list": "command_policy:run_list",
    "show": "command_policy:run_show",
    "status": "command_policy_status:run_status",
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
    for add in (_add_check, _add_analyze, _add_test, _add_document, _add_explain, _add_compare):
        add(actions, language, exit_codes)
    for add_served in (_add_list, _add_show, _add_status):
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


def _add_compare(
    actions: argparse._SubParsersAction[Parser], language: Language, exit_codes: Text
) -> None:
    words = Text(
        id="bandingkan dua kebijakan: TPS mana yang dijawab lain, dan personel yang berubah (paket "
        "tambahan “service”)",
        en="compare two policies: which TPS are answered otherwise, and what personnel changes "
        "(comes with the extra “service”)",
    )[language]
    notes = Text(
        id="""\
Setiap kebijakan dibaca bersama seluruh foldernya. Tanpa --tps kebijakan saja yang dibandingkan,
untuk semua TPS yang mungkin ada; dengan --tps keduanya juga direncanakan atas TPS itu. Kode keluar
0, berbeda atau tidak. Arti setiap bagian: docs/policy-comparison.md

contoh:
  pamtps policy compare rules/ntt-2024.yaml draft/ntt-2024.yaml
  pamtps policy compare rules/ntt-2024.yaml draft/ntt-2024.yaml \\
      --tps examples/ntt-pilkada-2024/tps.csv \\
      --strengths examples/ntt-pilkada-2024/strengths.csv --election-date 2024-11-27""",
        en="""\
Each policy is read with all of its folder. Without --tps the policies alone are compared, for
every TPS that there can be; with --tps both are planned on these TPS as well. The exit code is 0
whether or not they differ. What each part means: docs/policy-comparison.md

examples:
  pamtps policy compare rules/ntt-2024.yaml draft/ntt-2024.yaml
  pamtps policy compare rules/ntt-2024.yaml draft/ntt-2024.yaml \\
      --tps examples/ntt-pilkada-2024/tps.csv \\
      --strengths examples/ntt-pilkada-2024/strengths.csv --election-date 2024-11-27""",
    )[language]
    compare = _action(actions, "compare", words, f"{notes}\n\n{exit_codes[language]}")
    for name, told in (
        ("before", Text(id="berkas kebijakan sebelum", en="file of the policy before")),
        ("after", Text(id="berkas kebijakan sesudah", en="file of the policy after")),
    ):
        compare.add_argument(name, metavar=f"{name.upper()}.yaml", help=told[language])
    compare.add_argument(
        "--tps",
        metavar="TPS.csv",
        help=Text(
            id="TPS yang direncanakan menurut kedua kebijakan",
            en="TPS that are planned under both policies",
        )[language],
    )
    compare.add_argument(
        "--strengths",
        metavar="STRENGTHS.csv",
        help=Text(
            id="kekuatan yang ada; tanpa ini kekuatan dianggap tidak terbatas",
            en="the personnel at hand; planned as unlimited without it",
        )[language],
    )
    add_resources(compare, language)
    add_in_force(compare, language, MAKING)
    compare.add_argument(
        "--election-date",
        metavar="YYYY-MM-DD",
        default=os.environ.get("PAMTPS_ELECTION_DATE", ""),
        help=Text(
            id="hari pemungutan suara (PAMTPS_ELECTION_DATE); harus ada bersama --tps",
            en="voting day (PAMTPS_ELECTION_DATE); must be given with --tps",
        )[language],
    )
    compare.add_argument("--json", action="store_true", help=_AS_JSON[language])
    add_language(compare, language)


def _add_list(
    actions: argparse._SubParsersAction[Parser],
    shared: Parser,
    language: Language,
    exit_codes: Text,
) -> None:
    words = Text(
        id="daftar kebijakan yang dimuat server; dengan wilayah dan tanggal, yang berlaku di sana",
        en="list the policies that a server has loaded; with area and date, what is in force there",
    )[language]
    listing = _action(actions, "list", words, exit_codes[language], shared)
    _text_option(
        listing,
        "--area",
        Text(id="hanya yang memuat wilayah ini", en="only those that contain this area")[language],
        "CODE",
    )
    _text_option(
        listing,
        "--election-date",
        Text(id="hanya yang berlaku pada hari ini", en="only those in force on this day")[language],
        "YYYY-MM-DD",
    )
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
    _text_option(
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
    show.add_argument("--json", action="store_true", help=_AS_JSON[language])


def _add_status(
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
    status = _action(actions, "status", words, f"{codes}\n\n{exit_codes[language]}", shared)
    status.add_argument("--json", action="store_true", help=_AS_JSON[language])
