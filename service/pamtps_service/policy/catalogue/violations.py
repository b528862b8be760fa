"""Violations: statements that a finished plan breaks, found by the independent verification.

`place` is the field path or area, `required` and `given` the numbers of the violation.
"""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    "more-violations": Text(
        id="Pelanggaran {name} seluruhnya ada {given}; hanya {required} yang pertama dirinci.",
        en="There are {given} violations {name} in all; only the first {required} are listed.",
    ),
    "digest-wrong": Text(
        id=(
            "Isi rencana tidak sesuai dengan plan_digest: tertulis {found}, isinya "
            "menghasilkan {wanted}."
        ),
        en=(
            "The plan's content does not match its plan_digest: it says {found}, its content "
            "gives {wanted}."
        ),
    ),
    "columns-differ": Text(
        id=(
            "Kolom {place} berisi {given} baris, seharusnya {required}; isi rencana tidak "
            "dapat diperiksa lebih lanjut."
        ),
        en=(
            "Column {place} has {given} rows where {required} are needed; the plan cannot be "
            "checked any further."
        ),
    ),
    "status-wrong": Text(
        id="Status rencana {found}, seharusnya {wanted}.",
        en="The plan's status is {found}; it should be {wanted}.",
    ),
    "plan-policy-not-given": Text(
        id="Kebijakan {policy} yang disebut rencana tidak tersedia untuk pemeriksaan.",
        en="Policy {policy}, which the plan names, is not at hand for the check.",
    ),
    "plan-policy-area-wrong": Text(
        id=(
            "Kebijakan {policy} disebut untuk provinsi {area}, yang tidak ada dalam batch "
            "atau sudah di bawah kebijakan lain."
        ),
        en=(
            "Policy {policy} is named for province {area}, which is not in the batch or "
            "already under another policy."
        ),
    ),
    "plan-policy-area-lacking": Text(
        id="Rencana tidak menyebut kebijakan untuk provinsi {area}.",
        en="The plan names no policy for province {area}.",
    ),
    "plan-policy-digest": Text(
        id=(
            "Kebijakan {policy} dalam rencana ber-digest {found}, sedangkan yang diperiksa "
            "{wanted}."
        ),
        en=(
            "Policy {policy} has digest {found} in the plan, but the one checked against has "
            "{wanted}."
        ),
    ),
    "plan-policy-dates": Text(
        id="Kebijakan {policy} tidak berlaku pada tanggal pemungutan suara {date}.",
        en="Policy {policy} is not in force on the election date {date}.",
    ),
    "plan-policy-tps": Text(
        id="Kebijakan {policy} mencakup {required} TPS, rencana menyebut {given}.",
        en="{required} TPS fall under policy {policy}; the plan says {given}.",
    ),
    "plan-policy-outside": Text(
        id="{area} berada di luar wilayah kebijakan {policy}.",
        en="{area} lies outside the areas of policy {policy}.",
    ),
    "attribute-lacking": Text(
        id=(
            "{given} TPS tidak mempunyai nilai {attribute} yang ditanyakan aturan kebijakan "
            "{place}; kebijakan itu tidak memberi nilai baku."
        ),
        en=(
            "{given} TPS lack the attribute {attribute}, which a rule of policy {place} asks "
            "for and for which it has no default."
        ),
    ),
    "plan-rule-unknown": Text(
        id="Kebijakan {policy} tidak mempunyai aturan {name}.",
        en="Policy {policy} has no rule {name}.",
    ),
    "plan-rule-twice": Text(
        id="Aturan {name} dari kebijakan {policy} tercantum lebih dari sekali.",
        en="Rule {name} of policy {policy} is listed more than once.",
    ),
    "plan-rule-lacking": Text(
        id="Aturan {name} dari kebijakan {policy} tidak tercantum dalam rencana.",
        en="Rule {name} of policy {policy} is not listed in the plan.",
    ),
    "plan-rule-title": Text(
        id="Judul aturan {name} berbeda dengan judul dalam kebijakan.",
        en="The title of rule {name} differs from the policy's.",
    ),
    "plan-rule-tps": Text(
        id="Aturan {name} berlaku bagi {required} TPS, rencana menyebut {given}.",
        en="Rule {name} matches {required} TPS; the plan says {given}.",
    ),
    "plan-rule-areas": Text(
        id="Aturan {name} berlaku bagi {required} wilayah, rencana menyebut {given}.",
        en="Rule {name} matches {required} areas; the plan says {given}.",
    ),
    "plan-label-unknown": Text(
        id="Tidak ada aturan yang memberi label {label}.",
        en="No rule gives the label {label}.",
    ),
    "plan-label-twice": Text(
        id="Label {label} tercantum lebih dari sekali.",
        en="Label {label} is listed more than once.",
    ),
    "plan-index-wrong": Text(
        id=(
            "{place} menunjuk butir nomor {given}, padahal daftarnya hanya berisi {required} butir."
        ),
        en="{place} refers to entry {given}, but the list has only {required} entries.",
    ),
    "tps-not-in-batch": Text(
        id="TPS {tps} ada dalam rencana tetapi tidak ada dalam batch.",
        en="TPS {tps} is in the plan but not in the batch.",
    ),
    "tps-twice": Text(
        id="TPS {tps} tercantum lebih dari sekali.",
        en="TPS {tps} stands in the plan more than once.",
    ),
    "tps-lacking": Text(
        id="TPS {tps} tidak ada dalam rencana.",
        en="TPS {tps} is not in the plan.",
    ),
    "post-index-wrong": Text(
        id="TPS {tps} menunjuk pos nomor {given}, padahal rencana hanya berisi {required} pos.",
        en="TPS {tps} refers to post {given}, but the plan has only {required} posts.",
    ),
    "set-index-wrong": Text(
        id=(
            "TPS {tps} menunjuk butir nomor {given} dalam {path}, yang hanya berisi "
            "{required} butir."
        ),
        en="TPS {tps} refers to entry {given} of {path}, which has only {required} entries.",
    ),
    "tier-wrong": Text(
        id="Kerawanan akhir TPS {tps} adalah {wanted}, rencana menyebut {found}.",
        en="The final tier of TPS {tps} is {wanted}; the plan says {found}.",
    ),
    "labels-wrong": Text(
        id="Label TPS {tps} tidak sama dengan yang diberikan aturan.",
        en="The labels of TPS {tps} are not those that the rules give.",
    ),
    "rules-of-tps": Text(
        id="Daftar aturan TPS {tps} keliru mengenai {name}.",
        en="The list of rules of TPS {tps} is wrong about {name}.",
    ),
    "tps-without-post": Text(
        id="Aturan memberi penjagaan bagi TPS {tps}, tetapi rencana tidak memberinya pos.",
        en="The rules cover TPS {tps}, but the plan gives it no post.",
    ),
    "post-without-cover": Text(
        id=(
            "TPS {tps} diberi pos, padahal aturan tidak memberi jumlah TPS per pos atau tidak "
            "memberi Polri."
        ),
        en="TPS {tps} has a post, but its rules give no number of TPS a post, or no Polri.",
    ),
    "linmas-of-tps": Text(
        id=(
            "TPS {tps} memerlukan {required} linmas; yang ditugaskan dan yang kurang bersama- "
            "sama {given}, atau ada angka negatif."
        ),
        en=(
            "TPS {tps} requires {required} linmas; those assigned and those short make "
            "{given}, or a number is negative."
        ),
    ),
    "post-empty": Text(
        id="{place} tidak menjaga satu pun TPS.",
        en="{place} guards no TPS.",
    ),
    "post-stations": Text(
        id="{place} menjaga {required} TPS, tertulis {given}.",
        en="{place} guards {required} TPS; it says {given}.",
    ),
    "post-first-tps": Text(
        id="TPS pertama {place} adalah {wanted}, tertulis {found}.",
        en="The first TPS of {place} is {wanted}; it says {found}.",
    ),
    "post-across-border": Text(
        id="{place} melintasi batas yang tidak boleh dilintasi pos menurut aturan TPS-nya.",
        en="{place} crosses a border that its TPS' rules do not let a post cross.",
    ),
    "post-mixed-commands": Text(
        id="TPS pada {place} berada di bawah lebih dari satu satuan Polri.",
        en="The TPS of {place} are under more than one Polri command.",
    ),
    "post-mixed-tiers": Text(
        id="TPS pada {place} mempunyai kerawanan akhir yang berbeda.",
        en="The TPS of {place} have different final tiers.",
    ),
    "post-mixed-requirements": Text(
        id="TPS pada {place} memerlukan penjagaan atau pergeseran yang berbeda.",
        en="The TPS of {place} require different guards, sizes or movement.",
    ),
    "post-not-contiguous": Text(
        id=(
            "TPS pada {place} tidak berurutan menurut kode di antara TPS yang boleh berbagi "
            "pos dengannya."
        ),
        en=(
            "The TPS of {place} do not follow each other in code order among those that may "
            "share a post."
        ),
    ),
    "post-area": Text(
        id="Wilayah {place} adalah {wanted}, tertulis {found}.",
        en="The area of {place} is {wanted}; it says {found}.",
    ),
    "post-command": Text(
        id="Satuan Polri {place} adalah {wanted}, tertulis {found}.",
        en="The Polri command of {place} is {wanted}; it says {found}.",
    ),
    "post-over-size": Text(
        id="{place} menjaga {given} TPS, paling banyak {required}.",
        en="{place} guards {given} TPS; at most {required} are allowed.",
    ),
    "post-size-not-allowed": Text(
        id=(
            "Ukuran {given} TPS per pos pada {place} tidak dibolehkan aturan TPS-nya; yang "
            "boleh: {allowed}."
        ),
        en=(
            "A size of {given} TPS a post is not allowed by the rules of the TPS of {place}; "
            "allowed: {allowed}."
        ),
    ),
    "post-size-differs": Text(
        id=(
            "{place} memakai ukuran {given}, sedangkan pos lain dengan satuan dan keperluan "
            "yang sama memakai {required}."
        ),
        en=(
            "{place} has size {given}, while other posts of its command and requirement have "
            "{required}."
        ),
    ),
    "group-posts": Text(
        id=(
            "{stations} TPS dengan keperluan yang sama di {place} ({command}) memerlukan "
            "{required} pos berukuran {size}, rencana membentuk {given}."
        ),
        en=(
            "{stations} TPS of one requirement in {place} ({command}) make {required} posts "
            "of size {size}; the plan forms {given}."
        ),
    ),
    "post-polri": Text(
        id=(
            "{place} memerlukan {required} Polri; yang ditugaskan dan yang kurang bersama- "
            "sama {given}, atau ada angka negatif."
        ),
        en=(
            "{place} requires {required} Polri; those assigned and those short make {given}, "
            "or a number is negative."
        ),
    ),
    "post-tni": Text(
        id=(
            "{place} memerlukan {required} TNI; yang ditugaskan dan yang kurang bersama-sama "
            "{given}, atau ada angka negatif."
        ),
        en=(
            "{place} requires {required} TNI; those assigned and those short make {given}, or "
            "a number is negative."
        ),
    ),
    "post-linmas": Text(
        id="Linmas pada TPS {place} berjumlah {required}, tertulis {given}.",
        en="The linmas at the TPS of {place} are {required}; it says {given}.",
    ),
    "post-linmas-short": Text(
        id="Kekurangan linmas pada TPS {place} berjumlah {required}, tertulis {given}.",
        en="The TPS of {place} are short of {required} linmas; it says {given}.",
    ),
    "post-rules": Text(
        id="Daftar aturan {place} keliru mengenai {name}.",
        en="The list of rules of {place} is wrong about {name}.",
    ),
    "unit-area": Text(
        id="{place} ditempatkan di {area}, yang bukan wilayah dalam batch.",
        en="{place} is for {area}, which is no area of the batch.",
    ),
    "unit-assigned": Text(
        id=(
            "{place} memerlukan {required} orang dan diberi {given}; yang ditugaskan harus "
            "antara nol dan yang diperlukan."
        ),
        en=(
            "{place} requires {required} persons and has {given}; assigned must lie between "
            "zero and required."
        ),
    ),
    "unit-wished": Text(
        id="{place} memerlukan {required} orang, yang diinginkan {given}.",
        en="{place} requires {required} persons and wishes {given}.",
    ),
    "unit-command": Text(
        id="{place} membebani kekuatan {wanted}, tertulis {found}.",
        en="{place} claims on the strength of {wanted}; it says {found}.",
    ),
    "unit-required": Text(
        id="Aturan {name} memerlukan {required} {force} di {area}, rencana memuat {given}.",
        en="Rule {name} requires {required} {force} in {area}; the plan has {given}.",
    ),
    "mix-unit": Text(
        id=(
            "{place} berasal dari perbandingan TNI dengan Polri, jadi harus TNI siaga yang "
            "dihitung per orang."
        ),
        en="{place} comes from a mix, so it must be TNI on standby counted in persons.",
    ),
    "mix-required": Text(
        id=(
            "Perbandingan {name} memerlukan {required} TNI siaga di {area}, rencana memuat {given}."
        ),
        en="Mix {name} requires {required} TNI on standby in {area}; the plan has {given}.",
    ),
    "mix-rule": Text(
        id="{place} di {area} menyebut {name}, padahal aturan lain menuntut TNI lebih banyak.",
        en="{place} in {area} names {name}, but another mix asks for more TNI.",
    ),
    "mix-not-matching": Text(
        id="{place} menyebut {name}, yang tidak berlaku di {area}.",
        en="{place} names {name}, which does not match {area}.",
    ),
    "strength-exceeded": Text(
        id=(
            "{force} di bawah {place} ditugaskan {given}, padahal kekuatan sendiri dan "
            "kiriman hanya {required}."
        ),
        en=(
            "{given} {force} of {place} are assigned, but its own strength and what it "
            "receives are {required}."
        ),
    ),
    "reserve-exceeded": Text(
        id="Cadangan {force} {place} terpakai {given}, padahal hanya ada {required}.",
        en="{given} {force} of the reserve of {place} are used, but it has {required}.",
    ),
    "transfer-wasted": Text(
        id="{place} menerima {given} {force}, padahal kekurangannya hanya {required}.",
        en="{place} receives {given} {force}, but its own strength lacks only {required}.",
    ),
    "transfer-personnel": Text(
        id="{place} mengirim {given} orang; harus sekurang-kurangnya satu.",
        en="{place} sends {given} persons; it must be at least one.",
    ),
    "transfer-source": Text(
        id="{place} mengirim {force} dari cadangan {source}, yang tidak ada dalam permintaan.",
        en=("{place} sends {force} from the reserve of {source}, which the request does not give."),
    ),
    "transfer-outside": Text(
        id=("{place} mengirim {force} dari {source} ke {command}, yang bukan satuan di dalamnya."),
        en="{place} sends {force} from {source} to {command}, which is no command inside it.",
    ),
    "short-without-strength": Text(
        id=(
            "{force} kurang {given}, padahal permintaan tidak memuat kekuatannya sehingga "
            "direncanakan tanpa batas."
        ),
        en=(
            "{force} is short by {given}, though the request gives no strength of it, so that "
            "it is planned as unlimited."
        ),
    ),
    "above-without-strength": Text(
        id=(
            "{force} ditugaskan {given} di atas keperluan, padahal permintaan tidak memuat "
            "kekuatannya."
        ),
        en=(
            "{given} {force} are assigned beyond what is required, though the request gives "
            "no strength of it."
        ),
    ),
    "shortage-unjustified": Text(
        id=(
            "{force} di {place} kurang {given} sampai dengan urutan {claim}, padahal kekuatan "
            "yang ada hanya menyebabkan kekurangan {required}."
        ),
        en=(
            "{force} in {place} is short by {given} up to the claim {claim}, where the "
            "strengths at hand explain only {required}."
        ),
    ),
    "shortage-with-strength-left": Text(
        id="{force} di bawah {place} kurang, padahal {source} masih mempunyai {given} orang.",
        en="{force} of {place} is short, though {source} has {given} persons left.",
    ),
    "claims-order": Text(
        id=(
            "{place} memberi {given} {force} kepada urutan yang lebih belakang, padahal "
            "{claim} masih kurang."
        ),
        en="{place} gives {given} {force} to later claims while {claim} is short.",
    ),
    "linmas-order": Text(
        id="Linmas ke-{round} tidak diberikan menurut urutan kode TPS: {place} dilewati.",
        en="The linmas of round {round} are not given in code order: {place} was passed over.",
    ),
    "limit-exceeded": Text(
        id="{force} di {place} ditugaskan {given}, di atas batas {required} menurut {name}.",
        en=(
            "{given} {force} are assigned in {place}, above the ceiling of {required} that "
            "{name} sets."
        ),
    ),
    "finding-lacking": Text(
        id="Rencana tidak memuat temuan {finding} untuk {area}.",
        en="The plan lacks the finding {finding} for {area}.",
    ),
    "finding-unfounded": Text(
        id="{place} menyatakan {finding} untuk {area}, yang tidak benar atau salah tingkatnya.",
        en="{place} says {finding} of {area}, which is not so or has the wrong severity.",
    ),
    "totals-forces": Text(
        id=(
            "Jumlah keseluruhan harus memuat Polri, TNI dan linmas, masing-masing satu kali "
            "menurut urutan itu."
        ),
        en="The totals must be those of Polri, TNI and linmas, once each, in that order.",
    ),
    "area-lacking": Text(
        id="Baris {area} ({level}) tidak ada dalam rencana.",
        en="The plan has no row for {area} ({level}).",
    ),
    "area-twice": Text(
        id="Baris {area} ada lebih dari sekali.",
        en="The row of {area} is there more than once.",
    ),
    "area-unknown": Text(
        id="{area} bukan wilayah pada tingkat itu dalam batch.",
        en="{area} is no area of that level in the batch.",
    ),
    "row-forces": Text(
        id="Baris {area} tidak memuat setiap kekuatan satu kali.",
        en="The row of {area} does not have every force once.",
    ),
    "row-tps": Text(
        id="{area} mempunyai {required} TPS pada tingkat kerawanan itu, tertulis {given}.",
        en="{area} has {required} TPS of that tier; the row says {given}.",
    ),
    "row-posts": Text(
        id="{area} mempunyai {required} pos, tertulis {given}.",
        en="{area} has {required} posts; the row says {given}.",
    ),
    "row-sizes": Text(
        id=(
            "{area} mempunyai {required} pos berukuran {size} pada tingkat kerawanan itu, "
            "tertulis {given}."
        ),
        en="{area} has {required} posts of size {size} at that tier; the row says {given}.",
    ),
    "row-arithmetic": Text(
        id=(
            "Pada {place}, keperluan dikurangi kekurangan ditambah kelebihan {force} adalah "
            "{required}, yang ditugaskan tertulis {given}."
        ),
        en=(
            "In {place}, required less short plus above of {force} is {required}, but "
            "assigned says {given}."
        ),
    ),
    "row-sum": Text(
        id="Jumlah {force} di {area} pada {place} adalah {required}, tertulis {given}.",
        en="The sum of {force} in {area} at {place} is {required}; the row says {given}.",
    ),
    "row-available": Text(
        id="Kekuatan {force} {area} yang tersedia adalah {wanted}, tertulis {found}.",
        en="The {force} strength at hand in {area} is {wanted}; the row says {found}.",
    ),
}
