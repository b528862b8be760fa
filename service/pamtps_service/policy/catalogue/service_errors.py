"""Errors of the service process: its settings, its limits, and calls that it cannot answer."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    # Settings and start
    "unknown-setting": Text(
        id="Tidak ada pengaturan bernama {found}. Yang dikenal: {allowed}.",
        en="There is no setting called {found}. Known are: {allowed}.",
    ),
    "unexpected-argument": Text(
        id="Argumen {found} tidak dikenal; tulis pengaturan sebagai --nama NILAI.",
        en="The argument {found} is not known; settings are written as --name VALUE.",
    ),
    "setting-without-value": Text(
        id="Pengaturan ini memerlukan nilai setelah namanya.",
        en="This setting needs a value after its name.",
    ),
    "setting-given-twice": Text(
        id="Pengaturan ini diberikan lebih dari sekali.",
        en="This setting is given more than once.",
    ),
    "setting-not-whole-number": Text(
        id="Ditemukan {found}; nilainya harus bilangan bulat dari {least} sampai {most}.",
        en="Found {found}; it must be a whole number from {least} to {most}.",
    ),
    "setting-not-text": Text(
        id="Ditemukan {found}; nilainya harus teks yang tidak kosong.",
        en="Found {found}; it must be a text that is not empty.",
    ),
    "setting-not-allowed": Text(
        id="Ditemukan {found}; nilai yang diperbolehkan: {allowed}.",
        en="Found {found}; allowed are: {allowed}.",
    ),
    "setting-not-address": Text(
        id="Ditemukan {found}; alamat ditulis HOST:PORT dengan port dari 0 sampai 65535, "
        "misalnya 127.0.0.1:50051.",
        en="Found {found}; an address is written HOST:PORT with a port from 0 to 65535, "
        "for example 127.0.0.1:50051.",
    ),
    "settings-file-unreadable": Text(
        id="Berkas pengaturan tidak dapat dibaca: {detail}.",
        en="The settings file cannot be read: {detail}.",
    ),
    "rules-folder-missing": Text(
        id="Folder aturan {found} tidak ada (pengaturan rules).",
        en="The rules folder {found} does not exist (setting rules).",
    ),
    "address-unavailable": Text(
        id="Alamat {found} tidak dapat dipakai (pengaturan {setting}): mungkin sudah dipakai "
        "proses lain, atau bukan alamat mesin ini.",
        en="The address {found} cannot be used (setting {setting}): perhaps another process has "
        "it, or it is not an address of this machine.",
    ),
    "worker-not-started": Text(
        id="Proses pekerja tidak dapat dimulai: {detail}.",
        en="A worker process could not be started: {detail}.",
    ),
    "reference-unreadable": Text(
        id="Permintaan acuan (pengaturan reference_request) tidak dapat dibaca: {detail}. Yang "
        "diperbolehkan: PlanDeploymentRequest sebagai JSON atau biner.",
        en="The reference request (setting reference_request) cannot be read: {detail}. Allowed is "
        "a PlanDeploymentRequest as JSON or in binary.",
    ),
    "reference-changes": Text(
        id="Personel untuk data TPS acuan ({what}) berubah dari {before} menjadi {after}; paling "
        "banyak boleh {most} persen (pengaturan reference_percent). Bila memang dikehendaki, "
        "naikkan pengaturan itu, atau mulai ulang layanan.",
        en="The personnel of the reference batch ({what}) changes from {before} to {after}; at most "
        "{most} percent are allowed (setting reference_percent). Where it is meant, raise that "
        "setting, or start the service anew.",
    ),
    # Calls
    "internal-error": Text(
        id="Kesalahan internal. Sebutkan id {id} kepada pengelola layanan.",
        en="Internal error. Give the id {id} to the operators of the service.",
    ),
    "request-ended-workers": Text(
        id="Permintaan ini menghentikan dua proses pekerja dan ditolak untuk sementara; coba "
        "lagi dalam {seconds} detik, atau sebutkan id {id} kepada pengelola layanan.",
        en="This request ended two worker processes and is refused for now; try again in "
        "{seconds} seconds, or give the id {id} to the operators of the service.",
    ),
    "worker-unavailable": Text(
        id="Tidak ada proses pekerja yang menerima permintaan ini. Coba lagi.",
        en="No worker process took this request. Try again.",
    ),
    "queue-full": Text(
        id="Antrean penuh: {waiting} panggilan sudah menunggu (pengaturan queue). Coba lagi "
        "dalam {seconds} detik.",
        en="The queue is full: {waiting} calls are waiting (setting queue). Try again in "
        "{seconds} seconds.",
    ),
    "request-too-large": Text(
        id="Permintaan berukuran {found} bita; paling banyak {allowed} bita (pengaturan "
        "max_request_bytes). Bagi TPS ke beberapa permintaan, atau naikkan pengaturan itu.",
        en="The request has {found} bytes; at most {allowed} are allowed (setting "
        "max_request_bytes). Split the TPS into several requests, or raise the setting.",
    ),
    "memory-full": Text(
        id="Layanan sudah menampung permintaan dan rencana sebanyak yang diizinkan, {allowed} bita "
        "(pengaturan max_held_bytes). Coba lagi dalam {seconds} detik.",
        en="The service holds as many requests and plans as it may, {allowed} bytes (setting "
        "max_held_bytes). Try again in {seconds} seconds.",
    ),
    "memory-too-small": Text(
        id="Untuk panggilan ini saja layanan harus menampung sedikitnya {found} bita; paling banyak "
        "{allowed} bita untuk semua panggilan (pengaturan max_held_bytes). Bagi TPS ke beberapa "
        "permintaan, atau naikkan pengaturan itu.",
        en="For this call alone the service would hold {found} bytes or more; at most {allowed} "
        "are allowed for all calls (setting max_held_bytes). Split the TPS into several requests, "
        "or raise the setting.",
    ),
    "worker-memory": Text(
        id="Permintaan memerlukan memori lebih dari {allowed} bita (pengaturan max_worker_bytes). "
        "Bagi TPS ke beberapa permintaan, atau naikkan pengaturan itu.",
        en="The request needs more memory than {allowed} bytes (setting max_worker_bytes). Split "
        "the TPS into several requests, or raise the setting.",
    ),
    "reply-too-large": Text(
        id="Jawaban berukuran {found} bita; paling banyak {allowed} bita (pengaturan "
        "max_reply_bytes). Minta PLAN_VIEW_BASIC, bagi TPS ke beberapa permintaan, atau "
        "naikkan pengaturan itu.",
        en="The reply has {found} bytes; at most {allowed} are allowed (setting "
        "max_reply_bytes). Ask for PLAN_VIEW_BASIC, split the TPS into several requests, or "
        "raise the setting.",
    ),
    "deadline-passed": Text(
        id="Batas waktu panggilan terlampaui sebelum jawabannya selesai.",
        en="The time of the call was over before its answer was ready.",
    ),
    "job-seconds-passed": Text(
        id="Panggilan ini memerlukan lebih dari {allowed} detik, waktu tunggunya termasuk "
        "(pengaturan job_seconds). Naikkan pengaturan itu, atau minta lebih sedikit.",
        en="The call took longer than {allowed} s, its waiting included (setting job_seconds). Raise "
        "the setting, or ask for less.",
    ),
    "call-cancelled": Text(
        id="Panggilan dibatalkan.",
        en="The call was cancelled.",
    ),
}
