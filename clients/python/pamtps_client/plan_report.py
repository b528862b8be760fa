"""A plan as a person reads it: a table by regency, the totals, the sizes chosen, movements and
equipment, the findings with what binds and what would mend them, and the plan's name and digest.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pamtps.v1 import plan_pb2
from rich.text import Text as Styled

from pamtps_client.language import Language, Text, counted, filled, number, printable
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
from pamtps_client.resource_report import equipment_lines, movement_lines
from pamtps_client.size_report import size_lines, step_lines

FORCE_NAMES: Final = {1: "Polri", 2: "TNI", 3: "Linmas"}
"""By value of Force."""

STATUS: Final = {
    plan_pb2.PLAN_STATUS_COMPLETE: (
        Text(id="LENGKAP: semua kebutuhan terpenuhi", en="COMPLETE: every requirement is met"),
        "bold green",
    ),
    plan_pb2.PLAN_STATUS_SHORT: (
        Text(
            id="KURANG: ada kebutuhan minimum yang tidak terpenuhi",
            en="SHORT: a minimum is not met",
        ),
        "bold yellow",
    ),
    plan_pb2.PLAN_STATUS_INVALID: (
        Text(
            id="TIDAK SAH: ada aturan yang dilanggar atau TPS yang tidak dijaga",
            en="INVALID: a rule is broken, or a TPS is not covered",
        ),
        "bold red",
    ),
    plan_pb2.PLAN_STATUS_PARTIAL: (
        Text(
            id="SEBAGIAN: baris yang salah tidak ikut direncanakan",
            en="PARTIAL: rows that are wrong were left out",
        ),
        "bold red",
    ),
}
_SEVERITY: Final = {
    plan_pb2.SEVERITY_ERROR: (Text(id="kesalahan", en="error"), "red"),
    plan_pb2.SEVERITY_WARNING: (Text(id="peringatan", en="warning"), "yellow"),
    plan_pb2.SEVERITY_INFO: (Text(id="catatan", en="note"), "cyan"),
}
_BIND: Final = {
    plan_pb2.BIND_KIND_OWN: Text(
        id="kekuatan sendiri {code}: diperlukan {need}, ada {available}",
        en="own strength of {code}: needs {need}, has {available}",
    ),
    plan_pb2.BIND_KIND_RESERVE: Text(
        id="cadangan {code}: diperlukan {need}, ada {available}",
        en="reserve of {code}: needs {need}, has {available}",
    ),
    plan_pb2.BIND_KIND_CEILING: Text(
        id="batas tertinggi di {code}: diperlukan {need}, boleh {available}",
        en="ceiling of {code}: needs {need}, allows {available}",
    ),
}
_TOTAL: Final = Text(id="Jumlah", en="Total")


def report(plan: plan_pb2.DeploymentPlan, language: Language, width: int | None) -> list[Styled]:
    """The lines of the report, none wider than `width` columns, or than NARROWEST.

    Where it is None, tables stay in one piece, and sentences are as wide as can be read.
    """
    if width is not None:
        width = max(width, NARROWEST)
    lines = [
        *_by_regency(plan, language, width),
        *_totals(plan, language, width),
        *size_lines(plan, language, width),
        *step_lines(plan, language, width),
        *movement_lines(plan, language, width),
        *equipment_lines(plan, language, width),
        *_findings(plan, language, width or READABLE),
        *_identity(plan, language, width or READABLE),
    ]
    for line in lines:
        line.rstrip()
    return lines


def _by_regency(
    plan: plan_pb2.DeploymentPlan, language: Language, width: int | None
) -> list[Styled]:
    rows = [area for area in plan.areas if area.level == plan_pb2.AREA_LEVEL_REGENCY]
    rows += [area for area in plan.areas if area.level == plan_pb2.AREA_LEVEL_NATION]
    if not rows:
        return []
    names = [printable(f"{area.code} {short_name(area.name)}".rstrip()) for area in rows]
    names[-1:] = [_TOTAL[language]]

    def cells(values: Sequence[int]) -> list[str]:
        return [number(value, language) for value in values]

    groups = [
        Group(
            Text(id="TPS menurut kerawanan", en="TPS by tier")[language],
            [
                Column("kurang", cells([area.kurang_rawan for area in rows])),
                Column("rawan", cells([area.rawan for area in rows])),
                Column("sangat", cells([area.sangat_rawan for area in rows])),
            ],
        ),
        Group(
            "",
            [Column(Text(id="pos", en="posts")[language], cells([a.post_count for a in rows]))],
        ),
    ]
    for force, name in FORCE_NAMES.items():
        by_row = [_total_of(area, force) for area in rows]
        if not any(total is not None and (total.required or total.assigned) for total in by_row):
            continue
        totals = [total or plan_pb2.ForceTotal() for total in by_row]
        groups.append(
            Group(
                name,
                [
                    Column(
                        Text(id="diperlukan", en="req.")[language],
                        cells([total.required for total in totals]),
                    ),
                    Column(
                        Text(id="ditugaskan", en="asgn.")[language],
                        cells([total.assigned for total in totals]),
                    ),
                    Column(
                        Text(id="kurang", en="short")[language],
                        cells([total.short for total in totals]),
                        alarming=True,
                    ),
                ],
            )
        )
    lead = Column(Text(id="Kabupaten/kota", en="Regency")[language], names)
    return [
        line for part in packed(lead, groups, width) for line in (*table_lines(*part), Styled(""))
    ]


def _total_of(area: plan_pb2.AreaPlan, force: int) -> plan_pb2.ForceTotal | None:
    return next((total for total in area.totals if total.force == force), None)


def _totals(plan: plan_pb2.DeploymentPlan, language: Language, width: int | None) -> list[Styled]:
    totals = list(plan.totals)
    unlimited = Text(id="tidak diberikan", en="not given")[language]

    def column(heading: Text, values: Sequence[int], alarming: bool = False) -> Group:
        cells = [number(value, language) for value in values]
        return Group("", [Column(heading[language], cells, alarming)])

    groups = [
        column(Text(id="diperlukan", en="required"), [total.required for total in totals]),
        column(Text(id="diharapkan", en="wished"), [total.wished for total in totals]),
        column(Text(id="ditugaskan", en="assigned"), [total.assigned for total in totals]),
        column(Text(id="kurang", en="short"), [total.short for total in totals], alarming=True),
        column(Text(id="lebih", en="above"), [total.above for total in totals]),
        Group(
            "",
            [
                Column(
                    Text(id="kekuatan", en="available")[language],
                    [
                        number(total.available, language)
                        if total.HasField("available")
                        else unlimited
                        for total in totals
                    ],
                )
            ],
        ),
    ]
    names = [FORCE_NAMES.get(total.force, "?") for total in totals]
    lead = Column(Text(id="Unsur", en="Force")[language], names)
    return [
        line
        for part in packed(lead, groups, width)
        for line in (*table_lines(*part, total=False), Styled(""))
    ]


def _findings(plan: plan_pb2.DeploymentPlan, language: Language, width: int) -> list[Styled]:
    if not plan.findings:
        return []
    heading = filled(Text(id="Temuan: {count}", en="Findings: {count}"), count=len(plan.findings))
    lines = [Styled(heading[language], "bold")]
    labels = {severity: text[language] for severity, (text, _) in _SEVERITY.items()}
    indent = max(map(len, labels.values())) + 2
    for finding, hidden in _first_of_each_code(plan.findings):
        label, style = labels[finding.severity], _SEVERITY[finding.severity][1]
        message = finding.message.id if language == "id" else finding.message.en
        about = finding.tps_code or finding.area_code
        if about and about not in message:
            message = f"{about}: {message}"
        first, *rest = wrapped(f"{message} ({finding.code})", width, indent)
        lines.append(Styled(label.ljust(indent), style).append(first))
        for note in _notes(plan, finding, language):
            rest += ["  " + line for line in wrapped(note, width, indent + 2)]
        lines.extend(Styled(" " * indent + line) for line in rest)
        if hidden:
            more = filled(_HIDDEN, count=hidden, code=finding.code)[language]
            lines.extend(Styled(" " * indent + line) for line in wrapped(more, width, indent))
    return [*lines, Styled("")]


SHOWN_OF_A_CODE = 5
"""Findings of one code that the report shows; what hides the rest says how many they are."""
_HIDDEN = Text(
    id="… dan {count} lagi dengan kode {code}; --json dan --out memuat semuanya",
    en="… and {count} more of {code}; --json and --out hold them all",
)


def _first_of_each_code(
    findings: Iterable[plan_pb2.Finding],
) -> Iterator[tuple[plan_pb2.Finding, int]]:
    """The first findings of each code (they stand together), and with the last of them how many
    more there are."""
    for _, group in itertools.groupby(findings, key=lambda finding: finding.code):
        same = list(group)
        shown = same[:SHOWN_OF_A_CODE]
        for finding in shown[:-1]:
            yield finding, 0
        yield shown[-1], len(same) - len(shown)


def _notes(
    plan: plan_pb2.DeploymentPlan, finding: plan_pb2.Finding, language: Language
) -> list[str]:
    """What binds, what would mend it, and the rule that the finding speaks of."""
    names = {a.code: short_name(a.name) for a in plan.areas if a.name} if finding.binds else {}
    notes = [
        filled(
            _BIND[bind.kind],
            code=f"{names[bind.code]} ({bind.code})" if names.get(bind.code) else bind.code,
            need=bind.need,
            available=bind.available,
        )[language]
        for bind in finding.binds
    ]
    notes += [r.message.id if language == "id" else r.message.en for r in finding.remedies]
    if finding.HasField("rule"):
        rule = plan.rules[finding.rule]
        word = Text(id="aturan", en="rule")[language]
        notes.append(f"{word} {rule.policy}/{rule.id} ({rule.file}:{rule.line})")
    return notes


def _identity(plan: plan_pb2.DeploymentPlan, language: Language, width: int) -> list[Styled]:
    policies = ", ".join(
        f"{use.id} ({number(use.station_count, language)} TPS)" for use in plan.policies
    )
    verified = filled(
        Text(
            id="pernyataan diperiksa {count}, pelanggaran {wrong}",
            en="statements checked {count}, violations {wrong}",
        ),
        count=plan.verification.statement_count,
        wrong=len(plan.verification.violations),
    )
    status, style = STATUS[plan.status]
    facts = [
        (Text(id="Rencana", en="Plan"), Styled(plan.name)),
        (Text(id="Sidik", en="Digest"), Styled(plan.plan_digest)),
        (Text(id="Pemungutan", en="Voting day"), Styled(plan.election_date)),
        (Text(id="Kebijakan", en="Policies"), Styled(policies)),
        (Text(id="Verifikasi", en="Verification"), Styled(verified[language])),
        (Text(id="Status", en="Status"), Styled(status[language], style)),
    ]
    if plan.HasField("kept"):
        facts.insert(4, (_IN_FORCE, Styled(_kept(plan.kept)[language])))
    if plan.skipped_count:
        rows = counted(plan.skipped_count, "baris TPS", "row of TPS", "rows of TPS")
        facts.insert(-1, (_SKIPPED, Styled(rows[language], "bold red")))
    indent = max(len(label[language]) for label, _ in facts) + 2
    lines = []
    for label, value in facts:
        first, *rest = wrapped(value.plain, width, indent)
        lines.append(Styled(label[language].ljust(indent)).append(first, value.style))
        lines.extend(Styled(" " * indent + line) for line in rest)
    return lines


_IN_FORCE: Final = Text(id="Yang berlaku", en="In force")
_SKIPPED: Final = Text(id="Tidak ikut", en="Left out")


def _kept(kept: plan_pb2.PlanKept) -> Text:
    """How the plan differs from the one in force."""
    return filled(
        Text(
            id="TPS tetap di posnya {kept}, pindah pos {moved}, baru {added}, tidak lagi {removed}",
            en="TPS that stay in their post {kept}, in another {moved}, new {added}, "
            "no longer {removed}",
        ),
        kept=kept.kept,
        moved=kept.moved,
        added=kept.added,
        removed=kept.removed,
    )
