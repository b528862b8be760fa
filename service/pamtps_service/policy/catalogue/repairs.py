"""Repairs: for each violation the smallest change of the plan that mends it.

A name is a violation's code, or the code, a stroke and which of its repairs it is. Paths are those
of the plan's JSON, and so are the words and numbers to be written there, without separators.
Mending one statement may break another, which the next verification names: an index list moves,
a sum has another part.

WITHOUT names the violations of which no change of the plan can be told: a count of violations is
none itself, and a TPS that lacks an attribute which a rule asks for lacks it in the request, so
that nobody can say what the plan should be.
"""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

WITHOUT: Final = frozenset({"more-violations", "attribute-lacking"})


def _set(*changes: tuple[str, str]) -> Text:
    """One field or more, each with the value that it should have."""
    parts = [(path, value) for path, value in changes]
    return Text(
        id="Ubah " + " dan ".join(f"{path} menjadi {value}" for path, value in parts) + ".",
        en="Set " + " and ".join(f"{path} to {value}" for path, value in parts) + ".",
    )


def _split(code: str, force: str) -> dict[str, Text]:
    """What is assigned, what is short, or both, so that they make what is required."""
    assigned = (f"{{place}}.{force}", "{assigned:d}")
    short = (f"{{place}}.{force}_short", "{short:d}")
    return {
        f"{code}/assigned": _set(assigned),
        f"{code}/short": _set(short),
        f"{code}/both": _set(assigned, short),
    }


_NUMBER: Final = _set(("{place}", "{required:d}"))
_REMOVE: Final = Text(id="Hapus {place}.", en="Remove {place}.")
_REMOVE_LABEL: Final = Text(
    id="Hapus {place}, dan kurangi satu setiap indeks label yang lebih besar di stations[].labels.",
    en="Remove {place}, and lower by one every larger index of a label in stations[].labels.",
)
_ADD_RULE: Final = Text(
    id="Tambahkan {index} ({name}) ke {place}.rules.", en="Add {index} ({name}) to {place}.rules."
)
_REMOVE_RULE: Final = Text(
    id="Hapus {index} ({name}) dari {place}.rules.",
    en="Remove {index} ({name}) from {place}.rules.",
)
_MIX_LESS: Final = Text(
    id="Kurangi TNI siaga untuk {area} menurut {name} sampai berjumlah {required}.",
    en="Lower the TNI on standby for {area} by {name} until they are {required} in all.",
)
_ANEW: Final = Text(
    id="Buat rencana baru untuk {area} dengan kebijakan yang berlaku di sana pada {date}.",
    en="Plan {area} anew under a policy that is in force there on {date}.",
)

