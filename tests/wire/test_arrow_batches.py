"""A batch is one content in both forms: the same columns, digests, plans and faults."""

from __future__ import annotations

from random import Random
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.faults import Fault
from pamtps_service.policy.load import PolicySet
from pamtps_service.records.batch import Batch
from pamtps_service.wire.call import CallError, Steps
from pamtps_service.wire.calls import plan_deployment
from pamtps_service.wire.read_request import Read, read_plan_request
from pamtps_service.wire.submitted import ABSENT

from tests.planning.service_input import load
from tests.wire.arrow_batches import NUMBERS, stream, tables_of
from tests.wire.test_requests import TEXTS, good

Request = planning_service_pb2.PlanDeploymentRequest
INTEGERS = (pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(), pa.int64())
QUIET = Steps(lambda _: None)


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    return load(TEXTS)


@st.composite
def batches(draw: st.DrawFn) -> plan_pb2.Batch:
    """Rows in any order, in which everything may be absent, sometimes in all of them."""
    batch = plan_pb2.Batch()
    numbers = st.lists(st.integers(1, 40), min_size=1, max_size=12, unique=True)
    taken = draw(numbers)
    some = st.sampled_from([None, 0, 5, 127])
    for number in taken:
        batch.rows.add(
            tps_code=f"53.{draw(st.sampled_from(['01', '02']))}.01.2001.{number:03d}",
            risk_tier=draw(st.sampled_from([1, 2, 3])),
            registered_voters=draw(some),
            travel_minutes=draw(some),
            access=draw(st.sampled_from([None, 1, 2, 3, 4])),
        )
    for name, words in (
        ("signal", ["", "none", "mobile"]),
        ("steps", ["", "0", "7", "-1"]),
        ("flood", ["", "true", "false"]),
    ):
        values = draw(st.lists(st.sampled_from(words), min_size=len(taken), max_size=len(taken)))
        batch.attributes.add(name=name, values=values)
    return batch


@st.composite
def kinds(draw: st.DrawFn) -> dict[str, Any]:
    """A type of each column; those of numbers hold 127 at least."""
    text = st.integers(0, 5)
    number = st.sampled_from([*INTEGERS, pa.uint64()])
    return {
        **{name: draw(text) for name in ("tps_code", "risk_tier", "access", "signal")},
        **{name: draw(number) for name in NUMBERS},
        "steps": draw(st.one_of(text, st.sampled_from([pa.int8(), pa.int32(), pa.int64()]))),
        "flood": draw(st.one_of(text, st.just(bool))),
    }


def request_of(batch: plan_pb2.Batch) -> Request:
    return Request(election_date="2024-02-14", batch=batch)


def in_arrow(batch: plan_pb2.Batch, kinds: dict[str, Any], draw: Random) -> plan_pb2.Batch:
    tables = tables_of(batch, kinds, draw)
    if draw.random() < 0.5:
        return plan_pb2.Batch(arrow=[stream([table], draw) for table in tables])
    return plan_pb2.Batch(arrow=[stream(tables, draw)])


def told(faults: list[Fault]) -> list[tuple[str, str, str, str]]:
    """Faults without the order in which they were found."""
    return sorted((str(one.place), one.code, one.message.en, one.maybe) for one in faults)


def same(one: Batch, other: Batch) -> None:
    """Fails where two batches are not the same in every column."""
    np.testing.assert_array_equal(one.code, other.code)
    np.testing.assert_array_equal(one.submitted_tier, other.submitted_tier)
    np.testing.assert_array_equal(one.row, other.row)
    for name, column in one.standard.items():
        np.testing.assert_array_equal(column.values, other.standard[name].values)
        np.testing.assert_array_equal(column.present, other.standard[name].present)
        assert column.values.dtype == other.standard[name].values.dtype
    assert list(one.declared) == list(other.declared)
    for name, texts in one.declared.items():
        assert texts.texts == other.declared[name].texts
        np.testing.assert_array_equal(texts.indices, other.declared[name].indices)
        assert texts.indices.dtype == other.declared[name].indices.dtype


class TestOneContent:
    @given(batch=batches(), kinds=kinds(), seed=st.integers(0, 2**32))
    def test_both_forms_are_read_as_the_same_batch(
        self, batch: plan_pb2.Batch, kinds: dict[str, Any], seed: int
    ) -> None:
        rows = read_plan_request(request_of(batch))
        arrow = read_plan_request(request_of(in_arrow(batch, kinds, Random(seed))))
        assert told(arrow.faults) == told(rows.faults)
        assert rows.request is not None
        assert arrow.request is not None
        same(rows.request.batch, arrow.request.batch)

    @given(batch=batches(), kinds=kinds(), seed=st.integers(0, 2**32))
    def test_both_forms_give_the_same_plan_or_the_same_faults(
        self, policies: PolicySet, batch: plan_pb2.Batch, kinds: dict[str, Any], seed: int
    ) -> None:
        def outcome(given: plan_pb2.Batch) -> object:
            request = request_of(given)
            request.form = planning_service_pb2.PLAN_FORM_ROWS
            try:
                reply = plan_deployment(policies, request.SerializeToString(), QUIET)
            except CallError as error:
                return told(list(error.faults))
            plan = planning_service_pb2.PlanDeploymentResponse.FromString(reply).plan
            plan.ClearField("create_time")
            return plan.SerializeToString()

        assert outcome(in_arrow(batch, kinds, Random(seed))) == outcome(batch)


