"""Messages of a reply as the front holds them until its caller reads them: compressed."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

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

    def message(self) -> bytes:
        """The message as it was."""
        whole: bytes = _ZSTD.decompress(self.content, self.size, asbytes=True)
        return whole
