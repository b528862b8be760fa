"""What explanations look things up in: a traced plan, with its rows, posts and units by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.assignment import PerPost, per_post
from pamtps_service.planning.expectations import force_name
from pamtps_service.planning.findings import named_area, named_command
from pamtps_service.planning.plan import Traced
from pamtps_service.planning.summary import Personnel
from pamtps_service.policy.catalogue import render
from pamtps_service.policy.model import Force, Guard, Text, Tier
from pamtps_service.records.area_codes import DIVISOR, CodeLevel, to_integer, to_text
from pamtps_service.records.explanation import Explanation
from pamtps_service.records.plan import AreaLevelOfPlan, AreaRow, Unit

Int64 = NDArray[np.int64]

LEVEL_OF_ROW: Final[dict[AreaLevelOfPlan, CodeLevel]] = {
    AreaLevelOfPlan.PROVINCE: "province",
    AreaLevelOfPlan.REGENCY: "regency",
    AreaLevelOfPlan.DISTRICT: "district",
}
TIER_NAMES: Final[tuple[Text, Text, Text]] = (
    Text(id="kurang rawan", en="kurang rawan"),
    Text(id="rawan", en="rawan"),
    Text(id="sangat rawan", en="sangat rawan"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of Plan.areas with what it sums up."""

    index: int
    row: AreaRow
    name: Text
    posts: dict[Force, Int64]
    """Indices of the posts whose Polri, or TNI, it counts."""
    linmas: Int64
    """Indices of the TPS whose linmas it counts."""
    tps: Int64
    """Indices of the TPS that it counts by tier."""
    units: tuple[int, ...]
    """Indices of Plan.units."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The posts of one group that a row counts, by their number inside the group."""

    group: int
    runs: tuple[tuple[int, int], ...]
    """Numbers from .. before, ascending."""
    posts: Int64
    """Their indices."""
    whole: bool
    """Whether these are all posts of the group."""


