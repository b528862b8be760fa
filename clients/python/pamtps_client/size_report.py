"""The sizes that a plan chose, and the next steps up, as a person reads them."""

from __future__ import annotations

from typing import Final

from pamtps.v1 import plan_pb2
from rich.text import Text as Styled

from pamtps_client.language import Language, Text, number, printable
from pamtps_client.report_layout import Cells, more_row, rows_table

SHOWN_STEPS: Final = 5
"""Next steps of a tier that the report shows; what hides the rest says how many they are."""
TIERS: Final = {
    plan_pb2.RISK_TIER_KURANG_RAWAN: "kurang rawan",
    plan_pb2.RISK_TIER_RAWAN: "rawan",
    plan_pb2.RISK_TIER_SANGAT_RAWAN: "sangat rawan",
}


def size_lines(
    plan: plan_pb2.DeploymentPlan, language: Language, width: int | None
) -> list[Styled]:
    """How many posts of each tier were formed with which size, the highest tier first."""
    nation = next((a for a in plan.areas if a.level == plan_pb2.AREA_LEVEL_NATION), None)
    if nation is None or not nation.sizes:
        return []
    sizes = sorted({choice.size_limit for choice in nation.sizes})
    posts = {(choice.risk_tier, choice.size_limit): choice.post_count for choice in nation.sizes}
    tiers = sorted({choice.risk_tier for choice in nation.sizes}, reverse=True)
    rows = [
        (
            TIERS[tier],
            tuple(
                number(posts[tier, size], language) if (tier, size) in posts else ""
                for size in sizes
            ),
        )
        for tier in tiers
    ]
    headings = [Text(id=f"{size} TPS", en=f"{size} TPS") for size in sizes]
    lead = Text(id="Pos, paling banyak", en="Posts of at most")[language]
    return rows_table(lead, rows, headings, (), language, width)


def step_lines(
    plan: plan_pb2.DeploymentPlan, language: Language, width: int | None
) -> list[Styled]:
    """For each tier the commands that are not at their wish, and what the next step lacks."""
    rows: list[tuple[str, Cells]] = []
    for tier in sorted(TIERS, reverse=True):
        steps = [step for step in plan.next_steps if step.risk_tier == tier]
        if not steps:
            continue
        rows.append((TIERS[tier], (number(len(steps), language), *("",) * 4)))
        rows += [_step(step, language) for step in steps[:SHOWN_STEPS]]
        rows += more_row(len(steps) - SHOWN_STEPS, 5, language)
    if not rows:
        return []
    headings = (
        Text(id="satuan", en="commands"),
        Text(id="ukuran", en="size"),
        Text(id="perlu", en="needs"),
        Text(id="sisa sendiri", en="own left"),
        Text(id="sisa cadangan", en="reserve left"),
    )
    lead = Text(id="Di bawah harapan", en="Below the wish")[language]
    return rows_table(lead, rows, headings, (), language, width)


def _step(step: plan_pb2.NextStep, language: Language) -> tuple[str, Cells]:
    own = sum(b.available for b in step.binds if b.kind == plan_pb2.BIND_KIND_OWN)
    reserves = [b.available for b in step.binds if b.kind == plan_pb2.BIND_KIND_RESERVE]
    return (
        printable(f"  {step.command} ({step.area_code})"),
        (
            "",
            f"{step.size_limit} → {step.next_size_limit}",
            number(step.personnel, language),
            number(own, language),
            number(sum(reserves), language) if reserves else "",
        ),
    )
