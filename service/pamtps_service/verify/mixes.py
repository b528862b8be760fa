"""Mixes: the standby TNI that bring TNI to its lower bound by Polri, and what is wished beyond.

Written from "Mix" of the policy language: a * P / n <= T <= a * P / m, districts before regencies
before provinces; in one area the mixes with `of` each alone, then the others together by the
greatest lower and the least upper bound. P is the Polri assigned; where the request gives no Polri
strength, the Polri required. T counts as required: TNI at posts beyond the minimum are the last
claim and cannot be relied on. The wish is the upper bound by the Polri wished, where there is none
or no whole number lies between the bounds the lower, less the TNI wished without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from pamtps_service.policy.model import AreaLevel, Condition, Mix, Rule
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Mask
from pamtps_service.records.plan import Plan, Unit
from pamtps_service.verify.commands import Commands
from pamtps_service.verify.ledger import Ledger
from pamtps_service.verify.masks import Areas, holds
from pamtps_service.verify.matching import Match
from pamtps_service.verify.references import References, RuleKey
from pamtps_service.verify.report import Report
from pamtps_service.verify.stations import Aligned, Numbers
from pamtps_service.verify.units import mix_rules

LEVELS: tuple[AreaLevel, ...] = ("district", "regency", "province")


@dataclass(frozen=True)
class Bounds:
    """What the mixes of one area ask for, as required."""

    area: str
    rules: tuple[RuleKey, ...]
    """Those that set the greatest lower or the least upper bound."""
    least: int
    most: int | None
    """None where there is no upper bound."""
    given: int
    """T without the standby of these mixes."""


class _Persons(NamedTuple):
    """P and T in one area."""

    polri: int
    """P where what is required is asked."""
    polri_wished: int
    tni: int
    tni_wished: int


@dataclass(frozen=True)
class _Books:
    """What the mixes are measured on."""

    plan: Plan
    references: References
    rows: Aligned
    ledger: Ledger
    polri: Numbers
    """Of each Polri entry, what counts as P where what is required is asked."""
    mixes: dict[RuleKey, Rule]
    units: dict[tuple[str, RuleKey], list[int]]
    """Units that a mix asks for, by area and rule."""

    def units_of(self, area: str, keys: Sequence[RuleKey]) -> list[int]:
        """Indices of the units that one of these mixes asks for in the area."""
        return sorted(number for key in keys for number in self.units.get((area, key), ()))

    def persons(self, areas: Areas, polri_of: Mask, tni_of: Mask) -> list[_Persons]:
        """P and T in each area, of these entries alone."""
        polri, tni = self.ledger.entries["polri"], self.ledger.entries["tni"]
        sums = [
            entries.inside_each(areas.level, areas.code, np.where(which, column, 0)).tolist()
            for entries, which, column in (
                (polri, polri_of, self.polri),
                (polri, polri_of, polri.wished),
                (tni, tni_of, tni.required),
                (tni, tni_of, tni.wished),
            )
        ]
        return list(map(_Persons._make, zip(*sums, strict=True)))


def check_mixes(
    report: Report,
    plan: Plan,
    matches: Sequence[Match],
    references: References,
    rows: Aligned,
    ledger: Ledger,
    commands: Commands,
) -> list[Bounds]:
    """The standby that each mix requires and wishes in each area is what its bounds ask for.

    Returns the bounds of all mixes, for the findings that must speak of them.
    """
    mixes = mix_rules(matches)
    entries = ledger.entries["polri"]
    polri = entries.assigned if "polri" in commands.given else entries.required
    units: dict[tuple[str, RuleKey], list[int]] = {}
    named = {number: key for number, key in enumerate(references.rules) if key in mixes}
    for number, unit in enumerate(plan.units):
        key = named.get(unit.rule)
        if key is not None:
            units.setdefault((unit.area, key), []).append(number)
            if unit.force != "tni" or unit.role != "standby" or unit.unit:
                report.add("mix-unit", f"units[{number}]", rule=unit.rule)
    books = _Books(plan, references, rows, ledger, polri, mixes, units)
    expected: set[tuple[str, RuleKey]] = set()
    found: list[Bounds] = []
    for level in LEVELS:
        for match in matches:
            rules = [
                rule
                for rule in match.policy.rules
                if isinstance(rule.effect, Mix) and rule.for_each == level
            ]
            if not rules:
                continue
            for area, mixes_here in _in_areas(books, match, level, rules):
                expected.update((area, key) for _, effects in mixes_here for key in effects)
                for persons, effects in mixes_here:
                    found.append(_settled(report, books, area, effects, persons))
    for (area, key), numbers in units.items():
        if (area, key) in expected:
            continue
        for number in numbers:
            report.add(
                "mix-not-matching",
                f"units[{number}]",
                rule=plan.units[number].rule,
                area=area,
                name=key[1],
            )
    return found


def _in_areas(
    books: _Books, match: Match, level: AreaLevel, rules: Sequence[Rule]
) -> Iterator[tuple[str, list[tuple[_Persons, dict[RuleKey, Mix]]]]]:
    """Each area of a level, with the mixes that are settled in it one after the other: those with
    `of` each alone, then the others together."""
    areas, policy = match.areas[level], match.policy.id
    polri, tni = books.ledger.entries["polri"], books.ledger.entries["tni"]
    alone: list[tuple[Rule, Mix, list[_Persons]]] = []
    others: list[tuple[Rule, Mix]] = []
    for rule in rules:
        effect = rule.effect
        assert isinstance(effect, Mix)
        if effect.of is None:
            others.append((rule, effect))
        else:
            held = _posts_with(match, effect.of, books.rows, len(books.plan.posts))
            # Index -1 of an entry that is no post finds the False at the end.
            persons = books.persons(areas, held[polri.post], held[tni.post])
            alone.append((rule, effect, persons))
    texts = area_codes.to_texts(areas.code, level)
    together = [
        {(policy, rule.id): effect for rule, effect in others if match.in_areas[rule.id][index]}
        for index in range(len(texts))
    ]
    # Index -1 of an entry that is no unit finds the False at the end.
    own = np.zeros(len(books.plan.units) + 1, dtype=np.bool_)
    for area, effects in zip(texts, together, strict=True):
        own[books.units_of(area, list(effects))] = True
    of_others = books.persons(areas, np.ones(len(polri.unit), np.bool_), ~own[tni.unit])
    for index, area in enumerate(texts):
        found = [
            (persons[index], {(policy, rule.id): effect})
            for rule, effect, persons in alone
            if match.in_areas[rule.id][index]
        ]
        if together[index]:
            found.append((of_others[index], together[index]))
        yield area, found


def _posts_with(match: Match, of: Condition, rows: Aligned, posts: int) -> Mask:
    """Which posts hold a TPS that satisfies the mix's `of`; one False more at the end."""
    found = np.zeros(posts + 1, dtype=np.bool_)
    post = rows.post[match.rows]
    found[post[np.flatnonzero(holds(of, match.facts) & (post >= 0))]] = True
    return found


