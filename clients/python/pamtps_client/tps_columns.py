"""The columns of a file of TPS, and the words that they hold."""

from __future__ import annotations

from typing import Final

from pamtps_client.csv_file import Columns

COLUMNS: Final = Columns(
    required=("tps_code", "risk_tier"),
    known=(
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
    ),
    others_allowed=True,
    or_table=True,
)
TIERS: Final = {"kurang_rawan": 1, "rawan": 2, "sangat_rawan": 3}
"""Values of RiskTier."""
ACCESSES: Final[dict[str, int | None]] = {"road": 1, "foot": 2, "sea": 3, "air": 4, "": None}
"""Values of Access; absent where empty."""
