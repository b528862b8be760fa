"""What an editor shows beside a key of a policy file or of its tests: one text for each key.

A key's text stands under `WHERE.KEY`; `WHERE` is the mapping that holds it, as schema.py names it.
"""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

_POLICY: Final[dict[str, Text]] = {
    "policy": Text(
        "Id kebijakan: huruf kecil, angka, tanda hubung; sama dengan nama berkas.",
        "Id of the policy: lower case, digits, hyphens; the file's name.",
    ),
    "title": Text(
        "Judul: `{id, en}`, atau satu teks untuk keduanya.",
        "Title: `{id, en}`, or one text for both.",
    ),
    "issuer": Text("Siapa yang mengeluarkan kebijakan ini.", "Who issues this policy."),
    "basis": Text(
        "Dasarnya: undang-undang, perintah, atau sumber.",
        "What it rests on: a law, an order or a source.",
    ),
    "areas": Text(
        "Di mana berlaku: `all`, atau kode provinsi atau kabupaten/kota.",
        "Where it holds: `all`, or codes of provinces or regencies.",
    ),
    "effective": Text(
        "Kapan berlaku: `{from, until}`, keduanya termasuk, masing-masing boleh kosong.",
        "When it holds: `{from, until}`, both included, each may be absent.",
    ),
    "abstract": Text(
        "`true`: hanya untuk diperluas, tidak pernah berlaku sendiri.",
        "`true`: only to be extended, never in force.",
    ),
    "extends": Text("Id kebijakan yang diwarisi.", "Id of the policy that it inherits from."),
    "drops": Text("Id aturan yang tidak diwarisi.", "Ids of rules that are not inherited."),
    "pattern_order": Text(
        "Urutan bilangan dalam `pattern`: permutasi `[polri, tps, linmas]`.",
        "Order of the numbers in `pattern`: a permutation of `[polri, tps, linmas]`.",
    ),
    "claims": Text(
        "Urutan pembagian kekuatan bila kurang.",
        "The order in which a strength is shared out where it is short.",
    ),
    "units": Text(
        "Satuan dan jumlah orangnya, seperti `{peleton: 30}`.",
        "Units and their personnel, such as `{peleton: 30}`.",
    ),
    "items": Text(
        "Perlengkapan yang dapat diberikan, dengan namanya.",
        "Equipment that can be given, with its name.",
    ),
    "attributes": Text(
        "Sifat TPS di luar yang baku, dan nilai baku (`default`).",
        "Attributes of a TPS beyond the standard ones, and defaults.",
    ),
    "area_lists": Text(
        "Daftar wilayah bernama, untuk `area` dalam syarat.",
        "Named lists of areas, for `area` in conditions.",
    ),
    "rules": Text("Aturan; urutannya tidak berpengaruh.", "The rules; their order never matters."),
}
_RULE: Final[dict[str, Text]] = {
    "id": Text("Id aturan, sekali dalam kebijakan.", "Id of the rule, once in the policy."),
    "title": Text("Judul aturan.", "Title of the rule."),
    "basis": Text(
        "Dasar aturan; tanpa dasar ada peringatan.",
        "What the rule rests on; without it there is a warning.",
    ),
    "for_each": Text(
        "Untuk apa aturan dihitung; `tps` bila kosong.",
        "What the rule counts for; `tps` where silent.",
    ),
    "when": Text(
        "Syarat: semua isinya harus terpenuhi; kosong berarti selalu.",
        "Condition: all of its entries hold; without it every item matches.",
    ),
    "unless": Text(
        "Pengecualian: aturan tidak berlaku bila semua isinya terpenuhi.",
        "Exemption: the rule does not hold where all of its entries do.",
    ),
    "instead_of": Text(
        "Aturan yang digantikan di mana syarat ini terpenuhi.",
        "The rules that it replaces where its condition holds.",
    ),
    "classify": Text(
        "Memberi label, atau menaikkan kerawanan sedikitnya ke tingkat ini.",
        "Gives a label, or raises the tier to at least the one given.",
    ),
    "guard": Text(
        "Penjaga TPS dan posnya; dari beberapa aturan yang terkuat berlaku.",
        "Guards of a TPS and its post; of several rules the strongest holds.",
    ),
    "add": Text(
        "Polri atau TNI tambahan; beberapa aturan dijumlahkan.",
        "More Polri or TNI; several rules add up.",
    ),
    "mix": Text(
        "Batas perbandingan TNI dan Polri di wilayah.", "Bounds of TNI to Polri in the area."
    ),
    "limit": Text(
        "Batas atas yang ditugaskan di wilayah; yang terendah berlaku.",
        "A ceiling on what is assigned in the area; the lowest holds.",
    ),
    "equip": Text("Perlengkapan; beberapa aturan dijumlahkan.", "Equipment; several rules add up."),
    "move": Text(
        "Pergeseran penjaga sebelum hari pemungutan suara.",
        "Movement of the guards before voting day.",
    ),
    "expect": Text(
        "Pernyataan tentang rencana yang jadi; semuanya diperiksa.",
        "Statements on the finished plan; all are checked.",
    ),
    "severity": Text(
        "Berat temuan `expect`: `error` (bila kosong) atau `warning`.",
        "How a finding of `expect` counts: `error` (where silent) or `warning`.",
    ),
}
_EFFECTS: Final[dict[str, Text]] = {
    "classify.label": Text("Label yang diberikan.", "The label that is given."),
    "classify.risk_tier": Text(
        "Kerawanan sedikitnya tingkat ini.", "The tier is at least this one."
    ),
    "guard.polri": Text("Paling sedikit Polri di pos.", "Least Polri of the post."),
    "guard.tni": Text("Paling sedikit TNI di pos.", "Least TNI of the post."),
    "guard.linmas_per_tps": Text(
        "Paling sedikit linmas di setiap TPS.", "Least linmas at each TPS."
    ),
    "guard.tps_per_post": Text(
        "Ukuran pos yang dibolehkan, dalam TPS: satu bilangan, rentang `4..16`, atau daftar `[4, 8, 16]`. Yang terbesar adalah syarat terlemah, yang terkecil keinginan.",
        "Allowed sizes of a post, in TPS: a number, a range `4..16`, or a list `[4, 8, 16]`. The largest is the minimum required, the smallest the wish.",
    ),
    "guard.within": Text(
        "Batas yang tidak dilewati pos; `district` bila kosong.",
        "The border that no post crosses; `district` where silent.",
    ),
    "guard.choose": Text(
        "Wilayah yang memakai satu ukuran yang sama; `district` bila kosong.",
        "The area for which one size is picked; `district` where silent.",
    ),
    "guard.pattern": Text(
        "Pola yang diumumkan, seperti `2-4-8 .. 2-16-32`, dalam urutan `pattern_order`.",
        "A published pattern, such as `2-4-8 .. 2-16-32`, in the order of `pattern_order`.",
    ),
    "add.polri": Text("Polri tambahan: `N`, atau `N SATUAN`.", "Polri more: `N`, or `N UNIT`."),
    "add.tni": Text("TNI tambahan: `N`, atau `N SATUAN`.", "TNI more: `N`, or `N UNIT`."),
    "add.role": Text(
        "Tugasnya; `reinforcement` bila kosong.", "Their role; `reinforcement` where silent."
    ),
    "add.per": Text(
        "Dikalikan jumlah TPS dibagi `tps`, dibulatkan ke atas.",
        "Multiplied by the TPS divided by `tps`, rounded up.",
    ),
    "mix.tni": Text("Satu bagian TNI …", "This many TNI …"),
    "mix.polri": Text(
        "… untuk sekian Polri: `10`, atau `4..10`.", "… for this many Polri: `10`, or `4..10`."
    ),
    "mix.of": Text(
        "Hanya pos yang menjaga TPS yang memenuhi syarat ini.",
        "Only posts that hold a TPS for which this holds.",
    ),
    "limit.polri": Text(
        "Paling banyak Polri: bilangan, atau `A/B of strength`.",
        "Most Polri: a number, or `A/B of strength`.",
    ),
    "limit.tni": Text(
        "Paling banyak TNI: bilangan, atau `A/B of strength`.",
        "Most TNI: a number, or `A/B of strength`.",
    ),
    "limit.linmas": Text(
        "Paling banyak linmas: bilangan, atau `A/B of strength`.",
        "Most linmas: a number, or `A/B of strength`.",
    ),
    "equip.per": Text(
        "Dikalikan jumlah TPS dibagi `tps`, dibulatkan ke atas.",
        "Multiplied by the TPS divided by `tps`, rounded up.",
    ),
    "equip.*": Text("Jumlah barang dari `items`.", "How many of an item of `items`."),
    "move.transport": Text("Angkutan.", "Transport."),
    "move.fallback": Text(
        "Angkutan bila yang pertama tidak tersedia.", "Transport where the first is not available."
    ),
    "move.depart": Text(
        "Hari berangkat: `H`, atau `H-n` hari sebelumnya.",
        "Day of departure: `H`, or `H-n` days before.",
    ),
    **{
        f"expect.{force}": Text(
            f'{name} yang ditugaskan, seperti `">= 2/3 of strength"`.',
            f'{name} assigned, such as `">= 2/3 of strength"`.',
        )
        for force, name in (("polri", "Polri"), ("tni", "TNI"), ("linmas", "Linmas"))
    },
    **{
        f"expect.{force}_short": Text(
            f'Kekurangan {name}, seperti `"<= 0"`.', f'Shortage of {name}, such as `"<= 0"`.'
        )
        for force, name in (("polri", "Polri"), ("tni", "TNI"), ("linmas", "linmas"))
    },
    "expect.posts": Text("Jumlah pos.", "Number of posts."),
    "expect.tps": Text("Jumlah TPS.", "Number of TPS."),
    "per.tps": Text("Satu untuk setiap sekian TPS.", "One for this many TPS."),
    "per.of": Text(
        "Hanya TPS yang memenuhi syarat ini dihitung.", "Only TPS for which this holds are counted."
    ),
}
_CONDITION: Final[dict[str, Text]] = {
    "submitted_tier": Text(
        'Kerawanan dalam permintaan: satu nilai, daftar, atau `">= rawan"`.',
        'Tier of the request: a value, a list, or `">= rawan"`.',
    ),
    "risk_tier": Text(
        'Kerawanan sesudah semua aturan `classify`: satu nilai, daftar, atau `">= rawan"`.',
        'Tier after all `classify` rules: a value, a list, or `">= rawan"`.',
    ),
    "special_location": Text(
        "Lokasi khusus (nomor TPS 901 ke atas): `true` atau `false`.",
        "Special location (number of the TPS 901 or above): `true` or `false`.",
    ),
    "registered_voters": Text(
        'Jumlah pemilih terdaftar: `300`, `"> 250"`, `100..300`.',
        'Registered voters: `300`, `"> 250"`, `100..300`.',
    ),
    "travel_minutes": Text(
        'Menit perjalanan dari satuan Polri yang mengirim: `"> 180"`, `60..180`.',
        'Minutes of travel from the police unit that sends the guards: `"> 180"`, `60..180`.',
    ),
    "access": Text("Cara mencapai TPS.", "How the TPS is reached."),
    "area": Text(
        "Kode wilayah, atau nama dari `area_lists`, atau beberapa.",
        "Code of an area, a name of `area_lists`, or several.",
    ),
    "label": Text(
        "Label dari aturan `classify`, atau beberapa.", "A label of a `classify` rule, or several."
    ),
    "any": Text("Sedikitnya satu syarat terpenuhi.", "At least one of the conditions holds."),
    "all": Text("Semua syarat terpenuhi.", "All of the conditions hold."),
    "not": Text("Syarat ini tidak terpenuhi.", "This condition does not hold."),
    "count": Text(
        'Jumlah TPS di wilayah yang memenuhi `of`: `{of: {…}, is: ">= 5"}`.',
        'How many TPS of the area satisfy `of`: `{of: {…}, is: ">= 5"}`.',
    ),
    "*": Text(
        "Sifat yang ditetapkan dalam `attributes`.", "An attribute that `attributes` declares."
    ),
}
_DECLARATIONS: Final[dict[str, Text]] = {
    "title.id": Text("Dalam bahasa Indonesia.", "In Indonesian."),
    "title.en": Text("Dalam bahasa Inggris.", "In English."),
    "effective.from": Text("Hari pertama, TTTT-BB-HH.", "The first day, YYYY-MM-DD."),
    "effective.until": Text(
        "Hari terakhir, TTTT-BB-HH, termasuk.", "The last day, YYYY-MM-DD, included."
    ),
    "attributes.type": Text("Jenis nilainya.", "Kind of its values."),
    "attributes.of": Text(
        "Pilihan-pilihannya, dengan `type: choice`.", "Its choices, with `type: choice`."
    ),
    "attributes.default": Text(
        "Nilai bila permintaan tidak memberikannya.", "The value where the request gives none."
    ),
    "attributes.*": Text(
        "Sifat TPS: `{type, of, default}`.", "An attribute of a TPS: `{type, of, default}`."
    ),
    "units.*": Text("Jumlah orang dalam satuan ini.", "Personnel of this unit."),
    "items.*": Text("Nama barang.", "Name of the item."),
    "area_lists.*": Text(
        "Kode wilayah: `[53.11, 53.05]` atau `{53.11: Sumba Timur}`.",
        "Codes of areas: `[53.11, 53.05]` or `{53.11: Sumba Timur}`.",
    ),
    "count.of": Text("Syarat atas TPS.", "A condition over TPS."),
    "count.is": Text('Perbandingan, seperti `">= 5"`.', 'A comparison, such as `">= 5"`.'),
}
_TESTS: Final[dict[str, Text]] = {
    "test.tests": Text(
        "Id kebijakan yang diuji; nama berkas tanpa `.test.yaml`.",
        "Id of the policy that is tested; the file's name without `.test.yaml`.",
    ),
    "test.election_date": Text(
        "Hari pemungutan suara; kebijakan harus berlaku pada hari itu.",
        "Voting day; the policy must be in force on it.",
    ),
    "test.facts": Text(
        "Fakta setiap kasus yang tidak menyebutnya sendiri.",
        "Facts of every case where it is silent.",
    ),
    "test.cases": Text(
        "Kasus: satu TPS, atau satu wilayah, dan apa yang diharapkan.",
        "Cases: a TPS, or an area, and what is expected of it.",
    ),
    "case.name": Text("Nama kasus, sekali dalam berkas.", "Name of the case, once in the file."),
    "case.tps": Text("Fakta satu TPS.", "Facts of one TPS."),
    "case.area": Text("Kode wilayah yang direncanakan.", "Code of the area that is planned."),
    "case.holds": Text(
        "TPS di wilayah itu: jumlah dan fakta.", "The TPS in it: how many, and their facts."
    ),
    "case.election_date": Text("Hari pemungutan suara kasus ini.", "Voting day of this case."),
    "case.expect": Text(
        "Yang diharapkan; hanya yang tertulis dibandingkan.",
        "What is expected; only what stands here is compared.",
    ),
    "facts.area": Text("Kode wilayah atau kode TPS.", "Code of an area or of a TPS."),
    "facts.count": Text("Berapa TPS seperti ini.", "How many TPS like this."),
    "facts.submitted_tier": Text("Kerawanan dalam permintaan.", "Tier of the request."),
    "facts.risk_tier": Text("Kerawanan dalam permintaan.", "Tier of the request."),
    "facts.special_location": Text(
        "Lokasi khusus: `true` atau `false`.", "Special location: `true` or `false`."
    ),
    "facts.registered_voters": Text("Jumlah pemilih terdaftar.", "Registered voters."),
    "facts.travel_minutes": Text("Menit perjalanan.", "Minutes of travel."),
    "facts.access": Text("Cara mencapai TPS.", "How the TPS is reached."),
    "facts.*": Text("Sifat yang ditetapkan kebijakan.", "An attribute that the policy declares."),
    "outcome.risk_tier": Text("Kerawanan akhir.", "The final tier."),
    "outcome.labels": Text("Tepat label-label ini.", "Exactly these labels."),
    "outcome.covered": Text("Apakah TPS dijaga.", "Whether the TPS is covered."),
    "outcome.polri": Text("Polri yang diperlukan.", "Polri required."),
    "outcome.tni": Text("TNI yang diperlukan.", "TNI required."),
    "outcome.linmas": Text("Linmas yang diperlukan.", "Linmas required."),
    "outcome.tps_per_post": Text(
        "Ukuran pos yang dibolehkan: bilangan, rentang, atau daftar.",
        "Allowed sizes of the post: a number, a range or a list.",
    ),
    "outcome.within": Text("Batas pos.", "Border of the post."),
    "outcome.choose": Text(
        "Wilayah yang memakai satu ukuran.", "The area for which one size is picked."
    ),
    "outcome.transport": Text(
        "Angkutan; `none` bila tidak ada.", "Transport; `none` where there is none."
    ),
    "outcome.fallback": Text(
        "Angkutan pengganti; `none` bila tidak ada.", "Fallback; `none` where there is none."
    ),
    "outcome.depart": Text(
        "Hari berangkat: `H`, `H-n`, atau `none`.", "Day of departure: `H`, `H-n` or `none`."
    ),
    "outcome.rules": Text(
        "Aturan-aturan ini cocok (yang lain boleh juga).", "These rules match (others may too)."
    ),
    "outcome.not_rules": Text(
        "Aturan-aturan ini tidak boleh cocok.", "These rules must not match."
    ),
    "outcome.units": Text(
        "Personel satuan tambahan menurut pasukan.", "Personnel of units that are added, by force."
    ),
    "outcome.equipment": Text("Perlengkapan menurut barang.", "Equipment by item."),
    "outcome.units.*": Text("Jumlah orang.", "Number of persons."),
    "outcome.equipment.*": Text("Jumlah barang.", "How many of it."),
}

