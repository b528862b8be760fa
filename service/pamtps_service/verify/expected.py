"""The findings that a reader of the plan needs, worked out from the definitions of their codes.

`findings.py` compares them with those that the plan has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from pamtps_service.policy.catalogue import render
from pamtps_service.policy.model import FORCES, Force, Text
from pamtps_service.records import area_codes
from pamtps_service.records.area_codes import NATION
from pamtps_service.records.batch import Batch
from pamtps_service.records.plan import AreaLevelOfPlan, Plan, Severity
from pamtps_service.verify import words
from pamtps_service.verify.commands import RESERVE, Commands
from pamtps_service.verify.expectations import Outcome
from pamtps_service.verify.limits import unapplied
from pamtps_service.verify.matching import Match
from pamtps_service.verify.messages import (
    Exact,
    Named,
    area_named,
    quantity_named,
    right_named,
)
from pamtps_service.verify.mixes import Bounds
from pamtps_service.verify.posts import Formed
from pamtps_service.verify.references import RuleKey
from pamtps_service.verify.stations import read_at, tps_text
from pamtps_service.verify.sums import COLUMNS, Sums
from pamtps_service.verify.sums import NATION as NATION_ROW
from pamtps_service.verify.territory import Territory

SHORT: Final = COLUMNS.index("short")


@dataclass(frozen=True)
class Expected:
    """A finding that the plan must have; it may have it only where it is expected."""

    code: str
    severity: Severity
    area: str = ""
    rules: tuple[RuleKey, ...] = ()
    """It names one of them; none where there are none."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    force: Force | None = None
    exact: Mapping[str, Exact] = field(default_factory=dict)
    """Texts of the message's fields besides numbers, force and rule."""
    named: Mapping[str, Named] = field(default_factory=dict)
    """The message's fields besides the area that may be worded in several ways."""
    needed: bool = True
    """Whether its absence is a violation."""
    tps: int | None = None
    """Integer code of the TPS that it names."""

    def exact_fields(self, title: Text | None) -> dict[str, Exact]:
        """All fields of the message that have one text.

        Args:
            title: of the rule that the finding names.
        """
        fields: dict[str, Exact] = {**self.exact, **self.numbers}
        if self.force is not None:
            fields["force"] = words.FORCES[self.force]
        if title is not None:
            fields["rule"] = title
        if self.tps is not None:
            fields["tps"] = tps_text(self.tps)
        return fields

    def words(self, title: Text | None) -> Text:
        """The message; what may be worded in several ways is left open in it."""
        fields: dict[str, Exact] = {**dict.fromkeys(self.named_fields(), "…")}
        if self.area:
            fields["area"] = self.area
        return render(self.code, **fields, **self.exact_fields(title))

    def named_fields(self) -> dict[str, Named]:
        """The other fields of the message."""
        return {**self.named, **({"area": area_named(self.area)} if self.area else {})}


def of_shortages(sums: Sums, commands: Commands) -> Iterator[Expected]:
    """Each force that is short in a province, and under a command; forces that are unlimited."""
    for force in FORCES:
        totals = sums.totals[force]
        provinces = totals[AreaLevelOfPlan.PROVINCE]
        required = totals[NATION_ROW[0]][NATION_ROW[1]][COLUMNS.index("required")]
        if force not in commands.given and required:
            yield Expected("unlimited-force", "info", numbers={"required": required}, force=force)
        short_in = set()
        for code, numbers_of in provinces.items():
            if numbers_of[SHORT]:
                short_in.add(code)
                told = _told(numbers_of, "short", "required")
                yield Expected("shortage", "warning", code, numbers=told, force=force)
        for code, numbers_of in totals[AreaLevelOfPlan.COMMAND].items():
            if numbers_of[SHORT]:
                told = _told(numbers_of, "short", "required", "assigned")
                # Of a command that is short only in another province than its own, the shortage of
                # that province may be told alone.
                needed = commands.province(force, code) in short_in
                yield Expected(
                    "shortage-in-command", "warning", code, numbers=told, force=force, needed=needed
                )


