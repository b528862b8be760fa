"""The client over the wire: calls, limits, retries, and errors decoded into exceptions."""

from __future__ import annotations

import subprocess
import sys

import grpc
import pamtps_client
import pytest
from google.protobuf import any_pb2, duration_pb2
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_client import (
    CallFailed,
    FieldFault,
    NoAnswerInTime,
    NotFound,
    RequestRejected,
    RequestTooLarge,
    ServerBusy,
    ServerNotReached,
    WrongState,
)
from pamtps_client.language import LANGUAGES, SettingError, Text
from pamtps_client.outcome import Exit, of_failure

from tests.client.connections import Connect
from tests.client.fake_server import Answers, packed


def batch(count: int = 1) -> plan_pb2.Batch:
    made = plan_pb2.Batch()
    for number in range(1, count + 1):
        made.rows.add(tps_code=f"53.02.01.2001.{number:03d}", risk_tier=plan_pb2.RISK_TIER_RAWAN)
    return made


def test_plan_sends_what_it_is_given(server: Answers, connect: Connect) -> None:
    strength = plan_pb2.Strength(area_code="53.02", force=plan_pb2.FORCE_POLRI, personnel=5)
    with connect(server.address) as client:
        plan = client.plan(
            batch(2), [strength], election_date="2024-11-27", policy="ntt-2024", view="basic"
        )
    assert plan.name == "plans/0123456789abcdef0123456789abcdef"
    (request,) = server.planned
    assert [row.tps_code[-3:] for row in request.batch.rows] == ["001", "002"]
    assert request.strengths[0] == strength
    assert (request.policy, request.election_date) == ("ntt-2024", "2024-11-27")
    assert request.view == planning_service_pb2.PLAN_VIEW_BASIC
    assert not request.validate_only


def test_check_returns_the_complete_list_in_both_languages(
    server: Answers, connect: Connect
) -> None:
    server.faults = [
        planning_service_pb2.FieldFault(
            field=f"batch.rows[{index}].tps_code",
            code="unknown-area",
            message=plan_pb2.Text(id="salah", en="wrong"),
            maybe="53",
        )
        for index in range(300)
    ]
    with connect(server.address) as client:
        faults = client.check(batch(), election_date="2024-11-27")
    assert len(faults) == 300
    assert faults[299].field == "batch.rows[299].tps_code"
    assert faults[0].message == Text(id="salah", en="wrong")
    assert faults[0].text("id") == ("batch.rows[0].tps_code: salah (unknown-area)\n  Mungkin: 53")


def test_a_rejected_request_carries_its_faults_and_the_count_of_all(
    server: Answers, connect: Connect
) -> None:
    server.faults = [
        planning_service_pb2.FieldFault(
            field=f"batch.rows[{index}].risk_tier",
            code="tier-missing",
            message=plan_pb2.Text(id="tidak ada", en="not given"),
            maybe="rawan",
        )
        for index in range(7)
    ]
    with connect(server.address) as client, pytest.raises(RequestRejected) as caught:
        client.plan(batch(), election_date="2024-11-27")
    assert caught.value.count == 7
    (fault,) = caught.value.faults
    assert (fault.field, fault.code) == ("batch.rows[0].risk_tier", "tier-missing")
    assert fault.message == Text(id="tidak ada", en="not given")
    assert fault.maybe == "rawan"
    assert str(caught.value).splitlines()[1:] == [
        "batch.rows[0].risk_tier: not given (tier-missing)",
        "  Maybe: rawan",
        "and 6 more",
    ]


@pytest.mark.parametrize("kind", [RequestRejected, WrongState])
def test_the_text_of_an_error_names_the_first_ten_faults(
    kind: type[RequestRejected | WrongState],
) -> None:
    def text(found: int, count: int) -> list[str]:
        words = Text(id="salah", en="wrong")
        faults = tuple(FieldFault(f"batch.rows[{row}]", "bad", words) for row in range(found))
        return str(kind(Text(id="", en="Faults."), "", faults, count)).splitlines()[1:]

    assert text(0, 0) == []
    assert text(1, 1) == ["batch.rows[0]: wrong (bad)"]
    assert text(10, 10)[-1] == "batch.rows[9]: wrong (bad)"
    assert text(12, 12)[9:] == ["batch.rows[9]: wrong (bad)", "and 2 more"]
    assert text(12, 16_746)[-1] == "and 16,736 more"


