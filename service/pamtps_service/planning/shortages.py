"""Findings on shortages, with the limits that cause them, and on strengths that do nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pamtps_service.planning.ceilings import Ceiling, UnappliedLimit
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.expectations import force_name
from pamtps_service.planning.findings import finding
from pamtps_service.planning.summary import Ledger
from pamtps_service.policy.model import FORCES, Force
from pamtps_service.records.area_codes import DIVISOR, NATION, to_text
from pamtps_service.records.plan import AreaLevelOfPlan, AreaRow, Bind, Finding, Total


def shortage_findings(
    rows: Sequence[AreaRow], ledger: Ledger, ceilings: Sequence[Ceiling]
) -> list[Finding]:
    """For each force and province that is short: by how much, which limits bind, and which
    commands are short.

    What binds adds up: where no ceiling binds, the shortage is the sum of need less available over
    the own strengths named, less the reserve.
    """
    found: list[Finding] = []
    by_command = {
        (row.code, total.force): total
        for row in rows
        if row.level == AreaLevelOfPlan.COMMAND
        for total in row.totals
    }
    for row in rows:
        if row.level != AreaLevelOfPlan.PROVINCE:
            continue
        for total in row.totals:
            if total.short:
                found += _of_province(row, total, by_command, ledger, ceilings)
    return found


def _of_province(
    row: AreaRow,
    total: Total,
    by_command: dict[tuple[str, Force], Total],
    ledger: Ledger,
    ceilings: Sequence[Ceiling],
) -> list[Finding]:
    force = total.force
    commands = ledger.commands[force]
    names = [
        name
        for name, province in zip(commands.names, commands.province, strict=True)
        if to_text(province, "province") == row.code
    ]
    here = {name: by_command[name, force] for name in names if (name, force) in by_command}
    reserve = by_command.get((f"reserve/{row.code}", force))
    binds = []
    asked = reserve.required if reserve else 0
    for name, of_command in here.items():
        own = commands.own[commands.names.index(name)]
        if commands.limited and of_command.required > own:
            asked += of_command.required - own
            binds.append(Bind("own", name, of_command.required, own))
    if commands.limited:
        at_hand = commands.reserves.get(int(row.code), 0)
        if asked > at_hand:
            binds.append(Bind("reserve", row.code, asked, at_hand))
            if commands.national_reserve:
                binds.append(Bind("reserve", NATION, asked - at_hand, commands.national_reserve))
    texts = {"force": force_name(force)}
    found = [
        finding(
            "warning",
            "shortage",
            area=row.code,
            names=texts,
            numbers={"short": total.short, "required": total.required},
            binds=[*binds, *_ceilings_that_bind(row, force, ledger, ceilings)],
        )
    ]
    short_rows = [*here.items(), *([(f"reserve/{row.code}", reserve)] if reserve else [])]
    found += [
        finding(
            "warning",
            "shortage-in-command",
            area=name,
            names=texts,
            numbers={
                "short": of_command.short,
                "required": of_command.required,
                "assigned": of_command.assigned,
            },
        )
        for name, of_command in short_rows
        if of_command.short
    ]
    return found


def _ceilings_that_bind(
    row: AreaRow, force: Force, ledger: Ledger, ceilings: Sequence[Ceiling]
) -> list[Bind]:
    """Ceilings in the province that are used up."""
    binds = []
    for ceiling in ceilings:
        if ceiling.force != force or ceiling.area[:2] != row.code:
            continue
        required, assigned = _personnel_in(ceiling.area, ceiling.code, force, ledger)
        if assigned >= ceiling.most and required > ceiling.most:
            binds.append(Bind("ceiling", ceiling.area, required, ceiling.most))
    return binds


def _personnel_in(area: str, code: int, force: Force, ledger: Ledger) -> tuple[int, int]:
    """Required and assigned persons of a force in a province or regency."""
    step = DIVISOR["province"] if len(area) == 2 else DIVISOR["regency"]
    if force == "linmas":
        inside, personnel = ledger.codes // step == code, ledger.linmas
    else:
        inside = ledger.first_code // step == code
        personnel = ledger.polri if force == "polri" else ledger.tni
    required = int(personnel.required[inside].sum())
    assigned = int(personnel.assigned[inside].sum())
    for _, _, unit in ledger.units:
        if unit.force == force and (unit.area == area or unit.area.startswith(f"{area}.")):
            required += unit.required
            assigned += unit.assigned
    return required, assigned


def strength_findings(
    ledger: Ledger,
    totals: Sequence[Total],
    unapplied: Sequence[UnappliedLimit],
    rules: Sequence[str],
) -> list[Finding]:
    """Forces planned as unlimited, limits that could not be applied, strengths and TPS that do not
    meet."""
    found = []
    for force in FORCES:
        commands = ledger.commands[force]
        names = {"force": force_name(force)}
        required = next(total.required for total in totals if total.force == force)
        if not commands.limited:
            if required:
                found.append(
                    finding("info", "unlimited-force", names=names, numbers={"required": required})
                )
            continue
        found += _idle_strengths(commands, ledger, force)
        found += _tps_without_command(commands, ledger, force)
    found += [
        finding(
            "warning",
            "limit-not-applied",
            area=limit.area,
            rule=limit.rule,
            names={"force": force_name(limit.force), "rule": rules[limit.rule]},
        )
        for limit in unapplied
    ]
    return found


def _idle_strengths(commands: Commands, ledger: Ledger, force: Force) -> list[Finding]:
    guarding = set(np.unique(commands.of_tps).tolist())
    provinces = set(np.unique(ledger.codes // DIVISOR["province"]).tolist())
    idle = [
        (name, own)
        for index, (name, own) in enumerate(zip(commands.names, commands.own, strict=True))
        if own and index not in guarding
    ]
    idle += [
        (f"reserve/{to_text(province, 'province')}", personnel)
        for province, personnel in sorted(commands.reserves.items())
        if personnel and province not in provinces
    ]
    return [
        finding(
            "info",
            "strength-outside-batch",
            area=name,
            names={"force": force_name(force)},
            numbers={"personnel": personnel},
        )
        for name, personnel in idle
    ]


def _tps_without_command(commands: Commands, ledger: Ledger, force: Force) -> list[Finding]:
    """TPS that no command of a force covers, where others of the same province are covered."""
    covering = set(commands.covers.values())
    bare = ~np.isin(commands.of_tps, np.array(sorted(covering), np.int64))
    provinces_covered = {int(cover[:2]) for cover in commands.covers}
    regencies, counts = np.unique(ledger.codes[bare] // DIVISOR["regency"], return_counts=True)
    return [
        finding(
            "warning",
            "tps-without-command",
            area=to_text(regency, "regency"),
            names={"force": force_name(force)},
            numbers={"tps": count},
        )
        for regency, count in zip(regencies.tolist(), counts.tolist(), strict=True)
        if regency // 100 in provinces_covered
    ]
