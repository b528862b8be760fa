"""The pool: worker slots of the set of policies in force, the queue before them, and the change to
another set.

Another set gets slots of its own, which load it, and answer, before they take the place of the
others; those finish the jobs that they have. So a job has one set of policies from its beginning
to its end, and no call waits for a change. At most two sets live at the same time.
"""

from __future__ import annotations

import asyncio
import datetime
import pickle
import time
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

import structlog

from pamtps_service.policy.faults import fault
from pamtps_service.policy.folder import FolderContent
from pamtps_service.rpc.frames import Kind
from pamtps_service.rpc.generation import Generation
from pamtps_service.rpc.jobs import (
    OUT_OF_MEMORY,
    Done,
    EndedWorkers,
    Failed,
    Job,
    JobQueue,
    Outcome,
    WorkersEnded,
    stopped,
)
from pamtps_service.rpc.methods import WARM_UP, WORKER_METHODS, Queue
from pamtps_service.rpc.settings import Settings
from pamtps_service.rpc.slots import Slot
from pamtps_service.rpc.start_errors import BrokenRulesError, StartError, told
from pamtps_service.rpc.worker_process import Reply, WorkerEndedError, WorkerProcess

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Source:
    """Where workers find what they do: a module of calls, and one that loads policies."""

    calls: str = "pamtps_service.wire.calls"
    load: str = "pamtps_service.wire.candidate"


