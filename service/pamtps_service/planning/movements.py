"""Movements: who leaves on which day, by what transport, from which command to which district.

The posts of a group share one movement, so a movement is made of whole posts. It is served with
seats in the order of the schedule: the farthest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.assignment import Assignment
from pamtps_service.planning.columns import distinct_rows, sums_by
from pamtps_service.planning.demand import Demand
from pamtps_service.planning.demand import Movement as Order
from pamtps_service.planning.findings import finding
from pamtps_service.planning.groups import Groups
from pamtps_service.planning.holdings import Holdings
from pamtps_service.policy.model import Move, Text
from pamtps_service.records.area_codes import DIVISOR, to_text
from pamtps_service.records.batch import IntColumn, NumberColumn, PlanRequest, Seats
from pamtps_service.records.plan import Finding, Movement

Int64 = NDArray[np.int64]

TRANSPORTS: Final[Mapping[str, Text]] = {
    "road": Text(id="jalan darat", en="road"),
    "foot": Text(id="jalan kaki", en="foot"),
    "sea": Text(id="laut", en="sea"),
    "air": Text(id="udara", en="air"),
}
"""What follows `lewat` and `by` in a sentence."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The movements of a plan, and what a reader must know of them."""

    movements: tuple[Movement, ...]
    """By day, earliest first; then the farthest first; then transport, area, command."""
    of_tps: IntColumn
    """Index of the movement of each TPS of the batch, -1 where its guards do not move; length n."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Departure:
    """How an order is carried out with the transports that are available."""

    days_before: int
    transport: str
    """Empty where no rule names one, or where none is left."""
    fallback: bool
    stranded: bool
    """Whether a transport is named, and neither it nor its fallback is available."""


class _Row(NamedTuple):
    """A movement, and what is told of it where it has no transport."""

    movement: Movement
    stranded: bool
    first: int
    """Integer code of the first TPS of its posts."""

    def order(self) -> tuple[object, ...]:
        moved = self.movement
        unknown = moved.travel_minutes is None
        far = (-moved.days_before, unknown, -(moved.travel_minutes or 0))
        return *far, moved.transport, moved.area, moved.command, self.stranded


def schedule_of(
    request: PlanRequest, demand: Demand, groups: Groups, assigned: Assignment
) -> Schedule:
    """The movements of the posts formed.

    Args:
        request: the request; its seats are a ceiling where a transport has any on a day.
        demand: of its batch.
        groups: of its batch.
        assigned: the posts, and the Polri and TNI at them.
    """
    row_of_tps, unordered = _rows(request, demand, groups, assigned)
    order = sorted(range(len(unordered)), key=lambda row: unordered[row].order())
    rows = [unordered[row] for row in order]
    # one entry more at the end: index -1, of TPS whose guards do not move
    place = np.full(len(rows) + 1, -1, np.int32)
    place[order] = np.arange(len(rows))
    commands = assigned.ledger.commands["polri"]
    area_of = dict(zip(commands.names, commands.area, strict=True))
    movements = _seated([row.movement for row in rows], request.seats, area_of)
    stranded = [
        (move, row.first) for move, row in zip(movements, rows, strict=True) if row.stranded
    ]
    return Schedule(
        movements=movements,
        of_tps=place[row_of_tps],
        findings=(
            *_without_transport(stranded),
            *_without_seat(movements),
        ),
    )


def _departure(order: Order, unavailable: Sequence[str]) -> _Departure:
    """What an order comes to: its transport, else its fallback, else nothing."""
    if not order.transport or order.transport not in unavailable:
        return _Departure(order.depart, order.transport, False, False)
    if order.fallback and order.fallback not in unavailable:
        return _Departure(order.depart, order.fallback, True, False)
    return _Departure(order.depart, "", False, True)


def _rows(
    request: PlanRequest, demand: Demand, groups: Groups, assigned: Assignment
) -> tuple[Int64, list[_Row]]:
    """The row of each TPS of the batch, -1 where its guards do not move, and each movement with its
    sums, in any order; nobody has a seat yet."""
    posts, ledger = assigned.posts, assigned.ledger
    departures = [_departure(order, request.unavailable_transports) for order in demand.movements]
    distinct = sorted(set(departures))
    # one entry more at the end: index -1, of posts that do not move
    departure_of = np.array([distinct.index(one) for one in departures] + [-1], np.int64)
    departure = departure_of[groups.movement[posts.group]]
    moving = np.flatnonzero(departure >= 0)
    command = groups.command[posts.group[moving]]
    district = ledger.first_code[moving] // DIVISOR["district"]
    keys, row_of_moving = distinct_rows([departure[moving], command, district])
    # one entry more at the end: index -1, of TPS without a post
    row_of_post = np.full(len(posts) + 1, -1, np.int64)
    row_of_post[moving] = row_of_moving
    row_of_tps = row_of_post[posts.of_tps]
    persons = [ledger.polri.assigned[moving], ledger.tni.assigned[moving]]
    sums = sums_by(row_of_moving, persons, len(keys)).T.tolist()
    names = ledger.commands["polri"].names
    longest = _longest(request.batch.standard["travel_minutes"], row_of_tps, len(keys))
    inside = np.flatnonzero(row_of_tps >= 0)
    counts = np.bincount(row_of_tps[inside], minlength=len(keys)).tolist()
    first = np.zeros(len(keys), np.int64)
    first[row_of_tps[inside[::-1]]] = request.batch.code[inside[::-1]]
    rules_of = _rules(demand, row_of_tps, len(keys))
    rows = []
    for (which, by, to), (polri, tni), minutes, tps, first_tps, rules in zip(
        keys.tolist(), sums, longest, counts, first.tolist(), rules_of, strict=True
    ):
        leaves = distinct[which]
        move = Movement(
            days_before=leaves.days_before,
            transport=leaves.transport,
            fallback=leaves.fallback,
            command=names[by],
            area=to_text(to, "district"),
            travel_minutes=minutes,
            tps=tps,
            polri=polri,
            tni=tni,
            without_transport=polri + tni if leaves.stranded else 0,
            without_seat=0,
            rules=rules,
        )
        rows.append(_Row(move, leaves.stranded, first_tps))
    return row_of_tps, rows


def _longest(travel: NumberColumn, row_of_tps: Int64, rows: int) -> list[int | None]:
    """The longest travel time of each row; None where none is known."""
    known = np.flatnonzero(travel.present & (row_of_tps >= 0))
    longest = np.full(rows, -1, np.int64)
    np.maximum.at(longest, row_of_tps[known], travel.values[known].astype(np.int64))
    return [None if minutes < 0 else minutes for minutes in longest.tolist()]


def _rules(demand: Demand, row_of_tps: Int64, rows: int) -> list[tuple[int, ...]]:
    """The rules that move the TPS of each row."""
    held: list[set[int]] = [set() for _ in range(rows)]
    moving = [
        [rule for rule in rules if isinstance(demand.rules[rule].rule.effect, Move)]
        for rules in demand.rule_sets
    ]
    inside = np.flatnonzero(row_of_tps >= 0)
    pairs, _ = distinct_rows([row_of_tps[inside], demand.rule_set[inside]])
    for row, rule_set in pairs.tolist():
        held[row].update(moving[rule_set])
    return [tuple(sorted(of_row)) for of_row in held]


def _seated(
    movements: Sequence[Movement], seats: Sequence[Seats], area_of: Mapping[str, str]
) -> tuple[Movement, ...]:
    """The movements with those who find no seat: the first in the schedule are served first, each
    from its command's own area, then from the areas around it."""
    given: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for one in seats:
        given.setdefault((one.transport, one.days_before), []).append((one.area, one.count))
    left = {key: Holdings(areas) for key, areas in given.items()}
    seated = []
    for move in movements:
        holdings = left.get((move.transport, move.days_before))
        if holdings is not None:
            persons = move.polri + move.tni
            short = persons - holdings.take(area_of[move.command], persons)
            move = replace(move, without_seat=short)
        seated.append(move)
    return tuple(seated)


