"""Strengths and ceilings as rows of a program: own strength, the province's reserve, the nation's.

Who is served from where is left open, also of what was granted before, so that a program finds
whether persons can be had at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pamtps_service.records.area_codes import NATION
from pamtps_service.verify.commands import RESERVE
from pamtps_service.verify.optimal.needs import AtHand, Cell
from pamtps_service.verify.optimal.programs import Program


@dataclass(slots=True)
class Demand:
    """Persons that serve in a cell: a number, and a sum of columns."""

    persons: int = 0
    terms: list[tuple[int, int]] = field(default_factory=list)


def supply(program: Program, at_hand: AtHand, demands: Mapping[Cell, Demand]) -> list[int]:
    """Let demands be met from strengths and stay under ceilings.

    Returns:
        The columns that count the persons from reserves for commands.
    """
    for area, most in sorted(at_hand.ceilings.items()):
        inside = [
            demand for cell, demand in demands.items() if area in (cell.regency, cell.province)
        ]
        terms = [term for demand in inside for term in demand.terms]
        program.row(None, most - sum(demand.persons for demand in inside), terms)
    if not at_hand.limited:
        return []
    drawn: dict[tuple[str, str], list[int]] = {}
    from_reserves: list[int] = []
    for (command, province), inside in sorted(_by_command(demands).items()):
        sources = {("reserve", province): at_hand.reserves.get(province, 0)}
        sources["reserve", NATION] = at_hand.national
        if not command.startswith(RESERVE):
            sources["own", command] = at_hand.own.get(command, 0)
        columns = []
        for (kind, name), most in sorted(sources.items()):
            if most:
                column = program.column(0, most)
                columns.append(column)
                drawn.setdefault((kind, name), []).append(column)
                if kind == "reserve" and not command.startswith(RESERVE):
                    from_reserves.append(column)
        terms = [term for demand in inside for term in demand.terms]
        terms += [(column, -1) for column in columns]
        program.row(None, -sum(demand.persons for demand in inside), terms)
    for (kind, name), used in sorted(drawn.items()):
        most = at_hand.own[name] if kind == "own" else at_hand.reserves[name]
        if len(used) > 1:
            program.row(None, most, [(column, 1) for column in used])
    return from_reserves


def _by_command(demands: Mapping[Cell, Demand]) -> dict[tuple[str, str], list[Demand]]:
    found: dict[tuple[str, str], list[Demand]] = {}
    for cell, demand in demands.items():
        found.setdefault((cell.command, cell.province), []).append(demand)
    return found


def together(cells: Iterable[Cell], provinces: Iterable[str], at_hand: AtHand) -> list[list[str]]:
    """Provinces that share strengths: all where the nation has a reserve, else those in which one
    command guards; the latter are taken together, the others stand alone."""
    everywhere = sorted(provinces)
    if not at_hand.limited:
        return [[province] for province in everywhere]
    if at_hand.national:
        return [everywhere]
    serves: dict[str, set[str]] = {}
    for cell in cells:
        serves.setdefault(cell.command, set()).add(cell.province)
    joined = sorted(set().union(*(found for found in serves.values() if len(found) > 1)))
    alone = [[province] for province in everywhere if province not in joined]
    return sorted([*alone, joined] if joined else alone)