def test_unavailable_is_tried_again(server: Answers, connect: Connect) -> None:
    server.failures = [(grpc.StatusCode.UNAVAILABLE, "draining")] * 2
    with connect(server.address) as client:
        assert client.plan(batch(), election_date="2024-11-27").name
    assert len(server.planned) == 3


def test_a_large_request_is_tried_again_too(server: Answers, connect: Connect) -> None:
    """gRPC's retry buffer is 256 KiB unless it is set."""
    server.failures = [(grpc.StatusCode.UNAVAILABLE, "draining")]
    large = plan_pb2.Batch()
    for number in range(20_000):
        large.rows.add(tps_code=f"53.02.01.{number:04d}.001", risk_tier=plan_pb2.RISK_TIER_RAWAN)
    assert large.ByteSize() > 256 * 1024
    with connect(server.address) as client:
        assert client.plan(large, election_date="2024-11-27").name
    assert len(server.planned) == 2


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (grpc.StatusCode.INTERNAL, CallFailed),
        (grpc.StatusCode.NOT_FOUND, NotFound),
        (grpc.StatusCode.FAILED_PRECONDITION, WrongState),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, RequestTooLarge),
        (grpc.StatusCode.DEADLINE_EXCEEDED, NoAnswerInTime),
    ],
)
def test_any_other_status_is_an_answer_and_not_tried_again(
    server: Answers, code: grpc.StatusCode, kind: type[CallFailed], connect: Connect
) -> None:
    server.failures = [(code, "because")]
    local = error_details_pb2.LocalizedMessage(locale="id", message="sebab")
    detail = any_pb2.Any()
    detail.Pack(local)
    server.details = [detail]
    with connect(server.address) as client, pytest.raises(CallFailed) as caught:
        client.plan(batch(), election_date="2024-11-27")
    assert type(caught.value) is kind
    assert caught.value.status == code.name
    assert caught.value.message == Text(id="sebab", en="because")
    assert len(server.planned) == 1


def test_a_busy_server_says_when_to_try_again(server: Answers, connect: Connect) -> None:
    server.failures = [(grpc.StatusCode.RESOURCE_EXHAUSTED, "busy")]
    detail = any_pb2.Any()
    detail.Pack(error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=3)))
    server.details = [detail]
    with connect(server.address) as client, pytest.raises(ServerBusy) as caught:
        client.plan(batch(), election_date="2024-11-27")
    assert caught.value.retry_after == 3.0


def exhausted(reason: str, seconds: int | None = None) -> list[any_pb2.Any]:
    """Details of RESOURCE_EXHAUSTED as the service sends them."""
    details: list[Message] = [
        error_details_pb2.ErrorInfo(reason=reason),
        error_details_pb2.LocalizedMessage(locale="id", message="kata server"),
    ]
    if seconds is not None:
        wait = duration_pb2.Duration(seconds=seconds)
        details.append(error_details_pb2.RetryInfo(retry_delay=wait))
    return packed(*details)


@pytest.mark.parametrize("streamed", [False, True])
def test_what_the_server_has_no_room_for_is_told_with_its_reason(
    server: Answers, connect: Connect, streamed: bool
) -> None:
    with connect(server.address) as client:
        plan = client.plan_stream if streamed else client.plan
        server.failures = [(grpc.StatusCode.RESOURCE_EXHAUSTED, "max_request_bytes")]
        server.details = exhausted("request-too-large")
        with pytest.raises(RequestTooLarge) as large:
            plan(batch(), election_date="2024-11-27")
        server.failures = [(grpc.StatusCode.RESOURCE_EXHAUSTED, "max_held_bytes")]
        server.details = exhausted("memory-full", 4)
        with pytest.raises(ServerBusy) as full:
            plan(batch(), election_date="2024-11-27")
    assert large.value.reason == "request-too-large"
    assert large.value.message == Text(id="kata server", en="max_request_bytes")
    words = {"id": "terlalu besar untuk server X: kata server",
             "en": "too large for the server X: max_request_bytes"}  # fmt: skip
    for language in LANGUAGES:
        assert of_failure(large.value, "X", language) == (Exit.BAD_INPUT, words[language])
    assert (full.value.reason, full.value.retry_after) == ("memory-full", 4.0)
    assert of_failure(full.value, "X", "en")[0] == Exit.NOT_REACHED