_IDENTITY: Final[dict[str, Text]] = {
    "digest-wrong": Text(
        id='Ubah plan_digest menjadi "{wanted}"; setelah perubahan lain, verifikasi menyebut yang baru.',
        en='Set plan_digest to "{wanted}"; after any other change the verification names the new one.',
    ),
    "plan-name-wrong": _set(("name", '"{wanted}"')),
    "request-digest-wrong": Text(
        id='Ubah request_digest menjadi "{wanted}" dan name menjadi "{name}" jika rencana ini memang untuk TPS dan kekuatan ini; jika tidak, periksalah dengan berkas asalnya.',
        en='Set request_digest to "{wanted}" and name to "{name}" if the plan is meant for these TPS and strengths; if not, verify it with those that it was made from.',
    ),
    "columns-differ": Text(
        id="Beri kolom {place} baris sebanyak {required}.",
        en="Give column {place} rows to the number of {required}.",
    ),
    "status-wrong": _set(("status", '"{value}"')),
    "plan-policy-not-given": Text(
        id="Periksa rencana dengan kebijakan {policy}, atau hapus {place}.",
        en="Verify the plan with policy {policy} at hand, or remove {place}.",
    ),
    "plan-policy-area-wrong": Text(
        id="Hapus {area} dari {place}.area_codes.", en="Remove {area} from {place}.area_codes."
    ),
    "plan-policy-area-lacking": Text(
        id="Tambahkan {area} ke area_codes kebijakan provinsi itu di policies.",
        en="Add {area} to the area_codes of that province's policy in policies.",
    ),
    "plan-policy-digest": _set(("{place}.digest", '"{wanted}"')),
    "plan-policy-dates": _ANEW,
    "plan-policy-tps": _set(("{place}.station_count", "{required:d}")),
    "plan-policy-outside": _ANEW,
    "plan-rule-unknown": Text(
        id="Ganti {name} pada {place} dengan aturan yang belum tercantum: {allowed}.",
        en="Put a rule that is not listed yet in place of {name} at {place}: {allowed}.",
    ),
    "plan-rule-unknown/surplus": Text(
        id="Hapus {place}, dan kurangi satu setiap indeks aturan yang lebih besar.",
        en="Remove {place}, and lower by one every larger index of a rule.",
    ),
    "plan-rule-twice": Text(
        id="Hapus {place}, rujuk rules[{first}] sebagai gantinya, dan kurangi satu setiap indeks aturan yang lebih besar.",
        en="Remove {place}, refer to rules[{first}] instead, and lower by one every larger index of a rule.",
    ),
    "plan-rule-lacking": Text(
        id="Tambahkan aturan {name} dari kebijakan {policy} di akhir rules.",
        en="Add rule {name} of policy {policy} at the end of rules.",
    ),
    "plan-rule-title": _set(
        ("{place}.title.id", '"{title_id}"'), ("{place}.title.en", '"{title_en}"')
    ),
    "plan-rule-tps": _set(("{place}.station_count", "{required:d}")),
    "plan-rule-areas": _set(("{place}.area_count", "{required:d}")),
    "plan-label-unknown": _REMOVE_LABEL,
    "plan-label-twice": Text(
        id="Hapus {place}, rujuk labels[{first}] sebagai gantinya, dan kurangi satu setiap indeks label yang lebih besar.",
        en="Remove {place}, refer to labels[{first}] instead, and lower by one every larger index of a label.",
    ),
    "plan-index-wrong": Text(id="Hapus {index} dari {place}.", en="Remove {index} from {place}."),
    "plan-index-twice": Text(
        id="Hapus {index} dari {place} sampai tinggal satu.",
        en="Remove {index} from {place} until it is there once.",
    ),
    "plan-index-wrong/rule": Text(
        id="Ubah {place}.rule menjadi indeks aturan yang mendasarinya dalam rules, di bawah {required:d}.",
        en="Set {place}.rule to the index in rules of the rule that it comes from, below {required:d}.",
    ),
}

_STATIONS: Final[dict[str, Text]] = {
    "tps-not-in-batch": Text(
        id="Hapus {place}, baris TPS {tps}.", en="Remove {place}, the row of TPS {tps}."
    ),
    "tps-twice": Text(
        id="Hapus {place}, baris kedua TPS {tps}.",
        en="Remove {place}, which is one row too many of TPS {tps}.",
    ),
    "tps-lacking": Text(
        id="Tambahkan baris TPS {tps} ke stations, beserta posnya.",
        en="Add a row of TPS {tps} to stations, with its post.",
    ),
    "post-index-wrong": Text(
        id="Ubah {place}.post menjadi indeks pos untuk keperluan TPS {tps} di wilayahnya sendiri, di bawah {required:d}.",
        en="Set {place}.post to the index of a post for the requirement of TPS {tps} in its own area, below {required:d}.",
    ),
    "post-index-negative": Text(
        id="Ubah {place}.post menjadi indeks pos untuk keperluan TPS {tps}, atau hapus jika tidak dijaga.",
        en="Set {place}.post to the index of a post for the requirement of TPS {tps}, or remove it if it is not covered.",
    ),
    "set-index-wrong": Text(
        id="Rujuk butir {path} yang ada, di bawah {required:d}, untuk TPS {tps}.",
        en="Refer to an entry of {path} that exists, below {required:d}, for TPS {tps}.",
    ),
    "tier-wrong": _set(("{place}.risk_tier", '"{value}"')),
    "labels-wrong": _set(("{place}.labels", "[{indices}]")),
    "labels-wrong/unlisted": Text(
        id="Tambahkan {labels} ke labels, dan indeksnya ke {place}.labels.",
        en="Add {labels} to labels, and the index of each to {place}.labels.",
    ),
    "rules-of-tps/add": _ADD_RULE,
    "rules-of-tps/remove": _REMOVE_RULE,
    "tps-without-post": Text(
        id="Masukkan TPS {tps} ke pos untuk keperluannya di {area}, atau bentuk pos baru.",
        en="Put TPS {tps} in a post for its requirement in {area}, or form one.",
    ),
    "post-without-cover": Text(id="Hapus {place}.post.", en="Remove {place}.post."),
    **_split("linmas-of-tps", "linmas"),
    "linmas-order": Text(
        id="Pindahkan satu Linmas dari TPS {tps} ke TPS {place}.",
        en="Move one Linmas from TPS {tps} to TPS {place}.",
    ),
}

