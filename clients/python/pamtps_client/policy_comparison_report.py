"""A comparison of two policies as a person reads it: rules, TPS answered otherwise, personnel."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Final

from pamtps.v1 import plan_pb2, planning_service_pb2, policy_service_pb2
from rich.text import Text as Styled

from pamtps_client.comparison_report import (
    SHOWN_AREAS,
    area_name,
    change_group,
    listed_lines,
    signed,
    station_line,
)
from pamtps_client.language import Language, Text, filled, printable
from pamtps_client.plan_report import FORCE_NAMES
from pamtps_client.report_layout import (
    NARROWEST,
    READABLE,
    Column,
    Group,
    packed,
    table_lines,
    wrapped,
)

Reply = policy_service_pb2.ComparePoliciesResponse
Personnel = policy_service_pb2.PersonnelChange

_LEVELS: Final = (
    plan_pb2.AREA_LEVEL_REGENCY,
    plan_pb2.AREA_LEVEL_PROVINCE,
    plan_pb2.AREA_LEVEL_NATION,
)
"""In the order of the report."""
SHOWN_ANSWERS: Final = 40
"""Changes of answers that the report shows."""


def policy_comparison_report(
    paths: tuple[str, str],
    reply: Reply,
    on_batch: bool,
    language: Language,
    columns: int | None,
) -> list[Styled]:
    """The lines of the report.

    Args:
        paths: files of the policies before and after.
        reply: the comparison.
        on_batch: whether TPS were given.
        language: of the report.
        columns: of the output; lines of sentences are no wider. None where it has no width.
    """
    if columns is not None:
        columns = max(columns, NARROWEST)
    readable = min(columns or READABLE, READABLE)
    lines = [*_head(paths, reply, language, readable), Styled("")]
    if not (reply.rules or reply.answers or reply.personnel or reply.stations):
        return [*lines, Styled(_SAME[language], "bold green")]
    lines += _rules(reply, paths, language, readable)
    lines += _answers(reply, language, readable)
    if on_batch:
        lines += _personnel(reply.personnel, language, columns, readable)
        lines += listed_lines(
            _STATIONS, reply.stations, lambda one: _station(one, language), language, readable
        )
    while lines and not lines[-1].plain:
        lines.pop()
    for line in lines:
        line.rstrip()
    return lines


def _head(
    paths: tuple[str, str], reply: Reply, language: Language, columns: int
) -> Iterator[Styled]:
    digests = (reply.before_digest, reply.after_digest)
    for label, path, digest in zip((_BEFORE, _AFTER), paths, digests, strict=True):
        yield Styled(printable(f"{label[language]}: {path} ({digest[:12]})"))
    seen = _ALL if reply.cells_examined == reply.cells else _PART
    words = filled(seen, cells=reply.cells, seen=reply.cells_examined)[language]
    yield from map(Styled, wrapped(words, columns, 0))


def _rules(
    reply: Reply, paths: tuple[str, str], language: Language, columns: int
) -> Iterator[Styled]:
    if not reply.rules:
        yield Styled(_NO_RULES[language], "bold")
        yield Styled("")
        return
    yield Styled(filled(_RULES, count=len(reply.rules))[language], "bold")
    folders = [os.path.dirname(path) for path in paths]
    for change in reply.rules:
        places = [
            os.path.join(folder, place) if place else "–"
            for folder, place in zip(folders, (change.before, change.after), strict=True)
        ]
        yield Styled(printable(f"  {change.rule}  {places[0]} → {places[1]}"))
        yield from _indented(_in(change.message, language), 4, columns)
    yield Styled("")


def _answers(reply: Reply, language: Language, columns: int) -> Iterator[Styled]:
    if not reply.answers:
        yield Styled(_NO_ANSWERS[language], "bold")
        yield Styled("")
        return
    yield Styled(filled(_ANSWERS, count=len(reply.answers))[language], "bold")
    for change in reply.answers[:SHOWN_ANSWERS]:
        yield from _indented(_in(change.message, language), 2, columns)
        for line in _in(change.which, language).splitlines():
            if line:
                yield from _indented(line, 4, columns)
        for heading, rules in ((_NO_LONGER, change.rules_before), (_NOW, change.rules_after)):
            if rules:
                told = filled(heading, rules=", ".join(rules))[language]
                yield from _indented(told, 4, columns)
        if change.witness:
            yield Styled(f"    {_EXAMPLE[language]}")
            for line in change.witness.splitlines():
                yield Styled(printable(f"    {line}"))
        yield Styled("")
    if len(reply.answers) > SHOWN_ANSWERS:
        yield Styled(filled(_REST, count=len(reply.answers) - SHOWN_ANSWERS)[language])
        yield Styled("")


def _indented(text: str, indent: int, columns: int) -> Iterator[Styled]:
    first, *rest = wrapped(text, columns, indent + 2)
    yield Styled(" " * indent + first)
    yield from (Styled(" " * (indent + 2) + line) for line in rest)


def _in(text: plan_pb2.Text, language: Language) -> str:
    return text.id if language == "id" else text.en


# On a batch -----------------------------------------------------------------------------------


def _personnel(
    rows: Sequence[Personnel], language: Language, columns: int | None, readable: int
) -> Iterator[Styled]:
    if not rows:
        yield Styled(_NO_PERSONNEL[language], "bold")
        yield Styled("")
        return
    yield Styled(_PERSONNEL[language], "bold")
    if any(row.shares for row in rows):
        yield from map(Styled, wrapped(_SHARES[language], readable, 0))
    yield Styled("")
    for force, name in FORCE_NAMES.items():
        of_force = [row for row in rows if row.after.force == force and _differs(row)]
        if of_force:
            yield from _table(name, of_force, language, columns)


def _differs(row: Personnel) -> bool:
    """Whether a number that the report shows differs; what is wished alone is left to --json."""
    names = ("required", "assigned", "short")
    return any(getattr(row.before, name) != getattr(row.after, name) for name in names)


def _table(
    name: str, rows: Sequence[Personnel], language: Language, columns: int | None
) -> Iterator[Styled]:
    """The rows of one force, regencies first; and how many are left out."""
    shown: list[Personnel] = []
    hidden = 0
    for level in _LEVELS:
        of_level = [row for row in rows if row.level == level]
        shown += of_level[:SHOWN_AREAS]
        hidden += len(of_level[SHOWN_AREAS:])
    lead = Column(name, [area_name(row, language) for row in shown])
    groups = [
        change_group(_REQUIRED, "required", shown, language),
        change_group(_ASSIGNED, "assigned", shown, language),
        *(
            [change_group(_SHORT, "short", shown, language)]
            if any(row.before.short or row.after.short for row in shown)
            else []
        ),
        *_shares(shown, language),
    ]
    for part in packed(lead, groups, columns):
        yield from table_lines(*part, total=False)
        yield Styled("")
    if hidden:
        yield Styled(filled(_REST, count=hidden)[language])
        yield Styled("")


def _shares(rows: Sequence[Personnel], language: Language) -> Iterator[Group]:
    """What of each change comes from each rule; columns without any number are left out."""
    for rule in dict.fromkeys(share.rule for row in rows for share in row.shares):
        own = [next((one for one in row.shares if one.rule == rule), None) for row in rows]
        found = (
            (_REQUIRED, [share.required if share else 0 for share in own]),
            (_ASSIGNED, [share.assigned if share else 0 for share in own]),
        )
        heads = [
            Column(words[language], [signed(value, language) for value in values])
            for words, values in found
            if any(values)
        ]
        yield Group(printable(rule or _HEAD[language]), heads)


def _station(change: planning_service_pb2.StationChange, language: Language) -> str:
    told = planning_service_pb2.StationChange()
    told.CopyFrom(change)
    told.ClearField("causes")  # the rules, of all of them
    return station_line(told, language)


_BEFORE: Final = Text(id="Sebelum", en="Before")
_AFTER: Final = Text(id="Sesudah", en="After")
_ALL: Final = Text(
    id="Jenis TPS yang dibedakan kedua kebijakan: {cells}, semuanya diperiksa",
    en="Kinds of TPS that the two tell apart: {cells}, all of them looked at",
)
_PART: Final = Text(
    id="Jenis TPS yang dibedakan kedua kebijakan: {cells}, yang diperiksa {seen}; mungkin ada "
    "perbedaan lain",
    en="Kinds of TPS that the two tell apart: {cells}, looked at {seen}; there may be more that "
    "differs",
)
_SAME: Final = Text(id="Tidak ada yang berbeda.", en="Nothing differs.")
_RULES: Final = Text(id="Aturan yang berbeda: {count}", en="Rules that differ: {count}")
_NO_RULES: Final = Text(id="Semua aturan sama.", en="All rules are the same.")
_ANSWERS: Final = Text(id="Yang dijawab lain: {count}", en="What is answered otherwise: {count}")
_NO_ANSWERS: Final = Text(
    id="Setiap TPS dan wilayah yang diperiksa dijawab sama.",
    en="Every TPS and area that was looked at is answered the same.",
)
_NO_LONGER: Final = Text(id="tidak berlaku lagi: {rules}", en="match no longer: {rules}")
_NOW: Final = Text(id="kini berlaku: {rules}", en="match now: {rules}")
_EXAMPLE: Final = Text(
    id="contoh terkecil, sebagai uji kebijakan sesudah:",
    en="smallest example, as a test of the policy after:",
)
_REST: Final = Text(
    id="… dan {count} lagi; --json memuat semuanya", en="… and {count} more; --json holds them all"
)
_PERSONNEL: Final = Text(id="Personel yang berubah", en="Personnel that changes")
_NO_PERSONNEL: Final = Text(
    id="Atas TPS ini tidak ada personel yang berubah.", en="On these TPS no personnel changes."
)
_SHARES: Final = Text(
    id="Kolom bernama aturan: berapa dari perubahan yang berasal darinya, bila aturan diganti satu "
    "per satu menurut abjad.",
    en="Columns named after a rule: what of the change comes from it, where rules are replaced one "
    "by one in the order of their ids.",
)
_HEAD: Final = Text(id="bukan aturan", en="no rule")
_REQUIRED: Final = Text(id="diperlukan", en="required")
_ASSIGNED: Final = Text(id="ditugaskan", en="assigned")
_SHORT: Final = Text(id="kurang", en="short")
_STATIONS: Final = Text(id="TPS yang paling berubah: {count}", en="TPS that change most: {count}")
