"""Errors and warnings of what a rule file declares and of its rules; see policy_errors.py."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    # Declarations
    "standard-attribute": Text(
        id=(
            "`{key}` adalah atribut baku, tetapi diberi `{found}`. Yang dibolehkan: "
            "hanya `default`."
        ),
        en=("`{key}` is a standard attribute, but is given `{found}`. Allowed: `default` only."),
    ),
    "of-without-choice": Text(
        id=(
            "`{key}` berjenis `{found}`, tetapi diberi `of`. Yang dibolehkan: `of` "
            "hanya bersama `type: choice`."
        ),
        en=(
            "`{key}` is of type `{found}`, but is given `of`. Allowed: `of` only with"
            " `type: choice`."
        ),
    ),
    "choice-given-twice": Text(
        id=(
            "Pilihan `{found}` ditulis dua kali di `{key}`. Yang dibolehkan: setiap pilihan sekali."
        ),
        en=("The choice `{found}` is given twice in `{key}`. Allowed: each choice once."),
    ),
    "invalid-choice": Text(
        id=(
            "Pilihan `{found}` di `{key}`. Yang dibolehkan: teks yang tidak diawali "
            "`<`, `>`, `=`, `!` atau spasi dan tidak memuat `..`."
        ),
        en=(
            "The choice `{found}` in `{key}`. Allowed: a text that does not begin "
            "with `<`, `>`, `=`, `!` or a space and does not hold `..`."
        ),
    ),
    "empty-choices": Text(
        id=("Daftar pilihan `{key}` kosong. Yang dibolehkan: sedikitnya satu pilihan."),
        en=("The list of choices `{key}` is empty. Allowed: one choice at least."),
    ),
    "empty-rules": Text(
        id=(
            "Daftar `rules` kosong. Yang dibolehkan: sedikitnya satu aturan; kosong "
            "hanya bersama `extends`."
        ),
        en=("The list `rules` is empty. Allowed: one rule at least; empty only with `extends`."),
    ),
    # extends
    "unknown-base": Text(
        id=(
            "Kebijakan `{found}` di `extends` tidak ada di folder ini. Yang dibolehkan: {allowed}."
        ),
        en=("The policy `{found}` in `extends` is not in this folder. Allowed: {allowed}."),
    ),
    "extends-cycle": Text(
        id=("Kebijakan saling mewarisi: {found}. Yang dibolehkan: rantai `extends` yang berujung."),
        en=(
            "Policies extend each other in a circle: {found}. Allowed: a chain of "
            "`extends` that ends."
        ),
    ),
    "drops-without-extends": Text(
        id=(
            "Ditemukan `drops` tanpa `extends`. Yang dibolehkan: `drops` hanya untuk "
            "aturan yang diwarisi."
        ),
        en=("Found `drops` without `extends`. Allowed: `drops` only of rules that are inherited."),
    ),
    "unknown-dropped-rule": Text(
        id=("Aturan `{found}` di `drops` tidak diwarisi. Yang dibolehkan: {allowed}."),
        en=("The rule `{found}` in `drops` is not inherited. Allowed: {allowed}."),
    ),
    # Names used by rules
    "unknown-attribute": Text(
        id=("Atribut `{found}` tidak dikenal. Yang dibolehkan: {allowed}."),
        en=("The attribute `{found}` is unknown. Allowed: {allowed}."),
    ),
    "unknown-label": Text(
        id=(
            "Label `{found}` tidak diberikan oleh aturan `classify` mana pun. Yang "
            "dibolehkan: {allowed}."
        ),
        en=("No `classify` rule gives the label `{found}`. Allowed: {allowed}."),
    ),
    "unknown-unit": Text(
        id=("Satuan `{found}` tidak dikenal. Yang dibolehkan: {allowed}."),
        en=("The unit `{found}` is unknown. Allowed: {allowed}."),
    ),
    "unknown-item": Text(
        id=("Barang `{found}` tidak dikenal. Yang dibolehkan: {allowed}."),
        en=("The item `{found}` is unknown. Allowed: {allowed}."),
    ),
    "unknown-area-list": Text(
        id=("Daftar wilayah `{found}` tidak dikenal. Yang dibolehkan: {allowed}."),
        en=("The area list `{found}` is unknown. Allowed: {allowed}."),
    ),
    "unknown-rule": Text(
        id=(
            "Aturan `{found}` di `instead_of` tidak ada dalam kebijakan ini. Yang "
            "dibolehkan: {allowed}."
        ),
        en=("The rule `{found}` in `instead_of` is not in this policy. Allowed: {allowed}."),
    ),
    # Conditions
    "risk-tier-in-classify": Text(
        id=(
            "Aturan `classify` menanyakan `risk_tier`, yang baru diketahui sesudah "
            "semua aturan `classify`. Yang dibolehkan: `submitted_tier`, tingkat "
            "kerawanan dalam permintaan."
        ),
        en=(
            "A `classify` rule asks `risk_tier`, which is known only after all "
            "`classify` rules. Allowed: `submitted_tier`, the tier of the request."
        ),
    ),
    "count-outside-area-rule": Text(
        id=(
            "Ditemukan `count` pada `{key}`, bukan dalam aturan wilayah. Yang "
            "dibolehkan: `count` hanya bersama `for_each: village`, `district`, "
            "`regency`, atau `province`, dan tidak di dalam `of`."
        ),
        en=(
            "Found `count` at `{key}`, not in a rule for areas. Allowed: `count` only"
            " with `for_each: village`, `district`, `regency` or `province`, and not "
            "inside `of`."
        ),
    ),
    "not-in-area-rule": Text(
        id=(
            "Aturan wilayah menanyakan `{found}`, yang merupakan sifat TPS. Yang "
            "dibolehkan: area, count, any, all, not; sifat TPS ditulis di dalam "
            "`count.of` atau `per.of`."
        ),
        en=(
            "A rule for areas asks `{found}`, which is a property of TPS. Allowed: "
            "area, count, any, all, not; properties of TPS stand inside `count.of` or"
            " `per.of`."
        ),
    ),
    "empty-condition": Text(
        id=(
            "Syarat `{key}` kosong. Yang dibolehkan: sedikitnya satu syarat; untuk "
            "semua, hapus kunci ini."
        ),
        en=(
            "The condition `{key}` is empty. Allowed: one entry at least; for every "
            "item, leave the key out."
        ),
    ),
    "empty-list": Text(
        id=("Daftar `{key}` kosong. Yang dibolehkan: sedikitnya satu nilai."),
        en=("The list `{key}` is empty. Allowed: one value at least."),
    ),
    # Rules and effects
    "no-effect": Text(
        id=(
            "Aturan ini tidak mempunyai akibat. Ditemukan: {found}. Yang dibolehkan: "
            "tepat satu dari {allowed}."
        ),
        en=("This rule has no effect. Found: {found}. Allowed: exactly one of {allowed}."),
    ),
    "several-effects": Text(
        id=(
            "Aturan ini mempunyai beberapa akibat: {found}. Yang dibolehkan: satu "
            "akibat setiap aturan; bagilah menjadi beberapa aturan."
        ),
        en=(
            "This rule has several effects: {found}. Allowed: one effect a rule; "
            "split it into several rules."
        ),
    ),
    "level-not-allowed": Text(
        id=(
            "`{effect}` tidak dapat dipakai dengan `for_each: {found}`. Yang dibolehkan: {allowed}."
        ),
        en=("`{effect}` cannot stand with `for_each: {found}`. Allowed: {allowed}."),
    ),
    "level-missing": Text(
        id=(
            "`{effect}` memerlukan `for_each`; tanpa itu berlaku `{found}`. Yang "
            "dibolehkan: {allowed}."
        ),
        en=("`{effect}` needs `for_each`; where silent it is `{found}`. Allowed: {allowed}."),
    ),
    "severity-without-expect": Text(
        id=(
            "Ditemukan `severity` pada aturan `{found}`. Yang dibolehkan: `severity` "
            "hanya bersama `expect`."
        ),
        en=("Found `severity` in a rule with `{found}`. Allowed: `severity` only with `expect`."),
    ),
    "empty-effect": Text(
        id=("Akibat `{key}` kosong. Yang dibolehkan: sedikitnya satu isian."),
        en=("The effect `{key}` is empty. Allowed: one entry at least."),
    ),
    "effect-without-force": Text(
        id=(
            "`{key}` tidak menyebut pasukan. Ditemukan: {found}. Yang dibolehkan: "
            "`polri`, `tni`, atau keduanya."
        ),
        en=("`{key}` names no force. Found: {found}. Allowed: `polri`, `tni`, or both."),
    ),
    "invalid-amount": Text(
        id=(
            "`{key}` berisi `{found}`. Yang dibolehkan: `N`, atau `N SATUAN` "
            "(misalnya `1 peleton`)."
        ),
        en=("`{key}` is `{found}`. Allowed: `N`, or `N UNIT` (such as `1 peleton`)."),
    ),
    "invalid-share": Text(
        id=(
            "`{key}` berisi `{found}`. Yang dibolehkan: bilangan bulat, atau `A/B of "
            "X` dengan X salah satu dari {allowed}."
        ),
        en=(
            "`{key}` is `{found}`. Allowed: a whole number, or `A/B of X` with X one of {allowed}."
        ),
    ),
    "unit-not-allowed": Text(
        id=(
            "`{key}` berisi `{found}`. Yang dibolehkan: jumlah orang, ditulis dengan angka "
            "saja; satuan hanya dipakai dalam `add`."
        ),
        en=(
            "`{key}` is `{found}`. Allowed: a number of persons, in digits only; units "
            "stand in `add` alone."
        ),
    ),
    "share-above-whole": Text(
        id=(
            "`{key}` berisi `{found}`, lebih dari seluruh kekuatan. Yang dibolehkan: `A/B of "
            "strength` dengan A tidak lebih dari B."
        ),
        en=(
            "`{key}` is `{found}`, more than the whole strength. Allowed: `A/B of "
            "strength` with A not above B."
        ),
    ),
    "fallback-is-transport": Text(
        id=(
            "`move.fallback` berisi `{found}`, sama dengan `transport`. Yang dibolehkan: cara lain, "
            "bila yang pertama tidak dapat dipakai: {allowed}."
        ),
        en=(
            "`move.fallback` is `{found}`, the same as `transport`. Allowed: another way, for when "
            "the first cannot be taken: {allowed}."
        ),
    ),
    "invalid-day": Text(
        id=(
            "`{key}` berisi `{found}`. Yang dibolehkan: `H`, atau `H-n` dengan "
            "n dari 1 sampai {most}."
        ),
        en=("`{key}` is `{found}`. Allowed: `H`, or `H-n` with n from 1 to {most}."),
    ),
    "size-out-of-range": Text(
        id=(
            "`{key}` berisi ukuran `{found}`. Yang dibolehkan: dari 1 sampai {most} TPS setiap pos."
        ),
        en=("`{key}` holds the size `{found}`. Allowed: from 1 to {most} TPS a post."),
    ),
    "pattern-beside-key": Text(
        id=(
            "Ditemukan `{found}` di samping `pattern`. Yang dibolehkan: `pattern` "
            "menggantikan {replaced}; tulis salah satu cara saja."
        ),
        en=(
            "Found `{found}` beside `pattern`. Allowed: `pattern` replaces "
            "{replaced}; write it one way only."
        ),
    ),
    "pattern-without-order": Text(
        id=(
            "Pola `{found}` tidak dapat dibaca, karena kebijakan ini tidak menyebut "
            "urutannya. Yang dibolehkan: `pattern` hanya bila kebijakan memuat "
            "`pattern_order`, misalnya `[polri, tps, linmas]`."
        ),
        en=(
            "The pattern `{found}` cannot be read, because this policy does not say "
            "its order. Allowed: `pattern` only where the policy gives "
            "`pattern_order`, such as `[polri, tps, linmas]`."
        ),
    ),
    "invalid-pattern": Text(
        id=(
            "Pola `{found}` tidak terbaca. Yang dibolehkan: tiga bilangan {order}, "
            "misalnya `2-4-8`, atau dua pola dengan ` .. ` di antaranya."
        ),
        en=(
            "The pattern `{found}` cannot be read. Allowed: three numbers {order}, "
            "such as `2-4-8`, or two patterns with ` .. ` between them."
        ),
    ),
    "pattern-linmas-not-whole": Text(
        id=(
            "Pola `{found}` ({order}) memberi {linmas} linmas untuk {tps} TPS. Yang "
            "dibolehkan: jumlah linmas yang habis dibagi jumlah TPS."
        ),
        en=(
            "The pattern `{found}` ({order}) gives {linmas} linmas for {tps} TPS. "
            "Allowed: linmas that TPS divides without remainder."
        ),
    ),
    "pattern-ends-differ": Text(
        id=(
            "Kedua ujung pola `{found}` berbeda pada {word}: {ends}. Yang dibolehkan:"
            " nilai yang sama pada kedua ujung."
        ),
        en=(
            "The two ends of the pattern `{found}` differ in {word}: {ends}. Allowed:"
            " the same at both ends."
        ),
    ),
    "instead-of-differs": Text(
        id=(
            "Aturan `{other}` di `instead_of` lain jenisnya: {found}. Yang "
            "dibolehkan: {allowed}, sama seperti aturan ini."
        ),
        en=(
            "The rule `{other}` in `instead_of` is of another kind: {found}. Allowed:"
            " {allowed}, as this rule."
        ),
    ),
    "instead-of-cycle": Text(
        id=("Aturan saling menggantikan: {found}. Yang dibolehkan: `instead_of` tanpa lingkaran."),
        en=(
            "Rules replace each other in a circle: {found}. Allowed: `instead_of` without a circle."
        ),
    ),
    "label-cycle": Text(
        id=(
            "Label saling bergantung melalui `not`, `unless`, atau `instead_of`: "
            "{found}. Yang dibolehkan: label yang dinafikan harus sudah dapat "
            "ditetapkan tanpa aturan ini."
        ),
        en=(
            "Labels depend on each other through `not`, `unless` or `instead_of`: "
            "{found}. Allowed: a label that is negated must be settled without this "
            "rule."
        ),
    ),
    # Warnings
    "rule-without-basis": Text(
        id=(
            "Aturan `{found}` tidak menyebut dasarnya. Sebaiknya: `basis` dengan "
            "undang-undang, perintah, atau sumbernya."
        ),
        en=("The rule `{found}` names no basis. Better: `basis` with the law, order or source."),
    ),
    "repeated-value": Text(
        id=("Nilai `{found}` ditulis dua kali dalam satu daftar. Sebaiknya: sekali saja."),
        en=("The value `{found}` is given twice in one list. Better: once."),
    ),
    "name-not-checked": Text(
        id=(
            "Nama kecamatan dan desa/kelurahan tidak dapat diperiksa di sini, seperti `{found}` di "
            "samping {area} dalam `{key}`. Sebaiknya: cocokkan sendiri, lalu tulis kode dalam "
            "daftar `[…]` dan nama sebagai komentar (`# …`)."
        ),
        en=(
            "Names of districts and villages cannot be checked here, such as `{found}` beside "
            "{area} in `{key}`. Better: compare them yourself, then write the codes as a list `[…]` "
            "and names as comments (`# …`)."
        ),
    ),
    "never-matches": Text(
        id=(
            "`{key}` tidak pernah terpenuhi: `for_each: {level}`, sedangkan setiap wilayah dalam "
            "`{found}` lebih sempit. "
            "Sebaiknya: wilayah setingkat atau lebih luas, atau `for_each` yang lebih sempit."
        ),
        en=(
            "`{key}` never holds: `for_each: {level}`, but every area of `{found}` is narrower. "
            "Better: areas of that level or wider, or a narrower `for_each`."
        ),
    ),
    "area-outside-policy": Text(
        id=(
            "`{key}` tidak pernah terpenuhi: kebijakan ini berlaku di {areas}, dan tidak ada TPS-nya di "
            "`{found}`. Sebaiknya: wilayah yang beririsan dengan `areas`, atau `areas` yang lebih luas."
        ),
        en=(
            "`{key}` never holds: this policy is for {areas}, and none of its TPS lies in `{found}`. "
            "Better: areas that meet those in `areas`, or wider `areas`."
        ),
    ),
    "unused-area-list": Text(
        id=(
            "Daftar wilayah `{found}` tidak dipakai oleh aturan mana pun. Sebaiknya: "
            "dipakai atau dihapus."
        ),
        en=("No rule uses the area list `{found}`. Better: use it or delete it."),
    ),
    "unused-unit": Text(
        id=(
            "Satuan `{found}` tidak dipakai oleh aturan mana pun. Sebaiknya: dipakai atau dihapus."
        ),
        en=("No rule uses the unit `{found}`. Better: use it or delete it."),
    ),
    "unused-item": Text(
        id=(
            "Barang `{found}` tidak dipakai oleh aturan mana pun. Sebaiknya: dipakai atau dihapus."
        ),
        en=("No rule uses the item `{found}`. Better: use it or delete it."),
    ),
}
