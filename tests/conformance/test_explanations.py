"""Every number of every golden plan has an explanation, and each adds up to the number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_client import not_adding_up
from pamtps_service.wire.call import CallError, Steps
from pamtps_service.wire.calls import explain_plan

from tests.conformance.case_files import (
    CASES,
    GoldenCase,
    all_cases,
    planned,
    policies_of,
    read_case,
    request_of,
)

Explanation = planning_service_pb2.Explanation
SMALL = [case for case in all_cases() if not case.large]
NUMBERS: dict[str, tuple[str, ...]] = {
    "posts": (
        "station_count",
        "size_limit",
        "polri",
        "polri_short",
        "tni",
        "tni_short",
        "linmas",
        "linmas_short",
    ),
    "stations": ("linmas", "linmas_short", "post", "movement", "risk_tier"),
    "units": ("required", "wished", "assigned"),
    "transfers": ("personnel",),
    "movements": (
        "days_before",
        "travel_minutes",
        "station_count",
        "polri",
        "tni",
        "without_transport",
        "without_seat",
    ),
    "next_steps": ("personnel",),
    "equipment": ("required", "assigned", "short"),
}
TOTAL = ("required", "wished", "assigned", "short", "above", "available")


def explained(
    case: GoldenCase, subject: str, rule: str = "", plan: plan_pb2.DeploymentPlan | None = None
) -> planning_service_pb2.ExplainPlanResponse:
    """What the service answers of the plan of a case."""
    request = request_of(case)
    asked = planning_service_pb2.ExplainPlanRequest(subject=subject, rule=rule)
    content = asked.source.content
    content.plan.CopyFrom(planned(case.folder) if plan is None else plan)
    content.batch.CopyFrom(request.batch)
    content.strengths.extend(request.strengths)
    content.stocks.extend(request.stocks)
    content.seats.extend(request.seats)
    content.unavailable_transports.extend(request.unavailable_transports)
    if request.HasField("plan_in_force"):
        content.plan_in_force.CopyFrom(request.plan_in_force)
    content.policy = request.policy
    reply = explain_plan(
        policies_of(case.policies), asked.SerializeToString(), Steps(lambda _: None)
    )
    return planning_service_pb2.ExplainPlanResponse.FromString(reply)


def subjects(plan: plan_pb2.DeploymentPlan) -> list[str]:
    """Everything of a plan that can be asked for."""
    found = [row.code for row in plan.areas]
    found += [f"post/{post.first_tps_code}" for post in plan.posts]
    found += [station.tps_code for station in plan.stations]
    found += [unit.area_code for unit in plan.units]
    return list(dict.fromkeys(found))


def all_nodes(tops: Iterable[Explanation]) -> Iterator[Explanation]:
    for top in tops:
        yield top
        yield from all_nodes(top.parts)


def numbers_of(plan: plan_pb2.DeploymentPlan) -> dict[str, int]:
    """Every number of a plan that must be explained, by its field."""
    found: dict[str, int] = {}
    for area, row in enumerate(plan.areas):
        for tier in ("kurang_rawan", "rawan", "sangat_rawan", "post_count"):
            found[f"areas[{area}].{tier}"] = getattr(row, tier)
        for place, size in enumerate(row.sizes):
            found[f"areas[{area}].sizes[{place}].post_count"] = size.post_count
        for place, total in enumerate(row.totals):
            found |= {
                f"areas[{area}].totals[{place}].{name}": getattr(total, name)
                for name in TOTAL
                if name != "available" or total.HasField("available")
            }
    for name, fields in NUMBERS.items():
        for index, item in enumerate(getattr(plan, name)):
            found |= {
                f"{name}[{index}].{field}": getattr(item, field)
                for field in fields
                if not item.DESCRIPTOR.fields_by_name[field].has_presence or item.HasField(field)
            }
    for place, total in enumerate(plan.totals):
        found |= {
            f"totals[{place}].{name}": getattr(total, name)
            for name in TOTAL
            if name != "available" or total.HasField("available")
        }
    return found


@cache
def fields_of(folder: Path) -> dict[str, Any]:
    """The plan of a case by field, as its JSON has it."""
    return json_format.MessageToDict(
        planned(folder),
        preserving_proto_field_name=True,
        always_print_fields_with_no_presence=True,
    )


def at(fields: Any, path: str) -> Any:
    """What stands in a plan under a field path."""
    for step in re.findall(r"\w+", path):
        fields = fields[int(step)] if step.isdigit() else fields[step]
    return fields


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.folder.name)
def test_every_number_of_the_plan_has_an_explanation_that_adds_up_to_it(case: GoldenCase) -> None:
    """And a number of the plan that stands inside an explanation is the one of the plan."""
    plan, fields = planned(case.folder), fields_of(case.folder)
    wanted = numbers_of(plan)
    found: dict[str, int] = {}
    for subject in subjects(plan):
        reply = explained(case, subject)
        assert not_adding_up(reply.explanations) == ()
        found |= {top.field: top.value for top in reply.explanations if top.HasField("value")}
        for node in all_nodes(reply.explanations):
            assert node.text.id
            assert node.text.en
            assert all(rule < len(reply.rules) for rule in node.rules)
            if node.field and node.HasField("value") and not node.field.endswith("risk_tier"):
                assert at(fields, node.field) == node.value, node.field
    assert {field: found.get(field) for field in wanted} == wanted


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.folder.name)
def test_every_rule_that_a_plan_names_is_explained_as_matching(case: GoldenCase) -> None:
    """And a rule that it does not name at a TPS as not matching."""
    plan = planned(case.folder)
    for station in plan.stations:
        policy = next(use.id for use in plan.policies if station.tps_code[:2] in use.area_codes)
        for index, rule in enumerate(plan.rules):
            if rule.policy != policy:
                continue
            loaded = policies_of(case.policies).policies[policy]
            level = {one.id: one.for_each for one in loaded.rules}[rule.id]
            if level in ("tps", "post"):
                (why,) = explained(case, station.tps_code, rule.id).explanations
                assert why.holds == (index in station.rules)


def test_a_shortage_is_told_claim_by_claim_with_the_share_of_the_reserve() -> None:
    """53.15 needs 10 and has 2; of the reserve of 7, of which 14 are wanted, its 8 bring 4; of the
    nation's 4, of which 7 are wanted, the other 4 bring 2."""
    case = read_case(CASES / "shortage-of-nested-strengths")
    plan = planned(case.folder)
    (area,) = (
        number
        for number, row in enumerate(plan.areas)
        if (row.level, row.code) == (plan_pb2.AREA_LEVEL_COMMAND, "53.15")
    )
    reply = explained(case, "53.15")
    by_source, by_claim = (
        top for top in reply.explanations if top.field == f"areas[{area}].totals[0].short"
    )
    assert by_source.formula == "10 + 0 - min(2, 10) - 4 - 2 = 2"
    (claim,) = by_claim.parts
    assert [part.value for part in claim.parts] == [10, 2, 4, 2]
    assert claim.formula == "10 - min(2, 10) - share(7 x 8 / 14) - share(4 x 4 / 7) = 2"
    shares = [[one.value for one in part.parts] for part in claim.parts[2:]]
    assert shares == [[7, 8, 14], [4, 4, 7]]
    (sent,) = (top for top in reply.explanations if top.field == "transfers[1].personnel")
    assert [part.formula for part in sent.parts] == ["share(7 x 8 / 14) = 4"]


