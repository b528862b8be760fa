"""The posts and stations of a plan as tables, and a plan in the Arrow form as one in rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from google.protobuf.message import Message
from pamtps.v1 import plan_pb2

from pamtps_client.arrow_extra import require_arrow
from pamtps_client.language import Text, filled, quoted
from pamtps_client.plan_json import NotAPlan
from pamtps_client.repeated_columns import plain_text
from pamtps_client.tps_columns import TIERS

if TYPE_CHECKING:
    import pyarrow as pa

_WORD_OF_TIER: Final = {value: word for word, value in TIERS.items()}
_NUMBERS_OF_POST: Final = (
    "size_limit",
    "polri",
    "polri_short",
    "tni",
    "tni_short",
    "linmas",
    "linmas_short",
)
_ROWS: Final = ("posts", "stations", "arrow_posts", "arrow_stations")
_MALFORMED: Final = Text(
    id="{field} bukan tabel seperti yang ditulis layanan: {reason}",
    en="{field} is no table as the service writes it: {reason}",
)


def posts_table(plan: plan_pb2.DeploymentPlan) -> pa.Table:
    """The posts of a plan in either form, in the plan's order: a column for each field of Post, of
    the types that docs/arrow.md says. Raises NotAPlan, or ArrowMissing without pyarrow.
    """
    schema = _posts_schema()
    if plan.arrow_posts:
        return _read("arrow_posts", plan.arrow_posts, schema)
    return _of_rows(plan.posts, schema)


def stations_table(plan: plan_pb2.DeploymentPlan) -> pa.Table:
    """The stations of a plan in either form, in the order of their codes, as `posts_table`; `post`
    is the row of the post. Without rows where the plan is one of PLAN_VIEW_BASIC.
    """
    schema = _stations_schema()
    if plan.arrow_stations:
        return _read("arrow_stations", plan.arrow_stations, schema)
    return _of_rows(plan.stations, schema)


def as_rows(plan: plan_pb2.DeploymentPlan) -> plan_pb2.DeploymentPlan:
    """The plan with `posts` and `stations` as messages; the plan itself where it is so already.

    Raises NotAPlan, or ArrowMissing without pyarrow.
    """
    if not (plan.arrow_posts or plan.arrow_stations):
        return plan
    rows = without_rows(plan)
    _add_rows(posts_table(plan), rows.posts.add)
    _add_rows(stations_table(plan), rows.stations.add)
    return rows


def without_rows(plan: plan_pb2.DeploymentPlan) -> plan_pb2.DeploymentPlan:
    """A copy of the plan without its posts and stations."""
    copy = plan_pb2.DeploymentPlan()
    for field, value in plan.ListFields():
        if field.name in _ROWS:
            continue
        if field.is_repeated:
            getattr(copy, field.name).extend(value)
        elif isinstance(value, Message):
            getattr(copy, field.name).CopyFrom(value)
        else:
            setattr(copy, field.name, value)
    return copy


def as_schema(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The columns of the schema, in its types. Raises pyarrow's errors, or KeyError with the name
    of one that is missing."""
    pa = require_arrow()
    columns = []
    for field in schema:
        if field.name not in table.column_names:
            raise KeyError(field.name)
        column = table[field.name]
        if column.type != field.type:
            if pa.types.is_dictionary(field.type):
                column = _encoded(column, field.type)
            column = column.cast(field.type)
        columns.append(column)
    return pa.Table.from_arrays(columns, schema=schema)


def why_malformed(error: Exception) -> Text:
    """What an error of reading the tables of a plan means."""
    if isinstance(error, KeyError):
        return filled(_NO_COLUMN, column=quoted(str(error.args[0])))
    return _DAMAGED


_NO_COLUMN: Final = Text(id="kolom {column} tidak ada", en="it has no column {column}")
_DAMAGED: Final = Text(
    id="isinya rusak, atau kolomnya berjenis lain",
    en="its content is damaged, or its columns are of other types",
)


def _posts_schema() -> pa.Schema:
    pa = require_arrow()
    words = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [
            ("area_code", words),
            ("command", words),
            ("station_count", pa.int32()),
            ("first_tps_code", pa.string()),
            *((name, pa.int32()) for name in _NUMBERS_OF_POST),
            ("rules", pa.list_(pa.int32())),
        ]
    )


def _stations_schema() -> pa.Schema:
    pa = require_arrow()
    return pa.schema(
        [
            ("tps_code", pa.string()),
            ("risk_tier", pa.dictionary(pa.int8(), pa.string())),
            ("labels", pa.list_(pa.int32())),
            ("post", pa.int32()),
            ("linmas", pa.int32()),
            ("linmas_short", pa.int32()),
            ("rules", pa.list_(pa.int32())),
            ("movement", pa.int32()),
        ]
    )


def _encoded(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    pa = require_arrow()
    encoded = plain_text(column).cast(kind.value_type).combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):  # of no chunk
        encoded = encoded.combine_chunks()
    indices = encoded.indices.cast(kind.index_type)
    return pa.chunked_array([pa.DictionaryArray.from_arrays(indices, encoded.dictionary)])


def _read(field: str, streams: Iterable[bytes], schema: pa.Schema) -> pa.Table:
    """The rows of all streams. Raises NotAPlan."""
    pa = require_arrow()
    try:
        tables = [as_schema(pa.ipc.open_stream(stream).read_all(), schema) for stream in streams]
        return pa.concat_tables(tables)
    except (pa.ArrowException, OSError, KeyError) as error:
        raise NotAPlan([filled(_MALFORMED, field=field, reason=why_malformed(error))]) from error


def _of_rows(rows: Sequence[Any], schema: pa.Schema) -> pa.Table:
    """A table of messages, a column for each field."""
    pa = require_arrow()
    columns = []
    for field in schema:
        values: list[Any]
        if field.name == "risk_tier":
            values = [_WORD_OF_TIER.get(row.risk_tier) for row in rows]
        elif field.name in ("post", "movement"):
            name = field.name
            values = [getattr(row, name) if row.HasField(name) else None for row in rows]
        elif field.name in ("labels", "rules"):
            values = [tuple(getattr(row, field.name)) for row in rows]
        else:
            values = [getattr(row, field.name) for row in rows]
        if pa.types.is_dictionary(field.type):
            texts = pa.chunked_array([pa.array(values, field.type.value_type)])
            columns.append(_encoded(texts, field.type))
        else:
            columns.append(pa.chunked_array([pa.array(values, field.type)]))
    return pa.Table.from_arrays(columns, schema=schema)


def _add_rows(table: pa.Table, add: Any) -> None:
    """Add a message for each row; what is null is absent."""
    columns = [column.to_pylist() for column in table.columns]
    names = table.column_names
    if "risk_tier" in names:
        index = names.index("risk_tier")
        columns[index] = [TIERS.get(word, 0) for word in columns[index]]
    for values in zip(*columns, strict=True):
        add(**dict(zip(names, values, strict=True)))
