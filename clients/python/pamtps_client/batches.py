"""What the clients' calls take as a batch or as a chunk of one: the message, or a table of TPS."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeGuard, cast

from pamtps.v1 import plan_pb2

from pamtps_client.table_input import TableData

if TYPE_CHECKING:
    from pamtps_client.arrow_batch import ArrowChunks

BatchData = plan_pb2.Batch | TableData
"""A batch, or what `arrow_batch` makes one of: a table, or the path of a file that holds one."""


def batch_of(data: object) -> plan_pb2.Batch:
    """The batch itself, or one of a table's rows. Raises what `arrow_batch` raises."""
    if isinstance(data, plan_pb2.Batch):
        return data
    if isinstance(data, list | tuple | Iterator | AsyncIterable) and not _is_table(data):
        raise TypeError(
            f"{type(data).__name__} is no batch; plan_stream takes chunks of a batch one after "
            "the other"
        )
    from pamtps_client.arrow_batch import arrow_batch

    return plan_pb2.Batch(arrow=arrow_batch(cast(TableData, data)))


class ChunkReader:
    """Reads the chunks of one batch, each a message or a table."""

    def __init__(self) -> None:
        self._tables: ArrowChunks | None = None
        self._arrow: bool | None = None

    def read(self, chunk: BatchData) -> Iterable[plan_pb2.Batch]:
        """The next chunk as messages. Raises what `arrow_batch` raises; TableRefused also where a
        table has other columns than the first."""
        if isinstance(chunk, plan_pb2.Batch):
            if chunk.ByteSize():
                self._of_one_form(bool(chunk.arrow))
            return [chunk]
        self._of_one_form(True)
        if self._tables is None:
            from pamtps_client.arrow_batch import ArrowChunks

            self._tables = ArrowChunks()
        return [plan_pb2.Batch(arrow=[stream]) for stream in self._tables.streams(chunk)]

    def _of_one_form(self, arrow: bool) -> None:
        """Raises TypeError where the chunks before have the other form."""
        if self._arrow not in (None, arrow):
            raise TypeError(
                "some chunks are row messages and some are tables; a batch has one form. "
                "read_tps(path, as_rows=True) reads a file of any size as messages"
            )
        self._arrow = arrow


def is_chunks(data: object) -> TypeGuard[Iterable[BatchData]]:
    """Whether it gives chunks of a batch one after the other. Tables can be iterated as well."""
    return isinstance(data, Iterable) and not isinstance(data, Mapping) and not _is_table(data)


def is_async_chunks(data: object) -> TypeGuard[AsyncIterable[BatchData]]:
    """As `is_chunks`, asynchronously."""
    return isinstance(data, AsyncIterable)


def _is_table(data: object) -> bool:
    return isinstance(data, str | os.PathLike) or hasattr(data, "__arrow_c_stream__")
