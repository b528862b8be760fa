"""A comparison of two plans as a person reads it: personnel by area, before, after, and because of
what; the inputs, TPS and posts that differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from pamtps.v1 import plan_pb2, planning_service_pb2, policy_service_pb2
from rich.text import Text as Styled

from pamtps_client.language import Language, Text, filled, number, printable
from pamtps_client.plan_report import FORCE_NAMES, STATUS
from pamtps_client.report_layout import (
    NARROWEST,
    READABLE,
    Column,
    Group,
    packed,
    short_name,
    table_lines,
    wrapped,
)

Item = TypeVar("Item")
Area = planning_service_pb2.AreaChange
Personnel = policy_service_pb2.PersonnelChange

_CAUSES: Final = {
    planning_service_pb2.CHANGE_CAUSE_STATIONS: Text(id="TPS", en="TPS"),
    planning_service_pb2.CHANGE_CAUSE_TIERS: Text(id="kerawanan", en="tiers"),
    planning_service_pb2.CHANGE_CAUSE_STRENGTHS: Text(id="kekuatan", en="strengths"),
    planning_service_pb2.CHANGE_CAUSE_RULES: Text(id="aturan", en="rules"),
    planning_service_pb2.CHANGE_CAUSE_OTHER_INPUTS: Text(id="masukan lain", en="other inputs"),
    planning_service_pb2.CHANGE_CAUSE_PLAN: Text(id="rencana sendiri", en="plan itself"),
}
_TIERS: Final = {
    plan_pb2.RISK_TIER_KURANG_RAWAN: "kurang rawan",
    plan_pb2.RISK_TIER_RAWAN: "rawan",
    plan_pb2.RISK_TIER_SANGAT_RAWAN: "sangat rawan",
}
_LEVELS: Final = {
    plan_pb2.AREA_LEVEL_REGENCY: Text(id="kabupaten/kota", en="regencies"),
    plan_pb2.AREA_LEVEL_PROVINCE: Text(id="provinsi", en="provinces"),
    plan_pb2.AREA_LEVEL_NATION: Text(id="nasional", en="nation"),
    plan_pb2.AREA_LEVEL_DISTRICT: Text(id="kecamatan", en="districts"),
    plan_pb2.AREA_LEVEL_COMMAND: Text(id="satuan", en="commands"),
}
"""In the order of the report."""
SHOWN_AREAS: Final = 40
"""Rows of one level and force that the report shows."""
SHOWN: Final = 15
"""Lines of inputs of one cause, of TPS, and of posts that the report shows."""
_REST: Final = Text(
    id="… dan {count} lagi; --json memuat semuanya", en="… and {count} more; --json holds them all"
)


def comparison_report(
    before: plan_pb2.DeploymentPlan,
    after: plan_pb2.DeploymentPlan,
    reply: planning_service_pb2.ComparePlansResponse,
    language: Language,
    width: int | None,
) -> list[Styled]:
    """The lines of the report, none wider than `width` columns, or than NARROWEST."""
    if width is not None:
        width = max(width, NARROWEST)
    readable = width or READABLE
    lines = _plans(before, after, language, readable)
    others = _others(before, after, language, readable)
    if not (reply.areas or reply.stations or reply.posts or reply.inputs or others):
        same = Text(id="Tidak ada yang berbeda.", en="Nothing differs.")[language]
        return [*lines, Styled(same, "bold green")]
    for force in FORCE_NAMES:
        lines += _force([row for row in reply.areas if _force_of(row) == force], language, width)
    lines += _inputs(reply.inputs, language, readable)
    lines += listed_lines(
        Text(id="TPS yang berubah: {count}", en="TPS that changed: {count}"),
        reply.stations,
        lambda change: station_line(change, language),
        language,
        readable,
    )
    lines += listed_lines(
        Text(id="Pos yang berubah: {count}", en="Posts that changed: {count}"),
        reply.posts,
        lambda change: _post(change, language),
        language,
        readable,
    )
    lines += others
    for line in lines:
        line.rstrip()
    return lines


def _others(
    before: plan_pb2.DeploymentPlan,
    after: plan_pb2.DeploymentPlan,
    language: Language,
    width: int,
) -> list[Styled]:
    """How many rows of the lists that are not compared row by row are in one plan alone."""
    told = []
    for field, name in _OTHERS.items():
        was, now = Counter(_rows(before, field)), Counter(_rows(after, field))
        # a row that changed is in each of the plans alone
        count = max((was - now).total(), (now - was).total())
        if count:
            told.append(f"{name[language]} {number(count, language)}")
    if not told:
        return []
    words = filled(_DIFFER_AS_WELL, told=", ".join(told))[language]
    return [*(Styled(line) for line in wrapped(words, width, 0)), Styled("")]


def _rows(plan: plan_pb2.DeploymentPlan, field: str) -> list[bytes]:
    """The rows of a list; the numbers of rules are left out, as they are each plan's own."""
    found = []
    for given in getattr(plan, field):
        row = type(given)()
        row.CopyFrom(given)
        for name in {"rule", "rules"} & set(row.DESCRIPTOR.fields_by_name):
            row.ClearField(name)
        found.append(row.SerializeToString(deterministic=True))
    return found


