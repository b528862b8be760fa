"""Aims of a plan beside their best values, found by the proof that it is the best."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    "solver-missing": Text(
        id="Pemeriksaan apakah rencana ini yang terbaik memerlukan paket highspy, yang tidak terpasang; paket itu ikut dalam paket tambahan “service”.",
        en="To check whether the plan is the best, the package highspy is needed, which is not installed; it comes with the extra “service”.",
    ),
    "aim-shortage": Text(
        id="Kekurangan {force} untuk {claim} di {area}: dalam rencana {planned}, paling sedikit {best}.",
        en="Shortage of {force} for {claim} in {area}: planned {planned}, best {best}.",
    ),
    "aim-shortage-of-linmas": Text(
        id="Kekurangan {claim} di {area}: dalam rencana {planned}, paling sedikit {best}.",
        en="Shortage of {claim} in {area}: planned {planned}, best {best}.",
    ),
    "aim-weakest-command": Text(
        id="Ukuran pos {force} untuk {claim} di {area}, satuan terlemah lebih dahulu: {command} mencapai {planned}/{whole} dari ukuran terkuatnya, terbaik {best}/{whole}.",
        en="Sizes of posts of {force} for {claim} in {area}, the weakest command first: {command} stands at {planned}/{whole} of its strongest sizes, best {best}/{whole}.",
    ),
    "aim-transfers": Text(
        id="{force} dari cadangan di {area}: dalam rencana {planned}, paling sedikit {best}.",
        en="{force} from reserves in {area}: planned {planned}, best {best}.",
    ),
}
