"""Remedies: what a finding on a shortage says would mend it could do so.

Whether it does is told by planning again, which a verification does not do. But a remedy must
name a strength, ceiling or size that bears on the shortage, and persons that could make up for it;
and where no ceiling lies over a force, stronger sizes come last of all claims and every command
guards in its own province alone, what is short is a sum: then the reserve of a province needs as
much more as is short, but for what the nation's adds, and a command at most as much as its needs
exceed its own strength by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pamtps_service.policy.catalogue import render
from pamtps_service.policy.model import Force, Guard, Rule
from pamtps_service.records.area_codes import NATION
from pamtps_service.records.plan import AreaLevelOfPlan, Finding, Plan, Remedy
from pamtps_service.verify import words
from pamtps_service.verify.binds import at_home
from pamtps_service.verify.commands import RESERVE, Commands
from pamtps_service.verify.expected import Expected
from pamtps_service.verify.ledger import Ledger
from pamtps_service.verify.limits import Ceilings
from pamtps_service.verify.matching import Match
from pamtps_service.verify.messages import Exact, area_named, says
from pamtps_service.verify.references import References, RuleKey
from pamtps_service.verify.report import Report
from pamtps_service.verify.sums import COLUMNS, Sums

_Key = tuple[str, str, int | None]
"""Kind, code and rule of a remedy."""


@dataclass(frozen=True)
class _Range:
    """The persons, or the size, that a remedy may give."""

    least: int
    most: int | None
    needed: bool
    """Whether it must be among the remedies."""
    exact: Mapping[str, Exact]
    """Fields of its message besides number and area."""


def check_remedies(
    report: Report,
    plan: Plan,
    shortages: Sequence[tuple[int, Expected]],
    matches: Sequence[Match],
    references: References,
    rules: Mapping[RuleKey, Rule],
    sums: Sums,
    ledger: Ledger,
    ceilings: Ceilings,
    commands: Commands,
) -> None:
    """The remedies of each finding on a shortage; no other finding has any.

    Args:
        report: what is found is added to it.
        plan: the plan.
        shortages: index of each finding on a shortage that is well founded, and what it is.
        matches: of the policies.
        references: the plan's own rules.
        rules: all rules of the plan's policies.
        sums: of the plan.
        ledger: of the plan.
        ceilings: all that apply.
        commands: of the request.
    """
    for number, finding in enumerate(plan.findings):
        if not finding.code.startswith("shortage"):
            for index, remedy in enumerate(finding.remedies):
                _add_unfounded(report, f"findings[{number}].remedies[{index}]", remedy)
    bounds = _Bounds(matches, references, rules, sums, ledger, ceilings, commands)
    for number, item in shortages:
        report.step()
        _check(report, f"findings[{number}]", plan.findings[number], bounds.of(item))


def _check(report: Report, place: str, finding: Finding, allowed: Mapping[_Key, _Range]) -> None:
    seen: set[_Key] = set()
    report.checked(2 * len(finding.remedies) + len(allowed))
    for index, remedy in enumerate(finding.remedies):
        path = f"{place}.remedies[{index}]"
        key = (remedy.kind, remedy.code, remedy.rule)
        given, other = remedy.personnel, remedy.size
        if remedy.kind == "size":
            given, other = other, given
        if key not in allowed or key in seen or given is None or other is not None:
            _add_unfounded(report, path, remedy)
            continue
        seen.add(key)
        range_ = allowed[key]
        nearest = max(range_.least, given if range_.most is None else min(given, range_.most))
        field = "size_limit" if remedy.kind == "size" else "personnel"
        if given != nearest:
            report.add(
                "remedy-number",
                f"{path}.{field}",
                required=nearest,
                given=given,
                kind=words.REMEDIES[remedy.kind],
                area=remedy.code,
            )
        name = "size" if remedy.kind == "size" else "personnel"
        exact: dict[str, Exact] = {**range_.exact, name: given}
        if not says(
            remedy.message, f"remedy-{remedy.kind}", exact, {"area": area_named(remedy.code)}
        ):
            report.add(
                "remedy-message",
                path,
                kind=words.REMEDIES[remedy.kind],
                area=remedy.code,
                words=render(f"remedy-{remedy.kind}", area=remedy.code, **exact),
            )
    for kind, code, rule in [key for key, one in allowed.items() if one.needed and key not in seen]:
        range_ = allowed[kind, code, rule]
        report.add(
            "remedy-lacking",
            place,
            kind=words.REMEDIES[kind],
            area=code,
            number=range_.least if range_.most is None else range_.most,
        )


def _add_unfounded(report: Report, path: str, remedy: Remedy) -> None:
    report.add("remedy-unfounded", path, kind=words.REMEDIES[remedy.kind], area=remedy.code)


class _Bounds:
    """What may mend a shortage."""

    def __init__(
        self,
        matches: Sequence[Match],
        references: References,
        rules: Mapping[RuleKey, Rule],
        sums: Sums,
        ledger: Ledger,
        ceilings: Ceilings,
        commands: Commands,
    ) -> None:
        self._matches, self._references, self._rules = matches, references, rules
        self._sums, self._ledger = sums, ledger
        self._ceilings, self._commands = ceilings, commands
        self._last = all(match.policy.claims[-1] == "upgrades" for match in matches)
        self._at_home: dict[Force, bool] = {}
        self._asked: dict[Force, dict[str, int]] = {}

    def of(self, item: Expected) -> dict[_Key, _Range]:
        """The remedies that a finding may have."""
        assert item.force is not None
        if item.code == "shortage-in-command":
            return dict(self._of_command(item.force, item.area, item.numbers["short"]))
        return dict(self._of_province(item.force, item.area, item.numbers["short"]))

    def _of_command(self, force: Force, name: str, short: int) -> Iterator[tuple[_Key, _Range]]:
        commands = self._commands
        if force not in commands.given or name.startswith(RESERVE):
            return
        province = commands.province(force, name)
        summed = self._is_sum(force, province)
        totals = self._sums.totals[force][AreaLevelOfPlan.COMMAND][name]
        most = totals[COLUMNS.index("required")] - commands.own.get((force, name), 0)
        yield ("own", name, None), _Range(short, most if summed else None, summed, {})

    def _of_province(
        self, force: Force, province: str, short: int
    ) -> Iterator[tuple[_Key, _Range]]:
        commands = self._commands
        summed = self._is_sum(force, province)
        national = commands.reserve.get((force, NATION), 0)
        # Linmas do not move between regencies, unless the request says that some can.
        stays = force == "linmas" and (force, province) not in commands.reserve
        if force in commands.given and not stays:
            most = self._beyond(force, province) if summed else None
            yield ("reserve", province, None), _Range(short, most, summed, {})
        if national:
            nation = self._sums.totals[force][AreaLevelOfPlan.NATION][NATION]
            whole = nation[COLUMNS.index("short")]
            free = summed and not any(of_force == force for of_force, _ in self._ceilings)
            # Where stronger sizes come before claims, they take of what is more.
            most = whole if free else None
            yield ("reserve", NATION, None), _Range(whole, most, free, {})
        for (of_force, area), ceiling in self._ceilings.items():
            rule = self._references.index.get(ceiling.rule)
            if of_force == force and area[:2] == province and rule is not None:
                title = self._rules[ceiling.rule].title
                # Where stronger sizes come before claims, more room may change who is served.
                least = short if self._last else 1
                yield ("ceiling", area, rule), _Range(least, None, False, {"rule": title})
        if force == "polri":
            yield from self._of_sizes(province)

    def _of_sizes(self, province: str) -> Iterator[tuple[_Key, _Range]]:
        """The guard rules with sizes that match in a province."""
        for match in self._matches:
            bounds = [int(province) * 10**11, (int(province) + 1) * 10**11]
            begin, end = np.searchsorted(match.facts.code, bounds)
            for rule in match.policy.rules:
                index = self._references.index.get((match.policy.id, rule.id))
                effect = rule.effect
                if not isinstance(effect, Guard) or not effect.sizes or index is None:
                    continue
                if bool(match.tps[rule.id][begin:end].any()):
                    weaker = max(effect.sizes) + 1
                    yield (
                        ("size", province, index),
                        _Range(weaker, None, False, {"rule": rule.title}),
                    )

    def _beyond(self, force: Force, province: str) -> int:
        """What is needed in a province beyond all its strengths: its shortage, but for what the
        nation's reserve adds, which need not come when the province has more."""
        if force not in self._asked:
            asked = self._asked[force] = {}
            for name, totals in self._sums.totals[force][AreaLevelOfPlan.COMMAND].items():
                code = self._commands.province(force, name)
                own = self._commands.own.get((force, name), 0)
                beyond = max(0, totals[COLUMNS.index("required")] - own)
                asked[code] = asked.get(code, 0) + beyond
        at_hand = self._commands.reserve.get((force, province), 0)
        return self._asked[force].get(province, 0) - at_hand

    def _is_sum(self, force: Force, province: str) -> bool:
        """Whether what is short in a province is what needs exceed strengths by."""
        if force not in self._at_home:
            self._at_home[force] = at_home(force, self._ledger, self._commands)
        capped = any(of == force and area[:2] == province for of, area in self._ceilings)
        return self._at_home[force] and self._last and not capped and force in self._commands.given
