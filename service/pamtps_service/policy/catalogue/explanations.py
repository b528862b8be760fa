"""Texts of explanations, and the errors of what is asked to be explained."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

_ERRORS: Final[dict[str, Text]] = {
    "plan-not-the-same": Text(
        id="Perencanaan ulang menghasilkan rencana lain (sidik {planned}) daripada yang diberikan (sidik {given}): rencana itu diubah, atau dibuat dari masukan lain. `pamtps verify` menunjukkan di mana.",
        en="Planning again gives another plan (digest {planned}) than the one given (digest {given}): it was changed, or made from other inputs. `pamtps verify` tells where.",
    ),
    "inputs-not-the-same": Text(
        id="Rencana itu dibuat dari masukan lain (sidik {given}, perencana {made_by}) daripada yang disertakan (sidik {found}, perencana {version}). `pamtps verify` menunjukkan di mana.",
        en="The plan was made from other inputs (digest {given}, planner {made_by}) than those that came with it (digest {found}, planner {version}). `pamtps verify` tells where.",
    ),
    "unknown-subject": Text(
        id="{found} tidak ada dalam rencana ini. Yang ada: {allowed}; juga TPS, atau `post/` dengan kode TPS pertama sebuah pos.",
        en="{found} is not in this plan. There are: {allowed}; also a TPS, or `post/` and the code of a post's first TPS.",
    ),
    "unknown-post": Text(
        id="Tidak ada pos {found} dalam rencana ini; pos disebut dengan kode TPS pertamanya, `post/53.11.01.2001.001`.",
        en="There is no post {found} in this plan; a post is named by its first TPS, `post/53.11.01.2001.001`.",
    ),
    "not-first-of-post": Text(
        id="{found} bukan TPS pertama posnya; pos itu disebut dengan {first}.",
        en="{found} is not the first TPS of its post; that post is named by {first}.",
    ),
    "rule-without-place": Text(
        id="Aturan {rule_id} dijelaskan untuk satu TPS atau wilayah, bukan untuk {found}.",
        en="Rule {rule_id} is explained for one TPS or area, not for {found}.",
    ),
    "rule-for-narrower": Text(
        id="Aturan {rule_id} berlaku tiap {level}; {found} lebih luas. Tanyakan misalnya: {allowed}.",
        en="Rule {rule_id} is for each {level}; {found} is wider. Ask for one of these, for example: {allowed}.",
    ),
    "unknown-rule-of-policy": Text(
        id="Kebijakan {policy} tidak mempunyai aturan {found}. Yang ada: {allowed}.",
        en="Policy {policy} has no rule {found}. It has: {allowed}.",
    ),
    "rule-of-another-policy": Text(
        id="Aturan {found} ada di kebijakan {others}, sedangkan di {area} pada {date} dipakai {policy}.",
        en="Rule {found} is one of policy {others}, but {area} was planned under {policy} for {date}.",
    ),
}

LEVELS: Final = {
    "tps": Text(id="TPS", en="TPS"),
    "post": Text(id="pos", en="post"),
    "village": Text(id="desa/kelurahan", en="village"),
    "district": Text(id="kecamatan", en="district"),
    "regency": Text(id="kabupaten/kota", en="regency"),
    "province": Text(id="provinsi", en="province"),
}
"""What a rule is for, by `for_each`."""

_NUMBERS: Final[dict[str, Text]] = {
    # Numbers of rows
    "required": Text(id="{force} yang diperlukan di {area}", en="{force} required in {area}"),
    "wished": Text(id="{force} yang diharapkan di {area}", en="{force} wished in {area}"),
    "assigned": Text(id="{force} yang ditugaskan di {area}", en="{force} assigned in {area}"),
    "short": Text(id="kekurangan {force} di {area}", en="{force} short in {area}"),
    "above": Text(
        id="{force} di atas yang diperlukan di {area}",
        en="{force} above what is required in {area}",
    ),
    "available": Text(id="kekuatan {force} di {area}", en="{force} at hand in {area}"),
    "met": Text(id="yang diperlukan dan ditugaskan", en="required and assigned"),
    "in-all": Text(id="{what}: seluruh rencana", en="{what}: the whole plan"),
    "posts": Text(id="pos di {area}", en="posts in {area}"),
    "posts-of-size": Text(
        id="pos {tier} di {area} dengan paling banyak {size} TPS tiap pos",
        en="{tier} posts in {area} with at most {size} TPS each",
    ),
    "tps-of-tier": Text(id="TPS {tier} di {area}", en="{tier} TPS in {area}"),
    "tps-submitted": Text(id="diajukan sebagai {tier}", en="submitted as {tier}"),
    "tps-raised": Text(
        id="diajukan sebagai {submitted}, dinaikkan menjadi {tier}",
        en="submitted as {submitted}, raised to {tier}",
    ),
    # Groups of TPS
    "group-personnel": Text(
        id="{force} untuk TPS {tier} di {area}", en="{force} for {tier} TPS in {area}"
    ),
    "group-above": Text(
        id="{force} di pos tambahan untuk TPS {tier} di {area}",
        en="{force} at further posts for {tier} TPS in {area}",
    ),
    "group-posts": Text(id="pos untuk TPS {tier} di {area}", en="posts for {tier} TPS in {area}"),
    "group-tps": Text(
        id="TPS {tier} di {area} yang boleh berbagi pos",
        en="{tier} TPS in {area} that may share posts",
    ),
    "tier-moved": Text(id="{tier} ({way}, {depart})", en="{tier} ({way}, {depart})"),
    "by-road": Text(id="lewat darat", en="by road"),
    "by-foot": Text(id="jalan kaki", en="on foot"),
    "by-sea": Text(id="lewat laut", en="by sea"),
    "by-air": Text(id="lewat udara", en="by air"),
    "by-any": Text(id="bergeser", en="moving"),
    "per-post": Text(id="{force} tiap pos", en="{force} a post"),
    "tps-per-post": Text(id="TPS tiap pos, paling banyak", en="TPS a post, at most"),
    "size-weakest": Text(
        id="TPS tiap pos, paling banyak (ukuran terlemah)", en="TPS a post, at most (weakest size)"
    ),
    "size-chosen": Text(
        id="TPS tiap pos, paling banyak (ukuran yang dipilih)",
        en="TPS a post, at most (size chosen)",
    ),
    "size-strongest": Text(
        id="TPS tiap pos, paling banyak (ukuran terkuat)", en="TPS a post, at most (strongest size)"
    ),
    "posts-here": Text(
        id="pos dari {area} yang TPS pertamanya di sini",
        en="posts of {area} whose first TPS is here",
    ),
    "posts-spread": Text(
        id="pos dari {area} yang dihitung di sini, tersebar merata",
        en="posts of {area} that count here, spread evenly",
    ),
    "spread-run": Text(id="pos dalam satu deret", en="posts of one run"),
    "spread": Text(id="pos sampai nomor itu", en="posts up to that number"),
    "spread-product": Text(id="nomor pos x jumlah pos", en="number of the post x posts"),
    "post-number": Text(id="pos sampai di sini", en="posts up to here"),
    "posts-beyond": Text(
        id="pos tambahan untuk TPS {tier} di {area}, karena ukuran yang lebih kuat",
        en="further posts for {tier} TPS in {area}, by a stronger size",
    ),
    "lacking-beyond": Text(
        id="{force} yang kurang di pos tambahan", en="{force} lacking at further posts"
    ),
    # Choice of sizes
    "size-choice": Text(
        id="TPS tiap pos {tier}, paling banyak: dipilih untuk {command} di {area}",
        en="most TPS a {tier} post: chosen for {command} in {area}",
    ),
    "size-costs": Text(
        id="TPS tiap pos, paling banyak, dengan {persons} Polri seluruhnya",
        en="TPS a post, at most, with {persons} Polri in all",
    ),
    "size-cost": Text(
        id="Polri bila paling banyak {size} TPS tiap pos", en="Polri with at most {size} TPS a post"
    ),
    "posts-at-size": Text(
        id="pos bila paling banyak {size} TPS tiap pos", en="posts with at most {size} TPS each"
    ),
    "next-step": Text(
        id="langkah menguatkan yang termurah: dari {size} ke {next_size} TPS tiap pos di {area}, {persons} orang lagi",
        en="cheapest step up: from {size} to {next_size} TPS a post in {area}, {persons} persons more",
    ),
    "step-personnel": Text(
        id="Polri lagi untuk langkah termurah: dari {size} ke {next_size} TPS tiap pos di {area}",
        en="Polri more for the cheapest step up: from {size} to {next_size} TPS a post in {area}",
    ),
    "step-bind": Text(id="{limit} cukup", en="{limit} is enough"),
    "left-after": Text(id="sisa sesudahnya", en="left after it"),
    "left": Text(id="yang masih ada", en="left"),
    "needed": Text(id="yang diperlukan", en="needed"),
    "at-hand": Text(id="yang ada", en="at hand"),
    "lacks": Text(id="kurang", en="lacking"),
    "bind-own": Text(id="kekuatan {command}", en="strength of {command}"),
    "bind-reserve": Text(id="cadangan {area}", en="reserve of {area}"),
    "bind-ceiling": Text(id="batas di {area}", en="ceiling in {area}"),
    # Linmas
    "linmas-at": Text(id="linmas di TPS", en="linmas at TPS"),
    "tps-with-linmas": Text(
        id="TPS yang memerlukan {linmas} linmas", en="TPS that need {linmas} linmas"
    ),
    "linmas-each": Text(id="linmas tiap TPS", en="linmas a TPS"),
    "linmas-lack": Text(id="linmas yang kurang di TPS", en="linmas that TPS lack"),
    "tps-that-lack": Text(id="TPS yang kurang {persons}", en="TPS that lack {persons}"),
    "lack-each": Text(id="kekurangan tiap TPS", en="lacking at each"),
    "linmas-rounds": Text(
        id="linmas yang didapat, putaran demi putaran", en="linmas given, round by round"
    ),
    "linmas-round": Text(id="putaran {round}", en="round {round}"),
    "linmas-round-granted": Text(
        id="linmas untuk TPS {tier} satuan ini di kabupaten/kota ini, putaran {round}",
        en="linmas for {tier} TPS of its command in its regency, round {round}",
    ),
    "one-linmas": Text(id="satu untuk TPS ini", en="one for this TPS"),
    # Posts and TPS
    "post-stations": Text(id="TPS di pos {post}", en="TPS of post {post}"),
    "tps-in": Text(id="TPS di {area}", en="TPS in {area}"),
    "post-assigned": Text(id="{force} di pos {post}", en="{force} at post {post}"),
    "post-short": Text(id="kekurangan {force} di pos {post}", en="{force} short at post {post}"),
    "post-polri": Text(id="Polri di pos {post}", en="Polri at post {post}"),
    "post-linmas": Text(id="linmas di TPS pos {post}", en="linmas at the TPS of post {post}"),
    "post-linmas-short": Text(
        id="kekurangan linmas di TPS pos {post}", en="linmas short at the TPS of post {post}"
    ),
    "by-rule": Text(id="{force} menurut “{rule}”", en="{force} by “{rule}”"),
    "no-rule": Text(id="tidak ada aturan yang memintanya", en="no rule asks for any"),
    "left-for-it": Text(id="yang tersisa untuknya", en="left for it"),
    "needed-before": Text(
        id="yang diperlukan sebelum gilirannya, menurut urutan kode",
        en="needed before it in code order",
    ),
    "nothing": Text(id="tidak kurang dari nol", en="not below zero"),
    "station-linmas": Text(id="linmas di TPS {tps}", en="linmas at TPS {tps}"),
    "station-linmas-short": Text(
        id="kekurangan linmas di TPS {tps}", en="linmas short at TPS {tps}"
    ),
    "final-tier": Text(
        id="tingkat kerawanan akhir TPS {tps}: {tier} (1 kurang rawan, 2 rawan, 3 sangat rawan)",
        en="final risk tier of TPS {tps}: {tier} (1 kurang rawan, 2 rawan, 3 sangat rawan)",
    ),
    "submitted": Text(id="diajukan: {tier}", en="submitted: {tier}"),
    "raised": Text(id="dinaikkan menjadi {tier} oleh “{rule}”", en="raised to {tier} by “{rule}”"),
    "has-label": Text(id="label {label}", en="label {label}"),
    "its-post": Text(
        id="posnya, dengan TPS pertama {post}: nomornya dalam rencana",
        en="its post, whose first TPS is {post}: its number in the plan",
    ),
    "not-covered": Text(
        id="dijaga: aturan yang berlaku memberi ukuran pos dan Polri",
        en="covered: the rules that match give a size of posts, and Polri",
    ),
    # Strengths
    "given-own": Text(id="kekuatan {command}", en="strength of {command}"),
    "given-reserve": Text(id="cadangan {area}", en="reserve of {area}"),
    "transfer": Text(
        id="{force} dari cadangan {source} untuk {command}",
        en="{force} sent from the reserve of {source} to {command}",
    ),
    "sent-by": Text(id="dikirim cadangan {source}", en="sent by the reserve of {source}"),
    "sent-for-upgrades": Text(
        id="untuk ukuran pos yang lebih kuat", en="for stronger sizes of posts"
    ),
    "for-upgrades": Text(id="untuk ukuran pos yang lebih kuat", en="for stronger sizes of posts"),
    "command-need": Text(
        id="diperlukan, dengan yang dipakai untuk pos tambahan",
        en="needed, with what further posts use",
    ),
    "short-by-claim": Text(
        id="kekurangan {force} di {area}, keperluan demi keperluan",
        en="{force} short in {area}, claim by claim",
    ),
    "claim-short": Text(id="kekurangan {who} untuk {claim}", en="{who} short for {claim}"),
    "own-used": Text(id="dipakai dari kekuatan {command}", en="used of the strength of {command}"),
    "claim-sangat_rawan": Text(id="pos sangat rawan", en="sangat rawan posts"),
    "claim-rawan": Text(id="pos rawan", en="rawan posts"),
    "claim-kurang_rawan": Text(id="pos kurang rawan", en="kurang rawan posts"),
    "claim-supervisor": Text(id="padal", en="supervisors"),
    "claim-reinforcement": Text(id="unit perkuatan", en="reinforcements"),
    "claim-standby": Text(id="unit siaga", en="units on standby"),
    "claim-upgrades": Text(id="ukuran pos yang lebih kuat", en="stronger sizes of posts"),
    "needed-for-claim": Text(id="diperlukan untuk {claim}", en="needed for {claim}"),
    "lacking": Text(id="yang belum didapat", en="still lacking"),
    "lacking-of": Text(id="yang belum didapat {who}", en="still lacking at {who}"),
    "all-lacking": Text(id="yang diminta semua bersama", en="wanted by all together"),
    "got-own": Text(id="dari kekuatan sendiri", en="from own strength"),
    "got-reserve": Text(id="dari cadangan provinsi", en="from the province's reserve"),
    "source-left": Text(id="yang masih ada: {source}", en="left of the {source}"),
    "from-source": Text(id="dari {source}", en="from the {source}"),
    "share": Text(
        id="bagian {who} untuk {claim}, sebanding dengan yang belum didapat",
        en="share of {who} for {claim}, in proportion to what is lacking",
    ),
    "rest": Text(id="sisa bagi {who} untuk {claim}", en="what is left to {who} for {claim}"),
    "others-got": Text(id="didapat yang lain", en="given to the others"),
    "served": Text(id="diberikan kepada {who} untuk {claim}", en="given to {who} for {claim}"),
    "granted": Text(id="didapat {who} untuk {claim}", en="given to {who} for {claim}"),
    "command-in": Text(id="{command} di {area}", en="{command} in {area}"),
    "ceiling": Text(
        id="cukup di bawah batas {force} di {area}",
        en="enough under the ceiling on {force} in {area}",
    ),
    "ceiling-allows": Text(id="yang dibolehkan", en="allowed"),
    # Units and mixes
    "unit-required": Text(
        id="{force} yang diminta “{rule}” di {area}", en="{force} that “{rule}” requires in {area}"
    ),
    "unit-wished": Text(
        id="{force} yang diharapkan “{rule}” di {area}", en="{force} that “{rule}” wishes in {area}"
    ),
    "unit-assigned": Text(
        id="{force} yang ditugaskan untuk “{rule}” di {area}",
        en="{force} assigned to “{rule}” in {area}",
    ),
    "unit-short": Text(id="kekurangan untuk “{rule}”", en="short for “{rule}”"),
    "amount": Text(id="jumlah dalam aturan", en="amount of the rule"),
    "unit-size": Text(id="orang tiap {unit}", en="persons a {unit}"),
    "unit-tps": Text(id="TPS di {area} yang memenuhi aturan", en="TPS in {area} that match"),
    "per-tps": Text(id="TPS di {area} yang dihitung", en="TPS in {area} that count"),
    "per": Text(id="TPS untuk satu kali", en="TPS for each time"),
    "per-times": Text(id="berapa kali", en="how many times"),
    "granted-units": Text(
        id="didapat {command} untuk unit seperti ini", en="given to {command} for such units"
    ),
    "not-granted": Text(id="tidak didapat", en="not given"),
    "mix-lower": Text(id="batas bawah TNI", en="lower bound of TNI"),
    "mix-upper": Text(id="batas atas TNI", en="upper bound of TNI"),
    "mix-wish": Text(id="TNI yang diharapkan", en="TNI wished"),
    "mix-lacks": Text(id="yang masih diminta", en="still asked for"),
    "mix-product": Text(id="TNI x Polri", en="TNI x Polri"),
    "mix-tni": Text(id="TNI dalam perbandingan", en="TNI of the mix"),
    "mix-most": Text(id="Polri dalam perbandingan, paling banyak", en="Polri of the mix, at most"),
    "mix-least": Text(
        id="Polri dalam perbandingan, paling sedikit", en="Polri of the mix, at least"
    ),
    "mix-polri": Text(id="Polri di {area}", en="Polri in {area}"),
    "mix-polri-of": Text(
        id="Polri di {posts} pos di {area} yang dimaksud aturan",
        en="Polri at the {posts} posts in {area} that the rule speaks of",
    ),
    "mix-so-far": Text(id="TNI yang sudah ada di {area}", en="TNI already in {area}"),
    "tni-at-posts": Text(id="TNI di pos di {area}", en="TNI at posts in {area}"),
    # Movements and equipment
    "movement": Text(
        id="pergeseran ke {area}, {day} lewat {way}", en="movement to {area}, {day} by {way}"
    ),
    "movement-by-fallback": Text(
        id="pergeseran ke {area}, {day} lewat {way} (pengganti)",
        en="movement to {area}, {day} by {way} (fallback)",
    ),
    "movement-on-its-own": Text(id="pergeseran ke {area}, {day}", en="movement to {area}, {day}"),
    "its-movement": Text(
        id="{movement}: nomornya dalam rencana", en="{movement}: its number in the plan"
    ),
    "movement-days": Text(
        id="hari sebelum pemungutan: {movement}", en="days before voting: {movement}"
    ),
    "days-by-rule": Text(id="menurut “{rule}”", en="by “{rule}”"),
    "movement-travel": Text(
        id="perjalanan terlama dalam menit: {movement}", en="longest travel in minutes: {movement}"
    ),
    "travel-of": Text(id="ke TPS {tps}", en="to TPS {tps}"),
    "movement-tps": Text(id="TPS: {movement}", en="TPS: {movement}"),
    "post-station-count": Text(id="TPS di pos {post}", en="TPS of post {post}"),
    "post-tni": Text(id="TNI di pos {post}", en="TNI at post {post}"),
    "movement-force": Text(id="{force}: {movement}", en="{force}: {movement}"),
    "movement-persons": Text(id="semua yang berangkat: {movement}", en="all who leave: {movement}"),
    "movement-without-transport": Text(
        id="tanpa angkutan: {movement}", en="without transport: {movement}"
    ),
    "movement-without-seat": Text(id="tak terangkut: {movement}", en="without a seat: {movement}"),
    "available-transport": Text(id="{way} dapat dipakai", en="{way} is available"),
    "seats-found": Text(id="daya angkut yang didapat", en="seats found"),
    "seats-of": Text(id="daya angkut", en="seats"),
    "seats-taken": Text(
        id="diambil yang berangkat lebih dulu dalam jadwal",
        en="taken by those before it in the schedule",
    ),
    "around": Text(
        id="untuk wilayah ini, dengan wilayah di sekelilingnya",
        en="for it, areas around it included",
    ),
    "in-area-of": Text(id="{what} {area}", en="{what} of {area}"),
    "items-required": Text(id="{item} yang diperlukan di {area}", en="{item} required in {area}"),
    "items-assigned": Text(id="{item} yang diberikan di {area}", en="{item} assigned in {area}"),
    "items-short": Text(id="kekurangan {item} di {area}", en="{item} short in {area}"),
    "stock-of": Text(id="persediaan", en="stock"),
    "stock-taken": Text(id="diambil baris-baris sebelumnya", en="taken by rows before it"),
    "times-in": Text(id="berapa kali di {area}", en="how many times in {area}"),
    "once-in": Text(id="sekali untuk {area}", en="once for {area}"),
    "posts-matching": Text(
        id="pos di {area} yang memenuhi aturan", en="posts in {area} that match"
    ),
    "post-named": Text(id="pos {post}", en="post {post}"),
    # Conditions
    "matches": Text(id="“{rule}” berlaku untuk {item}", en="“{rule}” matches {item}"),
    "post-matches": Text(
        id="“{rule}” berlaku untuk pos {post}, karena salah satu TPS-nya",
        en="“{rule}” matches post {post}, by one of its TPS",
    ),
    "not-replaced": Text(id="tidak digantikan oleh “{rule}”", en="not replaced by “{rule}”"),
    "always": Text(
        id="tanpa syarat: berlaku di mana-mana", en="no condition: it matches everywhere"
    ),
    "when": Text(id="when: {how}", en="when: {how}"),
    "unless": Text(id="unless: tidak boleh berlaku", en="unless: must not hold"),
    "unless-part": Text(id="{how}", en="{how}"),
    "all": Text(id="semua ini", en="all of these"),
    "any": Text(id="salah satu dari ini", en="any of these"),
    "not": Text(id="tidak", en="not"),
    "attribute": Text(id="{name}", en="{name}"),
    "in-area": Text(id="termasuk {areas}", en="lies in {areas}"),
    "label": Text(id="label", en="label"),
    "count": Text(id="TPS dengan {of}", en="TPS with {of}"),
}

MESSAGES: Final[dict[str, Text]] = {
    **_ERRORS,
    **{f"explain-{code}": text for code, text in _NUMBERS.items()},
}
