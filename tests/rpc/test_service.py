"""The handlers of the front answer whatever happens in the front itself."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import grpc
import pytest
from pamtps_service.rpc.service import RawHandlers
from pamtps_service.rpc.settings import Settings

from tests.rpc.running import PLAN


class Panic(BaseException):
    """As an extension module written in Rust raises it: no Exception."""


class AbortedError(Exception):
    """As the real context's abort raises it."""


class Context:
    """The part of a call's context that a handler uses."""

    def __init__(self) -> None:
        self.code = grpc.StatusCode.OK
        self.text = ""

    async def abort(self, code: grpc.StatusCode, text: str, _: object) -> None:
        self.code, self.text = code, text
        raise AbortedError

    def time_remaining(self) -> float | None:
        return None

    def invocation_metadata(self) -> tuple[tuple[str, str], ...]:
        return ()

    def peer(self) -> str:
        return "test"


class FailingPool:
    """A pool that raises."""

    settings = Settings()

    def __init__(self, error: BaseException) -> None:
        self._error = error

    async def refused_seconds(self, _: object) -> int:
        return 0

    async def run(self, _: object) -> bytes:
        raise self._error


@pytest.mark.parametrize("error", [ValueError("sesame"), Panic("sesame"), SystemExit("sesame")])
def test_an_exception_of_the_front_is_internal_with_an_id_whatever_its_class(
    error: BaseException, capsys: pytest.CaptureFixture[str]
) -> None:
    pool: Any = FailingPool(error)
    details: Any = SimpleNamespace(method=PLAN, invocation_metadata=())
    handler: Any = RawHandlers(pool, {}).service(details)
    context = Context()
    with pytest.raises(AbortedError):
        asyncio.run(handler.unary_unary(b"", context))
    assert context.code is grpc.StatusCode.INTERNAL
    assert "sesame" not in context.text
    logged = capsys.readouterr()
    assert "sesame" in logged.out + logged.err


def test_a_method_outside_the_table_has_no_handler() -> None:
    pool: Any = FailingPool(ValueError())
    details: Any = SimpleNamespace(method=f"{PLAN}s", invocation_metadata=())
    assert RawHandlers(pool, {}).service(details) is None
