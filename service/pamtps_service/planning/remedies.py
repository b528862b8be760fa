"""Remedies: what would mend a shortage, each alone, found by planning again.

For a command more own strength; for a province more reserve, of its own or of the nation where that
has one, a higher ceiling where one binds, or a weaker size where a guard rule asks for a stronger
one. The least is given: one less, and something would still be short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.ceilings import Ceiling
from pamtps_service.planning.demand import Demand
from pamtps_service.planning.findings import named_area, named_command
from pamtps_service.planning.groups import Groups
from pamtps_service.planning.posts import post_count
from pamtps_service.planning.replanning import Change, Replanning, Scope
from pamtps_service.policy.catalogue import render
from pamtps_service.policy.model import Force, Guard
from pamtps_service.records.area_codes import NATION, to_text
from pamtps_service.records.plan import Remedy

Int64 = NDArray[np.int64]


class Remedies:
    """Finds what would mend the shortages of one plan.

    Args:
        demand: of the batch.
        groups: of the batch.
        ceilings: that apply.
        replannings: by force.
    """

    def __init__(
        self,
        demand: Demand,
        groups: Groups,
        ceilings: Sequence[Ceiling],
        replannings: Mapping[Force, Replanning],
    ) -> None:
        self._demand, self._groups = demand, groups
        self._ceilings = ceilings
        self._replannings = replannings
        self._of_nation: dict[Force, Remedy | None] = {}

    def of_command(self, force: Force, name: str, short: int) -> list[Remedy]:
        """What would mend the shortage of a command; nothing of a reserve itself."""
        again = self._replannings[force]
        if not again.commands.limited or name not in again.commands.names:
            return []
        command = again.commands.names.index(name)
        scope = again.around_command(command)

        def mends(more: int) -> bool:
            return not again.command_lacks(scope, command, more)

        needed = again.needed(key for key in scope if key[1] == command)
        lacking = needed - again.commands.own[command]
        more = _least(mends, short, again.enough(scope), lacking)
        if more is None:
            return []
        message = render("remedy-own", personnel=more, area=named_command(name))
        return [Remedy("own", name, more, None, None, message)]

    def of_province(self, force: Force, province: int, short: int) -> list[Remedy]:
        """What would mend the shortage of a province."""
        again = self._replannings[force]
        scope = again.around(province)
        found = [
            self._reserve(again, province, short, scope),
            self._national(again),
            *self._higher_ceilings(again, province, short, scope),
        ]
        if force == "polri":
            found += self._weaker_sizes(again, province, scope)
        return [remedy for remedy in found if remedy is not None]

    def _reserve(self, again: Replanning, province: int, short: int, scope: Scope) -> Remedy | None:
        # linmas do not move between regencies, unless the request says that some can
        stays = again.force == "linmas" and province not in again.commands.reserves
        if not again.commands.limited or stays:
            return None
        code = to_text(province, "province")

        def mends(more: int) -> bool:
            return not again.province_lacks(scope, province, Change(reserves={province: more}))

        more = _least(mends, short, again.enough(scope))
        if more is None:
            return None
        message = render("remedy-reserve", personnel=more, area=named_area(code))
        return Remedy("reserve", code, more, None, None, message)

    def _national(self, again: Replanning) -> Remedy | None:
        """More of the nation's reserve, where it has one: as much as mends all provinces."""
        if again.force not in self._of_nation:
            self._of_nation[again.force] = None
            scope = again.everybody()
            if again.commands.limited and again.commands.national_reserve:
                more = _least(
                    lambda more: not again.all_lack(more), again.all_lack(0), again.enough(scope)
                )
                if more is not None:
                    message = render("remedy-reserve", personnel=more, area=named_area(NATION))
                    found = Remedy("reserve", NATION, more, None, None, message)
                    self._of_nation[again.force] = found
        return self._of_nation[again.force]

    def _higher_ceilings(
        self, again: Replanning, province: int, short: int, scope: Scope
    ) -> Iterator[Remedy]:
        for ceiling in self._ceilings:
            if ceiling.force != again.force or province not in (ceiling.code, ceiling.code // 100):
                continue

            def mends(more: int, area: int = ceiling.code) -> bool:
                return not again.province_lacks(scope, province, Change(ceilings={area: more}))

            more = _least(mends, short, again.enough(scope))
            if more is not None:
                rule = self._demand.rules[ceiling.rule].rule
                message = render(
                    "remedy-ceiling",
                    personnel=more,
                    area=named_area(ceiling.area),
                    rule=rule.title,
                )
                yield Remedy("ceiling", ceiling.area, more, None, ceiling.rule, message)

    def _weaker_sizes(self, again: Replanning, province: int, scope: Scope) -> Iterator[Remedy]:
        """For each guard rule the least size beyond its own that would do."""
        inside = self._groups.regency // 100 == province
        largest = int(self._groups.tps[inside].max(initial=0))
        code = to_text(province, "province")
        for index, of_plan in enumerate(self._demand.rules):
            guard = of_plan.rule.effect
            if (
                not isinstance(guard, Guard)
                or guard.sizes is None
                or not again.asks(index, province)
            ):
                continue

            def mends(size: int, rule: int = index, was: Guard = guard) -> bool:
                weaker = replace(was, sizes=(*(was.sizes or ()), size))
                change = Change(guard=(rule, weaker))
                return not again.province_lacks(scope, province, change)

            guess = self._likely_size(again, province, guard.sizes[-1], largest)
            size = _least(mends, guard.sizes[-1] + 1, largest, guess)
            if size is not None:
                title = of_plan.rule.title
                message = render("remedy-size", size=size, area=named_area(code), rule=title)
                yield Remedy("size", code, None, size, index, message)

    def _likely_size(self, again: Replanning, province: int, weakest: int, largest: int) -> int:
        """The size at which reserves would be enough if all groups of the weakest size had it; the
        sum says nothing of ceilings and of who shares a post, so it is only where to begin."""
        groups, commands = self._groups, again.commands
        sizes = np.array([needed.sizes[-1] for needed in self._demand.requirements], np.int64)
        polri = np.array([needed.polri for needed in self._demand.requirements], np.int64)
        inside = groups.regency // 100 == province
        open_ = inside & (sizes[groups.requirement] == weakest)
        each = polri[groups.requirement[open_]]
        own = np.array(commands.own, np.int64)
        fixed = np.zeros(len(own), np.int64)
        for command in np.unique(groups.command[inside]).tolist():
            fixed[command] = again.needed([(province, command)])
        fixed -= _by_command(
            groups.command[open_], each * post_count(groups.tps[open_], weakest), own
        )
        reserve = commands.reserves.get(province, 0) - again.needed([(province, -1)])
        fails, does = weakest, largest
        while does - fails > 1:
            middle = (fails + does) // 2
            posts = post_count(groups.tps[open_], middle)
            need = fixed + _by_command(groups.command[open_], each * posts, own)
            if int(np.maximum(need - own, 0)[fixed + need > 0].sum()) <= reserve:
                does = middle
            else:
                fails = middle
        return does


def _by_command(command: Int64, persons: Int64, own: Int64) -> Int64:
    """Sums by command; as long as `own`."""
    sums = np.zeros(len(own), np.int64)
    np.add.at(sums, command, persons)
    return sums


def _least(
    mends: Callable[[int], bool], least: int, most: int, guess: int | None = None
) -> int | None:
    """The least number from `least` to `most` that mends; None where none does.

    A greater number mends wherever a lesser one does, so it is sought around the guess, in steps
    that double, and then between the last that fails and the first that mends.
    """
    if least > most:
        return None
    at = max(least, min(most, least if guess is None else guess))
    fails, does = least - 1, most + 1
    step = 1
    while True:
        if mends(at):
            does = at
            following = max(least, at - step)
        else:
            fails = at
            following = min(most, at + step)
        if fails >= least and does <= most:
            break
        if does == least or fails == most:
            return does if does == least else None
        at, step = following, step * 2
    while does - fails > 1:
        middle = (fails + does) // 2
        if mends(middle):
            does = middle
        else:
            fails = middle
    return does
