"""The same work on many things, in several processes; the results are those of one process.

The processes are forks of this one, so that everything at hand is theirs too, without a copy, and
only results are sent. They must not be made in a process that runs gRPC; a worker runs none.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

CAN_FORK: Final = sys.platform.startswith("linux")
MOST_ITEMS: Final = 8_192
"""Items of one map, at most: so many numbers a pipe takes without a reader."""
FORK_FROM: Final = 100_000
"""TPS from which on work is shared out. A fork takes 5 to 50 ms, by what its process holds."""
_NUMBER: Final = struct.Struct("!I")
_PR_SET_PDEATHSIG: Final = 1


class Work(Protocol):
    """How work is told of and shared out; handed to everything that takes long."""

    def __call__(self, step: str) -> None:
        """Tells which step begins or goes on; may raise to end the work."""

    def map(self, do: Callable[[Item], Result], items: Sequence[Item], rows: int) -> list[Result]:
        """`do` of every item, in order.

        Args:
            do: may be called in another process: it changes nothing outside, gives the same for
                the same item, and gives what can be pickled.
            items: at most MOST_ITEMS; put those that take long first.
            rows: how many TPS they concern together. Below FORK_FROM a fork would take longer than
                it spares.
        """


class Alone:
    """Work that nobody is told of, in this process alone."""

    def __call__(self, step: str) -> None:
        pass

    def map(self, do: Callable[[Item], Result], items: Sequence[Item], rows: int) -> list[Result]:  # noqa: ARG002
        return [do(item) for item in items]


ALONE: Final = Alone()


def map_forked(
    do: Callable[[Item], Result],
    items: Sequence[Item],
    processes: int,
    check: Callable[[], None] = lambda: None,
) -> list[Result]:
    """`do` of every item, in order, in as many processes, of which this is one.

    Each takes the next item that no other has. What a fork has not done, because `do` raised there
    or because it ended, is done here, so an exception of `do` is raised as without forks.

    Args:
        do: see Work.map.
        items: at most MOST_ITEMS.
        processes: 1 or more.
        check: called before each item that is done here; may raise to end the work.
    """
    assert len(items) <= MOST_ITEMS
    turns, feed = os.pipe()
    os.write(feed, b"".join(map(_NUMBER.pack, range(len(items)))))
    os.close(feed)
    forks: list[_Fork] = []
    try:
        forks.extend(_Fork(do, items, turns) for _ in range(min(processes, len(items)) - 1))
        done = {}
        for number in iter(lambda: _next(turns), None):
            check()
            done[number] = do(items[number])
        for fork in forks:
            done.update(fork.results())
    finally:
        os.close(turns)
        for fork in forks:
            fork.end()
    for number, item in enumerate(items):
        if number not in done:
            check()
            done[number] = do(item)
    return [done[number] for number in range(len(items))]


def _next(turns: int) -> int | None:
    """The number of the next item; None where all are taken."""
    record = os.read(turns, _NUMBER.size)
    return _NUMBER.unpack(record)[0] if record else None


class _Fork:
    """A copy of this process that takes turns, sends what came of them, and ends."""

    def __init__(self, do: Callable[[Any], Any], items: Sequence[Any], turns: int) -> None:
        self._receive, send = os.pipe()
        parent = os.getpid()
        self._process = os.fork()
        if not self._process:
            try:
                os.close(self._receive)
                _die_with(parent)
                _take_turns(do, items, turns, send)
            finally:
                os._exit(0)  # nothing of the parent's is to be ended or flushed here
        os.close(send)

    def results(self) -> Mapping[int, Any]:
        """By number of the item; none where the fork ended before it had sent them."""
        with open(self._receive, "rb", closefd=False) as results:
            content = results.read()
        try:
            # from a fork of this very process
            found: Mapping[int, Any] = pickle.loads(content)
        except (EOFError, pickle.UnpicklingError):
            return {}
        return found

    def end(self) -> None:
        os.close(self._receive)
        os.kill(self._process, signal.SIGKILL)  # where it has ended it waits to be seen out
        os.waitpid(self._process, 0)


def _die_with(parent: int) -> None:
    """Has the system kill this process when its parent ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    gc.disable()  # a collection would write to, and so copy, all pages that hold objects


def _take_turns(do: Callable[[Any], Any], items: Sequence[Any], turns: int, send: int) -> None:
    done = {}
    with suppress(BaseException):  # the parent does this item again, and has the exception then
        for number in iter(lambda: _next(turns), None):
            done[number] = do(items[number])
    with open(send, "wb") as results:
        results.write(pickle.dumps(done, pickle.HIGHEST_PROTOCOL))