class Pool:
    """The slots of the set of policies in force, and the queue before them."""

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
        self._in_force: Generation | None = None
        self._retiring: Generation | None = None
        self._seeing_out: asyncio.Task[None] | None = None
        self._seconds = dict.fromkeys(Queue, 1.0)
        """Running mean of how long a job of the queue takes."""

    @property
    def in_force(self) -> Generation:
        """The set of policies with which calls that begin now are answered."""
        assert self._in_force is not None, "not started"
        return self._in_force

    async def start(self, content: FolderContent) -> None:
        """Starts all workers; returns when each has the policies and has answered the warm-up.

        BrokenRulesError, or StartError; then no worker is left.
        """
        self._switch(await self._made(Generation(1, content, ())))

    async def change(self, content: FolderContent) -> None:
        """Puts the policies of the content in force, in workers of their own.

        BrokenRulesError, or StartError; then everything is as it was before.
        """
        if self._seeing_out is not None:
            await asyncio.wait((self._seeing_out,))  # at most two sets live
        before = self.in_force
        earlier = before.remembered(self.settings.versions - 1)
        self._switch(await self._made(Generation(before.number + 1, content, earlier)))

    async def close(self) -> None:
        """Ends every worker, whatever it is doing."""
        for generation in filter(None, (self._in_force, self._retiring)):
            for task in generation.tasks:
                task.cancel()
            await asyncio.gather(*generation.tasks, return_exceptions=True)
            await _end(generation)
        if self._seeing_out is not None:
            await asyncio.wait((self._seeing_out,))

    async def _made(self, made: Generation) -> Generation:
        """The set with workers that have it. While another is in force, the first worker checks it
        before more are started, for they would take time from the calls."""
        made.slots = [Slot(self, made, number) for number in range(self.settings.worker_count())]
        try:
            at_first = made.slots if self._in_force is None else made.slots[:1]
            await _together(slot.spawn() for slot in at_first)
            made.about = await made.slots[0].prepare()
            await _together(slot.spawn() for slot in made.slots[len(at_first) :])
            await _together(slot.prepare() for slot in made.slots[1:])
        except OSError as error:
            await _end(made)
            raise StartError(str(error)) from error
        except BaseException:
            await _end(made)
            raise
        return made

    def _switch(self, made: Generation) -> None:
        """Puts a set in force. Without a pause: no call can come in between."""
        before, self._in_force = self._in_force, made
        made.load_time = datetime.datetime.now(datetime.UTC)
        made.tasks = [asyncio.create_task(slot.serve()) for slot in made.slots]
        # another set may well answer what ended workers of the one before
        self._ended = EndedWorkers(self.settings.refuse_seconds)
        if before is not None:
            before.retired = True
            self._queue.dismiss(before)
            self._retiring = before
            self._seeing_out = asyncio.create_task(self._see_out(before))
        log.info(
            "policies-in-force",
            generation=made.number,
            digest=made.about["digest"],
            source_digest=made.content.digest,
            policies=dict(made.about["policies"]),
        )

    async def _see_out(self, before: Generation) -> None:
        """Waits until the jobs of a set that is no longer in force have ended."""
        await asyncio.gather(*before.tasks, return_exceptions=True)
        self._retiring = None
        log.info("policies-retired", generation=before.number)

    async def refused_seconds(self, job: Job) -> int:
        """Whole seconds for which the job's request is refused; 0 where it is not."""
        if not self._ended:
            return 0
        await job.make_digest()
        return self._ended.refused_seconds(job.digest)

    def retry_seconds(self, queue: Queue) -> int:
        """About how long the calls that wait will take, in whole seconds from 1 to 60."""
        work = self._seconds[queue] * (self._queue.waiting(queue) + 1) / len(self.in_force.slots)
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

    async def next_job(self, worker: WorkerProcess, generation: Generation) -> Job | None:
        """The next job for a slot; None where its worker ends first, or the set is retired."""
        return await self._queue.take(worker.ended, generation)

    async def attempt(self, job: Job, worker: WorkerProcess) -> Outcome | None:
        """Has a worker do the job. None where the worker ended and the job may be tried again."""
        refused = await self.refused_seconds(job)
        if why := job.stopping():
            return stopped(why)
        if refused:  # the same request, sent twice, has ended two by now
            return WorkersEnded(blamed=True)
        patience = job.deadline - time.monotonic() + self.settings.cancel_seconds
        killer = asyncio.get_running_loop().call_later(patience, self._kill, job, worker)
        began = time.monotonic()
        job.worker = worker
        try:
            reply = await worker.exchange(
                Kind.REQUEST,
                {
                    "method": job.method,
                    "deadline": job.deadline,
                    # the job may use the cores of workers that have nothing to do
                    "processes": 1 + self._queue.idle(),
                },
                job.messages,
                job.reached,
            )
        except WorkerEndedError as ended:
            if why := job.stopping():
                return stopped(why)
            await job.make_digest()
            if ended.received and self._ended.add(job.digest):
                return WorkersEnded(blamed=True)
            return None
        finally:
            job.worker = None
            killer.cancel()
        if self._ended:
            await job.make_digest()
            self._ended.forget(job.digest)
        if reply.kind is Kind.DONE:
            worker.worn = reply.head["worn"]
            self._seconds[job.queue] += (time.monotonic() - began - self._seconds[job.queue]) / 8
            return Done(reply.body, reply.parts)
        # what a worker that ran out of memory still holds is not known
        worker.worn = reply.head["kind"] == OUT_OF_MEMORY
        return Failed(reply.head)

    def serving(self) -> None:
        """Tells whether any worker is there; called by a slot when that may have changed."""
        if self._in_force is not None:
            self._on_serving(any(slot.worker for slot in self._in_force.slots))

    async def prepare(self, worker: WorkerProcess, generation: Generation) -> dict[str, Any]:
        """Gives a new worker its policies and has it answer the warm-up; what it tells of them.

        The first one loads them and makes the snapshot that the others are given.

        BrokenRulesError, StartError, WorkerEndedError; TimeoutError after `start_seconds`.
        """
        head = {
            "calls": self._source.calls,
            "load": self._source.load,
            "memory": self.settings.max_worker_bytes,
        }
        earlier = [one.snapshot for one in generation.earlier]
        async with asyncio.timeout(self.settings.start_seconds):
            started = await worker.exchange(Kind.START, head, (self._given(generation, earlier),))
            if started.kind is Kind.ERROR:
                raise _start_error(started)
            missing = sorted(set(WORKER_METHODS).symmetric_difference(started.head["methods"]))
            if missing:
                raise StartError(f"methods that are not on both sides: {', '.join(missing)}")
            deadline = time.monotonic() + self.settings.start_seconds
            warm = {"method": WARM_UP, "deadline": deadline, "processes": 1}
            answer = await worker.exchange(Kind.REQUEST, warm, (b"",))
            if answer.kind is Kind.ERROR:
                raise StartError(answer.head.get("traceback", str(answer.head)))
        if not generation.snapshot:
            generation.snapshot = started.body
        about: dict[str, Any] = started.head["about"]
        return about

    def _given(self, generation: Generation, earlier: list[bytes]) -> bytes:
        """What a worker is given: the snapshot, or else the folder and what it must satisfy."""
        given: dict[str, Any] = {"snapshot": generation.snapshot, "earlier": earlier}
        if not generation.snapshot:
            before = self._in_force.about if self._in_force is not None else {}
            given["content"] = generation.content
            given["terms"] = {
                "reference": self._reference(),
                "most_change": self.settings.reference_percent,
                "before": before.get("personnel") or None,
            }
        return pickle.dumps(given, pickle.HIGHEST_PROTOCOL)

    def _reference(self) -> bytes:
        """The reference request as it stands in its file now."""
        try:
            return self.settings.read_reference()
        except OSError as error:
            place, detail = "reference_request", error.strerror or str(error)
            unread = fault("reference-unreadable", place, detail=detail)
            raise BrokenRulesError([told(unread)]) from error

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


async def _together(ways: Iterable[Coroutine[Any, Any, object]]) -> None:
    """Runs them side by side to their ends; raises the first error after that."""
    for result in await asyncio.gather(*ways, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result


async def _end(generation: Generation) -> None:
    await asyncio.gather(*(slot.end_worker() for slot in generation.slots))


def _start_error(reply: Reply) -> Exception:
    """The exception for an ERROR that answers START."""
    if reply.head["kind"] == "faults":
        return BrokenRulesError(reply.head["faults"])
    return StartError(reply.head["traceback"])
