"""Scenarios are planned as the service plans them, here and on Ray, and nothing is lost."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.load import load_policies
from pamtps_service.records.area_codes import NATION
from pamtps_service.sweep.grid import (
    SharedByProvincesError,
    by_province,
    scenarios,
    strengths_by_area,
)
from pamtps_service.sweep.runners import run_here, run_on_ray
from pamtps_service.sweep.scenarios import NUMBERS, REJECTED, RESULT, Inputs, plan_scenarios
from pamtps_service.sweep.shared_faults import shared_faults, strength_faults
from pamtps_service.wire.call import CallError, Steps
from pamtps_service.wire.calls import plan_deployment

from tests.conftest import REPOSITORY

RULES = REPOSITORY / "rules"
DAY = "2024-02-14"
TIERS = ("kurang_rawan", "rawan", "sangat_rawan")
ACCESS = ("road", "sea", "foot", "air")
OWN, RESERVE = plan_pb2.STRENGTH_ROLE_OWN, plan_pb2.STRENGTH_ROLE_RESERVE
FORCES = {"polri": plan_pb2.FORCE_POLRI, "tni": plan_pb2.FORCE_TNI, "linmas": plan_pb2.FORCE_LINMAS}


def table() -> pa.Table:
    """TPS of three regencies in two provinces."""
    rows = [
        {
            "tps_code": f"{regency}.01.2001.{number:03d}",
            "risk_tier": TIERS[number % 7 // 3],
            "registered_voters": 200 + number,
            "travel_minutes": 15 * (number % 20),
            "access": ACCESS[number % 4],
        }
        for regency, count in (("53.01", 40), ("53.11", 25), ("31.73", 30))
        for number in range(1, count + 1)
    ]
    return pa.Table.from_pylist(rows)


def stream(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def strengths(personnel: int) -> planning_service_pb2.PlanDeploymentRequest:
    given = planning_service_pb2.PlanDeploymentRequest()
    for area in ("53.01", "53.11", "31.73"):
        given.strengths.add(
            area_code=area, force=plan_pb2.FORCE_POLRI, personnel=personnel, role=OWN
        )
    for area in ("53", "31"):
        given.strengths.add(area_code=area, force=plan_pb2.FORCE_POLRI, personnel=5, role=RESERVE)
    return given


def inputs(*areas: str) -> Inputs:
    provinces = by_province(plan_pb2.Batch(arrow=[stream(table())]))
    return Inputs(
        election_date=DAY,
        rules={"rules": {path.name: path.read_bytes() for path in RULES.glob("*.yaml")}},
        strengths={
            f"{many}": strengths_by_area(f"{many}", strengths(many), areas, {}) for many in (8, 30)
        },
        percent={"8": {"polri": 50}},
        stations={NATION: (stream(table()),), **provinces},
    )


def grid() -> pa.Table:
    return scenarios(
        ["rules"], ["", "national-2024", "nothing"], ["8", "30"], ["", "sea,air"], ["31", "53"]
    )


GIVEN = inputs("31", "53")


class TestScenarios:
    def test_a_scenario_comes_to_what_the_service_answers(self) -> None:
        found = plan_scenarios(grid().to_batches()[0], GIVEN).to_pylist()
        assert len(found) == 24
        for row in found:
            percent = (row["polri_percent"], row["tni_percent"], row["linmas_percent"])
            assert percent == (50 if row["strengths"] == "8" else 100, 100, 100)
            reply = self.answered(row)
            if reply is None:
                assert row["status"] == REJECTED
                assert "unknown-policy" in row["error"] or "outside-policy" in row["error"]
                continue
            plan = reply.plan
            assert row["status"] == plan_pb2.PlanStatus.Name(plan.status).split("_")[-1].lower()
            assert row["plan_digest"] == plan.plan_digest
            assert row["post_count"] == len(plan.posts)
            for (name, force), number in itertools.product(FORCES.items(), NUMBERS):
                (total,) = (one for one in plan.totals if one.force == force)
                given = total.HasField("available") or number != "available"
                assert row[f"{name}_{number}"] == (getattr(total, number) if given else None)
        assert {row["status"] for row in found} >= {"short", "complete", REJECTED}

    def answered(
        self, row: Mapping[str, Any]
    ) -> planning_service_pb2.PlanDeploymentResponse | None:
        request = planning_service_pb2.PlanDeploymentRequest.FromString(
            GIVEN.strengths[row["strengths"]][row["area_code"]]
        )
        request.election_date, request.policy = DAY, row["policy"]
        request.form = planning_service_pb2.PLAN_FORM_ROWS
        request.batch.arrow.extend(GIVEN.stations[row["area_code"]])
        if row["unavailable_transports"]:
            request.unavailable_transports.extend([plan_pb2.ACCESS_SEA, plan_pb2.ACCESS_AIR])
        try:
            content = plan_deployment(
                load_policies(RULES), request.SerializeToString(), Steps(lambda _: None)
            )
        except CallError:
            return None
        return planning_service_pb2.PlanDeploymentResponse.FromString(content)


class TestGrid:
    def test_every_combination_is_there_once(self) -> None:
        rows = [tuple(row.values()) for row in grid().to_pylist()]
        assert len(rows) == len(set(rows)) == 24

    def test_provinces_hold_every_row_once(self) -> None:
        halves = [stream(table().slice(0, 50)), stream(table().slice(50))]
        parts = by_province(plan_pb2.Batch(arrow=halves))
        assert list(parts) == ["31", "53"]
        read = {name: pa.ipc.open_stream(one).read_all() for name, (one,) in parts.items()}
        assert {name: part.num_rows for name, part in read.items()} == {"31": 30, "53": 65}
        codes = pa.concat_tables(read.values()).column("tps_code").to_pylist()
        assert sorted(codes) == sorted(table().column("tps_code").to_pylist())

    def test_personnel_are_scaled_and_rounded_down(self) -> None:
        found = strengths_by_area("x", strengths(33), ["53"], {"polri": 50, "tni": 10})
        read = planning_service_pb2.PlanDeploymentRequest.FromString(found["53"])
        assert [(one.area_code, one.personnel) for one in read.strengths] == [
            ("53.01", 16),
            ("53.11", 16),
            ("53", 2),
        ]

    def test_who_guards_in_a_province_from_elsewhere_is_at_hand_there(self) -> None:
        given = strengths(8)
        given.strengths[2].covers.extend(["31.73", "53.11"])
        del given.strengths[1]
        found = strengths_by_area("x", given, ["53"], {})
        read = planning_service_pb2.PlanDeploymentRequest.FromString(found["53"])
        assert [one.area_code for one in read.strengths] == ["53.01", "31.73", "53"]

    @pytest.mark.parametrize("what", ["strengths", "stocks", "seats"])
    def test_what_belongs_to_the_nation_is_not_given_to_every_province(self, what: str) -> None:
        given = strengths(8)
        getattr(given, what).add(area_code=NATION)
        assert strengths_by_area("x", given, [NATION], {})
        with pytest.raises(SharedByProvincesError) as error:
            strengths_by_area("x", given, ["53"], {})
        assert error.value.what == what


class TestSharedFaults:
    """Oracle: what the service answers to each request by itself."""

    @pytest.mark.parametrize(
        "asked",
        [
            ["ntt-2024"],
            ["ntt-2024", "national-2024"],
            ["", "ntt-2024", "nothing"],
            ["nothing"],
        ],
    )
    @pytest.mark.parametrize("wrong", ["nothing", "access", "code", "access and code"])
    def test_they_are_those_of_every_request_that_could_be_asked(
        self, asked: list[str], wrong: str
    ) -> None:
        rows = table().to_pylist()
        if "access" in wrong:
            rows[3]["access"] = rows[50]["access"] = rows[90]["access"] = None
        if "code" in wrong:
            rows[7]["tps_code"] = "53.99.01.2001.001"
        batch = plan_pb2.Batch(arrow=[stream(pa.Table.from_pylist(rows))])
        answers = [self.answered(batch, policy) for policy in asked]
        policies = load_policies(RULES)
        found = shared_faults(batch, DAY, [(policies, policy) for policy in asked])
        expected = [
            {one for one in answer if one[1] != "outside-policy"}
            for policy, answer in zip(asked, answers, strict=True)
            if policy != "nothing"
        ]
        everywhere = {one for one in self.answered(batch, "nothing") if one[1] != "unknown-policy"}
        shared = set.intersection(*expected) if expected else set()
        assert {(str(one.place), one.code) for one in found} == shared | everywhere

    def answered(self, batch: plan_pb2.Batch, policy: str) -> set[tuple[str, str]]:
        """Fields and codes of all faults of a request."""
        request = planning_service_pb2.PlanDeploymentRequest(
            batch=batch, election_date=DAY, policy=policy, validate_only=True
        )
        content = plan_deployment(
            load_policies(RULES), request.SerializeToString(), Steps(lambda _: None)
        )
        reply = planning_service_pb2.PlanDeploymentResponse.FromString(content)
        return {(fault.field, fault.code) for fault in reply.faults}

    def test_strengths_have_theirs_under_no_policy(self) -> None:
        given = strengths(8)
        given.strengths.add().CopyFrom(given.strengths[0])
        given.strengths[1].area_code = "53.99"
        found = {(str(one.place), one.code) for one in strength_faults(given.strengths)}
        assert found == {
            ("strengths[1].area_code", "unknown-area"),
            ("strengths[5]", "strength-twice"),
        }


class TestRunners:
    @pytest.mark.parametrize("processes", [1, 2, 3])
    def test_the_results_are_those_of_one_process(self, processes: int) -> None:
        found = run_here(grid(), GIVEN, processes)
        assert found.schema == RESULT
        assert found.equals(pa.Table.from_batches([plan_scenarios(grid().to_batches()[0], GIVEN)]))

    def test_no_scenarios_give_no_rows(self) -> None:
        assert run_here(grid().slice(0, 0), GIVEN, 2).num_rows == 0


@pytest.mark.long
@pytest.mark.filterwarnings("default")  # of Ray's own
class TestRay:
    def test_the_results_are_those_of_one_process(self) -> None:
        assert run_on_ray(grid(), GIVEN, "local").equals(run_here(grid(), GIVEN, 1))

    def test_a_worker_that_ends_is_replaced_and_nothing_is_lost(self, tmp_path: Path) -> None:
        ended = tmp_path / "ended"

        def ends_once(batch: pa.RecordBatch, given: Inputs) -> pa.RecordBatch:
            if not ended.exists():
                ended.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return plan_scenarios(batch, given)

        assert run_on_ray(grid(), GIVEN, "local", ends_once).equals(run_here(grid(), GIVEN, 1))
        assert ended.exists()
