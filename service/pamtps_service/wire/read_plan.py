"""A plan from the wire, made here or elsewhere or changed by hand, as plain data.

Only what cannot be held as data is a fault here (codes that are none, unknown enum values);
whether the plan is right is for the verification to say.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
from pamtps.v1 import plan_pb2

from pamtps_service.policy.faults import Fault, fault
from pamtps_service.policy.model import ACCESS, FORCES, ROLES, Text
from pamtps_service.records.plan import (
    AreaLevelOfPlan,
    AreaRow,
    Bind,
    Equipment,
    Finding,
    Kept,
    Movement,
    NextStep,
    Plan,
    PolicyUse,
    Posts,
    Remedy,
    RuleUse,
    SizeChoice,
    Stations,
    Status,
    Total,
    Transfer,
    Unit,
    Verification,
)
from pamtps_service.wire.dates import read_date
from pamtps_service.wire.read_arrow_plan import read_arrow_posts, read_arrow_stations
from pamtps_service.wire.write_arrow import numbered
from pamtps_service.wire.write_plan import BIND_KINDS, REMEDY_KINDS, SEVERITIES

Word = TypeVar("Word")
_TPS_CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}\.\d{3}", re.ASCII)


def read_plan(message: plan_pb2.DeploymentPlan, path: str, faults: list[Fault]) -> Plan | None:
    """The plan of a message, without its verification; None where there are faults."""
    before = len(faults)
    day = read_date(message.election_date, f"{path}.election_date", faults)
    reader = _Reader(faults, day)
    if not message.stations and not message.arrow_stations:
        faults.append(fault("plan-without-stations", f"{path}.stations"))
    if (message.stations or message.posts) and (message.arrow_stations or message.arrow_posts):
        faults.append(fault("plan-in-two-forms", path))
    try:
        created = message.create_time.ToDatetime(datetime.UTC)
    except ValueError:
        # a timestamp can hold seconds that no date has
        found = str(message.create_time.seconds)
        faults.append(fault("plan-time-malformed", f"{path}.create_time", found=found))
        return None
    if message.arrow_stations:
        posts = read_arrow_posts(message.arrow_posts, f"{path}.arrow_posts", faults)
        stations = read_arrow_stations(message.arrow_stations, f"{path}.arrow_stations", faults)
    else:
        posts = reader.posts(message.posts, f"{path}.posts")
        stations = reader.stations(message.stations, f"{path}.stations")
    areas = tuple(
        reader.area(row, f"{path}.areas[{index}]") for index, row in enumerate(message.areas)
    )
    units = tuple(
        reader.unit(unit, f"{path}.units[{index}]") for index, unit in enumerate(message.units)
    )
    transfers = tuple(
        Transfer(
            transfer.source,
            transfer.command,
            reader.word(FORCES, transfer.force, f"{path}.transfers[{index}].force"),
            transfer.personnel,
        )
        for index, transfer in enumerate(message.transfers)
    )
    findings = tuple(
        reader.finding(found, f"{path}.findings[{index}]")
        for index, found in enumerate(message.findings)
    )
    movements = tuple(
        reader.movement(movement, f"{path}.movements[{index}]")
        for index, movement in enumerate(message.movements)
    )
    next_steps = tuple(
        reader.next_step(step, f"{path}.next_steps[{index}]")
        for index, step in enumerate(message.next_steps)
    )
    totals = reader.totals(message.totals, f"{path}.totals")
    status = reader.word(tuple(Status), message.status, f"{path}.status")
    if len(faults) > before or day is None or posts is None or stations is None:
        return None
    return Plan(
        name=message.name,
        create_time=created,
        request_digest=message.request_digest,
        plan_digest=message.plan_digest,
        planner_version=message.planner_version,
        election_date=day,
        policies=tuple(
            PolicyUse(use.id, use.digest, tuple(use.area_codes), use.station_count)
            for use in message.policies
        ),
        status=status,
        totals=totals,
        areas=areas,
        posts=posts,
        stations=stations,
        units=units,
        transfers=transfers,
        findings=findings,
        rules=tuple(map(_rule, message.rules)),
        labels=tuple(message.labels),
        verification=Verification("", 0, ()),
        movements=movements,
        equipment=tuple(map(_equipment, message.equipment)),
        next_steps=next_steps,
        kept=_kept(message.kept) if message.HasField("kept") else None,
        skipped=message.skipped_count,
    )


def _equipment(message: plan_pb2.Equipment) -> Equipment:
    return Equipment(
        message.area_code,
        message.item,
        message.required,
        message.assigned if message.HasField("assigned") else None,
        message.short,
        message.rule,
    )


def _kept(message: plan_pb2.PlanKept) -> Kept:
    return Kept(message.plan_digest, message.kept, message.moved, message.added, message.removed)


def _rule(rule: plan_pb2.RuleUse) -> RuleUse:
    title = _text(rule.title)
    count, areas = rule.station_count, rule.area_count
    return RuleUse(rule.policy, rule.id, title, rule.file, rule.line, count, areas)


def _text(message: plan_pb2.Text) -> Text:
    return Text(message.id, message.en)


class _Reader:
    """Reads the parts of a plan, collecting faults."""

    def __init__(self, faults: list[Fault], day: datetime.date | None) -> None:
        self._faults = faults
        self._day = day

    def word(self, words: Sequence[Word], value: int, path: str) -> Word:
        """The word of an enum value, where value 1 is the first word."""
        if not 1 <= value <= len(words):
            allowed = f"1 .. {len(words)}"
            self._faults.append(fault("enum-not-known", path, found=str(value), allowed=allowed))
            return words[0]
        return words[value - 1]

    def code(self, text: str, path: str) -> int:
        """The integer of a TPS code."""
        if _TPS_CODE.fullmatch(text):
            return int(text.replace(".", ""))
        self._faults.append(fault("malformed-tps-code", path, found=text or '""'))
        return 0

    def totals(self, messages: Iterable[plan_pb2.ForceTotal], path: str) -> tuple[Total, ...]:
        return tuple(
            Total(
                self.word(FORCES, total.force, f"{path}[{index}].force"),
                total.required,
                total.wished,
                total.assigned,
                total.short,
                total.above,
                total.available if total.HasField("available") else None,
            )
            for index, total in enumerate(messages)
        )

    def area(self, row: plan_pb2.AreaPlan, path: str) -> AreaRow:
        return AreaRow(
            level=self.word(tuple(AreaLevelOfPlan), row.level, f"{path}.level"),
            code=row.code,
            name=row.name,
            tps_by_tier=(row.kurang_rawan, row.rawan, row.sangat_rawan),
            posts=row.post_count,
            totals=self.totals(row.totals, f"{path}.totals"),
            sizes=tuple(
                SizeChoice(
                    self.word((0, 1, 2), choice.risk_tier, f"{path}.sizes[{index}].risk_tier"),
                    choice.size_limit,
                    choice.post_count,
                )
                for index, choice in enumerate(row.sizes)
            ),
        )

    def unit(self, unit: plan_pb2.Unit, path: str) -> Unit:
        return Unit(
            area=unit.area_code,
            command=unit.command,
            force=self.word(FORCES, unit.force, f"{path}.force"),
            role=self.word(ROLES, unit.role, f"{path}.role"),
            unit=unit.unit,
            required=unit.required,
            wished=unit.wished,
            assigned=unit.assigned,
            rule=unit.rule,
        )

    def finding(self, found: plan_pb2.Finding, path: str) -> Finding:
        return Finding(
            severity=self.word(SEVERITIES, found.severity, f"{path}.severity"),
            code=found.code,
            area=found.area_code,
            tps=self.code(found.tps_code, f"{path}.tps_code") if found.tps_code else None,
            rule=found.rule if found.HasField("rule") else None,
            message=_text(found.message),
            numbers=tuple((number.name, number.value) for number in found.numbers),
            binds=self.binds(found.binds, f"{path}.binds"),
            remedies=tuple(
                Remedy(
                    self.word(REMEDY_KINDS, remedy.kind, f"{path}.remedies[{index}].kind"),
                    remedy.code,
                    remedy.personnel if remedy.HasField("personnel") else None,
                    remedy.size_limit if remedy.HasField("size_limit") else None,
                    remedy.rule if remedy.HasField("rule") else None,
                    _text(remedy.message),
                )
                for index, remedy in enumerate(found.remedies)
            ),
        )

    def binds(self, messages: Iterable[plan_pb2.Bind], path: str) -> tuple[Bind, ...]:
        return tuple(
            Bind(
                self.word(BIND_KINDS, bind.kind, f"{path}[{index}].kind"),
                bind.code,
                bind.need,
                bind.available,
            )
            for index, bind in enumerate(messages)
        )

    def movement(self, movement: plan_pb2.Movement, path: str) -> Movement:
        transport = ""
        if movement.HasField("transport"):
            transport = self.word(ACCESS, movement.transport, f"{path}.transport")
        self._check_departure(movement, f"{path}.depart_date")
        return Movement(
            days_before=movement.days_before,
            transport=transport,
            fallback=movement.fallback,
            command=movement.command,
            area=movement.area_code,
            travel_minutes=(
                movement.travel_minutes if movement.HasField("travel_minutes") else None
            ),
            tps=movement.station_count,
            polri=movement.polri,
            tni=movement.tni,
            without_transport=movement.without_transport,
            without_seat=movement.without_seat,
            rules=tuple(movement.rules),
        )

    def _check_departure(self, movement: plan_pb2.Movement, path: str) -> None:
        """The date says again what `days_before` says, so it is no data of its own."""
        if self._day is None:
            return
        try:
            day = self._day - datetime.timedelta(days=movement.days_before)
        except OverflowError:  # so many days before that no date is left
            day = None
        wanted = "-" if day is None else day.isoformat()
        if movement.depart_date != wanted:
            found = movement.depart_date or '""'
            days = str(movement.days_before)
            self._faults.append(
                fault("depart-date-differs", path, found=found, wanted=wanted, days=days)
            )

    def next_step(self, step: plan_pb2.NextStep, path: str) -> NextStep:
        return NextStep(
            command=step.command,
            risk_tier=self.word((0, 1, 2), step.risk_tier, f"{path}.risk_tier"),
            area=step.area_code,
            size=step.size_limit,
            next_size=step.next_size_limit,
            personnel=step.personnel,
            binds=self.binds(step.binds, f"{path}.binds"),
        )

    def posts(self, messages: Sequence[plan_pb2.Post], path: str) -> Posts:
        def column(values: Iterable[int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
            return np.fromiter(values, np.int32, len(messages))

        return Posts(
            area=tuple(post.area_code for post in messages),
            command=tuple(post.command for post in messages),
            stations=column(post.station_count for post in messages),
            first_tps=np.array(
                [
                    self.code(post.first_tps_code, f"{path}[{index}].first_tps_code")
                    for index, post in enumerate(messages)
                ],
                np.int64,
            ),
            size_limit=column(post.size_limit for post in messages),
            polri=column(post.polri for post in messages),
            polri_short=column(post.polri_short for post in messages),
            tni=column(post.tni for post in messages),
            tni_short=column(post.tni_short for post in messages),
            linmas=column(post.linmas for post in messages),
            linmas_short=column(post.linmas_short for post in messages),
            rules=tuple(tuple(post.rules) for post in messages),
        )

    def stations(self, messages: Sequence[plan_pb2.StationPlan], path: str) -> Stations:
        codes: list[int] = []
        numbers: list[tuple[int, int, int, int, int]] = []
        labels: list[tuple[int, ...]] = []
        rules: list[tuple[int, ...]] = []
        for index, station in enumerate(messages):
            codes.append(self.code(station.tps_code, f"{path}[{index}].tps_code"))
            tier = self.word((0, 1, 2), station.risk_tier, f"{path}[{index}].risk_tier")
            post = station.post if station.HasField("post") else -1
            if station.HasField("post") and post < 0:
                place = f"{path}[{index}].post"
                self._faults.append(fault("negative-number", place, found=str(post)))
            movement = station.movement if station.HasField("movement") else -1
            if station.HasField("movement") and movement < 0:
                place = f"{path}[{index}].movement"
                self._faults.append(fault("negative-number", place, found=str(movement)))
            numbers.append((tier, post, station.linmas, station.linmas_short, movement))
            labels.append(tuple(station.labels))
            rules.append(tuple(station.rules))
        table = np.array(numbers, np.int32).reshape(-1, 5)
        label_sets, label_set = numbered(labels)
        rule_sets, rule_set = numbered(rules)
        return Stations(
            code=np.array(codes, np.int64),
            risk_tier=table[:, 0].astype(np.int8),
            post=table[:, 1].copy(),
            linmas=table[:, 2].copy(),
            linmas_short=table[:, 3].copy(),
            movement=table[:, 4].copy(),
            label_set=label_set,
            label_sets=label_sets,
            rule_set=rule_set,
            rule_sets=rule_sets,
        )
