"""Posts and stations of a plan as Arrow IPC streams. docs/arrow.md has the schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from pamtps_service.records.area_codes import characters
from pamtps_service.records.batch import CodeColumn, IntColumn
from pamtps_service.records.plan import Posts, Stations
from pamtps_service.wire.arrow_schema import PERSONNEL, POSTS, STATIONS, WORDS

_COMPRESSED: Final = pa.ipc.IpcWriteOptions(compression="zstd")


def posts_stream(posts: Posts, rows: slice) -> bytes:
    """Some of the posts, as in DeploymentPlan.arrow_posts."""
    rule_sets, rule_set = numbered(posts.rules[rows])
    return _stream(
        POSTS,
        {
            "area_code": _dictionary(posts.area[rows]),
            "command": _dictionary(posts.command[rows]),
            "station_count": posts.stations[rows],
            "first_tps_code": _codes(posts.first_tps[rows]),
            "size_limit": posts.size_limit[rows],
            **{name: getattr(posts, name)[rows] for name in PERSONNEL},
            "rules": _lists(rule_sets, rule_set),
        },
    )


def stations_stream(stations: Stations, rows: slice) -> bytes:
    """Some of the stations, as in DeploymentPlan.arrow_stations."""
    tiers = pa.array(WORDS["risk_tier"], pa.string())
    return _stream(
        STATIONS,
        {
            "tps_code": _codes(stations.code[rows]),
            "risk_tier": pa.DictionaryArray.from_arrays(
                pa.array(stations.risk_tier[rows], pa.int8()), tiers
            ),
            "labels": _lists(stations.label_sets, stations.label_set[rows]),
            "post": _index(stations.post[rows]),
            "linmas": stations.linmas[rows],
            "linmas_short": stations.linmas_short[rows],
            "rules": _lists(stations.rule_sets, stations.rule_set[rows]),
            "movement": _index(stations.movement[rows]),
        },
    )


def numbered(sets: Sequence[tuple[int, ...]]) -> tuple[tuple[tuple[int, ...], ...], IntColumn]:
    """The distinct sets, sorted, and the index of each."""
    distinct = tuple(sorted(set(sets)))
    index = {members: number for number, members in enumerate(distinct)}
    return distinct, np.fromiter(map(index.__getitem__, sets), np.int32, len(sets))


def _stream(schema: pa.Schema, columns: dict[str, Any]) -> bytes:
    """One record batch as an IPC stream."""
    batch = pa.record_batch(
        [pa.array(columns[field.name], field.type) for field in schema], schema=schema
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema, options=_COMPRESSED) as writer:
        writer.write_batch(batch)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _codes(codes: CodeColumn) -> pa.Array:
    data = characters(codes, "tps")
    offsets = np.arange(len(codes) + 1, dtype=np.int32) * np.int32(data.shape[1])
    return pa.Array.from_buffers(
        pa.string(), len(codes), [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    )


def _dictionary(texts: Sequence[str]) -> pa.Array:
    """Texts as indices into the distinct ones, sorted."""
    distinct = sorted(set(texts))
    index = {text: number for number, text in enumerate(distinct)}
    indices = np.fromiter(map(index.__getitem__, texts), np.int32, len(texts))
    return pa.DictionaryArray.from_arrays(pa.array(indices), pa.array(distinct, pa.string()))


def _index(values: IntColumn) -> pa.Array:
    """Indices; null where -1."""
    return pa.array(values, pa.int32(), mask=values < 0)


def _lists(sets: Sequence[tuple[int, ...]], index: IntColumn) -> pa.Array:
    """The set of each row as a list."""
    lengths = np.array([len(one) for one in sets], np.int32)
    flat = np.array([member for one in sets for member in one], np.int32)
    begins = np.concatenate(([0], np.cumsum(lengths)))[:-1] if len(sets) else lengths
    lengths = lengths[index]
    offsets = np.concatenate((np.zeros(1, np.int32), np.cumsum(lengths, dtype=np.int32)))
    inside = np.arange(offsets[-1], dtype=np.int32) - np.repeat(offsets[:-1], lengths)
    values = flat[np.repeat(begins[index], lengths) + inside]
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(values, pa.int32()))
