"""The progress bar: what the command is doing, on standard error and on a terminal only."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pamtps_client.csv_file import Progress as BytesRead
from pamtps_client.language import Language, Text


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