class View:
    """A traced plan. Everything is looked up once."""

    def __init__(self, traced: Traced) -> None:
        self.traced = traced
        self.plan = traced.plan
        self.demand = traced.demand
        self.groups = traced.groups
        self.posts = traced.assigned.posts
        self.ledger = traced.assigned.ledger
        self.needs: PerPost = per_post(self.demand, self.groups, self.posts)
        self.area_index = {
            (row.level, row.code): index for index, row in enumerate(self.plan.areas)
        }
        self.unit_index = {
            (unit.area, unit.force, unit.role, unit.rule, unit.unit): index
            for index, unit in enumerate(self.plan.units)
        }

    @cached_property
    def number_in_group(self) -> Int64:
        """The number of each post among those of its group, from 0."""
        order = np.argsort(self.posts.group, kind="stable")
        counts = np.bincount(self.posts.group, minlength=len(self.groups))
        numbers = np.empty(len(order), np.int64)
        numbers[order] = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
        return numbers

    @cached_property
    def posts_of_group(self) -> Int64:
        """How many posts each group has."""
        return np.bincount(self.posts.group, minlength=len(self.groups))

    def personnel(self, force: Force) -> Personnel:
        """At posts; of linmas at TPS."""
        if force == "polri":
            return self.ledger.polri
        return self.ledger.tni if force == "tni" else self.ledger.linmas

    def per_post(self, force: Force) -> Int64:
        """What each post must have."""
        return self.needs.polri if force == "polri" else self.needs.tni

    def limited(self, force: Force) -> bool:
        """Whether the request gives strength of the force."""
        return self.traced.commands[force].limited

    def row(self, index: int) -> Row:
        """The row of that index."""
        found = self.plan.areas[index]
        if found.level == AreaLevelOfPlan.COMMAND:
            return self._row_of_command(index, found)
        ledger = self.ledger
        if found.level == AreaLevelOfPlan.NATION:
            posts, tps = np.arange(len(self.posts)), np.arange(len(ledger.codes))
            units = tuple(range(len(self.plan.units)))
        else:
            step, code = DIVISOR[LEVEL_OF_ROW[found.level]], to_integer(found.code)
            posts = np.flatnonzero(ledger.first_code // step == code)
            tps = np.flatnonzero(ledger.codes // step == code)
            units = tuple(self.units_in(found.code))
        name = same(named_area(found.code))
        return Row(index, found, name, {"polri": posts, "tni": posts}, tps, tps, units)

    def _row_of_command(self, index: int, found: AreaRow) -> Row:
        ledger = self.ledger
        posts: dict[Force, Int64] = {}
        tps: dict[Force, Int64] = {}
        for force, commands in self.traced.commands.items():
            number = commands.names.index(found.code) if found.code in commands.names else -1
            tps[force] = np.flatnonzero(commands.of_tps == number)
            posts[force] = np.flatnonzero(commands.of_tps[self.posts.first] == number)
        covered = tps["polri"][ledger.post_of_tps[tps["polri"]] >= 0]
        units = tuple(
            number for number, unit in enumerate(self.plan.units) if unit.command == found.code
        )
        return Row(index, found, named_command(found.code), posts, tps["linmas"], covered, units)

    def children(self, row: Row) -> list[int]:
        """Indices of the rows one level down that lie in an area; none of a district or command."""
        inner = {
            AreaLevelOfPlan.NATION: AreaLevelOfPlan.PROVINCE,
            AreaLevelOfPlan.PROVINCE: AreaLevelOfPlan.REGENCY,
            AreaLevelOfPlan.REGENCY: AreaLevelOfPlan.DISTRICT,
        }.get(row.row.level)
        start = "" if row.row.level == AreaLevelOfPlan.NATION else f"{row.row.code}."
        return [
            index
            for index, other in enumerate(self.plan.areas)
            if other.level == inner and other.code.startswith(start)
        ]

    def units_in(self, area: str) -> Iterator[int]:
        """Indices of the units for an area and for those inside it."""
        for index, unit in enumerate(self.plan.units):
            if unit.area == area or unit.area.startswith(f"{area}."):
                yield index

    def pieces(self, posts: Int64) -> list[Piece]:
        """Some posts by group."""
        order = np.lexsort((self.number_in_group[posts], self.posts.group[posts]))
        ordered = posts[order]
        found: list[Piece] = []
        for members in np.split(ordered, np.flatnonzero(np.diff(self.posts.group[ordered])) + 1):
            if not len(members):
                continue
            group = int(self.posts.group[members[0]])
            numbers = self.number_in_group[members]
            cuts = np.split(numbers, np.flatnonzero(np.diff(numbers) != 1) + 1)
            runs = tuple((int(run[0]), int(run[-1]) + 1) for run in cuts)
            whole = len(members) == self.posts_of_group[group]
            found.append(Piece(group, runs, members, whole))
        return found

    def border(self, group: int) -> str:
        """Code of the border of a group."""
        needed = self.demand.requirements[int(self.groups.requirement[group])]
        return to_text(int(self.groups.border[group]), needed.within)

    def guards(self, rules: Sequence[int]) -> dict[int, Guard]:
        """Those of some rules that are guard rules, with their effect."""
        found: dict[int, Guard] = {}
        for rule in rules:
            effect = self.demand.rules[rule].rule.effect
            if isinstance(effect, Guard):
                found[rule] = effect
        return found

    def guards_of_group(self, group: int) -> dict[int, Guard]:
        """The guard rules that hold at a TPS of the group."""
        start = int(self.groups.start[group])
        members = self.groups.members[start : start + int(self.groups.tps[group])]
        sets = np.unique(self.demand.rule_set[members]).tolist()
        rules = sorted({rule for number in sets for rule in self.demand.rule_sets[number]})
        return self.guards(rules)

    def unit(self, index: int) -> Unit:
        """The unit of that index."""
        return self.plan.units[index]


def same(text: str) -> Text:
    """A text that is the same in both languages."""
    return Text(text, text)


def words(code: str, /, **fields: int | str | Text) -> Text:
    """A text of the catalogue; forces and tiers may be given as they are in the model."""
    return render(f"explain-{code}", **fields)


def force_text(force: Force) -> Text:
    """The force as reports write it."""
    return force_name(force)


def tier_text(tier: int) -> Text:
    """The tier as reports write it."""
    return TIER_NAMES[Tier(tier)]


def rooted(node: Explanation, field: str, value: int) -> Explanation:
    """The node as the explanation of a number of the plan.

    RuntimeError where it comes to another number: no explanation is better than a wrong one.
    """
    if node.value != value:
        raise RuntimeError(f"{field} is {value}, its explanation {node.value}: {node.formula}")
    return replace(node, field=field)
