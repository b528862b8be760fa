"""Whatever bytes come as Arrow streams: they are read, or refused, and the process lives on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from pamtps_service.wire.arrow_tables import MAX_COLUMNS, MOST_ENTRIES

from tests.conftest import LONG
from tests.wire.hostile_arrow import read

CASES = 20_000 if LONG else 500
CODES = pa.array(["53.01.01.2001.001"])
TIERS = pa.array(["rawan"])


def stream(batches: Iterable[pa.RecordBatch], **options: object) -> bytes:
    """Record batches as a stream."""
    sink = pa.BufferOutputStream()
    writer = None
    for batch in batches:
        if writer is None:
            written = pa.ipc.IpcWriteOptions(**options)
            writer = pa.ipc.new_stream(sink, batch.schema, options=written)
        writer.write_batch(batch)
    assert writer is not None
    writer.close()
    content: bytes = sink.getvalue().to_pybytes()
    return content


def codes_of(content: bytes) -> set[str]:
    """Codes of the faults as a batch."""
    return {fault.code for fault in read(content) if str(fault.place).startswith("batch.")}


class TestRandomBytes:
    @pytest.mark.parametrize("first", [0, CASES])
    def test_the_process_ends_by_itself(self, repository: Path, first: int) -> None:
        """A crash, a hang or an error that is not told as one shows with the seed printed last."""
        command = [sys.executable, "-m", "tests.wire.hostile_arrow", str(first), str(CASES)]
        done = subprocess.run(
            command, cwd=repository, capture_output=True, text=True, timeout=1800, check=False
        )
        lines = done.stdout.splitlines()
        assert done.returncode == 0, f"{lines[-1:]} {done.stderr[-2000:]}"
        assert lines[-1].startswith("done")


class TestFound:
    """What random streams found, and what they seldom reach."""

    @pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
    @pytest.mark.parametrize("encoded", [False, True])
    def test_streams_without_any_record_batch(self, kind: pa.DataType, encoded: bool) -> None:
        text = pa.dictionary(pa.int64(), kind) if encoded else kind
        lists = pa.list_(pa.int32())
        numbers = ("post", "linmas", "linmas_short", "movement")
        fields = {"tps_code": text, "risk_tier": text, "labels": lists, "rules": lists}
        fields |= dict.fromkeys(numbers, pa.int32())
        for schema in (pa.schema(fields), pa.schema({"tps_code": text, "risk_tier": text})):
            sink = pa.BufferOutputStream()
            pa.ipc.new_stream(sink, schema).close()
            found = {fault.code for fault in read(sink.getvalue().to_pybytes())}
            assert "arrow-malformed" not in found

    @pytest.mark.parametrize("size", [0, 1, 339, 341, 4096, 2**31, 2**60, -1, -2, -(2**63)])
    def test_compressed_buffers_that_tell_another_size_than_theirs(self, size: int) -> None:
        codes = pa.array([f"53.01.01.2001.{row:03d}" for row in range(1, 21)])
        batch = pa.record_batch({"tps_code": codes, "risk_tier": pa.array(["rawan"] * 20)})
        content = bytearray(stream([batch], compression="zstd"))
        at = content.index((340).to_bytes(8, "little") + bytes.fromhex("28b52ffd"))
        content[at : at + 8] = size.to_bytes(8, "little", signed=True)
        try:
            found = codes_of(bytes(content))
        except MemoryError:
            assert size == 2**60
        else:
            assert found <= {"arrow-malformed", "malformed-tps-code"}
            assert found


class TestSizes:
    def test_too_many_columns_are_refused_before_a_row_is_read(self) -> None:
        columns = {f"c{number}": pa.nulls(1) for number in range(MAX_COLUMNS)}
        batch = pa.record_batch({"tps_code": CODES, **columns})
        assert codes_of(stream([batch])) == {"arrow-too-many-columns"}

    def test_a_dictionary_that_all_record_batches_share_is_looked_at_once(self) -> None:
        texts = pa.array(["rawan", *map(str, range(200_000))])
        tiers = pa.DictionaryArray.from_arrays(pa.array([0], pa.int32()), texts)
        batch = pa.record_batch({"tps_code": CODES, "risk_tier": tiers})
        assert codes_of(stream([batch] * 3_000)) == {"duplicate-tps"}

    def test_dictionaries_that_grow_are_read_while_they_are_small(self) -> None:
        assert codes_of(stream(growing(40), emit_dictionary_deltas=True)) == {"duplicate-tps"}

    def test_dictionaries_that_grow_to_more_than_their_bytes_are_refused(self) -> None:
        last = int((2 * MOST_ENTRIES) ** 0.5) + 1_000
        content = stream(growing(last), emit_dictionary_deltas=True)
        assert codes_of(content) == {"arrow-malformed"}

    def test_record_batches_without_rows_are_passed_over(self) -> None:
        batch = pa.record_batch({"tps_code": CODES, "risk_tier": TIERS})
        assert codes_of(stream([batch.slice(0, 0)] * 5_000 + [batch])) == set()

    def test_a_long_text_that_stands_in_many_rows_is_told_in_short(self) -> None:
        long = pa.DictionaryArray.from_arrays(
            pa.array([0] * 300, pa.int8()), pa.array(["x" * 1_000_000])
        )
        for name in ("tps_code", "risk_tier"):
            columns = {
                "tps_code": pa.array([f"53.01.01.2001.{row:03d}" for row in range(1, 301)]),
                "risk_tier": pa.array(["rawan"] * 300),
            } | {name: long}
            found = read(stream([pa.record_batch(columns)], compression="zstd"))
            assert len([one for one in found if str(one.place).startswith("batch.")]) == 300
            assert max(len(one.message.en) for one in found) < 2_000


def growing(count: int) -> Iterator[pa.RecordBatch]:
    """Record batches of one row whose dictionary grows by one text each."""
    texts = ["rawan"]
    for number in range(count):
        texts.append(str(number))
        tiers = pa.DictionaryArray.from_arrays(pa.array([0], pa.int32()), pa.array(texts))
        yield pa.record_batch({"tps_code": CODES, "risk_tier": tiers})