HOVERS: Final[dict[str, Text]] = {
    **{f"policy.{key}": text for key, text in _POLICY.items()},
    **{f"rule.{key}": text for key, text in _RULE.items()},
    **_EFFECTS,
    **{f"condition.{key}": text for key, text in _CONDITION.items()},
    **_DECLARATIONS,
    **_TESTS,
}

FORMS: Final[dict[str, Text]] = {
    "id": Text(
        "huruf kecil, angka, dan tanda hubung di antaranya",
        "lower case, digits, single hyphens between them",
    ),
    "name": Text(
        "huruf kecil di awal, lalu huruf kecil, angka, `_` atau `-`",
        "a lower-case letter first, then lower case, digits, `_` or `-`",
    ),
    "code": Text("kode wilayah, seperti 53 atau 53.11", "code of an area, such as 53 or 53.11"),
    "area": Text(
        "kode wilayah, atau nama dari `area_lists`", "code of an area, or a name of `area_lists`"
    ),
    "date": Text("TTTT-BB-HH", "YYYY-MM-DD"),
    "day": Text("`H`, atau `H-3`", "`H`, or `H-3`"),
    "boolean": Text("`true` atau `false`", "`true` or `false`"),
    "text": Text("teks yang tidak kosong", "a text that is not blank"),
    "number": Text("bilangan bulat, hanya angka", "a whole number, in digits only"),
    "number or comparison": Text(
        'bilangan bulat, perbandingan `"> 180"`, atau rentang `60..180`',
        'a whole number, a comparison `"> 180"`, or a range `60..180`',
    ),
    "number or range": Text(
        "bilangan bulat, atau rentang `4..16`", "a whole number, or a range `4..16`"
    ),
    "tier": Text(
        'tingkat kerawanan, atau perbandingan `">= rawan"`', 'a tier, or a comparison `">= rawan"`'
    ),
    "comparison": Text(
        'perbandingan dalam tanda kutip, seperti `">= 5"`',
        'a comparison in quotes, such as `">= 5"`',
    ),
    "amount": Text("`N`, atau `N SATUAN`", "`N`, or `N UNIT`"),
    "ceiling": Text(
        "bilangan bulat, atau `A/B of strength`", "a whole number, or `A/B of strength`"
    ),
    "statement": Text(
        'perbandingan dalam tanda kutip, seperti `">= 2/3 of strength"`',
        'a comparison in quotes, such as `">= 2/3 of strength"`',
    ),
    "pattern": Text(
        "tiga bilangan, seperti `2-4-8`, atau dua pola dengan ` .. ` di antaranya",
        "three numbers, such as `2-4-8`, or two patterns with ` .. ` between them",
    ),
}
"""What is allowed where a text has a form of its own; shown where it has another."""
