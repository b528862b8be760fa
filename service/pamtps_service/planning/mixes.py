"""Mixes: how many TNI on standby the bounds of TNI to Polri ask for.

Follows "Mix" of docs/policy-language.md. Districts are settled before regencies before provinces,
and the standby of narrower areas counts in wider ones. In one area the mixes with `of` are settled
each alone, then the others together by the greatest lower and the least upper bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.demand import Demand, PolicyPart
from pamtps_service.planning.units import AddedUnit
from pamtps_service.policy.model import AREA_LEVELS, AreaLevel, Mix
from pamtps_service.records.area_codes import DIVISOR, CodeLevel, areas_in
from pamtps_service.records.batch import CodeColumn

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PostPersonnel:
    """What the mixes must know of m posts. Columns of length m."""

    first_code: CodeColumn
    """Integer code of the first TPS, ascending."""
    polri: Int64
    """Assigned."""
    polri_wished: Int64
    tni: Int64
    """Required."""
    tni_wished: Int64


@dataclass(frozen=True, slots=True)
class MixDemand:
    """TNI on standby that the mixes of one area ask for."""

    level: AreaLevel
    code: int
    rule: int
    """Index of Demand.rules; of several together the one with the greatest lower bound."""
    upper_rule: int
    """Of several together the one with the least upper bound; `rule` where none has one."""
    alone: bool
    """Whether the mix has an `of` and is settled alone."""
    polri: int
    """P, by which the scarce are shared out."""
    required: int
    wished: int
    whole: bool
    """Whether a whole number satisfies the bounds."""
    least: int
    most: int | None
    """The bounds of T."""
    given: int
    """T before any standby of this mix, as required."""
    polri_wished: int
    """P where all wishes are met."""
    given_wished: int
    """T before any standby of this mix, where all wishes are met."""
    posts: NDArray[np.bool_] | None = field(repr=False, compare=False)
    """Posts that hold a matching TPS; None where the mix is over the whole area."""


def lower_bound(mix: Mix, polri: int) -> int:
    """The least T with tni * P / polri_most <= T."""
    return -(-mix.tni * polri // mix.polri_most)


def upper_bound(mix: Mix, polri: int) -> int | None:
    """The greatest T with T <= tni * P / polri_least; None where there is no upper bound."""
    return None if mix.polri_least is None else mix.tni * polri // mix.polri_least


def mix_demands(
    parts: Sequence[PolicyPart],
    demand: Demand,
    posts: PostPersonnel,
    post_of_tps: NDArray[np.int32],
    units: Sequence[AddedUnit],
    assigned: Sequence[int],
) -> list[MixDemand]:
    """What all mixes ask for, in the order in which they are settled.

    Args:
        parts: the TPS of the batch by policy.
        demand: of the batch.
        posts: the posts, after Polri was assigned.
        post_of_tps: index of the post of each TPS of the batch, -1 where it is not covered.
        units: added units of all forces.
        assigned: persons assigned to each Polri unit; what it says of others does not matter.
    """
    matches: dict[tuple[int, int], list[tuple[int, Mix]]] = {}
    part_of: dict[int, int] = {}
    for match in demand.area_matches:
        effect = demand.rules[match.rule].rule.effect
        if isinstance(effect, Mix):
            key = (AREA_LEVELS.index(match.level), match.code)
            matches.setdefault(key, []).append((match.rule, effect))
            part_of[match.rule] = match.part
    found: list[MixDemand] = []
    masks: dict[int, NDArray[np.bool_]] = {}
    sums = _Sums(posts, units, assigned, {AREA_LEVELS[rank] for rank, _ in matches})
    for rank, code in sorted(matches):
        level = AREA_LEVELS[rank]
        alone = [(rule, mix) for rule, mix in matches[rank, code] if mix.of is not None]
        together = [(rule, mix) for rule, mix in matches[rank, code] if mix.of is None]
        for rule, mix in alone:
            if rule not in masks:
                masks[rule] = _posts_that_hold(
                    parts[part_of[rule]], mix, post_of_tps, len(posts.tni)
                )
            found.append(sums.settle(level, code, [(rule, mix)], masks[rule]))
        if together:
            found.append(sums.settle(level, code, together, None))
    return found


def areas_around(
    level: CodeLevel, code: int, levels: Collection[AreaLevel] = AREA_LEVELS
) -> Iterator[tuple[AreaLevel, int]]:
    """An area and those that it lies in, of these levels."""
    for outer in levels:
        if DIVISOR[outer] >= DIVISOR[level]:
            yield outer, code // (DIVISOR[outer] // DIVISOR[level])


Numbers: TypeAlias = "tuple[int, int, int, int]"
"""Polri assigned, Polri wished, TNI required, TNI wished."""
_NOTHING: Numbers = (0, 0, 0, 0)


def _sum(first: Numbers, second: Numbers) -> Numbers:
    return (
        first[0] + second[0],
        first[1] + second[1],
        first[2] + second[2],
        first[3] + second[3],
    )


class _Sums:
    """Personnel by area, added up once for each level and selection of posts."""

    def __init__(
        self,
        posts: PostPersonnel,
        units: Sequence[AddedUnit],
        assigned: Sequence[int],
        levels: Collection[AreaLevel],
    ) -> None:
        self._posts, self._levels = posts, levels
        self._by_area: dict[tuple[AreaLevel, int], dict[int, Numbers]] = {}
        self._beside: dict[tuple[AreaLevel, int], Numbers] = {}
        for unit, persons in zip(units, assigned, strict=True):
            if unit.force == "polri":
                self._add(unit.level, unit.code, (persons, unit.required, 0, 0))
            else:
                self._add(unit.level, unit.code, (0, 0, unit.required, unit.required))

    def _add(self, level: CodeLevel, code: int, numbers: Numbers) -> None:
        """Count what is not at posts: in its area and in those around it."""
        for area in areas_around(level, code, self._levels):
            self._beside[area] = _sum(self._beside.get(area, _NOTHING), numbers)

    def settle(
        self,
        level: AreaLevel,
        code: int,
        rules: Sequence[tuple[int, Mix]],
        mask: NDArray[np.bool_] | None,
    ) -> MixDemand:
        key = -1 if mask is None else rules[0][0]
        if (level, key) not in self._by_area:
            self._by_area[level, key] = self._added_up(level, mask)
        numbers = self._by_area[level, key].get(code, _NOTHING)
        if mask is None:
            numbers = _sum(numbers, self._beside.get((level, code), _NOTHING))
        polri, polri_wished, tni, tni_wished = numbers
        least = max(lower_bound(mix, polri) for _, mix in rules)
        # exact, not rounded up: 1.2 TNI bind where 1.1 do not
        _, negative_rule = max((Fraction(mix.tni, mix.polri_most), -rule) for rule, mix in rules)
        uppers = [upper_bound(mix, polri) for _, mix in rules]
        most = min((upper for upper in uppers if upper is not None), default=None)
        required = max(0, least - tni)
        # the upper bound; the lower where there is none, or where no whole number satisfies both
        wished_least = max(lower_bound(mix, polri_wished) for _, mix in rules)
        wished_uppers = [upper_bound(mix, polri_wished) for _, mix in rules]
        wished_most = min(
            (upper for upper in wished_uppers if upper is not None), default=wished_least
        )
        wished = max(0, max(wished_least, wished_most) - tni_wished)
        self._add(level, code, (0, 0, required, wished))
        return MixDemand(
            level=level,
            code=code,
            rule=-negative_rule,
            upper_rule=min(
                (Fraction(mix.tni, mix.polri_least), rule)
                for rule, mix in rules
                if mix.polri_least is not None
            )[1]
            if most is not None
            else -negative_rule,
            alone=mask is not None,
            polri=polri,
            required=required,
            wished=wished,
            whole=most is None or least <= most,
            least=least,
            most=most,
            given=tni,
            polri_wished=polri_wished,
            given_wished=tni_wished,
            posts=mask,
        )

    def _added_up(self, level: AreaLevel, mask: NDArray[np.bool_] | None) -> dict[int, Numbers]:
        posts = self._posts
        picked = np.arange(len(posts.tni)) if mask is None else np.flatnonzero(mask)
        codes, starts = areas_in(posts.first_code[picked], level)
        columns = [
            np.add.reduceat(values[picked], starts).tolist()
            for values in (posts.polri, posts.polri_wished, posts.tni, posts.tni_wished)
        ]
        return dict(zip(codes.tolist(), zip(*columns, strict=True), strict=True))


def _posts_that_hold(
    part: PolicyPart, mix: Mix, post_of_tps: NDArray[np.int32], posts: int
) -> NDArray[np.bool_]:
    """Which posts hold a TPS of the part that satisfies the mix's `of`."""
    assert mix.of is not None
    truth = part.decisions.truth_of(part.engine.conditions.index(mix.of))
    held = post_of_tps[part.at[truth]]
    mask = np.zeros(posts, np.bool_)
    mask[held[held >= 0]] = True
    return mask
