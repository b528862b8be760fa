"""Stocks, seats and transports in a request: every fault with its field path, and what is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.load import PolicySet
from pamtps_service.wire.call import CallError, Steps
from pamtps_service.wire.calls import plan_deployment, verify_plan

from tests.planning.service_input import load

Request = planning_service_pb2.PlanDeploymentRequest
Edit = Callable[[Request], object]
QUIET = Steps(lambda _: None)
POLICY = """
policy: own
title: T
issuer: I
basis: B
areas: all
items: {radio: {id: Radio, en: Radio}, life_jacket: {id: Jaket, en: Jacket}}
rules:
  - {id: guard, guard: {polri: 2, tps_per_post: 1}}
  - {id: radio, for_each: post, equip: {radio: 1}}
  - {id: sail, when: {access: sea}, move: {transport: sea, fallback: air, depart: H-3}}
"""
SEA, AIR = plan_pb2.ACCESS_SEA, plan_pb2.ACCESS_AIR


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    return load({"own": POLICY})


def good() -> Request:
    """Two TPS that are reached by sea, radios and seats for one, without faults."""
    request = Request(election_date="2024-02-14")
    for number in (1, 2):
        request.batch.rows.add(
            tps_code=f"53.01.01.2001.{number:03d}",
            risk_tier=plan_pb2.RISK_TIER_RAWAN,
            access=SEA,
        )
    request.stocks.add(area_code="53.01.01", item="radio", count=1)
    request.seats.add(transport=AIR, days_before=3, area_code="53.01", count=3)
    request.unavailable_transports.append(SEA)
    return request


def stock(**fields: object) -> Edit:
    return lambda request: request.stocks.add(**{"area_code": "53", "item": "radio", **fields})


def seats(**fields: object) -> Edit:
    given: dict[str, object] = {"transport": SEA, "days_before": 1, "area_code": "53", **fields}
    return lambda request: request.seats.add(**given)


def no_transport(*values: int) -> Edit:
    return lambda request: request.unavailable_transports.extend(values)  # type: ignore[arg-type]


FAULTS: list[tuple[str, str, Edit]] = [
    ("unknown-item-of-stock", "stocks[1].item", stock(item="radios")),
    ("unknown-item-of-stock", "stocks[1].item", stock(item="")),
    ("stock-area", "stocks[1].area_code", stock(area_code="53.01.01.2001")),
    ("unknown-area", "stocks[1].area_code", stock(area_code="53.98")),
    ("malformed-area-code", "stocks[1].area_code", stock(area_code="")),
    ("malformed-area-code", "stocks[1].area_code", stock(area_code="53.01.01.2001.001")),
    ("negative-number", "stocks[1].count", stock(count=-1)),
    ("stock-twice", "stocks[1]", stock(area_code="53.01.01", count=7)),
    ("transport-not-known", "seats[1].transport", seats(transport=0)),
    ("transport-not-known", "seats[1].transport", seats(transport=5)),
    ("days-out-of-range", "seats[1].days_before", seats(days_before=366)),
    ("days-out-of-range", "seats[1].days_before", seats(days_before=-1)),
    ("seats-area", "seats[1].area_code", seats(area_code="53.01.01")),
    ("unknown-area", "seats[1].area_code", seats(area_code="54")),
    ("malformed-area-code", "seats[1].area_code", seats(area_code="id")),
    ("negative-number", "seats[1].count", seats(count=-3)),
    ("seats-twice", "seats[1]", seats(transport=AIR, days_before=3, area_code="53.01")),
    ("transport-not-known", "unavailable_transports[1]", no_transport(0)),
    ("transport-not-known", "unavailable_transports[1]", no_transport(9)),
    ("transport-twice", "unavailable_transports[1]", no_transport(SEA)),
]


def content_of(request: Request, policies: PolicySet) -> planning_service_pb2.VerifyPlanRequest:
    """The plan of the request with everything that it was made from."""
    reply = planning_service_pb2.PlanDeploymentResponse.FromString(
        plan_deployment(policies, request.SerializeToString(), QUIET)
    )
    content = planning_service_pb2.PlanContent(
        plan=reply.plan,
        batch=request.batch,
        stocks=request.stocks,
        seats=request.seats,
        unavailable_transports=request.unavailable_transports,
        policy=request.policy,
    )
    source = planning_service_pb2.PlanSource(content=content)
    return planning_service_pb2.VerifyPlanRequest(source=source)


def verification(
    request: planning_service_pb2.VerifyPlanRequest, policies: PolicySet
) -> plan_pb2.Verification:
    reply = verify_plan(policies, request.SerializeToString(), QUIET)
    return planning_service_pb2.VerifyPlanResponse.FromString(reply).verification


@pytest.mark.parametrize(
    ("code", "field", "edit"), FAULTS, ids=[f"{code}-{n}" for n, (code, _, _) in enumerate(FAULTS)]
)
class TestFaults:
    def test_of_a_request_is_named_with_its_field(
        self, policies: PolicySet, code: str, field: str, edit: Edit
    ) -> None:
        request = good()
        edit(request)
        with pytest.raises(CallError) as caught:
            plan_deployment(policies, request.SerializeToString(), QUIET)
        assert caught.value.status == "INVALID_ARGUMENT"
        assert [(found.code, found.place) for found in caught.value.faults] == [(code, field)]

    def test_of_what_a_plan_was_made_from_is_named_too(
        self, policies: PolicySet, code: str, field: str, edit: Edit
    ) -> None:
        wrong = good()
        edit(wrong)
        asked = content_of(good(), policies)
        content = asked.source.content
        del content.stocks[:], content.seats[:], content.unavailable_transports[:]
        content.stocks.extend(wrong.stocks)
        content.seats.extend(wrong.seats)
        content.unavailable_transports.extend(wrong.unavailable_transports)
        with pytest.raises(CallError) as caught:
            verify_plan(policies, asked.SerializeToString(), QUIET)
        place = f"source.content.{field}"
        assert [(found.code, found.place) for found in caught.value.faults] == [(code, place)]


def test_a_fault_names_the_first_and_what_was_meant(policies: PolicySet) -> None:
    request = good()
    stock(item="radios", count=4)(request)
    stock(area_code="53.01.01", count=2)(request)
    seats(transport=AIR, days_before=3, area_code="53.01", count=3)(request)
    with pytest.raises(CallError) as caught:
        plan_deployment(policies, request.SerializeToString(), QUIET)
    told = {found.code: found for found in caught.value.faults}
    assert told["unknown-item-of-stock"].maybe == "radio"
    assert "life_jacket, radio" in told["unknown-item-of-stock"].message.en
    assert "stocks[0]" in told["stock-twice"].message.id
    assert "seats[0]" in told["seats-twice"].message.en


def test_all_days_of_a_year_and_all_levels_may_have_seats(policies: PolicySet) -> None:
    request = good()
    for days, area in ((0, "ID"), (365, "53"), (3, "53.02")):
        seats(transport=AIR, days_before=days, area_code=area)(request)
    for area in ("ID", "53", "53.01", "53.02.01"):
        stock(area_code=area)(request)
    assert not verification(content_of(request, policies), policies).violations


def test_the_plan_takes_the_fallback_and_says_who_has_no_seat(policies: PolicySet) -> None:
    plan = content_of(good(), policies).source.content.plan
    (moved,) = plan.movements
    assert (moved.transport, moved.fallback, moved.depart_date) == (AIR, True, "2024-02-11")
    assert (moved.polri, moved.without_seat, moved.station_count) == (4, 1, 2)
    assert [station.movement for station in plan.stations] == [0, 0]
    (radios,) = plan.equipment
    assert (radios.required, radios.assigned, radios.short) == (2, 1, 1)


def test_resources_in_another_order_are_the_same_request(policies: PolicySet) -> None:
    request, other = good(), good()
    stock(area_code="ID", count=5)(request)
    seats(count=2)(request)
    no_transport(AIR)(request)
    other.CopyFrom(request)
    for name in ("stocks", "seats"):
        items = list(getattr(request, name))
        del getattr(other, name)[:]
        getattr(other, name).extend(items[::-1])
    other.unavailable_transports[:] = list(request.unavailable_transports)[::-1]
    plans = [content_of(one, policies).source.content.plan for one in (request, other)]
    assert plans[0].plan_digest == plans[1].plan_digest
    assert plans[0].name == plans[1].name


class TestVerifying:
    def test_a_plan_is_right_with_what_it_was_made_from(self, policies: PolicySet) -> None:
        for policy in ("", "own"):
            request = good()
            request.policy = policy
            assert not verification(content_of(request, policies), policies).violations

    def test_other_stocks_seats_or_transports_are_another_request(
        self, policies: PolicySet
    ) -> None:
        for name in ("stocks", "seats", "unavailable_transports"):
            asked = content_of(good(), policies)
            asked.source.content.ClearField(name)
            found = verification(asked, policies)
            assert "request-digest-wrong" in {one.code for one in found.violations}

    def test_the_policy_that_the_request_named_may_be_told(self, policies: PolicySet) -> None:
        """Told, it must be the one; silent, either is right."""
        for named, told, codes in (
            ("", "own", {"request-digest-wrong"}),
            ("own", "own", set()),
            ("own", "", set()),
        ):
            request = good()
            request.policy = named
            asked = content_of(request, policies)
            asked.source.content.policy = told
            found = verification(asked, policies)
            assert {one.code for one in found.violations} == codes

    def test_a_policy_that_the_plan_does_not_name_is_a_fault(self, policies: PolicySet) -> None:
        asked = content_of(good(), policies)
        asked.source.content.policy = "owl"
        with pytest.raises(CallError) as caught:
            verify_plan(policies, asked.SerializeToString(), QUIET)
        (found,) = caught.value.faults
        assert (found.code, found.place) == ("unknown-policy", "source.content.policy")
        assert found.maybe == "own"
