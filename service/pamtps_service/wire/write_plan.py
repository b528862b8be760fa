"""A plan as the protobuf message `DeploymentPlan`."""

from __future__ import annotations

import datetime
from typing import Final

from pamtps.v1 import plan_pb2

from pamtps_service.policy.model import ACCESS, FORCES, ROLES, Text
from pamtps_service.records.area_codes import to_text, to_texts
from pamtps_service.records.plan import (
    AreaRow,
    Bind,
    Equipment,
    Finding,
    Movement,
    NextStep,
    Plan,
    Remedy,
    RuleUse,
    Total,
    Verification,
)
from pamtps_service.wire.write_arrow import posts_stream, stations_stream

_FORCE_NUMBERS: Final = {
    force: plan_pb2.Force.ValueType(number) for number, force in enumerate(FORCES, 1)
}
SEVERITIES: Final = ("error", "warning", "info")
BIND_KINDS: Final = ("own", "reserve", "ceiling")
REMEDY_KINDS: Final = ("own", "reserve", "ceiling", "size")


def write_plan(plan: Plan, stations: bool) -> plan_pb2.DeploymentPlan:
    """The message of a plan in the row form, with its stations or without."""
    message = plan_pb2.DeploymentPlan()
    write_into(message, plan, stations, arrow=False)
    return message


def write_into(message: plan_pb2.DeploymentPlan, plan: Plan, stations: bool, arrow: bool) -> None:
    """Write a plan into its empty message, with its stations or without, in one of the forms."""
    write_head(message, plan)
    write_posts(message, plan, slice(None), arrow)
    if stations:
        write_stations(message, plan, slice(None), arrow)


def write_head(message: plan_pb2.DeploymentPlan, plan: Plan) -> None:
    """Write everything but posts and stations."""
    message.name = plan.name
    message.request_digest = plan.request_digest
    message.plan_digest = plan.plan_digest
    message.planner_version = plan.planner_version
    message.election_date = plan.election_date.isoformat()
    message.status = plan_pb2.PlanStatus.ValueType(plan.status)
    message.skipped_count = plan.skipped
    message.labels.extend(plan.labels)
    message.verification.CopyFrom(write_verification(plan.verification))
    message.create_time.FromDatetime(plan.create_time)
    for use in plan.policies:
        message.policies.add(
            id=use.id, digest=use.digest, area_codes=use.areas, station_count=use.tps
        )
    message.totals.extend(map(write_total, plan.totals))
    for row in plan.areas:
        _add_area(message, row)
    for unit in plan.units:
        message.units.add(
            area_code=unit.area,
            command=unit.command,
            force=_FORCE_NUMBERS[unit.force],
            role=plan_pb2.UnitRole.ValueType(ROLES.index(unit.role) + 1),
            unit=unit.unit,
            required=unit.required,
            wished=unit.wished,
            assigned=unit.assigned,
            rule=unit.rule,
        )
    for transfer in plan.transfers:
        message.transfers.add(
            source=transfer.source,
            command=transfer.command,
            force=_FORCE_NUMBERS[transfer.force],
            personnel=transfer.personnel,
        )
    message.findings.extend(map(_finding, plan.findings))
    message.rules.extend(map(write_rule, plan.rules))
    message.movements.extend(_movement(movement, plan.election_date) for movement in plan.movements)
    message.equipment.extend(map(_equipment, plan.equipment))
    message.next_steps.extend(map(_next_step, plan.next_steps))
    if plan.kept is not None:
        kept = plan.kept
        message.kept.plan_digest = kept.plan_digest
        message.kept.kept, message.kept.moved = kept.kept, kept.moved
        message.kept.added, message.kept.removed = kept.added, kept.removed


def write_rule(rule: RuleUse) -> plan_pb2.RuleUse:
    """A rule and how much it matched."""
    return plan_pb2.RuleUse(
        policy=rule.policy,
        id=rule.id,
        title=write_text(rule.title),
        file=rule.file,
        line=rule.line,
        station_count=rule.tps,
        area_count=rule.areas,
    )


def write_verification(verification: Verification) -> plan_pb2.Verification:
    """The message of a verification."""
    message = plan_pb2.Verification(
        plan_digest=verification.plan_digest, statement_count=verification.statements
    )
    for violation in verification.violations:
        message.violations.add(
            code=violation.code,
            place=violation.place,
            rule=violation.rule,
            required=violation.required,
            given=violation.given,
            message=write_text(violation.message),
            repair=None if violation.repair is None else write_text(violation.repair),
        )
    return message


def write_text(text: Text) -> plan_pb2.Text:
    """The message of a text."""
    return plan_pb2.Text(id=text.id, en=text.en)


def write_posts(message: plan_pb2.DeploymentPlan, plan: Plan, rows: slice, arrow: bool) -> None:
    """Write some of the posts."""
    if arrow:
        message.arrow_posts.append(posts_stream(plan.posts, rows))
        return
    posts = plan.posts
    add = message.posts.add
    for (
        area,
        command,
        count,
        first,
        size,
        polri,
        p_short,
        tni,
        t_short,
        linmas,
        l_short,
        rules,
    ) in zip(
        posts.area[rows],
        posts.command[rows],
        posts.stations[rows].tolist(),
        to_texts(posts.first_tps[rows], "tps"),
        posts.size_limit[rows].tolist(),
        posts.polri[rows].tolist(),
        posts.polri_short[rows].tolist(),
        posts.tni[rows].tolist(),
        posts.tni_short[rows].tolist(),
        posts.linmas[rows].tolist(),
        posts.linmas_short[rows].tolist(),
        posts.rules[rows],
        strict=True,
    ):
        add(
            area_code=area,
            command=command,
            station_count=count,
            first_tps_code=first,
            size_limit=size,
            polri=polri,
            polri_short=p_short,
            tni=tni,
            tni_short=t_short,
            linmas=linmas,
            linmas_short=l_short,
            rules=rules,
        )