_OTHERS: Final = {
    "units": Text(id="unit dan perwira pengendali", en="units and supervisors"),
    "transfers": Text(id="pengiriman dari cadangan", en="transfers"),
    "movements": Text(id="pergeseran", en="movements"),
    "equipment": Text(id="perlengkapan", en="equipment"),
    "findings": Text(id="temuan", en="findings"),
}
_DIFFER_AS_WELL: Final = Text(
    id="Baris yang juga berbeda dan tidak dirinci di sini: {told}",
    en="Rows that differ as well, and are not listed here: {told}",
)


def _plans(
    before: plan_pb2.DeploymentPlan,
    after: plan_pb2.DeploymentPlan,
    language: Language,
    width: int,
) -> list[Styled]:
    labels = (Text(id="Sebelum", en="Before"), Text(id="Sesudah", en="After"))
    indent = max(len(label[language]) for label in labels) + 2
    lines = []
    for label, plan in zip(labels, (before, after), strict=True):
        status, _ = STATUS.get(plan.status, (Text(id="?", en="?"), ""))
        first, *rest = wrapped(f"{plan.name} {status[language]}", width, indent)
        lines.append(Styled(label[language].ljust(indent), "bold").append(first))
        lines += [Styled(" " * indent + line) for line in rest]
    return [*lines, Styled("")]


def _force_of(row: Area) -> int:
    return row.after.force or row.before.force


def _force(rows: Sequence[Area], language: Language, width: int | None) -> list[Styled]:
    """The tables of one force, and how many rows they leave out. Where only the strength at hand
    changed, the inputs that differ say it."""
    rows = [row for row in rows if _numbers(row)[1] != _numbers(row)[2]]
    if not rows:
        return []
    # most commands are a regency's, and its row says the same
    same = {_numbers(row) for row in rows if row.level == plan_pb2.AREA_LEVEL_REGENCY}
    shown: list[Area] = []
    hidden: list[str] = []
    for level, words in _LEVELS.items():
        of_level = [row for row in rows if row.level == level]
        if level == plan_pb2.AREA_LEVEL_COMMAND:
            of_level = [row for row in of_level if _numbers(row) not in same]
        # where personnel only moved between districts, no wider row says so
        most = 0 if level == plan_pb2.AREA_LEVEL_DISTRICT and shown else SHOWN_AREAS
        shown += of_level[:most]
        if len(of_level) > most:
            hidden.append(f"{words[language]} {number(len(of_level) - most, language)}")
    name = FORCE_NAMES[_force_of(rows[0])]
    lead = Column(name, [area_name(row, language) for row in shown])
    groups = [
        change_group(Text(id="diperlukan", en="required"), "required", shown, language),
        change_group(Text(id="ditugaskan", en="assigned"), "assigned", shown, language),
        *(
            [change_group(Text(id="kurang", en="short"), "short", shown, language)]
            if any(row.before.short or row.after.short for row in shown)
            else []
        ),
        *_shares(shown, language),
    ]
    lines = [
        line
        for part in packed(lead, groups, width)
        for line in (*table_lines(*part, total=False), Styled(""))
    ]
    if hidden:
        also = filled(
            Text(
                id="Juga berubah: {what}; --json memuat semuanya",
                en="Changed as well: {what}; --json holds them all",
            ),
            what=", ".join(hidden),
        )[language]
        lines += [Styled(line) for line in wrapped(also, width or READABLE, 0)] + [Styled("")]
    return lines


