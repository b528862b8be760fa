"""Posts and stations of a plan in the Arrow form. docs/arrow.md has the schema."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pamtps_service.policy.faults import Fault, did_you_mean, fault
from pamtps_service.records.batch import CodeColumn, IntColumn
from pamtps_service.records.plan import Posts, Stations
from pamtps_service.wire.arrow_schema import MAX_ROWS, PERSONNEL, POSTS, STATIONS, WORDS
from pamtps_service.wire.arrow_tables import as_int32, encoded, is_text, read_table, whole
from pamtps_service.wire.read_arrow import read_codes
from pamtps_service.wire.write_arrow import numbered

TIERS: Final = WORDS["risk_tier"]


def read_arrow_posts(streams: Sequence[bytes], path: str, faults: list[Fault]) -> Posts | None:
    """The posts of IPC streams; None where there are faults."""
    if not streams:
        return _Table({}, path, faults).posts()
    table = _columns(streams, POSTS, path, faults)
    return None if table is None else _Table(table, path, faults).posts()


def read_arrow_stations(
    streams: Sequence[bytes], path: str, faults: list[Fault]
) -> Stations | None:
    """The stations of IPC streams; None where there are faults."""
    table = _columns(streams, STATIONS, path, faults)
    return None if table is None else _Table(table, path, faults).stations()


def _columns(
    streams: Sequence[bytes], schema: pa.Schema, path: str, faults: list[Fault]
) -> dict[str, pa.ChunkedArray] | None:
    """The columns of a schema, of the right types, without nulls where there must be none."""
    count = len(faults)
    table = read_table(
        streams, path, MAX_ROWS, lambda found: _wrong_columns(found, schema, path), faults
    )
    if table is None:
        return None
    for field in schema:
        column = table[field.name]
        if column.null_count and not field.nullable:
            row = pc.index(column.is_null(), True).as_py()
            place = f"{path}[{row}].{field.name}"
            faults.append(fault("arrow-cell-null", place, column=field.name))
    return None if len(faults) > count else {name: table[name] for name in schema.names}


def _wrong_columns(found: pa.Schema, schema: pa.Schema, path: str) -> list[Fault]:
    """The faults of the columns of a table, whatever their cells are."""
    names = found.names
    faults = []
    for field in schema:
        name, allowed = field.name, _allowed(field.type)
        if names.count(name) != 1:
            code = "arrow-column-twice" if name in names else "arrow-column-missing"
            told = name if name in names else ", ".join(names) or "-"
            maybe = did_you_mean(name, set(names) - set(schema.names))
            faults.append(fault(code, path, maybe=maybe, column=name, found=told))
        elif not _RIGHT[allowed](found.field(name).type):
            told = str(found.field(name).type)
            faults.append(
                fault("arrow-column-type", path, column=name, found=told, allowed=allowed)
            )
    faults += [
        fault(
            "arrow-column-unknown",
            path,
            maybe=did_you_mean(name, schema.names),
            found=name or '""',
            allowed=", ".join(schema.names),
        )
        for name in names
        if name not in schema.names
    ]
    return faults


def _allowed(kind: pa.DataType) -> str:
    """What a column that is written with a type may be when it is read."""
    if is_text(kind):
        return "string"
    return "list<int32>" if _is_list(kind) else "int32"


def _is_list(kind: pa.DataType) -> bool:
    return bool(
        (pa.types.is_list(kind) or pa.types.is_large_list(kind))
        and pa.types.is_int32(kind.value_type)
    )


_RIGHT: Final[dict[str, Callable[[pa.DataType], bool]]] = {
    "string": is_text,
    "int32": pa.types.is_int32,
    "list<int32>": _is_list,
}


class _Table:
    """The columns of one table, read one by one."""

    def __init__(self, columns: dict[str, pa.ChunkedArray], path: str, faults: list[Fault]) -> None:
        self._columns = columns
        self._path = path
        self._faults = faults
        self._before = len(faults)

    def posts(self) -> Posts | None:
        if not self._columns:
            none = np.zeros(0, np.int32)
            no_persons = dict.fromkeys(PERSONNEL, none)
            return Posts((), (), none, none.astype(np.int64), none, **no_persons, rules=())
        sets, index = self._sets("rules")
        read = Posts(
            area=self._texts("area_code"),
            command=self._texts("command"),
            stations=self._numbers("station_count"),
            first_tps=self._codes("first_tps_code"),
            size_limit=self._numbers("size_limit"),
            **{name: self._numbers(name) for name in PERSONNEL},
            rules=tuple(map(sets.__getitem__, index.tolist())),
        )
        return read if len(self._faults) == self._before else None

    def stations(self) -> Stations | None:
        label_sets, label_set = self._sets("labels")
        rule_sets, rule_set = self._sets("rules")
        read = Stations(
            code=self._codes("tps_code"),
            risk_tier=self._tiers("risk_tier"),
            post=self._index("post"),
            linmas=self._numbers("linmas"),
            linmas_short=self._numbers("linmas_short"),
            movement=self._index("movement"),
            label_set=label_set,
            label_sets=label_sets,
            rule_set=rule_set,
            rule_sets=rule_sets,
        )
        return read if len(self._faults) == self._before else None

    def _numbers(self, name: str) -> IntColumn:
        return as_int32(whole(self._columns[name]))

    def _index(self, name: str) -> IntColumn:
        """Indices; -1 where null."""
        array = whole(self._columns[name])
        values = as_int32(array)
        for row in np.flatnonzero((values < 0) & array.is_valid().to_numpy(False)).tolist():
            found = str(int(values[row]))
            self._faults.append(
                fault("negative-number", f"{self._path}[{row}].{name}", found=found)
            )
        return values

    def _codes(self, name: str) -> CodeColumn:
        odd: dict[tuple[str, int], str] = {}
        codes = read_codes(self._columns[name], name, odd)
        for (_, row), text in odd.items():
            place = f"{self._path}[{row}].{name}"
            self._faults.append(fault("malformed-tps-code", place, found=text or '""'))
        return codes

    def _tiers(self, name: str) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
        indices, texts = self._encoded(name)
        values = np.array([TIERS.index(one) if one in TIERS else -1 for one in texts], np.int8)
        ranks = values[indices] if len(texts) else np.zeros(0, np.int8)
        for row in np.flatnonzero(ranks < 0).tolist():
            text = texts[indices[row]]
            self._faults.append(
                fault(
                    "word-not-known",
                    f"{self._path}[{row}].{name}",
                    maybe=did_you_mean(text, TIERS),
                    found=text or '""',
                    allowed=", ".join(TIERS),
                )
            )
        return ranks

    def _texts(self, name: str) -> tuple[str, ...]:
        indices, texts = self._encoded(name)
        return tuple(map(texts.__getitem__, indices.tolist()))

    def _encoded(self, name: str) -> tuple[IntColumn, list[str]]:
        """Indices into distinct texts; a null of a dictionary is a fault, and read as a text."""
        indices, texts = encoded(self._columns[name])
        nulls = np.flatnonzero(indices < 0)
        if not len(nulls):
            return indices, texts
        self._faults.append(
            fault("arrow-cell-null", f"{self._path}[{nulls[0]}].{name}", column=name)
        )
        return np.where(indices < 0, len(texts), indices), [*texts, TIERS[0]]

    def _sets(self, name: str) -> tuple[tuple[tuple[int, ...], ...], IntColumn]:
        """The distinct lists of a column, sorted, and the index of each.

        Equal lists come many times, so each distinct one is made a tuple once: they are told apart
        by the bytes of their members.
        """
        array = whole(self._columns[name])
        if pc.list_flatten(array).null_count:
            row = next(at for at, one in enumerate(array.to_pylist()) if None in one)
            place = f"{self._path}[{row}].{name}"
            self._faults.append(fault("arrow-cell-null", place, column=name))
            return ((),), np.zeros(len(array), np.int32)
        members = as_int32(array.flatten())
        lengths = pc.list_value_length(array).to_numpy(False).astype(np.int64)
        ends = np.cumsum(lengths)
        content = members.tobytes()
        bounds = zip(((ends - lengths) * 4).tolist(), (ends * 4).tolist(), strict=True)
        keys = [content[begin:end] for begin, end in bounds]
        tuple_of = {key: tuple(np.frombuffer(key, np.int32).tolist()) for key in set(keys)}
        return numbered([tuple_of[key] for key in keys])
