"""A plan in the Arrow form is the plan: it is read back, verified, explained, compared, kept."""

from __future__ import annotations

from functools import cache
from random import Random

import pyarrow as pa
import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.faults import Fault
from pamtps_service.records.digest import plan_digest
from pamtps_service.verify.check import verify
from pamtps_service.wire.call import Steps
from pamtps_service.wire.calls import compare_plans, explain_plan, plan_deployment, verify_plan
from pamtps_service.wire.read_plan import read_plan

from tests.conformance.case_files import (
    CASES,
    GoldenCase,
    all_cases,
    content_of,
    planned,
    policies_of,
    read_case,
    request_of,
)
from tests.conftest import LONG
from tests.faults.test_fields import request_and_policies

Plan = plan_pb2.DeploymentPlan
QUIET = Steps(lambda _: None)
SMALL = [case for case in all_cases() if not case.large]
DRAWS = 60 if LONG else 3
MOVED, SHORT = "movements-by-fallback-and-seats", "shortage-of-nested-strengths"
TABLES = ("arrow_posts", "arrow_stations")
POSTS = (
    *("area_code", "command", "station_count", "first_tps_code", "size_limit", "polri"),
    *("polri_short", "tni", "tni_short", "linmas", "linmas_short", "rules"),
)
STATIONS = (
    *("tps_code", "risk_tier", "labels", "post", "linmas", "linmas_short", "rules", "movement"),
)


@cache
def arrow_plan(name: str) -> Plan:
    """The plan of a golden case in the Arrow form."""
    case = read_case(CASES / name)
    request = request_of(case)
    request.form = planning_service_pb2.PLAN_FORM_ARROW
    reply = plan_deployment(policies_of(case.policies), request.SerializeToString(), QUIET)
    return planning_service_pb2.PlanDeploymentResponse.FromString(reply).plan


def copy_of(plan: Plan) -> Plan:
    copy = Plan()
    copy.CopyFrom(plan)
    return copy


def table_of(plan: Plan, name: str) -> pa.Table:
    (stream,) = getattr(plan, name)
    return pa.ipc.open_stream(stream).read_all()


def stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def with_column(plan: Plan, name: str, column: str, values: pa.Array | None) -> Plan:
    """The plan with a column of a table replaced, or left out."""
    copy, table = copy_of(plan), table_of(plan, name)
    at = table.column_names.index(column)
    table = table.remove_column(at) if values is None else table.set_column(at, column, values)
    getattr(copy, name)[:] = [stream(table)]
    return copy


def found(plan: Plan) -> list[tuple[str, str]]:
    faults: list[Fault] = []
    assert (read_plan(plan, "plan", faults) is None) == bool(faults)
    return [(one.code, str(one.place)) for one in faults]


class TestReadBack:
    @pytest.mark.parametrize("case", SMALL, ids=lambda case: case.folder.name)
    def test_it_is_the_plan(self, case: GoldenCase) -> None:
        """In one stream, in several, and as other types that a reader may write."""
        plan = arrow_plan(case.folder.name)
        several = copy_of(plan)
        for name in TABLES:
            table = table_of(plan, name)
            fields = [
                (
                    field.name,
                    pa.large_list(pa.int32())
                    if pa.types.is_list(field.type)
                    else pa.large_string()
                    if field.name.endswith("code")
                    else field.type,
                )
                for field in table.schema
            ]
            table = table.cast(pa.schema(fields))
            middle = len(table) // 2
            parts = [table.slice(0, middle), table.slice(middle, 0), table.slice(middle)]
            getattr(several, name)[:] = map(stream, parts)
        for one in (plan, several):
            read = read_plan(one, "plan", [])
            rows = read_plan(planned(case.folder), "plan", [])
            assert read is not None
            assert rows is not None
            assert plan_digest(read) == plan_digest(rows) == plan.plan_digest
            request, policies = request_and_policies(case.folder)
            assert not verify(read, request, policies).violations


