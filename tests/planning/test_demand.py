"""Requirements, units and groups are those of the reference."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from pamtps_service.planning.commands import commands_of
from pamtps_service.planning.demand import transport_conflicts
from pamtps_service.planning.groups import groups_of
from pamtps_service.planning.units import added_units
from pamtps_service.policy.model import FORCES, Tier
from pamtps_service.records.area_codes import to_text

from tests.planning.service_input import Decided, decided
from tests.reference.evaluator import Movement, TpsResult, Unit, evaluate
from tests.reference.hand_cases import also_by_hand
from tests.reference.posts import groups
from tests.reference.strategies import Case, cases, strengths


def movement_found(found: Decided, place: int) -> Movement | None:
    index = int(found.demand.movement[place])
    if index < 0:
        return None
    movement = found.demand.movements[index]
    return Movement(movement.transport or None, movement.fallback or None, movement.depart)


def check_tps(found: Decided, place: int, wanted: TpsResult) -> None:
    demand, need = found.demand, wanted.requirement
    labels = demand.label_sets[demand.label_set[place]]
    assert tuple(demand.labels[index] for index in labels) == wanted.labels
    assert found.rule_ids(demand.rule_sets[demand.rule_set[place]]) == wanted.rules
    assert Tier(demand.tier[place]).word == wanted.tier
    assert demand.linmas[place] == need.linmas_per_tps
    assert movement_found(found, place) == need.movement
    index = int(demand.requirement[place])
    assert (index >= 0) == wanted.covered
    if wanted.covered:
        required = demand.requirements[index]
        assert required.tier.word == wanted.tier
        assert (required.polri, required.tni, required.sizes) == (need.polri, need.tni, need.sizes)
        assert (required.within, required.choose) == (need.within, need.choose)


@also_by_hand
@given(case=cases())
def test_every_tps_requires_what_the_reference_says(case: Case) -> None:
    expected = evaluate(case.texts, case.policy_id, case.tps)
    found = decided(case)
    assert transport_conflicts(found.part) == []
    for place, code in enumerate(found.codes):
        check_tps(found, place, expected.tps[code])


@also_by_hand
@given(case=cases())
def test_added_units_are_those_of_the_reference(case: Case) -> None:
    expected = evaluate(case.texts, case.policy_id, case.tps)
    found = decided(case)
    units: dict[Unit, int] = {}
    batch = found.request.batch
    commands = {force: commands_of(force, (), batch.code) for force in FORCES}
    for unit in added_units([found.part], found.demand, commands):
        rule = found.demand.rules[unit.rule].rule.id
        key = Unit(to_text(unit.code, unit.level), unit.force, unit.role, unit.unit, rule)
        assert key not in units
        units[key] = unit.required
    assert units == expected.units


@given(cases(), strengths())
def test_groups_are_those_of_the_definition(
    case: Case, given_strengths: list[dict[str, Any]]
) -> None:
    result = evaluate(case.texts, case.policy_id, case.tps)
    expected = sorted(groups(result, given_strengths).values())
    found = decided(case, given_strengths)
    commands = commands_of("polri", found.request.strengths, found.request.batch.code)
    formed = groups_of(found.demand, found.request.batch.code, commands)
    members = [
        [found.codes[index] for index in formed.members[start : start + count].tolist()]
        for start, count in zip(formed.start.tolist(), formed.tps.tolist(), strict=True)
    ]
    assert sorted(members) == expected
