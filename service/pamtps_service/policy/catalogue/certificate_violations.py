"""Violations of what a plan says for its reader: why no command is stronger, and what would mend a
shortage."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    "next-step-unfounded": Text(
        id="{place} menyebut langkah menguatkan {command} untuk TPS {tier}, padahal di sana tidak ada lagi yang dapat dikuatkan, langkahnya sudah disebut, atau kekuatan Polri tidak diberikan.",
        en="{place} tells of a step up of {command} for {tier} TPS, but nothing can be raised there, its step was told before, or no Polri strength is given.",
    ),
    "next-step-lacking": Text(
        id="Rencana tidak menyebut langkah menguatkan yang termurah dari {command} untuk TPS {tier}: {step}.",
        en="The plan does not tell of the cheapest step up of {command} for {tier} TPS: {step}.",
    ),
    "next-step-wrong": Text(
        id="Langkah menguatkan yang termurah dari {command} untuk TPS {tier} adalah {wanted}; {place} menyebut {found}.",
        en="The cheapest step up of {command} for {tier} TPS is {wanted}; {place} says {found}.",
    ),
    "next-step-order": Text(
        id="{place} seharusnya berada di depan {before}: langkah diurutkan menurut satuan, lalu dari kerawanan tertinggi.",
        en="{place} should stand before {before}: steps are sorted by command, the highest tier first.",
    ),
    "next-step-binds": Text(
        id="Batas atas langkah {place} adalah {wanted}, berurutan; tertulis {found}.",
        en="The limits over the step {place} are, in order, {wanted}; it says {found}.",
    ),
    "next-step-need": Text(
        id="Yang diperlukan langkah itu pada {place} ({area}) adalah {required}, tertulis {given}.",
        en="What the step needs at {place} ({area}) is {required}; it says {given}.",
    ),
    "next-step-available": Text(
        id="Yang tersisa bagi langkah itu pada {place} ({area}) adalah {required}, tertulis {given}.",
        en="What is left for the step at {place} ({area}) is {required}; it says {given}.",
    ),
    "next-step-affordable": Text(
        id="Tidak ada batas yang menghalangi {place}: {command} dapat memakai {next_size} TPS tiap pos {tier} di {area}.",
        en="No limit is in the way of {place}: {command} could have {next_size} TPS a post for {tier} TPS in {area}.",
    ),
    "remedy-unfounded": Text(
        id="{place} menyebut {kind} {area}, yang tidak dapat mencukupi kekurangan itu, sudah disebut, atau salah aturan atau angkanya.",
        en="{place} names the {kind} of {area}, which cannot mend that shortage, was named before, or has the wrong rule or number.",
    ),
    "remedy-number": Text(
        id="{given} pada {place} ({kind} {area}) tidak tepat mencukupi kekurangan itu; seharusnya {required}.",
        en="{given} at {place} ({kind} of {area}) is not what would mend that shortage; it should be {required}.",
    ),
    "remedy-message": Text(
        id="Bunyi {place} tidak sesuai dengan {kind} {area} dan angkanya.",
        en="The words of {place} are not those of the {kind} of {area} with its number.",
    ),
    "remedy-lacking": Text(
        id="{place} tidak menyebut {kind} {area}, yang akan mencukupi kekurangan itu.",
        en="{place} does not name the {kind} of {area}, which would mend that shortage.",
    ),
}
