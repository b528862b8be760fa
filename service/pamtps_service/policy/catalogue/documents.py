"""Words of a policy written as a document for signature: sentences of rules, headings, notes.

Clauses that say which TPS or areas are meant stand behind their noun: `TPS whose final tier is
rawan`, `TPS yang tingkat kerawanan akhirnya rawan`.
"""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

_VALUES: Final[dict[str, Text]] = {
    "tier-0": Text(id="kurang rawan", en="kurang rawan"),
    "tier-1": Text(id="rawan", en="rawan"),
    "tier-2": Text(id="sangat rawan", en="sangat rawan"),
    "way-road": Text(id="lewat darat", en="by road"),
    "way-foot": Text(id="dengan berjalan kaki", en="on foot"),
    "way-sea": Text(id="lewat laut", en="by sea"),
    "way-air": Text(id="lewat udara", en="by air"),
    "true": Text(id="ya", en="yes"),
    "false": Text(id="tidak", en="no"),
    "quoted": Text(id="“{text}”", en="“{text}”"),
    "number": Text(id="{value}", en="{value}"),
    "minutes": Text(id="{value} menit", en="{value} minutes"),
    "at-least": Text(id="paling sedikit {value}", en="at least {value}"),
    "at-most": Text(id="paling banyak {value}", en="at most {value}"),
    "more-than": Text(id="lebih dari {value}", en="more than {value}"),
    "less-than": Text(id="kurang dari {value}", en="less than {value}"),
    "from-to": Text(id="{first} sampai {last}", en="{first} to {last}"),
    "and": Text(id="dan", en="and"),
    "or": Text(id="atau", en="or"),
    "bracketed": Text(id="({text})", en="({text})"),
    "area": Text(id="{name} ({code})", en="{name} ({code})"),
    "area-below": Text(id="{level} {code} di {name}", en="{level} {code} in {name}"),
}

_CLAUSES: Final[dict[str, Text]] = {
    "submitted": Text(id="yang diajukan sebagai {value}", en="submitted as {value}"),
    "submitted-not": Text(id="yang tidak diajukan sebagai {value}", en="not submitted as {value}"),
    "tier": Text(id="yang tingkat kerawanan akhirnya {value}", en="whose final tier is {value}"),
    "tier-not": Text(
        id="yang tingkat kerawanan akhirnya bukan {value}", en="whose final tier is not {value}"
    ),
    "access": Text(id="yang dijangkau {value}", en="reached {value}"),
    "access-not": Text(id="yang tidak dijangkau {value}", en="not reached {value}"),
    "special": Text(id="di lokasi khusus", en="at a special location"),
    "special-not": Text(id="yang bukan di lokasi khusus", en="not at a special location"),
    "special-any": Text(
        id="di lokasi khusus maupun bukan", en="at a special location or elsewhere"
    ),
    "travel": Text(id="yang waktu tempuhnya {value}", en="whose travel time is {value}"),
    "travel-not": Text(
        id="yang waktu tempuhnya bukan {value}", en="whose travel time is not {value}"
    ),
    "voters": Text(
        id="yang jumlah pemilih terdaftarnya {value}",
        en="whose number of registered voters is {value}",
    ),
    "voters-not": Text(
        id="yang jumlah pemilih terdaftarnya bukan {value}",
        en="whose number of registered voters is not {value}",
    ),
    "declared": Text(id="yang “{name}”-nya {value}", en="whose “{name}” is {value}"),
    "declared-not": Text(id="yang “{name}”-nya bukan {value}", en="whose “{name}” is not {value}"),
    "in-list": Text(id="di wilayah daftar “{name}”", en="in an area of the list “{name}”"),
    "in-list-not": Text(
        id="di luar wilayah daftar “{name}”", en="outside of the areas of the list “{name}”"
    ),
    "on-list": Text(id="yang termasuk daftar “{name}”", en="on the list “{name}”"),
    "on-list-not": Text(id="yang tidak termasuk daftar “{name}”", en="not on the list “{name}”"),
    "in-areas": Text(id="di {areas}", en="in {areas}"),
    "in-areas-not": Text(id="di luar {areas}", en="outside of {areas}"),
    "is-area": Text(id="yang adalah {areas}", en="that is {areas}"),
    "is-area-not": Text(id="selain {areas}", en="other than {areas}"),
    "label": Text(id="yang berlabel {labels}", en="with the label {labels}"),
    "label-not": Text(id="yang tidak berlabel {labels}", en="without the label {labels}"),
    "count": Text(id="yang mempunyai {number} TPS {which}", en="with {number} TPS {which}"),
}