_POSTS: Final[dict[str, Text]] = {
    "post-empty": Text(
        id="Hapus {place}, dan kurangi satu setiap indeks pos yang lebih besar di stations[].post.",
        en="Remove {place}, and lower by one every larger index of a post in stations[].post.",
    ),
    "post-stations": _set(("{place}.station_count", "{required:d}")),
    "post-first-tps": _set(("{place}.first_tps_code", '"{wanted}"')),
    "post-across-border": Text(
        id="Pindahkan TPS {movers} dari {place} ke pos di wilayahnya sendiri.",
        en="Move TPS {movers} out of {place} to a post of its own area.",
    ),
    "post-mixed-commands": Text(
        id="Pindahkan TPS {movers} dari {place} ke pos satuannya sendiri.",
        en="Move TPS {movers} out of {place} to a post of its own command.",
    ),
    "post-mixed-tiers": Text(
        id="Pindahkan TPS {movers} dari {place} ke pos dengan kerawanannya sendiri.",
        en="Move TPS {movers} out of {place} to a post of its own tier.",
    ),
    "post-mixed-requirements": Text(
        id="Pindahkan TPS {movers} dari {place} ke pos dengan keperluannya sendiri.",
        en="Move TPS {movers} out of {place} to a post of its own requirement.",
    ),
    "post-not-contiguous": Text(
        id="Pindahkan TPS {movers} dari {place} ke pos TPS yang berdekatan kodenya.",
        en="Move TPS {movers} out of {place} to the post of the TPS next to it in code order.",
    ),
    "post-area": _set(("{place}.area_code", '"{wanted}"')),
    "post-command": _set(("{place}.command", '"{wanted}"')),
    "post-over-size": Text(
        id="Bagi {place}: menjaga {given} TPS, paling banyak {required}.",
        en="Split {place}: it has {given} TPS, at most {required}.",
    ),
    "post-size-not-allowed": _set(("{place}.size_limit", "{size}")),
    "post-size-not-allowed/none": Text(
        id="Keluarkan TPS dari {place} dan hapus pos itu: aturan tidak memberi ukuran.",
        en="Take the TPS out of {place} and remove it: their rules give no size.",
    ),
    "post-size-not-allowed/mixed": Text(
        id="Pisahkan TPS pada {place}: tidak ada ukuran yang dibolehkan aturan semuanya.",
        en="Separate the TPS of {place}: there is no size that the rules of all of them allow.",
    ),
    "post-size-differs": Text(
        id="Ubah {place}.size_limit menjadi {required:d}, dan bentuk ulang pos kelompoknya jika jumlahnya berubah.",
        en="Set {place}.size_limit to {required:d}, and form the posts of its group anew where their number changes.",
    ),
    "group-posts/add": Text(
        id="Bagi pos di {place} ({command}) sehingga bertambah {missing}.",
        en="Split posts in {place} ({command}) so that there are more of them by {missing}.",
    ),
    "group-posts/join": Text(
        id="Gabungkan pos di {place} ({command}) sehingga berkurang {missing}.",
        en="Join posts in {place} ({command}) so that there are fewer of them by {missing}.",
    ),
    **_split("post-polri", "polri"),
    **_split("post-tni", "tni"),
    "post-linmas": _set(("{place}.linmas", "{required:d}")),
    "post-linmas-short": _set(("{place}.linmas_short", "{required:d}")),
    "post-rules/add": _ADD_RULE,
    "post-rules/remove": _REMOVE_RULE,
}

