"""Plans as tables and files: every form holds the whole plan, and says why where it holds none."""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from pamtps.v1 import plan_pb2
from pamtps_client.arrow_batch import arrow_stream, arrow_streams
from pamtps_client.arrow_extra import ArrowMissing
from pamtps_client.plan_file import plan_text, read_plan, write_plan
from pamtps_client.plan_json import NotAPlan
from pamtps_client.plan_tables import as_rows, posts_table, stations_table, without_rows

from tests.client.fake_server import small_plan
from tests.conftest import REPOSITORY

CASES = sorted((REPOSITORY / "tests" / "conformance" / "cases").glob("*/plan.json"))


def as_arrow(plan: plan_pb2.DeploymentPlan, rows: int = 3) -> plan_pb2.DeploymentPlan:
    """The same plan in the Arrow form, its stations in streams of some rows."""
    arrow = without_rows(plan)
    if plan.posts:
        arrow.arrow_posts.append(arrow_stream(posts_table(plan)))
    if plan.stations:
        arrow.arrow_stations.extend(arrow_streams(stations_table(plan), rows))
    return arrow


@pytest.fixture(params=CASES, ids=lambda path: path.parent.name)
def plan(request: pytest.FixtureRequest) -> plan_pb2.DeploymentPlan:
    """Every plan of the conformance set."""
    return read_plan(str(request.param))


def test_there_are_plans_with_gaps_and_lists() -> None:
    plans = [read_plan(str(path)) for path in CASES]
    stations = [station for one in plans for station in one.stations]
    assert any(not station.HasField("post") for station in stations)
    assert any(station.HasField("movement") for station in stations)
    assert any(len(station.labels) > 1 for station in stations)
    assert any(post.polri_short for one in plans for post in one.posts)


class TestForms:
    def test_rows_come_back_from_the_arrow_form(self, plan: plan_pb2.DeploymentPlan) -> None:
        assert as_rows(as_arrow(plan)) == plan

    def test_both_forms_give_the_same_tables(self, plan: plan_pb2.DeploymentPlan) -> None:
        arrow = as_arrow(plan)
        assert posts_table(arrow).equals(posts_table(plan))
        assert stations_table(arrow).to_pylist() == stations_table(plan).to_pylist()
        assert posts_table(plan).num_rows == len(plan.posts)

    def test_a_plan_in_rows_is_given_as_it_is(self) -> None:
        plan = small_plan()
        assert as_rows(plan) is plan

    def test_streams_that_are_none_are_told(self) -> None:
        for stream in (b"", b"nothing", arrow_stream(pa.table({"post": [1]}))):
            plan = plan_pb2.DeploymentPlan(arrow_posts=[stream])
            with pytest.raises(NotAPlan, match="arrow_posts"):
                as_rows(plan)
            with pytest.raises(NotAPlan, match="arrow_posts"):
                posts_table(plan)


