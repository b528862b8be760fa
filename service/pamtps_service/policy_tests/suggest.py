"""Cases that are missing for a policy's tests to cover all of it, with what follows for each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final

from pamtps_service.analysis.dimensions import AREA, BOOLEANS, SPECIAL, TIER
from pamtps_service.analysis.findings import Witness, witness_text
from pamtps_service.policy.areas import level
from pamtps_service.policy.model import (
    TIER_CHOICES,
    Add,
    Classify,
    Equip,
    Guard,
    Mix,
    Move,
    Policy,
    Position,
    Text,
    Tier,
)
from pamtps_service.policy_tests.cases import Case, Stations
from pamtps_service.policy_tests.outcome import Outcome
from pamtps_service.policy_tests.places import codes_of
from pamtps_service.policy_tests.read import FileTests
from pamtps_service.policy_tests.run import value_text
from pamtps_service.policy_tests.targets import Sketch, Target, Targets, seen_in, words_of

ANY_DAY: Final = datetime.date(2024, 11, 27)
"""Of the tests of a policy that is always in force."""

Expect = dict[str, "str | tuple[str, ...] | Mapping[str, str]"]


def suggestions(
    targets: Targets,
    outcomes: Iterable[Outcome],
    date: datetime.date,
    defaults: Mapping[str, str],
    names: Iterable[str],
) -> list[Witness]:
    """Cases that cover what the others do not; none of them could be left out.

    Args:
        targets: of the policy.
        outcomes: of the cases that there are.
        date: of the new cases.
        defaults: attributes that the test file gives every case.
        names: that are taken.
    """
    seen: set[Target] = set()
    for outcome in outcomes:
        seen |= seen_in(outcome, targets)
    found: list[tuple[Target, Sketch, Outcome, set[Target]]] = []
    new = set(seen)
    for target, reach in targets.reach.items():
        if target not in new:
            sketch = reach()
            outcome = Outcome(_case(targets.policy, sketch, date, defaults))
            covers = seen_in(outcome, targets)
            new |= covers
            found.append((target, sketch, outcome, covers))
    taken = set(names)
    return [
        _witness(targets.policy, target, sketch, outcome, taken)
        for target, sketch, outcome in _needed(found, seen)
    ]


def _needed(
    found: list[tuple[Target, Sketch, Outcome, set[Target]]], seen: set[Target]
) -> Iterator[tuple[Target, Sketch, Outcome]]:
    """Those that cover something which no other does, looked at from the first on."""
    times: dict[Target, int] = {}
    for *_, covers in found:
        for target in covers - seen:
            times[target] = times.get(target, 0) + 1
    for target, sketch, outcome, covers in found:
        own = covers - seen
        if any(times[one] == 1 for one in own):
            yield target, sketch, outcome
        else:
            for one in own:
                times[one] -= 1


def _case(policy: Policy, sketch: Sketch, date: datetime.date, defaults: Mapping[str, str]) -> Case:
    stations = tuple(
        _stations(number, facts, sketch.area, defaults) for number, facts in sketch.holds
    )
    place = Position("", 1, 1)
    area = sketch.area or stations[0].area
    codes = codes_of(policy, stations)
    kind = level(sketch.area) if sketch.area else "tps"
    assert kind is not None
    return Case("", place, policy, date, kind, area, stations, codes, ())


def _stations(
    number: int, facts: Mapping[str, str], area: str, defaults: Mapping[str, str]
) -> Stations:
    attributes = {name: value for name, value in facts.items() if name not in (AREA, TIER, SPECIAL)}
    return Stations(
        number,
        facts.get(AREA, area),
        Tier(TIER_CHOICES.index(facts[TIER])),
        facts.get(SPECIAL) == BOOLEANS[1],
        tuple(sorted({**defaults, **attributes}.items())),
    )


def _witness(
    policy: Policy, target: Target, sketch: Sketch, outcome: Outcome, taken: set[str]
) -> Witness:
    words = words_of(target, policy)
    numbered = (words if number == 1 else f"{words} ({number})" for number in count(1))
    name = next(one for one in numbered if one not in taken)
    taken.add(name)
    expect = expectations_of(outcome)
    if not sketch.area:
        return Witness(name, expect, tps=sketch.holds[0][1])
    return Witness(name, expect, area=sketch.area, holds=sketch.holds)


def expectations_of(outcome: Outcome) -> Expect:
    """What follows for a case, as far as rules of its policy speak of it."""
    found: Expect = {}
    for key in _keys(outcome):
        value = outcome.value(key)
        if isinstance(value, Text):  # there is no plan
            continue
        if isinstance(value, tuple) and (key == "labels" or len(value) > 1):
            found[key] = tuple(str(one) for one in value)
        else:
            found[key] = value_text(value)
    rules = tuple(sorted(outcome.matching))
    if rules:
        found["rules"] = rules
    others = tuple(sorted({rule.id for rule in outcome.rules} - outcome.matching))
    if others and outcome.case.level != "tps":
        found["not_rules"] = others
    for key, names in _given(outcome).items():
        numbers = {name: outcome.value(f"{key}.{name}") for name in names}
        given = {name: str(one) for name, one in numbers.items() if one and isinstance(one, int)}
        if given:
            found[key] = given
    return found


def _keys(outcome: Outcome) -> Iterator[str]:
    effects = [rule.effect for rule in outcome.case.policy.rules]
    if outcome.case.level != "tps":
        yield from ("polri", "tni", "linmas")
        return
    yield "risk_tier"
    if any(isinstance(one, Classify) and one.label is not None for one in effects):
        yield "labels"
    yield "covered"
    guards = [one for one in effects if isinstance(one, Guard)]
    keys = {"polri": "polri", "tni": "tni", "linmas_per_tps": "linmas", "sizes": "tps_per_post"}
    keys |= {"within": "within", "choose": "choose"}
    for attribute, key in keys.items():
        if any(getattr(guard, attribute) is not None for guard in guards):
            yield key
    if any(isinstance(one, Move) for one in effects):
        yield from ("transport", "fallback", "depart")


def _given(outcome: Outcome) -> dict[str, tuple[str, ...]]:
    """By key the forces and items that rules give inside of what the case looks at."""
    policy = outcome.case.policy
    effects = [rule.effect for rule in policy.rules if outcome.no_wider(rule)]
    items = {item for one in effects if isinstance(one, Equip) for item, _ in one.items}
    units = any(isinstance(one, Add | Mix) for one in effects)
    return {"units": ("polri", "tni") if units else (), "equipment": tuple(sorted(items))}


def missing_cases(targets: Targets, outcomes: Sequence[Outcome], tests: FileTests | None) -> str:
    """The suggestions as YAML: cases to paste under `cases`, or a whole test file where there is
    none yet.

    Args:
        targets: of the policy.
        outcomes: of the cases that there are.
        tests: the policy's test file, where there is one.
    """
    policy = targets.policy
    date = None if tests is None else tests.date
    date = date or policy.effective.start or policy.effective.until or ANY_DAY
    defaults = {} if tests is None else tests.facts.attributes
    names = [] if tests is None else [case.name for case in tests.cases]
    text = witness_text(suggestions(targets, outcomes, date, defaults, names))
    if tests is None:
        return f"tests: {policy.id}\nelection_date: {date.isoformat()}\ncases:\n{text}"
    return text