def _told(totals: Sequence[int], *names: str) -> dict[str, int]:
    """Some of the numbers of a row, by name."""
    return {name: totals[COLUMNS.index(name)] for name in names}


def of_strengths(batch: Batch, territory: Territory, commands: Commands) -> Iterator[Expected]:
    """Strengths that guard no TPS of the batch, and TPS that are under no command."""
    provinces = territory.codes["province"].tolist()
    numbered = {name: index for index, name in enumerate(commands.names)}
    for force in FORCES:
        if force not in commands.given:
            continue
        counts = np.bincount(commands.of_tps[force], minlength=len(numbered))
        guarding = set(np.flatnonzero(counts).tolist())
        idle = [
            (name, personnel)
            for (of_force, name), personnel in commands.own.items()
            if of_force == force and numbered[name] not in guarding
        ]
        idle += [
            (RESERVE + area, personnel)
            for (of_force, area), personnel in commands.reserve.items()
            if of_force == force and area != NATION and int(area) not in provinces
        ]
        for name, personnel in idle:
            if personnel:
                told = {"personnel": personnel}
                yield Expected("strength-outside-batch", "info", name, numbers=told, force=force)
        covering = [numbered[name] for name in set(commands.covers[force].values())]
        under = np.zeros(len(numbered), dtype=np.bool_)
        under[covering] = True
        if not guarding - set(covering):
            continue
        bare = batch.code[~under[commands.of_tps[force]]]
        codes, counts = np.unique(area_codes.column(bare, "regency"), return_counts=True)
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
            text = area_codes.to_text(code, "regency")
            yield Expected(
                "tps-without-command",
                "warning",
                text,
                numbers={"tps": count},
                force=force,
                needed=_without_command_matters(force, text[:2], commands),
            )


def _without_command_matters(force: Force, province: str, commands: Commands) -> bool:
    """Where a province has no command at all and a reserve stands for it, reserves are all that the
    request speaks of; else TPS under no command were forgotten."""
    covered = any(code[:2] == province for code in commands.covers[force])
    reserves = {(force, province), (force, NATION)} & set(commands.reserve)
    return covered or not reserves


def of_rules(
    matches: Sequence[Match],
    bounds: Sequence[Bounds],
    results: Sequence[Outcome],
    commands: Commands,
) -> Iterator[Expected]:
    """What single rules ask for and do not get: mixes, expectations, limits."""
    for mix in bounds:
        if mix.most is None:
            continue
        if mix.least > mix.most:
            told = {"least": mix.least, "most": mix.most}
            yield Expected("mix-without-whole-number", "warning", mix.area, mix.rules, told)
        elif mix.given > mix.most:
            told = {"given": mix.given, "most": mix.most}
            yield Expected("mix-above-bound", "warning", mix.area, mix.rules, told)
    yield from map(_of_outcome, results)
    for force, area, key in unapplied(matches, commands):
        yield Expected("limit-not-applied", "warning", area, (key,), force=force)


def _of_outcome(outcome: Outcome) -> Expected:
    statement = outcome.statement
    if outcome.whole is None:
        force = statement.quantity.removesuffix("_short")
        name = next(name for name in FORCES if name == force)
        return Expected(
            "expectation-not-checked", outcome.severity, outcome.area, (outcome.rule,), force=name
        )
    return Expected(
        "expectation-fails",
        outcome.severity,
        outcome.area,
        (outcome.rule,),
        {"left": outcome.left},
        exact={"operator": statement.operator},
        named={
            "quantity": quantity_named(statement.quantity),
            "right": right_named(statement.right, outcome.whole),
        },
    )


def of_posts(plan: Plan, batch: Batch, posts: Formed) -> Iterator[Expected]:
    """Posts of one TPS that might have had more, by province."""
    lone = np.flatnonzero((posts.stations == 1) & (plan.posts.size_limit > 1))
    codes = read_at(batch.code, posts.first[lone], 0)
    provinces, counts = np.unique(codes // area_codes.DIVISOR["province"], return_counts=True)
    for code, count in zip(provinces.tolist(), counts.tolist(), strict=True):
        area = area_codes.to_text(code, "province")
        yield Expected("lone-posts", "info", area, numbers={"posts": count})
