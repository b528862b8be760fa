"""The keys of files that hold tests of policies, for their reader, schema and layout;
docs/policy-tests.md says what each means."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import ALWAYS_KNOWN, FORCES, STANDARD_ATTRIBUTES

TEST_KEYS: Final = ("tests", "election_date", "facts", "cases")
CASE_KEYS: Final = ("name", "tps", "area", "holds", "election_date", "expect")
FACT_KEYS: Final = (
    "area",
    *(attribute.name for attribute in (*ALWAYS_KNOWN, *STANDARD_ATTRIBUTES)),
)
OUTCOME_KEYS: Final = (
    "risk_tier",
    "labels",
    "covered",
    *FORCES,
    "tps_per_post",
    "within",
    "choose",
    "transport",
    "fallback",
    "depart",
    "rules",
    "not_rules",
    "units",
    "equipment",
)
"""What may be expected of a TPS."""
AREA_KEYS: Final = ("rules", "not_rules", "polri", "tni", "linmas", "units", "equipment")
"""What may be expected of an area."""
NONE: Final = "none"
"""In place of a movement that there is not."""
