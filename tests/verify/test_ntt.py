"""NTT (16,746 TPS), where rawan may be guarded by 2 police for 2 or 4 TPS: rawan come first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import make_plan
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Tier
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.plan import Plan
from pamtps_service.verify.check import verify
from pamtps_service.verify.optimal.check import check_optimal
from pamtps_service.wire.read_request import read_plan_request

from tests.planning.service_input import load
from tests.wire.requests import make_batch, request_of

POLICY = """
policy: ntt-rawan
title: {id: Rawan dengan dua ukuran, en: Rawan with two sizes}
issuer: Polda NTT
basis: uji
areas: [53]
effective: {from: 2024-01-01, until: 2024-12-31}
extends: ntt-2024
rules:
  - {id: guard-rawan, when: {risk_tier: rawan}, guard: {polri: 2, tps_per_post: [2, 4]}}
"""
SIZES = {Tier.RAWAN: (4, 2), Tier.KURANG_RAWAN: (16, 12, 8, 6, 4)}
"""From the weakest to the strongest."""
RESERVE = "53"
DATE = "2024-02-14"


@pytest.fixture(scope="module")
def policies(repository: Path) -> PolicySet:
    texts = {
        name: (repository / "rules" / f"{name}.yaml").read_text(encoding="utf-8")
        for name in ("national-2024", "ntt-2024")
    }
    return load({**texts, "ntt-rawan": POLICY})


@pytest.fixture(scope="module")
def message(
    data_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> planning_service_pb2.PlanDeploymentRequest:
    folder = make_batch(data_folder, tmp_path_factory.mktemp("ntt"), "--province", "53")
    request = request_of(folder, DATE)
    request.policy = "ntt-rawan"
    return request


def with_share(
    message: planning_service_pb2.PlanDeploymentRequest, percent: int
) -> tuple[PlanRequest, dict[str, int]]:
    """The request with so many of every hundred Polri, and the Polri by command."""
    scarce = planning_service_pb2.PlanDeploymentRequest()
    scarce.CopyFrom(message)
    polri = {}
    for strength in scarce.strengths:
        if strength.force == plan_pb2.FORCE_POLRI:
            strength.personnel = strength.personnel * percent // 100
            polri[strength.area_code] = strength.personnel
    read = read_plan_request(scarce)
    assert read.request is not None
    return read.request, polri


@dataclass(frozen=True)
class District:
    """TPS of one tier and command in a district, guarded in posts of one size."""

    command: str
    tier: Tier
    size: int
    tps: tuple[int, ...]
    """By movement: those who leave apart share no post."""

    def persons(self, size: int) -> int:
        return sum(2 * -(-count // size) for count in self.tps)

    @property
    def beyond(self) -> int:
        """Persons beyond the weakest size."""
        return self.persons(self.size) - self.persons(SIZES[self.tier][0])

    @property
    def step(self) -> int:
        """Persons that the next size needs."""
        sizes = SIZES[self.tier]
        return self.persons(sizes[sizes.index(self.size) + 1]) - self.persons(self.size)


def districts_of(plan: Plan) -> Iterator[District]:
    tps: dict[tuple[str, str, Tier, int], Counter[int]] = defaultdict(Counter)
    stations = plan.stations
    for tier, post, movement in zip(
        stations.risk_tier.tolist(), stations.post.tolist(), stations.movement.tolist(), strict=True
    ):
        place = plan.posts.command[post], plan.posts.area[post]
        tps[(*place, Tier(tier), int(plan.posts.size_limit[post]))][movement] += 1
    for (command, _, tier, size), counts in tps.items():
        yield District(command, tier, size, tuple(counts.values()))


def polri_of_posts(plan: Plan, tier: Tier) -> int:
    first = np.searchsorted(plan.stations.code, plan.posts.first_tps)
    return int(plan.posts.polri[plan.stations.risk_tier[first] == tier].sum())


def left_after_rawan(
    plan: Plan, districts: Sequence[District], polri: dict[str, int]
) -> dict[str, int]:
    """What each command could have for rawan: its own strength and the reserve, less all that is
    not for stronger sizes of kurang rawan."""
    used = dict.fromkeys(polri, 0)
    for number in range(len(plan.posts)):
        used[plan.posts.command[number]] += int(plan.posts.polri[number])
    for unit in plan.units:
        if unit.force == "polri":
            used[unit.command] += unit.assigned
    for district in districts:
        if district.tier == Tier.KURANG_RAWAN:
            used[district.command] -= district.beyond
    commands = [command for command in polri if command != RESERVE]
    reserve = polri[RESERVE] - sum(max(0, used[one] - polri[one]) for one in commands)
    return {one: max(0, polri[one] - used[one]) + reserve for one in commands}


QUICK = (100, 85, 80)
SHARES = [
    share if share in QUICK else pytest.param(share, marks=pytest.mark.long)
    for share in (100, 90, 85, 80, 78, 75, 70)
]


@pytest.mark.parametrize("percent", SHARES)
def test_no_kurang_rawan_is_stronger_where_that_could_make_a_rawan_stronger(
    policies: PolicySet,
    message: planning_service_pb2.PlanDeploymentRequest,
    percent: int,
) -> None:
    """If a rawan group is weaker than its strongest size, then no kurang rawan group of that
    command, or fed by the same reserve, is stronger than its weakest, unless what is left is less
    than the cheapest rawan step. And the proof agrees that the plan is the best."""
    request, polri = with_share(message, percent)
    parts, faults = admit(request, policies)
    assert not faults
    plan = make_plan(request, parts)
    assert verify(plan, request, policies.policies).violations == ()
    districts = list(districts_of(plan))
    left = left_after_rawan(plan, districts, polri)
    assert sum(one.persons(one.size) for one in districts if one.tier in SIZES) == sum(
        polri_of_posts(plan, tier) for tier in SIZES
    ), "the districts are counted as the plan guards them"
    weaker = [one for one in districts if one.tier == Tier.RAWAN and one.size != 2]
    stronger = [one for one in districts if one.tier == Tier.KURANG_RAWAN and one.size != 16]
    for rawan in weaker:
        # Every command is fed by the one reserve of the province.
        assert not stronger or left[rawan.command] < rawan.step
    if percent in (85, 80):
        assert weaker, "strength is so scarce that the sentence says something"
        assert stronger
    if percent >= 90:
        assert not weaker
    found = check_optimal(plan, request, policies.policies)
    assert found.optimal, "\n".join(aim.message.en for aim in found.aims)
