"""`pamtps verify --check-optimal` and `Client.verify(check_optimal=True)`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from google.protobuf import json_format
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_client import Client, read_strengths, read_tps
from pamtps_client.command import main
from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.sizes.raised import Raised
from pamtps_service.policy.load import load_policies
from pamtps_service.wire.call import Steps
from pamtps_service.wire.calls import plan_deployment

from tests.conftest import REPOSITORY
from tests.verify.worse_plans import steps_down, take_down, with_sizes

Table = Callable[..., str]
Captured = pytest.CaptureFixture[str]

RULES = str(REPOSITORY / "rules")
TPS = (
    "tps_code,risk_tier,access,travel_minutes",
    *(f"53.02.01.2001.{number:03},kurang_rawan,road,5" for number in range(1, 30)),
    *(f"53.11.01.2002.{number:03},kurang_rawan,road,5" for number in range(1, 40)),
)
STRENGTHS = (
    "area_code,force,personnel,role",
    "53.02,polri,11,own",
    "53.11,polri,50,own",
    "53,polri,4,reserve",
)


def planned(tps: str, strengths: str) -> plan_pb2.DeploymentPlan:
    """The plan that the service makes here."""
    request = planning_service_pb2.PlanDeploymentRequest(
        batch=read_tps(tps).batch,
        strengths=read_strengths(strengths).strengths,
        election_date="2024-11-27",
    )
    reply = plan_deployment(
        load_policies(Path(RULES)), request.SerializeToString(), Steps(lambda _: None)
    )
    return planning_service_pb2.PlanDeploymentResponse.FromString(reply).plan


def weaker(raised: dict[Claimant, Raised]) -> None:
    take_down(raised, steps_down(raised)[0])


@pytest.fixture
def files(table: Table) -> list[str]:
    return [table(*TPS), table(*STRENGTHS, name="strengths.csv")]


@pytest.fixture
def best(files: list[str]) -> plan_pb2.DeploymentPlan:
    return planned(*files)


@pytest.fixture
def worse(files: list[str]) -> plan_pb2.DeploymentPlan:
    """A valid plan with one size weaker than it could be."""
    with with_sizes(weaker):
        return planned(*files)


def verified(plan: plan_pb2.DeploymentPlan, files: list[str], table: Table, *more: str) -> int:
    text = json_format.MessageToJson(plan, preserving_proto_field_name=True)
    arguments = [table(text, name="plan.json"), "--tps", files[0], "--strengths", files[1]]
    return main(["verify", *arguments, "--offline", "--rules", RULES, "--check-optimal", *more])


class TestCommand:
    def test_the_best_plan_ends_with_0_and_its_aims(
        self, best: plan_pb2.DeploymentPlan, files: list[str], table: Table, capsys: Captured
    ) -> None:
        assert verified(best, files, table, "--lang", "en") == 0
        lines = capsys.readouterr().out.splitlines()
        assert "Shortage of Polri for kurang rawan TPS in 53: planned 0, best 0." in lines
        assert (
            lines[-1]
            == f"{best.name}: the best plan, all aims ({len(lines) - 2}) are at their best"
        )

    def test_a_valid_plan_that_is_not_the_best_ends_with_4_and_the_aim(
        self, worse: plan_pb2.DeploymentPlan, files: list[str], table: Table, capsys: Captured
    ) -> None:
        assert verified(worse, files, table, "--lang", "en") == 4
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].endswith("violations 0")
        assert lines[-2].startswith(
            "Sizes of posts of Polri for kurang rawan TPS in 53, the weakest"
        )
        assert lines[-1].startswith(f"{worse.name}: not the best plan")
        assert verified(worse, files, table, "--lang", "id") == 4
        assert "bukan rencana terbaik" in capsys.readouterr().out

    def test_the_json_holds_the_verification_and_the_aims(
        self, worse: plan_pb2.DeploymentPlan, files: list[str], table: Table, capsys: Captured
    ) -> None:
        assert verified(worse, files, table, "--json") == 4
        found = json.loads(capsys.readouterr().out)
        assert found["verification"]["violations"] == []
        assert found["optimality"]["optimal"] is False
        assert found["optimality"]["aims"][-1]["code"] == "weakest-command"

    def test_a_plan_that_is_not_valid_is_not_asked_whether_it_is_the_best(
        self, best: plan_pb2.DeploymentPlan, files: list[str], table: Table, capsys: Captured
    ) -> None:
        best.totals[0].assigned += 1
        assert verified(best, files, table, "--lang", "en") == 4
        assert "it was not checked whether it is the best plan" in capsys.readouterr().out


def test_a_client_gets_the_verification_and_the_optimality(
    service: str, best: plan_pb2.DeploymentPlan, worse: plan_pb2.DeploymentPlan, files: list[str]
) -> None:
    batch, strengths = read_tps(files[0]).batch, read_strengths(files[1]).strengths
    with Client(service) as client:
        good = client.verify(best, batch, strengths, check_optimal=True)
        bad = client.verify(worse, batch, strengths, check_optimal=True)
        plain = client.verify(best, batch, strengths)
    assert good.optimality.optimal
    assert not bad.optimality.optimal
    assert bad.optimality.aims[-1].planned < bad.optimality.aims[-1].best
    assert good.verification == plain
