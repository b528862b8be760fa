"""The least that a claim can be short of, given what the claims before it got together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pamtps_service.verify.optimal.needs import AtHand, Cell, Need
from pamtps_service.verify.optimal.network import Demand, supply
from pamtps_service.verify.optimal.programs import Program, UnprovenError


def short_in_plan(needs: Mapping[Cell, Need]) -> int:
    """Persons that a claim is short of."""
    return sum(need.need - need.granted for need in needs.values())


def least_short(
    before: Sequence[Mapping[Cell, Need]],
    now: Mapping[Cell, Need],
    fixed: Mapping[Cell, int],
    at_hand: AtHand,
) -> int:
    """The least that a claim can be short of.

    Args:
        before: the claims served earlier; together each gets no less than in the plan.
        now: the claim.
        fixed: persons that stay where they are.
        at_hand: strengths and ceilings.
    """
    program = Program()
    demands = {cell: Demand(persons) for cell, persons in fixed.items()}
    columns: list[dict[int, int]] = []
    for needs in (*before, now):
        granted = {}
        for cell, need in needs.items():
            column = program.column(0, need.need)
            granted[column] = 1
            demands.setdefault(cell, Demand()).terms.append((column, 1))
        columns.append(granted)
    for needs, granted in zip(before, columns, strict=False):
        program.row(sum(need.granted for need in needs.values()), None, granted.items())
    supply(program, at_hand, demands)
    found = program.most(columns[-1])
    if found is None:
        raise UnprovenError("what the plan grants cannot be had")
    return sum(need.need for need in now.values()) - found.worth