_PERSONNEL: Final[dict[str, Text]] = {
    "unit-area": _REMOVE,
    "unit-assigned": _set(("{place}.assigned", "{assigned:d}")),
    "unit-assigned/negative": _set(("{place}.required", "0"), ("{place}.assigned", "0")),
    "unit-wished": _set(("{place}.wished", "{required:d}")),
    "unit-command": _set(("{place}.command", '"{wanted}"')),
    "unit-required": _set(("{place}.required", "{number:d}"), ("{place}.wished", "{number:d}")),
    "unit-required/add": Text(
        id="Tambahkan ke units: {required} {force} untuk {area} menurut {name}.",
        en="Add to units: {required} {force} for {area} by {name}.",
    ),
    "unit-required/remove": Text(
        id="Hapus {missing} {force} untuk {area} menurut {name} dari units, mulai dari {place}.",
        en="Remove {missing} {force} for {area} by {name} from units, from {place} on.",
    ),
    "mix-unit": _set(
        ("{place}.force", '"FORCE_TNI"'),
        ("{place}.role", '"UNIT_ROLE_STANDBY"'),
        ("{place}.unit", '""'),
    ),
    "mix-required": _set(("{place}.required", "{number:d}")),
    "mix-wished": _set(("{place}.wished", "{number:d}")),
    "mix-required/add": Text(
        id="Tambahkan {missing} TNI siaga untuk {area} menurut {name} ke units.",
        en="Add {missing} TNI on standby for {area} by {name} to units.",
    ),
    "mix-wished/add": Text(
        id="Tambahkan {missing} TNI siaga yang diinginkan untuk {area} menurut {name} ke units.",
        en="Add {missing} TNI wished on standby for {area} by {name} to units.",
    ),
    "mix-required/less": _MIX_LESS,
    "mix-wished/less": _MIX_LESS,
    "mix-rule": _set(("{place}.rule", "{index}")),
    "mix-rule/unlisted": Text(
        id="Tambahkan aturan {wanted} ke rules, dan ubah {place}.rule menjadi indeksnya.",
        en="Add rule {wanted} to rules, and set {place}.rule to its index.",
    ),
    "mix-not-matching": _REMOVE,
    "strength-exceeded": Text(
        id="Kurangi {missing} {force} dari {place}: kekuatannya {required} dan yang ditugaskan {given}.",
        en="Take {missing} {force} from {place}: its strength is {required} and {given} are assigned.",
    ),
    "strength-exceeded/send": Text(
        id="Kirim {missing} {force} lagi dari cadangan {source} ke {place} di transfers.",
        en="Send {missing} {force} more from the reserve of {source} to {place}, in transfers.",
    ),
    "reserve-exceeded": Text(
        id="Kirim atau tugaskan {missing} {force} lebih sedikit dari cadangan {place}: ada {required}, terpakai {given}.",
        en="Send or assign {missing} {force} less from the reserve of {place}: it has {required} and {given} are used.",
    ),
    "transfer-wasted": Text(
        id="Kirim {missing} {force} lebih sedikit ke {place}.",
        en="Send {missing} {force} less to {place}.",
    ),
    "transfer-personnel": _REMOVE,
    "transfer-source": _REMOVE,
    "transfer-outside": _REMOVE,
    "short-without-strength": Text(
        id="Tugaskan {given} {force} lagi: tidak ada batas kekuatannya.",
        en="Assign {given} {force} more: nothing limits them.",
    ),
    "above-without-strength": Text(
        id="Bentuk pos dengan ukuran terlemah, sehingga {given} {force} lebih sedikit.",
        en="Form the posts at their weakest size, with {given} {force} less.",
    ),
    "shortage-unjustified": Text(
        id="Tugaskan {missing} {force} lagi di {place}, sampai dengan urutan {claim}.",
        en="Assign {missing} {force} more in {place}, up to the claim of {claim}.",
    ),
    "shortage-with-strength-left": Text(
        id="Tugaskan {missing} {force} lagi di bawah {place}: {source} masih mempunyainya.",
        en="Assign {missing} {force} more under {place}: {source} has them left.",
    ),
    "claims-order": Text(
        id="Alihkan {missing} {force} di bawah {place} kepada {claim} dari urutan yang lebih belakang.",
        en="Give {missing} {force} of {place} to the claim of {claim} instead of later ones.",
    ),
    "limit-exceeded": Text(
        id="Kurangi {missing} {force} di {place}: batasnya {required} dan yang ditugaskan {given}.",
        en="Take {missing} {force} from {place}: its ceiling is {required} and {given} are assigned.",
    ),
}

