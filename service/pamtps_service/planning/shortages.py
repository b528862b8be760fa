"""Findings on shortages, with the limits that cause them, and on strengths that do nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from pamtps_service.parallel import ALONE, Work
from pamtps_service.planning.ceilings import Ceiling, UnappliedLimit
from pamtps_service.planning.columns import lengths_of_runs, starts_of_runs
from pamtps_service.planning.commands import Commands
from pamtps_service.planning.expectations import force_name
from pamtps_service.planning.findings import finding, named_command
from pamtps_service.planning.remedies import Remedies
from pamtps_service.planning.summary import Ledger
from pamtps_service.policy.model import FORCES, Force, Text
from pamtps_service.records.area_codes import DIVISOR, NATION, areas_in, to_text
from pamtps_service.records.plan import AreaLevelOfPlan, AreaRow, Bind, Finding, Total


@dataclass(frozen=True, slots=True)
class _Province:
    """What commands of one force ask for in one province."""

    rows: Mapping[str, Total]
    """Of its commands, and of its reserve where units claim on it, by name."""
    binds: Sequence[Bind]
    """The own strengths that are not enough."""
    asked: int
    """How many persons are asked of the province's reserve: what the commands lack, and what claims
    on the reserve itself."""


def shortage_findings(
    rows: Sequence[AreaRow],
    ledger: Ledger,
    ceilings: Sequence[Ceiling],
    remedies: Remedies,
    step: Work = ALONE,
) -> list[Finding]:
    """For each force and province that is short: by how much, which limits bind, and which
    commands are short.

    What binds adds up: where no ceiling binds, the shortage is the sum of need less available over
    the own strengths named, less the reserves (the nation's: of all provinces together).

    Args:
        rows: of the plan.
        ledger: of the plan.
        ceilings: that apply.
        remedies: of the plan.
        step: shares the provinces out.
    """
    short: list[tuple[str, Total, _Province, list[Bind]]] = []
    of_commands = [row for row in rows if row.level == AreaLevelOfPlan.COMMAND]
    provinces = [row for row in rows if row.level == AreaLevelOfPlan.PROVINCE]
    for force in FORCES:
        commands = ledger.commands[force]
        totals = {
            row.code: total for row in of_commands for total in row.totals if total.force == force
        }
        # provinces share the nation's reserve: what is needed of it is what all of them lack
        # also those without a TPS of the batch, whose commands guard in another
        asking = _by_province({int(row.code) for row in provinces}, commands, totals)
        of_nation = sum(
            max(0, asked.asked - commands.reserves.get(code, 0)) for code, asked in asking.items()
        )
        nation = Bind("reserve", NATION, of_nation, commands.national_reserve)
        for row in provinces:
            total = next(total for total in row.totals if total.force == force)
            if total.short:
                asked = asking[int(row.code)]
                binds = [
                    *_strengths_that_bind(row.code, commands, asked, nation),
                    *_ceilings_that_bind(row, force, ledger, ceilings),
                ]
                short.append((row.code, total, asked, binds))
    # those of which most is to be asked first, so that none is left for the end
    order = sorted(range(len(short)), key=lambda one: -len(short[one][2].rows))

    def findings_of(one: int) -> list[Finding]:
        return _of_province(*short[one], remedies)

    found = dict(zip(order, step.map(findings_of, order, len(ledger.codes)), strict=True))
    return [finding for one in range(len(short)) for finding in found[one]]


def _by_province(
    provinces: Set[int], commands: Commands, totals: Mapping[str, Total]
) -> dict[int, _Province]:
    """What is asked for in these provinces, and in those of the commands.

    Args:
        provinces: integer codes.
        commands: of the force.
        totals: of the force, by the name of a command or reserve.
    """
    own_of: dict[int, dict[str, int]] = {
        province: {} for province in sorted(provinces | set(commands.province))
    }
    for name, own, province in zip(commands.names, commands.own, commands.province, strict=True):
        if name in totals:
            own_of[province][name] = own
    return {
        province: _asked(f"reserve/{to_text(province, 'province')}", named, commands, totals)
        for province, named in own_of.items()
    }


def _asked(
    reserve: str, own_of: Mapping[str, int], commands: Commands, totals: Mapping[str, Total]
) -> _Province:
    """What is asked of some commands, given their own personnel, and of the reserve behind them."""
    rows = {name: totals[name] for name in (*own_of, reserve) if name in totals}
    if not commands.limited:
        return _Province(rows, (), 0)
    binds = []
    asked = totals[reserve].required if reserve in totals else 0
    for name, own in own_of.items():
        # stronger sizes that the policy serves before a claim have used strength up as well
        need = totals[name].required + totals[name].above
        if need > own:
            asked += need - own
            binds.append(Bind("own", name, need, own))
    return _Province(rows, binds, asked)


def _strengths_that_bind(
    province: str, commands: Commands, asked: _Province, nation: Bind
) -> list[Bind]:
    """The own strengths that are not enough, and the reserves behind them that are not either;
    none where the reserves are enough for all that is asked of them."""
    at_hand = commands.reserves.get(int(province), 0)
    if asked.asked <= at_hand or nation.need <= nation.available:
        return []
    binds = list(asked.binds)
    if at_hand or f"reserve/{province}" in asked.rows:
        binds.append(Bind("reserve", province, asked.asked, at_hand))
    if nation.available:
        binds.append(nation)
    return binds


def _of_province(
    province: str, total: Total, asked: _Province, binds: Sequence[Bind], remedies: Remedies
) -> list[Finding]:
    """The finding on one force in one province, and those on its commands that are short."""
    force = total.force
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
        for name, of_command in asked.rows.items()
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
    provinces = set(areas_in(ledger.codes, "province")[0].tolist())
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
        found += _idle_strengths(commands, provinces, force)
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


def _idle_strengths(commands: Commands, provinces: Set[int], force: Force) -> list[Finding]:
    """Those that lie outside these provinces, or guard no TPS in them."""
    guarding = set(commands.of_tps[starts_of_runs([commands.of_tps])].tolist())
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
    is_bare = np.ones(len(commands.names), np.bool_)
    is_bare[sorted(covering)] = False
    bare = is_bare[commands.of_tps]
    provinces_covered = {int(cover[:2]) for cover in commands.covers}
    regencies, starts = areas_in(ledger.codes[bare], "regency")
    counts = lengths_of_runs(starts, int(bare.sum()))
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