def _numbers(row: Area) -> tuple[str, ...]:
    totals = (row.before, row.after)
    return (row.code, *(f"{one.required} {one.assigned} {one.short}" for one in totals))


def area_name(row: Area | Personnel, language: Language) -> str:
    """The area of a row, or its command."""
    if row.level == plan_pb2.AREA_LEVEL_NATION:
        return Text(id="Jumlah", en="Total")[language]
    if row.level == plan_pb2.AREA_LEVEL_COMMAND:
        return printable(f"{Text(id='satuan', en='command')[language]} {row.code}")
    return printable(f"{row.code} {short_name(row.name)}".rstrip())


def change_group(
    heading: Text, field: str, rows: Sequence[Area] | Sequence[Personnel], language: Language
) -> Group:
    """What a number of each row was, what it is, and the difference."""
    before = [int(getattr(row.before, field)) for row in rows]
    after = [int(getattr(row.after, field)) for row in rows]
    differences = [now - was for was, now in zip(before, after, strict=True)]
    return Group(
        heading[language],
        [
            Column(Text(id="sblm", en="was")[language], [number(v, language) for v in before]),
            Column(Text(id="ssdh", en="now")[language], [number(v, language) for v in after]),
            Column("±", [signed(value, language) for value in differences]),
        ],
    )


def _shares(rows: Sequence[Area], language: Language) -> list[Group]:
    """One group for each cause of a change: what is required and assigned more because of it."""
    found = []
    for cause, words in _CAUSES.items():
        shares = [next((one for one in row.shares if one.cause == cause), None) for row in rows]
        if not any(shares):
            continue
        required = [share.required if share else 0 for share in shares]
        assigned = [share.assigned if share else 0 for share in shares]
        heading = filled(Text(id="karena {cause}", en="by {cause}"), cause=words)[language]
        found.append(
            Group(
                heading,
                [
                    Column(
                        Text(id="diperlukan", en="req.")[language],
                        [signed(value, language) for value in required],
                    ),
                    Column(
                        Text(id="ditugaskan", en="asgn.")[language],
                        [signed(value, language) for value in assigned],
                    ),
                ],
            )
        )
    return found


def signed(value: int, language: Language) -> str:
    """The number with its sign, none of zero."""
    return f"+{number(value, language)}" if value > 0 else number(value, language).replace("-", "−")


def _inputs(
    changes: Iterable[planning_service_pb2.InputChange], language: Language, width: int
) -> list[Styled]:
    """What differs between the inputs, cause by cause; first what was not compared."""
    missing = [change for change in changes if change.place in _NOT_GIVEN]
    lines = []
    for place, which in _OTHER_REQUEST.items():
        if any(change.place == place for change in changes):
            told = filled(_NOT_MADE_FROM, which=which)[language]
            lines += [Styled(line, "yellow") for line in wrapped(told, width, 0)] + [Styled("")]
    if missing:
        places = {change.place for change in missing}
        which = _BOTH if len(places) > 1 else _NOT_GIVEN[missing[0].place]
        causes = dict.fromkeys(_CAUSES[change.cause][language] for change in missing)
        told = filled(_NOT_COMPARED, which=which, causes=", ".join(causes))[language]
        lines += [Styled(line, "yellow") for line in wrapped(told, width, 0)] + [Styled("")]
    for cause, name in _CAUSES.items():
        lines += listed_lines(
            filled(
                Text(
                    id="Masukan yang berbeda, {cause}: {{count}}",
                    en="Inputs that differ, {cause}: {{count}}",
                ),
                cause=name,
            ),
            [one for one in changes if one.cause == cause and one.place not in _TOLD_APART],
            lambda change: f"{change.place}: {change.before or '–'} → {change.after or '–'}",
            language,
            width,
        )
    return lines


