"""Jobs for the workers, how they end, the queue they wait in, and those that are refused."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from pamtps_service.rpc.methods import Queue
from pamtps_service.rpc.packing import Packed
from pamtps_service.rpc.worker_process import WorkerProcess

MOST_REMEMBERED: Final = 1000
"""Requests that ended a worker and are remembered, at most; the oldest is forgotten first."""


@dataclass(frozen=True, slots=True)
class Done:
    reply: bytes
    parts: tuple[Packed, ...] = ()
    """The messages of a reply that has several."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The worker answered with an error; `error` is the JSON of worker.py."""

    error: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WorkersEnded:
    """Two workers ended while they had the job."""

    blamed: bool
    """Whether both had the whole request, so that it is refused from now on."""


@dataclass(frozen=True, slots=True)
class NoWorker:
    """Two workers ended before they had the request."""


Outcome: TypeAlias = Done | Failed | WorkersEnded | NoWorker
STOPPED: Final = "stopped"
OUT_OF_MEMORY: Final = "memory"


def stopped(why: str) -> Failed:
    """The outcome of a job that was stopped: why is `deadline` or `cancelled`."""
    return Failed({"kind": STOPPED, "why": why})


@dataclass(eq=False, slots=True)
class Job:
    """One request on its way through the workers."""

    method: str
    queue: Queue
    messages: tuple[bytes, ...]
    """The request: one message, or those of a stream."""
    deadline: float
    """time.monotonic() at which the work must stop; the clock is the same in every process."""
    outcome: asyncio.Future[Outcome]
    cancelled: bool = False
    worker: WorkerProcess | None = None
    """The worker that has it now."""
    step: str = "waiting"
    """The step that it has reached."""
    on_step: Callable[[str], None] | None = None
    """Told of each step as it is reached."""
    digest: str = field(default="", init=False)
    """What the request is known by where it ended workers; empty until `make_digest`."""

    def stopping(self) -> str:
        """Why the job must stop, or an empty text."""
        if self.cancelled:
            return "cancelled"
        return "deadline" if time.monotonic() >= self.deadline else ""

    def reached(self, step: str) -> None:
        if step != self.step and self.on_step:
            self.on_step(step)
        self.step = step

    def end(self, outcome: Outcome) -> None:
        """Tells the outcome to who waits for it. The request is held no longer."""
        self.messages = ()
        if not self.cancelled and not self.outcome.done():
            self.outcome.set_result(outcome)

    async def make_digest(self) -> None:
        """Sets the digest: SHA-256 of method and request. In a thread, for it takes time, and only
        where a worker has ended."""
        if not self.digest:
            self.digest = await asyncio.to_thread(_digest, self.method, self.messages)


def _digest(method: str, messages: tuple[bytes, ...]) -> str:
    digest = hashlib.sha256(method.encode() + b"\0")
    for message in messages:
        digest.update(message)
    return digest.hexdigest()


class QueueFullError(Exception):
    """As many calls wait as may wait."""

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        super().__init__(f"{waiting} calls are waiting")


class JobQueue:
    """Jobs that wait for a worker, in order; those of Queue.READING are taken first."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._waiting: dict[Queue, deque[Job]] = {queue: deque() for queue in Queue}
        self._takers: deque[tuple[asyncio.Future[Job], object]] = deque()

    def waiting(self, queue: Queue) -> int:
        return len(self._waiting[queue])

    def idle(self) -> int:
        """How many wait for jobs."""
        return sum(not taker.done() for taker, _ in self._takers)

    def put(self, job: Job) -> None:
        """Gives the job to a free worker, or lets it wait. QueueFullError where it may not."""
        while self._takers:
            taker, _ = self._takers.popleft()
            if not taker.done():
                taker.set_result(job)
                return
        waiting = self._waiting[job.queue]
        if len(waiting) >= self._longest:
            raise QueueFullError(len(waiting))
        waiting.append(job)

    def remove(self, job: Job) -> None:
        """Takes out a job whose caller has gone, where it still waits."""
        waiting = self._waiting[job.queue]
        if job in waiting:
            waiting.remove(job)

    def dismiss(self, party: object) -> None:
        """Gives nothing more to those who wait for jobs as members of the party."""
        for taker, of in self._takers:
            if of is party:
                taker.cancel()

    async def take(self, unless: asyncio.Event, party: object) -> Job | None:
        """The next job, as soon as there is one; None where the event is set first, or the party is
        dismissed."""
        for queue in Queue:
            if self._waiting[queue]:
                return self._waiting[queue].popleft()
        taker: asyncio.Future[Job] = asyncio.get_running_loop().create_future()
        self._takers.append((taker, party))
        given_up = asyncio.create_task(unless.wait())
        try:
            either: tuple[asyncio.Future[Any], ...] = (taker, given_up)
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            given_up.cancel()
            if not taker.done():
                taker.cancel()
            if (taker, party) in self._takers:
                self._takers.remove((taker, party))
        return None if taker.cancelled() else taker.result()


class EndedWorkers:
    """Which requests have ended workers, by digest: the second time they are refused for a while.

    One entry is forgotten when its time is over, and when the request is answered after all.
    """

    def __init__(self, refuse_seconds: float) -> None:
        self._refuse_seconds = refuse_seconds
        self._ended: OrderedDict[str, tuple[int, float]] = OrderedDict()
        """How many workers, and time.monotonic() after which that is forgotten."""

    def __bool__(self) -> bool:
        """Whether there is any, so that a digest is worth its time."""
        return bool(self._ended)

    def add(self, digest: str) -> bool:
        """Counts one more worker; whether the request is refused from now on."""
        count = self._count(digest) + 1
        self._ended[digest] = (count, time.monotonic() + self._refuse_seconds)
        self._ended.move_to_end(digest)
        while len(self._ended) > MOST_REMEMBERED:
            self._ended.popitem(last=False)
        return count >= 2

    def forget(self, digest: str) -> None:
        self._ended.pop(digest, None)

    def refused_seconds(self, digest: str) -> int:
        """Whole seconds, 1 or more, for which the request is still refused; 0 where it is not."""
        if self._count(digest) < 2:
            return 0
        return max(1, round(self._ended[digest][1] - time.monotonic()))

    def _count(self, digest: str) -> int:
        count, until = self._ended.get(digest, (0, 0.0))
        if count and time.monotonic() >= until:
            del self._ended[digest]
            return 0
        return count
