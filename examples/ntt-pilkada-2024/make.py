#!/usr/bin/env python3
"""Write tps.csv, strengths.csv, stocks.csv and seats.csv: NTT, Pilkada 2024, 2024-11-27.

    python make.py            # writes the files beside itself
    python make.py --check    # exit 1 where the files differ from what would be written

Published (README.md names the sources): the TPS of each regency, the TPS of each tier, those at
special locations, and the personnel of each force. The villages are the official ones
(villages.csv). All else is filled in from a hash of the code it belongs to, so the same call
writes the same bytes on every machine.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import pathlib
import sys
from collections import Counter
from collections.abc import Iterable, Mapping

HERE = pathlib.Path(__file__).resolve().parent

# Published ---------------------------------------------------------------------------------------

PROVINCE = ("53", "Nusa Tenggara Timur")
REGENCIES: dict[str, tuple[str, int]] = {
    "53.01": ("Kabupaten Kupang", 612),
    "53.02": ("Kabupaten Timor Tengah Selatan", 770),
    "53.03": ("Kabupaten Timor Tengah Utara", 445),
    "53.04": ("Kabupaten Belu", 374),
    "53.05": ("Kabupaten Alor", 510),
    "53.06": ("Kabupaten Flores Timur", 487),
    "53.07": ("Kabupaten Sikka", 556),
    "53.08": ("Kabupaten Ende", 637),
    "53.09": ("Kabupaten Ngada", 330),
    "53.10": ("Kabupaten Manggarai", 635),
    "53.11": ("Kabupaten Sumba Timur", 507),
    "53.12": ("Kabupaten Sumba Barat", 240),
    "53.13": ("Kabupaten Lembata", 264),
    "53.14": ("Kabupaten Rote Ndao", 273),
    "53.15": ("Kabupaten Manggarai Barat", 586),
    "53.16": ("Kabupaten Nagekeo", 308),
    "53.17": ("Kabupaten Sumba Tengah", 156),
    "53.18": ("Kabupaten Sumba Barat Daya", 506),
    "53.19": ("Kabupaten Manggarai Timur", 591),
    "53.20": ("Kabupaten Sabu Raijua", 190),
    "53.21": ("Kabupaten Malaka", 337),
    "53.71": ("Kota Kupang", 552),
}
"""Name and number of TPS, together 9,866."""
SANGAT_RAWAN = 104
RAWAN = 1_237
SPECIAL = 16
POLRI_RESERVE = 671
POLRI_OWN = 5_477
TNI = 2_628
LINMAS = 19_732
VULNERABLE = {"53.15", "53.11", "53.13", "53.03", "53.04", "53.21", "53.14"}
HARD_TO_REACH = {"53.11", "53.05", "53.13", "53.09"}

# Filled in ---------------------------------------------------------------------------------------

SPECIAL_VILLAGES: dict[str, int] = {
    "53.01.08.2011": 1,
    "53.02.01.1009": 1,
    "53.03.05.1006": 1,
    "53.04.05.2001": 1,
    "53.05.01.1009": 1,
    "53.06.03.1024": 1,
    "53.07.15.1002": 1,
    "53.08.19.1004": 1,
    "53.09.06.1014": 1,
    "53.11.01.1004": 1,
    "53.12.10.1013": 1,
    "53.13.05.1004": 1,
    "53.14.03.1009": 1,
    "53.71.03.1015": 3,
}
"""TPS at special locations by village: places that had one in February 2024."""

ARMY_COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Kodim 1601/Sumba Timur": ("53.11", ("53.11",)),
    "Kodim 1602/Ende": ("53.08", ("53.08",)),
    "Kodim 1603/Sikka": ("53.07", ("53.07",)),
    "Kodim 1604/Kupang": ("53.01", ("53.01", "53.20", "53.71")),
    "Kodim 1605/Belu": ("53.04", ("53.04", "53.21")),
    "Kodim 1612/Manggarai": ("53.10", ("53.10", "53.19")),
    "Kodim 1613/Sumba Barat": ("53.12", ("53.12", "53.17")),
    "Kodim 1618/Timor Tengah Utara": ("53.03", ("53.03",)),
    "Kodim 1621/Timor Tengah Selatan": ("53.02", ("53.02",)),
    "Kodim 1622/Alor": ("53.05", ("53.05",)),
    "Kodim 1624/Flores Timur": ("53.06", ("53.06", "53.13")),
    "Kodim 1625/Ngada": ("53.09", ("53.09", "53.16")),
    "Kodim 1627/Rote Ndao": ("53.14", ("53.14",)),
    "Kodim 1629/Sumba Barat Daya": ("53.18", ("53.18",)),
    "Kodim 1630/Manggarai Barat": ("53.15", ("53.15",)),
}
"""Army districts: the regency of their seat, and the regencies they cover; some cover several."""


STOCKS: dict[str, int] = {"53": 120, "53.05": 20, "53.11": 40, "53.13": 20}
"""Radios at hand, by area: made up."""
SEATS: dict[tuple[str, str, str], int] = {
    ("sea", "H-3", "53"): 300,
    ("sea", "H-3", "53.05"): 100,
    ("sea", "H-3", "53.13"): 60,
    ("air", "H-3", "53"): 120,
}
"""Seats by transport, day and area: made up."""


def pick(*key: str) -> int:
    """A whole number from 0 to 999,999 that depends on the key alone."""
    digest = hashlib.blake2b("/".join(key).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % 1_000_000


def shares(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split total in proportion to weights by largest remainder, in whole numbers."""
    whole = sum(weights.values())
    parts = {key: total * weight // whole for key, weight in weights.items()}
    by_rest = sorted(weights, key=lambda key: (-(total * weights[key] % whole), key))
    for key in by_rest[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def regular_stations(villages: list[str], total: int) -> dict[str, int]:
    """TPS by village: one each, the rest by a made-up size; urban villages (1xxx) are larger."""
    weights = {
        village: (3 if village[9] == "1" else 1) * (300_000 + pick("size", village))
        for village in villages
    }
    more = shares(total - len(villages), weights)
    return {village: 1 + more[village] for village in villages}


def access_to(village: str) -> str:
    """How a village is reached; in regencies that are hard to reach, more by sea and on foot."""
    district_is_remote = village[:5] in HARD_TO_REACH or pick("remote", village[:8]) < 60_000
    chance = pick("access", village)
    if district_is_remote:
        if chance < 250_000:
            return "sea"
        if chance < 270_000:
            return "air"
        return "foot" if chance < 400_000 else "road"
    if chance < 15_000:
        return "sea"
    return "foot" if chance < 30_000 else "road"


def travel_minutes(village: str, access: str) -> int:
    """Minutes from the police unit; far villages are few."""
    start = {"road": 15, "foot": 90, "sea": 120, "air": 60}[access]
    longest = 420 if village[:5] in HARD_TO_REACH else 120
    chance = pick("travel", village)
    return start + longest * chance**3 // 10**18


def tiers(codes: list[str]) -> dict[str, str]:
    """Which TPS are rawan and sangat rawan; vulnerable regencies have more of them."""

    def rank(code: str) -> tuple[int, str]:
        return pick("tier", code) // (4 if code[:5] in VULNERABLE else 1), code

    ranked = sorted(codes, key=rank)
    words = dict.fromkeys(codes, "kurang_rawan")
    words.update(dict.fromkeys(ranked[:SANGAT_RAWAN], "sangat_rawan"))
    words.update(dict.fromkeys(ranked[SANGAT_RAWAN : SANGAT_RAWAN + RAWAN], "rawan"))
    return words


def tps_rows(villages: list[str]) -> list[list[object]]:
    """The rows of tps.csv in code order, its header first."""
    codes: list[str] = []
    for regency, (_, published) in REGENCIES.items():
        inside = [village for village in villages if village.startswith(f"{regency}.")]
        special = {v: n for v, n in SPECIAL_VILLAGES.items() if v.startswith(f"{regency}.")}
        regular = regular_stations(inside, published - sum(special.values()))
        for village in inside:
            numbers = [*range(1, regular[village] + 1)]
            numbers += range(901, 901 + special.get(village, 0))
            codes += [f"{village}.{number:03d}" for number in numbers]
    tier_of = tiers(codes)
    rows: list[list[object]] = [
        [
            "tps_code",
            "province_code",
            "regency_code",
            "district_code",
            "village_code",
            "number",
            "risk_tier",
            "special_location",
            "registered_voters",
            "access",
            "travel_minutes",
        ]
    ]
    for code in codes:
        village, number = code[:13], int(code[14:])
        access = access_to(village)
        rows.append(
            [
                code,
                code[:2],
                code[:5],
                code[:8],
                village,
                number,
                tier_of[code],
                "true" if number >= 901 else "false",
                250 + pick("voters", code) * 351 // 1_000_000,
                access,
                travel_minutes(village, access),
            ]
        )
    return rows


def strength_rows() -> list[list[object]]:
    """The rows of strengths.csv, its header first."""
    stations = {code: count for code, (_, count) in REGENCIES.items()}
    linmas = {code: LINMAS * count // sum(stations.values()) for code, count in stations.items()}
    army = {
        name: sum(stations[code] for code in covers) for name, (_, covers) in ARMY_COMMANDS.items()
    }
    rows: list[list[object]] = [
        ["area_code", "area_name", "force", "personnel", "role", "command", "covers"],
        [*PROVINCE, "polri", POLRI_RESERVE, "reserve", "", ""],
    ]
    for code, personnel in shares(POLRI_OWN, stations).items():
        rows.append([code, REGENCIES[code][0], "polri", personnel, "own", "", ""])
    for name, personnel in shares(TNI, army).items():
        seat, covers = ARMY_COMMANDS[name]
        rows.append([seat, REGENCIES[seat][0], "tni", personnel, "own", name, " ".join(covers)])
    for code, personnel in linmas.items():
        rows.append([code, REGENCIES[code][0], "linmas", personnel, "own", "", ""])
    return rows


def stock_rows() -> list[list[object]]:
    """The rows of stocks.csv, its header first."""
    return [["area_code", "item", "count"], *([a, "radio", n] for a, n in STOCKS.items())]


def seat_rows() -> list[list[object]]:
    """The rows of seats.csv, its header first."""
    header: list[object] = ["transport", "days_before", "area_code", "count"]
    return [header, *([*key, count] for key, count in SEATS.items())]


def must_be(what: str, found: int, published: int) -> None:
    if found != published:
        raise SystemExit(f"{what}: {found:,}, but {published:,} are published")


def check_published(tps: list[list[object]], strengths: list[list[object]]) -> None:
    """Count again in the finished rows whatever is published."""

    def column(index: int) -> Counter[object]:
        return Counter(row[index] for row in tps[1:])

    def personnel(force: str) -> int:
        return sum(int(str(row[3])) for row in strengths[1:] if row[2] == force)

    must_be("TPS", len(tps) - 1, 9_866)
    for code, (name, count) in REGENCIES.items():
        must_be(f"TPS of {name}", column(2)[code], count)
    must_be("districts", len(column(3)), 315)
    must_be("villages", len(column(4)), 3_442)
    must_be("TPS rawan", column(6)["rawan"], RAWAN)
    must_be("TPS sangat rawan", column(6)["sangat_rawan"], SANGAT_RAWAN)
    must_be("special locations", column(7)["true"], SPECIAL)
    must_be("Polri", personnel("polri"), POLRI_RESERVE + POLRI_OWN)
    must_be("TNI", personnel("tni"), TNI)
    must_be("linmas", personnel("linmas"), LINMAS)


def written(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def main() -> int:
    """Write or check the files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    arguments = parser.parse_args()
    villages = sorted((HERE / "villages.csv").read_text(encoding="utf-8").split()[1:])
    tps, strengths = tps_rows(villages), strength_rows()
    check_published(tps, strengths)
    status = 0
    files = {"tps.csv": tps, "strengths.csv": strengths, "stocks.csv": stock_rows()}
    files["seats.csv"] = seat_rows()
    for name, rows in files.items():
        path, text = HERE / name, written(rows)
        if not arguments.check:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_bytes() != text.encode():
            print(f"{path} differs from what {HERE / 'make.py'} writes", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    raise SystemExit(main())