_MOVE_WITH: Final = Text(
    id="Ubah {place}.movement menjadi indeks pergeseran {wanted} dalam movements; tambahkan jika belum ada.",
    en="Set {place}.movement to the index in movements of the movement {wanted}; add it where there is none.",
)
_STAY: Final = Text(id="Hapus {place}.movement.", en="Remove {place}.movement.")
_RESOURCES: Final[dict[str, Text]] = {
    "movement-contradiction": Text(
        id="Perbaiki kebijakan sehingga hanya satu yang berlaku bagi TPS itu: {named}.",
        en="Mend the policy, so that one alone holds for those TPS: {named}.",
    ),
    "movement-index-wrong": _MOVE_WITH,
    "movement-index-wrong/remove": _STAY,
    "tps-without-movement": _MOVE_WITH,
    "movement-without-rule": _STAY,
    "movement-of-tps": _MOVE_WITH,
    "movement-empty": Text(
        id="Hapus {place}, dan kurangi satu setiap indeks pergeseran yang lebih besar di stations[].movement.",
        en="Remove {place}, and lower by one every larger index of a movement in stations[].movement.",
    ),
    "movement-sum": _NUMBER,
    "movement-travel": _set(("{place}", "{wanted}")),
    "movement-travel/remove": _REMOVE,
    "movement-rules/add": _ADD_RULE,
    "movement-rules/remove": _REMOVE_RULE,
    "movement-order": Text(
        id="Pindahkan {place} ke depan {before}, dan sesuaikan indeks pergeseran di stations[].movement.",
        en="Put {place} before {before}, and change the indices of movements in stations[].movement.",
    ),
    "movement-twice": Text(
        id="Gabungkan {place} dengan {first}, dan sesuaikan indeks pergeseran di stations[].movement.",
        en="Join {place} with {first}, and change the indices of movements in stations[].movement.",
    ),
    "movement-seats": _set(("{place}", "{number:d}")),
    "seats-exceeded": Text(
        id="Nyatakan {given} personel lagi tak terangkut dengan {transport} pada {day} di without_seat.",
        en="Count {given} persons more without a seat by {transport} on {day} in without_seat.",
    ),
    "seats-left": _NUMBER,
    "equipment-required": _set(("{place}.required", "{number:d}")),
    "equipment-required/add": Text(
        id="Tambahkan ke equipment: {required} {item} untuk {area} menurut {name}.",
        en="Add to equipment: {required} of {item} for {area} by {name}.",
    ),
    "equipment-required/remove": Text(
        id="Hapus {missing} {item} untuk {area} menurut {name} dari equipment, mulai dari {place}.",
        en="Remove {missing} of {item} for {area} by {name} from equipment, from {place} on.",
    ),
    "equipment-empty": _REMOVE,
    "equipment-assigned": _set(
        ("{place}.assigned", "{assigned:d}"), ("{place}.short", "{short:d}")
    ),
    "equipment-assigned/unlimited": Text(
        id="Hapus {place}.assigned, dan ubah {place}.short menjadi 0.",
        en="Remove {place}.assigned, and set {place}.short to 0.",
    ),
    "stock-exceeded": Text(
        id="Tugaskan {given} {item} lebih sedikit.", en="Assign {given} of {item} less."
    ),
    "stock-left": _set(("{place}.assigned", "{assigned:d}"), ("{place}.short", "{required:d}")),
}

_FINDINGS: Final[dict[str, Text]] = {
    "finding-lacking": Text(
        id="Tambahkan ke findings: {code}, {severity}, untuk {area}{numbers}.",
        en="Add to findings: {code}, {severity}, of {area}{numbers}.",
    ),
    "finding-unfounded": _REMOVE,
    "finding-message": Text(
        id="Ubah bunyi {place}.message menjadi: “{words}”.",
        en="Let {place}.message say: “{words}”.",
    ),
    "bind-unfounded": _REMOVE,
    "bind-need": _set(("{place}.need", "{required:d}")),
    "bind-available": _set(("{place}.available", "{required:d}")),
    "bind-lacking": Text(
        id="Tambahkan ke {place}.binds: {kind} {area}, diperlukan {need}, ada {available}.",
        en="Add to {place}.binds: the {kind} of {area}, needed {need}, available {available}.",
    ),
    "binds-sum": Text(
        id="Tambahkan ke {place}.binds kekuatan sendiri {lacking}.",
        en="Add to {place}.binds the own strength of {lacking}.",
    ),
    "binds-sum/numbers": Text(
        id="Ubah {place}.binds sehingga keperluan di luar kekuatan berjumlah {required:d}.",
        en="Let what is needed beyond the strengths in {place}.binds add up to {required:d}.",
    ),
}

