"""The limits that a finding on a shortage names: true figures, which add up to the shortage.

Own strength: what its command needs, what is at hand. A reserve of a province: what those commands
lack, and what claims on the reserve itself. The nation's: what all provinces lack beyond theirs. A
ceiling: what is required in its area. Where no ceiling lies on the force, what is needed beyond
the strengths named is the shortage; where one does, a ceiling that is reached must be named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pamtps_service.policy.model import Force
from pamtps_service.records.area_codes import NATION
from pamtps_service.records.plan import AreaLevelOfPlan, Bind, Plan
from pamtps_service.verify import words
from pamtps_service.verify.commands import RESERVE, Commands
from pamtps_service.verify.ledger import Ledger
from pamtps_service.verify.limits import Ceilings
from pamtps_service.verify.report import Report
from pamtps_service.verify.sums import COLUMNS, Sums


@dataclass(frozen=True)
class _Need:
    """What one force needs, as sums say it."""

    own: dict[str, dict[str, Bind]]
    """By province and command: need and strength of each command that needs more than it has."""
    direct: dict[str, int]
    """By province, what claims on its reserve itself."""
    reserve: dict[str, int]
    """What is given, by province or `ID`; nothing where none is given."""

    def asked(self, province: str) -> int:
        """What is asked of the reserve of a province."""
        beyond = sum(bind.need - bind.available for bind in self.own.get(province, {}).values())
        return beyond + self.direct.get(province, 0)

    def of_nation(self) -> int:
        """What is asked of the nation's reserve by all provinces."""
        return sum(
            max(0, self.asked(province) - self.reserve.get(province, 0))
            for province in set(self.own) | set(self.direct)
        )


def _needs(force: Force, sums: Sums, commands: Commands) -> _Need:
    found = _Need({}, {}, {})
    for (of_force, area), personnel in commands.reserve.items():
        if of_force == force:
            found.reserve[area] = personnel
    for name, totals in sums.totals[force][AreaLevelOfPlan.COMMAND].items():
        numbers = dict(zip(COLUMNS, totals, strict=True))
        if name.startswith(RESERVE):
            found.direct[name.removeprefix(RESERVE)] = numbers["required"]
            continue
        # Stronger sizes that are served before a claim have used strength up as well.
        need = numbers["required"] + numbers["above"]
        own = commands.own.get((force, name), 0)
        if need > own and force in commands.given:
            of_province = found.own.setdefault(commands.province(force, name), {})
            of_province[name] = Bind("own", name, need, own)
    return found


def check_binds(
    report: Report,
    plan: Plan,
    shortages: Sequence[tuple[int, Force]],
    sums: Sums,
    ledger: Ledger,
    ceilings: Ceilings,
    commands: Commands,
) -> None:
    """The limits of each finding on a shortage.

    Args:
        report: what is found is added to it.
        plan: the plan.
        shortages: index and force of the findings; their areas are provinces that are short.
        sums: of the plan.
        ledger: of the plan.
        ceilings: all that apply.
        commands: of the request.
    """
    needs: dict[Force, _Need] = {}
    for number, force in shortages:
        report.step()
        if force not in needs:
            needs[force] = _needs(force, sums, commands)
        finding = plan.findings[number]
        place, province = f"findings[{number}]", finding.area
        inside = {
            area: ceiling.most
            for (of_force, area), ceiling in ceilings.items()
            if of_force == force and area[:2] == province
        }
        seen: set[tuple[str, str]] = set()
        report.checked(2 * len(finding.binds) + 1)
        for index, bind in enumerate(finding.binds):
            wanted = _true(bind, province, force, needs[force], inside, ledger)
            path = f"{place}.binds[{index}]"
            if wanted is None or (bind.kind, bind.code) in seen:
                report.add("bind-unfounded", path, kind=words.BINDS[bind.kind], area=bind.code)
            else:
                for name in ("need", "available"):
                    required, given = getattr(wanted, name), getattr(bind, name)
                    if required != given:
                        report.add(
                            f"bind-{name}", path, required=required, given=given, area=bind.code
                        )
            seen.add((bind.kind, bind.code))
        if inside:
            _check_ceilings(report, place, force, inside, seen, ledger)
        elif at_home(force, ledger, commands):
            _check_sum(report, plan, number, force, needs[force], commands)


