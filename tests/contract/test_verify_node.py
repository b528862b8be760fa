"""The verifier in JavaScript, which shares no code with this one, agrees with it."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from pamtps_client.plan_file import plan_text
from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import PolicyContradictionError, make_plan
from pamtps_service.policy.catalogue import violations as catalogue
from pamtps_service.records.area_codes import to_text
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.digest import plan_digest
from pamtps_service.records.plan import Plan
from pamtps_service.verify.check import verify
from pamtps_service.wire.write_plan import write_plan

from tests.conformance.case_files import CASES, planned, read_case
from tests.conftest import REPOSITORY
from tests.faults import test_faults
from tests.faults.changes import FAULTS, Make, changed, posts
from tests.faults.sound_plan import Sound, sound_plan
from tests.planning.service_input import DAY, batch_of, load, strengths_of
from tests.reference.strategies import Case, cases, strengths

Run = Callable[..., subprocess.CompletedProcess[str]]
VERIFIER = REPOSITORY / "examples" / "verify-node"
SMALL = [folder for folder in sorted(CASES.iterdir()) if (folder / "plan.json").is_file()]

OF_POLICIES = {
    "attribute-lacking",
    "above-without-strength",
    "claims-order",
    "finding-message",
    "labels-wrong",
    "limit-exceeded",
    "linmas-order",
    "mix-not-matching",
    "mix-required",
    "mix-rule",
    "mix-unit",
    "mix-wished",
    "next-step-lacking",
    "plan-index-twice",
    "plan-label-twice",
    "plan-label-unknown",
    "plan-policy-area-lacking",
    "plan-policy-area-wrong",
    "plan-policy-dates",
    "plan-policy-digest",
    "plan-policy-not-given",
    "plan-policy-outside",
    "plan-policy-tps",
    "plan-rule-areas",
    "plan-rule-lacking",
    "plan-rule-title",
    "plan-rule-tps",
    "plan-rule-twice",
    "plan-rule-unknown",
    "post-area",
    "post-mixed-requirements",
    "post-rules",
    "post-size-not-allowed",
    "post-without-cover",
    "rules-of-tps",
    "short-without-strength",
    "shortage-unjustified",
    "shortage-with-strength-left",
    "tier-wrong",
    "tps-without-post",
    "unit-command",
    "unit-required",
}
"""What a policy must be read for."""
OF_PROGRAMS = {
    "bind-lacking",
    "columns-differ",
    "digest-wrong",
    "more-violations",
    "plan-name-wrong",
    "post-index-negative",
    "request-digest-wrong",
    "row-name",
    "set-index-wrong",
}
"""What it does not compute: digests, names, what only columns can have. An index below zero is one
of no post, and a limit that is left out shows in the sum."""
OF_RESOURCES = {
    "equipment-assigned",
    "equipment-empty",
    "equipment-required",
    "movement-contradiction",
    "movement-empty",
    "movement-index-wrong",
    "movement-of-tps",
    "movement-order",
    "movement-rules",
    "movement-seats",
    "movement-sum",
    "movement-travel",
    "movement-twice",
    "movement-without-rule",
    "seats-exceeded",
    "seats-left",
    "stock-exceeded",
    "stock-left",
    "tps-without-movement",
}
"""What it does not look at: movements and equipment."""
OF_OTHER_PLANS = {"remedy-lacking", "remedy-message", "remedy-number", "remedy-unfounded"}
"""It does not look at remedies: they tell of plans that were not made."""
OF_THE_PLAN_IN_FORCE = {"kept-digest", "kept-lacking", "kept-number", "kept-unfounded"}
"""It is given the plan alone, and not the one that it replaces."""
PARTLY_SEEN = {
    # Only where another TPS has the same rules.
    "a_linmas_more_than_required",
    # Of findings, those on shortages and on TPS that are not covered; the rest need the policy.
    "a_finding_on_an_area_that_names_a_tps",
    "a_finding_on_another_area",
    "a_number_left_out_of_a_finding",
    "all_findings_unsaid_but_some",
    "another_number_in_a_finding",
    "another_severity",
    "any_finding_twice",
    "any_finding_unsaid",
    # What a ceiling allows stands in the policy.
    "other_figures_of_what_is_at_hand",
    "a_reserve_or_ceiling_left_out",
    # Which step is the cheapest, and how much is left for it, depends on sizes that the policy
    # allows.
    "a_limit_of_a_step_left_out",
    "a_limit_over_a_step_that_is_none",
    "a_step_up_elsewhere",
    "a_step_up_from_another_size",
    "another_rest_for_a_step",
    "another_size_of_the_posts",
}
UNSEEN = {
    "a_failure_played_down",
    "a_finding_on_another_rule",
    "a_finding_that_no_catalogue_has",
    "an_expectation_that_does_not_fail",
    "an_expectation_that_fails_unsaid",
    "a_finding_on_a_rule_that_does_not_exist",
    "a_rule_that_does_not_exist",
    "a_unit_that_wishes_more",
    "a_rule_of_a_movement_that_does_not_exist",
    "a_step_up_of_one_that_has_its_wish",
    "another_first_tps_without_transport",
    "equipment_by_a_rule_that_does_not_exist",
    "no_transport_unsaid",
    "short_equipment_unsaid",
    "too_few_seats_unsaid",
}
"""Faults of a code that it can give in other cases. What a mix wishes stands in the policy; that
sums do not fit is found all the same."""


def codes_of(source: str) -> set[str]:
    """Codes that the verifier can give, by its own table."""
    return set(re.findall(r"^  '([a-z-]+)': \[", source, re.MULTILINE))


SEEN = codes_of((VERIFIER / "report.js").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", autouse=True)
def node() -> None:
    """Node must be here where tests are required to run."""
    if shutil.which("node") is None:
        assert os.environ.get("CI") is None, "Node is not here"
        pytest.skip("Node is not here")


def run(plan: Path, tps: Path, given: Path | None, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier."""
    of_strengths = ["--strengths", str(given)] if given else []
    return subprocess.run(
        ["node", "verify.js", str(plan), "--tps", str(tps), *of_strengths, *more],
        cwd=VERIFIER,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def written(folder: Path, plan: Plan, request: PlanRequest) -> tuple[Path, Path, Path]:
    """A plan and what it was made from, as files."""
    paths = folder / "plan.json", folder / "tps.csv", folder / "strengths.csv"
    paths[0].write_text(plan_text(write_plan(plan, stations=True)), encoding="utf-8")
    codes = [to_text(code, "tps") for code in request.batch.code.tolist()]
    paths[1].write_text("\n".join(["tps_code", *codes]) + "\n", encoding="utf-8")
    with paths[2].open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["area_code", "command", "covers", "force", "personnel", "role"])
        for one in request.strengths:
            of_own = [one.command, " ".join(one.covers)] if one.role == "own" else ["", ""]
            rows.writerow([one.area, *of_own, one.force, one.personnel, one.role])
    return paths


