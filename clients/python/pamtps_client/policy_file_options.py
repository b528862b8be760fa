"""The arguments of the actions that check, lay out and test policy files.

Imports nothing heavy: an action loads what it needs when it runs.
"""

from __future__ import annotations

import argparse
from typing import Final

from pamtps_client.arguments import Parser, add_language
from pamtps_client.language import Language, Text
from pamtps_client.policy_action import AS_JSON, DEFAULT_RULES, PATHS, action, text_option

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


def add_check(
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
    check = action(actions, "check", words, f"{notes}\n\n{exit_codes[language]}")
    check.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        default=[DEFAULT_RULES],
        help=PATHS[language],
    )
    check.add_argument("--json", action="store_true", help=AS_JSON[language])
    check.add_argument(
        "--explain",
        metavar="CODE",
        help=Text(
            id="jelaskan sebuah kode: sebabnya dan perbaikannya; tidak ada yang diperiksa",
            en="explain a code: its cause and its mend; nothing is checked",
        )[language],
    )
    add_language(check, language)


def add_format(
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
    layout = action(actions, "format", words, f"{notes}\n\n{exit_codes[language]}")
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


def add_schema(
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
    schema = action(actions, "schema", words, f"{notes}\n\n{exit_codes[language]}")
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


def add_test(
    actions: argparse._SubParsersAction[Parser], language: Language, exit_codes: Text
) -> None:
    words = Text(
        id="jalankan uji kebijakan, NAMA.test.yaml di samping NAMA.yaml (paket tambahan “service”)",
        en="run the tests of policies, NAME.test.yaml beside NAME.yaml (comes with the extra "
        "“service”)",
    )[language]
    notes = _TEST_NOTES[language]
    test = action(actions, "test", words, f"{notes}\n\n{exit_codes[language]}")
    test.add_argument(
        "paths", metavar="PATH", nargs="*", default=[DEFAULT_RULES], help=PATHS[language]
    )
    text_option(
        test,
        "--filter",
        Text(id="hanya kasus yang namanya memuat TEXT", en="only cases whose name holds this TEXT")[
            language
        ],
        "TEXT",
    )
    text_option(
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
    test.add_argument("--json", action="store_true", help=AS_JSON[language])
    add_language(test, language)
