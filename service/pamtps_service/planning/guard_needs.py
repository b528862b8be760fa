"""What guards need if a rule allowed other sizes: the groups of provinces, parted by the rules that
hold, joined anew by what these would then require."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.allocation import Needs, tier_claim
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.columns import distinct_rows, sums_by
from pamtps_service.planning.demand import Demand, Requirement, requirement_of
from pamtps_service.planning.groups import Groups
from pamtps_service.planning.posts import post_count
from pamtps_service.policy.model import CLAIMS, Guard
from pamtps_service.records.area_codes import DIVISOR
from pamtps_service.records.batch import CodeColumn

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Parts of groups in which the same rules hold; columns of equal length."""

    group: Int64
    kind: Int64
    """Index of `kinds`."""
    tps: Int64
    kinds: list[tuple[int, int]]
    """Index of Demand.requirements and of Demand.rule_sets."""


class GuardNeeds:
    """The Polri that guards need at their weakest sizes.

    Args:
        demand: of the batch.
        groups: of the batch.
        codes: integer TPS codes of the batch, ascending.
    """

    def __init__(self, demand: Demand, groups: Groups, codes: CodeColumn) -> None:
        self._demand, self._groups, self._codes = demand, groups, codes
        self._group = np.full(len(codes), -1, np.int64)
        self._group[groups.members] = np.repeat(np.arange(len(groups)), groups.tps)
        self._pieces: dict[tuple[int, ...], _Pieces] = {}

    def needs(self, provinces: Sequence[int], rule: int, guard: Guard) -> Needs:
        """What guards need in some provinces.

        Args:
            provinces: integer codes, ascending.
            rule: index of Demand.rules.
            guard: what it would say; it differs in its sizes alone.
        """
        if tuple(provinces) not in self._pieces:
            self._pieces[tuple(provinces)] = self._pieces_of(provinces)
        pieces, groups = self._pieces[tuple(provinces)], self._groups
        required = [self._requirement(kind, rule, guard) for kind in pieces.kinds]
        requirements = sorted(set(required))
        requirement = np.array([requirements.index(one) for one in required], np.int64)[pieces.kind]
        at = pieces.group
        joined, index = distinct_rows(
            [groups.command[at], requirement, groups.movement[at], groups.border[at]]
        )
        (tps,) = sums_by(index, [pieces.tps], len(joined))
        regency = np.zeros(len(joined), np.int64)
        regency[index] = groups.regency[at]
        table = np.array([(int(r.tier), r.polri, r.sizes[-1]) for r in requirements], np.int64)
        tier, polri, weakest = table.reshape(-1, 3)[joined[:, 1]].T
        rows, of_row = distinct_rows([tier, joined[:, 0], regency])
        (persons,) = sums_by(of_row, [polri * post_count(tps, weakest)], len(rows))
        found: Needs = {claim: {} for claim in CLAIMS}
        for (rank, command, area), need in zip(rows.tolist(), persons.tolist(), strict=True):
            found[tier_claim(rank)][Claimant(area // 100, command, area)] = need
        return found

    def _requirement(self, kind: tuple[int, int], rule: int, guard: Guard) -> Requirement:
        """What TPS of a kind would require. Other sizes leave none uncovered."""
        was = self._demand.requirements[kind[0]]
        effects = [
            guard if index == rule else self._demand.rules[index].rule.effect
            for index in self._demand.rule_sets[kind[1]]
        ]
        guards = [effect for effect in effects if isinstance(effect, Guard)]
        return requirement_of(was.tier, guards) or was

    def _pieces_of(self, provinces: Sequence[int]) -> _Pieces:
        step = DIVISOR["province"]
        ends = np.searchsorted(self._codes, [(p * step, (p + 1) * step) for p in provinces])
        inside = np.concatenate([np.arange(first, end) for first, end in ends.tolist()])
        inside = inside[self._group[inside] >= 0]
        sets = len(self._demand.rule_sets)
        keys, tps = np.unique(
            self._group[inside] * sets + self._demand.rule_set[inside], return_counts=True
        )
        group, rule_set = np.divmod(keys, sets)
        kinds, kind = distinct_rows([self._groups.requirement[group], rule_set])
        pairs = [(requirement, rules) for requirement, rules in kinds.tolist()]
        return _Pieces(group, kind, tps, pairs)
