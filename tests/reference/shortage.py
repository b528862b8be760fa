"""How much of each claim stays short when strengths nest: own, then the province's, the nation's.

Two ways that share nothing: the closed form of the planner's notes, and a linear program that
serves one claim after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import highspy


@dataclass(frozen=True)
class Strengths:
    """What one force needs and has, in persons."""

    claims: list[str]
    """In the order in which they are served."""
    province_of: dict[str, str]
    """For every command."""
    need: dict[str, dict[str, int]]
    """Of every command, by claim; a claim that is absent needs nobody."""
    own: dict[str, int]
    reserve: dict[str, int] = field(default_factory=dict)
    """Of every province."""
    need_on_reserve: dict[str, dict[str, int]] = field(default_factory=dict)
    """Of every province, by claim: what claims on the reserve itself."""
    nation: int = 0
    ceilings: dict[str, int] = field(default_factory=dict)
    """Most that may be assigned in a province, or to a command (which serves in one regency). The
    closed form knows none; the linear programs do."""


def closed_form(given: Strengths) -> dict[str, int]:
    """Persons short by claim, from the sums over nested strengths."""
    short: dict[str, int] = {}
    before = 0
    served: list[str] = []
    for claim in given.claims:
        served.append(claim)
        beyond_provinces = 0
        for province in sorted(set(given.province_of.values()) | set(given.need_on_reserve)):
            beyond = sum(given.need_on_reserve.get(province, {}).get(name, 0) for name in served)
            for command, need in given.need.items():
                if given.province_of[command] == province:
                    total = sum(need.get(name, 0) for name in served)
                    beyond += max(0, total - given.own.get(command, 0))
            beyond_provinces += max(0, beyond - given.reserve.get(province, 0))
        so_far = max(0, beyond_provinces - given.nation)
        short[claim] = so_far - before
        before = so_far
    return short


def by_linear_programs(given: Strengths) -> dict[str, int]:
    """Persons short by claim: minimise the first claim's shortage, hold it, then the next."""
    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    # all users of HiGHS in a process must agree on it
    model.setOptionValue("threads", 1)
    infinite = highspy.kHighsInf
    short_columns: dict[str, list[int]] = {claim: [] for claim in given.claims}
    drawn: dict[str, list[int]] = {}
    """Columns that draw on each source of personnel."""
    assigned: dict[str, list[int]] = {}
    """Columns that are assigned in each province and to each command."""
    columns = 0

    def draw(source: str) -> int:
        nonlocal columns
        model.addVar(0, infinite)
        drawn.setdefault(source, []).append(columns)
        columns += 1
        return columns - 1

    def serve(need: int, claim: str, sources: list[str], places: list[str]) -> None:
        nonlocal columns
        row = [draw(source) for source in sources]
        for place in places:
            assigned.setdefault(place, []).extend(row)
        model.addVar(0, infinite)
        short_columns[claim].append(columns)
        row.append(columns)
        columns += 1
        model.addRow(need, need, len(row), row, [1.0] * len(row))

    for command, need in given.need.items():
        province = given.province_of[command]
        for claim, persons in need.items():
            sources = [f"own {command}", f"reserve {province}", "nation"]
            serve(persons, claim, sources, [command, province])
    for province, need in given.need_on_reserve.items():
        for claim, persons in need.items():
            serve(persons, claim, [f"reserve {province}", "nation"], [province])
    available = {f"own {command}": persons for command, persons in given.own.items()}
    available |= {f"reserve {province}": persons for province, persons in given.reserve.items()}
    available["nation"] = given.nation
    for source, used in drawn.items():
        model.addRow(0, available.get(source, 0), len(used), used, [1.0] * len(used))

    for place, used in assigned.items():
        if place in given.ceilings:
            model.addRow(0, given.ceilings[place], len(used), used, [1.0] * len(used))

    short: dict[str, int] = {}
    for claim in given.claims:
        chosen = short_columns[claim]
        if not chosen:
            short[claim] = 0
            continue
        for column in range(columns):
            model.changeColCost(column, 1.0 if column in chosen else 0.0)
        model.run()
        assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        least = model.getInfo().objective_function_value
        short[claim] = round(least)
        assert abs(least - short[claim]) < 1e-6, "shortages of whole needs are whole"
        model.addRow(0, short[claim], len(chosen), chosen, [1.0] * len(chosen))
    return short
