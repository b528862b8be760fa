"""Messages of a reply as the front holds them until its caller reads them: compressed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

AT_ONCE: Final = 1 << 20
"""Bytes of a message that takes about a millisecond."""
_ZSTD = pa.Codec("zstd", compression_level=1)


def compressed(message: bytes) -> bytes:
    """The message compressed; what is compressed already takes little time."""
    content: bytes = _ZSTD.compress(message, asbytes=True)
    return content


@dataclass(frozen=True, slots=True)
class Packed:
    """A compressed message, and how many bytes it has when it is not."""

    content: bytes
    size: int

    async def message(self) -> bytes:
        """The message as it was; a large one is made in a thread."""
        if self.size > AT_ONCE:
            return await asyncio.to_thread(_decompressed, self.content, self.size)
        return _decompressed(self.content, self.size)


def _decompressed(content: bytes, size: int) -> bytes:
    whole: bytes = _ZSTD.decompress(content, size, asbytes=True)
    return whole
