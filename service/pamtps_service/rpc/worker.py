"""A worker process: loads the policies, then does one job after the other. Never imports grpc.

It is started with the number of its end of the pipe (frames.py) and ends itself, in the middle
of a job too, when the front is gone.
"""

from __future__ import annotations

import copyreg
import faulthandler
import gc
import importlib
import json
import os
import pickle
import resource
import select
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Protocol, cast

from pamtps_service.policy.faults import Fault, FaultsError
from pamtps_service.policy.folder import FolderContent
from pamtps_service.rpc.frames import (
    BrokenFrameError,
    Kind,
    Pipe,
    PipeEndedError,
    pack,
    pack_json,
    read_json,
)
from pamtps_service.rpc.packing import compressed
from pamtps_service.rpc.start_errors import told

MOST_FAULTS: Final = 200
"""Faults of a request that are handed to the front; more never fit in an error's 4 KiB."""
MOST_TEXT: Final = 2000
"""Characters of a text that are handed to the front; what a caller sent may be in it."""
MOST_TRACEBACK: Final = 32_000


def read_only(items: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(items)


# A read-only mapping, which policies hold, has no pickled form of its own.
copyreg.pickle(MappingProxyType, lambda mapping: (read_only, (dict(mapping),)))


class CallModule(Protocol):
    """What a module of calls offers (pamtps_service.wire.calls)."""

    CALLS: Mapping[str, Callable[[Any, bytes, Any], bytes]]
    STREAMS: Mapping[str, Callable[[Any, Iterator[bytes], Any], Iterator[bytes]]]
    CallError: type[Exception]
    Steps: Callable[[Callable[[str], None], int], Any]
    worn: Callable[[], bool]
    """Whether a fresh process should take this one's place after the job."""


class LoadModule(Protocol):
    """What a module that loads policies offers (pamtps_service.wire.candidate)."""

    Terms: Callable[..., Any]
    load: Callable[[FolderContent, Any], tuple[Any, Mapping[str, Any]]]
    """The policies, and what is told of them as JSON; FaultsError."""
    join: Callable[[Any, Sequence[Any]], Any]
    """The policies that calls are given, from those in force and those of sets before."""


class JobStopped(BaseException):
    """The deadline has passed, or the caller has gone; raised between two steps.

    No Exception, like CancelledError: the code of a call must not take it for an error of its own.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Job:
    """One request while it is worked on: looks at its deadline and for CANCEL at every step."""

    def __init__(self, pipe: Pipe, deadline: float) -> None:
        self._pipe = pipe
        self._deadline = deadline
        self._step = ""
        self.cancelled = False

    def check(self, step: str) -> None:
        """Raises JobStopped where the job must stop; else tells the front the step's name, where it
        is another."""
        while not self.cancelled and self._pipe.pending():
            kind, _ = self._pipe.receive()
            if kind is not Kind.CANCEL:
                raise BrokenFrameError(f"{kind.name} in the middle of a job")
            self.cancelled = True
        if self.cancelled:
            raise JobStopped("cancelled")
        if time.monotonic() >= self._deadline:
            raise JobStopped("deadline")
        if step != self._step:
            self._step = step
            self._pipe.send(pack_json(Kind.PROGRESS, {"step": step}))


class Worker:
    """Answers START once, then every REQUEST, until the pipe ends."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._policies: object = None
        self._memory = 0
        """Bytes of data that this process may have, at most; 0 without a limit."""
        self._calls: CallModule | None = None

    def run(self) -> None:
        """Does exchanges until the front closes the pipe (PipeEndedError)."""
        while True:
            kind, payload = self._pipe.receive()
            if kind is Kind.CANCEL:
                continue  # its job has just ended
            head = read_json(payload)
            messages, cancelled = self.body()
            if kind is Kind.START:
                self._start(head, messages)
            elif kind is Kind.REQUEST:
                self._work(head, messages, cancelled)
            else:
                raise BrokenFrameError(f"{kind.name} instead of START or REQUEST")

    def body(self) -> tuple[list[bytes] | None, bool]:
        """The messages of the body that follows a head, None where there is no memory for them; and
        whether CANCEL came meanwhile."""
        messages: list[bytes] = []
        pieces: list[bytes] = []
        lacking = cancelled = False
        while True:
            try:
                kind, payload = self._pipe.receive()
                if kind is Kind.CHUNK:
                    pieces.append(payload)
                elif kind is Kind.CANCEL:
                    cancelled = True
                elif kind is Kind.PART:
                    messages.append(pieces[0] if len(pieces) == 1 else b"".join(pieces))
                    pieces = []
                elif kind is Kind.END:
                    break
                else:
                    raise BrokenFrameError(f"{kind.name} inside a body")
            except MemoryError:
                # The body is read to its end all the same: the pipe must stay in step.
                lacking = True
                messages.clear()
                pieces.clear()
        if pieces:
            raise BrokenFrameError("END inside a message")
        return None if lacking else messages, cancelled

    def _start(self, head: dict[str, Any], messages: list[bytes] | None) -> None:
        """Takes the policies from a snapshot, or loads them and answers with a snapshot.

        One worker loads what stood in the folder and the others get what it loaded, so that all
        have the same policies, and a worker that is started later has them too.
        """
        # From the front, which made it, or got it from the first worker: never from a caller.
        assert messages is not None, "the limit is not set yet"
        given = pickle.loads(messages.pop())
        try:
            self._memory = limited(head["memory"])
            self._calls = cast(CallModule, importlib.import_module(head["calls"]))
            module = cast(LoadModule, importlib.import_module(head["load"]))
            if given["snapshot"]:
                own, about = pickle.loads(given["snapshot"])
                reply = b""
            else:
                own, about = module.load(given["content"], module.Terms(**given["terms"]))
                reply = pickle.dumps((own, about), pickle.HIGHEST_PROTOCOL)
            earlier = [pickle.loads(one)[0] for one in given["earlier"]]
            self._policies = module.join(own, earlier)
            set_aside()
        except FaultsError as error:
            self._refuse({"kind": "faults", "faults": [told(one) for one in error.faults]})
        except MemoryError:
            lacking = f"the policies need more than {self._memory} bytes (setting max_worker_bytes)"
            self._refuse({"kind": "unexpected", "type": "MemoryError", "traceback": lacking})
        except BaseException as error:  # noqa: BLE001
            self._refuse(unexpected(error))
        else:
            self._pipe.send_body(reply)
            methods = sorted((*self._calls.CALLS, *self._calls.STREAMS))
            done = {"methods": methods, "about": about}
            self._pipe.send(pack_json(Kind.DONE, done))

    def _work(self, head: dict[str, Any], messages: list[bytes] | None, cancelled: bool) -> None:
        assert self._calls is not None, "REQUEST before START"
        job = Job(self._pipe, head["deadline"])
        job.cancelled = cancelled
        refusal: dict[str, Any] | None = None
        try:
            job.check("received")
            if messages is None:
                raise MemoryError
            self._answer(head["method"], messages, self._calls.Steps(job.check, head["processes"]))
        except MemoryError:
            # Answered below, where the frames of the call, and what they hold, are no more.
            refusal = {"kind": "memory", "allowed": self._memory}
        except JobStopped as stopped:
            refusal = {"kind": "stopped", "why": stopped.why}
        except self._calls.CallError as error:
            refusal = call_error(error)
        except (PipeEndedError, BrokenFrameError):
            raise  # of the pipe, by check: there is nobody to answer
        except BaseException as error:  # noqa: BLE001
            refusal = unexpected(error)
        if refusal:
            self._refuse(refusal)
        else:
            self._pipe.send(pack_json(Kind.DONE, {"worn": self._calls.worn()}))

    def _answer(self, method: str, messages: list[bytes], steps: Any) -> None:
        """Sends the reply, or its messages one after another."""
        assert self._calls is not None
        if method in self._calls.CALLS:
            reply = self._calls.CALLS[method](self._policies, messages.pop(), steps)
            self._pipe.send_body(reply)
            return
        for reply in self._calls.STREAMS[method](self._policies, _given_away(messages), steps):
            self._pipe.send_body(compressed(reply))
            self._pipe.send(pack_json(Kind.PART, {"size": len(reply)}))

    def _refuse(self, error: dict[str, Any]) -> None:
        self._pipe.send_body(json.dumps(error).encode())
        self._pipe.send(pack(Kind.ERROR))


def _given_away(messages: list[bytes]) -> Iterator[bytes]:
    """The messages, each of which is freed when the next one is asked for."""
    messages.reverse()
    while messages:
        yield messages.pop()


def limited(most: int) -> int:
    """Has this process get MemoryError where it asks for more data than `most` bytes, so that it is
    not killed for want of memory; returns the limit, 0 where the system has none of the kind."""
    if not sys.platform.startswith("linux"):
        return 0
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    return most


def set_aside() -> None:
    """Has the garbage collector pass over all that there is now, policies and modules, which stay:
    else it would look at them in the middle of a job, and write to what forks share."""
    gc.collect()
    gc.freeze()


def call_error(error: Any) -> dict[str, Any]:
    """A CallError as JSON, with at most MOST_FAULTS of its faults and the number of all."""
    faults: tuple[Fault, ...] = tuple(error.faults)
    return {
        "kind": "call",
        "status": error.status,
        "reason": error.reason,
        "id": error.message.id[:MOST_TEXT],
        "en": error.message.en[:MOST_TEXT],
        "count": len(faults),
        "faults": [
            {
                "code": fault.code,
                "place": str(fault.place)[:MOST_TEXT],
                "id": fault.message.id[:MOST_TEXT],
                "en": fault.message.en[:MOST_TEXT],
                "maybe": fault.maybe[:MOST_TEXT],
            }
            for fault in faults[:MOST_FAULTS]
        ],
    }


def unexpected(error: BaseException) -> dict[str, Any]:
    """Any other exception as JSON: for the log, never for the caller."""
    text = "".join(traceback.format_exception(error))
    return {
        "kind": "unexpected",
        "type": type(error).__name__,
        "traceback": text[-MOST_TRACEBACK:],
    }


def _end_with_the_front(end: socket.socket) -> None:
    """Ends this process when the other end of the pipe closes, whatever the job is doing."""
    poll = select.poll()
    poll.register(end, 0)  # no event asked for: only the hang-up is reported
    while not any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
        pass
    os._exit(0)


def main() -> None:
    """The process: the one argument is the number of its end of the pipe."""
    # A terminal's Ctrl-C and a service manager's stop reach the whole group; when workers end is
    # the front's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    faulthandler.enable()
    end = socket.socket(fileno=int(sys.argv[1]))
    threading.Thread(target=_end_with_the_front, args=(end,), daemon=True).start()
    try:
        Worker(Pipe(end)).run()
    except PipeEndedError:
        os._exit(0)
