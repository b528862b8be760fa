"""Why a policy gets an error or warning, and how it is mended: for the page of each code in
docs/errors/.

Every code of policy_errors.py has its entry here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pamtps_service.policy.model import Text


@dataclass(frozen=True, slots=True)
class Mend:
    cause: Text
    mend: Text


def _mend(cause_id: str, cause_en: str, mend_id: str, mend_en: str) -> Mend:
    return Mend(Text(cause_id, cause_en), Text(mend_id, mend_en))


_FILES: Final[dict[str, Mend]] = {
    "no-folder": _mend(
        "Folder yang diberikan tidak ada.",
        "The folder given is not there.",
        "Periksa ejaan jalurnya, atau buat foldernya.",
        "Check how the path is spelt, or make the folder.",
    ),
    "not-a-folder": _mend(
        "Yang diberikan adalah berkas, sedangkan layanan memuat folder.",
        "A file is given where the service loads a folder.",
        "Berikan folder tempat berkas itu berada.",
        "Give the folder that the file lies in.",
    ),
    "folder-unreadable": _mend(
        "Layanan tidak boleh atau tidak dapat membuka folder itu.",
        "The service may not or cannot open the folder.",
        "Beri layanan izin baca atas folder itu.",
        "Let the service read the folder.",
    ),
    "no-policies": _mend(
        "Tidak ada berkas `.yaml` langsung di folder itu, selain berkas uji.",
        "No `.yaml` file lies directly in the folder, test files aside.",
        "Letakkan kebijakan langsung di folder itu, bukan di folder di dalamnya.",
        "Put policies into the folder itself, not into folders inside it.",
    ),
    "file-name-ending": _mend(
        "Berkas berakhiran `.yml` atau huruf besar akan terlewat diam-diam bila tidak disebut.",
        "A file with the ending `.yml`, or one in capitals, would be left out in silence.",
        "Ganti akhirannya menjadi `.yaml`.",
        "Rename it to end in `.yaml`.",
    ),
    "invalid-file-name": _mend(
        "Nama berkas adalah id kebijakan, dan id hanya terdiri dari huruf kecil, angka, dan tanda hubung.",
        "The file's name is the policy's id, and ids hold lower case, digits and hyphens only.",
        "Ganti nama berkasnya, dan `policy` di dalamnya.",
        "Rename the file, and `policy` in it.",
    ),
    "file-unreadable": _mend(
        "Yang bernama `.yaml` itu bukan berkas biasa, tautannya putus, atau tidak boleh dibaca.",
        "What bears the name `.yaml` is no regular file, is a link that leads nowhere, or may not be read.",
        "Ganti dengan berkas biasa yang dapat dibaca, atau hapus.",
        "Put a regular file that can be read in its place, or remove it.",
    ),
    "file-too-large": _mend(
        "Kebijakan melebihi 1 MiB; biasanya data ikut tersalin ke dalamnya.",
        "A policy is larger than 1 MiB; data have usually been copied into it.",
        "Pindahkan data ke tabel TPS, atau bagi kebijakan dengan `extends`.",
        "Move data into the table of TPS, or split the policy with `extends`.",
    ),
    "not-utf8": _mend(
        "Berkas disimpan dalam pengodean lain, misalnya Windows-1252.",
        "The file was saved in another encoding, such as Windows-1252.",
        "Simpan ulang sebagai UTF-8.",
        "Save it again as UTF-8.",
    ),
    "byte-order-mark": _mend(
        "Penyunting teks menyimpan “UTF-8 dengan BOM”.",
        "The editor saved “UTF-8 with BOM”.",
        "Simpan ulang sebagai UTF-8 tanpa BOM.",
        "Save it again as UTF-8 without BOM.",
    ),
    "tab-indentation": _mend(
        "YAML tidak mengenal tab sebagai indentasi.",
        "YAML knows no tabs as indentation.",
        "Ganti tab dengan spasi; dua spasi setiap tingkat.",
        "Replace tabs by spaces, two a level.",
    ),
    "control-character": _mend(
        "Ada tanda yang tidak terlihat, biasanya tersalin dari dokumen lain.",
        "There is a character that cannot be seen, usually copied from another document.",
        "Hapus tanda itu; ketik ulang baris itu bila perlu.",
        "Delete it; type the line anew if need be.",
    ),
    "yaml-syntax": _mend(
        "Susunan baris itu bukan YAML: indentasi, tanda kutip, kurung, atau titik dua.",
        "The line is not YAML: its indentation, quotes, brackets or colons are wrong.",
        "Sejajarkan indentasinya; tutup kutip dan kurung; beri tanda kutip pada teks yang memuat `: `.",
        "Align its indentation; close quotes and brackets; quote a text that holds `: `.",
    ),
    "yaml-anchor": _mend(
        "`&nama` menandai nilai untuk dirujuk di tempat lain; pembaca manusia mudah terkecoh.",
        "`&name` marks a value for use elsewhere, which readers easily miss.",
        "Tulis nilainya di setiap tempat.",
        "Write the value at each place.",
    ),
    "yaml-alias": _mend(
        "`*nama` merujuk nilai di tempat lain.",
        "`*name` refers to a value elsewhere.",
        "Tulis nilainya di tempat itu.",
        "Write the value there.",
    ),
    "yaml-tag": _mend(
        "`!jenis` memaksa jenis nilai; bahasa ini menentukan jenis sendiri.",
        "`!type` forces a type; the language types values itself.",
        "Hapus tandanya, atau beri tanda kutip pada teks yang diawali `!`.",
        "Delete the tag, or quote a text that begins with `!`.",
    ),
    "yaml-directive": _mend(
        "Baris `%YAML` atau `%TAG` mengubah cara berkas dibaca.",
        "A line `%YAML` or `%TAG` changes how the file is read.",
        "Hapus baris itu.",
        "Delete the line.",
    ),
    "merge-key": _mend(
        "`<<` menyisipkan kunci dari tempat lain.",
        "`<<` puts in keys from elsewhere.",
        "Tulis kuncinya, atau pakai `extends`.",
        "Write the keys, or use `extends`.",
    ),
    "several-documents": _mend(
        "`---` memulai dokumen kedua.",
        "`---` begins a second document.",
        "Simpan setiap kebijakan dalam berkasnya sendiri.",
        "Keep each policy in a file of its own.",
    ),
    "too-deep": _mend(
        "Kurung atau indentasi bersusun terlalu dalam, biasanya ada kurung yang tidak ditutup.",
        "Brackets or indentation are nested too deep; usually one is not closed.",
        "Tutup kurungnya, atau bagi syarat menjadi beberapa aturan dengan label.",
        "Close it, or split the condition into rules that give labels.",
    ),
    "key-not-text": _mend(
        "Sebuah daftar atau pasangan berdiri di tempat kunci.",
        "A list or mapping stands where a key should.",
        "Tulis satu kata sebelum titik dua.",
        "Write one word before the colon.",
    ),
    "duplicate-key": _mend(
        "Kunci yang sama ditulis dua kali; YAML akan diam-diam memakai yang terakhir.",
        "The same key is given twice; YAML would take the last in silence.",
        "Gabungkan keduanya, atau hapus salah satu.",
        "Join the two, or delete one.",
    ),
    "empty-file": _mend(
        "Berkas tidak berisi apa pun selain komentar.",
        "The file holds nothing but comments.",
        "Tulis kebijakannya, atau hapus berkasnya.",
        "Write the policy, or delete the file.",
    ),
    "policy-not-mapping": _mend(
        "Berkas berisi daftar atau teks, bukan pasangan `kunci: nilai`.",
        "The file holds a list or a text instead of `key: value` pairs.",
        "Mulai dengan `policy: ID`.",
        "Begin with `policy: ID`.",
    ),
}
_VALUES: Final[dict[str, Mend]] = {
    "wrong-type": _mend(
        "Di situ diharapkan satu nilai, daftar, atau pasangan, dan yang ditulis lain jenisnya.",
        "A single value, a list or pairs are expected there, and another kind is written.",
        "Tulis jenis yang disebut dalam pesan.",
        "Write the kind that the message names.",
    ),
    "empty-value": _mend(
        "Sesudah titik dua tidak ada nilai.",
        "There is no value after the colon.",
        "Isi nilainya, atau hapus kuncinya.",
        "Give the value, or delete the key.",
    ),
    "block-text": _mend(
        "`|` dan `>` hanya untuk teks seperti `basis`, bukan untuk nilai yang dihitung.",
        "`|` and `>` are for texts such as `basis`, not for values that are computed with.",
        "Tulis nilainya di baris yang sama.",
        "Write the value on the same line.",
    ),
    "unknown-key": _mend(
        "Kunci salah eja, atau berada di tempat yang salah.",
        "The key is misspelt, or stands in the wrong place.",
        "Pakai kunci yang disebut dalam pesan, atau perbaiki indentasinya.",
        "Use a key that the message names, or mend the indentation.",
    ),
    "missing-key": _mend(
        "Kunci yang wajib tidak ditulis.",
        "A key that must be given is not there.",
        "Tambahkan kuncinya.",
        "Add the key.",
    ),
    "invalid-id": _mend(
        "Id memuat huruf besar, spasi, atau tanda lain.",
        "The id holds capitals, spaces or other signs.",
        "Pakai huruf kecil, angka, dan tanda hubung.",
        "Use lower case, digits and hyphens.",
    ),
    "invalid-name": _mend(
        "Nama memuat huruf besar, spasi, atau diawali angka.",
        "The name holds capitals or spaces, or begins with a digit.",
        "Awali dengan huruf kecil; pakai `_` sebagai pengganti spasi.",
        "Begin with a lower-case letter; use `_` in place of spaces.",
    ),
    "reserved-name": _mend(
        "Nama itu sudah berarti lain dalam bahasa ini.",
        "The name already means something else in the language.",
        "Pilih nama lain.",
        "Choose another name.",
    ),
    "id-not-file-name": _mend(
        "`policy` berbeda dengan nama berkas, biasanya sesudah berkas disalin.",
        "`policy` differs from the file's name, usually after the file was copied.",
        "Samakan keduanya.",
        "Make them the same.",
    ),
    "duplicate-policy": _mend(
        "Dua berkas menyebut id yang sama, biasanya sesudah berkas disalin.",
        "Two files give the same id, usually after one was copied.",
        "Beri salinan itu id dan nama berkas sendiri.",
        "Give the copy an id and a file name of its own.",
    ),
    "duplicate-rule": _mend(
        "Dua aturan mempunyai id yang sama, biasanya sesudah aturan disalin.",
        "Two rules have the same id, usually after one was copied.",
        "Beri salah satu id lain.",
        "Give one of them another id.",
    ),
    "invalid-integer": _mend(
        "Yang ditulis bukan bilangan bulat: ada titik, koma, kata, atau nol di depan.",
        "What is written is no whole number: it has a point, a comma, a word or a leading zero.",
        "Tulis dengan angka saja: `1500`, bukan `1.500`.",
        "Write digits only: `1500`, not `1.500`.",
    ),
    "integer-out-of-range": _mend(
        "Bilangan lebih kecil atau lebih besar dari yang mungkin di situ.",
        "The number is smaller or larger than there can be there.",
        "Tulis bilangan dalam batas yang disebut.",
        "Write a number within the bounds that are named.",
    ),
    "invalid-boolean": _mend(
        "Hanya `true` dan `false` yang dikenal.",
        "Only `true` and `false` are known.",
        "Ganti `ya` atau `yes` dengan `true`, `tidak` atau `no` dengan `false`.",
        "Replace `ya` or `yes` by `true`, `tidak` or `no` by `false`.",
    ),
    "unknown-value": _mend(
        "Kata itu tidak termasuk yang dikenal di situ, atau salah eja.",
        "The word is none of those known there, or is misspelt.",
        "Pakai salah satu kata dalam pesan.",
        "Use one of the words in the message.",
    ),
    "not-a-permutation": _mend(
        "Daftar itu harus memuat setiap kata tepat sekali.",
        "The list must hold each word exactly once.",
        "Tulis semua kata, dalam urutan yang dimaksud.",
        "Write all of the words, in the order that is meant.",
    ),
    "invalid-date": _mend(
        "Tanggal tidak ditulis TTTT-BB-HH, atau hari itu tidak ada.",
        "The date is not written YYYY-MM-DD, or no calendar has that day.",
        "Tulis seperti `2024-11-27`.",
        "Write it as `2024-11-27`.",
    ),
    "dates-reversed": _mend(
        "`from` sesudah `until`, jadi kebijakan tidak pernah berlaku.",
        "`from` is after `until`, so the policy is never in force.",
        "Tukar keduanya, atau perbaiki tahunnya.",
        "Swap them, or mend the year.",
    ),
    "unquoted-comparison": _mend(
        "Tanpa tanda kutip, YAML membaca `>` sebagai awal teks beberapa baris.",
        "Without quotes YAML reads `>` as the head of a text of several lines.",
        'Beri tanda kutip: `"> 180"`.',
        'Quote it: `"> 180"`.',
    ),
    "invalid-comparison": _mend(
        "Tanda perbandingan tidak dikenal, atau tidak ada bilangan sesudahnya.",
        "The sign of the comparison is unknown, or no number follows.",
        "Pakai `<`, `<=`, `>` atau `>=`; untuk “sama dengan” tulis nilainya saja.",
        "Use `<`, `<=`, `>` or `>=`; for “equal” write the value alone.",
    ),
    "impossible-comparison": _mend(
        "Tidak ada nilai yang memenuhi perbandingan itu, misalnya kurang dari nol menit.",
        "No value satisfies the comparison, such as less than zero minutes.",
        "Perbaiki tanda atau bilangannya.",
        "Mend its sign or its number.",
    ),
    "invalid-range": _mend(
        "Rentang ditulis dengan tanda lain, seperti `4-16`.",
        "The range is written with another sign, such as `4-16`.",
        "Tulis `4..16`.",
        "Write `4..16`.",
    ),
    "reversed-range": _mend(
        "Ujung kiri rentang lebih besar dari ujung kanannya, jadi tidak memuat apa pun.",
        "The left end of the range is above the right one, so it holds nothing.",
        "Tukar kedua ujungnya.",
        "Swap its ends.",
    ),
    "comparison-in-list": _mend(
        "Daftar hanya memuat nilai tunggal.",
        "A list holds single values only.",
        "Pakai `any: [{…}, {…}]` untuk perbandingan dan rentang.",
        "Use `any: [{…}, {…}]` for comparisons and ranges.",
    ),
    "comparison-not-allowed": _mend(
        "Pilihan, boolean, dan kode tidak mempunyai urutan.",
        "Choices, booleans and codes have no order.",
        "Sebut nilai-nilainya dalam daftar.",
        "Name the values in a list.",
    ),
    "unknown-area-code": _mend(
        "Kode itu bukan kode resmi; nol di depan atau di belakang mungkin hilang.",
        "The code is not official; a zero at its end may be lost.",
        "Pakai kode resmi Kemendagri, seperti `53.10`.",
        "Use the official code, such as `53.10`.",
    ),
    "area-name-mismatch": _mend(
        "Kode dan nama di sampingnya adalah dua wilayah berlainan.",
        "The code and the name beside it are two different areas.",
        "Periksa mana yang dimaksud, lalu perbaiki yang lain.",
        "Find out which is meant, and mend the other.",
    ),
    "area-not-in-list": _mend(
        "Satu kode pun ditulis dalam daftar.",
        "Even a single code is written in a list.",
        "Beri kurung siku: `[53]`.",
        "Put it in brackets: `[53]`.",
    ),
    "empty-area-list": _mend(
        "Daftar wilayah tanpa wilayah tidak pernah cocok.",
        "A list without areas never matches.",
        "Isi daftarnya, atau hapus bersama aturan yang memakainya.",
        "Fill the list, or delete it with the rules that use it.",
    ),
    "invalid-areas": _mend(
        "`areas` berisi kata, bukan kode.",
        "`areas` holds a word instead of codes.",
        "Tulis `all`, atau kode seperti `[53]`.",
        "Write `all`, or codes such as `[53]`.",
    ),
    "area-below-regency": _mend(
        "Kebijakan berlaku untuk provinsi atau kabupaten/kota, tidak lebih sempit.",
        "A policy is for provinces or regencies, nothing narrower.",
        "Tulis kode kabupatennya; persempit aturan dengan `when: {area: …}`.",
        "Write the code of the regency; narrow rules with `when: {area: …}`.",
    ),
}
_DECLARATIONS: Final[dict[str, Mend]] = {
    "standard-attribute": _mend(
        "Jenis sifat baku sudah tetap.",
        "The type of a standard attribute is fixed.",
        "Tulis `default` saja.",
        "Write `default` alone.",
    ),
    "of-without-choice": _mend(
        "Hanya `choice` mempunyai pilihan.",
        "Only a `choice` has choices.",
        "Tulis `type: choice`, atau hapus `of`.",
        "Write `type: choice`, or delete `of`.",
    ),
    "choice-given-twice": _mend(
        "Pilihan yang sama ditulis dua kali.",
        "The same choice is given twice.",
        "Hapus salah satu.",
        "Delete one.",
    ),
    "invalid-choice": _mend(
        "Pilihan itu akan terbaca sebagai perbandingan atau rentang.",
        "The choice would read as a comparison or a range.",
        "Beri nama lain.",
        "Give it another name.",
    ),
    "empty-choices": _mend(
        "`of` tidak memuat pilihan.",
        "`of` holds no choices.",
        "Isi pilihannya.",
        "Write the choices.",
    ),
    "empty-rules": _mend(
        "Kebijakan tanpa aturan tidak berarti apa-apa.",
        "A policy without rules says nothing.",
        "Tulis aturan, atau warisi dengan `extends`.",
        "Write a rule, or inherit with `extends`.",
    ),
    "unknown-base": _mend(
        "Kebijakan yang diwarisi tidak ada di folder yang sama.",
        "The policy that is inherited is not in the same folder.",
        "Perbaiki idnya, atau tambahkan berkasnya.",
        "Mend its id, or add its file.",
    ),
    "extends-cycle": _mend(
        "Dua kebijakan atau lebih saling mewarisi.",
        "Two policies or more inherit from each other.",
        "Hapus salah satu `extends`.",
        "Delete one `extends`.",
    ),
    "drops-without-extends": _mend(
        "Tanpa `extends` tidak ada aturan yang dapat dilepas.",
        "Without `extends` there is no rule to leave out.",
        "Tambahkan `extends`, atau hapus `drops`.",
        "Add `extends`, or delete `drops`.",
    ),
    "unknown-dropped-rule": _mend(
        "Aturan yang dilepas tidak diwarisi; mungkin salah eja.",
        "The rule left out is not inherited; it may be misspelt.",
        "Pakai id aturan yang diwarisi, atau hapus dari `drops`.",
        "Use the id of an inherited rule, or delete it from `drops`.",
    ),
    "unknown-attribute": _mend(
        "Sifat itu bukan baku dan tidak ditetapkan.",
        "The attribute is neither standard nor declared.",
        "Perbaiki ejaannya, atau tetapkan dalam `attributes`.",
        "Mend its spelling, or declare it in `attributes`.",
    ),
    "unknown-label": _mend(
        "Tidak ada aturan yang memberi label itu.",
        "No rule gives the label.",
        "Perbaiki ejaannya, atau tambahkan aturan `classify`.",
        "Mend its spelling, or add a `classify` rule.",
    ),
    "unknown-unit": _mend(
        "Satuan itu tidak ditetapkan.",
        "The unit is not declared.",
        "Perbaiki ejaannya, atau tetapkan dalam `units`.",
        "Mend its spelling, or declare it in `units`.",
    ),
    "unknown-item": _mend(
        "Barang itu tidak ditetapkan.",
        "The item is not declared.",
        "Perbaiki ejaannya, atau tetapkan dalam `items`.",
        "Mend its spelling, or declare it in `items`.",
    ),
    "unknown-area-list": _mend(
        "Daftar itu tidak ditetapkan, atau nama wilayah ditulis sebagai pengganti kode.",
        "The list is not declared, or an area's name stands in place of its code.",
        "Tulis kode wilayah, atau tetapkan daftarnya dalam `area_lists`.",
        "Write the area's code, or declare the list in `area_lists`.",
    ),
    "unknown-rule": _mend(
        "`instead_of` menyebut aturan yang tidak ada.",
        "`instead_of` names a rule that is not there.",
        "Perbaiki idnya, atau hapus dari daftar.",
        "Mend its id, or delete it from the list.",
    ),
}
_RULES: Final[dict[str, Mend]] = {
    "risk-tier-in-classify": _mend(
        "Kerawanan akhir adalah hasil aturan `classify`, jadi belum diketahui di situ.",
        "The final tier is the result of `classify` rules, so it is not known in them.",
        "Tanyakan `submitted_tier`.",
        "Ask `submitted_tier`.",
    ),
    "count-outside-area-rule": _mend(
        "Hanya wilayah yang memuat TPS untuk dihitung.",
        "Only an area holds TPS that can be counted.",
        "Tambahkan `for_each: district` atau lebih luas, atau hapus `count`.",
        "Add `for_each: district` or wider, or delete `count`.",
    ),
    "not-in-area-rule": _mend(
        "Wilayah tidak mempunyai sifat TPS; setiap TPS di dalamnya dapat berbeda.",
        "An area has no attributes of TPS; each TPS in it may differ.",
        'Hitung TPS-nya: `count: {of: {…}, is: ">= 1"}`.',
        'Count its TPS: `count: {of: {…}, is: ">= 1"}`.',
    ),
    "empty-condition": _mend(
        "Syarat tanpa isi.",
        "A condition without entries.",
        "Isi syaratnya, atau hapus kuncinya untuk semua.",
        "Write the condition, or delete the key for every item.",
    ),
    "empty-list": _mend(
        "Daftar tanpa isi tidak pernah cocok.",
        "A list without values never matches.",
        "Isi daftarnya, atau hapus kuncinya.",
        "Fill the list, or delete the key.",
    ),
    "no-effect": _mend(
        "Aturan tidak menyebut akibat; mungkin salah eja atau salah indentasi.",
        "The rule names no effect; it may be misspelt or wrongly indented.",
        "Tambahkan satu akibat, seperti `guard`.",
        "Add one effect, such as `guard`.",
    ),
    "several-effects": _mend(
        "Dua akibat berdiri dalam satu aturan.",
        "Two effects stand in one rule.",
        "Bagi menjadi dua aturan dengan syarat yang sama.",
        "Split it into two rules with the same condition.",
    ),
    "level-not-allowed": _mend(
        "Akibat itu tidak berlaku pada tingkat yang ditulis.",
        "The effect does not exist at the level written.",
        "Pakai salah satu tingkat dalam pesan.",
        "Use one of the levels in the message.",
    ),
    "level-missing": _mend(
        "Akibat itu untuk wilayah, dan tanpa `for_each` aturan berlaku untuk TPS.",
        "The effect is for areas, and without `for_each` a rule is for TPS.",
        "Tambahkan `for_each`.",
        "Add `for_each`.",
    ),
    "severity-without-expect": _mend(
        "Hanya `expect` membuat temuan yang mempunyai berat.",
        "Only `expect` makes findings that have a severity.",
        "Hapus `severity`.",
        "Delete `severity`.",
    ),
    "empty-effect": _mend(
        "Akibat tanpa isi.",
        "An effect without entries.",
        "Isi akibatnya, atau hapus aturannya.",
        "Write what it does, or delete the rule.",
    ),
    "effect-without-force": _mend(
        "`add` tidak mengatakan pasukan mana yang ditambah.",
        "`add` does not say which force is added.",
        "Tambahkan `polri`, `tni`, atau keduanya.",
        "Add `polri`, `tni` or both.",
    ),
    "invalid-amount": _mend(
        "Jumlah bukan bilangan bulat, dengan atau tanpa satuan.",
        "The amount is no whole number, with or without a unit.",
        "Tulis seperti `30` atau `1 peleton`.",
        "Write it as `30` or `1 peleton`.",
    ),
    "invalid-share": _mend(
        "Bagian tidak ditulis `A/B of X`, atau X tidak dikenal di situ.",
        "The share is not written `A/B of X`, or X is not known there.",
        "Tulis seperti `2/3 of strength`.",
        "Write it as `2/3 of strength`.",
    ),
    "unit-not-allowed": _mend(
        "Satuan hanya dikenal dalam `add`.",
        "Units are known in `add` alone.",
        "Tulis jumlah orangnya.",
        "Write the number of persons.",
    ),
    "share-above-whole": _mend(
        "Lebih dari seluruh kekuatan tidak pernah dapat ditugaskan.",
        "More than the whole strength can never be assigned.",
        "Tulis bagian yang tidak lebih dari satu.",
        "Write a share that is not above one.",
    ),
    "fallback-is-transport": _mend(
        "Pengganti yang sama tidak menolong bila angkutan itu tidak tersedia.",
        "The same again is no help where the transport is not available.",
        "Pilih angkutan lain, atau hapus `fallback`.",
        "Choose another transport, or delete `fallback`.",
    ),
    "invalid-day": _mend(
        "Hari tidak ditulis `H` atau `H-n`.",
        "The day is not written `H` or `H-n`.",
        "Tulis seperti `H-3`.",
        "Write it as `H-3`.",
    ),
    "size-out-of-range": _mend(
        "Pos menjaga sedikitnya satu TPS, dan tidak lebih dari yang mungkin.",
        "A post has one TPS at least, and no more than there can be.",
        "Tulis ukuran dari 1 sampai 1.000.",
        "Write a size from 1 to 1,000.",
    ),
    "pattern-beside-key": _mend(
        "Pola dan kuncinya mengatakan hal yang sama dua kali.",
        "The pattern and the key say the same thing twice.",
        "Hapus salah satu.",
        "Delete one of them.",
    ),
    "pattern-without-order": _mend(
        "Urutan bilangan yang diumumkan berbeda-beda, jadi harus disebut.",
        "Published orders of the numbers differ, so it must be said.",
        "Tambahkan `pattern_order` di kepala kebijakan.",
        "Add `pattern_order` to the policy's head.",
    ),
    "invalid-pattern": _mend(
        "Pola bukan tiga bilangan dengan tanda hubung.",
        "The pattern is not three numbers with hyphens.",
        "Tulis seperti `2-4-8` atau `2-4-8 .. 2-16-32`.",
        "Write it as `2-4-8` or `2-4-8 .. 2-16-32`.",
    ),
    "pattern-linmas-not-whole": _mend(
        "Linmas tidak habis dibagi TPS, jadi jumlah setiap TPS tidak bulat.",
        "TPS do not divide the linmas, so there is no whole number for each.",
        "Periksa `pattern_order` dan bilangannya.",
        "Check `pattern_order` and the numbers.",
    ),
    "pattern-ends-differ": _mend(
        "Kedua ujung pola hanya boleh berbeda dalam TPS dan linmas yang sebanding.",
        "The ends of a pattern may differ only in TPS and the linmas that go with them.",
        "Samakan Polri dan linmas setiap TPS, atau tulis dua aturan.",
        "Make Polri and the linmas of each TPS the same, or write two rules.",
    ),
    "instead-of-differs": _mend(
        "Aturan hanya menggantikan aturan dengan tingkat dan akibat yang sama.",
        "A rule replaces only rules of the same level and effect.",
        "Samakan `for_each` dan akibatnya, atau hapus dari `instead_of`.",
        "Make `for_each` and effect the same, or delete it from `instead_of`.",
    ),
    "instead-of-cycle": _mend(
        "Aturan saling menggantikan, sehingga tidak satu pun pasti berlaku.",
        "Rules replace each other, so that none is sure to hold.",
        "Hapus salah satu `instead_of`.",
        "Delete one `instead_of`.",
    ),
    "label-cycle": _mend(
        "Sebuah label bergantung pada ketiadaannya sendiri.",
        "A label depends on its own absence.",
        "Hapus label itu dari `not` atau `unless`, atau pecah dengan label lain.",
        "Delete the label from `not` or `unless`, or part it with another label.",
    ),
}
_WARNINGS: Final[dict[str, Mend]] = {
    "rule-without-basis": _mend(
        "Pembaca tidak tahu dari mana aturan itu.",
        "Readers cannot tell where the rule comes from.",
        "Tambahkan `basis`.",
        "Add `basis`.",
    ),
    "repeated-value": _mend(
        "Nilai yang sama ditulis dua kali; mungkin yang lain yang dimaksud.",
        "The same value is given twice; another may have been meant.",
        "Hapus salah satu, atau perbaiki.",
        "Delete one, or mend it.",
    ),
    "name-not-checked": _mend(
        "Tabel resmi di sini tidak memuat nama kecamatan dan desa/kelurahan.",
        "The official table here holds no names of districts and villages.",
        "Cocokkan sendiri, dan tulis nama sebagai komentar.",
        "Compare it yourself, and write names as comments.",
    ),
    "never-matches": _mend(
        "Tidak ada TPS atau wilayah yang dapat memenuhi syarat itu.",
        "No TPS and no area can satisfy the condition.",
        "Perbaiki wilayah, tingkat, atau nilainya.",
        "Mend the areas, the level or the value.",
    ),
    "area-outside-policy": _mend(
        "Wilayah itu di luar `areas` kebijakan; mungkin kodenya salah.",
        "The area lies outside the policy's `areas`; its code may be wrong.",
        "Perbaiki kodenya, luaskan `areas`, atau hapus aturannya.",
        "Mend its code, widen `areas`, or delete the rule.",
    ),
    "unused-area-list": _mend(
        "Daftar wilayah tidak dipakai; mungkin sebuah aturan hilang.",
        "The list of areas is not used; a rule may be missing.",
        "Pakai dalam `when: {area: …}`, atau hapus.",
        "Use it in `when: {area: …}`, or delete it.",
    ),
    "unused-unit": _mend(
        "Satuan tidak dipakai.",
        "The unit is not used.",
        "Pakai dalam `add`, atau hapus.",
        "Use it in `add`, or delete it.",
    ),
    "unused-item": _mend(
        "Barang tidak dipakai.",
        "The item is not used.",
        "Pakai dalam `equip`, atau hapus.",
        "Use it in `equip`, or delete it.",
    ),
}

MENDS: Final[dict[str, Mend]] = {**_FILES, **_VALUES, **_DECLARATIONS, **_RULES, **_WARNINGS}
