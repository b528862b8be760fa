"""Ties: which of several equally weak parts are raised, where not all of them can be.

The lexicographic maximum of the sorted values, tier by tier, is the lexicographic minimum of how
many parts stand at the lowest value, then at the next, and so on. That is a sum over the parts, so
an exact program over what they take finds it: a part is asked once for each state, and a state is
how much of each shared strength and ceiling is taken. Sums are whole numbers in which every value
has a digit of its own. Of equal sums the one with the fewest persons from reserves is taken, then
the one that gives most to the first part in code order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.sizes.frontier import Frontier
from pamtps_service.planning.sizes.nested_ties import settle_nested
from pamtps_service.planning.sizes.supply import Supply

Frontiers = Mapping[Claimant, Frontier]
Step = Callable[[], None]
Chain: TypeAlias = "tuple[int, int, Chain] | tuple[()]"
"""The part in hand and those after it in code order: minus the persons of each, its option."""


@dataclass(frozen=True, slots=True)
class _Option:
    """One way to raise a part: the persons of each tier, and what stands where."""

    total: int
    """Persons that the part takes in all, beyond the weakest sizes; earlier tiers included."""
    points: tuple[int, ...]
    """Persons in each tier; 0 where the part has none of that tier."""
    weight: int
    """Its share of the sum that is to be least."""


_Key: TypeAlias = "tuple[tuple[int, ...], tuple[int, ...]]"
"""Taken of what several provinces share, and of what the parts of one province share."""
_State: TypeAlias = "tuple[int, int, Chain]"
"""Sum, persons from reserves, and who takes what."""


def settle(
    tiers: Sequence[Frontiers], at: Mapping[Claimant, int], supply: Supply, step: Step
) -> dict[Claimant, tuple[int, ...]]:
    """The best persons for each part in each of these tiers.

    Args:
        tiers: frontiers by tier, the highest first.
        at: the point of the first tier below which no part falls.
        supply: what is left when every part stands there.
        step: called before the work on each part; may raise to end it.

    Returns:
        Persons of each part, by tier.
    """
    parts = sorted(supply.taken)
    shares = _Shares(sorted({*parts, *supply.held}), supply)
    options = {
        part: shares.distinct(part, each)
        for part, each in _options(parts, tiers, at, supply, step).items()
    }
    nothing = (0,) * len(tiers)
    options.update(
        {holder: [_Option(persons, nothing, 0)] for holder, persons in supply.held.items()}
    )
    if shares.nested:
        chosen = _settle_nested(options, supply.at_first(), step)
    else:
        chosen = _settle_any(options, shares, step)
    return {part: options[part][chosen[part]].points for part in parts}


def _settle_nested(
    options: Mapping[Claimant, Sequence[_Option]], first: Supply, step: Step
) -> dict[Claimant, int]:
    """The option of each part, where each command has one part and no ceiling lies over them."""
    provinces = []
    for province in sorted(first.reserves):
        asked = [
            [(max(0, o.total - first.own[part.command]), o.weight) for o in options[part]]
            for part in sorted(options)
            if part.province == province
        ]
        provinces.append((asked, first.reserves[province]))
    chosen = settle_nested(provinces, first.national, step)
    return dict(zip(sorted(options), chosen, strict=True))


def _settle_any(
    options: Mapping[Claimant, Sequence[_Option]], shares: _Shares, step: Step
) -> dict[Claimant, int]:
    """The option of each part, whatever they share."""
    parts = sorted(options)
    states: dict[tuple[int, ...], _State] = {(0,) * len(shares.wide): (0, 0, ())}
    for province in sorted({part.province for part in parts}, reverse=True):
        inside: dict[_Key, _State] = {
            (wide, (0,) * len(shares.narrow[province])): state for wide, state in states.items()
        }
        for part in reversed(parts):
            if part.province == province:
                step()
                inside = _with_part(part, options[part], inside, shares)
        states = {}
        for (wide, narrow), state in inside.items():
            closed = shares.closed(province, wide, narrow)
            if closed is not None and (closed not in states or state < states[closed]):
                states[closed] = state
    chain = min(states.values())[2]
    chosen: dict[Claimant, int] = {}
    for part in parts:
        _, chosen[part], chain = chain  # type: ignore[misc]
    return chosen


def _with_part(
    part: Claimant, options: Sequence[_Option], states: Mapping[_Key, _State], shares: _Shares
) -> dict[_Key, _State]:
    found: dict[_Key, _State] = {}
    uses = [
        (option, index, from_own)
        for index, option in enumerate(options)
        for from_own in shares.ways(part, option.total)
    ]
    for (wide, narrow), (weight, sent, chain) in states.items():
        for option, index, from_own in uses:
            key = shares.taken(part, option.total, from_own, wide, narrow)
            if key is None:
                continue
            sent_now = sent + option.total - from_own
            state = (weight + option.weight, sent_now, (-option.total, index, chain))
            if key not in found or state < found[key]:
                found[key] = state
    return found


def _options(
    parts: Sequence[Claimant],
    tiers: Sequence[Frontiers],
    at: Mapping[Claimant, int],
    supply: Supply,
    step: Step,
) -> dict[Claimant, list[_Option]]:
    """The options of each part that differ in what they take or where they stand."""
    bits = [
        2 * max((frontier.whole for frontier in tier.values()), default=0).bit_length() + 1
        for tier in tiers
    ]
    found: dict[Claimant, list[tuple[int, tuple[int, ...], tuple[int, ...]]]] = {}
    for part in parts:
        step()
        first = at.get(part, 0)
        start = tiers[0][part].persons[first] if part in tiers[0] else 0
        before = supply.taken[part] - start
        of_part = []
        for persons, indices in _combinations(tiers, part, first, start + supply.budget(part)):
            points, keys = [], []
            for tier, index, width in zip(tiers, indices, bits, strict=True):
                points.append(tier[part].persons[index] if part in tier else 0)
                keys.append(tier[part].key(index, width) if part in tier else 1 << width)
            of_part.append((before + persons, tuple(points), tuple(keys)))
        found[part] = of_part
    ranked = sorted(
        {
            (tier, key)
            for each in found.values()
            for _, _, keys in each
            for tier, key in enumerate(keys)
        }
    )
    digit = (len(parts) + 1).bit_length()
    weight_of = {
        place: 1 << (digit * (len(ranked) - 1 - number)) for number, place in enumerate(ranked)
    }
    return {
        part: [
            _Option(total, points, sum(weight_of[tier, key] for tier, key in enumerate(keys)))
            for total, points, keys in each
        ]
        for part, each in found.items()
    }


def _combinations(
    tiers: Sequence[Frontiers], part: Claimant, first: int, budget: int
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Persons and indices of points by tier, ascending: with each number of persons as much as can
    be in the first tier, then in the next."""
    if not tiers:
        yield 0, ()
        return
    if part not in tiers[0]:
        for persons, after in _combinations(tiers[1:], part, 0, budget):
            yield persons, (0, *after)
        return
    points = tiers[0][part].persons
    for index in range(first, len(points)):
        persons = points[index]
        if persons > budget:
            return
        until = budget if index + 1 == len(points) else min(budget, points[index + 1] - 1)
        for more, after in _combinations(tiers[1:], part, 0, until - persons):
            yield persons + more, (index, *after)


