"""Plans of real counts of TPS, from request bytes to reply bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.load import PolicySet, load_policies

from tests.planning.service_input import load
from tests.wire.requests import answer, make_batch, request_of, total

POLRI, TNI, LINMAS = plan_pb2.FORCE_POLRI, plan_pb2.FORCE_TNI, plan_pb2.FORCE_LINMAS
PEMILU, PILKADA = "2024-02-14", "2024-11-27"
HEAD = """policy: only-guards
title: Only guards
issuer: a test
basis: a test
areas: all
rules:
"""


@pytest.fixture(scope="module")
def rules(repository: Path) -> PolicySet:
    return load_policies(repository / "rules")


@pytest.fixture(scope="module")
def ntt(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_batch(data_folder, tmp_path_factory.mktemp("ntt"), "--province", "53")


@pytest.fixture(scope="module")
def example(repository: Path) -> Path:
    return repository / "examples" / "ntt-pilkada-2024"


def check_sums(plan: plan_pb2.DeploymentPlan) -> None:
    """assigned = required - short + above in every row, and regencies add up to the province."""
    for row in [*plan.totals, *(row for area in plan.areas for row in area.totals)]:
        assert row.assigned == row.required - row.short + row.above
        assert min(row.required, row.assigned, row.short, row.above) >= 0
    for force in (POLRI, TNI, LINMAS):
        regencies = [
            of_force.assigned
            for area in plan.areas
            if area.level == plan_pb2.AREA_LEVEL_REGENCY
            for of_force in area.totals
            if of_force.force == force
        ]
        outside = sum(
            unit.assigned for unit in plan.units if len(unit.area_code) == 2 and unit.force == force
        )
        assert sum(regencies) + outside == total(plan, force).assigned


class TestNtt:
    """The seed case: 16,746 TPS, Polri 7,010 of which 414 reserve, TNI 600, linmas 18,668."""

    def test_every_tps_once_and_strengths_respected(self, rules: PolicySet, ntt: Path) -> None:
        request = request_of(ntt, PEMILU)
        plan = answer(rules, request).plan
        codes = Counter(station.tps_code for station in plan.stations)
        assert codes == Counter(row.tps_code for row in request.batch.rows)
        assert len(codes) == 16746
        assert total(plan, POLRI).short == 0
        assert total(plan, POLRI).assigned <= 7010
        assert total(plan, TNI).assigned <= 600
        assert total(plan, LINMAS).required == 33492
        assert total(plan, LINMAS).assigned <= 18668
        assert plan.status == plan_pb2.PLAN_STATUS_SHORT
        assert plan.verification.violations == []
        assert plan.verification.statement_count > 16746
        check_sums(plan)

    def test_the_shortage_of_linmas_names_the_commands_and_adds_up(
        self, rules: PolicySet, ntt: Path
    ) -> None:
        plan = answer(rules, request_of(ntt, PEMILU)).plan
        (shortage,) = [found for found in plan.findings if found.code == "shortage"]
        own = [bind for bind in shortage.binds if bind.kind == plan_pb2.BIND_KIND_OWN]
        assert {bind.code for bind in own} == {
            area.code for area in plan.areas if area.level == plan_pb2.AREA_LEVEL_REGENCY
        }
        lacking = sum(bind.need - bind.available for bind in own)
        assert lacking == total(plan, LINMAS).short == 33492 - 18668
        assert {found.area_code for found in plan.findings if found.code == "shortage-in-command"}

    def test_only_guards_need_4382(self, ntt: Path) -> None:
        """2 : 16, 2 : 2 and 2 : 1 and nothing else: 2,132 + 2,042 + 208 Polri."""
        sizes = {"low": ("kurang_rawan", 16), "mid": ("rawan", 2), "high": ("sangat_rawan", 1)}
        guards = [
            f"  - {{id: {name}, when: {{risk_tier: {tier}}}, "
            f"guard: {{polri: 2, tps_per_post: {size}}}}}\n"
            for name, (tier, size) in sizes.items()
        ]
        policies = load({"only-guards": HEAD + "".join(guards)})
        plan = answer(policies, request_of(ntt, PEMILU)).plan
        by_tier = Counter[int]()
        tier_of_post = {
            station.post: station.risk_tier for station in plan.stations if station.HasField("post")
        }
        for index, post in enumerate(plan.posts):
            by_tier[tier_of_post[index]] += post.polri
        assert by_tier == {1: 2132, 2: 2042, 3: 208}
        assert total(plan, POLRI).required == 4382

    def test_shuffled_rows_give_the_same_plan(self, rules: PolicySet, ntt: Path) -> None:
        first = answer(rules, request_of(ntt, PEMILU)).plan
        again = answer(rules, request_of(ntt, PEMILU, shuffle=7)).plan
        assert (again.name, again.plan_digest) == (first.name, first.plan_digest)


class TestPilkada:
    """The committed example: 9,866 TPS, so that the same holds where the data folder is missing."""

    def test_every_tps_once_and_strengths_respected(self, rules: PolicySet, example: Path) -> None:
        request = request_of(example, PILKADA)
        plan = answer(rules, request).plan
        codes = Counter(station.tps_code for station in plan.stations)
        assert codes == Counter(row.tps_code for row in request.batch.rows)
        assert len(codes) == 9866
        assert total(plan, POLRI).short == 0
        assert total(plan, POLRI).assigned <= 6148
        assert total(plan, TNI).assigned <= 2628
        assert total(plan, LINMAS).required == 19732
        assert plan.verification.violations == []
        check_sums(plan)

    def test_without_strengths_the_plan_says_what_is_required_and_wished(
        self, rules: PolicySet, example: Path
    ) -> None:
        request = request_of(example, PILKADA)
        del request.strengths[:]
        plan = answer(rules, request).plan
        assert plan.status == plan_pb2.PLAN_STATUS_COMPLETE
        for row in plan.totals:
            assert row.assigned == row.required <= row.wished
            assert not row.HasField("available")
        assert {found.code for found in plan.findings} >= {"unlimited-force"}

    def test_shuffled_rows_fresh_process_and_hash_seed_change_no_digest(
        self, rules: PolicySet, example: Path, repository: Path
    ) -> None:
        first = answer(rules, request_of(example, PILKADA)).plan
        script = (
            "from pathlib import Path\n"
            "from pamtps_service.policy.load import load_policies\n"
            "from tests.wire.requests import answer, request_of\n"
            f"request = request_of(Path({str(example)!r}), {PILKADA!r}, shuffle=3)\n"
            "plan = answer(load_policies(Path('rules')), request).plan\n"
            "print(plan.name, plan.plan_digest)\n"
        )
        for seed in ("1", "2"):
            done = subprocess.run(
                [sys.executable, "-c", script],
                cwd=repository,
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            )
            assert done.stdout.split() == [first.name, first.plan_digest]

    def test_the_basic_view_leaves_out_the_stations_alone(
        self, rules: PolicySet, example: Path
    ) -> None:
        request = request_of(example, PILKADA)
        full = answer(rules, request).plan
        request.view = planning_service_pb2.PLAN_VIEW_BASIC
        basic = answer(rules, request).plan
        assert not basic.stations
        del full.stations[:]
        full.create_time.CopyFrom(basic.create_time)
        assert basic == full

    def test_a_number_changed_in_a_rule_file_changes_the_plan(
        self, rules: PolicySet, example: Path, repository: Path
    ) -> None:
        texts = {path.stem: path.read_text() for path in (repository / "rules").glob("*.yaml")}
        before = answer(rules, request_of(example, PILKADA)).plan
        texts["national-2024"] = texts["national-2024"].replace(
            "add: {polri: 2, role: supervisor}", "add: {polri: 1, role: supervisor}"
        )
        after = answer(load(texts), request_of(example, PILKADA)).plan
        districts = sum(area.level == plan_pb2.AREA_LEVEL_DISTRICT for area in before.areas)
        assert total(before, POLRI).required - total(after, POLRI).required == districts
        assert before.name != after.name


class TestJakartaBarat:
    """7,169 TPS, all kurang rawan, 2 : 16: the border of posts decides."""

    @pytest.mark.parametrize(
        ("within", "polri"), [("district", 904), ("regency", 898), ("village", 948)]
    )
    def test_border(self, data_folder: Path, tmp_path: Path, within: str, polri: int) -> None:
        folder = make_batch(data_folder, tmp_path, "--regency", "31.73")
        guard = f"  - {{id: a, guard: {{polri: 2, tps_per_post: 16, within: {within}}}}}\n"
        policies = load({"only-guards": HEAD + guard})
        request = request_of(folder, PEMILU, tier="kurang_rawan")
        del request.strengths[:]
        plan = answer(policies, request).plan
        assert len(plan.stations) == 7169
        assert total(plan, POLRI).required == polri
