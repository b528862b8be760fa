"""A small world with real official codes: two provinces, two regencies and districts in each."""

from __future__ import annotations

PROVINCES = ["51", "53"]
REGENCIES = ["51.03", "51.71", "53.11", "53.15"]
REGENCY_NAMES = {
    "51": "Bali",
    "53": "Nusa Tenggara Timur",
    "51.03": "Badung",
    "51.71": "Kota Denpasar",
    "53.11": "Sumba Timur",
    "53.15": "Manggarai Barat",
}
DISTRICTS = [f"{regency}.{number:02}" for regency in REGENCIES for number in (1, 2)]
VILLAGES = [f"{district}.{number}" for district in DISTRICTS for number in (1001, 2001, 2002)]
NUMBERS = ["001", "002", "003", "004", "005", "901", "902"]
EVERYWHERE = [*PROVINCES, *REGENCIES, *DISTRICTS, VILLAGES[0], VILLAGES[-1]]
"""Codes that conditions may ask."""
