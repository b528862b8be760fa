"""Planning again with other strengths, ceilings or sizes, to see what would be short then.

Only what can bear on the question is planned again: the claims on one force, in the provinces that
share its strengths; for Polri with the sizes chosen anew, for TNI and linmas with the same needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np

from pamtps_service.planning.allocation import ClaimOrder, allocate_polri, tier_claim
from pamtps_service.planning.ceilings import ceilings_of
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.columns import starts_of_runs
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.demand import Demand, PolicyPart, with_guard
from pamtps_service.planning.groups import Groups, groups_of
from pamtps_service.planning.guard_needs import GuardNeeds
from pamtps_service.planning.nested import Asked, NestedStrengths
from pamtps_service.planning.pool import Pool, proportionally
from pamtps_service.planning.posts import post_count
from pamtps_service.planning.units import AddedUnit
from pamtps_service.policy.model import Claim, Force, Guard, Limit, Share, Tier
from pamtps_service.records.area_codes import DIVISOR, to_text
from pamtps_service.records.batch import CodeColumn, Strength

Scope: TypeAlias = "frozenset[tuple[int, int]]"
"""Provinces and commands (see Claimant)."""


@dataclass(frozen=True, slots=True)
class Change:
    """What would be otherwise: persons more, by index of a command, or code of an area."""

    own: Mapping[int, int] = field(default_factory=dict)
    reserves: Mapping[int, int] = field(default_factory=dict)
    national: int = 0
    ceilings: Mapping[int, int] = field(default_factory=dict)
    guard: tuple[int, Guard] | None = None
    """A rule (index of Demand.rules) and what it would say."""


class Replanning:
    """Plans one force again.

    Args:
        parts: of the batch.
        demand: of the batch.
        groups: of the batch.
        codes: integer TPS codes of the batch, ascending.
        units: what `add` rules require.
        order: of claims, by province.
        strengths: of the request.
        pool: of the force, as the plan left it.
        ceilings: of the force, by integer code of the area.
        step: told of each time that it plans again; may raise to end the work.
    """

    def __init__(
        self,
        parts: Sequence[PolicyPart],
        demand: Demand,
        groups: Groups,
        codes: CodeColumn,
        units: Sequence[AddedUnit],
        order: ClaimOrder,
        strengths: Sequence[Strength],
        pool: Pool,
        ceilings: Mapping[int, int],
        step: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._parts, self._demand, self._groups, self._codes = parts, demand, groups, codes
        self._units, self._order, self._strengths = units, order, strengths
        self._commands = pool.commands
        self._servings = pool.servings
        self._ceilings = ceilings
        self._step = step
        self._by_share = any(
            isinstance(bound, Share)
            for of_plan in demand.rules
            if isinstance(of_plan.rule.effect, Limit)
            for force, bound in of_plan.rule.effect.ceilings
            if force == self.force
        )
        self._together = _provinces_together(pool)
        self._spread = pool.spread()
        self._asks: dict[tuple[int, int], list[tuple[int, Claimant, int]]] = {}
        self._needs: dict[tuple[int, int], int] = {}
        self._keys_of_command: dict[int, list[tuple[int, int]]] = {}
        self._scopes: dict[frozenset[int], Scope] = {}
        self._nested_scopes: dict[Scope, bool] = {}
        for number, serving in enumerate(pool.servings):
            for claimant, need in serving.needs.items():
                key = (claimant.province, claimant.command)
                if key not in self._asks:
                    self._asks[key] = []
                    self._keys_of_command.setdefault(claimant.command, []).append(key)
                self._asks[key].append((number, claimant, need))
                if serving.claim != "upgrades":
                    self._needs[key] = self._needs.get(key, 0) + need

    @property
    def commands(self) -> Commands:
        return self._commands

    @property
    def force(self) -> Force:
        return self._commands.force

    def everybody(self) -> Scope:
        """All who claim."""
        return frozenset(self._asks)

    def needed(self, scope: Iterable[tuple[int, int]]) -> int:
        """Persons that they need of all claims but stronger sizes."""
        return sum(self._needs.get(key, 0) for key in scope)

    def enough(self, scope: Scope) -> int:
        """So many persons more are enough for all of them, whoever is served first: what they need,
        and, where stronger sizes come before some of it, what the strongest sizes need."""
        whole = self.needed(scope)
        if self._upgrades_last(scope):
            return whole
        requirements, groups = self._demand.requirements, self._groups
        at = groups.requirement
        polri = np.array([needed.polri for needed in requirements], np.int64)[at]
        strongest = np.array([needed.sizes[0] for needed in requirements], np.int64)[at]
        inside = np.isin(groups.regency // 100, sorted({province for province, _ in scope}))
        return whole + int((polri * post_count(groups.tps, strongest))[inside].sum())

    def asks(self, rule: int, province: int) -> bool:
        """Whether a rule for TPS matches one of a province."""
        return rule in self._rules_of.get(province, ())

    def around(self, province: int) -> Scope:
        """All whose strengths bear on what is short in a province."""
        together = self._together.get(province, frozenset((province,)))
        if together not in self._scopes:
            self._scopes[together] = frozenset(key for key in self._asks if key[0] in together)
        return self._scopes[together]

    def around_command(self, command: int) -> Scope:
        """All whose strengths bear on what a command lacks: itself alone where it shares none and
        no ceiling lies over it."""
        own = frozenset(self._keys_of_command.get(command, ()))
        around = frozenset[tuple[int, int]]()
        for province, _ in own:
            capped = province in self._capped
            if self._commands.reserves.get(province) or capped or province in self._together:
                around |= self.around(province)
        return around or own

    def command_lacks(self, scope: Scope, command: int, more: int) -> int:
        """Persons that a command would lack with so many more of its own.

        Args:
            scope: all whose strengths bear on it.
            command: index of Commands.names.
            more: persons.
        """
        if self._is_nested(scope):
            provinces = {province for province, _ in self._keys_of_command.get(command, ())}
            return sum(self._nested.command_lacks(one, command, more) for one in provinces)
        lacking = self.lacking(scope, Change(own={command: more}))
        return sum(n for who, n in lacking.items() if who.command == command)

    def province_lacks(self, scope: Scope, province: int, change: Change) -> int:
        """Persons that a province would lack.

        Args:
            scope: all whose strengths bear on it.
            province: integer code.
            change: what would be otherwise, of this province alone or of a rule.
        """
        if self._is_nested(scope) and not change.ceilings and not change.own:
            if change.guard is None:
                return self._nested.province_lacks(province, change.reserves.get(province, 0))
            anew = self._with_guard(scope, *change.guard)
            if anew is not None:
                return anew.province_lacks(province)
        lacking = self.lacking(scope, change)
        return sum(n for who, n in lacking.items() if who.province == province)

    def all_lack(self, national: int) -> int:
        """Persons that all provinces would lack with so many more in the nation's reserve."""
        scope = self.everybody()
        if self._is_nested(scope):
            return self._nested.all_lack(national)
        return sum(self.lacking(scope, Change(national=national)).values())

    def _is_nested(self, scope: Scope) -> bool:
        """Whether nested strengths answer for a scope (see nested)."""
        if scope not in self._nested_scopes:
            self._nested_scopes[scope] = (
                self._commands.limited
                and self._upgrades_last(scope)
                and not any(
                    province in self._capped or command in self._spread
                    for province, command in scope
                )
            )
        return self._nested_scopes[scope]

    @cached_property
    def _capped(self) -> frozenset[int]:
        """The provinces in which a ceiling lies."""
        return frozenset(area if area < 100 else area // 100 for area in self._ceilings)

    @cached_property
    def _nested(self) -> NestedStrengths:
        """The claims that are served again as they are."""
        claims = [
            Asked(serving.needs, serving.divide, serving.claim != "upgrades")
            for serving in self._servings
            if self.force != "polri" or serving.claim != "upgrades"
        ]
        return NestedStrengths(self._commands, claims)

    def _with_guard(self, scope: Scope, rule: int, guard: Guard) -> NestedStrengths | None:
        """The claims if a rule for guards allowed other sizes; None where not all provinces have
        the same order of claims."""
        provinces = sorted({province for province, _ in scope})
        orders = {self._order[province] for province in provinces}
        if len(orders) != 1:
            return None
        needs = self._guard_needs.needs(provinces, rule, guard)
        for role, claimant, persons in self._claims_of_units:
            if claimant.province in provinces:
                needs[role][claimant] = needs[role].get(claimant, 0) + persons
        claims = [
            Asked(needs[claim], proportionally, True)
            for claim in orders.pop()
            if claim != "upgrades"
        ]
        return NestedStrengths(self._commands, claims)

    @cached_property
    def _claims_of_units(self) -> list[tuple[Claim, Claimant, int]]:
        """What units of the force need, by claim and claimant: all claims but those of guards."""
        of_guards = {"upgrades", *(tier_claim(tier) for tier in Tier)}
        return [
            (serving.claim, claimant, need)
            for serving in self._servings
            if serving.claim not in of_guards
            for claimant, need in serving.needs.items()
        ]

    @cached_property
    def _guard_needs(self) -> GuardNeeds:
        return GuardNeeds(self._demand, self._groups, self._codes)

    @cached_property
    def _rules_of(self) -> dict[int, frozenset[int]]:
        """The rules for TPS that match in each province."""
        codes = self._codes // DIVISOR["province"]
        starts = starts_of_runs([codes])
        sets = np.split(self._demand.rule_set, starts[1:])
        return {
            province: frozenset(
                rule
                for rules in np.flatnonzero(np.bincount(inside)).tolist()
                for rule in self._demand.rule_sets[rules]
            )
            for province, inside in zip(codes[starts].tolist(), sets, strict=True)
        }

    def lacking(self, scope: Scope, change: Change) -> dict[Claimant, int]:
        """Persons that each claimant would lack.

        Args:
            scope: all whose strengths bear on each other.
            change: what would be otherwise.
        """
        self._step("findings")
        pool = Pool(self._changed(change), self._rooms(change))
        if change.guard is not None or not self._upgrades_last(scope):
            self._plan_polri(pool, frozenset(province for province, _ in scope), change)
        else:
            needs: dict[int, dict[Claimant, int]] = {}
            for key in scope:
                for number, claimant, need in self._asks[key]:
                    needs.setdefault(number, {})[claimant] = need
            for number in sorted(needs):
                was = self._servings[number]
                if self.force == "polri" and was.claim == "upgrades":
                    continue
                pool.serve(needs[number], was.divide, was.claim, fixed=was.fixed)
        found: dict[Claimant, int] = {}
        for serving in pool.servings:
            if serving.claim == "upgrades":
                continue
            given = serving.given()
            for claimant, need in serving.needs.items():
                found[claimant] = found.get(claimant, 0) + need - given[claimant]
        return found

    def _upgrades_last(self, scope: Scope) -> bool:
        """Whether needs are served as they are: of all forces but Polri, and of Polri where nothing
        but stronger sizes depends on what is left."""
        return self.force != "polri" or all(
            self._order[province][-1] == "upgrades"
            for province in {province for province, _ in scope} & self._order.keys()
        )

    def _plan_polri(self, pool: Pool, provinces: frozenset[int], change: Change) -> None:
        demand, groups = self._demand, self._groups
        if change.guard is not None:
            inside = np.isin(self._codes // DIVISOR["province"], sorted(provinces))
            demand = with_guard(self._parts, demand, *change.guard, inside)
            groups = groups_of(demand, self._codes, self._commands)
        else:
            groups = groups.only(np.isin(groups.regency // 100, sorted(provinces)))
        units = [unit for unit, province in self._units_of_force if province in provinces]
        order = {province: self._order[province] for province in provinces & self._order.keys()}
        allocate_polri(groups, demand, units, pool, order)

    @cached_property
    def _units_of_force(self) -> list[tuple[AddedUnit, int]]:
        """The units of the force, with their provinces."""
        return [
            (unit, unit.code // (DIVISOR["province"] // DIVISOR[unit.level]))
            for unit in self._units
            if unit.force == self.force
        ]

    def _changed(self, change: Change) -> Commands:
        commands = self._commands
        own = list(commands.own)
        for command, more in change.own.items():
            own[command] += more
        reserves = dict(commands.reserves)
        for province, more in change.reserves.items():
            reserves[province] = reserves.get(province, 0) + more
        return replace(
            commands,
            own=tuple(own),
            reserves=reserves,
            national_reserve=commands.national_reserve + change.national,
        )

    def _rooms(self, change: Change) -> dict[int, int]:
        rooms = dict(self._ceilings)
        if self._by_share and (change.own or change.reserves):
            commands = self._commands
            more = [
                Strength(commands.names[at], commands.area[at], (), self.force, n, "own")
                for at, n in change.own.items()
            ]
            more += [
                Strength("", to_text(area, "province"), (), self.force, n, "reserve")
                for area, n in change.reserves.items()
            ]
            applied, _ = ceilings_of(self._demand, [*self._strengths, *more])
            rooms = {c.code: c.most for c in applied if c.force == self.force}
        for area, more_room in change.ceilings.items():
            rooms[area] += more_room
        return rooms


def _provinces_together(pool: Pool) -> dict[int, frozenset[int]]:
    """For each province, those with which it shares strengths; without it where it shares none."""
    served = {claimant for serving in pool.servings for claimant in serving.needs}
    provinces = {claimant.province for claimant in served}
    if pool.commands.national_reserve:
        return dict.fromkeys(provinces, frozenset(provinces))
    of_command: dict[int, set[int]] = {}
    for claimant in served:
        if claimant.command >= 0:
            of_command.setdefault(claimant.command, set()).add(claimant.province)
    found: dict[int, frozenset[int]] = {}
    for shared in of_command.values():
        if len(shared) > 1:
            joined = frozenset(shared).union(*(found.get(p, frozenset()) for p in shared))
            found.update(dict.fromkeys(joined, joined))
    return found
