"""Findings of a plan: answers that a reader must know, not errors."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    "not-covered": Text(
        id=(
            "TPS {tps} tidak dijaga: aturan yang berlaku baginya tidak memberi jumlah TPS per pos "
            "atau tidak memberi Polri."
        ),
        en=(
            "TPS {tps} is not covered: the rules that match it give no number of TPS a post, or no "
            "Polri."
        ),
    ),
    "expectation-fails": Text(
        id="Syarat “{rule}” tidak terpenuhi di {area}: {quantity} {left}, seharusnya {operator} {right}.",
        en="Expectation “{rule}” fails in {area}: {quantity} {left}, where {operator} {right} is expected.",
    ),
    "expectation-not-checked": Text(
        id="Syarat “{rule}” tidak diperiksa di {area}: permintaan tidak memuat kekuatan {force}.",
        en="Expectation “{rule}” was not checked in {area}: the request gives no {force} strength.",
    ),
    "shortage": Text(
        id="{force} kurang {short} dari {required} yang diperlukan di {area}.",
        en="{force} is short by {short} of {required} required in {area}.",
    ),
    "shortage-in-command": Text(
        id="{force} {area} kurang {short}: diperlukan {required}, ditugaskan {assigned}.",
        en="{force} of {area} is short by {short}: {required} required, {assigned} assigned.",
    ),
    "unlimited-force": Text(
        id="Permintaan tidak memuat kekuatan {force}; direncanakan tanpa batas sebanyak {required}.",
        en="The request gives no {force} strength; it is planned as unlimited, {required} in all.",
    ),
    "limit-not-applied": Text(
        id="Batas “{rule}” untuk {force} di {area} tidak diterapkan: permintaan tidak memuat kekuatannya.",
        en="Limit “{rule}” on {force} in {area} is not applied: the request gives no strength of it.",
    ),
    "mix-without-whole-number": Text(
        id="Tidak ada bilangan bulat TNI yang memenuhi “{rule}” di {area}: paling sedikit {least}, paling banyak {most}.",
        en="No whole number of TNI satisfies “{rule}” in {area}: at least {least}, at most {most}.",
    ),
    "mix-above-bound": Text(
        id="TNI di {area} sudah {given}, di atas batas {most} menurut “{rule}”.",
        en="TNI in {area} is already {given}, above the bound of {most} that “{rule}” sets.",
    ),
    "movement-without-transport": Text(
        id=(
            "Tidak ada angkutan untuk menggeser pasukan di {area}: {personnel} personel untuk "
            "{stations} TPS, yang pertama TPS {tps}."
        ),
        en=(
            "There is no transport for guards in {area}: {personnel} persons for {stations} TPS, "
            "the first of them {tps}."
        ),
    ),
    "movement-without-seat": Text(
        id=(
            "Daya angkut pergeseran {day} lewat {transport} ke {area} tidak cukup: {short} dari "
            "{personnel} personel tidak terangkut."
        ),
        en=(
            "There are too few seats to {area} by {transport} on {day}: {short} of {personnel} "
            "persons have none."
        ),
    ),
    "equipment-short": Text(
        id=(
            "{item} di {area} kurang {short}: diperlukan {required}, dipenuhi dari persediaan "
            "{assigned}."
        ),
        en="{item} in {area}: short by {short}; {required} required, {assigned} met from stocks.",
    ),
    "lone-posts": Text(
        id="Pos di {area} yang hanya menjaga satu TPS walaupun ukurannya membolehkan lebih: {posts}.",
        en="Posts in {area} that guard a single TPS though their size allows more: {posts}.",
    ),
    "strength-outside-batch": Text(
        id="Kekuatan {force} {area} ({personnel}) tidak menjaga satu pun TPS dalam permintaan.",
        en="The {force} strength of {area} ({personnel}) guards no TPS of the request.",
    ),
    "tps-without-command": Text(
        id="TPS di {area} yang tidak berada di bawah satuan {force} mana pun dalam permintaan: {tps}.",
        en="TPS in {area} that are under no {force} command of the request: {tps}.",
    ),
}