def test_a_rule_for_posts_is_told_for_a_post_tps_by_tps() -> None:
    case = read_case(CASES / "movement-separates-posts")
    held = {}
    for post in planned(case.folder).posts:
        (why,) = explained(case, f"post/{post.first_tps_code}", "radio").explanations
        assert len(why.parts) == post.station_count
        assert why.holds == any(part.holds for part in why.parts)
        held[post.first_tps_code] = why.holds
    assert sorted(held.values()) == [False, True]


LARGE = read_case(CASES / "large-ntt-pilkada-2024")


@pytest.mark.parametrize("subject", ["ID", "53", "53.11", "53.11.01", "first post", "first TPS"])
def test_numbers_of_a_large_plan_add_up(subject: str) -> None:
    """Rows of many groups are sums of the rows inside them."""
    fields, plan = fields_of(LARGE.folder), planned(LARGE.folder)
    first = {
        "first post": f"post/{plan.posts[0].first_tps_code}",
        "first TPS": plan.stations[0].tps_code,
    }
    reply = explained(LARGE, first.get(subject, subject))
    assert not_adding_up(reply.explanations) == ()
    assert len(reply.explanations) >= len(NUMBERS["posts"])
    for node in all_nodes(reply.explanations):
        if node.field and node.HasField("value") and not node.field.endswith("risk_tier"):
            assert at(fields, node.field) == node.value, node.field