class TestValidPlans:
    @pytest.mark.parametrize("folder", SMALL, ids=lambda folder: folder.name)
    def test_every_conformance_case_passes(self, folder: Path) -> None:
        case = read_case(folder)
        done = run(case.golden, case.tps, case.strengths)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert re.fullmatch(r"statements checked \d+, violations 0\n", done.stdout)

    @settings(max_examples=25)
    @given(case=cases(24), given_strengths=st.integers(0, 60).flatmap(strengths))
    def test_random_plans_pass(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        case: Case,
        given_strengths: list[dict[str, Any]],
    ) -> None:
        """Of random policies and strengths."""
        policies = load(case.texts)
        request = PlanRequest(
            batch_of(case.tps), strengths_of(given_strengths), case.policy_id, DAY
        )
        parts, faults = admit(request, policies)
        assert not faults
        try:
            plan = make_plan(request, parts)
        except PolicyContradictionError:
            return
        assert verify(plan, request, policies.policies).violations == ()
        done = run(*written(tmp_path_factory.mktemp("plan"), plan, request))
        assert done.returncode == 0, done.stdout + done.stderr

    def test_the_commands_of_its_page_check_the_example_of_ntt(self, tmp_path: Path) -> None:
        """As they stand there, from a folder where the examples and a plan are."""
        plan = plan_text(planned(CASES / "large-ntt-pilkada-2024"))
        (tmp_path / "plan.json").write_text(plan, encoding="utf-8")
        (tmp_path / "examples").symlink_to(REPOSITORY / "examples")
        page = (VERIFIER / "README.md").read_text(encoding="utf-8")
        commands = re.findall(r"^    (node .*)$", page, re.MULTILINE)
        assert len(commands) == 3
        for command in commands:
            done = subprocess.run(
                command.split(),
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
            assert (done.returncode, done.stderr) == (0, "")
            last = "pelanggaran 0" if "--lang" in command else '"violations": []'
            assert last in done.stdout or done.stdout.endswith("violations 0\n")


@pytest.fixture(scope="module")
def sound() -> Sound:
    return sound_plan()


SEEN_FAULTS = [
    (code, make) for code, make in FAULTS if code in SEEN and make.__name__ not in UNSEEN
]


class TestBrokenPlans:
    def test_it_is_said_of_every_violation_whether_it_is_seen(self) -> None:
        assert test_faults.MODULES
        unseen = OF_POLICIES | OF_PROGRAMS | OF_RESOURCES | OF_OTHER_PLANS | OF_THE_PLAN_IN_FORCE
        assert SEEN | unseen == set(catalogue.MESSAGES)
        assert not SEEN & unseen
        named = {make.__name__ for code, make in FAULTS if code in SEEN}
        assert named >= UNSEEN
        assert {code for code, _ in SEEN_FAULTS} == SEEN

    @pytest.mark.parametrize(
        ("code", "make"),
        SEEN_FAULTS,
        ids=[f"{make.__name__}-{code}" for code, make in SEEN_FAULTS],
    )
    def test_each_kind_that_it_can_see_is_found(
        self, sound: Sound, code: str, make: Make, tmp_path: Path
    ) -> None:
        """By the code that the verification in Python gives as well."""
        seen = 0
        for seed in range(24 if make.__name__ in PARTLY_SEEN else 2):
            broken = make(sound, Random(f"{make.__name__} {seed}"))
            broken = dataclasses.replace(broken, plan_digest=plan_digest(broken))
            assert code in sound.codes(broken)
            done = run(*written(tmp_path, broken, sound.request), "--json")
            found = json.loads(done.stdout)
            named = code in {violation["code"] for violation in found["violations"]}
            assert named or make.__name__ in PARTLY_SEEN
            assert done.returncode == (4 if found["violations"] else 0)
            assert found["statement_count"] > len(sound.batch)
            seen += named
        assert seen

    def test_of_posts_of_two_sizes_it_names_the_fewer(self, sound: Sound, tmp_path: Path) -> None:
        """The same posts as the verification in Python."""
        sizes = sound.plan.posts.size_limit
        seen = 0
        for post in range(8):
            broken = posts(sound.plan, size_limit=changed(sizes, post, int(sizes[post]) + 1))
            expected, found = (
                {one["place"] for one in told if one["code"] == "post-size-differs"}
                for told in (
                    [dataclasses.asdict(one) for one in sound.verified(broken).violations],
                    json.loads(run(*written(tmp_path, broken, sound.request), "--json").stdout)[
                        "violations"
                    ],
                )
            )
            assert found <= expected
            seen += len(found)
        assert seen

    def test_it_says_so_in_both_languages(self, sound: Sound, tmp_path: Path) -> None:
        totals = list(sound.plan.totals)
        totals[0] = dataclasses.replace(totals[0], assigned=totals[0].assigned + 1)
        broken = dataclasses.replace(sound.plan, totals=tuple(totals))
        files = written(tmp_path, broken, sound.request)
        english, indonesian = run(*files), run(*files, "--lang", "id")
        right = sound.plan.totals[0].assigned
        assert (
            f"totals[0]: required - short + above is not assigned: should be {right}, "
            f"is {right + 1} (row-arithmetic)"
        ) in english.stdout.splitlines()
        assert "totals[0]: diperlukan - kurang + lebih bukan yang ditugaskan: " in indonesian.stdout
        assert re.search(r"pernyataan diperiksa \d+, pelanggaran \d+\n$", indonesian.stdout)


class TestNextSteps:
    def plan(self, tmp_path: Path, **fields: Any) -> subprocess.CompletedProcess[str]:
        """A golden case with a step that is not taken, its fields changed."""
        case = read_case(CASES / "sizes-raised-from-own-strength")
        plan = json.loads(case.golden.read_text(encoding="utf-8"))
        plan["next_steps"][0] |= fields
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(plan), encoding="utf-8")
        return run(path, case.tps, case.strengths)

    def test_a_step_with_a_limit_in_its_way_is_right(self, tmp_path: Path) -> None:
        assert self.plan(tmp_path).returncode == 0

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"binds": []}, "next-step-affordable"),
            ({"binds": []}, "next-step-binds"),
            (
                {"binds": [{"kind": "BIND_KIND_OWN", "code": "x", "need": 2, "available": 2}]},
                "next-step-affordable",
            ),
            ({"size_limit": 99}, "next-step-wrong"),
            ({"next_size_limit": 99}, "next-step-wrong"),
            ({"personnel": 0}, "next-step-wrong"),
        ],
    )
    def test_a_step_that_could_be_taken_or_is_none_is_found(
        self, tmp_path: Path, fields: dict[str, Any], code: str
    ) -> None:
        done = self.plan(tmp_path, **fields)
        assert done.returncode == 4
        assert f"({code})" in done.stdout