def _without_transport(stranded: Iterable[tuple[Movement, int]]) -> list[Finding]:
    """By regency, the TPS that nobody can be brought to.

    Args:
        stranded: movements without transport, each with the integer code of its first TPS.
    """
    by_regency: dict[str, list[tuple[Movement, int]]] = {}
    for move, first in stranded:
        by_regency.setdefault(move.area[:5], []).append((move, first))
    return [
        finding(
            "warning",
            "movement-without-transport",
            area=area,
            tps=min(first for _, first in moved),
            numbers={
                "personnel": sum(move.without_transport for move, _ in moved),
                "stations": sum(move.tps for move, _ in moved),
            },
        )
        for area, moved in sorted(by_regency.items())
    ]


def _without_seat(movements: Iterable[Movement]) -> list[Finding]:
    """By transport, day and regency, how many find no seat."""
    by_seats: dict[tuple[str, int, str], list[Movement]] = {}
    for move in movements:
        by_seats.setdefault((move.transport, move.days_before, move.area[:5]), []).append(move)
    return [
        finding(
            "warning",
            "movement-without-seat",
            area=area,
            names={"transport": TRANSPORTS[transport], "day": f"H-{days}" if days else "H"},
            numbers={
                "days_before": days,
                "personnel": sum(move.polri + move.tni for move in moved),
                "short": sum(move.without_seat for move in moved),
            },
        )
        for (transport, days, area), moved in sorted(by_seats.items())
        if any(move.without_seat for move in moved)
    ]