class TestFiles:
    @pytest.mark.parametrize("ending", [".json", ".pb", ".parquet", ""])
    def test_every_file_holds_the_whole_plan_of_either_form(
        self, plan: plan_pb2.DeploymentPlan, ending: str, tmp_path: Path
    ) -> None:
        path = str(tmp_path / f"plan{ending}")
        for written in (plan, as_arrow(plan)):
            write_plan(path, written)
            assert as_rows(read_plan(path)) == plan
        assert plan_text(read_plan(path)) == plan_text(plan)

    def test_the_binary_form_keeps_the_form_of_the_plan(self, tmp_path: Path) -> None:
        path = str(tmp_path / "plan.pb")
        for written in (read_plan(str(CASES[0])), as_arrow(read_plan(str(CASES[0])))):
            write_plan(path, written)
            assert read_plan(path) == written

    def test_parquet_is_a_table_of_tps_with_their_posts(
        self, plan: plan_pb2.DeploymentPlan, tmp_path: Path
    ) -> None:
        write_plan(str(tmp_path / "plan.parquet"), plan)
        table = pyarrow.parquet.read_table(tmp_path / "plan.parquet").to_pylist()
        assert [row["tps_code"] for row in table] == [one.tps_code for one in plan.stations]
        for row, station in zip(table, plan.stations, strict=True):
            post = plan.posts[station.post] if station.HasField("post") else None
            assert row["post_area_code"] == (post.area_code if post else None)
            assert row["post_command"] == (post.command if post else None)
            assert row["post_first_tps_code"] == (post.first_tps_code if post else None)
            assert row["labels"] == list(station.labels)

    def test_the_content_says_what_a_file_is(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plan = read_plan(str(CASES[0]))
        for ending in (".json", ".pb", ".parquet"):
            write_plan(str(tmp_path / f"plan{ending}"), plan)
            content = (tmp_path / f"plan{ending}").read_bytes()
            (tmp_path / "renamed.json").write_bytes(content)
            assert as_rows(read_plan(str(tmp_path / "renamed.json"))) == plan
            standard_input = io.TextIOWrapper(io.BytesIO(content))
            monkeypatch.setattr(sys, "stdin", standard_input)
            assert as_rows(read_plan("-")) == plan

    def test_another_ending_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match=r"\.json, \.pb, \.parquet"):
            write_plan(str(tmp_path / "plan.csv"), small_plan())
        assert list(tmp_path.iterdir()) == []

    def test_files_that_hold_no_plan(self, tmp_path: Path) -> None:
        table = pa.table({"tps_code": ["53.11.01.2001.001"]})
        plan = base64.b64encode(small_plan().SerializeToString())
        for name, metadata in (
            ("none.parquet", {}),
            ("base64.parquet", {"pamtps.plan": "no base64!"}),
            ("columns.parquet", {"pamtps.plan": plan}),
        ):
            pyarrow.parquet.write_table(
                table.replace_schema_metadata(metadata), tmp_path / name, compression="zstd"
            )
        (tmp_path / "cut.parquet").write_bytes((tmp_path / "none.parquet").read_bytes()[:40])
        (tmp_path / "empty.pb").write_bytes(b"")
        (tmp_path / "text.pb").write_bytes(b"tps_code,risk_tier\n")
        (tmp_path / "other.pb").write_bytes(b"\x0a\x26plans/" + b"0" * 32 + b"\xf8\x7f\x01")
        (tmp_path / "text.json").write_bytes(b"\n plan")
        told = {}
        for path in sorted(tmp_path.iterdir()):
            with pytest.raises(NotAPlan) as caught:
                read_plan(str(path))
            assert all(reason.id and reason.en for reason in caught.value.reasons)
            told[path.name] = str(caught.value)
        assert told["columns.parquet"] == "no whole Parquet: it has no column risk_tier"
        assert told["cut.parquet"].endswith("it begins as Parquet, but its end is missing")
        assert "its content is damaged" in told["base64.parquet"]

    def test_without_pyarrow_json_and_the_binary_form_remain(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plan = read_plan(str(CASES[0]))
        write_plan(str(tmp_path / "plan.parquet"), plan)
        arrow = as_arrow(plan)
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        for ending in (".json", ".pb"):
            write_plan(str(tmp_path / f"plan{ending}"), plan)
            assert read_plan(str(tmp_path / f"plan{ending}")) == plan
        with pytest.raises(ArrowMissing):
            read_plan(str(tmp_path / "plan.parquet"))
        with pytest.raises(ArrowMissing):
            plan_text(arrow)


def test_json_is_that_of_rows_whatever_a_row_holds() -> None:
    """The mapping of protobuf is the oracle."""
    plan = plan_pb2.DeploymentPlan(name="plans/x", skipped_count=3)
    plan.posts.add()
    plan.posts.add(area_code="5", command='a "b" \\ ü \n', polri=1, rules=[0, 3])
    plan.stations.add()
    plan.stations.add(tps_code="1", post=0, movement=0, labels=[1])
    plan.stations.add(risk_tier=plan_pb2.RISK_TIER_RAWAN, linmas_short=2, rules=[1, 2], post=1)
    assert plan_text(as_arrow(plan, 2)) == plan_text(plan)
    for name in ("posts", "stations"):
        plan.ClearField(name)
        assert plan_text(as_arrow(plan, 2)) == plan_text(plan)
