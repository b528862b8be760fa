"""`pamtps policy list` and `pamtps policy show`: the policies that a server has loaded."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

from google.protobuf import json_format
from google.protobuf.message import Message
from pamtps.v1 import policy_service_pb2

from pamtps_client.client import Client
from pamtps_client.errors import CallFailed
from pamtps_client.language import Language, Text
from pamtps_client.outcome import Exit, of_failure
from pamtps_client.output import complain, say, say_exactly


def run_list(options: argparse.Namespace) -> int:
    """`pamtps policy list`: ask the server, print, and return the exit code."""
    return _asked(options, lambda client: _print_list(client, options))


def run_show(options: argparse.Namespace) -> int:
    """`pamtps policy show`: ask the server, print, and return the exit code."""
    return _asked(options, lambda client: _print_policy(client, options))


def _asked(options: argparse.Namespace, ask: Callable[[Client], None]) -> int:
    language: Language = options.language
    try:
        with Client(options.server, timeout=options.timeout) as client:
            ask(client)
    except CallFailed as error:
        code, words = of_failure(error, options.server, language)
        complain(f"pamtps: {words}")
        return code
    return Exit.COMPLETE


def _print_list(client: Client, options: argparse.Namespace) -> None:
    language: Language = options.language
    policies = client.list_policies(election_date=options.election_date, area_code=options.area)
    if options.json:
        say_exactly(_json([_fields(policy) for policy in policies]))
        return
    heading = (
        Text(id="Kebijakan", en="Policy"),
        Text(id="Wilayah", en="Areas"),
        Text(id="Berlaku", en="In force"),
        Text(id="Aturan", en="Rules"),
        Text(id="Sidik", en="Digest"),
        Text(id="Judul", en="Title"),
    )
    rows = [[text[language] for text in heading]]
    rows += [_row(policy, language) for policy in policies]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    say("".join(f"{line}\n" for line in lines))


def _row(policy: policy_service_pb2.Policy, language: Language) -> list[str]:
    everywhere = Text(id="semua", en="all")[language]
    if policy.abstract:
        force = Text(id="hanya diperluas", en="only extended")[language]
    else:
        force = f"{policy.effective_from or '…'} – {policy.effective_until or '…'}"
    return [
        policy.id,
        " ".join(policy.area_codes) or everywhere,
        force,
        str(policy.rule_count),
        policy.digest[:12],
        policy.title.id if language == "id" else policy.title.en,
    ]


def _print_policy(client: Client, options: argparse.Namespace) -> None:
    document: Language | None = options.language if options.document else None
    reply = client.get_policy(options.policy_id, options.digest, document=document)
    if options.json:
        say_exactly(_json(_fields(reply)))
    else:
        say_exactly(reply.document if document else reply.source)


def _fields(message: Message) -> dict[str, object]:
    return json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
