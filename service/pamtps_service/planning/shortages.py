"""Findings on shortages, with the limits that cause them, and on strengths that do nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pamtps_service.planning.ceilings import Ceiling, UnappliedLimit
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.expectations import force_name
from pamtps_service.planning.findings import finding, named_command
from pamtps_service.planning.remedies import Remedies
from pamtps_service.planning.summary import Ledger
from pamtps_service.policy.model import FORCES, Force, Text
from pamtps_service.records.area_codes import DIVISOR, NATION, to_text
from pamtps_service.records.plan import AreaLevelOfPlan, AreaRow, Bind, Finding, Total

_ByCommand = dict[tuple[str, Force], Total]
"""Totals by the name of a command and a force."""


def shortage_findings(
    rows: Sequence[AreaRow], ledger: Ledger, ceilings: Sequence[Ceiling], remedies: Remedies
) -> list[Finding]:
    """For each force and province that is short: by how much, which limits bind, and which
    commands are short.

    What binds adds up: where no ceiling binds, the shortage is the sum of need less available over
    the own strengths named, less the reserves (the nation's: of all provinces together).
    """
    found: list[Finding] = []
    by_command = {
        (row.code, total.force): total
        for row in rows
        if row.level == AreaLevelOfPlan.COMMAND
        for total in row.totals
    }
    provinces = [row for row in rows if row.level == AreaLevelOfPlan.PROVINCE]
    for force in FORCES:
        commands = ledger.commands[force]
        # provinces share the nation's reserve: what is needed of it is what all of them lack
        # also those without a TPS of the batch, whose commands guard in another
        everywhere = {row.code for row in provinces}
        everywhere |= {to_text(code, "province") for code in commands.province}
        of_nation = sum(
            max(0, _asked(code, commands, by_command)[1] - _reserve(code, commands))
            for code in everywhere
        )
        nation = Bind("reserve", NATION, of_nation, commands.national_reserve)
        for row in provinces:
            total = next(total for total in row.totals if total.force == force)
            if total.short:
                binds = [
                    *_strengths_that_bind(row.code, commands, by_command, nation),
                    *_ceilings_that_bind(row, force, ledger, ceilings),
                ]
                found += _of_province(row.code, total, commands, by_command, binds, remedies)
    return found


def _commands_in(province: str, commands: Commands, by_command: _ByCommand) -> dict[str, int]:
    """The own personnel of each command of a province that has a row, by name."""
    return {
        name: own
        for name, own, code in zip(commands.names, commands.own, commands.province, strict=True)
        if to_text(code, "province") == province and (name, commands.force) in by_command
    }


def _reserve(province: str, commands: Commands) -> int:
    return commands.reserves.get(int(province), 0)


def _asked(province: str, commands: Commands, by_command: _ByCommand) -> tuple[list[Bind], int]:
    """The own strengths that are not enough, and how many persons are asked of the province's
    reserve: what they lack, and what claims on the reserve itself."""
    if not commands.limited:
        return [], 0
    binds = []
    reserve = by_command.get((f"reserve/{province}", commands.force))
    asked = reserve.required if reserve else 0
    for name, own in _commands_in(province, commands, by_command).items():
        total = by_command[name, commands.force]
        # stronger sizes that the policy serves before a claim have used strength up as well
        need = total.required + total.above
        if need > own:
            asked += need - own
            binds.append(Bind("own", name, need, own))
    return binds, asked


def _strengths_that_bind(
    province: str, commands: Commands, by_command: _ByCommand, nation: Bind
) -> list[Bind]:
    """The own strengths that are not enough, and the reserves behind them that are not either;
    none where the reserves are enough for all that is asked of them."""
    binds, asked = _asked(province, commands, by_command)
    at_hand = _reserve(province, commands)
    if asked <= at_hand or nation.need <= nation.available:
        return []
    if at_hand or (f"reserve/{province}", commands.force) in by_command:
        binds.append(Bind("reserve", province, asked, at_hand))
    if nation.available:
        binds.append(nation)
    return binds


def _of_province(
    province: str,
    total: Total,
    commands: Commands,
    by_command: _ByCommand,
    binds: Sequence[Bind],
    remedies: Remedies,
) -> list[Finding]:
    """The finding on one force in one province, and those on its commands that are short."""
    force = total.force
    names = [*_commands_in(province, commands, by_command), f"reserve/{province}"]
    texts = {"force": force_name(force)}
    found = [
        finding(
            "warning",
            "shortage",
            area=province,
            names=texts,
            numbers={"short": total.short, "required": total.required},
            binds=binds,
            remedies=remedies.of_province(force, int(province), total.short),
        )
    ]
    rows = {name: by_command[name, force] for name in names if (name, force) in by_command}
    found += [
        finding(
            "warning",
            "shortage-in-command",
            area=name,
            names={**texts, "area": named_command(name)},
            numbers={
                "short": of_command.short,
                "required": of_command.required,
                "assigned": of_command.assigned,
            },
            remedies=remedies.of_command(force, name, of_command.short),
        )
        for name, of_command in rows.items()
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
    rules: Sequence[Text],
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
            names={"force": force_name(force), "area": named_command(name)},
            numbers={"personnel": personnel},
        )
        for name, personnel in idle
    ]


def _served_by_reserve(province: int, commands: Commands) -> bool:
    """Whether a province has no commands of the force because reserves are all there is."""
    return commands.reserves.get(province, 0) > 0 or commands.national_reserve > 0


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
        if regency // 100 in provinces_covered or not _served_by_reserve(regency // 100, commands)
    ]
