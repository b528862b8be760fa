"""Worker slots: each keeps one worker process alive and gives it one job at a time.

The end of a worker is the crash of its job alone: the job is tried once more in the fresh worker
of the same slot, and no other job is touched. All workers of a pool have the policies that the
first one loaded.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, Final

import structlog

from pamtps_service.policy.model import Text
from pamtps_service.rpc.frames import Kind
from pamtps_service.rpc.jobs import (
    Done,
    EndedWorkers,
    Failed,
    Job,
    JobQueue,
    NoWorker,
    Outcome,
    WorkersEnded,
    stopped,
)
from pamtps_service.rpc.methods import METHODS, WARM_UP, Queue
from pamtps_service.rpc.settings import Settings
from pamtps_service.rpc.worker_process import Reply, WorkerEndedError, WorkerProcess

LONGEST_PAUSE: Final = 5.0
"""Seconds between two attempts to replace a worker, at most."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Source:
    """Where workers find what they do: module of calls, and `module:function` that loads."""

    calls: str = "pamtps_service.wire.calls"
    load: str = "pamtps_service.policy.load:load_policies"


class StartError(Exception):
    """A worker could not be started, or did not answer."""


class BrokenRulesError(Exception):
    """The rules folder has faults; each as a text in both languages."""

    def __init__(self, faults: list[Text]) -> None:
        self.faults = faults
        super().__init__("\n".join(fault.en for fault in faults))


class Pool:
    """The slots of one set of policies, and the queue before them."""

    def __init__(
        self,
        settings: Settings,
        source: Source,
        on_serving: Callable[[bool], None] = lambda _: None,
    ) -> None:
        """`on_serving` is told when no worker can be had any more, and when there is one again."""
        self.settings = settings
        self._source = source
        self._on_serving = on_serving
        self._queue = JobQueue(settings.queue)
        self._ended = EndedWorkers(settings.refuse_seconds)
        self._snapshot = b""
        self._slots = [Slot(self, number) for number in range(settings.worker_count())]
        self._tasks: list[asyncio.Task[None]] = []
        self._seconds = dict.fromkeys(Queue, 1.0)
        """Running mean of how long a job of the queue takes."""

    async def start(self) -> None:
        """Starts all workers; returns when each has the policies and has answered the warm-up.

        BrokenRulesError, or StartError; then no worker is left.
        """
        try:
            await _together(slot.spawn() for slot in self._slots)
            self._snapshot = await self._slots[0].prepare()
            await _together(slot.prepare() for slot in self._slots[1:])
        except OSError as error:
            await self.close()
            raise StartError(str(error)) from error
        except BaseException:
            await self.close()
            raise
        self._tasks = [asyncio.create_task(slot.serve()) for slot in self._slots]

    async def close(self) -> None:
        """Ends every worker, whatever it is doing."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(slot.end_worker() for slot in self._slots))

    def refused_seconds(self, job: Job) -> int:
        """Whole seconds for which the job's request is refused; 0 where it is not."""
        return self._ended.refused_seconds(job.request_digest()) if self._ended else 0

    def retry_seconds(self, queue: Queue) -> int:
        """About how long the calls that wait will take, in whole seconds from 1 to 60."""
        work = self._seconds[queue] * (self._queue.waiting(queue) + 1) / len(self._slots)
        return min(60, max(1, round(work)))

    async def run(self, job: Job) -> Outcome:
        """Has the job done. QueueFullError where too many wait.

        At its deadline, and where the waiting caller is cancelled, the job is stopped; the worker
        is free as soon as it has noticed.
        """
        self._queue.put(job)
        try:
            async with asyncio.timeout(job.deadline - time.monotonic()):
                return await asyncio.shield(job.outcome)
        except TimeoutError:
            self._abandon(job)
            return stopped("deadline")
        except asyncio.CancelledError:
            self._abandon(job)
            raise

    async def next_job(self, worker: WorkerProcess) -> Job | None:
        """The next job for a slot; None where its worker ends first."""
        return await self._queue.take(worker.ended)

    async def attempt(self, job: Job, worker: WorkerProcess) -> Outcome | None:
        """Has a worker do the job. None where the worker ended and the job may be tried again."""
        if why := job.stopping():
            return stopped(why)
        if self.refused_seconds(job):  # the same request, sent twice, has ended two by now
            return WorkersEnded(blamed=True)
        patience = job.deadline - time.monotonic() + self.settings.cancel_seconds
        killer = asyncio.get_running_loop().call_later(patience, self._kill, job, worker)
        began = time.monotonic()
        job.worker = worker
        try:
            reply = await worker.exchange(
                Kind.REQUEST,
                {"method": job.method, "deadline": job.deadline},
                job.request,
                lambda step: setattr(job, "step", step),
            )
        except WorkerEndedError as ended:
            if why := job.stopping():
                return stopped(why)
            if ended.received and self._ended.add(job.request_digest()):
                return WorkersEnded(blamed=True)
            return None
        finally:
            job.worker = None
            killer.cancel()
        if self._ended:
            self._ended.forget(job.request_digest())
        if reply.kind is Kind.DONE:
            self._seconds[job.queue] += (time.monotonic() - began - self._seconds[job.queue]) / 8
            return Done(reply.body)
        return Failed(reply.head)

    def serving(self) -> None:
        """Tells whether any worker is there; called by a slot when that may have changed."""
        self._on_serving(any(slot.worker for slot in self._slots))

    async def prepare(self, worker: WorkerProcess) -> bytes:
        """Gives a new worker its policies and has it answer the warm-up.

        The first one loads them and the snapshot is returned; the others are given the snapshot.

        BrokenRulesError, StartError, WorkerEndedError; TimeoutError after `start_seconds`.
        """
        head = {
            "calls": self._source.calls,
            "load": self._source.load,
            "rules": self.settings.rules,
        }
        async with asyncio.timeout(self.settings.start_seconds):
            started = await worker.exchange(Kind.START, head, self._snapshot)
            if started.kind is Kind.ERROR:
                raise _start_error(started)
            missing = sorted(set(METHODS).symmetric_difference(started.head["methods"]))
            if missing:
                raise StartError(f"methods that are not on both sides: {', '.join(missing)}")
            deadline = time.monotonic() + self.settings.start_seconds
            warm = {"method": WARM_UP, "deadline": deadline}
            answer = await worker.exchange(Kind.REQUEST, warm, b"")
            if answer.kind is Kind.ERROR:
                raise StartError(answer.head.get("traceback", str(answer.head)))
        return started.body

    def _abandon(self, job: Job) -> None:
        """Takes a job that nobody waits for out of the queue, or stops the worker that has it."""
        job.cancelled = True
        self._queue.remove(job)
        if job.worker:
            job.worker.cancel()
            asyncio.get_running_loop().call_later(
                self.settings.cancel_seconds, self._kill, job, job.worker
            )

    def _kill(self, job: Job, worker: WorkerProcess) -> None:
        """Ends a worker that goes on with a job which should have stopped."""
        if job.worker is worker and not worker.killed:
            log.warning("worker-killed", pid=worker.pid, method=job.method, step=job.step)
            worker.kill()


