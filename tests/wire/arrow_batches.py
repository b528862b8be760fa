"""The rows of a message as Arrow tables, in any of the types that their columns may have."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any, Final

import pyarrow as pa
from pamtps.v1 import plan_pb2
from pamtps_service.policy.model import ACCESS

TIERS: Final = ("kurang_rawan", "rawan", "sangat_rawan")
NUMBERS: Final = ("registered_voters", "travel_minutes")


def stream(tables: Iterable[pa.Table], draw: Random) -> bytes:
    """Tables of one schema as one stream, compressed or not, in record batches of any size."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=draw.choice((None, "zstd", "lz4")))
    writer = None
    for table in tables:
        writer = writer or pa.ipc.new_stream(sink, table.schema, options=options)
        for batch in table.to_batches(max_chunksize=draw.choice((1, 3, 1000))):
            writer.write_batch(batch)
    assert writer is not None
    writer.close()
    content: bytes = sink.getvalue().to_pybytes()
    return content


def text_column(texts: Sequence[str | None], kind: int, draw: Random) -> pa.Array:
    """Texts as one of six types: plain or dictionary-encoded, with entries that are not used, that
    stand there twice, and null among them. Columns are slices of longer ones."""
    plain = (pa.string(), pa.large_string(), pa.string_view())[kind % 3]
    if kind < 3:
        return pa.array(["before", *texts, None], plain).slice(1, len(texts))
    distinct = list(dict.fromkeys([*texts, "unused", None]))
    entries = distinct * 2
    draw.shuffle(entries)
    places = [[at for at, entry in enumerate(entries) if entry == text] for text in texts]
    index = (pa.int16(), pa.uint8(), pa.int64())[kind % 3]
    # a null is one of the column, or an entry of the dictionary
    indices = [
        None if text is None and draw.random() < 0.5 else draw.choice(at)
        for text, at in zip(texts, places, strict=True)
    ]
    array = pa.array([0, *indices, 0], index)
    whole = pa.DictionaryArray.from_arrays(array, pa.array(entries, plain))
    return whole.slice(1, len(texts))


def number_column(numbers: Sequence[int | None], kind: pa.DataType) -> pa.Array:
    if all(number is None for number in numbers) and pa.types.is_int8(kind):
        return pa.nulls(len(numbers))
    return pa.array([1, *numbers], kind).slice(1)


def tables_of(
    batch: plan_pb2.Batch, kinds: dict[str, Any], draw: Random, codes: Sequence[str] | None = None
) -> list[pa.Table]:
    """The rows of a message as one or more tables of the same columns, in any order.

    Args:
        batch: in the row form.
        kinds: by column: 0 to 5 of a text, the type of a number; `bool` or a type of a declared
            attribute whose values all are such.
        draw: of the order of the columns, and of where one table ends.
        codes: instead of those of the rows.
    """
    rows = batch.rows
    columns: dict[str, pa.Array] = {
        "tps_code": text_column(codes or [row.tps_code for row in rows], kinds["tps_code"], draw),
        "risk_tier": text_column(
            [TIERS[row.risk_tier - 1] for row in rows], kinds["risk_tier"], draw
        ),
    }
    for name in NUMBERS:
        given = [getattr(row, name) if row.HasField(name) else None for row in rows]
        if kinds[name] is not None or any(number is not None for number in given):
            columns[name] = number_column(given, kinds[name] or pa.int32())
    access = [ACCESS[row.access - 1] if row.HasField("access") else None for row in rows]
    columns["access"] = text_column(access, kinds["access"], draw)
    for attribute in batch.attributes:
        values = [value or None for value in attribute.values]
        kind = kinds.get(attribute.name, 0)
        if kind is bool:
            flags = [None if one is None else one == "true" for one in values]
            columns[attribute.name] = pa.array(flags, pa.bool_())
        elif isinstance(kind, int):
            columns[attribute.name] = text_column(values, kind, draw)
        else:
            numbers = [None if one is None else int(one) for one in values]
            columns[attribute.name] = pa.array(numbers, kind)
    # declared attributes keep their order, by which faults name them
    standard = draw.sample(list(columns)[:-3], len(columns) - 3) if batch.attributes else [*columns]
    names = [*standard, *(name for name in columns if name not in standard)]
    whole = pa.table({name: columns[name] for name in names})
    cuts = sorted({0, len(rows), *(draw.randint(0, len(rows)) for _ in range(draw.randint(0, 2)))})
    return [whole.slice(at, end - at) for at, end in itertools.pairwise(cuts)] or [whole]
