"""What would mend a shortage, beside the finding that tells of it."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {
    "remedy-own": Text(
        id="Dengan {personnel} personel lagi di {area}, kekurangan ini teratasi.",
        en="With {personnel} more in {area} there would be no shortage.",
    ),
    "remedy-reserve": Text(
        id="Dengan {personnel} personel lagi pada cadangan {area}, kekurangan ini teratasi.",
        en="With {personnel} more in the reserve of {area} there would be no shortage.",
    ),
    "remedy-ceiling": Text(
        id="Jika batas “{rule}” di {area} dinaikkan {personnel} personel, kekurangan ini teratasi.",
        en="If the limit “{rule}” in {area} were {personnel} higher, there would be no shortage.",
    ),
    "remedy-size": Text(
        id="Jika “{rule}” mengizinkan satu pos untuk {size} TPS di {area}, kekurangan ini teratasi.",
        en="If “{rule}” allowed a post for {size} TPS in {area}, there would be no shortage.",
    ),
}
