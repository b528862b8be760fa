"""Violations: statements that a finished plan breaks, found by the independent verification.

`place` is the field path or area, `required` and `given` the numbers of the violation.
"""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.catalogue import certificate_violations
from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    "more-violations": Text(
        id="Jumlah seluruh pelanggaran {name}: {given}; yang dirinci hanya yang pertama, sebanyak {required}.",
        en="Violations {name} in all: {given}; listed are the first of them only, {required}.",
    ),
    "digest-wrong": Text(
        id="Isi rencana tidak sesuai dengan sidiknya: tertulis {found}, isinya menghasilkan {wanted}.",
        en="The plan's content does not match its own digest: it says {found}, its content gives {wanted}.",
    ),
    "plan-name-wrong": Text(
        id="Nama rencana seharusnya {wanted} menurut digest permintaannya, tertulis {found}.",
        en="By the digest of its request the plan's name is {wanted}; it says {found}.",
    ),
    "request-digest-wrong": Text(
        id="Rencana ini bukan untuk permintaan ini: TPS, kekuatan, kebijakan, tanggal, dan versi perencana menghasilkan digest {wanted}, rencana menyebut {found}.",
        en="This is not the plan of this request: TPS, strengths, policies, date and planner version give the digest {wanted}; the plan says {found}.",
    ),
    "columns-differ": Text(
        id="Banyaknya baris pada kolom {place} adalah {given}, seharusnya {required}; isi rencana tidak dapat diperiksa lebih lanjut.",
        en="The number of rows of column {place} is {given}, but should be {required}; the plan cannot be checked any further.",
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
        id="Kebijakan {policy} disebut untuk provinsi {area}, yang tidak ada dalam batch atau sudah di bawah kebijakan lain.",
        en="Policy {policy} is named for province {area}, which is not in the batch or already under another policy.",
    ),
    "plan-policy-area-lacking": Text(
        id="Rencana tidak menyebut kebijakan untuk provinsi {area}.",
        en="The plan names no policy for province {area}.",
    ),
    "plan-policy-digest": Text(
        id="Digest kebijakan {policy} dalam rencana adalah {found}, sedangkan digest kebijakan yang dipakai untuk memeriksa adalah {wanted}.",
        en="Policy {policy} has digest {found} in the plan, but the one checked against has {wanted}.",
    ),
    "plan-policy-dates": Text(
        id="Kebijakan {policy} tidak berlaku pada tanggal pemungutan suara {date}.",
        en="Policy {policy} is not in force on the election date {date}.",
    ),
    "plan-policy-tps": Text(
        id="TPS yang tunduk pada kebijakan {policy} berjumlah {required}, rencana menyebut {given}.",
        en="The number of TPS under policy {policy} is {required}; the plan says {given}.",
    ),
    "plan-policy-outside": Text(
        id="{area} berada di luar wilayah kebijakan {policy}.",
        en="{area} lies outside the areas of policy {policy}.",
    ),
    "attribute-lacking": Text(
        id="{attribute} ditanyakan aturan kebijakan {place}, yang tidak memberi nilai baku; TPS yang tidak mempunyai nilainya: {given}.",
        en="A rule of policy {place} asks for {attribute}, for which the policy has no default; TPS without a value: {given}.",
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
        id="TPS yang terkena aturan {name} berjumlah {required}, rencana menyebut {given}.",
        en="The number of TPS that rule {name} matches is {required}; the plan says {given}.",
    ),
    "plan-rule-areas": Text(
        id="Wilayah yang terkena aturan {name} berjumlah {required}, rencana menyebut {given}.",
        en="The number of areas that rule {name} matches is {required}; the plan says {given}.",
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
        id="{place} menunjuk butir nomor {given}, padahal banyaknya butir dalam daftar itu {required}.",
        en="{place} refers to entry {given}, but the number of entries in that list is {required}.",
    ),
    "plan-index-twice": Text(
        id="{place} menyebut butir nomor {given} lebih dari sekali.",
        en="{place} names entry {given} more than once.",
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
        id="TPS {tps} menunjuk pos nomor {given}, padahal banyaknya pos dalam rencana {required}.",
        en="TPS {tps} refers to post {given}, but the number of posts in the plan is {required}.",
    ),
    "post-index-negative": Text(
        id="TPS {tps} menunjuk pos nomor {given}; nomor pos tidak boleh negatif.",
        en="TPS {tps} refers to post {given}; a post's number cannot be negative.",
    ),
    "set-index-wrong": Text(
        id="TPS {tps} menunjuk butir nomor {given} dalam {path}, padahal banyaknya butir di situ {required}.",
        en="TPS {tps} refers to entry {given} of {path}, but the number of entries there is {required}.",
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
        id="TPS {tps} diberi pos, padahal aturan tidak memberi jumlah TPS per pos atau tidak memberi Polri.",
        en="TPS {tps} has a post, but its rules give no number of TPS a post, or no Polri.",
    ),
    "linmas-of-tps": Text(
        id="TPS {tps} memerlukan Linmas sebanyak {required}; yang ditugaskan dan yang kurang bersama-sama {given}, atau ada angka negatif.",
        en="TPS {tps} requires {required} Linmas; those assigned and those short make {given}, or a number is negative.",
    ),
    "post-empty": Text(
        id="{place} tidak menjaga satu pun TPS.",
        en="{place} guards no TPS.",
    ),
    "post-stations": Text(
        id="TPS yang dijaga {place} berjumlah {required}, tertulis {given}.",
        en="The number of TPS that {place} guards is {required}; it says {given}.",
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
        id="TPS pada {place} tidak berurutan menurut kode di antara TPS yang boleh berbagi pos dengannya.",
        en="The TPS of {place} do not follow each other in code order among those that may share a post.",
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
        id="Banyaknya TPS yang dijaga {place} adalah {given}, paling banyak {required}.",
        en="The number of TPS that {place} guards is {given}; at most {required} is allowed.",
    ),
    "post-size-not-allowed": Text(
        id="Ukuran {given} TPS per pos pada {place} tidak dibolehkan aturan TPS-nya; yang boleh: {allowed}.",
        en="A size of {given} TPS a post is not allowed by the rules of the TPS of {place}; allowed: {allowed}.",
    ),
    "post-size-differs": Text(
        id="{place} memakai ukuran {given}, sedangkan pos lain dengan satuan, keperluan dan wilayah pilihan ukuran yang sama memakai {required}.",
        en="{place} has size {given}, while other posts of the same command, requirement and area of choice have {required}.",
    ),
    "group-posts": Text(
        id="{stations} TPS dengan keperluan yang sama di {place} ({command}) dibagi atas {required} pos menurut ukuran {size}, rencana membentuk {given}.",
        en="{stations} TPS of one requirement in {place} ({command}) at size {size} need posts to the number of {required}; the plan forms {given}.",
    ),
    "post-polri": Text(
        id="{place} memerlukan {required} Polri; yang ditugaskan dan yang kurang bersama-sama {given}, atau ada angka negatif.",
        en="{place} requires {required} Polri; those assigned and those short make {given}, or a number is negative.",
    ),
    "post-tni": Text(
        id="{place} memerlukan {required} TNI; yang ditugaskan dan yang kurang bersama-sama {given}, atau ada angka negatif.",
        en="{place} requires {required} TNI; those assigned and those short make {given}, or a number is negative.",
    ),
    "post-linmas": Text(
        id="Linmas pada TPS {place} berjumlah {required}, tertulis {given}.",
        en="The number of Linmas at the TPS of {place} is {required}; it says {given}.",
    ),
    "post-linmas-short": Text(
        id="Kekurangan Linmas pada TPS {place} berjumlah {required}, tertulis {given}.",
        en="The TPS of {place} are short of {required} Linmas; it says {given}.",
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
        id="{place} memerlukan personel sebanyak {required} dan diberi {given}; yang ditugaskan harus antara nol dan yang diperlukan.",
        en="Of {place}, personnel required is {required} and assigned {given}; assigned must lie between zero and required.",
    ),
    "unit-wished": Text(
        id="Personel yang diinginkan pada {place} adalah {required}, tertulis {given}.",
        en="The personnel wished of {place} is {required}; it says {given}.",
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
        id="{place} berasal dari perbandingan TNI dengan Polri, jadi harus TNI siaga yang dihitung per orang.",
        en="{place} comes from a mix, so it must be TNI on standby counted in persons.",
    ),
    "mix-required": Text(
        id="Perbandingan {name} memerlukan {required} TNI siaga di {area}, rencana memuat {given}.",
        en="Mix {name} requires {required} TNI on standby in {area}; the plan has {given}.",
    ),
    "mix-wished": Text(
        id="Menurut perbandingan {name}, TNI siaga yang diinginkan di {area} adalah {required}, rencana memuat {given}.",
        en="Mix {name} wishes {required} TNI on standby in {area}; the plan has {given}.",
    ),
    "mix-rule": Text(
        id="{place} di {area} menyebut {name}, padahal aturan lain menuntut TNI lebih banyak.",
        en="{place} in {area} names {name}, but another mix asks for more TNI.",
    ),
    "mix-not-matching": Text(
        id="{place} menyebut {name}, yang tidak berlaku di {area}.",
        en="{place} names {name}, which does not match {area}.",
    ),
    "movement-contradiction": Text(
        id="Aturan memberi angkutan yang berbeda untuk TPS yang sama: {named}.",
        en="Rules give different transports for the same TPS: {named}.",
    ),
    "movement-index-wrong": Text(
        id="TPS {tps} merujuk pergeseran {given}, padahal jumlah pergeseran dalam rencana {required}.",
        en="TPS {tps} refers to movement {given}, but the number of movements in the plan is {required}.",
    ),
    "tps-without-movement": Text(
        id="Aturan menggeser penjaga TPS {tps}, tetapi rencana tidak memuat pergeserannya.",
        en="The rules move the guards of TPS {tps}, but the plan gives them no movement.",
    ),
    "movement-without-rule": Text(
        id="TPS {tps} diberi pergeseran, padahal tidak ada aturan yang menggeser penjaganya atau TPS itu tidak berpos.",
        en="TPS {tps} has a movement, but no rule moves its guards, or it has no post.",
    ),
    "movement-of-tps": Text(
        id="Penjaga TPS {tps} harus bergeser: {wanted}; pergeserannya menyebut: {found}.",
        en="The guards of TPS {tps} must move: {wanted}; their movement says: {found}.",
    ),
    "movement-empty": Text(
        id="{place} tidak menggeser penjaga satu pun TPS.",
        en="{place} moves the guards of no TPS.",
    ),
    "movement-sum": Text(
        id="{what} pada {place} berjumlah {required}, tertulis {given}.",
        en="The number of {what} at {place} is {required}; it says {given}.",
    ),
    "movement-travel": Text(
        id="Waktu tempuh terlama pada {place} adalah {wanted}, tertulis {found}.",
        en="The longest travel time at {place} is {wanted}; it says {found}.",
    ),
    "movement-rules": Text(
        id="Daftar aturan {place} keliru mengenai {name}.",
        en="The list of rules of {place} is wrong about {name}.",
    ),
    "movement-order": Text(
        id="{place} tidak pada urutannya: hari yang lebih awal dahulu, lalu yang terjauh.",
        en="{place} is out of order: the earliest day comes first, then the farthest.",
    ),
    "movement-twice": Text(
        id="{place} mengulang pergeseran dengan hari, angkutan, satuan, dan kecamatan yang sama.",
        en="{place} repeats a movement of the same day, transport, command and district.",
    ),
    "movement-seats": Text(
        id="Personel yang tak terangkut pada {place} tertulis {given}; yang mungkin dari nol sampai {required}.",
        en="The persons without a seat at {place} are {given}; there can be from none to {required}.",
    ),
    "seats-exceeded": Text(
        id="Daya angkut {transport} pada {day} terlampaui {given} orang.",
        en="Seats by {transport} on {day}: {given} more are taken than there are.",
    ),
    "seats-left": Text(
        id="Personel yang tak terangkut pada {place} tertulis {given}; dengan daya angkut yang masih ada cukup {required}.",
        en="The persons without a seat at {place} are {given}; with the seats that are left it need be only {required}.",
    ),
    "equipment-required": Text(
        id="Aturan {name} memerlukan {required} {item} di {area}, rencana memuat {given}.",
        en="Rule {name} requires {required} of {item} in {area}; the plan has {given}.",
    ),
    "equipment-empty": Text(
        id="{place} memerlukan {given} {item}; harus sekurang-kurangnya satu.",
        en="{place} requires {given} of {item}; it must be at least one.",
    ),
    "equipment-assigned": Text(
        id="{place} ({item}): yang dipenuhi dan yang kurang harus bersama-sama sebanyak yang diperlukan, atau tidak disebut bila permintaan tidak memuat persediaannya.",
        en="{place} ({item}): what is assigned and what is short must make what is required, or be left out where the request gives no stock of it.",
    ),
    "stock-exceeded": Text(
        id="Persediaan {item} terpakai {given} lebih banyak daripada yang ada.",
        en="Of {item}, {given} more are assigned than the stocks hold.",
    ),
    "stock-left": Text(
        id="Kekurangan {item} pada {place} tertulis {given}; dengan persediaan yang masih ada cukup {required}.",
        en="The shortage of {item} at {place} is {given}; with the stock that is left it need be only {required}.",
    ),
    "strength-exceeded": Text(
        id="{force} di bawah {place} ditugaskan {given}, padahal kekuatan sendiri dan kiriman hanya {required}.",
        en="{force} of {place}: {given} assigned, but its own strength and what it receives make only {required}.",
    ),
    "reserve-exceeded": Text(
        id="Cadangan {force} {place} terpakai {given}, padahal hanya ada {required}.",
        en="Reserve of {force} in {place}: {given} used, but only {required} given.",
    ),
    "transfer-wasted": Text(
        id="{place} menerima {force} sebanyak {given}, padahal kekurangannya hanya {required}.",
        en="{place} receives {given} {force}, but its own strength lacks only {required}.",
    ),
    "transfer-personnel": Text(
        id="{place} mengirim personel sebanyak {given}; harus sekurang-kurangnya satu.",
        en="{place} sends personnel of {given}; it must be at least one.",
    ),
    "transfer-source": Text(
        id="{place} mengirim {force} dari cadangan {source}, yang tidak ada dalam permintaan.",
        en="{place} sends {force} from the reserve of {source}, which the request does not give.",
    ),
    "transfer-outside": Text(
        id="{place} mengirim {force} dari {source} ke {command}, yang bukan satuan di dalamnya.",
        en="{place} sends {force} from {source} to {command}, which is no command inside it.",
    ),
    "short-without-strength": Text(
        id="{force} kurang {given}, padahal permintaan tidak memuat kekuatannya sehingga direncanakan tanpa batas.",
        en="{force} is short by {given}, though the request gives no strength of it, so that it is planned as unlimited.",
    ),
    "above-without-strength": Text(
        id="{force} ditugaskan {given} di atas keperluan, padahal permintaan tidak memuat kekuatannya.",
        en="{force} assigned beyond what is required: {given}, though the request gives no strength of it.",
    ),
    "shortage-unjustified": Text(
        id="{force} di {place} kurang {given} sampai dengan urutan {claim}, padahal kekuatan yang ada hanya menyebabkan kekurangan {required}.",
        en="{force} in {place} is short by {given} up to the claim of {claim}, where the strengths at hand explain only {required}.",
    ),
    "shortage-with-strength-left": Text(
        id="{force} di bawah {place} kurang, padahal personel yang masih ada pada {source}: {given}.",
        en="{force} of {place} is short, though personnel left at {source}: {given}.",
    ),
    "claims-order": Text(
        id="{place} memberi {given} {force} kepada urutan yang lebih belakang, padahal {claim} masih kurang.",
        en="{place} gives {given} {force} to later claims while the claim of {claim} is short.",
    ),
    "linmas-order": Text(
        id="Linmas ke-{round} tidak diberikan menurut urutan kode TPS: {place} dilewati.",
        en="The Linmas of round {round} are not given in code order: {place} was passed over.",
    ),
    "limit-exceeded": Text(
        id="{force} di {place} ditugaskan {given}, di atas batas {required} menurut {name}.",
        en="{force} in {place}: {given} assigned, above the ceiling of {required} that {name} sets.",
    ),
    "finding-lacking": Text(
        id="Rencana tidak memuat temuan “{finding}” untuk {area}.",
        en="The plan lacks the finding “{finding}” for {area}.",
    ),
    "finding-unfounded": Text(
        id="{place} menyatakan “{finding}” untuk {area}, yang tidak benar, berlebih, atau salah tingkat, aturan, atau angkanya.",
        en="{place} says “{finding}” of {area}, which is not so, is one too many, or has the wrong severity, rule or numbers.",
    ),
    "finding-message": Text(
        id="Bunyi {place} tidak sesuai dengan angka dan nama pada temuan “{finding}”.",
        en="The words of {place} are not those of the finding “{finding}” with its numbers and names.",
    ),
    "bind-unfounded": Text(
        id="{place} menyebut {kind} {area}, yang tidak menyebabkan kekurangan itu.",
        en="{place} names the {kind} of {area}, which does not cause that shortage.",
    ),
    "bind-need": Text(
        id="Keperluan pada {place} ({area}) adalah {required}, tertulis {given}.",
        en="The need at {place} ({area}) is {required}; it says {given}.",
    ),
    "bind-available": Text(
        id="Yang tersedia pada {place} ({area}) adalah {required}, tertulis {given}.",
        en="What is available at {place} ({area}) is {required}; it says {given}.",
    ),
    "bind-lacking": Text(
        id="{place} tidak menyebut {kind} {area}, yang ikut menyebabkan kekurangan itu.",
        en="{place} does not name the {kind} of {area}, which causes that shortage as well.",
    ),
    "binds-sum": Text(
        id="Batas yang disebut {place} menyebabkan kekurangan {given} di {area}, padahal kekurangannya {required}.",
        en="The limits that {place} names make a shortage of {given} in {area}, but it is {required}.",
    ),
    "totals-forces": Text(
        id="Jumlah keseluruhan harus memuat Polri, TNI, dan Linmas, masing-masing satu kali menurut urutan itu.",
        en="The totals must be those of Polri, TNI and Linmas, once each, in that order.",
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
    "row-name": Text(
        id="Nama resmi {area} adalah “{wanted}”, tertulis “{found}”.",
        en="The official name of {area} is “{wanted}”; the row says “{found}”.",
    ),
    "row-forces": Text(
        id="Baris {area} tidak memuat setiap kekuatan satu kali.",
        en="The row of {area} does not have every force once.",
    ),
    "row-tps": Text(
        id="TPS {area} pada tingkat kerawanan itu berjumlah {required}, tertulis {given}.",
        en="The number of TPS of that tier in {area} is {required}; the row says {given}.",
    ),
    "row-posts": Text(
        id="Pos {area} berjumlah {required}, tertulis {given}.",
        en="The number of posts in {area} is {required}; the row says {given}.",
    ),
    "row-sizes": Text(
        id="Pos {area} yang berukuran {size} pada tingkat kerawanan itu berjumlah {required}, tertulis {given}.",
        en="The number of posts of size {size} at that tier in {area} is {required}; the row says {given}.",
    ),
    "row-arithmetic": Text(
        id="Pada {place}, keperluan dikurangi kekurangan ditambah kelebihan {force} adalah {required}, yang ditugaskan tertulis {given}.",
        en="In {place}, required less short plus above of {force} is {required}, but assigned says {given}.",
    ),
    "row-sum": Text(
        id="Jumlah {force} di {area} pada {place} adalah {required}, tertulis {given}.",
        en="The sum of {force} in {area} at {place} is {required}; the row says {given}.",
    ),
    "row-available": Text(
        id="Kekuatan {force} {area} yang tersedia adalah {wanted}, tertulis {found}.",
        en="The {force} strength at hand in {area} is {wanted}; the row says {found}.",
    ),
    "kept-unfounded": Text(
        id="Rencana menyebut rencana yang berlaku, padahal permintaan tidak memuatnya.",
        en="The plan tells of a plan in force, but the request has none.",
    ),
    "kept-lacking": Text(
        id="Permintaan memuat rencana yang berlaku, tetapi rencana tidak menyebut apa yang dipertahankan darinya.",
        en="The request has a plan in force, but the plan does not say what it keeps of it.",
    ),
    "kept-digest": Text(
        id="Sidik rencana yang berlaku adalah {wanted}, tertulis {found}.",
        en="The digest of the plan in force is {wanted}; the plan says {found}.",
    ),
    "kept-number": Text(
        id="Jumlah TPS pada {place} adalah {required}, tertulis {given}.",
        en="The number of TPS at {place} is {required}; the plan says {given}.",
    ),
    **certificate_violations.MESSAGES,
}
