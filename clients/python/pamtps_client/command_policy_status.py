"""`pamtps policy status`: the policies in force on a server, and the change that it refused."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Final

from pamtps.v1 import policy_service_pb2

from pamtps_client.client import Client
from pamtps_client.errors import CallFailed
from pamtps_client.language import Language, Text, filled, printable
from pamtps_client.outcome import Exit, of_failure
from pamtps_client.output import complain, say
from pamtps_client.print_reply import print_message

Status = policy_service_pb2.GetStatusResponse
DIGEST_SHOWN: Final = 12
"""Characters of a digest that are shown: enough to know it by."""


def run_status(options: argparse.Namespace) -> int:
    """Ask the server, print, and return the exit code."""
    language: Language = options.language
    try:
        with Client(options.server, timeout=options.timeout) as client:
            status = client.get_status()
    except CallFailed as error:
        code, words = of_failure(error, options.server, language)
        complain(f"pamtps: {words}")
        return code
    if options.json:
        print_message(status)
    else:
        say("".join(f"{line}\n" for line in _report(status, language)))
    return Exit.INVALID if status.HasField("refusal") else Exit.COMPLETE


def _report(status: Status, language: Language) -> Iterator[str]:
    in_force = status.in_force
    loaded = in_force.load_time.ToDatetime().isoformat(" ", "seconds")
    yield filled(_IN_FORCE, number=in_force.number, time=loaded)[language]
    width = max((len(policy.id) for policy in in_force.policies), default=0)
    for policy in in_force.policies:
        yield f"  {policy.id.ljust(width)}  {policy.digest[:DIGEST_SHOWN]}"
    if status.state == policy_service_pb2.RELOAD_STATE_CHECKING:
        yield _CHECKING[language]
    if status.HasField("refusal"):
        yield from _refusal(status.refusal, language)
    elif status.state == policy_service_pb2.RELOAD_STATE_IN_FORCE:
        yield _SAME[language]


def _refusal(refusal: policy_service_pb2.Refusal, language: Language) -> Iterator[str]:
    yield filled(_REFUSED, age=_age(refusal.age_seconds)[language], count=refusal.fault_count)[
        language
    ]
    for fault in refusal.faults:
        place = f"{fault.file}:{fault.line}:{fault.column}: " if fault.file else ""
        rule = f"[{fault.rule}] " if fault.rule else ""
        message = fault.message.id if language == "id" else fault.message.en
        yield f"  {printable(f'{place}{rule}{message} ({fault.code})')}"
        if fault.maybe:
            yield f"    {_MAYBE[language]}: {printable(fault.maybe)}"
    more = refusal.fault_count - len(refusal.faults)
    if more:
        yield filled(_MORE, count=more)[language]


def _age(seconds: int) -> Text:
    """In the largest unit that fits, whole."""
    for length, unit in _UNITS:
        if seconds >= length:
            return filled(unit, count=seconds // length)
    return filled(_UNITS[-1][1], count=seconds)


_UNITS: Final = (
    (86_400, Text(id="{count} hari", en="{count} days")),
    (3_600, Text(id="{count} jam", en="{count} hours")),
    (60, Text(id="{count} menit", en="{count} minutes")),
    (1, Text(id="{count} detik", en="{count} seconds")),
)
_IN_FORCE: Final = Text(
    id="Berlaku sejak {time} UTC, himpunan ke-{number} sejak layanan dimulai:",
    en="In force since {time} UTC, set {number} since the service was started:",
)
_SAME: Final = Text(id="Folder aturan berisi yang sama.", en="The rules folder holds the same.")
_CHECKING: Final = Text(
    id="Folder aturan berisi yang lain, yang sedang diperiksa.",
    en="The rules folder holds something else, which is being checked.",
)
_REFUSED: Final = Text(
    id="Isi folder aturan yang sekarang ditolak {age} yang lalu, kesalahan {count}:",
    en="What the rules folder holds now was refused {age} ago, errors {count}:",
)
_MORE: Final = Text(id="  dan {count} kesalahan lagi", en="  and {count} errors more")
_MAYBE: Final = Text(id="Mungkin", en="Maybe")
