"""A plan as a file: JSON, the binary form of protobuf, or Parquet.

The JSON is the protobuf mapping with the proto's field names and zeros printed, one line for each
element of the plan's lists, so that a plan of NTT is small, and two plans can be compared line by
line.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message
from google.protobuf.unknown_fields import UnknownFieldSet
from pamtps.v1 import plan_pb2

from pamtps_client.language import Text
from pamtps_client.plan_json import NotAPlan, json_object, misfits
from pamtps_client.plan_lines import row_lines
from pamtps_client.plan_parquet import MAGIC, plan_of_parquet, plan_parquet
from pamtps_client.plan_tables import posts_table, stations_table, without_rows

ENDINGS: Final = (".json", ".pb", ".parquet")
"""Of files that hold a plan: JSON, the binary form of protobuf, Parquet."""
_BINARY: Final = b"\x0a\x26plans/"
"""What the binary form of a plan from the service begins with: its name."""
_NO_BINARY: Final = Text(
    id="bukan DeploymentPlan dalam bentuk biner protobuf",
    en="it is no DeploymentPlan in the binary form of protobuf",
)


def plan_text(plan: Message) -> str:
    """The plan, or its request, as JSON text, with a newline at its end.

    A plan in the Arrow form is written in rows. Raises ArrowMissing where that needs pyarrow.
    """
    lines: dict[str, Iterator[str]] = {}
    if isinstance(plan, plan_pb2.DeploymentPlan) and (plan.arrow_posts or plan.arrow_stations):
        posts, stations = posts_table(plan), stations_table(plan)
        plan = without_rows(plan)
        # a message in the place of all rows, so that the field stands where it must
        if posts.num_rows:
            plan.posts.add()
            lines["posts"] = row_lines(posts, plan_pb2.Post.DESCRIPTOR)
        if stations.num_rows:
            plan.stations.add()
            lines["stations"] = row_lines(stations, plan_pb2.StationPlan.DESCRIPTOR)
    fields = json_format.MessageToDict(
        plan, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    texts = [_field(name, value, lines.get(name)) for name, value in fields.items()]
    return "{\n" + ",\n".join(texts) + "\n}\n"


def _field(name: str, value: object, lines: Iterable[str] | None) -> str:
    """A field of the plan; `lines` are the items of its list where they are known."""
    if lines is None and isinstance(value, list) and value:
        lines = map(_one_line, value)
    if lines is None:
        return f"  {_one_line(name)}: {_one_line(value)}"
    items = ",\n    ".join(lines)
    return f"  {_one_line(name)}: [\n    {items}\n  ]"


def _one_line(item: object) -> str:
    return json.dumps(item, ensure_ascii=False, separators=(", ", ": "))


def is_plan_path(path: str) -> bool:
    """Whether a plan may be written to the path: its ending is one of ENDINGS, or it has none."""
    return Path(path).suffix.lower() in ("", *ENDINGS)


def write_plan(path: str, plan: plan_pb2.DeploymentPlan) -> None:
    """Write a plan, in either form, as the path's ending says; JSON where it has none.

    Raises OSError, ValueError for another ending, and ArrowMissing where it needs pyarrow.
    """
    if not is_plan_path(path):
        raise ValueError(f"{path} ends in none of {', '.join(ENDINGS)}")
    ending = Path(path).suffix.lower()
    if ending == ".parquet":
        write_whole(path, plan_parquet(plan))
    elif ending == ".pb":
        write_whole(path, plan.SerializeToString(deterministic=True))
    else:
        write_whole(path, plan_text(plan))


def read_plan(path: str) -> plan_pb2.DeploymentPlan:
    """The plan in a file that `write_plan` wrote; `-` is standard input.

    What it is, its content says. A plan in Parquet comes in the Arrow form, one in the binary form
    as it was written.

    Raises OSError where it cannot be read, NotAPlan, which says why, where it is no plan, and
    ArrowMissing where it needs pyarrow; an unknown field is an error.
    """
    content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    if content.startswith(MAGIC):
        return plan_of_parquet(content)
    if content.startswith(_BINARY) or path.lower().endswith(".pb"):
        return _of_binary(content)
    fields = json_object(content)
    try:
        return json_format.ParseDict(fields, plan_pb2.DeploymentPlan())
    except (json_format.ParseError, TypeError, ValueError, RecursionError) as error:
        raise NotAPlan(misfits(fields, plan_pb2.DeploymentPlan.DESCRIPTOR, str(error))) from error


def _of_binary(content: bytes) -> plan_pb2.DeploymentPlan:
    try:
        plan = plan_pb2.DeploymentPlan.FromString(content)
    except DecodeError as error:
        raise NotAPlan([_NO_BINARY]) from error
    if not plan.ListFields() or len(UnknownFieldSet(plan)):
        raise NotAPlan([_NO_BINARY])
    return plan


def write_whole(path: str, content: str | bytes) -> None:
    """Write a file so that it is there whole or as it was before; a text in UTF-8. Raises OSError.

    A link is followed; what is no regular file (a pipe, a terminal) is written to as it is.
    """
    written = content.encode("utf-8") if isinstance(content, str) else content
    # asked of the path itself: what /dev/stdout leads to has a name in no folder where it is a pipe
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as stream:
            stream.write(written)
        return
    target = Path(os.path.realpath(path))
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)  # mkstemp's files are for their owner alone
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