_NEXT_STEPS: Final[dict[str, Text]] = {
    "next-step-unfounded": _REMOVE,
    "next-step-lacking": Text(
        id="Tambahkan ke next_steps: {command}, {value}, {step}.",
        en="Add to next_steps: {command}, {value}, {step}.",
    ),
    "next-step-wrong": _set(
        ("{place}.area_code", '"{area}"'),
        ("{place}.size_limit", "{size}"),
        ("{place}.next_size_limit", "{next_size}"),
        ("{place}.personnel", "{required:d}"),
    ),
    "next-step-order": Text(
        id="Pindahkan {place} ke depan {before}.", en="Put {place} before {before}."
    ),
    "next-step-binds": Text(
        id="Susun {place}.binds sebagai {wanted}.", en="Let {place}.binds hold {wanted}."
    ),
    "next-step-need": _set(("{place}.need", "{required:d}")),
    "next-step-available": _set(("{place}.available", "{required:d}")),
    "next-step-affordable": Text(
        id="Bentuk pos {command} untuk TPS {tier} di {area} dengan ukuran {next_size}.",
        en="Form the posts of {command} for {tier} TPS in {area} with size {next_size}.",
    ),
}

_REMEDIES: Final[dict[str, Text]] = {
    "remedy-unfounded": _REMOVE,
    "remedy-number": _NUMBER,
    "remedy-message": Text(
        id="Ubah bunyi {place}.message menjadi: “{words}”.",
        en="Let {place}.message say: “{words}”.",
    ),
    "remedy-lacking": Text(
        id="Tambahkan ke {place}.remedies: {kind} {area}, {number}.",
        en="Add to {place}.remedies: the {kind} of {area}, {number}.",
    ),
}

_ROWS: Final[dict[str, Text]] = {
    "totals-forces": Text(
        id="Susun totals sebagai FORCE_POLRI, FORCE_TNI, FORCE_LINMAS, masing-masing sekali.",
        en="Let totals be of FORCE_POLRI, FORCE_TNI and FORCE_LINMAS, once each, in that order.",
    ),
    "area-lacking": Text(
        id="Tambahkan baris {area} ({level}) ke areas.",
        en="Add a row of {area} ({level}) to areas.",
    ),
    "area-twice": _REMOVE,
    "area-unknown": _REMOVE,
    "row-name": _set(("{place}", '"{wanted}"')),
    "row-forces": Text(
        id="Susun {place}.totals dengan {forces}, masing-masing sekali.",
        en="Let {place}.totals hold {forces}, once each.",
    ),
    "row-tps": _NUMBER,
    "row-posts": _NUMBER,
    "row-sizes": _set(("{place}.post_count", "{required:d}")),
    "row-sizes/add": Text(
        id="Tambahkan ke {place}: {required} pos berukuran {size} untuk {value}.",
        en="Add to {place}: posts of size {size} for {value}, {required} of them.",
    ),
    "row-sizes/remove": _REMOVE,
    "row-arithmetic": _set(("{place}.assigned", "{required:d}")),
    "row-sum": _NUMBER,
    "row-available": _set(("{place}", "{wanted}")),
    "row-available/remove": _REMOVE,
}
_KEPT: Final[dict[str, Text]] = {
    "kept-unfounded": _REMOVE,
    "kept-lacking": _set(
        (
            "kept",
            '{{"plan_digest": "{digest}", "kept": {kept:d}, "moved": {moved:d}, '
            '"added": {added:d}, "removed": {removed:d}}}',
        )
    ),
    "kept-digest": _set(("{place}", '"{wanted}"')),
    "kept-number": _NUMBER,
}

REPAIRS: Final[dict[str, Text]] = {
    **_IDENTITY,
    **_STATIONS,
    **_POSTS,
    **_PERSONNEL,
    **_RESOURCES,
    **_FINDINGS,
    **_NEXT_STEPS,
    **_REMEDIES,
    **_ROWS,
    **_KEPT,
}
