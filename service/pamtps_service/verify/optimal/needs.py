"""Who needs how many, what the plan grants, and what there is, from rules, batch and strengths.

Of the plan only sizes, personnel assigned and what the mixes ask for are taken; what they are
measured against is worked out anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from pamtps_service.policy.model import CLAIMS, Claim, Force
from pamtps_service.records import area_codes
from pamtps_service.records.area_codes import NATION
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.plan import Plan
from pamtps_service.verify.commands import Commands, assigned_commands
from pamtps_service.verify.ledger import CLAIM_NAMES
from pamtps_service.verify.limits import ceilings_of
from pamtps_service.verify.matching import Match
from pamtps_service.verify.posts import Formed, Groups, formed, grouped
from pamtps_service.verify.report import Report
from pamtps_service.verify.requirement import Requirements, Shape, required
from pamtps_service.verify.stations import Aligned, Numbers, aligned, read_at
from pamtps_service.verify.units import mix_rules, required_units

UPGRADES: Final = "upgrades"
_BEYOND: Final = tuple(f"{UPGRADES} {tier}" for tier in CLAIM_NAMES[:3])
"""Claims of the TNI of posts beyond those that must be, by rank of the tier."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Who claims, and where the personnel serve."""

    province: str
    command: str
    """A command's name, or `reserve/PROVINCE`."""
    regency: str
    """Code; empty of the province as a whole."""


@dataclass(slots=True)
class Need:
    """Persons of one claim and cell."""

    need: int = 0
    granted: int = 0
    """In the plan; less than 0 where posts of stronger sizes lack even more."""


Needs = dict[str, dict[Cell, Need]]
"""By claim."""


@dataclass(frozen=True, slots=True)
class AtHand:
    """What there is of one force."""

    limited: bool
    """Whether the request gives any strength; if not, only ceilings bind."""
    own: Mapping[str, int]
    """By command."""
    reserves: Mapping[str, int]
    """By province, and `ID`."""
    ceilings: Mapping[str, int]
    """By regency or province."""

    @property
    def national(self) -> int:
        return self.reserves.get(NATION, 0)


@dataclass(frozen=True, slots=True)
class Choice:
    """TPS that get one size."""

    cell: Cell
    tier: int
    tps: int
    persons: tuple[int, ...]
    """Beyond the weakest size, step by step from the weakest to the strongest."""
    step: int
    """In the plan."""


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """When a claim is served: at its position in the order of the policy; where policies differ in
    it, claims at the same position one after the other."""

    position: int
    number: int
    claim: str


@dataclass(frozen=True, slots=True)
class Read:
    """Everything that the proof needs to know of a plan."""

    plan: Plan
    codes: Numbers
    """Of the TPS of the batch."""
    requirements: Requirements
    commands: Commands
    groups: Groups
    rows: Aligned
    posts: Formed
    matches: Sequence[Match]
    orders: Mapping[str, tuple[Claim, ...]]
    """The order of claims, by province."""


def read(plan: Plan, request: PlanRequest, matches: Sequence[Match]) -> Read:
    """Work out the requirements, and find the rows of a plan that is valid."""
    batch = request.batch
    requirements = required(matches, batch)
    commands = assigned_commands(batch, request.strengths)
    rows = aligned(Report(), plan, batch)
    groups = grouped(requirements, commands)
    posts = formed(plan, rows, groups, requirements)
    orders = {
        area_codes.to_text(province, "province"): match.policy.claims
        for match in matches
        for province in np.unique(area_codes.column(match.facts.code, "province")).tolist()
    }
    return Read(plan, batch.code, requirements, commands, groups, rows, posts, matches, orders)


def at_hand(read: Read, force: Force) -> AtHand:
    """Strengths and ceilings of a force."""
    commands = read.commands
    return AtHand(
        force in commands.given,
        {name: persons for (of, name), persons in commands.own.items() if of == force},
        {area: persons for (of, area), persons in commands.reserve.items() if of == force},
        {
            area: ceiling.most
            for (of, area), ceiling in ceilings_of(read.matches, commands).items()
            if of == force
        },
    )


def needs_of(read: Read, force: Force) -> Needs:
    """The needs of a force by claim, each with what the plan grants."""
    found: Needs = {}
    if force == "polri":
        _polri_at_posts(read, found)
    elif force == "tni":
        _tni_at_posts(read, found)
    else:
        _linmas(read, found)
    if force != "linmas":
        _units(read, force, found)
    return {claim: cells for claim, cells in found.items() if cells}