class TestBadInput:
    @pytest.mark.parametrize(
        "plan",
        ["", "[]", '{"posts": 3}', '{"posts": [{"polri": "2"}]}', '{"totals": [{"force": "x"}]}'],
    )
    def test_what_is_no_plan_is_refused(self, tmp_path: Path, plan: str) -> None:
        path = tmp_path / "plan.json"
        path.write_text(plan, encoding="utf-8")
        done = run(path, SMALL[0] / "tps.csv", None)
        assert done.returncode == 2, done.stderr
        assert str(path) in done.stderr
        assert done.stdout == ""

    def test_files_that_are_not_there_and_wrong_arguments_are_refused(self, tmp_path: Path) -> None:
        plan, tps = SMALL[0] / "plan.json", SMALL[0] / "tps.csv"
        assert run(tmp_path / "none.json", tps, None).returncode == 2
        assert run(plan, tmp_path / "none.csv", None).returncode == 2
        assert run(plan, tps, tmp_path / "none.csv").returncode == 2
        assert run(plan, tps, None, "--lang", "fr").returncode == 2
        assert run(plan, tps, None, "--unknown").returncode == 2
        assert run(plan, tps, None, "--help").stdout.startswith("usage: node verify.js PLAN.json")
        wrong = tmp_path / "strengths.csv"
        wrong.write_text("area_code,force,personnel,role\n53.11,polri,many,own\n", "utf-8")
        assert run(plan, tps, wrong).returncode == 2