def write_stations(message: plan_pb2.DeploymentPlan, plan: Plan, rows: slice, arrow: bool) -> None:
    """Write some of the stations."""
    if arrow:
        message.arrow_stations.append(stations_stream(plan.stations, rows))
        return
    stations = plan.stations
    add = message.stations.add
    for code, tier, post, linmas, short, movement, labels, rules in zip(
        to_texts(stations.code[rows], "tps"),
        (stations.risk_tier[rows] + 1).tolist(),
        stations.post[rows].tolist(),
        stations.linmas[rows].tolist(),
        stations.linmas_short[rows].tolist(),
        stations.movement[rows].tolist(),
        stations.label_set[rows].tolist(),
        stations.rule_set[rows].tolist(),
        strict=True,
    ):
        add(
            tps_code=code,
            risk_tier=tier,
            labels=stations.label_sets[labels],
            post=post if post >= 0 else None,
            linmas=linmas,
            linmas_short=short,
            rules=stations.rule_sets[rules],
            movement=movement if movement >= 0 else None,
        )


def write_total(total: Total) -> plan_pb2.ForceTotal:
    """The message of the personnel of one force."""
    return plan_pb2.ForceTotal(
        force=_FORCE_NUMBERS[total.force],
        required=total.required,
        wished=total.wished,
        assigned=total.assigned,
        short=total.short,
        above=total.above,
        available=total.available,
    )


def _add_area(message: plan_pb2.DeploymentPlan, row: AreaRow) -> None:
    """Adds a row; made where it stands, for most of the head of a plan are these."""
    low, middle, high = row.tps_by_tier
    area = message.areas.add(
        level=plan_pb2.AreaLevel.ValueType(row.level),
        code=row.code,
        name=row.name,
        kurang_rawan=low,
        rawan=middle,
        sangat_rawan=high,
        post_count=row.posts,
    )
    add = area.totals.add
    for total in row.totals:
        add(
            force=_FORCE_NUMBERS[total.force],
            required=total.required,
            wished=total.wished,
            assigned=total.assigned,
            short=total.short,
            above=total.above,
            available=total.available,
        )
    for choice in row.sizes:
        area.sizes.add(
            risk_tier=plan_pb2.RiskTier.ValueType(choice.risk_tier + 1),
            size_limit=choice.size,
            post_count=choice.posts,
        )


def _finding(finding: Finding) -> plan_pb2.Finding:
    return plan_pb2.Finding(
        severity=plan_pb2.Severity.ValueType(SEVERITIES.index(finding.severity) + 1),
        code=finding.code,
        area_code=finding.area,
        tps_code="" if finding.tps is None else to_text(finding.tps, "tps"),
        rule=finding.rule,
        message=write_text(finding.message),
        numbers=[plan_pb2.NamedNumber(name=name, value=value) for name, value in finding.numbers],
        binds=map(_bind, finding.binds),
        remedies=map(_remedy, finding.remedies),
    )


def _remedy(remedy: Remedy) -> plan_pb2.Remedy:
    return plan_pb2.Remedy(
        kind=plan_pb2.RemedyKind.ValueType(REMEDY_KINDS.index(remedy.kind) + 1),
        code=remedy.code,
        personnel=remedy.personnel,
        size_limit=remedy.size,
        rule=remedy.rule,
        message=write_text(remedy.message),
    )


def _movement(movement: Movement, election_date: datetime.date) -> plan_pb2.Movement:
    day = election_date - datetime.timedelta(days=movement.days_before)
    by = ACCESS.index(movement.transport) + 1 if movement.transport else None
    return plan_pb2.Movement(
        depart_date=day.isoformat(),
        days_before=movement.days_before,
        transport=None if by is None else plan_pb2.Access.ValueType(by),
        fallback=movement.fallback,
        command=movement.command,
        area_code=movement.area,
        travel_minutes=movement.travel_minutes,
        station_count=movement.tps,
        polri=movement.polri,
        tni=movement.tni,
        without_transport=movement.without_transport,
        without_seat=movement.without_seat,
        rules=movement.rules,
    )


def _equipment(equipment: Equipment) -> plan_pb2.Equipment:
    return plan_pb2.Equipment(
        area_code=equipment.area,
        item=equipment.item,
        required=equipment.required,
        assigned=equipment.assigned,
        short=equipment.short,
        rule=equipment.rule,
    )


def _next_step(step: NextStep) -> plan_pb2.NextStep:
    return plan_pb2.NextStep(
        command=step.command,
        risk_tier=plan_pb2.RiskTier.ValueType(step.risk_tier + 1),
        area_code=step.area,
        size_limit=step.size,
        next_size_limit=step.next_size,
        personnel=step.personnel,
        binds=map(_bind, step.binds),
    )


def _bind(bind: Bind) -> plan_pb2.Bind:
    return plan_pb2.Bind(
        kind=plan_pb2.BindKind.ValueType(BIND_KINDS.index(bind.kind) + 1),
        code=bind.code,
        need=bind.need,
        available=bind.available,
    )
