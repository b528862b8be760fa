"""A plan as a Parquet file: a row for each TPS, with what a table of TPS is asked for most, and the
rest of the plan in the file's metadata, so that the file holds the whole plan.
"""

from __future__ import annotations

import base64
import binascii
import io
from typing import TYPE_CHECKING, Final

from google.protobuf.message import DecodeError
from pamtps.v1 import plan_pb2

from pamtps_client.arrow_batch import arrow_stream, arrow_streams
from pamtps_client.arrow_extra import require_arrow
from pamtps_client.file_kinds import PARQUET, why_no_table
from pamtps_client.language import Text, filled
from pamtps_client.plan_json import NotAPlan
from pamtps_client.plan_tables import (
    as_schema,
    posts_table,
    stations_table,
    why_malformed,
    without_rows,
)

if TYPE_CHECKING:
    import pyarrow as pa

MAGIC: Final = b"PAR1"
"""What every Parquet file begins with."""
_PLAN: Final = b"pamtps.plan"
"""Key of the metadata: the plan without its stations, posts in the Arrow form, in base64."""
_OF_POST: Final = ("area_code", "command", "first_tps_code")
"""Columns of the posts that stand beside the stations, with `post_` before their names."""
_NO_PLAN: Final = Text(
    id="Parquet tanpa metadata pamtps.plan", en="it is Parquet without the metadata pamtps.plan"
)
_MALFORMED: Final = Text(id="Parquet yang tidak utuh: {reason}", en="no whole Parquet: {reason}")


def plan_parquet(plan: plan_pb2.DeploymentPlan) -> bytes:
    """The plan, in either form, as a Parquet file: the columns of `stations_table`, then
    `post_area_code`, `post_command` and `post_first_tps_code`, null where a TPS has no post.

    Raises ArrowMissing without pyarrow.
    """
    pa = require_arrow()
    import pyarrow.parquet

    posts, stations = posts_table(plan), stations_table(plan)
    rest = without_rows(plan)
    if posts.num_rows:
        rest.arrow_posts.append(arrow_stream(posts))
    for name in _OF_POST:
        stations = stations.append_column(f"post_{name}", _of_post(posts[name], stations["post"]))
    content = base64.b64encode(rest.SerializeToString(deterministic=True))
    sink = pa.BufferOutputStream()
    pyarrow.parquet.write_table(
        stations.replace_schema_metadata({_PLAN: content}), sink, compression="zstd"
    )
    written: bytes = sink.getvalue().to_pybytes()
    return written


def _of_post(column: pa.ChunkedArray, post: pa.ChunkedArray) -> pa.ChunkedArray:
    """For each station the cell of its post."""
    pa = require_arrow()
    import pyarrow.compute as pc

    there = pc.and_(pc.greater_equal(post, 0), pc.less(post, len(column)))
    rows = pc.if_else(there, post, pa.scalar(None, pa.int32()))
    return column.combine_chunks().take(rows.combine_chunks())


def plan_of_parquet(content: bytes) -> plan_pb2.DeploymentPlan:
    """The plan in a file of `plan_parquet`, in the Arrow form. Raises NotAPlan, or ArrowMissing."""
    pa = require_arrow()
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError) as error:
        why = why_no_table(io.BytesIO(content), PARQUET)
        raise NotAPlan([filled(_MALFORMED, reason=why)]) from error
    try:
        encoded = (table.schema.metadata or {}).get(_PLAN)
        if encoded is None:
            raise NotAPlan([_NO_PLAN])
        plan = plan_pb2.DeploymentPlan.FromString(base64.b64decode(encoded, validate=True))
        schema = stations_table(plan_pb2.DeploymentPlan()).schema
        stations = as_schema(table, schema)
    except (pa.ArrowException, KeyError, DecodeError, binascii.Error) as error:
        raise NotAPlan([filled(_MALFORMED, reason=why_malformed(error))]) from error
    if stations.num_rows:
        plan.arrow_stations.extend(arrow_streams(stations))
    return plan
