"""ComparePolicies from bytes to bytes: policies loaded and in a request, faults with places."""

from __future__ import annotations

import pytest
from pamtps.v1 import plan_pb2, policy_service_pb2
from pamtps_service.policy.load import PolicySet
from pamtps_service.wire.call import CallError, Steps
from pamtps_service.wire.policy_comparison import compare_policies

from tests.planning.service_input import load

Request = policy_service_pb2.ComparePoliciesRequest
Reply = policy_service_pb2.ComparePoliciesResponse

TEXT = """\
policy: own
title: T
issuer: I
basis: B
areas: [53]
effective: {until: 2024-12-31}
rules:
  - {id: guard, basis: b, guard: {polri: 2, tps_per_post: 2}}
  - {id: sea, basis: b, when: {access: sea}, move: {transport: sea}}
"""
MORE = TEXT.replace("polri: 2", "polri: 3")


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    return load({"own": TEXT})


def request_of(text: str = MORE, tps: int = 0) -> Request:
    """The loaded policy against one in a file; with a batch where there are TPS."""
    request = Request(
        before=policy_service_pb2.PolicySource(id="own"),
        after=policy_service_pb2.PolicySource(
            id="own", files=[policy_service_pb2.PolicyFile(name="own.yaml", text=text)]
        ),
    )
    if tps:
        request.request.election_date = "2024-11-27"
        for number in range(1, tps + 1):
            request.request.batch.rows.add(
                tps_code=f"53.11.01.2001.{number:03}",
                risk_tier=plan_pb2.RISK_TIER_RAWAN,
                access=plan_pb2.ACCESS_ROAD,
            )
    return request


def answered(policies: PolicySet, request: Request, told: list[str] | None = None) -> Reply:
    steps = Steps((told if told is not None else []).append)
    return Reply.FromString(compare_policies(policies, request.SerializeToString(), steps))


def refused(policies: PolicySet, request: Request) -> tuple[str, list[tuple[str, str]]]:
    with pytest.raises(CallError) as caught:
        answered(policies, request)
    return caught.value.status, [(str(one.place), one.code) for one in caught.value.faults]


def test_the_policies_alone_are_compared_where_there_is_no_batch(policies: PolicySet) -> None:
    """Digests, rules with their places, answers with an example, and how many cells there are."""
    reply = answered(policies, request_of())
    assert reply.before_digest == policies.policies["own"].digest != reply.after_digest
    (rule,) = reply.rules
    assert (rule.rule, rule.before, rule.after) == ("guard", "own.yaml:8", "own.yaml:8")
    assert rule.message.en == "Changed: `guard.polri` 2 → 3"
    assert rule.message.id == "Berubah: `guard.polri` 2 → 3"
    (answer,) = reply.answers
    assert answer.message.en == "Guards: `polri` 2 → 3"
    assert (answer.which.id, answer.which.en) == ("setiap TPS", "every TPS")
    assert answer.witness == (
        '  - name: "changed guards 1"\n'
        "    tps: {area: 53.01, submitted_tier: kurang_rawan, access: road}\n"
        "    expect: {polri: 3}\n"
    )
    assert reply.cells == reply.cells_examined == 15
    assert not reply.personnel
    assert not reply.stations


def test_rules_that_match_in_one_policy_alone_are_named(policies: PolicySet) -> None:
    """A rule left out has no place after; the movement of TPS by sea is gone."""
    reply = answered(policies, request_of(TEXT.rpartition("  - ")[0]))
    (rule,) = reply.rules
    assert (rule.rule, rule.before, rule.after) == ("sea", "own.yaml:9", "")
    (answer,) = [one for one in reply.answers if "Movement" in one.message.en]
    assert (list(answer.rules_before), list(answer.rules_after)) == (["sea"], [])
    assert answer.which.en == "\n- `{access: sea}`"
    assert "transport: none" in answer.witness


def test_a_batch_is_planned_under_both(policies: PolicySet) -> None:
    """Rows before and after, with the share of the rule; its policy and the rest do not count."""
    request = request_of(tps=4)
    request.request.policy = "nonsense"
    request.request.validate_only = True
    told: list[str] = []
    reply = answered(policies, request, told)
    assert [(row.level, row.code) for row in reply.personnel] == [
        (1, "ID"),
        (2, "53"),
        (3, "53.11"),
    ]
    for row in reply.personnel:
        assert (row.before.required, row.after.required) == (4, 6)
        (share,) = row.shares
        assert (share.rule, share.required, share.assigned) == ("guard", 2, 2)
    assert reply.personnel[2].name.endswith("Sumba Timur")
    assert not reply.stations  # posts and tiers are the same
    assert told[:2] == ["read", "compare"]
    assert "classes" in told


def test_tps_whose_post_changes_are_told_with_rules_as_the_cause(policies: PolicySet) -> None:
    """First TPS of the post, before and after."""
    reply = answered(policies, request_of(TEXT.replace("post: 2", "post: 1"), tps=2))
    (station,) = reply.stations
    assert station.tps_code == "53.11.01.2001.002"
    assert station.post_before == "53.11.01.2001.001"
    assert station.post_after == "53.11.01.2001.002"
    assert [int(cause) for cause in station.causes] == [4]


def test_faults_of_both_sources_are_told_together(policies: PolicySet) -> None:
    """Each with its place; one that is not loaded is not found."""
    request = request_of(TEXT.replace("polri: 2", "polri: two"))
    request.before.CopyFrom(request.after)
    status, faults = refused(policies, request)
    assert status == "INVALID_ARGUMENT"
    assert [place.partition(".")[0] for place, _ in faults] == ["before", "after"]
    request = request_of()
    request.before.id = "other"
    assert refused(policies, request) == ("NOT_FOUND", [("before.id", "policy-not-found")])


def test_faults_of_the_batch_have_their_place_in_the_request(policies: PolicySet) -> None:
    """Of the rows themselves, and of what a policy needs: areas, dates, attributes."""
    request = request_of(tps=1)
    request.request.batch.rows[0].tps_code = "nonsense"
    assert refused(policies, request) == (
        "INVALID_ARGUMENT",
        [("request.batch.rows[0].tps_code", "malformed-tps-code")],
    )
    request = request_of(tps=1)
    request.request.election_date = "2025-01-01"
    request.request.batch.rows[0].ClearField("access")
    assert refused(policies, request)[1] == [("request.election_date", "policy-not-in-force")]
    request = request_of(TEXT.replace("areas: [53]", "areas: [51]"), tps=1)
    assert refused(policies, request)[1] == [("request.batch.rows[0].tps_code", "outside-policy")]
    request = request_of(tps=2)
    request.request.batch.rows[1].ClearField("access")
    assert refused(policies, request)[1] == [("request.batch.rows[1].access", "attribute-missing")]


def test_a_policy_that_contradicts_itself_on_the_batch_cannot_be_planned(
    policies: PolicySet,
) -> None:
    """As where it is planned alone."""
    text = TEXT + "  - {id: air, basis: b, move: {transport: air}}\n"
    request = request_of(text, tps=1)
    request.request.batch.rows[0].access = plan_pb2.ACCESS_SEA
    with pytest.raises(CallError) as caught:
        answered(policies, request)
    assert caught.value.status == "FAILED_PRECONDITION"