def read_columns(**columns: pa.Array) -> Read:
    """The request of one stream with the three good rows, some of its columns others."""
    base: dict[str, pa.Array] = {
        "tps_code": pa.array([f"53.01.01.2001.{number:03d}" for number in (1, 2, 3)]),
        "risk_tier": pa.array(["rawan"] * 3),
        "registered_voters": pa.array([200] * 3),
        "travel_minutes": pa.array([30] * 3),
        "access": pa.array(["road"] * 3),
    }
    return read_plan_request(arrow_request(pa.table(base | columns)))


def arrow_request(*tables: pa.Table) -> Request:
    draw = Random(0)
    return request_of(plan_pb2.Batch(arrow=[stream([table], draw) for table in tables]))


def found(read: Read) -> list[tuple[str, str]]:
    return [(one.code, str(one.place)) for one in read.faults]


class TestWrongCells:
    @pytest.mark.parametrize(
        "code",
        [
            "53.01.01.2001.٠٠٢",
            "53.01.01.2001.0é",
            "",
            "53.01.01.2001.0022",
            " 3.01.01.2001.002",
            "53-01.01.2001.002",
            "53.01.01.2001.00\0",
            "+3.01.01.2001.002",
            "53.01.01.2001.00:",
            "53.01.01.2001.00/",
        ],
    )
    @pytest.mark.parametrize("kind", range(6))
    def test_a_code_that_is_none_is_told_as_in_the_row_form(self, code: str, kind: int) -> None:
        """Among them texts of 17 bytes that have fewer characters."""
        request = good()
        request.batch.rows[1].tps_code = code
        kinds = {"tps_code": kind, "risk_tier": 0, "access": 0, "signal": 0} | dict.fromkeys(
            NUMBERS, pa.int32()
        )
        arrow = in_arrow(request.batch, kinds, Random(kind))
        rows = read_plan_request(request_of(request.batch))
        assert found(rows) == [("malformed-tps-code", "batch.rows[1].tps_code")]
        assert told(read_plan_request(request_of(arrow)).faults) == told(rows.faults)

    @pytest.mark.parametrize("number", [-1, -5, -(2**31), 2**31, 2**62, 2**63 - 1, -(2**63)])
    def test_a_number_out_of_range_is_told(self, number: int) -> None:
        read = read_columns(registered_voters=pa.array([1, number, None], pa.int64()))
        code = "negative-number" if number < 0 else "number-beyond-32-bits"
        assert found(read) == [(code, "batch.rows[1].registered_voters")]
        assert str(number) in read.faults[0].message.en

    @pytest.mark.parametrize("number", [2**62, 2**63, 2**64 - 1])
    def test_a_number_beyond_64_signed_bits_is_told_as_it_is(self, number: int) -> None:
        read = read_columns(travel_minutes=pa.array([number, 1, None], pa.uint64()))
        assert found(read) == [("number-beyond-32-bits", "batch.rows[0].travel_minutes")]
        assert str(number) in read.faults[0].message.en
        assert "2,147,483,647" in read.faults[0].message.en

    @pytest.mark.parametrize("number", [ABSENT, ABSENT + 1])
    def test_a_number_that_stands_for_absence_inside_is_a_number(self, number: int) -> None:
        read = read_columns(travel_minutes=pa.array([1, 2, number], pa.int64()))
        assert found(read) == [("negative-number", "batch.rows[2].travel_minutes")]
        assert str(number) in read.faults[0].message.en

    def test_a_word_that_is_none_is_told_with_what_is_allowed_and_meant(self) -> None:
        read = read_columns(
            risk_tier=pa.array(["rawn", "", "RISK_TIER_RAWAN"]),
            access=pa.array(["raod", None, ""]).dictionary_encode(),
        )
        assert found(read) == [
            ("word-not-known", "batch.rows[0].risk_tier"),
            ("word-not-known", "batch.rows[1].risk_tier"),
            ("word-not-known", "batch.rows[2].risk_tier"),
            ("word-not-known", "batch.rows[0].access"),
            ("word-not-known", "batch.rows[2].access"),
        ]
        assert [one.maybe for one in read.faults] == ["rawan", "", "", "road", ""]
        assert "kurang_rawan, rawan, sangat_rawan" in read.faults[0].message.en
        assert "rawn" in read.faults[0].message.en
        assert '""' in read.faults[1].message.en
        assert "road, foot, sea, air" in read.faults[3].message.en

    def test_null_where_there_must_be_a_value(self) -> None:
        codes = pa.array(["53.01.01.2001.001", None, "53.01.01.2001.003"])
        read = read_columns(tps_code=codes, risk_tier=pa.array(["rawan", "rawan", None]))
        assert found(read) == [
            ("malformed-tps-code", "batch.rows[1].tps_code"),
            ("word-not-known", "batch.rows[2].risk_tier"),
        ]
        assert all("null" in one.message.en for one in read.faults)

    def test_an_empty_text_of_an_attribute_is_no_value(self) -> None:
        read = read_columns(signal=pa.array(["", "none", None]))
        assert read.request is not None
        column = read.request.batch.declared["signal"]
        assert (column.texts, column.indices.tolist()) == (("none",), [-1, 0, -1])

    @pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
    @pytest.mark.parametrize("encoded", [False, True])
    def test_bytes_that_are_no_text_are_refused(self, kind: pa.DataType, encoded: bool) -> None:
        raw = pa.array([b"none", b"\xff\xfe", b"none"], pa.binary())
        if pa.types.is_string_view(kind):
            # texts so short stand in the views themselves, and need no further buffer
            column = pa.Array.from_buffers(kind, 3, raw.cast(pa.binary_view()).buffers()[:2])
        else:
            wide = raw if pa.types.is_string(kind) else raw.cast(pa.large_binary())
            column = pa.Array.from_buffers(kind, 3, wide.buffers())
        if encoded:
            column = pa.DictionaryArray.from_arrays(pa.array([0, 0, 2]), column)
        assert found(read_columns(signal=column)) == [("arrow-malformed", "batch.arrow[0]")]


