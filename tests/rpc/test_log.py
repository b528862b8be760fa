"""Every call leaves one event on stderr, a JSON object a line."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY
from tests.rpc.running import PLAN, Service


def line_of(service: Service, request_id: str) -> dict[str, object]:
    (line,) = [one for one in service.log("call") if one["request_id"] == request_id]
    return line


def test_a_call_is_logged_with_what_an_operator_asks_for(service: Service) -> None:
    service.call("echo twelve chars", metadata=(("x-request-id", "case-1"),))
    line = line_of(service, "case-1")
    assert line["method"] == PLAN
    assert line["code"] == "OK"
    assert (line["bytes_in"], line["bytes_out"]) == (len("echo twelve chars"), len("twelve chars"))
    assert str(line["peer"]).startswith("ipv4:127.0.0.1:")
    duration = line["duration_ms"]
    assert isinstance(duration, float)
    assert duration >= 0
    assert re.fullmatch(r"[0-9-]+T[0-9:.]+Z", str(line["timestamp"]))


def test_a_call_that_fails_is_logged_with_its_reason_and_number_of_faults(service: Service) -> None:
    service.start("faults 7 1", metadata=(("x-request-id", "case-2"),)).code()
    line = line_of(service, "case-2")
    assert (line["code"], line["reason"], line["faults"]) == (
        "INVALID_ARGUMENT",
        "request-invalid",
        7,
    )
    assert line["bytes_out"] == 0


def test_the_request_id_comes_back_with_the_reply_and_with_an_error(service: Service) -> None:
    for request in ("echo x", "faults 1 1"):
        call = service.start(request, metadata=(("x-request-id", "case-3"),))
        call.code()
        assert ("x-request-id", "case-3") in [tuple(one) for one in call.trailing_metadata()]


@pytest.mark.parametrize("given", ["", "two words", "x" * 129, '"quoted"'])
def test_a_request_id_that_looks_otherwise_is_replaced(service: Service, given: str) -> None:
    call = service.start("echo x", metadata=(("x-request-id", given),))
    call.code()
    (made,) = [value for key, value in call.trailing_metadata() if key == "x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", made)
    assert line_of(service, made)["code"] == "OK"


def test_every_call_is_logged_once(service: Service) -> None:
    before = len(service.log("call"))
    calls = [service.start(f"echo {number}") for number in range(20)]
    for call in calls:
        call.result()
    assert len(service.log("call")) == before + 20


def test_libraries_and_warnings_are_logged_as_json_too() -> None:
    code = (
        "import logging, warnings\n"
        "from pamtps_service.rpc.log import start_log\n"
        "start_log()\n"
        "logging.getLogger('asyncio').error('task %s', 7)\n"
        "warnings.warn('old')\n"
        "try: 1/0\n"
        "except ZeroDivisionError: logging.getLogger('grpc').exception('failed')\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", code], capture_output=True, text=True, check=True
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["logger"] for line in lines] == ["asyncio", "py.warnings", "grpc"]
    assert lines[0]["event"] == "task 7"
    assert "ZeroDivisionError" in lines[2]["exception"]


def test_a_terminal_gets_colours_instead_of_json() -> None:
    ours, theirs = pty.openpty()
    code = "import structlog\nfrom pamtps_service.rpc.log import start_log\nstart_log()\n"
    code += "structlog.get_logger().info('here', number=1)\n"
    subprocess.run(
        [sys.executable, "-c", code], stderr=theirs, check=True, cwd=REPOSITORY, timeout=60
    )
    os.close(theirs)
    written = os.read(ours, 4096).decode()
    os.close(ours)
    assert "\x1b[" in written
    assert "here" in written
    assert not written.startswith("{")