class Slot:
    """One worker process at a time, replaced when it ends."""

    def __init__(self, pool: Pool, number: int) -> None:
        self._pool = pool
        self._number = number
        self.worker: WorkerProcess | None = None
        """The worker that takes jobs; None while there is none."""

    async def spawn(self) -> None:
        self.worker = await WorkerProcess.spawn()

    async def prepare(self) -> bytes:
        """As Pool.prepare, for the worker that was spawned; errors of starting as StartError."""
        assert self.worker is not None
        try:
            return await self._pool.prepare(self.worker)
        except WorkerEndedError as error:
            how = await self.end_worker()
            raise StartError(f"it ended before it answered ({how})") from error
        except TimeoutError as error:
            raise StartError(
                f"no answer within {self._pool.settings.start_seconds} seconds"
                " (setting start_seconds)"
            ) from error

    async def serve(self) -> None:
        """Does jobs until it is cancelled."""
        while True:
            worker = self.worker if self.worker else await self._replace()
            job = await self._pool.next_job(worker)
            if job:
                job.end(await self._do(job))
            elif worker.ended.is_set():
                await self._ended(worker, None)

    async def end_worker(self) -> str:
        """Ends the worker, where there is one; returns how it ended."""
        if not self.worker:
            return ""
        how = await self.worker.end()
        self.worker = None
        return how

    async def _do(self, job: Job) -> Outcome:
        """The outcome of a job, tried in two workers at most. Never raises but when cancelled."""
        received = False
        try:
            for _ in range(2):
                worker = self.worker if self.worker else await self._replace()
                outcome = await self._pool.attempt(job, worker)
                if worker.ended.is_set():
                    await self._ended(worker, job)
                if outcome:
                    return outcome
                received = received or job.step != "waiting"
        except Exception as error:
            # A fault of this module must cost one call, not the slot.
            log.exception("slot-failed", slot=self._number, method=job.method)
            await self.end_worker()
            return Failed({"kind": "unexpected", "type": type(error).__name__, "traceback": ""})
        return WorkersEnded(blamed=False) if received else NoWorker()

    async def _ended(self, worker: WorkerProcess, job: Job | None) -> None:
        """Sees out a worker that has ended by itself, and writes it down."""
        how = await self.end_worker()
        log.warning(
            "worker-ended",
            slot=self._number,
            pid=worker.pid,
            how=how,
            method=job.method if job else None,
            step=job.step if job else None,
        )

    async def _replace(self) -> WorkerProcess:
        """A fresh worker that has answered; tried again and again, with growing pauses."""
        pause = 0.05
        while True:
            try:
                worker = await WorkerProcess.spawn()
                try:
                    await self._pool.prepare(worker)
                except BaseException:
                    await worker.end()
                    raise
            except (OSError, WorkerEndedError, StartError, BrokenRulesError) as error:
                # TimeoutError is an OSError.
                log.error("worker-not-replaced", slot=self._number, detail=repr(error))
                self._pool.serving()
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
            else:
                self.worker = worker
                self._pool.serving()
                log.info("worker-started", slot=self._number, pid=worker.pid)
                return worker


async def _together(ways: Iterable[Coroutine[Any, Any, object]]) -> None:
    """Runs them side by side to their ends; raises the first error after that."""
    for result in await asyncio.gather(*ways, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result


def _start_error(reply: Reply) -> Exception:
    """The exception for an ERROR that answers START."""
    if reply.head["kind"] == "faults":
        texts = [Text(id=one["id"], en=one["en"]) for one in reply.head["faults"]]
        return BrokenRulesError(texts)
    return StartError(reply.head["traceback"])
