"""Next steps: of each command and tier that is not at its wish, the cheapest step up, and what is
left for it.

Written from what a step is: what gets one size goes to the next smaller one, and needs as many
persons more as its posts are then more. What is left for it is what the tier could have: lower
tiers' stronger sizes came after it. That is a sum over the plan's own posts where stronger sizes
come last of all claims and every command guards in its own province alone; elsewhere it depends on
who was served before, and only bounds and the chain of needs are checked.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pamtps_service.policy.model import AreaLevel, Text
from pamtps_service.records import area_codes
from pamtps_service.records.area_codes import NATION
from pamtps_service.records.batch import Batch
from pamtps_service.records.plan import Bind, NextStep, Plan
from pamtps_service.verify import words
from pamtps_service.verify.binds import at_home
from pamtps_service.verify.commands import Commands
from pamtps_service.verify.distinct import added, distinct
from pamtps_service.verify.ledger import Ledger
from pamtps_service.verify.limits import Ceilings
from pamtps_service.verify.matching import Match
from pamtps_service.verify.posts import AREAS, Formed, Groups
from pamtps_service.verify.report import Report
from pamtps_service.verify.requirement import Requirements
from pamtps_service.verify.stations import Numbers

Key = tuple[int, int]
"""Index of a command, and rank of a tier."""


@dataclass(frozen=True)
class _Step:
    """One step up of a choice."""

    area: str
    size: int
    next_size: int
    personnel: int

    @property
    def named(self) -> Text:
        """The step in words."""
        return words.step(self.area, self.size, self.next_size, self.personnel)


@dataclass(frozen=True)
class _Raised:
    """What the sizes chosen need beyond the weakest; columns of length g, by group."""

    command: Numbers
    tier: Numbers
    regency: Numbers
    extra: Numbers

    def below(self, tier: int) -> Numbers:
        """The persons of lower tiers; length g."""
        found: Numbers = np.where(self.tier < tier, self.extra, 0)
        return found


def check_next_steps(
    report: Report,
    plan: Plan,
    batch: Batch,
    matches: Sequence[Match],
    requirements: Requirements,
    groups: Groups,
    posts: Formed,
    ledger: Ledger,
    ceilings: Ceilings,
    commands: Commands,
) -> None:
    """Each command and tier that is not at its wish has its cheapest step, and no other has one."""
    report.checked(5 * len(plan.next_steps))
    cheapest: dict[Key, list[_Step]] = {}
    if "polri" in commands.given:
        cheapest, raised = _cheapest(plan, batch, requirements, groups, posts, commands)
        left = _Left(raised, matches, ledger, ceilings, commands)
    numbered = {name: index for index, name in enumerate(commands.names)}
    told: set[Key] = set()
    for number, step in enumerate(plan.next_steps):
        place = f"next_steps[{number}]"
        key = (numbered.get(step.command, -1), step.risk_tier)
        if key not in cheapest or key in told:
            tier = words.tier(step.risk_tier)
            report.add("next-step-unfounded", place, command=step.command, tier=tier)
            continue
        told.add(key)
        if _check_step(report, place, step, cheapest[key]):
            _check_binds(report, place, step, left.of(step))
    report.checked(len(cheapest))
    for index, rank in sorted(set(cheapest) - told):
        report.add(
            "next-step-lacking",
            "next_steps",
            command=commands.names[index],
            tier=words.tier(rank),
            value=words.tier_value(rank),
            step=cheapest[index, rank][0].named,
        )
    _check_order(report, plan)


def _check_order(report: Report, plan: Plan) -> None:
    """By command, the highest tier first."""
    keys = [(step.command, -step.risk_tier) for step in plan.next_steps]
    for number, (before, key) in enumerate(itertools.pairwise(keys)):
        if key < before:
            place = f"next_steps[{number + 1}]"
            report.add("next-step-order", place, before=f"next_steps[{number}]")


def _cheapest(
    plan: Plan,
    batch: Batch,
    requirements: Requirements,
    groups: Groups,
    posts: Formed,
    commands: Commands,
) -> tuple[dict[Key, list[_Step]], _Raised]:
    """The steps with the fewest persons of each command and tier, in code order, and what the
    sizes chosen need. A choice whose posts have no size that it may have is a violation already,
    and counts as if it were at its weakest."""
    kinds: dict[tuple[int, int, tuple[int, ...], AreaLevel, AreaLevel], int] = {}
    kind_of = np.array(
        [
            kinds.setdefault((s.polri, s.tni, s.sizes, s.within, s.choose), len(kinds))
            for s in requirements.shapes
        ],
        dtype=np.int64,
    )
    at = groups.first
    kind = kind_of[requirements.shape[at]]
    tier = requirements.tier[at].astype(np.int64)
    command = commands.of_tps["polri"][at]
    divisor = np.array([area_codes.DIVISOR[key[4]] for key in kinds], dtype=np.int64)[kind]
    area = batch.code[at] // divisor
    formed = np.flatnonzero(posts.group >= 0)
    size = np.zeros(len(at), dtype=np.int64)
    size[posts.group[formed]] = plan.posts.size_limit[formed]

    extra, step = np.zeros((2, len(at)), dtype=np.int64)
    following = np.zeros(len(at), dtype=np.int64)
    for (polri, _, sizes, _, _), number in kinds.items():
        here = np.flatnonzero(kind == number)
        if not len(here):
            continue
        ascending = np.array(sizes, dtype=np.int64)
        index = np.minimum(np.searchsorted(ascending, size[here]), len(sizes) - 1)
        size[here] = np.where(ascending[index] == size[here], size[here], sizes[-1])
        index = np.searchsorted(ascending, size[here])
        following[here] = np.where(index > 0, ascending[np.maximum(index - 1, 0)], 0)
        count, now = groups.count[here], size[here]
        extra[here] = polri * (-(-count // now) + count // -sizes[-1])
        smaller = np.maximum(following[here], 1)
        step[here] = np.where(index > 0, polri * (-(-count // smaller) + count // -now), 0)

    one = (kind * 3 + tier) * len(commands.names) + command
    choices, where = distinct(distinct(one)[1] * AREAS + area)
    persons, first = added(where, len(choices), step), np.zeros(len(choices), dtype=np.int64)
    # Written from the last to the first, so that the first group of each choice stays.
    first[where[::-1]] = np.arange(len(at))[::-1]
    open_ = np.flatnonzero(following[first])
    who = command[first] * 3 + tier[first]
    fewest = np.full(3 * len(commands.names), np.iinfo(np.int64).max)
    np.minimum.at(fewest, who[open_], persons[open_])
    found: dict[Key, list[_Step]] = {}
    levels = [key[4] for key in kinds]
    taken = open_[persons[open_] == fewest[who[open_]]]
    columns = (column[first[taken]] for column in (command, tier, area, kind, size, following))
    for index, rank, code, number, now, smaller, more in zip(
        *(column.tolist() for column in columns), persons[taken].tolist(), strict=True
    ):
        text = area_codes.to_text(code, levels[number])
        found.setdefault((index, rank), []).append(_Step(text, now, smaller, more))
    for steps in found.values():
        steps.sort(key=lambda one: (one.area, -one.size, -one.next_size))
    return found, _Raised(command, tier, batch.code[at] // 10**9, extra)


def _check_step(report: Report, place: str, step: NextStep, cheapest: Sequence[_Step]) -> bool:
    """The step is one of the cheapest."""
    given = _Step(step.area, step.size, step.next_size, step.personnel)
    if given in cheapest:
        return True
    nearest = next((one for one in cheapest if one.area == given.area), cheapest[0])
    report.add(
        "next-step-wrong",
        place,
        required=nearest.personnel,
        given=given.personnel,
        command=step.command,
        tier=words.tier(step.risk_tier),
        wanted=nearest.named,
        found=given.named,
        area=nearest.area,
        size=str(nearest.size),
        next_size=str(nearest.next_size),
    )
    return False


def _check_binds(report: Report, place: str, step: NextStep, wanted: Sequence[Bind]) -> None:
    """The limits over a step are named in their order, with true figures, and one is in its way."""
    if all(bind.need <= bind.available for bind in wanted):
        report.add(
            "next-step-affordable",
            place,
            command=step.command,
            tier=words.tier(step.risk_tier),
            area=step.area,
            next_size=str(step.next_size),
        )
    if [(bind.kind, bind.code) for bind in step.binds] != [(b.kind, b.code) for b in wanted]:
        report.add(
            "next-step-binds", place, wanted=words.limits(wanted), found=words.limits(step.binds)
        )
        return
    for index, (given, limit) in enumerate(zip(step.binds, wanted, strict=True)):
        path = f"{place}.binds[{index}]"
        for name in ("need", "available"):
            required, found = getattr(limit, name), getattr(given, name)
            if required != found:
                report.add(
                    f"next-step-{name}", path, required=required, given=found, area=given.code
                )


@dataclass(frozen=True)
class _Used:
    """What a tier and those above it use, without lower tiers' stronger sizes."""

    by_command: dict[str, int]
    asked: dict[str, int]
    """Of each province's reserve."""
    of_nation: int
    """Of the nation's."""


