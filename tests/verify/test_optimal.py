"""The proof that a plan is the best."""

from __future__ import annotations

from hypothesis import given, settings
from pamtps_service.verify.check import verify
from pamtps_service.verify.optimal.check import check_optimal

from tests.conftest import LONG
from tests.planning.service_input import planned
from tests.verify.worlds import World, worlds


@settings(max_examples=1500 if LONG else 100)
@given(worlds())
def test_what_the_planner_makes_is_proven_to_be_the_best(world: World) -> None:
    plan, request, policies = planned(world.case, world.strengths)
    assert verify(plan, request, policies.policies).violations == ()
    found = check_optimal(plan, request, policies.policies)
    assert found.optimal, "\n".join(aim.message.en for aim in found.aims)
