"""What the front holds for its callers: requests until they are answered, and plans until they are
read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MESSAGE_COST: Final = 64
"""Bytes that a message of a stream counts more than it has, so that empty ones count too."""


class MemoryFullError(Exception):
    """No more may be held.

    Args:
        allowed: bytes for all calls together.
        alone: bytes that the call would hold by itself.
    """

    def __init__(self, allowed: int, alone: int) -> None:
        self.allowed = allowed
        self.alone = alone
        super().__init__(f"{alone} bytes for one call, {allowed} for all")


class Memory:
    """Counts the bytes that are held for all calls together."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.held = 0

    @contextmanager
    def share(self) -> Iterator[Share]:
        """What one call holds, given back at its end."""
        share = Share(self)
        try:
            yield share
        finally:
            share.give_back()


class Share:
    """The bytes that are held for one call."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._held = 0

    def add(self, size: int) -> None:
        """Holds so many bytes more. MemoryFullError."""
        memory = self._memory
        if size > 0 and memory.held + size > memory.most:
            raise MemoryFullError(memory.most, self._held + size)
        memory.held += size
        self._held += size

    def give_back(self, size: int | None = None) -> None:
        """Holds so many bytes less; without a number, nothing any more."""
        size = self._held if size is None else size
        self._memory.held -= size
        self._held -= size
