"""The front's handle on one worker process: starts it, exchanges frames with it, ends it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from pamtps_service.rpc.frames import (
    HEAD,
    LARGEST,
    BrokenFrameError,
    Kind,
    blocks,
    pack,
    pack_json,
    read_head,
    read_json,
)
from pamtps_service.rpc.packing import Packed

ENTRY: Final = "from pamtps_service.rpc.worker import main; main()"
KILLED_AFTER: Final = 2.0
"""Seconds between closing a worker's pipe and killing it where it still runs."""
ENVIRONMENT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "OMP_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_MMAP_THRESHOLD_": str(1 << 20),
        "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
    }
)
"""What libraries in a worker are told, unless the environment says otherwise: it has one core, and
its memory is limited. OpenBLAS takes 40 MiB for each of its threads, one a core, and the pool of
Arrow a GiB before it is used. The allocator of glibc would give each column of a province back to
the system and fetch it anew, a tenth of the time that a plan takes."""
READ_AT_ONCE: Final = 100
"""Frames after which others get their turn, where a worker sends many small ones."""


class WorkerEndedError(Exception):
    """The worker ended before it answered; `received` tells whether it had the whole request."""

    def __init__(self, received: bool) -> None:
        self.received = received
        super().__init__(f"worker ended, received={received}")


@dataclass(frozen=True, slots=True)
class Reply:
    """The end of an exchange: DONE with the JSON of its frame, or ERROR with what went wrong."""

    kind: Kind
    head: dict[str, Any]
    body: bytes
    parts: tuple[Packed, ...] = ()
    """The messages of a reply that has several."""


class WorkerProcess:
    """One process and its pipe; one exchange at a time.

    The process is a fresh interpreter that is told what to import, so nothing of this process
    (grpc, the command's entry module) gets into it, and no descriptor but its pipe and stderr:
    what it prints goes there, for stdout belongs to the front.
    """

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._process = process
        self._writer = writer
        self._frames: asyncio.Queue[tuple[Kind, bytes] | None] = asyncio.Queue()
        self.ended = asyncio.Event()
        """Set once the pipe has ended; then only `end` may be called."""
        self.killed = False
        self.worn = False
        """Whether it said after its last job that another should take its place."""
        self._reading = asyncio.create_task(self._read(reader))

    @classmethod
    async def spawn(cls) -> WorkerProcess:
        """Starts a process. OSError where the machine gives none."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                # Without -P the current folder would come first on the import path.
                process = subprocess.Popen(
                    [sys.executable, "-P", "-c", ENTRY, str(theirs.fileno())],
                    pass_fds=(theirs.fileno(),),
                    stdin=subprocess.DEVNULL,
                    stdout=2,
                    env={**ENVIRONMENT, **os.environ},
                )
            except BaseException:
                ours.close()
                raise
        try:
            reader, writer = await asyncio.open_connection(sock=ours, limit=LARGEST)
        except BaseException:
            ours.close()
            process.kill()
            process.wait()
            raise
        return cls(process, reader, writer)

    @property
    def pid(self) -> int:
        return self._process.pid

    async def exchange(
        self,
        kind: Kind,
        head: dict[str, Any],
        messages: Sequence[bytes],
        on_step: Callable[[str], None] = lambda _: None,
    ) -> Reply:
        """Sends START or REQUEST with the messages of its body, and waits for the answer.

        `on_step` is called with each step's name. WorkerEndedError where the worker ends first.
        """
        received = False
        pieces: list[bytes] = []
        parts: list[Packed] = []
        with contextlib.suppress(ConnectionError):  # the reading side sees the end too
            await self._send(kind, head, messages)
        while frame := await self._frames.get():
            answer, payload = frame
            if answer is Kind.PROGRESS:
                received = True
                on_step(read_json(payload)["step"])
            elif answer is Kind.CHUNK:
                pieces.append(payload)
            elif answer is Kind.PART:
                parts.append(Packed(await _joined(pieces), read_json(payload)["size"]))
                pieces.clear()
            elif answer in (Kind.DONE, Kind.ERROR):
                whole = await _joined(pieces)
                if answer is Kind.ERROR:
                    return Reply(answer, read_json(whole), b"")
                return Reply(answer, read_json(payload), whole, tuple(parts))
            else:
                self.kill()
        raise WorkerEndedError(received)

    def cancel(self) -> None:
        """Tells the worker to stop its job at the next step."""
        if not self.ended.is_set():
            self._writer.write(pack(Kind.CANCEL))

    def kill(self) -> None:
        """Ends the process at once; the exchange then raises WorkerEndedError."""
        self.killed = True
        self._process.kill()

    async def end(self) -> str:
        """Closes the pipe, sees the process out, and returns how it ended ("SIGKILL", "exit 1")."""
        self._reading.cancel()
        self._writer.transport.abort()  # what a worker has not read yet must not hold this up
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()
        loop = asyncio.get_running_loop()
        patience = loop.time() + KILLED_AFTER
        while self._process.poll() is None:
            if loop.time() > patience:
                self._process.kill()
            await asyncio.sleep(0.005)
        status = self._process.returncode
        return signal.Signals(-status).name if status < 0 else f"exit {status}"

    async def _send(self, kind: Kind, head: dict[str, Any], messages: Sequence[bytes]) -> None:
        self._writer.write(pack_json(kind, head))
        for block in blocks(messages):
            self._writer.write(block)
            await self._writer.drain()
            await asyncio.sleep(0)  # drain gives nobody a turn while the worker keeps up

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                for _ in range(READ_AT_ONCE):
                    kind, length = read_head(await reader.readexactly(HEAD.size))
                    self._frames.put_nowait((kind, await reader.readexactly(length)))
                await asyncio.sleep(0)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the worker has ended, which is told below
        except BrokenFrameError:
            self._process.kill()
        finally:
            self.ended.set()
            self._frames.put_nowait(None)


async def _joined(pieces: Sequence[bytes]) -> bytes:
    """The pieces as one; in a thread where they are more than a frame."""
    if len(pieces) > 1:
        return await asyncio.to_thread(b"".join, pieces)
    return b"".join(pieces)
