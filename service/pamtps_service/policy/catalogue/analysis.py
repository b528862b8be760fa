"""Findings of the analysis of a policy; docs/policy-analysis.md defines each code."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    "uncovered": Text(
        id="TPS tanpa penjagaan: aturan yang cocok tidak memberi ukuran pos atau Polri. Yaitu:{which}",
        en="TPS without guards: the rules that match give no size of a post, or no Polri. They are:{which}",
    ),
    "transports-differ": Text(
        id="Aturan {rules} memberi angkutan yang berbeda untuk TPS yang sama; TPS seperti itu tidak dapat direncanakan. Yaitu:{which}",
        en="The rules {rules} name different transports for the same TPS; such a TPS cannot be planned. They are:{which}",
    ),
    "fallbacks-differ": Text(
        id="Aturan {rules} memberi angkutan cadangan yang berbeda untuk TPS yang sama; TPS seperti itu tidak dapat direncanakan. Yaitu:{which}",
        en="The rules {rules} name different fallbacks for the same TPS; such a TPS cannot be planned. They are:{which}",
    ),
    "transport-is-fallback": Text(
        id="Menurut aturan {rules}, angkutan cadangan sama dengan angkutannya, sehingga tidak ada cadangan. Yaitu:{which}",
        en="By the rules {rules} the fallback is the transport itself, so there is none. They are:{which}",
    ),
    "unreachable": Text(
        id="Syarat aturan {rules} tidak pernah terpenuhi, oleh TPS atau wilayah mana pun.",
        en="The conditions of the rule {rules} hold for no TPS and no area.",
    ),
    "always-replaced": Text(
        id="Aturan {rules} tidak pernah berlaku: di mana pun syaratnya terpenuhi, aturan lain menggantikannya ({others}).",
        en="The rule {rules} never applies: wherever its conditions hold, another rule stands instead of it ({others}).",
    ),
    "without-effect": Text(
        id="Aturan {rules} tidak mengubah apa pun: tanpa aturan itu semuanya tetap sama.{others}",
        en="The rule {rules} changes nothing: without it everything is the same.{others}",
    ),
    "higher-tier-weaker": Text(
        id="TPS yang lebih rawan mendapat lebih sedikit penjaga per TPS ({guards}) daripada TPS yang sama dengan kerawanan lebih rendah: {less} dibanding {more}. Yaitu:{which}",
        en="TPS of a higher tier get fewer guards per TPS ({guards}) than the same TPS of a lower tier: {less} against {more}. They are:{which}",
    ),
    "harder-access-weaker": Text(
        id="TPS yang lebih sulit dijangkau mendapat lebih sedikit penjaga per TPS ({guards}) daripada TPS yang sama dengan akses lebih mudah: {less} dibanding {more}. Yaitu:{which}",
        en="TPS that are harder to reach get fewer guards per TPS ({guards}) than the same TPS with easier access: {less} against {more}. They are:{which}",
    ),
    "longer-travel-weaker": Text(
        id="TPS yang waktu tempuhnya lebih lama mendapat lebih sedikit penjaga per TPS ({guards}) daripada TPS yang sama dengan waktu tempuh lebih singkat: {less} dibanding {more}. Yaitu:{which}",
        en="TPS with a longer way get fewer guards per TPS ({guards}) than the same TPS with a shorter way: {less} against {more}. They are:{which}",
    ),
    "overlap": Text(
        id="Aturan {rules} berlaku bersama. Yang menentukan: {decides}",
        en="The rules {rules} apply together. What decides: {decides}",
    ),
    "overlap-key": Text(id="{key}: {rule}", en="{key}: {rule}"),
    "overlap-both": Text(id="keduanya, sama", en="both, alike"),
    "overlap-differ": Text(id="berbeda, bertentangan", en="they differ, and contradict each other"),
    "overlap-by-area": Text(
        id="yang lebih ketat di setiap wilayah", en="whichever is tighter in the area"
    ),
    "mix-unsatisfiable": Text(
        id="Perbandingan TNI dan Polri menurut aturan {rules} tidak dapat dipenuhi bilangan bulat: dengan {polri} Polri diminta sedikitnya {lower} dan paling banyak {upper} TNI. Yang dipakai: batas bawah, dibulatkan ke atas.",
        en="No whole number satisfies the mix of TNI and Polri by {rules}: with {polri} Polri at least {lower} and at most {upper} TNI are asked for. What is taken is the lower bound, rounded up.",
    ),
    "two-policies": Text(
        id="{days}: dua kebijakan berlaku untuk {area}: {policies}. Permintaan untuk hari-hari itu ditolak.",
        en="{days}: two policies are in force for {area}: {policies}. Requests for those days are refused.",
    ),
    "no-policy": Text(
        id="{days}: tidak ada kebijakan yang berlaku untuk {area}.",
        en="{days}: no policy is in force for {area}.",
    ),
    "province-split": Text(
        id="{days}: {area} di bawah kebijakan {policies}, bagian lain provinsi {province} di bawah {others}: seluruh provinsi tidak dapat direncanakan dalam satu permintaan.",
        en="{days}: {area} is under the policy {policies}, the rest of the province {province} under {others}: the whole province cannot be planned in one request.",
    ),
    "hidden-by": Text(
        id=" Yang sama sudah dikatakan oleh: {rules}.", en=" The same is said already by: {rules}."
    ),
    "counts-none": Text(
        id=" Di tempat aturan itu berlaku tidak mungkin ada TPS yang dihitungnya.",
        en=" Where it applies there can be no TPS that it counts.",
    ),
    "guards-polri": Text(
        id="Polri, dengan ukuran pos terbesar", en="Polri, at the largest size of a post"
    ),
    "guards-polri-wish": Text(
        id="Polri, dengan ukuran pos terkecil", en="Polri, at the smallest size of a post"
    ),
    "guards-tni": Text(
        id="TNI, dengan ukuran pos terbesar", en="TNI, at the largest size of a post"
    ),
    "guards-linmas": Text(id="linmas", en="linmas"),
    "and-more": Text(id="\n- dan {count} jenis lagi", en="\n- and {count} kinds more"),
    "every-tps": Text(id="setiap TPS", en="every TPS"),
    "some-tps": Text(
        id="TPS dalam contoh; jenisnya terlalu banyak untuk diperiksa semua",
        en="the TPS of the example; there are too many kinds to look at all",
    ),
    "days-between": Text(id="Dari {start} sampai {until}", en="From {start} to {until}"),
    "days-from": Text(id="Mulai {start}", en="From {start} on"),
    "days-until": Text(id="Sampai {until}", en="Until {until}"),
    "days-all": Text(id="Setiap hari", en="On every day"),
    "rest-of-areas": Text(id="wilayah lain", en="all other areas"),
}
