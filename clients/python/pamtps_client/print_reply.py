"""What a command answers on standard output: the styled lines of a report, or a message as JSON."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable

from google.protobuf import json_format
from google.protobuf.message import Message
from rich.console import Console
from rich.text import Text as Styled

from pamtps_client.output import say, say_exactly


def print_lines(lines: Iterable[Styled]) -> None:
    """The lines as they are, however long; with colours on a terminal alone."""
    text = io.StringIO()
    console = Console(
        file=text,
        force_terminal=sys.stdout.isatty(),
        soft_wrap=True,
        highlight=False,
        markup=False,
    )
    for line in lines:
        console.print(line)
    say(text.getvalue())


def print_message(message: Message) -> None:
    """The message as JSON, with the proto's field names and zeros."""
    fields = json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    say_exactly(json.dumps(fields, ensure_ascii=False, indent=2) + "\n")