_SUBJECTS: Final[dict[str, Text]] = {
    "all-tps": Text(id="semua TPS", en="all TPS"),
    "every-tps": Text(id="setiap TPS", en="every TPS"),
    "some-tps": Text(id="TPS {which}", en="TPS {which}"),
    "every-post": Text(id="setiap pos", en="each post"),
    "some-posts": Text(
        id="setiap pos yang menjaga TPS {which}", en="each post that guards a TPS {which}"
    ),
    "every-area": Text(id="setiap {level}", en="each {level}"),
    "some-areas": Text(id="setiap {level} {which}", en="each {level} {which}"),
    "except": Text(id="{items}, kecuali {but},", en="{items}, except {but},"),
    "but-tps": Text(id="TPS {which}", en="TPS {which}"),
    "but-areas": Text(id="{level} {which}", en="any {level} {which}"),
    "level-village": Text(id="desa/kelurahan", en="village"),
    "level-district": Text(id="kecamatan", en="district"),
    "level-regency": Text(id="kabupaten/kota", en="regency or city"),
    "level-province": Text(id="provinsi", en="province"),
}

_SENTENCES: Final[dict[str, Text]] = {
    "for": Text(id="Untuk {items}{comma} {what}.", en="For {items}{comma} {what}."),
    "in": Text(id="Di {items}{comma} {what}.", en="In {items}{comma} {what}."),
    "classify-label": Text(id="diberi label “{label}”", en="get the label “{label}”"),
    "classify-tier": Text(
        id="dinaikkan tingkat kerawanannya, paling rendah menjadi {tier}",
        en="are raised to the tier {tier} at least",
    ),
    "classified": Text(id="{items} {what}.", en="{items} {what}."),
    "guard-personnel": Text(id="satu pos dijaga {personnel}", en="a post has {personnel}"),
    "guard-size": Text(id="satu pos menjaga {size}", en="a post guards {size}"),
    "guard-both": Text(
        id="satu pos dijaga {personnel} dan menjaga {size}",
        en="a post has {personnel} and guards {size}",
    ),
    "persons": Text(id="{count} {force}", en="{count} {force}"),
    "size-one": Text(id="satu TPS saja", en="one TPS alone"),
    "size": Text(id="paling banyak {most} TPS", en="at most {most} TPS"),
    "size-wish": Text(
        id="paling banyak {most} TPS (bila kekuatan cukup: {fewer})",
        en="at most {most} TPS (where strength allows: {fewer})",
    ),
    "within": Text(
        id="semua TPS sebuah pos ada di satu {level}", en="all TPS of a post lie in one {level}"
    ),
    "choose": Text(
        id="satu ukuran pos dipilih untuk setiap {level}",
        en="one size of posts is chosen for each {level}",
    ),
    "linmas": Text(
        id="setiap TPS dijaga paling sedikit {count} linmas",
        en="each TPS has at least {count} linmas",
    ),
    "linmas-everywhere": Text(
        id="Setiap TPS dijaga paling sedikit {count} linmas.",
        en="Every TPS has at least {count} linmas.",
    ),
    "add": Text(id="tambahkan {amounts} sebagai {role}{per}", en="add {amounts} as {role}{per}"),
    "amount-in-units": Text(
        id="{count} {unit} {force} ({personnel} orang)",
        en="{count} {unit} of {force} ({personnel} persons)",
    ),
    "role-supervisor": Text(id="perwira pengendali (padal)", en="supervisors"),
    "role-reinforcement": Text(id="perkuatan", en="reinforcements"),
    "role-standby": Text(id="tenaga siaga", en="standby"),
    "per": Text(
        id=" untuk setiap {tps} TPS{which} (dibulatkan ke atas)",
        en=" for every {tps} TPS{which} (rounded up)",
    ),
    "per-one": Text(id=" untuk setiap TPS{which}", en=" for every TPS{which}"),
    "mix-range": Text(
        id="sediakan {tni} TNI untuk setiap {least} sampai {most} Polri{of}",
        en="provide {tni} TNI for every {least} to {most} Polri{of}",
    ),
    "mix-least": Text(
        id="sediakan paling sedikit {tni} TNI untuk setiap {most} Polri{of}",
        en="provide at least {tni} TNI for every {most} Polri{of}",
    ),
    "mix-of": Text(
        id=" di pos yang menjaga TPS {which}", en=" at the posts that guard a TPS {which}"
    ),
    "limit": Text(id="tugaskan {ceilings}", en="assign {ceilings}"),
    "ceiling": Text(id="paling banyak {count} {force}", en="at most {count} {force}"),
    "ceiling-share": Text(
        id="paling banyak {numerator}/{denominator} kekuatan {force} (dibulatkan ke bawah)",
        en="at most {numerator}/{denominator} of the strength of {force} (rounded down)",
    ),
    "equip": Text(id="sediakan {items}{per}", en="provide {items}{per}"),
    "item": Text(id="{count} {item}", en="{count} × {item}"),
    "move": Text(id="penjaganya {parts}", en="the guards {parts}"),
    "move-depart": Text(
        id="berangkat H-{days} ({days} hari sebelum pemungutan suara)",
        en="leave on H-{days} ({days} days before voting day)",
    ),
    "move-depart-1": Text(
        id="berangkat H-1 (sehari sebelum pemungutan suara)",
        en="leave on H-1 (the day before voting day)",
    ),
    "move-depart-0": Text(
        id="berangkat pada hari pemungutan suara (H)", en="leave on voting day (H)"
    ),
    "move-transport": Text(id="bergerak {way}", en="travel {way}"),
    "move-both": Text(
        id="bergerak {way}, atau {fallback} bila angkutan itu tidak tersedia",
        en="travel {way}, or {fallback} where that is not available",
    ),
    "move-fallback": Text(
        id="bergerak {fallback} bila angkutan yang ditetapkan tidak tersedia",
        en="travel {fallback} where the transport laid down is not available",
    ),
    "expect": Text(
        id="{quantity} harus {comparison} {right}", en="{quantity} must be {comparison} {right}"
    ),
    "compare-<": Text(id="kurang dari", en="less than"),
    "compare-<=": Text(id="paling banyak", en="at most"),
    "compare->": Text(id="lebih dari", en="more than"),
    "compare->=": Text(id="paling sedikit", en="at least"),
    "share": Text(
        id="{numerator}/{denominator} dari {quantity}",
        en="{numerator}/{denominator} of {quantity}",
    ),
    "strength-of": Text(id="kekuatan {force}", en="the strength of {force}"),
    "quantity-polri": Text(id="Polri yang ditugaskan", en="the Polri assigned"),
    "quantity-tni": Text(id="TNI yang ditugaskan", en="the TNI assigned"),
    "quantity-linmas": Text(id="linmas yang ditugaskan", en="the linmas assigned"),
    "quantity-polri_short": Text(id="kekurangan Polri", en="the shortage of Polri"),
    "quantity-tni_short": Text(id="kekurangan TNI", en="the shortage of TNI"),
    "quantity-linmas_short": Text(id="kekurangan linmas", en="the shortage of linmas"),
    "quantity-posts": Text(id="jumlah pos", en="the number of posts"),
    "quantity-tps": Text(id="jumlah TPS", en="the number of TPS"),
    "force-polri": Text(id="Polri", en="Polri"),
    "force-tni": Text(id="TNI", en="TNI"),
    "force-linmas": Text(id="linmas", en="linmas"),
    "severity-error": Text(
        id="Rencana yang tidak memenuhinya tidak sah.",
        en="A plan that does not meet it is invalid.",
    ),
    "severity-warning": Text(
        id="Rencana yang tidak memenuhinya diberi peringatan.",
        en="A plan that does not meet it bears a warning.",
    ),
    "instead-of": Text(
        id="Ketentuan ini menggantikan {rules}.", en="This stands instead of {rules}."
    ),
    "gives-way": Text(
        id="Ketentuan ini tidak berlaku di mana syarat {rules} terpenuhi.",
        en="This does not apply where the condition of {rules} holds.",
    ),
    "rule-named": Text(id="“{title}” ({rule})", en="“{title}” ({rule})"),
}

