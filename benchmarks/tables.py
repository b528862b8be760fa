"""All measurements, by name. A new one is a module with `sections`, and a line here."""

from __future__ import annotations

from typing import Final

from benchmarks import (
    allocation,
    analysis,
    growth,
    nation,
    plan_and_rules,
    rule_evaluation,
    throughput,
    whole_plan,
)
from benchmarks.table import Table

TABLES: Final = (
    Table("rule-evaluation", rule_evaluation.sections, checked=True),
    Table("whole-plan", whole_plan.sections, checked=True),
    Table("plan-and-rules", plan_and_rules.sections, checked=False),
    Table("nation", nation.sections, checked=False),
    Table("growth", growth.sections, checked=False),
    Table("throughput", throughput.sections, checked=False),
    Table("analysis", analysis.sections, checked=False),
    Table("allocation", allocation.sections, checked=False),
)
