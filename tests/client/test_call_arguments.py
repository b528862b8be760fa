"""Arguments of calls that are wrong are refused at once, in words that say what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pamtps.v1 import plan_pb2
from pamtps_client import read_strengths, read_tps
from pamtps_client.requests import plan_request

from tests.client.connections import Connect
from tests.client.fake_server import Answers
from tests.conftest import REPOSITORY

DATE = "2024-11-27"
EXAMPLE = REPOSITORY / "examples" / "ntt-pilkada-2024"
PLAN = plan_pb2.DeploymentPlan()
CALLS: dict[str, Callable[..., Any]] = {
    "plan": lambda client, **given: client.plan(plan_pb2.Batch(), election_date=DATE, **given),
    "plan_stream": lambda client, **given: client.plan_stream(
        plan_pb2.Batch(), election_date=DATE, **given
    ),
    "check": lambda client, **given: client.check(plan_pb2.Batch(), election_date=DATE, **given),
    "verify": lambda client, **given: client.verify(PLAN, plan_pb2.Batch(), **given),
    "explain": lambda client, **given: client.explain(
        PLAN, plan_pb2.Batch(), subject="53", **given
    ),
}


@pytest.fixture
def refused(server: Answers, connect: Connect) -> Callable[..., str]:
    """The text of the error of a call, which sends nothing."""

    def call(name: str, kind: type[Exception], **given: object) -> str:
        with connect(server.address) as client, pytest.raises(kind) as told:
            CALLS[name](client, **given)
        assert (server.planned, server.streamed, server.verified) == ([], [], [])
        return str(told.value)

    return call


@pytest.mark.parametrize("name", CALLS)
class TestNames:
    def test_a_misspelt_name_is_told_with_the_allowed_ones(
        self, refused: Callable[..., str], name: str
    ) -> None:
        told = refused(name, TypeError, stoks=[])
        assert told.startswith(f"“stoks” is no argument of {name}; allowed are ")
        assert "batch, strengths" in told
        assert "stocks, seats, unavailable_transports" in told
        assert told.endswith("Maybe: stocks")

    def test_what_belongs_to_the_client_is_told_so(
        self, refused: Callable[..., str], name: str
    ) -> None:
        for of_client in ("timeout", "max_message_bytes"):
            told = refused(name, TypeError, **{of_client: 3})
            assert f"“{of_client}” is no argument of {name}, but of the client" in told
            assert f"Client(server, {of_client}=...)" in told

    def test_strengths_are_messages(self, refused: Callable[..., str], name: str) -> None:
        table = read_strengths(str(EXAMPLE / "strengths.csv"))
        for found, of in (
            ("strengths.csv", "the path “strengths.csv”"),
            (Path("strengths.csv"), "the path “strengths.csv”"),
            (pa.table({"area_code": ["53"]}), "of type pyarrow.lib.Table"),
            (table, "of type pamtps_client.strength_table.StrengthTable"),
            (plan_pb2.Strength(), "of type pamtps.v1.plan_pb2.Strength"),
            (5, "of type int"),
        ):
            told = refused(name, TypeError, strengths=found)
            assert told.startswith(f"strengths is {of}")
            assert "read_strengths(path).strengths" in told
        told = refused(name, TypeError, strengths=[{"area_code": "53"}])
        assert told.startswith("strengths, in its list, is of type dict")

    def test_stocks_seats_and_transports_too(self, refused: Callable[..., str], name: str) -> None:
        assert "read_stocks(path).rows" in refused(name, TypeError, stocks="stocks.csv")
        assert "read_seats(path).rows" in refused(name, TypeError, seats=[plan_pb2.Stock()])
        for found in ("sea", ["sea"], ["Sea"]):
            told = refused(name, ValueError, unavailable_transports=found)
            assert "allowed are plan_pb2.ACCESS_ROAD, " in told
            assert told.endswith("Maybe: plan_pb2.ACCESS_SEA")


def test_a_plan_in_force_is_a_message(refused: Callable[..., str]) -> None:
    told = refused("plan", TypeError, in_force="plan.json")
    assert told.startswith("in_force is the path “plan.json”")
    assert "read_plan(path)" in told


@pytest.mark.parametrize(
    ("name", "argument", "found", "text"),
    [
        ("plan", "view", "Basic", "view is “Basic”; allowed are basic, full\n  Maybe: basic"),
        ("plan", "view", None, "view is “None”; allowed are basic, full"),
        ("plan", "form", "pandas", "form is “pandas”; allowed are rows, arrow"),
        (
            "plan_stream",
            "on_invalid",
            "Skip",
            "on_invalid is “Skip”; allowed are reject, skip\n  Maybe: skip",
        ),
    ],
)
def test_a_wrong_word_is_told_with_the_allowed_ones(
    refused: Callable[..., str], name: str, argument: str, found: object, text: str
) -> None:
    assert refused(name, ValueError, **{argument: found}) == text


def test_what_one_call_takes_another_does_not(refused: Callable[..., str]) -> None:
    assert "“on_invalid” is no argument of plan;" in refused("plan", TypeError, on_invalid="skip")


def test_sound_arguments_are_sent_as_they_are(server: Answers, connect: Connect) -> None:
    tps = read_tps(str(EXAMPLE / "tps.csv"), as_rows=True)
    strengths = read_strengths(str(EXAMPLE / "strengths.csv")).strengths
    given: dict[str, Any] = {
        "stocks": (plan_pb2.Stock(item=item) for item in ("radio", "boat")),
        "unavailable_transports": [plan_pb2.ACCESS_SEA, "ACCESS_AIR"],
        "form": "rows",
        "view": "basic",
    }
    with connect(server.address) as client:
        client.plan(tps.batch, iter(strengths), election_date=DATE, **given)
    (request,) = server.planned
    assert list(request.strengths) == strengths
    assert [stock.item for stock in request.stocks] == ["radio", "boat"]
    assert list(request.unavailable_transports) == [plan_pb2.ACCESS_SEA, plan_pb2.ACCESS_AIR]


def test_requests_take_no_unknown_name_either() -> None:
    with pytest.raises(TypeError, match="“stoks”"):
        plan_request(None, election_date=DATE, stoks=[])  # type: ignore[call-arg]