class TestWrongTables:
    def test_columns_that_are_missing_are_told_all_at_once(self) -> None:
        table = pa.table({"tps_kode": ["a"], "tier": ["rawan"]})
        read = read_plan_request(arrow_request(table))
        assert [
            (*one, fault.maybe) for one, fault in zip(found(read), read.faults, strict=True)
        ] == [
            ("arrow-column-missing", "batch.arrow", "tps_kode"),
            ("arrow-column-missing", "batch.arrow", "tier"),
        ]
        assert "tps_kode, tier" in read.faults[0].message.en

    @pytest.mark.parametrize("kind", [pa.int64(), pa.float64()])
    def test_codes_that_are_numbers_are_told_how_to_read_them(self, kind: pa.DataType) -> None:
        read = read_columns(tps_code=pa.array([1, 2, 3], kind))
        assert found(read) == [("arrow-code-number", "batch.arrow.tps_code")]
        text = read.faults[0].message.en
        assert str(kind) in text
        assert 'dtype={"tps_code": "string"}' in text

    def test_types_that_a_column_may_not_have_are_told_all_at_once(self) -> None:
        read = read_columns(
            tps_code=pa.array([b"a"] * 3),
            risk_tier=pa.array([1, 2, 3]),
            registered_voters=pa.array([1.0, 2.0, 3.0]),
            access=pa.array([1, 2, 3]),
            signal=pa.array([["none"]] * 3),
            steps=pa.array([1.0] * 3),
        )
        assert found(read) == [
            ("arrow-column-type", f"batch.arrow.{name}")
            for name in ("tps_code", "risk_tier", "registered_voters", "access", "signal", "steps")
        ]
        assert "list<" in read.faults[4].message.en
        assert "string, integer, bool" in read.faults[4].message.en

    def test_names_that_no_attribute_may_have(self) -> None:
        names = ["tps_code", "risk_tier", "", "special_location", "steps", "steps"]
        columns = [pa.array(["a"]), pa.array(["b"]), *[pa.array([1])] * 4]
        read = read_plan_request(arrow_request(pa.table(columns, names)))
        assert found(read) == [
            ("attribute-name-missing", "batch.arrow[2]"),
            ("attribute-of-row", "batch.arrow.special_location"),
            ("arrow-column-twice", "batch.arrow.steps"),
        ]

    def test_streams_with_other_columns_than_the_first(self) -> None:
        first = pa.table({"tps_code": ["53.01.01.2001.001"], "risk_tier": ["rawan"]})
        other = first.append_column("steps", pa.array([1]))
        read = read_plan_request(arrow_request(first, other))
        assert found(read) == [("arrow-columns-differ", "batch.arrow[1]")]
        assert "steps int64" in read.faults[0].message.en

    def test_a_stream_that_ends_too_early(self) -> None:
        request = arrow_request(pa.table({"tps_code": ["a"], "risk_tier": ["b"]}))
        whole = request.batch.arrow[0]
        request.batch.arrow[:] = [whole, whole[: len(whole) // 2]]
        assert found(read_plan_request(request)) == [("arrow-malformed", "batch.arrow[1]")]

    def test_rows_and_tables_in_one_batch(self) -> None:
        request = good()
        request.batch.arrow.extend(arrow_request(pa.table({"tps_code": ["a"]})).batch.arrow)
        assert found(read_plan_request(request)) == [("batch-in-two-forms", "batch")]

    def test_no_rows_in_all_streams(self) -> None:
        empty = pa.table(
            {"tps_code": pa.array([], pa.string()), "risk_tier": pa.array([], pa.string())}
        )
        assert found(read_plan_request(arrow_request(empty, empty))) == [
            ("empty-batch", "batch.rows")
        ]

    def test_too_many_rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("pamtps_service.wire.read_batch.MAX_ROWS", 2)
        assert found(read_columns()) == [("too-many-rows", "batch.arrow[0]")]
