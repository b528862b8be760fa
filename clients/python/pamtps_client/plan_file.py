"""A plan as a JSON file: the protobuf mapping with the proto's field names and zeros printed.

One line for each element of the plan's lists, so that a plan of NTT is small, and two plans can be
compared line by line.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from google.protobuf import json_format
from google.protobuf.message import Message
from pamtps.v1 import plan_pb2

from pamtps_client.plan_json import NotAPlan, json_object, misfits


def plan_text(plan: Message) -> str:
    """The plan, or its request, as JSON text, with a newline at its end."""
    fields = json_format.MessageToDict(
        plan, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    return "{\n" + ",\n".join(_field(name, value) for name, value in fields.items()) + "\n}\n"


def _field(name: str, value: object) -> str:
    def one_line(item: object) -> str:
        return json.dumps(item, ensure_ascii=False, separators=(", ", ": "))

    if isinstance(value, list) and value:
        items = ",\n    ".join(one_line(item) for item in value)
        return f"  {one_line(name)}: [\n    {items}\n  ]"
    return f"  {one_line(name)}: {one_line(value)}"


def read_plan(path: str) -> plan_pb2.DeploymentPlan:
    """The plan in a JSON file; `-` is standard input.

    Raises OSError where it cannot be read, and NotAPlan, which says why, where it is no plan;
    an unknown field is an error.
    """
    content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    fields = json_object(content)
    try:
        return json_format.ParseDict(fields, plan_pb2.DeploymentPlan())
    except (json_format.ParseError, TypeError, ValueError, RecursionError) as error:
        raise NotAPlan(misfits(fields, plan_pb2.DeploymentPlan.DESCRIPTOR, str(error))) from error


def write_whole(path: str, content: str | bytes) -> None:
    """Write a file so that it is there whole or as it was before; a text in UTF-8. Raises OSError.

    A link is followed; what is no regular file (a pipe, a terminal) is written to as it is.
    """
    written = content.encode("utf-8") if isinstance(content, str) else content
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        with open(target, "wb") as stream:
            stream.write(written)
        return
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
