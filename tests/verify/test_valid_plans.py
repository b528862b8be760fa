"""No false alarm: a plan that was just made breaks no statement, whatever policy and strengths."""

from __future__ import annotations

import datetime
from typing import Any

import hypothesis.strategies as st
from hypothesis import given
from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import PolicyContradictionError, make_plan
from pamtps_service.records.batch import PlanRequest
from pamtps_service.verify.check import verify

from tests.planning.service_input import (
    DAY,
    NOTHING,
    Resources,
    batch_of,
    load,
    resources_of,
    strengths_of,
)
from tests.planning.test_remedies import World, worlds
from tests.reference.strategies import Case, cases, resources, strengths

NOW = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)


def violations_of(
    case: Case, strengths: list[dict[str, Any]], resources: Resources = NOTHING
) -> list[str]:
    """What the verification says of the plan that the planner makes of the case."""
    policies = load(case.texts)
    request = PlanRequest(batch_of(case.tps), strengths_of(strengths), case.policy_id, DAY)
    request = resources.of(request)
    parts, faults = admit(request, policies)
    assert not faults, "\n".join(fault.text("en") for fault in faults)
    try:
        plan = make_plan(request, parts, now=NOW)
    except PolicyContradictionError:
        return []
    found = verify(plan, request, policies.policies)
    assert found.statements > len(request.batch)
    assert found.plan_digest == plan.plan_digest
    return [
        f"{violation.code} {violation.place}: {violation.message.en}"
        for violation in found.violations
    ]


class TestPlansOfThePlanner:
    """What the planner makes, the verification accepts; neither knows the other's code."""

    @given(case=cases(24))
    def test_without_strengths(self, case: Case) -> None:
        """Without strengths every force is unlimited and every statement holds."""
        assert violations_of(case, []) == []

    @given(case=cases(24), given_strengths=strengths())
    def test_with_strengths(self, case: Case, given_strengths: list[dict[str, Any]]) -> None:
        """With scarce strengths, reserves and commands beyond areas, every statement holds."""
        assert violations_of(case, given_strengths) == []

    @given(case=cases(24), given_strengths=st.integers(13, 200).flatmap(strengths))
    def test_with_ample_strengths(self, case: Case, given_strengths: list[dict[str, Any]]) -> None:
        """With strength for stronger sizes, every statement holds."""
        assert violations_of(case, given_strengths) == []

    @given(case=cases(16, resources=1), given_strengths=strengths(), given_resources=resources())
    def test_with_stocks_seats_and_unavailable_transports(
        self,
        case: Case,
        given_strengths: list[dict[str, Any]],
        given_resources: dict[str, list[Any]],
    ) -> None:
        """With stocks and seats that are scarce, and without some transports."""
        assert violations_of(case, given_strengths, resources_of(given_resources)) == []

    @given(world=worlds())
    def test_with_ceilings_reserves_and_early_upgrades(self, world: World) -> None:
        """With next steps and remedies of all kinds, every statement on them holds."""
        policies = world.policies()
        request = PlanRequest(world.batch(), world.strengths, "own", DAY)
        parts, faults = admit(request, policies)
        assert not faults
        found = verify(make_plan(request, parts, now=NOW), request, policies.policies)
        assert [violation.message.en for violation in found.violations] == []
