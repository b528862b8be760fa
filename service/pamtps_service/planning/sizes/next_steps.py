"""Next steps: for each command and tier that is not at its wish, the cheapest step up, and what is
left for it.

What a tier could have is what is left when it and the tiers above it were raised: what lower tiers
took came after it. It is told for the reader, who can add it up; it is no proof that the plan is
the best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.demand import Demand
from pamtps_service.planning.pool import Pool
from pamtps_service.planning.sizes.frontier import Choice
from pamtps_service.planning.sizes.raised import Raised
from pamtps_service.planning.sizes.supply import Supply
from pamtps_service.records.area_codes import NATION, CodeLevel, to_text
from pamtps_service.records.plan import Bind, NextStep


def next_steps(raised: Mapping[Claimant, Raised], demand: Demand, pool: Pool) -> list[NextStep]:
    """The next step of each command and tier.

    Args:
        raised: how far each part was raised.
        demand: of the batch.
        pool: what was left before anything was raised.
    """
    found = []
    supply = Supply(pool, sorted(raised))
    ranks = sorted({rank for result in raised.values() for rank in result.sizes}, reverse=True)
    for rank in ranks:
        taken = {
            part: sum(count for tier, count in result.persons.items() if tier >= rank)
            for part, result in raised.items()
        }
        left = supply.without(taken)
        cheapest: dict[int, tuple[int, Claimant, Choice, int]] = {}
        for part in sorted(raised):
            for persons, choice, step in _steps(raised[part], rank):
                known = cheapest.get(part.command)
                if known is None or persons < known[0]:
                    cheapest[part.command] = (persons, part, choice, step)
        for command in sorted(cheapest):
            persons, part, choice, step = cheapest[command]
            level = demand.requirements[choice.requirement].choose
            found.append(
                NextStep(
                    command=pool.name_of(part),
                    risk_tier=rank,
                    area=to_text(choice.area, level),
                    size=choice.sizes[step],
                    next_size=choice.sizes[step + 1],
                    personnel=persons,
                    binds=tuple(_binds(part, persons, left, pool.commands)),
                )
            )
    return found


def _steps(raised: Raised, rank: int) -> Iterator[tuple[int, Choice, int]]:
    """Persons of the next step of each choice, the choice, and the step it stands on."""
    for choice, size in zip(raised.choices.get(rank, ()), raised.sizes.get(rank, ()), strict=True):
        step = choice.sizes.index(size)
        if step + 1 < len(choice.sizes):
            yield choice.extra[step + 1] - choice.extra[step], choice, step


def _binds(part: Claimant, persons: int, left: Supply, commands: Commands) -> Iterator[Bind]:
    """What a step needs of each strength and ceiling, and what is left of it; a strength that
    lacks something passes it on to the next."""
    own = left.own[part.command]
    yield Bind("own", commands.names[part.command], persons, own)
    lacking = persons - own
    if lacking > 0 and part.province in commands.reserves:
        reserve = left.reserves[part.province]
        yield Bind("reserve", to_text(part.province, "province"), lacking, reserve)
        lacking -= reserve
    if lacking > 0 and commands.national_reserve:
        yield Bind("reserve", NATION, lacking, left.national)
    areas: tuple[tuple[int, CodeLevel], ...] = (
        (part.regency, "regency"),
        (part.province, "province"),
    )
    for area, level in areas:
        if area in left.room:
            yield Bind("ceiling", to_text(area, level), persons, left.room[area])
