"""Calls that do as the request says: a stand-in for the real ones, to see what the service does
when a worker crashes, takes long, or answers too much.

A request is `WORD ARGUMENT`; an empty one (the warm-up) is answered by an empty reply.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from pamtps_service.policy.faults import Fault, FaultsError
from pamtps_service.policy.folder import FolderContent
from pamtps_service.policy.model import Position, Text
from pamtps_service.rpc.methods import METHODS, WORKER_METHODS
from pamtps_service.wire.call import CallError, Steps

UNSTARTABLE = Path(os.environ.get("DOUBLE_UNSTARTABLE", "/nonexistent"))
"""While this file exists, no worker can be started."""
if UNSTARTABLE.exists():
    os._exit(3)

MIB = 1 << 20
PLANNING = ("read", "classes", "posts", "allocation", "findings", "verify", "write")
"""The steps that planning goes through."""
Policies = Mapping[str, str]


class Terms(NamedTuple):
    """As those of the real calls."""

    reference: bytes
    most_change: int
    before: Mapping[str, int] | None


def load(content: FolderContent, _: Terms) -> tuple[Policies, dict[str, Any]]:
    """The text of every file of the folder, read only; one called `broken` has two faults."""
    if content.faults:
        raise FaultsError(content.faults)
    if "slow.yaml" in content.files:
        time.sleep(30)
    if "broken.yaml" in content.files:
        raise FaultsError(
            Fault(code, Position("broken", line, 3), Text(id=f"salah {code}", en=f"bad {code}"))
            for line, code in ((2, "first"), (7, "second"))
        )
    texts = {name.removesuffix(".yaml"): text.decode() for name, text in content.files.items()}
    about = {"digest": content.digest, "policies": [[name, texts[name]] for name in texts]}
    return MappingProxyType(texts), about


def join(own: Policies, earlier: Sequence[Policies]) -> Policies:
    """What was in force before is known as well, by another name."""
    before = {f"{name}-{n}": one[name] for n, one in enumerate(earlier, 1) for name in one}
    return MappingProxyType({**before, **own})


def echo(_: Policies, argument: str, steps: Steps) -> bytes:
    steps("echo")
    return argument.encode()


def size(_: Policies, argument: str, __: Steps) -> bytes:
    """A reply of so many bytes."""
    return b"x" * int(argument)


def modules(_: Policies, __: str, ___: Steps) -> bytes:
    return "\n".join(sorted(sys.modules)).encode()


def import_path(_: Policies, __: str, ___: Steps) -> bytes:
    return repr(sys.path).encode()


def pid(_: Policies, __: str, ___: Steps) -> bytes:
    return str(os.getpid()).encode()


def policies(loaded: Policies, name: str, _: Steps) -> bytes:
    return loaded[name].encode()


def crash(_: Policies, path: str, steps: Steps) -> bytes:
    """Ends the worker, and leaves a line with its number in the file."""
    steps("crash")
    with Path(path).open("a") as file:
        file.write(f"{os.getpid()}\n")
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("alive")


def crash_once(loaded: Policies, path: str, steps: Steps) -> bytes:
    """Ends the first worker; the second answers with its number."""
    if not Path(path).exists():
        crash(loaded, path, steps)
    return pid(loaded, "", steps)


def work(_: Policies, argument: str, steps: Steps) -> bytes:
    """`SECONDS FILE`: works in small steps, each of which makes the file a byte longer; until then,
    or until `FILE.enough` is there."""
    seconds, _space, path = argument.partition(" ")
    until = time.monotonic() + float(seconds)
    while time.monotonic() < until and not Path(f"{path}.enough").exists():
        steps("work")
        if path:
            with Path(path).open("a") as file:
                file.write(".")
        time.sleep(0.01)
    return str(os.getpid()).encode()


def burn(_: Policies, seconds: str, __: Steps) -> bytes:
    """Keeps a core busy."""
    until = time.monotonic() + float(seconds)
    while time.monotonic() < until:
        pass
    return b"burnt"


def deaf(_: Policies, argument: str, steps: Steps) -> bytes:
    """`SECONDS FILE`: one step, then hears nothing any more; leaves its number in the file."""
    seconds, _space, path = argument.partition(" ")
    steps("deaf")
    Path(path).write_text(str(os.getpid()))
    time.sleep(float(seconds))
    return b"heard nothing"


def fail(_: Policies, word: str, __: Steps) -> bytes:
    raise ValueError(f"the secret {word}")


def leave(_: Policies, word: str, __: Steps) -> bytes:
    """What is no Exception."""
    raise SystemExit(f"the secret {word}")


def end_of_file(_: Policies, word: str, __: Steps) -> bytes:
    """An exception that could be mistaken for the end of the pipe."""
    raise EOFError(f"the secret {word}")


def faults(_: Policies, argument: str, __: Steps) -> bytes:
    """`COUNT LENGTH`: so many faults, each with a value of that length."""
    count, length = argument.split(" ")
    found = tuple(
        Fault(
            "unknown-area",
            f"batch.rows[{row}].tps_code",
            Text(id=f"Ditemukan {'é' * int(length)}", en=f"Found {'é' * int(length)}"),
            maybe="53.11.01.2001.007",
        )
        for row in range(int(count))
    )
    message = Text(id=f"Permintaan memuat {count} kesalahan", en=f"The request has {count} faults")
    raise CallError("INVALID_ARGUMENT", "request-invalid", message, found)


def status(_: Policies, name: str, __: Steps) -> bytes:
    """A CallError of that status, without faults."""
    message = Text(id="tidak ada", en="there is none")
    raise CallError(name, "policy-not-found", message)  # type: ignore[arg-type]  # given by tests


def eat(_: Policies, argument: str, steps: Steps) -> bytes:
    """`numpy BYTES` or `bytes BYTES`: takes so much memory, all of it, and gives it back."""
    kind, amount = argument.split(" ")
    steps("eat")
    if kind == "numpy":
        eaten = np.zeros(int(amount), np.uint8)
        eaten[:: mmap.PAGESIZE] = 1
    else:
        pieces = [b"x" * MIB for _ in range(int(amount) // MIB)]
        assert sum(map(len, pieces)) + MIB > int(amount)
    return str(os.getpid()).encode()


_FILLING: list[bytes] = []


def fill(_: Policies, left: str, __: Steps) -> bytes:
    """Leaves the process no more memory than so many MiB."""
    with contextlib.suppress(MemoryError):
        while True:
            _FILLING.append(b"x" * MIB)
    del _FILLING[-int(left) :]
    return str(os.getpid()).encode()


_WEAR: list[str] = []


def wear(_: Policies, word: str, __: Steps) -> bytes:
    """Leaves something in the process that it cannot give back."""
    _WEAR.append(word)
    return str(os.getpid()).encode()


def worn() -> bool:
    return bool(_WEAR)


WORDS: dict[str, Callable[[Policies, str, Steps], bytes]] = {
    "echo": echo,
    "size": size,
    "modules": modules,
    "import-path": import_path,
    "pid": pid,
    "policies": policies,
    "crash": crash,
    "crash-once": crash_once,
    "work": work,
    "burn": burn,
    "deaf": deaf,
    "eat": eat,
    "fill": fill,
    "fail": fail,
    "wear": wear,
    "leave": leave,
    "end-of-file": end_of_file,
    "faults": faults,
    "status": status,
}


def answer(loaded: Policies, request: bytes, steps: Steps) -> bytes:
    if not request:
        return b""
    word, _, argument = request.decode().partition(" ")
    return WORDS[word](loaded, argument, steps)


Call = Callable[[Policies, bytes, Steps], bytes]
CALLS: Mapping[str, Call] = dict.fromkeys(
    (name for name in WORKER_METHODS if not METHODS[name].streams), answer
)


def stream(loaded: Policies, requests: Iterator[bytes], steps: Steps) -> Iterator[bytes]:
    """`back` gives the messages that follow it back; `many COUNT SIZE` makes so many of so many
    bytes; `then` makes three, and one with the answer to the words that follow it; these two go
    through the steps of planning, twice; every other word is answered by one message."""
    first = next(requests, b"")
    word, _, argument = first.decode().partition(" ")
    if word in ("many", "then"):
        for name in (*PLANNING, *PLANNING):
            steps(name)
    if word == "back":
        yield from requests
    elif word == "many":
        count, size_of_one = map(int, argument.split())
        for number in range(count):
            steps("many")
            yield number.to_bytes(4) + b"x" * (size_of_one - 4)
    elif word == "then":
        yield from (b"one", b"two", b"three")
        yield answer(loaded, argument.encode(), steps)
    else:
        yield answer(loaded, first, steps)


STREAMS: Mapping[str, Callable[[Policies, Iterator[bytes], Steps], Iterator[bytes]]] = (
    dict.fromkeys((name for name in WORKER_METHODS if METHODS[name].streams), stream)
)
