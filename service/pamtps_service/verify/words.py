"""What the words of the data are called in sentences, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pamtps_service.policy.model import Force, Text, Tier
from pamtps_service.records.plan import AreaLevelOfPlan, Bind, Severity, Status

FORCES: Final[Mapping[Force, Text]] = {
    "polri": Text(id="Polri", en="Polri"),
    "tni": Text(id="TNI", en="TNI"),
    "linmas": Text(id="Linmas", en="Linmas"),
}
STATUSES: Final[Mapping[Status, Text]] = {
    Status.COMPLETE: Text(id="lengkap", en="complete"),
    Status.SHORT: Text(id="kekurangan", en="short"),
    Status.INVALID: Text(id="tidak sah", en="invalid"),
    Status.PARTIAL: Text(id="sebagian", en="partial"),
}
LEVELS: Final[Mapping[AreaLevelOfPlan, Text]] = {
    AreaLevelOfPlan.NATION: Text(id="nasional", en="nation"),
    AreaLevelOfPlan.PROVINCE: Text(id="provinsi", en="province"),
    AreaLevelOfPlan.REGENCY: Text(id="kabupaten/kota", en="regency or city"),
    AreaLevelOfPlan.DISTRICT: Text(id="kecamatan", en="district"),
    AreaLevelOfPlan.COMMAND: Text(id="satuan", en="command"),
}
_CLAIMS: Final[Mapping[str, Text]] = {
    "kurang_rawan": Text(id="TPS kurang rawan", en="kurang rawan TPS"),
    "rawan": Text(id="TPS rawan", en="rawan TPS"),
    "sangat_rawan": Text(id="TPS sangat rawan", en="sangat rawan TPS"),
    "supervisor": Text(id="perwira pengendali", en="supervisors"),
    "reinforcement": Text(id="pasukan penguat", en="reinforcements"),
    "standby": Text(id="pasukan siaga", en="standby"),
}
FINDINGS: Final[Mapping[str, Text]] = {
    "not-covered": Text(id="TPS tidak dijaga", en="TPS is not covered"),
    "expectation-fails": Text(id="syarat tidak terpenuhi", en="expectation fails"),
    "expectation-not-checked": Text(id="syarat tidak diperiksa", en="expectation not checked"),
    "shortage": Text(id="kekurangan", en="shortage"),
    "shortage-in-command": Text(id="kekurangan satuan", en="shortage of a command"),
    "unlimited-force": Text(id="direncanakan tanpa batas", en="planned as unlimited"),
    "limit-not-applied": Text(id="batas tidak diterapkan", en="limit not applied"),
    "mix-without-whole-number": Text(
        id="tidak ada bilangan bulat TNI", en="no whole number of TNI"
    ),
    "mix-above-bound": Text(id="TNI di atas batas", en="TNI above the bound"),
    "movement-without-transport": Text(id="pergeseran tanpa angkutan", en="no transport"),
    "movement-without-seat": Text(id="daya angkut tidak cukup", en="too few seats"),
    "equipment-short": Text(id="kekurangan perlengkapan", en="equipment short"),
    "lone-posts": Text(id="pos dengan satu TPS", en="posts with a single TPS"),
    "strength-outside-batch": Text(id="kekuatan tanpa TPS", en="strength that guards no TPS"),
    "tps-without-command": Text(id="TPS tanpa satuan", en="TPS under no command"),
}
SEVERITIES: Final[Mapping[Severity, Text]] = {
    "error": Text(id="kesalahan", en="error"),
    "warning": Text(id="peringatan", en="warning"),
    "info": Text(id="catatan", en="note"),
}
BINDS: Final[Mapping[str, Text]] = {
    "own": Text(id="kekuatan sendiri", en="own strength"),
    "reserve": Text(id="cadangan", en="reserve"),
    "ceiling": Text(id="batas", en="ceiling"),
}
REMEDIES: Final[Mapping[str, Text]] = {
    **BINDS,
    "size": Text(id="ukuran pos", en="size of posts"),
}
_TRANSPORTS: Final[Mapping[str, Text]] = {
    "road": Text(id="jalan darat", en="road"),
    "foot": Text(id="jalan kaki", en="foot"),
    "sea": Text(id="laut", en="sea"),
    "air": Text(id="udara", en="air"),
}
MOVEMENT_SUMS: Final[Mapping[str, Text]] = {
    "tps": Text(id="TPS", en="TPS"),
    "polri": Text(id="Polri", en="Polri"),
    "tni": Text(id="TNI", en="TNI"),
    "without_transport": Text(id="personel tanpa angkutan", en="persons without transport"),
}


def transport(word: str) -> Text:
    """A transport; a dash where there is none."""
    return _TRANSPORTS.get(word, Text(id=word or "-", en=word or "-"))


def day(days_before: int) -> str:
    """A day before voting day, as both languages write it."""
    return f"H-{days_before}" if days_before else "H"


def tier(rank: int) -> str:
    """The tier, which is the same word in both languages; the bare number where it is none."""
    return Tier(rank).word.replace("_", " ") if 0 <= rank <= max(Tier) else str(rank)


def claim(name: str) -> Text:
    """A claim of the policy language; of linmas, tier and round (`rawan 2`); of TNI, the posts that
    stronger sizes add (`upgrades rawan`)."""
    word, _, turn = name.partition(" ")
    if word == "upgrades":
        more = _CLAIMS[turn]
        return Text(id=f"pos tambahan di {more.id}", en=f"posts beyond the minimum at {more.en}")
    found = _CLAIMS[word]
    if not turn:
        return found
    return Text(id=f"Linmas ke-{turn} {found.id}", en=f"Linmas round {turn} of {found.en}")


def step(area: str, size: int, next_size: int, personnel: int) -> Text:
    """A step up: where, from which size to which, and the persons more that it needs."""
    return Text(
        id=f"{area} dari {size} ke {next_size} TPS tiap pos, {personnel} personel lagi",
        en=f"{area} from {size} to {next_size} TPS a post, {personnel} persons more",
    )


def limits(binds: Iterable[Bind]) -> Text:
    """Limits in their order; a dash where there are none."""
    found = list(binds)
    return Text(
        id=", ".join(f"{BINDS[one.kind].id} {one.code} (perlu {one.need})" for one in found) or "-",
        en=", ".join(f"{BINDS[one.kind].en} {one.code} (need {one.need})" for one in found) or "-",
    )


def finding(code: str) -> Text | str:
    """A finding by its code; the code itself where the catalogue has none."""
    return FINDINGS.get(code, code)


def tier_value(rank: int) -> str:
    """The tier as it is written in a plan's JSON; the bare number where it is none."""
    return f"RISK_TIER_{Tier(rank).word.upper()}" if 0 <= rank <= max(Tier) else str(rank + 1)


def force_values(forces: Iterable[Force]) -> str:
    """Forces as they are written in a plan's JSON."""
    return ", ".join(f"FORCE_{force.upper()}" for force in forces)


def split(assigned: int, short: int, needed: int) -> dict[str, int | str]:
    """How what is assigned and what is short should make what is needed, with the least change.

    Fields of a repair: both numbers, and which of them alone is to be changed, if one is.
    """
    if 0 <= assigned <= needed:
        return {"assigned": assigned, "short": needed - assigned, "repair": "short"}
    if 0 <= short <= needed:
        return {"assigned": needed - short, "short": short, "repair": "assigned"}
    least = max(0, min(assigned, needed))
    return {"assigned": least, "short": needed - least, "repair": "both"}