class _Shares:
    """The strengths and ceilings that several parts share, and how much of each there is."""

    def __init__(self, parts: Sequence[Claimant], supply: Supply) -> None:
        self._first = supply.at_first()
        first = self._first
        count: dict[int, int] = {}
        for part in parts:
            count[part.command] = count.get(part.command, 0) + 1
        self._shared = frozenset(command for command, parts_of in count.items() if parts_of > 1)
        self.nested = not self._shared and not first.room
        """Whether strengths alone are shared, and nest: own, province, nation."""
        self.wide = [("nation", 0), *(("own", command) for command in sorted(supply.spread))]
        self._caps_wide = [
            first.national,
            *(first.own[command] for command in sorted(supply.spread)),
        ]
        self.narrow: dict[int, list[tuple[str, int]]] = {}
        self._caps: dict[int, list[int]] = {}
        for province in sorted({part.province for part in parts}):
            inside = [part for part in parts if part.province == province]
            commands = sorted({p.command for p in inside} & self._shared - supply.spread)
            areas = sorted({area for part in inside for area in first.areas(part)})
            self.narrow[province] = [
                ("reserve", province),
                *(("own", command) for command in commands),
                *(("room", area) for area in areas),
            ]
            self._caps[province] = [
                first.reserves[province] + first.national,
                *(first.own[command] for command in commands),
                *(first.room[area] for area in areas),
            ]

    def distinct(self, part: Claimant, options: Sequence[_Option]) -> list[_Option]:
        """The options without those that take as little of what is shared as a better one."""
        if part.command in self._shared or self._first.areas(part):
            return list(options)
        own = self._first.own[part.command]
        free = [option for option in options if option.total <= own]
        return [*free[-1:], *options[len(free) :]]

    def ways(self, part: Claimant, total: int) -> range:
        """How many of so many persons may come from the own strength of the part's command."""
        most = min(total, self._first.own[part.command])
        return range(most + 1) if part.command in self._shared else range(most, most + 1)

    def taken(
        self,
        part: Claimant,
        total: int,
        from_own: int,
        wide: tuple[int, ...],
        narrow: tuple[int, ...],
    ) -> _Key | None:
        """What is taken when a part takes more; None where there is not so much."""
        province = part.province
        more = {("reserve", province): total - from_own, ("own", part.command): from_own}
        more.update({("room", area): total for area in self._first.areas(part)})
        now_wide = self._added(self.wide, self._caps_wide, wide, more)
        now = self._added(self.narrow[province], self._caps[province], narrow, more)
        return None if now_wide is None or now is None else (now_wide, now)

    def _added(
        self,
        names: Sequence[tuple[str, int]],
        caps: Sequence[int],
        taken: tuple[int, ...],
        more: Mapping[tuple[str, int], int],
    ) -> tuple[int, ...] | None:
        now = tuple(have + more.get(name, 0) for name, have in zip(names, taken, strict=True))
        fits = all(have <= cap for have, cap in zip(now, caps, strict=True))
        return now if fits else None

    def closed(
        self, province: int, wide: tuple[int, ...], narrow: tuple[int, ...]
    ) -> tuple[int, ...] | None:
        """What the provinces share, when a province takes no more: what its reserve does not have
        comes from the nation's."""
        nation = wide[0] + max(0, narrow[0] - self._first.reserves[province])
        return (nation, *wide[1:]) if nation <= self._caps_wide[0] else None
