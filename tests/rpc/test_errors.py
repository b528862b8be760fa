"""How errors reach the caller: readable details, within 4 KiB, and nothing of the inside."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

import grpc
import pytest
from google.rpc import code_pb2, error_details_pb2
from grpc_status import rpc_status
from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.policy.catalogue.service_errors import MESSAGES
from pamtps_service.policy.model import Text
from pamtps_service.rpc.errors import DETAILS_KEY, MOST_METADATA, CallFailure, details

from tests.rpc.details import detail, reason_of
from tests.rpc.running import Service


def travelling(call: Any) -> int:
    """Bytes of the trailing metadata as HTTP/2 counts them."""
    total = len("grpc-message") + len(quote(call.details())) + 32 + len("grpc-status") + 2 + 32
    for name, value in call.trailing_metadata():
        text = base64.b64encode(value) if name.endswith("-bin") else value
        total += len(name) + len(text) + 32
    return total


@pytest.mark.parametrize("argument", ["1 5", "20 20", "1000 50", "300 5000", "3 100000"])
def test_faults_arrive_as_invalid_argument_below_4_kib_with_the_count_of_all(
    service: Service, argument: str
) -> None:
    count = int(argument.split()[0])
    call = service.start(f"faults {argument}")
    assert call.code() is grpc.StatusCode.INVALID_ARGUMENT
    info = detail(call, error_details_pb2.ErrorInfo)
    bad = detail(call, error_details_pb2.BadRequest)
    shown = len(bad.field_violations)
    assert info.domain == "pamtps"
    assert info.metadata["count"] == str(count)
    assert info.metadata["shown"] == str(shown)
    assert 1 <= shown <= count
    assert travelling(call) <= 4096


def test_a_fault_names_its_field_its_code_and_both_languages(service: Service) -> None:
    call = service.start("faults 1 2")
    (violation,) = detail(call, error_details_pb2.BadRequest).field_violations
    assert violation.field == "batch.rows[0].tps_code"
    assert violation.reason == "unknown-area"
    assert violation.description == "Found éé Maybe: 53.11.01.2001.007"
    assert violation.localized_message.locale == "id"
    assert violation.localized_message.message == "Ditemukan éé Mungkin: 53.11.01.2001.007"
    assert call.details() == "The request has 1 faults"
    assert (
        detail(call, error_details_pb2.LocalizedMessage).message == "Permintaan memuat 1 kesalahan"
    )


@pytest.mark.parametrize("name", ["NOT_FOUND", "FAILED_PRECONDITION", "RESOURCE_EXHAUSTED"])
def test_an_error_of_a_call_has_its_status_code(service: Service, name: str) -> None:
    call = service.start(f"status {name}")
    assert call.code() is grpc.StatusCode[name]
    assert reason_of(call) == "policy-not-found"
    status = rpc_status.from_call(call)
    assert status is not None
    assert status.code == code_pb2.Code.Value(name)


@pytest.mark.parametrize("word", ["fail", "leave", "end-of-file"])
def test_any_other_exception_is_internal_with_an_id_and_nothing_else(
    service: Service, word: str
) -> None:
    before = service.workers()
    call = service.start(f"{word} sesame")
    assert call.code() is grpc.StatusCode.INTERNAL
    identity = detail(call, error_details_pb2.ErrorInfo).metadata["id"]
    assert call.details() == MESSAGES["internal-error"].en.format(id=identity)
    for _, value in call.trailing_metadata():
        assert "sesame" not in str(value)
    (line,) = [one for one in service.log("unexpected-error") if one["id"] == identity]
    assert "the secret sesame" in line["traceback"]
    assert service.workers() == before, "an exception is no crash"


def test_a_method_that_is_not_served_is_unimplemented(service: Service) -> None:
    for method in (
        "/pamtps.v1.PlanningService/NoSuch",
        "/pamtps.v2.PlanningService/PlanDeployment",
    ):
        assert service.start("echo", method).code() is grpc.StatusCode.UNIMPLEMENTED


TEXT = st.text(max_size=400) | st.sampled_from(["", "é" * 400, "\N{GRINNING FACE}" * 400])
FAULT = st.fixed_dictionaries(dict.fromkeys(("place", "code", "id", "en", "maybe"), TEXT))


@given(
    st.lists(FAULT, max_size=60),
    TEXT,
    TEXT,
    st.dictionaries(st.sampled_from(["found", "allowed"]), TEXT, max_size=2),
    st.sampled_from(["r", "r" * 128]),
)
def test_trailing_metadata_stay_below_4_kib_whatever_the_texts(
    faults: list[dict[str, str]], en: str, indonesian: str, metadata: dict[str, str], name: str
) -> None:
    code = grpc.StatusCode.INVALID_ARGUMENT
    failed = CallFailure(
        code, "request-invalid", Text(indonesian, en), faults, len(faults), 60, metadata
    )
    text, trailing = details(failed, name)
    total = sum(
        len(key) + 32 + (len(base64.b64encode(value)) if isinstance(value, bytes) else len(value))
        for key, value in (*trailing, ("grpc-message", quote(text)), ("grpc-status", "13"))
    )
    assert total <= MOST_METADATA
    assert {key for key, _ in trailing} == {DETAILS_KEY, "x-request-id"}
