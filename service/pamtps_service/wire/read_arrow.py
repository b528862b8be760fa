"""The Arrow form of a batch: IPC streams, read into columns. docs/arrow.md has the schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pamtps_service.policy.faults import Fault, did_you_mean, fault
from pamtps_service.records.batch import TextColumn
from pamtps_service.wire.arrow_schema import WORDS
from pamtps_service.wire.arrow_tables import as_int32, encoded, identity, is_text, read_table, whole
from pamtps_service.wire.submitted import ABSENT, NO_CODE, STANDARD, Int64, Submitted, used

NOT_GIVEN: Final = 0
"""Value of a word that is none."""
_FROM_CODE: Final = ("special_location", "submitted_tier")
_CODE_WIDTH: Final = 17
_DOTS: Final = (2, 5, 8, 13)
_DIGITS: Final = tuple(at for at in range(_CODE_WIDTH) if at not in _DOTS)
_LARGEST: Final = 2**62
"""Stands for every number that 64 signed bits cannot hold."""


def read_arrow(
    streams: Sequence[bytes], place: str, most_rows: int, faults: list[Fault]
) -> Submitted | None:
    """The rows of IPC streams, one after another; None where their columns are not as they must be.

    Args:
        streams: as in Batch.arrow, one or more.
        place: of the batch.
        most_rows: reading ends beyond so many rows.
        faults: what is wrong with streams and columns; cells are looked at later.
    """
    path = f"{place}.arrow"
    table = read_table(
        streams, path, most_rows, lambda schema: _wrong_columns(schema, path), faults
    )
    if table is None:
        return None
    columns = dict(zip(table.column_names, table.columns, strict=True))
    odd: dict[tuple[str, int], str] = {}
    n = table.num_rows
    absent = np.full(n, ABSENT, np.int64)
    standard = {
        name: _numbers(name, columns[name], odd) if name in columns else absent
        for name in ("registered_voters", "travel_minutes")
    }
    standard["access"] = _words("access", columns["access"], odd) if "access" in columns else absent
    tier = _words("risk_tier", columns["risk_tier"], odd)
    for row in np.flatnonzero(tier == ABSENT).tolist():
        odd["risk_tier", row] = "null"
    return Submitted(
        code=read_codes(columns["tps_code"], "tps_code", odd),
        tier=np.where(tier == ABSENT, NOT_GIVEN, tier),
        standard={name: standard[name] for name in STANDARD},
        declared={
            name: _texts(column)
            for name, column in columns.items()
            if name not in ("tps_code", "risk_tier", *STANDARD)
        },
        odd=odd,
        arrow=True,
    )


def _wrong_columns(schema: pa.Schema, path: str) -> list[Fault]:
    """The faults of the columns of a batch, whatever their cells are."""
    names = schema.names
    faults = [
        fault(
            "arrow-column-missing",
            path,
            maybe=did_you_mean(name, [one for one in names if one]),
            column=name,
            found=", ".join(names) or "-",
        )
        for name in ("tps_code", "risk_tier")
        if name not in names
    ]
    seen: set[str] = set()
    for number, name in enumerate(names):
        at = f"{path}.{name}" if name else f"{path}[{number}]"
        if not name:
            faults.append(fault("attribute-name-missing", at))
        elif name in _FROM_CODE:
            faults.append(fault("attribute-of-row", at, found=name))
        elif name in seen:
            faults.append(fault("arrow-column-twice", at, found=name))
        else:
            seen.add(name)
            wrong = _wrong_type(name, schema.types[number], at)
            if wrong is not None:
                faults.append(wrong)
    return faults


def _wrong_type(name: str, kind: pa.DataType, place: str) -> Fault | None:
    """The fault of a column whose type is not one that its name may have."""
    if name == "tps_code" and (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        return fault("arrow-code-number", place, column=name, found=str(kind))
    text = is_text(kind)
    if name in ("tps_code", *WORDS):
        right, allowed = text, "string"
    elif name in STANDARD:
        right, allowed = pa.types.is_integer(kind) or pa.types.is_null(kind), "integer"
    else:
        right = text or any(
            is_one(kind) for is_one in (pa.types.is_integer, pa.types.is_boolean, pa.types.is_null)
        )
        allowed = "string, integer, bool"
    if name == "access":
        right = right or pa.types.is_null(kind)
    if right:
        return None
    return fault("arrow-column-type", place, column=name, found=str(kind), allowed=allowed)


def read_codes(column: pa.ChunkedArray, name: str, odd: dict[tuple[str, int], str]) -> Int64:
    """Integer codes; NO_CODE, and the text in `odd`, where a text is no TPS code."""
    if pa.types.is_string_view(column.type):
        column = pc.dictionary_encode(column)  # the text of many rows may be one long one
    if pa.types.is_dictionary(column.type):
        return _codes_of_dictionaries(column, name, odd)
    texts = whole(column.cast(pa.large_string()))
    found = _codes(texts)
    for row in _places_of_none(found):
        text = texts[row].as_py()
        odd[name, row] = "null" if text is None else text
    return found


def _codes_of_dictionaries(
    column: pa.ChunkedArray, name: str, odd: dict[tuple[str, int], str]
) -> Int64:
    """As read_codes; each text is read once."""
    tables: dict[object, Int64] = {}
    wrong: dict[object, dict[int, str]] = {}
    parts = [np.zeros(0, np.int64)]
    start = 0
    for chunk in column.chunks:
        key = identity(chunk.dictionary)
        if key not in tables:
            # the last entry is for rows that are null
            codes = np.append(_codes(chunk.dictionary.cast(pa.large_string())), NO_CODE)
            tables[key] = codes
            texts = {at: chunk.dictionary[at].as_py() for at in _places_of_none(codes)[:-1]}
            wrong[key] = {at: "null" if one is None else one for at, one in texts.items()}
            wrong[key][-1] = "null"
        indices = as_int32(chunk.indices)
        parts.append(tables[key][indices])
        for at in _places_of_none(parts[-1]):
            odd[name, start + at] = wrong[key][int(indices[at])]
        start += len(chunk)
    return np.concatenate(parts)


def _places_of_none(codes: Int64) -> list[int]:
    places: list[int] = np.flatnonzero(codes == NO_CODE).tolist()
    return places


def _codes(texts: pa.Array) -> Int64:
    """Integer codes of a large_string array; NO_CODE where a text is none, or null."""
    n = len(texts)
    wide = pc.fill_null(pc.equal(pc.binary_length(texts), _CODE_WIDTH), False)
    rows = np.flatnonzero(wide.to_numpy(zero_copy_only=False))
    good = texts if len(rows) == n else texts.take(pa.array(rows))
    table = _characters(good).reshape(-1, _CODE_WIDTH)
    right = np.ones(len(table), np.bool_)
    for at in _DOTS:
        right &= table[:, at] == ord(".")
    code = np.zeros(len(table), np.int64)
    for at in _DIGITS:
        digit = table[:, at] - np.uint8(ord("0"))  # what is below "0" becomes a large number
        right &= digit <= 9
        code *= 10
        code += digit
    found = np.full(n, NO_CODE, np.int64)
    found[rows] = np.where(right, code, NO_CODE)
    return found


def _characters(texts: pa.Array) -> NDArray[np.uint8]:
    """The bytes of all texts, one after another; `texts` has no nulls."""
    _, offsets, data = texts.buffers()
    if data is None or len(texts) == 0:
        return np.zeros(0, np.uint8)
    bounds = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(data, np.uint8)[bounds[0] : bounds[-1]]


def _words(name: str, column: pa.ChunkedArray, odd: dict[tuple[str, int], str]) -> Int64:
    """Values of the words of a column, 1 for the first; ABSENT where null, NOT_GIVEN, and the text
    in `odd`, where a text is none of them."""
    if pa.types.is_null(column.type):
        return np.full(len(column), ABSENT, np.int64)
    indices, texts = encoded(column)
    values = [WORDS[name].index(text) + 1 if text in WORDS[name] else NOT_GIVEN for text in texts]
    found = np.array([*values, ABSENT], np.int64)[indices]
    for row in np.flatnonzero(found == NOT_GIVEN).tolist():
        odd[name, row] = texts[indices[row]]
    return found


def _numbers(name: str, column: pa.ChunkedArray, odd: dict[tuple[str, int], str]) -> Int64:
    """Numbers; ABSENT where null. Where a number cannot be held, or stands for absence, another
    one that is as wrong, and its text in `odd`."""
    if pa.types.is_null(column.type):
        return np.full(len(column), ABSENT, np.int64)
    given = whole(column)
    numbers = given
    if pa.types.is_uint64(numbers.type):
        numbers = pc.min_element_wise(numbers, pa.scalar(_LARGEST, pa.uint64()), skip_nulls=False)
    numbers = numbers.cast(pa.int64())
    values: Int64 = pc.fill_null(numbers, ABSENT).to_numpy(zero_copy_only=False)
    taken = (values == ABSENT) & ~numbers.is_null().to_numpy(zero_copy_only=False)
    for row in np.flatnonzero(taken | (values == _LARGEST)).tolist():
        odd[name, row] = str(given[row].as_py())
    return np.where(taken, ABSENT + 1, values)


def _texts(column: pa.ChunkedArray) -> TextColumn:
    """A declared attribute, its values written as in a policy file."""
    if pa.types.is_null(column.type):
        return TextColumn(np.full(len(column), -1, np.int32), ())
    indices, values = encoded(column)
    if pa.types.is_boolean(column.type):
        values = ["true" if value else "false" for value in values]
    found = [str(value) for value in values]
    texts = tuple(sorted(set(found) - {""}))
    number = {text: at for at, text in enumerate(texts)}
    table = np.array([*(number.get(text, -1) for text in found), -1], np.int32)
    return used(TextColumn(table[indices], texts))  # dictionaries have texts that no row has