def _settled(
    report: Report, books: _Books, area: str, effects: Mapping[RuleKey, Mix], persons: _Persons
) -> Bounds:
    """What mixes that hold together ask for, compared with their units.

    Args:
        report: what is found is added to it.
        books: what the mixes are measured on.
        area: official code.
        effects: the mixes.
        persons: P, and T without the standby of these mixes.
    """
    mixes = list(effects.values())
    least, most = _bounds(mixes, persons.polri)
    wished_least, wished_most = _bounds(mixes, persons.polri_wished)
    bound = wished_least if wished_most is None else max(wished_least, wished_most)
    wished = max(0, bound - persons.tni_wished)
    _compare(report, books, area, list(effects), max(0, least - persons.tni), wished)
    setting = [
        key
        for key, mix in effects.items()
        if _lower(mix, persons.polri) == least
        or (most is not None and _upper(mix, persons.polri) == most)
    ]
    if least > persons.tni and mixes[0].of is None:
        _check_greatest(report, books, area, effects, persons.polri)
    return Bounds(area, tuple(setting), least, most, persons.tni)


def _lower(mix: Mix, polri: int) -> int:
    """The least whole number that is not below tni * P / polri_most."""
    return -(-mix.tni * polri // mix.polri_most)


def _upper(mix: Mix, polri: int) -> int | None:
    """The greatest whole number that is not above tni * P / polri_least; None without a bound."""
    return None if mix.polri_least is None else mix.tni * polri // mix.polri_least


def _bounds(mixes: Sequence[Mix], polri: int) -> tuple[int, int | None]:
    """The greatest lower and the least upper bound."""
    uppers = [upper for mix in mixes if (upper := _upper(mix, polri)) is not None]
    return max(_lower(mix, polri) for mix in mixes), min(uppers, default=None)


def _compare(
    report: Report, books: _Books, area: str, keys: Sequence[RuleKey], needed: int, wished: int
) -> None:
    report.checked(2)
    numbers = books.units_of(area, keys)
    units = [books.plan.units[number] for number in numbers]
    for code, wanted, given in (
        ("mix-required", needed, sum(unit.required for unit in units)),
        ("mix-wished", wished, sum(unit.wished for unit in units)),
    ):
        if given != wanted:
            report.add(
                code,
                f"units[{numbers[0]}]" if numbers else "units",
                rule=books.references.index.get(keys[0]),
                required=wanted,
                given=given,
                area=area,
                name=", ".join(name for _, name in keys),
                missing=wanted - given,
                **_repair(units, code, wanted - given),
            )


def _repair(units: Sequence[Unit], code: str, missing: int) -> dict[str, Any]:
    """Fields of the repair: the first unit is changed so that all together are right."""
    if not units:
        return {"repair": "add"}
    number = missing + (units[0].required if code == "mix-required" else units[0].wished)
    return {"number": number} if number >= 0 else {"repair": "less"}


def _check_greatest(
    report: Report, books: _Books, area: str, together: Mapping[RuleKey, Mix], persons: int
) -> None:
    """A unit for several mixes together names one whose lower bound is the greatest."""
    greatest, _ = max(together.items(), key=lambda one: Fraction(one[1].tni, one[1].polri_most))
    index = books.references.index.get(greatest)
    for key, named in together.items():
        if not any(
            effect.tni * persons * named.polri_most > named.tni * persons * effect.polri_most
            for effect in together.values()
        ):
            continue
        for number in books.units_of(area, [key]):
            report.add(
                "mix-rule",
                f"units[{number}]",
                rule=books.plan.units[number].rule,
                area=area,
                name=key[1],
                wanted=greatest[1],
                index="" if index is None else str(index),
                repair="unlisted" if index is None else "",
            )
