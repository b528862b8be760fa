"""The progress bar: what the command is doing, on standard error and on a terminal only."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from pamtps.v1 import planning_service_pb2
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pamtps_client.csv_file import Progress as BytesRead
from pamtps_client.language import Language, Text

PLANNING: Final[dict[planning_service_pb2.PlanningStep.ValueType, Text]] = {
    planning_service_pb2.PLANNING_STEP_RECEIVED: Text(
        id="Permintaan diterima, menunggu giliran", en="Request received, waiting for its turn"
    ),
    planning_service_pb2.PLANNING_STEP_CLASSES: Text(
        id="Menerapkan aturan", en="Applying the rules"
    ),
    planning_service_pb2.PLANNING_STEP_POSTS: Text(id="Menyusun pos", en="Forming posts"),
    planning_service_pb2.PLANNING_STEP_ALLOCATION: Text(
        id="Membagi personel", en="Assigning personnel"
    ),
    planning_service_pb2.PLANNING_STEP_FINDINGS: Text(
        id="Menyusun jumlah dan temuan", en="Making totals and findings"
    ),
    planning_service_pb2.PLANNING_STEP_VERIFY: Text(
        id="Memverifikasi rencana", en="Verifying the plan"
    ),
}
"""What is shown while each step of planning lasts."""


class Steps:
    """The steps of one command, each shown while it lasts; gone when the command ends."""

    def __init__(self, language: Language) -> None:
        console = Console(stderr=True)
        self._language = language
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> Self:
        if not self._bar.disable:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Some releases of rich end even a bar that was never shown with a line of its own.
        if not self._bar.disable:
            self._bar.stop()

    def reading(self, path: str) -> BytesRead:
        """A step that reads a file; call the result with the number of bytes read so far."""
        try:
            size = os.path.getsize(path) or None  # a pipe has no size
        except OSError:  # the reader reports it
            size = None
        words = Text(id="Membaca", en="Reading")[self._language]
        task = self._bar.add_task(f"{words} {os.path.basename(path)}", total=size)
        return lambda count: self._bar.update(task, completed=count)

    def waiting(self, words: Text) -> None:
        """A step whose end is not known: the server's."""
        self._bar.add_task(words[self._language], total=None)

    def planning(self) -> Callable[[planning_service_pb2.PlanningStep.ValueType], None]:
        """The server's work on a plan; call the result with each step that the server tells, as
        `on_step` of the client does.
        """
        waiting = Text(id="Mengirim permintaan", en="Sending the request")
        task = self._bar.add_task(waiting[self._language], total=None)

        def show(step: planning_service_pb2.PlanningStep.ValueType) -> None:
            words = PLANNING.get(step)  # a later service may have steps that are not known here
            if words is not None:
                self._bar.update(task, description=words[self._language])

        return show