def choices_of(read: Read) -> list[Choice]:
    """Everything for which one of several sizes is chosen, with the size in the plan."""
    groups, shapes = read.groups, read.requirements.shapes
    size = _sizes(read)
    members: dict[tuple[Cell, int, int, Shape], list[int]] = {}
    for group, tps in enumerate(groups.first.tolist()):
        shape = shapes[int(read.requirements.shape[tps])]
        if len(shape.sizes) > 1:
            area = int(read.codes[tps]) // area_codes.DIVISOR[shape.choose]
            tier = int(read.requirements.tier[tps])
            # One size is chosen whatever the movement.
            alike = replace(shape, movement=None)
            members.setdefault((_cell(read, "polri", tps), tier, area, alike), []).append(group)
    found = []
    for (cell, tier, _, shape), inside in members.items():
        sizes = shape.sizes[::-1]
        count = groups.count[inside]
        posts = [int((-(-count // one)).sum()) for one in sizes]
        found.append(
            Choice(
                cell,
                tier,
                int(count.sum()),
                tuple(shape.polri * (number - posts[0]) for number in posts),
                sizes.index(int(size[inside[0]])),
            )
        )
    return found


def _sizes(read: Read) -> Numbers:
    """The size of each group in the plan."""
    size = np.zeros(len(read.groups.count), np.int64)
    there = read.posts.group >= 0
    size[read.posts.group[there]] = read.plan.posts.size_limit[there]
    return size


def _cell(read: Read, force: Force, tps: int) -> Cell:
    """Whose strength the guards of a TPS (index in the batch) claim, and where they serve."""
    regency = area_codes.to_text(int(read.codes[tps]) // area_codes.DIVISOR["regency"], "regency")
    return Cell(regency[:2], read.commands.names[int(read.commands.of_tps[force][tps])], regency)


def _add(found: Needs, claim: str, cell: Cell, need: int, granted: int) -> None:
    entry = found.setdefault(claim, {}).setdefault(cell, Need())
    entry.need += need
    entry.granted += granted


def _add_rows(
    read: Read,
    force: Force,
    found: Needs,
    names: Sequence[str],
    tps: Numbers,
    need: Numbers,
    granted: Numbers,
) -> None:
    """Add up rows of guards by tier and cell.

    Args:
        read: the plan.
        force: of the guards.
        found: where to add.
        names: the claims, by rank of the tier.
        tps: of each row a TPS, as index in the batch.
        need: of each row, as the next.
        granted: in the plan.
    """
    if not len(tps):
        return
    keys = np.stack(
        [
            read.requirements.tier[tps].astype(np.int64),
            read.commands.of_tps[force][tps],
            read.codes[tps] // area_codes.DIVISOR["regency"],
        ]
    )
    distinct, first, where = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    sums = np.zeros((2, len(first)), np.int64)
    np.add.at(sums[0], where.reshape(-1), need)
    np.add.at(sums[1], where.reshape(-1), granted)
    for rank, row, needed, got in zip(
        distinct[0].tolist(), first.tolist(), *sums.tolist(), strict=True
    ):
        _add(found, names[rank], _cell(read, force, int(tps[row])), needed, got)


def _polri_at_posts(read: Read, found: Needs) -> None:
    """Guards at their weakest sizes. What is assigned counts for the posts beyond those first, so
    what the posts of a cell lack is what it lacks of its weakest sizes."""
    shapes, groups = read.requirements.shapes, read.groups
    shape = read.requirements.shape[groups.first]
    polri = np.array([one.polri for one in shapes], np.int64)[shape]
    weakest = np.array([max(one.sizes, default=1) for one in shapes], np.int64)[shape]
    need = polri * -(-groups.count // weakest)
    beyond = polri * -(-groups.count // _sizes(read)) - need
    _add_rows(read, "polri", found, CLAIM_NAMES, groups.first, need, -beyond)
    assigned = read.plan.posts.polri.astype(np.int64)
    _add_rows(read, "polri", found, CLAIM_NAMES, read.posts.first, assigned * 0, assigned)


def _tni_at_posts(read: Read, found: Needs) -> None:
    """TNI of the posts that must be, and with the upgrades, the highest tier first, those of the
    posts beyond them."""
    first = read.posts.first
    each = [shape.tni for shape in read.requirements.shapes]
    needed = np.array(each, np.int64)[read.requirements.shape[first]]
    granted = read.plan.posts.tni.astype(np.int64)
    must = read.posts.tni_required > 0
    for names, rows in ((CLAIM_NAMES, must), (_BEYOND, (needed > 0) & ~must)):
        _add_rows(read, "tni", found, names, first[rows], needed[rows], granted[rows])


def _linmas(read: Read, found: Needs) -> None:
    """One for every TPS first, then the second; in each round by tier."""
    needed = read.requirements.linmas
    got = read_at(read.plan.stations.linmas, read.rows.row, 0)
    for turn in range(int(needed.max(initial=0))):
        due = np.flatnonzero(needed > turn)
        names = [f"{tier} {turn + 1}" for tier in CLAIM_NAMES[:3]]
        served = (got[due] > turn).astype(np.int64)
        _add_rows(read, "linmas", found, names, due, served * 0 + 1, served)


def _units(read: Read, force: Force, found: Needs) -> None:
    """Units that `add` rules require; the TNI that mixes ask for are served with the standby."""
    for (area, of, role, _, _), need in required_units(read.matches).items():
        if of == force:
            _add(found, role, _unit_cell(read, force, area), need, 0)
    mixes = mix_rules(read.matches)
    for unit in read.plan.units:
        if unit.force == force:
            rule = read.plan.rules[unit.rule]
            need = unit.required if (rule.policy, rule.id) in mixes else 0
            _add(found, unit.role, _unit_cell(read, force, unit.area), need, unit.assigned)


def _unit_cell(read: Read, force: Force, area: str) -> Cell:
    regency = ".".join(area.split(".")[:2]) if "." in area else ""
    return Cell(area[:2], read.commands.of_unit(force, area), regency)


def turns(force: Force, order: Sequence[Claim], claims: Collection[str]) -> list[Turn]:
    """What a province serves, in order.

    Args:
        force: linmas are served by rounds and tiers whatever the policy says.
        order: the claims of its policy.
        claims: those for which there is a need.
    """
    if force == "linmas":
        rounds = sorted({int(claim.rpartition(" ")[2]) for claim in claims})
        return [
            Turn(position, number, f"{tier} {position}")
            for position in rounds
            for number, tier in enumerate(CLAIM_NAMES[2::-1])
        ]
    found = []
    for position, claim in enumerate(order):
        if force == "tni" and claim == UPGRADES:
            last = len(CLAIMS)
            found += [
                Turn(position, last + number, name) for number, name in enumerate(_BEYOND[::-1])
            ]
        else:
            found.append(Turn(position, CLAIMS.index(claim), claim))
    return found
