"""What the clients' calls take as a batch: the message, or a table of TPS."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable
from typing import TypeGuard, cast

from pamtps.v1 import plan_pb2

from pamtps_client.table_input import TableData

BatchData = plan_pb2.Batch | TableData
"""A batch, or what `arrow_batch` makes one of: a table, or the path of a file that holds one."""


def batch_of(data: object) -> plan_pb2.Batch:
    """The batch itself, or one of a table's rows. Raises what `arrow_batch` raises."""
    if isinstance(data, plan_pb2.Batch):
        return data
    from pamtps_client.arrow_batch import arrow_batch

    return plan_pb2.Batch(arrow=arrow_batch(cast(TableData, data)))


def is_chunks(data: object) -> TypeGuard[Iterable[plan_pb2.Batch]]:
    """Whether it gives chunks of a batch one after the other. Tables can be iterated as well."""
    return isinstance(data, Iterable) and not _is_table(data)


def is_async_chunks(data: object) -> TypeGuard[AsyncIterable[plan_pb2.Batch]]:
    """As `is_chunks`, asynchronously."""
    return isinstance(data, AsyncIterable)


def _is_table(data: object) -> bool:
    return isinstance(data, str | os.PathLike) or hasattr(data, "__arrow_c_stream__")
