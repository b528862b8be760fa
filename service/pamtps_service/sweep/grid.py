"""Scenarios: every combination of rules, policies, strengths, transports and areas."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_service.policy.model import FORCES, Force
from pamtps_service.records.area_codes import NATION
from pamtps_service.sweep.scenarios import SCENARIO, WHOLE
from pamtps_service.wire.arrow_schema import WORDS

_PROVINCE_DIGITS: Final = 2


class SharedByProvincesError(Exception):
    """What belongs to the nation cannot be planned with province by province."""

    def __init__(self, strengths: str, what: str) -> None:
        self.strengths = strengths
        self.what = what
        """`strengths`, `stocks` or `seats`."""
        super().__init__(f"{strengths}: {what} of the nation")


def scenarios(
    rules: Iterable[str],
    policies: Iterable[str],
    strengths: Iterable[str],
    unavailable_transports: Iterable[str],
    areas: Iterable[str],
) -> pa.Table:
    """Every combination, as a table of the schema SCENARIO; those of one area stand together."""
    rows = [
        (one_rules, policy, strength, transports, area)
        for area, one_rules, policy, strength, transports in itertools.product(
            areas, rules, policies, strengths, unavailable_transports
        )
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(SCENARIO)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=SCENARIO)


def whole(batch: plan_pb2.Batch) -> dict[str, tuple[bytes, ...]]:
    """The TPS of a batch in either form, as those of the nation."""
    return {NATION: (_stream(_table(batch)),)}


def by_province(batch: plan_pb2.Batch) -> dict[str, tuple[bytes, ...]]:
    """The TPS of each province, of a batch in either form.

    What is no code is put with the province that its beginning names, and refused when it is
    planned.
    """
    table = _table(batch)
    codes = table.column("tps_code").cast(pa.string())
    provinces = pc.utf8_slice_codeunits(codes, 0, _PROVINCE_DIGITS)
    encoded = provinces.combine_chunks().dictionary_encode()
    indices = encoded.indices.to_numpy(zero_copy_only=False)
    order = np.argsort(indices, kind="stable")
    ends = np.cumsum(np.bincount(indices, minlength=len(encoded.dictionary)))
    found = {}
    for name, begin, end in zip(
        encoded.dictionary.to_pylist(), (0, *ends[:-1].tolist()), ends.tolist(), strict=True
    ):
        found[name] = (_stream(table.take(pa.array(order[begin:end]))),)
    return dict(sorted(found.items()))


def _table(batch: plan_pb2.Batch) -> pa.Table:
    """The rows of a batch as a table."""
    if batch.arrow:
        return pa.concat_tables([pa.ipc.open_stream(one).read_all() for one in batch.arrow])
    rows = batch.rows
    columns = {
        "tps_code": pa.array([row.tps_code for row in rows], pa.string()),
        "risk_tier": pa.array([_word("risk_tier", row.risk_tier) for row in rows], pa.string()),
        "access": pa.array(
            [_word("access", row.access) if row.HasField("access") else None for row in rows],
            pa.string(),
        ),
    }
    for name in ("registered_voters", "travel_minutes"):
        values = [getattr(row, name) if row.HasField(name) else None for row in rows]
        columns[name] = pa.array(values, pa.int32())
    for attribute in batch.attributes:
        values = [value or None for value in attribute.values]
        columns[attribute.name] = pa.array(values, pa.string())
    return pa.table(columns)


def _word(column: str, value: int) -> str:
    return WORDS[column][value - 1]


def _stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def strengths_by_area(
    name: str,
    given: planning_service_pb2.PlanDeploymentRequest,
    areas: Iterable[str],
    percent: Mapping[Force, int],
) -> dict[str, bytes]:
    """For each area (a province, or `ID` for the whole batch) the request with what is there.

    Args:
        name: of these strengths, for errors.
        given: strengths, stocks and seats of the whole batch.
        areas: codes.
        percent: of the personnel of each force that is named; rounded down.

    Raises SharedByProvincesError.
    """
    scaled = planning_service_pb2.PlanDeploymentRequest()
    scaled.CopyFrom(given)
    for strength in scaled.strengths:
        if strength.force:
            share = percent.get(FORCES[strength.force - 1], WHOLE)
            strength.personnel = strength.personnel * share // WHOLE
    found = {}
    for area in areas:
        if area == NATION:
            found[area] = scaled.SerializeToString()
            continue
        for what in ("strengths", "stocks", "seats"):
            if any(one.area_code == NATION for one in getattr(scaled, what)):
                raise SharedByProvincesError(name, what)
        found[area] = planning_service_pb2.PlanDeploymentRequest(
            strengths=_inside(scaled.strengths, area),
            stocks=[one for one in scaled.stocks if one.area_code[:_PROVINCE_DIGITS] == area],
            seats=[one for one in scaled.seats if one.area_code[:_PROVINCE_DIGITS] == area],
        ).SerializeToString()
    return found


def _inside(strengths: Iterable[plan_pb2.Strength], area: str) -> Iterator[plan_pb2.Strength]:
    """The strengths of an area, with those from elsewhere that guard in it."""
    for strength in strengths:
        codes = (strength.area_code, *strength.covers)
        if any(code[:_PROVINCE_DIGITS] == area for code in codes):
            yield strength