_PAGE: Final[dict[str, Text]] = {
    "date": Text(id="{day:d} {month} {year:d}", en="{day:d} {month} {year:d}"),
    "month-1": Text(id="Januari", en="January"),
    "month-2": Text(id="Februari", en="February"),
    "month-3": Text(id="Maret", en="March"),
    "month-4": Text(id="April", en="April"),
    "month-5": Text(id="Mei", en="May"),
    "month-6": Text(id="Juni", en="June"),
    "month-7": Text(id="Juli", en="July"),
    "month-8": Text(id="Agustus", en="August"),
    "month-9": Text(id="September", en="September"),
    "month-10": Text(id="Oktober", en="October"),
    "month-11": Text(id="November", en="November"),
    "month-12": Text(id="Desember", en="December"),
    "effective-always": Text(id="tanpa batas waktu", en="without limit of time"),
    "effective-from": Text(id="mulai {start}", en="from {start} on"),
    "effective-until": Text(id="sampai dengan {until}", en="until {until}, that day included"),
    "effective-both": Text(
        id="{start} sampai dengan {until}", en="{start} to {until}, both days included"
    ),
    "everywhere": Text(id="seluruh Indonesia", en="all of Indonesia"),
    "head-policy": Text(id="Kebijakan", en="Policy"),
    "head-basis": Text(id="Dasar", en="Basis"),
    "head-areas": Text(id="Wilayah", en="Areas"),
    "head-effective": Text(id="Masa berlaku", en="In force"),
    "head-extends": Text(id="Memperluas", en="Extends"),
    "head-file": Text(id="Berkas", en="File"),
    "head-digest": Text(id="Sidik isi", en="Digest"),
    "head-source-digest": Text(id="Sidik berkas", en="Digest of the files"),
    "abstract": Text(
        id="Hanya untuk diperluas oleh kebijakan lain; tidak berlaku sendiri.",
        en="Only to be extended by other policies; never in force itself.",
    ),
    "title-patterns": Text(id="Pola penjagaan", en="Guard patterns"),
    "note-patterns": Text(
        id="Perbandingan Polri dengan TPS pada setiap pos, dihitung dari semua ketentuan di bawah. "
        "Paling sedikit: ukuran pos terbesar yang diizinkan. Yang diharapkan: ukuran terkecil, "
        "bila kekuatan cukup.",
        en="Polri to TPS at each post, worked out from all of the rules below. At the least: the "
        "largest post allowed. Wished: the smallest, where strength allows.",
    ),
    "patterns-too-many": Text(
        id="Jenis TPS yang dibedakan kebijakan ini terlalu banyak untuk didaftar dengan pasti; "
        "yang berlaku adalah ketentuan penjagaan di bawah.",
        en="This policy tells too many kinds of TPS apart for an exact list; what holds are the "
        "rules on guards below.",
    ),
    "column-tier": Text(id="Kerawanan akhir", en="Final tier"),
    "column-which": Text(id="TPS", en="TPS"),
    "column-least": Text(id="Paling sedikit", en="At the least"),
    "column-wish": Text(id="Diharapkan", en="Wished"),
    "column-sizes": Text(id="TPS tiap pos", en="TPS a post"),
    "column-tni": Text(id="TNI tiap pos", en="TNI a post"),
    "column-linmas": Text(id="Linmas tiap TPS", en="Linmas a TPS"),
    "column-border": Text(id="Batas pos", en="Border of posts"),
    "border-and-choice": Text(
        id="{border}; satu ukuran tiap {level}", en="{border}; one size for each {level}"
    ),
    "every-such-tps": Text(id="semua", en="all"),
    "kinds-more": Text(id="dan {count} jenis lagi", en="and {count} kinds more"),
    "not-guarded": Text(id="tidak dijaga", en="not guarded"),
    "title-rules": Text(id="Ketentuan", en="Rules"),
    "title-classify": Text(id="Penggolongan TPS", en="Classification of TPS"),
    "title-guard": Text(id="Penjagaan", en="Guards"),
    "title-add": Text(id="Satuan tambahan", en="Units"),
    "title-mix": Text(id="Perbandingan TNI dan Polri", en="Mix of TNI and Polri"),
    "title-limit": Text(id="Batas", en="Limits"),
    "title-equip": Text(id="Perlengkapan", en="Equipment"),
    "title-move": Text(id="Pergeseran", en="Movement"),
    "title-expect": Text(id="Yang harus terpenuhi", en="Expectations"),
    "note-classify": Text(
        id="Bila beberapa ketentuan berlaku: label dikumpulkan, dan tingkat tertinggi yang berlaku.",
        en="Where several apply: labels add up, and the highest tier holds.",
    ),
    "note-guard": Text(
        id="Bila beberapa ketentuan berlaku: jumlah personel terbesar dan ukuran pos terkecil yang "
        "menentukan, wilayah pos yang paling sempit.",
        en="Where several apply: the largest number of personnel and the smallest of the largest "
        "posts decide, and the narrowest border.",
    ),
    "note-add": Text(
        id="Bila beberapa ketentuan berlaku: semuanya dijumlahkan.",
        en="Where several apply: they add up.",
    ),
    "note-mix": Text(
        id="Bila beberapa ketentuan berlaku: semuanya harus terpenuhi.",
        en="Where several apply: all hold.",
    ),
    "note-limit": Text(
        id="Bila beberapa ketentuan berlaku: batas terendah yang menentukan.",
        en="Where several apply: the lowest decides.",
    ),
    "note-equip": Text(
        id="Bila beberapa ketentuan berlaku: semuanya dijumlahkan.",
        en="Where several apply: they add up.",
    ),
    "note-move": Text(
        id="Bila beberapa ketentuan berlaku: hari keberangkatan paling awal yang menentukan.",
        en="Where several apply: the earliest day of departure decides.",
    ),
    "note-expect": Text(
        id="Diperiksa pada rencana yang sudah jadi; semuanya.",
        en="Checked on the finished plan; all of them.",
    ),
    "column-number": Text(id="No.", en="No."),
    "column-rule": Text(id="Ketentuan", en="Rule"),
    "column-basis": Text(id="Dasar", en="Basis"),
    "column-origin": Text(id="Asal", en="From"),
    "no-basis": Text(id="tidak disebut", en="not given"),
    "own": Text(id="kebijakan ini", en="this policy"),
    "line-of": Text(id="{file}, baris {line:d}", en="{file}, line {line:d}"),
    "title-attributes": Text(id="Keterangan TPS", en="Facts of TPS"),
    "note-attributes": Text(
        id="Keterangan yang boleh ada pada setiap TPS, selain tingkat kerawanan yang diajukan dan "
        "lokasi khusus. Tanpa nilai baku, keterangan yang ditanyakan suatu ketentuan harus diisi.",
        en="Facts that each TPS may have, beside the tier submitted and whether it is at a special "
        "location. Without a default, a fact that a rule asks must be given.",
    ),
    "column-attribute": Text(id="Keterangan", en="Fact"),
    "column-values": Text(id="Nilai", en="Values"),
    "column-default": Text(id="Nilai baku", en="Default"),
    "column-asked-by": Text(id="Ditanyakan oleh", en="Asked by"),
    "type-integer": Text(id="bilangan bulat", en="whole number"),
    "type-boolean": Text(id="ya atau tidak", en="yes or no"),
    "type-code": Text(id="kode", en="code"),
    "no-default": Text(id="tidak ada", en="none"),
    "title-units": Text(id="Satuan personel", en="Units of personnel"),
    "column-unit": Text(id="Satuan", en="Unit"),
    "column-persons": Text(id="Orang", en="Persons"),
    "title-items": Text(id="Barang", en="Items"),
    "column-item": Text(id="Barang", en="Item"),
    "column-called": Text(id="Nama", en="Name"),
    "title-lists": Text(id="Daftar wilayah", en="Lists of areas"),
    "column-code": Text(id="Kode", en="Code"),
    "column-area": Text(id="Nama resmi", en="Official name"),
    "title-claims": Text(id="Urutan keperluan", en="Order of claims"),
    "note-claims": Text(
        id="Kekuatan dibagikan menurut urutan ini; bila kurang, yang terakhir lebih dulu kekurangan.",
        en="Strength is given out in this order; where it is short, the last are short first.",
    ),
    "claim-sangat_rawan": Text(
        id="pos TPS sangat rawan, dengan ukuran terbesar",
        en="posts of sangat rawan TPS, largest size",
    ),
    "claim-rawan": Text(
        id="pos TPS rawan, dengan ukuran terbesar", en="posts of rawan TPS, largest size"
    ),
    "claim-kurang_rawan": Text(
        id="pos TPS kurang rawan, dengan ukuran terbesar",
        en="posts of kurang rawan TPS, largest size",
    ),
    "claim-supervisor": Text(id="perwira pengendali (padal)", en="supervisors"),
    "claim-reinforcement": Text(id="perkuatan", en="reinforcements"),
    "claim-standby": Text(id="tenaga siaga", en="standby"),
    "claim-upgrades": Text(
        id="pos yang lebih kecil di dalam ukuran yang diizinkan",
        en="smaller posts among the sizes allowed",
    ),
    "title-signature": Text(id="Pengesahan", en="Signature"),
    "sign-place": Text(id="Ditetapkan di", en="Done at"),
    "sign-date": Text(id="pada tanggal", en="on"),
    "sign-name": Text(id="Nama", en="Name"),
    "sign-rank": Text(id="Pangkat/NRP", en="Rank and number"),
    "sign-of": Text(
        id="Tanda tangan ini mengesahkan kebijakan {policy} dengan sidik isi {digest}.",
        en="This signature approves the policy {policy} with the digest {digest}.",
    ),
}

MESSAGES: Final[dict[str, Text]] = {**_VALUES, **_CLAUSES, **_SUBJECTS, **_SENTENCES, **_PAGE}
