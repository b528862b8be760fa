"""Every field of a plan counts: whichever is changed, the verification finds it, or it is said here
why nobody can."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given
from pamtps.v1 import plan_pb2
from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import PolicyContradictionError, make_plan
from pamtps_service.policy.faults import Fault
from pamtps_service.policy.model import Policy
from pamtps_service.records.batch import PlanRequest
from pamtps_service.verify.check import verify
from pamtps_service.wire.read_plan import read_plan
from pamtps_service.wire.read_request import read_plan_request
from pamtps_service.wire.write_plan import write_plan

from tests.conformance.case_files import CASES, planned, policies_of, read_case, request_of
from tests.conftest import LONG
from tests.faults.field_changes import Holder, change, fields_of, holders, name_of
from tests.planning.service_input import DAY, batch_of, load, strengths_of
from tests.reference.strategies import Case, cases, strengths

DRAWS = 200 if LONG else 8
FIELDS = fields_of()
SMALL = [folder for folder in sorted(CASES.iterdir()) if (folder / "plan.json").is_file()]

FREE = {
    "DeploymentPlan.create_time": "the plan may have been made at any time",
    "DeploymentPlan.verification": "it is made anew, and nobody need believe the plan's own",
    "RuleUse.file": "where a rule stands is told by the folder that it was read from",
    "RuleUse.line": "as its file",
}
"""Fields that say nothing of which a verification could tell whether it is so."""
INSIDE_FREE = ("Timestamp.", "Verification.", "Violation.")
"""Messages that only a free field holds."""
ARROW_FORM = ("DeploymentPlan.arrow_posts", "DeploymentPlan.arrow_stations")
"""Lists that stand in the place of others: no golden case has them."""
OPTIONAL = {"Finding.remedies"}
"""Lists of which an entry may be left out: whether a higher ceiling or a weaker size would mend a
shortage is told by planning again."""


@cache
def request_and_policies(folder: Path) -> tuple[PlanRequest, Mapping[str, Policy]]:
    case = read_case(folder)
    read = read_plan_request(request_of(case))
    assert read.request is not None
    return read.request, policies_of(case.policies).policies


def codes_of(
    message: plan_pb2.DeploymentPlan, request: PlanRequest, policies: Mapping[str, Policy]
) -> set[str]:
    """Codes of what is wrong with the plan of a message, but for its digest."""
    faults: list[Fault] = []
    plan = read_plan(message, "plan", faults)
    if plan is None or faults:
        return {fault.code for fault in faults}
    return {one.code for one in verify(plan, request, policies).violations} - {"digest-wrong"}


def counts(name: str) -> bool:
    """Whether a change of the field must be found by a statement of its own."""
    free = name in FREE or name == "DeploymentPlan.plan_digest" or name in OPTIONAL
    free = free or name in ARROW_FORM
    return not free and not name.startswith(INSIDE_FREE)


def is_verified(holder: Holder, policies: Mapping[str, Policy]) -> bool:
    """Whether there are statements on it: what is left for a step is a sum only where stronger
    sizes come last of all claims."""
    last = all(policy.claims[-1] == "upgrades" for policy in policies.values())
    left = holder.place.startswith("next_steps") and holder.place.endswith(".available")
    return last or not left


@cache
def places() -> dict[str, list[tuple[Path, str]]]:
    """By name of a field, where golden cases have a message with it."""
    found: dict[str, list[tuple[Path, str]]] = {}
    for folder in SMALL:
        policies = policies_of(read_case(folder).policies).policies
        for holder in holders(planned(folder)):
            if is_verified(holder, policies):
                found.setdefault(name_of(holder.field), []).append((folder, holder.place))
    return found


def changed(folder: Path, place: str, draw: Random) -> tuple[plan_pb2.DeploymentPlan, str]:
    """The plan of a case with the field at a place changed, and how."""
    plan = plan_pb2.DeploymentPlan()
    plan.CopyFrom(planned(folder))
    (holder,) = (one for one in holders(plan) if one.place == place)
    return plan, change(holder, draw)


class TestGoldenPlans:
    @pytest.mark.parametrize("name", [name for name in FIELDS if counts(name)])
    def test_whichever_field_is_changed_it_is_found(self, name: str) -> None:
        draw = Random(name)
        for _ in range(DRAWS):
            folder, place = draw.choice(places()[name])
            plan, how = changed(folder, place, draw)
            found = codes_of(plan, *request_and_policies(folder))
            assert found, f"{folder.name}: {place} {how}"

    @pytest.mark.parametrize("name", FREE)
    def test_what_is_free_is_free(self, name: str) -> None:
        """A field for which there is a statement after all must not be in the list."""
        draw = Random(name)
        for folder, place in draw.sample(places()[name], 3):
            plan, how = changed(folder, place, draw)
            assert codes_of(plan, *request_and_policies(folder)) == set(), how

    def test_what_is_free_or_optional_is_a_field(self) -> None:
        assert set(FREE) | OPTIONAL <= set(FIELDS)
        assert all(any(name.startswith(prefix) for name in FIELDS) for prefix in INSIDE_FREE)

    def test_the_digest_is_that_of_the_content(self) -> None:
        """It is what tells any change of a plan that was not sealed again."""
        folder = SMALL[0]
        request, policies = request_and_policies(folder)
        for place in ("plan_digest", "posts[0].polri", "labels"):
            plan, how = changed(folder, place, Random(place))
            read = read_plan(plan, "plan", [])
            assert read is not None
            codes = {one.code for one in verify(read, request, policies).violations}
            assert "digest-wrong" in codes, how


class TestRandomPlans:
    @given(
        case=cases(24),
        given_strengths=st.integers(0, 80).flatmap(strengths),
        seed=st.integers(0, 2**32),
    )
    def test_a_field_changed_at_random_is_found(
        self, case: Case, given_strengths: list[dict[str, Any]], seed: int
    ) -> None:
        """In valid plans of random policies: short, raised, capped, with reserves, mixes, several
        commands in a regency."""
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
        message = write_plan(plan, stations=True)
        assert not codes_of(message, request, policies.policies)
        draw = Random(seed)
        kinds: dict[str, list[Holder]] = {}
        for holder in holders(message):
            if is_verified(holder, policies.policies) and counts(name_of(holder.field)):
                kinds.setdefault(name_of(holder.field), []).append(holder)
        # each field as often as any other, however few messages have it
        holder = draw.choice(kinds[draw.choice(sorted(kinds))])
        how = change(holder, draw)
        assert codes_of(message, request, policies.policies), f"{holder.place} {how}"
