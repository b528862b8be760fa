"""Plans from the wire: what cannot be held as data is a fault with its place."""

from __future__ import annotations

import pytest
from pamtps.v1 import plan_pb2
from pamtps_service.policy.faults import Fault
from pamtps_service.wire.read_plan import read_plan

VILLAGE = "53.11.01.2001"


def plan_with_posts(*posts: int | None) -> plan_pb2.DeploymentPlan:
    """A plan whose TPS name these posts; None names none."""
    plan = plan_pb2.DeploymentPlan(election_date="2024-02-14", status=plan_pb2.PLAN_STATUS_COMPLETE)
    for number, post in enumerate(posts, 1):
        code = f"{VILLAGE}.{number:03d}"
        plan.stations.add(tps_code=code, risk_tier=plan_pb2.RISK_TIER_RAWAN, post=post)
    return plan


class TestPosts:
    @pytest.mark.parametrize("post", [-1, -2, -(2**31)])
    def test_a_negative_number_is_named(self, post: int) -> None:
        """Minus one is not taken for a TPS without a post."""
        faults: list[Fault] = []
        assert read_plan(plan_with_posts(0, post), "plan", faults) is None
        (found,) = faults
        assert (str(found.place), found.code) == ("plan.stations[1].post", "negative-number")
        assert str(post) in found.message.en

    def test_a_tps_may_have_none(self) -> None:
        faults: list[Fault] = []
        plan = read_plan(plan_with_posts(0, None), "plan", faults)
        assert not faults
        assert plan is not None
        assert plan.stations.post.tolist() == [0, -1]
