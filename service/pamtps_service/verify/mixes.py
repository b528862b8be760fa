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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import AreaLevel, Mix, Rule
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Mask
from pamtps_service.records.plan import Plan, Unit
from pamtps_service.verify.commands import Commands
from pamtps_service.verify.ledger import Ledger
from pamtps_service.verify.masks import holds
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
    for number, unit in enumerate(plan.units):
        key = references.rule(unit.rule)
        if key is not None and key in mixes:
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
            of_masks = {
                rule.id: _posts_with(match, rule.effect, rows, len(plan.posts))
                for rule in rules
                if isinstance(rule.effect, Mix) and rule.effect.of is not None
            }
            for index, code in enumerate(match.areas[level].code.tolist()):
                here = [rule for rule in rules if match.in_areas[rule.id][index]]
                area = area_codes.to_text(code, level)
                expected.update((area, (match.policy.id, rule.id)) for rule in here)
                found += _check_area(report, books, match, area, here, of_masks)
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


def _posts_with(match: Match, effect: Mix, rows: Aligned, posts: int) -> Mask:
    """Which posts hold a TPS that satisfies the mix's `of`; one False more at the end."""
    found = np.zeros(posts + 1, dtype=np.bool_)
    if effect.of is not None:
        post = rows.post[match.rows]
        found[post[holds(effect.of, match.facts) & (post >= 0)]] = True
    return found


def _check_area(
    report: Report,
    books: _Books,
    match: Match,
    area: str,
    rules: Sequence[Rule],
    of_masks: dict[str, Mask],
) -> Iterator[Bounds]:
    """The mixes of one area: those with `of` each alone, then the others together."""
    polri, tni = books.ledger.entries["polri"], books.ledger.entries["tni"]
    polri_here, tni_here = polri.inside(area), tni.inside(area)
    together: list[tuple[Rule, Mix]] = []
    for rule in rules:
        effect = rule.effect
        assert isinstance(effect, Mix)
        if effect.of is None:
            together.append((rule, effect))
            continue
        held = of_masks[rule.id]
        # Index -1 of an entry that is no post finds the False at the end.
        guards_p = polri_here[held[polri.post[polri_here]]]
        guards_t = tni_here[held[tni.post[tni_here]]]
        yield _settled(
            report, books, area, {(match.policy.id, rule.id): effect}, guards_p, guards_t
        )
    if not together:
        return
    effects = {(match.policy.id, rule.id): effect for rule, effect in together}
    # Index -1 of an entry that is no unit finds the False at the end.
    own = np.zeros(len(books.plan.units) + 1, dtype=np.bool_)
    own[books.units_of(area, list(effects))] = True
    others = ~own[tni.unit[tni_here]]
    bounds = _settled(report, books, area, effects, polri_here, tni_here[others])
    yield bounds
    if bounds.least > bounds.given:
        persons = int(books.polri[polri_here].sum())
        _check_greatest(report, books, area, together, match, persons)


def _settled(
    report: Report,
    books: _Books,
    area: str,
    effects: Mapping[RuleKey, Mix],
    polri_here: NDArray[np.intp],
    tni_here: NDArray[np.intp],
) -> Bounds:
    """What mixes that hold together ask for, compared with their units.

    Args:
        report: what is found is added to it.
        books: what the mixes are measured on.
        area: official code.
        effects: the mixes.
        polri_here: the Polri entries that are P.
        tni_here: the TNI entries that are T without the standby of these mixes.
    """
    polri, tni = books.ledger.entries["polri"], books.ledger.entries["tni"]
    mixes = list(effects.values())
    persons, given = int(books.polri[polri_here].sum()), int(tni.required[tni_here].sum())
    least, most = _bounds(mixes, persons)
    wished_least, wished_most = _bounds(mixes, int(polri.wished[polri_here].sum()))
    bound = wished_least if wished_most is None else max(wished_least, wished_most)
    wished = max(0, bound - int(tni.wished[tni_here].sum()))
    _compare(report, books, area, list(effects), max(0, least - given), wished)
    setting = [
        key
        for key, mix in effects.items()
        if _lower(mix, persons) == least or (most is not None and _upper(mix, persons) == most)
    ]
    return Bounds(area, tuple(setting), least, most, given)


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
    report: Report,
    books: _Books,
    area: str,
    together: Sequence[tuple[Rule, Mix]],
    match: Match,
    persons: int,
) -> None:
    """A unit for several mixes together names one whose lower bound is the greatest."""
    greatest, _ = max(together, key=lambda pair: Fraction(pair[1].tni, pair[1].polri_most))
    index = books.references.index.get((match.policy.id, greatest.id))
    for rule, named in together:
        if not any(
            effect.tni * persons * named.polri_most > named.tni * persons * effect.polri_most
            for _, effect in together
        ):
            continue
        for number in books.units_of(area, [(match.policy.id, rule.id)]):
            report.add(
                "mix-rule",
                f"units[{number}]",
                rule=books.plan.units[number].rule,
                area=area,
                name=rule.id,
                wanted=greatest.id,
                index="" if index is None else str(index),
                repair="unlisted" if index is None else "",
            )
