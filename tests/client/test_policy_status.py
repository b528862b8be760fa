"""`pamtps policy status` shows what is in force on a server, and what of its folder was refused."""

from __future__ import annotations

import json

import pytest
from google.protobuf import json_format
from pamtps.v1 import policy_service_pb2
from pamtps_client.command import main

from tests.client.fake_server import Answers

Captured = pytest.CaptureFixture[str]
Status = policy_service_pb2.GetStatusResponse

GOOD = {
    "in_force": {
        "number": 3,
        "digest": "11" * 32,
        "load_time": "2024-11-20T08:00:05Z",
        "policies": [
            {"id": "national-2024", "digest": "ab" * 32},
            {"id": "ntt-2024", "digest": "cd" * 32},
        ],
    },
    "state": "RELOAD_STATE_IN_FORCE",
    "loads": 3,
}
REFUSAL = {
    "age_seconds": 7_300,
    "fault_count": 102,
    "faults": [
        {
            "code": "unknown-key",
            "file": "ntt-2024.yaml",
            "line": 12,
            "column": 5,
            "rule": "radio",
            "message": {"id": "Kunci polisi tidak dikenal.", "en": "The key police is not known."},
            "maybe": "polri",
        },
        {"code": "no-policies", "message": {"id": "Kosong.", "en": "Empty."}},
    ],
}


def shown(
    server: Answers, captured: Captured, status: dict[str, object], *options: str
) -> tuple[int, str]:
    server.policy_status = json_format.ParseDict(status, Status())
    code = main(["policy", "status", "--server", server.address, *options])
    return code, captured.readouterr().out


def test_what_is_in_force(server: Answers, capsys: Captured) -> None:
    code, out = shown(server, capsys, GOOD, "--lang", "en")
    assert code == 0
    assert out == (
        "In force since 2024-11-20 08:00:05 UTC, set 3 since the service was started:\n"
        "  national-2024  abababababab\n"
        "  ntt-2024       cdcdcdcdcdcd\n"
        "The rules folder holds the same.\n"
    )


def test_a_refusal_with_its_age_and_its_errors(server: Answers, capsys: Captured) -> None:
    """The exit code tells it too; what did not fit in the reply is counted."""
    refused = {**GOOD, "state": "RELOAD_STATE_REFUSED", "refusal": REFUSAL}
    code, out = shown(server, capsys, refused, "--lang", "id")
    assert code == 4
    assert out.endswith(
        "Isi folder aturan yang sekarang ditolak 2 jam yang lalu, kesalahan 102:\n"
        "  ntt-2024.yaml:12:5: [radio] Kunci polisi tidak dikenal. (unknown-key)\n"
        "    Mungkin: polri\n"
        "  Kosong. (no-policies)\n"
        "  dan 100 kesalahan lagi\n"
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 seconds"), (59, "59 seconds"), (60, "1 minutes"), (90_000, "1 days")],
)
def test_the_age_is_told_in_the_largest_unit(
    server: Answers, capsys: Captured, seconds: int, words: str
) -> None:
    refused = {**GOOD, "refusal": {**REFUSAL, "age_seconds": seconds}}
    assert f"refused {words} ago" in shown(server, capsys, refused, "--lang", "en")[1]


def test_another_content_that_is_being_checked(server: Answers, capsys: Captured) -> None:
    checking = {**GOOD, "state": "RELOAD_STATE_CHECKING"}
    code, out = shown(server, capsys, checking, "--lang", "en")
    assert code == 0
    assert out.endswith("The rules folder holds something else, which is being checked.\n")


def test_as_json_it_is_the_reply(server: Answers, capsys: Captured) -> None:
    _, out = shown(server, capsys, {**GOOD, "refusal": REFUSAL}, "--json")
    assert json_format.ParseDict(json.loads(out), Status()) == server.policy_status


def test_what_is_no_server_is_told(capsys: Captured) -> None:
    assert main(["policy", "status", "--server", "127.0.0.1:1", "--timeout", "5"]) == 5
    assert "127.0.0.1:1" in capsys.readouterr().err
