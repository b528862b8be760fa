"""The arguments of the actions that tell what a policy means, and how two of them differ.

Imports nothing heavy: an action loads what it needs when it runs.
"""

from __future__ import annotations

import argparse
import os

from pamtps_client.arguments import Parser, add_language
from pamtps_client.language import Language, Text
from pamtps_client.policy_action import AS_JSON, DEFAULT_RULES, ONE_FILE, action
from pamtps_client.request_options import WITH_TPS, add_election_date, add_strengths
from pamtps_client.resource_options import MAKING, add_in_force, add_resources


def add_analyze(
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
    analyze = action(actions, "analyze", words, f"{codes}\n\n{exit_codes[language]}")
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
    analyze.add_argument("--json", action="store_true", help=AS_JSON[language])
    add_language(analyze, language)


def add_compare(
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
    compare = action(actions, "compare", words, f"{notes}\n\n{exit_codes[language]}")
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
    add_strengths(compare, language)
    add_resources(compare, language)
    add_in_force(compare, language, MAKING)
    add_election_date(compare, language, os.environ, WITH_TPS)
    compare.add_argument("--json", action="store_true", help=AS_JSON[language])
    add_language(compare, language)


def add_document(
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
    document = action(actions, "document", words, f"{notes}\n\n{exit_codes[language]}")
    document.add_argument("path", metavar="PATH", help=ONE_FILE[language])
    document.add_argument(
        "--out",
        metavar="FILE",
        help=Text(
            id="berkas yang ditulis, .html atau .pdf; keluaran baku bila tidak diberikan",
            en="file to write, .html or .pdf; standard output where silent",
        )[language],
    )
    add_language(document, language)


def add_explain(
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
    explain = action(actions, "explain", words, f"{notes}\n\n{exit_codes[language]}")
    explain.add_argument("path", metavar="PATH", help=ONE_FILE[language])
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
    explain.add_argument("--json", action="store_true", help=AS_JSON[language])
    add_language(explain, language)
