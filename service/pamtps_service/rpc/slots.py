"""Worker slots: each keeps one worker process alive and gives it one job at a time.

The end of a worker is the crash of its job alone: the job is tried once more in the fresh worker
of the same slot, and no other job is touched. All workers of a set of policies have those that the
first one loaded.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import structlog

from pamtps_service.rpc.generation import Generation
from pamtps_service.rpc.jobs import Failed, Job, NoWorker, Outcome, WorkersEnded
from pamtps_service.rpc.start_errors import BrokenRulesError, StartError
from pamtps_service.rpc.worker_process import WorkerEndedError, WorkerProcess

if TYPE_CHECKING:
    from pamtps_service.rpc.pool import Pool

LONGEST_PAUSE: Final = 5.0
"""Seconds between two attempts to replace a worker, at most."""

log = structlog.get_logger()


class Slot:
    """One worker process at a time, replaced when it ends."""

    def __init__(self, pool: Pool, generation: Generation, number: int) -> None:
        self._pool = pool
        self._generation = generation
        self._number = number
        self.worker: WorkerProcess | None = None
        """The worker that takes jobs; None while there is none."""

    async def spawn(self) -> None:
        self.worker = await WorkerProcess.spawn()

    async def prepare(self) -> dict[str, Any]:
        """As Pool.prepare, for the worker that was spawned; errors of starting as StartError."""
        assert self.worker is not None
        try:
            return await self._pool.prepare(self.worker, self._generation)
        except WorkerEndedError as error:
            how = await self.end_worker()
            raise StartError(f"it ended before it answered ({how})") from error
        except TimeoutError as error:
            raise StartError(
                f"no answer within {self._pool.settings.start_seconds} seconds"
                " (setting start_seconds)"
            ) from error

    async def serve(self) -> None:
        """Does jobs until it is cancelled, or until another set of policies is in force."""
        while not self._generation.retired:
            worker = self.worker if self.worker else await self._replace()
            job = await self._pool.next_job(worker, self._generation)
            if job:
                job.end(await self._do(job))
                job = None  # a slot that waits holds nothing of the last one
                await self._renew()
            elif worker.ended.is_set():
                await self._ended(worker, None)
        await self.end_worker()

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

    async def _renew(self) -> None:
        """Ends a worker that is worn; another takes its place before the next job."""
        if self.worker is not None and self.worker.worn:
            log.info("worker-worn", slot=self._number, pid=self.worker.pid)
            await self.end_worker()

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
                    await self._pool.prepare(worker, self._generation)
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
