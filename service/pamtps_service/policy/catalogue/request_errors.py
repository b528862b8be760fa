"""Errors of a request, found at the border; nothing is planned from it."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    "malformed-message": Text(
        id="Isi permintaan tidak dapat dibaca sebagai {expected}.",
        en="The request cannot be read as {expected}.",
    ),
    "empty-batch": Text(
        id="Batch tidak berisi TPS; sekurang-kurangnya satu diperlukan.",
        en="The batch has no TPS; at least one is needed.",
    ),
    "too-many-rows": Text(
        id="Batch berisi {found} TPS; paling banyak {allowed}.",
        en="The batch has {found} TPS; at most {allowed} are allowed.",
    ),
    "malformed-tps-code": Text(
        id="Kode TPS {found} tidak berbentuk kode desa dan nomor, seperti 53.11.01.2001.007.",
        en="TPS code {found} is not a village code and a number, such as 53.11.01.2001.007.",
    ),
    "tps-number-zero": Text(
        id="Kode TPS {found} bernomor 000; nomor TPS mulai dari 001.",
        en="TPS code {found} has the number 000; TPS are numbered from 001.",
    ),
    "unknown-area": Text(
        id="Kode wilayah {found} bukan kode resmi provinsi atau kabupaten/kota.",
        en="Area code {found} is not an official code of a province, regency or city.",
    ),
    "malformed-area-code": Text(
        id="{found} bukan kode wilayah; bentuknya seperti 53, 53.11, 53.11.01 atau 53.11.01.2001.",
        en="{found} is not an area code; it looks like 53, 53.11, 53.11.01 or 53.11.01.2001.",
    ),
    "name-of-another-area": Text(
        id="Kode {code} adalah {official}, sedangkan nama yang tertulis {found}.",
        en="Code {code} is {official}, but the name beside it is {found}.",
    ),
    "duplicate-tps": Text(
        id="TPS {found} sudah ada di {first}; setiap TPS hanya sekali.",
        en="TPS {found} is already in {first}; each TPS stands once.",
    ),
    "tier-not-given": Text(
        id=(
            "Tingkat kerawanan tidak diisi atau tidak dikenal (nilai {found}); pilih salah satu dari "
            "RISK_TIER_KURANG_RAWAN, RISK_TIER_RAWAN, RISK_TIER_SANGAT_RAWAN."
        ),
        en=(
            "The risk tier is missing or unknown (value {found}); give one of "
            "RISK_TIER_KURANG_RAWAN, RISK_TIER_RAWAN, RISK_TIER_SANGAT_RAWAN."
        ),
    ),
    "access-not-known": Text(
        id=(
            "Nilai akses {found} tidak dikenal; pilih ACCESS_ROAD, ACCESS_FOOT, ACCESS_SEA atau "
            "ACCESS_AIR, atau kosongkan bila tidak diketahui."
        ),
        en=(
            "Access has the unknown value {found}; give ACCESS_ROAD, ACCESS_FOOT, ACCESS_SEA or "
            "ACCESS_AIR, or leave it out where it is not known."
        ),
    ),
    "negative-number": Text(
        id="Ditemukan {found}; angka ini tidak boleh negatif.",
        en="Found {found}; this number cannot be negative.",
    ),
    "number-beyond-32-bits": Text(
        id="Ditemukan {found}; paling besar {allowed}.",
        en="Found {found}; at most {allowed} is allowed.",
    ),
    "word-not-known": Text(
        id="Ditemukan {found}; pilih salah satu dari {allowed}.",
        en="Found {found}; give one of {allowed}.",
    ),
    "batch-in-two-forms": Text(
        id="Batch berisi pesan baris (rows, attributes) dan juga tabel Arrow (arrow); pilih satu.",
        en="The batch has row messages (rows, attributes) and Arrow tables (arrow); give one of them.",
    ),
    "stream-without-header": Text(
        id="Pesan pertama aliran berisi {found}; harus header, permintaan tanpa batch.",
        en="The first message of the stream has {found}; it must be header, the request without its "
        "batch.",
    ),
    "stream-without-chunk": Text(
        id="Sebuah pesan setelah yang pertama berisi {found}; harus chunk, bagian batch.",
        en="A message after the first has {found}; it must be chunk, a part of the batch.",
    ),
    "plan-in-two-forms": Text(
        id="Rencana berisi pesan (posts, stations) dan juga tabel Arrow; pilih satu.",
        en="The plan has messages (posts, stations) and Arrow tables; give one of them.",
    ),
    "arrow-cell-null": Text(
        id="Kolom {column} kosong pada baris ini; nilainya harus ada.",
        en="Column {column} is null in this row; it must have a value.",
    ),
    "arrow-malformed": Text(
        id="Bukan aliran Arrow IPC yang utuh: {detail}",
        en="This is no whole Arrow IPC stream: {detail}",
    ),
    "arrow-too-many-columns": Text(
        id="Tabel berisi {found} kolom; paling banyak {allowed}.",
        en="The table has {found} columns; at most {allowed} are allowed.",
    ),
    "arrow-columns-differ": Text(
        id=(
            "Kolomnya ({found}) tidak sama dengan kolom aliran pertama ({allowed}); semua aliran "
            "harus berkolom sama, dengan urutan dan tipe yang sama."
        ),
        en=(
            "Its columns ({found}) are not those of the first stream ({allowed}); all streams must "
            "have the same columns, in the same order and of the same types."
        ),
    ),
    "arrow-column-missing": Text(
        id="Tabel tidak berkolom {column}; kolom yang ada: {found}.",
        en="The table has no column {column}; it has {found}.",
    ),
    "arrow-column-unknown": Text(
        id="Kolom {found} tidak dikenal; kolomnya: {allowed}.",
        en="Column {found} is not known; the columns are {allowed}.",
    ),
    "arrow-column-twice": Text(
        id="Kolom {found} ada dua kali.",
        en="Column {found} is there twice.",
    ),
    "arrow-column-type": Text(
        id="Kolom {column} bertipe {found}; yang diterima: {allowed}.",
        en="Column {column} has the type {found}; allowed: {allowed}.",
    ),
    "arrow-code-number": Text(
        id=(
            "Kolom {column} bertipe {found}, padahal kode adalah teks: sebagai angka, 53.10 menjadi "
            'angka lain. Bacalah kolom ini sebagai teks: pandas dtype={{"{column}": "string"}}, polars '
            'schema_overrides={{"{column}": polars.String}}, pyarrow '
            'column_types={{"{column}": pyarrow.string()}}.'
        ),
        en=(
            "Column {column} has the type {found}, but codes are text: as a number, 53.10 becomes "
            'another one. Read this column as text: pandas dtype={{"{column}": "string"}}, polars '
            'schema_overrides={{"{column}": polars.String}}, pyarrow '
            'column_types={{"{column}": pyarrow.string()}}.'
        ),
    ),
    "attribute-name-missing": Text(
        id="Kolom atribut tidak bernama.",
        en="The attribute column has no name.",
    ),
    "attribute-twice": Text(
        id="Kolom atribut {found} sudah ada di {first}.",
        en="Attribute column {found} is already in {first}.",
    ),
    "attribute-of-row": Text(
        id="{found} adalah isian setiap baris TPS, bukan kolom atribut.",
        en="{found} is a field of each TPS row, not an attribute column.",
    ),
    "attribute-length": Text(
        id="Kolom atribut {attribute} berisi {found} nilai, sedangkan batch berisi {rows} baris.",
        en="Attribute column {attribute} has {found} values, but the batch has {rows} rows.",
    ),
    "date-malformed": Text(
        id="Tanggal {found} tidak berbentuk TTTT-BB-HH, misalnya 2024-02-14.",
        en="Date {found} is not of the form YYYY-MM-DD, such as 2024-02-14.",
    ),
    "view-not-known": Text(
        id="Nilai view {found} tidak dikenal; pilih PLAN_VIEW_BASIC atau PLAN_VIEW_FULL.",
        en="View has the unknown value {found}; give PLAN_VIEW_BASIC or PLAN_VIEW_FULL.",
    ),
    "force-not-given": Text(
        id="Kekuatan tidak diisi atau tidak dikenal (nilai {found}); pilih FORCE_POLRI, FORCE_TNI atau FORCE_LINMAS.",
        en="The force is missing or unknown (value {found}); give FORCE_POLRI, FORCE_TNI or FORCE_LINMAS.",
    ),
    "role-not-given": Text(
        id="Peran kekuatan tidak diisi atau tidak dikenal (nilai {found}); pilih STRENGTH_ROLE_OWN atau STRENGTH_ROLE_RESERVE.",
        en="The role of the strength is missing or unknown (value {found}); give STRENGTH_ROLE_OWN or STRENGTH_ROLE_RESERVE.",
    ),
    "reserve-area": Text(
        id="Cadangan adalah milik provinsi atau nasional (ID), bukan {found}.",
        en="A reserve belongs to a province or to the nation (ID), not to {found}.",
    ),
    "reserve-covers": Text(
        id="Cadangan tidak mempunyai daftar wilayah (covers); cadangan melayani semua satuan di wilayahnya.",
        en="A reserve has no list of areas (covers); it serves every command inside its area.",
    ),
    "own-of-nation": Text(
        id="Kekuatan sendiri harus milik suatu wilayah, bukan nasional (ID); mungkin yang dimaksud cadangan.",
        en="Own strength belongs to an area, not to the nation (ID); maybe a reserve is meant.",
    ),
    "command-name-reserved": Text(
        id="Nama satuan {found} tidak boleh dipakai: awalan reserve/ dan no-command/ punya arti sendiri dalam rencana.",
        en="The command name {found} cannot be used: reserve/ and no-command/ have a meaning of their own in plans.",
    ),
    "command-name-malformed": Text(
        id="Nama satuan {found} tidak dapat dipakai; nama berisi 1 sampai {allowed} huruf, tanpa spasi di tepi dan tanpa karakter kendali.",
        en="The command name {found} cannot be used; a name has 1 to {allowed} characters, no spaces at its ends and no control characters.",
    ),
    "strength-twice": Text(
        id="Kekuatan {force} dari {command} sudah diberikan di {first}.",
        en="The {force} strength of {command} is already given in {first}.",
    ),
    "cover-twice": Text(
        id="Wilayah {area} sudah menjadi tanggung jawab {other} ({first}) untuk {force}; tidak bisa juga {command}.",
        en="Area {area} is already covered by {other} ({first}) for {force}; it cannot also be covered by {command}.",
    ),
    "stock-area": Text(
        id="Persediaan adalah milik kecamatan, kabupaten/kota, provinsi atau nasional (ID), bukan {found}.",
        en="A stock belongs to a district, regency, province or the nation (ID), not to {found}.",
    ),
    "seats-area": Text(
        id="Daya angkut adalah milik kabupaten/kota, provinsi atau nasional (ID), bukan {found}.",
        en="Seats belong to a regency, province or the nation (ID), not to {found}.",
    ),
    "stock-twice": Text(
        id="Persediaan {item} di {area} sudah diberikan di {first}.",
        en="The stock of {item} in {area} is already given in {first}.",
    ),
    "seats-twice": Text(
        id="Daya angkut {transport} pada {day} di {area} sudah diberikan di {first}.",
        en="The seats of transport {transport} on {day} in {area} are already given in {first}.",
    ),
    "transport-not-known": Text(
        id="Angkutan tidak diisi atau tidak dikenal (nilai {found}); pilih ACCESS_ROAD, ACCESS_FOOT, ACCESS_SEA atau ACCESS_AIR.",
        en="The transport is missing or unknown (value {found}); give ACCESS_ROAD, ACCESS_FOOT, ACCESS_SEA or ACCESS_AIR.",
    ),
    "transport-twice": Text(
        id="Angkutan {transport} sudah disebut di {first}.",
        en="Transport {transport} is already named in {first}.",
    ),
    "days-out-of-range": Text(
        id="Ditemukan {found}; hari sebelum pemungutan suara dari 0 sampai {most}.",
        en="Found {found}; days before voting day are from 0 to {most}.",
    ),
    "unknown-item-of-stock": Text(
        id="Perlengkapan {found} tidak dikenal kebijakan yang berlaku. Yang ada: {allowed}.",
        en="Item {found} is unknown to the policies in use. They have: {allowed}.",
    ),
    "unknown-policy": Text(
        id="Tidak ada kebijakan {found}. Yang ada: {allowed}.",
        en="There is no policy {found}. There are: {allowed}.",
    ),
    "abstract-policy": Text(
        id="Kebijakan {found} hanya untuk diwarisi dan tidak pernah berlaku. Yang dapat dipakai: {allowed}.",
        en="Policy {found} is only to be extended and never in force. Usable: {allowed}.",
    ),
    "policy-not-in-force": Text(
        id="Kebijakan {policy} berlaku {start} sampai {until}, tidak pada {date}.",
        en="Policy {policy} is in force from {start} until {until}, not on {date}.",
    ),
    "outside-policy": Text(
        id="Kabupaten/kota {regency} berada di luar wilayah kebijakan {policy} ({areas}).",
        en="Regency {regency} lies outside the areas of policy {policy} ({areas}).",
    ),
    "no-policy-in-force": Text(
        id="Tidak ada kebijakan yang berlaku untuk {regency} pada {date}.",
        en="No policy is in force for {regency} on {date}.",
    ),
    "several-policies-in-force": Text(
        id="Lebih dari satu kebijakan berlaku untuk {regency} pada {date}: {policies}.",
        en="More than one policy is in force for {regency} on {date}: {policies}.",
    ),
    "province-under-several-policies": Text(
        id="TPS satu provinsi harus di bawah satu kebijakan; di provinsi {province} ada beberapa: {policies}.",
        en="The TPS of one province must fall under one policy; in province {province} there are several: {policies}.",
    ),
    "unknown-attribute-column": Text(
        id="Kolom {found} tidak dikenal: kebijakan tidak mempunyai atribut itu. Yang ada: {allowed}.",
        en="Column {found} is unknown: the policy declares no such attribute. It declares: {allowed}.",
    ),
    "attribute-value": Text(
        id="Atribut {attribute} bernilai {found}; yang boleh: {allowed}.",
        en="Attribute {attribute} has the value {found}; allowed: {allowed}.",
    ),
    "attribute-missing": Text(
        id="TPS {tps} tidak mempunyai {attribute}, padahal ditanyakan aturan berikut dan tidak ada nilai baku: {rules}.",
        en="TPS {tps} lacks {attribute}, for which there is no default and which these rules ask: {rules}.",
    ),
    "attribute-missing-everywhere": Text(
        id=(
            "Tidak satu pun dari {count} TPS mempunyai {attribute} (yang pertama {tps}), padahal "
            "ditanyakan aturan berikut dan tidak ada nilai baku: {rules}."
        ),
        en=(
            "None of {count} TPS has {attribute} (the first is {tps}), for which there is no default "
            "and which these rules ask: {rules}."
        ),
    ),
    "transports-differ": Text(
        id="Kebijakan {policy} memberi angkutan yang berbeda untuk TPS yang sama ({count} TPS, yang pertama {tps}): {given}.",
        en="Policy {policy} gives different transports for the same TPS ({count} TPS, the first is {tps}): {given}.",
    ),
    "fallbacks-differ": Text(
        id="Kebijakan {policy} memberi angkutan pengganti yang berbeda untuk TPS yang sama ({count} TPS, yang pertama {tps}): {given}.",
        en="Policy {policy} gives different fallbacks for the same TPS ({count} TPS, the first is {tps}): {given}.",
    ),
    "number-too-large": Text(
        id="Rencana memuat angka {found} di {what}, melebihi batas {allowed}.",
        en="The plan would hold {found} in {what}, above the limit of {allowed}.",
    ),
    "plan-missing": Text(
        id="Permintaan tidak memuat rencana yang harus diperiksa.",
        en="The request holds no plan to check.",
    ),
    "plan-without-policies": Text(
        id="Rencana tidak menyebut kebijakan (policies) yang dipakai untuk membuatnya.",
        en="The plan names no policies that it was made under.",
    ),
    "outside-plan-policies": Text(
        id="{regency} tidak termasuk wilayah kebijakan yang disebut rencana ({policies}), atau kebijakan itu tidak berlaku pada {date}.",
        en="{regency} lies in no area of the policies that the plan names ({policies}), or they are not in force on {date}.",
    ),
    "plan-without-stations": Text(
        id="Rencana tidak memuat TPS (stations); pemeriksaan memerlukan rencana lengkap (PLAN_VIEW_FULL).",
        en="The plan holds no stations; it must be checked in full (PLAN_VIEW_FULL).",
    ),
    "enum-not-known": Text(
        id="Nilai {found} tidak dikenal di sini; yang boleh: {allowed}.",
        en="The value {found} is not known here; allowed: {allowed}.",
    ),
    "plan-time-malformed": Text(
        id="Waktu pembuatan rencana {found} di luar rentang.",
        en="The plan's time of creation {found} is out of range.",
    ),
    "depart-date-differs": Text(
        id="Hari berangkat {found} tidak sesuai dengan days_before {days}; seharusnya {wanted}.",
        en="The day of departure {found} is not that of days_before {days}; it should be {wanted}.",
    ),
    "policy-digest-differs": Text(
        id=(
            "Rencana dibuat dengan kebijakan {policy} versi {found}, sedangkan yang dimuat di sini "
            "versi {loaded}."
        ),
        en="The plan was made under policy {policy} of digest {found}; the one loaded here is {loaded}.",
    ),
    "policy-of-plan-unknown": Text(
        id="Rencana dibuat dengan kebijakan {policy}, yang tidak dimuat di sini. Yang ada: {allowed}.",
        en="The plan was made under policy {policy}, which is not loaded here. There are: {allowed}.",
    ),
    "policy-not-found": Text(
        id="Tidak ada kebijakan {found}. Yang ada: {allowed}.",
        en="There is no policy {found}. There are: {allowed}.",
    ),
    "policy-version-not-found": Text(
        id="Versi {found} dari kebijakan {policy} tidak ada di antara yang dimuat. Yang ada: {allowed}.",
        en="The version {found} of the policy {policy} is not among those loaded. There are: {allowed}.",
    ),
    "digest-beside-files": Text(
        id="Sidik {found} diberikan bersama berkas aturan. Yang dibolehkan: salah satunya; dengan berkas, kebijakan dikenal dari id-nya.",
        en="The digest {found} is given beside rule files. Allowed: one of them; with files, the policy is known by its id.",
    ),
    "file-given-twice": Text(
        id="Berkas {found} diberikan dua kali. Yang dibolehkan: setiap nama satu kali.",
        en="The file {found} is given twice. Allowed: each name once.",
    ),
    "input-without-batch": Text(
        id="Masukan ini diberikan tanpa TPS (batch) asal rencana; berikan keduanya, atau tidak satu pun.",
        en="This is given without the batch that the plan was made from; give both, or neither.",
    ),
    "plan-row-twice": Text(
        id="{found} ada dua kali dalam rencana; yang pertama di {first}.",
        en="{found} is in the plan twice; the first is at {first}.",
    ),
    "post-not-in-plan": Text(
        id="Pos nomor {found} tidak ada; rencana memuat {posts} pos, dihitung dari 0.",
        en="There is no post {found}; the plan holds {posts} posts, counted from 0.",
    ),
    "request-invalid": Text(
        id="Kesalahan dalam permintaan: {count}; tidak ada yang dikerjakan.",
        en="Faults in the request: {count}; nothing was done.",
    ),
    "policy-contradicts-itself": Text(
        id="Kebijakan bertentangan dengan dirinya sendiri untuk TPS dalam permintaan ini.",
        en="The policy contradicts itself for TPS of this request.",
    ),
}