@pytest.mark.parametrize(
    ("code", "words", "reason", "said"),
    [
        (grpc.StatusCode.DEADLINE_EXCEEDED, "9 s (setting job_seconds).", "job-seconds-passed",
         "the server X ended the call: 9 s (setting job_seconds)"),
        (grpc.StatusCode.DEADLINE_EXCEEDED, "Too late.", "deadline-passed",
         "the server X did not answer in the time given; see --timeout"),
        (grpc.StatusCode.UNAVAILABLE, "Cancelling all calls", "", "the server X stopped, or the "
         "network broke, before its answer was ready: the connection was lost"),
        (grpc.StatusCode.UNAVAILABLE, "Socket closed", "", "the server X stopped, or the "
         "network broke, before its answer was ready: the connection was lost"),
    ],
)  # fmt: skip
def test_whose_doing_it_was_that_no_answer_came_is_said(
    server: Answers,
    connect: Connect,
    code: grpc.StatusCode,
    words: str,
    reason: str,
    said: str,
) -> None:
    server.failures = [(code, words)] * 9
    server.details = packed(error_details_pb2.ErrorInfo(reason=reason)) if reason else []
    with connect(server.address) as client, pytest.raises(CallFailed) as caught:
        client.plan(batch(), election_date="2024-11-27")
    assert of_failure(caught.value, "X", "en") == (Exit.NOT_REACHED, said)


def test_a_server_that_is_not_there_is_not_reached(connect: Connect) -> None:
    with connect("127.0.0.1:1", timeout=20) as client, pytest.raises(ServerNotReached):
        client.list_policies()


def test_messages_beyond_the_limit_are_refused_here(server: Answers, connect: Connect) -> None:
    with connect(server.address, max_message_bytes=1024) as client:
        with pytest.raises(RequestTooLarge):
            client.plan(batch(100), election_date="2024-11-27")
        assert client.plan(batch(), election_date="2024-11-27").name
    assert max(len(request.batch.rows) for request in server.planned) == 1


def test_the_limit_is_a_setting(
    server: Answers, monkeypatch: pytest.MonkeyPatch, connect: Connect
) -> None:
    monkeypatch.setenv("PAMTPS_MAX_MESSAGE_BYTES", "2048")
    with connect(server.address) as client:
        assert client.max_message_bytes == 2048
    monkeypatch.setenv("PAMTPS_MAX_MESSAGE_BYTES", "many")
    with pytest.raises(SettingError, match="PAMTPS_MAX_MESSAGE_BYTES is “many”"):
        connect(server.address)


def test_verify_sends_the_plan_with_its_batch(server: Answers, connect: Connect) -> None:
    plan = plan_pb2.DeploymentPlan(name="plans/1")
    with connect(server.address) as client:
        assert client.verify(plan, batch(), []).statement_count == 7
    content = server.verified[0].source.content
    assert content.plan.name == "plans/1"
    assert content.batch.rows[0].tps_code == "53.02.01.2001.001"


def test_policies_are_listed_and_shown(server: Answers, connect: Connect) -> None:
    with connect(server.address) as client:
        assert [policy.id for policy in client.list_policies()] == ["ntt-2024"]
        assert client.get_policy("ntt-2024").source == "policy: ntt-2024\n"
        with pytest.raises(NotFound):
            client.get_policy("other")


def test_every_public_name_can_be_imported() -> None:
    for name in pamtps_client.__all__:
        assert getattr(pamtps_client, name).__name__ == name
    with pytest.raises(AttributeError, match="nothing_of_that_name"):
        _ = pamtps_client.nothing_of_that_name


@pytest.mark.parametrize("module", ["pamtps_client", "pamtps_client.command"])
def test_importing_the_entry_module_loads_nothing_heavy(module: str) -> None:
    """A spawned worker imports it again, and must not come by grpc that way."""
    code = (
        f"import sys, {module}\n"
        "heavy = {'grpc', 'rich', 'numpy', 'google', 'pamtps', 'pamtps_service'}\n"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