class TestChangedColumns:
    @pytest.mark.parametrize(
        ("name", "column"),
        [*((TABLES[0], column) for column in POSTS), *((TABLES[1], column) for column in STATIONS)],
    )
    def test_a_changed_cell_is_found(self, name: str, column: str) -> None:
        """By the verification, its digest aside, or as a fault."""
        plan = arrow_plan(MOVED)
        request, policies = request_and_policies(CASES / MOVED)
        draw = Random(column)
        for _ in range(DRAWS):
            array = table_of(plan, name)[column].combine_chunks()
            if pa.types.is_dictionary(array.type):
                array = array.cast(pa.string())
            cells = array.to_pylist()
            row = draw.randrange(len(cells))
            cells[row] = other(cells[row], column, draw)
            faults: list[Fault] = []
            read = read_plan(
                with_column(plan, name, column, pa.array(cells, array.type)), "plan", faults
            )
            if read is None:
                assert faults
                continue
            codes = {one.code for one in verify(read, request, policies).violations}
            assert codes - {"digest-wrong"}, (row, cells[row])

    @pytest.mark.parametrize("column", STATIONS)
    def test_a_column_that_is_missing_or_twice_or_unknown(self, column: str) -> None:
        plan = arrow_plan(SHORT)
        assert found(with_column(plan, TABLES[1], column, None)) == [
            ("arrow-column-missing", "plan.arrow_stations")
        ]
        copy, table = copy_of(plan), table_of(plan, TABLES[1])
        copy.arrow_stations[:] = [stream(table.append_column(column, table[column]))]
        assert found(copy) == [("arrow-column-twice", "plan.arrow_stations")]
        copy.arrow_stations[:] = [stream(table.append_column(column + "x", table[column]))]
        faults: list[Fault] = []
        read_plan(copy, "plan", faults)
        assert [(one.code, one.maybe) for one in faults] == [("arrow-column-unknown", column)]

    def test_columns_of_wrong_types_are_told_all_at_once(self) -> None:
        plan = copy_of(arrow_plan(SHORT))
        table = table_of(plan, TABLES[0])
        wrong = pa.table({name: pa.array([0.5] * len(table)) for name in POSTS})
        plan.arrow_posts[:] = [stream(wrong)]
        assert found(plan) == [("arrow-column-type", "plan.arrow_posts")] * len(POSTS)

    def test_cells_that_must_have_a_value(self) -> None:
        plan = arrow_plan(SHORT)
        table = table_of(plan, TABLES[1])
        for column in ("tps_code", "risk_tier", "labels", "linmas"):
            cells = table[column].to_pylist()
            cells[2] = None
            kind = pa.string() if column == "risk_tier" else table[column].type
            wrong = with_column(plan, TABLES[1], column, pa.array(cells, kind))
            assert found(wrong) == [("arrow-cell-null", f"plan.arrow_stations[2].{column}")]

    def test_a_null_inside_a_list_or_a_dictionary(self) -> None:
        plan = arrow_plan(SHORT)
        count = len(table_of(plan, TABLES[1]))
        lists = pa.array([[0], [0, None]] + [[]] * (count - 2), pa.list_(pa.int32()))
        assert found(with_column(plan, TABLES[1], "rules", lists)) == [
            ("arrow-cell-null", "plan.arrow_stations[1].rules")
        ]
        tiers = pa.DictionaryArray.from_arrays(
            pa.array([0, 1] + [0] * (count - 2), pa.int8()), pa.array(["rawan", None])
        )
        assert found(with_column(plan, TABLES[1], "risk_tier", tiers)) == [
            ("arrow-cell-null", "plan.arrow_stations[1].risk_tier")
        ]

    def test_words_codes_and_indices_that_are_none(self) -> None:
        plan = arrow_plan(SHORT)
        table = table_of(plan, TABLES[1])
        for column, cell, code in (
            ("tps_code", "53", "malformed-tps-code"),
            ("risk_tier", "rawn", "word-not-known"),
            ("post", -1, "negative-number"),
            ("movement", -7, "negative-number"),
        ):
            cells = table[column].to_pylist()
            cells[1] = cell
            kind = pa.string() if column == "risk_tier" else table[column].type
            wrong = with_column(plan, TABLES[1], column, pa.array(cells, kind))
            assert found(wrong) == [(code, f"plan.arrow_stations[1].{column}")]

    def test_messages_and_tables_in_one_plan(self) -> None:
        plan = copy_of(arrow_plan(SHORT))
        plan.stations.add(tps_code="53.11.01.2001.001")
        assert ("plan-in-two-forms", "plan") in found(plan)


def other(cell: object, column: str, draw: Random) -> object:
    """Another value of a cell, close to it."""
    if isinstance(cell, list):
        return cell[:-1] if cell and draw.random() < 0.5 else [*cell, len(cell)]
    if column == "risk_tier":
        return draw.choice(
            [tier for tier in ("kurang_rawan", "rawan", "sangat_rawan") if tier != cell]
        )
    if isinstance(cell, str):
        return draw.choice([cell + "x", cell[:-1] + ("1" if cell[-1] != "1" else "2")])
    return 0 if cell is None else draw.choice([cell + 1, cell + 7])  # type: ignore[operator]


class TestCalls:
    @pytest.fixture
    def case(self) -> GoldenCase:
        return read_case(CASES / SHORT)

    def source(self, case: GoldenCase) -> planning_service_pb2.PlanSource:
        content = content_of(case, arrow_plan(case.folder.name))
        return planning_service_pb2.PlanSource(content=content)

    def test_verify(self, case: GoldenCase) -> None:
        request = planning_service_pb2.VerifyPlanRequest(source=self.source(case))
        reply = planning_service_pb2.VerifyPlanResponse.FromString(
            verify_plan(policies_of(case.policies), request.SerializeToString(), QUIET)
        )
        assert not reply.verification.violations

    def test_explain(self, case: GoldenCase) -> None:
        def explained(source: planning_service_pb2.PlanSource) -> bytes:
            request = planning_service_pb2.ExplainPlanRequest(source=source, subject="ID")
            return explain_plan(policies_of(case.policies), request.SerializeToString(), QUIET)

        rows = self.source(case)
        rows.content.plan.CopyFrom(planned(case.folder))
        assert explained(self.source(case)) == explained(rows)

    def test_compare(self, case: GoldenCase) -> None:
        rows = self.source(case)
        rows.content.plan.CopyFrom(planned(case.folder))
        request = planning_service_pb2.ComparePlansRequest(before=self.source(case), after=rows)
        reply = compare_plans(policies_of(case.policies), request.SerializeToString(), QUIET)
        assert reply == b""

    def test_plan_in_force(self, case: GoldenCase) -> None:
        request = request_of(case)
        request.plan_in_force.CopyFrom(arrow_plan(case.folder.name))
        reply = plan_deployment(policies_of(case.policies), request.SerializeToString(), QUIET)
        kept = planning_service_pb2.PlanDeploymentResponse.FromString(reply).plan.kept
        assert (kept.moved, kept.added, kept.removed) == (0, 0, 0)
        assert kept.kept
