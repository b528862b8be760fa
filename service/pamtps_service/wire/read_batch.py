"""A batch from the wire, in whatever form: what was submitted is checked, and sorted by code.

Every fault is collected, with its field path; rows that are wrong are left out, so that the checks
that follow can still say what is wrong with the others. In both forms rows are named alike,
`batch.rows[17].risk_tier`, counted over all chunks of the request.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from pamtps.v1 import plan_pb2

from pamtps_service.policy.areas import is_official, likely_code
from pamtps_service.policy.faults import Fault, did_you_mean, fault
from pamtps_service.policy.model import INT32_MAX
from pamtps_service.records.area_codes import DIVISOR, to_text
from pamtps_service.records.batch import Batch, Mask, NumberColumn, TextColumn
from pamtps_service.wire.arrow_schema import MAX_ROWS, WORDS
from pamtps_service.wire.read_arrow import read_arrow
from pamtps_service.wire.read_rows import read_rows
from pamtps_service.wire.submitted import ABSENT, Int64, Submitted, joined


def read_submitted(
    messages: Iterable[plan_pb2.Batch], place: str, faults: list[Fault]
) -> Submitted | None:
    """The rows of all messages, one after another; None where there is none, or a form is wrong.

    Args:
        messages: one batch, or the chunks of one; those of the row form are read as they come.
        place: of the batch, for faults.
        faults: to which what is wrong is added.
    """
    count = len(faults)
    parts: list[Submitted] = []
    streams: list[bytes] = []
    rows = 0
    for message in messages:
        streams += message.arrow
        if message.rows or message.attributes:
            rows += len(message.rows)
            if rows > MAX_ROWS:
                faults.append(fault("too-many-rows", f"{place}.rows", found=rows, allowed=MAX_ROWS))
                return None
            parts.append(read_rows(message, place, faults))
    if streams and parts:
        faults.append(fault("batch-in-two-forms", place))
        return None
    if streams:
        read = read_arrow(streams, place, MAX_ROWS, faults)
    else:
        read = joined(parts) if rows else None
        if read is None:
            del faults[count:]  # of attributes without any row
    if (read is None or not len(read)) and len(faults) == count:
        faults.append(fault("empty-batch", f"{place}.rows"))
    return read if read is not None and len(read) else None


def checked(submitted: Submitted, place: str, faults: list[Fault]) -> Batch | None:
    """The batch sorted by code, each TPS once; None where no row is usable."""
    good = _check_codes(submitted, place, faults)
    good &= _check_tiers(submitted, place, faults)
    good &= _check_numbers(submitted, place, faults)
    good &= _check_twice(submitted, good, place, faults)
    if not good.any():
        return None
    order = _by_code(submitted.code, good)
    return Batch(
        code=submitted.code[order],
        submitted_tier=(submitted.tier[order] - 1).astype(np.int8),
        standard={
            name: _number_column(values[order], first=1 if name == "access" else 0)
            for name, values in submitted.standard.items()
        },
        declared={
            name: TextColumn(column.indices[order], column.texts)
            for name, column in submitted.declared.items()
        },
        row=order,
    )


def _by_code(codes: Int64, good: Mask) -> Int64:
    """The good rows, sorted by code. Batches mostly come sorted already."""
    kept = np.flatnonzero(good)
    ordered = codes[kept]
    if (ordered[1:] > ordered[:-1]).all():
        return kept
    return kept[np.argsort(ordered, kind="stable")]


def _number_column(values: Int64, first: int) -> NumberColumn:
    present = values != ABSENT
    return NumberColumn(np.where(present, values - first, 0).astype(np.int32), present)


def _check_codes(submitted: Submitted, place: str, faults: list[Fault]) -> Mask:
    codes = submitted.code
    good = codes >= 0
    for index in np.flatnonzero(~good).tolist():
        found = submitted.tps_code(index) or '""'
        faults.append(fault("malformed-tps-code", f"{place}.rows[{index}].tps_code", found=found))
    for index in np.flatnonzero(good & (codes % 1000 == 0)).tolist():
        found = submitted.tps_code(index)
        faults.append(fault("tps-number-zero", f"{place}.rows[{index}].tps_code", found=found))
        good[index] = False
    regency_of = codes // DIVISOR["regency"]
    for regency in np.unique(regency_of[good]).tolist():
        text = to_text(regency, "regency")
        if is_official(text):
            continue
        maybe = likely_code(text, "")
        for index in np.flatnonzero((regency_of == regency) & good).tolist():
            path = f"{place}.rows[{index}].tps_code"
            faults.append(fault("unknown-area", path, maybe=maybe, found=text))
            good[index] = False
    return good


def _check_tiers(submitted: Submitted, place: str, faults: list[Fault]) -> Mask:
    good = (submitted.tier >= 1) & (submitted.tier <= 3)
    for index in np.flatnonzero(~good).tolist():
        path = f"{place}.rows[{index}].risk_tier"
        value = int(submitted.tier[index])
        faults.append(
            _wrong_word(submitted, "risk_tier", index, path)
            or fault("tier-not-given", path, found=str(value))
        )
    return good


def _check_numbers(submitted: Submitted, place: str, faults: list[Fault]) -> Mask:
    good = np.ones(len(submitted), np.bool_)
    for name, values in submitted.standard.items():
        most = len(WORDS["access"]) if name == "access" else INT32_MAX
        least = 1 if name == "access" else 0
        wrong = (values != ABSENT) & ((values < least) | (values > most))
        for index in np.flatnonzero(wrong).tolist():
            path, value = f"{place}.rows[{index}].{name}", int(values[index])
            if name == "access":
                found = _wrong_word(submitted, name, index, path)
                faults.append(found or fault("access-not-known", path, found=str(value)))
                continue
            given = submitted.odd.get((name, index), str(value))
            if value < 0:
                faults.append(fault("negative-number", path, found=given))
            else:
                faults.append(fault("number-beyond-32-bits", path, found=given, allowed=most))
        good &= ~wrong
    return good


def _wrong_word(submitted: Submitted, name: str, row: int, path: str) -> Fault | None:
    """The fault of a text that is no word of its column; None where it came as a number."""
    text = submitted.odd.get((name, row))
    if text is None:
        return None
    return fault(
        "word-not-known",
        path,
        maybe=_likely_word(name, text),
        found=text or '""',
        allowed=", ".join(WORDS[name]),
    )


@lru_cache
def _likely_word(column: str, text: str) -> str:
    """The word of a column that a text is closest to: often the same text is wrong in many rows."""
    return did_you_mean(text, WORDS[column])


def _check_twice(submitted: Submitted, right: Mask, place: str, faults: list[Fault]) -> Mask:
    """Of rows of the same TPS the first is kept, of those that are right where there are any; the
    others are wrong."""
    codes = submitted.code
    good = np.ones(len(codes), np.bool_)
    if (codes[1:] > codes[:-1]).all():
        return good
    order = np.lexsort((~right, codes))
    order = order[codes[order] >= 0]
    ordered = codes[order]
    # where each run of the same code begins
    begins = np.searchsorted(ordered, ordered, side="left")
    for at in np.flatnonzero(begins != np.arange(len(ordered))).tolist():
        index = int(order[at])
        good[index] = False
        faults.append(
            fault(
                "duplicate-tps",
                f"{place}.rows[{index}].tps_code",
                found=submitted.tps_code(index),
                first=f"{place}.rows[{int(order[begins[at]])}]",
            )
        )
    return good