class _Left:
    """What is left for steps."""

    def __init__(
        self,
        raised: _Raised,
        matches: Sequence[Match],
        ledger: Ledger,
        ceilings: Ceilings,
        commands: Commands,
    ) -> None:
        self._raised, self._ledger = raised, ledger
        self._ceilings, self._commands = ceilings, commands
        self._exact = all(match.policy.claims[-1] == "upgrades" for match in matches) and at_home(
            "polri", ledger, commands
        )
        self._used: dict[int, _Used] = {}

    def of(self, step: NextStep) -> list[Bind]:
        """The limits over a step in their order: own strength, the reserves that are asked for what
        it lacks, and ceilings.

        Where it cannot be told what is left, it is what the step says, as far as there can be.
        """
        used = self._used_by(step.risk_tier)
        province = step.area[:2]
        own = self._own(step.command)
        sources: list[tuple[Literal["own", "reserve"], str, int, int]] = [
            ("own", step.command, own, used.by_command.get(step.command, 0))
        ]
        if ("polri", province) in self._commands.reserve:
            sources.append(
                ("reserve", province, self._reserve(province), used.asked.get(province, 0))
            )
        if self._reserve(NATION):
            sources.append(("reserve", NATION, self._reserve(NATION), used.of_nation))
        found: list[Bind] = []
        lacking = step.personnel
        for kind, code, most, persons in sources:
            if kind != "own" and lacking <= 0:
                break
            left = self._left(step, len(found), most, persons)
            found.append(Bind(kind, code, lacking, left))
            lacking -= left
        for code in (".".join(step.area.split(".")[:2]), province):
            ceiling = self._ceilings.get(("polri", code))
            if ceiling is not None:
                assigned = self._assigned_in(code, step.risk_tier)
                left = self._left(step, len(found), ceiling.most, assigned)
                found.append(Bind("ceiling", code, step.personnel, left))
        return found

    def _left(self, step: NextStep, index: int, most: int, used: int) -> int:
        if self._exact or index >= len(step.binds):
            return max(0, most - used)
        return max(0, min(most, step.binds[index].available))

    def _own(self, command: str) -> int:
        return self._commands.own.get(("polri", command), 0)

    def _reserve(self, area: str) -> int:
        return self._commands.reserve.get(("polri", area), 0)

    def _used_by(self, tier: int) -> _Used:
        if tier not in self._used:
            entries = self._ledger.entries["polri"]
            sums = np.zeros(len(self._ledger.commands), dtype=np.int64)
            np.add.at(sums, entries.command, entries.assigned)
            np.subtract.at(sums, self._raised.command, self._raised.below(tier))
            by_command = dict(zip(self._ledger.commands, sums.tolist(), strict=True))
            asked: dict[str, int] = {}
            for name, persons in by_command.items():
                province = self._commands.province("polri", name)
                beyond = max(0, persons - self._own(name))
                asked[province] = asked.get(province, 0) + beyond
            of_nation = sum(
                max(0, persons - self._reserve(province)) for province, persons in asked.items()
            )
            self._used[tier] = _Used(by_command, asked, of_nation)
        return self._used[tier]

    def _assigned_in(self, area: str, tier: int) -> int:
        """Persons in a regency or province without lower tiers' stronger sizes."""
        entries = self._ledger.entries["polri"]
        regency = self._raised.regency
        inside = (regency if "." in area else regency // 100) == area_codes.to_integer(area)
        lower = int(self._raised.below(tier)[inside].sum())
        return int(entries.assigned[entries.inside(area)].sum()) - lower
