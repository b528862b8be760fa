"""Errors and warnings of rule files, found when policies are loaded or checked.

Each error says what was found, then what is allowed; each warning what is better. Those of
declarations and rules are in policy_rule_errors.py and joined here.
"""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.catalogue import policy_rule_errors
from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    **policy_rule_errors.MESSAGES,
    # Folder and files
    "no-folder": Text(
        id=(
            "Folder aturan `{found}` tidak ada. Yang dibolehkan: folder yang berisi "
            "berkas kebijakan `.yaml`."
        ),
        en=(
            "The rules folder `{found}` does not exist. Allowed: a folder that holds "
            "policy files `.yaml`."
        ),
    ),
    "not-a-folder": Text(
        id=(
            "`{found}` adalah berkas, bukan folder. Yang dibolehkan: folder yang berisi "
            "berkas kebijakan `.yaml`; kebijakan diperiksa bersama seluruh foldernya."
        ),
        en=(
            "`{found}` is a file, not a folder. Allowed: a folder that holds policy "
            "files `.yaml`; a policy is checked with all of its folder."
        ),
    ),
    "folder-unreadable": Text(
        id=(
            "Folder aturan `{found}` tidak dapat dibuka: {why}. Yang dibolehkan: folder yang "
            "dapat dibaca oleh layanan."
        ),
        en=(
            "The rules folder `{found}` cannot be opened: {why}. Allowed: a folder that "
            "the service may read."
        ),
    ),
    "no-policies": Text(
        id=(
            "Folder `{found}` tidak berisi kebijakan. Yang dibolehkan: sedikitnya "
            "satu berkas `.yaml` langsung di dalamnya (folder di dalam folder tidak "
            "dibaca)."
        ),
        en=(
            "The folder `{found}` holds no policy. Allowed: one `.yaml` file at "
            "least, directly in it (folders inside are not read)."
        ),
    ),
    "file-name-ending": Text(
        id=(
            "Akhiran nama berkas `{found}` tidak dibaca sebagai kebijakan. Yang "
            "dibolehkan: akhiran `.yaml` dengan huruf kecil; ganti nama berkas ini."
        ),
        en=(
            "The ending of the file name `{found}` is not read as a policy. Allowed: "
            "the ending `.yaml` in lower case; rename the file."
        ),
    ),
    "invalid-file-name": Text(
        id=(
            "Nama berkas `{found}` tidak dapat menjadi id kebijakan. Yang dibolehkan: huruf kecil, "
            "angka, dan tanda hubung di antaranya, lalu `.yaml`; ganti nama berkas ini."
        ),
        en=(
            "The file name `{found}` cannot be the id of a policy. Allowed: lower-case letters and "
            "digits, with single hyphens between them, then `.yaml`; rename the file."
        ),
    ),
    "file-unreadable": Text(
        id=(
            "Berkas tidak dapat dibaca: {found}. Yang dibolehkan: berkas biasa yang dapat"
            " dibaca oleh layanan."
        ),
        en=("The file cannot be read: {found}. Allowed: a regular file that the service may read."),
    ),
    "file-too-large": Text(
        id=("Berkas lebih besar dari {limit} bita. Yang dibolehkan: paling besar {limit} bita."),
        en=("The file is larger than {limit} bytes. Allowed: at most {limit} bytes."),
    ),
    "not-utf8": Text(
        id=(
            "Ditemukan bita {found}, yang bukan teks UTF-8. Yang dibolehkan: berkas "
            "yang disimpan sebagai UTF-8."
        ),
        en=("Found the byte {found}, which is not UTF-8 text. Allowed: a file saved as UTF-8."),
    ),
    "byte-order-mark": Text(
        id=(
            "Berkas diawali tanda urutan bita (BOM). Yang dibolehkan: UTF-8 tanpa "
            "BOM; simpan ulang dengan pilihan itu."
        ),
        en=(
            "The file begins with a byte order mark (BOM). Allowed: UTF-8 without "
            "BOM; save it again with that choice."
        ),
    ),
    "tab-indentation": Text(
        id=("Ditemukan tab di awal baris. Yang dibolehkan: hanya spasi untuk indentasi."),
        en=("Found a tab at the start of a line. Allowed: spaces only for indentation."),
    ),
    "control-character": Text(
        id=(
            "Ditemukan karakter kendali {found}. Yang dibolehkan: huruf, angka, tanda"
            " baca, dan spasi biasa."
        ),
        en=(
            "Found the control character {found}. Allowed: plain letters, digits, "
            "punctuation and spaces."
        ),
    ),
    # Layout (YAML)
    "yaml-syntax": Text(
        id=(
            "Baris ini tidak terbaca sebagai YAML: {problem}. Ditemukan: `{found}`. "
            "Yang dibolehkan: `kunci: nilai`, daftar dengan `- ` atau `[…]`, dan "
            "indentasi yang sejajar."
        ),
        en=(
            "This line cannot be read as YAML: {problem}. Found: `{found}`. Allowed: "
            "`key: value`, lists with `- ` or `[…]`, and aligned indentation."
        ),
    ),
    "yaml-anchor": Text(
        id=(
            "Ditemukan jangkar YAML `{found}`. Yang dibolehkan: tulis nilainya di "
            "setiap tempat; teks yang diawali `&` diberi tanda kutip."
        ),
        en=(
            "Found the YAML anchor `{found}`. Allowed: write the value at each place;"
            " quote a text that begins with `&`."
        ),
    ),
    "yaml-alias": Text(
        id=(
            "Ditemukan rujukan YAML `{found}`. Yang dibolehkan: tulis nilainya di "
            "setiap tempat; teks yang diawali `*` diberi tanda kutip."
        ),
        en=(
            "Found the YAML alias `{found}`. Allowed: write the value at each place; "
            "quote a text that begins with `*`."
        ),
    ),
    "yaml-tag": Text(
        id=(
            "Ditemukan tanda jenis YAML `{found}`. Yang dibolehkan: nilai tanpa tanda"
            " jenis; teks yang diawali `!` diberi tanda kutip."
        ),
        en=(
            "Found the YAML tag `{found}`. Allowed: values without tags; quote a text"
            " that begins with `!`."
        ),
    ),
    "yaml-directive": Text(
        id=("Ditemukan baris perintah YAML (`%`). Yang dibolehkan: hanya isi kebijakan."),
        en=("Found a YAML directive (`%`). Allowed: the policy alone."),
    ),
    "merge-key": Text(
        id=(
            "Ditemukan kunci gabungan YAML `<<`. Yang dibolehkan: tulis setiap kunci;"
            " untuk mewarisi kebijakan lain pakai `extends`."
        ),
        en=(
            "Found the YAML merge key `<<`. Allowed: write each key; to inherit from "
            "another policy use `extends`."
        ),
    ),
    "several-documents": Text(
        id=("Ditemukan dokumen YAML kedua (`---`). Yang dibolehkan: satu kebijakan setiap berkas."),
        en=("Found a second YAML document (`---`). Allowed: one policy a file."),
    ),
    "too-deep": Text(
        id=(
            "Isi bersusun lebih dari {limit} tingkat. Yang dibolehkan: paling dalam "
            "{limit} tingkat."
        ),
        en=("The content is nested more than {limit} levels. Allowed: at most {limit} levels."),
    ),
    "key-not-text": Text(
        id=(
            "Ditemukan daftar atau pasangan sebagai kunci. Yang dibolehkan: satu kata"
            " sebagai kunci."
        ),
        en=("Found a list or mapping as a key. Allowed: one word as a key."),
    ),
    "duplicate-key": Text(
        id=(
            "Kunci `{key}` ditulis dua kali; yang pertama di baris {line}. Yang "
            "dibolehkan: setiap kunci sekali."
        ),
        en=("The key `{key}` is given twice; first in line {line}. Allowed: each key once."),
    ),
    "empty-file": Text(
        id=("Berkas `{file}` kosong. Yang dibolehkan: satu kebijakan yang diawali `policy: ID`."),
        en=("The file `{file}` is empty. Allowed: one policy that begins with `policy: ID`."),
    ),
    "policy-not-mapping": Text(
        id=(
            "Isi berkas `{file}` bukan pasangan `kunci: nilai`. Yang dibolehkan: satu"
            " kebijakan yang diawali `policy: ID`."
        ),
        en=(
            "The content of the file `{file}` is not `key: value` pairs. Allowed: one"
            " policy that begins with `policy: ID`."
        ),
    ),
    # Kinds of values and keys
    "wrong-type": Text(
        id=("Nilai `{key}` berupa {found}. Yang dibolehkan: {allowed}."),
        en=("The value of `{key}` is {found}. Allowed: {allowed}."),
    ),
    "empty-value": Text(
        id=("Nilai `{key}` kosong. Yang dibolehkan: {allowed}."),
        en=("The value of `{key}` is empty. Allowed: {allowed}."),
    ),
    "block-text": Text(
        id=(
            "Nilai `{key}` ditulis sebagai teks beberapa baris (`|` atau `>`): "
            "`{found}`. Yang dibolehkan: satu nilai pada satu baris."
        ),
        en=(
            "The value of `{key}` is written as a block text (`|` or `>`): `{found}`."
            " Allowed: a single value on one line."
        ),
    ),
    "unknown-key": Text(
        id=("Kunci `{key}` tidak dikenal di `{where}`. Yang dibolehkan: {allowed}."),
        en=("The key `{key}` is unknown in `{where}`. Allowed: {allowed}."),
    ),
    "missing-key": Text(
        id=(
            "Kunci `{key}` tidak ada di `{where}`. Ditemukan: {found}. Yang "
            "dibolehkan: `{key}` wajib diisi."
        ),
        en=(
            "The key `{key}` is missing in `{where}`. Found: {found}. Allowed: "
            "`{key}` must be given."
        ),
    ),
    "invalid-id": Text(
        id=(
            "`{key}` berisi `{found}`. Yang dibolehkan: huruf kecil, angka, dan tanda"
            " hubung di antaranya."
        ),
        en=(
            "`{key}` is `{found}`. Allowed: lower-case letters and digits, with "
            "single hyphens between them."
        ),
    ),
    "invalid-name": Text(
        id=(
            "Nama `{found}` di `{key}`. Yang dibolehkan: huruf kecil di awal, lalu "
            "huruf kecil, angka, `_`, atau `-`."
        ),
        en=(
            "The name `{found}` in `{key}`. Allowed: a lower-case letter first, then "
            "lower-case letters, digits, `_` or `-`."
        ),
    ),
    "reserved-name": Text(
        id=(
            "Nama `{found}` di `{key}` sudah dipakai oleh bahasa kebijakan ini. Yang "
            "dibolehkan: nama lain, misalnya `{allowed}`."
        ),
        en=(
            "The name `{found}` in `{key}` is already used by the policy language. "
            "Allowed: another name, such as `{allowed}`."
        ),
    ),
    "id-not-file-name": Text(
        id=(
            "Id kebijakan `{found}` berbeda dengan nama berkas `{file}`. Yang "
            "dibolehkan: id yang sama dengan nama berkas tanpa `.yaml`."
        ),
        en=(
            "The policy id `{found}` differs from the file name `{file}`. Allowed: "
            "the file's name without `.yaml` as id."
        ),
    ),
    "duplicate-policy": Text(
        id=(
            "Id kebijakan `{found}` sudah dipakai berkas `{file}`. Yang dibolehkan: "
            "setiap id di satu berkas saja."
        ),
        en=(
            "The policy id `{found}` is already that of the file `{file}`. Allowed: "
            "each id in one file only."
        ),
    ),
    "duplicate-rule": Text(
        id=(
            "Id aturan `{found}` sudah dipakai di baris {line}. Yang dibolehkan: "
            "setiap id aturan sekali dalam satu kebijakan."
        ),
        en=(
            "The rule id `{found}` is already used in line {line}. Allowed: each rule"
            " id once in a policy."
        ),
    ),
    "invalid-integer": Text(
        id=(
            "`{key}` berisi `{found}`, bukan bilangan bulat. Yang dibolehkan: "
            "bilangan bulat dari {lower} sampai {upper}, hanya angka: tanpa titik, "
            "koma, nol di depan, atau pangkat."
        ),
        en=(
            "`{key}` is `{found}`, not a whole number. Allowed: a whole number from "
            "{lower} to {upper}, digits only: no separators, decimals, leading zeros "
            "or exponents."
        ),
    ),
    "integer-out-of-range": Text(
        id=(
            "`{key}` berisi `{found}`, di luar batas. Yang dibolehkan: bilangan bulat"
            " dari {lower} sampai {upper}."
        ),
        en=(
            "`{key}` is `{found}`, out of bounds. Allowed: a whole number from {lower} to {upper}."
        ),
    ),
    "invalid-boolean": Text(
        id=("`{key}` berisi `{found}`. Yang dibolehkan: true, false."),
        en=("`{key}` is `{found}`. Allowed: true, false."),
    ),
    "unknown-value": Text(
        id=("`{key}` berisi `{found}`. Yang dibolehkan: {allowed}."),
        en=("`{key}` is `{found}`. Allowed: {allowed}."),
    ),
    "not-a-permutation": Text(
        id=(
            "`{key}` berisi: {found}. Yang dibolehkan: masing-masing tepat sekali, "
            "dalam urutan apa pun: {allowed}."
        ),
        en=(
            "`{key}` holds: {found}. Allowed: each of these exactly once, in any order: {allowed}."
        ),
    ),
    "invalid-date": Text(
        id=(
            "`{key}` berisi `{found}`, bukan tanggal. Yang dibolehkan: tanggal yang "
            "ada, ditulis TTTT-BB-HH (misalnya 2024-11-27)."
        ),
        en=(
            "`{key}` is `{found}`, not a date. Allowed: a date that exists, written "
            "YYYY-MM-DD (such as 2024-11-27)."
        ),
    ),
    "dates-reversed": Text(
        id=(
            "Kebijakan berlaku dari {start} sampai {until}: terbalik. Yang "
            "dibolehkan: `from` tidak sesudah `until`."
        ),
        en=(
            "The policy is in force from {start} until {until}: reversed. Allowed: "
            "`from` not after `until`."
        ),
    ),
    # Comparisons and ranges
    "unquoted-comparison": Text(
        id=(
            "Perbandingan `{found}` pada `{key}` tidak diberi tanda kutip. Yang "
            'dibolehkan: perbandingan dalam tanda kutip, misalnya `"> 180"`.'
        ),
        en=(
            "The comparison `{found}` at `{key}` is not quoted. Allowed: a comparison"
            ' in quotes, such as `"> 180"`.'
        ),
    ),
    "invalid-comparison": Text(
        id=(
            "`{key}` berisi `{found}`, bukan perbandingan. Yang dibolehkan: `<`, "
            "`<=`, `>`, atau `>=`, lalu satu nilai, dalam tanda kutip."
        ),
        en=(
            "`{key}` is `{found}`, not a comparison. Allowed: `<`, `<=`, `>` or `>=`,"
            " then one value, in quotes."
        ),
    ),
    "impossible-comparison": Text(
        id=(
            "Perbandingan `{found}` pada `{key}` tidak pernah terpenuhi oleh nilai "
            "apa pun. Yang dibolehkan: perbandingan yang dipenuhi sedikitnya satu "
            "nilai."
        ),
        en=(
            "The comparison `{found}` at `{key}` holds for no value. Allowed: a "
            "comparison that holds for one value at least."
        ),
    ),
    "invalid-range": Text(
        id=(
            "`{key}` berisi `{found}`, bukan rentang. Yang dibolehkan: `A..B` dengan "
            "kedua ujungnya (misalnya `4..16`)."
        ),
        en=(
            "`{key}` is `{found}`, not a range. Allowed: `A..B` with both its ends "
            "(such as `4..16`)."
        ),
    ),
    "reversed-range": Text(
        id=("Rentang `{found}` pada `{key}` terbalik. Yang dibolehkan: nilai yang kecil dahulu."),
        en=("The range `{found}` at `{key}` is reversed. Allowed: the smaller value first."),
    ),
    "comparison-in-list": Text(
        id=(
            "Ditemukan `{found}` di dalam daftar `{key}`. Yang dibolehkan: hanya "
            "nilai tunggal di dalam daftar; perbandingan dan rentang berdiri sendiri."
        ),
        en=(
            "Found `{found}` in the list `{key}`. Allowed: single values only in a "
            "list; comparisons and ranges stand alone."
        ),
    ),
    "comparison-not-allowed": Text(
        id=(
            "`{key}` berjenis {kind} dan tidak dapat dibandingkan dengan `{found}`. "
            "Yang dibolehkan: satu nilai atau daftar nilai; perbandingan dan rentang "
            "hanya untuk bilangan bulat, `submitted_tier`, dan `risk_tier`."
        ),
        en=(
            "`{key}` is a {kind} and cannot be compared with `{found}`. Allowed: a "
            "value or a list of values; comparisons and ranges only for integers, "
            "`submitted_tier` and `risk_tier`."
        ),
    ),
    # Areas
    "unknown-area-code": Text(
        id=(
            "`{found}` bukan kode wilayah resmi. Yang dibolehkan: kode Kementerian "
            "Dalam Negeri untuk provinsi (53), kabupaten/kota (53.11), kecamatan "
            "(53.11.01), atau desa/kelurahan (53.11.01.2001); kecamatan dan "
            "desa/kelurahan hanya diperiksa bentuk kode dan kabupaten/kotanya."
        ),
        en=(
            "`{found}` is no official area code. Allowed: a code of the Ministry of "
            "Home Affairs: province (53), regency or city (53.11), district "
            "(53.11.01), village (53.11.01.2001); districts and villages are checked "
            "by the shape of the code and its regency alone."
        ),
    ),
    "area-name-mismatch": Text(
        id=(
            "Di samping kode {area} tertulis `{found}`. Yang dibolehkan: {area} adalah {official}."
        ),
        en=("Beside the code {area} stands `{found}`. Allowed: {area} is {official}."),
    ),
    "area-not-in-list": Text(
        id=(
            "`{key}` berisi satu kode `{found}`. Yang dibolehkan: daftar kode `[…]`, "
            "atau pasangan `kode: nama`."
        ),
        en=(
            "`{key}` is the single code `{found}`. Allowed: a list of codes `[…]`, or"
            " `code: name` pairs."
        ),
    ),
    "empty-area-list": Text(
        id=("Daftar wilayah `{key}` kosong. Yang dibolehkan: sedikitnya satu kode."),
        en=("The area list `{key}` is empty. Allowed: one code at least."),
    ),
    "invalid-areas": Text(
        id=(
            "`areas` berisi `{found}`. Yang dibolehkan: `all`, atau daftar kode "
            "provinsi atau kabupaten/kota."
        ),
        en=("`areas` is `{found}`. Allowed: `all`, or a list of codes of provinces or regencies."),
    ),
    "area-below-regency": Text(
        id=(
            "`areas` memuat `{found}`, wilayah di bawah kabupaten/kota. Yang "
            "dibolehkan: kode provinsi atau kabupaten/kota."
        ),
        en=(
            "`areas` holds `{found}`, an area below a regency. Allowed: codes of "
            "provinces or regencies."
        ),
    ),
}
