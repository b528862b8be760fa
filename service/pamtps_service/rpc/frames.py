"""The frames that go over the pipe between the front and a worker.

A frame is a kind (1 byte), a length (4 bytes, big end first) and that many bytes, at most 1 MiB,
so that neither side ever waits long for one of them. Each exchange begins with one head frame
from the front (START or REQUEST) whose payload is JSON; the body follows in CHUNK frames, then
END. CANCEL may come at any time. The worker answers with any number of PROGRESS (JSON), then the
reply in CHUNK frames, then DONE (JSON); or with an error, as JSON in CHUNK frames, then ERROR.

A body is any number of messages, of calls that do not stream one, each in CHUNK frames with PART
after them. So is the reply of a streaming call; its messages are compressed, and their PART is JSON
with the `size` that they have when they are not.
"""

from __future__ import annotations

import json
import select
import socket
import struct
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Any, Final

HEAD: Final = struct.Struct("!BI")
LARGEST: Final = 1 << 20
"""Bytes of a frame's payload, at most."""
BLOCK: Final = 1 << 14
"""Bytes of small frames that are written together, about."""


class Kind(IntEnum):
    START = 1
    REQUEST = 2
    CHUNK = 3
    END = 4
    CANCEL = 5
    PROGRESS = 6
    DONE = 7
    ERROR = 8
    PART = 9


class BrokenFrameError(Exception):
    """What came over the pipe is no frame, or not the one that must follow."""


class PipeEndedError(Exception):
    """The other end of the pipe is gone."""


def read_head(head: bytes) -> tuple[Kind, int]:
    """Kind and payload length of a frame. BrokenFrameError where it cannot be one."""
    number, length = HEAD.unpack(head)
    if length > LARGEST:
        raise BrokenFrameError(f"a frame of {length} bytes; at most {LARGEST} are allowed")
    try:
        return Kind(number), length
    except ValueError:
        raise BrokenFrameError(f"a frame of the unknown kind {number}") from None


def pack(kind: Kind, payload: bytes | memoryview = b"") -> bytes:
    """One whole frame. BrokenFrameError where the payload is longer than LARGEST."""
    if len(payload) > LARGEST:
        raise BrokenFrameError(f"a frame of {len(payload)} bytes; at most {LARGEST} are allowed")
    return HEAD.pack(kind, len(payload)) + payload


def pack_json(kind: Kind, value: object) -> bytes:
    return pack(kind, json.dumps(value, separators=(",", ":")).encode())


def read_json(payload: bytes) -> dict[str, Any]:
    """The JSON object of a head, DONE, ERROR or PROGRESS frame."""
    value = json.loads(payload)
    if not isinstance(value, dict):
        raise BrokenFrameError(f"{type(value).__name__} instead of a JSON object")
    return value


def chunks(body: bytes) -> Iterator[memoryview]:
    """The body in pieces of at most LARGEST bytes; none where it is empty."""
    view = memoryview(body)
    for start in range(0, len(view), LARGEST):
        yield view[start : start + LARGEST]


def blocks(messages: Iterable[bytes]) -> Iterator[bytearray]:
    """The frames of a body, whole ones, as they are written: many small ones together."""
    part = pack(Kind.PART)
    block = bytearray()
    for message in messages:
        for piece in chunks(message):
            block += HEAD.pack(Kind.CHUNK, len(piece))
            block += piece
            if len(block) >= BLOCK:
                yield block
                block = bytearray()
        block += part
        if len(block) >= BLOCK:
            yield block
            block = bytearray()
    yield block + pack(Kind.END)


class Pipe:
    """The worker's end of the pipe: waits where it reads and writes.

    PipeEndedError where the front is gone.
    """

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._payload = memoryview(bytearray(LARGEST))
        """Room for any payload, so that a frame is read whole however little memory is left."""
        self._poll = select.poll()
        self._poll.register(end, select.POLLIN)

    def pending(self) -> bool:
        """Whether a frame, or the end of the pipe, is there to be read."""
        return bool(self._poll.poll(0))

    def receive(self) -> tuple[Kind, bytes]:
        """The next frame. After a MemoryError, of a CHUNK, the one after it is the next."""
        kind, length = read_head(self._read(HEAD.size))
        return kind, self._read(length)

    def send(self, frame: bytes | memoryview) -> None:
        try:
            self._end.sendall(frame)
        except OSError as error:
            raise PipeEndedError from error

    def send_body(self, body: bytes) -> None:
        for piece in chunks(body):
            self.send(HEAD.pack(Kind.CHUNK, len(piece)))
            self.send(piece)

    def _read(self, length: int) -> bytes:
        view = self._payload[:length]
        while view:
            try:
                count = self._end.recv_into(view)
            except OSError as error:
                raise PipeEndedError from error
            if not count:
                raise PipeEndedError
            view = view[count:]
        return bytes(self._payload[:length])
