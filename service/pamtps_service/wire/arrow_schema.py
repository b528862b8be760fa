"""The columns of Arrow tables, as they are written and must be read (docs/arrow.md)."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from pamtps_service.policy.model import ACCESS, Tier

MAX_ROWS: Final = 2_000_000
"""TPS of a batch or plan, at most, in either form."""
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "risk_tier": tuple(tier.name.lower() for tier in Tier),
    "access": ACCESS,
}
"""By column; value 1 of the enum is the first word."""
PERSONNEL: Final = ("polri", "polri_short", "tni", "tni_short", "linmas", "linmas_short")
"""Columns of posts that are named alike in messages, tables and records."""


def _field(name: str, kind: pa.DataType) -> pa.Field:
    return pa.field(name, kind, nullable=False)


POSTS: Final = pa.schema(
    [
        _field("area_code", pa.dictionary(pa.int32(), pa.string())),
        _field("command", pa.dictionary(pa.int32(), pa.string())),
        _field("station_count", pa.int32()),
        _field("first_tps_code", pa.string()),
        _field("size_limit", pa.int32()),
        *(_field(name, pa.int32()) for name in PERSONNEL),
        _field("rules", pa.list_(pa.int32())),
    ]
)
STATIONS: Final = pa.schema(
    [
        _field("tps_code", pa.string()),
        _field("risk_tier", pa.dictionary(pa.int8(), pa.string())),
        _field("labels", pa.list_(pa.int32())),
        pa.field("post", pa.int32()),
        _field("linmas", pa.int32()),
        _field("linmas_short", pa.int32()),
        _field("rules", pa.list_(pa.int32())),
        pa.field("movement", pa.int32()),
    ]
)
