"""Words for what differs between two policies; docs/policy-comparison.md says what each means."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    "rule-new": Text(id="Aturan baru.", en="A new rule."),
    "rule-left-out": Text(id="Aturan dihapus.", en="The rule was left out."),
    "rule-changed": Text(id="Berubah: {keys}", en="Changed: {keys}"),
    "classes": Text(id="Kerawanan dan label: {changes}", en="Tier and labels: {changes}"),
    "guards": Text(id="Penjagaan: {changes}", en="Guards: {changes}"),
    "movement": Text(id="Pergeseran: {changes}", en="Movement: {changes}"),
    "equipment": Text(id="Perlengkapan: {changes}", en="Equipment: {changes}"),
    "units": Text(id="Unit: {changes}", en="Units: {changes}"),
    "area": Text(id="Aturan wilayah: {changes}", en="Rules for areas: {changes}"),
    "further": Text(
        id="berubah dengan {count} cara lain; yang terkecil di antaranya menjadi contoh",
        en="changes in {count} further ways; the smallest of them is the example",
    ),
    "value": Text(id="`{key}` {before} → {after}", en="`{key}` {before} → {after}"),
    "covered-now": Text(id="kini dijaga", en="now covered"),
    "no-longer-covered": Text(id="tidak lagi dijaga", en="no longer covered"),
    "label-given": Text(id="label `{name}` diberikan", en="label `{name}` is given"),
    "label-gone": Text(id="label `{name}` tidak lagi diberikan", en="label `{name}` is gone"),
    "add": Text(
        id="`add` {force}, {role}: {before} → {after} orang",
        en="`add` {force}, {role}: {before} → {after} persons",
    ),
    "add-per": Text(
        id="`add` {force}, {role}, untuk setiap {per}: {before} → {after} orang",
        en="`add` {force}, {role}, for every {per}: {before} → {after} persons",
    ),
    "equip-tps": Text(
        id="`{item}` untuk TPS: {before} → {after}", en="`{item}` for the TPS: {before} → {after}"
    ),
    "equip-post": Text(
        id="`{item}` untuk posnya: {before} → {after}",
        en="`{item}` for its post: {before} → {after}",
    ),
    "equip-post-per": Text(
        id="`{item}` untuk setiap {per} TPS yang dihitung di posnya, TPS ini termasuk: {before} → {after}",
        en="`{item}` for every {per} TPS counted in its post, this one among them: {before} → {after}",
    ),
    "equip-post-not": Text(
        id="`{item}` untuk setiap {per} TPS yang dihitung di posnya, TPS ini tidak termasuk: {before} → {after}",
        en="`{item}` for every {per} TPS counted in its post, this one not among them: {before} → {after}",
    ),
    "equip-counted": Text(
        id="dihitung untuk `{item}` per {per} TPS bila posnya mendapatnya karena TPS lain: {before} → {after}",
        en="counted for `{item}` per {per} TPS where another TPS gives it to the post: {before} → {after}",
    ),
    "equip-area": Text(
        id="`{item}` untuk wilayah: {before} → {after}",
        en="`{item}` for the area: {before} → {after}",
    ),
    "equip-area-per": Text(
        id="`{item}` untuk wilayah, untuk setiap {per}: {before} → {after}",
        en="`{item}` for the area, for every {per}: {before} → {after}",
    ),
    "limit": Text(
        id="`limit` {force}: {before} → {after}", en="`limit` {force}: {before} → {after}"
    ),
    "mix": Text(id="`mix`: {before} → {after}", en="`mix`: {before} → {after}"),
    "expect": Text(
        id="`expect` {quantity} ({severity}): {before} → {after}",
        en="`expect` {quantity} ({severity}): {before} → {after}",
    ),
    "not-given": Text(
        id="{which} (TPS yang datanya tidak memuat {names})",
        en="{which} (TPS that come without {names})",
    ),
    "areas-of-level": Text(
        id="{level} tempat {rules} berlaku, dahulu atau kini; misalnya {example}",
        en="each {level} where {rules} matches, before or after; such as {example}",
    ),
    "village": Text(id="setiap desa/kelurahan", en="village"),
    "district": Text(id="setiap kecamatan", en="district"),
    "regency": Text(id="setiap kabupaten/kota", en="regency"),
    "province": Text(id="setiap provinsi", en="province"),
    "areas-gone": Text(id="Tidak lagi di bawah kebijakan ini.", en="No longer under this policy."),
    "areas-new": Text(id="Kini di bawah kebijakan ini.", en="Now under this policy."),
    "open-date": Text(id="tanpa batas", en="open"),
    "dates": Text(
        id="Masa berlaku: {before} → {after}. TPS dengan hari pemungutan suara di luarnya tidak dapat direncanakan.",
        en="In force: {before} → {after}. TPS with another voting day cannot be planned.",
    ),
    "claims": Text(
        id="Urutan pemenuhan bila kekuatan kurang: {before} → {after}",
        en="The order of claims where strength is short: {before} → {after}",
    ),
    "must-give": Text(
        id="Atribut `{name}` kini harus ada: ditanyakan oleh {rules} dan tidak punya `default`. Permintaan tanpa itu ditolak.",
        en="The attribute `{name}` must now be given: it is asked by {rules}, and has no `default`. Requests without it are refused.",
    ),
    "need-not-give": Text(
        id="Atribut `{name}` tidak lagi harus ada.",
        en="The attribute `{name}` need no longer be given.",
    ),
    "values-gone": Text(
        id="Nilai `{name}` yang tidak lagi dikenal: {values}. Permintaan yang memuatnya ditolak.",
        en="Values of `{name}` that are no longer known: {values}. Requests with them are refused.",
    ),
    "values-new": Text(
        id="Nilai `{name}` yang kini dikenal: {values}.",
        en="Values of `{name}` that are known now: {values}.",
    ),
    "type-differs": Text(
        id="Atribut `{name}` kini berjenis lain, sehingga tidak ada nilainya yang diterima kedua kebijakan: {before} → {after}.",
        en="The attribute `{name}` is now of another kind, so that no value of it is accepted by both policies: {before} → {after}.",
    ),
    "tps-with": Text(id="TPS yang datanya memuat `{name}`", en="TPS that come with `{name}`"),
    "tps-without": Text(
        id="TPS yang datanya tidak memuat `{name}`", en="TPS that come without `{name}`"
    ),
}
