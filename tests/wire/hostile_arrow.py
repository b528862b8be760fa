"""Arrow IPC streams that a hostile or broken caller may send, and what becomes of them.

`python -m tests.wire.hostile_arrow FIRST COUNT` reads so many of them, by seed, under the limit of
memory of a worker, and prints each seed before it is read: the last one is that of a crash.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Final

import pyarrow as pa
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.faults import Fault
from pamtps_service.rpc.worker import limited
from pamtps_service.wire.read_plan import read_plan
from pamtps_service.wire.read_request import read_plan_request

WORKER_BYTES: Final = 2 << 30
NUMBERS: Final = (0, 1, -1, 2, 7, 2**15, 2**31 - 1, -(2**31), 2**31, 2**40, 2**62, 2**63 - 1)
TIERS: Final = ("kurang_rawan", "rawan", "sangat_rawan")
TEXTS: Final = (pa.string(), pa.large_string(), pa.string_view())
Draw = Random


def coded(texts: list[str | None], draw: Draw) -> pa.Array:
    """Texts in one of the types that a column of text may have."""
    kind = draw.choice(TEXTS)
    if draw.random() < 0.5:
        return pa.array(texts, kind)
    index = draw.choice((pa.int8(), pa.uint8(), pa.int32(), pa.int64(), pa.uint64()))
    distinct = list(dict.fromkeys([*texts, "unused", *texts[:1]]))
    indices = pa.array([distinct.index(text) for text in texts], index)
    return pa.DictionaryArray.from_arrays(indices, pa.array(distinct, kind))


def integers(count: int, draw: Draw) -> pa.Array:
    kind = draw.choice((pa.int8(), pa.uint8(), pa.int16(), pa.int32(), pa.int64(), pa.uint64()))
    return pa.array([draw.choice((0, 5, 90, None)) for _ in range(count)], kind)


def odd_column(count: int, draw: Draw) -> pa.Array:
    """A column of a type that no table may have, most of them nested."""
    numbers = pa.array([draw.choice((0, 5, None)) for _ in range(count)], pa.int32())
    offsets = pa.array(range(count + 1), pa.int32())
    makers: list[Callable[[], pa.Array]] = [
        lambda: pa.array([None] * count, pa.null()),
        lambda: pa.array([b"\xff"] * count, pa.binary()),
        lambda: pa.array([0.5] * count, pa.float64()),
        lambda: pa.array([{"a": {"b": [1]}}] * count),
        lambda: pa.array([[[["x"]]]] * count),
        lambda: pa.ListArray.from_arrays(offsets, numbers),
        lambda: pa.MapArray.from_arrays(offsets, pa.array(["k"] * count, pa.string()), numbers),
        lambda: pa.array([[1]] * count, pa.list_view(pa.int32())),
        lambda: pa.RunEndEncodedArray.from_arrays(
            pa.array([count][:count], pa.int32()), pa.array(["r"][:count], pa.string())
        ),
        lambda: pa.UnionArray.from_sparse(pa.array([0] * count, pa.int8()), [numbers]),
        lambda: pa.ExtensionArray.from_storage(
            pa.uuid(), pa.array([b"0" * 16] * count, pa.binary(16))
        ),
        lambda: pa.ExtensionArray.from_storage(pa.bool8(), pa.array([1] * count, pa.int8())),
        lambda: pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int8()), pa.array([[1]])),
        lambda: deep(count, draw.randint(1, 60)),
    ]
    return draw.choice(makers)()


def deep(count: int, depth: int) -> pa.Array:
    """A list of lists of lists."""
    array = pa.array([1] * count, pa.int32())
    for _ in range(depth):
        array = pa.ListArray.from_arrays(pa.array(range(count + 1), pa.int32()), array)
    return array


def batch_table(count: int, draw: Draw) -> dict[str, pa.Array]:
    codes: list[str | None] = [f"53.01.01.2001.{at + 1:03d}" for at in range(count)]
    columns = {
        "tps_code": coded(codes, draw),
        "risk_tier": coded([draw.choice(TIERS) for _ in codes], draw),
        "registered_voters": integers(count, draw),
        "access": coded([draw.choice(("road", "sea", None)) for _ in codes], draw),
        "signal": coded([draw.choice(("none", "mobile", None)) for _ in codes], draw),
        "steps": integers(count, draw),
        "flood": pa.array([draw.choice((True, False, None)) for _ in codes], pa.bool_()),
    }
    names = draw.sample(list(columns), draw.randint(2, len(columns)))
    return {name: columns[name] for name in {"tps_code": 0, "risk_tier": 0, **dict.fromkeys(names)}}


def lists(count: int, draw: Draw) -> pa.Array:
    kind = draw.choice((pa.list_(pa.int32()), pa.large_list(pa.int32())))
    return pa.array([list(range(draw.randint(0, 3))) for _ in range(count)], kind)


def plan_table(count: int, draw: Draw) -> dict[str, pa.Array]:
    codes: list[str | None] = [f"53.01.01.2001.{at + 1:03d}" for at in range(count)]
    numbers = pa.array([0] * count, pa.int32())
    columns = {
        "tps_code": coded(codes, draw),
        "risk_tier": coded([draw.choice(TIERS) for _ in codes], draw),
        "labels": lists(count, draw),
        "rules": lists(count, draw),
    }
    return columns | dict.fromkeys(("post", "linmas", "linmas_short", "movement"), numbers)


def stream(draw: Draw) -> bytes:
    """A valid stream: of a batch, of a plan's stations, sometimes with a column of an odd type."""
    count = draw.choice((0, 1, 2, 9, 60))
    columns = draw.choice((batch_table, plan_table))(count, draw)
    if draw.random() < 0.2:
        columns["signal"] = odd_column(count, draw)
    table = pa.table(columns)
    options = pa.ipc.IpcWriteOptions(
        compression=draw.choice((None, None, "zstd", "lz4")),
        emit_dictionary_deltas=draw.random() < 0.3,
        unify_dictionaries=False,
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        for _ in range(draw.choice((1, 1, 2, 4))):
            for batch in table.to_batches(max_chunksize=draw.choice((1000, 7))):
                writer.write_batch(batch)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def changed(content: bytes, draw: Draw) -> bytes:
    """The stream with some of its bytes changed, most often where numbers of its form stand."""
    data = bytearray(content)
    for _ in range(draw.choice((1, 1, 1, 2, 5))):
        at = draw.randrange(len(data) or 1)
        how = draw.randrange(8)
        if how == 0:
            del data[at:]
        elif how == 1:
            del data[at : at + draw.choice((1, 4, 8, 64))]
        elif how == 2:
            data[at:at] = data[at : at + draw.choice((1, 8, 64, 512))]
        elif how in (3, 4) and data:
            data[at] ^= 1 << draw.randrange(8)
        else:
            width = draw.choice((4, 8))
            at -= at % width
            number = draw.choice(NUMBERS) + draw.choice((0, 0, 1, -1))
            if len(data) >= at + width:
                data[at : at + width] = struct.pack("<q", (number + 2**63) % 2**64 - 2**63)[:width]
    return bytes(data)


def hostile(seed: int) -> bytes:
    """The stream of a seed."""
    draw = Random(seed)
    content = stream(draw)
    return content if draw.random() < 0.05 else changed(content, draw)


def read(content: bytes) -> list[Fault]:
    """The faults of a stream as a batch, as the stations of a plan and as its posts. Anything else
    that is raised is an error of the service, but MemoryError, which a worker answers."""
    request = planning_service_pb2.PlanDeploymentRequest(election_date="2024-02-14")
    request.batch.arrow.append(content)
    made = read_plan_request(request)
    faults = list(made.faults)
    assert made.request is not None or faults
    for name in ("arrow_stations", "arrow_posts"):
        plan = plan_pb2.DeploymentPlan(
            election_date="2024-02-14", status=plan_pb2.PLAN_STATUS_COMPLETE
        )
        getattr(plan, name).append(content)
        if read_plan(plan, "plan", faults) is None:
            assert faults
    return faults


def outcomes(seeds: range) -> Iterator[tuple[int, str]]:
    """What became of each seed's stream: the first fault's code."""
    for seed in seeds:
        sys.stdout.write(f"{seed}\n")
        sys.stdout.flush()
        try:
            faults = read(hostile(seed))
        except MemoryError:
            yield seed, "memory"
        else:
            yield seed, faults[0].code if faults else "read"


def main(arguments: list[str]) -> None:
    first, count = map(int, arguments)
    limited(WORKER_BYTES)
    found: dict[str, Any] = {}
    for _, code in outcomes(range(first, first + count)):
        found[code] = found.get(code, 0) + 1
    sys.stdout.write(f"done {found}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
