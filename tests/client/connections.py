"""Both clients behind one interface, so that a test asks the same of each."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import Any, cast

from pamtps_client import AsyncClient, Client

Connect = Callable[..., Client]


class InEventLoop:
    """AsyncClient with the calls of Client, in an event loop of its own that runs during calls."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        self._runner = asyncio.Runner()
        try:
            self._client = self._run(self._connected(*arguments, **settings))
        except BaseException:
            self._runner.close()
            raise

    async def _connected(self, *arguments: Any, **settings: Any) -> AsyncClient:
        return AsyncClient(*arguments, **settings)

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(work)

    def __enter__(self) -> InEventLoop:
        self._run(self._client.__aenter__())
        return self

    def __exit__(self, *error: Any) -> None:
        self._run(self._client.__aexit__(*error))
        self._runner.close()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._client, name)
        if not callable(found):
            return found
        if inspect.isasyncgenfunction(found):
            return lambda *given, **named: iter(self._run(_all(found(*given, **named))))
        return lambda *given, **named: self._run(found(*given, **named))


async def _all(messages: Any) -> list[Any]:
    return [message async for message in messages]


CONNECTIONS = {"threads": cast(Connect, Client), "asyncio": cast(Connect, InEventLoop)}
