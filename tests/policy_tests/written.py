"""Test files written from cases of the reference."""

from __future__ import annotations

from typing import Any

from tests.reference.strategies import written

HEAD = "tests: {id}\nelection_date: 2024-02-14\n"


def file_of(policy_id: str, cases: list[dict[str, Any]]) -> str:
    """One line a case."""
    lines = "".join(f"  - {written(case)}\n" for case in cases)
    return HEAD.format(id=policy_id) + "cases:\n" + lines


def facts_of(row: dict[str, Any], *, with_code: bool) -> dict[str, str]:
    """A row of a request as the facts of a TPS: by its code, or by its village."""
    code = row["tps_code"]
    village, _, number = code.rpartition(".")
    facts = {"area": code if with_code else village, "submitted_tier": row["risk_tier"]}
    if not with_code and int(number) >= 901:
        facts["special_location"] = "true"
    named = {name: value for name, value in row.items() if name not in ("tps_code", "risk_tier")}
    return facts | {name: str(value) for name, value in named.items() if value is not None}