def test_the_policy_that_a_request_named_need_not_be_told() -> None:
    """The digest of the request says that it named the plan's only one."""
    case = read_case(CASES / "policy-in-force-or-named")
    assert case.policy
    request = request_of(case)
    asked = planning_service_pb2.ExplainPlanRequest(subject="ID")
    asked.source.content.plan.CopyFrom(planned(case.folder))
    asked.source.content.batch.CopyFrom(request.batch)
    reply = explain_plan(
        policies_of(case.policies), asked.SerializeToString(), Steps(lambda _: None)
    )
    assert planning_service_pb2.ExplainPlanResponse.FromString(reply).explanations


def test_a_plan_of_another_policy_is_not_explained() -> None:
    case = read_case(CASES / "sizes-raised-from-own-strength")
    other = policies_of(CASES / "movement-separates-posts" / "policy")
    asked = planning_service_pb2.ExplainPlanRequest(subject="53")
    asked.source.content.plan.CopyFrom(planned(case.folder))
    asked.source.content.batch.CopyFrom(request_of(case).batch)
    with pytest.raises(CallError) as error:
        explain_plan(other, asked.SerializeToString(), Steps(lambda _: None))
    assert error.value.status == "FAILED_PRECONDITION"


def test_a_plan_of_other_strengths_is_told_before_it_is_made() -> None:
    case = read_case(CASES / "sizes-raised-from-own-strength")
    asked = planning_service_pb2.ExplainPlanRequest(subject="53")
    asked.source.content.plan.CopyFrom(planned(case.folder))
    asked.source.content.batch.CopyFrom(request_of(case).batch)
    with pytest.raises(CallError) as error:
        explain_plan(policies_of(case.policies), asked.SerializeToString(), Steps(lambda _: None))
    assert error.value.reason == "inputs-not-the-same"
    assert planned(case.folder).request_digest[:16] in error.value.message.en


def test_a_request_without_plan_or_tps_is_refused() -> None:
    case = read_case(CASES / "sizes-raised-from-own-strength")
    asked = planning_service_pb2.ExplainPlanRequest(subject="53")
    for code in ("plan-missing", "empty-batch"):
        with pytest.raises(CallError) as error:
            explain_plan(
                policies_of(case.policies), asked.SerializeToString(), Steps(lambda _: None)
            )
        assert [fault.code for fault in error.value.faults] == [code]
        asked.source.content.plan.CopyFrom(planned(case.folder))


def test_a_plan_that_was_changed_is_not_explained() -> None:
    """The digest is worked out from what the plan says, not taken from its field."""
    case = read_case(CASES / "sizes-raised-from-own-strength")
    plan = plan_pb2.DeploymentPlan()
    plan.CopyFrom(planned(case.folder))
    plan.posts[0].polri += 1
    with pytest.raises(CallError) as error:
        explained(case, "53", plan=plan)
    assert (error.value.status, error.value.reason) == ("FAILED_PRECONDITION", "plan-not-the-same")
    assert plan.plan_digest[:16] in error.value.message.en