_NOT_GIVEN: Final = {
    "before.batch": Text(id="rencana sebelum", en="the plan before"),
    "after.batch": Text(id="rencana sesudah", en="the plan after"),
}
_OTHER_REQUEST: Final = {
    "before.request_digest": _NOT_GIVEN["before.batch"],
    "after.request_digest": _NOT_GIVEN["after.batch"],
}
_TOLD_APART: Final = {*_NOT_GIVEN, *_OTHER_REQUEST}
_NOT_MADE_FROM: Final = Text(
    id="Berkas yang diberikan bukan yang disebut {which} sebagai asalnya, jadi sebab perubahan "
    "mungkin keliru.",
    en="The files given are not those that {which} says it was made from, so the causes may be "
    "wrong.",
)
_BOTH: Final = Text(id="kedua rencana", en="both plans")
_NOT_COMPARED: Final = Text(
    id="TPS asal {which} tidak diberikan, jadi yang berikut tidak dibandingkan dan sebab perubahan "
    "tidak dicari: {causes}",
    en="The TPS of {which} are not given, so the following were not compared, and causes were not "
    "looked for: {causes}",
)


def listed_lines(
    heading: Text,
    items: Sequence[Item],
    told: Callable[[Item], str],
    language: Language,
    width: int,
) -> list[Styled]:
    """A heading with the number of items, the first of them, and how many are left out."""
    if not items:
        return []
    lines = [Styled(filled(heading, count=len(items))[language], "bold")]
    texts = [told(item) for item in items[:SHOWN]]
    if len(items) > SHOWN:
        texts.append(filled(_REST, count=len(items) - SHOWN)[language])
    for text in texts:
        first, *rest = wrapped(text, width, 4)
        lines.append(Styled(f"  {first}"))
        lines += [Styled(f"    {line}") for line in rest]
    return [*lines, Styled("")]


def station_line(change: planning_service_pb2.StationChange, language: Language) -> str:
    """What changed at a TPS, and because of what."""
    was = _TIERS.get(change.tier_before, "–") if change.HasField("tier_before") else "–"
    now = _TIERS.get(change.tier_after, "–") if change.HasField("tier_after") else "–"
    parts = [was if was == now else f"{was} → {now}"]
    if change.post_before != change.post_after:
        words = Text(id="pos", en="post")[language]
        parts.append(f"{words} {change.post_before or '–'} → {change.post_after or '–'}")
    if change.causes:
        causes = ", ".join(_CAUSES[cause][language] for cause in change.causes)
        parts.append(filled(Text(id="karena {what}", en="by {what}"), what=causes)[language])
    return f"{change.tps_code}: {'; '.join(parts)}"


def _post(change: planning_service_pb2.PostChange, language: Language) -> str:
    fields = (
        ("station_count", Text(id="TPS", en="TPS")),
        ("size_limit", Text(id="paling banyak", en="at most")),
        ("polri", Text(id="Polri", en="Polri")),
        ("polri_short", Text(id="kurang Polri", en="Polri short")),
        ("tni", Text(id="TNI", en="TNI")),
        ("tni_short", Text(id="kurang TNI", en="TNI short")),
        ("linmas", Text(id="linmas", en="linmas")),
        ("linmas_short", Text(id="kurang linmas", en="linmas short")),
    )
    both = change.HasField("before") and change.HasField("after")
    told = []
    for name, words in fields:
        was, now = getattr(change.before, name), getattr(change.after, name)
        if both and was != now:
            values = f"{number(was, language)} → {number(now, language)}"
            told.append(f"{words[language]} {values}")
        elif not both and (was or now):
            told.append(f"{words[language]} {number(was or now, language)}")
    kind = ""
    if not both:
        new, gone = Text(id="baru, ", en="new, "), Text(id="tidak ada lagi, ", en="gone, ")
        kind = (new if change.HasField("after") else gone)[language]
    post = change.after if change.HasField("after") else change.before
    return f"{change.first_tps_code} ({post.area_code}, {post.command}): {kind}{', '.join(told)}"
