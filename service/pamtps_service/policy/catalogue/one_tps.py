"""Errors of the facts of one TPS that is asked about by itself."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    "fact-not-a-pair": Text(
        id="Ditemukan {found}. Yang dibolehkan: KUNCI=NILAI, seperti area=53.11 atau submitted_tier=rawan.",
        en="Found {found}. Allowed: KEY=VALUE, such as area=53.11 or submitted_tier=rawan.",
    ),
    "fact-given-twice": Text(
        id="{fact} diberikan dua kali. Yang dibolehkan: setiap keterangan satu kali.",
        en="{fact} is given twice. Allowed: each fact once.",
    ),
    "fact-unknown": Text(
        id="Kebijakan ini tidak mengenal keterangan {found}. Yang dibolehkan: {allowed}.",
        en="The policy knows no fact {found}. Allowed: {allowed}.",
    ),
    "fact-missing": Text(
        id="Keterangan {fact} belum diberikan. Yang dibolehkan: {allowed}.",
        en="The fact {fact} is not given. Allowed: {allowed}.",
    ),
    "fact-missing-for-rules": Text(
        id="Keterangan {fact} belum diberikan, padahal ditanyakan aturan berikut dan tidak ada nilai baku: {rules}. Yang dibolehkan: {allowed}.",
        en="The fact {fact} is not given; there is no default, and these rules ask it: {rules}. Allowed: {allowed}.",
    ),
    "fact-area-too-wide": Text(
        id="Di {found} setiap bagian disebut sendiri oleh aturan. Yang dibolehkan: kode yang lebih sempit, seperti {allowed}.",
        en="Rules name every part of {found} by itself. Allowed: a narrower code, such as {allowed}.",
    ),
    "fact-special-differs": Text(
        id="special_location={found} tidak sesuai dengan kode TPS {tps}. Yang dibolehkan: nomor 901 ke atas untuk lokasi khusus, di bawahnya untuk yang lain.",
        en="special_location={found} is not what the TPS code {tps} says. Allowed: numbers from 901 on at special locations, below elsewhere.",
    ),
}

AREA_ALLOWED: Final = Text(
    id="kode resmi provinsi sampai desa/kelurahan, atau kode TPS",
    en="an official code, of a province down to a village, or a TPS code",
)
