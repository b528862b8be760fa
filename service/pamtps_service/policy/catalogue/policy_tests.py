"""Errors of the test files of policies, and cases that fail."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    # The file
    "test-file-empty": Text(
        id="Berkas uji `{file}` kosong. Yang dibolehkan: `tests: ID`, `election_date`, dan `cases`.",
        en="The test file `{file}` is empty. Allowed: `tests: ID`, `election_date` and `cases`.",
    ),
    "test-file-not-mapping": Text(
        id="Isi berkas uji `{file}` bukan pasangan `kunci: nilai`. Yang dibolehkan: `tests: ID`, `election_date`, dan `cases`.",
        en="The content of the test file `{file}` is not `key: value` pairs. Allowed: `tests: ID`, `election_date` and `cases`.",
    ),
    "test-policy-unknown": Text(
        id="Kebijakan `{found}` yang diuji tidak ada. Yang dibolehkan: {allowed}.",
        en="The policy `{found}` to be tested is not there. Allowed: {allowed}.",
    ),
    "test-id-not-file-name": Text(
        id="`tests: {found}` tidak sama dengan nama berkas `{file}`. Yang dibolehkan: {allowed}.",
        en="`tests: {found}` is not the name of the file `{file}`. Allowed: {allowed}.",
    ),
    "test-date-not-in-force": Text(
        id="Kebijakan `{policy}` tidak berlaku pada {found}. Yang dibolehkan: tanggal dari {start} sampai {until}.",
        en="The policy `{policy}` is not in force on {found}. Allowed: a date from {start} to {until}.",
    ),
    "test-without-cases": Text(
        id="Berkas uji `{file}` tidak berisi kasus. Yang dibolehkan: sedikitnya satu kasus di bawah `cases`.",
        en="The test file `{file}` holds no case. Allowed: one case at least under `cases`.",
    ),
    # Cases
    "test-name-given-twice": Text(
        id="Nama kasus `{found}` sudah dipakai di baris {line}. Yang dibolehkan: setiap nama sekali dalam satu berkas.",
        en="The name `{found}` of a case stands already in line {line}. Allowed: each name once in a file.",
    ),
    "test-tps-or-area": Text(
        id="Kasus ini memuat {found}. Yang dibolehkan: `tps`, atau `area` bersama `holds`, salah satu saja.",
        en="This case holds {found}. Allowed: either `tps`, or `area` together with `holds`.",
    ),
    "test-expects-nothing": Text(
        id="`{key}` tidak menyatakan apa pun. Yang dibolehkan: sedikitnya satu dari {allowed}.",
        en="`{key}` says nothing. Allowed: one at least of {allowed}.",
    ),
    "test-fact-missing": Text(
        id="`{key}` tidak memuat `{attribute}`, yang ditanyakan oleh {rules} dan tidak mempunyai nilai bawaan. Yang dibolehkan: tulis `{attribute}` dalam kasus ini atau dalam `facts`.",
        en="`{key}` lacks `{attribute}`, which has no default and is asked by {rules}. Allowed: give `{attribute}` in this case or in `facts`.",
    ),
    "test-area-outside": Text(
        id="Wilayah `{found}` di luar kebijakan `{policy}`. Yang dibolehkan: wilayah di dalam {allowed}.",
        en="The area `{found}` lies outside the policy `{policy}`. Allowed: an area inside {allowed}.",
    ),
    "test-area-not-inside": Text(
        id="Wilayah `{found}` tidak terletak di `{area}`, wilayah kasus ini. Yang dibolehkan: `{area}` atau wilayah di dalamnya.",
        en="The area `{found}` does not lie in `{area}`, the area of this case. Allowed: `{area}` or an area inside it.",
    ),
    "test-tps-number": Text(
        id="Kode TPS `{found}` bernomor 000. Yang dibolehkan: nomor dari 001 sampai 999.",
        en="The TPS code `{found}` has the number 000. Allowed: a number from 001 to 999.",
    ),
    "test-special-location": Text(
        id="`special_location: {found}` tidak sesuai dengan kode TPS `{code}`. Yang dibolehkan: nomor mulai 901 untuk lokasi khusus, di bawahnya untuk yang lain.",
        en="`special_location: {found}` does not fit the TPS code `{code}`. Allowed: numbers from 901 at special locations, below it at others.",
    ),
    "test-village-full": Text(
        id="Desa/kelurahan `{village}` tidak memuat TPS sebanyak {found}. Yang dibolehkan: paling banyak 900 TPS, dan 99 di lokasi khusus, dalam satu desa/kelurahan yang disebut.",
        en="The village `{village}` has no room for {found} TPS. Allowed: at most 900 TPS, and 99 at special locations, in one village that is named.",
    ),
    # What is expected
    "test-rule-unknown": Text(
        id="Aturan `{found}` tidak ada dalam kebijakan `{policy}`. Yang dibolehkan: {allowed}.",
        en="The rule `{found}` is not in the policy `{policy}`. Allowed: {allowed}.",
    ),
    "test-rule-of-other-level": Text(
        id="Aturan `{found}` berlaku `for_each: {level}`, sedangkan kasus ini memeriksa {subject}. Yang dibolehkan: {allowed}.",
        en="The rule `{found}` is `for_each: {level}`, but this case looks at {subject}. Allowed: {allowed}.",
    ),
    # Cases that fail
    "test-failed": Text(
        id="`{key}` diharapkan {expected}, tetapi hasilnya {found}.",
        en="`{key}` is expected to be {expected}, but what follows is {found}.",
    ),
    "test-rule-missing": Text(
        id="Aturan `{found}` diharapkan cocok, tetapi tidak: {why}.",
        en="The rule `{found}` is expected to match, but does not: {why}.",
    ),
    "test-rule-matches": Text(
        id="Aturan `{found}` diharapkan tidak cocok, tetapi cocok.",
        en="The rule `{found}` is expected not to match, but does.",
    ),
    # Parts of the messages above
    "test-not-covered": Text(id="TPS tanpa penjagaan", en="a TPS that is not covered"),
    "test-contradiction": Text(
        id="tidak ada rencana, karena aturan {rules} saling bertentangan",
        en="no plan at all, because the rules {rules} contradict each other",
    ),
    "test-too-large": Text(
        id="bilangan yang terlalu besar untuk sebuah rencana", en="a number too large for a plan"
    ),
    "test-why-not": Text(
        id="yang tidak terpenuhi: {failing}", en="what does not hold is {failing}"
    ),
    "test-why-replaced": Text(
        id="digantikan oleh aturan {rules}", en="the rule {rules} stands instead of it"
    ),
    "test-why-exempt": Text(id="dikecualikan oleh `unless`", en="`unless` exempts it"),
    "test-subject-tps": Text(id="sebuah TPS", en="a TPS"),
    "test-subject-area": Text(id="wilayah tingkat `{level}`", en="an area of the level `{level}`"),
    "test-none-of-level": Text(id="tidak satu pun", en="none"),
    "test-open-date": Text(id="tanpa batas", en="any"),
    "test-everywhere": Text(id="semua wilayah", en="all areas"),
}

FAILED: Final[frozenset[str]] = frozenset({"test-failed", "test-rule-missing", "test-rule-matches"})
"""Codes of cases that fail; all others are errors of the file."""