def _true(
    bind: Bind,
    province: str,
    force: Force,
    need: _Need,
    ceilings: dict[str, int],
    ledger: Ledger,
) -> Bind | None:
    """The limit with its true figures; None where it is none of the province, or does not bind."""
    found: Bind | None = None
    if bind.kind == "own":
        found = need.own.get(province, {}).get(bind.code)
    elif bind.kind == "ceiling" and bind.code in ceilings:
        required, _ = _personnel(force, bind.code, ledger)
        found = Bind("ceiling", bind.code, required, ceilings[bind.code])
    elif bind.kind == "reserve" and bind.code in (province, NATION):
        asked = need.of_nation() if bind.code == NATION else need.asked(province)
        found = Bind("reserve", bind.code, asked, need.reserve.get(bind.code, 0))
    return found if found is not None and found.need > found.available else None


def _personnel(force: Force, area: str, ledger: Ledger) -> tuple[int, int]:
    """Required and assigned in an area."""
    entries = ledger.entries[force]
    inside = entries.inside(area)
    return int(entries.required[inside].sum()), int(entries.assigned[inside].sum())


def _check_ceilings(
    report: Report,
    place: str,
    force: Force,
    ceilings: dict[str, int],
    seen: set[tuple[str, str]],
    ledger: Ledger,
) -> None:
    """Every ceiling that is reached where more is required is named."""
    for area, most in sorted(ceilings.items()):
        report.checked()
        required, assigned = _personnel(force, area, ledger)
        if assigned >= most and required > most and ("ceiling", area) not in seen:
            report.add(
                "bind-lacking",
                place,
                kind=words.BINDS["ceiling"],
                area=area,
                need=required,
                available=most,
            )


def _check_sum(
    report: Report, plan: Plan, number: int, force: Force, need: _Need, commands: Commands
) -> None:
    """What the strengths named lack, less the reserves, is the shortage.

    A reserve that is not named counts where it is given, or where something claims on it.
    """
    finding = plan.findings[number]
    province = finding.area
    named = {bind.code for bind in finding.binds if bind.kind == "reserve"}
    for source in (province, NATION):
        direct = need.direct.get(province, 0) if source == province else 0
        if (need.reserve.get(source, 0) or direct) and source not in named:
            asked = need.of_nation() if source == NATION else need.asked(province)
            report.add(
                "bind-lacking",
                f"findings[{number}]",
                kind=words.BINDS["reserve"],
                area=source,
                need=asked,
                available=need.reserve.get(source, 0),
            )
    beyond = sum(bind.need - bind.available for bind in finding.binds if bind.kind == "own")
    received = sum(
        max(0, item.personnel)
        for item in plan.transfers
        if item.force == force
        and item.source == NATION
        and commands.province(force, item.command) == province
    )
    direct = need.direct.get(province, 0)
    short = beyond + direct - need.reserve.get(province, 0) - received
    given = dict(finding.numbers)["short"]
    if short != given:
        own = {bind.code for bind in finding.binds if bind.kind == "own"}
        lacking = ", ".join(sorted(set(need.own.get(province, {})) - own))
        report.add(
            "binds-sum",
            f"findings[{number}]",
            required=given,
            given=short,
            area=province,
            lacking=lacking,
            repair="" if lacking else "numbers",
        )


def at_home(force: Force, ledger: Ledger, commands: Commands) -> bool:
    """Whether every command guards in its own province alone, so that one reserve serves it."""
    return all(
        commands.province(force, ledger.commands[pair // 100]) == f"{pair % 100:02d}"
        for pair in ledger.entries[force].pairs.tolist()
    )
